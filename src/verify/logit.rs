//! Whether a logit equilibrium is where a certificate says.

use super::certificate::Certificate;
use super::report::Report;
use crate::error::Error;
use crate::game::{Game, Profile, QuantalMap};
use crate::number::{Interval, Rational};

/// Looks for a proof, in interval arithmetic, that a fixed point of the logit map is within the error bound of a profile.
pub(super) fn check(
    game: &Game,
    certificate: &Certificate,
    profile: &Profile,
    report: &mut Report,
) -> Result<(), Error> {
    let (Some(precision), Some(bound)) = (&certificate.precision, certificate.error_bound) else { return Ok(()) };
    if !report.note("The precision is not negative", !precision.is_negative(), "") {
        return Ok(());
    }
    let mut map = match QuantalMap::new(game, precision) {
        Ok(map) => map,
        Err(error) => {
            report.note("The game has logit equilibria", false, error.to_string());
            return Ok(());
        }
    };
    let claimed: Vec<&Rational> = profile.rows().iter().flatten().collect();
    let floats: Vec<f64> = claimed.iter().map(|p| p.to_f64()).collect();
    let proven = map.enclose(&floats);
    let detail = match &proven {
        None => "no fixed point could be proven near the profile".to_owned(),
        Some(_) => format!("precision {precision}, proven in interval arithmetic"),
    };
    if report.note("There is a logit equilibrium near the profile", proven.is_some(), detail)
        && let Some(bounds) = proven
    {
        let off = claimed.iter().zip(&bounds).map(|(p, interval)| distance(p, *interval)).fold(0.0, f64::max);
        let detail = format!("the largest error is at most {off:.1e}");
        report.note("Every probability is within the error bound", off <= bound, detail);
    }
    Ok(())
}

/// The most that a number can be away from any in an interval.
fn distance(number: &Rational, interval: Interval) -> f64 {
    let off = Interval::around(number) - interval;
    off.lo.abs().max(off.hi.abs())
}
