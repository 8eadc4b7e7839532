//! Lemke-Howson on floats, certified exactly: one equilibrium of a game that is large.

use std::rc::Rc;

use super::certify::on_supports;
use super::columns::Columns;
use super::polytope::Polytope;
use crate::game::NormalForm;
use crate::solve::control::Watch;
use crate::solve::solution::Equilibrium;

/// What a search found and did.
#[derive(Debug, Default)]
pub(super) struct Search {
    pub(super) found: Option<Equilibrium>,
    /// How many paths were followed, in whole or in part.
    pub(super) paths: u64,
    pub(super) pivots: u64,
    /// How many ends of paths were no equilibrium when looked at exactly.
    pub(super) refused: u64,
}

/// Follows paths from many labels, each for a few pivots at first, and for more and more in later rounds; paths differ
/// much in length (Codenotti, De Rossi, Pagan 2008, arXiv:0811.3247). The first end of a path that is an equilibrium
/// exactly is the answer.
///
/// Constants are perturbed a little, so that ties of the game do not make the method cycle.
pub(super) fn search(game: &NormalForm, watch: &mut Watch) -> Search {
    let labels: usize = game.shape().iter().sum();
    let [left, right] =
        [0, 1].map(|side| Polytope::new(Columns::new(game, side), constants(labels - game.shape()[side])));
    let mut pair = Pair { left, right, rows: game.shape()[0] };
    let mut search = Search::default();
    let mut label = 0;
    // The first tries come from all over the table, so that no order of the strategies is unlucky for long.
    let stride = coprime_stride(labels);
    for round in 3..ROUNDS {
        let cap = 1u64 << round;
        for _ in 0..labels.min((1024 >> round).max(8)) {
            let end = pair.follow(label, cap, &mut search.pivots, watch);
            search.paths += 1;
            label = (label + stride) % labels;
            match end {
                End::Stopped => return search,
                End::Open => {}
                End::Reached(supports) => match on_supports(game, &supports, watch) {
                    None => search.refused += 1,
                    found => return Search { found, ..search },
                },
            }
        }
    }
    search
}

/// Paths of more than `2^ROUNDS` pivots are left to exact arithmetic.
const ROUNDS: u32 = 18;

/// Ones, each a little more than the last in no order.
fn constants(count: usize) -> Rc<[f64]> {
    let noise = |k: usize| ((k as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / (1u64 << 53) as f64;
    (0..count).map(|k| 1.0 + 1e-7 * noise(k)).collect()
}

/// A step about 0.618 of the labels long that meets all of them.
fn coprime_stride(labels: usize) -> usize {
    let divisor = |mut a: usize, mut b: usize| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let golden = (labels as f64 * 0.618) as usize;
    (golden.max(1)..).find(|&stride| divisor(stride, labels) == 1).unwrap_or(1)
}

/// How following a path ended.
enum End {
    /// At a point at which every label binds: both supports.
    Reached([Vec<usize>; 2]),
    /// The path is longer than was allowed, or rounding has spoilt it.
    Open,
    Stopped,
}

/// Both players' polytopes.
struct Pair<'a> {
    left: Polytope<'a>,
    right: Polytope<'a>,
    rows: usize,
}

impl Pair<'_> {
    fn follow(&mut self, missing: usize, cap: u64, pivots: &mut u64, watch: &mut Watch) -> End {
        self.left.reset();
        self.right.reset();
        let (mut on_left, mut label) = (missing < self.rows, missing);
        for _ in 0..cap {
            if watch.must_stop(0) {
                return End::Stopped;
            }
            *pivots += 1;
            let Some(next) = self.enter(on_left, label) else { return End::Open };
            if next == missing {
                return End::Reached([self.left.played(), self.right.played()]);
            }
            (on_left, label) = (!on_left, next);
        }
        End::Open
    }

    /// Labels are player 1's strategies, then player 2's; the right side has its own variables first.
    fn enter(&mut self, on_left: bool, label: usize) -> Option<usize> {
        if on_left {
            return self.left.enter(label);
        }
        let (rows, columns) = (self.rows, self.right.columns());
        let inward = if label < rows { columns + label } else { label - rows };
        let left = self.right.enter(inward)?;
        Some(if left < columns { rows + left } else { left - columns })
    }
}
