//! Proper equilibria inside continua of Nash equilibria: a game by hand, and two other ways on random games with ties.
//!
//! - If players choose among the orders in which their mistakes become rarer, every equilibrium is near a proper one, so that
//!   it must be near a part that is listed. How near it is, is the value of a constant-sum game.
//! - Mixtures within the parts, and Nash equilibria outside of them, are tested one by one.

use super::random::Random;
use super::second_method::{induced, matrix, permuted};
use super::{certified, game};
use foederis::solve::{Answer, NashSubset, Refinement, Status};
use foederis::{
    Equilibrium, Find, Game, MixedProfile, NashOptions, NormalForm, Profile, Rational, Solution, nash, proper,
    refinements, trembling_hand,
};

fn fraction(p: i64, q: i64) -> Rational {
    Rational::new(p, q).unwrap()
}

#[test]
fn between_extreme_equilibria_that_are_not_proper() {
    // The first and the last column are mistakes. With x1 > 2 x0 the last one is costlier, and then the first row better; with
    // x1 < 2 x0 the first one, and then the second row: so a proper equilibrium has x1 = 2 x0, and any mixture of the middle.
    let game = game(2, 4, &[2, 0, 1, 0, 1, 0, 1, 2], &[0, 2, 2, 2, 1, 2, 2, 0]);
    let found = proper(&game, &Default::default()).unwrap();
    assert!(found.complete(), "{:?}", found.status);
    let rows: Vec<&[Rational]> =
        found.equilibria.iter().map(|equilibrium| &equilibrium.profile.rows()[0][..]).collect();
    assert_eq!(rows, vec![[fraction(1, 3), fraction(2, 3)]; 2]);
    assert_eq!((found.components.len(), found.components[0].dimension), (1, 1));
    certified(&game, &found);
}

#[test]
fn more_than_two_players_leave_a_continuum_open() {
    // One player wants to do as another does, who is indifferent; the third one has a best action.
    let players = ["A", "B", "C"].map(|name| (name, ["left", "right"]));
    let builder = players.into_iter().fold(NormalForm::builder(), |builder, (name, own)| builder.player(name, own));
    let pays =
        |at: &[usize]| vec![Rational::from(i64::from(at[0] == at[1])), Rational::ONE, Rational::from(at[2] as i64)];
    let game: Game = builder.payoffs(pays).unwrap().into();
    for solve in [proper, trembling_hand] {
        let found = solve(&game, &Default::default()).unwrap();
        let Status::Partial(why) = &found.status else { panic!("{:?}", found.status) };
        assert!(why.contains("continuum") || why.contains("undecided"), "{why}");
    }
}

/// The greatest difference of a coordinate between a point and the nearest of a polytope.
fn distance(points: &[Vec<Rational>], point: &[Rational]) -> Rational {
    // One player chooses a corner, the other a coordinate and a sign.
    let off = |corner: &Vec<Rational>| -> Vec<Rational> {
        let apart: Vec<Rational> = corner.iter().zip(point).map(|(a, b)| a - b).collect();
        apart.iter().cloned().chain(apart.iter().map(|off| -off)).collect()
    };
    let table: Vec<Vec<Rational>> = points.iter().map(off).collect();
    let names = |count: usize| (0..count).map(|k| k.to_string());
    let builder = NormalForm::builder().player("Corner", names(table.len())).player("Side", names(2 * point.len()));
    let game = builder.payoffs(|at| vec![-&table[at[0]][at[1]], table[at[0]][at[1]].clone()]).unwrap();
    let one = NashOptions { find: Find::One, ..NashOptions::default() };
    nash(&game.into(), &one).unwrap().equilibria[0].payoffs[1].clone()
}

fn apart(part: &NashSubset, rows: &[Vec<Rational>]) -> Rational {
    part.vertices.iter().zip(rows).map(|(points, row)| distance(points, row)).max().unwrap()
}

/// A mixture of some points with random positive weights.
fn mixture(random: &mut Random, points: &[Vec<Rational>]) -> Vec<Rational> {
    let weights: Vec<Rational> = points.iter().map(|_| Rational::from(1 + random.below(9) as i64)).collect();
    let total: Rational = weights.iter().sum();
    let entry = |k: usize| points.iter().zip(&weights).map(|(point, weight)| &point[k] * weight).sum::<Rational>();
    (0..points[0].len()).map(|k| entry(k) / total.clone()).collect()
}

fn tested(game: &Game, solution: &Solution, rows: &[Vec<Rational>]) -> Answer {
    let profile = Profile::Mixed(MixedProfile(rows.to_vec()));
    let alone = Solution { equilibria: vec![Equilibrium::exact(profile, Vec::new())], ..solution.clone() };
    let found = refinements(game, &alone, &Default::default()).unwrap();
    found.finding(0, Refinement::Proper).unwrap().answer
}

/// The parts of the proper equilibria: with isolated ones as parts of a point each.
fn parts(found: &Solution) -> Vec<NashSubset> {
    let points = |member: usize| found.equilibria[member].profile.rows().iter().map(|row| vec![row.clone()]).collect();
    let alone = |member: usize| NashSubset { vertices: points(member), dimension: 0 };
    let of = |component: &foederis::Component| match component.subsets.is_empty() {
        true => component.members.iter().map(|&member| alone(member)).collect(),
        false => component.subsets.clone(),
    };
    found.components.iter().flat_map(of).collect()
}

#[test]
fn every_proper_equilibrium_is_within_a_part() {
    let rounds = std::env::var("FOEDERIS_MANY_GAMES").ok().and_then(|n| n.parse().ok()).unwrap_or(120);
    let mut random = Random(17);
    let (mut near, mut inside, mut outside, mut new, mut continua) = (0, 0, 0, 0, 0);
    for round in 0..rounds {
        let (rows, columns) = [(2, 3), (3, 2), (2, 4), (3, 3)][round % 4];
        let values = 2 + random.below(2);
        let (a, b) = (random.matrix(rows * columns, values), random.matrix(rows * columns, values));
        let game = game(rows, columns, &a, &b);
        let (all, found) = (nash(&game, &Default::default()).unwrap(), proper(&game, &Default::default()).unwrap());
        assert!(found.complete() && !found.is_empty(), "{game:?} {:?}", found.status);
        certified(&game, &found);
        let extreme = |e: &Equilibrium| all.equilibria.iter().any(|known| known.profile == e.profile);
        new += usize::from(found.equilibria.iter().any(|equilibrium| !extreme(equilibrium)));
        continua += usize::from(all.components.iter().any(|component| component.dimension > 0));
        let parts = parts(&found);
        let small = fraction(1, 100_000);
        let (a, b) = (matrix(rows, &a), matrix(rows, &b));
        for profile in induced(&a, &b, &permuted(rows, &small), &permuted(columns, &small)) {
            let nearest = parts.iter().map(|part| apart(part, &profile)).min().unwrap();
            assert!(nearest < fraction(1, 100), "{game:?} {profile:?} {nearest}");
            near += 1;
        }
        for part in &parts {
            let rows: Vec<_> = part.vertices.iter().map(|points| mixture(&mut random, points)).collect();
            assert_eq!(tested(&game, &all, &rows), Answer::Yes, "{game:?} {rows:?}");
            inside += 1;
        }
        for subset in all.components.iter().flat_map(|component| &component.subsets) {
            let rows: Vec<_> = subset.vertices.iter().map(|points| mixture(&mut random, points)).collect();
            if parts.iter().all(|part| apart(part, &rows).is_positive()) {
                assert_eq!(tested(&game, &all, &rows), Answer::No, "{game:?} {rows:?}");
                outside += 1;
            }
        }
    }
    println!("{continua} continua, {new} with corners inside, {near} near, {inside} inside, {outside} outside");
    assert!(near > rounds && inside > rounds && outside > rounds / 4 && continua > rounds / 2 && new > 0);
}
