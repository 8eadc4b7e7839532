//! [`Entry`]: the integers that a tableau is made of, from machine words to big integers.

use dashu_base::AbsOrd;
use dashu_int::IBig;

/// An integer type for fraction-free elimination. Operations return `None` where the type is too small.
pub(crate) trait Entry: Clone + Send + Sync + Sized {
    /// What is worked out once for each pivot to divide by the old determinant quickly.
    type Divisor;

    /// The integer, if it fits.
    fn from_big(value: &IBig) -> Option<Self>;
    /// The integer as a big one.
    fn to_big(&self) -> IBig;
    /// -1, 0 or 1.
    fn sign(&self) -> i32;
    /// The negated integer.
    fn negated(&self) -> Option<Self>;
    /// Prepares exact division by a positive integer.
    fn divisor(det: &Self) -> Self::Divisor;
    /// `(a * p - b * c) / det`, a division that is known to leave no remainder.
    fn eliminate(a: &Self, p: &Self, b: &Self, c: &Self, det: &Self::Divisor) -> Option<Self>;
    /// [`eliminate`](Entry::eliminate) for a line of entries `a` and the pivot's line of entries `c`, appended to `cells`.
    /// `None` where the type is too small; what was appended by then means nothing.
    fn eliminate_line(
        line: (&[Self], &[Self]),
        p: &Self,
        b: &Self,
        det: &Self::Divisor,
        cells: &mut Vec<Self>,
    ) -> Option<()> {
        for (a, c) in line.0.iter().zip(line.1) {
            cells.push(Self::eliminate(a, p, b, c, det)?);
        }
        Some(())
    }
    /// How many entries are above 0, and how many below.
    fn count_signs(line: &[Self]) -> (usize, usize) {
        line.iter().map(Entry::sign).fold((0, 0), |(positive, negative), sign| {
            (positive + usize::from(sign > 0), negative + usize::from(sign < 0))
        })
    }
    /// The order of the absolute values.
    fn compare_sizes(a: &Self, b: &Self) -> std::cmp::Ordering;
    /// The order of `a * b` and `c * d`.
    fn compare_products(a: &Self, b: &Self, c: &Self, d: &Self) -> std::cmp::Ordering;
}

/// A positive word split into a power of two and the inverse of its odd part modulo 2^64.
pub(crate) struct WordDivisor {
    value: i128,
    shift: u32,
    inverse: u64,
}

impl Entry for i64 {
    type Divisor = WordDivisor;

    fn from_big(value: &IBig) -> Option<Self> {
        value.try_into().ok()
    }

    fn to_big(&self) -> IBig {
        (*self).into()
    }

    fn sign(&self) -> i32 {
        self.signum() as i32
    }

    fn negated(&self) -> Option<Self> {
        self.checked_neg()
    }

    fn divisor(det: &Self) -> WordDivisor {
        let shift = det.trailing_zeros();
        let odd = (det >> shift) as u64;
        // Newton's iteration doubles the number of correct bits, starting from three.
        let inverse = (0..5).fold(odd, |x, _| x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x))));
        WordDivisor { value: i128::from(*det), shift, inverse }
    }

    #[inline]
    fn eliminate(a: &Self, p: &Self, b: &Self, c: &Self, det: &WordDivisor) -> Option<Self> {
        let x = i128::from(*a) * i128::from(*p) - i128::from(*b) * i128::from(*c);
        let quotient = ((x >> det.shift) as u64).wrapping_mul(det.inverse) as i64;
        (i128::from(quotient) * det.value == x).then_some(quotient)
    }

    /// Where all entries are of half a word, no product overflows a word.
    fn eliminate_line(
        (line, across): (&[i64], &[i64]),
        p: &i64,
        b: &i64,
        det: &WordDivisor,
        cells: &mut Vec<i64>,
    ) -> Option<()> {
        if !(are_halves(&[*p, *b]) && are_halves(line) && are_halves(across)) {
            for (a, c) in line.iter().zip(across) {
                cells.push(Self::eliminate(a, p, b, c, det)?);
            }
        } else if det.value == 1 {
            cells.extend(line.iter().zip(across).map(|(a, c)| a * p - b * c));
        } else {
            let quotient = |x: i64| ((x >> det.shift) as u64).wrapping_mul(det.inverse) as i64;
            cells.extend(line.iter().zip(across).map(|(a, c)| quotient(a * p - b * c)));
        }
        Some(())
    }

    /// Without branches, so that several entries are looked at in one instruction.
    fn count_signs(line: &[i64]) -> (usize, usize) {
        let (mut negative, mut other) = (0u64, 0u64);
        for entry in line {
            negative += (*entry as u64) >> 63;
            other += ((entry | entry.wrapping_neg()) as u64) >> 63;
        }
        ((other - negative) as usize, negative as usize)
    }

    fn compare_sizes(a: &Self, b: &Self) -> std::cmp::Ordering {
        a.unsigned_abs().cmp(&b.unsigned_abs())
    }

    fn compare_products(a: &Self, b: &Self, c: &Self, d: &Self) -> std::cmp::Ordering {
        (i128::from(*a) * i128::from(*b)).cmp(&(i128::from(*c) * i128::from(*d)))
    }
}

/// Whether every entry lies from `-2^31` to `2^31 - 1`.
fn are_halves(line: &[i64]) -> bool {
    // The bits that differ from the sign's: those of the size.
    line.iter().fold(0, |bits, entry| bits | (entry ^ (entry >> 63))) >> 31 == 0
}

/// As [`WordDivisor`], for double words.
pub(crate) struct DoubleDivisor {
    value: i128,
    shift: u32,
    inverse: u128,
}

/// A signed integer of 256 bits: `high * 2^128 + low`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Quad {
    high: i128,
    low: u128,
}

fn product(a: i128, b: i128) -> Quad {
    let (x, y) = (a.unsigned_abs(), b.unsigned_abs());
    let (x1, x0, y1, y0) = (x >> 64, x & WORD, y >> 64, y & WORD);
    let (low, middle_a, middle_b) = (x0 * y0, x1 * y0, x0 * y1);
    let carry = (low >> 64) + (middle_a & WORD) + (middle_b & WORD);
    let magnitude_low = (carry << 64) | (low & WORD);
    let magnitude_high = x1 * y1 + (middle_a >> 64) + (middle_b >> 64) + (carry >> 64);
    if (a < 0) == (b < 0) {
        return Quad { high: magnitude_high as i128, low: magnitude_low };
    }
    let (low, borrow) = 0u128.overflowing_sub(magnitude_low);
    Quad { high: 0i128.wrapping_sub(magnitude_high as i128).wrapping_sub(i128::from(borrow)), low }
}

const WORD: u128 = u64::MAX as u128;

fn difference(x: &Quad, y: &Quad) -> Option<Quad> {
    let (low, borrow) = x.low.overflowing_sub(y.low);
    Some(Quad { high: x.high.checked_sub(y.high)?.checked_sub(i128::from(borrow))?, low })
}

impl Entry for i128 {
    type Divisor = DoubleDivisor;

    fn from_big(value: &IBig) -> Option<Self> {
        value.try_into().ok()
    }

    fn to_big(&self) -> IBig {
        (*self).into()
    }

    fn sign(&self) -> i32 {
        self.signum() as i32
    }

    fn negated(&self) -> Option<Self> {
        self.checked_neg()
    }

    fn divisor(det: &Self) -> DoubleDivisor {
        let shift = det.trailing_zeros();
        let odd = (det >> shift) as u128;
        let inverse = (0..6).fold(odd, |x, _| x.wrapping_mul(2u128.wrapping_sub(odd.wrapping_mul(x))));
        DoubleDivisor { value: *det, shift, inverse }
    }

    fn eliminate(a: &Self, p: &Self, b: &Self, c: &Self, det: &DoubleDivisor) -> Option<Self> {
        let x = difference(&product(*a, *p), &product(*b, *c))?;
        let shifted = match det.shift {
            0 => x.low,
            shift => (x.low >> shift) | ((x.high as u128) << (128 - shift)),
        };
        let quotient = shifted.wrapping_mul(det.inverse) as i128;
        (product(quotient, det.value) == x).then_some(quotient)
    }

    fn compare_sizes(a: &Self, b: &Self) -> std::cmp::Ordering {
        a.unsigned_abs().cmp(&b.unsigned_abs())
    }

    fn compare_products(a: &Self, b: &Self, c: &Self, d: &Self) -> std::cmp::Ordering {
        product(*a, *b).cmp(&product(*c, *d))
    }
}

impl Entry for IBig {
    type Divisor = IBig;

    fn from_big(value: &IBig) -> Option<Self> {
        Some(value.clone())
    }

    fn to_big(&self) -> IBig {
        self.clone()
    }

    fn sign(&self) -> i32 {
        Ord::cmp(self, &IBig::ZERO) as i32
    }

    fn negated(&self) -> Option<Self> {
        Some(-self)
    }

    fn divisor(det: &Self) -> IBig {
        det.clone()
    }

    fn eliminate(a: &Self, p: &Self, b: &Self, c: &Self, det: &IBig) -> Option<Self> {
        Some((a * p - b * c) / det)
    }

    fn compare_sizes(a: &Self, b: &Self) -> std::cmp::Ordering {
        a.abs_cmp(b)
    }

    fn compare_products(a: &Self, b: &Self, c: &Self, d: &Self) -> std::cmp::Ordering {
        (a * b).cmp(&(c * d))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `(a * p - b * c) / det` where the division is made exact by choosing `a = q * det + r`, `c` to match.
    fn agrees<E: Entry + PartialEq + std::fmt::Debug>(parts: [&IBig; 5]) -> Result<(), TestCaseError> {
        let [quotient, det, p, b, c] = parts;
        let a_times_p = quotient * det + b * c;
        if p == &IBig::ZERO || &a_times_p % p != IBig::ZERO {
            return Ok(());
        }
        let a = a_times_p / p;
        let fit = |x: &IBig| E::from_big(x);
        if let (Some(a), Some(p), Some(b), Some(c), Some(det)) = (fit(&a), fit(p), fit(b), fit(c), fit(det)) {
            prop_assert_eq!(E::eliminate(&a, &p, &b, &c, &E::divisor(&det)), E::from_big(quotient));
            let order = (a.to_big() * p.to_big()).cmp(&(b.to_big() * c.to_big()));
            prop_assert_eq!(E::compare_products(&a, &p, &b, &c), order);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn words_agree_with_big_integers(
            q in any::<i64>(), det in 1i64..=i64::MAX, b in any::<i64>(), c in any::<i64>(), small in 0u32..62,
        ) {
            let [q, det, b, c] = [q >> (small / 2), det >> small, b >> (small / 2), c >> small].map(IBig::from);
            let det = if det == IBig::ZERO { IBig::ONE } else { det };
            agrees::<i64>([&q, &det, &IBig::ONE, &b, &c])?;
        }

        #[test]
        fn double_words_agree_with_big_integers(
            q in any::<i128>(), det in 1i128..=i128::MAX, b in any::<i128>(), c in any::<i128>(), small in 0u32..126,
        ) {
            let [q, det, b, c] = [q >> (small / 2), det >> small, b >> (small / 2), c >> small].map(IBig::from);
            let det = if det == IBig::ZERO { IBig::ONE } else { det };
            agrees::<i128>([&q, &det, &IBig::ONE, &b, &c])?;
            // A full product as minuend: a = q, p = det leaves q after division.
            if let (Ok(q), Ok(det)) = (i128::try_from(&q), i128::try_from(&det)) {
                let result = i128::eliminate(&q, &det, &0, &0, &i128::divisor(&det));
                prop_assert_eq!(result, Some(q));
            }
        }
    }

    #[test]
    fn overflow_is_noticed() {
        let max = i64::MAX;
        assert_eq!(i64::eliminate(&max, &max, &0, &0, &i64::divisor(&1)), None);
        assert_eq!(i64::eliminate(&max, &max, &0, &0, &i64::divisor(&max)), Some(max));
        let max = i128::MAX;
        assert_eq!(i128::eliminate(&max, &max, &0, &0, &i128::divisor(&1)), None);
        assert_eq!(i128::eliminate(&max, &max, &0, &0, &i128::divisor(&max)), Some(max));
    }
}
