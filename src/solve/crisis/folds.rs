//! [`crisis_folds`]: where two equilibria of the crisis-signalling game meet and vanish as W_B moves.

use std::cmp::Ordering;

use super::isolate::{Curve, isolate};
use super::response::Response;
use super::{CrisisGame, response_of};
use crate::error::Error;
use crate::number::Interval;
use crate::solve::{Control, Status, Watch};

/// A value of W_B at which two equilibria meet.
#[derive(Debug, Clone, PartialEq)]
pub struct CrisisFold {
    /// W_B.
    pub w_b: Interval,
    /// pR of the equilibrium that both become.
    pub resist: Interval,
    /// Whether the two are there for W_B below the fold; else above it.
    pub below: bool,
}

/// All folds.
#[derive(Debug, Clone, PartialEq)]
pub struct CrisisFolds {
    /// The folds, pR rising.
    pub folds: Vec<CrisisFold>,
    /// Values of pR where the search could not decide.
    pub undecided: Vec<Interval>,
    /// Whether the search went to its end.
    pub status: Status,
}

/// How far thresholds are looked at: pR from 6e-16 to 1 - 6e-16.
const RANGE: f64 = 8.0;

/// Every fold in W_B of the crisis-signalling game, whatever its own W_B is.
///
/// # Definition
/// x = T(x) can be solved for W_B = x + C_B - (V_B - C_B) M/N, so that all equilibria for all W_B lie on one curve over x. Where it turns, T'(x) = 1, and
/// two equilibria meet.
///
/// # Returns
/// The folds with pR between 6e-16 and 1 - 6e-16, each in proven bounds.
///
/// # Errors
/// As [`crisis_equilibria`](super::crisis_equilibria).
pub fn crisis_folds(game: &CrisisGame, control: &Control) -> Result<CrisisFolds, Error> {
    let response = response_of(game)?;
    let mut watch = Watch::start(control);
    let found = match response.slope_sign() {
        Ordering::Greater => isolate(&Turns(&response), Interval::new(-RANGE, RANGE), &mut watch),
        _ => Default::default(),
    };
    let fold = |x: &Interval| CrisisFold {
        w_b: response.fight_value(*x),
        resist: x.normal_cdf(),
        // W_B over x has the second derivative -T'': at a peak both branches lie below.
        below: response.bend(*x).lo > 0.0,
    };
    let mut folds: Vec<_> = found.roots.iter().map(fold).collect();
    let status = match watch.finish(&mut folds) {
        Status::Complete if !found.undecided.is_empty() => Status::Partial("two folds are next to each other".into()),
        status => status,
    };
    let undecided = found.undecided.iter().map(|x| x.normal_cdf()).collect();
    Ok(CrisisFolds { folds, undecided, status })
}

/// 1 - T'(x), the slope of W_B over x.
struct Turns<'a>(&'a Response);

impl Curve for Turns<'_> {
    fn shrink(&self, x: Interval) -> Option<Interval> {
        Some(x)
    }

    fn value(&self, x: Interval) -> Interval {
        Interval::point(1.0) - self.0.slope(x)
    }

    fn slope(&self, x: Interval) -> Interval {
        -self.0.bend(x)
    }
}
