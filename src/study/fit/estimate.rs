//! [`estimate`]: the best of the local maxima that a climb from each start finds, with what shows that it is one.

use nalgebra::{DMatrix, DVector};

use super::bootstrap::Resampled;
use super::newton::{Evaluation, Objective, Summit, climb};
use crate::error::Error;
use crate::solve::{Control, Status, Watch, in_parallel};

/// How to look for the maximum.
#[derive(Debug, Clone, Default)]
pub struct EstimateOptions {
    /// Where to start, a value for each coefficient. Default: all 0.
    pub starts: Vec<Vec<f64>>,
    /// Coefficients that are held at a value, by place.
    pub held: Vec<(usize, f64)>,
    /// The most steps from one start; 0 stands for 500.
    pub max_steps: usize,
    /// Limits, progress and stopping.
    pub control: Control,
}

/// A local maximum.
#[derive(Debug, Clone)]
pub struct Maximum {
    /// The coefficients.
    pub at: Vec<f64>,
    /// The function with its derivatives.
    pub evaluation: Evaluation,
    /// What shows that it is a maximum.
    pub stationarity: Stationarity,
    /// The starts that led here, by place.
    pub starts: Vec<usize>,
    /// How many steps the first of them took.
    pub steps: usize,
}

/// What shows that a point is a local maximum: all of it among the coefficients that were not held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stationarity {
    /// The largest derivative, in size.
    pub largest_slope: f64,
    /// Whether the negative Hessian has a Cholesky factor: it is positive definite.
    pub negative_definite: bool,
    /// The square root of g'(-H)⁻¹g: how far a Newton step would go, in standard errors. Half its square is what the step would gain.
    pub decrement: f64,
    /// The ratio of the largest to the smallest eigenvalue of the negative Hessian with unit diagonal.
    pub condition: f64,
    /// The largest standard error, in the units of the objective's scales: a coefficient that runs off to infinity has a huge one.
    pub widest: f64,
}

impl Stationarity {
    /// Whether the point passes: a definite Hessian, less than a millionth of a standard error from where the slope is 0, and
    /// no coefficient so loose (a standard error of 10,000) that the top must be somewhere at infinity.
    pub fn holds(&self) -> bool {
        self.negative_definite && self.decrement < 1e-6 && self.condition < 1e14 && self.widest < 1e4
    }
}

/// What the search found.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// The distinct local maxima (and other ends of climbs), the best first.
    pub maxima: Vec<Maximum>,
    /// How many starts led nowhere: the function was not finite there, or the steps ran out.
    pub failed: usize,
    /// Whether all starts were tried.
    pub status: Status,
}

/// As [`estimate`], but each start first climbs on fewer rows, given by weights, and then on those that tell most around the best
/// end ([`Resampled::focused`]); only the distinct ends climb on all rows.
///
/// # Errors
/// As [`estimate`].
pub fn estimate_screened(of: &dyn Resampled, thin: &[f64], options: &EstimateOptions) -> Result<Estimate, Error> {
    let mut watch = Watch::start(&options.control);
    let given = starts(of.dimension(), options)?;
    let all = given.iter().enumerate().map(|(number, start)| (start.clone(), vec![number])).collect();
    let (mut from, best) = screened(&*of.reweighted(thin), all, options, &mut watch);
    if let Some(fine) = best.and_then(|best| of.focused(&best, &mut watch)) {
        from = screened(&*of.reweighted(&fine), from, options, &mut watch).0;
    }
    let (starts, origins): (Vec<_>, Vec<_>) = from.into_iter().unzip();
    let mut whole = within(of, &EstimateOptions { starts, ..options.clone() }, &mut watch)?;
    for maximum in &mut whole.maxima {
        maximum.starts = maximum.starts.iter().flat_map(|end| origins[*end].clone()).collect();
        maximum.starts.sort_unstable();
    }
    Ok(whole)
}

/// Where to climb from: a point, and the starts that led there.
type Base = (Vec<f64>, Vec<usize>);

/// Climbs on fewer rows, and takes on the distinct maxima; the best of them comes second. Where fewer rows lead nowhere, or only to
/// infinity, a point stays as it is.
fn screened(
    fewer: &dyn Objective,
    from: Vec<Base>,
    options: &EstimateOptions,
    watch: &mut Watch,
) -> (Vec<Base>, Option<Vec<f64>>) {
    let starts = from.iter().map(|(point, _)| point.clone()).collect();
    let first = EstimateOptions { starts, max_steps: 200, ..options.clone() };
    let found = within(fewer, &first, watch).map(|found| found.maxima).unwrap_or_default();
    let (mut next, mut gone) = (Vec::<Base>::new(), vec![false; from.len()]);
    for end in found.into_iter().filter(|end| end.stationarity.holds()) {
        end.starts.iter().for_each(|start| gone[*start] = true);
        next.push((end.at, end.starts.iter().flat_map(|start| from[*start].1.clone()).collect()));
    }
    let best = next.first().map(|(point, _)| point.clone());
    next.extend(from.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(point, _)| point));
    (next, best)
}

/// Climbs from every start and sorts what is found.
///
/// # Errors
/// [`Error::Invalid`] where a start has the wrong length, or no start led to a maximum.
///
/// # Complexity
/// Each step evaluates the function with its Hessian once, and diagonalises the Hessian.
pub fn estimate(objective: &dyn Objective, options: &EstimateOptions) -> Result<Estimate, Error> {
    within(objective, options, &mut Watch::start(&options.control))
}

/// The same by a clock that runs. Once it says to stop, only the first start is looked at, so that there is something to report.
fn within(objective: &dyn Objective, options: &EstimateOptions, watch: &mut Watch) -> Result<Estimate, Error> {
    let size = objective.dimension();
    let starts: Vec<(usize, Vec<f64>)> = starts(size, options)?.into_iter().enumerate().collect();
    let free: Vec<usize> = (0..size).filter(|place| options.held.iter().all(|(held, _)| held != place)).collect();
    let max_steps = if options.max_steps == 0 { 500 } else { options.max_steps };
    let alone = Control { threads: std::num::NonZeroUsize::new(1), ..options.control.clone() };
    let summits = match starts.as_slice() {
        [(_, start)] => vec![climb(objective, start, &free, max_steps, watch)],
        _ => in_parallel(&starts, watch, |(number, start), watch| {
            if watch.must_stop_now(0) && *number > 0 {
                return None;
            }
            // The rows of one climb are worked by one thread: the climbs share the cores.
            let mut own = watch.fork_with(&alone);
            let found = climb(objective, start, &free, max_steps, &mut own);
            watch.must_stop_now(0);
            found
        }),
    };
    let status = watch.finish::<()>(&mut Vec::new());
    let failed = summits.iter().filter(|summit| !summit.as_ref().is_some_and(|summit| summit.settled)).count();
    let maxima = distinct(summits, &free, &objective.scales());
    if maxima.is_empty() {
        return Err(Error::Invalid(
            "the likelihood is not finite at any start; give other starts or scale the data".into(),
        ));
    }
    Ok(Estimate { maxima, failed, status })
}

fn starts(size: usize, options: &EstimateOptions) -> Result<Vec<Vec<f64>>, Error> {
    let mut starts = if options.starts.is_empty() { vec![vec![0.0; size]] } else { options.starts.clone() };
    for start in &mut starts {
        if start.len() != size {
            return Err(Error::Invalid(format!("a start has {} values; give {size}", start.len())));
        }
        for (place, value) in &options.held {
            *start.get_mut(*place).ok_or_else(|| Error::Invalid(format!("there is no coefficient {}", place + 1)))? =
                *value;
        }
    }
    Ok(starts)
}

/// Puts ends of climbs that are the same point together, the best first; those that settled come before the rest.
fn distinct(summits: Vec<Option<Summit>>, free: &[usize], scales: &DVector<f64>) -> Vec<Maximum> {
    let mut found: Vec<(bool, Maximum)> = Vec::new();
    for (start, summit) in summits.into_iter().enumerate() {
        let Some(Summit { at, evaluation, steps, settled }) = summit else { continue };
        let stationarity = stationarity(&evaluation, free, scales);
        match found.iter_mut().find(|(_, known)| same(known, &at, &evaluation, free)) {
            Some((_, known)) => known.starts.push(start),
            None => found.push((settled, Maximum { at, evaluation, stationarity, starts: vec![start], steps })),
        }
    }
    let order = |(settled, maximum): &(bool, Maximum)| (!settled, -maximum.evaluation.value);
    found.sort_by(|a, b| order(a).partial_cmp(&order(b)).unwrap_or(std::cmp::Ordering::Equal));
    found.into_iter().map(|(_, maximum)| maximum).collect()
}

/// Whether a point is a known maximum: as high, and less than a thousandth of a standard error away.
fn same(known: &Maximum, at: &[f64], there: &Evaluation, free: &[usize]) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-7 * (1.0 + b.abs());
    near(there.value, known.evaluation.value)
        && free.iter().all(|&place| {
            let bend = -known.evaluation.hessian[(place, place)];
            (at[place] - known.at[place]).abs() * bend.max(0.0).sqrt() < 1e-3
        })
}

/// The negative Hessian of the coefficients that are not held.
fn information(evaluation: &Evaluation, free: &[usize]) -> DMatrix<f64> {
    DMatrix::from_fn(free.len(), free.len(), |i, j| -evaluation.hessian[(free[i], free[j])])
}

/// Checks the derivatives at a point, for the coefficients in `free`.
pub fn stationarity(evaluation: &Evaluation, free: &[usize], scales: &DVector<f64>) -> Stationarity {
    let gradient = DVector::from_iterator(free.len(), free.iter().map(|&place| evaluation.gradient[place]));
    let information = information(evaluation, free);
    let diagonal = information.diagonal();
    let unit = DMatrix::from_fn(free.len(), free.len(), |i, j| {
        information[(i, j)] / (diagonal[i].abs() * diagonal[j].abs()).sqrt().max(f64::MIN_POSITIVE)
    });
    // Where every coefficient is held, there is no matrix to take apart.
    let eigenvalues = if free.is_empty() { DVector::repeat(1, 1.0) } else { unit.symmetric_eigenvalues() };
    let (least, most) = (eigenvalues.min(), eigenvalues.max());
    let factor = information.cholesky();
    let decrement = factor.as_ref().map(|factor| gradient.dot(&factor.solve(&gradient)).max(0.0).sqrt());
    let errors = factor.as_ref().map(|factor| factor.inverse().diagonal().map(f64::sqrt));
    let widest = errors.map(|errors| (0..free.len()).map(|i| errors[i] * scales[free[i]]).fold(0.0, f64::max));
    Stationarity {
        largest_slope: gradient.amax(),
        negative_definite: decrement.is_some(),
        decrement: decrement.unwrap_or(f64::INFINITY),
        condition: if least > 0.0 { most / least } else { f64::INFINITY },
        widest: widest.unwrap_or(f64::INFINITY),
    }
}
