//! The extreme points of a polytope in a product of simplices, by double description.

use crate::number::Rational;

/// A condition on a point: the coefficients times its coordinates are 0, or not above 0.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) equation: bool,
    pub(super) coefficients: Vec<Rational>,
}

/// An extreme ray of a cone, with the inequalities that bind there.
#[derive(Debug, Clone)]
struct Ray {
    coordinates: Vec<Rational>,
    binding: Vec<bool>,
}

/// The extreme points of the part of a product of simplices where the conditions hold.
///
/// A point is flat: the coordinates of each block in turn, none negative, each block with sum 1. Conditions are
/// homogeneous: a constant is to be spread over a block.
///
/// # Complexity
/// Double description (Motzkin, Raiffa, Thompson, Thrall 1953; Fukuda, Prodon 1996, doi:10.1007/3-540-61576-8_77):
/// cubic in the largest number of rays on the way.
pub(super) fn extreme_points(blocks: &[usize], conditions: &[Condition]) -> Vec<Vec<Rational>> {
    let size: usize = blocks.iter().sum();
    let mut rays: Vec<Ray> = (0..size).map(|own| unit_ray(own, size)).collect();
    let sums = equal_sums(blocks, size);
    let (equations, inequalities): (Vec<_>, Vec<_>) = conditions.iter().partition(|condition| condition.equation);
    for condition in sums.iter().chain(equations).chain(inequalities) {
        rays = cut(rays, condition);
        if rays.is_empty() {
            return Vec::new();
        }
    }
    let mut points: Vec<Vec<Rational>> = rays.into_iter().map(|ray| scaled(ray.coordinates, blocks[0])).collect();
    points.sort_by(|a, b| b.cmp(a));
    points
}

/// That each block has the sum of the first.
fn equal_sums(blocks: &[usize], size: usize) -> Vec<Condition> {
    let mut start = blocks[0];
    let mut sums = Vec::new();
    for &count in &blocks[1..] {
        let mut coefficients = vec![Rational::ZERO; size];
        coefficients[..blocks[0]].fill(Rational::ONE);
        coefficients[start..start + count].fill(-Rational::ONE);
        start += count;
        sums.push(Condition { equation: true, coefficients });
    }
    sums
}

fn unit_ray(own: usize, size: usize) -> Ray {
    let coordinate = |place: usize| if place == own { Rational::ONE } else { Rational::ZERO };
    Ray { coordinates: (0..size).map(coordinate).collect(), binding: (0..size).map(|place| place != own).collect() }
}

fn scaled(ray: Vec<Rational>, first: usize) -> Vec<Rational> {
    let sum: Rational = ray[..first].iter().sum();
    ray.into_iter().map(|coordinate| coordinate / &sum).collect()
}

/// The extreme rays of the part of a cone where a condition holds.
fn cut(rays: Vec<Ray>, condition: &Condition) -> Vec<Ray> {
    let value = |ray: &Ray| -> Rational {
        let terms = ray.coordinates.iter().zip(&condition.coefficients).filter(|(x, _)| !x.is_zero());
        terms.map(|(x, coefficient)| x * coefficient).sum()
    };
    let values: Vec<Rational> = rays.iter().map(value).collect();
    let mut kept = Vec::with_capacity(rays.len());
    for (a, ray) in rays.iter().enumerate().filter(|(a, _)| values[*a].is_positive()) {
        for (b, other) in rays.iter().enumerate().filter(|(b, _)| values[*b].is_negative()) {
            if adjacent(&rays, a, b) {
                kept.push(between(ray, &values[a], other, &values[b]));
            }
        }
    }
    for (ray, value) in rays.into_iter().zip(values) {
        let stays = value.is_zero() || !condition.equation && value.is_negative();
        if stays {
            let binding = [ray.binding, vec![value.is_zero()]].concat();
            kept.push(Ray { binding, ..ray });
        }
    }
    kept
}

/// Whether no third ray lies on all inequalities that bind on both.
fn adjacent(rays: &[Ray], a: usize, b: usize) -> bool {
    let both = |place: &usize| rays[a].binding[*place] && rays[b].binding[*place];
    let common: Vec<usize> = (0..rays[a].binding.len()).filter(both).collect();
    let between = |(number, ray): (usize, &Ray)| number != a && number != b && common.iter().all(|&at| ray.binding[at]);
    !rays.iter().enumerate().any(between)
}

/// The ray on the segment between two at which the condition is 0.
fn between(above: &Ray, high: &Rational, below: &Ray, low: &Rational) -> Ray {
    let mixed = |(x, y): (&Rational, &Rational)| x * &-low + y * high;
    let mut binding: Vec<bool> = above.binding.iter().zip(&below.binding).map(|(x, y)| *x && *y).collect();
    binding.push(true);
    Ray { coordinates: above.coordinates.iter().zip(&below.coordinates).map(mixed).collect(), binding }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(equation: bool, coefficients: &[i64]) -> Condition {
        Condition { equation, coefficients: coefficients.iter().map(|&x| x.into()).collect() }
    }

    fn point(entries: &[(i64, i64)]) -> Vec<Rational> {
        entries.iter().map(|&(num, den)| Rational::new(num, den).unwrap()).collect()
    }

    #[test]
    fn a_simplex_and_its_cuts() {
        assert_eq!(extreme_points(&[3], &[]).len(), 3);
        let half = condition(false, &[1, -1, -1]);
        let points = extreme_points(&[3], &[half]);
        assert_eq!(points.len(), 4);
        assert!(points.contains(&point(&[(1, 2), (1, 2), (0, 1)])));
        assert!(extreme_points(&[2], &[condition(true, &[1, 1])]).is_empty());
    }

    #[test]
    fn blocks_that_hang_together() {
        // x0 = y0 in two segments: the diagonal.
        let points = extreme_points(&[2, 2], &[condition(true, &[1, 0, -1, 0])]);
        assert_eq!(points, [point(&[(1, 1), (0, 1), (1, 1), (0, 1)]), point(&[(0, 1), (1, 1), (0, 1), (1, 1)])]);
        // x0 + y0 <= 1 in two segments: a triangle.
        let points = extreme_points(&[2, 2], &[condition(false, &[1, 0, 0, -1])]);
        assert_eq!(points.len(), 3);
    }
}
