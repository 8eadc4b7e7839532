//! Estimation: the likelihood of a random-utility game, for the Python side, which has formulas, frames and reports.

use std::sync::Arc;

use foederis::Control;
use foederis::solve::Watch;
use foederis::study::fit::{
    Bargain, Estimate, EstimateOptions, Evaluation, Index, Information, Likelihood as Core, Link,
    Maximum as CoreMaximum, Objective, Observations, Resampled, Specification, SpecificationParts, Stationarity, Term,
    Ultimatum as CoreUltimatum, Utility, bootstrap, estimate, estimate_screened, linear_payoffs, unidentified,
};
use numpy::{PyArray1, PyArray2, PyArray3, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::control::{CancelToken, Limits, Threads, run};
use crate::error::{OrRaise, invalid};
use crate::model::Model;
use crate::number::rational;
use crate::tree::ExtensiveForm;

/// A linear index: (column, coefficient) pairs, and a column that enters as it is.
pub type IndexOf = (Vec<(usize, usize)>, Option<usize>);
/// A utility: what is known, and (index, factor) pairs.
type UtilityOf = (f64, Vec<(usize, f64)>);
/// Probabilities, and their derivatives.
pub type Derived<'py> = (Bound<'py, PyArray2<f64>>, Bound<'py, PyArray3<f64>>);
/// A step of a play: the node, the player (None for chance) and the action.
type Step = (usize, Option<String>, String);
/// Local maxima, how many starts failed, and the status.
pub type Found = (Vec<Maximum>, usize, String);
/// A tree, and for each play and player the constant and the coefficients of the parameters.
type Linear = (ExtensiveForm, Vec<Vec<(f64, Vec<f64>)>>);

/// The likelihood of a random-utility game on data. `foederis.fit` makes and uses it.
#[pyclass(frozen, name = "_Likelihood", module = "foederis._core")]
pub struct Likelihood {
    spec: Arc<Specification>,
    data: Arc<Observations>,
}

/// A local maximum, with its derivatives and what shows that it is one.
#[pyclass(frozen, get_all, name = "_Maximum", module = "foederis._core")]
pub struct Maximum {
    /// The coefficients.
    at: Vec<f64>,
    /// The log-likelihood there.
    value: f64,
    /// The gradient there.
    gradient: Vec<f64>,
    /// The matrix of second derivatives there.
    hessian: Vec<Vec<f64>>,
    /// Whether the gradient is zero up to rounding, and the Hessian negative definite.
    holds: bool,
    /// The largest slope in any coefficient, without its sign.
    largest_slope: f64,
    /// How far a step of Newton would go, in standard errors.
    decrement: f64,
    /// The condition number of the Hessian, scaled.
    condition: f64,
    /// The starts that led here.
    starts: Vec<usize>,
    /// How many steps the search took.
    steps: usize,
}

impl From<CoreMaximum> for Maximum {
    fn from(core: CoreMaximum) -> Self {
        Maximum::new(core.at, core.evaluation, core.stationarity, core.starts, core.steps)
    }
}

impl Maximum {
    pub fn new(
        at: Vec<f64>,
        evaluation: Evaluation,
        stationarity: Stationarity,
        starts: Vec<usize>,
        steps: usize,
    ) -> Self {
        Maximum {
            value: evaluation.value,
            gradient: evaluation.gradient.as_slice().to_vec(),
            hessian: evaluation.hessian.row_iter().map(|row| row.iter().copied().collect()).collect(),
            holds: stationarity.holds(),
            largest_slope: stationarity.largest_slope,
            decrement: stationarity.decrement,
            condition: stationarity.condition,
            at,
            starts,
            steps,
        }
    }
}

/// The control of a solver with a number of threads.
pub fn with_threads(control: Control, threads: Option<Threads>) -> Control {
    Control { threads: threads.map(|count| count.0), ..control }
}

pub fn rows_of(matrix: &PyReadonlyArray2<'_, f64>) -> Vec<Vec<f64>> {
    matrix.as_array().rows().into_iter().map(|row| row.to_vec()).collect()
}

#[pymethods]
impl Likelihood {
    #[new]
    #[expect(clippy::too_many_arguments, reason = "called from one place, by name")]
    #[pyo3(signature = (tree, *, link, information, coefficients, indices, utilities, scales, covariates, classes, outcomes, weights))]
    fn new(
        tree: &ExtensiveForm,
        link: &str,
        information: &str,
        coefficients: Vec<String>,
        indices: Vec<IndexOf>,
        utilities: Vec<Vec<UtilityOf>>,
        scales: Vec<Option<usize>>,
        covariates: PyReadonlyArray2<'_, f64>,
        classes: Vec<Vec<usize>>,
        outcomes: PyReadonlyArray1<'_, i64>,
        weights: Option<PyReadonlyArray1<'_, f64>>,
    ) -> PyResult<Self> {
        let utility = |(constant, weights)| Utility { constant, weights };
        let parts = SpecificationParts {
            tree: tree.0.clone(),
            link: link_of(link)?,
            information: information_of(information)?,
            coefficients,
            indices: indices.into_iter().map(index).collect(),
            utilities: utilities.into_iter().map(|play| play.into_iter().map(utility).collect()).collect(),
            scales,
        };
        let spec = Specification::new(parts).or_raise()?;
        let data = Observations {
            columns: covariates.as_array().ncols(),
            values: covariates.as_array().iter().copied().collect(),
            classes,
            outcomes: outcomes.as_array().iter().map(|class| usize::try_from(*class).unwrap_or(usize::MAX)).collect(),
            weights: weights.map(|weights| weights.as_array().to_vec()).unwrap_or_default(),
        };
        data.check(&spec).or_raise()?;
        Ok(Likelihood { spec: Arc::new(spec), data: Arc::new(data) })
    }

    /// The log-likelihood with its gradient and its Hessian.
    #[pyo3(signature = (at, *, threads=None))]
    fn evaluate(
        &self,
        py: Python<'_>,
        at: Vec<f64>,
        threads: Option<Threads>,
    ) -> PyResult<(f64, Vec<f64>, Vec<Vec<f64>>)> {
        let found = self.run(py, threads, &at, |core, watch| core.evaluate(&at, watch))?;
        let hessian = found.hessian.row_iter().map(|row| row.iter().copied().collect()).collect();
        Ok((found.value, found.gradient.as_slice().to_vec(), hessian))
    }

    /// The derivative of each row's log-likelihood by each coefficient.
    fn scores<'py>(&self, py: Python<'py>, at: Vec<f64>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let scores = self.run(py, None, &at, |core, watch| core.scores(&at, watch))?;
        PyArray1::from_vec(py, scores).reshape([self.data.len(), at.len()])
    }

    /// The probability of each class in each row, and its derivative by each coefficient.
    fn probabilities<'py>(&self, py: Python<'py>, at: Vec<f64>) -> PyResult<Derived<'py>> {
        let (values, slopes) = self.run(py, None, &at, |core, watch| core.probabilities(&at, watch))?;
        let (rows, classes) = (self.data.len(), self.data.classes.len());
        let values = PyArray1::from_vec(py, values).reshape([rows, classes])?;
        Ok((values, PyArray1::from_vec(py, slopes).reshape([rows, classes, at.len()])?))
    }

    /// Directions in which coefficients can change without a change in any probability, looked for at points.
    fn unidentified(&self, py: Python<'_>, points: PyReadonlyArray2<'_, f64>) -> PyResult<Vec<Vec<(usize, f64)>>> {
        let points = rows_of(&points);
        let (spec, data) = (self.spec.clone(), self.data.clone());
        let found =
            run(py, no_limits(), move |control| unidentified(&spec, &data, &points, &mut Watch::start(&control)))?;
        Ok(found.into_iter().map(|direction| direction.weights).collect())
    }

    /// The local maxima that climbs from the starts find, the best first; how many starts failed; and the status.
    #[expect(clippy::too_many_arguments, reason = "called from one place, by name")]
    #[pyo3(signature = (starts, *, held, threads=None, time_limit=None, progress=None, cancel=None))]
    fn estimate<'py>(
        &self,
        py: Python<'py>,
        starts: PyReadonlyArray2<'_, f64>,
        held: Vec<(usize, f64)>,
        threads: Option<Threads>,
        time_limit: Option<f64>,
        progress: Option<Bound<'py, PyAny>>,
        cancel: Option<Bound<'py, CancelToken>>,
    ) -> PyResult<Found> {
        let limits = Limits { time_limit, memory_limit: None, max_equilibria: None, progress, cancel };
        let options = EstimateOptions { starts: rows_of(&starts), held, ..Default::default() };
        let (spec, data) = (self.spec.clone(), self.data.clone());
        let found = run(py, limits, move |control| {
            let options = EstimateOptions { control: with_threads(control, threads), ..options };
            let likelihood = Core::new(&spec, &data)?;
            match likelihood.thinned() {
                Some(thin) => estimate_screened(&likelihood, &thin, &options),
                None => estimate(&likelihood, &options),
            }
        })?;
        Ok(found_object(found))
    }

    /// The estimates for each row of weights; rows of NaN where a search did not end at a maximum.
    #[pyo3(signature = (draws, start, *, threads=None, progress=None, cancel=None))]
    fn bootstrap<'py>(
        &self,
        py: Python<'py>,
        draws: PyReadonlyArray2<'_, f64>,
        start: Vec<f64>,
        threads: Option<Threads>,
        progress: Option<Bound<'py, PyAny>>,
        cancel: Option<Bound<'py, CancelToken>>,
    ) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let limits = Limits { time_limit: None, memory_limit: None, max_equilibria: None, progress, cancel };
        let draws = rows_of(&draws);
        draw(py, limits, threads, &draws, start, || Core::new(&self.spec, &self.data))
    }
}

impl Likelihood {
    fn run<T: Send + 'static>(
        &self,
        py: Python<'_>,
        threads: Option<Threads>,
        at: &[f64],
        work: impl FnOnce(&Core<'_>, &mut Watch<'_>) -> T + Send,
    ) -> PyResult<T> {
        if at.len() != self.spec.num_coefficients() {
            let (have, need) = (at.len(), self.spec.num_coefficients());
            return Err(invalid(format!("there are {have} values for {need} coefficients")));
        }
        let (spec, data) = (self.spec.clone(), self.data.clone());
        run(py, no_limits(), move |control| {
            let control = with_threads(control, threads);
            Ok(work(&Core::new(&spec, &data)?, &mut Watch::start(&control)))
        })
    }
}

/// The likelihood of the statistical ultimatum game on data. `foederis.fit_ultimatum` makes and uses it.
#[pyclass(frozen, name = "_Ultimatum", module = "foederis._core")]
pub struct Ultimatum(CoreUltimatum);

#[pymethods]
impl Ultimatum {
    #[new]
    #[pyo3(signature = (prize, *, offers, accepted, first, second, known, floor))]
    fn new(
        prize: f64,
        offers: PyReadonlyArray1<'_, f64>,
        accepted: PyReadonlyArray1<'_, f64>,
        first: PyReadonlyArray2<'_, f64>,
        second: PyReadonlyArray2<'_, f64>,
        known: [Option<f64>; 2],
        floor: f64,
    ) -> PyResult<Self> {
        let bargain = |(offer, accepted): (&f64, &f64)| Bargain {
            offer: *offer,
            accepted: (!accepted.is_nan()).then_some(*accepted != 0.0),
            weight: 1.0,
        };
        let core = CoreUltimatum {
            prize,
            bargains: offers.as_array().iter().zip(accepted.as_array()).map(bargain).collect(),
            first: first.as_array().iter().copied().collect(),
            second: second.as_array().iter().copied().collect(),
            widths: [first.as_array().ncols(), second.as_array().ncols()],
            known,
            floor,
        };
        core.check().or_raise()?;
        Ok(Ultimatum(core))
    }

    /// The derivative of each row's log-likelihood by each coefficient.
    fn scores<'py>(&self, py: Python<'py>, at: Vec<f64>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        if at.len() != self.0.dimension() {
            return Err(invalid(format!("there are {} values for {} coefficients", at.len(), self.0.dimension())));
        }
        PyArray1::from_vec(py, self.0.scores(&at)).reshape([self.0.rows(), at.len()])
    }

    /// The local maxima that climbs from the starts find, the best first; how many starts failed; and the status.
    #[expect(clippy::too_many_arguments, reason = "called from one place, by name")]
    #[pyo3(signature = (starts, *, held, threads=None, time_limit=None, progress=None, cancel=None))]
    fn estimate<'py>(
        &self,
        py: Python<'py>,
        starts: PyReadonlyArray2<'_, f64>,
        held: Vec<(usize, f64)>,
        threads: Option<Threads>,
        time_limit: Option<f64>,
        progress: Option<Bound<'py, PyAny>>,
        cancel: Option<Bound<'py, CancelToken>>,
    ) -> PyResult<Found> {
        let limits = Limits { time_limit, memory_limit: None, max_equilibria: None, progress, cancel };
        let options = EstimateOptions { starts: rows_of(&starts), held, ..Default::default() };
        climb(py, limits, threads, options, || Ok(self.0.clone()))
    }

    /// The estimates for each row of weights; rows of NaN where a search did not end at a maximum.
    #[pyo3(signature = (draws, start, *, threads=None, progress=None, cancel=None))]
    fn bootstrap<'py>(
        &self,
        py: Python<'py>,
        draws: PyReadonlyArray2<'_, f64>,
        start: Vec<f64>,
        threads: Option<Threads>,
        progress: Option<Bound<'py, PyAny>>,
        cancel: Option<Bound<'py, CancelToken>>,
    ) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let limits = Limits { time_limit: None, memory_limit: None, max_equilibria: None, progress, cancel };
        let draws = rows_of(&draws);
        draw(py, limits, threads, &draws, start, || Ok(self.0.clone()))
    }
}

/// No limits.
pub fn no_limits<'py>() -> Limits<'py> {
    Limits { time_limit: None, memory_limit: None, max_equilibria: None, progress: None, cancel: None }
}

/// Climbs with the GIL released.
pub fn climb<O: Objective>(
    py: Python<'_>,
    limits: Limits<'_>,
    threads: Option<Threads>,
    options: EstimateOptions,
    objective: impl FnOnce() -> Result<O, foederis::Error> + Send,
) -> PyResult<Found> {
    let found = run(py, limits, move |control| {
        estimate(&objective()?, &EstimateOptions { control: with_threads(control, threads), ..options })
    })?;
    Ok(found_object(found))
}

/// What an estimation found, as Python sees it.
fn found_object(found: Estimate) -> Found {
    let status = crate::solution::status_name(&found.status).to_string();
    (found.maxima.into_iter().map(Maximum::from).collect(), found.failed, status)
}

/// Estimates on each draw with the GIL released.
pub fn draw<'py, O: Resampled>(
    py: Python<'py>,
    limits: Limits<'py>,
    threads: Option<Threads>,
    draws: &[Vec<f64>],
    start: Vec<f64>,
    objective: impl FnOnce() -> Result<O, foederis::Error> + Send,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let width = start.len();
    let (found, _) = run(py, limits, move |control| {
        let control = with_threads(control, threads);
        bootstrap(&objective()?, draws, &EstimateOptions { starts: vec![start], control, ..Default::default() })
    })?;
    replicates_object(py, &found, width)
}

/// Replicates as rows; NaN where there are none.
pub fn replicates_object<'py>(
    py: Python<'py>,
    found: &[Option<Vec<f64>>],
    width: usize,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let flat: Vec<f64> = found.iter().flat_map(|one| one.clone().unwrap_or(vec![f64::NAN; width])).collect();
    PyArray1::from_vec(py, flat).reshape([found.len(), width])
}

pub fn index((terms, offset): IndexOf) -> Index {
    Index { terms: terms.into_iter().map(|(column, coefficient)| Term { column, coefficient }).collect(), offset }
}

fn link_of(name: &str) -> PyResult<Link> {
    match name {
        "probit" => Ok(Link::Probit),
        "logit" => Ok(Link::Logit),
        other => Err(invalid(format!("'{other}' is no link; take probit or logit"))),
    }
}

fn information_of(name: &str) -> PyResult<Information> {
    match name {
        "agent" => Ok(Information::Agent),
        "private" => Ok(Information::Private),
        other => Err(invalid(format!("'{other}' is no kind of error; take agent or private"))),
    }
}

/// A model's tree, and for each play and player the constant and the coefficients of the unknown parameters.
#[pyfunction]
pub fn _linear_payoffs(model: &Model, unknown: Vec<String>, known: &Bound<'_, PyDict>) -> PyResult<Linear> {
    let mut values = Vec::new();
    for (symbol, value) in known {
        values.push((symbol.extract::<String>()?, rational(&value)?));
    }
    let values: Vec<_> = values.iter().map(|(symbol, value)| (symbol.as_str(), value.clone())).collect();
    let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
    let found = linear_payoffs(&model.core, &unknown, &values).or_raise()?;
    let one = |(constant, slopes): &(foederis::Rational, Vec<foederis::Rational>)| {
        (constant.to_f64(), slopes.iter().map(foederis::Rational::to_f64).collect())
    };
    let payoffs = found.payoffs.iter().map(|play| play.iter().map(one).collect()).collect();
    Ok((ExtensiveForm(found.tree), payoffs))
}

/// For each play, depth first: its label (empty where it has none), and the node, the player and the action of each step
/// (the player is None where chance moves).
#[pyfunction]
pub fn _plays(tree: &ExtensiveForm) -> Vec<(String, Vec<Step>)> {
    let tree = &tree.0;
    let step = |(node, action): (foederis::game::NodeId, usize)| {
        let player = match tree.node(node).kind {
            foederis::game::NodeKind::Decision(infoset) => {
                Some(tree.players().key(tree.infoset(infoset).player.index()).to_owned())
            }
            _ => None,
        };
        (node.index(), player, tree.actions(node).map_or(String::new(), |actions| actions.key(action).to_owned()))
    };
    let play = |terminal: foederis::game::NodeId| {
        let outcome = tree.node(terminal).outcome.map(|outcome| tree.outcomes()[outcome.index()].label.clone());
        (outcome.unwrap_or_default(), tree.steps(terminal).into_iter().map(step).collect())
    };
    tree.terminals().map(play).collect()
}
