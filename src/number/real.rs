//! [`Real`]: what floats and intervals have in common, so that a formula is written once for both.

use std::ops::{Add, Mul, Sub};

use super::interval::Interval;
use super::rational::Rational;

/// A number to compute with: a float, or an interval that is certain to hold the true value.
pub(crate) trait Real:
    Copy + Default + PartialEq + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>
{
    /// The number nearest a fraction, or around it.
    fn around(value: &Rational) -> Self;

    /// The natural logarithm.
    fn ln(self) -> Self;

    /// Appends the shares of terms given by their logarithms, and returns the logarithm of their sum.
    fn shares(logs: &[Self], into: &mut Vec<Self>) -> Self;
}

impl Real for f64 {
    fn around(value: &Rational) -> f64 {
        value.to_f64()
    }

    fn ln(self) -> f64 {
        f64::ln(self)
    }

    fn shares(logs: &[f64], into: &mut Vec<f64>) -> f64 {
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let start = into.len();
        into.extend(logs.iter().map(|log| (log - most).exp()));
        let sum: f64 = into[start..].iter().sum();
        into[start..].iter_mut().for_each(|share| *share /= sum);
        most + sum.ln()
    }
}

impl Real for Interval {
    fn around(value: &Rational) -> Interval {
        Interval::around(value)
    }

    fn ln(self) -> Interval {
        Interval::ln(self)
    }

    fn shares(logs: &[Interval], into: &mut Vec<Interval>) -> Interval {
        let one = Interval::point(1.0);
        let share = |own: usize| {
            let others = logs.iter().enumerate().filter(|(other, _)| *other != own);
            let sum = others.fold(one, |sum, (_, log)| sum + (*log - logs[own]).exp());
            let share = sum.reciprocal();
            Interval::new(share.lo, share.hi.min(1.0))
        };
        into.extend((0..logs.len()).map(share));
        let most = (0..logs.len()).max_by(|&a, &b| logs[a].middle().total_cmp(&logs[b].middle())).unwrap_or(0);
        let others = logs.iter().enumerate().filter(|(other, _)| *other != most);
        let sum = others.fold(one, |sum, (_, log)| sum + (*log - logs[most]).exp());
        logs[most] + sum.ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_floats_lie_in_those_of_intervals() {
        for logs in [vec![0.0], vec![0.0, 1.5, -2.0], vec![-800.0, -801.0], vec![300.0, -900.0, 299.0]] {
            let (mut floats, mut intervals) = (Vec::new(), Vec::new());
            let total = f64::shares(&logs, &mut floats);
            let points: Vec<Interval> = logs.iter().map(|&log| Interval::point(log)).collect();
            let around = Interval::shares(&points, &mut intervals).widened(1e-13);
            assert!(around.lo <= total && total <= around.hi && around.width() < 1e-9);
            for (share, interval) in floats.iter().zip(&intervals) {
                let wide = interval.widened(1e-15);
                assert!(wide.lo <= *share && *share <= wide.hi && interval.width() < 1e-13, "{share} {interval:?}");
            }
        }
    }
}
