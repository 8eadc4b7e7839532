//! [`QuantalMap`]: proof that a logit equilibrium is near a profile given in floats.
//!
//! With log-odds `z` against each chooser's first choice, a logit equilibrium at precision `L` solves `z = L g(z)`,
//! where `g` are the expected gains over the first choice. The choosers are a table's players, or a tree's information sets. Krawczyk's operator, in intervals that round outward, proves
//! that a box of log-odds holds exactly one solution; the box gives bounds on every probability.

use nalgebra::{DMatrix, DVector};

mod contraction;

use super::any::Game;
use super::logit_field::{LogitField, probabilities};
use crate::error::Error;
use crate::number::{Interval, Rational};

/// The most steps of Newton's method before the proof.
const POLISH: usize = 12;

/// Steps below this may grow by rounding alone.
const NOISE: f64 = 1e-10;

/// The most boxes that are tried, each a little larger than what the last one was mapped to.
const ATTEMPTS: usize = 8;

/// Below this a logarithm is taken from the payoffs and not from the probability, of which rounding has left too little.
const FAINT: f64 = 1e-8;

/// In a tree beliefs depend on the ratios of probabilities, however small, so that only those below this are replaced.
const FAINT_IN_TREES: f64 = 1e-150;

/// The most rounds in which the logarithms of faint probabilities of a tree are found from each other.
const ROUNDS: usize = 60;

/// The logit map of a game at one precision, in floats and in intervals.
pub(crate) struct QuantalMap {
    floats: LogitField<f64>,
    intervals: LogitField<Interval>,
    precision: Interval,
}

impl QuantalMap {
    /// The map of a game at a precision.
    ///
    /// # Errors
    /// When a tree lacks perfect recall, or has information sets that chance never lets play come to.
    pub(crate) fn new(game: &Game, precision: &Rational) -> Result<Self, Error> {
        Ok(QuantalMap {
            floats: LogitField::new(game, &Rational::ONE)?,
            intervals: LogitField::new(game, &Rational::ONE)?,
            precision: Interval::around(precision),
        })
    }

    /// Bounds on every probability of the only logit equilibrium in a neighbourhood of a flat profile, if that can be
    /// proven.
    pub(crate) fn enclose(&mut self, profile: &[f64]) -> Option<Vec<Interval>> {
        let odds = self.log_odds(profile)?;
        let (middle, inverse) = self.polished(odds)?;
        let start = self.after_newton(&middle, &inverse);
        let mut image = start.clone();
        for _ in 0..ATTEMPTS {
            let region: Vec<Interval> = image.iter().zip(&middle).map(|(x, m)| inflated(hull(*x, *m))).collect();
            image = self.krawczyk(&inverse, &start, &middle, &region);
            if image.iter().any(|x| !(x.lo.is_finite() && x.hi.is_finite())) {
                return None;
            }
            if image.iter().zip(&region).all(|(image, region)| region.holds_inside(*image)) {
                return Some(probabilities(&image, self.floats.shape()));
            }
        }
        None
    }

    /// `m - Y F(m)`.
    fn after_newton(&mut self, middle: &[f64], inverse: &DMatrix<f64>) -> Vec<Interval> {
        let point: Vec<Interval> = middle.iter().map(|&x| Interval::point(x)).collect();
        let mut gains = vec![Interval::ZERO; point.len()];
        self.intervals.gains(&point, &mut gains);
        let residual: Vec<Interval> = point.iter().zip(&gains).map(|(z, gain)| *z - self.precision * *gain).collect();
        let row = |row: usize| {
            let steps = residual.iter().enumerate().map(|(k, miss)| Interval::point(inverse[(row, k)]) * *miss);
            steps.fold(point[row], |sum, step| sum - step)
        };
        (0..point.len()).map(row).collect()
    }

    /// `m - Y F(m) + (I - Y J)(X - m)`, the first two terms given.
    ///
    /// With middles `C` and radii `D` of `J`, and `r` how far `X` is from `m`, the last term is at most `|I - Y C| r +
    /// |Y| (D r)`. Floats compute `Y C` but for `n u |Y| |C|` (Rump 1999, doi:10.1007/978-94-017-1247-7_7); all else
    /// are sums of numbers that are not negative, whose relative error is small.
    fn krawczyk(
        &mut self,
        inverse: &DMatrix<f64>,
        start: &[Interval],
        middle: &[f64],
        region: &[Interval],
    ) -> Vec<Interval> {
        let free = region.len();
        let rounding = (free + 4) as f64 * f64::EPSILON;
        let derivative = self.derivative_over(region);
        let reach: Vec<f64> = region.iter().zip(middle).map(|(x, m)| (x.hi - m).max(m - x.lo).next_up()).collect();
        let middles: Vec<f64> = derivative.iter().map(|entry| entry.middle()).collect();
        let spread = |line: &[Interval]| -> f64 {
            let entries = line.iter().zip(&reach);
            entries.map(|(x, r)| (x.width() + rounding * x.lo.abs().max(x.hi.abs())) * r).sum()
        };
        let spreads: Vec<f64> = derivative.chunks_exact(free.max(1)).map(spread).collect();
        let product = inverse * DMatrix::from_row_slice(free, free, &middles);
        let off = |row: usize| {
            let identity = |column: usize| f64::from(u8::from(row == column));
            let by_middles = |k: usize| (identity(k) - product[(row, k)]).abs() * reach[k];
            (0..free).map(|k| by_middles(k) + inverse[(row, k)].abs() * spreads[k]).sum::<f64>()
        };
        let bound = |row: usize| off(row) * (1.0 + 4.0 * rounding) + f64::MIN_POSITIVE;
        (0..free).map(|row| start[row].widened(bound(row))).collect()
    }

    /// The log-odds of a profile; those of faint choices from the payoffs.
    fn log_odds(&mut self, profile: &[f64]) -> Option<Vec<f64>> {
        let (faint, rounds) = match self.floats {
            LogitField::Table(_) => (FAINT, 1),
            LogitField::Tree(_) => (FAINT_IN_TREES, ROUNDS),
        };
        let least = faint.min(1e-20);
        let rough: Vec<f64> = profile.iter().map(|p| p.max(least).ln()).collect();
        let mut odds = against_first(&rough, self.floats.shape());
        for _ in 0..rounds {
            let logs = self.logs(profile, &odds, faint)?;
            let next = against_first(&logs, self.floats.shape());
            let change = next.iter().zip(&odds).map(|(a, b)| (a - b).abs() / (1.0 + b.abs())).fold(0.0, f64::max);
            odds = next;
            if change < 1e-12 {
                break;
            }
        }
        odds.iter().all(|x| x.is_finite()).then_some(odds)
    }

    /// The logarithms of a profile, those of faint choices from the gains at some log-odds.
    fn logs(&mut self, profile: &[f64], odds: &[f64], faint: f64) -> Option<Vec<f64>> {
        if profile.iter().all(|p| *p >= faint) {
            return Some(profile.iter().map(|p| p.ln()).collect());
        }
        let mut gains = vec![0.0; odds.len()];
        self.floats.gains(odds, &mut gains);
        let (mut logs, mut row) = (Vec::with_capacity(profile.len()), 0);
        for &count in self.floats.shape() {
            let own = &profile[logs.len()..logs.len() + count];
            let gain = |choice: usize| if choice == 0 { 0.0 } else { gains[row + choice - 1] };
            let best = (0..count).max_by(|&a, &b| own[a].total_cmp(&own[b]))?;
            logs.extend((0..count).map(|choice| match own[choice] {
                p if p >= faint => p.ln(),
                _ => own[best].ln() + self.precision.middle() * (gain(choice) - gain(best)),
            }));
            row += count - 1;
        }
        Some(logs)
    }

    /// Newton's method in floats, as far as it gains, and the inverse of the derivative near there.
    fn polished(&mut self, mut odds: Vec<f64>) -> Option<(Vec<f64>, DMatrix<f64>)> {
        let mut last = f64::INFINITY;
        for round in 1..=POLISH {
            let (miss, inverse) = self.at(&odds)?;
            let step = &inverse * miss;
            let size = step.iter().zip(&odds).map(|(step, x)| step.abs() / (1.0 + x.abs())).fold(0.0, f64::max);
            if !size.is_finite() || (size > 2.0 * last && size > NOISE) {
                return None;
            }
            odds.iter_mut().zip(step.iter()).for_each(|(x, step)| *x -= step);
            if size < NOISE || size > 0.5 * last || round == POLISH {
                return Some((odds, inverse));
            }
            last = size;
        }
        None
    }

    /// `z - L g(z)` in floats, and the inverse of its derivative.
    fn at(&mut self, odds: &[f64]) -> Option<(DVector<f64>, DMatrix<f64>)> {
        let (precision, free) = (self.precision.middle(), odds.len());
        let (mut gains, mut slopes) = (vec![0.0; free], vec![0.0; free * free]);
        self.floats.evaluate(odds, &mut gains, &mut slopes);
        for (place, slope) in slopes.iter_mut().enumerate() {
            *slope = f64::from(u8::from(place.is_multiple_of(free + 1))) - precision * *slope;
        }
        let miss = DVector::from_fn(free, |row, _| odds[row] - precision * gains[row]);
        let inverse = DMatrix::from_row_slice(free, free, &slopes).try_inverse()?;
        inverse.iter().all(|x| x.is_finite()).then_some((miss, inverse))
    }

    /// The derivative of `z - L g(z)` over a box, row by row.
    fn derivative_over(&mut self, region: &[Interval]) -> Vec<Interval> {
        let free = region.len();
        let (mut gains, mut slopes) = (vec![Interval::ZERO; free], vec![Interval::ZERO; free * free]);
        self.intervals.evaluate(region, &mut gains, &mut slopes);
        let one = |place: usize| Interval::point(f64::from(u8::from(place.is_multiple_of(free + 1))));
        slopes.iter().enumerate().map(|(place, slope)| one(place) - self.precision * *slope).collect()
    }
}

/// Log-odds from logarithms.
fn against_first(logs: &[f64], shape: &[usize]) -> Vec<f64> {
    let (mut odds, mut start) = (Vec::with_capacity(logs.len() - shape.len()), 0);
    for &count in shape {
        odds.extend((start + 1..start + count).map(|place| logs[place] - logs[start]));
        start += count;
    }
    odds
}

fn hull(x: Interval, point: f64) -> Interval {
    Interval::new(x.lo.min(point), x.hi.max(point))
}

/// A box half as wide again, and by a few units in the last place.
fn inflated(x: Interval) -> Interval {
    x.widened(0.25 * x.width() + 4e-16 * (1.0 + x.lo.abs().max(x.hi.abs())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::NormalForm;

    fn pennies(stake: i64) -> NormalForm {
        let builder = NormalForm::builder().player("Evader", ["left", "right"]).player("Seeker", ["left", "right"]);
        builder.table(&[&[stake, 0, 0, 1], &[0, 1, 1, 0]]).unwrap()
    }

    /// Asymmetric matching pennies against a slow damped iteration of the definition.
    #[test]
    fn the_enclosure_holds_the_fixed_point() {
        for precision in [0i64, 1, 3, 10, 40] {
            let game = pennies(9);
            let (mut p, mut q) = (0.5f64, 0.5f64);
            let lambda = precision as f64;
            let logit = |gain: f64| 1.0 / (1.0 + (-lambda * gain).exp());
            for _ in 0..4_000_000 {
                let (up, left) = (logit(9.0 * q - (1.0 - q)), logit(1.0 - 2.0 * p));
                let pace = 0.5 / (1.0 + 10.0 * lambda);
                (p, q) = (p + pace * (up - p), q + pace * (left - q));
            }
            let mut map = QuantalMap::new(&game.into(), &precision.into()).unwrap();
            let bounds = map.enclose(&[p, 1.0 - p, q, 1.0 - q]).unwrap();
            for (interval, value) in bounds.iter().zip([p, 1.0 - p, q, 1.0 - q]) {
                assert!(interval.width() < 1e-13, "{interval:?}");
                assert!((interval.middle() - value).abs() < 1e-12, "{precision}: {interval:?} {value}");
            }
        }
    }

    #[test]
    fn what_is_no_fixed_point_is_not_confirmed() {
        // Far from the solution Newton's method may go there, but the box is then far from what was claimed.
        let mut map = QuantalMap::new(&pennies(9).into(), &Rational::from(2)).unwrap();
        let near = map.enclose(&[0.5, 0.5, 0.5, 0.5]);
        assert!(near.is_none_or(|bounds| (bounds[0].middle() - 0.5).abs() > 1e-3));
    }

    #[test]
    fn huge_precision_neither_overflows_nor_lies() {
        let dilemma = NormalForm::builder().player("A", ["c", "d"]).player("B", ["c", "d"]);
        let dilemma = dilemma.table(&[&[2, 0, 3, 1], &[2, 3, 0, 1]]).unwrap();
        let mut map = QuantalMap::new(&dilemma.into(), &Rational::from(1_000_000)).unwrap();
        let bounds = map.enclose(&[0.0, 1.0, 0.0, 1.0]).unwrap();
        assert!(bounds[0].lo == 0.0 && bounds[0].hi < 1e-300 && bounds[1].hi == 1.0 && bounds[1].lo > 1.0 - 1e-15);
    }
}
