//! Sparse linear programs whose origin is feasible, solved exactly: floats find the basis, integers prove it.

mod basis;
mod exact;
mod factors;
mod field;
mod guess;
mod lifting;
mod matrix;
mod pivoting;
#[cfg(test)]
mod tests;

use super::control::Watch;
use crate::number::Rational;
use guess::Basis;
use matrix::Lines;

/// A linear program in integers: the largest `objective x` over `x >= 0` with `matrix x <= bounds`, where no bound is
/// below 0.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// Column by column.
    matrix: Lines<i64>,
    bounds: Vec<i64>,
    objective: Vec<i64>,
}

/// An optimal point and multipliers of the constraints that prove it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Optimum {
    pub(super) point: Vec<Rational>,
    pub(super) duals: Vec<Rational>,
}

/// How the search for an optimum ended.
#[derive(Debug)]
pub(super) enum Answer {
    Found(Optimum),
    Stopped,
    /// Floats do not settle it, and it is too large to be pivoted exactly.
    TooLarge,
}

/// Up to so many cells, exact pivots cost less than floats and a proof.
const SMALL: usize = 400;

/// Up to so many cells, exact pivots are tried where floats fail.
const LARGE: usize = 1_000_000;

/// By how much bounds are raised for the guess, so that ties fall: tries in turn.
const NOISE: [f64; 4] = [1e-7, 1e-6, 1e-8, 1e-5];

impl Program {
    /// A program from its columns, each with what it adds to the objective, and its bounds.
    pub(super) fn new(columns: &[(Vec<(u32, i64)>, i64)], bounds: Vec<i64>) -> Program {
        Program {
            matrix: Lines::new(columns.iter().map(|(column, _)| column.as_slice())),
            objective: columns.iter().map(|(_, gain)| *gain).collect(),
            bounds,
        }
    }

    /// An optimum, which must exist. Counts the steps of the simplex method.
    pub(super) fn maximise(&self, watch: &mut Watch, steps: &mut u64) -> Answer {
        let cells = (self.bounds.len() + 1) * (self.objective.len() + 1);
        if cells > SMALL {
            for noise in NOISE {
                let guessed = guess::guess(self, noise, || watch.must_stop_now(0));
                if let Some(found) = guessed.and_then(|(basis, taken)| self.proven(&basis, taken, watch, steps)) {
                    return Answer::Found(found);
                }
                if watch.must_stop_now(0) {
                    return Answer::Stopped;
                }
            }
        }
        if cells > LARGE {
            return Answer::TooLarge;
        }
        pivoting::pivoting(self, steps, &mut || watch.must_stop_now(0))
    }

    fn proven(&self, basis: &Basis, taken: u64, watch: &mut Watch, steps: &mut u64) -> Option<Optimum> {
        *steps += taken;
        exact::optimum(self, basis, &mut || watch.must_stop_now(0))
    }
}
