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
use super::packing::Packing;
use super::row::Row;
use super::specification::{Index, Specification};
use super::sums::Sums;
use crate::error::Error;
use crate::solve::Watch;
use crate::solve::in_parallel;

/// How many rows of a common outcome are enough for a first climb.
const KEPT: usize = 500;

/// How many rows a second climb looks at, about.
const FOCUS: f64 = 700.0;

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
    /// Which rows are alike, once that is asked for.
    packing: OnceLock<Option<Arc<Packing>>>,
    /// The weights where the first of several rows that are alike counts for all.
    counted: OnceLock<Vec<f64>>,
    /// The rows that count, laid out for sums once there are any to take.
    blocks: OnceLock<Arc<Blocks>>,
    /// What steps are measured in: of all rows, whatever their weights.
    scales: OnceLock<DVector<f64>>,
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
        let (packing, counted) = (OnceLock::new(), OnceLock::new());
        let (blocks, scales) = (OnceLock::new(), OnceLock::new());
        Ok(Likelihood { spec, data, weights: &data.weights, leads, free, packing, counted, blocks, scales })
    }

    /// Weights that keep every row of a rare outcome and some rows of a common one, which count for the others: a likelihood of the same shape
    /// that is quick to climb. `None` where little would be saved, or many rows are alike and worked once anyway.
    pub fn thinned(&self) -> Option<Vec<f64>> {
        if self.packing().is_some() {
            return None;
        }
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

    fn packing(&self) -> Option<&Packing> {
        self.packing.get_or_init(|| Packing::new(self.data).map(Arc::new)).as_deref()
    }

    fn counted(&self) -> &[f64] {
        self.counted.get_or_init(|| match self.packing() {
            Some(packing) => packing.counted(|row| self.weight(row)),
            None => (0..self.data.len()).map(|row| self.weight(row)).collect(),
        })
    }

    /// Some rows that tell apart all that the data tell apart, or as good as all; `None` where that would be most of them.
    pub(super) fn telling(&self) -> Option<Vec<usize>> {
        let drawn = |part: Vec<f64>| (0..part.len()).filter(|row| part[*row] != 0.0).collect();
        self.packing().map(|packing| packing.distinct.clone()).or_else(|| self.thinned().map(drawn))
    }

    fn blocks(&self) -> &Arc<Blocks> {
        let rows = || self.packing().map_or_else(|| (0..self.data.len()).collect(), |packing| packing.distinct.clone());
        self.blocks.get_or_init(|| Arc::new(Blocks::new(self.data, rows())))
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

    /// The log-likelihood of each row.
    fn logs(&self, at: &[f64], watch: &mut Watch) -> Vec<f64> {
        let parts = in_parallel(&self.chunks(), watch, |rows, watch| {
            watch.must_stop(0);
            let mut work = Row::<f64>::new(self.spec);
            let log = |row| {
                let leads = &self.leads[self.data.outcomes[row]];
                self.set_indices(&mut work, row, at);
                work.forward(self.spec, leads);
                work.log_likelihood(&self.spec.program, leads)
            };
            rows.clone().map(log).collect::<Vec<_>>()
        });
        parts.concat()
    }

    /// The log-likelihood.
    pub fn value(&self, at: &[f64], watch: &mut Watch) -> f64 {
        let counted = self.logs(at, watch).into_iter().enumerate().filter(|(row, _)| self.weight(*row) != 0.0);
        counted.map(|(row, log)| self.weight(row) * log).sum()
    }

    /// The derivative of each row's log-likelihood by each coefficient (unweighted), row after row.
    pub fn scores(&self, at: &[f64], watch: &mut Watch) -> Vec<f64> {
        let width = self.spec.num_coefficients();
        let parts = in_parallel(&self.chunks(), watch, |rows, _| {
            let mut work = Row::<f64>::new(self.spec);
            let mut scores = vec![0.0; rows.len() * width];
            for (row, score) in rows.clone().zip(scores.chunks_mut(width.max(1))) {
                let leads = &self.leads[self.data.outcomes[row]];
                self.set_indices(&mut work, row, at);
                work.forward(self.spec, leads);
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
        let every = vec![true; self.spec.program.places.len()];
        let parts = in_parallel(&self.chunks(), watch, |rows, _| {
            let mut work = Row::<f64>::new(self.spec);
            let (mut values, mut slopes) = (Vec::new(), vec![0.0; rows.len() * classes * width]);
            let mut slots = slopes.chunks_mut(width.max(1));
            for row in rows.clone() {
                self.set_indices(&mut work, row, at);
                work.forward(self.spec, &every);
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

    fn measure(&self) -> DVector<f64> {
        let columns = self.data.columns;
        let mut squares = vec![0.0; columns];
        for row in self.data.values.chunks(columns.max(1)) {
            squares.iter_mut().zip(row).for_each(|(sum, value)| *sum += value * value);
        }
        let mut sums = DVector::zeros(self.dimension());
        for term in self.spec.parts.indices.iter().flat_map(|index| &index.terms) {
            sums[term.coefficient] += squares[term.column];
        }
        let rows = self.data.len() as f64;
        sums.map(|sum: f64| if sum > 0.0 { (sum / rows).sqrt() } else { 1.0 })
    }

    fn evaluate_block(&self, number: usize, at: &[f64]) -> Evaluation {
        let block = self.blocks().block(number);
        let weights = block.rows.iter().map(|row| self.counted()[*row]).collect();
        let leads = block.rows.iter().map(|row| self.leads[self.data.outcomes[*row]].as_slice()).collect();
        Sums { spec: self.spec, free: &self.free, block, weights, leads }.evaluate(at)
    }
}

impl Objective for Likelihood<'_> {
    fn dimension(&self) -> usize {
        self.spec.num_coefficients()
    }

    fn evaluate(&self, at: &[f64], watch: &mut Watch) -> Evaluation {
        self.counted();
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
        self.scales.get_or_init(|| self.measure()).clone()
    }
}

impl Resampled for Likelihood<'_> {
    fn rows(&self) -> usize {
        self.data.len()
    }

    fn reweighted<'w>(&'w self, weights: &'w [f64]) -> Box<dyn Objective + 'w> {
        self.scales();
        let blocks = self.blocks().clone();
        let own = Likelihood { weights, counted: OnceLock::new(), ..self.clone() };
        let counted: Vec<usize> = (0..self.data.len()).filter(|row| own.counted()[*row] != 0.0).collect();
        // Few rows are copied, so that the others cost nothing.
        let few = 2 * counted.len() < blocks.len();
        let blocks = if few { Arc::new(Blocks::new(self.data, counted)) } else { blocks };
        Box::new(Likelihood { blocks: OnceLock::from(blocks), ..own })
    }

    /// A row tells the more, the less likely it was to be as it is: rows are drawn at even distances along the sum of these surprises.
    fn focused(&self, at: &[f64], watch: &mut Watch) -> Option<Vec<f64>> {
        let logs = self.logs(at, watch);
        let surprise = |(row, log): (usize, &f64)| self.weight(row) * -log.exp_m1();
        let surprises: Vec<f64> = logs.iter().enumerate().map(surprise).collect();
        let total: f64 = surprises.iter().sum();
        // Nobody is left out for certain, so that no weight becomes large.
        let least = 0.1 * total / surprises.len() as f64;
        let distance = 1.1 * total / FOCUS;
        if !(distance > 0.0 && distance.is_finite()) || 3 * FOCUS as usize > surprises.len() {
            return None;
        }
        let mut passed = 0.5;
        let weigh = |(row, surprise): (usize, &f64)| {
            let share = ((surprise + least) / distance).min(1.0);
            passed += share;
            let drawn = passed >= 1.0;
            passed -= f64::from(u8::from(drawn));
            if drawn { self.weight(row) / share } else { 0.0 }
        };
        Some(surprises.iter().enumerate().map(weigh).collect())
    }
}
