//! The forms of hand-derived trees.

use super::super::{BehaviorProfile, ExtensiveForm, InfosetId, Lapse, MixedProfile, PlayerId};
use super::StrategicOptions;
use crate::error::Error;
use crate::number::Rational;

fn ratio(num: i64, den: i64) -> Rational {
    Rational::new(num, den).unwrap()
}

/// A moves; where A went on, B answers without seeing chance; after B's "up" A moves again.
fn sample() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["A", "B"]).title("Sample");
    let root = tree.root();
    let first = tree.decision(root, "A", "first", ["Stop", "Go"]).unwrap();
    tree.payoffs(first[0], [0, 0]).unwrap();
    let weather = tree.chance(first[1], "", [("sun", ratio(1, 3)), ("rain", ratio(2, 3))]).unwrap();
    for (slot, base) in weather.into_iter().zip([3, 6]) {
        let answer = tree.decision(slot, "B", "answer", ["up", "down"]).unwrap();
        tree.payoffs(answer[1], [base, 1]).unwrap();
        let last = tree.decision(answer[0], "A", "last", ["Stop", "Go"]).unwrap();
        tree.payoffs(last[0], [base + 3, 0]).unwrap();
        tree.payoffs(last[1], [0, base]).unwrap();
    }
    tree.finish().unwrap()
}

#[test]
fn full_and_reduced_by_hand() {
    let game = sample();
    let full = game.to_strategic(&StrategicOptions::default()).unwrap();
    let names = |form: &super::StrategicForm, player| form.game.strategies(PlayerId(player)).labels().to_vec();
    assert_eq!(
        names(&full, 0),
        ["first: Stop / last: Stop", "first: Stop / last: Go", "first: Go / last: Stop", "first: Go / last: Go"]
    );
    assert_eq!(names(&full, 1), ["up", "down"]);
    let cell = |form: &super::StrategicForm, profile: &[usize]| {
        form.game.payoffs_of(form.game.profile_number(profile)).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(cell(&full, &[1, 0]), ["0", "0"]);
    assert_eq!(cell(&full, &[2, 0]), ["8", "0"]);
    assert_eq!(cell(&full, &[3, 0]), ["0", "5"]);
    assert_eq!(cell(&full, &[3, 1]), ["5", "1"]);

    let reduced = game.to_strategic(&StrategicOptions { reduced: true, ..Default::default() }).unwrap();
    assert_eq!(names(&reduced, 0), ["first: Stop / ·", "first: Go / last: Stop", "first: Go / last: Go"]);
    assert_eq!(reduced.plans[0][0], [Some(0), None]);
    assert_eq!(cell(&reduced, &[2, 0]), ["0", "5"]);
    assert_eq!(reduced.game.title(), "Sample");
}

#[test]
fn limits_are_kept() {
    let small = StrategicOptions { reduced: false, max_profiles: 7 };
    assert!(matches!(sample().to_strategic(&small), Err(Error::TooLarge { option: "max_profiles", .. })));
    assert!(matches!(sample().to_agent(7), Err(Error::TooLarge { .. })));
    assert!(sample().to_agent(8).is_ok());
}

#[test]
fn a_long_centipede_is_refused_in_time() {
    for actions in [["Take", "Pass"], ["Pass", "Take"]] {
        let mut tree = ExtensiveForm::builder(["A", "B"]);
        let mut slot = tree.root();
        for stage in 0..20_000 {
            let next = tree.decision(slot, ["A", "B"][stage % 2], &format!("stage {stage}"), actions).unwrap();
            let (take, pass) = if actions[0] == "Take" { (next[0], next[1]) } else { (next[1], next[0]) };
            tree.payoffs(take, [1, 0]).unwrap();
            slot = pass;
        }
        tree.payoffs(slot, [2, 2]).unwrap();
        let game = tree.finish().unwrap();
        for reduced in [false, true] {
            let options = StrategicOptions { reduced, ..Default::default() };
            assert!(matches!(game.to_strategic(&options), Err(Error::TooLarge { .. })));
        }
        assert_eq!(game.to_sequence().unwrap().players[0].len(), 20_001);
    }
}

#[test]
fn conversions_of_profiles() {
    let game = sample();
    let behavior = BehaviorProfile(vec![
        vec![ratio(1, 4), ratio(3, 4)],
        vec![ratio(1, 2), ratio(1, 2)],
        vec![ratio(1, 3), ratio(2, 3)],
    ]);
    for reduced in [false, true] {
        let form = game.to_strategic(&StrategicOptions { reduced, ..Default::default() }).unwrap();
        let mixed = form.mixed_of(&behavior).unwrap();
        assert_eq!(form.behavior_of(&mixed).unwrap(), behavior);
        assert_eq!(form.game.expected_payoffs(&mixed).unwrap(), game.expected_payoffs(&behavior).unwrap());
    }
    let sequence = game.to_sequence().unwrap();
    let plans = sequence.realization_of(&behavior).unwrap();
    assert_eq!(plans[0], [ratio(1, 1), ratio(1, 4), ratio(3, 4), ratio(1, 4), ratio(1, 2)]);
    assert_eq!(sequence.behavior_of(&plans).unwrap(), behavior);
    assert_eq!(sequence.expected_payoffs(&plans).unwrap(), game.expected_payoffs(&behavior).unwrap());
    assert!(sequence.behavior_of(&[plans[1].clone(), plans[0].clone()]).is_err());
}

#[test]
fn what_is_never_reached_keeps_its_plan() {
    let game = sample();
    let form = game.to_strategic(&StrategicOptions::default()).unwrap();
    let stop = form.behavior_of(&MixedProfile::pure(&[1, 0], &[4, 2])).unwrap();
    assert_eq!(stop.choices(), Some(vec![0, 0, 1]));
    let half =
        MixedProfile(vec![vec![ratio(1, 2), ratio(1, 4), ratio(1, 4), ratio(0, 1)], vec![ratio(0, 1), ratio(1, 1)]]);
    let behavior = form.behavior_of(&half).unwrap();
    assert_eq!(behavior.0, [[ratio(3, 4), ratio(1, 4)], [ratio(0, 1), ratio(1, 1)], [ratio(1, 1), ratio(0, 1)]]);
}

#[test]
fn sequences_by_hand() {
    let game = sample();
    let form = game.to_sequence().unwrap();
    let a = &form.players[0];
    assert_eq!(a.labels.labels(), ["(nothing)", "first: Stop", "first: Go", "last: Stop", "last: Go"]);
    assert_eq!(a.constraints(), [vec![(0, 1)], vec![(0, -1), (1, 1), (2, 1)], vec![(2, -1), (3, 1), (4, 1)]]);
    assert_eq!(a.constraint_matrix()[2], [0, 0, -1, 1, 1].map(Rational::from));
    assert_eq!(form.sequences(PlayerId(1)).moves, [None, Some((InfosetId(1), 0)), Some((InfosetId(1), 1))]);
    let entries: Vec<_> = form.entries.iter().map(|entry| (entry.sequences.clone(), entry.payoffs.clone())).collect();
    let row = |sequences: [usize; 2], payoffs: [i64; 2]| (sequences.to_vec(), payoffs.map(Rational::from).to_vec());
    assert_eq!(entries, [row([1, 0], [0, 0]), row([2, 2], [5, 1]), row([3, 1], [8, 0]), row([4, 1], [0, 5])]);
}

#[test]
fn every_information_set_decides_for_itself() {
    let agent = sample().to_agent(100).unwrap();
    assert_eq!(agent.players().labels(), ["A: first", "B: answer", "A: last"]);
    let payoffs = agent.payoffs_of(agent.profile_number(&[1, 0, 1]));
    assert_eq!(payoffs, [0, 5, 0].map(Rational::from));
}

#[test]
fn forgetful_players_still_have_plans() {
    let mut tree = ExtensiveForm::builder(["A"]);
    let root = tree.root();
    for slot in tree.decision(root, "A", "one", ["l", "r"]).unwrap() {
        for (end, value) in tree.decision(slot, "A", "two", ["s", "t"]).unwrap().into_iter().zip(1..) {
            tree.payoffs(end, [value]).unwrap();
        }
    }
    let game = tree.finish().unwrap();
    for reduced in [false, true] {
        let form = game.to_strategic(&StrategicOptions { reduced, ..Default::default() }).unwrap();
        assert_eq!(form.game.strategies(PlayerId(0)).labels(), ["l / s", "l / t", "r / s", "r / t"]);
    }
    assert_eq!(game.perfect_recall().unwrap_err().lapse, Lapse::Forgets);
    assert!(matches!(game.to_sequence(), Err(Error::Unsupported(_))));
}

#[test]
fn forms_are_given_up_when_told_to_stop() {
    use std::cell::Cell;
    let mut tree = ExtensiveForm::builder(["A"]);
    let root = tree.root();
    let events: Vec<(String, Rational)> = (0..10).map(|k| (k.to_string(), ratio(1, 10))).collect();
    for (number, slot) in tree.chance(root, "", events).unwrap().into_iter().enumerate() {
        for end in tree.decision(slot, "A", &number.to_string(), ["l", "r"]).unwrap() {
            tree.payoffs(end, [number as i64]).unwrap();
        }
    }
    let game = tree.finish().unwrap();
    for reduced in [false, true] {
        let options = StrategicOptions { reduced, ..Default::default() };
        let asked = Cell::new(0);
        let after = |limit: usize| {
            asked.set(0);
            game.to_strategic_unless(&options, &|| asked.replace(asked.get() + 1) >= limit)
        };
        let whole = after(usize::MAX).unwrap();
        assert_eq!(whole, game.to_strategic(&options).unwrap());
        let needed = asked.get();
        assert!(needed > 3 * 1024, "{needed}");
        for limit in [0, 100, 1500, 3000, needed - 1] {
            assert!(matches!(after(limit), Err(Error::Invalid(_))), "{reduced}, {limit}");
            assert!(asked.get() < limit + 100, "{} after {limit}", asked.get());
        }
    }
}
