//! Trees with simultaneous or hidden moves, and decisions under uncertainty.

use super::branch::{Branch, by, chance, end, game, hidden};
use super::case::{Case, Expected};

pub fn cases() -> Vec<Case> {
    vec![horse(), outside_option(), burning_money(), bank_run(), twice(), three_doors()]
}

/// Both players of a table move at once; the information sets are named after the situation.
fn at_once(situation: &str, names: [[&str; 2]; 2], payoffs: [[[i64; 2]; 2]; 2]) -> Branch {
    let column =
        |[left, right]: [[i64; 2]; 2]| hidden("Two", situation, [(names[1][0], end(left)), (names[1][1], end(right))]);
    let [up, down] = payoffs;
    hidden("One", situation, [(names[0][0], column(up)), (names[0][1], column(down))])
}

fn battle(situation: &str, burnt: i64) -> Branch {
    let names = [["Own", "Other's"], ["Other's", "Own"]];
    at_once(situation, names, [[[3 - burnt, 1], [-burnt, 0]], [[-burnt, 0], [1 - burnt, 3]]])
}

/// Two pure equilibria in which somebody's move is sure: (L, R, L), here (3, 2, 2), and (R, R, R), here (1, 1, 1). The
/// tree has no proper subgame.
fn horse() -> Case {
    let third = |right: [i64; 3], left: [i64; 3]| hidden("Three", "three", [("R", end(right)), ("L", end(left))]);
    let second = by("Two", [("R", end([1, 1, 1])), ("L", third([4, 4, 0], [0, 0, 1]))]);
    Case {
        name: "Selten's horse",
        source: "Selten 1975, Reexamination of the perfectness concept, figure 1, doi:10.1007/BF01766400",
        game: game("Horse", ["One", "Two", "Three"], by("One", [("R", second), ("L", third([3, 2, 2], [0, 0, 0]))])),
        expected: vec![Expected::PurePlans(2)],
    }
}

/// Of the three equilibria of the battle only (3, 1) is worth giving up 2 for.
fn outside_option() -> Case {
    Case {
        name: "Battle of the sexes with an outside option",
        source: "van Damme 1989, Stable equilibria and forward induction, Journal of Economic Theory 48",
        game: game(
            "Outside option",
            ["One", "Two"],
            by("One", [("Stay out", end([2, 2])), ("Battle", battle("battle", 0))]),
        ),
        expected: vec![Expected::Perfect(&[&["3", "1"], &["2", "2"]]), Expected::Payoffs(&[&["3", "1"], &["2", "2"]])],
    }
}

/// The battle may be worth (3, 1), (1, 3) or (3/4, 3/4), and 1 less to One after burning. Subgame perfection allows all
/// three without burning, and burning where it alone brings One's best: (2, 1).
fn burning_money() -> Case {
    let start = by("One", [("Burn", battle("after burning", 1)), ("Keep", battle("after keeping", 0))]);
    Case {
        name: "Burning money",
        source: "van Damme 1989, Stable equilibria and forward induction; Ben-Porath and Dekel 1992",
        game: game("Burning money", ["One", "Two"], start),
        expected: vec![Expected::Perfect(&[&["3", "1"], &["1", "3"], &["3/4", "3/4"], &["2", "1"]])],
    }
}

/// Deposits of 4; recalling the loan early returns 6, late 10. Both keep their money in until the end, or both run; there
/// is also the mixture of the two at the first date.
fn bank_run() -> Case {
    let names = [["Withdraw", "Wait"]; 2];
    let late = at_once("second date", names, [[[5, 5], [6, 4]], [[4, 6], [5, 5]]]);
    let alone = hidden("Two", "first date", [("Withdraw", end([2, 4])), ("Wait", late)]);
    let first = hidden("Two", "first date", [("Withdraw", end([3, 3])), ("Wait", end([4, 2]))]);
    Case {
        name: "Bank run",
        source: "Gibbons 1992, Game Theory for Applied Economists, section 2.2.B, with D=4, r=3, R=5",
        game: game("Bank run", ["One", "Two"], hidden("One", "first date", [("Withdraw", first), ("Wait", alone)])),
        expected: vec![Expected::Perfect(&[&["3", "3"], &["5", "5"], &["7/2", "7/2"]])],
    }
}

/// The prisoner's dilemma played twice: defection both times.
fn twice() -> Case {
    let stage = [[[1, 1], [5, 0]], [[0, 5], [4, 4]]];
    let again = |row: usize, column: usize| {
        let [one, two] = stage[row][column];
        let later = stage.map(|line| line.map(|[a, b]| [a + one, b + two]));
        at_once(&format!("second round after {row}{column}"), [["L", "R"]; 2], later)
    };
    let column = |row: usize| hidden("Two", "first round", [("L", again(row, 0)), ("R", again(row, 1))]);
    Case {
        name: "Prisoner's dilemma played twice",
        source: "Gibbons 1992, Game Theory for Applied Economists, figures 2.3.1 and 2.3.2",
        game: game("Twice", ["One", "Two"], hidden("One", "first round", [("L", column(0)), ("R", column(1))])),
        expected: vec![Expected::Perfect(&[&["2", "2"]])],
    }
}

/// The guest has pointed at the first door. The host opens another one, with a goat, and at random where he can choose.
/// Switching wins with probability 2/3.
fn three_doors() -> Case {
    let opened = |door: &str, here: i64| hidden("Guest", door, [("Stay", end([here])), ("Switch", end([1 - here]))]);
    let host = chance([("opens 2", "1/2", opened("2 is open", 1)), ("opens 3", "1/2", opened("3 is open", 1))]);
    let doors = [("1", "1/3", host), ("2", "1/3", opened("3 is open", 0)), ("3", "1/3", opened("2 is open", 0))];
    Case {
        name: "Three doors",
        source: "Selvin 1975, A problem in probability, doi:10.1080/00031305.1975.10479121",
        game: game("Three doors", ["Guest"], chance(doors)),
        expected: vec![Expected::Nash(&[&["0 1", "0 1"]]), Expected::Perfect(&[&["2/3"]]), Expected::PurePlans(1)],
    }
}
