//! [`Interval`]: floats with outward rounding.

use std::ops::{Add, Mul, Neg, Sub};

use super::rational::Rational;

/// A closed interval of reals with float ends. Every operation rounds outward, so that the true result is inside.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub lo: f64,
    /// The upper end.
    pub hi: f64,
}

impl Interval {
    /// The interval `[0, 0]`.
    pub const ZERO: Interval = Interval { lo: 0.0, hi: 0.0 };

    /// The interval from `lo` to `hi`.
    pub fn new(lo: f64, hi: f64) -> Self {
        Interval { lo, hi }
    }

    /// The interval that holds one float.
    pub fn point(value: f64) -> Self {
        Interval { lo: value, hi: value }
    }

    /// A narrow interval around a fraction; the fraction itself where it is a float.
    pub fn around(value: &Rational) -> Self {
        let near = value.to_f64();
        match Rational::from_f64_exact(near) {
            Some(exact) if exact == *value => Interval::point(near),
            Some(exact) if exact < *value => Interval { lo: near, hi: near.next_up() },
            Some(_) => Interval { lo: near.next_down(), hi: near },
            None => Interval { lo: f64::NEG_INFINITY, hi: f64::INFINITY },
        }
    }

    /// The float nearest the middle.
    pub fn middle(self) -> f64 {
        self.lo + (self.hi - self.lo) / 2.0
    }

    /// The width, rounded up.
    pub fn width(self) -> f64 {
        (self.hi - self.lo).next_up()
    }

    /// Whether another interval lies in the open inside of this one.
    pub fn holds_inside(self, other: Interval) -> bool {
        self.lo < other.lo && other.hi < self.hi
    }

    /// What both have in common.
    pub fn intersection(self, other: Interval) -> Option<Interval> {
        let (lo, hi) = (self.lo.max(other.lo), self.hi.min(other.hi));
        (lo <= hi).then_some(Interval { lo, hi })
    }

    /// The interval made wider by `margin` on both sides.
    pub fn widened(self, margin: f64) -> Interval {
        Interval { lo: (self.lo - margin).next_down(), hi: (self.hi + margin).next_up() }
    }
}

impl Add for Interval {
    type Output = Interval;
    fn add(self, other: Interval) -> Interval {
        Interval { lo: (self.lo + other.lo).next_down(), hi: (self.hi + other.hi).next_up() }
    }
}

impl Neg for Interval {
    type Output = Interval;
    fn neg(self) -> Interval {
        Interval { lo: -self.hi, hi: -self.lo }
    }
}

impl Sub for Interval {
    type Output = Interval;
    fn sub(self, other: Interval) -> Interval {
        self + -other
    }
}

impl Mul for Interval {
    type Output = Interval;
    fn mul(self, other: Interval) -> Interval {
        if self.lo >= 0.0 && self.hi.is_finite() && other.lo.is_finite() && other.hi.is_finite() {
            // The usual case, as probabilities are: the ends need not be searched for.
            let lo = other.lo * if other.lo >= 0.0 { self.lo } else { self.hi };
            let hi = other.hi * if other.hi >= 0.0 { self.hi } else { self.lo };
            return Interval { lo: lo.next_down(), hi: hi.next_up() };
        }
        let products = [self.lo * other.lo, self.lo * other.hi, self.hi * other.lo, self.hi * other.hi];
        let lo = products.iter().copied().fold(f64::INFINITY, f64::min);
        let hi = products.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Interval { lo: lo.next_down(), hi: hi.next_up() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;
    use proptest::prelude::*;

    fn holds(interval: Interval, value: &Rational) -> bool {
        let exact = |x| Rational::from_f64_exact(x).unwrap();
        &exact(interval.lo) <= value && value <= &exact(interval.hi)
    }

    proptest! {
        #[test]
        fn results_hold_the_exact_ones(a in -1e9f64..1e9, b in -1e-3f64..1e3, c in 0f64..1.0, d in 0f64..1.0) {
            let exact = |x: f64| Rational::from_f64_exact(x).unwrap();
            let (x, y) = (Interval::new(a, a + c), Interval::new(b, b + d));
            for (p, q) in [(x.lo, y.lo), (x.lo, y.hi), (x.hi, y.lo), (x.hi, y.hi)] {
                prop_assert!(holds(x + y, &(exact(p) + exact(q))));
                prop_assert!(holds(x - y, &(exact(p) - exact(q))));
                prop_assert!(holds(x * y, &(exact(p) * exact(q))));
            }
        }
    }
}
