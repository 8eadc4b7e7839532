//! How trees are searched: subgame by subgame, and within limits that are named.

use std::time::Duration;

use foederis::solve::Control;
use foederis::{ExtensiveForm, Game, NashOptions, Rational, SequentialOptions, Solution, Status, nash, sequential};

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
