//! Sequential and perfect Bayesian equilibria.

use foederis::solve;
use pyo3::prelude::*;

use crate::control::{AtMost, CancelToken, Limits, Memory};
use crate::game::AnyGame;
use crate::solution::Solution;
use crate::solve::solved;

type Solver = fn(&foederis::Game, &solve::SequentialOptions) -> Result<foederis::Solution, foederis::Error>;

/// Every sequential equilibrium of a tree, with all beliefs that support it.
///
/// An assessment is a behaviour profile with beliefs: for each information set a distribution over its nodes. It is
/// sequentially rational if at every information set the mover's behaviour is a best reply from there on, by the beliefs;
/// and consistent if it is a limit of assessments in which every action has positive probability and beliefs follow from
/// Bayes' rule. A sequential equilibrium is both.
///
/// Parameters
/// ----------
/// game : ExtensiveForm
#[doc = include_str!("limits.txt")]
#[doc = include_str!("belief_errors.txt")]
/// Notes
/// -----
/// `e.beliefs[information set][node]` is a belief that supports the equilibrium; where a set of beliefs does,
/// `e.belief_sets` has its extreme points and `e.beliefs` the middle. All combinations of actions that may be used together
/// are gone through, and cut off where exact bounds or linear programs refute them; consistency is decided by labellings
/// of actions. The answer is exact, but where probabilities are irrational: these, and beliefs, are then within `e.error_bound`, which
/// is proven. A status that is not complete names combinations of actions on which equilibria make sets that are no product of
/// polytopes (some members are listed), or on which nothing could be decided. Takes time exponential in the number of information sets
/// in the worst case.
///
/// Examples
/// --------
/// Armenia's loyalty is its own secret. It bluffs so often that Russia believes with 5/8 that it would leave if refused.
///
/// >>> import foederis as fd
/// >>> (e,) = fd.sequential(fd.dilemmas.caucasus_private_loyalty().at())
/// >>> e.behavior["Russia"]["after invocation"]["Support"]
/// Fraction(1, 3)
///
/// References
/// ----------
/// Kreps, D. M., & Wilson, R. (1982). Sequential equilibria. Econometrica 50. doi:10.2307/1912767
#[pyfunction]
#[pyo3(signature = (game, *, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
pub fn sequential<'py>(
    py: Python<'py>,
    game: AnyGame,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    run(py, game, Limits { time_limit, memory_limit, max_equilibria, progress, cancel }, solve::sequential)
}

/// Every perfect Bayesian equilibrium of a tree: Bayes' rule wherever possible.
///
/// A profile with beliefs under which everybody's behaviour is a best reply at every information set. Beliefs follow from
/// Bayes' rule wherever it says something: on the path; off it from the player's own beliefs at the own move before, with
/// the others' behaviour since then; where there is no such move, from the beginning of the smallest subgame. Where all of
/// that has probability 0, beliefs are free.
///
/// Parameters
/// ----------
/// game : ExtensiveForm
#[doc = include_str!("limits.txt")]
#[doc = include_str!("belief_errors.txt")]
/// Notes
/// -----
/// What is called perfect Bayesian differs from author to author; this is updating consistency. In signalling games all
/// definitions agree, and agree with `sequential`.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> game = fd.dilemmas.caucasus_private_loyalty().at(K=12, yD=-1)
/// >>> [e.is_pure for e in fd.perfect_bayesian(game)]
/// [True]
///
/// References
/// ----------
/// Perea, A. (2002). A note on the one-deviation property in extensive form games. Games and Economic Behavior 40.
///
/// Hendon, E., Jacobsen, H. J., & Sloth, B. (1996). The one-shot-deviation principle for sequential rationality. Games and
/// Economic Behavior 12.
#[pyfunction]
#[pyo3(signature = (game, *, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
pub fn perfect_bayesian<'py>(
    py: Python<'py>,
    game: AnyGame,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    run(py, game, Limits { time_limit, memory_limit, max_equilibria, progress, cancel }, solve::perfect_bayesian)
}

/// Every weak perfect Bayesian equilibrium of a tree: any beliefs off the path.
///
/// A profile with beliefs under which everybody's plan from every information set on is a best reply by the beliefs there.
/// Beliefs follow from Bayes' rule on the path and are free off it, so that the profile need not be subgame perfect.
///
/// Parameters
/// ----------
/// game : ExtensiveForm
#[doc = include_str!("limits.txt")]
#[doc = include_str!("belief_errors.txt")]
/// Notes
/// -----
/// The weakest of the three: every sequential equilibrium is perfect Bayesian, and every perfect Bayesian one weakly so.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> len(fd.weak_perfect_bayesian(fd.dilemmas.caucasus_private_loyalty().at()))
/// 1
///
/// References
/// ----------
/// Mas-Colell, A., Whinston, M. D., & Green, J. R. (1995). Microeconomic Theory. Oxford University Press, definition 9.C.3.
#[pyfunction]
#[pyo3(signature = (game, *, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
pub fn weak_perfect_bayesian<'py>(
    py: Python<'py>,
    game: AnyGame,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    run(py, game, Limits { time_limit, memory_limit, max_equilibria, progress, cancel }, solve::weak_perfect_bayesian)
}

fn run(py: Python<'_>, game: AnyGame, mut limits: Limits, solver: Solver) -> PyResult<Solution> {
    let usual = solve::SequentialOptions::default().control.max_equilibria.map(AtMost);
    limits.max_equilibria = limits.max_equilibria.or(usual);
    solved(py, game, limits, |game, control| solver(game, &solve::SequentialOptions { control }))
}
