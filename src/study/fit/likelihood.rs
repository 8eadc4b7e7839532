//! The likelihood of a random-utility game: value, gradient, Hessian, scores and probabilities.
//!
//! Rows are worked in chunks of a fixed size, whose sums are added in order: the result is the same for any number of threads.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use nalgebra::DVector;

use super::blocks::{Blocks, CHUNK};
use super::bootstrap::Resampled;
use super::newton::{Evaluation, Objective};
use super::observations::Observations;
use super::row::Row;
use super::specification::{Index, Specification};
use super::sums::Sums;
use crate::error::Error;
use crate::solve::Watch;
use crate::solve::in_parallel;

/// How many rows of a common outcome are enough for a first climb.
const KEPT: usize = 500;

/// A specification with data: what is maximised.
#[derive(Debug, Clone)]
pub struct Likelihood<'a> {
    spec: &'a Specification,
    data: &'a Observations,
    /// How often each row counts; once where this is empty.
    weights: &'a [f64],
    /// For each class, whether each node leads to it.
    leads: Vec<Vec<bool>>,
    /// The indices that depend on coefficients.
    free: Vec<usize>,
    /// The rows that count, laid out for sums once there are any to take.
    blocks: OnceLock<Arc<Blocks>>,
}

impl<'a> Likelihood<'a> {
    /// Puts a specification and data together.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the data do not fit.
    pub fn new(spec: &'a Specification, data: &'a Observations) -> Result<Self, Error> {
        data.check(spec)?;
        let leads = data.classes.iter().map(|class| spec.program.leads_to(class)).collect();
        let indices = spec.parts.indices.iter().enumerate();
        let free = indices.filter(|(_, index)| !index.terms.is_empty()).map(|(number, _)| number).collect();
        Ok(Likelihood { spec, data, weights: &data.weights, leads, free, blocks: OnceLock::new() })
    }

    /// Weights that keep every row of a rare outcome and some rows of a common one, which count for the others: a likelihood of the same shape
    /// that is quick to climb. `None` where little would be saved.
    pub fn thinned(&self) -> Option<Vec<f64>> {
        let rows = self.data.len();
        let mut sizes = vec![0_usize; self.leads.len()];
        self.data.outcomes.iter().for_each(|class| sizes[*class] += 1);
        let strides: Vec<usize> = sizes.iter().map(|size| (size / KEPT).max(1)).collect();
        let kept: usize = sizes.iter().zip(&strides).map(|(size, stride)| size.div_ceil(*stride)).sum();
        if 3 * kept > rows {
            return None;
        }
        let mut seen = vec![0_usize; sizes.len()];
        let weight = |row: usize| {
            let class = self.data.outcomes[row];
            let place = seen[class];
            seen[class] += 1;
            let stride = strides[class];
            // The last one kept may stand for fewer.
            let covers = stride.min(sizes[class] - place / stride * stride);
            if place.is_multiple_of(stride) { self.weight(row) * covers as f64 } else { 0.0 }
        };
        Some((0..rows).map(weight).collect())
    }

    fn blocks(&self) -> &Arc<Blocks> {
        self.blocks.get_or_init(|| Arc::new(Blocks::new(self.data, (0..self.data.len()).collect())))
    }

    fn chunks(&self) -> Vec<Range<usize>> {
        let rows = self.data.len();
        (0..rows).step_by(CHUNK).map(|start| start..(start + CHUNK).min(rows)).collect()
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    fn index(&self, index: &Index, row: &[f64], at: &[f64]) -> f64 {
        let known = index.offset.map_or(0.0, |column| row[column]);
        index.terms.iter().fold(known, |sum, term| sum + row[term.column] * at[term.coefficient])
    }

    fn set_indices(&self, work: &mut Row<f64>, row: usize, at: &[f64]) {
        let covariates = self.data.row(row);
        for (value, index) in work.indices.iter_mut().zip(&self.spec.parts.indices) {
            *value = self.index(index, covariates, at);
        }
    }

    fn value_of_chunk(&self, rows: Range<usize>, at: &[f64]) -> f64 {
        let mut work = Row::<f64>::new(self.spec);
        let mut sum = 0.0;
        for row in rows.filter(|row| self.weight(*row) != 0.0) {
            self.set_indices(&mut work, row, at);
            work.forward(self.spec);
            let leads = &self.leads[self.data.outcomes[row]];
            sum += self.weight(row) * work.log_likelihood(&self.spec.program, leads);
        }
        sum
    }

    /// The log-likelihood.
    pub fn value(&self, at: &[f64], watch: &mut Watch) -> f64 {
        let parts = in_parallel(&self.chunks(), watch, |rows, watch| {
            watch.must_stop(0);
            self.value_of_chunk(rows.clone(), at)
        });
        parts.into_iter().sum()
    }

    /// The derivative of each row's log-likelihood by each coefficient (unweighted), row after row.
    pub fn scores(&self, at: &[f64], watch: &mut Watch) -> Vec<f64> {
        let width = self.spec.num_coefficients();
        let parts = in_parallel(&self.chunks(), watch, |rows, _| {
            let mut work = Row::<f64>::new(self.spec);
            let mut scores = vec![0.0; rows.len() * width];
            for (row, score) in rows.clone().zip(scores.chunks_mut(width.max(1))) {
                self.set_indices(&mut work, row, at);
                work.forward(self.spec);
                let leads = &self.leads[self.data.outcomes[row]];
                work.log_likelihood(&self.spec.program, leads);
                work.backward(self.spec, leads);
                self.add_score(&work.by_indices, row, 1.0, score);
            }
            scores
        });
        parts.concat()
    }

    /// The probability of each class in each row, row after row; and, class after class within each row, its derivative by
    /// each coefficient.
    pub fn probabilities(&self, at: &[f64], watch: &mut Watch) -> (Vec<f64>, Vec<f64>) {
        let (width, classes) = (self.spec.num_coefficients(), self.leads.len());
        let parts = in_parallel(&self.chunks(), watch, |rows, _| {
            let mut work = Row::<f64>::new(self.spec);
            let (mut values, mut slopes) = (Vec::new(), vec![0.0; rows.len() * classes * width]);
            let mut slots = slopes.chunks_mut(width.max(1));
            for row in rows.clone() {
                self.set_indices(&mut work, row, at);
                work.forward(self.spec);
                for leads in &self.leads {
                    let probability = work.log_likelihood(&self.spec.program, leads).exp();
                    work.backward(self.spec, leads);
                    values.push(probability);
                    if let Some(slot) = slots.next() {
                        self.add_score(&work.by_indices, row, probability, slot);
                    }
                }
            }
            (values, slopes)
        });
        let (values, slopes): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        (values.concat(), slopes.concat())
    }

    /// Adds the derivative by the coefficients, given that by the indices.
    fn add_score(&self, by_indices: &[f64], row: usize, factor: f64, score: &mut [f64]) {
        let covariates = self.data.row(row);
        for number in &self.free {
            let slope = factor * by_indices[*number];
            for term in &self.spec.parts.indices[*number].terms {
                score[term.coefficient] += slope * covariates[term.column];
            }
        }
    }

    fn evaluate_block(&self, number: usize, at: &[f64]) -> Evaluation {
        let block = self.blocks().block(number);
        let weights = block.rows.iter().map(|row| self.weight(*row)).collect();
        let leads = block.rows.iter().map(|row| self.leads[self.data.outcomes[*row]].as_slice()).collect();
        Sums { spec: self.spec, free: &self.free, block, weights, leads }.evaluate(at)
    }
}

impl Objective for Likelihood<'_> {
    fn dimension(&self) -> usize {
        self.spec.num_coefficients()
    }

    fn evaluate(&self, at: &[f64], watch: &mut Watch) -> Evaluation {
        let parts = in_parallel(&self.blocks().numbers(), watch, |number, watch| {
            watch.must_stop(0);
            self.evaluate_block(*number, at)
        });
        let mut total = Evaluation::zero(self.dimension());
        for part in parts {
            total.value += part.value;
            total.gradient += part.gradient;
            total.hessian += part.hessian;
        }
        let whole = &total.hessian + total.hessian.transpose();
        Evaluation { hessian: whole, ..total }
    }

    /// The root mean square of what each coefficient is multiplied by.
    fn scales(&self) -> DVector<f64> {
        let mut squares = DVector::zeros(self.dimension());
        for row in 0..self.data.len() {
            let covariates = self.data.row(row);
            for term in self.spec.parts.indices.iter().flat_map(|index| &index.terms) {
                squares[term.coefficient] += covariates[term.column].powi(2);
            }
        }
        let rows = self.data.len() as f64;
        squares.map(|sum: f64| if sum > 0.0 { (sum / rows).sqrt() } else { 1.0 })
    }
}

impl Resampled for Likelihood<'_> {
    fn rows(&self) -> usize {
        self.data.len()
    }

    fn reweighted<'w>(&'w self, weights: &'w [f64]) -> Box<dyn Objective + 'w> {
        let counted: Vec<usize> = (0..self.data.len()).filter(|row| weights[*row] != 0.0).collect();
        // Few rows are copied, so that the others cost nothing.
        let few = 2 * counted.len() < self.blocks().len();
        let blocks = if few { Arc::new(Blocks::new(self.data, counted)) } else { self.blocks().clone() };
        Box::new(Likelihood { weights, blocks: OnceLock::from(blocks), ..self.clone() })
    }
}
