//! A likelihood with its first and second derivatives, summed over a block of rows.
//!
//! Row by row the tree gives derivatives by the linear indices, of which there are few. Those by the coefficients are sums over
//! rows of these times covariates, and are taken column by column.

use nalgebra::DMatrix;

use super::blocks::{Block, add_multiple, dot};
use super::newton::Evaluation;
use super::row::Row;
use super::scalar::{Dual, LANES, Scalar};
use super::specification::{Index, Specification, Term};

/// What the rows of a block are worked with.
pub(super) struct Sums<'a> {
    pub spec: &'a Specification,
    /// The indices that depend on coefficients.
    pub free: &'a [usize],
    pub block: Block<'a>,
    /// How often each row counts.
    pub weights: Vec<f64>,
    /// For each row, which nodes lead to what was observed.
    pub leads: Vec<&'a [bool]>,
}

/// Derivatives by the indices, times the weight: for each index, and for each pair of indices, a number for each row.
struct Slopes {
    first: Vec<Vec<f64>>,
    second: Vec<Vec<f64>>,
}

impl Sums<'_> {
    /// The value, the gradient, and half of the Hessian: the whole is this and its transpose.
    pub fn evaluate(&self, at: &[f64]) -> Evaluation {
        let mut total = Evaluation::zero(self.spec.num_coefficients());
        let slopes = self.by_indices(at, &mut total.value);
        for (slope, number) in slopes.first.iter().zip(self.free) {
            for term in self.terms(*number) {
                total.gradient[term.coefficient] += dot(slope, self.block.column(term.column));
            }
        }
        let mut scaled = vec![0.0; self.block.rows.len()];
        for i in 0..self.free.len() {
            for j in i..self.free.len() {
                self.add_half(i, j, &slopes.second[i * self.free.len() + j], &mut scaled, &mut total.hessian);
            }
        }
        total
    }

    fn terms(&self, index: usize) -> &[Term] {
        &self.spec.parts.indices[index].terms
    }

    /// Adds what a pair of indices contributes to half of the Hessian. Each pair of terms is worked once.
    fn add_half(&self, i: usize, j: usize, second: &[f64], scaled: &mut [f64], half: &mut DMatrix<f64>) {
        for (number, a) in self.terms(self.free[i]).iter().enumerate() {
            let column = self.block.column(a.column);
            scaled.iter_mut().zip(second.iter().zip(column)).for_each(|(to, (slope, value))| *to = slope * value);
            let own = if i == j { number } else { 0 };
            for (other, b) in self.terms(self.free[j]).iter().enumerate().skip(own) {
                // Within an index, the term with itself counts half.
                let share = if i == j && other == number { 0.5 } else { 1.0 };
                half[(b.coefficient, a.coefficient)] += share * dot(scaled, self.block.column(b.column));
            }
        }
    }

    /// The linear indices: for each a number for each row.
    fn indices(&self, at: &[f64]) -> Vec<Vec<f64>> {
        let value = |index: &Index| {
            let known = index.offset.map(|column| self.block.column(column).to_vec());
            let mut sum = known.unwrap_or_else(|| vec![0.0; self.block.rows.len()]);
            for term in &index.terms {
                add_multiple(&mut sum, at[term.coefficient], self.block.column(term.column));
            }
            sum
        };
        self.spec.parts.indices.iter().map(value).collect()
    }

    fn by_indices(&self, at: &[f64], value: &mut f64) -> Slopes {
        let (rows, count) = (self.block.rows.len(), self.free.len());
        let indices = self.indices(at);
        let list = |lists: usize| vec![vec![0.0; rows]; lists];
        let mut slopes = Slopes { first: list(count), second: list(count * count) };
        let mut work = Row::<Dual>::new(self.spec);
        for row in (0..rows).filter(|row| self.weights[*row] != 0.0) {
            for first in (0..count.max(1)).step_by(LANES) {
                let log = self.derive(&mut work, &indices, row, first);
                if first == 0 {
                    *value += self.weights[row] * log;
                }
                slopes.note(&work, self.free, row, first, self.weights[row]);
            }
        }
        slopes
    }

    /// The log-likelihood of a row; its derivatives by the indices, which carry those by a few of these, are left in the row's memory.
    fn derive(&self, work: &mut Row<Dual>, indices: &[Vec<f64>], row: usize, first: usize) -> f64 {
        for (slot, index) in work.indices.iter_mut().zip(indices) {
            *slot = Dual::constant(index[row]);
        }
        for (lane, number) in self.free[first..].iter().take(LANES).enumerate() {
            work.indices[*number] = Dual::moving(work.indices[*number].value, lane);
        }
        work.forward(self.spec, self.leads[row]);
        let log = work.log_likelihood(&self.spec.program, self.leads[row]).value;
        work.backward(self.spec, self.leads[row]);
        log
    }
}

impl Slopes {
    /// Takes over what a row's memory holds: second derivatives by the few indices from `first` on that were moved.
    fn note(&mut self, work: &Row<Dual>, free: &[usize], row: usize, first: usize, weight: f64) {
        let count = free.len();
        for (of, number) in free.iter().enumerate() {
            let slope = &work.by_indices[*number];
            if first == 0 {
                self.first[of][row] = weight * slope.value;
            }
            // Above the diagonal is enough.
            for lane in of.max(first)..count.min(first + LANES) {
                self.second[of * count + lane][row] = weight * slope.slopes[lane - first];
            }
        }
    }
}
