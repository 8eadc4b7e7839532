//! [`bootstrap`]: the estimates on resampled data.

use super::estimate::{EstimateOptions, estimate};
use super::newton::Objective;
use crate::error::Error;
use crate::solve::{Control, Status, Watch, in_parallel};

/// A log-likelihood that is a sum over rows, which can be counted anew.
pub trait Resampled: Objective {
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// The same with each row counted so often.
    fn reweighted<'w>(&'w self, weights: &'w [f64]) -> Box<dyn Objective + 'w>;
    /// Weights that keep, of many rows, those that tell most around a point, and let them count for the others; `None` where little would
    /// be saved.
    fn focused(&self, _at: &[f64], _watch: &mut Watch) -> Option<Vec<f64>> {
        None
    }
}

/// The coefficients of each replicate; `None` where its search did not end at a maximum.
pub type Replicates = Vec<Option<Vec<f64>>>;

/// Estimates once for each list of weights (how often each row was drawn), starting where the options say.
///
/// # Returns
/// The coefficients of each replicate, `None` where the search did not end at a maximum, and whether all were done.
///
/// # Errors
/// [`Error::Invalid`] where weights or starts have the wrong length.
///
/// # Complexity
/// A maximisation for each replicate; replicates are shared among threads, and the result does not depend on their number.
///
/// # References
/// Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7. doi:10.1214/aos/1176344552
pub fn bootstrap(
    of: &dyn Resampled,
    draws: &[Vec<f64>],
    options: &EstimateOptions,
) -> Result<(Replicates, Status), Error> {
    replicate(of.rows(), draws, &options.control, |weights, alone| {
        let options = EstimateOptions { control: alone.clone(), ..options.clone() };
        let best = estimate(&*of.reweighted(weights), &options)?.maxima.swap_remove(0);
        Ok(best.stationarity.holds().then_some(best.at))
    })
}

/// Estimates on each list of weights. Samples are shared among threads, so each works alone.
pub(super) fn replicate(
    rows: usize,
    draws: &[Vec<f64>],
    control: &Control,
    one: impl Fn(&[f64], &Control) -> Result<Option<Vec<f64>>, Error> + Sync,
) -> Result<(Replicates, Status), Error> {
    if let Some(wrong) = draws.iter().find(|weights| weights.len() != rows) {
        return Err(Error::Invalid(format!("a draw has {} weights for {rows} rows", wrong.len())));
    }
    let mut watch = Watch::start(control);
    watch.expect(draws.len() as u64);
    let alone = Control { threads: std::num::NonZeroUsize::new(1), ..control.clone() };
    let found = in_parallel(
        draws,
        &mut watch,
        |weights, watch| {
            if watch.must_stop_now(0) { Ok(None) } else { one(weights, &alone) }
        },
    );
    let status = watch.finish::<()>(&mut Vec::new());
    Ok((found.into_iter().collect::<Result<_, Error>>()?, status))
}
