//! Polytopes of mixed strategies by their points: cutting, and which points are extreme.

use crate::number::Rational;
use crate::number::lp;

type Point = Vec<Rational>;

/// What is kept of a polytope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Where the row is at least 0.
    AtLeast,
    /// Where it is 0.
    Equal,
}

/// The extreme points of the part of a polytope where `row x >= 0`, or `= 0`; the polytope is given by its extreme points,
/// and so is the part. Every part of it is spanned by points on this side and crossings of lines between points on both.
pub(super) fn cut(points: Vec<Point>, row: &[Rational], keep: Keep) -> Vec<Point> {
    let values: Vec<Rational> =
        points.iter().map(|point| row.iter().zip(point).map(|(a, x)| a * x).sum::<Rational>()).collect();
    let side = |sign: i32| (0..points.len()).filter(|&k| values[k].signum() == sign).collect::<Vec<_>>();
    let (above, on, below) = (side(1), side(0), side(-1));
    let mut kept: Vec<Point> = on.iter().map(|&k| points[k].clone()).collect();
    if keep == Keep::AtLeast {
        kept.extend(above.iter().map(|&k| points[k].clone()));
    }
    for &high in &above {
        for &low in &below {
            let (up, down) = (values[high].clone(), -&values[low]);
            let total = &up + &down;
            let mix = |(a, b): (&Rational, &Rational)| (a * &down + b * &up) / total.clone();
            kept.push(points[high].iter().zip(&points[low]).map(mix).collect());
        }
    }
    kept.sort();
    kept.dedup();
    if above.is_empty() || below.is_empty() { kept } else { extreme(kept) }
}

/// The points that are not mixtures of others.
fn extreme(mut points: Vec<Point>) -> Vec<Point> {
    let mut place = 0;
    while place < points.len() && points.len() > 2 {
        let point = points.remove(place);
        if !contains(&points, &point) {
            points.insert(place, point);
            place += 1;
        }
    }
    points
}

/// Whether a mixed strategy is a mixture of some others: all have entries of at least 0 that sum to 1.
pub(super) fn contains(points: &[Point], point: &[Rational]) -> bool {
    let row = |(k, entry): (usize, &Rational)| points.iter().map(|p| p[k].clone()).chain([entry.clone()]).collect();
    let constraints = point.iter().enumerate().map(row).collect();
    lp::maximise(constraints, &vec![Rational::ONE; points.len()]).value == Rational::ONE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entries: &[i64]) -> Point {
        entries.iter().map(|&entry| entry.into()).collect()
    }

    #[test]
    fn a_triangle_is_cut() {
        let corners = || vec![row(&[1, 0, 0]), row(&[0, 1, 0]), row(&[0, 0, 1])];
        let half = cut(corners(), &row(&[1, -1, 0]), Keep::AtLeast);
        let middle = vec![Rational::new(1, 2).unwrap(), Rational::new(1, 2).unwrap(), Rational::ZERO];
        assert_eq!(half, [row(&[0, 0, 1]), middle.clone(), row(&[1, 0, 0])]);
        assert_eq!(cut(corners(), &row(&[1, -1, 0]), Keep::Equal), [row(&[0, 0, 1]), middle.clone()]);
        assert!(cut(corners(), &row(&[-1, -1, -1]), Keep::AtLeast).is_empty());
        assert!(contains(&corners(), &middle) && !contains(&half, &row(&[0, 1, 0])));
    }

    #[test]
    fn points_between_others_are_left_out() {
        let square = [row(&[1, 0, 1, 0]), row(&[1, 0, 0, 1]), row(&[0, 1, 1, 0]), row(&[0, 1, 0, 1])];
        let square = square.iter().map(|p| p.iter().map(|x| x / &2.into()).collect()).collect();
        // The diagonal and one corner: of four crossings and corners three are extreme.
        assert_eq!(cut(square, &row(&[1, 0, 0, -1]), Keep::AtLeast).len(), 3);
    }
}
