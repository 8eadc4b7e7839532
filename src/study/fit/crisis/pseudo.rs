//! [`PseudoLikelihood`]: the likelihood of crises where both sides answer given beliefs.

use nalgebra::{DMatrix, DVector};

use super::super::newton::{Evaluation, Objective};
use super::jet::Jet;
use super::play::{self, OUTCOMES, UTILITIES};
use super::{Crisis, log_likelihood, moving};
use crate::solve::Watch;

/// What both sides expect in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// What A expects: B resists with the probability Φ(x).
    pub threshold: f64,
    /// What B expects: the odds of a challenger's backing down rather than fighting, log((1 - pF)/pF).
    pub odds: f64,
}

/// Where beliefs stand among the directions, after the utilities.
const THRESHOLD: usize = UTILITIES;
const ODDS: usize = UTILITIES + 1;
const BOTH: usize = UTILITIES + 2;

/// The pseudo-log-likelihood at given beliefs.
///
/// # Definition
/// A answers the expected pR, and B the expected pF, each once: no equilibrium has to be found, and there is one value only. Where beliefs are an equilibrium,
/// the value is the log-likelihood.
#[derive(Debug, Clone)]
pub struct PseudoLikelihood<'a> {
    pub(super) crisis: &'a Crisis,
    pub(super) beliefs: &'a [Belief],
    pub(super) weights: &'a [f64],
}

impl<'a> PseudoLikelihood<'a> {
    /// Puts data and beliefs together, one belief a row, and how often each row counts (once where this is empty).
    pub fn new(crisis: &'a Crisis, beliefs: &'a [Belief], weights: &'a [f64]) -> Self {
        PseudoLikelihood { crisis, beliefs, weights }
    }

    fn logs<const D: usize>(u: &[Jet<D>; UTILITIES], threshold: Jet<D>, odds: Jet<D>) -> [Jet<D>; OUTCOMES] {
        play::outcomes(&play::stand(u, threshold), play::reply(u, odds))
    }

    fn row(&self, row: usize, at: &[f64]) -> Jet<UTILITIES> {
        let Belief { threshold, odds } = self.beliefs[row];
        let logs = Self::logs(&moving(&self.crisis.utilities(row, at)), Jet::constant(threshold), Jet::constant(odds));
        log_likelihood(&self.crisis.counts[row], &logs)
    }

    /// What both sides do where these are their beliefs.
    pub fn answers(&self, at: &[f64]) -> Vec<Belief> {
        let answer = |(row, belief): (usize, &Belief)| {
            let u = play::constants::<0>(&self.crisis.utilities(row, at));
            let threshold = play::reply(&u, Jet::constant(belief.odds)).value;
            Belief { threshold, odds: play::stand(&u, Jet::constant(belief.threshold)).odds().value }
        };
        self.beliefs.iter().enumerate().map(answer).collect()
    }

    /// The derivative of each row's pseudo-log-likelihood by each coefficient, beliefs held, row after row.
    pub fn scores(&self, at: &[f64], watch: &mut Watch) -> Vec<f64> {
        self.crisis.scores(|row| self.row(row, at), watch)
    }

    /// The derivative of the gradient by the coefficients where beliefs move with them as equilibria do. At equilibrium beliefs this is the
    /// matrix A of the estimating equations; it is not symmetric.
    pub fn jacobian(&self, at: &[f64]) -> DMatrix<f64> {
        let mut total = DMatrix::zeros(self.crisis.coefficients, self.crisis.coefficients);
        for row in (0..self.crisis.rows()).filter(|row| self.weights.get(*row) != Some(&0.0)) {
            let weight = self.weights.get(row).copied().unwrap_or(1.0);
            let Belief { threshold, odds } = self.beliefs[row];
            let u = moving::<BOTH>(&self.crisis.utilities(row, at));
            let (x, l) = (Jet::moving(threshold, THRESHOLD), Jet::moving(odds, ODDS));
            let log = log_likelihood(&self.crisis.counts[row], &Self::logs(&u, x, l));
            let answers = [play::reply(&u, l), play::stand(&u, x).odds()];
            let moves = belief_slopes(&answers);
            let entry = |i: usize, j: usize| {
                let through = log.hessian[i][THRESHOLD] * moves[j][0] + log.hessian[i][ODDS] * moves[j][1];
                weight * (log.hessian[i][j] + through)
            };
            self.crisis.add_matrix(row, entry, &mut total);
        }
        total
    }
}

/// How equilibrium beliefs (x, l) move with each utility: x = X(l, u), l = L(x, u), so dx = X_u + X_l dl and dl = L_u + L_x dx.
fn belief_slopes(answers: &[Jet<BOTH>; 2]) -> [[f64; 2]; UTILITIES] {
    let (by_odds, by_threshold) = (answers[0].gradient[ODDS], answers[1].gradient[THRESHOLD]);
    let over = 1.0 / (1.0 - by_odds * by_threshold);
    std::array::from_fn(|number| {
        let (x, l) = (answers[0].gradient[number], answers[1].gradient[number]);
        [(x + by_odds * l) * over, (l + by_threshold * x) * over]
    })
}

impl Objective for PseudoLikelihood<'_> {
    fn dimension(&self) -> usize {
        self.crisis.coefficients
    }

    fn evaluate(&self, at: &[f64], watch: &mut Watch) -> Evaluation {
        self.crisis.total(self.weights, watch, |row| self.row(row, at))
    }

    fn scales(&self) -> DVector<f64> {
        self.crisis.scales()
    }
}
