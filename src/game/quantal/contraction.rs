//! Is there only one logit equilibrium at a precision? A proof by contraction.

use super::QuantalMap;
use crate::game::any::Game;
use crate::number::{Interval, Rational};

/// The most times that the box which holds all fixed points is made narrower.
const ROUNDS: usize = 6;

/// A round is worth it if it leaves at most this part of the widths.
const NARROWER: f64 = 0.8;

/// Where log-odds could be larger than this, nothing is tried.
const WIDEST: f64 = 100.0;

impl QuantalMap {
    /// Whether it is proven that there is just one logit equilibrium.
    ///
    /// # Definition
    /// With log-odds `z`, equilibria are the fixed points of `L g(z)`. No gain is larger than the range of the
    /// player's payoffs, so that all of them are in a box, which the map does not leave; the map's image of a box that holds
    /// them all is another one. If over such a box the absolute derivatives of each row sum to less than 1, the map is a
    /// contraction there, and two fixed points cannot be (Banach). One exists by Brouwer's theorem.
    ///
    /// # Complexity
    /// Some evaluations in intervals.
    pub(crate) fn has_only_one(&mut self, game: &Game) -> bool {
        let mut region = self.all(game);
        if region.iter().any(|odds| odds.hi.is_nan() || odds.hi > WIDEST) {
            return false;
        }
        let free = region.len();
        let (mut gains, mut slopes) = (vec![Interval::ZERO; free], vec![Interval::ZERO; free * free]);
        for _ in 0..ROUNDS {
            self.intervals.evaluate(&region, &mut gains, &mut slopes);
            if slopes.chunks_exact(free.max(1)).all(|line| self.contracts(line)) {
                return true;
            }
            let image = |(odds, gain): (&Interval, &Interval)| odds.intersection(self.precision * *gain);
            let Some(next) = region.iter().zip(&gains).map(image).collect::<Option<Vec<_>>>() else { return false };
            if total(&next) > NARROWER * total(&region) {
                return false;
            }
            region = next;
        }
        false
    }

    /// A box of log-odds that holds all fixed points.
    fn all(&self, game: &Game) -> Vec<Interval> {
        let ranges = game.payoff_ranges();
        let owners: Vec<usize> = match game {
            Game::Normal(table) => (0..table.num_players()).collect(),
            Game::Extensive(tree) => tree.infosets().iter().map(|set| set.player.index()).collect(),
        };
        let of = |(count, owner): (&usize, usize)| {
            let range: &Rational = &ranges[owner];
            let most = (self.precision * Interval::around(range)).hi;
            std::iter::repeat_n(Interval::new(-most, most), count - 1)
        };
        self.intervals.shape().iter().zip(owners).flat_map(of).collect()
    }

    /// Whether the absolute values of a row's derivatives sum to less than 1.
    fn contracts(&self, line: &[Interval]) -> bool {
        let size = |x: &Interval| match x.lo.is_finite() && x.hi.is_finite() {
            true => Interval::point(x.lo.abs().max(x.hi.abs())),
            false => Interval::point(f64::INFINITY),
        };
        let sum = line.iter().fold(Interval::ZERO, |sum, slope| sum + self.precision * size(slope));
        sum.hi < 1.0
    }
}

fn total(region: &[Interval]) -> f64 {
    region.iter().map(|odds| odds.width()).sum()
}
