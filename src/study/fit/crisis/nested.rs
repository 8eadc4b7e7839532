//! [`nested`]: nested pseudo-likelihood, in which beliefs and coefficients take turns.

use nalgebra::{DMatrix, DVector};

use super::super::bootstrap::{Replicates, replicate};
use super::super::estimate::{Stationarity, stationarity};
use super::super::newton::{Evaluation, Objective, climb};
use super::Crisis;
use super::pseudo::{Belief, PseudoLikelihood};
use crate::error::Error;
use crate::solve::{Control, Status, Watch};

/// Where to begin, and when to end.
#[derive(Debug, Clone)]
pub struct NestedOptions {
    /// The coefficients to begin with.
    pub start: Vec<f64>,
    /// The first stage: what both sides expect in each row.
    pub beliefs: Vec<Belief>,
    /// How often each row counts; once where this is empty.
    pub weights: Vec<f64>,
    /// The most rounds.
    pub max_rounds: usize,
    /// Limits, progress and stopping.
    pub control: Control,
}

/// A fixed point of nested pseudo-likelihood: coefficients that maximise the pseudo-likelihood at beliefs that are an equilibrium at them.
#[derive(Debug, Clone)]
pub struct Nested {
    /// The coefficients.
    pub at: Vec<f64>,
    /// The beliefs.
    pub beliefs: Vec<Belief>,
    /// The pseudo-likelihood there with its derivatives, beliefs held; its value is the log-likelihood.
    pub evaluation: Evaluation,
    /// What shows that it is a maximum at these beliefs.
    pub stationarity: Stationarity,
    /// The derivative of the gradient where beliefs move with the coefficients.
    pub jacobian: DMatrix<f64>,
    /// How many rounds it took.
    pub rounds: usize,
    /// The most that an answer differs from the belief, in thresholds and log odds.
    pub residual: f64,
    /// Whether it was done in time.
    pub status: Status,
}

impl Nested {
    /// Whether coefficients and beliefs are at rest.
    pub fn settled(&self) -> bool {
        self.residual < 1e-8 && self.stationarity.holds()
    }
}

/// Maximises the pseudo-likelihood at beliefs, lets both sides answer, and so on until nothing moves.
///
/// # Definition
/// Round k: θ maximises the pseudo-likelihood at the beliefs P; then P becomes what both sides do at θ in answer to P. At rest, P is an equilibrium at
/// θ, and θ is the best at P. Near the end, beliefs are equilibria nearby, and θ is moved by Newton's method on the
/// gradient with beliefs that follow, which ends at the level of rounding. Where best responses lead away from an
/// equilibrium, the rounds do not come to it.
///
/// # Errors
/// [`Error::Invalid`] where the likelihood is not finite at the start, or the number of beliefs is wrong.
///
/// # References
/// Aguirregabiria, V., & Mira, P. (2007). Sequential estimation of dynamic discrete games. Econometrica 75. doi:10.1111/j.1468-0262.2007.00731.x
pub fn nested(crisis: &Crisis, options: &NestedOptions) -> Result<Nested, Error> {
    if options.beliefs.len() != crisis.rows() || options.start.len() != crisis.coefficients {
        return Err(Error::Invalid("give a belief for each row and a start for each coefficient".into()));
    }
    let mut watch = Watch::start(&options.control);
    let free: Vec<usize> = (0..crisis.coefficients).collect();
    let (mut at, mut beliefs, mut rounds) = (options.start.clone(), options.beliefs.clone(), 0);
    while rounds < options.max_rounds && !watch.must_stop_now(0) {
        let pseudo = PseudoLikelihood { crisis, beliefs: &beliefs, weights: &options.weights };
        let summit = climb(&pseudo, &at, &free, 200, &mut watch);
        let Some(summit) = summit else {
            return Err(Error::Invalid(
                "the pseudo-likelihood is not finite at the first stage's probabilities; give other ones, not 0 nor 1"
                    .into(),
            ));
        };
        let moved = distance(&at, &summit.at, &pseudo.scales());
        at = summit.at;
        let answers = pseudo.answers(&at);
        let residual = farthest(&beliefs, &answers);
        beliefs = answers;
        rounds += 1;
        if rounds > 1 && moved < 1e-4 && residual < 1e-4 {
            break;
        }
    }
    if !watch.is_stopped(0) {
        rounds += polish(crisis, options, &mut at, &mut beliefs, &mut watch);
    }
    let pseudo = PseudoLikelihood { crisis, beliefs: &beliefs, weights: &options.weights };
    let evaluation = pseudo.evaluate(&at, &mut watch);
    let residual = farthest(&beliefs, &pseudo.answers(&at));
    let jacobian = pseudo.jacobian(&at);
    let stationarity = stationarity(&evaluation, &free, &pseudo.scales());
    let status = watch.finish::<()>(&mut Vec::new());
    Ok(Nested { stationarity, jacobian, rounds, residual, status, evaluation, at, beliefs })
}

/// Nested pseudo-likelihood once for each list of weights (how often each row was drawn), from the start and the beliefs of the options.
///
/// # Returns
/// The coefficients of each replicate, `None` where it did not come to rest, and whether all were done.
///
/// # Errors
/// [`Error::Invalid`] where weights, beliefs or the start have the wrong length.
///
/// # Complexity
/// A call of [`nested`] for each replicate; replicates are shared among threads, and the result does not depend on their number.
pub fn nested_bootstrap(
    crisis: &Crisis,
    draws: &[Vec<f64>],
    options: &NestedOptions,
) -> Result<(Replicates, Status), Error> {
    replicate(crisis.rows(), draws, &options.control, |weights, alone| {
        let options = NestedOptions { weights: weights.to_vec(), control: alone.clone(), ..options.clone() };
        let end = nested(crisis, &options)?;
        Ok(end.settled().then_some(end.at))
    })
}

/// The largest difference, in units of the scales.
fn distance(a: &[f64], b: &[f64], scales: &DVector<f64>) -> f64 {
    a.iter().zip(b).zip(scales).map(|((a, b), scale)| (a - b).abs() * scale).fold(0.0, f64::max)
}

fn farthest(a: &[Belief], b: &[Belief]) -> f64 {
    let apart = |(a, b): (&Belief, &Belief)| (a.threshold - b.threshold).abs().max((a.odds - b.odds).abs());
    a.iter().zip(b).map(apart).fold(0.0, f64::max)
}

/// Newton's method on the estimating equations, while it makes the gradient smaller; returns how many steps it took.
fn polish(
    crisis: &Crisis,
    options: &NestedOptions,
    at: &mut Vec<f64>,
    beliefs: &mut Vec<Belief>,
    watch: &mut Watch,
) -> usize {
    let scales = crisis.scales();
    let settle = |at: &[f64], beliefs: &[Belief], watch: &mut Watch| {
        let mut here = beliefs.to_vec();
        for _ in 0..500 {
            let next = PseudoLikelihood { crisis, beliefs: &here, weights: &[] }.answers(at);
            let moved = farthest(&here, &next);
            here = next;
            if moved < 1e-13 || !moved.is_finite() || watch.is_stopped(0) {
                break;
            }
        }
        here
    };
    let slope = |at: &[f64], beliefs: &[Belief], watch: &mut Watch| {
        PseudoLikelihood { crisis, beliefs, weights: &options.weights }.evaluate(at, watch).gradient
    };
    *beliefs = settle(at, beliefs, watch);
    let mut here = slope(at, beliefs, watch);
    for tried in 0..30 {
        let pseudo = PseudoLikelihood { crisis, beliefs, weights: &options.weights };
        let Some(step) = pseudo.jacobian(at).lu().solve(&here) else { return tried };
        let next: Vec<f64> = at.iter().zip(step.iter()).map(|(value, step)| value - step).collect();
        let following = settle(&next, beliefs, watch);
        let there = slope(&next, &following, watch);
        let size = |gradient: &DVector<f64>| gradient.component_div(&scales).amax();
        let better = size(&there) < 0.5 * size(&here);
        if !better || watch.must_stop_now(0) {
            return tried;
        }
        (*at, *beliefs, here) = (next, following, there);
    }
    30
}
