//! Levers: what it would take for a player to act otherwise.

use foederis::show::levers as show;
use foederis::show::sheet::Sheet;
use foederis::study::levers::{
    Goal, JointChange as CoreJoint, Lever as CoreLever, Levers as Core, LeversOptions, Movement, Norm, Reach,
};
use foederis::study::region::{Breakpoint, Constraint};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::{Deserialize, Serialize};

use crate::control::{AtMost, CancelToken, Limits, Memory, run};
use crate::error::invalid;
use crate::keep::{Kept, kept};
use crate::model::AnyModel;
use crate::names::{Names, OneOrMore};
use crate::number::{fraction, rational};
use crate::regimes::concept_of;
use crate::shown::{OnSheet, Shown, shown};

/// What it would take for a player to act otherwise: the smallest change of each parameter, and of all together.
///
/// From the base of the model, or from the values `at`: for each parameter the values nearest to its own at which the goal
/// holds, the others unchanged, as exact thresholds; and the change of all parameters together whose sum of sizes (or
/// largest size, by `norm`), weighted by `costs`, is least among those that end at fractions. Whether the goal holds at the base, at a threshold and just beyond it
/// is asked of the solver, so that equilibria that exist on a border only, or in which somebody mixes, count too; `notes` says
/// what was not looked at, and where an irrational threshold of one parameter alone costs less than the change together.
///
/// Parameters
/// ----------
/// model : Model
/// player, action : str, optional
///     Who should do what, wherever the player has the action.
/// path : list of str, optional
///     Instead: the actions that play should begin with. Where chance moves on the way, given that it does as the path says.
/// information_set : str, optional
///     Where, if the player has the action at several information sets.
/// concept : {"subgame_perfect", "sequential", "pure_nash", "nash"}, optional
///     "subgame_perfect" for trees and "pure_nash" for tables if not given.
/// over : list of str, optional
///     The parameters that may change; all if not given.
/// every : bool
///     Whether the goal must hold in every equilibrium, or in one.
/// costs : dict of str to number, optional
///     What a unit of change costs, by parameter; 1 where nothing is said.
/// norm : {"sum", "largest"}
///     Whether the cost of a joint change is the sum of the costs of all, or the largest of them.
/// at : dict of str to number, optional
///     Where to start from instead of the base.
#[doc = include_str!("study_limits.txt")]
/// Returns
/// -------
/// Levers
///
/// Raises
/// ------
/// UnknownNameError
///     When a player, an action or a parameter is not in the model.
/// InvalidError
///     When neither an action nor a path is given, or both are.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> found = fd.levers(fd.dilemmas.caucasus(), player="Russia", action="Support")
/// >>> found["r"].up, found["r"].up_reached
/// (Fraction(7, 1), False)
/// >>> found["e"].why_not
/// 'e is in none of the comparisons that stand against it at the base'
/// >>> found.joint.cost
/// Fraction(2, 1)
#[pyfunction]
#[pyo3(signature = (model, player=None, action=None, *, path=None, information_set=None, concept=None, over=None, every=true, costs=None, norm="sum", at=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn levers<'py>(
    py: Python<'py>,
    model: AnyModel<'py>,
    player: Option<String>,
    action: Option<String>,
    path: Option<Names>,
    information_set: Option<String>,
    concept: Option<&str>,
    over: Option<OneOrMore>,
    every: bool,
    costs: Option<&Bound<'py, PyDict>>,
    norm: &str,
    at: Option<&Bound<'py, PyDict>>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Levers> {
    let goal = match (player, action, path) {
        (Some(player), Some(action), None) => Goal::Action { player, action, information_set },
        (None, None, Some(path)) => Goal::Path(path.0),
        _ => return Err(invalid("say what is to be brought about: player= and action=, or path=")),
    };
    let concept = concept.map(concept_of).transpose()?;
    let norm = match norm {
        "sum" => Norm::Sum,
        "largest" => Norm::Largest,
        other => return Err(invalid(format!("'{other}' is no norm; take sum or largest"))),
    };
    let mut named = Vec::new();
    for (symbol, cost) in costs.into_iter().flatten() {
        named.push((symbol.extract::<String>()?, rational(&cost)?));
    }
    let (model, over) = (model.0.get().seen_from(at)?, over.map(|names| names.0));
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    let core = run(py, limits, |control| {
        let options = LeversOptions { concept, over, in_every: every, costs: named, norm, control };
        foederis::levers(&model, &goal, &options)
    })?;
    Ok(Levers(core))
}

/// What it would take, by parameter: ``found["r"]``.
#[pyclass(frozen, mapping, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Levers(Core);

#[pymethods]
impl Levers {
    /// Whether the goal holds at the base already.
    #[getter]
    fn holds(&self) -> bool {
        self.0.holds
    }

    /// The cheapest change of parameters together that ends at fractions, if one is known and needed.
    #[getter]
    fn joint(&self) -> Option<JointChange> {
        let core = self.0.joint.clone()?;
        Some(JointChange { core, names: self.0.model.symbols_list().to_vec() })
    }

    /// What was left out, and why.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    /// The parameters.
    fn keys(&self) -> Vec<String> {
        self.0.single.iter().map(|lever| lever.symbol.clone()).collect()
    }

    /// The parameters as a data frame: a row for each, with thresholds and room. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("levers", (slf,))
    }

    fn __len__(&self) -> usize {
        self.0.single.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.keys().into_pyobject(py)?.call_method0("__iter__")
    }

    fn __contains__(&self, symbol: &str) -> bool {
        self.0.single.iter().any(|lever| lever.symbol == symbol)
    }

    fn __getitem__(&self, symbol: &str) -> PyResult<Lever> {
        let found = self.0.single.iter().find(|lever| lever.symbol == symbol);
        let known = || format!("no parameter '{symbol}' varied; there are {}", self.keys().join(", "));
        let core = found.ok_or_else(|| PyKeyError::new_err(known()))?.clone();
        Ok(Lever { core, names: self.0.model.symbols_list().to_vec() })
    }

    fn __repr__(&self) -> String {
        let able = self.0.single.iter().filter(|lever| lever.up.is_some() || lever.down.is_some());
        let names: Vec<&str> = able.map(|lever| lever.symbol.as_str()).collect();
        format!("<Levers: {} alone can do it>", if names.is_empty() { "none".to_owned() } else { names.join(", ") })
    }
}

impl Shown for Levers {
    fn text(&self) -> PyResult<String> {
        Ok(show::text(&self.0))
    }

    fn html(&self) -> PyResult<String> {
        Ok(show::html(&self.0))
    }

    fn latex(&self) -> PyResult<String> {
        Ok(show::latex(&self.0))
    }
}

shown!(Levers);

impl Kept for Levers {
    const KIND: &str = "levers";

    fn is_whole(&self) -> bool {
        let names = self.0.model.symbols_list();
        self.0.single.iter().all(|lever| known(lever, names.len()))
            && self
                .0
                .joint
                .as_ref()
                .is_none_or(|joint| joint.conditions.iter().all(|own| in_parameters(own, names.len())))
    }
}

kept!(Levers);

/// What a change of one parameter can do.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Lever {
    core: CoreLever,
    names: Vec<String>,
}

/// The lower and the upper end of an interval, where there are any.
type Ends<'py> = (Option<Bound<'py, PyAny>>, Option<Bound<'py, PyAny>>);

impl Lever {
    fn ends<'py>(&self, py: Python<'py>) -> PyResult<Ends<'py>> {
        let [below, above] = &self.core.room;
        let end = |movement: &Option<Movement>| movement.as_ref().map(|m| value(py, &m.threshold)).transpose();
        Ok((end(below)?, end(above)?))
    }
}

#[pymethods]
impl Lever {
    /// The parameter's symbol.
    #[getter]
    fn symbol(&self) -> &str {
        &self.core.symbol
    }

    /// Its base value.
    #[getter]
    fn base<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.core.base)
    }

    /// The threshold of the smallest increase that does it: a Fraction, or a float where it is irrational; None if none does.
    #[getter]
    fn up<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.core.up.as_ref().map(|reach| value(py, &reach.threshold)).transpose()
    }

    /// The threshold of the smallest decrease that does it.
    #[getter]
    fn down<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.core.down.as_ref().map(|reach| value(py, &reach.threshold)).transpose()
    }

    /// Whether the goal holds at the upper threshold itself, or only beyond it.
    #[getter]
    fn up_reached(&self) -> bool {
        reached(&self.core.up)
    }

    /// Whether the goal holds at the lower threshold itself, or only beyond it.
    #[getter]
    fn down_reached(&self) -> bool {
        reached(&self.core.down)
    }

    /// Where neither does it: why not.
    #[getter]
    fn why_not(&self) -> Option<&str> {
        self.core.why_not.as_deref()
    }

    /// How far the parameter may move down and up before an equilibrium at the base fails.
    #[getter]
    fn room<'py>(&self, py: Python<'py>) -> PyResult<Ends<'py>> {
        self.ends(py)
    }

    /// The comparisons that fail first, below and above.
    #[getter]
    fn breaks(&self) -> (Option<String>, Option<String>) {
        let [below, above] = &self.core.room;
        let text = |movement: &Option<Movement>| movement.as_ref().map(|m| m.breaks.to_text(&self.names));
        (text(below), text(above))
    }

    fn __repr__(&self) -> String {
        let CoreLever { symbol, up, down, .. } = &self.core;
        let end =
            |reach: &Option<Reach>| reach.as_ref().map_or("nowhere".to_owned(), |r| r.threshold.to_f64().to_string());
        format!("<Lever {symbol}: above {}, below {}>", end(up), end(down))
    }
}

impl OnSheet for Lever {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::lever(&self.core, &self.names))
    }
}

shown!(Lever);

impl Kept for Lever {
    const KIND: &str = "lever";

    fn is_whole(&self) -> bool {
        known(&self.core, self.names.len())
    }
}

kept!(Lever);

/// The cheapest change of several parameters together.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct JointChange {
    core: CoreJoint,
    names: Vec<String>,
}

#[pymethods]
impl JointChange {
    /// The sum of the sizes of all changes, each times its cost.
    #[getter]
    fn cost<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.core.cost)
    }

    /// The parameters that change, with their new values.
    #[getter]
    fn changes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let changes = PyDict::new(py);
        for (symbol, value) in &self.core.changes {
            changes.set_item(symbol, fraction(py, value)?)?;
        }
        Ok(changes)
    }

    /// Whether the goal holds at these values themselves, or only just beyond them.
    #[getter]
    fn at_end(&self) -> bool {
        self.core.at_end
    }

    /// Whether no change of one parameter alone, to an irrational threshold, is known to cost less.
    #[getter]
    fn is_least(&self) -> bool {
        self.core.is_least
    }

    /// What holds in the regime that is reached just beyond.
    #[getter]
    fn conditions(&self) -> Vec<String> {
        self.core.conditions.iter().map(|condition| condition.to_text(&self.names)).collect()
    }

    fn __repr__(&self) -> String {
        let changes: Vec<String> =
            self.core.changes.iter().map(|(symbol, value)| format!("{symbol} to {value}")).collect();
        let changes = if changes.is_empty() { "just beyond the base".to_owned() } else { changes.join(", ") };
        format!("<JointChange: {changes}; cost {}>", self.core.cost)
    }
}

impl OnSheet for JointChange {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::joint_change(&self.core, &self.names))
    }
}

shown!(JointChange);

impl Kept for JointChange {
    const KIND: &str = "joint_change";

    fn is_whole(&self) -> bool {
        self.core.conditions.iter().all(|own| in_parameters(own, self.names.len()))
    }
}

kept!(JointChange);

/// Whether a constraint speaks of the first so many parameters only.
fn in_parameters(constraint: &Constraint, count: usize) -> bool {
    constraint.polynomial().variables().iter().all(|variable| usize::from(variable.0) < count)
}

fn known(lever: &CoreLever, count: usize) -> bool {
    lever.room.iter().flatten().all(|movement| in_parameters(&movement.breaks, count))
}

fn reached(reach: &Option<Reach>) -> bool {
    reach.as_ref().is_some_and(|reach| reach.at_threshold)
}

/// A threshold: a fraction, or a float where it is irrational.
pub fn value<'py>(py: Python<'py>, point: &Breakpoint) -> PyResult<Bound<'py, PyAny>> {
    match point {
        Breakpoint::Exact(exact) => fraction(py, exact),
        root => Ok(root.to_f64().into_pyobject(py)?.into_any()),
    }
}
