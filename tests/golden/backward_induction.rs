//! Trees in which every mover knows all that went before.

use super::branch::{Branch, by, chance, end, game};
use super::case::{Case, Expected};

pub fn cases() -> Vec<Case> {
    let nim = [(&[1, 2][..], "1"), (&[1, 1], "-1"), (&[2, 1, 1], "1"), (&[2, 2], "-1")];
    let mut cases = vec![chain_store(), ultimatum(), stackelberg(), trust(), random_proposer()];
    cases.extend([centipede(4), centipede(6)]);
    cases.extend(nim.map(|(heaps, first)| take_away(heaps, first)));
    cases
}

/// The entrant stays out in every equilibrium in which entry is fought with probability at least 1/2.
fn chain_store() -> Case {
    let answer = by("Chain store", [("Cooperate", end([2, 2])), ("Fight", end([0, 0]))]);
    Case {
        name: "Chain store with one town",
        source: "Selten 1978, The chain store paradox, doi:10.1007/BF00131770",
        game: game(
            "Chain store",
            ["Entrant", "Chain store"],
            by("Entrant", [("Enter", answer), ("Stay out", end([1, 5]))]),
        ),
        expected: vec![
            Expected::Nash(&[&["1 0", "1 0"], &["0 1", "1/2 1/2"], &["0 1", "0 1"]]),
            Expected::Shape { extreme: 3, dimensions: &[1, 0] },
            Expected::Perfect(&[&["2", "2"]]),
            Expected::Payoffs(&[&["2", "2"], &["1", "5"]]),
        ],
    }
}

/// The pile starts at 4 and 1 and doubles with every pass; whoever takes gets the larger part. The first mover takes at
/// once in every equilibrium, whatever the plans say for later: with m moves each, 2^(m-1) plans a player take first.
fn centipede(moves: u32) -> Case {
    let pile = |step: u32, taker: u32| {
        let (large, small) = (4 << step, 1 << step);
        if taker == 0 { end([large, small]) } else { end([small, large]) }
    };
    // If nobody takes, the last pass leaves the next mover with the larger part.
    let start = (0..moves).rev().fold(pile(moves, moves % 2), |after, step| {
        by(["One", "Two"][step as usize % 2], [("Take", pile(step, step % 2)), ("Pass", after)])
    });
    let plans = 1 << (moves / 2 - 1);
    Case {
        name: "Centipede",
        source: "Rosenthal 1981, doi:10.1016/0022-0531(81)90018-1; payoffs tenfold as in McKelvey and Palfrey 1992, \
                 An experimental study of the centipede game",
        game: game("Centipede", ["One", "Two"], start),
        expected: vec![
            Expected::Perfect(&[&["4", "1"]]),
            Expected::Payoffs(&[&["4", "1"]]),
            Expected::PurePlans(plans * plans),
        ],
    }
}

/// Four units to divide. A responder who would get nothing is indifferent, so that two divisions are perfect.
///
/// By the smallest offer that is accepted, pure equilibria number 16 (nothing), 8, 4 and 2; if only the whole is
/// accepted 2 (the whole, or nothing that is refused), and if nothing is accepted 1.
fn ultimatum() -> Case {
    let offer = |part: i64| by("Responder", [("Accept", end([4 - part, part])), ("Reject", end([0, 0]))]);
    let offers = [("0", offer(0)), ("1", offer(1)), ("2", offer(2)), ("3", offer(3)), ("4", offer(4))];
    Case {
        name: "Ultimatum",
        source: "Güth, Schmittberger and Schwarze 1982, doi:10.1016/0167-2681(82)90011-7; counts by hand",
        game: game("Ultimatum", ["Proposer", "Responder"], by("Proposer", offers)),
        expected: vec![Expected::Perfect(&[&["4", "0"], &["3", "1"]]), Expected::PurePlans(16 + 8 + 4 + 2 + 2 + 1)],
    }
}

/// Price 12 less the whole quantity, no costs: the leader makes 6 and the follower 3; with Cournot both make 4.
fn stackelberg() -> Case {
    let profit = |own: i64, other: i64| own * (12 - own - other);
    let follow = |lead: i64| {
        let both = |quantity: i64| end([profit(lead, quantity), profit(quantity, lead)]);
        by("Follower", [("3", both(3)), ("4", both(4)), ("6", both(6))])
    };
    Case {
        name: "Stackelberg with three quantities",
        source: "Stackelberg 1934, Marktform und Gleichgewicht, as in Gibbons 1992, section 2.1.B",
        game: game(
            "Stackelberg",
            ["Leader", "Follower"],
            by("Leader", [("3", follow(3)), ("4", follow(4)), ("6", follow(6))]),
        ),
        expected: vec![Expected::Perfect(&[&["18", "9"]])],
    }
}

/// No trust in any equilibrium: trust would need to be honoured with probability above 1/3.
fn trust() -> Case {
    let answer = by("B", [("Honour", end([10, 10])), ("Abuse", end([-5, 15]))]);
    Case {
        name: "Trust",
        source: "Kreps 1990, Corporate culture and economic theory, figure 1",
        game: game("Trust", ["A", "B"], by("A", [("Trust", answer), ("Do not", end([0, 0]))])),
        expected: vec![
            Expected::Nash(&[&["0 1", "1/3 2/3"], &["0 1", "0 1"]]),
            Expected::Shape { extreme: 2, dimensions: &[1] },
            Expected::Perfect(&[&["0", "0"]]),
            Expected::PurePlans(1),
        ],
    }
}

/// Four units, of which one is lost by delay; then chance names who offers the last time, 1 or 2 of 3. Waiting is worth
/// 3/2 to either, so that the first offer is 2.
fn random_proposer() -> Case {
    let last = |proposer: &'static str, responder: &'static str| {
        let offer = |part: i64| {
            let agreed = if proposer == "A" { end([3 - part, part]) } else { end([part, 3 - part]) };
            by(responder, [("Accept", agreed), ("Reject", end([0, 0]))])
        };
        by(proposer, [("1", offer(1)), ("2", offer(2))])
    };
    let offer = |part: i64| {
        let later = chance([("A offers", "1/2", last("A", "B")), ("B offers", "1/2", last("B", "A"))]);
        by("B", [("Accept", end([4 - part, part])), ("Reject", later)])
    };
    Case {
        name: "Bargaining in which chance names the second proposer",
        source: "Binmore 1987, Perfect equilibria in bargaining models (two rounds and whole units; by hand)",
        game: game("Bargaining", ["A", "B"], by("A", [("1", offer(1)), ("2", offer(2)), ("3", offer(3))])),
        expected: vec![Expected::Perfect(&[&["2", "2"]])],
    }
}

/// Whoever takes the last piece wins; the mover wins unless the heaps' sizes in binary cancel out.
fn take_away(heaps: &[usize], first: &'static str) -> Case {
    let second = if first == "1" { "-1" } else { "1" };
    Case {
        name: "Nim",
        source: "Bouton 1901, Nim, a game with a complete mathematical theory, doi:10.2307/1967631",
        game: game("Nim", ["One", "Two"], nim(heaps, 0)),
        expected: vec![Expected::Perfect(if second == "1" { &[&["-1", "1"]] } else { &[&["1", "-1"]] })],
    }
}

fn nim(heaps: &[usize], mover: usize) -> Branch {
    if heaps.iter().all(|&heap| heap == 0) {
        return if mover == 0 { end([-1, 1]) } else { end([1, -1]) };
    }
    let moves = (0..heaps.len()).flat_map(|heap| (0..heaps[heap]).map(move |left| (heap, left)));
    let after = |(heap, left): (usize, usize)| {
        let mut heaps = heaps.to_vec();
        heaps[heap] = left;
        (format!("leave {left} in heap {}", heap + 1), nim(&heaps, 1 - mover))
    };
    let player = ["One", "Two"][mover].to_owned();
    Branch::Move { player, infoset: String::new(), actions: moves.map(after).collect() }
}
