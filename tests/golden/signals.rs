//! Trees in which chance deals and one side knows more than the other.

use super::branch::{by, chance, end, game, hidden};
use super::case::{Case, Expected};

pub fn cases() -> Vec<Case> {
    vec![card_game("Stripped-down poker"), card_game("Simple card game"), beer_quiche(), schooling()]
}

/// One raises with the good card always and with the bad one a third of the time; Two meets two raises of three. Worth
/// 1/3 to One. In Myerson's game folding the good card wins the stake; nobody ever does.
fn card_game(name: &'static str) -> Case {
    let myerson = name == "Simple card game";
    let raise = |win: i64| hidden("Two", "raised", [("Meet", end([win, -win])), ("Pass", end([1, -1]))]);
    let deal = |win: i64, fold: i64| by("One", [("Raise", raise(win)), ("Fold", end([fold, -fold]))]);
    let good = deal(2, if myerson { 1 } else { -1 });
    Case {
        name,
        source: match myerson {
            true => "Myerson 1991, Game Theory: Analysis of Conflict, figure 2.1 and section 3.2",
            false => "Reiley, Urbancic and Walker 2008, Stripped-down poker, doi:10.3200/JECE.39.4.323-341",
        },
        game: game(name, ["One", "Two"], chance([("Good", "1/2", good), ("Bad", "1/2", deal(-2, -1))])),
        expected: vec![
            Expected::Nash(&[&["1 0", "2/3 1/3", "1/3 2/3"]]),
            Expected::Shape { extreme: 1, dimensions: &[0] },
            Expected::Payoffs(&[&["1/3", "-1/3"]]),
            Expected::Perfect(&[&["1/3", "-1/3"]]),
            Expected::PurePlans(0),
        ],
    }
}

/// Breakfast of choice is worth 1 and no duel 2 to the sender; the receiver wants to fight the weak only. Both types
/// have beer or both quiche, and the other breakfast is answered with a duel at least half of the time.
fn beer_quiche() -> Case {
    let answer = |breakfast: &str, liked: i64, strong: i64| {
        hidden("Receiver", breakfast, [("Duel", end([liked, 1 - strong])), ("Walk away", end([liked + 2, strong]))])
    };
    let strong = by("Sender", [("Beer", answer("beer", 1, 1)), ("Quiche", answer("quiche", 0, 1))]);
    let weak = by("Sender", [("Beer", answer("beer", 0, 0)), ("Quiche", answer("quiche", 1, 0))]);
    Case {
        name: "Beer-quiche",
        source: "Cho and Kreps 1987, Signaling games and stable equilibria, figure I, doi:10.2307/1885060",
        game: game("Beer-quiche", ["Sender", "Receiver"], chance([("Strong", "9/10", strong), ("Weak", "1/10", weak)])),
        expected: vec![
            Expected::Payoffs(&[&["29/10", "9/10"], &["21/10", "9/10"]]),
            Expected::Shape { extreme: 4, dimensions: &[1, 1] },
            Expected::PurePlans(2),
        ],
    }
}

/// Wages of 3 and 1; schooling costs the able 1 and others 3. Either only the able go to school, or nobody does, as
/// schooling would not be believed to show ability.
fn schooling() -> Case {
    let wage = |sign: &str, cost: i64, able: bool| {
        let fits = i64::from(able);
        hidden("Firm", sign, [("High", end([3 - cost, fits])), ("Low", end([1 - cost, 1 - fits]))])
    };
    let worker = |cost: i64, able: bool| {
        by("Worker", [("School", wage("schooled", cost, able)), ("None", wage("unschooled", 0, able))])
    };
    let start = chance([("Able", "1/3", worker(1, true)), ("Other", "2/3", worker(3, false))]);
    Case {
        name: "Schooling as a signal",
        source: "Spence 1973, Job market signaling, doi:10.2307/1882010 (two types, two wages; by hand)",
        game: game("Schooling", ["Worker", "Firm"], start),
        expected: vec![
            Expected::Payoffs(&[&["4/3", "1"], &["1", "2/3"]]),
            Expected::Shape { extreme: 3, dimensions: &[1, 0] },
        ],
    }
}
