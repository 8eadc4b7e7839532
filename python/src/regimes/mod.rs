//! Regimes: for which parameters each equilibrium holds.

mod cell;
mod check;
mod equilibrium;
mod interval;
mod proposition;
mod search;

pub use cell::{Boundary, Cell};
pub use check::RegimesCheck;
pub use equilibrium::{ParametricEquilibrium, Requirement};
pub use interval::{Interval, Share};
pub use proposition::Proposition;
pub use search::{concept_of, regimes};

use std::sync::Arc;

use foederis::game::Game;
use foederis::number::RationalFunction;
use foederis::show::regimes as show;
use foederis::study::regimes::{MapOptions, ParametricEquilibrium as CoreEquilibrium, Regimes as Core};
use foederis::{Rational, Status};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::control::{CancelToken, Limits, run};
use crate::error::{OrRaise, invalid};
use crate::keep::{Kept, kept};
use crate::number::rational;
use crate::shown::{Shown, shown};
use crate::solution::status_name;

/// What regimes and their parts share.
pub struct Shared {
    pub core: Core,
    game: Game,
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.core.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Shared {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let core = Core::deserialize(deserializer)?;
        let game = core.model.skeleton().map_err(Error::custom)?;
        core.check_whole(&game).map_err(Error::custom)?;
        Ok(Shared { core, game })
    }
}

impl Shared {
    /// Whether numbers of equilibria are those of equilibria that there are.
    fn has(&self, equilibria: &[usize]) -> bool {
        equilibria.iter().all(|&index| index < self.core.equilibria.len())
    }

    fn symbols(&self) -> &[String] {
        self.core.model.symbols_list()
    }

    fn function(&self, function: &RationalFunction, equilibrium: &CoreEquilibrium) -> String {
        show::function(&self.core, function, Some(equilibrium))
    }
}

/// The regimes of a model.
///
/// A sequence of cells. `equilibria` has each parametric equilibrium with the conditions of its existence, whatever cells
/// it is in; `boundaries` the surfaces between cells.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Regimes(pub Arc<Shared>);

impl Regimes {
    fn new(core: Core) -> PyResult<Self> {
        let game = core.model.skeleton().or_raise()?;
        Ok(Regimes(Arc::new(Shared { core, game })))
    }

    fn equilibrium(&self, index: usize) -> ParametricEquilibrium {
        ParametricEquilibrium { shared: self.0.clone(), index }
    }

    fn core(&self) -> &Core {
        &self.0.core
    }
}

#[pymethods]
impl Regimes {
    /// The concept.
    #[getter]
    fn concept(&self) -> &'static str {
        self.core().concept.function()
    }

    /// The parameters that vary.
    #[getter]
    fn over(&self) -> Vec<String> {
        let symbols = self.0.symbols();
        self.core().domain.free().iter().map(|variable| symbols[usize::from(variable.0)].clone()).collect()
    }

    /// What ranges and assumptions say of them.
    #[getter]
    fn given(&self) -> Vec<String> {
        self.core().domain.background().iter().map(|constraint| constraint.to_text(self.0.symbols())).collect()
    }

    /// Whether every equilibrium of the claim was found, and every cell is proven to hold a point.
    #[getter]
    fn complete(&self) -> bool {
        self.core().status == Status::Complete
    }

    /// How the search ended: "complete", "truncated", "timed_out", "cancelled" or "partial".
    #[getter]
    fn status(&self) -> &'static str {
        status_name(&self.core().status)
    }

    /// How the search ended, in words; for "partial" the reason.
    #[getter]
    fn status_text(&self) -> &str {
        self.core().status.words()
    }

    /// What `complete` claims.
    #[getter]
    fn claim(&self) -> &str {
        &self.core().claim
    }

    /// The equilibria, each with the conditions under which it exists.
    #[getter]
    fn equilibria(&self) -> Vec<ParametricEquilibrium> {
        (0..self.core().equilibria.len()).map(|index| self.equilibrium(index)).collect()
    }

    /// The surfaces between cells, on which somebody is indifferent.
    #[getter]
    fn boundaries(&self) -> Vec<Boundary> {
        let all = self.core().boundaries.iter();
        all.map(|core| Boundary { shared: self.0.clone(), core: core.clone() }).collect()
    }

    /// The equilibria that exist at the base, but for the values given; on a boundary, those of all the cells that meet.
    ///
    /// Parameters
    /// ----------
    /// **values : number
    ///     Values by symbol.
    ///
    /// Returns
    /// -------
    /// list of ParametricEquilibrium
    #[pyo3(signature = (**values))]
    fn at(&self, values: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<ParametricEquilibrium>> {
        let mut named = Vec::new();
        for (symbol, value) in values.into_iter().flatten() {
            let symbol = symbol.extract::<String>()?;
            if !self.over().contains(&symbol) && self.core().model.parameter(&symbol).is_ok() {
                return Err(invalid(format!("'{symbol}' is held at its base in these regimes; name it in `over`")));
            }
            named.push((symbol, rational(&value)?));
        }
        let named: Vec<(&str, Rational)> = named.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let point = self.core().model.point(&named).or_raise()?;
        if let Some(broken) = self.core().domain.background().iter().find(|condition| !condition.holds(&point)) {
            let broken = broken.to_text(self.core().model.symbols_list());
            return Err(invalid(format!("{broken} does not hold there, and so there is no game")));
        }
        Ok(self.core().equilibria_at(&point).into_iter().map(|index| self.equilibrium(index)).collect())
    }

    /// The regimes as a proposition with numbered cases and a proof.
    ///
    /// Returns
    /// -------
    /// Proposition
    ///     Its `text` and its `latex`.
    fn proposition(&self) -> PyResult<Proposition> {
        Ok(Proposition {
            text: show::proposition_text(self.core()).or_raise()?,
            latex: show::proposition_latex(self.core()).or_raise()?,
        })
    }

    /// Solves the game at random points of every cell and on its boundaries, and compares.
    ///
    /// Parameters
    /// ----------
    /// n : int
    ///     How many points of each cell.
    /// seed : int
    /// time_limit : float, optional
    ///     Seconds after which what was compared so far is returned.
    /// cancel : CancelToken, optional
    ///     Stops it in the same way from another thread.
    ///
    /// Returns
    /// -------
    /// RegimesCheck
    ///
    /// Raises
    /// ------
    /// KeyboardInterrupt
    ///     On Ctrl-C.
    #[pyo3(signature = (n=10, *, seed=1, time_limit=None, cancel=None))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        n: usize,
        seed: u64,
        time_limit: Option<f64>,
        cancel: Option<Bound<'py, CancelToken>>,
    ) -> PyResult<RegimesCheck> {
        let core = self.core();
        let limits = Limits { time_limit, memory_limit: None, max_equilibria: None, progress: None, cancel };
        let report = run(py, limits, |control| core.check_within(n, seed, &control))?;
        let symbols = self.0.symbols();
        let mismatch = |(point, what): &(Vec<Rational>, String)| -> String {
            let at: Vec<String> = core
                .domain
                .free()
                .iter()
                .map(|v| format!("{} = {}", symbols[usize::from(v.0)], point[usize::from(v.0)]))
                .collect();
            format!("{what} at {}", at.join(", "))
        };
        let mismatches = report.mismatches.iter().map(mismatch).collect();
        let (points, ties, partial, stopped) = (report.points, report.ties, report.partial, report.stopped);
        Ok(RegimesCheck { points, ties, partial, stopped, mismatches })
    }

    /// The regimes along one parameter, exactly; the others are at their base.
    ///
    /// Parameters
    /// ----------
    /// parameter : str
    ///
    /// Returns
    /// -------
    /// list of Interval
    ///     From the lowest admissible value to the highest. Neighbours with the same equilibria are one; a single value with
    ///     equilibria of its own is an interval of length 0.
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> r = fd.regimes(fd.dilemmas.caucasus())
    /// >>> [(part.low, part.high, part.equilibria[0].paths[0]) for part in r.intervals("r")][2]
    /// (Fraction(7, 1), None, ['Refrain'])
    fn intervals(&self, parameter: &str) -> PyResult<Vec<Interval>> {
        let found = self.core().intervals(parameter).or_raise()?;
        Ok(found.into_iter().map(|core| Interval { shared: self.0.clone(), core }).collect())
    }

    /// How much of a box of parameters each regime takes up, estimated by random points.
    ///
    /// Parameters
    /// ----------
    /// ranges : dict of str to tuple of two numbers, optional
    ///     Between which values a parameter is drawn, uniformly; its own range, which must have two ends, if not given.
    /// points : int
    ///     How many admissible points are drawn.
    /// seed : int
    ///
    /// Returns
    /// -------
    /// list of Share
    ///     The largest first; each with the standard error of the estimate.
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> r = fd.regimes(fd.dilemmas.border(), "nash", over=["pi"])
    /// >>> shares = r.shares(points=2000)
    /// >>> len(shares), abs(shares[0].share - 0.5) < 0.05
    /// (2, True)
    #[pyo3(signature = (ranges=None, *, points=10_000, seed=1))]
    fn shares(
        &self,
        py: Python<'_>,
        ranges: Option<&Bound<'_, PyDict>>,
        points: usize,
        seed: u64,
    ) -> PyResult<Vec<Share>> {
        let mut named: Vec<(String, (Rational, Rational))> = Vec::new();
        for (symbol, ends) in ranges.into_iter().flatten() {
            let [low, high] = ends.extract::<[Bound<'_, PyAny>; 2]>()?;
            named.push((symbol.extract()?, (rational(&low)?, rational(&high)?)));
        }
        let named: Vec<(&str, (Rational, Rational))> =
            named.iter().map(|(name, ends)| (name.as_str(), ends.clone())).collect();
        let found = py.detach(|| self.core().shares(&named, points, seed)).or_raise()?;
        Ok(found.into_iter().map(|core| Share { shared: self.0.clone(), core }).collect())
    }

    /// What is claimed, as JSON text by names and formulas, which `verify` checks against the model.
    ///
    /// Returns
    /// -------
    /// str
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> model = fd.dilemmas.caucasus()
    /// >>> fd.verify(model, fd.regimes(model).to_json()).ok
    /// True
    fn to_json(&self) -> PyResult<String> {
        Ok(self.core().certificate().or_raise()?.to_json())
    }

    /// A map of two parameters as a picture (SVG); the others are at their base.
    ///
    /// Parameters
    /// ----------
    /// x, y : str
    ///     The parameters of the axes.
    /// xlim, ylim : tuple of two numbers, optional
    ///     The ends of the axes; the parameter's range, or around its base, if not given.
    ///
    /// Returns
    /// -------
    /// str
    #[pyo3(signature = (x, y, *, xlim=None, ylim=None))]
    fn svg(
        &self,
        x: &str,
        y: &str,
        xlim: Option<[Bound<'_, PyAny>; 2]>,
        ylim: Option<[Bound<'_, PyAny>; 2]>,
    ) -> PyResult<String> {
        show::map_svg(self.core(), x, y, &map_options(xlim, ylim)?).or_raise()
    }

    /// The areas of a map of two parameters, for other drawings.
    ///
    /// Returns
    /// -------
    /// dict
    ///     "areas": for each regime seen, its number (of the cell, from 1), its equilibria, its pieces (four corners each) and a place for its label; "ranges";
    ///     "base".
    #[pyo3(signature = (x, y, *, xlim=None, ylim=None))]
    fn map<'py>(
        &self,
        py: Python<'py>,
        x: &str,
        y: &str,
        xlim: Option<[Bound<'py, PyAny>; 2]>,
        ylim: Option<[Bound<'py, PyAny>; 2]>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let map = self.core().map(x, y, &map_options(xlim, ylim)?).or_raise()?;
        let areas = PyList::empty(py);
        for (place, area) in map.areas.iter().enumerate() {
            let entry = PyDict::new(py);
            entry.set_item("number", area.number(place, self.core().cells.len()))?;
            let equilibria: Vec<ParametricEquilibrium> =
                area.equilibria.iter().map(|&at| self.equilibrium(at)).collect();
            entry.set_item("equilibria", equilibria)?;
            entry.set_item("pieces", area.pieces.clone())?;
            entry.set_item("centre", area.centre)?;
            areas.append(entry)?;
        }
        let dict = PyDict::new(py);
        dict.set_item("areas", areas)?;
        dict.set_item("ranges", map.ranges)?;
        dict.set_item("base", map.base)?;
        Ok(dict)
    }

    /// Draws a map of two parameters with matplotlib; the same as `foederis.plot.regime_map`.
    ///
    /// Parameters
    /// ----------
    /// x, y : str
    ///     The parameters of the axes.
    /// xlim, ylim : tuple of two numbers, optional
    ///     The ends of the axes.
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; new axes if not given.
    /// size : {"column", "page", "slide"}
    ///     The size of new axes.
    ///
    /// Returns
    /// -------
    /// matplotlib.axes.Axes
    #[pyo3(signature = (x, y, *, xlim=None, ylim=None, ax=None, size=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        x: &str,
        y: &str,
        xlim: Option<Bound<'py, PyAny>>,
        ylim: Option<Bound<'py, PyAny>>,
        ax: Option<Bound<'py, PyAny>>,
        size: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = PyDict::new(slf.py());
        for (name, value) in [("xlim", xlim), ("ylim", ylim), ("ax", ax), ("size", size)] {
            options.set_item(name, value)?;
        }
        slf.py().import("foederis.plot")?.call_method("regime_map", (slf, x, y), Some(&options))
    }

    /// The cells' conditions as sympy expressions: a list of `And(...)`.
    ///
    /// Returns
    /// -------
    /// list of sympy.Basic
    fn to_sympy<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._regimes")?.call_method1("to_sympy", (slf, slf.get().0.symbols().to_vec()))
    }

    /// The regimes as a data frame: a row for each equilibrium of each cell, with the cell's conditions, what everybody does
    /// and the payoffs as formulas. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("regimes", (slf,))
    }

    fn __len__(&self) -> usize {
        self.core().cells.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let cell = |index| Cell { shared: self.0.clone(), index };
        let cells: Vec<Cell> = (0..self.core().cells.len()).map(cell).collect();
        cells.into_pyobject(py)?.call_method0("__iter__")
    }

    fn __getitem__(&self, index: isize) -> PyResult<Cell> {
        let count = self.core().cells.len() as isize;
        let at = if index < 0 { index + count } else { index };
        match (0..count).contains(&at) {
            true => Ok(Cell { shared: self.0.clone(), index: at as usize }),
            false => Err(PyIndexError::new_err(format!("there are {count} cells, and none has the number {index}"))),
        }
    }

    fn __repr__(&self) -> String {
        let core = self.core();
        format!("<Regimes of '{}': {} cells, {}>", core.model.title(), core.cells.len(), self.concept())
    }
}

impl Shown for Regimes {
    fn text(&self) -> PyResult<String> {
        show::text(self.core()).or_raise()
    }

    fn html(&self) -> PyResult<String> {
        show::html(self.core()).or_raise()
    }

    fn latex(&self) -> PyResult<String> {
        show::latex(self.core()).or_raise()
    }
}

shown!(Regimes);

impl Kept for Regimes {
    const KIND: &str = "regimes";
}

kept!(Regimes);

fn map_options(xlim: Option<[Bound<'_, PyAny>; 2]>, ylim: Option<[Bound<'_, PyAny>; 2]>) -> PyResult<MapOptions> {
    let ends = |limits: Option<[Bound<'_, PyAny>; 2]>| {
        limits.map(|[low, high]| Ok::<_, PyErr>((rational(&low)?, rational(&high)?))).transpose()
    };
    Ok(MapOptions { x_range: ends(xlim)?, y_range: ends(ylim)?, strips: None })
}
