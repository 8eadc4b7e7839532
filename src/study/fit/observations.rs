//! [`Observations`]: covariates and outcomes, row by row.

use super::specification::Specification;
use crate::error::Error;

/// Data for a [`Specification`]: a matrix of covariates, and for each row what was observed.
#[derive(Debug, Clone, Default)]
pub struct Observations {
    /// How many columns there are.
    pub columns: usize,
    /// The covariates, row after row.
    pub values: Vec<f64>,
    /// What can be observed: each class is a list of plays (by number, depth first) that look alike in the data.
    pub classes: Vec<Vec<usize>>,
    /// The class observed in each row.
    pub outcomes: Vec<usize>,
    /// How often each row counts; once where this is empty.
    pub weights: Vec<f64>,
}

impl Observations {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// Checks that the data fit a specification.
    ///
    /// # Errors
    /// [`Error::Invalid`], which names what does not fit.
    pub fn check(&self, spec: &Specification) -> Result<(), Error> {
        let (rows, columns, plays) = (self.len(), self.columns, spec.tree().num_plays());
        let invalid = |message: String| Err(Error::Invalid(message));
        if rows == 0 {
            return invalid("there are no rows; give at least one with an outcome and every covariate".into());
        }
        if self.values.len() != rows * columns || columns < spec.num_columns() {
            let (have, need) = (self.values.len(), spec.num_columns());
            return invalid(format!(
                "{have} covariates do not make {rows} rows of {columns} columns (at least {need})"
            ));
        }
        if let Some(place) = self.values.iter().position(|value| !value.is_finite()) {
            let (row, column) = (place / columns + 1, place % columns + 1);
            return invalid(format!("row {row}, column {column} is not a number; leave the row out"));
        }
        if !(self.weights.is_empty() || self.weights.len() == rows) {
            return invalid(format!("there are {} weights for {rows} rows", self.weights.len()));
        }
        if self.weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return invalid("a weight is negative or not a number".into());
        }
        if self.classes.iter().any(|class| class.is_empty() || class.iter().any(|play| *play >= plays)) {
            return invalid(format!("each class of outcomes holds some of the {plays} plays"));
        }
        match self.outcomes.iter().position(|class| *class >= self.classes.len()) {
            Some(row) => {
                invalid(format!("row {} has an outcome that is none of the {} classes", row + 1, self.classes.len()))
            }
            None => Ok(()),
        }
    }
}
