//! All Nash equilibria of the dilemmas that are trees of three and more players, at their base numbers and at random ones.

mod dilemmas;
mod support;

use std::collections::BTreeSet;

use dilemmas::{Random, model};
use foederis::show::json::certificate;
use foederis::{Game, Rational, Solution, nash, pure_nash, subgame_perfect, verify};
use support::families::{behavior, is_listed};

fn games(name: &str, points: u64) -> Vec<Game> {
    let model = model(name);
    let mut random = Random::new(11);
    let mut games = vec![model.base().unwrap()];
    games.extend((0..points).map(|_| model.game_at(&random.point(&model)).unwrap()));
    games
}

/// Everything is found, every equilibrium holds, and no subgame-perfect one is missing.
fn all(game: &Game) -> Solution {
    let solution = nash(game, &Default::default()).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    let tree = game.tree("nash").unwrap();
    for equilibrium in &solution.equilibria {
        assert!(verify(game, &certificate(game, solution.concept, equilibrium).unwrap()).unwrap().ok());
    }
    for perfect in &subgame_perfect(game, &Default::default()).unwrap().equilibria {
        assert!(is_listed(tree, &solution, behavior(&perfect.profile), &Rational::ZERO), "{perfect:?} is missing");
    }
    solution
}

/// Every equilibrium in full plans has its path in the list, and what is in the list and pure is one of them.
fn compare_plans(game: &Game, solution: &Solution) {
    let tree = game.tree("nash").unwrap();
    let pure = pure_nash(game, &Default::default()).unwrap();
    assert!(pure.complete());
    let plans: BTreeSet<_> = pure.equilibria.iter().map(|equilibrium| behavior(&equilibrium.profile)).collect();
    for plan in &plans {
        assert!(is_listed(tree, solution, plan, &Rational::ZERO), "{plan:?} is missing");
    }
    for equilibrium in solution.equilibria.iter().filter(|equilibrium| equilibrium.is_pure()) {
        assert!(plans.contains(behavior(&equilibrium.profile)));
    }
}

#[test]
fn the_caucasus_dilemma_and_its_kin_are_complete() {
    for name in ["caucasus", "central_asia", "tripartite_crisis"] {
        for game in games(name, 12) {
            compare_plans(&game, &all(&game));
        }
    }
}

/// With 34 information sets, there are too many plans to list.
#[test]
fn two_calls_for_help_are_complete() {
    for game in games("credibility", 4) {
        all(&game);
    }
}

/// At the base numbers Tajikistan attacks and nobody leaves. Kyrgyzstan may propose the clause or not, and Russia may back it or not: it
/// depends on what would follow.
#[test]
fn outcomes_in_central_asia() {
    let game = model("central_asia").base().unwrap();
    let tree = game.tree("nash").unwrap();
    let solution = all(&game);
    let payoffs: BTreeSet<Vec<Rational>> = solution.equilibria.iter().map(|own| own.payoffs.clone()).collect();
    assert_eq!(payoffs.len(), solution.components.len());
    for equilibrium in &solution.equilibria {
        let off = tree.off_path(behavior(&equilibrium.profile)).unwrap();
        assert!(equilibrium.others_off_path && !off.deterrents.is_empty());
        assert!(off.deterrents.iter().all(|own| own.brings <= own.at_most));
    }
}
