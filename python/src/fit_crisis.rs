//! Estimation of the crisis-signalling game, for the Python side.

use std::sync::Arc;

use foederis::solve::{Control, CrisisGame, Status, Watch, crisis_equilibria};
use foederis::study::fit::{
    Belief, Crisis as Core, Estimate, EstimateOptions, FullLikelihood, Nested as CoreNested, NestedOptions, OUTCOMES,
    Objective, PseudoLikelihood, Replicates, Selection, UTILITIES, bootstrap, estimate, nested, nested_bootstrap,
};
use foederis::{Error, Rational};
use numpy::{PyArray1, PyArray2, PyArray3, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::control::{CancelToken, Limits, Threads, run};
use crate::error::{OrRaise, invalid};
use crate::estimates::{Climbed, Derived, Maximum, climbed, no_limits, replicates_object, rows_of, with_threads};
use crate::fit::{IndexOf, index};

/// Crises with their utilities as formulas. `foederis.fit_crisis` makes and uses it.
#[pyclass(frozen, name = "_Crisis", module = "foederis._core")]
pub struct Crisis {
    core: Arc<Core>,
    selection: Arc<Selection>,
}

/// Where nested pseudo-likelihood came to rest.
#[pyclass(frozen, get_all, name = "_Nested", module = "foederis._core")]
pub struct Nested {
    /// The maximum of the pseudo-likelihood at the beliefs.
    maximum: Py<Maximum>,
    /// Each row's threshold and log odds of backing down.
    beliefs: Vec<(f64, f64)>,
    /// The derivative of the gradient where beliefs follow.
    jacobian: Vec<Vec<f64>>,
    /// How many rounds it took.
    rounds: usize,
    /// The most that an answer differs from the belief.
    residual: f64,
    /// Whether coefficients and beliefs are at rest.
    settled: bool,
}

fn beliefs_of(matrix: &PyReadonlyArray2<'_, f64>) -> PyResult<Vec<Belief>> {
    if matrix.as_array().ncols() != 2 {
        return Err(invalid("give two columns of beliefs: thresholds and log odds"));
    }
    Ok(rows_of(matrix).iter().map(|row| Belief { threshold: row[0], odds: row[1] }).collect())
}

fn selection_of(name: &str, near: Option<PyReadonlyArray1<'_, f64>>) -> PyResult<Selection> {
    match (name, near) {
        ("most_likely", _) => Ok(Selection::MostLikely),
        ("lowest", _) => Ok(Selection::Lowest),
        ("highest", _) => Ok(Selection::Highest),
        ("nearest", Some(near)) => Ok(Selection::Nearest(near.as_array().to_vec())),
        (other, _) => Err(invalid(format!(
            "'{other}' is no selection; take most_likely, lowest, highest, or nearest with a first stage"
        ))),
    }
}

#[pymethods]
impl Crisis {
    #[new]
    #[pyo3(signature = (indices, coefficients, *, covariates, counts, selection, near=None))]
    fn new(
        indices: Vec<IndexOf>,
        coefficients: usize,
        covariates: PyReadonlyArray2<'_, f64>,
        counts: PyReadonlyArray2<'_, f64>,
        selection: &str,
        near: Option<PyReadonlyArray1<'_, f64>>,
    ) -> PyResult<Self> {
        let indices: Vec<_> = indices.into_iter().map(index).collect();
        let indices = indices.try_into().map_err(|_| invalid(format!("give {UTILITIES} utilities")))?;
        if counts.as_array().ncols() != OUTCOMES {
            return Err(invalid(format!("give {OUTCOMES} columns of counts")));
        }
        let core = Core {
            indices,
            coefficients,
            columns: covariates.as_array().ncols(),
            values: covariates.as_array().iter().copied().collect(),
            counts: rows_of(&counts).iter().map(|row| std::array::from_fn(|outcome| row[outcome])).collect(),
        };
        core.check().or_raise()?;
        Ok(Crisis { core: Arc::new(core), selection: Arc::new(selection_of(selection, near)?) })
    }

    /// The full log-likelihood with its gradient and its Hessian.
    #[pyo3(signature = (at, *, threads=None))]
    fn evaluate(
        &self,
        py: Python<'_>,
        at: Vec<f64>,
        threads: Option<Threads>,
    ) -> PyResult<(f64, Vec<f64>, Vec<Vec<f64>>)> {
        self.check(&at)?;
        let found = run(py, no_limits(), |control| {
            Ok(self.full().evaluate(&at, &mut Watch::start(&with_threads(control, threads))))
        })?;
        let hessian = found.hessian.row_iter().map(|row| row.iter().copied().collect()).collect();
        Ok((found.value, found.gradient.as_slice().to_vec(), hessian))
    }

    /// The derivative of each row's full log-likelihood by each coefficient.
    fn scores<'py>(&self, py: Python<'py>, at: Vec<f64>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        self.check(&at)?;
        let scores = run(py, no_limits(), |control| Ok(self.full().scores(&at, &mut Watch::start(&control))))?;
        PyArray1::from_vec(py, scores).reshape([self.core.rows(), at.len()])
    }

    /// Nested pseudo-likelihood from a start and a first stage.
    #[expect(clippy::too_many_arguments, reason = "called from one place, by name")]
    #[pyo3(signature = (start, beliefs, *, max_rounds=500, threads=None, time_limit=None, progress=None, cancel=None))]
    fn nested<'py>(
        &self,
        py: Python<'py>,
        start: Vec<f64>,
        beliefs: PyReadonlyArray2<'_, f64>,
        max_rounds: usize,
        threads: Option<Threads>,
        time_limit: Option<f64>,
        progress: Option<Bound<'py, PyAny>>,
        cancel: Option<Bound<'py, CancelToken>>,
    ) -> PyResult<Nested> {
        self.check(&start)?;
        let (beliefs, weights) = (beliefs_of(&beliefs)?, Vec::new());
        let limits = Limits { time_limit, memory_limit: None, max_equilibria: None, progress, cancel };
        let found = run(py, limits, |control| {
            let control = with_threads(control, threads);
            nested(&self.core, &NestedOptions { start, beliefs, weights, max_rounds, control })
        })?;
        nested_object(py, found)
    }

    /// Nested pseudo-likelihood for each row of weights; rows of NaN where it did not come to rest.
    #[expect(clippy::too_many_arguments, reason = "called from one place, by name")]
    #[pyo3(signature = (draws, start, beliefs, *, max_rounds=500, threads=None, progress=None, cancel=None))]
    fn nested_bootstrap<'py>(
        &self,
        py: Python<'py>,
        draws: PyReadonlyArray2<'_, f64>,
        start: Vec<f64>,
        beliefs: PyReadonlyArray2<'_, f64>,
        max_rounds: usize,
        threads: Option<Threads>,
        progress: Option<Bound<'py, PyAny>>,
        cancel: Option<Bound<'py, CancelToken>>,
    ) -> PyResult<Bound<'py, PyArray2<f64>>> {
        self.check(&start)?;
        let (beliefs, draws, width) = (self.beliefs(&beliefs)?, rows_of(&draws), start.len());
        let limits = Limits { time_limit: None, memory_limit: None, max_equilibria: None, progress, cancel };
        let (found, _) = run(py, limits, |control| {
            let control = with_threads(control, threads);
            let options = NestedOptions { start, beliefs, weights: Vec::new(), max_rounds, control };
            nested_bootstrap(&self.core, &draws, &options)
        })?;
        replicates_object(py, &found, width)
    }

    /// The derivative of each row's pseudo-log-likelihood by each coefficient at given beliefs.
    fn pseudo_scores<'py>(
        &self,
        py: Python<'py>,
        at: Vec<f64>,
        beliefs: PyReadonlyArray2<'_, f64>,
    ) -> PyResult<Bound<'py, PyArray2<f64>>> {
        self.check(&at)?;
        let beliefs = self.beliefs(&beliefs)?;
        let pseudo = PseudoLikelihood::new(&self.core, &beliefs, &[]);
        let scores = run(py, no_limits(), |control| Ok(pseudo.scores(&at, &mut Watch::start(&control))))?;
        PyArray1::from_vec(py, scores).reshape([self.core.rows(), at.len()])
    }

    /// The pseudo-log-likelihood with its gradient and its Hessian at given beliefs.
    fn pseudo_evaluate(
        &self,
        py: Python<'_>,
        at: Vec<f64>,
        beliefs: PyReadonlyArray2<'_, f64>,
    ) -> PyResult<(f64, Vec<f64>, Vec<Vec<f64>>)> {
        self.check(&at)?;
        let beliefs = self.beliefs(&beliefs)?;
        let found = run(py, no_limits(), |control| {
            Ok(PseudoLikelihood::new(&self.core, &beliefs, &[]).evaluate(&at, &mut Watch::start(&control)))
        })?;
        let hessian = found.hessian.row_iter().map(|row| row.iter().copied().collect()).collect();
        Ok((found.value, found.gradient.as_slice().to_vec(), hessian))
    }

    /// The selected threshold of each row, NaN where none was found.
    fn selected<'py>(&self, py: Python<'py>, at: Vec<f64>) -> PyResult<Bound<'py, PyArray1<f64>>> {
        self.check(&at)?;
        let found = run(py, no_limits(), |control| Ok(self.full().selected(&at, &mut Watch::start(&control))))?;
        Ok(PyArray1::from_vec(py, found))
    }

    /// Every equilibrium threshold of each row, as floats find them.
    fn thresholds(&self, py: Python<'_>, at: Vec<f64>) -> PyResult<Vec<Vec<f64>>> {
        self.check(&at)?;
        run(py, no_limits(), |control| Ok(self.core.thresholds(&at, &mut Watch::start(&control))))
    }

    /// For each row the number of equilibria that is proven, and whether the proof is complete.
    fn proven(&self, py: Python<'_>, at: Vec<f64>) -> PyResult<Vec<(usize, bool)>> {
        self.check(&at)?;
        run(py, no_limits(), |control| {
            let mut watch = Watch::start(&control);
            (0..self.core.rows())
                .map(|row| {
                    if watch.must_stop_now(0) {
                        return Ok((0, false));
                    }
                    let own = Control { observer: None, ..control.clone() };
                    let found = crisis_equilibria(&game(&self.core.utilities(row, &at))?, &own)?;
                    Ok((found.equilibria.len(), found.complete()))
                })
                .collect()
        })
    }

    /// The utilities of each row.
    fn utilities<'py>(&self, py: Python<'py>, at: Vec<f64>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        self.check(&at)?;
        let flat: Vec<f64> = (0..self.core.rows()).flat_map(|row| self.core.utilities(row, &at)).collect();
        PyArray1::from_vec(py, flat).reshape([self.core.rows(), UTILITIES])
    }

    /// The probabilities of the outcomes at each row's threshold, and their derivatives by each coefficient.
    fn probabilities<'py>(&self, py: Python<'py>, at: Vec<f64>, thresholds: Vec<f64>) -> PyResult<Derived<'py>> {
        self.check(&at)?;
        if thresholds.len() != self.core.rows() {
            return Err(invalid(format!("there are {} thresholds for {} rows", thresholds.len(), self.core.rows())));
        }
        let (values, slopes) =
            run(py, no_limits(), |control| Ok(self.core.probabilities(&at, &thresholds, &mut Watch::start(&control))))?;
        let values = PyArray1::from_vec(py, values).reshape([self.core.rows(), OUTCOMES])?;
        let slopes: Bound<'_, PyArray3<f64>> =
            PyArray1::from_vec(py, slopes).reshape([self.core.rows(), OUTCOMES, at.len()])?;
        Ok((values, slopes))
    }
}

climbed!(Crisis);

impl Climbed for Crisis {
    fn climb(&self, options: &EstimateOptions) -> Result<Estimate, Error> {
        estimate(&self.full(), options)
    }

    fn replicate(&self, draws: &[Vec<f64>], options: &EstimateOptions) -> Result<(Replicates, Status), Error> {
        bootstrap(&self.full(), draws, options)
    }
}

impl Crisis {
    fn full(&self) -> FullLikelihood<'_> {
        FullLikelihood::new(&self.core, &self.selection)
    }

    fn check(&self, at: &[f64]) -> PyResult<()> {
        match at.len() == self.core.coefficients {
            true => Ok(()),
            false => Err(invalid(format!("there are {} values for {} coefficients", at.len(), self.core.coefficients))),
        }
    }

    fn beliefs(&self, matrix: &PyReadonlyArray2<'_, f64>) -> PyResult<Vec<Belief>> {
        let beliefs = beliefs_of(matrix)?;
        match beliefs.len() == self.core.rows() {
            true => Ok(beliefs),
            false => Err(invalid(format!("there are {} beliefs for {} rows", beliefs.len(), self.core.rows()))),
        }
    }
}

fn nested_object(py: Python<'_>, found: CoreNested) -> PyResult<Nested> {
    let settled = found.settled();
    let maximum = Maximum::new(found.at, found.evaluation, found.stationarity, vec![0], found.rounds);
    Ok(Nested {
        maximum: Py::new(py, maximum)?,
        beliefs: found.beliefs.iter().map(|belief| (belief.threshold, belief.odds)).collect(),
        jacobian: found.jacobian.row_iter().map(|row| row.iter().copied().collect()).collect(),
        rounds: found.rounds,
        residual: found.residual,
        settled,
    })
}

fn game(utilities: &[f64; UTILITIES]) -> Result<CrisisGame, foederis::Error> {
    let exact = |value: f64| {
        Rational::from_f64_exact(value)
            .ok_or_else(|| foederis::Error::Invalid("a utility is not a number at these coefficients".into()))
    };
    let [s_a, v_a, c_b, w_a, w_b, a, v_b] = utilities.map(exact);
    Ok(CrisisGame { s_a: s_a?, v_a: v_a?, c_b: c_b?, w_a: w_a?, w_b: w_b?, a: a?, v_b: v_b? })
}
