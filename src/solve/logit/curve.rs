//! [`Curve`]: the equations of logit equilibria in log-odds and precision, in floats, and Newton's method on them.

use nalgebra::{DMatrix, DVector, Dyn, LU};

use crate::error::Error;
use crate::game::{Game, LogitField};
use crate::number::Rational;
use crate::solve::control::{Interrupt, Watch};

/// Newton's method has converged when the error that is left is below this.
const ACCURATE: f64 = 1e-13;

/// A first step below this needs no second one to tell how fast Newton's method converges.
const CERTAIN: f64 = 1e-10;

/// Where steps no longer shrink, rounding is to blame if they are below this.
const NOISE: f64 = 1e-7;

/// The most steps of Newton's method.
const STEPS: usize = 8;

/// A first step larger than this leaves the neighbourhood in which Newton's method can be trusted.
const TRUSTED: f64 = 1.0;

/// A step must be smaller than this part of the one before.
const CONTRACTION: f64 = 0.3;

/// How often a choice is made in a tree at least, where replies to a pure profile are sought.
const RARE: f64 = 1e-6;

/// With more log-odds than this, one step of Newton's method may take a tenth of a millisecond and more.
const LARGE: usize = 64;

/// The equations `z = L g(z)` in the log-odds `z` and the scaled precision `L`, and what is known at one point.
///
/// A point holds the log-odds of each chooser's choices against the first one, chooser by chooser, then the precision.
/// The choosers are a table's players, or a tree's information sets. Payoffs are divided by their largest range among the players, and the precision multiplied by it.
pub(super) struct Curve {
    field: LogitField<f64>,
    /// The largest range of a player's payoffs.
    pub(super) scale: f64,
    /// The probabilities at the point last looked at.
    pub(super) profile: Vec<f64>,
    /// The logarithms of what each chooser's terms sum to.
    log_sums: Vec<f64>,
    gains: Vec<f64>,
    /// How each gain changes with each log-odds.
    slopes: Vec<f64>,
    matrix: DMatrix<f64>,
    /// How often the equations were evaluated.
    pub(super) evaluations: u64,
    interrupt: Interrupt,
}

/// A point on the curve.
#[derive(Debug, Clone)]
pub(super) struct Landing {
    /// Log-odds, then precision.
    pub(super) point: Vec<f64>,
    /// The unit tangent, on the side of the row that the point was looked for with.
    pub(super) tangent: Vec<f64>,
    /// The sign of the determinant of the derivative bordered by the tangent.
    pub(super) sign: f64,
    /// The size of the first step of Newton's method: how good the guess was.
    pub(super) first: f64,
}

impl Curve {
    /// # Errors
    /// Those of [`LogitField::new`].
    pub(super) fn new(game: &Game, interrupt: Interrupt) -> Result<Self, Error> {
        let scale = game.payoff_ranges().into_iter().max().unwrap_or_default();
        let scale = if scale.is_positive() { scale } else { Rational::ONE };
        let field = LogitField::new(game, &scale)?;
        let width: usize = field.shape().iter().sum();
        let free = width - field.shape().len();
        Ok(Curve {
            scale: scale.to_f64(),
            profile: Vec::with_capacity(width),
            log_sums: Vec::with_capacity(field.shape().len()),
            gains: vec![0.0; free],
            slopes: vec![0.0; free * free],
            matrix: DMatrix::zeros(free + 1, free + 1),
            field,
            evaluations: 0,
            interrupt,
        })
    }

    pub(super) fn shape(&self) -> &[usize] {
        self.field.shape()
    }

    /// How many log-odds there are.
    pub(super) fn free(&self) -> usize {
        self.gains.len()
    }

    /// The point of a precision with the log-odds of the replies to a flat profile. In a tree everything is taken to be
    /// done now and then, so that there are beliefs.
    pub(super) fn replies(&mut self, profile: &[f64], precision: f64) -> Vec<f64> {
        let (mut odds, mut start) = (Vec::with_capacity(self.free()), 0);
        for &count in self.field.shape() {
            let log = |place: usize| profile[place].max(RARE).ln();
            odds.extend((start + 1..start + count).map(|place| log(place) - log(start)));
            start += count;
        }
        self.field.gains(&odds, &mut self.gains);
        self.gains.iter().map(|gain| precision * gain).chain([precision]).collect()
    }

    /// A step of Newton's method orthogonal to `normal`, and how much the equations are missed by (their 2-norm).
    pub(super) fn newton(&mut self, point: &[f64], normal: &[f64]) -> Option<(Vec<f64>, f64)> {
        self.look(point);
        let mut change = self.shortfall(point);
        let miss = change.norm();
        let solved = self.factored(point, normal).solve_mut(&mut change);
        (solved && miss.is_finite()).then(|| (change.as_slice().to_vec(), miss))
    }

    /// `L g(z) - z` at the point last looked at, then 0.
    fn shortfall(&self, point: &[f64]) -> DVector<f64> {
        let free = self.free();
        let of = |row: usize| if row < free { point[free] * self.gains[row] - point[row] } else { 0.0 };
        DVector::from_fn(free + 1, |row, _| of(row))
    }

    /// Finds probabilities and gains at a point.
    pub(super) fn look(&mut self, point: &[f64]) {
        self.evaluations += 1;
        let odds = &point[..self.gains.len()];
        self.field.look(odds, &mut self.gains, &mut self.slopes, &mut self.profile, &mut self.log_sums);
    }

    /// Whether a step of Newton's method takes so long that a search asks at each whether to stop.
    fn is_large(&self) -> bool {
        self.free() > LARGE
    }

    /// Counts a step along the curve, and tells whether to stop.
    pub(super) fn must_stop(&self, watch: &mut Watch, found: usize) -> bool {
        if self.is_large() { watch.must_stop_now(found) } else { watch.must_stop(found) }
    }

    /// The derivative at the point last looked at, with a last row given.
    fn factored(&mut self, point: &[f64], last: &[f64]) -> LU<f64, Dyn, Dyn> {
        let (free, precision) = (self.gains.len(), point[self.gains.len()]);
        for column in 0..free {
            let mut entries = self.matrix.column_mut(column);
            (0..free).for_each(|row| entries[row] = -precision * self.slopes[row * free + column]);
            entries[column] += 1.0;
            entries[free] = last[column];
        }
        let mut entries = self.matrix.column_mut(free);
        (0..free).for_each(|row| entries[row] = -self.gains[row]);
        entries[free] = last[free];
        self.matrix.clone().lu()
    }

    /// Newton's method from a guess, every step orthogonal to `normal`; `None` if it does not converge quickly.
    pub(super) fn land(&mut self, guess: Vec<f64>, normal: &[f64]) -> Option<Landing> {
        let mut point = guess;
        let (mut first, mut last, mut curvature) = (0.0, f64::INFINITY, 1.0f64);
        for step in 0..STEPS {
            if self.is_large() && self.interrupt.must_stop() {
                return None;
            }
            self.look(&point);
            let mut change = self.shortfall(&point);
            let factors = self.factored(&point, normal);
            if !factors.solve_mut(&mut change) {
                return None;
            }
            let size = self.size(change.as_slice(), &point);
            if size.is_nan() || size > TRUSTED || (step > 0 && size > CONTRACTION * last && size > NOISE) {
                return None;
            }
            point.iter_mut().zip(change.iter()).for_each(|(x, step)| *x += step);
            if step == 0 {
                first = size;
            } else {
                curvature = curvature.max(size / (last * last));
            }
            let converged = if step == 0 { size < CERTAIN } else { curvature * size * size < ACCURATE };
            if converged || (step > 0 && size > CONTRACTION * last) {
                return self.landing(point, &factors, first);
            }
            last = size;
        }
        None
    }

    fn landing(&self, point: Vec<f64>, factors: &LU<f64, Dyn, Dyn>, first: f64) -> Option<Landing> {
        let free = self.free();
        let mut tangent = DVector::zeros(free + 1);
        tangent[free] = 1.0;
        if !factors.solve_mut(&mut tangent) {
            return None;
        }
        let norm = tangent.norm();
        tangent /= norm;
        let diagonal = factors.lu_internal().diagonal();
        let negative = diagonal.iter().filter(|x| **x < 0.0).count();
        let flips = if negative % 2 == 0 { 1.0 } else { -1.0 };
        let sign = flips * factors.p().determinant::<f64>();
        norm.is_finite().then(|| Landing { point, tangent: tangent.as_slice().to_vec(), sign, first })
    }

    /// How large a step is in logarithms of probabilities, relative to their size where they are large.
    fn size(&self, change: &[f64], point: &[f64]) -> f64 {
        let free = self.free();
        let (mut start, mut row, mut most) = (0, 0, change[free].abs() / (1.0 + point[free].abs()));
        for (&count, log_sum) in self.field.shape().iter().zip(&self.log_sums) {
            let (own, steps) = (&self.profile[start..start + count], &change[row..row + count - 1]);
            let mean: f64 = own[1..].iter().zip(steps).map(|(p, step)| p * step).sum();
            most = most.max(mean.abs() / (1.0 + log_sum.abs()));
            for (odds, step) in point[row..].iter().zip(steps) {
                most = most.max((step - mean).abs() / (1.0 + (odds - log_sum).abs()));
            }
            (start, row) = (start + count, row + count - 1);
        }
        most
    }

    /// The beliefs at each information set of a tree at the point last looked at.
    pub(super) fn beliefs(&self) -> Option<Vec<Vec<f64>>> {
        match &self.field {
            LogitField::Tree(tree) => Some(tree.beliefs()),
            LogitField::Table(_) => None,
        }
    }

    /// The most that anybody could gain by deviating alone at the point last looked at, scaled.
    pub(super) fn regret(&self) -> f64 {
        let (mut start, mut row, mut most) = (0, 0, 0.0f64);
        for &count in self.field.shape() {
            let (own, gains) = (&self.profile[start + 1..start + count], &self.gains[row..row + count - 1]);
            let mean: f64 = own.iter().zip(gains).map(|(p, gain)| p * gain).sum();
            let best = gains.iter().copied().fold(0.0, f64::max);
            most = most.max(best - mean);
            (start, row) = (start + count, row + count - 1);
        }
        most
    }
}
