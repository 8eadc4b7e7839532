//! Exact arithmetic against big fractions of another library.
#![no_main]

use dashu_ratio::RBig;
use foederis::Rational;
use libfuzzer_sys::fuzz_target;

/// A number in both libraries, read from its text.
fn both(num: i128, den: i128) -> Option<(Rational, RBig)> {
    let own: Rational = format!("{num}/{den}").parse().ok()?;
    Some((own, RBig::from_parts_signed(num.into(), den.into())))
}

fn same(own: &Rational, other: &RBig, what: &str) {
    let text = format!("{}/{}", other.numerator(), other.denominator());
    assert_eq!(own, &text.parse().expect("a fraction"), "{what}");
    let (num, den) = own.to_digits();
    assert_eq!((num, den), (other.numerator().to_string(), other.denominator().to_string()), "{what}");
}

fuzz_target!(|input: (i128, i128, i128, i128, Vec<u8>, f64)| {
    let (a, b, c, d, steps, float) = input;
    if b == 0 || d == 0 {
        return;
    }
    let (Some((mut own, mut other)), Some((x, y))) = (both(a, b), both(c, d)) else { return };
    for step in steps.iter().take(12) {
        (own, other) = match step % 5 {
            0 => (&own + &x, &other + &y),
            1 => (&own - &x, &other - &y),
            2 => (&own * &x, &other * &y),
            3 if c != 0 => (own.checked_div(&x).expect("not zero"), &other / &y),
            _ => (-&own, -other),
        };
        same(&own, &other, "arithmetic");
    }
    assert_eq!(own.cmp(&x), other.cmp(&y));
    assert_eq!(own.is_negative(), other < RBig::ZERO);
    if let Some(exact) = Rational::from_f64_exact(float) {
        same(&exact, &RBig::try_from(float).expect("finite"), "a float");
        assert_eq!(exact.to_f64(), float);
        let decimal = Rational::from_f64(float).expect("finite");
        assert_eq!(decimal.to_f64(), float, "the shortest decimal is the float's own");
    }
});
