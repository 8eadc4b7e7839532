//! Models at many points: `_sweep`, behind `foederis.sweep`.

use foederis::study::sweep::{Points, SWEEP_BLOCK, Sweep as Core, SweepOptions, Values, sweep};
use foederis::{Concept, Control, Rational};
use numpy::{PyArray1, PyArrayMethods, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::control::{AtMost, CancelToken, Limits, Memory, Threads, run_keeping};
use crate::error::{OrRaise, invalid};
use crate::model::Model;
use crate::number::{Number, rational};
use crate::solution::status_name;

/// The concepts that a sweep knows, by the names of their functions.
const CONCEPTS: [Concept; 9] = [
    Concept::SubgamePerfect,
    Concept::Sequential,
    Concept::PerfectBayesian,
    Concept::WeakPerfectBayesian,
    Concept::PureNash,
    Concept::Nash,
    // As the function does: on a tree every information set trembles for itself, on a table every player.
    Concept::ExtensiveFormPerfect,
    Concept::Proper,
    Concept::Logit,
];

fn concept(name: &str) -> PyResult<Concept> {
    CONCEPTS.into_iter().find(|concept| concept.function() == name).ok_or_else(|| {
        let known: Vec<&str> = CONCEPTS.iter().map(|concept| concept.function()).collect();
        invalid(format!("'{name}' is no concept of sweeps; take one of {}", known.join(", ")))
    })
}

/// One parameter's values: an array of floats, or a list of exact numbers.
#[derive(FromPyObject)]
enum Axis<'py> {
    Floats(PyReadonlyArray1<'py, f64>),
    Exact(Vec<Number>),
}

impl Axis<'_> {
    fn values(self) -> PyResult<Values> {
        Ok(match self {
            Axis::Floats(array) => Values::Floats(array.as_array().to_vec()),
            Axis::Exact(numbers) => Values::Exact(numbers.into_iter().map(|number| number.0).collect()),
        })
    }
}

/// The points of a sweep, read once and then shared by all of its parts.
#[pyclass(frozen, module = "foederis._core")]
pub struct _Points(Points);

#[pymethods]
impl _Points {
    /// Every combination of the values, or one point for each row.
    #[new]
    fn new(names: Vec<String>, values: Vec<Axis<'_>>, grid: bool) -> PyResult<Self> {
        let values = values.into_iter().map(Axis::values).collect::<PyResult<Vec<_>>>()?;
        let axes = names.into_iter().zip(values);
        let points = if grid { Points::grid(axes) } else { Points::rows(axes) };
        points.map(_Points).or_raise()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }
}

/// Solves a model at some points, and hands over flat arrays.
#[pyfunction]
#[pyo3(signature = (model, points, *, concept=None, select="first", precision=None, at=None, part=None, threads=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn _sweep<'py>(
    py: Python<'py>,
    model: Bound<'py, Model>,
    points: Bound<'py, _Points>,
    concept: Option<&str>,
    select: &str,
    precision: Option<Bound<'py, PyAny>>,
    at: Option<Bound<'py, PyDict>>,
    part: Option<(usize, usize)>,
    threads: Option<Threads>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Bound<'py, PyDict>> {
    let model = model.get().seen_from(at.as_ref())?;
    let threads = threads.map(|count| count.0);
    let options = SweepOptions {
        concept: concept.map(self::concept).transpose()?,
        select: select.parse().or_raise()?,
        precision: precision.map(|number| rational(&number)).transpose()?.unwrap_or(Rational::ONE),
        part: part.map(|(start, end)| start..end),
        control: Control::default(),
    };
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    let points = &points.get().0;
    let (found, raised) = run_keeping(py, limits, |control| {
        sweep(&model, points, &SweepOptions { control: Control { threads, ..control }, ..options })
    })?;
    let into = arrays(py, found)?;
    into.set_item("raised", raised)?;
    Ok(into)
}

/// How many points a block has: a part should begin at a multiple of it.
#[pyfunction]
pub fn _sweep_block() -> usize {
    SWEEP_BLOCK
}

/// Hands the arrays over to numpy without copying the long ones.
fn arrays<'py>(py: Python<'py>, found: Core) -> PyResult<Bound<'py, PyDict>> {
    let (rows, players, actions) = (found.numbers.len(), found.players.len(), found.acts.len());
    let into = PyDict::new(py);
    into.set_item("concept", found.concept.function())?;
    into.set_item("status", status_name(&found.status))?;
    into.set_item("players", &found.players)?;
    let acts: Vec<(&String, Option<&String>, &String)> =
        found.acts.iter().map(|act| (&act.player, act.information_set.as_ref(), &act.action)).collect();
    into.set_item("acts", acts)?;
    let support: Vec<bool> = found.answers.iter().flat_map(|answer| answer.support.iter().copied()).collect();
    into.set_item("support", PyArray1::from_vec(py, support).reshape([found.answers.len(), actions])?)?;
    into.set_item("plans", found.answers.iter().map(|answer| &answer.plan).collect::<Vec<_>>())?;
    into.set_item("outcomes", found.answers.iter().map(|answer| &answer.outcome).collect::<Vec<_>>())?;
    into.set_item("counts", PyArray1::from_vec(py, found.counts))?;
    let states: Vec<u8> = found.states.into_iter().map(|state| state as u8).collect();
    into.set_item("states", PyArray1::from_vec(py, states))?;
    into.set_item("complete", PyArray1::from_vec(py, found.complete))?;
    // No answer is -1.
    let numbers: Vec<i32> = found.numbers.into_iter().map(|number| number as i32).collect();
    into.set_item("numbers", PyArray1::from_vec(py, numbers))?;
    into.set_item("payoffs", PyArray1::from_vec(py, found.payoffs).reshape([players, rows])?)?;
    into.set_item("payoff_error", found.payoff_error)?;
    let mixed = !found.probabilities.is_empty();
    let probabilities =
        mixed.then(|| PyArray1::from_vec(py, found.probabilities).reshape([rows, actions])).transpose()?;
    into.set_item("probabilities", probabilities)?;
    let offsets = found.offsets.map(|offsets| offsets.into_iter().map(|offset| offset as i64).collect::<Vec<i64>>());
    into.set_item("offsets", offsets.map(|offsets| PyArray1::from_vec(py, offsets)))?;
    Ok(into)
}
