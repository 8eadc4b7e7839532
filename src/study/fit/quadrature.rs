//! Probit choice among three or more actions: a one-dimensional integral, by the trapezoidal rule around its peak.
//!
//! With independent normal errors of variances v, action `a` is taken with probability
//! ∫ φ(z) Π_b Φ((u_a - u_b + √v_a z)/√v_b) dz. The logarithm of the integrand is concave with a curvature of at least 1, so
//! beyond nine units from the peak nothing is left to a float. The integrand is analytic and nowhere narrower than a normal density
//! of width w = 1/√(1 + Σ v_a/v_b), so the error of the trapezoidal rule with step h is about exp(-2π²w²/h²); small probabilities
//! keep their relative precision, because the rule sits where the integrand is.

use std::f64::consts::TAU;

use super::choice::Alternatives;
use super::normal;
use super::scalar::Scalar;

/// The step of the rule in units of w: errors of exp(-40).
const STEP: f64 = 0.7;

/// How far from the peak the rule goes.
const REACH: f64 = 9.0;

/// The logarithm of the probability of each action.
pub(super) fn log_probabilities<T: Scalar>(of: &Alternatives<T>, logs: &mut [T]) {
    let deviations: Vec<T> = of.variances.iter().map(|variance| variance.sqrt()).collect();
    for (action, log) in logs.iter_mut().enumerate() {
        *log = Integral::new(of.utilities, &deviations, action).log();
    }
}

/// Derivatives of the weighted log-probabilities by utilities and variances.
pub(super) fn pull_back<T: Scalar>(of: &Alternatives<T>, weights: &[T], utilities: &mut [T], variances: &mut [T]) {
    let deviations: Vec<T> = of.variances.iter().map(|variance| variance.sqrt()).collect();
    let mut by_deviation = vec![T::constant(0.0); weights.len()];
    utilities.fill(T::constant(0.0));
    for (action, weight) in weights.iter().enumerate() {
        Integral::new(of.utilities, &deviations, action).pull_back(*weight, utilities, &mut by_deviation);
    }
    for (variance, (slope, deviation)) in variances.iter_mut().zip(by_deviation.iter().zip(&deviations)) {
        *variance = *slope / deviation.times(2.0);
    }
}

struct Integral<'a, T> {
    utilities: &'a [T],
    deviations: &'a [T],
    action: usize,
    /// The nodes, and the logarithm of the integrand times the weight at each.
    nodes: Vec<f64>,
    parts: Vec<T>,
    log: T,
}

impl<'a, T: Scalar> Integral<'a, T> {
    fn new(utilities: &'a [T], deviations: &'a [T], action: usize) -> Self {
        let mut integral =
            Integral { utilities, deviations, action, nodes: Vec::new(), parts: Vec::new(), log: T::constant(0.0) };
        let (peak, step) = (integral.peak(), STEP * integral.width());
        let count = (REACH / step).ceil() as i32;
        for z in (-count..=count).map(|number| peak + step * f64::from(number)) {
            let known = step.ln() - 0.5 * (z * z + TAU.ln());
            integral.nodes.push(z);
            integral.parts.push(integral.log_product(z) + T::constant(known));
        }
        let largest = integral.parts.iter().map(|part| part.value()).fold(f64::NEG_INFINITY, f64::max);
        let shifted = integral.parts.iter().map(|part| (*part - T::constant(largest)).exp());
        integral.log = shifted.fold(T::constant(0.0), |sum, part| sum + part).ln() + T::constant(largest);
        integral
    }

    fn log(&self) -> T {
        self.log
    }

    fn others(&self) -> impl Iterator<Item = usize> + use<'a, T> {
        let action = self.action;
        (0..self.utilities.len()).filter(move |other| *other != action)
    }

    /// By how many of its deviations the other action falls short when the own error is `z` deviations.
    fn lead(&self, other: usize, z: f64) -> T {
        let ahead = self.utilities[self.action] - self.utilities[other] + self.deviations[self.action].times(z);
        ahead / self.deviations[other]
    }

    fn log_product(&self, z: f64) -> T {
        self.others().fold(T::constant(0.0), |sum, other| sum + self.lead(other, z).log_cdf().0)
    }

    fn ratio(&self, other: usize) -> f64 {
        self.deviations[self.action].value() / self.deviations[other].value()
    }

    /// The width below which the integrand has no detail.
    fn width(&self) -> f64 {
        1.0 / self.others().map(|other| self.ratio(other).powi(2)).fold(1.0, |sum, square| sum + square).sqrt()
    }

    /// Where the integrand is largest. Its slope is convex and falls, so Newton's method cannot go astray.
    fn peak(&self) -> f64 {
        let mut z = 0.0;
        for _ in 0..50 {
            let (slope, curvature) = self.others().fold((-z, -1.0), |(slope, curvature), other| {
                let (ratio, at) = (self.ratio(other), normal::log_cdf(self.lead(other, z).value()));
                (slope + ratio * at.hazard, curvature + ratio * ratio * at.curvature)
            });
            let step = -slope / curvature;
            z += step;
            if step.abs() < 1e-3 {
                break;
            }
        }
        z
    }

    fn pull_back(&self, weight: T, utilities: &mut [T], deviations: &mut [T]) {
        for (z, part) in self.nodes.iter().zip(&self.parts) {
            let share = weight * (*part - self.log).exp();
            for other in self.others() {
                let lead = self.lead(other, *z);
                let slope = share * lead.log_cdf().1 / self.deviations[other];
                utilities[self.action] += slope;
                utilities[other] += -slope;
                deviations[self.action] += slope.times(*z);
                deviations[other] += -(slope * lead);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probabilities(utilities: &[f64], variances: &[f64]) -> Vec<f64> {
        let mut logs = vec![0.0; utilities.len()];
        log_probabilities(&Alternatives { utilities, variances }, &mut logs);
        logs.into_iter().map(f64::exp).collect()
    }

    #[test]
    fn choices_add_up_and_equal_ones_are_equal() {
        for probability in probabilities(&[1.0; 5], &[2.0; 5]) {
            approx::assert_relative_eq!(probability, 0.2, max_relative = 1e-12);
        }
        let sum: f64 = probabilities(&[0.3, -1.0, 2.5, 0.0], &[1.0, 0.2, 3.0, 0.7]).iter().sum();
        approx::assert_relative_eq!(sum, 1.0, max_relative = 1e-13);
    }

    #[test]
    fn a_hopeless_third_action_leaves_a_binary_choice() {
        let three = probabilities(&[0.4, 0.0, -40.0], &[1.0, 2.0, 1.0]);
        let expected = normal::log_cdf(0.4 / 3f64.sqrt()).log.exp();
        approx::assert_relative_eq!(three[0], expected, max_relative = 1e-11);
        assert!(three[2] > 0.0 && three[2] < 1e-190);
    }
}
