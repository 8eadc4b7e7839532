//! Many games at once: `nash_many`.

use foederis::Control;
use foederis::solve::{GameArray, ManySolutions as Core, NashManyOptions, PayoffArray};
use numpy::{PyArray1, PyArrayMethods, PyReadonlyArrayDyn};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict};

use crate::control::{AtMost, CancelToken, Limits, Memory, Threads, run};
use crate::error::invalid;

/// Every Nash equilibrium of each of many small games.
///
/// The definition is that of `nash`. The work is spread over the machine's cores, and the answer does not depend on how
/// many there are. Two players with up to four strategies each, and three players with two each, are solved at some
/// hundred thousand to some million games a second.
///
/// Parameters
/// ----------
/// games : array-like
///     Payoffs (utilities) of shape ``(games, players, s1, ..., sn)``: entry ``[g, i, j, k, ...]`` is what player ``i`` gets
///     in game ``g`` when the first player chooses strategy ``j``, the second ``k``, and so on. Floats or integers; a float
///     is read as its shortest decimal: 0.1 is one tenth.
/// players : sequence of str, optional
///     The players' names; "Player 1", "Player 2", ... if not given.
/// strategies : sequence of sequences of str, optional
///     Each player's strategies; "1", "2", ... if not given.
/// threads : int, optional
///     How many threads may work; as many as the machine has cores if not given.
/// time_limit : float, optional
///     Stop after so many seconds. Games that were not come to are not complete.
/// memory_limit : int or str, optional
///     Stop once the process holds more than so much memory (bytes, or "2GB"), and return what was found.
/// max_equilibria : int, optional
///     Keep at most so many equilibria of each game. A game that has more is not complete.
/// progress : bool or callable, optional
///     True shows a bar. A function is called with a `Progress`, whose steps are games, about every 20 ms; if it returns
///     False, the work stops and what was found is returned.
/// cancel : CancelToken, optional
///     Stops the work from another thread; what was found is returned.
///
/// Returns
/// -------
/// ManySolutions
///     Flat arrays, with a flag for each game that says whether its list is complete.
///
/// Raises
/// ------
/// InvalidError
///     When the shape is not that of games, a payoff is infinite or not a number, or the array is not of numbers.
/// UnsupportedError
///     When `nash` would refuse a game.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second; with ten million games, within a second.
///
/// Notes
/// -----
/// Games are first solved in floating point with a bound on all rounding: what this decides is proven, and the list is
/// complete. Ties among whole numbers and decimals of few digits are decided exactly. What is left open, and every other
/// shape, goes to the exact solver behind `nash`, at some thousand to some ten thousand games a second. Where the equilibria
/// of a game form a continuum, the list is of its extreme points.
///
/// Examples
/// --------
/// Battle of the sexes and matching pennies.
///
/// >>> import numpy as np
/// >>> import foederis as fd
/// >>> games = np.array([[[[2, 0], [0, 1]], [[1, 0], [0, 2]]], [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]])
/// >>> games.shape
/// (2, 2, 2, 2)
/// >>> solved = fd.nash_many(games, players=["Russia", "Armenia"])
/// >>> solved.counts
/// array([3, 1])
/// >>> solved.probabilities[3]
/// array([0.5, 0.5, 0.5, 0.5])
/// >>> solved[0].payoffs[0]["Russia"]
/// 2.0
///
/// References
/// ----------
/// Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54. doi:10.2307/1969529
///
/// Avis, D., Rosenberg, G. D., Savani, R., & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player games.
/// Economic Theory 42. doi:10.1007/s00199-009-0449-x
#[pyfunction]
#[pyo3(signature = (games, *, players=None, strategies=None, threads=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn nash_many<'py>(
    py: Python<'py>,
    games: &Bound<'py, PyAny>,
    players: Option<Vec<String>>,
    strategies: Option<Vec<Vec<String>>>,
    threads: Option<Threads>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Bound<'py, PyAny>> {
    let array = py.import("numpy")?.call_method1("asarray", (games,))?;
    let shape = shape_of_games(&array)?;
    let payoffs = Payoffs::read(&array)?;
    let players = players.unwrap_or_else(|| (1..=shape.len()).map(|player| format!("Player {player}")).collect());
    let numbered = |&count: &usize| (1..=count).map(|strategy| strategy.to_string()).collect();
    let strategies = strategies.unwrap_or_else(|| shape.iter().map(numbered).collect());
    let threads = threads.map(|count| count.0);
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    let core = run(py, limits, |control| {
        let games = GameArray::with_names(&shape, &players, &strategies, payoffs.view())?;
        foederis::nash_many(&games, &NashManyOptions { control: Control { threads, ..control } })
    })?;
    solutions(py, &array, core)
}

/// The strategies of each player, from the array's dimensions.
fn shape_of_games(array: &Bound<'_, PyAny>) -> PyResult<Vec<usize>> {
    let shape: Vec<usize> = array.getattr("shape")?.extract()?;
    match &shape[..] {
        [_, players, strategies @ ..] if *players > 0 && strategies.len() == *players => Ok(strategies.to_vec()),
        _ => Err(invalid(format!(
            "the array has the shape {shape:?}; give (games, players, s1, ..., sn) with one dimension of strategies for \
             each player, such as (1000, 2, 3, 3) for a thousand games of two players with three strategies each"
        ))),
    }
}

/// A copy of the payoffs, so that nobody changes them while the solver runs.
enum Payoffs {
    Floats(Vec<f64>),
    Integers(Vec<i64>),
}

impl Payoffs {
    fn read(array: &Bound<'_, PyAny>) -> PyResult<Self> {
        let dtype = array.getattr("dtype")?;
        let kind: String = dtype.getattr("kind")?.extract()?;
        let size: usize = dtype.getattr("itemsize")?.extract()?;
        match (&kind[..], size) {
            ("f", 8) => Ok(Payoffs::Floats(copy(&cast(array, "f8")?)?)),
            // Through text, so that a short float is read as its own shortest decimal.
            ("f", 2 | 4) => Ok(Payoffs::Floats(copy(&cast(&cast(array, "U32")?, "f8")?)?)),
            ("u", 8) if !array.call_method1("__le__", (i64::MAX,))?.call_method0("all")?.is_truthy()? => {
                Err(invalid("an integer payoff is over 9223372036854775807; divide the payoffs, or give floats"))
            }
            ("i" | "u", _) => Ok(Payoffs::Integers(copy(&cast(array, "i8")?)?)),
            _ => {
                Err(invalid(format!("the array is of {dtype}; give float64 or integers, as with array.astype(float)")))
            }
        }
    }

    fn view(&self) -> PayoffArray<'_> {
        match self {
            Payoffs::Floats(payoffs) => PayoffArray::Floats(payoffs),
            Payoffs::Integers(payoffs) => PayoffArray::Integers(payoffs),
        }
    }
}

fn cast<'py>(array: &Bound<'py, PyAny>, dtype: &str) -> PyResult<Bound<'py, PyAny>> {
    let options = [("order", "C")].into_py_dict(array.py())?;
    options.set_item("copy", false)?;
    array.call_method("astype", (dtype,), Some(&options))
}

fn copy<T: numpy::Element + Copy>(array: &Bound<'_, PyAny>) -> PyResult<Vec<T>> {
    let array: PyReadonlyArrayDyn<'_, T> = array.extract()?;
    Ok(array.as_slice().map_err(|error| invalid(error.to_string()))?.to_vec())
}

/// Hands the arrays over to numpy without copying them.
fn solutions<'py>(py: Python<'py>, games: &Bound<'py, PyAny>, core: Core) -> PyResult<Bound<'py, PyAny>> {
    let count = core.num_equilibria();
    let strategies: Vec<&[String]> = core.strategies.iter().map(|labels| labels.keys()).collect();
    let (width, players) = (strategies.iter().map(|own| own.len()).sum::<usize>(), core.players.len());
    let arguments = PyDict::new(py);
    arguments.set_item("games", games)?;
    arguments.set_item("players", core.players.keys())?;
    arguments.set_item("strategies", strategies)?;
    arguments.set_item("status", crate::solution::status_name(&core.status))?;
    let offsets: Vec<i64> = core.offsets.iter().map(|&offset| offset as i64).collect();
    arguments.set_item("offsets", PyArray1::from_vec(py, offsets))?;
    arguments.set_item("probabilities", PyArray1::from_vec(py, core.probabilities).reshape([count, width])?)?;
    arguments.set_item("payoffs", PyArray1::from_vec(py, core.payoffs).reshape([count, players])?)?;
    arguments.set_item("error_bound", PyArray1::from_vec(py, core.error_bound))?;
    arguments.set_item("complete", PyArray1::from_vec(py, core.complete))?;
    arguments.set_item("exact", PyArray1::from_vec(py, core.exact))?;
    arguments.set_item("continuum", PyArray1::from_vec(py, core.continuum))?;
    py.import("foederis._many")?.getattr("ManySolutions")?.call((), Some(&arguments))
}
