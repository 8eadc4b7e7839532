//! [`Patch`]: polynomials in several probabilities in Bernstein form on a box, as floats.

use crate::game::SymmetricGame;
use crate::number::{Interval, Rational};
use crate::solve::control::Interrupt;

/// A polynomial on a box: a tensor of Bernstein coefficients, the last axis running fastest.
#[derive(Debug, Clone)]
pub(super) struct Patch {
    degrees: Vec<usize>,
    cells: Vec<f64>,
    /// Once it says that the search must stop, what cuts and values are means nothing.
    interrupt: Interrupt,
}

/// Columns of so many cells are worked on without asking whether to stop.
const SHORT: usize = 64;

impl Patch {
    pub(super) fn new(degrees: Vec<usize>, cells: Vec<f64>) -> Self {
        Patch { degrees, cells, interrupt: Interrupt::default() }
    }

    /// The same, which gives up where a search must stop.
    pub(super) fn heeding(self, interrupt: &Interrupt) -> Self {
        Patch { interrupt: interrupt.clone(), ..self }
    }

    fn gives_up(&self, degree: usize) -> bool {
        degree > SHORT && self.interrupt.must_stop()
    }

    /// Bounds on the values in the box, up to rounding.
    pub(super) fn range(&self) -> (f64, f64) {
        self.cells.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)))
    }

    /// The largest coefficient, whatever its sign.
    pub(super) fn size(&self) -> f64 {
        self.cells.iter().fold(0.0, |size, x| size.max(x.abs()))
    }

    pub(super) fn scale(&mut self, factor: f64) {
        self.cells.iter_mut().for_each(|x| *x *= factor);
    }

    pub(super) fn degree(&self, axis: usize) -> usize {
        self.degrees[axis]
    }

    /// The patches on both sides of a cut through an axis, at `t` of its length (de Casteljau).
    pub(super) fn cut(&self, axis: usize, t: f64) -> (Patch, Patch) {
        let (mut left, mut right) = (self.clone(), self.clone());
        let (degree, inner) = (self.degrees[axis], self.inner(axis));
        for block in 0..self.cells.len() / ((degree + 1) * inner) {
            for i in 0..inner {
                if self.gives_up(degree) {
                    return (left, right);
                }
                let at = |k: usize| block * (degree + 1) * inner + k * inner + i;
                for step in 1..=degree {
                    left.cells[at(step - 1)] = right.cells[at(0)];
                    for k in 0..=degree - step {
                        right.cells[at(k)] += t * (right.cells[at(k + 1)] - right.cells[at(k)]);
                    }
                }
                left.cells[at(degree)] = right.cells[at(0)];
            }
        }
        (left, right)
    }

    /// The patch on a part of the box.
    pub(super) fn part(&self, ranges: &[(f64, f64)]) -> Patch {
        let mut patch = self.clone();
        for (axis, &(low, high)) in ranges.iter().enumerate() {
            patch = patch.cut(axis, high).0;
            patch = if high > 0.0 { patch.cut(axis, (low / high).min(1.0)).1 } else { patch };
        }
        patch
    }

    /// Bounds on the derivative along an axis, in the box's own length.
    pub(super) fn slope(&self, axis: usize) -> (f64, f64) {
        let (degree, inner) = (self.degrees[axis], self.inner(axis));
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for block in self.cells.chunks_exact((degree + 1) * inner) {
            for k in inner..block.len() {
                let step = (block[k] - block[k - inner]) * degree as f64;
                (low, high) = (low.min(step), high.max(step));
            }
        }
        if degree == 0 { (0.0, 0.0) } else { (low, high) }
    }

    /// The value at a point of the box.
    pub(super) fn value(&self, point: &[f64]) -> f64 {
        let mut cells = self.cells.clone();
        for (degree, t) in self.degrees.iter().zip(point).rev() {
            let line = |block: &[f64]| {
                let steps = if self.gives_up(*degree) { 0 } else { *degree };
                let mut block = block.to_vec();
                for step in 1..=steps {
                    (0..=degree - step).for_each(|k| block[k] += t * (block[k + 1] - block[k]));
                }
                block[0]
            };
            cells = cells.chunks_exact(degree + 1).map(line).collect();
        }
        cells[0]
    }

    fn inner(&self, axis: usize) -> usize {
        self.degrees[axis + 1..].iter().map(|degree| degree + 1).product()
    }
}

/// A range with the rounding errors of all that went before.
pub(super) fn widened((low, high): (f64, f64), margin: f64) -> Interval {
    Interval::new(low, high).widened(margin)
}

/// A group's expected payoff, rounded.
pub(super) fn expected_payoff(game: &SymmetricGame, group: usize, probabilities: &[Rational]) -> Rational {
    let point: Vec<f64> = probabilities.iter().map(Rational::to_f64).collect();
    let value = |action: usize| {
        let cells = game.table(group).iter().map(|cell| cell[action].to_f64()).collect();
        Patch::new(game.others(group), cells).value(&point)
    };
    let own = point[group];
    Rational::from_f64(own * value(0) + (1.0 - own) * value(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_keep_the_polynomial() {
        let patch = Patch::new(vec![2, 1], vec![1.0, -2.0, 0.5, 3.0, -1.0, 2.0]);
        for axis in [0, 1] {
            let (left, right) = patch.cut(axis, 0.3);
            for (x, y) in [(0.0, 0.0), (0.2, 0.7), (1.0, 0.4), (1.0, 1.0)] {
                let place = |from: f64, to: f64| {
                    let mut point = [x, y];
                    point[axis] = from + (to - from) * point[axis];
                    point
                };
                assert!((left.value(&[x, y]) - patch.value(&place(0.0, 0.3))).abs() < 1e-14);
                assert!((right.value(&[x, y]) - patch.value(&place(0.3, 1.0))).abs() < 1e-14);
            }
        }
        let part = patch.part(&[(0.2, 0.6), (0.1, 0.9)]);
        assert!((part.value(&[0.5, 0.25]) - patch.value(&[0.4, 0.3])).abs() < 1e-14);
        // 4 (differences of neighbours along the first axis, times the degree).
        assert_eq!(patch.slope(0), (-3.0, 10.0));
    }
}
