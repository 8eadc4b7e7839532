//! What comparing regimes with the solver at points found.

use foederis::show::regimes as show;
use foederis::show::sheet::Sheet;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::keep::{Kept, kept};
use crate::shown::{OnSheet, shown};

/// What a check of regimes found.
#[pyclass(frozen, get_all, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct RegimesCheck {
    /// How many points inside cells were solved.
    pub points: usize,
    /// How many points on boundaries were solved.
    pub ties: usize,
    /// At how many of these points the solver's list was not complete, so that what it left out was tested by its definition.
    #[serde(default)]
    pub partial: usize,
    /// Whether it was stopped, by a limit or by cancelling, before all points were looked at.
    #[serde(default)]
    pub stopped: bool,
    /// Where the solver disagrees, in words.
    pub mismatches: Vec<String>,
}

#[pymethods]
impl RegimesCheck {
    fn __repr__(&self) -> String {
        let (points, ties, mismatches) = (self.points, self.ties, self.mismatches.len());
        format!("<RegimesCheck: {points} points, {ties} ties, {mismatches} mismatches>")
    }
}

impl OnSheet for RegimesCheck {
    fn sheet(&self) -> PyResult<Sheet> {
        let core = foederis::RegimesCheck {
            points: self.points,
            ties: self.ties,
            partial: self.partial,
            stopped: self.stopped,
            mismatches: Vec::new(),
        };
        Ok(show::parts::check(&core, &self.mismatches))
    }
}

shown!(RegimesCheck);

impl Kept for RegimesCheck {
    const KIND: &str = "regimes_check";
}

kept!(RegimesCheck);
