//! What every likelihood offers to Python: climbs from starting points, and estimates on samples.

use foederis::Error;
use foederis::solve::{Control, Status};
use foederis::study::fit::{Estimate, EstimateOptions, Evaluation, Maximum as CoreMaximum, Replicates, Stationarity};
use numpy::{PyArray1, PyArray2, PyArray3, PyArrayMethods, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::control::{Limits, Threads, run};

/// Probabilities, and their derivatives.
pub type Derived<'py> = (Bound<'py, PyArray2<f64>>, Bound<'py, PyArray3<f64>>);
/// Local maxima, how many starts failed, and the status.
pub type Found = (Vec<Maximum>, usize, String);

/// A likelihood that can be climbed.
pub trait Climbed: Sync {
    /// Climbs from every start.
    fn climb(&self, options: &EstimateOptions) -> Result<Estimate, Error>;

    /// Estimates on each list of weights of the rows.
    fn replicate(&self, draws: &[Vec<f64>], options: &EstimateOptions) -> Result<(Replicates, Status), Error>;
}

/// The methods by which Python climbs; the same for every likelihood.
macro_rules! climbed {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            /// The local maxima that climbs from the starts find, the best first; how many starts failed; and the status.
            #[expect(clippy::too_many_arguments, reason = "called from one place, by name")]
            #[pyo3(signature = (starts, *, held, threads=None, time_limit=None, progress=None, cancel=None))]
            fn estimate<'py>(
                &self,
                py: Python<'py>,
                starts: numpy::PyReadonlyArray2<'_, f64>,
                held: Vec<(usize, f64)>,
                threads: Option<$crate::control::Threads>,
                time_limit: Option<f64>,
                progress: Option<Bound<'py, PyAny>>,
                cancel: Option<Bound<'py, $crate::control::CancelToken>>,
            ) -> PyResult<$crate::estimates::Found> {
                let limits = $crate::control::Limits { time_limit, progress, cancel, ..$crate::estimates::no_limits() };
                let starts = $crate::estimates::rows_of(&starts);
                let options = foederis::study::fit::EstimateOptions { starts, held, ..Default::default() };
                $crate::estimates::find(py, self, limits, threads, options)
            }

            /// The estimates for each row of weights; rows of NaN where a search did not end at a maximum.
            #[pyo3(signature = (draws, start, *, threads=None, progress=None, cancel=None))]
            fn bootstrap<'py>(
                &self,
                py: Python<'py>,
                draws: numpy::PyReadonlyArray2<'_, f64>,
                start: Vec<f64>,
                threads: Option<$crate::control::Threads>,
                progress: Option<Bound<'py, PyAny>>,
                cancel: Option<Bound<'py, $crate::control::CancelToken>>,
            ) -> PyResult<Bound<'py, numpy::PyArray2<f64>>> {
                let limits = $crate::control::Limits { progress, cancel, ..$crate::estimates::no_limits() };
                $crate::estimates::draw(py, self, limits, threads, &$crate::estimates::rows_of(&draws), start)
            }
        }
    };
}
pub(crate) use climbed;

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

/// No limits.
pub fn no_limits<'py>() -> Limits<'py> {
    Limits { time_limit: None, memory_limit: None, max_equilibria: None, progress: None, cancel: None }
}

/// Climbs with the GIL released.
pub fn find(
    py: Python<'_>,
    of: &impl Climbed,
    limits: Limits<'_>,
    threads: Option<Threads>,
    options: EstimateOptions,
) -> PyResult<Found> {
    let found = run(py, limits, move |control| {
        of.climb(&EstimateOptions { control: with_threads(control, threads), ..options })
    })?;
    let status = crate::solution::status_name(&found.status).to_string();
    Ok((found.maxima.into_iter().map(Maximum::from).collect(), found.failed, status))
}

/// Estimates on each draw with the GIL released.
pub fn draw<'py>(
    py: Python<'py>,
    of: &impl Climbed,
    limits: Limits<'py>,
    threads: Option<Threads>,
    draws: &[Vec<f64>],
    start: Vec<f64>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let width = start.len();
    let (found, _) = run(py, limits, move |control| {
        let control = with_threads(control, threads);
        of.replicate(draws, &EstimateOptions { starts: vec![start], control, ..Default::default() })
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
