//! Cells of regimes, and the surfaces between them.

use std::sync::Arc;

use foederis::Rational;
use foederis::show::regimes as show;
use foederis::show::sheet::Sheet;
use foederis::study::regimes::{Boundary as CoreBoundary, Cell as CoreCell, Implication};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::{Deserialize, Serialize};

use super::{ParametricEquilibrium, Shared};
use crate::error::OrRaise;
use crate::keep::{Kept, kept};
use crate::number::fraction;
use crate::shown::{OnSheet, shown};

/// An open set of parameters on which the set of equilibria is the same.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Cell {
    pub(super) shared: Arc<Shared>,
    pub(super) index: usize,
}

impl Cell {
    fn core(&self) -> &CoreCell {
        &self.shared.core.cells[self.index]
    }
}

#[pymethods]
impl Cell {
    /// What holds in the cell, besides the ranges and assumptions.
    #[getter]
    fn conditions(&self) -> Vec<String> {
        self.core().conditions.iter().map(|condition| condition.to_text(self.shared.symbols())).collect()
    }

    /// The equilibria there.
    #[getter]
    fn equilibria(&self) -> Vec<ParametricEquilibrium> {
        let all = self.core().equilibria.iter();
        all.map(|&index| ParametricEquilibrium { shared: self.shared.clone(), index }).collect()
    }

    /// A point of the cell by parameter, if one was found.
    #[getter]
    fn sample<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.core().sample.as_ref().map(|point| by_symbol(py, &self.shared, point)).transpose()
    }

    /// The conditions in LaTeX, for mathematics mode.
    ///
    /// Returns
    /// -------
    /// str
    fn latex(&self) -> String {
        show::cell_latex(&self.shared.core, self.core())
    }

    /// Whether one of several conditions holds at every point of the cell: `True` proven, `False` refuted by a point, `None`
    /// where neither a proof nor a point was found.
    ///
    /// Parameters
    /// ----------
    /// *alternatives : str
    ///     Conditions in the parameters, as a model's assumptions have them; at each point at least one of them must hold.
    ///
    /// Returns
    /// -------
    /// bool or None
    ///
    /// Raises
    /// ------
    /// InputError
    ///     When a condition cannot be read.
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> r = fd.regimes(fd.dilemmas.caucasus())
    /// >>> supports = [cell for cell in r if cell.equilibria[0].plan["Russia"]["after invocation"] == "Support"]
    /// >>> all(cell.implies("n > 0 and k + w < r + e", "n <= 0 and k + w < r") for cell in supports)
    /// True
    /// >>> supports[0].implies("k > 100")
    /// False
    #[pyo3(signature = (*alternatives))]
    fn implies(&self, alternatives: Vec<String>) -> PyResult<Option<bool>> {
        let alternatives: Vec<&str> = alternatives.iter().map(String::as_str).collect();
        Ok(match self.shared.core.implies(self.index, &alternatives).or_raise()? {
            Implication::Proven => Some(true),
            Implication::Refuted(_) => Some(false),
            Implication::Open => None,
        })
    }

    fn __repr__(&self) -> String {
        let conditions = self.conditions();
        let text = if conditions.is_empty() { "always".to_owned() } else { conditions.join(", ") };
        format!("<Cell {}: {text}; equilibria: {}>", self.index + 1, self.core().equilibria.len())
    }
}

impl OnSheet for Cell {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::parts::cell(&self.shared.core, &self.shared.game, self.index))
    }
}

shown!(Cell);

impl Kept for Cell {
    const KIND: &str = "cell";

    fn is_whole(&self) -> bool {
        self.index < self.shared.core.cells.len()
    }
}

kept!(Cell);

fn by_symbol<'py>(py: Python<'py>, shared: &Shared, point: &[Rational]) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (symbol, value) in shared.symbols().iter().zip(point) {
        dict.set_item(symbol, fraction(py, value)?)?;
    }
    Ok(dict)
}

/// A surface between cells.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Boundary {
    pub(super) shared: Arc<Shared>,
    pub(super) core: CoreBoundary,
}

#[pymethods]
impl Boundary {
    /// The equation of the surface.
    #[getter]
    fn equation(&self) -> String {
        self.core.equation.to_text(self.shared.symbols())
    }

    /// Who is indifferent there, and between what.
    #[getter]
    fn ties(&self) -> Vec<String> {
        show::ties(&self.shared.core, &self.shared.game, &self.core)
    }

    /// A point of the surface.
    #[getter]
    fn sample<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        by_symbol(py, &self.shared, &self.core.sample)
    }

    /// The equilibria that exist at that point.
    #[getter]
    fn equilibria(&self) -> Vec<ParametricEquilibrium> {
        let all = self.core.equilibria.iter();
        all.map(|&index| ParametricEquilibrium { shared: self.shared.clone(), index }).collect()
    }

    fn __repr__(&self) -> String {
        format!("<Boundary {}: {}>", self.equation(), self.ties().join("; "))
    }
}

impl OnSheet for Boundary {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::parts::boundary(&self.shared.core, &self.shared.game, &self.core))
    }
}

shown!(Boundary);

impl Kept for Boundary {
    const KIND: &str = "boundary";

    fn is_whole(&self) -> bool {
        self.shared.has(&self.core.equilibria) && self.core.sample.len() == self.shared.symbols().len()
    }
}

kept!(Boundary);
