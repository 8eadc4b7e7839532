//! The normal distribution on intervals, with outward rounding.
//!
//! In the tail Laplace's continued fraction is used: whatever stands for the part left out, its two bounds become two bounds of
//! the whole. In the middle a series of positive terms does, so that nothing cancels.

use super::interval::Interval;

/// The float nearest 1/√(2π), and its neighbours.
const PEAK: Interval = Interval { lo: 0.398_942_280_401_432_64, hi: 0.398_942_280_401_432_75 };

/// Where the series ends and the tail begins.
const TAIL: f64 = 2.0;

/// How many terms the series has: at 2 the last is below 1e-23.
const TERMS: u32 = 30;

impl Interval {
    /// The squares of its numbers.
    pub fn square(self) -> Interval {
        let (a, b) = (self.lo.abs(), self.hi.abs());
        let least = if self.lo <= 0.0 && self.hi >= 0.0 { 0.0 } else { a.min(b) };
        Interval { lo: (least * least).next_down().max(0.0), hi: (a.max(b) * a.max(b)).next_up() }
    }

    /// The density φ(x) = exp(-x²/2)/√(2π).
    pub fn normal_density(self) -> Interval {
        (-(self.square() * Interval::point(0.5))).exp() * PEAK
    }

    /// The distribution function Φ(x), the integral of φ from -∞ to x.
    ///
    /// # References
    /// Laplace's continued fraction: NIST Digital Library of Mathematical Functions, 7.9.1 and 7.6.2.
    pub fn normal_cdf(self) -> Interval {
        if self.lo == self.hi {
            return cdf_of(self.lo);
        }
        Interval { lo: cdf_of(self.lo).lo, hi: cdf_of(self.hi).hi }
    }

    /// The smallest interval that holds both.
    pub fn hull(self, other: Interval) -> Interval {
        Interval { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }
}

fn cdf_of(x: f64) -> Interval {
    if x.is_nan() {
        return Interval { lo: 0.0, hi: 1.0 };
    }
    let found = if x < -TAIL {
        tail(-x)
    } else if x > TAIL {
        Interval::point(1.0) - tail(x)
    } else {
        Interval::point(0.5) + Interval::point(x).normal_density() * series(x)
    };
    Interval { lo: found.lo.max(0.0), hi: found.hi.min(1.0) }
}

/// φ(y) / (y + 1/(y + 2/(y + 3/(y + ...)))) for y from [`TAIL`] on. Each rest is at least y, so that the rest behind k is
/// between y and y + k/y.
fn tail(y: f64) -> Interval {
    if y == f64::INFINITY {
        return Interval::ZERO;
    }
    // The fraction converges slowly where y is small.
    let depth = 40 + (1200.0 / (y * y)) as u32;
    let point = Interval::point(y);
    let fraction = |k: u32, rest: Interval| Interval::point(f64::from(k)) * rest.reciprocal();
    let mut rest = Interval { lo: y, hi: (point + fraction(depth, point)).hi };
    for k in (1..depth).rev() {
        rest = point + fraction(k, rest);
    }
    point.normal_density() * rest.reciprocal()
}

/// (Φ(x) - 1/2)/φ(x) = x + x³/3 + x⁵/15 + ..., for x up to [`TAIL`] in size.
fn series(x: f64) -> Interval {
    let square = Interval::point(x).square();
    let (mut term, mut sum) = (Interval::point(x), Interval::point(x));
    for k in 1..TERMS {
        term = term * square * Interval::point(f64::from(2 * k + 1)).reciprocal();
        sum = sum + term;
    }
    // Each further term is less than a tenth of the one before it.
    sum.widened(term.lo.abs().max(term.hi.abs()) * 0.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Φ to 20 digits (mpmath 1.3, 50 digits), rounded.
    const KNOWN: [(f64, f64); 8] = [
        (-37.0, 5.725_571_222_524_576e-300),
        (-10.0, 7.619_853_024_160_526e-24),
        (-3.0, 1.349_898_031_630_094_5e-3),
        (-2.0, 2.275_013_194_817_921e-2),
        (-1.0, 0.158_655_253_931_457_05),
        (0.5, 0.691_462_461_274_013_1),
        (2.0, 0.977_249_868_051_820_8),
        (5.0, 0.999_999_713_348_428_1),
    ];

    #[test]
    fn holds_known_values_and_is_narrow() {
        for (x, value) in KNOWN {
            let found = Interval::point(x).normal_cdf();
            // The value is rounded itself.
            assert!(found.lo <= value.next_up() && value.next_down() <= found.hi, "{x}: {found:?}");
            // What rounds x² moves the value by as much times x².
            let middle = if x.abs() > TAIL { 0.0 } else { 2e-14 };
            assert!(found.width() <= 1e-15 * (40.0 + x * x) * value + middle, "{x}: {found:?}");
        }
    }

    #[test]
    fn both_formulas_meet_and_symmetry_holds() {
        for i in -400..400 {
            let x = f64::from(i) * 0.07;
            let (one, other) = (Interval::point(x).normal_cdf(), Interval::point(-x).normal_cdf());
            let sum = one + other;
            assert!(sum.lo <= 1.0 && sum.hi >= 1.0 && sum.width() < 1e-13, "{x} {sum:?}");
        }
        for (left, right) in [(-TAIL, (-TAIL).next_down()), (TAIL, TAIL.next_up())] {
            let (a, b) = (Interval::point(left).normal_cdf(), Interval::point(right).normal_cdf());
            assert!(a.widened(1e-15).intersection(b).is_some());
        }
    }

    #[test]
    fn agrees_with_libm() {
        for i in -3000..3000 {
            let x = f64::from(i) * 0.011_3;
            let near = 0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2);
            let found = Interval::point(x).normal_cdf();
            // The float has an error of its own: that of its argument grows with its square.
            let margin = near * 2e-16 * (4.0 + x * x);
            assert!(found.lo <= near + margin && near - margin <= found.hi, "{x}: {near} {found:?}");
        }
    }

    #[test]
    fn extremes_do_not_lie() {
        assert_eq!(Interval::point(f64::NEG_INFINITY).normal_cdf().lo, 0.0);
        let one = Interval::point(f64::INFINITY).normal_cdf();
        assert!(one.hi == 1.0 && one.lo > 1.0 - 1e-15);
        assert_eq!(Interval::point(-60.0).normal_cdf().lo, 0.0);
        let whole = Interval::new(-1.0, 1.0).normal_density();
        assert!(whole.hi >= 0.398_942_280_401_432_7 && whole.lo <= 0.241_970_724_519_143_37);
    }
}
