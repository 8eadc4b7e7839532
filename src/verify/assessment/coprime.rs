//! Numbers as products of numbers without common factors, found without factoring into primes.

use dashu_base::{Gcd, UnsignedAbs};
use dashu_int::UBig;

use crate::number::Rational;

/// Numbers above 1 of which no two have a common factor. Their products are equal only if the exponents are.
pub(super) struct CoprimeBase(Vec<UBig>);

impl CoprimeBase {
    /// A base in which all numbers given, which are above 0, are products of powers.
    pub fn of<'a>(numbers: impl Iterator<Item = &'a Rational>) -> Self {
        let mut base = CoprimeBase(Vec::new());
        for number in numbers {
            base.insert(number.numerator().unsigned_abs());
            base.insert(number.denominator().unsigned_abs());
        }
        base
    }

    fn insert(&mut self, number: UBig) {
        let mut open = vec![number];
        while let Some(number) = open.pop() {
            if number == UBig::ONE {
                continue;
            }
            let shares = |member: &UBig| member.gcd(&number) != UBig::ONE;
            let Some(position) = self.0.iter().position(shares) else {
                self.0.push(number);
                continue;
            };
            if self.0[position] == number {
                continue;
            }
            let member = self.0.swap_remove(position);
            let common: UBig = (&member).gcd(&number);
            open.extend([&member / &common, &number / &common, common]);
        }
    }

    /// The exponents of the members in a number that the base was made of.
    pub fn exponents(&self, number: &Rational) -> Vec<Rational> {
        let (over, under) = (number.numerator().unsigned_abs(), number.denominator().unsigned_abs());
        self.0.iter().map(|member| Rational::from(count(&over, member) - count(&under, member))).collect()
    }
}

fn count(number: &UBig, member: &UBig) -> i64 {
    let (mut rest, mut times) = (number.clone(), 0);
    while &rest % member == UBig::ZERO {
        rest = &rest / member;
        times += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_multiply_back() {
        let number = |num, den| Rational::new(num, den).unwrap();
        let numbers = [number(12, 35), number(18, 1), number(1, 216), number(49, 6), number(10, 9), number(1, 1)];
        let base = CoprimeBase::of(numbers.iter());
        for (i, a) in base.0.iter().enumerate() {
            assert!(base.0[..i].iter().all(|b| a.gcd(b) == UBig::ONE));
        }
        for value in &numbers {
            let power = |(member, times): (&UBig, Rational)| {
                let member = Rational::from_integers(member.clone().into(), 1.into());
                member.pow(times.to_f64() as i32).unwrap()
            };
            assert_eq!(base.0.iter().zip(base.exponents(value)).map(power).product::<Rational>(), *value);
        }
    }
}
