//! The index of a component against a second method: the regular equilibria of a game in which each strategy's payoffs are
//! a little larger, by a factor of its own, each counted for the extreme equilibrium that it is nearest to.

mod support;

use foederis::show::json;
use foederis::verify::{ComponentClaim, SolutionClaim, verify_components, verify_solution};
use foederis::{Concept, Game, MixedProfile, NormalForm, Profile, Rational, Solution, nash};
use support::Random;

fn game(shape: [usize; 2], payoffs: &[Vec<Rational>; 2]) -> Game {
    let names = |count: usize| (1..=count).map(|number| number.to_string()).collect::<Vec<_>>();
    let builder = NormalForm::builder().player("Kyrgyzstan", names(shape[0])).player("Tajikistan", names(shape[1]));
    builder.table(&[&payoffs[0], &payoffs[1]]).unwrap().into()
}

fn distance(a: &Profile, b: &Profile) -> f64 {
    let gaps = a.rows().iter().flatten().zip(b.rows().iter().flatten()).map(|(x, y)| (x - y).to_f64().abs());
    gaps.fold(0.0, f64::max)
}

/// The sum of the indices of the nearby game's equilibria nearest to each component's members.
fn indices_nearby(solution: &Solution, nearby: &Solution) -> Vec<i32> {
    let mut indices = vec![0; solution.components.len()];
    for equilibrium in &nearby.equilibria {
        let gap = |member: &usize| distance(&solution.equilibria[*member].profile, &equilibrium.profile);
        let nearest = (0..solution.len()).min_by(|a, b| gap(a).total_cmp(&gap(b))).unwrap();
        assert!(gap(&nearest) < 1e-3);
        let component = solution.components.iter().position(|component| component.members.contains(&nearest)).unwrap();
        indices[component] += equilibrium.index.expect("the nearby game is generic");
    }
    indices
}

#[test]
fn components_have_the_index_of_what_is_near() {
    let mut random = Random(2022);
    let mut continua = 0;
    for round in 0..1_500 {
        let shape = [1 + random.below(4) as usize, 1 + random.below(4) as usize];
        let range = 2 + random.below(3);
        let cells = shape[0] * shape[1];
        let table: [Vec<Rational>; 2] =
            [0, 1].map(|_| (0..cells).map(|_| Rational::from(random.below(range) as i64)).collect());
        let mut factors = |count: usize| -> Vec<Rational> {
            (0..count).map(|_| Rational::ONE + Rational::new(random.below(1 << 20) as i64, 1 << 40).unwrap()).collect()
        };
        let (rows, columns) = (factors(shape[0]), factors(shape[1]));
        let larger = |payoffs: &[Rational], factor: &dyn Fn(usize) -> Rational| -> Vec<Rational> {
            payoffs.iter().enumerate().map(|(cell, payoff)| (payoff + &Rational::ONE) * factor(cell)).collect()
        };
        let moved = [
            larger(&table[0], &|cell| rows[cell / shape[1]].clone()),
            larger(&table[1], &|cell| columns[cell % shape[1]].clone()),
        ];
        let solution = nash(&game(shape, &table), &Default::default()).unwrap();
        let nearby = nash(&game(shape, &moved), &Default::default()).unwrap();
        let indices: Option<Vec<i32>> = solution.components.iter().map(|component| component.index).collect();
        assert_eq!(indices, Some(indices_nearby(&solution, &nearby)), "round {round}: {table:?}");
        continua += solution.components.iter().filter(|component| component.dimension > 0).count();
    }
    assert!(continua > 500);
}

/// Without stakes every profile is an equilibrium: one component, of index 1.
#[test]
fn a_large_component_has_its_index() {
    let zeros = vec![Rational::ZERO; 36];
    let solution = nash(&game([6, 6], &[zeros.clone(), zeros]), &Default::default()).unwrap();
    assert_eq!(solution.components.len(), 1);
    assert_eq!(solution.components[0].index, Some(1));
    let Profile::Mixed(MixedProfile(rows)) = &solution.equilibria[0].profile else { unreachable!() };
    assert_eq!(rows.len(), 2);
}

/// What a solution says of its components is confirmed through a text, and whatever is changed in it is refused.
#[test]
fn claims_about_components_are_checked() {
    let numbers = |payoffs: &[i64]| payoffs.iter().map(|&payoff| Rational::from(payoff)).collect::<Vec<_>>();
    // Two strict equilibria and a mixed one; then entry deterrence, with a segment of index 0.
    let sexes = game([2, 2], &[numbers(&[2, 0, 0, 1]), numbers(&[1, 0, 0, 2])]);
    let entry = game([2, 2], &[numbers(&[-1, 1, 0, 0]), numbers(&[0, 1, 2, 2])]);
    for game in [&sexes, &entry] {
        let text = json::solution(game, &nash(game, &Default::default()).unwrap()).unwrap();
        let claims = json::claims(&text).unwrap().components;
        let check = |claims: &[ComponentClaim]| verify_components(game, claims).unwrap().ok();
        assert!(check(&claims));
        for changed in 0..claims.len() {
            let mut other = claims.clone();
            other[changed].index = other[changed].index.map(|index| index + 1);
            assert!(!check(&other), "the index of component {changed}");
            let mut other = claims.clone();
            let strategies = &mut other[changed].subsets[0].0[0].1;
            let all = [("1", 1), ("2", 0)].map(|(name, share)| (name.to_owned(), Rational::from(share)));
            strategies.extend([all.into_iter().collect(), [("2".to_owned(), Rational::ONE)].into_iter().collect()]);
            assert!(!check(&other), "every strategy of the first player in component {changed}");
        }
        // Two wrong indices that make up for each other.
        let mut other = claims.clone();
        if let [first, second, ..] = &mut other[..] {
            (first.index, second.index) = (first.index.map(|i| i + 1), second.index.map(|i| i - 1));
        }
        assert!(!check(&other));
    }
}

/// What a solution says besides its certificates is checked too: whatever is changed in it is refused.
#[test]
fn claims_of_a_whole_solution_are_checked() {
    let numbers = |payoffs: &[i64]| payoffs.iter().map(|&payoff| Rational::from(payoff)).collect::<Vec<_>>();
    let sexes = game([2, 2], &[numbers(&[2, 0, 0, 1]), numbers(&[1, 0, 0, 2])]);
    let entry = game([2, 2], &[numbers(&[-1, 1, 0, 0]), numbers(&[0, 1, 2, 2])]);
    for game in [&sexes, &entry] {
        let text = json::solution(game, &nash(game, &Default::default()).unwrap()).unwrap();
        let claim = json::claims(&text).unwrap();
        let faults = |claim: &SolutionClaim| {
            let reports = verify_solution(game, claim).unwrap();
            let failed = reports.into_iter().flat_map(|report| report.checks).filter(|check| !check.passed);
            failed.map(|check| check.what).collect::<Vec<_>>()
        };
        assert_eq!(faults(&claim), Vec::<String>::new());
        let refused = |what: &str, change: &dyn Fn(&mut SolutionClaim)| {
            let mut other = claim.clone();
            change(&mut other);
            assert!(faults(&other).contains(&what.to_owned()), "{what}");
        };
        refused("It is about this game", &|own| own.whole.as_mut().unwrap().0.fingerprint = "0".into());
        refused("Its certificates are of its concept", &|own| own.whole.as_mut().unwrap().1 = Concept::PureNash);
        refused("Nobody gains by deviating alone but what is stated", &|own| {
            own.equilibria[0].regret = Some("1/1000".parse().unwrap());
        });
        let members = "The members of components are its equilibria";
        refused(members, &|own| own.components[0].equilibria.push(99));
        refused(members, &|own| own.components[0].equilibria[0] = own.components[1].equilibria[0]);
        let dimensions = "Components have the dimension of their largest part";
        refused(dimensions, &|own| own.components[0].dimension += 1);
        refused(dimensions, &|own| own.components.push(ComponentClaim { dimension: 2, ..ComponentClaim::default() }));
        refused(dimensions, &|own| {
            own.components.iter_mut().for_each(|component| component.subsets.clear());
            own.components[0].dimension = 0;
            let all = own.components.iter_mut().flat_map(|component| std::mem::take(&mut component.equilibria));
            let all: Vec<usize> = all.collect();
            own.components[0].equilibria = all;
        });
        let mut vacuous = claim.clone();
        vacuous.components[0].subsets[0].0[0].1.clear();
        assert!(verify_solution(game, &vacuous).unwrap_err().to_string().contains("names no strategy of"));
        refused(members, &|own| {
            let profile = own.equilibria[0].certificate.profile.as_mut().unwrap();
            let text = serde_json::to_string(profile).unwrap().replace("\"1\":", "\"nothing\":");
            *profile = serde_json::from_str(&text).unwrap();
        });
        if let Some(isolated) = claim.components.iter().find(|component| component.dimension == 0) {
            let member = isolated.equilibria[0];
            refused("Isolated equilibria have the index of their component", &|own| {
                own.equilibria[member].index = own.equilibria[member].index.map(|index| -index);
            });
        }
    }
}
