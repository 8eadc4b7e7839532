//! The exponential function and reciprocals of intervals, with outward rounding.
//!
//! The platform's own exponential function promises no bound on its error, so it is not used: the argument is reduced
//! by a multiple of the logarithm of 2, and a Taylor polynomial with its remainder does the rest.

use std::f64::consts::LN_2;

use super::interval::Interval;

/// Beyond this the result is too large for a float.
const LARGEST: f64 = 709.0;

/// A float below `exp(LARGEST)`, which is about 8.2e307.
const HUGE: f64 = 8e307;

/// Below this the result is too small for a float of full precision.
const SMALLEST: f64 = -708.0;

/// A float above `exp(SMALLEST)`, which is about 3.3e-308.
const TINY: f64 = 4e-308;

/// The Taylor coefficients `1 / i!`, the highest first. What is left out is for arguments up to 0.36 below `0.36^16 / 16! *
/// exp(0.36)`, which is about 5.5e-21.
const TAYLOR: [f64; 15] = [
    7.647_163_731_819_816e-13,
    1.147_074_559_772_972_5e-11,
    1.605_904_383_682_161_3e-10,
    2.087_675_698_786_81e-9,
    2.505_210_838_544_172e-8,
    2.755_731_922_398_589e-7,
    2.755_731_922_398_589_3e-6,
    2.480_158_730_158_73e-5,
    1.984_126_984_126_984e-4,
    1.388_888_888_888_889e-3,
    8.333_333_333_333_333e-3,
    4.166_666_666_666_666_4e-2,
    0.166_666_666_666_666_66,
    0.5,
    1.0,
];

/// More than the error of [`taylor`] of [`reduced`].
///
/// In units `u = 2^-53`: reducing rounds twice, and numbers up to 0.36, which is less than `u` in the argument, and less than 1.5 u in
/// the result. A step of Horner's rule rounds a product up to 0.52 and a sum up to 1.44, and a coefficient up to 1 is rounded before.
/// These 3 u at most are multiplied by 0.36 in each step after, so that they sum to at most 3 u / 0.64, which is below 4.7 u.
const ERROR: f64 = 4.0 * f64::EPSILON;

/// What is missing from the float `LN_2` to the logarithm of 2: 2.31904681384629...e-17.
const LN_2_TAIL: f64 = 2.319_046_813_846_3e-17;

impl Interval {
    /// The exponential function.
    pub fn exp(self) -> Interval {
        if self.lo == self.hi {
            return exp_of(self.lo);
        }
        Interval { lo: exp_of(self.lo).lo, hi: exp_of(self.hi).hi }
    }

    /// One divided by an interval of numbers that are not negative.
    pub fn reciprocal(self) -> Interval {
        let hi = if self.lo > 0.0 { (1.0 / self.lo).next_up() } else { f64::INFINITY };
        Interval { lo: (1.0 / self.hi).next_down().max(0.0), hi }
    }
}

fn exp_of(x: f64) -> Interval {
    if x > LARGEST || x.is_nan() {
        return Interval { lo: if x.is_nan() { 0.0 } else { HUGE }, hi: f64::INFINITY };
    }
    if x < SMALLEST {
        return Interval { lo: 0.0, hi: TINY };
    }
    let k = (x / LN_2).round();
    let sum = Interval::point(taylor(reduced(x, k))).widened(ERROR);
    // A power of 2 scales without rounding: neither end leaves the range of normal floats.
    let power = f64::from_bits(((1023 + k as i64) as u64) << 52);
    Interval { lo: sum.lo * power, hi: sum.hi * power }
}

/// `x - k ln 2`. The first part of the logarithm has so few digits that its product with `k` is exact.
fn reduced(x: f64, k: f64) -> f64 {
    let head = f64::from_bits(LN_2.to_bits() & !0x1f_ffff);
    (x - k * head) - k * ((LN_2 - head) + LN_2_TAIL)
}

fn taylor(x: f64) -> f64 {
    TAYLOR.iter().fold(0.0, |sum, coefficient| sum * x + coefficient) * x + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;

    /// Bounds on `exp(x)` for `|x| < 1` from the exact series, good to 40 digits.
    fn exact(x: &Rational) -> (Rational, Rational) {
        let (mut sum, mut term) = (Rational::ONE, Rational::ONE);
        for i in 1..45 {
            term = &term * x / Rational::from(i);
            sum += &term;
        }
        let rest = Rational::ONE / Rational::from(10).pow(40).unwrap();
        (&sum - &rest, &sum + &rest)
    }

    fn holds(interval: Interval, low: &Rational, high: &Rational) -> bool {
        let float = |x| Rational::from_f64_exact(x).unwrap();
        float(interval.lo) <= *low && *high <= float(interval.hi)
    }

    #[test]
    fn holds_the_exact_values_and_is_narrow() {
        for i in -400i64..400 {
            // A fraction of a fraction: `exp(x)` is the 2^k-th power of `exp(x / 2^k)`.
            let x = i as f64 * 1.7 + 0.1;
            let mut scaled = Rational::from_f64_exact(x).unwrap();
            let mut doublings = 0;
            while scaled.abs() >= Rational::ONE {
                scaled /= Rational::from(2);
                doublings += 1;
            }
            if doublings > 6 {
                continue;
            }
            let (low, high) = exact(&scaled);
            let (low, high) = (low.pow(1 << doublings).unwrap(), high.pow(1 << doublings).unwrap());
            let interval = Interval::point(x).exp();
            assert!(holds(interval, &low, &high), "{x}");
            assert!(interval.width() <= 1e-14 * interval.hi, "{x}: {interval:?}");
        }
    }

    #[test]
    fn the_logarithm_of_two_is_right() {
        // ln 2 is the sum of 1 / (k 2^k); what is left out after 120 terms is below 2^-120.
        let mut sum = Rational::ZERO;
        for k in 1..120i32 {
            sum += Rational::ONE / (Rational::from(i64::from(k)) * Rational::from(2).pow(k).unwrap());
        }
        let float = |x| Rational::from_f64_exact(x).unwrap();
        let tail = &sum - &float(LN_2);
        assert!((tail - float(LN_2_TAIL)).abs() < float(1e-30));
    }

    #[test]
    fn coefficients_are_the_nearest_floats() {
        let mut factorial = Rational::ONE;
        for (i, coefficient) in TAYLOR.iter().rev().enumerate() {
            factorial *= Rational::from(i as i64 + 1);
            let exact = Rational::ONE / &factorial;
            let off = (Rational::from_f64_exact(*coefficient).unwrap() - &exact).abs();
            assert!(off * Rational::from(2).pow(53).unwrap() <= exact, "{i}");
        }
    }

    #[test]
    fn extremes_do_not_lie() {
        assert_eq!(Interval::point(0.0).exp().lo.max(1.0), 1.0);
        let large = Interval::point(800.0).exp();
        assert!(large.lo > 1e307 && large.hi == f64::INFINITY);
        let small = Interval::point(-800.0).exp();
        assert!(small.lo == 0.0 && small.hi < 1e-307);
        assert_eq!(large.reciprocal().lo, 0.0);
        let third = Interval::point(3.0).reciprocal();
        assert!(third.lo < 1.0 / 3.0 && third.hi > 1.0 / 3.0 && third.width() < 1e-15);
        for x in [709.0f64, -708.0, 708.999, -707.999] {
            let ours = Interval::point(x).exp();
            assert!((x.exp() / ours.lo - 1.0).abs() < 1e-13 && ours.lo <= ours.hi, "{x}");
        }
    }
}
