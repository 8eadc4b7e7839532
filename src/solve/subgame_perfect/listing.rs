//! Whole plans from the continuations of the subgames.

use super::continuation::{Continuation, Play, Way};
use crate::game::{BehaviorProfile, ExtensiveForm};
use crate::number::Rational;

/// A whole plan for everybody.
pub(super) struct Plan {
    pub(super) profile: BehaviorProfile,
    pub(super) payoffs: Vec<Rational>,
    /// How far probabilities may be off where they are irrational.
    pub(super) error: Option<f64>,
}

/// The first `limit` equilibria, in a fixed order: each is named by its rank, and the rank is taken apart on the way
/// down the tree, so that neither deep trees nor many equilibria need a deep stack. Where a limit leaves some out, equilibria
/// of different payoffs take turns.
pub(super) fn plans<'a>(
    tree: &'a ExtensiveForm,
    settled: &'a [Vec<Continuation>],
    inner: &'a [Vec<usize>],
    limit: u64,
) -> impl Iterator<Item = Plan> + 'a {
    let roots = settled.first().map_or(&[][..], |continuations| continuations);
    let shares = shares(roots, limit);
    let ranks = roots
        .iter()
        .enumerate()
        .flat_map(move |(pick, continuation)| (0..shares[pick]).map(move |rank| (pick, rank, &continuation.values)));
    ranks.map(|(pick, rank, values)| {
        let (profile, error) = plan(tree, settled, inner, pick, rank);
        Plan { profile, payoffs: values.clone(), error }
    })
}

/// How many equilibria of each payoffs are listed, together at most so many: as many of each as of the others, as long as there
/// are any.
fn shares(roots: &[Continuation], limit: u64) -> Vec<u64> {
    let mut order: Vec<usize> = (0..roots.len()).collect();
    order.sort_by_key(|&pick| roots[pick].count);
    let (mut shares, mut room) = (vec![0; roots.len()], limit);
    for (place, &pick) in order.iter().enumerate() {
        let others = (roots.len() - place) as u64;
        shares[pick] = roots[pick].count.min(room.div_ceil(others));
        room -= shares[pick];
    }
    shares
}

fn plan(
    tree: &ExtensiveForm,
    settled: &[Vec<Continuation>],
    inner: &[Vec<usize>],
    pick: usize,
    rank: u64,
) -> (BehaviorProfile, Option<f64>) {
    let mut rows: Vec<Vec<Rational>> = vec![Vec::new(); tree.infosets().len()];
    let mut error: Option<f64> = None;
    let mut stack = vec![(0, pick, rank)];
    while let Some((subgame, pick, rank)) = stack.pop() {
        let (way, mut rank) = way_of_rank(&settled[subgame][pick], rank, |way| ways_of(way, settled, &inner[subgame]));
        error = way.error.map_or(error, |new| Some(error.map_or(new, |old| old.max(new))));
        match &way.play {
            Play::Nothing => {}
            Play::Action(infoset, action) => {
                let count = tree.infoset(*infoset).actions.len();
                let probability = |k| if k == *action as usize { Rational::ONE } else { Rational::ZERO };
                rows[infoset.index()] = (0..count).map(probability).collect();
            }
            Play::Behavior(probabilities) => {
                probabilities.iter().for_each(|(infoset, row)| rows[infoset.index()] = row.clone());
            }
        }
        for (&inside, &pick) in inner[subgame].iter().zip(&way.picks) {
            let count = settled[inside][pick as usize].count;
            stack.push((inside, pick as usize, rank % count));
            rank /= count;
        }
    }
    (BehaviorProfile(rows), error)
}

/// How many equilibria a way stands for.
fn ways_of(way: &Way, settled: &[Vec<Continuation>], inner: &[usize]) -> u64 {
    let counts = inner.iter().zip(&way.picks).map(|(&inside, &pick)| settled[inside][pick as usize].count);
    counts.fold(1, u64::saturating_mul)
}

/// The way in which a rank falls, and the rank within it.
fn way_of_rank(continuation: &Continuation, mut rank: u64, size: impl Fn(&Way) -> u64) -> (&Way, u64) {
    let last = &continuation.ways[continuation.ways.len() - 1];
    for way in &continuation.ways {
        let count = size(way);
        if rank < count {
            return (way, rank);
        }
        rank -= count;
    }
    (last, 0)
}
