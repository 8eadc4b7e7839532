//! Estimation: the likelihood of a random-utility game, for the Python side, which has formulas, frames and reports.

use std::sync::Arc;

use foederis::Error;
use foederis::solve::{Status, Watch};
use foederis::study::fit::{
    Bargain, Estimate, EstimateOptions, Index, Information, Likelihood as Core, Link, Objective, Observations,
    Replicates, Resampled, Specification, SpecificationParts, Term, Ultimatum as CoreUltimatum, Utility, bootstrap,
    estimate, estimate_screened, linear_payoffs, unidentified,
};
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::control::{Threads, run};
use crate::error::{OrRaise, invalid};
use crate::estimates::{Climbed, Derived, climbed, no_limits, rows_of, with_threads};
use crate::model::Model;
use crate::number::rational;
use crate::tree::ExtensiveForm;

/// A linear index: (column, coefficient) pairs, and a column that enters as it is.
pub type IndexOf = (Vec<(usize, usize)>, Option<usize>);
/// A utility: what is known, and (index, factor) pairs.
type UtilityOf = (f64, Vec<(usize, f64)>);
/// A step of a play: the node, the player (None for chance) and the action.
type Step = (usize, Option<String>, String);
/// A tree, and for each play and player the constant and the coefficients of the parameters.
type Linear = (ExtensiveForm, Vec<Vec<(f64, Vec<f64>)>>);

/// The likelihood of a random-utility game on data. `foederis.fit` makes and uses it.
#[pyclass(frozen, name = "_Likelihood", module = "foederis._core")]
pub struct Likelihood {
    spec: Arc<Specification>,
    data: Arc<Observations>,
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

climbed!(Likelihood);

impl Climbed for Likelihood {
    fn climb(&self, options: &EstimateOptions) -> Result<Estimate, Error> {
        let likelihood = Core::new(&self.spec, &self.data)?;
        match likelihood.thinned() {
            Some(thin) => estimate_screened(&likelihood, &thin, options),
            None => estimate(&likelihood, options),
        }
    }

    fn replicate(&self, draws: &[Vec<f64>], options: &EstimateOptions) -> Result<(Replicates, Status), Error> {
        bootstrap(&Core::new(&self.spec, &self.data)?, draws, options)
    }
}

/// The likelihood of the statistical ultimatum game on data. `foederis.fit_ultimatum` makes and uses it.
#[pyclass(frozen, name = "_Ultimatum", module = "foederis._core")]
pub struct Ultimatum(CoreUltimatum);

#[pymethods]
impl Ultimatum {
    #[new]
    #[expect(clippy::too_many_arguments, reason = "called from one place, by name")]
    #[pyo3(signature = (prize, *, offers, accepted, first, second, offsets, known, floor))]
    fn new(
        prize: f64,
        offers: PyReadonlyArray1<'_, f64>,
        accepted: PyReadonlyArray1<'_, f64>,
        first: PyReadonlyArray2<'_, f64>,
        second: PyReadonlyArray2<'_, f64>,
        offsets: [Vec<f64>; 2],
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
            offsets,
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
}

climbed!(Ultimatum);

impl Climbed for Ultimatum {
    fn climb(&self, options: &EstimateOptions) -> Result<Estimate, Error> {
        estimate(&self.0, options)
    }

    fn replicate(&self, draws: &[Vec<f64>], options: &EstimateOptions) -> Result<(Replicates, Status), Error> {
        bootstrap(&self.0, draws, options)
    }
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
