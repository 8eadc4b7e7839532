//! Numbers that likelihoods are computed with: floats, and floats that carry derivatives in a few directions.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

use super::normal;

/// The normal distribution function at a point.
pub(super) struct Normal<T> {
    pub odds: T,
    pub log: T,
    /// The derivative of the logarithm.
    pub hazard: T,
}

/// What the computation for a row needs of a number.
pub(super) trait Scalar:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
{
    /// A number that does not move.
    fn constant(value: f64) -> Self;
    /// The number itself.
    fn value(self) -> f64;
    /// A smooth function of the number, from its value and its derivative there.
    fn map(self, value: f64, derivative: f64) -> Self;

    fn exp(self) -> Self {
        let value = self.value().exp();
        self.map(value, value)
    }

    fn ln(self) -> Self {
        self.map(self.value().ln(), 1.0 / self.value())
    }

    fn sqrt(self) -> Self {
        let root = self.value().sqrt();
        self.map(root, 0.5 / root)
    }

    /// log Φ and its derivative.
    fn log_cdf(self) -> (Self, Self) {
        let normal::LogCdf { log, hazard, curvature } = normal::log_cdf(self.value());
        (self.map(log, hazard), self.map(hazard, curvature))
    }

    fn inverse_sqrt(self) -> Self {
        let value = 1.0 / self.value().sqrt();
        self.map(value, -0.5 * value * value * value)
    }

    /// Φ, its logarithm and the derivative of that, at x and at -x. A logarithm that is not wanted is no number.
    #[inline]
    fn normal_pair(self, wanted: [bool; 2]) -> [Normal<Self>; 2] {
        let [one, other] = normal::log_cdf_pair(self.value(), wanted);
        let part = |x: Self, (odds, of): (f64, normal::LogCdf)| Normal {
            odds: x.map(odds, odds * of.hazard),
            log: x.map(of.log, of.hazard),
            hazard: x.map(of.hazard, of.curvature),
        };
        [part(self, one), part(-self, other)]
    }

    fn times(self, factor: f64) -> Self {
        self * Self::constant(factor)
    }
}

impl Scalar for f64 {
    fn constant(value: f64) -> f64 {
        value
    }

    fn value(self) -> f64 {
        self
    }

    fn map(self, value: f64, _derivative: f64) -> f64 {
        value
    }
}

/// In how many directions a [`Dual`] is derived at once.
pub(super) const LANES: usize = 4;

/// A number with its derivatives in a few directions (forward differentiation).
#[derive(Debug, Clone, Copy)]
pub(super) struct Dual {
    pub value: f64,
    pub slopes: [f64; LANES],
}

impl Dual {
    /// A number that moves by itself in one direction.
    pub fn moving(value: f64, lane: usize) -> Dual {
        let mut slopes = [0.0; LANES];
        slopes[lane] = 1.0;
        Dual { value, slopes }
    }
}

/// x a + y b. A plain loop, which becomes a few instructions wherever it is used; closures may stay calls.
#[inline]
fn mixed(a: &[f64; LANES], b: &[f64; LANES], x: f64, y: f64) -> [f64; LANES] {
    let mut sum = [0.0; LANES];
    for lane in 0..LANES {
        sum[lane] = a[lane] * x + b[lane] * y;
    }
    sum
}

impl Scalar for Dual {
    #[inline]
    fn constant(value: f64) -> Dual {
        Dual { value, slopes: [0.0; LANES] }
    }

    #[inline]
    fn value(self) -> f64 {
        self.value
    }

    #[inline]
    fn map(self, value: f64, derivative: f64) -> Dual {
        let mut slopes = self.slopes;
        for slope in &mut slopes {
            *slope *= derivative;
        }
        Dual { value, slopes }
    }

    #[inline]
    fn times(self, factor: f64) -> Dual {
        self.map(self.value * factor, factor)
    }
}

impl Add for Dual {
    type Output = Dual;
    #[inline]
    fn add(self, other: Dual) -> Dual {
        Dual { value: self.value + other.value, slopes: mixed(&self.slopes, &other.slopes, 1.0, 1.0) }
    }
}

impl Sub for Dual {
    type Output = Dual;
    #[inline]
    fn sub(self, other: Dual) -> Dual {
        Dual { value: self.value - other.value, slopes: mixed(&self.slopes, &other.slopes, 1.0, -1.0) }
    }
}

impl Mul for Dual {
    type Output = Dual;
    #[inline]
    fn mul(self, other: Dual) -> Dual {
        let slopes = mixed(&self.slopes, &other.slopes, other.value, self.value);
        Dual { value: self.value * other.value, slopes }
    }
}

impl Div for Dual {
    type Output = Dual;
    #[inline]
    fn div(self, other: Dual) -> Dual {
        let value = self.value / other.value;
        Dual { value, slopes: mixed(&self.slopes, &other.slopes, 1.0 / other.value, -value / other.value) }
    }
}

impl Neg for Dual {
    type Output = Dual;
    #[inline]
    fn neg(self) -> Dual {
        self.times(-1.0)
    }
}

impl AddAssign for Dual {
    #[inline]
    fn add_assign(&mut self, other: Dual) {
        *self = *self + other;
    }
}
