//! [`Variable`] and [`Monomial`]: products of powers, in lexicographic order.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// The index of a named parameter. Names live with the model; arithmetic needs only the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Variable(pub u16);

/// A product of powers of variables, such as `a^2*b`. The empty product is 1.
///
/// The order is lexicographic, the first variable weighing most: `a^2 > a*b > a > b > 1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Monomial {
    /// Sorted by variable; every exponent is at least one.
    powers: Vec<(Variable, u32)>,
}

impl Monomial {
    /// The empty product, 1.
    pub fn one() -> Monomial {
        Monomial::default()
    }

    /// `variable^exponent`.
    pub fn power(variable: Variable, exponent: u32) -> Monomial {
        let powers = if exponent == 0 { Vec::new() } else { vec![(variable, exponent)] };
        Monomial { powers }
    }

    /// The variables with their exponents, in the order of the variables.
    pub fn powers(&self) -> &[(Variable, u32)] {
        &self.powers
    }

    /// Whether this is the empty product.
    pub fn is_one(&self) -> bool {
        self.powers.is_empty()
    }

    /// The sum of the exponents.
    pub fn degree(&self) -> u32 {
        self.powers.iter().fold(0, |sum, (_, exponent)| sum.saturating_add(*exponent))
    }

    /// The exponent of one variable.
    pub fn exponent(&self, variable: Variable) -> u32 {
        self.powers.iter().find(|(v, _)| *v == variable).map_or(0, |(_, exponent)| *exponent)
    }

    /// The same product without one variable.
    pub(crate) fn without(&self, variable: Variable) -> Monomial {
        Monomial { powers: self.powers.iter().copied().filter(|(v, _)| *v != variable).collect() }
    }

    /// Merges the powers of two monomials; `None` as soon as `combine` says so.
    fn merge(&self, other: &Monomial, combine: fn(u32, u32) -> Option<u32>) -> Option<Monomial> {
        let mut powers = Vec::with_capacity(self.powers.len() + other.powers.len());
        let (mut left, mut right) = (self.powers.iter().peekable(), other.powers.iter().peekable());
        loop {
            let (variable, a, b) = match (left.peek(), right.peek()) {
                (None, None) => return Some(Monomial { powers }),
                (Some(&&(v, a)), Some(&&(w, b))) if v == w => (v, a, b),
                (Some(&&(v, a)), Some(&&(w, _))) if v < w => (v, a, 0),
                (Some(&&(v, a)), None) => (v, a, 0),
                (_, Some(&&(w, b))) => (w, 0, b),
            };
            left.next_if(|(v, _)| *v == variable);
            right.next_if(|(v, _)| *v == variable);
            let exponent = combine(a, b)?;
            if exponent > 0 {
                powers.push((variable, exponent));
            }
        }
    }

    /// The product; exponents saturate.
    pub(crate) fn times(&self, other: &Monomial) -> Monomial {
        self.merge(other, |a, b| Some(a.saturating_add(b))).unwrap_or_default()
    }

    /// The quotient, where `other` divides `self`.
    pub(crate) fn over(&self, other: &Monomial) -> Option<Monomial> {
        self.merge(other, |a, b| a.checked_sub(b))
    }

    /// The greatest common divisor.
    pub(crate) fn gcd(&self, other: &Monomial) -> Monomial {
        self.merge(other, |a, b| Some(a.min(b))).unwrap_or_default()
    }
}

impl Ord for Monomial {
    fn cmp(&self, other: &Self) -> Ordering {
        for (&(v, a), &(w, b)) in self.powers.iter().zip(&other.powers) {
            let order = w.cmp(&v).then(a.cmp(&b));
            if order != Ordering::Equal {
                return order;
            }
        }
        self.powers.len().cmp(&other.powers.len())
    }
}

impl PartialOrd for Monomial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monomial(powers: &[(u16, u32)]) -> Monomial {
        powers.iter().fold(Monomial::one(), |product, &(v, e)| product.times(&Monomial::power(Variable(v), e)))
    }

    #[test]
    fn order_is_lexicographic() {
        let ordered = [
            monomial(&[]),
            monomial(&[(1, 1)]),
            monomial(&[(1, 7)]),
            monomial(&[(0, 1)]),
            monomial(&[(0, 1), (1, 1)]),
            monomial(&[(0, 2)]),
        ];
        assert!(ordered.is_sorted());
    }

    #[test]
    fn divides_and_multiplies() {
        let (a, b) = (monomial(&[(0, 2), (2, 1)]), monomial(&[(0, 1), (1, 3)]));
        assert_eq!(a.times(&b), monomial(&[(0, 3), (1, 3), (2, 1)]));
        assert_eq!(a.gcd(&b), monomial(&[(0, 1)]));
        assert_eq!(a.times(&b).over(&b), Some(a.clone()));
        assert_eq!(a.over(&b), None);
        assert_eq!(monomial(&[(4, 0)]), Monomial::one());
    }
}
