//! [`Whole`]: the integers of the double description method.

use dashu_base::{Abs, Gcd};
use dashu_int::{IBig, UBig};

use crate::number::Entry;

/// An integer type that takes sums of products. Operations return `None` where the type is too small.
pub(super) trait Whole: Entry {
    /// The sum of the products.
    fn dot(a: &[Self], b: &[Self]) -> Option<Self>;
    /// `p * b - q * a` for each pair of entries, divided by what they have in common.
    fn mix(a: &[Self], p: &Self, b: &[Self], q: &Self) -> Option<Vec<Self>>;
}

impl Whole for i128 {
    fn dot(a: &[Self], b: &[Self]) -> Option<Self> {
        a.iter()
            .zip(b)
            .filter(|(x, y)| **x != 0 && **y != 0)
            .try_fold(0i128, |sum, (&x, &y)| sum.checked_add(product(x, y)?))
    }

    fn mix(a: &[Self], p: &Self, b: &[Self], q: &Self) -> Option<Vec<Self>> {
        let entry = |(&x, &y): (&i128, &i128)| product(*p, y)?.checked_sub(product(*q, x)?);
        let mut mixed: Vec<i128> = a.iter().zip(b).map(entry).collect::<Option<_>>()?;
        let divisor = mixed.iter().fold(0u128, |divisor, x| gcd(divisor, x.unsigned_abs()));
        if divisor > 1 {
            let divisor = i128::try_from(divisor).ok()?;
            mixed.iter_mut().for_each(|x| *x = quotient(*x, divisor));
        }
        Some(mixed)
    }
}

/// Both as single words, if they fit.
fn words(a: i128, b: i128) -> Option<(i64, i64)> {
    Some((i64::try_from(a).ok()?, i64::try_from(b).ok()?))
}

/// Nearly all factors are single words, whose product needs no check.
fn product(a: i128, b: i128) -> Option<i128> {
    match words(a, b) {
        Some((a, b)) => Some(i128::from(a) * i128::from(b)),
        None => a.checked_mul(b),
    }
}

fn quotient(a: i128, b: i128) -> i128 {
    match words(a, b) {
        Some((a, b)) => i128::from(a / b),
        None => a / b,
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    match (u64::try_from(a), u64::try_from(b)) {
        _ if a == 1 => 1,
        (Ok(0), _) => b,
        (_, Ok(0)) => a,
        (Ok(a), Ok(b)) => a.gcd(b).into(),
        _ => a.gcd(b),
    }
}

impl Whole for IBig {
    fn dot(a: &[Self], b: &[Self]) -> Option<Self> {
        Some(a.iter().zip(b).map(|(x, y)| x * y).sum())
    }

    fn mix(a: &[Self], p: &Self, b: &[Self], q: &Self) -> Option<Vec<Self>> {
        let mut mixed: Vec<IBig> = a.iter().zip(b).map(|(x, y)| p * y - q * x).collect();
        let divisor = mixed.iter().fold(UBig::ZERO, |divisor, x| {
            let x: UBig = x.clone().abs().try_into().unwrap_or(UBig::ZERO);
            match (divisor == UBig::ZERO, x == UBig::ZERO) {
                (true, _) => x,
                (_, true) => divisor,
                _ => divisor.gcd(x),
            }
        });
        let divisor = IBig::from(divisor);
        mixed.iter_mut().for_each(|x| *x /= &divisor);
        Some(mixed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn double_words_agree_with_big_integers(
            a in prop::collection::vec(any::<i128>(), 3),
            b in prop::collection::vec(any::<i128>(), 3),
            p in any::<i64>(),
            q in any::<i64>(),
            shift in 0u32..120,
        ) {
            let short = |values: Vec<i128>| values.into_iter().map(|x| x >> shift).collect::<Vec<i128>>();
            let (a, b, p, q) = (short(a), short(b), i128::from(p), i128::from(q));
            let big = |values: &[i128]| values.iter().map(|&x| IBig::from(x)).collect::<Vec<IBig>>();
            let exact = IBig::dot(&big(&a), &big(&b));
            prop_assert!(i128::dot(&a, &b).is_none_or(|dot| Some(IBig::from(dot)) == exact));
            if IBig::from(p) * IBig::from(b[0]) != IBig::from(q) * IBig::from(a[0]) {
                let exact = IBig::mix(&big(&a), &p.into(), &big(&b), &q.into());
                prop_assert!(i128::mix(&a, &p, &b, &q).is_none_or(|mixed| Some(big(&mixed)) == exact));
            }
        }
    }
}
