//! Constant-sum trees: optimal plans by linear programming, and approximate ones by CFR+.

#[path = "support/poker.rs"]
mod poker;
mod support;

use foederis::game::{Slot, StrategicOptions};
use foederis::{
    Certificate, CfrOptions, Concept, Control, ExtensiveForm, Find, Game, NashMethod, NashOptions, Rational, Solution,
    Status, cfr, nash, verify,
};
use support::{Random, Shape, random_tree};

fn one(game: &Game, method: NashMethod) -> Solution {
    nash(game, &NashOptions { find: Find::One, method, ..Default::default() }).unwrap()
}

fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator, denominator).unwrap()
}

fn confirm(game: &Game, solution: &Solution) {
    assert!(solution.complete() && solution.len() == 1, "{:?}", solution.status);
    let certificate = Certificate::new(game, solution.concept, &solution.equilibria[0].profile).unwrap();
    let certificate = Certificate::from_json(&certificate.to_json()).unwrap();
    let report = verify(game, &certificate).unwrap();
    assert!(report.ok(), "{report}");
}

/// A random tree in which the second player gets `constant - factor * payoff` of the first.
fn constant_sum_tree(random: &mut Random, depth: usize, payoffs: u64) -> ExtensiveForm {
    let shape = Shape { players: 2, depth, chance: random.below(2) == 0, hidden: random.below(4) > 0, payoffs };
    let tree = random_tree(random, &shape);
    let (factor, constant) =
        (ratio(1 + random.below(4) as i64, 1 + random.below(3) as i64), ratio(random.below(5) as i64, 1));
    let pair = |end| {
        let first = tree.play_payoffs(end)[0].clone();
        let second = &constant - &(&factor * &first);
        vec![first, second]
    };
    tree.with_play_payoffs(tree.terminals().map(pair).collect()).unwrap()
}

/// The program on the sequence form, that of the strategic form, and a path all find the one value.
#[test]
fn values_agree_with_other_methods() {
    for seed in 0..400u64 {
        let mut random = Random(seed);
        let payoffs = [2, 5, 1000][(seed % 3) as usize];
        let tree = constant_sum_tree(&mut random, 2 + (seed % 4) as usize, payoffs);
        let game: Game = tree.clone().into();
        let found = one(&game, NashMethod::LinearProgramming);
        confirm(&game, &found);
        assert!(found.method.contains("linear programming") && found.equilibria[0].regret.is_zero());
        let value = &found.equilibria[0].payoffs;
        assert_eq!(&tree.expected_payoffs(behavior(&found)).unwrap(), value, "seed {seed}");
        assert_eq!(value, &one(&game, NashMethod::Lemke).equilibria[0].payoffs, "seed {seed}");
        let options = StrategicOptions { reduced: true, max_profiles: 20_000 };
        if let Ok(form) = tree.to_strategic(&options) {
            let table = one(&form.game.into(), NashMethod::LinearProgramming);
            assert_eq!(value, &table.equilibria[0].payoffs, "seed {seed}");
        }
    }
}

fn behavior(solution: &Solution) -> &foederis::BehaviorProfile {
    match &solution.equilibria[0].profile {
        foederis::Profile::Behavior(profile) => profile,
        _ => panic!("a tree's equilibrium is behaviour"),
    }
}

/// Larger trees, where floats guide the search.
#[test]
fn larger_trees_are_proven() {
    for seed in 0..30u64 {
        let game: Game = constant_sum_tree(&mut Random(1000 + seed), 7, [3, 1000][(seed % 2) as usize]).into();
        confirm(&game, &one(&game, NashMethod::Auto));
    }
    for cards in [3, 5, 8, 13] {
        let game: Game = poker::kuhn(cards).into();
        let found = one(&game, NashMethod::Auto);
        confirm(&game, &found);
        assert!(found.method.contains("linear programming"));
    }
}

/// Payoffs that do not fit machine words, and plays that chance never takes.
#[test]
fn odd_numbers_are_no_obstacle() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let root = tree.root();
    let huge: Rational = "123456789012345678901234567890/7".parse().unwrap();
    let (half, never) = (ratio(1, 2), Rational::ZERO);
    let events = tree.chance(root, "", [("now", half.clone()), ("never", never), ("then", half)]).unwrap();
    let pennies = |tree: &mut foederis::game::TreeBuilder, slot: Slot, label: &str, stake: &Rational| {
        for (row, slot) in tree.decision(slot, "A", label, ["h", "t"]).unwrap().into_iter().enumerate() {
            let ends = tree.decision(slot, "B", &format!("{label} B"), ["h", "t"]).unwrap();
            for (column, end) in ends.into_iter().enumerate() {
                let won = if row == column { stake.clone() } else { -stake };
                tree.payoffs(end, [won.clone(), -won]).unwrap();
            }
        }
    };
    pennies(&mut tree, events[0], "now", &huge);
    pennies(&mut tree, events[1], "never", &ratio(1, 3));
    pennies(&mut tree, events[2], "then", &ratio(1, 11));
    let game: Game = tree.finish().unwrap().into();
    let found = one(&game, NashMethod::LinearProgramming);
    confirm(&game, &found);
    assert!(found.equilibria[0].payoffs[0].is_zero() && found.method.contains("Lemke"));
}

#[test]
fn what_is_not_constant_sum_is_refused() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let root = tree.root();
    let ends = tree.decision(root, "A", "", ["l", "r"]).unwrap();
    tree.payoffs(ends[0], [1, 1]).unwrap();
    tree.payoffs(ends[1], [2, 2]).unwrap();
    let game: Game = tree.finish().unwrap().into();
    let options = NashOptions { find: Find::One, method: NashMethod::LinearProgramming, ..Default::default() };
    assert!(nash(&game, &options).unwrap_err().to_string().contains("constant-sum tree"));
    assert!(cfr(&game, &CfrOptions::default()).unwrap_err().to_string().contains("constant-sum"));
    let poker: Game = poker::kuhn(3).into();
    let refusal = |options: CfrOptions| cfr(&poker, &options).unwrap_err().to_string();
    assert!(refusal(CfrOptions { iterations: 0, ..Default::default() }).contains("iterations"));
    assert!(refusal(CfrOptions { precision: ratio(-1, 2), ..Default::default() }).contains("precision"));
}

/// The regret that is stated is the true one, the value lies where the note says, and a smaller claim is refused.
#[test]
fn cfr_tells_how_far_it_is_from_an_equilibrium() {
    for seed in 0..60u64 {
        let tree = constant_sum_tree(&mut Random(seed), 2 + (seed % 5) as usize, 50);
        let game: Game = tree.clone().into();
        let found = cfr(&game, &CfrOptions { iterations: 300, ..Default::default() }).unwrap();
        assert_eq!(found.concept, Concept::ApproximateNash);
        confirm(&game, &found);
        let (ours, value) = (&found.equilibria[0], &one(&game, NashMethod::Auto).equilibria[0].payoffs);
        assert_eq!(foederis::verify::regret(&game, &ours.profile).unwrap(), ours.regret);
        assert!((&ours.payoffs[0] - &value[0]).to_f64().abs() <= 10.0 * ours.regret.to_f64() + 1e-12, "seed {seed}");
        let text = &found.notes[0];
        let (low, high) = text.rsplit_once(" from ").unwrap().1.split_once(" to ").unwrap();
        let [low, high]: [Rational; 2] = [low, high].map(|text| text.parse().unwrap());
        assert!(low <= value[0] && value[0] <= high, "seed {seed}: {text}, {}", value[0]);
        let mut claim = Certificate::new(&game, Concept::ApproximateNash, &ours.profile).unwrap();
        assert_eq!(claim.regret.as_ref(), Some(&ours.regret));
        claim.regret = Some(&ours.regret - &ratio(1, 1_000_000));
        assert!(!verify(&game, &claim).unwrap().ok());
        claim.regret = None;
        assert!(!verify(&game, &claim).unwrap().ok());
    }
}

#[test]
fn cfr_stops_when_it_should() {
    let game: Game = poker::kuhn(5).into();
    let precise =
        cfr(&game, &CfrOptions { iterations: 100_000, precision: ratio(1, 1000), ..Default::default() }).unwrap();
    assert!(precise.complete() && precise.equilibria[0].regret <= ratio(1, 1000));
    assert!(precise.counts["iterations"] < 100_000);
    let hasty = cfr(&game, &CfrOptions { iterations: 3, precision: ratio(1, 1000), ..Default::default() }).unwrap();
    assert!(matches!(&hasty.status, Status::Partial(why) if why.contains("more iterations")), "{:?}", hasty.status);
    let control = Control { time_limit: Some(std::time::Duration::ZERO), ..Default::default() };
    let stopped = cfr(&game, &CfrOptions { control, ..Default::default() }).unwrap();
    assert_eq!(stopped.status, Status::TimedOut);
    confirm(&game, &Solution { status: Status::Complete, ..stopped });
}
