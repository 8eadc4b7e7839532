//! The likelihood of a random-utility game: value, gradient, Hessian, scores and probabilities.
//!
//! Rows are worked in chunks of a fixed size, whose sums are added in order: the result is the same for any number of threads.

use std::ops::Range;

use nalgebra::{DMatrix, DVector, DVectorViewMut};

use super::bootstrap::Resampled;
use super::newton::{Evaluation, Objective};
use super::observations::Observations;
use super::row::Row;
use super::scalar::{Dual, LANES, Scalar};
use super::specification::{Index, Specification, Term};
use crate::error::Error;
use crate::solve::Watch;
use crate::solve::in_parallel;

/// How many rows are worked together.
const CHUNK: usize = 512;

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
        Ok(Likelihood { spec, data, weights: &data.weights, leads, free })
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

    fn evaluate_chunk(&self, rows: Range<usize>, at: &[f64]) -> Evaluation {
        let mut work = Row::<Dual>::new(self.spec);
        let mut total = Evaluation::zero(self.spec.num_coefficients());
        let mut second = vec![0.0; self.free.len() * self.free.len()];
        for row in rows.filter(|row| self.weight(*row) != 0.0) {
            let slopes = self.differentiate(&mut work, row, at, &mut second, &mut total.value);
            let weight = self.weight(row);
            self.add_score(&slopes, row, weight, total.gradient.as_mut_slice());
            self.add_half(&second, row, weight, &mut total.hessian);
        }
        total
    }

    /// The first and second derivatives of a row's log-likelihood by the indices.
    fn differentiate(
        &self,
        work: &mut Row<Dual>,
        row: usize,
        at: &[f64],
        second: &mut [f64],
        value: &mut f64,
    ) -> Vec<f64> {
        let (covariates, count) = (self.data.row(row), self.free.len());
        let leads = &self.leads[self.data.outcomes[row]];
        for first in (0..count.max(1)).step_by(LANES) {
            for (slot, index) in work.indices.iter_mut().zip(&self.spec.parts.indices) {
                *slot = Dual::constant(self.index(index, covariates, at));
            }
            let lanes = count.saturating_sub(first).min(LANES);
            for lane in 0..lanes {
                let number = self.free[first + lane];
                work.indices[number] = Dual::moving(work.indices[number].value, lane);
            }
            work.forward(self.spec);
            let log = work.log_likelihood(&self.spec.program, leads).value;
            work.backward(self.spec, leads);
            if first == 0 {
                *value += self.weight(row) * log;
            }
            for (of, number) in self.free.iter().enumerate() {
                second[of * count + first..of * count + first + lanes]
                    .copy_from_slice(&work.by_indices[*number].slopes[..lanes]);
            }
        }
        work.by_indices.iter().map(|slope| slope.value).collect()
    }

    /// Adds half of a row's Hessian: the whole is this and its transpose. Each pair of terms is worked once.
    fn add_half(&self, second: &[f64], row: usize, weight: f64, half: &mut DMatrix<f64>) {
        let (covariates, count) = (self.data.row(row), self.free.len());
        let terms = |place: usize| self.spec.parts.indices[self.free[place]].terms.as_slice();
        for i in 0..count {
            for j in i..count {
                let slope = weight * second[i * count + j];
                for (number, a) in terms(i).iter().enumerate() {
                    let part = slope * covariates[a.column];
                    // Within an index, the term with itself counts half.
                    let rest = if i == j { &terms(j)[number + 1..] } else { terms(j) };
                    let column = half.column_mut(a.coefficient);
                    add_terms(rest, covariates, part, column);
                    if i == j {
                        half[(a.coefficient, a.coefficient)] += 0.5 * part * covariates[a.column];
                    }
                }
            }
        }
    }
}

fn add_terms(terms: &[Term], covariates: &[f64], part: f64, mut column: DVectorViewMut<'_, f64>) {
    for b in terms {
        column[b.coefficient] += part * covariates[b.column];
    }
}

impl Objective for Likelihood<'_> {
    fn dimension(&self) -> usize {
        self.spec.num_coefficients()
    }

    fn evaluate(&self, at: &[f64], watch: &mut Watch) -> Evaluation {
        let parts = in_parallel(&self.chunks(), watch, |rows, watch| {
            watch.must_stop(0);
            self.evaluate_chunk(rows.clone(), at)
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
        Box::new(Likelihood { weights, ..self.clone() })
    }
}
