//! Players who forget: their trees are refused by the concepts that need memory, with words that say why.

use foederis::{Error, Game, Profile, Rational, nash, pure_nash, subgame_perfect};

use super::branch::{Branch, by, end, game, hidden};

fn refused(game: &Game, words: &[&str]) {
    let refusals = [nash(game, &Default::default()), subgame_perfect(game, &Default::default())];
    for refusal in refusals {
        let Err(Error::Unsupported(text)) = refusal else { panic!("{refusal:?}") };
        words.iter().for_each(|word| assert!(text.contains(word), "'{word}' is missing in: {text}"));
    }
}

/// Piccione and Rubinstein 1997, doi:10.1006/game.1997.0536, figure 1: the driver meets two exits that look the same.
/// Without randomising the driver plans to drive on and gets 1.
pub fn absent_minded_driver() {
    let exit = |payoff: i64, on: Branch| hidden("Driver", "exit", [("Turn", end([payoff])), ("Drive on", on)]);
    let game = game("Absent-minded driver", ["Driver"], exit(0, exit(4, end([1]))));
    refused(&game, &["absent-mindedness", "Driver's information set 'exit'", "again at Drive on"]);
    let plans = pure_nash(&game, &Default::default()).unwrap();
    assert_eq!(plans.equilibria.len(), 1);
    assert_eq!(plans.equilibria[0].payoffs, [Rational::ONE]);
    let Profile::Behavior(profile) = &plans.equilibria[0].profile else { panic!("a tree has behaviour") };
    assert_eq!(profile.choices(), Some(vec![1]));
}

/// A player who forgets her own first move.
pub fn forgotten_move() {
    let guess = |one: [i64; 2], two: [i64; 2]| hidden("A", "later", [("left", end(one)), ("right", end(two))]);
    let start = by("A", [("left", guess([1, -1], [0, 0])), ("right", guess([0, 0], [1, -1]))]);
    refused(&game("Forgotten move", ["A", "B"], start), &["A has moved or known differently", "'later' joins the two"]);
}
