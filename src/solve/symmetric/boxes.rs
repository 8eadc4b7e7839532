//! Equilibria in which several groups mix: boxes are bisected until Krawczyk's test decides.

use nalgebra::DMatrix;

use super::patch::{Patch, widened};
use super::single::push;
use super::{State, SymmetricSolution, forbidden, gains, words};
use crate::game::SymmetricGame;
use crate::number::{Interval, Rational};
use crate::solve::control::{Interrupt, Watch};

/// A box of the mixing groups' probabilities, with all conditions on it.
#[derive(Debug, Clone)]
struct Part {
    sides: Vec<(f64, f64)>,
    equations: Vec<Patch>,
    /// Forms that must not be above 0.
    limits: Vec<Patch>,
}

/// Boxes of this width in which nothing is decided are given up.
const SMALLEST: f64 = 1e-7;

/// Several groups mix. Returns what stays open, in words.
pub(super) fn mixed(
    game: &SymmetricGame,
    states: &[State],
    solution: &mut SymmetricSolution,
    watch: &mut Watch,
) -> Option<String> {
    let interrupt = watch.interrupt();
    let whole = Part::whole(game, states, &interrupt);
    let margin = whole.margin();
    let (mut open, mut stack) = (false, vec![whole]);
    while let Some(part) = stack.pop() {
        if watch.must_stop_now(solution.equilibria.len()) {
            break;
        }
        if !part.possible(margin) {
            continue;
        }
        match part.image(margin) {
            Some(image) if image.iter().any(|x| x.lo > 1.0 || x.hi < 0.0) => continue,
            Some(image) if image.iter().all(|x| x.lo > 0.0 && x.hi < 1.0) => {
                let root = part.refined(image, margin);
                match root.allowed(margin) {
                    _ if interrupt.must_stop() => break,
                    Some(true) => root.push(game, states, solution),
                    Some(false) => {}
                    None => open = true,
                }
                continue;
            }
            _ => {}
        }
        let longest = part.longest();
        if part.width(longest) < SMALLEST {
            open = true;
            break;
        }
        stack.extend(part.halves(longest));
    }
    open.then(|| words(game, states))
}

impl Part {
    fn whole(game: &SymmetricGame, states: &[State], interrupt: &Interrupt) -> Part {
        let patch = |group: usize, sign: f64| {
            let (degrees, cells) = gains(game, states, group);
            let mut patch = Patch::new(degrees, cells.iter().map(Rational::to_f64).collect());
            let size = patch.size();
            patch.scale(if size > 0.0 { sign / size } else { 1.0 });
            patch.heeding(interrupt)
        };
        let (mixed, sure): (Vec<usize>, Vec<usize>) =
            (0..states.len()).partition(|&group| states[group] == State::Mixed);
        Part {
            sides: vec![(0.0, 1.0); mixed.len()],
            equations: mixed.iter().map(|&group| patch(group, 1.0)).collect(),
            limits: sure.iter().map(|&group| patch(group, f64::from(forbidden(states[group])))).collect(),
        }
    }

    /// A bound on the rounding errors of values after many cuts: coefficients are at most 1, each step of a cut rounds
    /// a convex combination three times, and a box is cut at most 80 times along an axis.
    fn margin(&self) -> f64 {
        let degree: usize = (0..self.sides.len()).map(|axis| self.degree(axis)).sum();
        80.0 * 4.0 * f64::EPSILON * (degree + 1) as f64
    }

    fn degree(&self, axis: usize) -> usize {
        self.equations.iter().chain(&self.limits).map(|patch| patch.degree(axis)).max().unwrap_or(0)
    }

    /// Whether every condition can hold somewhere in the box.
    fn possible(&self, margin: f64) -> bool {
        let around_zero = |patch: &Patch| {
            let (low, high) = patch.range();
            low <= margin && high >= -margin
        };
        self.equations.iter().all(around_zero) && self.limits.iter().all(|patch| patch.range().0 <= margin)
    }

    /// Whether all inequalities hold in the whole box, or one fails; `None` where that cannot be told.
    fn allowed(&self, margin: f64) -> Option<bool> {
        let ranges: Vec<(f64, f64)> = self.limits.iter().map(Patch::range).collect();
        if ranges.iter().any(|(low, _)| *low > margin) {
            return Some(false);
        }
        ranges.iter().all(|(_, high)| *high < -margin).then_some(true)
    }

    /// Krawczyk's operator in the box's own coordinates from 0 to 1 (Krawczyk 1969): a box that holds every solution in
    /// this one, and that proves exactly one if it lies inside. `None` where the derivative is singular.
    fn image(&self, margin: f64) -> Option<Vec<Interval>> {
        let d = self.sides.len();
        let slopes: Vec<Vec<Interval>> = self
            .equations
            .iter()
            .map(|patch| {
                let slope = |axis| widened(patch.slope(axis), 2.0 * margin * patch.degree(axis) as f64);
                (0..d).map(slope).collect()
            })
            .collect();
        let inverse = DMatrix::from_fn(d, d, |row, column| slopes[row][column].middle()).try_inverse()?;
        if inverse.iter().any(|x| !x.is_finite()) {
            return None;
        }
        let half = vec![0.5; d];
        let values: Vec<Interval> =
            self.equations.iter().map(|patch| Interval::point(patch.value(&half)).widened(margin)).collect();
        let row = |i: usize| {
            let y = |k: usize| Interval::point(inverse[(i, k)]);
            let newton = (0..d).fold(Interval::ZERO, |sum, k| sum + y(k) * values[k]);
            let rest = (0..d).fold(Interval::ZERO, |sum, j| {
                let product = (0..d).fold(Interval::ZERO, |sum, k| sum + y(k) * slopes[k][j]);
                let identity = Interval::point(if i == j { 1.0 } else { 0.0 });
                sum + (identity - product) * Interval::new(-0.5, 0.5)
            });
            Interval::point(0.5) - newton + rest
        };
        Some((0..d).map(row).collect())
    }

    /// Shrinks a box that holds exactly one solution, given where in it the solution is.
    fn refined(self, mut image: Vec<Interval>, margin: f64) -> Part {
        const ROUNDS: usize = 20;
        let mut part = self;
        for _ in 0..ROUNDS {
            part = part.part(&image);
            let Some(next) = part.image(margin) else { break };
            let cut = |x: &Interval| Interval::new(x.lo.max(0.0), x.hi.min(1.0));
            image = next.iter().map(cut).collect();
            if image.iter().any(|x| x.lo > x.hi) || image.iter().all(|x| x.hi - x.lo > 0.9) {
                break;
            }
        }
        part
    }

    /// The part of the box that has these own coordinates.
    fn part(&self, image: &[Interval]) -> Part {
        let ranges: Vec<(f64, f64)> = image.iter().map(|x| (x.lo, x.hi)).collect();
        let side = |(&(low, high), &(a, b)): (&(f64, f64), &(f64, f64))| {
            let width = high - low;
            ((low + width * a).next_down(), (low + width * b).next_up())
        };
        Part {
            sides: self.sides.iter().zip(&ranges).map(side).collect(),
            equations: self.equations.iter().map(|patch| patch.part(&ranges)).collect(),
            limits: self.limits.iter().map(|patch| patch.part(&ranges)).collect(),
        }
    }

    fn longest(&self) -> usize {
        (0..self.sides.len()).max_by(|&a, &b| self.width(a).total_cmp(&self.width(b))).unwrap_or(0)
    }

    fn width(&self, axis: usize) -> f64 {
        self.sides[axis].1 - self.sides[axis].0
    }

    fn halves(&self, axis: usize) -> [Part; 2] {
        // Not the middle: solutions like 1/2 would lie on the cut.
        const CUT: f64 = 0.485_312_7;
        let (low, high) = self.sides[axis];
        let place = low + CUT * (high - low);
        let (mut near, mut far) = (self.clone(), self.clone());
        (near.sides[axis], far.sides[axis]) = ((low, place), (place, high));
        let cut = |patches: &[Patch]| patches.iter().map(|patch| patch.cut(axis, CUT)).unzip();
        (near.equations, far.equations) = cut(&self.equations);
        (near.limits, far.limits) = cut(&self.limits);
        [far, near]
    }

    fn push(&self, game: &SymmetricGame, states: &[State], solution: &mut SymmetricSolution) {
        let mut sides = self.sides.iter();
        let mut bound = 0.0f64;
        let mut one = |state: &State| match state {
            State::First => Some(Rational::ONE),
            State::Second => Some(Rational::ZERO),
            State::Mixed => {
                let &(low, high) = sides.next()?;
                bound = bound.max((high - low).next_up());
                Rational::from_f64_exact(low + (high - low) / 2.0)
            }
        };
        if let Some(probabilities) = states.iter().map(&mut one).collect() {
            push(game, probabilities, Some(bound), solution);
        }
    }
}
