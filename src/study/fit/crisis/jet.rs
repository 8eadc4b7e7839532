//! [`Jet`]: a number with its first and second derivatives in several directions.

use std::ops::{Add, Mul, Neg, Sub};

use super::super::normal;

/// A float, its gradient, and its Hessian, in `D` directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Jet<const D: usize> {
    pub value: f64,
    pub gradient: [f64; D],
    pub hessian: [[f64; D]; D],
}

impl<const D: usize> Jet<D> {
    /// A number that does not move.
    pub fn constant(value: f64) -> Self {
        Jet { value, gradient: [0.0; D], hessian: [[0.0; D]; D] }
    }

    /// A number that is one of the directions.
    pub fn moving(value: f64, direction: usize) -> Self {
        let mut jet = Jet::constant(value);
        jet.gradient[direction] = 1.0;
        jet
    }

    /// A smooth function of the number, from its value and its first two derivatives there.
    pub fn map(self, value: f64, first: f64, second: f64) -> Self {
        let g = self.gradient;
        Jet {
            value,
            gradient: g.map(|slope| first * slope),
            hessian: std::array::from_fn(|i| {
                std::array::from_fn(|j| first * self.hessian[i][j] + second * g[i] * g[j])
            }),
        }
    }

    /// A smooth function of two numbers: its value, its derivatives by each, and the second derivatives (aa, ab, bb).
    pub fn map2(a: Self, b: Self, value: f64, first: [f64; 2], second: [f64; 3]) -> Self {
        let [p, q] = first;
        let [aa, ab, bb] = second;
        let (g, h) = (a.gradient, b.gradient);
        Jet {
            value,
            gradient: std::array::from_fn(|i| p * g[i] + q * h[i]),
            hessian: std::array::from_fn(|i| {
                std::array::from_fn(|j| {
                    p * a.hessian[i][j]
                        + q * b.hessian[i][j]
                        + aa * g[i] * g[j]
                        + ab * (g[i] * h[j] + h[i] * g[j])
                        + bb * h[i] * h[j]
                })
            }),
        }
    }

    pub fn exp(self) -> Self {
        let value = self.value.exp();
        self.map(value, value, value)
    }

    pub fn times(self, factor: f64) -> Self {
        self.map(self.value * factor, factor, 0.0)
    }

    /// log Φ.
    pub fn log_cdf(self) -> Self {
        let normal::LogCdf { log, hazard, curvature } = normal::log_cdf(self.value);
        self.map(log, hazard, curvature)
    }

    /// log(exp a + exp b).
    pub fn log_sum(a: Self, b: Self) -> Self {
        let most = a.value.max(b.value);
        if most == f64::NEG_INFINITY {
            return Jet::constant(most);
        }
        let (x, y) = ((a.value - most).exp(), (b.value - most).exp());
        let share = x / (x + y);
        let rest = share * (1.0 - share);
        Jet::map2(a, b, most + (x + y).ln(), [share, 1.0 - share], [rest, -rest, rest])
    }
}

impl<const D: usize> Add for Jet<D> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Jet::map2(self, other, self.value + other.value, [1.0, 1.0], [0.0; 3])
    }
}

impl<const D: usize> Sub for Jet<D> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Jet::map2(self, other, self.value - other.value, [1.0, -1.0], [0.0; 3])
    }
}

impl<const D: usize> Mul for Jet<D> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Jet::map2(self, other, self.value * other.value, [other.value, self.value], [0.0, 1.0, 0.0])
    }
}

impl<const D: usize> Neg for Jet<D> {
    type Output = Self;
    fn neg(self) -> Self {
        self.times(-1.0)
    }
}
