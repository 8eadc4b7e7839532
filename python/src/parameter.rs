//! Parameters of models.

use foederis::model::Parameter as Core;
use foederis::show::model as show;
use foederis::show::sheet::Sheet;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::keep::{Kept, kept};
use crate::number::fraction;
use crate::shown::{OnSheet, shown};

/// A parameter of a model: a named number with its base value, its range, and what it stands for.
#[pyclass(frozen, eq, module = "foederis")]
#[derive(PartialEq, Eq, Clone, Serialize, Deserialize)]
pub struct Parameter(pub Core);

#[pymethods]
impl Parameter {
    /// The symbol that stands in expressions.
    #[getter]
    fn symbol(&self) -> &str {
        &self.0.symbol
    }

    /// The base value. Base values of the dilemmas shipped are illustrative.
    #[getter]
    fn base<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.0.base)
    }

    /// The admissible values, as a condition: "0 < p <= 1", or "any".
    #[getter]
    fn range(&self) -> String {
        self.0.range.describe(&self.0.symbol)
    }

    /// What it means, in a short phrase.
    #[getter]
    fn meaning(&self) -> &str {
        &self.0.meaning
    }

    /// The argument that it stands for.
    #[getter]
    fn argument(&self) -> &str {
        &self.0.argument
    }

    /// The term of the literature.
    #[getter]
    fn term(&self) -> &str {
        &self.0.term
    }

    /// Where it comes from; may be empty.
    #[getter]
    fn source(&self) -> &str {
        &self.0.source
    }

    /// The symbol in LaTeX, for mathematics mode.
    #[getter]
    fn latex(&self) -> String {
        self.0.latex()
    }

    fn __repr__(&self) -> String {
        let Core { symbol, base, meaning, .. } = &self.0;
        let about = if meaning.is_empty() { String::new() } else { format!(": {meaning}") };
        format!("<Parameter {symbol} = {base}{about}>")
    }
}

impl OnSheet for Parameter {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::parameter(&self.0))
    }
}

shown!(Parameter);

impl Kept for Parameter {
    const KIND: &str = "parameter";
}

kept!(Parameter);
