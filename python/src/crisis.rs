//! The crisis-signalling game: all its equilibria, and where they vanish.

use std::collections::BTreeMap;

use foederis::number::Interval;
use foederis::show::sheet::Sheet;
use foederis::solve::{self, CrisisGame};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use serde::{Deserialize, Serialize};

use crate::control::{AtMost, CancelToken, Limits, Memory, run};
use crate::keep::{Kept, kept};
use crate::number::rational;
use crate::shown::{OnSheet, shown};
use crate::solution::status_name;

/// The outcomes by their usual short names.
pub const OUTCOMES: [&str; 4] = ["sq", "cd", "sf", "bd"];

/// One equilibrium of the crisis-signalling game.
#[pyclass(frozen, get_all, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
#[allow(non_snake_case)]
pub struct CrisisEquilibrium {
    /// How likely B resists a challenge.
    pR: f64,
    /// How likely A challenges.
    pC: f64,
    /// How likely a challenger who is resisted fights.
    pF: f64,
    /// How likely the outcomes are: "sq" (status quo), "cd" (concession), "sf" (A stands firm and they fight) and "bd" (A backs
    /// down).
    outcomes: BTreeMap<String, f64>,
    /// B resists where its error is above minus this.
    threshold: f64,
    /// What a small error in beliefs about pR becomes after both have responded, relative to its size.
    multiplier: f64,
    /// Whether best responses to beliefs nearby come nearer; None where bounds do not decide.
    stable: Option<bool>,
    /// Proven bounds on all of these, by name.
    bounds: BTreeMap<String, (f64, f64)>,
    /// How far a probability can be from the true one.
    error_bound: f64,
}

fn pair(interval: Interval) -> (f64, f64) {
    (interval.lo, interval.hi)
}

impl From<&solve::CrisisEquilibrium> for CrisisEquilibrium {
    fn from(core: &solve::CrisisEquilibrium) -> Self {
        let named = [("pR", core.resist), ("pC", core.challenge), ("pF", core.fight)];
        let probabilities: Vec<_> = named.into_iter().chain(OUTCOMES.into_iter().zip(core.outcomes)).collect();
        let error = probabilities.iter().map(|(_, interval)| interval.width() / 2.0).fold(0.0, f64::max);
        let more = [("threshold", core.threshold), ("multiplier", core.multiplier)];
        CrisisEquilibrium {
            pR: core.resist.middle(),
            pC: core.challenge.middle(),
            pF: core.fight.middle(),
            outcomes: OUTCOMES.map(String::from).into_iter().zip(core.outcomes.map(Interval::middle)).collect(),
            threshold: core.threshold.middle(),
            multiplier: core.multiplier.middle(),
            stable: core.stable(),
            bounds: probabilities
                .into_iter()
                .chain(more)
                .map(|(name, interval)| (name.to_owned(), pair(interval)))
                .collect(),
            error_bound: error.next_up(),
        }
    }
}

#[pymethods]
impl CrisisEquilibrium {
    fn __repr__(&self) -> String {
        let (stable, [resists, challenges, fights]) = (self.stability(), [self.pR, self.pC, self.pF]);
        format!("<CrisisEquilibrium: pR {resists:.6}, pC {challenges:.6}, pF {fights:.6}, {stable}>")
    }
}

/// What the columns of [`CrisisEquilibrium::row`] are.
const COLUMNS: [&str; 8] = ["pR", "pC", "pF", "sq", "cd", "sf", "bd", "stability"];

impl CrisisEquilibrium {
    fn stability(&self) -> &'static str {
        match self.stable {
            Some(true) => "stable",
            Some(false) => "unstable",
            None => "stability undecided",
        }
    }

    fn row(&self) -> Vec<String> {
        let outcomes = OUTCOMES.map(|name| self.outcomes.get(name).copied().unwrap_or(f64::NAN));
        let values = [self.pR, self.pC, self.pF].into_iter().chain(outcomes);
        values.map(|value| format!("{value:.6}")).chain([self.stability().to_owned()]).collect()
    }
}

const MEANING: &str = "pR, pC, pF: how likely B resists, A challenges, and A fights when resisted. \
                       sq, cd, sf, bd: status quo, concession, war, backing down.";

impl OnSheet for CrisisEquilibrium {
    fn sheet(&self) -> PyResult<Sheet> {
        let line = format!("Every probability is within {:.1e} of the true one.", self.error_bound);
        let sheet = Sheet::new("An equilibrium of the crisis-signalling game").line(line);
        Ok(sheet.table("", &COLUMNS, vec![self.row()]).notes([MEANING.to_owned()]))
    }
}

shown!(CrisisEquilibrium);

impl Kept for CrisisEquilibrium {
    const KIND: &str = "crisis equilibrium";
}

kept!(CrisisEquilibrium);

/// The equilibria of a crisis-signalling game, pR rising: a sequence of `CrisisEquilibrium`.
#[pyclass(frozen, get_all, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct CrisisEquilibria {
    /// The equilibria, pR rising.
    equilibria: Vec<CrisisEquilibrium>,
    /// Whether the list is proven to hold every equilibrium with pR above 1e-299.
    complete: bool,
    /// How the search ended.
    status: String,
    /// Values of pR where the search could not decide.
    undecided: Vec<(f64, f64)>,
    /// How many pieces of the line were looked at.
    pieces: usize,
}

#[pymethods]
impl CrisisEquilibria {
    fn __len__(&self) -> usize {
        self.equilibria.len()
    }

    fn __getitem__(&self, index: isize) -> PyResult<CrisisEquilibrium> {
        let place = if index < 0 { index + self.equilibria.len() as isize } else { index };
        let found = usize::try_from(place).ok().and_then(|place| self.equilibria.get(place));
        found.cloned().ok_or_else(|| PyIndexError::new_err(format!("there is no equilibrium {index}")))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.equilibria.clone().into_pyobject(py)?.try_iter()
    }

    fn __repr__(&self) -> String {
        let (count, state) = (self.equilibria.len(), if self.complete { "complete" } else { &self.status });
        let rows = self.equilibria.iter().map(|one| format!("\n  {}", one.__repr__()));
        let word = if count == 1 { "equilibrium" } else { "equilibria" };
        format!("<CrisisEquilibria: {count} {word}; {state}>{}", rows.collect::<String>())
    }
}

#[pymethods]
impl CrisisEquilibria {
    /// One row for each equilibrium, with its probabilities, threshold, multiplier and error bound.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("crisis", (slf,))
    }
}

impl OnSheet for CrisisEquilibria {
    fn sheet(&self) -> PyResult<Sheet> {
        let line = match self.complete {
            true => "The list is proven to be complete.".to_owned(),
            false => format!("The list may not be complete: {}.", self.status),
        };
        let rows = self.equilibria.iter().map(CrisisEquilibrium::row).collect();
        let sheet = Sheet::new("Equilibria of the crisis-signalling game").line(line).table("", &COLUMNS, rows);
        Ok(sheet.notes([MEANING.to_owned()]))
    }
}

shown!(CrisisEquilibria);

impl Kept for CrisisEquilibria {
    const KIND: &str = "crisis equilibria";
}

kept!(CrisisEquilibria);

/// A value of W_B at which two equilibria of a crisis-signalling game meet and vanish.
#[pyclass(frozen, get_all, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
#[allow(non_snake_case)]
pub struct CrisisFold {
    /// The value at which two equilibria meet.
    W_B: f64,
    /// B's resistance in the equilibrium that both become.
    pR: f64,
    /// Whether the two are there where W_B is a little smaller.
    below: bool,
    /// How far W_B can be from the true value.
    error_bound: f64,
}

#[pymethods]
impl CrisisFold {
    fn __repr__(&self) -> String {
        let side = if self.below { "below" } else { "above" };
        format!("<CrisisFold: two equilibria meet at W_B {:.10}, pR {:.6}; they are there {side}>", self.W_B, self.pR)
    }
}

impl OnSheet for CrisisFold {
    fn sheet(&self) -> PyResult<Sheet> {
        let side = if self.below { "below" } else { "above" };
        let row = vec![format!("{:.10}", self.W_B), format!("{:.6}", self.pR), format!("{:.1e}", self.error_bound)];
        let line = format!("Two equilibria meet here; they are there {side} this value of W_B.");
        Ok(Sheet::new("A fold of the crisis-signalling game").line(line).table("", &["W_B", "pR", "error"], vec![row]))
    }
}

shown!(CrisisFold);

impl Kept for CrisisFold {
    const KIND: &str = "crisis fold";
}

kept!(CrisisFold);

/// Every equilibrium of the crisis-signalling game with private information.
///
/// A challenges B or leaves the status quo (A has S_A). B concedes (V_A, C_B) or resists. A then fights (W_A + e, W_B + f) or
/// backs down (a + g, V_B). The errors e, f and g are independent standard normal; A knows e and g, B knows f. In an equilibrium,
/// with :math:`\Phi` the standard normal distribution function,
///
/// .. math:: p_R = \Phi\Bigl(\frac{p_F W_B + (1 - p_F) V_B - C_B}{p_F}\Bigr), \quad c = \frac{S_A - (1 - p_R) V_A}{p_R},
///
/// .. math:: p_C = 1 - \Phi(c - W_A)\,\Phi(c - a), \quad p_F = \Pr(W_A + e > c,\ W_A + e > a + g)/p_C.
///
/// Several equilibria are possible only where (V_B - C_B)(W_A - a)(S_A - V_A) > 0: otherwise the best response falls or is flat.
///
/// Parameters
/// ----------
/// S_A, V_A, C_B, W_A, W_B, a, V_B : number
///     Utilities, in standard deviations of an error; a float is read as its shortest decimal.
/// time_limit : float, optional
///     Stop after so many seconds and return what was found.
/// memory_limit : int or str, optional
///     Stop once the process holds more than so much memory (bytes, or "2GB"), and return what was found.
/// max_equilibria : int, optional
///     Stop after so many equilibria.
/// progress : bool or callable, optional
///     As for the other solvers.
/// cancel : CancelToken, optional
///     Stops the search from another thread; what was found is returned.
///
/// Returns
/// -------
/// CrisisEquilibria
///
/// Raises
/// ------
/// UnsupportedError
///     When W_A and a are more than 50 apart.
///
/// Notes
/// -----
/// Interval arithmetic with outward rounding, the bivariate normal distribution included. The line of B's thresholds is cut into pieces, on each
/// of which it is proven that there is no equilibrium, or exactly one. Two that nearly coincide may stay undecided; then `complete` is False.
/// The list can be empty: B's resistance may be below 1e-299, and where S_A > V_A, W_A < a and V_B < C_B there may be no equilibrium but the limit in which
/// nobody challenges and nobody would resist.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> game = dict(S_A=0, V_A=1, C_B=0, W_A=-1.9, a=-1.2, V_B=1)
/// >>> found = fd.crisis_equilibria(W_B=-2.9, **game)
/// >>> [(round(e.pR, 6), e.stable) for e in found], found.complete
/// ([(0.251105, True), (0.594723, False), (0.813322, True)], True)
///
/// References
/// ----------
/// Lewis, J. B., & Schultz, K. A. (2003). Revealing preferences: empirical estimation of a crisis bargaining game with incomplete
/// information. Political Analysis 11. doi:10.1093/pan/mpg021
///
/// Crisman-Cox, C., & Gibilisco, M. (2021). Estimating signaling games in international relations: problems and solutions.
/// Political Science Research and Methods 9. doi:10.1017/psrm.2019.58
#[pyfunction]
#[pyo3(signature = (*, S_A, V_A, C_B, W_A, W_B, a, V_B, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every utility has its name in Python")]
#[allow(non_snake_case)]
pub fn crisis_equilibria<'py>(
    py: Python<'py>,
    S_A: Bound<'py, PyAny>,
    V_A: Bound<'py, PyAny>,
    C_B: Bound<'py, PyAny>,
    W_A: Bound<'py, PyAny>,
    W_B: Bound<'py, PyAny>,
    a: Bound<'py, PyAny>,
    V_B: Bound<'py, PyAny>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<CrisisEquilibria> {
    let game = game([&S_A, &V_A, &C_B, &W_A, &W_B, &a, &V_B])?;
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    let found = run(py, limits, |control| solve::crisis_equilibria(&game, &control))?;
    Ok(CrisisEquilibria {
        equilibria: found.equilibria.iter().map(CrisisEquilibrium::from).collect(),
        complete: found.complete(),
        status: status_name(&found.status).to_string(),
        undecided: found.undecided.iter().copied().map(pair).collect(),
        pieces: found.pieces,
    })
}

/// Where equilibria of the crisis-signalling game meet and vanish as W_B moves.
///
/// The condition of equilibrium can be solved for W_B at each pR, so that all equilibria for all W_B lie on one curve; where it turns, two of them meet.
///
/// Parameters
/// ----------
/// S_A, V_A, C_B, W_A, a, V_B : number
///     The other utilities, as for `crisis_equilibria`.
///
/// Returns
/// -------
/// list of CrisisFold
///     Every fold with pR between 6e-16 and 1 - 6e-16, pR rising.
///
/// Raises
/// ------
/// UnsupportedError
///     When W_A and a are more than 50 apart, or two folds nearly coincide.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> [fold.below for fold in fd.crisis_folds(S_A=0, V_A=1, C_B=0, W_A=-1.9, a=-1.2, V_B=1)]
/// [True, False]
#[pyfunction]
#[pyo3(signature = (*, S_A, V_A, C_B, W_A, a, V_B))]
#[allow(non_snake_case)]
pub fn crisis_folds<'py>(
    py: Python<'py>,
    S_A: Bound<'py, PyAny>,
    V_A: Bound<'py, PyAny>,
    C_B: Bound<'py, PyAny>,
    W_A: Bound<'py, PyAny>,
    a: Bound<'py, PyAny>,
    V_B: Bound<'py, PyAny>,
) -> PyResult<Vec<CrisisFold>> {
    let game = game([&S_A, &V_A, &C_B, &W_A, &C_B, &a, &V_B])?;
    let limits = Limits { time_limit: None, memory_limit: None, max_equilibria: None, progress: None, cancel: None };
    let found = run(py, limits, |control| {
        let found = solve::crisis_folds(&game, &control)?;
        match found.undecided.is_empty() {
            true => Ok(found.folds),
            false => {
                Err(foederis::Error::Unsupported("two folds are too near each other to tell; move a utility".into()))
            }
        }
    })?;
    let fold = |core: &solve::CrisisFold| CrisisFold {
        W_B: core.w_b.middle(),
        pR: core.resist.middle(),
        below: core.below,
        error_bound: core.w_b.width(),
    };
    Ok(found.iter().map(fold).collect())
}

fn game(utilities: [&Bound<'_, PyAny>; 7]) -> PyResult<CrisisGame> {
    let [s_a, v_a, c_b, w_a, w_b, a, v_b] = utilities.map(rational);
    Ok(CrisisGame { s_a: s_a?, v_a: v_a?, c_b: c_b?, w_a: w_a?, w_b: w_b?, a: a?, v_b: v_b? })
}
