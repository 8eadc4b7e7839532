//! Whether a true equilibrium lies within the error bound of a rounded one.

use nalgebra::DMatrix;

use super::tensor::Tensor;
use crate::number::Rational;

/// Whether the gains of all mixing groups are 0 together somewhere within `bound` of a point.
///
/// With the inverse `Y` of the derivative at the point, rounded, `G = Y D` has the same zeros and moves with each
/// probability about one for one. If on the whole of each pair of opposite faces of the box the components of `G` have
/// opposite signs, there is a zero inside (Poincaré and Miranda). That is so where `|G| + (|Y D' - 1| + h bound / 2) bound`
/// is below `bound`, with `h` the sum of the bounds on second derivatives. All of it is computed in fractions.
pub(super) fn has_zero(gains: &[Tensor], axes: &[usize], point: &[Rational], bound: &Rational) -> bool {
    let inside = |axis: &usize| &point[*axis] >= bound && &point[*axis] + bound <= Rational::ONE;
    if !axes.iter().all(inside) {
        return false;
    }
    let slopes: Vec<Vec<Tensor>> =
        gains.iter().map(|gain| axes.iter().map(|&axis| gain.derivative(axis)).collect()).collect();
    let jacobian: Vec<Vec<Rational>> =
        slopes.iter().map(|row| row.iter().map(|slope| slope.value(point)).collect()).collect();
    let Some(inverse) = inverse(&jacobian) else { return false };
    let values: Vec<Rational> = gains.iter().map(|gain| gain.value(point)).collect();
    let curved: Vec<Rational> = slopes.iter().map(|row| curvature(row, axes)).collect();
    let half = Rational::ONE / Rational::from(2);
    (0..axes.len()).all(|i| {
        let row = &inverse[i];
        let value = dot(row, &values).abs();
        let off = (0..axes.len()).map(|j| {
            let column: Vec<Rational> = jacobian.iter().map(|line| line[j].clone()).collect();
            (dot(row, &column) - Rational::from(i64::from(i == j))).abs()
        });
        let linear: Rational = off.sum();
        let quadratic: Rational = row.iter().zip(&curved).map(|(y, h)| y.abs() * h).sum();
        value + (linear + quadratic * bound * &half) * bound < *bound
    })
}

/// The sum of bounds on the second derivatives behind a row of first ones.
fn curvature(slopes: &[Tensor], axes: &[usize]) -> Rational {
    slopes.iter().flat_map(|slope| axes.iter().map(|&axis| slope.derivative(axis).bound())).sum()
}

fn dot(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The inverse of a matrix in floats, as fractions; how far it is off is part of the check.
fn inverse(matrix: &[Vec<Rational>]) -> Option<Vec<Vec<Rational>>> {
    let size = matrix.len();
    let floats = DMatrix::from_fn(size, size, |row, column| matrix[row][column].to_f64()).try_inverse()?;
    let row = |row: usize| (0..size).map(|column| Rational::from_f64_exact(floats[(row, column)])).collect();
    (0..size).map(row).collect()
}
