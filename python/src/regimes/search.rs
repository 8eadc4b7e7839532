//! `regimes`: the search.

use foederis::Concept;
use foederis::study::regimes::RegimesOptions;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::Regimes;
use crate::control::{AtMost, CancelToken, Limits, Memory, run};
use crate::error::invalid;
use crate::model::AnyModel;
use crate::names::OneOrMore;

/// The regimes of a model: for which parameters each equilibrium holds, exactly.
///
/// Every equilibrium of the concept that exists on an open set of parameters is found with the exact conditions of its
/// existence, and the admissible values are parted into cells, each with the complete set of its equilibria. Conditions
/// are polynomial inequalities in the parameters, freed of factors whose sign is known and of what follows from the rest.
///
/// Parameters
/// ----------
/// model : Model
/// concept : {"subgame_perfect", "sequential", "pure_nash", "nash"}
///     Subgame-perfect equilibria of a tree in pure strategies; sequential equilibria, with mixtures and beliefs in closed
///     form, of a tree in which chance moves first, then somebody who knows something, then somebody who saw what was done;
///     Nash equilibria in pure strategies of any game; or all Nash equilibria of a table of two players, mixed ones in closed
///     form.
/// over : list of str, optional
///     The parameters that vary; the name of parameters by player names all of them. The others are held at their base. All
///     vary if not given.
/// at : dict of str to number, optional
///     Where the other parameters are held instead of at their base; for one that varies it only moves the point that maps
///     mark. Certificates speak of the base, so `verify` does not
///     take such regimes; `check` does.
#[doc = include_str!("../study_limits.txt")]
/// Returns
/// -------
/// Regimes
///
/// Raises
/// ------
/// UnknownNameError
///     When a parameter is not in the model.
/// UnsupportedError
///     When the concept does not fit the model; the message names one that does.
/// KeyboardInterrupt
///     On Ctrl-C.
///
/// Notes
/// -----
/// Affine conditions are decided by exact linear programs, others by taking out one parameter after another, each sign of
/// a coefficient a case of its own. What neither decides is kept and counted in `status`. On the boundaries between cells
/// somebody is indifferent, and mixtures can be in equilibrium too.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> r = fd.regimes(fd.dilemmas.border(), "nash")
/// >>> [cell.conditions for cell in r]
/// [['G < b*pi'], ['G > b*pi']]
/// >>> r[0].equilibria[2].profile["Kyrgyzstan"]["Refrain"]
/// '(l - kappa)/(b*pi - G + l - kappa)'
/// >>> r.check(20).mismatches
/// []
#[pyfunction]
#[pyo3(signature = (model, concept="subgame_perfect", over=None, *, at=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn regimes<'py>(
    py: Python<'py>,
    model: AnyModel<'py>,
    concept: &str,
    over: Option<OneOrMore>,
    at: Option<&Bound<'py, PyDict>>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Regimes> {
    let concept = concept_of(concept)?;
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    let (model, over) = (model.0.get().seen_from(at)?, over.map(|names| names.0));
    let core = run(py, limits, |control| foederis::regimes(&model, concept, &RegimesOptions { over, control }))?;
    Regimes::new(core)
}

/// A concept that regimes are found for, by name.
pub fn concept_of(name: &str) -> PyResult<Concept> {
    match name {
        "subgame_perfect" => Ok(Concept::SubgamePerfect),
        "sequential" => Ok(Concept::Sequential),
        "pure_nash" => Ok(Concept::PureNash),
        "nash" => Ok(Concept::Nash),
        other => {
            let text =
                format!("'{other}' is no concept of regimes; take subgame_perfect, sequential, pure_nash or nash");
            Err(invalid(text))
        }
    }
}
