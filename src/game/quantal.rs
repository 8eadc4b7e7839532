//! [`QuantalMap`]: proof that a logit equilibrium is near a profile given in floats.
//!
//! With log-odds `z` against each player's first strategy, a logit equilibrium at precision `L` solves `z = L g(z)`,
//! where `g` are the expected gains over the first strategy. Krawczyk's operator, in intervals that round outward, proves
//! that a box of log-odds holds exactly one solution; the box gives bounds on every probability.

use nalgebra::DMatrix;

use super::gains::{Gains, Workspace};
use super::normal::NormalForm;
use crate::number::{Interval, Rational};

/// The most steps of Newton's method before the proof.
const POLISH: usize = 12;

/// The most boxes that are tried, each a little larger than what the last one was mapped to.
const ATTEMPTS: usize = 8;

/// Below this a logarithm is taken from the payoffs and not from the probability, of which rounding has left too little.
const FAINT: f64 = 1e-8;

/// The logit map of a payoff table at one precision, in floats and in intervals.
pub(crate) struct QuantalMap {
    floats: Gains<f64>,
    intervals: Gains<Interval>,
    precision: Interval,
}

/// A map's values at a point or over a box.
struct Values<T> {
    /// `z - L g(z)`.
    residual: Vec<T>,
    /// The derivative of that, row by row.
    derivative: Vec<T>,
}

impl QuantalMap {
    /// The map of a game at a precision.
    pub(crate) fn new(game: &NormalForm, precision: &Rational) -> Self {
        QuantalMap {
            floats: Gains::new(game, |x| x.to_f64()),
            intervals: Gains::new(game, |x| Interval::around(&x)),
            precision: Interval::around(precision),
        }
    }

    /// Bounds on every probability of the only logit equilibrium in a neighbourhood of a flat profile, if that can be
    /// proven.
    pub(crate) fn enclose(&self, profile: &[f64]) -> Option<Vec<Interval>> {
        let middle = self.polished(self.log_odds(profile)?)?;
        let inverse = self.inverse(&middle)?;
        let point: Vec<Interval> = middle.iter().map(|&x| Interval::point(x)).collect();
        let values = self.over(&point);
        let newton = product(&inverse, &values.residual, 1);
        let shift = |(x, step): (&Interval, &Interval)| *x - *step;
        let start: Vec<Interval> = point.iter().zip(&newton).map(shift).collect();
        let mut image = start.clone();
        for _ in 0..ATTEMPTS {
            let region: Vec<Interval> = image.iter().zip(&point).map(|(x, m)| inflated(hull(*x, *m))).collect();
            image = self.krawczyk(&inverse, &start, &point, &region);
            if image.iter().any(|x| !(x.lo.is_finite() && x.hi.is_finite())) {
                return None;
            }
            if image.iter().zip(&region).all(|(image, region)| region.holds_inside(*image)) {
                return Some(self.probabilities(&image));
            }
        }
        None
    }

    /// `m - Y F(m) + (I - Y J)(X - m)`, the first two terms given.
    fn krawczyk(
        &self,
        inverse: &DMatrix<f64>,
        start: &[Interval],
        point: &[Interval],
        region: &[Interval],
    ) -> Vec<Interval> {
        let free = region.len();
        let steps = product(inverse, &self.over(region).derivative, free);
        let rest = |row: usize| {
            (0..free).fold(start[row], |sum, column| {
                let identity = Interval::point(if row == column { 1.0 } else { 0.0 });
                sum + (identity - steps[row * free + column]) * (region[column] - point[column])
            })
        };
        (0..free).map(rest).collect()
    }

    /// The log-odds of a profile; those of faint strategies from the payoffs.
    fn log_odds(&self, profile: &[f64]) -> Option<Vec<f64>> {
        let free = profile.len() - self.floats.shape().len();
        let (mut gains, mut slopes) = (vec![0.0; free], vec![0.0; free * profile.len()]);
        self.floats.evaluate(profile, &mut Workspace::default(), &mut gains, &mut slopes);
        let (mut odds, mut start) = (Vec::with_capacity(free), 0);
        for &count in self.floats.shape() {
            let row = &profile[start..start + count];
            let gain = |strategy: usize| if strategy == 0 { 0.0 } else { gains[odds.len() + strategy - 1] };
            let best = (0..count).max_by(|&a, &b| row[a].total_cmp(&row[b]))?;
            let log = |strategy: usize| match row[strategy] {
                p if p >= FAINT => p.ln(),
                _ => row[best].ln() + self.precision.middle() * (gain(strategy) - gain(best)),
            };
            let own: Vec<f64> = (1..count).map(|strategy| log(strategy) - log(0)).collect();
            odds.extend(own);
            start += count;
        }
        odds.iter().all(|x| x.is_finite()).then_some(odds)
    }

    /// Newton's method in floats, as far as it gains.
    fn polished(&self, mut odds: Vec<f64>) -> Option<Vec<f64>> {
        let mut last = f64::INFINITY;
        for _ in 0..POLISH {
            let values = self.at(&odds);
            let free = odds.len();
            let step = DMatrix::from_row_slice(free, free, &values.derivative)
                .lu()
                .solve(&DMatrix::from_column_slice(free, 1, &values.residual))?;
            let size = step.iter().zip(&odds).map(|(step, x)| step.abs() / (1.0 + x.abs())).fold(0.0, f64::max);
            if !size.is_finite() || size > 2.0 * last {
                return None;
            }
            odds.iter_mut().zip(step.iter()).for_each(|(x, step)| *x -= step);
            if size < 1e-15 || size > 0.5 * last {
                break;
            }
            last = size;
        }
        Some(odds)
    }

    fn inverse(&self, odds: &[f64]) -> Option<DMatrix<f64>> {
        let derivative = DMatrix::from_row_slice(odds.len(), odds.len(), &self.at(odds).derivative);
        derivative.try_inverse().filter(|inverse| inverse.iter().all(|x| x.is_finite()))
    }

    fn at(&self, odds: &[f64]) -> Values<f64> {
        let profile = softmax(odds, self.floats.shape());
        let free = odds.len();
        let (mut gains, mut slopes) = (vec![0.0; free], vec![0.0; free * profile.len()]);
        self.floats.evaluate(&profile, &mut Workspace::default(), &mut gains, &mut slopes);
        let precision = self.precision.middle();
        let residual = odds.iter().zip(&gains).map(|(z, gain)| z - precision * gain).collect();
        let entry = |row: usize, column: usize, place: usize, own: bool| match own {
            true => f64::from(u8::from(row == column)),
            false => -precision * profile[place] * (slopes[row * profile.len() + place] - gains[row]),
        };
        Values { derivative: derivative(self.floats.shape(), entry), residual }
    }

    fn over(&self, odds: &[Interval]) -> Values<Interval> {
        let profile = self.probabilities(odds);
        let free = odds.len();
        let (mut gains, mut slopes) = (vec![Interval::ZERO; free], vec![Interval::ZERO; free * profile.len()]);
        self.intervals.evaluate(&profile, &mut Workspace::default(), &mut gains, &mut slopes);
        let residual = odds.iter().zip(&gains).map(|(z, gain)| *z - self.precision * *gain).collect();
        let entry = |row: usize, column: usize, place: usize, own: bool| match own {
            true => Interval::point(if row == column { 1.0 } else { 0.0 }),
            false => -(self.precision * profile[place] * (slopes[row * profile.len() + place] - gains[row])),
        };
        Values { derivative: derivative(self.floats.shape(), entry), residual }
    }

    /// The probabilities over a box of log-odds.
    fn probabilities(&self, odds: &[Interval]) -> Vec<Interval> {
        let (mut profile, mut start) = (Vec::new(), 0);
        for &count in self.floats.shape() {
            let odd = |strategy: usize| if strategy == 0 { Interval::ZERO } else { odds[start + strategy - 1] };
            let part = |strategy: usize| {
                let others = (0..count).filter(|&other| other != strategy);
                let ratios = others.map(|other| (odd(other) - odd(strategy)).exp());
                let p = ratios.fold(Interval::point(1.0), |sum, ratio| sum + ratio).reciprocal();
                Interval::new(p.lo, p.hi.min(1.0))
            };
            profile.extend((0..count).map(part));
            start += count - 1;
        }
        profile
    }
}

/// Puts a derivative together from `entry(row, column, place of the column's strategy, whether of the row's player)`.
fn derivative<T>(shape: &[usize], entry: impl Fn(usize, usize, usize, bool) -> T) -> Vec<T> {
    let place = |(player, &count): (usize, &usize)| (1..count).map(move |strategy| (player, strategy));
    let rows: Vec<(usize, usize)> = shape.iter().enumerate().flat_map(place).collect();
    let starts: Vec<usize> = (0..shape.len()).map(|player| shape[..player].iter().sum()).collect();
    let mut entries = Vec::with_capacity(rows.len() * rows.len());
    for (row, (player, _)) in rows.iter().enumerate() {
        let columns = rows.iter().enumerate();
        entries.extend(columns.map(|(column, (other, s))| entry(row, column, starts[*other] + s, player == other)));
    }
    entries
}

/// The probabilities of log-odds against each player's first strategy.
pub(crate) fn softmax(odds: &[f64], shape: &[usize]) -> Vec<f64> {
    let (mut profile, mut start) = (Vec::with_capacity(odds.len() + shape.len()), 0);
    for &count in shape {
        let own = &odds[start..start + count - 1];
        let most = own.iter().copied().fold(0.0, f64::max);
        let first = profile.len();
        profile.push((-most).exp());
        profile.extend(own.iter().map(|z| (z - most).exp()));
        let sum: f64 = profile[first..].iter().sum();
        profile[first..].iter_mut().for_each(|p| *p /= sum);
        start += count - 1;
    }
    profile
}

/// A float matrix times an interval matrix of some columns, given row by row.
fn product(matrix: &DMatrix<f64>, entries: &[Interval], columns: usize) -> Vec<Interval> {
    let size = matrix.nrows();
    let cell = |row: usize, column: usize| {
        (0..size).fold(Interval::ZERO, |sum, k| sum + Interval::point(matrix[(row, k)]) * entries[k * columns + column])
    };
    (0..size).flat_map(|row| (0..columns).map(move |column| (row, column))).map(|(r, c)| cell(r, c)).collect()
}

fn hull(a: Interval, b: Interval) -> Interval {
    Interval::new(a.lo.min(b.lo), a.hi.max(b.hi))
}

/// A box half as wide again, and by a few units in the last place.
fn inflated(x: Interval) -> Interval {
    x.widened(0.25 * x.width() + 4e-16 * (1.0 + x.lo.abs().max(x.hi.abs())))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let map = QuantalMap::new(&game, &precision.into());
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
        let map = QuantalMap::new(&pennies(9), &Rational::from(2));
        let near = map.enclose(&[0.5, 0.5, 0.5, 0.5]);
        assert!(near.is_none_or(|bounds| (bounds[0].middle() - 0.5).abs() > 1e-3));
    }

    #[test]
    fn huge_precision_neither_overflows_nor_lies() {
        let dilemma = NormalForm::builder().player("A", ["c", "d"]).player("B", ["c", "d"]);
        let dilemma = dilemma.table(&[&[2, 0, 3, 1], &[2, 3, 0, 1]]).unwrap();
        let map = QuantalMap::new(&dilemma, &Rational::from(1_000_000));
        let bounds = map.enclose(&[0.0, 1.0, 0.0, 1.0]).unwrap();
        assert!(bounds[0].lo == 0.0 && bounds[0].hi < 1e-300 && bounds[1].hi == 1.0 && bounds[1].lo > 1.0 - 1e-15);
    }
}
