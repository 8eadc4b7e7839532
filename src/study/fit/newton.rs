//! Maximisation by Newton's method in a trust region, down to the level of rounding.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::solve::Watch;

/// A smooth function of several coefficients that is to be maximised.
pub trait Objective: Sync {
    /// How many coefficients there are.
    fn dimension(&self) -> usize;
    /// The value with its first and second derivatives.
    fn evaluate(&self, at: &[f64], watch: &mut Watch) -> Evaluation;
    /// How strongly the function depends on each coefficient, roughly: steps are measured in these units.
    fn scales(&self) -> DVector<f64>;
}

/// A function at a point, with its first and second derivatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The value.
    pub value: f64,
    /// The first derivatives.
    pub gradient: DVector<f64>,
    /// The second derivatives.
    pub hessian: DMatrix<f64>,
}

impl Evaluation {
    /// Nothing yet.
    pub(super) fn zero(size: usize) -> Evaluation {
        Evaluation { value: 0.0, gradient: DVector::zeros(size), hessian: DMatrix::zeros(size, size) }
    }

    fn is_finite(&self) -> bool {
        self.value.is_finite()
            && self.gradient.iter().all(|slope| slope.is_finite())
            && self.hessian.iter().all(|slope| slope.is_finite())
    }
}

/// Where the search ended.
#[derive(Debug, Clone)]
pub struct Summit {
    /// The coefficients.
    pub at: Vec<f64>,
    /// The function there.
    pub evaluation: Evaluation,
    /// How many steps were tried.
    pub steps: usize,
    /// Whether the last steps were too short to matter: a stationary point up to rounding.
    pub settled: bool,
}

/// The climb: a point, and how far the quadratic model of the function is trusted around it.
struct Climb<'a> {
    objective: &'a dyn Objective,
    /// The coefficients that move.
    free: &'a [usize],
    scales: DVector<f64>,
    at: Vec<f64>,
    here: Evaluation,
    radius: f64,
}

/// How much of a log-likelihood a step must promise to matter.
const WORTH: f64 = 1e-13;

/// The square of a step in standard errors (1e-12) below which rounding decides.
const NOTHING: f64 = 1e-24;

/// Climbs from a point to a local maximum, moving only the coefficients in `free`; `None` where the function is not finite at the start.
///
/// Steps maximise the quadratic model in a ball, whose radius follows how well the model foretold the last gain. At the
/// end plain Newton steps go on while they make the gradient smaller.
pub fn climb(
    objective: &dyn Objective,
    start: &[f64],
    free: &[usize],
    max_steps: usize,
    watch: &mut Watch,
) -> Option<Summit> {
    let here = objective.evaluate(start, watch);
    if !here.is_finite() {
        return None;
    }
    let all = objective.scales();
    let scales = DVector::from_iterator(free.len(), free.iter().map(|&place| all[place]));
    let mut climb = Climb { objective, free, scales, at: start.to_vec(), here, radius: 1.0 };
    let mut steps = 0;
    let mut settled = free.is_empty();
    while !settled && steps < max_steps && !watch.must_stop_now(0) {
        settled = climb.step(watch);
        steps += 1;
    }
    if settled {
        steps += climb.polish(watch);
    }
    Some(Summit { at: climb.at, evaluation: climb.here, steps, settled })
}

impl Climb<'_> {
    /// The gradient and the negative Hessian of the coefficients that move, in units of their scales.
    fn model(&self) -> (DVector<f64>, DMatrix<f64>) {
        let n = self.free.len();
        let gradient = DVector::from_fn(n, |i, _| self.here.gradient[self.free[i]] / self.scales[i]);
        let bend =
            |i: usize, j: usize| -self.here.hessian[(self.free[i], self.free[j])] / (self.scales[i] * self.scales[j]);
        (gradient, DMatrix::from_fn(n, n, bend))
    }

    /// Tries one step; true when no step is worth it any more.
    fn step(&mut self, watch: &mut Watch) -> bool {
        let (gradient, bend) = self.model();
        let eigen = SymmetricEigen::new(bend);
        let along = eigen.eigenvectors.tr_mul(&gradient);
        let move_along = in_ball(&eigen.eigenvalues, &along, self.radius);
        let gain: f64 =
            (0..along.len()).map(|i| move_along[i] * (along[i] - 0.5 * eigen.eigenvalues[i] * move_along[i])).sum();
        if gain <= WORTH * (1.0 + self.here.value.abs()) {
            return true;
        }
        let length = move_along.norm();
        let (at, there) = self.after(&(eigen.eigenvectors * move_along), watch);
        let kept = (there.value - self.here.value) / gain;
        if !there.is_finite() || kept.is_nan() || kept < 0.25 {
            self.radius = 0.25 * length;
        } else if kept > 0.75 && length > 0.9 * self.radius {
            self.radius = (2.0 * self.radius).min(1e6);
        }
        if there.is_finite() && kept > 1e-4 {
            (self.at, self.here) = (at, there);
        }
        length < 1e-14
    }

    fn after(&self, scaled: &DVector<f64>, watch: &mut Watch) -> (Vec<f64>, Evaluation) {
        let mut at = self.at.clone();
        for (i, place) in self.free.iter().enumerate() {
            at[*place] += scaled[i] / self.scales[i];
        }
        let there = self.objective.evaluate(&at, watch);
        (at, there)
    }

    fn size(&self, of: &Evaluation) -> f64 {
        self.free.iter().enumerate().map(|(i, place)| (of.gradient[*place] / self.scales[i]).abs()).fold(0.0, f64::max)
    }

    /// Newton steps while they make the gradient clearly smaller; returns how many were tried.
    fn polish(&mut self, watch: &mut Watch) -> usize {
        for tried in 1..=6 {
            let (gradient, bend) = self.model();
            let Some(factor) = bend.cholesky() else { return tried - 1 };
            let step = factor.solve(&gradient);
            if gradient.dot(&step) < NOTHING {
                return tried - 1;
            }
            let (at, there) = self.after(&step, watch);
            if !there.is_finite() || self.size(&there) >= 0.5 * self.size(&self.here) {
                return tried;
            }
            (self.at, self.here) = (at, there);
        }
        6
    }
}

/// The step in a ball that maximises a quadratic with these curvatures (of the negative) and slopes along its axes.
fn in_ball(curvatures: &DVector<f64>, slopes: &DVector<f64>, radius: f64) -> DVector<f64> {
    let step =
        |shift: f64| DVector::from_fn(slopes.len(), |i, _| slopes[i] / (curvatures[i] + shift).max(f64::MIN_POSITIVE));
    let least = curvatures.min();
    if least > 0.0 && step(0.0).norm() <= radius {
        return step(0.0);
    }
    // At the upper end the step is short enough, at the lower end too long, but for slopes that vanish along the least curvature.
    let floor = (-least).max(0.0);
    let (mut low, mut high) = (floor, floor + slopes.norm() / radius + 1e-12 * (1.0 + floor));
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if step(middle).norm() > radius { low = middle } else { high = middle }
    }
    let mut best = step(high);
    let missing = radius * radius - best.norm_squared();
    if least < 0.0 && missing > 1e-6 * radius * radius {
        let axis = curvatures.imin();
        best[axis] += missing.sqrt().copysign(if slopes[axis] == 0.0 { 1.0 } else { slopes[axis] });
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::Control;

    /// -(x² - 1)² - (x - y)² / 2: maxima at (1, 1) and (-1, -1), a saddle at the origin.
    struct TwoHills;

    impl Objective for TwoHills {
        fn dimension(&self) -> usize {
            2
        }

        fn evaluate(&self, at: &[f64], _: &mut Watch) -> Evaluation {
            let (x, y) = (at[0], at[1]);
            Evaluation {
                value: -(x * x - 1.0).powi(2) - 0.5 * (x - y).powi(2),
                gradient: DVector::from_vec(vec![-4.0 * x * (x * x - 1.0) - (x - y), x - y]),
                hessian: DMatrix::from_row_slice(2, 2, &[4.0 - 12.0 * x * x - 1.0, 1.0, 1.0, -1.0]),
            }
        }

        fn scales(&self) -> DVector<f64> {
            DVector::repeat(2, 1.0)
        }
    }

    fn top(start: [f64; 2], free: &[usize]) -> Summit {
        let control = Control::default();
        climb(&TwoHills, &start, free, 100, &mut Watch::start(&control)).unwrap()
    }

    #[test]
    fn climbs_both_hills_and_leaves_the_saddle() {
        for (start, end) in [([2.0, -3.0], Some(1.0)), ([-0.1, 0.0], Some(-1.0)), ([0.0, 0.0], None)] {
            let summit = top(start, &[0, 1]);
            assert!(summit.settled);
            assert!(summit.evaluation.gradient.amax() < 1e-14);
            // From the saddle itself, either hill will do.
            let end = end.unwrap_or(summit.at[0].signum());
            approx::assert_relative_eq!(summit.at[0], end, max_relative = 1e-12);
        }
    }

    #[test]
    fn what_is_held_does_not_move() {
        let summit = top([0.5, 4.0], &[1]);
        assert_eq!(summit.at[0], 0.5);
        approx::assert_relative_eq!(summit.at[1], 0.5, max_relative = 1e-12);
    }
}
