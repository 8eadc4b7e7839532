//! The vertices of a face, by the double description method.

use dashu_base::{Abs, Gcd};
use dashu_int::{IBig, UBig};

use super::labels::LabelSet;
use crate::number::{Rational, Tableau};

/// A vertex: where it stands, and which labels bind there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Vertex {
    /// The values of the variables `0..labels`; only those of the tableau's original columns are unscaled.
    pub(super) values: Vec<Rational>,
    pub(super) binding: LabelSet,
}

/// The vertices of the polytope that a feasible tableau describes, the variables not in it being 0.
///
/// # Complexity
/// Double description (Motzkin, Raiffa, Thompson, Thrall 1953; Fukuda, Prodon 1996, doi:10.1007/3-540-61576-8_77): the
/// columns are the dimension, the rows the inequalities; time grows with the square of the largest intermediate number
/// of rays. A face without columns is a point and is read off at once.
pub(super) fn vertices(tableau: &Tableau, labels: usize) -> Vec<Vertex> {
    let dimension = tableau.columns();
    let mut rays = orthant(dimension);
    for row in 0..tableau.rows() {
        // b_i * t_0 - sum_j a_ij t_j >= 0, with the ray's first coordinate t_0.
        let normal: Vec<IBig> = std::iter::once(tableau.integer(row, dimension))
            .chain((0..dimension).map(|j| -tableau.integer(row, j)))
            .collect();
        rays = cut(rays, &normal, row + dimension + 1);
    }
    let bounded = rays.into_iter().filter(|ray| ray.coordinates[0] != IBig::ZERO);
    bounded.map(|ray| vertex(tableau, labels, &ray)).collect()
}

/// An extreme ray of a cone, with the inequalities that bind on it.
#[derive(Debug, Clone)]
struct Ray {
    coordinates: Vec<IBig>,
    binding: Vec<u64>,
}

/// The rays of the cone of all non-negative `(t_0, ..., t_d)`.
fn orthant(dimension: usize) -> Vec<Ray> {
    let unit = |k| {
        let mut ray = Ray { coordinates: vec![IBig::ZERO; dimension + 1], binding: Vec::new() };
        ray.coordinates[k] = IBig::ONE;
        (0..=dimension).filter(|&j| j != k).for_each(|j| set(&mut ray.binding, j));
        ray
    };
    (0..=dimension).map(unit).collect()
}

fn set(bits: &mut Vec<u64>, position: usize) {
    if bits.len() <= position / 64 {
        bits.resize(position / 64 + 1, 0);
    }
    bits[position / 64] |= 1 << (position % 64);
}

/// Intersects the cone of some rays with a half-space.
fn cut(rays: Vec<Ray>, normal: &[IBig], inequality: usize) -> Vec<Ray> {
    let side = |ray: &Ray| ray.coordinates.iter().zip(normal).map(|(x, n)| x * n).sum::<IBig>();
    let sides: Vec<IBig> = rays.iter().map(side).collect();
    let mut kept: Vec<Ray> = Vec::with_capacity(rays.len());
    for (above, value) in rays.iter().zip(&sides).filter(|(_, value)| **value > IBig::ZERO) {
        for (below, depth) in rays.iter().zip(&sides).filter(|(_, value)| **value < IBig::ZERO) {
            if adjacent(&rays, above, below) {
                kept.push(between(above, value, below, depth, inequality));
            }
        }
    }
    for (mut ray, value) in rays.into_iter().zip(sides) {
        if value == IBig::ZERO {
            set(&mut ray.binding, inequality);
        }
        if value >= IBig::ZERO {
            kept.push(ray);
        }
    }
    kept
}

/// Two extreme rays are adjacent when no third one has all of their common binding inequalities.
fn adjacent(rays: &[Ray], a: &Ray, b: &Ray) -> bool {
    let common: Vec<u64> = a.binding.iter().zip(&b.binding).map(|(x, y)| x & y).collect();
    let holds = |ray: &Ray| {
        let word = |k| ray.binding.get(k).copied().unwrap_or(0);
        common.iter().enumerate().all(|(k, bits)| bits & !word(k) == 0)
    };
    !rays.iter().any(|ray| !std::ptr::eq(ray, a) && !std::ptr::eq(ray, b) && holds(ray))
}

/// The ray between two adjacent ones on which the inequality binds.
fn between(above: &Ray, value: &IBig, below: &Ray, depth: &IBig, inequality: usize) -> Ray {
    let mix = |(x, y): (&IBig, &IBig)| y * value - x * depth;
    let mut coordinates: Vec<IBig> = above.coordinates.iter().zip(&below.coordinates).map(mix).collect();
    let divisor = coordinates.iter().fold(UBig::ZERO, |divisor, x| {
        let x: UBig = x.clone().abs().try_into().unwrap_or(UBig::ZERO);
        if x == UBig::ZERO {
            divisor
        } else if divisor == UBig::ZERO {
            x
        } else {
            divisor.gcd(x)
        }
    });
    let divisor = IBig::from(divisor);
    coordinates.iter_mut().for_each(|x| *x /= &divisor);
    let mut binding: Vec<u64> = above.binding.iter().zip(&below.binding).map(|(x, y)| x & y).collect();
    set(&mut binding, inequality);
    Ray { coordinates, binding }
}

fn vertex(tableau: &Tableau, labels: usize, ray: &Ray) -> Vertex {
    let mut values = vec![Rational::ZERO; labels];
    let scale = &ray.coordinates[0];
    for (column, &variable) in tableau.nonbasic().iter().enumerate() {
        values[variable as usize] = Rational::from_integers(ray.coordinates[column + 1].clone(), scale.clone());
    }
    let parameters: Vec<Rational> =
        tableau.nonbasic().iter().map(|&variable| values[variable as usize].clone()).collect();
    for (row, &variable) in tableau.basic().iter().enumerate() {
        let moved: Rational = parameters.iter().enumerate().map(|(column, t)| tableau.ratio(row, column) * t).sum();
        values[variable as usize] = tableau.value(row) - moved;
    }
    let mut binding = LabelSet::empty(labels);
    values.iter().enumerate().filter(|(_, value)| value.is_zero()).for_each(|(label, _)| binding.insert(label as u32));
    Vertex { values, binding }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(rows: &[&[i64]]) -> (Tableau, usize) {
        let columns = rows[0].len() as u32 - 1;
        let basic = (columns..columns + rows.len() as u32).collect();
        let matrix: Vec<Vec<Rational>> = rows.iter().map(|row| row.iter().map(|&x| x.into()).collect()).collect();
        (Tableau::new(&matrix, basic, (0..columns).collect()).0, rows.len() + columns as usize)
    }

    fn points(rows: &[&[i64]]) -> Vec<String> {
        let (tableau, labels) = face(rows);
        let dimension = tableau.columns();
        let show =
            |vertex: Vertex| vertex.values[..dimension].iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let mut points: Vec<String> = vertices(&tableau, labels).into_iter().map(show).collect();
        points.sort();
        points
    }

    #[test]
    fn a_cube_and_a_cut_square() {
        assert_eq!(points(&[&[1, 0, 0, 1], &[0, 1, 0, 1], &[0, 0, 1, 1]]).len(), 8);
        assert_eq!(points(&[&[1, 0, 1], &[0, 1, 1], &[2, 2, 3]]), ["0 0", "0 1", "1 0", "1 1/2", "1/2 1"]);
    }

    #[test]
    fn degenerate_corners_are_met_once() {
        // A square with a redundant line through a corner, and a line that touches nothing.
        assert_eq!(points(&[&[1, 0, 1], &[0, 1, 1], &[1, 1, 2], &[1, 1, 9]]), ["0 0", "0 1", "1 0", "1 1"]);
        // A single point: x + y <= 0.
        assert_eq!(points(&[&[1, 1, 0]]), ["0 0"]);
    }
}
