//! The solvers: one function for each solution concept.

use foederis::{Game, NashOptions, Solution as Core};
use pyo3::prelude::*;

use crate::control::{CancelToken, Limits, run};
use crate::game::AnyGame;
use crate::solution::Solution;

/// Solves a game with the GIL released.
fn solved<'py, O: Send>(
    py: Python<'py>,
    game: AnyGame,
    limits: Limits<'py>,
    options: impl FnOnce(foederis::Control) -> O + Send,
    solver: fn(&Game, &O) -> Result<Core, foederis::Error>,
) -> PyResult<Solution> {
    let AnyGame(game) = game;
    let core = run(py, limits, |control| solver(&game, &options(control)))?;
    Ok(Solution::new(game, core))
}

/// Every Nash equilibrium, in mixed strategies.
///
/// A profile of mixed strategies :math:`\sigma` is a Nash equilibrium if no player gains by deviating alone:
/// :math:`u_i(\sigma) \ge u_i(s_i, \sigma_{-i})` for every player :math:`i` and strategy :math:`s_i`. Every finite game
/// has one. With two players the set of equilibria is a finite union of polytopes; the solution lists their vertices
/// (the extreme equilibria), and the components that they make.
///
/// Parameters
/// ----------
/// game : NormalForm
///     A game of two players.
/// time_limit : float, optional
///     Stop after so many seconds and return what was found.
/// max_equilibria : int, optional
///     Stop after so many equilibria.
/// progress : bool or callable, optional
///     True shows a bar. A function is called with a `Progress` about every 20 ms; if it returns False, the search stops.
/// cancel : CancelToken, optional
///     Stops the search from another thread.
///
/// Returns
/// -------
/// Solution
///
/// Raises
/// ------
/// UnsupportedError
///     When the game has other than two players.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Exact: all arithmetic is in integers and fractions. Takes time exponential in the number of strategies, as the number
/// of equilibria may be.
///
/// Examples
/// --------
/// Battle of the sexes has two equilibria in pure strategies and one in mixed ones.
///
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]], players=["A", "B"])
/// >>> [(e.is_pure, e.payoffs["A"]) for e in fd.nash(g)]
/// [(True, Fraction(2, 1)), (False, Fraction(2, 3)), (True, Fraction(1, 1))]
///
/// References
/// ----------
/// Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54. doi:10.2307/1969529
///
/// Avis, D., Rosenberg, G. D., Savani, R., & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player games.
/// Economic Theory 42. doi:10.1007/s00199-009-0449-x
#[pyfunction]
#[pyo3(signature = (game, *, time_limit=None, max_equilibria=None, progress=None, cancel=None))]
pub fn nash<'py>(
    py: Python<'py>,
    game: AnyGame,
    time_limit: Option<f64>,
    max_equilibria: Option<usize>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let limits = Limits { time_limit, max_equilibria, progress, cancel };
    solved(py, game, limits, |control| NashOptions { control }, foederis::nash)
}
