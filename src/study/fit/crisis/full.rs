//! [`FullLikelihood`]: the likelihood of crises in equilibrium, with a rule that says which equilibrium a row is in.

use nalgebra::DVector;

use super::super::bootstrap::Resampled;
use super::super::newton::{Evaluation, Objective};
use super::jet::Jet;
use super::play::{self, OUTCOMES, UTILITIES};
use super::{Crisis, equilibrium_logs, log_likelihood};
use crate::solve::Watch;

/// Which equilibrium a row is in, where it has several.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// The one that makes the row's observations most likely: the likelihood is then its maximum over coefficients and equilibria alike.
    MostLikely,
    /// The one in which B resists least often.
    Lowest,
    /// The one in which B resists most often.
    Highest,
    /// The one nearest a threshold that is given for each row, as from a first stage.
    Nearest(Vec<f64>),
}

/// The log-likelihood of crises in equilibrium.
///
/// # Definition
/// The sum over rows of Σ n log p, with p the probabilities of the outcomes in the equilibrium that the rule selects. Derivatives are exact: the equilibrium
/// x = T(x, u) moves with the utilities by the implicit function theorem. Where a selected equilibrium vanishes at a fold,
/// or another one gets selected, the function jumps or has a kink; climbs end there only by chance.
#[derive(Debug, Clone)]
pub struct FullLikelihood<'a> {
    crisis: &'a Crisis,
    selection: &'a Selection,
    weights: &'a [f64],
}

impl<'a> FullLikelihood<'a> {
    /// Puts data and a rule together.
    pub fn new(crisis: &'a Crisis, selection: &'a Selection) -> Self {
        FullLikelihood { crisis, selection, weights: &[] }
    }

    /// The selected threshold of a row; NaN where there is none.
    fn threshold(&self, row: usize, utilities: &[f64; UTILITIES]) -> f64 {
        if play::slope_sign(utilities) > 0.0 && *self.selection == Selection::Lowest {
            return play::extreme(utilities, -1.0).unwrap_or(f64::NAN);
        }
        if play::slope_sign(utilities) > 0.0 && *self.selection == Selection::Highest {
            return play::extreme(utilities, 1.0).unwrap_or(f64::NAN);
        }
        let found = play::equilibria(utilities);
        let best = match self.selection {
            Selection::MostLikely if found.len() > 1 => {
                let height = |x: &f64| self.height(row, utilities, *x);
                found.iter().copied().max_by(|a, b| height(a).total_cmp(&height(b)))
            }
            Selection::Nearest(near) => {
                let apart = |x: &f64| (x - near.get(row).copied().unwrap_or(0.0)).abs();
                found.iter().copied().min_by(|a, b| apart(a).total_cmp(&apart(b)))
            }
            Selection::Highest => found.last().copied(),
            Selection::MostLikely | Selection::Lowest => found.first().copied(),
        };
        best.unwrap_or(f64::NAN)
    }

    fn height(&self, row: usize, utilities: &[f64; UTILITIES], x: f64) -> f64 {
        let (u, x) = (play::constants::<0>(utilities), Jet::constant(x));
        log_likelihood(&self.crisis.counts[row], &play::outcomes(&play::stand(&u, x), x)).value
    }

    fn row(&self, row: usize, at: &[f64]) -> Jet<UTILITIES> {
        let utilities = self.crisis.utilities(row, at);
        let threshold = self.threshold(row, &utilities);
        log_likelihood(&self.crisis.counts[row], &equilibrium_logs(&utilities, threshold))
    }

    /// The selected threshold of each row.
    pub fn selected(&self, at: &[f64], watch: &mut Watch) -> Vec<f64> {
        self.crisis.by_chunks(watch, |row| self.threshold(row, &self.crisis.utilities(row, at)))
    }

    /// The derivative of each row's log-likelihood by each coefficient, row after row.
    pub fn scores(&self, at: &[f64], watch: &mut Watch) -> Vec<f64> {
        self.crisis.scores(|row| self.row(row, at), watch)
    }

    /// The observed numbers of the outcomes in a row.
    pub fn counts(&self, row: usize) -> &[f64; OUTCOMES] {
        &self.crisis.counts[row]
    }
}

impl Objective for FullLikelihood<'_> {
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

impl Resampled for FullLikelihood<'_> {
    fn rows(&self) -> usize {
        self.crisis.rows()
    }

    fn reweighted<'w>(&'w self, weights: &'w [f64]) -> Box<dyn Objective + 'w> {
        Box::new(FullLikelihood { weights, ..self.clone() })
    }
}
