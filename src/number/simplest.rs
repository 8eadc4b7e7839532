//! Fractions with small denominators, between two numbers or near a float (the tree of Stern and Brocot).

use super::Rational;

/// The simplest number strictly between two: an integer where there is one, else with a small denominator.
///
/// Where the two are equal, it is that number. An end that is `None` is infinitely far away.
pub(crate) fn simplest_between(low: Option<&Rational>, high: Option<&Rational>) -> Rational {
    match (low, high) {
        (None, None) => Rational::ZERO,
        (Some(low), Some(high)) if low >= high => low.clone(),
        (Some(low), None) if low.is_negative() => Rational::ZERO,
        (Some(low), None) => low.floor() + Rational::ONE,
        (None, Some(_)) | (Some(_), Some(_)) if high.is_some_and(|high| !high.is_positive()) => {
            let (low, high) = (high.map(|end| -end), low.map(|end| -end));
            -simplest_between(low.as_ref(), high.as_ref())
        }
        (None, Some(_)) => Rational::ZERO,
        (Some(low), Some(high)) if low.is_negative() && high.is_positive() => Rational::ZERO,
        (Some(low), Some(high)) => simplest_positive(low, high),
    }
}

/// The fraction with the smallest denominator strictly between two numbers that are not negative (Stern and Brocot).
fn simplest_positive(low: &Rational, high: &Rational) -> Rational {
    let whole = low.floor();
    let next = &whole + &Rational::ONE;
    if next < *high {
        return next;
    }
    // Between `whole` and `next`: turn the rest over.
    let (low, high) = (low - &whole, high - &whole);
    let upper = Rational::ONE.checked_div(&low);
    let lower = Rational::ONE / high;
    let inner = match upper {
        None => lower.floor() + Rational::ONE,
        Some(upper) => simplest_positive(&lower, &upper),
    };
    whole + Rational::ONE / inner
}

/// The first convergent of a float's continued fraction that is near enough, if its denominator is not too large.
pub(crate) fn simplest_near(value: f64, tolerance: f64, max_denominator: u64) -> Option<Rational> {
    if value.abs() <= tolerance {
        return Some(Rational::ZERO);
    }
    let (mut rest, mut before, mut now) = (value, (0i64, 1i64), (1i64, 0i64));
    loop {
        let whole = rest.floor();
        let next = |now: i64, before: i64| (whole as i64).checked_mul(now)?.checked_add(before);
        (before, now) = (now, (next(now.0, before.0)?, next(now.1, before.1)?));
        if now.1.unsigned_abs() > max_denominator {
            return None;
        }
        if (now.0 as f64 / now.1 as f64 - value).abs() <= tolerance {
            return Rational::new(now.0, now.1);
        }
        rest = 1.0 / (rest - whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(num: i64, den: i64) -> Rational {
        Rational::new(num, den).unwrap()
    }

    #[test]
    fn the_simplest_number_between() {
        for (low, high, expected) in [
            (ratio(1, 3), ratio(1, 2), ratio(2, 5)),
            (ratio(-5, 2), ratio(-1, 3), ratio(-1, 1)),
            (ratio(-1, 2), ratio(7, 1), ratio(0, 1)),
            (ratio(3, 1), ratio(4, 1), ratio(7, 2)),
            (ratio(0, 1), ratio(1, 9), ratio(1, 10)),
        ] {
            assert_eq!(simplest_between(Some(&low), Some(&high)), expected);
        }
    }

    #[test]
    fn fractions_are_recognised() {
        for (num, den) in [(1, 3), (2, 7), (0, 1), (1, 1), (355, 1130), (123, 4567)] {
            let value = num as f64 / den as f64;
            assert_eq!(simplest_near(value, 1e-12, 1_000_000), Rational::new(num, den), "{num}/{den}");
        }
        assert_eq!(simplest_near(std::f64::consts::SQRT_2 - 1.0, 1e-15, 1_000_000), None);
    }
}
