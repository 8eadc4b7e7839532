//! [`RationalFunction`]: ratios of polynomials in named parameters.

use std::collections::BTreeSet;
use std::ops::{Add, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

use super::gcd::{divide_exactly, gcd, primitive};
use super::{Polynomial, Rational, Variable};

/// A ratio of two [`Polynomial`]s, reduced.
///
/// # Definition
/// Common factors are cancelled; the denominator has coprime integer coefficients and a positive leading one.
/// Where finding a common factor would take very long it stays, so equality is decided by cross-multiplication.
///
/// A factor that cancels leaves no trace: `x/x` is 1, at 0 too, as is usual for rational functions.
///
/// # Example
/// ```
/// use foederis::number::{Polynomial, RationalFunction, Variable};
/// let d: RationalFunction = Polynomial::variable(Variable(0)).into();
/// let one: RationalFunction = Polynomial::one().into();
/// let ratio = (&one - &(&d * &d)).checked_div(&(&one - &d)).unwrap();
/// assert_eq!(ratio.to_text(&["d"]), "d + 1");
/// assert!(one.checked_div(&(&d - &d)).is_none());
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "(Polynomial, Polynomial)", into = "(Polynomial, Polynomial)")]
pub struct RationalFunction {
    numerator: Polynomial,
    denominator: Polynomial,
}

/// Whatever is read is reduced; a denominator of 0 is refused.
impl TryFrom<(Polynomial, Polynomial)> for RationalFunction {
    type Error = &'static str;

    fn try_from((numerator, denominator): (Polynomial, Polynomial)) -> Result<Self, Self::Error> {
        RationalFunction::new(numerator, denominator).ok_or("a denominator is 0")
    }
}

impl From<RationalFunction> for (Polynomial, Polynomial) {
    fn from(function: RationalFunction) -> Self {
        (function.numerator, function.denominator)
    }
}

impl RationalFunction {
    /// The function 0.
    pub fn zero() -> RationalFunction {
        Polynomial::zero().into()
    }

    /// The function 1.
    pub fn one() -> RationalFunction {
        Polynomial::one().into()
    }

    /// A single variable.
    pub fn variable(variable: Variable) -> RationalFunction {
        Polynomial::variable(variable).into()
    }

    /// `numerator / denominator`, reduced; `None` when the denominator is the polynomial 0.
    pub fn new(numerator: Polynomial, denominator: Polynomial) -> Option<RationalFunction> {
        if denominator.is_zero() {
            return None;
        }
        let (numerator, denominator) = cancel(numerator, denominator);
        let (content, denominator) = primitive(&denominator);
        let numerator = numerator.scale(&Rational::ONE.checked_div(&content)?);
        Some(RationalFunction { numerator, denominator })
    }

    /// The product of powers of one function in lowest terms, which is in lowest terms too.
    ///
    /// Powers of polynomials without a common factor have none; powers of a primitive denominator are primitive.
    pub(crate) fn times_power(&self, base: &RationalFunction) -> RationalFunction {
        let numerator = &self.numerator * &base.numerator;
        RationalFunction { numerator, denominator: &self.denominator * &base.denominator }
    }

    /// The numerator.
    pub fn numerator(&self) -> &Polynomial {
        &self.numerator
    }

    /// The denominator, never 0, with a positive leading coefficient.
    pub fn denominator(&self) -> &Polynomial {
        &self.denominator
    }

    /// Whether this is 0 everywhere.
    pub fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    /// Whether no variable occurs.
    pub fn is_constant(&self) -> bool {
        self.as_constant().is_some()
    }

    /// The value, where no variable occurs.
    pub fn as_constant(&self) -> Option<Rational> {
        self.numerator.as_constant()?.checked_div(&self.denominator.as_constant()?)
    }

    /// Whether the denominator is a constant.
    pub fn is_polynomial(&self) -> bool {
        self.denominator.is_constant()
    }

    /// The greater of the degrees of numerator and denominator.
    pub fn degree(&self) -> u32 {
        self.numerator.degree().max(self.denominator.degree())
    }

    /// The variables that occur.
    pub fn variables(&self) -> BTreeSet<Variable> {
        &self.numerator.variables() | &self.denominator.variables()
    }

    /// The value at a point; `None` where the denominator is zero or a variable has no value.
    pub fn evaluate(&self, values: &[Rational]) -> Option<Rational> {
        let numerator = self.numerator.evaluate(values)?;
        if self.denominator.is_constant() {
            return numerator.checked_div(&self.denominator.as_constant()?);
        }
        numerator.checked_div(&self.denominator.evaluate(values)?)
    }

    /// The quotient; `None` when `other` is 0 everywhere.
    pub fn checked_div(&self, other: &RationalFunction) -> Option<RationalFunction> {
        Some(self * &other.inverse()?)
    }

    /// `1 / self`, in lowest terms as this is; `None` for 0.
    fn inverse(&self) -> Option<RationalFunction> {
        let (content, denominator) = primitive(&self.numerator);
        let numerator = self.denominator.scale(&Rational::ONE.checked_div(&content)?);
        Some(RationalFunction { numerator, denominator })
    }

    /// An integer power; `None` for a negative power of 0.
    pub fn pow(&self, exponent: i32) -> Option<RationalFunction> {
        let size = exponent.unsigned_abs();
        let (numerator, denominator) = (self.numerator.pow(size), self.denominator.pow(size));
        let power = RationalFunction { numerator, denominator };
        if exponent >= 0 { Some(power) } else { power.inverse() }
    }

    /// The partial derivative by one variable.
    pub fn derivative(&self, variable: Variable) -> RationalFunction {
        let (p, q) = (&self.numerator, &self.denominator);
        let top = &(&p.derivative(variable) * q) - &(p * &q.derivative(variable));
        RationalFunction::reduced(top, q * q)
    }

    /// The function with a variable replaced by another function; `None` where that makes the denominator 0 everywhere.
    pub fn substitute(&self, variable: Variable, value: &RationalFunction) -> Option<RationalFunction> {
        let numerator = self.numerator.substitute(variable, value);
        numerator.checked_div(&self.denominator.substitute(variable, value))
    }

    /// The function with all its variables replaced at once: `Variable(i)` by `values[i]`.
    ///
    /// `None` where the denominator becomes 0 everywhere or a variable has no replacement.
    pub fn compose(&self, values: &[RationalFunction]) -> Option<RationalFunction> {
        self.numerator.compose(values)?.checked_div(&self.denominator.compose(values)?)
    }

    /// A ratio in lowest terms, with a primitive denominator.
    fn lowest((numerator, denominator): (Polynomial, Polynomial)) -> RationalFunction {
        RationalFunction { numerator, denominator }
    }

    /// A ratio whose denominator is known not to be 0.
    fn reduced(numerator: Polynomial, denominator: Polynomial) -> RationalFunction {
        RationalFunction::new(numerator, denominator).unwrap_or_else(RationalFunction::zero)
    }
}

/// Cancels the greatest common divisor, where it can be found.
fn cancel(numerator: Polynomial, denominator: Polynomial) -> (Polynomial, Polynomial) {
    if denominator.is_constant() || numerator.is_zero() {
        let one = if numerator.is_zero() { Polynomial::one() } else { denominator };
        return (numerator, one);
    }
    let Some(divisor) = gcd(&numerator, &denominator).filter(|divisor| !divisor.is_constant()) else {
        return (numerator, denominator);
    };
    match (divide_exactly(&numerator, &divisor), divide_exactly(&denominator, &divisor)) {
        (Some(p), Some(q)) => (p, q),
        _ => (numerator, denominator),
    }
}

impl Polynomial {
    /// The polynomial with a variable replaced by a function (Horner's rule).
    pub fn substitute(&self, variable: Variable, value: &RationalFunction) -> RationalFunction {
        let coefficients = self.coefficients_in(variable);
        coefficients.into_iter().rev().fold(RationalFunction::zero(), |sum, c| &(&sum * value) + &c.into())
    }

    /// The polynomial with all its variables replaced at once: `Variable(i)` by `values[i]`.
    pub fn compose(&self, values: &[RationalFunction]) -> Option<RationalFunction> {
        let mut sum = RationalFunction::zero();
        for (monomial, coefficient) in self.terms() {
            let mut term: RationalFunction = coefficient.clone().into();
            for (variable, exponent) in monomial.powers() {
                let factor = values.get(usize::from(variable.0))?.pow(i32::try_from(*exponent).ok()?)?;
                term = &term * &factor;
            }
            sum = &sum + &term;
        }
        Some(sum)
    }
}

impl PartialEq for RationalFunction {
    fn eq(&self, other: &Self) -> bool {
        (self.numerator == other.numerator && self.denominator == other.denominator)
            || &self.numerator * &other.denominator == &other.numerator * &self.denominator
    }
}

impl Eq for RationalFunction {}

impl Default for RationalFunction {
    fn default() -> Self {
        RationalFunction::zero()
    }
}

impl From<Polynomial> for RationalFunction {
    fn from(numerator: Polynomial) -> Self {
        RationalFunction { numerator, denominator: Polynomial::one() }
    }
}

impl From<Rational> for RationalFunction {
    fn from(value: Rational) -> Self {
        Polynomial::from(value).into()
    }
}

/// `a + b`, or `a - b`. Both are in lowest terms, so only what their denominators share can cancel.
///
/// # References
/// - P. Henrici (1956), "A subroutine for computations with rational numbers", Journal of the ACM 3(1).
fn add_signed(a: &RationalFunction, b: &RationalFunction, negate: bool) -> RationalFunction {
    let signed = |p: Polynomial| if negate { -&p } else { p };
    if a.denominator == b.denominator {
        let top = &a.numerator + &signed(b.numerator.clone());
        return RationalFunction::lowest(cancel(top, a.denominator.clone()));
    }
    let (left, right, shared) = without_shared(&a.denominator, &b.denominator);
    let top = &(&a.numerator * &right) + &signed(&b.numerator * &left);
    let (top, shared) = cancel(top, shared);
    if top.is_zero() {
        return RationalFunction::zero();
    }
    RationalFunction { numerator: top, denominator: &(&left * &right) * &shared }
}

/// What two denominators have apart, and what they share: `a = left * shared`, `b = right * shared`.
fn without_shared(a: &Polynomial, b: &Polynomial) -> (Polynomial, Polynomial, Polynomial) {
    let divided = |divisor: Polynomial| Some((divide_exactly(a, &divisor)?, divide_exactly(b, &divisor)?, divisor));
    let divisor = if a.is_constant() || b.is_constant() { None } else { gcd(a, b) };
    let found = divisor.filter(|divisor| !divisor.is_constant()).and_then(divided);
    found.unwrap_or_else(|| (a.clone(), b.clone(), Polynomial::one()))
}

/// `a * b`. Both are in lowest terms, so only the numerator of one and the denominator of the other can share factors.
fn multiply(a: &RationalFunction, b: &RationalFunction) -> RationalFunction {
    if a.is_zero() || b.is_zero() {
        return RationalFunction::zero();
    }
    let (p, e) = cancel(a.numerator.clone(), b.denominator.clone());
    let (q, d) = cancel(b.numerator.clone(), a.denominator.clone());
    RationalFunction { numerator: &p * &q, denominator: &d * &e }
}

impl Add for &RationalFunction {
    type Output = RationalFunction;
    fn add(self, other: &RationalFunction) -> RationalFunction {
        add_signed(self, other, false)
    }
}

impl Sub for &RationalFunction {
    type Output = RationalFunction;
    fn sub(self, other: &RationalFunction) -> RationalFunction {
        add_signed(self, other, true)
    }
}

impl Mul for &RationalFunction {
    type Output = RationalFunction;
    fn mul(self, other: &RationalFunction) -> RationalFunction {
        multiply(self, other)
    }
}

impl Neg for &RationalFunction {
    type Output = RationalFunction;
    fn neg(self) -> RationalFunction {
        RationalFunction { numerator: -&self.numerator, denominator: self.denominator.clone() }
    }
}
