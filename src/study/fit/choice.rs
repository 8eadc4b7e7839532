//! How a player with errors chooses: log-probabilities of the actions, and their derivatives run backwards.

use std::f64::consts::SQRT_2;

use super::quadrature::{self, Integrals};
use super::scalar::Scalar;

/// The distribution of the errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// Normal errors.
    Probit,
    /// Errors whose differences are logistic with scale √2 times sigma.
    Logit,
}

/// What a choice depends on: each action's expected utility and the variance of its error.
pub(super) struct Alternatives<'a, T> {
    pub utilities: &'a [T],
    pub variances: &'a [T],
}

/// What a choice with normal errors keeps for the way back.
#[derive(Debug, Clone)]
pub(super) struct Kept<T> {
    /// Of two actions: one over the standard deviation of the difference of the errors,
    precision: T,
    /// the difference of the utilities in such deviations,
    x: T,
    /// and the derivatives of log Φ at x and at -x.
    hazards: [T; 2],
    /// Of more actions.
    integrals: Integrals<T>,
}

impl<T: Scalar> Kept<T> {
    pub fn new() -> Self {
        let zero = T::constant(0.0);
        let integrals = Integrals::new();
        Kept { precision: zero, x: zero, hazards: [zero; 2], integrals }
    }
}

/// Whether a choice keeps all that the way back needs.
pub(super) fn is_kept(link: Link, actions: usize) -> bool {
    link == Link::Probit && actions > 1
}

/// The probability of each action, and its logarithm where that is wanted (elsewhere it may be anything).
pub(super) fn probabilities<T: Scalar>(
    link: Link,
    of: &Alternatives<T>,
    wanted: impl Fn(usize) -> bool,
    odds: &mut [T],
    logs: &mut [T],
    kept: &mut Kept<T>,
) {
    match (link, logs.len()) {
        (_, 1) => (logs[0], odds[0]) = (T::constant(0.0), T::constant(1.0)),
        (Link::Logit, _) => softmax(of, odds, logs),
        (Link::Probit, 2) => {
            let precision = (of.variances[0] + of.variances[1]).inverse_sqrt();
            let x = (of.utilities[0] - of.utilities[1]) * precision;
            let [first, second] = x.normal_pair([wanted(0), wanted(1)]);
            (odds[0], odds[1]) = (first.odds, second.odds);
            (logs[0], logs[1]) = (first.log, second.log);
            (kept.precision, kept.x, kept.hazards) = (precision, x, [first.hazard, second.hazard]);
        }
        (Link::Probit, _) => {
            quadrature::log_probabilities(of, &mut kept.integrals, logs);
            odds.iter_mut().zip(logs).for_each(|(odds, log)| *odds = log.exp());
        }
    }
}

/// Carries derivatives from log-probabilities back: `weights[a]` is the derivative of the result by the logarithm of the
/// probability of action `a`; those by utilities and by variances are written into the last two.
pub(super) fn pull_back<T: Scalar>(
    link: Link,
    of: &Alternatives<T>,
    odds: &[T],
    weights: &[T],
    kept: &Kept<T>,
    utilities: &mut [T],
    variances: &mut [T],
) {
    match (link, odds.len()) {
        (_, 1) => (utilities[0], variances[0]) = (T::constant(0.0), T::constant(0.0)),
        (Link::Logit, _) => pull_softmax(of, odds, weights, utilities, variances),
        (Link::Probit, 2) => pull_binary(kept, weights, utilities, variances),
        (Link::Probit, _) => quadrature::pull_back(&kept.integrals, weights, utilities, variances),
    }
}

fn pull_binary<T: Scalar>(of: &Kept<T>, weights: &[T], utilities: &mut [T], variances: &mut [T]) {
    let slope = weights[0] * of.hazards[0] - weights[1] * of.hazards[1];
    utilities[0] = slope * of.precision;
    utilities[1] = -utilities[0];
    variances[0] = (utilities[0] * of.x * of.precision).times(-0.5);
    variances[1] = variances[0];
}

/// The scale of a logit choice: √2 times sigma, the same for every action.
fn softmax<T: Scalar>(of: &Alternatives<T>, odds: &mut [T], logs: &mut [T]) {
    let scale = of.variances[0].sqrt().times(SQRT_2);
    let largest = of.utilities.iter().map(|utility| utility.value()).fold(f64::NEG_INFINITY, f64::max);
    let mut sum = T::constant(0.0);
    for ((odds, log), utility) in odds.iter_mut().zip(logs.iter_mut()).zip(of.utilities) {
        *log = (*utility - T::constant(largest)) / scale;
        *odds = log.exp();
        sum += *odds;
    }
    let total = sum.ln();
    for (odds, log) in odds.iter_mut().zip(logs) {
        (*odds, *log) = (*odds / sum, *log - total);
    }
}

fn pull_softmax<T: Scalar>(of: &Alternatives<T>, odds: &[T], weights: &[T], utilities: &mut [T], variances: &mut [T]) {
    let scale = of.variances[0].sqrt().times(SQRT_2);
    let sum = weights.iter().fold(T::constant(0.0), |sum, weight| sum + *weight);
    let mut shrink = T::constant(0.0);
    for action in 0..odds.len() {
        utilities[action] = (weights[action] - odds[action] * sum) / scale;
        shrink += utilities[action] * (of.utilities[action] - of.utilities[0]);
        variances[action] = T::constant(0.0);
    }
    variances[0] = -(shrink / of.variances[0].times(2.0));
}
