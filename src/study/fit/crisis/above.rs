//! The logarithm of P(X > s, X + d > Y) for independent standard normal X and Y, with derivatives.
//!
//! This is ∫ φ(t)Φ(t + d) dt from s to infinity, the bivariate normal distribution function at (d/√2, -s) with correlation 1/√2.
//! Where it is not small, Plackett's integral over the correlation gives it at once; in the tails the integrand, whose logarithm is
//! concave, is summed around its peak, so that the relative error is at the level of rounding there, too.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_4, SQRT_2, TAU};
use std::sync::OnceLock;

use super::super::normal::log_cdf;
use super::jet::Jet;

/// Below this probability the sum around the peak is used.
const SMALL: f64 = 1e-2;

/// How many nodes the rule for Plackett's integral has, and the rule for a panel.
const NODES: usize = 20;

/// log P(X > s, X + d > Y) with its derivatives.
pub(super) fn log_above<const D: usize>(s: Jet<D>, d: Jet<D>) -> Jet<D> {
    let log = log_value(s.value, d.value);
    if D == 0 {
        return Jet::constant(log);
    }
    let (a, b) = (s.value, s.value + d.value);
    // Relative to the probability N: N_s = -φ(s)Φ(b), N_d = φ(d/√2)/√2 Φ(-√2 s - d/√2).
    let by_s = -(log_density(a) + log_cdf(b).log - log).exp();
    let by_d = FRAC_1_SQRT_2
        * (log_density(d.value * FRAC_1_SQRT_2) + log_cdf(-(SQRT_2 * a + d.value * FRAC_1_SQRT_2)).log - log).exp();
    let both = (log_density(a) + log_density(b) - log).exp();
    let ss = -a * by_s - both - by_s * by_s;
    let sd = -both - by_s * by_d;
    let dd = -0.5 * (d.value * by_d + both) - by_d * by_d;
    Jet::map2(s, d, log, [by_s, by_d], [ss, sd, dd])
}

pub(super) fn log_density(x: f64) -> f64 {
    -0.5 * (x * x + TAU.ln())
}

fn log_value(s: f64, d: f64) -> f64 {
    if !(s.is_finite() && d.is_finite()) {
        return f64::NAN;
    }
    let near = plackett(d * FRAC_1_SQRT_2, -s);
    if near > SMALL { near.ln() } else { around_peak(s, d) }
}

/// Φ(h)Φ(k) + (1/2π) ∫ exp(-(h² + k² - 2hk sin θ)/(2 cos² θ)) dθ from 0 to asin ρ = π/4.
fn plackett(h: f64, k: f64) -> f64 {
    let apart = (log_cdf(h).log + log_cdf(k).log).exp();
    let (squares, twice) = (h * h + k * k, 2.0 * h * k);
    if squares > 1400.0 {
        return apart;
    }
    let height = |x: f64| {
        let (sin, cos) = (0.5 * FRAC_PI_4 * (x + 1.0)).sin_cos();
        ((twice * sin - squares) / (2.0 * cos * cos)).exp()
    };
    apart + rule().iter().map(|(x, weight)| weight * height(*x)).sum::<f64>() * 0.5 * FRAC_PI_4 / TAU
}

/// The sum over panels around the largest value of the integrand on [s, ∞).
fn around_peak(s: f64, d: f64) -> f64 {
    let log_height = |t: f64| log_density(t) + log_cdf(t + d).log;
    let peak = peak(d);
    let top = s.max(peak);
    let most = log_height(top);
    // Right of the top the integrand falls at least as fast as exp(-slope v - v²/2).
    let slope = (top - log_cdf(top + d).hazard).max(0.0);
    let reach = 80.0 / (slope + (slope * slope + 80.0).sqrt());
    let sum = |from: f64, length: f64, width: f64| {
        let count = (length / width).ceil().max(1.0);
        let half = 0.5 * length / count;
        let panel = |k: usize| {
            let centre = from + (2 * k + 1) as f64 * half;
            rule().iter().map(|(x, weight)| weight * (log_height(centre + half * x) - most).exp()).sum::<f64>() * half
        };
        (0..count as usize).map(panel).sum::<f64>()
    };
    let left = (top - s).min(9.0);
    let before = if left > 0.0 { sum(top - left, left, 2.5) } else { 0.0 };
    most + (before + sum(top, reach, 2.5_f64.min(10.0 / slope.max(1.0)))).ln()
}

/// Where φ(t)Φ(t + d) is largest: t = φ(t + d)/Φ(t + d).
fn peak(d: f64) -> f64 {
    let mut t = (-0.5 * d).max(0.0);
    for _ in 0..50 {
        let hazard = log_cdf(t + d);
        let step = (t - hazard.hazard) / (1.0 - hazard.curvature);
        t -= step;
        if step.abs() < 1e-6 {
            break;
        }
    }
    t.max(0.0)
}

/// Gauss and Legendre's rule on [-1, 1].
fn rule() -> &'static [(f64, f64); NODES] {
    static RULE: OnceLock<[(f64, f64); NODES]> = OnceLock::new();
    RULE.get_or_init(|| std::array::from_fn(node))
}

/// A root of the Legendre polynomial and its weight, by Newton's method.
fn node(number: usize) -> (f64, f64) {
    let mut x = (std::f64::consts::PI * (number as f64 + 0.75) / (NODES as f64 + 0.5)).cos();
    let mut slope = 1.0;
    for _ in 0..100 {
        let (mut before, mut here) = (1.0, x);
        for k in 2..=NODES {
            let k = k as f64;
            (before, here) = (here, ((2.0 * k - 1.0) * x * here - (k - 1.0) * before) / k);
        }
        slope = NODES as f64 * (x * here - before) / (x * x - 1.0);
        let step = here / slope;
        x -= step;
        if step.abs() < 1e-16 {
            break;
        }
    }
    (x, 2.0 / ((1.0 - x * x) * slope * slope))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{GaussianPair, Interval};

    #[test]
    fn lies_within_proven_bounds() {
        for d in [-12.0, -4.1, -0.7, 0.0, 0.4, 3.0, 11.0] {
            let proven = GaussianPair::new(Interval::point(d));
            for k in -40..60 {
                let s = f64::from(k) * 0.37;
                let bounds = proven.above(Interval::point(s));
                let value = log_value(s, d);
                if bounds.lo > 1e-290 {
                    let margin = 1e-13 * (1.0 + value.abs());
                    assert!(
                        bounds.lo.ln() - margin < value && value < bounds.hi.ln() + margin,
                        "{s} {d}: {value} {bounds:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn derivatives_match_differences() {
        let at = |s: f64, d: f64| log_above(Jet::<2>::moving(s, 0), Jet::moving(d, 1));
        let step = 1e-5;
        for (s, d) in [(-1.0, -0.7), (0.3, 2.0), (4.0, -3.0), (9.0, -10.0), (12.0, 5.0), (-6.0, -9.0)] {
            let here = at(s, d);
            let (right, left) = (at(s + step, d), at(s - step, d));
            let (up, down) = (at(s, d + step), at(s, d - step));
            let near = |a: f64, b: f64| approx::assert_relative_eq!(a, b, max_relative = 2e-6, epsilon = 2e-8);
            near(here.gradient[0], (right.value - left.value) / (2.0 * step));
            near(here.gradient[1], (up.value - down.value) / (2.0 * step));
            near(here.hessian[0][0], (right.gradient[0] - left.gradient[0]) / (2.0 * step));
            near(here.hessian[0][1], (up.gradient[0] - down.gradient[0]) / (2.0 * step));
            near(here.hessian[1][0], (right.gradient[1] - left.gradient[1]) / (2.0 * step));
            near(here.hessian[1][1], (up.gradient[1] - down.gradient[1]) / (2.0 * step));
        }
    }
}
