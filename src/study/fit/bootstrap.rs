//! [`bootstrap`]: the estimates on resampled data.

use super::estimate::{EstimateOptions, estimate};
use super::likelihood::Likelihood;
use super::observations::Observations;
use super::specification::Specification;
use crate::error::Error;
use crate::solve::{Control, Status, Watch, in_parallel};

/// Estimates once for each list of weights (how often each row was drawn), starting where the options say.
///
/// # Returns
/// The coefficients of each replicate, `None` where the search did not end at a maximum, and whether all were done.
///
/// # Errors
/// [`Error::Invalid`] where the data do not fit.
///
/// # Complexity
/// A maximisation for each replicate; replicates are shared among threads, and the result does not depend on their number.
///
/// # References
/// Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7. doi:10.1214/aos/1176344552
pub fn bootstrap(
    spec: &Specification,
    data: &Observations,
    draws: &[Vec<f64>],
    options: &EstimateOptions,
) -> Result<(Vec<Option<Vec<f64>>>, Status), Error> {
    data.check(spec)?;
    let mut watch = Watch::start(&options.control);
    watch.expect(draws.len() as u64);
    let alone = Control { threads: std::num::NonZeroUsize::new(1), ..options.control.clone() };
    let found = in_parallel(draws, &mut watch, |weights, watch| {
        if watch.must_stop_now(0) {
            return Ok(None);
        }
        replicate(spec, data, weights, &EstimateOptions { control: alone.clone(), ..options.clone() })
    });
    let status = watch.finish::<()>(&mut Vec::new());
    Ok((found.into_iter().collect::<Result<_, Error>>()?, status))
}

fn replicate(
    spec: &Specification,
    data: &Observations,
    weights: &[f64],
    options: &EstimateOptions,
) -> Result<Option<Vec<f64>>, Error> {
    let data = Observations { weights: weights.to_vec(), ..data.clone() };
    let likelihood = Likelihood::new(spec, &data)?;
    let best = estimate(&likelihood, options)?.maxima.swap_remove(0);
    Ok(best.stationarity.holds().then_some(best.at))
}
