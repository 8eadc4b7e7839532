//! Whatever a solver claims, the checker confirms from the definitions, through a text; whatever else is tried, it
//! refuses.

mod support;

use foederis::alliance;
use foederis::game::{BehaviorProfile, Game, MixedProfile, Profile, StrategicOptions};
use foederis::verify::regret;
use foederis::{
    Certificate, DominanceOptions, NashOptions, PureNashOptions, Rational, Solution, SubgamePerfectOptions, nash,
    pure_nash, rationalizable, subgame_perfect, verify, why_not,
};
use proptest::prelude::*;
use support::{Random, Shape, random_tree};

/// Confirms every equilibrium, and the elimination if there is one; how many claims that were.
fn confirm(game: &Game, solution: &Solution) -> usize {
    let equilibria = solution.equilibria.iter().map(|equilibrium| match equilibrium.error_bound {
        Some(bound) => Certificate::with_error_bound(game, solution.concept, &equilibrium.profile, bound),
        None => Certificate::new(game, solution.concept, &equilibrium.profile),
    });
    let elimination = solution.elimination.iter().map(|record| Certificate::of_elimination(game, record));
    let mut count = 0;
    for certificate in equilibria.chain(elimination) {
        let certificate = Certificate::from_json(&certificate.unwrap().to_json()).unwrap();
        let report = verify(game, &certificate).unwrap();
        assert!(report.ok(), "{report}\n{}", certificate.to_json());
        count += 1;
    }
    for equilibrium in solution.equilibria.iter().filter(|equilibrium| equilibrium.error_bound.is_none()) {
        let stated: Vec<&Rational> = equilibrium.payoffs.iter().collect();
        let certificate = Certificate::new(game, solution.concept, &equilibrium.profile).unwrap();
        let own = certificate.payoffs.unwrap();
        assert_eq!(own.0.iter().map(|(_, payoff)| payoff).collect::<Vec<_>>(), stated);
    }
    count
}

fn confirm_all(game: &Game, reduced: bool) -> usize {
    let strategic = StrategicOptions { reduced, ..StrategicOptions::default() };
    let pure = PureNashOptions { strategic: strategic.clone(), ..PureNashOptions::default() };
    let mut count = confirm(game, &pure_nash(game, &pure).unwrap());
    for weak in [false, true] {
        let options = DominanceOptions { weak, strategic: strategic.clone(), ..DominanceOptions::default() };
        count += confirm(game, &rationalizable(game, &options).unwrap());
    }
    if let Game::Extensive(_) = game {
        count += confirm(game, &subgame_perfect(game, &SubgamePerfectOptions::default()).unwrap());
    }
    count
}

#[test]
fn the_dilemmas_are_confirmed() {
    let mut claims = 0;
    for name in alliance::names() {
        let game = alliance::dilemma(name).unwrap().base().unwrap();
        if name == "credibility" {
            claims += confirm(&game, &subgame_perfect(&game, &SubgamePerfectOptions::default()).unwrap());
        } else {
            claims += confirm_all(&game, false) + confirm_all(&game, true);
        }
    }
    assert!(claims > 20, "{claims}");
}

#[test]
fn why_the_other_equilibria_of_the_caucasus_are_incredible() {
    let game = alliance::dilemma("caucasus").unwrap().base().unwrap();
    let perfect = subgame_perfect(&game, &SubgamePerfectOptions::default()).unwrap();
    let pure = pure_nash(&game, &PureNashOptions::default()).unwrap();
    assert_eq!((perfect.len(), pure.len()), (1, 3));
    for equilibrium in &pure.equilibria {
        let answer = why_not(&game, &equilibrium.profile, &Default::default()).unwrap();
        let best = perfect.equilibria.iter().any(|other| other.profile == equilibrium.profile);
        assert_eq!(answer.ok(), best);
        if !best {
            let text = answer.to_string();
            assert!(text.contains("only because Russia threatens to choose Support"), "{text}");
            assert!(text.contains("Russia prefers Abstain: -2 rather than -7"), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn random_trees_are_confirmed(seed in any::<u64>()) {
        let mut random = Random(seed);
        let shape = Shape { players: 2, depth: 3, chance: true, hidden: random.below(2) == 0, payoffs: 4 };
        let tree = random_tree(&mut random, &shape);
        let small = StrategicOptions { reduced: true, max_profiles: 400 };
        if tree.to_strategic(&small).is_ok() && tree.to_strategic(&StrategicOptions { reduced: false, ..small }).is_ok() {
            confirm_all(&Game::from(tree), random.below(2) == 0);
        }
    }

    #[test]
    fn random_tables_are_confirmed(seed in any::<u64>()) {
        let mut random = Random(seed);
        let shape = Shape { players: 2, depth: 3, chance: true, hidden: true, payoffs: 5 };
        let tree = random_tree(&mut random, &shape);
        let Ok(form) = tree.to_strategic(&StrategicOptions { reduced: true, max_profiles: 60 }) else { return Ok(()) };
        let game = Game::from(&form.game);
        prop_assert!(confirm(&game, &nash(&game, &NashOptions::default()).unwrap()) > 0);
        confirm_all(&game, false);
    }

    #[test]
    fn three_players_with_irrational_equilibria_are_confirmed(seed in any::<u64>()) {
        let mut random = Random(seed);
        let arrays: Vec<Vec<i64>> = (0..3).map(|_| (0..8).map(|_| random.below(20) as i64).collect()).collect();
        let builder = foederis::NormalForm::builder().player("A", ["x", "y"]).player("B", ["x", "y"]);
        let arrays: Vec<&[i64]> = arrays.iter().map(Vec::as_slice).collect();
        let game = Game::from(builder.player("C", ["x", "y"]).table(&arrays).unwrap());
        confirm(&game, &nash(&game, &NashOptions::default()).unwrap());
    }

    #[test]
    fn pure_profiles_that_are_not_listed_are_refused(seed in any::<u64>()) {
        let mut random = Random(seed);
        let shape = Shape { players: 2, depth: 3, chance: true, hidden: random.below(2) == 0, payoffs: 4 };
        let tree = random_tree(&mut random, &shape);
        let Ok(form) = tree.to_strategic(&StrategicOptions { reduced: false, max_profiles: 400 }) else { return Ok(()) };
        let game = Game::from(&tree);
        let listed = pure_nash(&game, &PureNashOptions::default()).unwrap();
        let mut found = 0;
        for number in 0..form.game.num_profiles() {
            let mixed = MixedProfile::pure(&form.game.profile(number), &form.game.shape());
            let profile: BehaviorProfile = form.behavior_of(&mixed).unwrap();
            let profile = Profile::Behavior(profile);
            found += usize::from(regret(&game, &profile).unwrap().is_zero());
        }
        prop_assert_eq!(found, listed.len());
    }
}
