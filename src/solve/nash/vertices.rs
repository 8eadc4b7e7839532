//! The vertices of a face, by the double description method.

use std::ops::Range;

use dashu_base::{Abs, Gcd};
use dashu_int::{IBig, UBig};

use super::labels::LabelSet;
use crate::number::{Rational, Tableau};

/// A vertex of a face.
#[derive(Debug, Clone)]
pub(super) struct Vertex {
    /// The labels that bind there; they tell vertices apart.
    pub(super) binding: LabelSet,
    /// Homogeneous coordinates: a positive scale, then the values of the tableau's columns times that scale.
    coordinates: Vec<IBig>,
}

/// The vertices of the polytope that a feasible tableau describes; the variables not in it are 0 everywhere.
///
/// # Complexity
/// Double description (Motzkin, Raiffa, Thompson, Thrall 1953; Fukuda, Prodon 1996, doi:10.1007/3-540-61576-8_77): the
/// columns are the dimension, the rows the inequalities; time grows with the square of the largest intermediate number
/// of rays. A face without columns is a point and is read off at once.
pub(super) fn vertices(tableau: &Tableau, labels: usize) -> Vec<Vertex> {
    vertices_until(tableau, labels, &mut || false).unwrap_or_default()
}

/// As [`vertices`], asking now and then whether to stop; `None` if so.
pub(super) fn vertices_until(
    tableau: &Tableau,
    labels: usize,
    must_stop: &mut dyn FnMut() -> bool,
) -> Option<Vec<Vertex>> {
    let dimension = tableau.columns();
    let mut rays = orthant(dimension);
    for row in 0..tableau.rows() {
        if dimension == 0 {
            if tableau.value_sign(row) == 0 {
                set(&mut rays[0].binding, row + 1);
            }
            continue;
        }
        // b_i * t_0 - sum_j a_ij t_j >= 0, with the ray's first coordinate t_0.
        let normal: Vec<IBig> = std::iter::once(tableau.integer(row, dimension))
            .chain((0..dimension).map(|j| -tableau.integer(row, j)))
            .collect();
        rays = cut(rays, &normal, row + dimension + 1, must_stop)?;
    }
    let bounded = rays.into_iter().filter(|ray| ray.coordinates[0] != IBig::ZERO);
    let vertex = |ray: Ray| Vertex { binding: binding_labels(tableau, labels, &ray), coordinates: ray.coordinates };
    Some(bounded.map(vertex).collect())
}

/// The labels that bind on a ray: those not in the tableau, and those whose inequality the ray meets.
fn binding_labels(tableau: &Tableau, labels: usize, ray: &Ray) -> LabelSet {
    let mut binding = LabelSet::full(labels);
    let bit = |position: usize| ray.binding.get(position / 64).is_some_and(|word| word >> (position % 64) & 1 == 1);
    let variables = tableau.nonbasic().iter().chain(tableau.basic());
    variables.enumerate().filter(|(position, _)| !bit(position + 1)).for_each(|(_, label)| binding.remove(*label));
    binding
}

impl Vertex {
    /// The variables of a range at the vertex, scaled to sum 1; `None` where they are all 0. They must be unscaled: the
    /// columns of the tableau as it was first made.
    pub(super) fn normalised(&self, tableau: &Tableau, variables: Range<u32>) -> Option<Vec<Rational>> {
        let mut values = vec![IBig::ZERO; variables.len()];
        let mut put = |variable: u32, value: IBig| {
            if variables.contains(&variable) {
                values[(variable - variables.start) as usize] = value;
            }
        };
        for (column, &variable) in tableau.nonbasic().iter().enumerate() {
            put(variable, &self.coordinates[column + 1] * tableau.determinant());
        }
        for (row, &variable) in tableau.basic().iter().enumerate().filter(|(_, variable)| variables.contains(variable))
        {
            let moved: IBig = (0..tableau.columns()).map(|j| tableau.integer(row, j) * &self.coordinates[j + 1]).sum();
            put(variable, tableau.integer(row, tableau.columns()) * &self.coordinates[0] - moved);
        }
        let total: IBig = values.iter().sum();
        (total != IBig::ZERO)
            .then(|| values.into_iter().map(|value| Rational::from_integers(value, total.clone())).collect())
    }
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

/// Intersects the cone of some rays with a half-space; `None` if told to stop.
fn cut(rays: Vec<Ray>, normal: &[IBig], inequality: usize, must_stop: &mut dyn FnMut() -> bool) -> Option<Vec<Ray>> {
    let side = |ray: &Ray| ray.coordinates.iter().zip(normal).map(|(x, n)| x * n).sum::<IBig>();
    let sides: Vec<IBig> = rays.iter().map(side).collect();
    let mut kept: Vec<Ray> = Vec::with_capacity(rays.len());
    for (above, value) in rays.iter().zip(&sides).filter(|(_, value)| **value > IBig::ZERO) {
        for (below, depth) in rays.iter().zip(&sides).filter(|(_, value)| **value < IBig::ZERO) {
            if must_stop() {
                return None;
            }
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
    Some(kept)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn face(rows: &[&[i64]]) -> (Tableau, usize) {
        let columns = rows[0].len() as u32 - 1;
        let basic = (columns..columns + rows.len() as u32).collect();
        let matrix: Vec<Vec<Rational>> = rows.iter().map(|row| row.iter().map(|&x| x.into()).collect()).collect();
        (Tableau::new(&matrix, basic, (0..columns).collect()).0, rows.len() + columns as usize)
    }

    /// The vertices' coordinates, and for each the number of inequalities that bind.
    fn points(rows: &[&[i64]]) -> Vec<String> {
        let (tableau, labels) = face(rows);
        let show = |vertex: Vertex| {
            let value = |x: &IBig| Rational::from_integers(x.clone(), vertex.coordinates[0].clone()).to_string();
            vertex.coordinates[1..].iter().map(value).collect::<Vec<_>>().join(" ")
        };
        let mut points: Vec<String> = vertices(&tableau, labels).into_iter().map(show).collect();
        points.sort();
        points
    }

    #[test]
    fn binding_labels_and_strategies() {
        // The triangle x + y <= 1, 2 x <= 1 has the corners (0, 0), (0, 1), (1/2, 1/2) and (1/2, 0).
        let (tableau, labels) = face(&[&[1, 1, 1], &[2, 0, 1]]);
        let mut found: Vec<(String, Option<Vec<Rational>>)> = vertices(&tableau, labels)
            .into_iter()
            .map(|vertex| {
                let labels = (0..4).filter(|&label| vertex.binding.contains(label)).map(|label| label.to_string());
                (labels.collect(), vertex.normalised(&tableau, 0..2))
            })
            .collect();
        found.sort();
        let half = Rational::new(1, 2).unwrap();
        let expected = [
            ("01".to_owned(), None),
            ("02".to_owned(), Some(vec![Rational::ZERO, Rational::ONE])),
            ("13".to_owned(), Some(vec![Rational::ONE, Rational::ZERO])),
            ("23".to_owned(), Some(vec![half.clone(), half])),
        ];
        assert_eq!(found, expected);
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
