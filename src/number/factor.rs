//! Factors of polynomials, as far as divisors and square roots find them.

use dashu_base::SquareRoot;
use dashu_int::{IBig, UBig};

use super::gcd::{divide_exactly, gcd, primitive};
use super::{Monomial, Polynomial, Rational, Variable};

/// Factors of a polynomial, with how often each divides it; their product is the polynomial, up to a number.
///
/// # Definition
/// Found are single variables; factors that lack a variable; repeated factors; and the two factors of what is quadratic
/// in a variable and has a square as its discriminant. Each factor is primitive with a positive leading coefficient. A
/// factor need not be irreducible: products that take other means stay together. A constant has no factors.
///
/// # Example
/// ```
/// use foederis::number::{Polynomial, Variable, factors};
/// let (a, b) = (Polynomial::variable(Variable(0)), Polynomial::variable(Variable(1)));
/// let product = &(&(&a + &b) * &(&a - &b).pow(2)) * &b;
/// let mut found: Vec<_> = factors(&product).iter().map(|(f, n)| (f.to_text(&["a", "b"]), *n)).collect();
/// found.sort();
/// assert_eq!(found, [("a + b".to_owned(), 1), ("a - b".to_owned(), 2), ("b".to_owned(), 1)]);
/// ```
pub fn factors(polynomial: &Polynomial) -> Vec<(Polynomial, u32)> {
    let mut found: Vec<(Polynomial, u32)> = Vec::new();
    let mut stack = vec![primitive(polynomial).1];
    while let Some(part) = stack.pop() {
        if part.is_constant() {
            continue;
        }
        match split(&part) {
            Some((left, right)) => stack.extend([left, right]),
            None => match found.iter_mut().find(|(known, _)| *known == part) {
                Some((_, count)) => *count += 1,
                None => found.push((part, 1)),
            },
        }
    }
    found
}

/// Two factors of a primitive polynomial, neither of them constant.
fn split(polynomial: &Polynomial) -> Option<(Polynomial, Polynomial)> {
    if polynomial.degree() < 2 {
        return None;
    }
    let mut variables: Vec<Variable> = polynomial.variables().into_iter().collect();
    variables.sort_by_key(|&variable| polynomial.degree_in(variable));
    let of = |divisor: Polynomial| -> Option<(Polynomial, Polynomial)> {
        let rest = divide_exactly(polynomial, &divisor)?;
        let proper = !divisor.is_constant() && !rest.is_constant();
        proper.then(|| (primitive(&divisor).1, primitive(&rest).1))
    };
    if polynomial.terms().len() == 1 {
        return of(Polynomial::variable(variables[0]));
    }
    variables
        .iter()
        .find_map(|&variable| of(content(polynomial, variable)?))
        .or_else(|| variables.iter().find_map(|&variable| of(gcd(polynomial, &polynomial.derivative(variable))?)))
        .or_else(|| variables.iter().find_map(|&variable| of(linear_factor(polynomial, variable)?)))
}

/// The common divisor of the coefficients of the powers of a variable.
fn content(polynomial: &Polynomial, variable: Variable) -> Option<Polynomial> {
    polynomial.coefficients_in(variable).iter().try_fold(Polynomial::zero(), |common, c| gcd(&common, c))
}

/// For `A x^2 + B x + C` whose discriminant is a square `S^2`: what `2A x + B - S` has in common with it.
fn linear_factor(polynomial: &Polynomial, x: Variable) -> Option<Polynomial> {
    let [c, b, a] = <[Polynomial; 3]>::try_from(polynomial.coefficients_in(x)).ok()?;
    let root = square_root(&(&(&b * &b) - &(&a * &c).scale(&4.into())))?;
    let line = &(&a.scale(&2.into()) * &Polynomial::variable(x)) + &(&b - &root);
    gcd(polynomial, &line)
}

/// The square root of a polynomial, where it has one: term by term, as a root is taken by hand.
fn square_root(polynomial: &Polynomial) -> Option<Polynomial> {
    let Some((lead, value)) = polynomial.terms().first() else { return Some(Polynomial::zero()) };
    let mut root = Polynomial::monomial(half(lead)?, exact_root(value)?);
    let first = root.terms()[0].clone();
    let mut rest = polynomial - &(&root * &root);
    // Every step takes away the greatest term of the rest, and none may come back.
    while let Some((monomial, value)) = rest.terms().first().cloned() {
        let next = monomial.over(&first.0).filter(|next| *next < root.terms()[root.terms().len() - 1].0)?;
        let term = Polynomial::monomial(next, value / (&first.1 * &2.into()));
        rest = &rest - &(&term * &(&root.scale(&2.into()) + &term));
        root = &root + &term;
    }
    Some(root)
}

/// The monomial whose square this is.
fn half(monomial: &Monomial) -> Option<Monomial> {
    monomial.powers().iter().try_fold(Monomial::one(), |product, &(variable, exponent)| {
        (exponent % 2 == 0).then(|| product.times(&Monomial::power(variable, exponent / 2)))
    })
}

/// The rational square root, where there is one.
fn exact_root(value: &Rational) -> Option<Rational> {
    let root = Rational::from_integers(floor_of_root(value.numerator())?, floor_of_root(value.denominator())?);
    (&(&root * &root) == value).then_some(root)
}

/// The integer square root, rounded down; `None` below 0.
fn floor_of_root(value: IBig) -> Option<IBig> {
    Some(UBig::try_from(value).ok()?.sqrt().into())
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
    fn the_product_of_the_factors_is_the_polynomial() {
        let (a, b, c) = (x(0), x(1), x(2));
        let cases = [
            (&(&a - &b.scale(&99.into())) * &(&a + &b), 2),
            (&(&(&a * &b) - &c) * &(&(&a + &c) - &number(3)), 2),
            (&a.pow(3) * &(&b + &number(1)).pow(2), 5),
            (&(&(&a * &a) - &number(2)) * &(&b - &c), 2),
            (&(&a * &a) + &(&b * &b), 1),
            (&(&(&a + &b).scale(&2.into()) - &c) * &(&(&a - &b) + &c.scale(&5.into())), 2),
        ];
        for (polynomial, count) in cases {
            let found = factors(&polynomial);
            let product = found.iter().fold(Polynomial::one(), |product, (f, n)| &product * &f.pow(*n));
            assert_eq!(product, primitive(&polynomial).1);
            assert_eq!(found.iter().map(|(_, n)| n).sum::<u32>(), count, "{}", polynomial.to_text(&["a", "b", "c"]));
        }
        assert!(factors(&number(7)).is_empty() && factors(&Polynomial::zero()).is_empty());
    }

    #[test]
    fn square_roots() {
        let root = &(&x(0) * &x(1)) - &(&x(2).scale(&3.into()) + &number(2));
        let found = square_root(&(&root * &root)).unwrap();
        assert!(found == root || found == -&root);
        assert_eq!(square_root(&(&(&root * &root) + &number(1))), None);
        assert_eq!(square_root(&number(2)), None);
    }
}
