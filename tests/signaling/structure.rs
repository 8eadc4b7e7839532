//! Which trees are signalling games, and what stands in the way where they are not.

use foederis::solve::signaling::{Exit, SenderType};
use foederis::{ExtensiveForm, Rational, SignalingGame, pure_nash, subgame_perfect};

use super::ratio;

fn half() -> [(&'static str, Rational); 2] {
    [("High", ratio(1, 2)), ("Low", ratio(1, 2))]
}

fn refused(tree: &ExtensiveForm) -> String {
    SignalingGame::find(tree, None).unwrap_err().to_string()
}

/// Two draws that the sender alone sees make four types, named by what chance did.
#[test]
fn two_draws_make_four_types() {
    let mut tree = ExtensiveForm::builder(["S", "R"]);
    let start = tree.root();
    for first in tree.chance(start, "resolve", half()).unwrap() {
        for slot in tree.chance(first, "cost", [("cheap", ratio(1, 3)), ("dear", ratio(2, 3))]).unwrap() {
            for next in tree.decision(slot, "S", "", ["m"]).unwrap() {
                for end in tree.decision(next, "R", "m", ["x", "y"]).unwrap() {
                    tree.payoffs(end, [0, 0]).unwrap();
                }
            }
        }
    }
    let game = SignalingGame::find(&tree.finish().unwrap(), None).unwrap();
    let names: Vec<&str> = game.types.iter().map(|known| known.name.as_str()).collect();
    assert_eq!(names, ["High, cheap", "High, dear", "Low, cheap", "Low, dear"]);
    let priors: Vec<Rational> = game.types.iter().map(|known| known.prior.clone()).collect();
    assert_eq!(priors, [ratio(1, 6), ratio(1, 3), ratio(1, 6), ratio(1, 3)]);
    assert_eq!((game.sender.as_str(), game.messages[0].receiver.as_str()), ("S", "R"));
}

/// A draw that nobody sees is averaged; an event of probability 0 is left out; a message may be open to one type only, and
/// a move may end the game at once or after moves that everybody sees.
#[test]
fn what_is_known_is_folded() {
    let mut tree = ExtensiveForm::builder(["S", "R"]);
    let start = tree.root();
    let chance = [("A", ratio(1, 2)), ("B", ratio(1, 2)), ("never", ratio(0, 1))];
    let types = tree.chance(start, "type", chance).unwrap();
    for (slot, worth) in tree.chance(types[0], "luck", half()).unwrap().into_iter().zip([0, 4]) {
        let next = tree.decision(slot, "S", "a", ["Speak", "Leave"]).unwrap();
        for (end, reply) in tree.decision(next[0], "R", "spoken to", ["x", "y"]).unwrap().into_iter().zip([0, 1]) {
            tree.payoffs(end, [worth + reply, reply]).unwrap();
        }
        tree.payoffs(next[1], [worth, 9]).unwrap();
    }
    for (slot, name) in [(types[1], "b"), (types[2], "c")] {
        let next = tree.decision(slot, "S", name, ["Speak", "Shout", "Wait"]).unwrap();
        for (slot, place) in [(next[0], "spoken to"), (next[1], "shouted at")] {
            let ends = tree.decision(slot, "R", place, ["x", "y"]).unwrap();
            let later = tree.decision(ends[0], "S", "", ["more", "less"]).unwrap();
            tree.payoffs(later[0], [7, 3]).unwrap();
            tree.payoffs(later[1], [6, 4]).unwrap();
            tree.payoffs(ends[1], [1, 1]).unwrap();
        }
        let later = tree.decision(next[2], "R", "", ["give", "take"]).unwrap();
        tree.payoffs(later[0], [5, 5]).unwrap();
        tree.payoffs(later[1], [0, 6]).unwrap();
    }
    let tree = tree.finish().unwrap();
    let game = SignalingGame::find(&tree, None).unwrap();
    let SenderType { name, prior, exits, .. } = &game.types[0];
    assert_eq!((name.as_str(), prior), ("a", &ratio(1, 2)));
    assert_eq!(exits[..], [Exit { name: "Leave".into(), action: 1, payoff: 2.into() }]);
    // What only one type can do, and the receiver answers in sight, is a message all the same.
    let messages: Vec<(&str, usize)> = game.messages.iter().map(|m| (m.name.as_str(), m.senders.len())).collect();
    assert_eq!(messages, [("Speak", 2), ("Shout", 1), ("Wait", 1)]);
    assert_eq!(game.messages[0].senders[0].payoffs, [2.into(), 3.into()]);
    assert_eq!(game.messages[1].senders[0].payoffs, [7.into(), 1.into()]);
    assert_eq!(game.messages[1].senders[0].receiver_payoffs, [3.into(), 1.into()]);
    assert_eq!(game.types.len(), 2);
    let solution = pure_nash(&tree.clone().into(), &Default::default()).unwrap();
    let report = foederis::signaling_refinements(&tree, &solution, &Default::default()).unwrap();
    assert_eq!(report.findings.len(), solution.len());
}

/// The game may begin after other moves; with two such subgames the caller says which.
#[test]
fn the_game_may_be_a_subgame() {
    let signal = |tree: &mut foederis::game::TreeBuilder, slot, place: &str| {
        for (slot, name) in tree.chance(slot, "", half()).unwrap().into_iter().zip(["high", "low"]) {
            for next in tree.decision(slot, "S", &format!("{name} {place}"), ["m"]).unwrap() {
                for (end, reply) in tree.decision(next, "R", place, ["x", "y"]).unwrap().into_iter().zip([0, 1]) {
                    tree.payoffs(end, [reply, reply]).unwrap();
                }
            }
        }
    };
    let mut one = ExtensiveForm::builder(["S", "R"]);
    let start = one.root();
    let first = one.decision(start, "R", "first", ["Attack", "Refrain"]).unwrap();
    let mut two = one.clone();
    signal(&mut one, first[0], "attacked");
    one.payoffs(first[1], [0, 0]).unwrap();
    let one = one.finish().unwrap();
    let game = SignalingGame::find(&one, None).unwrap();
    assert_eq!(one.path(game.root), ["Attack"]);
    let solution = subgame_perfect(&one.clone().into(), &Default::default()).unwrap();
    let report = foederis::signaling_refinements(&one, &solution, &Default::default()).unwrap();
    assert!(report.notes.iter().any(|note| note == "all of this is about the subgame after Attack"));

    signal(&mut two, first[0], "attacked");
    signal(&mut two, first[1], "spared");
    let two = two.finish().unwrap();
    assert_eq!(
        refused(&two),
        "several subgames are signalling games: after Attack; after Refrain; say which one is meant"
    );
    assert!(SignalingGame::find(&two, Some(&["Refrain"])).is_ok());
    assert!(
        SignalingGame::find(&two, Some(&["Refrain", "High"])).unwrap_err().to_string().contains("no subgame begins")
    );
}

/// Errors name the node.
#[test]
fn what_stands_in_the_way_is_named() {
    // Everybody sees everything.
    let mut open = ExtensiveForm::builder(["S", "R"]);
    let start = open.root();
    for end in open.decision(start, "S", "start", ["a", "b"]).unwrap() {
        open.payoffs(end, [0, 0]).unwrap();
    }
    assert!(refused(&open.finish().unwrap()).contains("the start is not a move of chance"));

    // The sender moves twice before the receiver.
    let mut twice = ExtensiveForm::builder(["S", "R"]);
    let start = twice.root();
    for (slot, name) in twice.chance(start, "", half()).unwrap().into_iter().zip(["h", "l"]) {
        for next in twice.decision(slot, "S", name, ["m"]).unwrap() {
            for next in twice.decision(next, "S", &format!("{name} again"), ["n"]).unwrap() {
                for end in twice.decision(next, "R", "asked", ["x", "y"]).unwrap() {
                    twice.payoffs(end, [0, 0]).unwrap();
                }
            }
        }
    }
    let text = refused(&twice.finish().unwrap());
    assert!(text.contains("R moves at 'asked' (after High, m, n) without knowing all that came before"), "{text}");

    // After the reply the sender is indifferent, and the receiver is not.
    let mut tie = ExtensiveForm::builder(["S", "R"]);
    let start = tie.root();
    for (slot, name) in tie.chance(start, "", half()).unwrap().into_iter().zip(["h", "l"]) {
        for next in tie.decision(slot, "S", name, ["m"]).unwrap() {
            for next in tie.decision(next, "R", "asked", ["x", "y"]).unwrap() {
                for (end, worth) in tie.decision(next, "S", "", ["p", "q"]).unwrap().into_iter().zip([0, 1]) {
                    tie.payoffs(end, [0, worth]).unwrap();
                }
            }
        }
    }
    let text = refused(&tie.finish().unwrap());
    assert!(text.contains("(after High, m, x) and is indifferent"), "{text}");

    // The receiver cannot tell two messages apart.
    let mut blind = ExtensiveForm::builder(["S", "R"]);
    let start = blind.root();
    for (slot, name) in blind.chance(start, "", half()).unwrap().into_iter().zip(["h", "l"]) {
        for next in blind.decision(slot, "S", name, ["m", "n"]).unwrap() {
            for end in blind.decision(next, "R", "asked", ["x", "y"]).unwrap() {
                blind.payoffs(end, [0, 0]).unwrap();
            }
        }
    }
    assert!(refused(&blind.finish().unwrap()).contains("R cannot tell n from m"));

    // Different players move first.
    let mut mixed = ExtensiveForm::builder(["S", "R"]);
    let start = mixed.root();
    for (slot, player) in mixed.chance(start, "", half()).unwrap().into_iter().zip(["S", "R"]) {
        for end in mixed.decision(slot, player, "first", ["x", "y"]).unwrap() {
            mixed.payoffs(end, [0, 0]).unwrap();
        }
    }
    assert!(refused(&mixed.finish().unwrap()).contains("after chance one player must move first"));
}
