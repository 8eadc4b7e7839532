//! [`Follower`]: walks along a curve of logit equilibria, without leaving it for another.
//!
//! A step is taken back and made shorter when Newton's method does not contract at once, when the direction or a
//! probability changes too much, or when the sign of the bordered determinant changes. On one smooth curve that sign is
//! constant, through folds as well. So a change means that the step has jumped to another curve, or that two curves cross:
//! the change then stays, however short the step.

use super::curve::{Curve, Landing};
use super::predict::Predictor;
use crate::game::probabilities;

/// How large Newton's first step should be: the error of a prediction, in logarithms of probabilities.
const ERROR: f64 = 2e-3;

/// The largest such error that is accepted.
const MAX_ERROR: f64 = 0.02;

/// How much a step may be longer than the one before.
const GROWTH: f64 = 3.0;

/// The least cosine between directions before and after a step.
const MIN_COSINE: f64 = 0.9;

/// The first step.
const FIRST: f64 = 0.1;

/// A step shorter than this, relative to the precision, across which the sign changes is a bifurcation.
const CROSSING: f64 = 1e-7;

/// After a change of sign ahead, so many steps must succeed before they may become longer. On the way to a bifurcation at
/// most one does between two changes.
const WARY: u32 = 3;

/// No step is shorter than this.
const SHORTEST: f64 = 1e-10;

/// A walk along a curve.
pub(super) struct Follower {
    pub(super) curve: Curve,
    /// The present point.
    pub(super) here: Landing,
    /// Its probabilities.
    pub(super) profile: Vec<f64>,
    predictor: Predictor,
    length: f64,
    /// The most that a probability should change in a step.
    max_change: f64,
    /// Steps to go before the length may grow again, after a change of sign was seen ahead.
    wary: u32,
    /// Steps taken back.
    pub(super) rejected: u64,
}

/// What a step led to.
pub(super) enum Step {
    /// To a point further on the curve; the point before.
    On(Landing),
    /// Across a bifurcation; the point before.
    Across(Landing),
    /// Nowhere: no step is short enough.
    Stuck,
}

impl Follower {
    /// Begins at precision 0, where every strategy of a player has the same probability.
    pub(super) fn from_zero(mut curve: Curve, max_change: f64) -> Option<Self> {
        let mut up = vec![0.0; curve.free() + 1];
        up[curve.free()] = 1.0;
        let here = curve.land(vec![0.0; curve.free() + 1], &up)?;
        let profile = curve.profile.clone();
        let predictor = Predictor::default();
        Some(Follower { curve, here, profile, predictor, length: FIRST, max_change, wary: 0, rejected: 0 })
    }

    /// The scaled precision at the present point.
    pub(super) fn precision(&self) -> f64 {
        self.here.point[self.curve.free()]
    }

    /// Goes one step.
    pub(super) fn step(&mut self) -> Step {
        let relative = 1.0 + self.precision().abs();
        while self.length >= SHORTEST * relative {
            let guess = self.predictor.predict(&self.here.point, &self.here.tangent, self.length);
            let landed = self.curve.land(guess, &self.here.tangent);
            if let Some(next) = landed.filter(|next| self.is_smooth(next)) {
                if next.sign == self.here.sign {
                    return Step::On(self.accept(next));
                }
                self.wary = WARY;
                if self.length < CROSSING * relative {
                    return self.cross(relative);
                }
            }
            self.rejected += 1;
            self.length *= 0.5;
        }
        Step::Stuck
    }

    /// Whether a step keeps near enough to what was predicted.
    fn is_smooth(&self, next: &Landing) -> bool {
        let cosine: f64 = next.tangent.iter().zip(&self.here.tangent).map(|(a, b)| a * b).sum();
        next.first <= MAX_ERROR && cosine >= MIN_COSINE && self.change() <= 2.0 * self.max_change
    }

    /// The largest change of a probability from the present point to the one last looked at.
    fn change(&self) -> f64 {
        self.curve.profile.iter().zip(&self.profile).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }

    fn accept(&mut self, next: Landing) -> Landing {
        let order = self.predictor.order() as f64;
        let by_error = (ERROR / next.first.max(1e-16)).powf(1.0 / (order + 1.0));
        let by_change = self.max_change / self.change().max(1e-16);
        let growth = if self.wary > 0 { 1.0 } else { GROWTH };
        let factor = by_error.min(by_change).clamp(0.3, growth);
        self.wary = self.wary.saturating_sub(1);
        self.predictor.learn(&self.here.point, self.here.tangent.clone(), self.length, &next.point);
        self.length *= factor;
        self.move_to(next)
    }

    /// Makes a point the present one; returns the one before.
    pub(super) fn move_to(&mut self, next: Landing) -> Landing {
        self.profile = probabilities(&next.point[..self.curve.free()], self.curve.shape());
        std::mem::replace(&mut self.here, next)
    }

    /// Steps over a point where two curves cross, straight on.
    fn cross(&mut self, relative: f64) -> Step {
        self.predictor.restart();
        let mut length = 1e-5 * relative;
        while length < 0.1 * relative {
            let step = self.here.tangent.iter().zip(&self.here.point).map(|(t, x)| x + length * t);
            let landed = self.curve.land(step.collect(), &self.here.tangent);
            if let Some(next) = landed.filter(|next| self.is_smooth(next) && next.sign != self.here.sign) {
                self.wary = 0;
                self.length = length;
                return Step::Across(self.move_to(next));
            }
            length *= 3.0;
        }
        Step::Stuck
    }
}
