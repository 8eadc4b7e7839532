//! The normal distribution, accurate in both tails.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

/// Below this, the tail is computed by a continued fraction and never as a number that could underflow.
const FAR: f64 = -8.0;

/// φ(0), 1/√(2π).
const PEAK: f64 = 0.398_942_280_401_432_7;

/// What likelihoods need at a point `x`.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogCdf {
    /// log Φ(x).
    pub log: f64,
    /// Its derivative, φ(x)/Φ(x).
    pub hazard: f64,
    /// Its second derivative, -h(x + h) with h the hazard.
    pub curvature: f64,
}

/// log Φ(x) and its first two derivatives.
pub(super) fn log_cdf(x: f64) -> LogCdf {
    if x < FAR {
        return far(x);
    }
    let (tail, density) = tail_and_density(x);
    if x > 0.0 { body(x, tail, density) } else { of_tail(x, tail, density) }
}

/// Φ and the same for x and for -x, which have most of the work in common.
pub(super) fn log_cdf_pair(x: f64) -> ((f64, LogCdf), (f64, LogCdf)) {
    let (tail, density) = tail_and_density(x);
    let small = if -x.abs() < FAR { far(-x.abs()) } else { of_tail(-x.abs(), tail, density) };
    let (small, large) = ((tail, small), (1.0 - tail, body(x.abs(), tail, density)));
    if x > 0.0 { (large, small) } else { (small, large) }
}

/// Φ(-|x|) and φ(x).
fn tail_and_density(x: f64) -> (f64, f64) {
    (0.5 * libm::erfc(x.abs() * FRAC_1_SQRT_2), (-0.5 * x * x).exp() * PEAK)
}

/// For x that is not above 0, and not far below.
fn of_tail(x: f64, tail: f64, density: f64) -> LogCdf {
    let hazard = density / tail;
    LogCdf { log: tail.ln(), hazard, curvature: -hazard * (x + hazard) }
}

/// For x that is not below 0.
fn body(x: f64, tail: f64, density: f64) -> LogCdf {
    let hazard = density / (1.0 - tail);
    LogCdf { log: (-tail).ln_1p(), hazard, curvature: -hazard * (x + hazard) }
}

/// For x far below 0.
fn far(x: f64) -> LogCdf {
    let gap = gap(-x);
    let hazard = gap - x;
    LogCdf { log: log_density(x) - hazard.ln(), hazard, curvature: -hazard * gap }
}

fn log_density(x: f64) -> f64 {
    -0.5 * (x * x + TAU.ln())
}

/// φ(x)/Φ(-x) - x for large x, by Laplace's continued fraction 1/(x + 2/(x + 3/(x + ...))).
fn gap(x: f64) -> f64 {
    let rest = (2..40).rev().fold(x, |rest, k| x + f64::from(k) / rest);
    1.0 / rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of log Φ computed with 50 digits (mpmath 1.3).
    const KNOWN: [(f64, f64); 7] = [
        (-40.0, -804.608442013754),
        (-10.0, -53.23128515051247),
        (-8.0, -35.0134371599145),
        (-1.0, -1.8410216450092635),
        (0.0, -std::f64::consts::LN_2),
        (1.0, -0.17275377902344988),
        (9.0, -1.1285884059538407e-19),
    ];

    #[test]
    fn agrees_with_fifty_digits() {
        for (x, log) in KNOWN {
            approx::assert_relative_eq!(log_cdf(x).log, log, max_relative = 3e-15);
        }
    }

    #[test]
    fn a_pair_is_both() {
        for k in -2000..2000 {
            let x = f64::from(k) * 0.013;
            let (one, other) = log_cdf_pair(x);
            for ((odds, found), alone) in [(one, log_cdf(x)), (other, log_cdf(-x))] {
                approx::assert_relative_eq!(odds, alone.log.exp(), max_relative = 1e-12);
                assert_eq!((found.log, found.hazard, found.curvature), (alone.log, alone.hazard, alone.curvature));
            }
        }
    }

    #[test]
    fn both_formulas_meet() {
        let (below, above) = (log_cdf(FAR - 1e-12), log_cdf(FAR));
        approx::assert_relative_eq!(below.log, above.log, max_relative = 1e-12);
        approx::assert_relative_eq!(below.hazard, above.hazard, max_relative = 1e-12);
        approx::assert_relative_eq!(below.curvature, above.curvature, max_relative = 1e-10);
        assert!(log_cdf(-1e150).log.is_finite() && log_cdf(-1e150).hazard == 1e150);
    }

    #[test]
    fn derivatives_match_differences() {
        for x in [-30.0, -9.0, -3.0, -0.5, 0.0, 0.7, 4.0] {
            let (left, right, here) = (log_cdf(x - 1e-5), log_cdf(x + 1e-5), log_cdf(x));
            approx::assert_relative_eq!(
                (right.log - left.log) / 2e-5,
                here.hazard,
                max_relative = 1e-7,
                epsilon = 1e-10
            );
            let slope = (right.hazard - left.hazard) / 2e-5;
            approx::assert_relative_eq!(slope, here.curvature, max_relative = 1e-6, epsilon = 1e-10);
        }
    }
}
