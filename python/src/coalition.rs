//! Coalitions: equilibria in pure strategies of a game of exchangeable players, by numbers.

use foederis::show::sheet::Sheet;
use foederis::show::symmetric as show;
use foederis::show::symmetric::coalition_certificate;
use foederis::{Coalition as CoreCoalition, SymmetricCertificate, SymmetricGame as CoreGame};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::{Deserialize, Serialize};

use crate::keep::{Kept, kept};
use crate::number::fraction;
use crate::shown::{OnSheet, shown};

/// Equilibria in pure strategies that differ only in who takes which action.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Coalition {
    pub game: CoreGame,
    pub core: CoreCoalition,
}

#[pymethods]
impl Coalition {
    /// For each group, how many take the first action.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        let pairs = self.game.groups().iter().zip(&self.core.counts);
        pairs.into_iter().try_for_each(|(group, count)| counts.set_item(&group.name, count))?;
        Ok(counts)
    }

    /// How many equilibria these are: the ways to choose the players.
    #[getter]
    fn ways<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.core.ways)?.getattr("numerator")
    }

    /// What the equilibria claim, as JSON text for `verify`.
    ///
    /// Returns
    /// -------
    /// str
    fn to_json(&self) -> String {
        self.claim().to_json()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Coalition: {}, {} equilibria>", self.counts(py)?.repr()?, self.core.ways))
    }
}

impl OnSheet for Coalition {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::coalition(&self.game, &self.core))
    }
}

shown!(Coalition);

impl Kept for Coalition {
    const KIND: &str = "coalition";

    fn is_whole(&self) -> bool {
        self.core.counts.len() == self.game.groups().len()
    }
}

kept!(Coalition);

impl Coalition {
    /// What it claims.
    pub fn claim(&self) -> SymmetricCertificate {
        coalition_certificate(&self.game, &self.core)
    }
}
