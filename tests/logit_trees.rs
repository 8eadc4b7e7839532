//! Logit equilibria of trees: against the definition, computed play by play, and against numbers of Gambit.

use foederis::game::NodeKind;
use foederis::{
    Certificate, ExtensiveForm, Game, LogitOptions, Profile, QuantalBranch, Rational, logit, logit_branch, verify,
};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as i64 % limit
    }
}

fn ratio(num: i64, den: i64) -> Rational {
    Rational::new(num, den).unwrap()
}

/// How far behaviour is from the logit replies to it.
fn miss(tree: &ExtensiveForm, precision: f64, rows: &[Vec<f64>]) -> f64 {
    let replies = replies(tree, precision, rows);
    rows.iter().flatten().zip(replies.iter().flatten()).map(|(p, reply)| (p - reply).abs()).fold(0.0, f64::max)
}

/// The logit replies to behaviour. Each action's value is summed play by play: over the plays through an information set, the
/// probability of chance and of everybody's moves but this one, times the payoff.
fn replies(tree: &ExtensiveForm, precision: f64, rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut replies = Vec::new();
    for (set, own) in tree.infosets().iter().zip(rows) {
        let id = tree.infosets().iter().position(|other| std::ptr::eq(other, set)).unwrap();
        let (mut sums, mut reach) = (vec![0.0; own.len()], 0.0);
        for end in tree.terminals() {
            let (mut weight, mut before, mut taken) = (1.0, None, None);
            for (node, action) in tree.steps(end) {
                match tree.node(node).kind {
                    NodeKind::Decision(here) if here.index() == id => (before, taken) = (Some(weight), Some(action)),
                    NodeKind::Decision(here) => weight *= rows[here.index()][action],
                    NodeKind::Chance(chance) => weight *= tree.chance_move(chance).probabilities[action].to_f64(),
                    NodeKind::Terminal => {}
                }
            }
            if let (Some(_), Some(action)) = (before, taken) {
                sums[action] += weight * tree.play_payoffs(end)[set.player.index()].to_f64();
            }
        }
        for node in &set.nodes {
            let steps = tree.steps(*node).into_iter();
            reach += steps
                .map(|(node, action)| match tree.node(node).kind {
                    NodeKind::Decision(here) => rows[here.index()][action],
                    NodeKind::Chance(chance) => tree.chance_move(chance).probabilities[action].to_f64(),
                    NodeKind::Terminal => 1.0,
                })
                .product::<f64>();
        }
        let values: Vec<f64> = sums.iter().map(|sum| sum / reach).collect();
        let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = values.iter().map(|v| (precision * (v - best)).exp()).collect();
        let sum: f64 = weights.iter().sum();
        replies.push(weights.iter().map(|weight| weight / sum).collect());
    }
    replies
}

fn rows(profile: &Profile) -> Vec<Vec<f64>> {
    profile.rows().iter().map(|row| row.iter().map(Rational::to_f64).collect()).collect()
}

/// Chance draws one of three states; A, who sees it or not, moves; B sees the move only; then C, or A again, may move.
fn random(dice: &mut Dice) -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["A", "B", "C"]);
    let root = tree.root();
    let weights = [0; 3].map(|_| 1 + dice.roll(4));
    let total: i64 = weights.iter().sum();
    let [one, two, three] = weights.map(|weight| ratio(weight, total));
    let states = tree.chance(root, "state", [("x", one), ("y", two), ("z", three)]).unwrap();
    let (blind, last) = (dice.roll(2) == 0, ["A", "C"][dice.roll(2) as usize]);
    for (state, name) in states.into_iter().zip(["x", "y", "z"]) {
        let own = if blind && name != "x" { "not x".to_owned() } else { format!("sees {name}") };
        let moves = tree.decision(state, "A", &own, ["l", "m", "r"]).unwrap();
        for (after, action) in moves.into_iter().zip(["l", "m", "r"]) {
            let replies = tree.decision(after, "B", &format!("after {action}"), ["u", "d"]).unwrap();
            let knows = if last == "A" { format!("{own}, {action}, u") } else { format!("u after {action}") };
            for end in tree.decision(replies[0], last, &knows, ["s", "t"]).unwrap() {
                tree.payoffs(end, [0; 3].map(|_| dice.roll(9))).unwrap();
            }
            tree.payoffs(replies[1], [0; 3].map(|_| dice.roll(9))).unwrap();
        }
    }
    tree.finish().unwrap()
}

fn at(game: &Game, precision: Rational) -> foederis::Solution {
    logit(game, &LogitOptions { precision, starts: 8, ..LogitOptions::default() }).unwrap()
}

#[test]
fn equilibria_of_random_trees_solve_the_definition_and_verify() {
    let mut dice = Dice(11);
    for round in 0..25 {
        let tree = random(&mut dice);
        let game = Game::from(&tree);
        for precision in [ratio(0, 1), ratio(1, 3), ratio(2, 1), ratio(6, 1)] {
            let solution = at(&game, precision.clone());
            assert!(solution.complete() && !solution.is_empty(), "{round}: {}", solution.status.words());
            for equilibrium in &solution.equilibria {
                let off = miss(&tree, precision.to_f64(), &rows(&equilibrium.profile));
                assert!(off < 1e-10, "{round}, {precision}: {off}");
                let bound = equilibrium.error_bound.unwrap();
                let certificate = Certificate::of_logit(&game, &precision, &equilibrium.profile, bound).unwrap();
                let report = verify(&game, &Certificate::from_json(&certificate.to_json()).unwrap()).unwrap();
                assert!(bound < 1e-10 && report.ok(), "{report}");
                let other = &precision + &ratio(1, 7);
                let wrong = Certificate::of_logit(&game, &other, &equilibrium.profile, bound).unwrap();
                assert!(!verify(&game, &wrong).unwrap().ok(), "another precision");
            }
        }
    }
}

/// Where the list is claimed to be all, replies to replies, a little at a time, lead to it from anywhere.
#[test]
fn what_is_claimed_to_be_the_only_one_is_found_from_everywhere() {
    let mut dice = Dice(5);
    let mut alone = 0;
    for _ in 0..30 {
        let tree = random(&mut dice);
        for precision in [ratio(1, 50), ratio(1, 20), ratio(1, 10), ratio(1, 5)] {
            let solution = at(&Game::from(&tree), precision.clone());
            if solution.claim != format!("the only logit equilibrium at precision {precision}") {
                continue;
            }
            alone += 1;
            assert!(solution.complete() && solution.len() == 1);
            let found = rows(&solution.equilibria[0].profile);
            for _ in 0..6 {
                let shares = |row: &Vec<f64>, dice: &mut Dice| {
                    let weights: Vec<f64> = row.iter().map(|_| 1.0 + dice.roll(50) as f64).collect();
                    let sum: f64 = weights.iter().sum();
                    weights.iter().map(|weight| weight / sum).collect::<Vec<f64>>()
                };
                let mut here: Vec<Vec<f64>> = found.iter().map(|row| shares(row, &mut dice)).collect();
                for _ in 0..400 {
                    let next = replies(&tree, precision.to_f64(), &here);
                    let mixed =
                        |(a, b): (&Vec<f64>, &Vec<f64>)| a.iter().zip(b).map(|(a, b)| 0.5 * a + 0.5 * b).collect();
                    here = here.iter().zip(&next).map(mixed).collect();
                }
                let off =
                    here.iter().flatten().zip(found.iter().flatten()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                assert!(off < 1e-9, "{precision}: {off}");
            }
        }
    }
    assert!(alone >= 40, "{alone}");
}

/// Two want to do the same and cannot see each other. The replies to a probability `q` of the first action are `1 / (1 + exp(L - 2 L
/// q))`, whose slope is `L / 2` in the middle and less elsewhere: up to precision 2 there is one equilibrium, beyond there are three.
#[test]
fn one_equilibrium_or_three() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let root = tree.root();
    for (own, slot) in tree.decision(root, "A", "a", ["x", "y"]).unwrap().into_iter().enumerate() {
        for (other, end) in tree.decision(slot, "B", "b", ["x", "y"]).unwrap().into_iter().enumerate() {
            tree.payoffs(end, [i64::from(own == other); 2]).unwrap();
        }
    }
    let game = Game::from(&tree.finish().unwrap());
    for (precision, count) in
        [(ratio(1, 2), 1), (ratio(1, 1), 1), (ratio(19, 10), 1), (ratio(21, 10), 3), (ratio(4, 1), 3)]
    {
        let solution = at(&game, precision.clone());
        assert_eq!(solution.len(), count, "{precision}");
        let only = solution.claim.starts_with("the only");
        // Where there is one, it is told as long as derivatives in intervals are small enough to show it.
        assert!(only || precision > ratio(1, 2), "{precision}: {}", solution.claim);
        assert!(!only || precision <= ratio(2, 1), "{precision}: {}", solution.claim);
    }
    // Where one becomes three the equations are singular: nothing can be proven, and the answer says so.
    let singular = at(&game, ratio(2, 1));
    assert!(singular.is_empty() && !singular.complete());
}

#[test]
fn points_of_branches_solve_the_definition_and_limits_are_equilibria() {
    let mut dice = Dice(23);
    let mut limits = 0;
    for _ in 0..40 {
        let tree = random(&mut dice);
        let branch = logit_branch(&Game::from(&tree), &Default::default()).unwrap();
        assert!(branch.payoffs.len() == 3 * branch.len());
        for point in (0..branch.len()).map(|k| branch.point(k).unwrap()).filter(|point| point.precision < 20.0) {
            let off = miss(&tree, point.precision, &point.probabilities);
            assert!(off < 1e-8, "{} at {}", off, point.precision);
        }
        limits += usize::from(sound(&tree, &branch));
    }
    assert!(limits >= 30, "{limits}");
}

/// A limit is a Nash equilibrium, and each choice in it is best given the beliefs, also where play never comes.
fn sound(tree: &ExtensiveForm, branch: &QuantalBranch) -> bool {
    let Some(limit) = &branch.limit else { return false };
    assert_eq!(limit.regret, Rational::ZERO);
    let Profile::Behavior(profile) = &limit.profile else { panic!() };
    let values = tree.continuation_values(profile).unwrap();
    for ((set, beliefs), row) in tree.infosets().iter().zip(&branch.beliefs).zip(&profile.0) {
        assert!((beliefs.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let value = |action: usize| -> f64 {
            let at = |(node, belief): (&foederis::game::NodeId, &f64)| {
                belief * values.of(tree.node(*node).children[action], set.player).to_f64()
            };
            set.nodes.iter().zip(beliefs).map(at).sum()
        };
        let best = (0..row.len()).map(value).fold(f64::NEG_INFINITY, f64::max);
        for (action, p) in row.iter().enumerate().filter(|(_, p)| !p.is_zero()) {
            assert!(value(action) > best - 2e-3, "{}: {action} with {p}", set.key);
        }
    }
    true
}

/// Kuhn's poker with three cards, as Gambit's catalogue orders it; cards, bets and passes.
fn kuhn() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["Alice", "Bob"]);
    let root = tree.root();
    let cards = ["J", "Q", "K"];
    let deals: Vec<(usize, usize)> = (0..3).flat_map(|a| (0..3).map(move |b| (a, b))).filter(|(a, b)| a != b).collect();
    let events: Vec<(String, Rational)> =
        deals.iter().map(|&(a, b)| (format!("{}{}", cards[a], cards[b]), ratio(1, 6))).collect();
    let slots = tree.chance(root, "deal", events).unwrap();
    for (slot, (a, b)) in slots.into_iter().zip(deals) {
        let wins = |stake: i64| if a > b { [stake, -stake] } else { [-stake, stake] };
        let first = tree.decision(slot, "Alice", cards[a], ["Check", "Bet"]).unwrap();
        let checked = tree.decision(first[0], "Bob", &format!("{} after check", cards[b]), ["Check", "Bet"]).unwrap();
        tree.payoffs(checked[0], wins(1)).unwrap();
        let raised = tree.decision(checked[1], "Alice", &format!("{} after bet", cards[a]), ["Fold", "Call"]).unwrap();
        tree.payoffs(raised[0], [-1, 1]).unwrap();
        tree.payoffs(raised[1], wins(2)).unwrap();
        let bet = tree.decision(first[1], "Bob", &format!("{} after bet", cards[b]), ["Fold", "Call"]).unwrap();
        tree.payoffs(bet[0], [1, -1]).unwrap();
        tree.payoffs(bet[1], wins(2)).unwrap();
    }
    tree.finish().unwrap()
}

/// The end of the branch as pygambit 16.7 has it: `nash.logit_solve(game, use_strategic=False)`, at regret 1e-8.
#[test]
fn kuhn_poker_ends_where_gambit_does() {
    let tree = kuhn();
    let branch = logit_branch(&Game::from(&tree), &Default::default()).unwrap();
    let last = branch.point(branch.len() - 1).unwrap();
    let first = |player: &str, set: &str| {
        let player = tree.player(player).unwrap();
        last.probabilities[tree.find_infoset(player, set).unwrap().index()][0]
    };
    let theirs = [
        ("Alice", "J", 0.798_260_420_6),
        ("Alice", "Q", 1.0),
        ("Alice", "K", 0.394_781_174_5),
        ("Alice", "Q after bet", 0.464_927_007_8),
        ("Bob", "J after check", 0.666_666_523_4),
        ("Bob", "Q after bet", 0.666_666_656_9),
    ];
    for (player, set, p) in theirs {
        assert!((first(player, set) - p).abs() < 5e-7, "{player}, {set}: {} {p}", first(player, set));
    }
    let limit = branch.limit.unwrap();
    assert_eq!(limit.payoffs, [ratio(-1, 18), ratio(1, 18)]);
}

#[test]
fn a_tree_without_choices_and_one_that_chance_cuts_short() {
    let mut tree = ExtensiveForm::builder(["A"]);
    let root = tree.root();
    tree.payoffs(root, [3]).unwrap();
    let branch = logit_branch(&tree.finish().unwrap().into(), &Default::default()).unwrap();
    assert!(branch.payoffs.iter().all(|payoff| *payoff == 3.0));

    let mut tree = ExtensiveForm::builder(["A"]);
    let root = tree.root();
    let ways = tree.chance(root, "way", [("never", Rational::ZERO), ("always", Rational::ONE)]).unwrap();
    for (slot, name) in ways.into_iter().zip(["never", "always"]) {
        for (end, payoff) in tree.decision(slot, "A", name, ["x", "y"]).unwrap().into_iter().zip([0, 1]) {
            tree.payoffs(end, [payoff]).unwrap();
        }
    }
    let error = logit_branch(&tree.finish().unwrap().into(), &Default::default()).unwrap_err().to_string();
    assert!(error.contains("'never' of A") && error.contains("probability 0"), "{error}");
}
