//! Lemke-Howson paths.

use std::sync::Arc;

use foederis::show::paths;
use foederis::show::sheet::Sheet;
use foederis::{Game, LemkeHowson as Core, LemkeHowsonOptions, LemkeHowsonPath as CorePath, PathLabel, PathStart};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use serde::{Deserialize, Serialize};

use crate::control::{CancelToken, Limits, Memory, run};
use crate::equilibrium::Equilibrium;
use crate::error::invalid;
use crate::game::AnyGame;
use crate::keep::{Kept, kept};
use crate::shown::{OnSheet, Shown, shown};
use crate::solution::Solution;

/// Lemke-Howson paths, and the equilibria that they lead to.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[3, 0], [2, 1]], [[3, 2], [0, 1]], players=["A", "B"],
/// ...     strategies=[["Stag", "Hare"], ["Stag", "Hare"]])
/// >>> found = fd.lemke_howson(g, start="all")
/// >>> [(path.start, len(path.pivots)) for path in found.paths]
/// [(('A', 'Stag'), 2), (('A', 'Hare'), 2), (('B', 'Stag'), 2), (('B', 'Hare'), 2)]
/// >>> len(found.solution)
/// 2
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct LemkeHowson {
    game: Game,
    core: Core,
    solution: Solution,
}

/// A path, from the point where nothing is played to an equilibrium.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct LemkeHowsonPath {
    path: CorePath,
    solution: Solution,
}

#[pymethods]
impl LemkeHowson {
    /// The different equilibria at the ends of the paths.
    #[getter]
    fn solution(&self) -> Solution {
        self.solution.clone()
    }

    /// The paths, by starting strategy.
    #[getter]
    fn paths(&self) -> Vec<LemkeHowsonPath> {
        let path = |path: &CorePath| LemkeHowsonPath { path: path.clone(), solution: self.solution.clone() };
        self.core.paths.iter().map(path).collect()
    }

    /// The pivots of all paths as a data frame: a row for each. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("paths", (slf,))
    }

    fn __repr__(&self) -> String {
        format!("<LemkeHowson: {} paths, {} equilibria>", self.core.paths.len(), self.core.solution.len())
    }
}

impl Shown for LemkeHowson {
    fn text(&self) -> PyResult<String> {
        Ok(paths::text(&self.game, &self.core))
    }

    fn html(&self) -> PyResult<String> {
        Ok(paths::html(&self.game, &self.core))
    }

    fn latex(&self) -> PyResult<String> {
        Ok(paths::latex(&self.game, &self.core))
    }
}

shown!(LemkeHowson);

impl Kept for LemkeHowson {
    const KIND: &str = "lemke_howson";

    fn is_whole(&self) -> bool {
        self.solution.fits()
            && self
                .core
                .paths
                .iter()
                .all(|path| path.equilibrium < self.solution.core.len().min(self.core.solution.len()))
    }
}

kept!(LemkeHowson);

#[pymethods]
impl LemkeHowsonPath {
    /// The player and the strategy whose label may be missing on the path.
    #[getter]
    fn start(&self) -> (&str, &str) {
        pair(&self.path.start)
    }

    /// The pivots: for each a dict with the mover, what entered and what left the basis, each as player and strategy, and
    /// the same in words. ``pandas.DataFrame(path.pivots)`` is a table of them.
    #[getter]
    fn pivots<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let entry = |pivot: &foederis::PathPivot| {
            let dict = PyDict::new(py);
            dict.set_item("player", &pivot.player)?;
            dict.set_item("entered", pair(&pivot.entered))?;
            dict.set_item("left", pair(&pivot.left))?;
            dict.set_item("words", format!("{}; {}", pivot.entered_words(), pivot.left_words()))?;
            Ok(dict)
        };
        self.path.pivots.iter().map(entry).collect()
    }

    /// The equilibrium at its end.
    #[getter]
    fn equilibrium(&self) -> Equilibrium {
        let Solution { game, core } = self.solution.clone();
        Equilibrium { game, solution: core, index: self.path.equilibrium }
    }

    fn __repr__(&self) -> String {
        let PathLabel { player, strategy } = &self.path.start;
        format!("<LemkeHowsonPath from {player}'s {strategy}: {} pivots>", self.path.pivots.len())
    }
}

impl OnSheet for LemkeHowsonPath {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(paths::path(&self.path))
    }
}

shown!(LemkeHowsonPath);

impl Kept for LemkeHowsonPath {
    const KIND: &str = "lemke_howson_path";

    fn is_whole(&self) -> bool {
        self.path.equilibrium < self.solution.core.len()
    }
}

kept!(LemkeHowsonPath);

fn pair(label: &PathLabel) -> (&str, &str) {
    (&label.player, &label.strategy)
}

/// Lemke-Howson paths of a two-player game, step by step.
///
/// A strategy's label binds at a pair of mixed strategies if the strategy is not played or is a best reply. All labels bind
/// at the equilibria, and where nothing is played. From there one label is let go, and the edges on which all others bind
/// lead to an equilibrium. Different starts may lead to different equilibria, but not always to all.
///
/// Parameters
/// ----------
/// game : NormalForm
///     Of two players.
/// start : tuple of player and strategy, or "all", optional
///     The strategy whose label is let go; the first player's first one if not given; "all" follows the path of each.
#[doc = include_str!("paths_limits.txt")]
/// Raises
/// ------
/// UnsupportedError
///     When the game is not a table of two players.
/// UnknownNameError
///     When there is no such player or strategy.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Exact, with ties broken lexicographically, so that no path cycles. Each pivot takes as many operations as there are
/// payoffs; paths can be exponentially long. For one equilibrium of a large game use
/// ``nash(game, find="one", method="lemke_howson")``, which looks for short paths.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[0, 3], [2, 0]], [[0, -3], [-2, 0]], players=["Attacker", "Defender"],
/// ...     strategies=[["North", "South"], ["North", "South"]])
/// >>> path = fd.lemke_howson(g, start=("Attacker", "North")).paths[0]
/// >>> path.pivots[0]["words"]
/// 'Attacker plays North; North becomes best for Defender'
/// >>> path.equilibrium.payoffs["Attacker"]
/// Fraction(6, 5)
///
/// References
/// ----------
/// Lemke, C. E., & Howson, J. T. (1964). Equilibrium points of bimatrix games. Journal of the Society for Industrial and
/// Applied Mathematics 12. doi:10.1137/0112033
///
/// von Stengel, B. (2002). Computing equilibria for two-person games. In Handbook of Game Theory 3.
/// doi:10.1016/S1574-0005(02)03008-4
#[pyfunction]
#[pyo3(signature = (game, *, start=None, time_limit=None, memory_limit=None, progress=None, cancel=None))]
pub fn lemke_howson<'py>(
    py: Python<'py>,
    game: AnyGame,
    start: Option<Bound<'py, PyAny>>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<LemkeHowson> {
    let AnyGame(game) = game;
    let start = start.map_or(Ok(PathStart::First), |start| read_start(&start))?;
    let limits = Limits { time_limit, memory_limit, max_equilibria: None, progress, cancel };
    let core = run(py, limits, |control| foederis::lemke_howson(&game, &LemkeHowsonOptions { start, control }))?;
    let solution = Solution { game: game.clone(), core: Arc::new(core.solution.clone()) };
    Ok(LemkeHowson { game, core, solution })
}

fn read_start(start: &Bound<'_, PyAny>) -> PyResult<PathStart> {
    if let Ok(text) = start.cast::<PyString>() {
        if text.to_str()? == "all" {
            return Ok(PathStart::All);
        }
    } else if let Ok((player, strategy)) = start.extract::<(String, String)>() {
        return Ok(PathStart::Strategy { player, strategy });
    }
    Err(invalid("start must be a player and a strategy, such as (\"Russia\", \"Support\"), or \"all\""))
}
