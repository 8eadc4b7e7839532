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

    /// Appends the shares of terms given by their logarithms.
    fn shares(logs: &[Self], into: &mut Vec<Self>);

    /// Appends the shares of terms given by their logarithms, and returns the logarithm of their sum.
    fn shares_and_sum(logs: &[Self], into: &mut Vec<Self>) -> Self;
}

impl Real for f64 {
    fn around(value: &Rational) -> f64 {
        value.to_f64()
    }

    fn ln(self) -> f64 {
        f64::ln(self)
    }

    fn shares(logs: &[f64], into: &mut Vec<f64>) {
        weigh(logs, into);
    }

    fn shares_and_sum(logs: &[f64], into: &mut Vec<f64>) -> f64 {
        let (most, sum) = weigh(logs, into);
        most + sum.ln()
    }
}

/// Appends shares; returns the largest logarithm, and the sum of all terms divided by the largest.
fn weigh(logs: &[f64], into: &mut Vec<f64>) -> (f64, f64) {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let start = into.len();
    into.extend(logs.iter().map(|log| (log - most).exp()));
    let sum: f64 = into[start..].iter().sum();
    into[start..].iter_mut().for_each(|share| *share /= sum);
    (most, sum)
}

impl Real for Interval {
    fn around(value: &Rational) -> Interval {
        Interval::around(value)
    }

    fn ln(self) -> Interval {
        Interval::ln(self)
    }

    fn shares(logs: &[Interval], into: &mut Vec<Interval>) {
        let start = sums(logs, into);
        for sum in &mut into[start..] {
            let share = sum.reciprocal();
            *sum = Interval::new(share.lo, share.hi.min(1.0));
        }
    }

    fn shares_and_sum(logs: &[Interval], into: &mut Vec<Interval>) -> Interval {
        let most = (0..logs.len()).max_by(|&a, &b| logs[a].middle().total_cmp(&logs[b].middle())).unwrap_or(0);
        let start = into.len();
        Interval::shares(logs, into);
        // The reciprocal of the largest share is the sum of all terms divided by the largest.
        logs[most] - into[start + most].ln()
    }
}

/// Appends for each term the sum of all terms divided by it; returns where they begin. A quotient of two terms is the exponential of
/// a difference, and the reciprocal of the one the other way round.
fn sums(logs: &[Interval], into: &mut Vec<Interval>) -> usize {
    let start = into.len();
    into.resize(start + logs.len(), Interval::point(1.0));
    for a in 0..logs.len() {
        for b in 0..a {
            let quotient = (logs[a] - logs[b]).exp();
            into[start + b] = into[start + b] + quotient;
            into[start + a] = into[start + a] + quotient.reciprocal();
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_floats_lie_in_those_of_intervals() {
        for logs in [vec![0.0], vec![0.0, 1.5, -2.0], vec![-800.0, -801.0], vec![300.0, -900.0, 299.0]] {
            let (mut floats, mut intervals) = (Vec::new(), Vec::new());
            let total = f64::shares_and_sum(&logs, &mut floats);
            let points: Vec<Interval> = logs.iter().map(|&log| Interval::point(log)).collect();
            let around = Interval::shares_and_sum(&points, &mut intervals).widened(1e-13);
            assert!(around.lo <= total && total <= around.hi && around.width() < 1e-9);
            for (share, interval) in floats.iter().zip(&intervals) {
                let wide = interval.widened(1e-15);
                assert!(wide.lo <= *share && *share <= wide.hi && interval.width() < 1e-13, "{share} {interval:?}");
            }
        }
    }
}
