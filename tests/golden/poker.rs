//! The values of small poker games.

use foederis::verify::regrets;
use foederis::{CfrOptions, Concept, Find, Game, NashMethod, NashOptions, Profile, Rational, Solution, cfr, nash};

use super::branch::number;
use super::builders::{kuhn, leduc};

fn by_program(game: &Game) -> Solution {
    let method = NashMethod::LinearProgramming;
    let solution = nash(game, &NashOptions { find: Find::One, method, ..Default::default() }).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    solution
}

fn no_regret(game: &Game, profile: &Profile) {
    assert!(regrets(game, profile).unwrap().iter().all(|regret| regret.gain().is_zero()));
}

/// Kuhn 1950, A simplified two-person poker: the value is -1/18.
pub fn kuhn_value() {
    let game: Game = kuhn(3).into();
    let solution = by_program(&game);
    assert_eq!(solution.equilibria[0].payoffs, ["-1/18", "1/18"].map(number));
    assert_eq!(solution.notes, ["the value of the game for First is -1/18"]);
    no_regret(&game, &solution.equilibria[0].profile);
}

/// Leduc hold'em (Southey and others 2005, Bayes' bluff: opponent modelling in poker). The value to the first player is
/// -0.085606424078 in OpenSpiel (Lanctot and others 2019, arXiv:1908.09453), which also counts 9,457 nodes and 936
/// information sets.
pub fn leduc_value() {
    let tree = leduc();
    assert_eq!((tree.num_nodes(), tree.infosets().len()), (9457, 936));
    let game: Game = tree.into();
    let solution = by_program(&game);
    let [first, second] = &solution.equilibria[0].payoffs[..] else { panic!("two players") };
    assert!((first.to_f64() + 0.085606424078).abs() < 1e-12, "{}", first.to_f64());
    assert_eq!(first + second, Rational::ZERO);
    no_regret(&game, &solution.equilibria[0].profile);
    let near = cfr(&game, &CfrOptions { iterations: 1000, ..Default::default() }).unwrap();
    assert_eq!(near.concept, Concept::ApproximateNash);
    assert!(near.equilibria[0].regret < number("1/1000"), "{}", near.equilibria[0].regret.to_f64());
    assert!((&near.equilibria[0].payoffs[0] - first).abs() <= near.equilibria[0].regret);
}
