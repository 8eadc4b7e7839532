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

/// The integrals of a choice, one for each action, with what the way back needs of them.
#[derive(Debug, Clone)]
pub(super) struct Integrals<T> {
    deviations: Vec<T>,
    integrals: Vec<Integral<T>>,
}

#[derive(Debug, Clone)]
struct Integral<T> {
    nodes: Vec<f64>,
    /// The logarithm of the integrand times the weight at each node.
    parts: Vec<T>,
    /// At each node and for each other action: by how many of its deviations it falls short, and the derivative of log Φ there.
    leads: Vec<(T, T)>,
    log: T,
}

impl<T> Integrals<T> {
    pub fn new() -> Self {
        Integrals { deviations: Vec::new(), integrals: Vec::new() }
    }
}

/// What the integral of one action depends on.
struct Setting<'a, T> {
    utilities: &'a [T],
    deviations: &'a [T],
    action: usize,
}

/// The logarithm of the probability of each action.
pub(super) fn log_probabilities<T: Scalar>(of: &Alternatives<T>, kept: &mut Integrals<T>, logs: &mut [T]) {
    kept.deviations.clear();
    kept.deviations.extend(of.variances.iter().map(|variance| variance.sqrt()));
    kept.integrals.resize_with(logs.len(), Integral::empty);
    for (action, (log, integral)) in logs.iter_mut().zip(&mut kept.integrals).enumerate() {
        integral.fill(&Setting { utilities: of.utilities, deviations: &kept.deviations, action });
        *log = integral.log;
    }
}

/// Derivatives of the weighted log-probabilities by utilities and variances; after [`log_probabilities`].
pub(super) fn pull_back<T: Scalar>(kept: &Integrals<T>, weights: &[T], utilities: &mut [T], variances: &mut [T]) {
    // The variances first hold the derivatives by the deviations.
    utilities.fill(T::constant(0.0));
    variances.fill(T::constant(0.0));
    for (action, (weight, integral)) in weights.iter().zip(&kept.integrals).enumerate() {
        integral.pull_back(action, *weight, &kept.deviations, utilities, variances);
    }
    for (variance, deviation) in variances.iter_mut().zip(&kept.deviations) {
        *variance = *variance / deviation.times(2.0);
    }
}

/// All actions but one.
fn others(count: usize, action: usize) -> impl Iterator<Item = usize> {
    (0..count).filter(move |other| *other != action)
}

impl<T: Scalar> Setting<'_, T> {
    fn others(&self) -> impl Iterator<Item = usize> + use<T> {
        others(self.utilities.len(), self.action)
    }

    /// By how many of its deviations the other action falls short when the own error is `z` deviations.
    fn lead(&self, other: usize, z: f64) -> T {
        let ahead = self.utilities[self.action] - self.utilities[other] + self.deviations[self.action].times(z);
        ahead / self.deviations[other]
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
}

impl<T: Scalar> Integral<T> {
    fn empty() -> Self {
        Integral { nodes: Vec::new(), parts: Vec::new(), leads: Vec::new(), log: T::constant(0.0) }
    }

    fn fill(&mut self, of: &Setting<'_, T>) {
        self.nodes.clear();
        self.parts.clear();
        self.leads.clear();
        let (peak, step) = (of.peak(), STEP * of.width());
        let count = (REACH / step).ceil() as i32;
        for z in (-count..=count).map(|number| peak + step * f64::from(number)) {
            let mut part = T::constant(step.ln() - 0.5 * (z * z + TAU.ln()));
            for other in of.others() {
                let lead = of.lead(other, z);
                let (log, hazard) = lead.log_cdf();
                part += log;
                self.leads.push((lead, hazard));
            }
            self.nodes.push(z);
            self.parts.push(part);
        }
        let largest = self.parts.iter().map(|part| part.value()).fold(f64::NEG_INFINITY, f64::max);
        let shifted = self.parts.iter().map(|part| (*part - T::constant(largest)).exp());
        self.log = shifted.fold(T::constant(0.0), |sum, part| sum + part).ln() + T::constant(largest);
    }

    fn pull_back(&self, action: usize, weight: T, deviations: &[T], utilities: &mut [T], by_deviations: &mut [T]) {
        let mut leads = self.leads.iter();
        for (z, part) in self.nodes.iter().zip(&self.parts) {
            let share = weight * (*part - self.log).exp();
            for (other, (lead, hazard)) in others(deviations.len(), action).zip(&mut leads) {
                let slope = share * *hazard / deviations[other];
                utilities[action] += slope;
                utilities[other] += -slope;
                by_deviations[action] += slope.times(*z);
                by_deviations[other] += -(slope * *lead);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probabilities(utilities: &[f64], variances: &[f64]) -> Vec<f64> {
        let mut logs = vec![0.0; utilities.len()];
        log_probabilities(&Alternatives { utilities, variances }, &mut Integrals::new(), &mut logs);
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
