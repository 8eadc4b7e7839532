//! [`Constraint`]: one polynomial inequality or equation.

use serde::{Deserialize, Serialize};

use crate::model::expression::Relation;
use crate::number::{Polynomial, Rational, RationalFunction, Variable, primitive};

/// How a polynomial compares with 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sense {
    /// Greater than 0.
    Positive,
    /// At least 0.
    NonNegative,
    /// Equal to 0.
    Zero,
}

/// A polynomial in the parameters, compared with 0.
///
/// # Definition
/// `polynomial > 0`, `>= 0` or `= 0`. The polynomial has coprime integer coefficients; that of an equation has a positive
/// leading one. So constraints that differ by a positive factor are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(Polynomial, Sense)", into = "(Polynomial, Sense)")]
pub struct Constraint {
    polynomial: Polynomial,
    sense: Sense,
}

impl Constraint {
    /// A constraint in its normal form.
    pub fn new(polynomial: &Polynomial, sense: Sense) -> Constraint {
        let (content, part) = primitive(polynomial);
        let turn = content.is_negative() && sense != Sense::Zero;
        Constraint { polynomial: if turn { -&part } else { part }, sense }
    }

    /// `function > 0`, `>= 0` or `= 0`, where the denominator is not 0: the denominator is multiplied out.
    pub fn of_function(function: &RationalFunction, sense: Sense) -> Constraint {
        match (function.denominator().is_constant(), sense) {
            (true, _) | (_, Sense::Zero) => Self::new(function.numerator(), sense),
            (false, _) => Self::new(&(function.numerator() * function.denominator()), sense),
        }
    }

    /// `left relation right` as constraints; for `!=` there is none.
    pub fn of_comparison(difference: &RationalFunction, relation: Relation) -> Option<Constraint> {
        Some(match relation {
            Relation::Greater => Self::of_function(difference, Sense::Positive),
            Relation::GreaterOrEqual => Self::of_function(difference, Sense::NonNegative),
            Relation::Less => Self::of_function(&-difference, Sense::Positive),
            Relation::LessOrEqual => Self::of_function(&-difference, Sense::NonNegative),
            Relation::Equal => Self::of_function(difference, Sense::Zero),
            Relation::NotEqual => return None,
        })
    }

    /// The polynomial.
    pub fn polynomial(&self) -> &Polynomial {
        &self.polynomial
    }

    /// How it compares with 0.
    pub fn sense(&self) -> Sense {
        self.sense
    }

    /// The same polynomial, compared otherwise.
    pub fn with_sense(&self, sense: Sense) -> Constraint {
        match self.sense == Sense::Zero || sense == Sense::Zero {
            true => Constraint::new(&self.polynomial, sense),
            false => Constraint { polynomial: self.polynomial.clone(), sense },
        }
    }

    /// The truth where no parameter occurs.
    pub fn as_constant(&self) -> Option<bool> {
        Some(self.sense.allows(self.polynomial.as_constant()?.signum()))
    }

    /// Whether it holds at a point.
    pub fn holds(&self, point: &[Rational]) -> bool {
        self.polynomial.evaluate(point).is_some_and(|value| self.sense.allows(value.signum()))
    }

    /// What holds where this does not: one of these constraints.
    pub fn negation(&self) -> Vec<Constraint> {
        let turned = -&self.polynomial;
        let side = |polynomial: &Polynomial, sense| Constraint { polynomial: polynomial.clone(), sense };
        match self.sense {
            Sense::Positive => vec![side(&turned, Sense::NonNegative)],
            Sense::NonNegative => vec![side(&turned, Sense::Positive)],
            Sense::Zero => vec![side(&self.polynomial, Sense::Positive), side(&turned, Sense::Positive)],
        }
    }

    /// The constraint with some parameters fixed at their values in `point`.
    pub(crate) fn fixed(&self, point: &[Rational], is_free: impl Fn(Variable) -> bool) -> Constraint {
        let replace = |variable: Variable| match is_free(variable) {
            true => None,
            false => point.get(usize::from(variable.0)).cloned(),
        };
        Constraint::new(&self.polynomial.with_values(replace), self.sense)
    }
}

/// Whatever is read comes into its normal form.
impl From<(Polynomial, Sense)> for Constraint {
    fn from((polynomial, sense): (Polynomial, Sense)) -> Constraint {
        Constraint::new(&polynomial, sense)
    }
}

impl From<Constraint> for (Polynomial, Sense) {
    fn from(constraint: Constraint) -> Self {
        (constraint.polynomial, constraint.sense)
    }
}

impl Sense {
    /// Whether a number of this sign meets the sense.
    pub fn allows(self, sign: i32) -> bool {
        match self {
            Sense::Positive => sign > 0,
            Sense::NonNegative => sign >= 0,
            Sense::Zero => sign == 0,
        }
    }
}
