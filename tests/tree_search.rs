//! How trees are searched: subgame by subgame, and within limits that are named.

mod support;

use std::time::Duration;

use foederis::solve::Control;
use foederis::{
    ExtensiveForm, Game, NashOptions, Rational, SequentialOptions, Solution, Status, nash, sequential,
    weak_perfect_bayesian,
};
use support::{Random, Shape, random_tree};

/// Chance draws one of so many stages; all see which, and the first two then choose at the same time whether to meet here or there. Both
/// want to meet, each at another place: three equilibria a stage. The third player only watches.
fn stages(count: usize) -> Game {
    let mut tree = ExtensiveForm::builder(["A", "B", "Watcher"]);
    let share = Rational::new(1, count as i64).unwrap();
    let events: Vec<(String, Rational)> = (0..count).map(|stage| (format!("stage {stage}"), share.clone())).collect();
    let root = tree.root();
    for (stage, start) in tree.chance(root, "", events).unwrap().into_iter().enumerate() {
        for (a, mine) in
            tree.decision(start, "A", &format!("A{stage}"), ["here", "there"]).unwrap().into_iter().enumerate()
        {
            let ends = tree.decision(mine, "B", &format!("B{stage}"), ["here", "there"]).unwrap();
            for (b, end) in ends.into_iter().enumerate() {
                let payoffs = match (a, b) {
                    (0, 0) => [2, 1, 0],
                    (1, 1) => [1, 2, 0],
                    _ => [0, 0, 0],
                };
                tree.payoffs(end, payoffs).unwrap();
            }
        }
    }
    tree.finish().unwrap().into()
}

/// So many allies choose at the same time whether to contribute, at a cost of 4; all gain 10 if enough do.
fn allies(count: usize, needed: usize) -> Game {
    let names: Vec<String> = (0..count).map(|ally| format!("Ally {ally}")).collect();
    let mut tree = ExtensiveForm::builder(names.clone());
    let mut open = vec![(tree.root(), Vec::new())];
    while let Some((slot, done)) = open.pop() {
        if done.len() == count {
            let gain = if done.iter().sum::<usize>() >= needed { 10 } else { 0 };
            tree.payoffs(slot, done.iter().map(|own| gain - 4 * *own as i64).collect::<Vec<i64>>()).unwrap();
            continue;
        }
        let ally = done.len();
        let next = tree.decision(slot, &names[ally], &format!("{ally}"), ["abstain", "contribute"]).unwrap();
        open.extend(next.into_iter().enumerate().map(|(own, slot)| (slot, [&done[..], &[own]].concat())));
    }
    tree.finish().unwrap().into()
}

fn all_nash(game: &Game, control: Control) -> Solution {
    nash(game, &NashOptions { control, ..Default::default() }).unwrap()
}

/// What cannot be in a stage is found out in that stage: there are at most 12 combinations (16 with those for where play does not come,
/// and a few that are cut off at once) for each of the 1 + 3 + 9 + 27 ways to go on in the stages before.
#[test]
fn subgames_are_searched_one_by_one() {
    let game = stages(4);
    let found = sequential(&game, &Default::default()).unwrap();
    assert!(found.complete() && found.len() == 81, "{:?}", found.status);
    assert!(found.counts["supports"] <= 12 * 40, "{:?}", found.counts);
    let found = all_nash(&game, Control::default());
    assert!(found.complete() && found.len() == 81, "{:?}", found.status);
    assert!(found.counts["supports"] <= 20 * 40, "{:?}", found.counts);
}

/// Where everybody sees everything, sequential and weak perfect Bayesian equilibria are the same. The latter are found by going through
/// all supports, the former by those that make a difference to anybody.
#[test]
fn actions_that_come_to_the_same_are_used_together() {
    let (mut few, mut many, mut several) = (0, 0, 0);
    for seed in 0..150 {
        let (depth, payoffs) = if seed % 4 == 0 { (3, 5) } else { (2, 2) };
        let shape = Shape { players: 2 + seed % 2, depth, chance: seed % 3 == 0, hidden: false, payoffs };
        let game = Game::from(random_tree(&mut Random(seed as u64), &shape));
        let both = (sequential(&game, &Default::default()), weak_perfect_bayesian(&game, &Default::default()));
        // Trees with moves behind impossible events are refused.
        let (Ok(found), Ok(all)) = both else { continue };
        assert!(found.complete() && all.complete(), "{seed}: {:?} {:?}", found.status, all.status);
        let profiles = |solution: &Solution| -> Vec<_> {
            solution
                .equilibria
                .iter()
                .map(|own| (own.profile.clone(), own.beliefs.clone(), own.payoffs.clone()))
                .collect()
        };
        assert_eq!(profiles(&found), profiles(&all), "{seed}");
        assert_eq!(found.components, all.components, "{seed}");
        few += found.counts["supports"];
        many += all.counts["supports"];
        several += usize::from(found.len() > 1);
    }
    assert!(several > 40 && 3 * few < 2 * many, "{several} {few} {many}");
}

/// A tree in which nothing matters has one family. Of its equilibria as many are listed as are wanted.
#[test]
fn a_family_with_too_many_members_is_listed_in_part() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let (mut open, mut moves) = (vec![(tree.root(), 0)], 0);
    while let Some((slot, depth)) = open.pop() {
        if depth == 4 {
            tree.payoffs(slot, [1, 1]).unwrap();
            continue;
        }
        moves += 1;
        let next = tree.decision(slot, ["A", "B"][depth % 2], &moves.to_string(), ["x", "y", "z"]).unwrap();
        open.extend(next.into_iter().map(|slot| (slot, depth + 1)));
    }
    let game = Game::from(tree.finish().unwrap());
    let control = Control { max_equilibria: Some(50), ..Control::default() };
    let found = sequential(&game, &SequentialOptions { control }).unwrap();
    assert!(found.len() == 50 && found.status == Status::Truncated, "{} {:?}", found.len(), found.status);
    assert_eq!(found.counts["supports"], 1 + 3 + 9 + 27);
}

/// A search that ends at a limit says at which, by the name of the option that raises it, and is not complete.
#[test]
fn limits_are_named() {
    let (allies, stages) = (allies(6, 4), stages(8));
    let limited = |control: Control| {
        let options = SequentialOptions { control: control.clone() };
        vec![all_nash(&stages, control), sequential(&allies, &options).unwrap(), sequential(&stages, &options).unwrap()]
    };
    let (full, late) = (
        Control { memory_limit: Some(1), ..Control::default() },
        Control { time_limit: Some(Duration::from_millis(5)), ..Control::default() },
    );
    for found in limited(full) {
        assert!(!found.complete() && found.status == Status::MemoryLimit, "{:?}", found.status);
        assert!(found.status.words().contains("memory_limit"));
    }
    for found in limited(late) {
        assert!(!found.complete() && found.status == Status::TimedOut, "{:?}", found.status);
        assert!(found.status.words().contains("time_limit"));
    }
    let few =
        sequential(&stages, &SequentialOptions { control: Control { max_equilibria: Some(10), ..Control::default() } });
    let few = few.unwrap();
    assert!(few.len() <= 10 && few.status == Status::Truncated && few.status.words().contains("max_equilibria"));
}
