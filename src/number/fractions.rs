//! [`fractions`]: rational numbers from what they are modulo a power of a prime.

use dashu_base::Abs;
use dashu_int::IBig;

/// The numerators over one common denominator that digits to a base `prime` stand for, modulo a power of it.
///
/// `None` where no fractions below the bound fit, or the caller wants to stop.
pub(crate) fn fractions(
    solution: &[Vec<i64>],
    prime: i64,
    modulus: &IBig,
    bound: &IBig,
    must_stop: &mut dyn FnMut() -> bool,
) -> Option<(Vec<IBig>, IBig)> {
    let mut numerators: Vec<IBig> = Vec::with_capacity(solution.len());
    let mut common = IBig::ONE;
    for digits in solution {
        if must_stop() {
            return None;
        }
        let value = digits.iter().rev().fold(IBig::ZERO, |value, digit| value * prime + digit);
        let scaled = symmetric(value * &common, modulus);
        if scaled.clone().abs() <= *bound {
            numerators.push(scaled);
            continue;
        }
        let (numerator, denominator) = reconstruct(scaled, modulus, bound)?;
        numerators.iter_mut().for_each(|known| *known *= &denominator);
        numerators.push(numerator);
        common *= denominator;
        if common.clone().abs() > *bound {
            return None;
        }
    }
    Some((numerators, common))
}

/// The remainder nearest to 0.
fn symmetric(value: IBig, modulus: &IBig) -> IBig {
    let rest = value % modulus;
    if IBig::from(2) * rest.clone().abs() <= *modulus {
        return rest;
    }
    if rest > IBig::ZERO { rest - modulus } else { rest + modulus }
}

/// The fraction with a small numerator that a remainder stands for, by Euclid's algorithm.
fn reconstruct(value: IBig, modulus: &IBig, bound: &IBig) -> Option<(IBig, IBig)> {
    let (mut before, mut rest) = (modulus.clone(), value);
    let (mut factor_before, mut factor) = (IBig::ZERO, IBig::ONE);
    while rest.clone().abs() > *bound {
        let quotient = &before / &rest;
        let next = &before - &quotient * &rest;
        let next_factor = &factor_before - &quotient * &factor;
        (before, rest) = (rest, next);
        (factor_before, factor) = (factor, next_factor);
    }
    (factor != IBig::ZERO && factor.clone().abs() <= *bound).then_some((rest, factor))
}
