//! [`Tensor`]: a group's gain as an exact polynomial in the groups' probabilities.

use crate::game::{SymmetricGame, binomial};
use crate::number::Rational;

/// A polynomial on the unit cube by its Bernstein coefficients, the last axis running fastest. Axes are groups.
#[derive(Debug, Clone)]
pub(super) struct Tensor {
    degrees: Vec<usize>,
    cells: Vec<Rational>,
}

impl Tensor {
    /// What a group's players gain from their first action over their second, by how many others take the first. Groups
    /// that are sure of what they do are put in.
    pub fn gain(game: &SymmetricGame, group: usize, probabilities: &[Rational]) -> Tensor {
        let cells = game.table(group).iter().map(|[first, second]| first - second).collect();
        let whole = Tensor { degrees: game.others(group), cells };
        (0..probabilities.len()).fold(whole, |tensor, axis| match &probabilities[axis] {
            p if p.is_zero() => tensor.slice(axis, 0),
            p if *p == Rational::ONE => tensor.slice(axis, tensor.degrees[axis]),
            _ => tensor,
        })
    }

    /// The polynomial with an axis at an end: 0, or the axis's degree.
    fn slice(&self, axis: usize, at: usize) -> Tensor {
        let cells = self.blocks(axis).flat_map(|block| self.line(block, axis, at).to_vec()).collect();
        Tensor { degrees: self.with_degree(axis, 0), cells }
    }

    /// The derivative along an axis; 0 where the polynomial does not vary.
    pub fn derivative(&self, axis: usize) -> Tensor {
        let degree = self.degrees[axis];
        if degree == 0 {
            return Tensor { degrees: vec![0; self.degrees.len()], cells: vec![Rational::ZERO] };
        }
        let factor = Rational::from(degree as i64);
        let step = |(low, high): (&Rational, &Rational)| (high - low) * &factor;
        let steps = |block: &[Rational]| {
            let line = |k: usize| {
                let (low, high) = (self.line(block, axis, k), self.line(block, axis, k + 1));
                low.iter().zip(high).map(step).collect::<Vec<_>>()
            };
            (0..degree).flat_map(line).collect::<Vec<_>>()
        };
        Tensor { degrees: self.with_degree(axis, degree - 1), cells: self.blocks(axis).flat_map(steps).collect() }
    }

    /// The value at a point.
    pub fn value(&self, point: &[Rational]) -> Rational {
        let mut cells = self.cells.clone();
        for (degree, p) in self.degrees.iter().zip(point).rev() {
            let weights = binomial(*degree, p);
            let sum = |line: &[Rational]| line.iter().zip(&weights).map(|(x, weight)| x * weight).sum();
            cells = cells.chunks_exact(degree + 1).map(sum).collect();
        }
        cells.swap_remove(0)
    }

    /// A bound on the size of all values: the largest coefficient without its sign.
    pub fn bound(&self) -> Rational {
        self.cells.iter().map(Rational::abs).max().unwrap_or_default()
    }

    fn with_degree(&self, axis: usize, degree: usize) -> Vec<usize> {
        let mut degrees = self.degrees.clone();
        degrees[axis] = degree;
        degrees
    }

    fn inner(&self, axis: usize) -> usize {
        self.degrees[axis + 1..].iter().map(|degree| degree + 1).product()
    }

    fn blocks(&self, axis: usize) -> std::slice::ChunksExact<'_, Rational> {
        self.cells.chunks_exact((self.degrees[axis] + 1) * self.inner(axis))
    }

    fn line<'a>(&self, block: &'a [Rational], axis: usize, k: usize) -> &'a [Rational] {
        let inner = self.inner(axis);
        &block[k * inner..(k + 1) * inner]
    }
}
