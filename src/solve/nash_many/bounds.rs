//! [`Bounds`]: how far rounding may carry the determinants of one player's payoffs.

use std::ops::RangeInclusive;

/// The unit of rounding: half the distance from 1 to the next float.
pub(super) const UNIT: f64 = f64::EPSILON / 2.0;

/// The largest error of a probability that is let pass; beyond it the exact solver takes over.
pub(super) const MAX_ERROR: f64 = 1e-10;

/// Spreads of payoffs for which no product of up to four of them overflows, or underflows below its bound.
const SPREADS: RangeInclusive<f64> = 1e-70..=1e70;

/// Error bounds for weights (minors of payoff differences) and slacks (determinants), by the size of the support.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Below this a weight has no sure sign. Where it is 0, signs are exact, and 0 is a tie.
    pub(super) weight_sign: [f64; 5],
    /// How far a weight may be off.
    pub(super) weight_error: [f64; 5],
    /// Below this a slack has no sure sign, or is a tie where it is 0.
    pub(super) slack_sign: [f64; 5],
}

/// A margin for terms of second order, and for rounding in the bounds themselves.
const MARGIN: f64 = 1.05;

impl Bounds {
    /// For arithmetic without rounding.
    pub(super) const EXACT: Bounds = Bounds { weight_sign: [0.0; 5], weight_error: [0.0; 5], slack_sign: [0.0; 5] };

    /// Whether nothing is rounded.
    pub(super) fn is_exact(&self) -> bool {
        self.weight_error[2] == 0.0
    }

    /// For payoffs whose largest size is `size`, and of which no two differ by more than `spread`; `None` where products
    /// could overflow or underflow.
    ///
    /// Each payoff is off by at most half a unit in the last place, as it stands for its shortest decimal; so a difference
    /// `d` of payoffs, with `|d| <= spread`, is off by `entry`: two such errors and one of the subtraction. A product of
    /// `k` differences is then off by `k * entry * spread^(k-1)` and `k - 1` roundings, and sums add a rounding for each
    /// partial sum. Written with `r = entry / (UNIT * spread)`, determinants of order 1 to 4 are off by at most `r`,
    /// `4r + 4`, `18r + 28` and `96r + 190` times `UNIT * spread^order`.
    ///
    /// Signs of differences are exact: a larger float has a larger shortest decimal.
    pub(super) fn rounded(size: f64, spread: f64) -> Option<Bounds> {
        if spread == 0.0 {
            return Some(Bounds::EXACT);
        }
        if !SPREADS.contains(&spread) || size > *SPREADS.end() {
            return None;
        }
        Some(Self::of_relative(relative(size, spread), spread))
    }

    /// For payoffs of which each may be off by `off`, and that were rounded to floats: signs of differences are no longer
    /// exact. `None` where the errors are no longer small beside the differences.
    pub(super) fn uncertain(off: f64, size: f64, spread: f64) -> Option<Bounds> {
        let inside = SPREADS.contains(&spread) && size <= *SPREADS.end();
        let r = relative(size.max(off / UNIT), spread);
        if !inside || r * UNIT > MAX_RELATIVE {
            return None;
        }
        let mut bounds = Self::of_relative(r, spread);
        bounds.weight_sign[2] = bounds.weight_error[2];
        Some(bounds)
    }

    fn of_relative(r: f64, spread: f64) -> Bounds {
        let (one, two) = (MARGIN * UNIT * spread, MARGIN * UNIT * spread * spread);
        let (first, second) = (r * one, (4.0 * r + 4.0) * two);
        let (third, fourth) = ((18.0 * r + 28.0) * two * spread, (96.0 * r + 190.0) * two * spread * spread);
        Bounds {
            weight_sign: [0.0, 0.0, 0.0, second, third],
            weight_error: [0.0, 0.0, first, second, third],
            slack_sign: [0.0, 0.0, second, third, fourth],
        }
    }
}

/// The largest error of a difference, as a share of the largest difference, for which the margin covers what is of second
/// order: for a product of four it is three halves of the share.
pub(super) const MAX_RELATIVE: f64 = 1e-3;

/// The error of a difference of payoffs, as a multiple of `UNIT * spread`.
pub(super) fn relative(size: f64, spread: f64) -> f64 {
    (2.0 * size + spread) / spread
}
