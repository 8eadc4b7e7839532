//! [`Ranking`]: an order of a player's strategies by what they bring, with ties, and which orders there are.

use super::admissible::Payoffs;
use super::curve::activate;
use super::hull::{Keep, cut};
use crate::number::Rational;
use crate::solve::control::Watch;

/// The most orders of a player's strategies that are looked at.
pub(super) const MAX_RANKINGS: usize = 2_000;

/// A ranking of a player's strategies, with what the other player's strategy must satisfy to bring it about.
pub(super) struct Ranking {
    /// The strategies, best ones first; those of a block bring the same.
    pub(super) blocks: Vec<Vec<usize>>,
    pub(super) at_least: Vec<Vec<Rational>>,
    pub(super) equal: Vec<Vec<Rational>>,
}

impl Ranking {
    pub(super) fn new(payoffs: &Payoffs, blocks: Vec<Vec<usize>>) -> Ranking {
        let pairs = blocks.iter().flat_map(|block| block.windows(2));
        let equal = pairs.map(|pair| more(payoffs, pair[0], pair[1])).collect();
        let at_least = blocks.windows(2).map(|pair| more(payoffs, pair[0][0], pair[1][0])).collect();
        Ranking { blocks, at_least, equal }
    }

    /// Whether some completely mixed strategy of the other player brings about just this ranking.
    fn is_possible(&self, count: usize) -> bool {
        let unit = |strategy: usize| (0..count).map(|k| Rational::from(i64::from(k == strategy))).collect();
        let rows: Vec<Vec<Rational>> = self.at_least.iter().cloned().chain((0..count).map(unit)).collect();
        !activate(&rows, &self.equal, count).1.contains(&false)
    }
}

/// What one strategy brings more than another, by the other player's strategy.
fn more(payoffs: &Payoffs, better: usize, worse: usize) -> Vec<Rational> {
    payoffs.rows[better].iter().zip(&payoffs.rows[worse]).map(|(a, b)| *a - *b).collect()
}

/// A ranking that completely mixed strategies of the other player bring about as close as one likes to a polytope, and the
/// extreme points of the polytope's part where it holds with ties added.
pub(super) struct Near {
    pub(super) ranking: Ranking,
    pub(super) points: Vec<Vec<Rational>>,
}

/// The rankings near a polytope of the other player's strategies, given by its extreme points; `None` if there are too many
/// or the search is told to stop.
///
/// # Method
/// Strategies are put in one after the other, before, between and into the blocks of those that are there. A ranking has
/// only rankings of fewer strategies behind it that are possible, too, so that what is impossible is never extended.
pub(super) fn rankings_near(payoffs: &Payoffs, polytope: &[Vec<Rational>], watch: &mut Watch) -> Option<Vec<Near>> {
    let count = payoffs.numbers.len();
    let first = Near { ranking: Ranking::new(payoffs, vec![vec![0]]), points: polytope.to_vec() };
    let mut found = vec![first];
    for strategy in 1..payoffs.rows.len() {
        let mut longer = Vec::new();
        for near in &found {
            for place in 0..=2 * near.ranking.blocks.len() {
                if watch.must_stop_now(0) || longer.len() > MAX_RANKINGS {
                    return None;
                }
                let points = near.cut(payoffs, strategy, place);
                let ranking = Ranking::new(payoffs, near.with(strategy, place));
                if !points.is_empty() && ranking.is_possible(count) {
                    longer.push(Near { ranking, points });
                }
            }
        }
        found = longer;
    }
    Some(found)
}

impl Near {
    /// The blocks with a strategy put in: at an even place before block `place / 2`, at an odd one into it.
    fn with(&self, strategy: usize, place: usize) -> Vec<Vec<usize>> {
        let mut blocks = self.ranking.blocks.clone();
        match place % 2 {
            0 => blocks.insert(place / 2, vec![strategy]),
            _ => blocks[place / 2].push(strategy),
        }
        blocks
    }

    /// The part of the polytope that is left.
    fn cut(&self, payoffs: &Payoffs, strategy: usize, place: usize) -> Vec<Vec<Rational>> {
        let blocks = &self.ranking.blocks;
        let points = self.points.clone();
        if place % 2 == 1 {
            return cut(points, &more(payoffs, strategy, blocks[place / 2][0]), Keep::Equal);
        }
        let before = (place / 2).checked_sub(1).map(|above| more(payoffs, blocks[above][0], strategy));
        let after = blocks.get(place / 2).map(|below| more(payoffs, strategy, below[0]));
        before.iter().chain(&after).fold(points, |points, row| cut(points, row, Keep::AtLeast))
    }
}
