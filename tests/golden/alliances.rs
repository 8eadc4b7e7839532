//! Trees of international relations: crises, deterrence, bargaining before war.

use super::branch::{by, chance, end, ends, game};
use super::case::{Case, Expected};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![two_towns(), costly_lottery()];
    cases.extend([audience(1, &[&["0", "4"]]), audience(3, &[&["4", "0"]])]);
    for (hard_challenger, hard_defender) in [(true, true), (true, false), (false, true), (false, false)] {
        cases.push(unilateral_deterrence(hard_challenger, hard_defender));
    }
    cases
}

/// Two towns, one after the other: backward induction lets both entrants in.
fn two_towns() -> Case {
    // The entrant's number is also its place in the list of players.
    let add = |mut before: [i64; 3], entrant: usize, store: i64, gain: i64| {
        before[0] += store;
        before[entrant] += gain;
        before
    };
    let second = |before: [i64; 3]| {
        let answer = by("Chain store", [("Cooperate", end(add(before, 2, 2, 2))), ("Fight", end(before))]);
        by("Second", [("Enter", answer), ("Stay out", end(add(before, 2, 5, 1)))])
    };
    let answer = by("Chain store", [("Cooperate", second([2, 2, 0])), ("Fight", second([0, 0, 0]))]);
    let start = by("First", [("Enter", answer), ("Stay out", second([5, 1, 0]))]);
    Case {
        name: "Chain store with two towns",
        source: "Selten 1978, The chain store paradox, doi:10.1007/BF00131770",
        game: game("Chain store", ["Chain store", "First", "Second"], start),
        expected: vec![Expected::Perfect(&[&["4", "2", "2"]])],
    }
}

/// War is a lottery, 1/2 each, and costs each side 1/10. A demands what leaves B its value of war, 1/2 - 1/10. There B
/// is indifferent; if B fought, A would demand a step less.
fn costly_lottery() -> Case {
    let demand = |left_to_a: &'static str, left_to_b: &'static str| {
        let war = chance([("A wins", "1/2", ends(["9/10", "-1/10"])), ("B wins", "1/2", ends(["-1/10", "9/10"]))]);
        by("B", [("Accept", ends([left_to_a, left_to_b])), ("Fight", war)])
    };
    let demands = [
        ("5/10", demand("1/2", "1/2")),
        ("6/10", demand("3/5", "2/5")),
        ("7/10", demand("7/10", "3/10")),
        ("all", demand("1", "0")),
    ];
    Case {
        name: "Demand before a costly lottery",
        source: "Fearon 1995, Rationalist explanations for war, doi:10.1017/S0020818300033324 (demands in tenths)",
        game: game("Demand", ["A", "B"], by("A", demands)),
        expected: vec![Expected::Perfect(&[&["3/5", "2/5"], &["1/2", "1/2"]])],
    }
}

/// The prize is 4 and war is worth -2 and -1. With a small audience cost the challenger would back down, and so does
/// not start; with one above 2 it is bound to fight, so that the target concedes.
fn audience(cost: i64, answer: &'static [&'static [&'static str]]) -> Case {
    let last = by("Challenger", [("Fight", end([-2, -1])), ("Back down", end([-cost, 4]))]);
    let reply = by("Target", [("Concede", end([4, 0])), ("Resist", last)]);
    let start = by("Challenger", [("Threaten", reply), ("Status quo", end([0, 4]))]);
    Case {
        name: "Crisis with audience costs",
        source: "Fearon 1994, Domestic political audiences, doi:10.2307/2944796 (a tree of three moves; by hand)",
        game: game("Crisis", ["Challenger", "Target"], start),
        expected: vec![Expected::Perfect(answer)],
    }
}

/// Payoffs are ranks. Whoever is hard prefers conflict to giving in. Deterrence fails only where a hard challenger
/// meets a soft defender.
fn unilateral_deterrence(hard_challenger: bool, hard_defender: bool) -> Case {
    let (attacker_conflict, attacker_gives_in) = if hard_challenger { (2, 1) } else { (1, 2) };
    let (defender_conflict, defender_gives_in) = if hard_defender { (2, 1) } else { (1, 2) };
    let last = by(
        "Challenger",
        [
            ("Press on", end([attacker_conflict, defender_conflict])),
            // The defender wins the point, at the risk that it took.
            ("Back down", end([attacker_gives_in, 3])),
        ],
    );
    let reply = by("Defender", [("Concede", end([4, defender_gives_in])), ("Defy", last)]);
    let start = by("Challenger", [("Demand", reply), ("Leave it", end([3, 4]))]);
    let fails: &[&[&str]] = &[&["4", "2"]];
    Case {
        name: "Unilateral deterrence",
        source: "Zagare and Kilgour 2000, Perfect Deterrence, chapter 5 (complete information)",
        game: game("Unilateral deterrence", ["Challenger", "Defender"], start),
        expected: vec![Expected::Perfect(if hard_challenger && !hard_defender { fails } else { &[&["3", "4"]] })],
    }
}
