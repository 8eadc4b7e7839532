//! [`Crisis`]: estimation of the crisis-signalling game with private information.

mod above;
mod full;
mod jet;
mod nested;
mod play;
mod pseudo;

pub use full::{FullLikelihood, Selection};
pub use nested::{Nested, NestedOptions, nested, nested_bootstrap};
pub use play::{OUTCOMES, UTILITIES};
pub use pseudo::{Belief, PseudoLikelihood};

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use self::jet::Jet;
use super::newton::Evaluation;
use super::specification::Index;
use crate::error::Error;
use crate::solve::{Watch, in_parallel};

/// Data on crises, and the utilities as linear indices.
///
/// # Definition
/// The game is that of [`crisis_equilibria`](crate::solve::crisis_equilibria). In each row the seven utilities S_A, V_A, C_B, W_A, W_B, a, V_B are linear in
/// covariates, and so often were observed the status quo, a concession, a fight and backing down. Errors have the standard deviation 1,
/// which sets the unit of utility.
#[derive(Debug, Clone)]
pub struct Crisis {
    /// The utilities, in the order S_A, V_A, C_B, W_A, W_B, a, V_B; one without terms is 0.
    pub indices: [Index; UTILITIES],
    /// How many coefficients there are.
    pub coefficients: usize,
    /// How many columns the covariates have.
    pub columns: usize,
    /// The covariates, row after row.
    pub values: Vec<f64>,
    /// For each row how often each outcome was seen: status quo, concession, fight, backing down.
    pub counts: Vec<[f64; OUTCOMES]>,
}

/// How many rows are worked together.
const CHUNK: usize = 64;

impl Crisis {
    /// Checks that the parts fit together.
    ///
    /// # Errors
    /// [`Error::Invalid`], which says what does not fit.
    pub fn check(&self) -> Result<(), Error> {
        let invalid = |message: String| Err(Error::Invalid(message));
        if self.counts.is_empty() || self.values.len() != self.counts.len() * self.columns {
            return invalid(format!(
                "{} covariates do not make {} rows of {}",
                self.values.len(),
                self.counts.len(),
                self.columns
            ));
        }
        if let Some(place) = self.values.iter().position(|value| !value.is_finite()) {
            return invalid(format!(
                "row {} has a covariate that is not a number; leave it out",
                place / self.columns + 1
            ));
        }
        let wrong = |counts: &[f64; OUTCOMES]| counts.iter().any(|count| !(count.is_finite() && *count >= 0.0));
        if let Some(row) = self.counts.iter().position(wrong) {
            return invalid(format!("row {} has a count that is negative or not a number", row + 1));
        }
        if !self.counts.iter().flatten().any(|count| *count > 0.0) {
            return invalid("nothing was observed; give counts above 0".into());
        }
        let terms = || self.indices.iter().flat_map(|index| &index.terms);
        let offsets = self.indices.iter().filter_map(|index| index.offset);
        if terms().any(|term| term.coefficient >= self.coefficients)
            || terms().map(|term| term.column).chain(offsets).any(|column| column >= self.columns)
        {
            return invalid("an index speaks of a column or a coefficient that is not there".into());
        }
        Ok(())
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.counts.len()
    }

    fn covariates(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// The utilities of a row.
    pub fn utilities(&self, row: usize, at: &[f64]) -> [f64; UTILITIES] {
        let covariates = self.covariates(row);
        std::array::from_fn(|number| {
            let index = &self.indices[number];
            let known = index.offset.map_or(0.0, |column| covariates[column]);
            index.terms.iter().fold(known, |sum, term| sum + covariates[term.column] * at[term.coefficient])
        })
    }

    /// Every equilibrium threshold (pR = Φ of it) of each row, as floats find them. What is found after a stop is not whole.
    pub fn thresholds(&self, at: &[f64], watch: &mut Watch) -> Vec<Vec<f64>> {
        self.by_chunks(watch, |row| play::equilibria(&self.utilities(row, at)))
    }

    /// The probabilities of the outcomes in each row at given equilibrium thresholds, one for each row, and their derivatives by the
    /// coefficients, as the equilibria move with them. What is found after a stop is not whole.
    pub fn probabilities(&self, at: &[f64], thresholds: &[f64], watch: &mut Watch) -> (Vec<f64>, Vec<f64>) {
        let of_row = |row: usize| {
            let (mut values, mut slopes) = ([0.0; OUTCOMES], vec![0.0; OUTCOMES * self.coefficients]);
            let logs = equilibrium_logs(&self.utilities(row, at), thresholds[row]);
            for ((value, log), slope) in values.iter_mut().zip(&logs).zip(slopes.chunks_mut(self.coefficients.max(1))) {
                *value = log.value.exp();
                self.add_gradient(row, &log.gradient, *value, slope);
            }
            (values, slopes)
        };
        let (values, slopes): (Vec<_>, Vec<_>) = self.by_chunks(watch, of_row).into_iter().unzip();
        (values.concat(), slopes.concat())
    }

    /// The rows that are worked together.
    fn chunks(&self) -> Vec<Range<usize>> {
        (0..self.rows()).step_by(CHUNK).map(|start| start..(start + CHUNK).min(self.rows())).collect()
    }

    /// The derivative of each row's value by each coefficient, row after row.
    fn scores(&self, of_row: impl Fn(usize) -> Jet<UTILITIES> + Sync, watch: &mut Watch) -> Vec<f64> {
        let score = |row: usize| {
            let mut score = vec![0.0; self.coefficients];
            self.add_gradient(row, &of_row(row).gradient, 1.0, &mut score);
            score
        };
        self.by_chunks(watch, score).concat()
    }

    /// What is worked out of each row, in order; after a stop of fewer rows.
    fn by_chunks<R: Send>(&self, watch: &mut Watch, of_row: impl Fn(usize) -> R + Sync) -> Vec<R> {
        let parts = in_parallel(&self.chunks(), watch, |rows, watch| match watch.must_stop_now(0) {
            true => Vec::new(),
            false => rows.clone().map(&of_row).collect(),
        });
        parts.into_iter().flatten().collect()
    }

    /// Adds what derivatives by the utilities mean for the coefficients.
    fn add_gradient<const D: usize>(&self, row: usize, gradient: &[f64; D], factor: f64, into: &mut [f64]) {
        let covariates = self.covariates(row);
        for (index, slope) in self.indices.iter().zip(gradient) {
            for term in &index.terms {
                into[term.coefficient] += factor * slope * covariates[term.column];
            }
        }
    }

    /// Adds a matrix over the utilities as one over the coefficients; it need not be symmetric.
    fn add_matrix(&self, row: usize, matrix: impl Fn(usize, usize) -> f64, into: &mut DMatrix<f64>) {
        let covariates = self.covariates(row);
        for (i, first) in self.indices.iter().enumerate().filter(|(_, index)| !index.terms.is_empty()) {
            for (j, second) in self.indices.iter().enumerate().filter(|(_, index)| !index.terms.is_empty()) {
                let value = matrix(i, j);
                for a in &first.terms {
                    let part = value * covariates[a.column];
                    for b in &second.terms {
                        into[(a.coefficient, b.coefficient)] += part * covariates[b.column];
                    }
                }
            }
        }
    }

    /// The root mean square of what each coefficient is multiplied by.
    fn scales(&self) -> DVector<f64> {
        let mut squares = DVector::zeros(self.coefficients);
        for row in 0..self.rows() {
            for term in self.indices.iter().flat_map(|index| &index.terms) {
                squares[term.coefficient] += self.covariates(row)[term.column].powi(2);
            }
        }
        let rows = self.rows() as f64;
        squares.map(|sum: f64| if sum > 0.0 { (sum / rows).sqrt() } else { 1.0 })
    }

    /// The sum of a function over rows with its derivatives, in chunks of a fixed size that are added in order.
    fn total(&self, weights: &[f64], watch: &mut Watch, of_row: impl Fn(usize) -> Jet<UTILITIES> + Sync) -> Evaluation {
        let parts = in_parallel(&self.chunks(), watch, |rows, watch| {
            watch.must_stop(0);
            let mut part = Evaluation::zero(self.coefficients);
            for row in rows.clone().filter(|row| weights.get(*row) != Some(&0.0)) {
                let (weight, jet) = (weights.get(row).copied().unwrap_or(1.0), of_row(row));
                part.value += weight * jet.value;
                self.add_gradient(row, &jet.gradient, weight, part.gradient.as_mut_slice());
                self.add_matrix(row, |i, j| weight * jet.hessian[i][j], &mut part.hessian);
            }
            part
        });
        let mut total = Evaluation::zero(self.coefficients);
        for part in parts {
            total.value += part.value;
            total.gradient += part.gradient;
            total.hessian += part.hessian;
        }
        total.hessian = (&total.hessian + total.hessian.transpose()) * 0.5;
        total
    }
}

/// The utilities of a row, each a direction of its own.
fn moving<const D: usize>(utilities: &[f64; UTILITIES]) -> [Jet<D>; UTILITIES] {
    std::array::from_fn(|number| Jet::moving(utilities[number], number))
}

/// The logarithms of the probabilities of the outcomes at an equilibrium that moves with the utilities.
fn equilibrium_logs(utilities: &[f64; UTILITIES], threshold: f64) -> [Jet<UTILITIES>; OUTCOMES] {
    let u = moving(utilities);
    let x = play::implicit(&u, utilities, threshold);
    play::outcomes(&play::stand(&u, x), x)
}

/// Σ n log p, in which outcomes that were not seen do not count.
fn log_likelihood<const D: usize>(counts: &[f64; OUTCOMES], logs: &[Jet<D>; OUTCOMES]) -> Jet<D> {
    let seen = counts.iter().zip(logs).filter(|(count, _)| **count != 0.0);
    seen.fold(Jet::constant(0.0), |sum, (count, log)| sum + log.times(*count))
}
