//! Quantal response: logit equilibria at a precision, and the principal branch.

use std::collections::BTreeMap;
use std::sync::Arc;

use foederis::game::PlayerId;
use foederis::show::branch;
use foederis::{Concept, Game, NormalForm, QuantalBranch as Core, QuantalPoint as Point, Status, solve};
use pyo3::prelude::*;
use pyo3::types::PyFloat;

use crate::control::{CancelToken, Limits, run};
use crate::equilibrium::Equilibrium;
use crate::error::{OrRaise, invalid};
use crate::game::{AnyGame, game_object};
use crate::names::by_label;
use crate::number::rational;
use crate::solution::Solution;
use crate::solution::status_name;

/// Logit (quantal response) equilibria at a precision.
///
/// Players choose better strategies more often, but not always. At precision :math:`\lambda`, player :math:`i` plays
/// strategy :math:`s` with the probability
///
/// .. math:: p_i(s) = \frac{\exp(\lambda u_i(s, p_{-i}))}{\sum_{t} \exp(\lambda u_i(t, p_{-i}))},
///
/// given what the others do. At :math:`\lambda = 0` everybody chooses at random; large precisions come near Nash
/// equilibria. The precision is in one over utility: doubling all payoffs halves it.
///
/// Parameters
/// ----------
/// game : NormalForm
///     For a tree take its agent form or its strategic form first.
/// precision : number
///     The precision, 0 or more.
/// starts : int
///     How many further starting points are tried for equilibria that are not on the principal branch.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// UnsupportedError
///     When the game is a tree.
/// InvalidError
///     When the precision is negative.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// The equilibria on the principal branch (see `logit_branch`) come first, then those that damped Newton's method finds
/// from other starting points. Each has a proven error bound, and `verify` checks it. That there are no others is proven
/// only where the precision is so small that the equilibrium is unique; `Solution.claim` then says so.
///
/// Examples
/// --------
/// The seeker's indifference makes the evader mix evenly in the Nash equilibrium; with errors, the higher stake counts.
///
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]], players=["Evader", "Seeker"],
/// ...     strategies=[["North", "South"], ["North", "South"]])
/// >>> s = fd.logit(g, precision=2)
/// >>> round(float(s[0].profile["Evader"]["North"]), 4)
/// 0.8608
/// >>> fd.verify(g, s[0]).ok
/// True
///
/// References
/// ----------
/// McKelvey, R. D., & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
/// Behavior 10. doi:10.1006/game.1995.1023
#[pyfunction]
#[pyo3(signature = (game, *, precision, starts=64, time_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn logit<'py>(
    py: Python<'py>,
    game: AnyGame,
    precision: Bound<'py, PyAny>,
    starts: usize,
    time_limit: Option<f64>,
    max_equilibria: Option<usize>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let (AnyGame(game), precision) = (game, rational(&precision)?);
    let limits = Limits { time_limit, max_equilibria, progress, cancel };
    let core = run(py, limits, |control| solve::logit(&game, &solve::LogitOptions { precision, starts, control }))?;
    Ok(Solution::new(game, core))
}

/// The principal branch of logit equilibria, from random play towards a Nash equilibrium.
///
/// The logit equilibria (see `logit`) of all precisions form curves. The principal branch is the one that starts at
/// precision 0, where every strategy of a player has the same probability. It is followed through turning points, where the
/// precision falls for a while, and across bifurcations, where it goes straight on.
///
/// Parameters
/// ----------
/// game : NormalForm
///     For a tree take its agent form or its strategic form first.
/// max_precision : number, optional
///     Stop at this precision. If not given, the branch is followed until `max_regret`.
/// max_regret : float
///     Stop where nobody could gain more than this part of the largest range of a player's payoffs.
/// max_change : float
///     The most that a probability should change from one point to the next; smaller values give more points.
/// max_points : int, optional
///     Stop after so many points.
/// time_limit : float, optional
///     Stop after so many seconds and return what was found.
/// progress : bool or callable, optional
///     True shows a bar. A function is called with a `Progress` about every 20 ms; if it returns False, the walk stops.
/// cancel : CancelToken, optional
///     Stops the walk from another thread.
///
/// Returns
/// -------
/// QuantalBranch
///
/// Raises
/// ------
/// UnsupportedError
///     When the game is a tree.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Predictions through the last tangents, then Newton's method in log-odds. Points are solutions in floating point. The limit
/// is exact, or proven with an error bound. A bifurcation is found where a determinant changes its sign; where an even number
/// of branches cross at once, as symmetry among three or more players can make it, the sign does not tell.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]], players=["Evader", "Seeker"],
/// ...     strategies=[["North", "South"], ["North", "South"]])
/// >>> b = fd.logit_branch(g)
/// >>> b.limit.profile["Seeker"]["South"]
/// Fraction(9, 10)
/// >>> bool(b.probabilities["Evader"].max() > 0.6)
/// True
///
/// References
/// ----------
/// McKelvey, R. D., & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
/// Behavior 10. doi:10.1006/game.1995.1023
///
/// Turocy, T. L. (2005). A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence.
/// Games and Economic Behavior 51. doi:10.1016/j.geb.2004.04.003
#[pyfunction]
#[pyo3(signature = (game, *, max_precision=None, max_regret=1e-8, max_change=0.1, max_points=None, time_limit=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn logit_branch<'py>(
    py: Python<'py>,
    game: AnyGame,
    max_precision: Option<Bound<'py, PyAny>>,
    max_regret: f64,
    max_change: f64,
    max_points: Option<usize>,
    time_limit: Option<f64>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<QuantalBranch> {
    let AnyGame(game) = game;
    let max_precision = max_precision.map(|number| rational(&number)).transpose()?;
    let limits = Limits { time_limit, max_equilibria: max_points, progress, cancel };
    let Game::Normal(table) = game.clone() else {
        let fault = solve::logit_branch(&game, &solve::LogitBranchOptions::default()).map(drop);
        return fault.or_raise().and_then(|()| Err(invalid("logit_branch needs a payoff table")));
    };
    let core = run(py, limits, |control| {
        solve::logit_branch(&game, &solve::LogitBranchOptions { max_precision, max_regret, max_change, control })
    })?;
    Ok(QuantalBranch { table, core: Arc::new(core) })
}

/// The principal branch of logit equilibria: points from precision 0 on, and the Nash equilibrium they lead to.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
/// >>> b = fd.logit_branch(g)
/// >>> round(b.bifurcations[0].precision, 4)
/// 2.0
#[pyclass(frozen, module = "foederis")]
pub struct QuantalBranch {
    table: NormalForm,
    core: Arc<Core>,
}

impl QuantalBranch {
    fn game_of(&self) -> Game {
        Game::Normal(self.table.clone())
    }

    fn point(&self, point: Point) -> QuantalPoint {
        QuantalPoint { game: self.table.clone(), point }
    }

    /// For each player, some columns of a flat array of rows of `width`, as an array of the shape given.
    fn columns<'py>(
        &self,
        py: Python<'py>,
        flat: &[f64],
        width: usize,
        columns: std::ops::Range<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let shape = (flat.len() / width, columns.len());
        let cells: Vec<f64> = flat.chunks_exact(width).flat_map(|row| row[columns.clone()].iter().copied()).collect();
        py.import("numpy")?.call_method1("array", (cells,))?.call_method1("reshape", (shape,))
    }
}

#[pymethods]
impl QuantalBranch {
    /// The game whose branch it is.
    #[getter]
    fn game<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        game_object(py, &self.game_of())
    }

    /// The precision at each point, as an array; it falls behind a turning point.
    #[getter]
    fn precision<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("numpy")?.call_method1("array", (self.core.precisions.clone(),))
    }

    /// For each player an array with a row for each point and a column for each strategy.
    #[getter]
    fn probabilities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let shape = &self.core.shape;
        let width = shape.iter().sum();
        by_label(py, "player", self.table.players(), |player| {
            let start: usize = shape[..player].iter().sum();
            self.columns(py, &self.core.probabilities, width, start..start + shape[player])
        })
    }

    /// For each player an array of the expected payoff at each point.
    #[getter]
    fn payoffs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let width = self.core.shape.len();
        by_label(py, "player", self.table.players(), |player| {
            self.columns(py, &self.core.payoffs, width, player..player + 1)?.call_method0("ravel")
        })
    }

    /// The points, in the order in which the branch passes them.
    #[getter]
    fn points(&self) -> Vec<QuantalPoint> {
        (0..self.core.len()).filter_map(|index| self.core.point(index)).map(|point| self.point(point)).collect()
    }

    /// Where the precision turns, from rising to falling or back.
    #[getter]
    fn turning_points(&self) -> Vec<QuantalPoint> {
        self.core.turning_points.iter().map(|point| self.point(point.clone())).collect()
    }

    /// Where another branch crosses this one.
    #[getter]
    fn bifurcations(&self) -> Vec<QuantalPoint> {
        self.core.bifurcations.iter().map(|point| self.point(point.clone())).collect()
    }

    /// The Nash equilibrium that the branch leads to; None where it was not reached or could not be proven.
    #[getter]
    fn limit(&self) -> Option<Equilibrium> {
        let limit = self.core.limit.clone()?;
        let claim = "the Nash equilibrium that the principal branch of logit equilibria leads to";
        let mut solution = foederis::Solution::new(Concept::Nash, "logit path following", claim);
        solution.equilibria.push(limit);
        Some(Equilibrium { game: self.game_of(), solution: Arc::new(solution), index: 0 })
    }

    /// How the walk ended: "complete", "truncated", "timed_out", "cancelled" or "partial".
    #[getter]
    fn status(&self) -> &'static str {
        status_name(&self.core.status)
    }

    /// How the walk ended, in words.
    #[getter]
    fn status_text(&self) -> &str {
        self.core.status_words()
    }

    /// Whether the branch was followed to its end, or to `max_precision`.
    #[getter]
    fn complete(&self) -> bool {
        self.core.status == Status::Complete
    }

    /// What was counted: points, evaluations, steps taken back.
    #[getter]
    fn counts(&self) -> BTreeMap<String, u64> {
        self.core.counts.clone()
    }

    /// Remarks for the reader.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.core.notes.clone()
    }

    /// The branch as HTML, as notebooks show it.
    ///
    /// Returns
    /// -------
    /// str
    fn to_html(&self) -> String {
        branch::html(&self.game_of(), &self.core)
    }

    fn _repr_html_(&self) -> String {
        self.to_html()
    }

    fn __len__(&self) -> usize {
        self.core.len()
    }

    fn __repr__(&self) -> String {
        format!("<QuantalBranch: {}>", branch::summary(&self.core))
    }

    fn __str__(&self) -> String {
        branch::text(&self.game_of(), &self.core)
    }
}

/// A logit equilibrium in floating point, as a point of a branch.
#[pyclass(frozen, module = "foederis")]
pub struct QuantalPoint {
    game: NormalForm,
    point: Point,
}

#[pymethods]
impl QuantalPoint {
    /// The precision.
    #[getter]
    fn precision(&self) -> f64 {
        self.point.precision
    }

    /// Each player's strategies with their probabilities.
    #[getter]
    fn profile<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        by_label(py, "player", self.game.players(), |player| {
            let row = &self.point.probabilities[player];
            let labels = self.game.strategies(PlayerId::from(player));
            by_label(py, "strategy", labels, |strategy| Ok(PyFloat::new(py, row[strategy]).into_any()))
        })
    }

    /// Everybody's expected payoff.
    #[getter]
    fn payoffs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        by_label(
            py,
            "player",
            self.game.players(),
            |player| Ok(PyFloat::new(py, self.point.payoffs[player]).into_any()),
        )
    }

    fn __repr__(&self) -> String {
        format!("<QuantalPoint: precision {}>", self.point.precision)
    }
}
