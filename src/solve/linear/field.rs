//! [`Field`]: the numbers that a sparse matrix is factored in.

/// Numbers that can be divided.
pub(super) trait Field: Copy {
    /// Nothing.
    const ZERO: Self;

    /// Whether it is nothing.
    fn is_zero(self) -> bool;
    /// `self - factor * other`.
    fn less(self, factor: Self, other: Self) -> Self;
    /// `self * factor`.
    fn times(self, factor: Self) -> Self;
    /// `1 / self`.
    fn inverse(self) -> Self;
    /// Whether to divide by it is safe, given the largest entry of its row.
    fn is_pivot(self, largest: Self) -> bool;
    /// The larger of both, where there is an order.
    fn larger(self, other: Self) -> Self;
}

/// What is smaller is taken for a rounding error.
const TINY: f64 = 1e-13;

/// How small a pivot may be beside the largest entry of its row.
const THRESHOLD: f64 = 0.1;

impl Field for f64 {
    const ZERO: f64 = 0.0;

    fn is_zero(self) -> bool {
        self == 0.0
    }

    fn less(self, factor: f64, other: f64) -> f64 {
        let rest = self - factor * other;
        if rest.abs() < TINY { 0.0 } else { rest }
    }

    fn times(self, factor: f64) -> f64 {
        self * factor
    }

    fn inverse(self) -> f64 {
        1.0 / self
    }

    fn is_pivot(self, largest: f64) -> bool {
        self.abs() >= THRESHOLD * largest
    }

    fn larger(self, other: f64) -> f64 {
        self.abs().max(other.abs())
    }
}

/// A number modulo [`PRIME`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Residue(u32);

/// The prime: the largest below 2^31.
pub(super) const PRIME: u32 = (1 << 31) - 1;

impl Residue {
    /// The residue of an integer.
    pub(super) fn of(value: i128) -> Residue {
        Residue(value.rem_euclid(i128::from(PRIME)) as u32)
    }

    /// The integer from 0 to the prime.
    pub(super) fn integer(self) -> i64 {
        i64::from(self.0)
    }
}

impl Field for Residue {
    const ZERO: Residue = Residue(0);

    fn is_zero(self) -> bool {
        self.0 == 0
    }

    fn less(self, factor: Residue, other: Residue) -> Residue {
        let product = factor.times(other).0;
        Residue(if self.0 >= product { self.0 - product } else { self.0 + (PRIME - product) })
    }

    fn times(self, factor: Residue) -> Residue {
        Residue((u64::from(self.0) * u64::from(factor.0) % u64::from(PRIME)) as u32)
    }

    /// By Fermat.
    fn inverse(self) -> Residue {
        let (mut power, mut result, mut exponent) = (self, Residue(1), PRIME - 2);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result.times(power);
            }
            power = power.times(power);
            exponent >>= 1;
        }
        result
    }

    fn is_pivot(self, _largest: Residue) -> bool {
        self.0 != 0
    }

    fn larger(self, other: Residue) -> Residue {
        if self.0 >= other.0 { self } else { other }
    }
}
