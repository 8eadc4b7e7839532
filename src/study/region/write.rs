//! Constraints as people write them: `k + w < r + e`, with the first parameter on the left.

use super::constraint::{Constraint, Sense};
use crate::number::{Polynomial, Rational};

/// The two sides of a constraint and what stands between them.
struct Sides {
    left: Polynomial,
    relation: Relation,
    right: Polynomial,
}

#[derive(Clone, Copy)]
enum Relation {
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
}

impl Constraint {
    /// As text that a model's assumptions may hold: `k + w < r + e`.
    pub fn to_text(&self, names: &[impl AsRef<str>]) -> String {
        let sides = self.sides();
        format!("{} {} {}", sides.left.to_text(names), sides.relation.text(), sides.right.to_text(names))
    }

    /// In LaTeX (mathematics mode): `k + w < r + e`.
    pub fn to_latex(&self, names: &[impl AsRef<str>]) -> String {
        let sides = self.sides();
        format!("{} {} {}", sides.left.to_latex(names), sides.relation.latex(), sides.right.to_latex(names))
    }

    /// Terms of the sign of the first one on the left, the others and the number on the right.
    fn sides(&self) -> Sides {
        let polynomial = self.polynomial();
        let turned = polynomial.leading_coefficient().is_negative();
        let polynomial = if turned { -polynomial } else { polynomial.clone() };
        let on_left = |value: &Rational, is_number: bool| value.is_positive() && !is_number;
        let pick = |left: bool| {
            let terms = polynomial.terms().iter().filter(move |(m, value)| on_left(value, m.is_one()) == left);
            Polynomial::from_terms(terms.cloned())
        };
        let (left, right) = (pick(true), -&pick(false));
        // A single parameter stands alone: w > 3/4.
        let unit = match left.terms() {
            [(monomial, value)] if monomial.degree() == 1 && right.is_constant() => value.clone(),
            _ => Rational::ONE,
        };
        let unit = Rational::ONE / unit;
        Sides { left: left.scale(&unit), relation: Relation::of(self.sense(), turned), right: right.scale(&unit) }
    }
}

impl Relation {
    fn of(sense: Sense, turned: bool) -> Relation {
        match (sense, turned) {
            (Sense::Positive, false) => Relation::Greater,
            (Sense::Positive, true) => Relation::Less,
            (Sense::NonNegative, false) => Relation::GreaterOrEqual,
            (Sense::NonNegative, true) => Relation::LessOrEqual,
            (Sense::Zero, _) => Relation::Equal,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Relation::Greater => ">",
            Relation::GreaterOrEqual => ">=",
            Relation::Less => "<",
            Relation::LessOrEqual => "<=",
            Relation::Equal => "=",
        }
    }

    fn latex(self) -> &'static str {
        match self {
            Relation::GreaterOrEqual => "\\ge",
            Relation::LessOrEqual => "\\le",
            other => other.text(),
        }
    }
}
