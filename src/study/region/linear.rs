//! The linear view of a system: every product of powers a variable of its own.
//!
//! Where this relaxation has no solution, the system has none, and the multipliers prove it. Where the system is affine,
//! the relaxation is the system.

use std::collections::BTreeSet;

use super::constraint::{Constraint, Sense};
use super::signs::Signs;
use crate::number::lp;
use crate::number::{Monomial, Rational};

/// What the linear view shows.
pub(super) enum Linear {
    /// No point meets the constraints.
    Empty,
    /// The products could take these values; at a common point they do so where all are of degree 1.
    Values(Vec<(Monomial, Rational)>),
}

/// A column of the program: a monomial, up to its sign.
struct Column {
    monomial: usize,
    negative: bool,
}

/// Solves the relaxation: some `t > 0` and values `y` of the monomials with every constraint, made homogeneous with `t`.
pub(super) fn linear(constraints: &[Constraint]) -> Linear {
    let monomials: Vec<Monomial> = monomials(constraints);
    let signs = Signs::of(constraints);
    let columns = columns(&monomials, &signs);
    let width = columns.len() + 2;
    let mut rows = Vec::new();
    for constraint in constraints {
        let forward = row(constraint, &monomials, &columns);
        if constraint.sense() == Sense::Zero {
            rows.push(forward.iter().map(|entry| -entry).collect());
        }
        rows.push(forward);
    }
    // The slack is below t, and below 1, which bounds the program.
    let mut slack = vec![Rational::ZERO; width + 1];
    (slack[width - 2], slack[width - 1]) = ((-1).into(), Rational::ONE);
    rows.push(slack.clone());
    (slack[width - 2], slack[width]) = (Rational::ZERO, Rational::ONE);
    rows.push(slack);
    let mut objective = vec![Rational::ZERO; width];
    objective[width - 1] = Rational::ONE;
    let optimum = lp::maximise(rows, &objective);
    if !optimum.value.is_positive() {
        return Linear::Empty;
    }
    Linear::Values(values(&monomials, &columns, &optimum.point))
}

fn monomials(constraints: &[Constraint]) -> Vec<Monomial> {
    let terms = constraints.iter().flat_map(|constraint| constraint.polynomial().terms());
    let set: BTreeSet<&Monomial> = terms.map(|(monomial, _)| monomial).filter(|monomial| !monomial.is_one()).collect();
    set.into_iter().cloned().collect()
}

fn columns(monomials: &[Monomial], signs: &Signs) -> Vec<Column> {
    let of = |(monomial, product): (usize, &Monomial)| {
        let sides: &[bool] = match signs.of_monomial(product).map(|sign| sign.value) {
            Some(1) => &[false],
            Some(-1) => &[true],
            Some(0) => &[],
            _ => &[false, true],
        };
        sides.iter().map(move |&negative| Column { monomial, negative })
    };
    monomials.iter().enumerate().flat_map(of).collect()
}

/// `slack - (polynomial, made homogeneous) <= 0`, without the slack where equality is allowed.
fn row(constraint: &Constraint, monomials: &[Monomial], columns: &[Column]) -> Vec<Rational> {
    let coefficient = |wanted: &Monomial| {
        let found = constraint.polynomial().terms().iter().find(|(monomial, _)| monomial == wanted);
        found.map_or(Rational::ZERO, |(_, value)| value.clone())
    };
    let entry = |column: &Column| {
        let value = coefficient(&monomials[column.monomial]);
        if column.negative { value } else { -value }
    };
    let strict = constraint.sense() == Sense::Positive;
    let slack = if strict { Rational::ONE } else { Rational::ZERO };
    let end = [-coefficient(&Monomial::one()), slack, Rational::ZERO];
    columns.iter().map(entry).chain(end).collect()
}

fn values(monomials: &[Monomial], columns: &[Column], point: &[Rational]) -> Vec<(Monomial, Rational)> {
    let scale = &point[columns.len()];
    let mut values: Vec<(Monomial, Rational)> = monomials.iter().map(|m| (m.clone(), Rational::ZERO)).collect();
    for (column, value) in columns.iter().zip(point) {
        let value = value / scale;
        let total = &mut values[column.monomial].1;
        *total = if column.negative { &*total - &value } else { &*total + &value };
    }
    values
}
