//! Polynomials in one parameter: their real roots, exactly.

use serde::{Deserialize, Serialize};

use super::constraint::{Constraint, Sense};
use crate::number::{Bernstein, Polynomial, Rational, Root, Variable, divide_exactly, gcd, simplest_between};

/// A real root of a polynomial in one parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Breakpoint {
    /// A fraction.
    Exact(Rational),
    /// An irrational number: the only root of the polynomial (in one parameter) between two fractions.
    Root {
        /// The polynomial.
        polynomial: Polynomial,
        /// Below the root.
        low: Rational,
        /// Above the root.
        high: Rational,
    },
}

impl Breakpoint {
    /// A fraction at or just below the number.
    pub fn low(&self) -> &Rational {
        match self {
            Breakpoint::Exact(value) | Breakpoint::Root { low: value, .. } => value,
        }
    }

    /// A fraction at or just above the number.
    pub fn high(&self) -> &Rational {
        match self {
            Breakpoint::Exact(value) | Breakpoint::Root { high: value, .. } => value,
        }
    }

    /// The nearest float.
    pub fn to_f64(&self) -> f64 {
        (self.low() + self.high()).to_f64() / 2.0
    }

    /// The same number, in half the interval.
    fn halved(&self, variable: Variable) -> Breakpoint {
        let Breakpoint::Root { polynomial, low, high } = self else { return self.clone() };
        let middle = &(low + high) / &Rational::from(2);
        let sign = |at: &Rational| value_at(polynomial, variable, at).signum();
        let (low, high) = match sign(&middle) {
            0 => return Breakpoint::Exact(middle),
            here if here == sign(low) => (middle, high.clone()),
            _ => (low.clone(), middle),
        };
        Breakpoint::Root { polynomial: polynomial.clone(), low, high }
    }

    /// The sign of a polynomial in the same parameter here.
    ///
    /// The interval must hold no root of the polynomial but this number: so it is for the polynomials that
    /// [`breakpoints`] was given.
    pub(crate) fn sign_of(&self, polynomial: &Polynomial, variable: Variable) -> i32 {
        let value = |at: &Rational| value_at(polynomial, variable, at).signum();
        match self {
            Breakpoint::Exact(at) => value(at),
            Breakpoint::Root { polynomial: own, low, high } => {
                let common = gcd(own, polynomial).unwrap_or_else(Polynomial::one);
                let ends = [low, high].map(|at| value_at(&common, variable, at).signum());
                if ends[0] != ends[1] { 0 } else { value(low) }
            }
        }
    }
}

/// The value of a polynomial in one parameter.
pub(super) fn value_at(polynomial: &Polynomial, variable: Variable, at: &Rational) -> Rational {
    let coefficients = polynomial.coefficients_in(variable);
    let constant = |c: &Polynomial| c.as_constant().unwrap_or_default();
    coefficients.iter().rev().fold(Rational::ZERO, |sum, c| sum * at + constant(c))
}

/// Every real root of some polynomials in one parameter, in order; no two numbers that enclose roots touch.
///
/// The polynomials are brought down to factors that have no root in common, each of which is taken by itself: the degree
/// of their product would be the sum of theirs.
pub(crate) fn breakpoints(polynomials: &[&Polynomial], variable: Variable) -> Vec<Breakpoint> {
    let factors = coprime(polynomials, variable);
    let mut points: Vec<Breakpoint> = factors.iter().flat_map(|factor| roots(factor, variable)).collect();
    separate(&mut points, variable);
    points
}

/// Polynomials without multiple roots, no two with a common one, that together have the roots of those given.
fn coprime(polynomials: &[&Polynomial], variable: Variable) -> Vec<Polynomial> {
    let mut found: Vec<Polynomial> = Vec::new();
    for polynomial in polynomials.iter().filter(|polynomial| !polynomial.is_constant()) {
        let mut rest = square_free(polynomial, variable);
        for known in &found {
            let common = gcd(known, &rest).filter(|common| !common.is_constant());
            rest = common.and_then(|common| divide_exactly(&rest, &common)).unwrap_or(rest);
        }
        if !rest.is_constant() {
            found.push(rest);
        }
    }
    found
}

/// Sorts distinct numbers, and narrows the intervals around them down until none touches another.
fn separate(points: &mut [Breakpoint], variable: Variable) {
    loop {
        points.sort_by(|a, b| a.low().cmp(b.low()));
        let touching = points.windows(2).position(|pair| pair[0].high() >= pair[1].low());
        let Some(at) = touching else { return };
        points[at] = points[at].halved(variable);
        points[at + 1] = points[at + 1].halved(variable);
    }
}

/// The polynomial without multiple factors.
pub(super) fn square_free(polynomial: &Polynomial, variable: Variable) -> Polynomial {
    let common = gcd(polynomial, &polynomial.derivative(variable)).filter(|common| !common.is_constant());
    common.and_then(|common| divide_exactly(polynomial, &common)).unwrap_or_else(|| polynomial.clone())
}

/// The real roots of a polynomial without multiple roots.
fn roots(polynomial: &Polynomial, variable: Variable) -> Vec<Breakpoint> {
    let powers: Vec<Rational> =
        polynomial.coefficients_in(variable).iter().map(|c| c.as_constant().unwrap_or_default()).collect();
    if let [constant, slope] = &powers[..] {
        return vec![Breakpoint::Exact(-(constant / slope))];
    }
    let bound = cauchy_bound(&powers);
    let width = &bound + &bound;
    let place = |u: &Rational| u * &width - &bound;
    let scaled = Bernstein::from_powers(&shifted(&powers, &width, &-&bound), &|| false);
    let found = scaled.roots(&|| false).unwrap_or_default();
    let point = |root: Root| match root {
        Root::Exact(u) => Breakpoint::Exact(place(&u)),
        Root::Between(low, high) => {
            Breakpoint::Root { polynomial: polynomial.clone(), low: place(&low), high: place(&high) }
        }
    };
    found.into_iter().map(point).collect()
}

/// A number above the size of every root (Cauchy 1829).
fn cauchy_bound(powers: &[Rational]) -> Rational {
    let Some((lead, rest)) = powers.split_last().filter(|(lead, _)| !lead.is_zero()) else { return Rational::ONE };
    let largest = rest.iter().map(Rational::abs).max().unwrap_or_default();
    Rational::ONE + largest / lead.abs()
}

/// The coefficients of `p(scale * u + offset)` by powers of `u` (Horner's rule).
fn shifted(powers: &[Rational], scale: &Rational, offset: &Rational) -> Vec<Rational> {
    let mut result: Vec<Rational> = vec![Rational::ZERO];
    for coefficient in powers.iter().rev() {
        let mut next = vec![Rational::ZERO; result.len() + 1];
        for (k, value) in result.iter().enumerate() {
            next[k] += value * offset;
            next[k + 1] += value * scale;
        }
        next[0] += coefficient.clone();
        result = next;
    }
    result.truncate(powers.len().max(1));
    result
}

/// A value of one parameter that meets constraints on it alone.
pub(super) enum Value {
    /// This one.
    At(Rational),
    /// Only irrational ones do.
    Irrational,
    /// None.
    Nowhere,
}

/// Finds a value that meets constraints in one parameter: inside an interval if there is one, as simple as can be.
pub(super) fn find_value(constraints: &[Constraint], variable: Variable, preferred: &Rational) -> Value {
    let polynomials: Vec<&Polynomial> = constraints.iter().map(Constraint::polynomial).collect();
    let holds = |at: &Rational| {
        let sign = |c: &Constraint| c.sense().allows(value_at(c.polynomial(), variable, at).signum());
        constraints.iter().all(sign)
    };
    let points = breakpoints(&polynomials, variable);
    if holds(preferred) && points.iter().all(|point| point.low() != preferred) {
        return Value::At(preferred.clone());
    }
    if let Some(found) = between(&points).into_iter().find(holds) {
        return Value::At(found);
    }
    if constraints.iter().all(|c| c.sense() == Sense::Positive) {
        return Value::Nowhere;
    }
    let meets =
        |point: &&Breakpoint| constraints.iter().all(|c| c.sense().allows(point.sign_of(c.polynomial(), variable)));
    match points.iter().find(meets) {
        Some(Breakpoint::Exact(value)) => Value::At(value.clone()),
        Some(_) => Value::Irrational,
        None => Value::Nowhere,
    }
}

/// A simple number in each of the open intervals that the points leave.
pub(super) fn between(points: &[Breakpoint]) -> Vec<Rational> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return vec![Rational::ZERO] };
    let below = simplest_between(None, Some(first.low()));
    let inner = points.windows(2).map(|pair| simplest_between(Some(pair[0].high()), Some(pair[1].low())));
    let above = simplest_between(Some(last.high()), None);
    [below].into_iter().chain(inner).chain([above]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: Variable = Variable(0);

    fn polynomial(coefficients: &[i64]) -> Polynomial {
        let x = Polynomial::variable(X);
        let term = |(k, c): (usize, &i64)| x.pow(k as u32).scale(&(*c).into());
        coefficients.iter().enumerate().map(term).fold(Polynomial::zero(), |sum, term| &sum + &term)
    }

    fn ratio(num: i64, den: i64) -> Rational {
        Rational::new(num, den).unwrap()
    }

    #[test]
    fn roots_of_several_polynomials_in_order() {
        // x^2 - 2, (x - 1)(x + 3), 2x - 1, and (x - 1)^2 once more.
        let all = [polynomial(&[-2, 0, 1]), polynomial(&[-3, 2, 1]), polynomial(&[-1, 2]), polynomial(&[1, -2, 1])];
        let found = breakpoints(&all.iter().collect::<Vec<_>>(), X);
        let floats: Vec<f64> = found.iter().map(Breakpoint::to_f64).collect();
        let expected = [-3.0, -(2.0_f64.sqrt()), 0.5, 1.0, 2.0_f64.sqrt()];
        assert_eq!(floats.len(), expected.len(), "{floats:?}");
        floats.iter().zip(expected).for_each(|(found, expected)| assert!((found - expected).abs() < 1e-12));
        assert_eq!(found[2], Breakpoint::Exact(ratio(1, 2)));
        assert_eq!(found[1].sign_of(&all[0], X), 0);
        assert_eq!(found[1].sign_of(&all[1], X), -1);
    }

    #[test]
    fn intervals_around_close_roots_are_told_apart() {
        // x^2 - 2 and, at a distance of 1e-30 or so, a fraction near its root, and x^2 - 2 - 1e-30.
        let (near, digits) = (10_i64.pow(15), Rational::from(10).pow(30).unwrap());
        let fraction = Rational::new(1_414_213_562_373_095, near).unwrap();
        let shifted = &polynomial(&[-2, 0, 1]).scale(&digits) - &Polynomial::one();
        let line = &Polynomial::variable(X) - &Polynomial::from(fraction.clone());
        let all = [polynomial(&[-2, 0, 1]), shifted, line];
        let found = breakpoints(&all.iter().collect::<Vec<_>>(), X);
        assert_eq!(found.len(), 5);
        assert!(found.windows(2).all(|pair| pair[0].high() < pair[1].low()));
        assert_eq!(found[2], Breakpoint::Exact(fraction));
        let signs: Vec<[i32; 3]> = found.iter().map(|at| [0, 1, 2].map(|k| at.sign_of(&all[k], X))).collect();
        assert_eq!(signs, [[1, 0, -1], [0, -1, -1], [-1, -1, 0], [0, -1, 1], [1, 0, 1]]);
    }

    #[test]
    fn values_that_meet_constraints() {
        let at = |constraints: &[(&[i64], Sense)]| {
            let constraints: Vec<_> =
                constraints.iter().map(|(p, sense)| Constraint::new(&polynomial(p), *sense)).collect();
            find_value(&constraints, X, &ratio(1, 2))
        };
        assert!(matches!(at(&[(&[0, 1], Sense::Positive)]), Value::At(x) if x == ratio(1, 2)));
        assert!(
            matches!(at(&[(&[-1, 1], Sense::Positive), (&[2, -1], Sense::Positive)]), Value::At(x) if x == ratio(3, 2))
        );
        assert!(matches!(at(&[(&[-2, 0, 1], Sense::Zero)]), Value::Irrational));
        assert!(matches!(at(&[(&[-1, 0, -1], Sense::NonNegative)]), Value::Nowhere));
        // -(x - 1)^2 >= 0 at 1 only, which x > 1 excludes.
        assert!(matches!(at(&[(&[-1, 2, -1], Sense::NonNegative)]), Value::At(x) if x == Rational::ONE));
        assert!(matches!(at(&[(&[-1, 2, -1], Sense::NonNegative), (&[-1, 1], Sense::Positive)]), Value::Nowhere));
    }
}
