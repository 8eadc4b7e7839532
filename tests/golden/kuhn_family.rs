//! Kuhn's poker with three cards: a family of equilibria with one parameter.

use std::collections::BTreeSet;

use foederis::game::{Infoset, StrategicOptions};
use foederis::verify::regret;
use foederis::{BehaviorProfile, ExtensiveForm, Game, NashOptions, Profile, Rational, nash};

use super::branch::{Branch, end, hidden, number, tree};

const CARDS: [&str; 3] = ["Jack", "Queen", "King"];

/// One bets or checks; a bet may be called, a check may be followed by a bet. The ante and the bet are 1 each.
fn deal(first: usize, second: usize) -> Branch {
    let showdown = |stake: i64| if first > second { end([stake, -stake]) } else { end([-stake, stake]) };
    let (one, two) = (CARDS[first], CARDS[second]);
    let called = hidden("One", &format!("{one}, bet at"), [("Call", showdown(2)), ("Fold", end([-1, 1]))]);
    let after_check = hidden("Two", &format!("{two}, checked"), [("Bet", called), ("Check", showdown(1))]);
    let after_bet = hidden("Two", &format!("{two}, bet at"), [("Call", showdown(2)), ("Fold", end([1, -1]))]);
    hidden("One", one, [("Bet", after_bet), ("Check", after_check)])
}

fn poker() -> ExtensiveForm {
    let pairs = (0..3).flat_map(|first| (0..3).map(move |second| (first, second)));
    let deals = pairs.filter(|(first, second)| first != second).map(|(first, second)| {
        (format!("{} against {}", CARDS[first], CARDS[second]), number("1/6"), deal(first, second))
    });
    tree("Kuhn poker", ["One", "Two"], Branch::Chance(deals.collect()))
}

/// Kuhn's equilibria: One bluffs with the Jack with probability `bluff`, from 0 to 1/3, and everything else follows.
/// `call` is how often Two calls with the Queen: 1/3 in equilibrium.
fn profile(tree: &ExtensiveForm, bluff: &Rational, call: &Rational) -> BehaviorProfile {
    let third = number("1/3");
    let first_action = |player: &str, infoset: &str| match (player, infoset) {
        ("One", "Jack") => bluff.clone(),
        ("One", "King") => bluff * &number("3"),
        ("One", "Queen, bet at") => bluff + &third,
        ("Two", "Queen, bet at") => call.clone(),
        ("Two", "Jack, checked") => third.clone(),
        (_, "King, bet at" | "King, checked") => Rational::ONE,
        _ => Rational::ZERO,
    };
    let row = |infoset: &Infoset| {
        let first = first_action(tree.players().key(infoset.player.index()), &infoset.label);
        vec![first.clone(), Rational::ONE - first]
    };
    BehaviorProfile(tree.infosets().iter().map(row).collect())
}

/// Kuhn 1950, A simplified two-person poker. The game is zero-sum, so that one equilibrium's payoffs are those of all.
pub fn check() {
    let tree = poker();
    let game = Game::from(&tree);
    let gain = |profile: BehaviorProfile| regret(&game, &Profile::Behavior(profile)).unwrap();
    for bluff in ["0", "1/7", "1/3"].map(number) {
        let equilibrium = profile(&tree, &bluff, &number("1/3"));
        assert_eq!(tree.expected_payoffs(&equilibrium).unwrap(), ["-1/18", "1/18"].map(number));
        assert_eq!(gain(equilibrium), Rational::ZERO, "bluff {bluff}");
        assert!(gain(profile(&tree, &bluff, &number("1/2"))) > Rational::ZERO, "Two calls too often");
    }
    all_are_known(&tree);
}

/// Everything that is found is one of Kuhn's equilibria, and both ends of the range are found.
fn all_are_known(tree: &ExtensiveForm) {
    let strategic = StrategicOptions { reduced: true, ..Default::default() };
    let solution = nash(&tree.into(), &NashOptions { strategic, ..Default::default() }).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    let one = tree.player("One").unwrap();
    let jack = tree.find_infoset(one, "Jack").unwrap().index();
    let king_called = tree.find_infoset(one, "King, bet at").unwrap().index();
    let third = number("1/3");
    let mut bluffs = BTreeSet::new();
    for equilibrium in &solution.equilibria {
        assert_eq!(equilibrium.payoffs, ["-1/18", "1/18"].map(number));
        let mut rows = equilibrium.profile.rows().to_vec();
        let bluff = rows[jack][0].clone();
        let known = profile(tree, &bluff, &third);
        if bluff == third {
            // The King has bet for sure, and never comes to answer a bet.
            rows[king_called] = known.0[king_called].clone();
        }
        assert_eq!(rows, known.0);
        bluffs.insert(bluff);
    }
    assert_eq!((bluffs.first(), bluffs.last()), (Some(&Rational::ZERO), Some(&third)));
}
