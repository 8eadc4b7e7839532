//! How far beliefs and probabilities may be from the true ones, where some are known by boxes only.

use super::beliefs::Believing;
use super::form::{Form, Var};
use super::search::Piece;
use crate::game::Beliefs;
use crate::number::{Interval, Rational};
use crate::solve::nash::UNIT;

/// Bounds the error of all probabilities of a piece at a point, and of all beliefs there and at the corners of their sets;
/// `None` where an information set may have no weight.
pub(super) fn radius(piece: &Piece, point: &[Rational], believing: &[Believing]) -> Option<f64> {
    let boxes = &piece.product.boxes;
    let of_block = |block: &std::ops::Range<Var>| {
        super::curved::radius(block.clone().filter_map(|variable| boxes.get(&variable).copied()))
    };
    let known = piece.basis.blocks.iter().filter(|block| boxes.contains_key(&block.start)).map(of_block);
    let groups = piece.product.groups.iter().map(|group| group.off);
    let mut radius = known.chain(groups).fold(0.0, f64::max);
    let mut points = vec![point.to_vec()];
    for own in believing {
        let at = |vertex: &Vec<Rational>| {
            let mut point = point.to_vec();
            own.group.put(vertex, &mut point);
            point
        };
        points.extend(own.group.vertices.iter().map(at));
    }
    for point in &points {
        for weights in &piece.basis.weights {
            radius = radius.max(off(piece, weights, point)?);
        }
    }
    Some(radius)
}

/// How far the beliefs of an information set may be from the true ones.
fn off(piece: &Piece, weights: &[(usize, Form)], point: &[Rational]) -> Option<f64> {
    let boxes = &piece.product.boxes;
    let loose = |variable: Var| {
        let group = piece.product.groups.iter().find(|group| group.variables.contains(&variable));
        group.map(|group| group.off).filter(|off| *off > 0.0)
    };
    let mut variables = weights.iter().flat_map(|(_, form)| form.variables());
    let uncertain = variables.any(|variable| boxes.contains_key(&variable) || loose(variable).is_some());
    if !uncertain || weights.len() == 1 {
        return Some(0.0);
    }
    let range = |variable: Var| match boxes.get(&variable) {
        Some(own) => *own,
        None => Interval::around(&point[variable as usize]).widened(loose(variable).unwrap_or(0.0)),
    };
    let values: Vec<Interval> = weights.iter().map(|(_, form)| value(form, &range)).collect();
    let total = values.iter().fold(Interval::ZERO, |sum, value| sum + *value);
    if total.lo <= 0.0 {
        return None;
    }
    let width = |value: &Interval| {
        let share = Interval::new((value.lo / total.hi).next_down(), (value.hi / total.lo).next_up());
        share.width()
    };
    let widest = values.iter().map(width).fold(0.0, f64::max);
    // Rounded as they are, the largest of the row takes up what the others are off.
    Some((widest + weights.len() as f64 * UNIT).next_up())
}

fn value(form: &Form, range: &impl Fn(Var) -> Interval) -> Interval {
    form.terms().fold(Interval::ZERO, |sum, (product, coefficient)| {
        sum + product.iter().fold(Interval::around(coefficient), |value, &variable| value * range(variable))
    })
}

/// Rounds long fractions to multiples of [`UNIT`]; the largest of a row takes the rest.
pub(super) fn shorten(beliefs: &mut Beliefs) {
    let grid = Rational::from(1i64 << 53);
    for row in &mut beliefs.0 {
        if row.iter().all(|belief| belief.to_small_parts().is_some_and(|(_, denominator)| denominator <= 1 << 53)) {
            continue;
        }
        let Some(largest) = (0..row.len()).max_by(|&a, &b| row[a].cmp(&row[b])) else { continue };
        for (_, belief) in row.iter_mut().enumerate().filter(|(place, belief)| *place != largest && !belief.is_zero()) {
            let steps = (belief.to_f64() / UNIT).round().max(1.0) as i64;
            *belief = Rational::from(steps) / &grid;
        }
        row[largest] = Rational::ZERO;
        row[largest] = Rational::ONE - row.iter().sum::<Rational>();
    }
}
