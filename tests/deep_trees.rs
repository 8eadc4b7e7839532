//! Trees of 100,000 nodes, long and bushy: nothing recurses, nothing is quadratic.

use foederis::game::Slot;
use foederis::{BehaviorProfile, Certificate, Concept, ExtensiveForm, Game, Profile, verify, why_not};

/// A centipede: at each of `stages` the mover takes (1 for the mover) or passes; at the end both get 2.
fn chain(stages: usize) -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let mut slot = tree.root();
    for stage in 0..stages {
        let next = tree.decision(slot, ["A", "B"][stage % 2], "", ["Take", "Pass"]).unwrap();
        tree.payoffs(next[0], [1 - (stage % 2) as i64, (stage % 2) as i64]).unwrap();
        slot = next[1];
    }
    tree.payoffs(slot, [2, 2]).unwrap();
    tree.finish().unwrap()
}

/// A binary tree of a given depth; the mover gets 1 for every `r`, and nobody sees the others' last move if `hidden`.
fn bush(depth: usize, hidden: bool) -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let mut open: Vec<(Slot, usize, [i64; 2], String)> = vec![(tree.root(), 0, [0, 0], String::new())];
    while let Some((slot, level, payoffs, path)) = open.pop() {
        if level == depth {
            tree.payoffs(slot, payoffs).unwrap();
            continue;
        }
        let known: String =
            path.chars().enumerate().filter(|(i, _)| !hidden || i % 2 == level % 2).map(|(_, c)| c).collect();
        let label = format!("{level} {known}");
        for (action, next) in
            tree.decision(slot, ["A", "B"][level % 2], &label, ["l", "r"]).unwrap().into_iter().enumerate()
        {
            let mut payoffs = payoffs;
            payoffs[level % 2] += action as i64;
            open.push((next, level + 1, payoffs, format!("{path}{action}")));
        }
    }
    tree.finish().unwrap()
}

/// Confirms the profile in which everybody takes the second action everywhere, and explains the one with the first.
fn judge(tree: &ExtensiveForm, subgames: usize) {
    assert!(tree.num_nodes() > 100_000);
    tree.perfect_recall().unwrap();
    assert_eq!(tree.subgame_roots().len(), subgames);
    let all = |action: usize| BehaviorProfile::pure(tree, &vec![action; tree.infosets().len()]);
    assert_eq!(tree.expected_payoffs(&all(1)).unwrap(), tree.continuation_values(&all(1)).unwrap().at(tree.root()));
    let game = Game::from(tree);
    for concept in [Concept::Nash, Concept::SubgamePerfect] {
        let certificate = Certificate::new(&game, concept, &Profile::Behavior(all(1))).unwrap();
        let read = Certificate::from_json(&certificate.to_json()).unwrap();
        let report = verify(&game, &read).unwrap();
        assert!(report.ok(), "{report}");
    }
    assert!(why_not(&game, &Profile::Behavior(all(1)), &Default::default()).unwrap().ok());
    let answer = why_not(&game, &Profile::Behavior(all(0)), &Default::default()).unwrap();
    assert!(answer.to_string().len() < 10_000, "{answer}");
    let sequence = tree.to_sequence().unwrap();
    let plans = sequence.realization_of(&all(1)).unwrap();
    assert_eq!(sequence.expected_payoffs(&plans).unwrap(), tree.expected_payoffs(&all(1)).unwrap());
}

#[test]
fn a_chain_of_a_hundred_thousand_nodes() {
    let tree = chain(50_000);
    judge(&tree, 50_000);
    let last = tree.terminals().last().unwrap();
    assert_eq!(tree.path(last).len(), 50_000);
}

#[test]
fn a_bush_of_a_hundred_thousand_nodes() {
    judge(&bush(16, false), (1 << 16) - 1);
}

#[test]
fn a_bush_of_hidden_moves() {
    judge(&bush(16, true), 1);
}
