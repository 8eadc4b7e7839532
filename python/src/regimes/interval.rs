//! Regimes along one parameter, and how much of a box they take up.

use std::sync::Arc;

use foederis::show::regimes::parts as show;
use foederis::show::sheet::Sheet;
use foederis::study::regimes::{Interval as CoreInterval, Share as CoreShare};
use foederis::study::region::Breakpoint;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ParametricEquilibrium, Shared};
use crate::keep::{Kept, kept};
use crate::levers::value;
use crate::shown::{OnSheet, shown};

/// A stretch of one parameter, or a single value of it, with the same equilibria throughout.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Interval {
    pub(super) shared: Arc<Shared>,
    pub(super) core: CoreInterval,
}

#[pymethods]
impl Interval {
    /// Where it begins: a `Fraction`, a float for an irrational number, `None` for minus infinity.
    #[getter]
    fn low<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.core.low.as_ref().map(|point| value(py, point)).transpose()
    }

    /// Where it ends; `None` for infinity.
    #[getter]
    fn high<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.core.high.as_ref().map(|point| value(py, point)).transpose()
    }

    /// Whether its ends belong to it.
    #[getter]
    fn closed(&self) -> (bool, bool) {
        let [low, high] = self.core.closed;
        (low, high)
    }

    /// The equilibria that exist there.
    #[getter]
    fn equilibria(&self) -> Vec<ParametricEquilibrium> {
        let all = self.core.equilibria.iter();
        all.map(|&index| ParametricEquilibrium { shared: self.shared.clone(), index }).collect()
    }

    fn __repr__(&self) -> String {
        let end = |point: &Option<Breakpoint>| match point {
            None => "…".to_owned(),
            Some(Breakpoint::Exact(value)) => value.to_string(),
            Some(root) => root.to_f64().to_string(),
        };
        let [low, high] = self.core.closed;
        let (open, close) = (if low { "[" } else { "(" }, if high { "]" } else { ")" });
        let (from, to) = (end(&self.core.low), end(&self.core.high));
        format!("<Interval {open}{from}, {to}{close}; equilibria: {}>", self.core.equilibria.len())
    }
}

impl OnSheet for Interval {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::interval(&self.shared.core, &self.shared.game, &self.core))
    }
}

shown!(Interval);

impl Kept for Interval {
    const KIND: &str = "interval";

    fn is_whole(&self) -> bool {
        self.shared.has(&self.core.equilibria)
    }
}

kept!(Interval);

/// How much of a box of parameters has the same equilibria.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Share {
    pub(super) shared: Arc<Shared>,
    pub(super) core: CoreShare,
}

#[pymethods]
impl Share {
    /// The equilibria.
    #[getter]
    fn equilibria(&self) -> Vec<ParametricEquilibrium> {
        let all = self.core.equilibria.iter();
        all.map(|&index| ParametricEquilibrium { shared: self.shared.clone(), index }).collect()
    }

    /// The share of the admissible points, from 0 to 1.
    #[getter]
    fn share(&self) -> f64 {
        self.core.share
    }

    /// The standard error of the share.
    #[getter]
    fn error(&self) -> f64 {
        self.core.error
    }

    fn __repr__(&self) -> String {
        let CoreShare { share, error, equilibria } = &self.core;
        format!("<Share {share:.3} (standard error {error:.3}); equilibria: {}>", equilibria.len())
    }
}

impl OnSheet for Share {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::share(&self.shared.core, &self.shared.game, &self.core))
    }
}

shown!(Share);

impl Kept for Share {
    const KIND: &str = "share";

    fn is_whole(&self) -> bool {
        self.shared.has(&self.core.equilibria)
    }
}

kept!(Share);
