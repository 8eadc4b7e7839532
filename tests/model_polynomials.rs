//! Polynomials and their ratios obey the laws of rings and fields, checked by evaluation and by structure.

use foederis::model::expression::{Names, compile};
use foederis::number::{Monomial, gcd, primitive};
use foederis::{Polynomial, Rational, RationalFunction, Variable};
use proptest::prelude::*;

const VARIABLES: u16 = 3;

fn rational() -> impl Strategy<Value = Rational> {
    (-6i64..=6, 1i64..=4).prop_map(|(num, den)| Rational::new(num, den).unwrap())
}

fn point() -> impl Strategy<Value = Vec<Rational>> {
    prop::collection::vec(rational(), VARIABLES as usize)
}

fn polynomial() -> impl Strategy<Value = Polynomial> {
    let term = (prop::collection::vec(0u32..3, VARIABLES as usize), rational());
    prop::collection::vec(term, 0..4).prop_map(|terms| {
        terms.into_iter().fold(Polynomial::zero(), |sum, (exponents, coefficient)| {
            let term = exponents.iter().enumerate().fold(Polynomial::from(coefficient), |product, (i, &e)| {
                &product * &Polynomial::monomial(Monomial::power(Variable(i as u16), e), Rational::ONE)
            });
            &sum + &term
        })
    })
}

fn function() -> impl Strategy<Value = RationalFunction> {
    (polynomial(), polynomial()).prop_filter_map("denominator", |(p, q)| RationalFunction::new(p, q))
}

fn value(p: &Polynomial, at: &[Rational]) -> Rational {
    p.evaluate(at).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn evaluation_is_a_ring_homomorphism(a in polynomial(), b in polynomial(), at in point()) {
        let (x, y) = (value(&a, &at), value(&b, &at));
        prop_assert_eq!(value(&(&a + &b), &at), &x + &y);
        prop_assert_eq!(value(&(&a - &b), &at), &x - &y);
        prop_assert_eq!(value(&(&a * &b), &at), &x * &y);
        prop_assert_eq!(value(&-&a, &at), -&x);
        prop_assert_eq!(value(&a.pow(3), &at), x.pow(3).unwrap());
    }

    #[test]
    fn rings_are_commutative_associative_distributive(a in polynomial(), b in polynomial(), c in polynomial()) {
        prop_assert_eq!(&a * &b, &b * &a);
        prop_assert_eq!(&(&a * &b) * &c, &a * &(&b * &c));
        prop_assert_eq!(&a * &(&b + &c), &(&a * &b) + &(&a * &c));
        prop_assert_eq!(&(&a + &b) - &b, a);
    }

    #[test]
    fn derivatives_obey_the_product_rule(a in polynomial(), b in polynomial(), v in 0..VARIABLES) {
        let v = Variable(v);
        let expected = &(&a.derivative(v) * &b) + &(&a * &b.derivative(v));
        prop_assert_eq!((&a * &b).derivative(v), expected);
    }

    #[test]
    fn the_divisor_divides_and_holds_every_common_factor(a in polynomial(), b in polynomial(), c in polynomial()) {
        prop_assume!(!c.is_zero() && !a.is_zero());
        let (ac, bc) = (&a * &c, &b * &c);
        let divisor = gcd(&ac, &bc).expect("small polynomials are within the effort");
        let divide = foederis::number::divide_exactly;
        prop_assert!(divide(&ac, &divisor).is_some());
        prop_assert!(divide(&bc, &divisor).is_some());
        prop_assert!(divide(&divisor, &primitive(&c).1).is_some());
    }

    #[test]
    fn a_power_is_the_product_written_out(a in function(), exponent in 0..5usize) {
        let names = ["x", "y", "z"];
        let base = format!("({})", a.to_text(&names));
        let product = vec![base.as_str(); exponent].join("*");
        let read = |text: &str| compile(text, &Names(&names)).map_err(|error| error.message);
        let (once, sign) = (read(&format!("{base}^{exponent}")), read(&format!("{base}^-{exponent}")));
        if exponent > 0 {
            prop_assert_eq!(&once, &read(&product));
            prop_assert_eq!(sign, read(&format!("1/({product})")));
        } else {
            prop_assert_eq!(once, Ok(RationalFunction::one()));
        }
    }

    #[test]
    fn fields_agree_with_evaluation(a in function(), b in function(), at in point()) {
        if let (Some(x), Some(y)) = (a.evaluate(&at), b.evaluate(&at)) {
            prop_assert_eq!((&a + &b).evaluate(&at), Some(&x + &y));
            prop_assert_eq!((&a - &b).evaluate(&at), Some(&x - &y));
            prop_assert_eq!((&a * &b).evaluate(&at), Some(&x * &y));
            if !y.is_zero() {
                prop_assert_eq!(a.checked_div(&b).unwrap().evaluate(&at), Some(&x / &y));
            }
        }
    }

    #[test]
    fn ratios_are_canonical(a in function(), b in function()) {
        prop_assume!(!b.is_zero());
        let back = (&a * &b).checked_div(&b).unwrap();
        prop_assert_eq!(back.numerator(), a.numerator());
        prop_assert_eq!(back.denominator(), a.denominator());
        prop_assert!(a.denominator().leading_coefficient().is_positive());
        let (left, right) = (&a + &b, &b + &a);
        prop_assert_eq!(left.numerator(), right.numerator());
    }

    #[test]
    fn sums_and_products_are_as_reduced_as_those_multiplied_out(a in function(), b in function(), c in polynomial()) {
        prop_assume!(!c.is_zero());
        // Denominators and numerators that share a factor.
        let common: RationalFunction = c.into();
        for (a, b) in [(a.clone(), b.clone()), (a.checked_div(&common).unwrap(), b.checked_div(&common).unwrap()),
                       (&a * &common, b.checked_div(&common).unwrap())] {
            let (p, q, d, e) = (a.numerator(), b.numerator(), a.denominator(), b.denominator());
            for (short, top, bottom) in [
                (&a + &b, &(p * e) + &(q * d), d * e),
                (&a - &b, &(p * e) - &(q * d), d * e),
                (&a * &b, p * q, d * e),
            ] {
                let long = RationalFunction::new(top, bottom).unwrap();
                prop_assert_eq!(&short, &long);
                // Where products are long, what they share may not be found.
                prop_assert!(short.degree() <= long.degree(), "{:?}", short);
                if short.degree() == long.degree() {
                    prop_assert_eq!(short.numerator(), long.numerator());
                    prop_assert_eq!(short.denominator(), long.denominator());
                }
            }
        }
    }

    #[test]
    fn quotient_rule(a in function(), b in function(), v in 0..VARIABLES) {
        let v = Variable(v);
        prop_assert_eq!((&a * &b).derivative(v), &(&a.derivative(v) * &b) + &(&a * &b.derivative(v)));
    }

    #[test]
    fn substitution_agrees_with_evaluation(a in function(), b in function(), v in 0..VARIABLES, at in point()) {
        let v = Variable(v);
        if let (Some(put), Some(inner)) = (a.substitute(v, &b), b.evaluate(&at)) {
            let mut moved = at.clone();
            moved[usize::from(v.0)] = inner;
            if let Some(expected) = a.evaluate(&moved) {
                prop_assert_eq!(put.evaluate(&at), Some(expected));
            }
            let mut all: Vec<RationalFunction> = (0..VARIABLES).map(|i| RationalFunction::variable(Variable(i))).collect();
            all[usize::from(v.0)] = b;
            prop_assert_eq!(a.compose(&all), Some(put));
        }
    }
}
