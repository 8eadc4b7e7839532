//! The natural logarithm of intervals, with outward rounding.

use super::interval::Interval;

/// The most times that a bound is made wider before it is given up.
const WIDENINGS: u32 = 60;

impl Interval {
    /// The natural logarithm; without a lower bound where 0 is not excluded.
    pub fn ln(self) -> Interval {
        Interval { lo: ln_of(self.lo).lo, hi: ln_of(self.hi).hi }
    }
}

/// The platform's logarithm promises no bound on its error. It is a guess, widened until exponentials of both ends, whose
/// errors are bounded, lie on both sides of `x`.
fn ln_of(x: f64) -> Interval {
    if x == f64::INFINITY {
        return Interval { lo: 709.0, hi: f64::INFINITY };
    }
    let whole = Interval { lo: f64::NEG_INFINITY, hi: if x > 0.0 { f64::INFINITY } else { f64::NEG_INFINITY } };
    if x.is_nan() || x <= 0.0 {
        return whole;
    }
    let guess = x.ln();
    let mut margin = 2e-16 * guess.abs().max(1.0);
    for _ in 0..WIDENINGS {
        let (lo, hi) = (guess - margin, guess + margin);
        if Interval::point(lo).exp().hi <= x && x <= Interval::point(hi).exp().lo {
            return Interval { lo, hi };
        }
        margin *= 2.0;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_the_exponential_leads_back_to_and_is_narrow() {
        for k in -2000i32..2000 {
            let x = f64::from(k) * 0.345_678;
            let value = Interval::point(x).exp();
            let back = value.ln();
            assert!(back.lo <= x && x <= back.hi, "{x} {back:?}");
            assert!(back.width() < 1e-14 * (1.0 + x.abs()), "{x} {back:?}");
        }
    }

    #[test]
    fn known_values_and_the_edges() {
        let ln_2 = Interval::point(2.0).ln();
        // The logarithm of 2 lies between its float and the next one.
        assert!(ln_2.lo <= std::f64::consts::LN_2 && ln_2.hi >= std::f64::consts::LN_2.next_up());
        let one = Interval::point(1.0).ln();
        assert!(one.lo <= 0.0 && one.hi >= 0.0 && one.width() < 1e-14);
        assert_eq!(Interval::new(0.0, 1.0).ln().lo, f64::NEG_INFINITY);
        assert_eq!(Interval::point(f64::INFINITY).ln().hi, f64::INFINITY);
        assert!(Interval::point(f64::MIN_POSITIVE).ln().hi > -708.4);
    }
}
