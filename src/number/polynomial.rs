//! [`Polynomial`]: sparse polynomials in several variables with exact coefficients.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Add, Mul, Neg, Sub};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Monomial, Rational, Variable};

/// A polynomial in any number of variables, with [`Rational`] coefficients.
///
/// # Definition
/// A sum of terms, each a coefficient times a [`Monomial`]. Terms are kept from the greatest monomial to the least,
/// no coefficient is zero, and so equality is structural. Copies share their terms.
///
/// # Example
/// ```
/// use foederis::number::{Polynomial, Variable};
/// let k = Polynomial::variable(Variable(0));
/// let w = Polynomial::variable(Variable(1));
/// let square = (&k + &w).pow(2);
/// assert_eq!(square.to_text(&["k", "w"]), "k^2 + 2*k*w + w^2");
/// assert_eq!(square.evaluate(&[2.into(), 1.into()]), Some(9.into()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Term>", into = "Vec<Term>")]
pub struct Polynomial {
    terms: Arc<[(Monomial, Rational)]>,
}

/// A term as files have it: the coefficient, and the variables with their exponents.
type Term = (Rational, Vec<(Variable, u32)>);

/// Whatever is read comes into its normal form.
impl From<Vec<Term>> for Polynomial {
    fn from(terms: Vec<Term>) -> Polynomial {
        let product = |powers: Vec<(Variable, u32)>| {
            powers.into_iter().fold(Monomial::one(), |product, (variable, exponent)| {
                product.times(&Monomial::power(variable, exponent))
            })
        };
        Polynomial::from_terms(terms.into_iter().map(|(coefficient, powers)| (product(powers), coefficient)))
    }
}

impl From<Polynomial> for Vec<Term> {
    fn from(polynomial: Polynomial) -> Vec<Term> {
        let term = |(monomial, coefficient): &(Monomial, Rational)| (coefficient.clone(), monomial.powers().to_vec());
        polynomial.terms().iter().map(term).collect()
    }
}

impl Polynomial {
    /// The polynomial 0.
    pub fn zero() -> Polynomial {
        Polynomial::default()
    }

    /// The polynomial 1.
    pub fn one() -> Polynomial {
        Rational::ONE.into()
    }

    /// A single variable.
    pub fn variable(variable: Variable) -> Polynomial {
        Self::monomial(Monomial::power(variable, 1), Rational::ONE)
    }

    /// One term.
    pub fn monomial(monomial: Monomial, coefficient: Rational) -> Polynomial {
        Self::from_terms([(monomial, coefficient)])
    }

    /// The sum of some terms, in any order, equal monomials added up.
    pub fn from_terms(terms: impl IntoIterator<Item = (Monomial, Rational)>) -> Polynomial {
        let mut sum: BTreeMap<Monomial, Rational> = BTreeMap::new();
        for (monomial, coefficient) in terms {
            *sum.entry(monomial).or_default() += coefficient;
        }
        Polynomial { terms: sum.into_iter().rev().filter(|(_, coefficient)| !coefficient.is_zero()).collect() }
    }

    /// The terms, from the greatest monomial to the least.
    pub fn terms(&self) -> &[(Monomial, Rational)] {
        &self.terms
    }

    /// Whether this is 0.
    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether no variable occurs.
    pub fn is_constant(&self) -> bool {
        self.terms.iter().all(|(monomial, _)| monomial.is_one())
    }

    /// The value, where no variable occurs.
    pub fn as_constant(&self) -> Option<Rational> {
        match &*self.terms {
            [] => Some(Rational::ZERO),
            [(monomial, value)] if monomial.is_one() => Some(value.clone()),
            _ => None,
        }
    }

    /// The greatest sum of exponents in a term; 0 for constants.
    pub fn degree(&self) -> u32 {
        self.terms.iter().map(|(monomial, _)| monomial.degree()).max().unwrap_or(0)
    }

    /// The greatest exponent of one variable.
    pub fn degree_in(&self, variable: Variable) -> u32 {
        self.terms.iter().map(|(monomial, _)| monomial.exponent(variable)).max().unwrap_or(0)
    }

    /// The variables that occur.
    pub fn variables(&self) -> BTreeSet<Variable> {
        self.terms.iter().flat_map(|(monomial, _)| monomial.powers()).map(|(variable, _)| *variable).collect()
    }

    /// The coefficient of the greatest monomial; 0 for the polynomial 0.
    pub fn leading_coefficient(&self) -> Rational {
        self.terms.first().map_or(Rational::ZERO, |(_, coefficient)| coefficient.clone())
    }

    /// The value at a point (the value of `Variable(i)` is `values[i]`); `None` where a variable has no value.
    pub fn evaluate(&self, values: &[Rational]) -> Option<Rational> {
        let mut sum = Rational::ZERO;
        for (monomial, coefficient) in self.terms.iter() {
            let mut term = coefficient.clone();
            for (variable, exponent) in monomial.powers() {
                let value = values.get(usize::from(variable.0))?;
                match exponent {
                    1 => term *= value,
                    _ => term *= value.pow(i32::try_from(*exponent).ok()?)?,
                }
            }
            sum += term;
        }
        Some(sum)
    }

    /// The polynomial with some variables at values.
    pub(crate) fn with_values(&self, value: impl Fn(Variable) -> Option<Rational>) -> Polynomial {
        let replace = |(monomial, coefficient): &(Monomial, Rational)| {
            let mut term = (Monomial::one(), coefficient.clone());
            for &(variable, exponent) in monomial.powers() {
                match value(variable) {
                    Some(value) => (0..exponent).for_each(|_| term.1 *= &value),
                    None => term.0 = term.0.times(&Monomial::power(variable, exponent)),
                }
            }
            term
        };
        Self::from_terms(self.terms.iter().map(replace))
    }

    /// The partial derivative by one variable.
    pub fn derivative(&self, variable: Variable) -> Polynomial {
        let derive = |(monomial, coefficient): &(Monomial, Rational)| {
            let exponent = monomial.exponent(variable);
            let lowered = monomial.without(variable).times(&Monomial::power(variable, exponent.saturating_sub(1)));
            (lowered, coefficient * &i64::from(exponent).into())
        };
        Self::from_terms(self.terms.iter().map(derive))
    }

    /// The polynomial raised to a power, by repeated squaring.
    pub fn pow(&self, mut exponent: u32) -> Polynomial {
        let (mut result, mut base) = (Polynomial::one(), self.clone());
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = &result * &base;
            }
            exponent >>= 1;
            if exponent > 0 {
                base = &base * &base;
            }
        }
        result
    }

    /// Every coefficient multiplied by a number.
    pub fn scale(&self, factor: &Rational) -> Polynomial {
        if factor.is_zero() {
            return Polynomial::zero();
        }
        Polynomial { terms: self.terms.iter().map(|(monomial, value)| (monomial.clone(), value * factor)).collect() }
    }

    /// Every term multiplied by a monomial (which keeps their order).
    pub(crate) fn shift(&self, factor: &Monomial) -> Polynomial {
        Polynomial {
            terms: self.terms.iter().map(|(monomial, value)| (monomial.times(factor), value.clone())).collect(),
        }
    }

    /// The polynomial as one in `variable` alone: the coefficients of its powers 0, 1, 2, …, free of it.
    pub fn coefficients_in(&self, variable: Variable) -> Vec<Polynomial> {
        let mut coefficients = vec![Vec::new(); self.degree_in(variable) as usize + 1];
        for (monomial, value) in self.terms.iter() {
            coefficients[monomial.exponent(variable) as usize].push((monomial.without(variable), value.clone()));
        }
        coefficients.into_iter().map(Self::from_terms).collect()
    }

    /// The largest number of bits in a numerator or denominator of a coefficient.
    pub fn coefficient_bits(&self) -> usize {
        self.terms.iter().map(|(_, value)| value.bits()).max().unwrap_or(0)
    }
}

impl From<Rational> for Polynomial {
    fn from(value: Rational) -> Self {
        Polynomial::monomial(Monomial::one(), value)
    }
}

/// Merges two sorted sums, the second multiplied by `sign`.
fn add_signed(a: &Polynomial, b: &Polynomial, negate: bool) -> Polynomial {
    let signed = |value: &Rational| if negate { -value } else { value.clone() };
    let mut terms = Vec::with_capacity(a.terms.len() + b.terms.len());
    let (mut left, mut right) = (a.terms.iter().peekable(), b.terms.iter().peekable());
    while let (Some((m, x)), Some((n, y))) = (left.peek(), right.peek()) {
        match m.cmp(n) {
            std::cmp::Ordering::Greater => terms.extend(left.next().cloned()),
            std::cmp::Ordering::Less => {
                terms.push((n.clone(), signed(y)));
                right.next();
            }
            std::cmp::Ordering::Equal => {
                let sum = x + &signed(y);
                if !sum.is_zero() {
                    terms.push((m.clone(), sum));
                }
                left.next();
                right.next();
            }
        }
    }
    terms.extend(left.cloned());
    terms.extend(right.map(|(monomial, value)| (monomial.clone(), signed(value))));
    Polynomial { terms: terms.into() }
}

impl Add for &Polynomial {
    type Output = Polynomial;
    fn add(self, other: &Polynomial) -> Polynomial {
        add_signed(self, other, false)
    }
}

impl Sub for &Polynomial {
    type Output = Polynomial;
    fn sub(self, other: &Polynomial) -> Polynomial {
        add_signed(self, other, true)
    }
}

impl Mul for &Polynomial {
    type Output = Polynomial;
    fn mul(self, other: &Polynomial) -> Polynomial {
        let product = |(m, x): &(Monomial, Rational)| {
            let (m, x) = (m.clone(), x.clone());
            other.terms.iter().map(move |(n, y)| (m.times(n), &x * y))
        };
        Polynomial::from_terms(self.terms.iter().flat_map(product))
    }
}

impl Neg for &Polynomial {
    type Output = Polynomial;
    fn neg(self) -> Polynomial {
        self.scale(&(-1).into())
    }
}
