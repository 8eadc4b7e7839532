//! The greatest common divisor of polynomials, by primitive remainder sequences, one variable at a time.
//!
//! # References
//! - G. E. Collins (1967), "Subresultants and reduced polynomial remainder sequences", Journal of the ACM 14(1).

use std::collections::BTreeSet;

use dashu_base::{Abs, Gcd};
use dashu_int::{IBig, UBig};

use super::{Monomial, Polynomial, Rational, Variable};

/// The work that [`gcd`] may do before it gives up, in coefficient words multiplied.
const EFFORT: u64 = 300_000;

/// A count of work left. Running out is no failure of correctness: the divisor is then left uncancelled.
struct Effort(u64);

impl Effort {
    /// Pays for a product; `None` when the work left is not enough.
    fn product(&mut self, a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
        let words = 1 + (a.coefficient_bits() + b.coefficient_bits()) as u64 / 64;
        let cost = (a.terms().len() as u64).saturating_mul(b.terms().len() as u64).saturating_mul(words);
        self.0 = self.0.checked_sub(cost)?;
        Some(a * b)
    }
}

/// The greatest common divisor, primitive (coprime integer coefficients, the leading one positive).
///
/// `None` where finding it would take too long. The divisor of 0 and 0 is 0.
///
/// # Complexity
/// Exponential in the number of variables in the worst case, hence the bound on effort; payoffs of games are small.
pub fn gcd(a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
    divisor(&primitive(a).1, &primitive(b).1, &mut Effort(EFFORT))
}

/// Splits a polynomial into a number and a polynomial with coprime integer coefficients, the leading one positive.
pub fn primitive(polynomial: &Polynomial) -> (Rational, Polynomial) {
    let mut numerators = UBig::ZERO;
    let mut denominators = UBig::ONE;
    for (_, value) in polynomial.terms() {
        numerators = positive_gcd(&numerators, &magnitude(value.numerator()));
        let denominator = magnitude(value.denominator());
        denominators = &denominators / positive_gcd(&denominators, &denominator) * denominator;
    }
    let content = Rational::from_integers(numerators.into(), denominators.into());
    let content = if polynomial.leading_coefficient().is_negative() { -content } else { content };
    match Rational::ONE.checked_div(&content) {
        Some(inverse) if content != Rational::ONE => (content, polynomial.scale(&inverse)),
        _ => (content, polynomial.clone()),
    }
}

fn magnitude(value: IBig) -> UBig {
    value.abs().try_into().unwrap_or(UBig::ZERO)
}

fn positive_gcd(a: &UBig, b: &UBig) -> UBig {
    if *a == UBig::ZERO { b.clone() } else { a.gcd(b) }
}

/// `a / b`, where `b` divides `a` without remainder.
pub fn divide_exactly(a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
    quotient(a, b, &mut Effort(EFFORT))
}

fn quotient(a: &Polynomial, b: &Polynomial, effort: &mut Effort) -> Option<Polynomial> {
    let (lead, value) = b.terms().first()?;
    let (mut rest, mut result) = (a.clone(), Vec::new());
    while let Some((monomial, coefficient)) = rest.terms().first() {
        let term = Polynomial::monomial(monomial.over(lead)?, coefficient / value);
        rest = &rest - &effort.product(b, &term)?;
        result.extend(term.terms().iter().cloned());
    }
    Some(Polynomial::from_terms(result))
}

/// The divisor of two primitive polynomials.
fn divisor(a: &Polynomial, b: &Polynomial, effort: &mut Effort) -> Option<Polynomial> {
    if a.is_zero() || b.is_zero() {
        return Some(if a.is_zero() { b.clone() } else { a.clone() });
    }
    let (m, a) = strip_monomial(a);
    let (n, b) = strip_monomial(b);
    Some(stripped_divisor(&a, &b, effort)?.shift(&m.gcd(&n)))
}

/// Takes the greatest monomial that divides every term out of a polynomial that is not zero.
fn strip_monomial(polynomial: &Polynomial) -> (Monomial, Polynomial) {
    let mut monomials = polynomial.terms().iter().map(|(monomial, _)| monomial);
    let first = monomials.next().cloned().unwrap_or_default();
    let common = monomials.fold(first, |common, monomial| common.gcd(monomial));
    let stripped = polynomial.terms().iter().filter_map(|(m, value)| Some((m.over(&common)?, value.clone())));
    (common.clone(), Polynomial::from_terms(stripped))
}

fn stripped_divisor(a: &Polynomial, b: &Polynomial, effort: &mut Effort) -> Option<Polynomial> {
    if a.is_constant() || b.is_constant() {
        return Some(Polynomial::one());
    }
    if a == b {
        return Some(a.clone());
    }
    let (left, right) = (a.variables(), b.variables());
    if let Some(only) = left.difference(&right).next() {
        return divisor(&content_in(a, *only, effort)?, b, effort);
    }
    if let Some(only) = right.difference(&left).next() {
        return divisor(a, &content_in(b, *only, effort)?, effort);
    }
    in_main_variable(a, b, main_variable(a, b, &left)?, effort)
}

/// The variable of least degree makes the shortest sequence.
fn main_variable(a: &Polynomial, b: &Polynomial, variables: &BTreeSet<Variable>) -> Option<Variable> {
    variables.iter().copied().min_by_key(|&v| a.degree_in(v).max(b.degree_in(v)))
}

fn in_main_variable(a: &Polynomial, b: &Polynomial, x: Variable, effort: &mut Effort) -> Option<Polynomial> {
    let (content_a, content_b) = (content_in(a, x, effort)?, content_in(b, x, effort)?);
    let content = divisor(&content_a, &content_b, effort)?;
    let mut high = quotient(a, &content_a, effort)?;
    let mut low = quotient(b, &content_b, effort)?;
    if high.degree_in(x) < low.degree_in(x) {
        std::mem::swap(&mut high, &mut low);
    }
    loop {
        let rest = pseudo_remainder(&high, &low, x, effort)?;
        if rest.is_zero() {
            return Some(primitive(&effort.product(&content, &low)?).1);
        }
        if rest.degree_in(x) == 0 {
            return Some(content);
        }
        let rest = primitive(&rest).1;
        let reduced = quotient(&rest, &content_in(&rest, x, effort)?, effort)?;
        high = std::mem::replace(&mut low, primitive(&reduced).1);
    }
}

/// The divisor of the coefficients of the powers of `x`.
fn content_in(polynomial: &Polynomial, x: Variable, effort: &mut Effort) -> Option<Polynomial> {
    let mut content = Polynomial::zero();
    for coefficient in polynomial.coefficients_in(x) {
        content = divisor(&content, &primitive(&coefficient).1, effort)?;
        if content == Polynomial::one() {
            break;
        }
    }
    Some(content)
}

/// The remainder of `a` by `b` in `x`, after multiplying `a` by powers of the leading coefficient of `b`.
fn pseudo_remainder(a: &Polynomial, b: &Polynomial, x: Variable, effort: &mut Effort) -> Option<Polynomial> {
    let degree = b.degree_in(x);
    let lead = b.coefficients_in(x).pop()?;
    let mut rest = a.clone();
    while !rest.is_zero() && rest.degree_in(x) >= degree {
        let power = Monomial::power(x, rest.degree_in(x) - degree);
        let top = rest.coefficients_in(x).pop()?.shift(&power);
        rest = &effort.product(&rest, &lead)? - &effort.product(b, &top)?;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn x(index: u16) -> Polynomial {
        Polynomial::variable(Variable(index))
    }

    fn number(value: i64) -> Polynomial {
        Rational::from(value).into()
    }

    #[test]
    fn finds_a_common_factor_in_three_variables() {
        let common = &(&x(0) * &x(1)) - &(&x(2) + &number(3));
        let a = &common * &(&x(0) + &x(2)).pow(2);
        let b = &common * &(&x(1) - &number(5));
        assert_eq!(gcd(&a, &b), Some(primitive(&common).1));
        assert_eq!(divide_exactly(&a, &common), Some((&x(0) + &x(2)).pow(2)));
    }

    #[test]
    fn coprime_polynomials_have_divisor_one() {
        assert_eq!(gcd(&(&x(0) + &x(1)), &(&x(0) - &x(1))), Some(Polynomial::one()));
        assert_eq!(gcd(&x(0), &x(1)), Some(Polynomial::one()));
        assert_eq!(gcd(&Polynomial::zero(), &number(4)), Some(Polynomial::one()));
    }

    #[test]
    fn monomials_and_contents_divide() {
        let a = &x(0).pow(3) * &(&x(1) + &number(1)).scale(&6.into());
        let b = &x(0).pow(2) * &(&x(1) + &number(1)).pow(2).scale(&4.into());
        assert_eq!(gcd(&a, &b), Some(&x(0).pow(2) * &(&x(1) + &number(1))));
    }

    #[test]
    fn gives_up_rather_than_hang() {
        let sum = |range: std::ops::Range<u16>| {
            range.fold(number(1), |sum, i| &sum + &x(i).scale(&i64::from(3 * i + 1).into()))
        };
        let a = &sum(0..5).pow(6) + &x(5);
        let b = &(&sum(1..6).pow(5) * &x(0).pow(4)) + &number(7);
        // Either answer is sound; the point is that one comes.
        assert!(gcd(&a, &b).is_none_or(|divisor| divide_exactly(&a, &divisor).is_some()));
    }

    #[test]
    fn primitive_part_and_content() {
        let p = &x(0).scale(&Rational::new(-2, 3).unwrap()) + &Rational::new(4, 9).unwrap().into();
        let (content, part) = primitive(&p);
        assert_eq!(content, Rational::new(-2, 9).unwrap());
        assert_eq!(part.to_text(&["x"]), "3*x - 2");
    }
}
