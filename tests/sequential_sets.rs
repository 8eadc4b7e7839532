//! Curved sets of sequential equilibria: their conditions against the definition of a sequential equilibrium, as `verify` has it.

mod support;

use std::collections::BTreeMap;

use foederis::game::{MixtureTerm, NodeId, NodeKind, Unknown};
use foederis::solve::CurvedSet;
use foederis::{
    BehaviorProfile, Beliefs, Certificate, Concept, ExtensiveForm, Game, Profile, Rational, Solution, perfect_bayesian,
    sequential, verify, weak_perfect_bayesian,
};
use support::Random;
use support::paths::Build;

type Values = BTreeMap<Unknown, Rational>;

fn tree(game: &Game) -> &ExtensiveForm {
    game.tree("a curved set").unwrap()
}

fn sum(terms: &[MixtureTerm], values: &Values) -> Rational {
    terms.iter().map(|term| term.unknowns.iter().fold(term.coefficient.clone(), |sum, own| sum * &values[own])).sum()
}

fn holds(set: &CurvedSet, values: &Values) -> bool {
    let rows: Vec<Vec<Rational>> =
        set.blocks.iter().map(|block| block.iter().map(|own| values[own].clone()).collect()).collect();
    let mut short = rows.clone();
    short[0].pop();
    assert!(!set.admits(&short) && !set.admits(&rows[1..]));
    set.admits(&rows)
}

/// Values above 0 with sum 1 in each block.
fn drawn(set: &CurvedSet, random: &mut Random) -> Values {
    let mut values = Values::new();
    for block in &set.blocks {
        let weights: Vec<i64> = block.iter().map(|_| 1 + random.below(6) as i64).collect();
        let total: i64 = weights.iter().sum();
        values.extend(block.iter().cloned().zip(weights.iter().map(|&w| Rational::new(w, total).unwrap())));
    }
    values
}

/// The values with one block of two moved so that an equation holds, if that can be.
fn moved(set: &CurvedSet, mut values: Values, random: &mut Random) -> Option<Values> {
    let equation = &set.equations[random.below(set.equations.len() as u64) as usize];
    let pairs: Vec<&Vec<Unknown>> = set.blocks.iter().filter(|block| block.len() == 2).collect();
    let [first, second] = &pairs[random.below(pairs.len() as u64) as usize][..] else { return None };
    let mut at = |share: Rational| {
        values.insert(second.clone(), Rational::ONE - &share);
        values.insert(first.clone(), share);
        sum(&equation.terms, &values)
    };
    let (low, high) = (at(Rational::ZERO), at(Rational::ONE));
    let share = low.checked_div(&(&low - &high))?;
    let inside = share.is_positive() && share < Rational::ONE;
    at(share);
    inside.then_some(values)
}

fn behavior(game: &Game, set: &CurvedSet, values: &Values) -> BehaviorProfile {
    let row = |(id, used): (usize, &Vec<usize>)| {
        let count = tree(game).infosets()[id].actions.len();
        let share = |action: usize| match &used[..] {
            [only] => {
                if action == *only {
                    Rational::ONE
                } else {
                    Rational::ZERO
                }
            }
            _ => values.get(&Unknown::Action(id.into(), action)).cloned().unwrap_or_default(),
        };
        (0..count).map(share).collect()
    };
    BehaviorProfile(set.supports.iter().enumerate().map(row).collect())
}

/// The set's beliefs where it says something or beliefs are unknowns; elsewhere by Bayes' rule among the nodes with the fewest mistakes,
/// which are the same mistakes in these games.
fn beliefs(game: &Game, set: &CurvedSet, values: &Values, profile: &BehaviorProfile) -> Beliefs {
    let tree = tree(game);
    let along = |node| {
        tree.steps(node).into_iter().fold(Rational::ONE, |product, (node, action)| match tree.node(node).kind {
            NodeKind::Decision(id) if profile.0[id.index()][action].is_zero() => product,
            NodeKind::Decision(id) => product * &profile.0[id.index()][action],
            NodeKind::Chance(id) => product * &tree.chance_move(id).probabilities[action],
            NodeKind::Terminal => product,
        })
    };
    let row = |id: foederis::game::InfosetId| {
        let nodes = &tree.infoset(id).nodes;
        let own = |node: usize| values.get(&Unknown::Belief(id, node)).cloned();
        let weights: Vec<Rational> = match set.beliefs.iter().find(|own| own.infoset == id) {
            Some(said) => (0..nodes.len())
                .map(|node| {
                    said.nodes
                        .iter()
                        .find(|(own, _)| *own == node)
                        .map_or(Rational::ZERO, |(_, terms)| sum(terms, values))
                })
                .collect(),
            None if (0..nodes.len()).any(|node| own(node).is_some()) => {
                (0..nodes.len()).map(|node| own(node).unwrap_or_default()).collect()
            }
            None => {
                let mistakes = |node: NodeId| {
                    let zero = |&(at, action): &(NodeId, usize)| match tree.node(at).kind {
                        NodeKind::Decision(id) => profile.0[id.index()][action].is_zero(),
                        _ => false,
                    };
                    tree.steps(node).iter().filter(|step| zero(step)).count()
                };
                let fewest = nodes.iter().map(|node| mistakes(*node)).min();
                let weight = |node: &NodeId| match Some(mistakes(*node)) == fewest {
                    true => along(*node),
                    false => Rational::ZERO,
                };
                nodes.iter().map(weight).collect()
            }
        };
        let total: Rational = weights.iter().sum();
        weights.into_iter().map(|weight| weight / &total).collect()
    };
    Beliefs(tree.infoset_ids().map(row).collect())
}

fn accepted(game: &Game, concept: Concept, set: &CurvedSet, values: &Values) -> bool {
    let profile = behavior(game, set, values);
    let beliefs = beliefs(game, set, values, &profile);
    let certificate = Certificate::new(game, concept, &Profile::Behavior(profile)).unwrap();
    verify(game, &certificate.with_beliefs(game, &beliefs, &[]).unwrap()).unwrap().ok()
}

/// How often values that meet the conditions, and others, were tried: `verify` agrees with all.
fn compare(game: &Game, solution: &Solution, points: usize) -> [usize; 2] {
    let (mut random, mut tried) = (Random(3), [0, 0]);
    for set in solution.components.iter().flat_map(|component| &component.curved) {
        assert!(set.fits(game) && !set.witnesses.is_empty() && set.blocks.iter().all(|block| block.len() > 1));
        for point in 0..points {
            let mut values = drawn(set, &mut random);
            if point % 2 == 0 && !set.equations.is_empty() {
                values = moved(set, values.clone(), &mut random).unwrap_or(values);
            }
            let inside = holds(set, &values);
            assert_eq!(accepted(game, solution.concept, set, &values), inside, "{set:?} {values:?}");
            tried[usize::from(inside)] += 1;
        }
    }
    tried
}

const ACTIONS: [&str; 2] = ["A", "B"];

/// A host may stay out, for 1, or let two guests in, who choose at the same time, for `4 x y` where they use A with probabilities `x` and
/// `y`. They get 0 whatever they do. So the host is out where `4 x y <= 1`, in where `4 x y >= 1`, and mixes where it is 1.
#[test]
fn guests_who_do_not_care() {
    let mut build =
        Build::new(&["Host", "Ann", "Bob"]).decide(&[], "Host", "start", &["out", "in"]).end(&["out"], &[1, 0, 0]);
    build = build.decide(&["in"], "Ann", "ann", &ACTIONS);
    for first in ACTIONS {
        build = build.decide(&["in", first], "Bob", "bob", &ACTIONS);
        for second in ACTIONS {
            build = build.end(&["in", first, second], &[if first == second && first == "A" { 4 } else { 0 }, 0, 0]);
        }
    }
    let game = build.finish();
    for solution in [sequential(&game, &Default::default()), perfect_bayesian(&game, &Default::default())] {
        let solution = solution.unwrap();
        assert!(solution.complete() && solution.claim.contains("curved set"), "{:?}", solution.status);
        let sets: Vec<&CurvedSet> = solution.components.iter().flat_map(|component| &component.curved).collect();
        assert_eq!(sets.len(), 3);
        // Out, in, and both; as polynomials `4 x y - 1 <= 0`, `1 - 4 x y <= 0` and `4 x y - 1 = 0`, or their negatives.
        let counts: Vec<(usize, usize, usize)> =
            sets.iter().map(|set| (set.blocks.len(), set.equations.len(), set.inequalities.len())).collect();
        assert_eq!(counts.iter().filter(|own| **own == (2, 0, 1)).count(), 2, "{counts:?}");
        assert_eq!(counts.iter().filter(|own| **own == (3, 1, 0)).count(), 1, "{counts:?}");
        for set in &sets {
            assert_eq!(set.dimension, 2);
            let terms = &set.equations.iter().chain(&set.inequalities).next().unwrap().terms;
            let sizes: Vec<(usize, i64)> =
                terms.iter().map(|term| (term.unknowns.len(), term.coefficient.to_f64() as i64)).collect();
            assert!(sizes == [(0, 1), (2, -4)] || sizes == [(0, -1), (2, 4)], "{sizes:?}");
        }
        let [outside, inside] = compare(&game, &solution, 60);
        assert!(outside >= 30 && inside >= 60, "{outside} {inside}");
    }
}

/// 1 stays out, or goes left or right, which nobody sees. Then 2 and 3 choose at the same time. By the belief `m` in left, 2 gains `m - 1/2`
/// from A, 3 gains from A what 2's move and the belief say; going in is worth `4 x y - 2` to 1 on either side.
fn unseen() -> Game {
    let mut build =
        Build::new(&["1", "2", "3"]).decide(&[], "1", "start", &["out", "left", "right"]).end(&["out"], &[0, 0, 0]);
    for side in ["left", "right"] {
        let sign = if side == "left" { 1 } else { -1 };
        build = build.decide(&[side], "2", "two", &ACTIONS);
        for first in ACTIONS {
            build = build.decide(&[side, first], "3", "three", &ACTIONS);
            for second in ACTIONS {
                let both = i64::from(first == "A" && second == "A");
                let mine = if first == "A" { sign } else { 0 };
                let theirs = if second == "A" { sign * (1 + i64::from(first == "A")) } else { 0 };
                build = build.end(&[side, first, second], &[4 * both - 2, mine, theirs]);
            }
        }
    }
    build.finish()
}

/// Off the path 2 and 3 are indifferent just where both sides are as likely, and both may then do anything that keeps 1 out.
#[test]
fn beliefs_off_the_path_are_unknowns() {
    let game = unseen();
    for solution in [
        sequential(&game, &Default::default()),
        perfect_bayesian(&game, &Default::default()),
        weak_perfect_bayesian(&game, &Default::default()),
    ] {
        let solution = solution.unwrap();
        assert!(solution.complete(), "{:?}", solution.status);
        let sets: Vec<&CurvedSet> = solution.components.iter().flat_map(|component| &component.curved).collect();
        let unknown = |set: &&&CurvedSet| set.blocks.iter().flatten().any(|own| !matches!(own, Unknown::Action(..)));
        assert!(sets.iter().filter(unknown).count() > 0, "{sets:?}");
        let [outside, inside] = compare(&game, &solution, 40);
        assert!(outside > 0 && inside > 0, "{outside} {inside}");
    }
}

/// Random trees of three moves at once with payoffs 0 and 1 have curved sets now and then.
#[test]
fn random_trees_with_ties() {
    let (mut curved, mut tried) = (0, [0, 0]);
    for seed in 0..60 {
        let mut random = Random(900 + seed);
        let mut build = Build::new(&["1", "2", "3"]).decide(&[], "1", "one", &ACTIONS);
        for first in ACTIONS {
            build = build.decide(&[first], "2", "two", &ACTIONS);
            for second in ACTIONS {
                build = build.decide(&[first, second], "3", "three", &ACTIONS);
                for third in ACTIONS {
                    build = build.end(&[first, second, third], &[0; 3].map(|_| random.below(2) as i64));
                }
            }
        }
        let game = build.finish();
        let solution = sequential(&game, &Default::default()).unwrap();
        curved += solution.components.iter().map(|component| component.curved.len()).sum::<usize>();
        let own = compare(&game, &solution, 12);
        tried = [tried[0] + own[0], tried[1] + own[1]];
    }
    assert!(curved >= 10 && tried[0] >= 30 && tried[1] >= 30, "{curved} {tried:?}");
}
