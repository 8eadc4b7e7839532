//! What the constraints say at once of the signs of parameters and of their products.

use std::collections::BTreeMap;

use super::constraint::{Constraint, Sense};
use crate::number::{Monomial, Polynomial, Variable};

/// A sign, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    /// 1, 0 or -1.
    pub value: i32,
    /// Whether the number may be 0 all the same.
    pub weak: bool,
}

/// The known signs of single parameters.
#[derive(Debug, Default)]
pub(super) struct Signs(BTreeMap<Variable, Sign>);

impl Signs {
    /// Reads them off the constraints on a single parameter that are linear: `x > 0`, and `x - 2 > 0` as well.
    pub fn of(constraints: &[Constraint]) -> Signs {
        let mut signs = Signs::default();
        for constraint in constraints {
            if let Some((variable, sign)) = single(constraint) {
                let known = signs.0.entry(variable).or_insert(sign);
                if known.value == sign.value {
                    known.weak &= sign.weak;
                } else if sign.value == 0 {
                    *known = sign;
                }
            }
        }
        signs
    }

    /// The sign of a product of powers.
    pub fn of_monomial(&self, monomial: &Monomial) -> Option<Sign> {
        let mut product = Sign { value: 1, weak: false };
        for (variable, exponent) in monomial.powers() {
            let sign = match self.0.get(variable) {
                Some(sign) => *sign,
                None if exponent % 2 == 0 => Sign { value: 1, weak: true },
                None => return None,
            };
            product.value *= if exponent % 2 == 0 { sign.value.abs() } else { sign.value };
            product.weak |= sign.weak;
        }
        Some(product)
    }

    /// The sign of a polynomial, where all its terms agree.
    pub fn of_polynomial(&self, polynomial: &Polynomial) -> Option<Sign> {
        let mut total: Option<Sign> = None;
        for (monomial, coefficient) in polynomial.terms() {
            let sign = self.of_monomial(monomial)?;
            let sign = Sign { value: sign.value * coefficient.signum(), weak: sign.weak };
            total = Some(match total {
                None => sign,
                Some(other) if sign.value == 0 => other,
                Some(other) if other.value == 0 => sign,
                Some(other) if other.value == sign.value => Sign { value: sign.value, weak: sign.weak && other.weak },
                Some(_) => return None,
            });
        }
        Some(total.unwrap_or(Sign { value: 0, weak: false }))
    }
}

/// The sign that a constraint `a x + b` gives to `x`.
fn single(constraint: &Constraint) -> Option<(Variable, Sign)> {
    let polynomial = constraint.polynomial();
    let variables = polynomial.variables();
    let (variable, None) = (*variables.first()?, variables.iter().nth(1)) else { return None };
    if polynomial.degree() != 1 {
        return None;
    }
    let coefficients = polynomial.coefficients_in(variable);
    let (b, a) = (coefficients[0].as_constant()?, coefficients[1].as_constant()?);
    // x is on the side of -b/a that a points to.
    let (side, bound) = (a.signum(), -(b / a));
    let strict = constraint.sense() == Sense::Positive;
    match constraint.sense() {
        Sense::Zero => Some((variable, Sign { value: bound.signum(), weak: false })),
        _ if bound.signum() == side => Some((variable, Sign { value: side, weak: false })),
        _ if bound.is_zero() => Some((variable, Sign { value: side, weak: !strict })),
        _ => None,
    }
}
