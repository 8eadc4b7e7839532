//! Quantal response: logit equilibria at a precision, and the principal branch.

use std::collections::BTreeMap;
use std::sync::Arc;

use foederis::game::{Labels, PlayerId};
use foederis::show::branch;
use foederis::show::sheet::Sheet;
use foederis::{Concept, Game, QuantalBranch as Core, QuantalPoint as Point, Status, solve};
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::PyFloat;
use serde::{Deserialize, Serialize};

use crate::beliefs::float_beliefs;
use crate::control::{AtMost, CancelToken, Limits, Memory, run};
use crate::equilibrium::Equilibrium;
use crate::game::{AnyGame, game_object};
use crate::keep::{Kept, kept};
use crate::names::by_label;
use crate::number::rational;
use crate::shown::{OnSheet, shown};
use crate::solution::Solution;
use crate::solution::status_name;
use crate::tree::by_player;

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
/// On a tree every information set chooses for itself (the agent form): an action's probability depends in this way on what
/// it brings its player given that play has come there, with beliefs by Bayes' rule. Large precisions then come near
/// sequential equilibria. The strategic form of a tree has other logit equilibria.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
/// precision : number
///     The precision, 0 or more.
/// starts : int
///     How many further starting points are tried for equilibria that are not on the principal branch.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// UnsupportedError
///     When a player of a tree lacks perfect recall, or an information set comes only after events of probability 0.
/// InvalidError
///     When the precision is negative.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// The equilibria on the principal branch (see `logit_branch`) come first, then those that damped Newton's method finds
/// from other starting points. Each has a proven error bound, and `verify` checks it. That there are no others is proven
/// only where logit replies are a contraction, as they are at small precisions; `Solution.claim` then says so, and no starting
/// points are tried.
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
///
/// McKelvey, R. D., & Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. Experimental Economics
/// 1. doi:10.1023/A:1009905800005
#[pyfunction]
#[pyo3(signature = (game, *, precision, starts=64, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn logit<'py>(
    py: Python<'py>,
    game: AnyGame,
    precision: Bound<'py, PyAny>,
    starts: usize,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let (AnyGame(game), precision) = (game, rational(&precision)?);
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    let core = run(py, limits, |control| solve::logit(&game, &solve::LogitOptions { precision, starts, control }))?;
    Ok(Solution::new(game, core))
}

/// The principal branch of logit equilibria, from random play towards a Nash equilibrium.
///
/// The logit equilibria (see `logit`) of all precisions form curves. The principal branch is the one that starts at
/// precision 0, where every strategy of a player has the same probability. It is followed through turning points, where the
/// precision falls for a while, and across bifurcations, where it goes straight on.
///
/// On a tree, where every information set chooses for itself, the branch selects a sequential equilibrium: `limit` is its
/// behaviour, and `beliefs` are its beliefs, the limit of Bayes' beliefs along the branch.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
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
/// memory_limit : int or str, optional
///     Stop once the process holds more than so much memory (bytes, or "2GB"), and return what was found.
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
///     When a player of a tree lacks perfect recall, or an information set comes only after events of probability 0.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Predictions through the last tangents, then Newton's method in log-odds. Points are solutions in floating point. The limit
/// is exact, or proven with an error bound. A bifurcation is found where a determinant changes its sign; where an even number
/// of branches cross at once, as symmetry among three or more players can make it, the sign does not tell. On a tree the limit
/// is given where simple fractions within 1e-5 of it make a Nash equilibrium, which is checked exactly.
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
/// McKelvey, R. D., & Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. Experimental Economics
/// 1. doi:10.1023/A:1009905800005
///
/// Turocy, T. L. (2005). A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence.
/// Games and Economic Behavior 51. doi:10.1016/j.geb.2004.04.003
#[pyfunction]
#[pyo3(signature = (game, *, max_precision=None, max_regret=1e-8, max_change=0.1, max_points=None, time_limit=None, memory_limit=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn logit_branch<'py>(
    py: Python<'py>,
    game: AnyGame,
    max_precision: Option<Bound<'py, PyAny>>,
    max_regret: f64,
    max_change: f64,
    max_points: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<QuantalBranch> {
    let AnyGame(game) = game;
    let max_precision = max_precision.map(|number| rational(&number)).transpose()?;
    let limits = Limits { time_limit, memory_limit, max_equilibria: max_points.map(AtMost), progress, cancel };
    let core = run(py, limits, |control| {
        solve::logit_branch(&game, &solve::LogitBranchOptions { max_precision, max_regret, max_change, control })
    })?;
    Ok(QuantalBranch { game, core: Arc::new(core) })
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
#[derive(Clone, Serialize, Deserialize)]
pub struct QuantalBranch {
    game: Game,
    core: Arc<Core>,
}

/// How many choices everybody has: at each information set, or as each player of a table.
fn sizes(game: &Game) -> Vec<usize> {
    match game {
        Game::Normal(table) => table.player_ids().map(|player| table.strategies(player).len()).collect(),
        Game::Extensive(tree) => tree.infosets().iter().map(|infoset| infoset.actions.len()).collect(),
    }
}

fn fits(game: &Game, point: &Point) -> bool {
    let rows = point.probabilities.iter().map(Vec::len).eq(sizes(game));
    rows && point.payoffs.len() == game.players().len()
}

impl QuantalBranch {
    /// Whether the arrays have the sizes that the game gives them.
    fn fits(&self) -> bool {
        let (core, sizes) = (&self.core, sizes(&self.game));
        let (points, width) = (core.precisions.len(), sizes.iter().sum::<usize>());
        let mut single = core.turning_points.iter().chain(&core.bifurcations);
        core.shape == sizes
            && core.probabilities.len() == points * width
            && core.payoffs.len() == points * self.game.players().len()
            && single.all(|point| fits(&self.game, point))
    }

    fn point(&self, point: Point) -> QuantalPoint {
        QuantalPoint { game: self.game.clone(), point }
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
        game_object(py, &self.game)
    }

    /// The precision at each point, as an array; it falls behind a turning point.
    #[getter]
    fn precision<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("numpy")?.call_method1("array", (self.core.precisions.clone(),))
    }

    /// For each player an array with a row for each point and a column for each strategy. On a tree, for each player a table
    /// of information sets with such arrays, a column for each action.
    #[getter]
    fn probabilities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let shape = &self.core.shape;
        let width = shape.iter().sum();
        let array = |chooser: usize| {
            let start: usize = shape[..chooser].iter().sum();
            self.columns(py, &self.core.probabilities, width, start..start + shape[chooser])
        };
        match &self.game {
            Game::Normal(table) => by_label(py, "player", table.players(), array),
            Game::Extensive(tree) => by_player(py, tree, |_, infoset| array(infoset)),
        }
    }

    /// For each player an array of the expected payoff at each point.
    #[getter]
    fn payoffs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let width = self.game.players().len();
        by_label(py, "player", self.game.players(), |player| {
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
        Some(Equilibrium { game: self.game.clone(), solution: Arc::new(solution), index: 0 })
    }

    /// On a tree, the beliefs that Bayes' rule leads to along the branch: ``b.beliefs["after Invoke"]["disloyal"]``, in
    /// floating point, with names as in `Equilibrium.beliefs`; None for a table, and where the branch did not reach its end.
    #[getter]
    fn beliefs<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match &self.game {
            Game::Extensive(tree) if !self.core.beliefs.is_empty() => {
                float_beliefs(py, tree, &self.core.beliefs).map(Some)
            }
            _ => Ok(None),
        }
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

    fn __len__(&self) -> usize {
        self.core.len()
    }

    /// The points as a data frame: a row for each, with the precision, payoffs and probabilities. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("branch", (slf,))
    }

    fn __repr__(&self) -> String {
        format!("<QuantalBranch: {}>", branch::summary(&self.core))
    }
}

impl OnSheet for QuantalBranch {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(branch::sheet(&self.game, &self.core))
    }
}

shown!(QuantalBranch);

impl Kept for QuantalBranch {
    const KIND: &str = "quantal_branch";

    fn is_whole(&self) -> bool {
        self.fits()
    }
}

kept!(QuantalBranch);

/// A logit equilibrium in floating point, as a point of a branch.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct QuantalPoint {
    game: Game,
    point: Point,
}

impl QuantalPoint {
    /// The probabilities of a row, by name.
    fn row<'py>(&self, py: Python<'py>, kind: &str, labels: &Labels, row: usize) -> PyResult<Bound<'py, PyAny>> {
        let probabilities = &self.point.probabilities[row];
        by_label(py, kind, labels, |choice| Ok(PyFloat::new(py, probabilities[choice]).into_any()))
    }
}

#[pymethods]
impl QuantalPoint {
    /// The precision.
    #[getter]
    fn precision(&self) -> f64 {
        self.point.precision
    }

    /// In normal form, each player's strategies with their probabilities.
    #[getter]
    fn profile<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Game::Normal(game) = &self.game else {
            return Err(PyAttributeError::new_err("this is a point on a tree's branch; use behavior"));
        };
        by_label(py, "player", game.players(), |player| {
            self.row(py, "strategy", game.strategies(PlayerId::from(player)), player)
        })
    }

    /// On a tree, the probability of each action: ``p.behavior["Russia"]["after Invoke"]["Support"]``.
    #[getter]
    fn behavior<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Game::Extensive(tree) = &self.game else {
            return Err(PyAttributeError::new_err("this is a point on a payoff table's branch; use profile"));
        };
        by_player(py, tree, |infoset, row| self.row(py, &format!("action at '{}'", infoset.key), &infoset.actions, row))
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

impl OnSheet for QuantalPoint {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(branch::point(&self.game, &self.point))
    }
}

shown!(QuantalPoint);

impl Kept for QuantalPoint {
    const KIND: &str = "quantal_point";

    fn is_whole(&self) -> bool {
        fits(&self.game, &self.point)
    }
}

kept!(QuantalPoint);
