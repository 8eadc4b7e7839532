//! How a player with errors chooses: log-probabilities of the actions, and their derivatives run backwards.

use std::f64::consts::SQRT_2;

use super::quadrature;
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

/// The logarithm of the probability of each action.
pub(super) fn log_probabilities<T: Scalar>(link: Link, of: &Alternatives<T>, logs: &mut [T]) {
    match (link, logs.len()) {
        (_, 1) => logs[0] = T::constant(0.0),
        (Link::Logit, _) => log_softmax(of, logs),
        (Link::Probit, 2) => {
            let x = standardised(of);
            let [(first, _), (second, _)] = x.log_cdf_pair();
            (logs[0], logs[1]) = (first, second);
        }
        (Link::Probit, _) => quadrature::log_probabilities(of, logs),
    }
}

/// Carries derivatives from log-probabilities back: `weights[a]` is the derivative of the result by the logarithm of the
/// probability of action `a`; those by utilities and by variances are written into the last two.
pub(super) fn pull_back<T: Scalar>(
    link: Link,
    of: &Alternatives<T>,
    logs: &[T],
    weights: &[T],
    utilities: &mut [T],
    variances: &mut [T],
) {
    match (link, logs.len()) {
        (_, 1) => (utilities[0], variances[0]) = (T::constant(0.0), T::constant(0.0)),
        (Link::Logit, _) => pull_softmax(of, logs, weights, utilities, variances),
        (Link::Probit, 2) => pull_binary(of, weights, utilities, variances),
        (Link::Probit, _) => quadrature::pull_back(of, weights, utilities, variances),
    }
}

/// The difference of the two utilities in units of its standard deviation.
fn standardised<T: Scalar>(of: &Alternatives<T>) -> T {
    (of.utilities[0] - of.utilities[1]) / (of.variances[0] + of.variances[1]).sqrt()
}

fn pull_binary<T: Scalar>(of: &Alternatives<T>, weights: &[T], utilities: &mut [T], variances: &mut [T]) {
    let variance = of.variances[0] + of.variances[1];
    let x = standardised(of);
    let [(_, first), (_, second)] = x.log_cdf_pair();
    let slope = weights[0] * first - weights[1] * second;
    utilities[0] = slope / variance.sqrt();
    utilities[1] = -utilities[0];
    variances[0] = -(slope * x / variance.times(2.0));
    variances[1] = variances[0];
}

/// The scale of a logit choice: √2 times sigma, the same for every action.
fn log_softmax<T: Scalar>(of: &Alternatives<T>, logs: &mut [T]) {
    let scale = of.variances[0].sqrt().times(SQRT_2);
    let largest = of.utilities.iter().map(|utility| utility.value()).fold(f64::NEG_INFINITY, f64::max);
    let mut sum = T::constant(0.0);
    for (log, utility) in logs.iter_mut().zip(of.utilities) {
        *log = (*utility - T::constant(largest)) / scale;
        sum += log.exp();
    }
    let total = sum.ln();
    logs.iter_mut().for_each(|log| *log = *log - total);
}

fn pull_softmax<T: Scalar>(of: &Alternatives<T>, logs: &[T], weights: &[T], utilities: &mut [T], variances: &mut [T]) {
    let scale = of.variances[0].sqrt().times(SQRT_2);
    let sum = weights.iter().fold(T::constant(0.0), |sum, weight| sum + *weight);
    let mut shrink = T::constant(0.0);
    for action in 0..logs.len() {
        utilities[action] = (weights[action] - logs[action].exp() * sum) / scale;
        shrink += utilities[action] * (of.utilities[action] - of.utilities[0]);
        variances[action] = T::constant(0.0);
    }
    variances[0] = -(shrink / of.variances[0].times(2.0));
}
