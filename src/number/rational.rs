//! [`Rational`]: an exact fraction, small ones inline and large ones on the heap.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter::{Product, Sum};
use std::num::NonZeroU64;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use dashu_base::{Abs, BitTest, DivEuclid};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// An exact rational number in lowest terms.
///
/// Numerators and denominators that fit a machine word are kept inline (16 bytes); larger ones spill to
/// big integers. The representation is canonical, so equality and hashing are structural.
///
/// # Example
/// ```
/// use foederis::Rational;
/// let a: Rational = "7/2".parse()?;
/// let b: Rational = "0.25".parse()?;
/// assert_eq!((a - b).to_string(), "13/4");
/// # Ok::<(), foederis::number::ParseRationalError>(())
/// ```
#[derive(Clone)]
pub struct Rational(Repr);

#[derive(Clone)]
enum Repr {
    /// Lowest terms, denominator at least one.
    Small { num: i64, den: NonZeroU64 },
    /// Only for values whose numerator or denominator does not fit `Small`.
    Big(Box<RBig>),
}

const ONE: NonZeroU64 = NonZeroU64::MIN;

impl Rational {
    /// The number 0.
    pub const ZERO: Rational = Rational(Repr::Small { num: 0, den: ONE });
    /// The number 1.
    pub const ONE: Rational = Rational(Repr::Small { num: 1, den: ONE });

    /// The fraction `num / den` in lowest terms; `None` when `den` is zero.
    pub fn new(num: i64, den: i64) -> Option<Rational> {
        let sign = if den < 0 { -1 } else { 1 };
        (den != 0).then(|| Self::reduced(i128::from(num) * sign, i128::from(den.unsigned_abs())))
    }

    /// Reduces a fraction whose denominator is positive.
    fn reduced(num: i128, den: i128) -> Rational {
        debug_assert!(den > 0);
        if let (Ok(num), Ok(den)) = (i64::try_from(num), u64::try_from(den)) {
            return Self::reduced_words(num, den);
        }
        let g = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1) as i128;
        Self::lowest(num / g, den / g)
    }

    /// As [`reduced`](Rational::reduced), in words, whose division is much faster.
    fn reduced_words(num: i64, den: u64) -> Rational {
        let g = gcd_word(num.unsigned_abs(), den);
        let magnitude = num.unsigned_abs().checked_div(g).unwrap_or(0) as i64;
        // The least word is its own negation.
        let num = if num < 0 { magnitude.wrapping_neg() } else { magnitude };
        let den = den.checked_div(g).and_then(NonZeroU64::new).unwrap_or(ONE);
        Rational(Repr::Small { num, den })
    }

    /// A fraction that is already in lowest terms, with a positive denominator.
    fn lowest(num: i128, den: i128) -> Rational {
        match (i64::try_from(num), u64::try_from(den).ok().and_then(NonZeroU64::new)) {
            (Ok(num), Some(den)) => Rational(Repr::Small { num, den }),
            _ => Rational(Repr::Big(Box::new(RBig::from_parts(num.into(), den.unsigned_abs().into())))),
        }
    }

    fn from_big(value: RBig) -> Rational {
        let num = i64::try_from(value.numerator());
        let den = u64::try_from(value.denominator()).ok().and_then(NonZeroU64::new);
        match (num, den) {
            (Ok(num), Some(den)) => Rational(Repr::Small { num, den }),
            _ => Rational(Repr::Big(Box::new(value))),
        }
    }

    fn to_big(&self) -> RBig {
        match &self.0 {
            Repr::Small { num, den } => RBig::from_parts((*num).into(), den.get().into()),
            Repr::Big(value) => (**value).clone(),
        }
    }

    /// The fraction `num / den` of big integers; the caller guarantees `den != 0`.
    pub(crate) fn from_integers(num: IBig, den: IBig) -> Rational {
        if let (Ok(num), Ok(den)) = (i64::try_from(&num), u64::try_from(&den)) {
            return Self::reduced_words(num, den);
        }
        let negative = den < IBig::ZERO;
        let num = if negative { -num } else { num };
        let den: UBig = den.abs().try_into().unwrap_or(UBig::ONE);
        Self::from_big(RBig::from_parts(num, den))
    }

    /// The numerator, in lowest terms.
    pub(crate) fn numerator(&self) -> IBig {
        match &self.0 {
            Repr::Small { num, .. } => (*num).into(),
            Repr::Big(value) => value.numerator().clone(),
        }
    }

    /// The denominator, in lowest terms (positive).
    pub(crate) fn denominator(&self) -> IBig {
        match &self.0 {
            Repr::Small { den, .. } => den.get().into(),
            Repr::Big(value) => value.denominator().clone().into(),
        }
    }

    /// Numerator and denominator when both fit a signed machine word.
    pub fn to_small_parts(&self) -> Option<(i64, i64)> {
        match &self.0 {
            Repr::Small { num, den } => i64::try_from(den.get()).ok().map(|den| (*num, den)),
            Repr::Big(_) => None,
        }
    }

    /// Numerator and denominator in decimal digits, whatever their size.
    pub fn to_digits(&self) -> (String, String) {
        (self.numerator().to_string(), self.denominator().to_string())
    }

    /// The rational that a float's shortest decimal spells: `0.1` is `1/10`. `None` for NaN and infinities.
    pub fn from_f64(value: f64) -> Option<Rational> {
        if value.fract() == 0.0 && value.abs() < (1u64 << 53) as f64 {
            return Some((value as i64).into());
        }
        value.is_finite().then(|| format!("{value:e}").parse().ok()).flatten()
    }

    /// The exact dyadic value of a float. `None` for NaN and infinities.
    pub fn from_f64_exact(value: f64) -> Option<Rational> {
        RBig::try_from(value).ok().map(Self::from_big)
    }

    /// The nearest float.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Repr::Small { num, den } if num.unsigned_abs() < 1 << 53 && den.get() < 1 << 53 => {
                *num as f64 / den.get() as f64
            }
            _ => self.to_big().to_f64().value(),
        }
    }

    /// Whether the number is 0.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small { num: 0, .. })
    }

    /// Whether the number is an integer.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small { den, .. } => *den == ONE,
            Repr::Big(value) => value.denominator().is_one(),
        }
    }

    /// -1, 0 or 1.
    pub fn signum(&self) -> i32 {
        self.cmp(&Self::ZERO) as i32
    }

    /// Whether the number is below 0.
    pub fn is_negative(&self) -> bool {
        self.signum() < 0
    }

    /// Whether the number is above 0.
    pub fn is_positive(&self) -> bool {
        self.signum() > 0
    }

    /// The greatest integer that is not above the number.
    pub fn floor(&self) -> Rational {
        Rational::from_integers(self.numerator().div_euclid(self.denominator()), IBig::ONE)
    }

    /// The absolute value.
    pub fn abs(&self) -> Rational {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// `self / other`, or `None` when `other` is zero.
    pub fn checked_div(&self, other: &Rational) -> Option<Rational> {
        if other.is_zero() {
            return None;
        }
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0) {
            let sign = if *c < 0 { -1 } else { 1 };
            let num = wide(*a) * i128::from(d.get()) * sign;
            return Some(Self::reduced(num, i128::from(b.get()) * i128::from(c.unsigned_abs())));
        }
        Some(Self::from_big(self.to_big() / other.to_big()))
    }

    /// `self` raised to an integer power; `None` for a negative power of zero.
    pub fn pow(&self, exponent: i32) -> Option<Rational> {
        if exponent < 0 && self.is_zero() {
            return None;
        }
        Some(Self::from_big(self.to_big().pow(exponent as isize)))
    }

    /// The bits of the numerator or of the denominator, whichever has more.
    pub(crate) fn bits(&self) -> usize {
        self.numerator().bit_len().max(self.denominator().bit_len())
    }

    /// The number in decimals, rounded half up to at most `digits` places, without trailing zeros.
    pub fn to_decimal(&self, digits: u32) -> String {
        let scale = IBig::from(10).pow(digits as usize);
        let (num, den) = (self.numerator().abs() * &scale, self.denominator());
        let scaled = (num * IBig::from(2) + &den) / (den * IBig::from(2));
        let (whole, fraction) = (&scaled / &scale, &scaled % &scale);
        let fraction = format!("{:0>width$}", fraction.to_string(), width = digits as usize);
        let fraction = fraction.trim_end_matches('0');
        let sign = if self.is_negative() && scaled != IBig::ZERO { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

fn wide(value: i64) -> i128 {
    i128::from(value)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(x), Ok(y)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(gcd_word(x, y));
        }
        (a, b) = (b, a % b);
    }
    a
}

/// Stein's binary algorithm: machine words need no division.
fn gcd_word(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b));
    }
    a << shift
}

/// `a / b + sign * c / d` on small parts; `None` when the cross products leave 128 bits.
fn add_small(a: i64, b: u64, c: i64, d: u64, sign: i128) -> Option<Rational> {
    if b == 1 && d == 1 {
        return Some(Rational::lowest(wide(a) + sign * wide(c), 1));
    }
    let left = wide(a) * i128::from(d);
    let right = wide(c) * i128::from(b) * sign;
    Some(Rational::reduced(left.checked_add(right)?, i128::from(b).checked_mul(i128::from(d))?))
}

fn add_signed(x: &Rational, y: &Rational, sign: i128) -> Rational {
    if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&x.0, &y.0)
        && let Some(sum) = add_small(*a, b.get(), *c, d.get(), sign)
    {
        return sum;
    }
    let (x, y) = (x.to_big(), y.to_big());
    Rational::from_big(if sign < 0 { x - y } else { x + y })
}

fn multiply(x: &Rational, y: &Rational) -> Rational {
    if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&x.0, &y.0)
        && let Some(den) = i128::from(b.get()).checked_mul(i128::from(d.get()))
    {
        return Rational::reduced(wide(*a) * wide(*c), den);
    }
    Rational::from_big(x.to_big() * y.to_big())
}

/// Panics on division by zero, as integer division does; [`Rational::checked_div`] does not.
fn divide(x: &Rational, y: &Rational) -> Rational {
    x.checked_div(y).expect("division of a Rational by zero")
}

impl<'a> Add<&'a Rational> for &'a Rational {
    type Output = Rational;
    fn add(self, other: &Rational) -> Rational {
        add_signed(self, other, 1)
    }
}

impl<'a> Sub<&'a Rational> for &'a Rational {
    type Output = Rational;
    fn sub(self, other: &Rational) -> Rational {
        add_signed(self, other, -1)
    }
}

impl<'a> Mul<&'a Rational> for &'a Rational {
    type Output = Rational;
    fn mul(self, other: &Rational) -> Rational {
        multiply(self, other)
    }
}

impl<'a> Div<&'a Rational> for &'a Rational {
    type Output = Rational;
    fn div(self, other: &Rational) -> Rational {
        divide(self, other)
    }
}

/// The by-value forms of an operator, all through the by-reference one.
macro_rules! by_value {
    ($trait:ident, $method:ident, $assign:ident, $assign_method:ident) => {
        impl $trait for Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational {
                (&self).$method(&other)
            }
        }
        impl $trait<&Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational {
                (&self).$method(other)
            }
        }
        impl $assign<&Rational> for Rational {
            fn $assign_method(&mut self, other: &Rational) {
                *self = (&*self).$method(other);
            }
        }
        impl $assign for Rational {
            fn $assign_method(&mut self, other: Rational) {
                *self = (&*self).$method(&other);
            }
        }
    };
}
by_value!(Add, add, AddAssign, add_assign);
by_value!(Sub, sub, SubAssign, sub_assign);
by_value!(Mul, mul, MulAssign, mul_assign);
by_value!(Div, div, DivAssign, div_assign);

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match &self.0 {
            Repr::Small { num, den } => Rational::lowest(-wide(*num), i128::from(den.get())),
            Repr::Big(value) => Rational::from_big(-(**value).clone()),
        }
    }
}

impl Neg for Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        -&self
    }
}

impl Sum for Rational {
    fn sum<I: Iterator<Item = Rational>>(terms: I) -> Rational {
        terms.fold(Rational::ZERO, |total, term| total + term)
    }
}

impl<'a> Sum<&'a Rational> for Rational {
    fn sum<I: Iterator<Item = &'a Rational>>(terms: I) -> Rational {
        terms.fold(Rational::ZERO, |total, term| total + term)
    }
}

impl Product for Rational {
    fn product<I: Iterator<Item = Rational>>(factors: I) -> Rational {
        factors.fold(Rational::ONE, |total, factor| total * factor)
    }
}

impl PartialEq for Rational {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) => a == c && b == d,
            (Repr::Big(a), Repr::Big(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Rational {}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) if b == d => a.cmp(c),
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) => {
                (wide(*a) * i128::from(d.get())).cmp(&(wide(*c) * i128::from(b.get())))
            }
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Rational {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small { num, den } => (num, den).hash(state),
            Repr::Big(value) => value.hash(state),
        }
    }
}

impl Default for Rational {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        Rational(Repr::Small { num: value, den: ONE })
    }
}

impl From<i32> for Rational {
    fn from(value: i32) -> Self {
        i64::from(value).into()
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Small { num, den } if *den == ONE => write!(f, "{num}"),
            Repr::Small { num, den } => write!(f, "{num}/{den}"),
            Repr::Big(value) => write!(f, "{value}"),
        }
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_two_words() {
        assert_eq!(size_of::<Rational>(), 16);
    }

    /// Numbers around every boundary of the small form.
    fn edgy() -> impl Strategy<Value = Rational> {
        let word = prop_oneof![-5i64..=5, any::<i64>(), Just(i64::MIN), Just(i64::MAX)];
        (word.clone(), word.prop_filter("denominator", |d| *d != 0), 0u8..3).prop_map(|(num, den, squarings)| {
            let mut value = Rational::new(num, den).unwrap();
            for _ in 0..squarings {
                value = &value * &value + Rational::ONE;
            }
            value
        })
    }

    proptest! {
        #[test]
        fn agrees_with_big_rationals(a in edgy(), b in edgy()) {
            let (x, y) = (a.to_big(), b.to_big());
            prop_assert_eq!((&a + &b).to_big(), &x + &y);
            prop_assert_eq!((&a - &b).to_big(), &x - &y);
            prop_assert_eq!((&a * &b).to_big(), &x * &y);
            prop_assert_eq!((-&a).to_big(), -x.clone());
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
            prop_assert_eq!(a == b, x == y);
            if !b.is_zero() {
                prop_assert_eq!((&a / &b).to_big(), &x / &y);
            }
        }

        #[test]
        fn representation_is_canonical(a in edgy(), b in edgy()) {
            let back = &(&a + &b) - &b;
            prop_assert_eq!(&back, &a);
            prop_assert_eq!(matches!(back.0, Repr::Small { .. }), matches!(a.0, Repr::Small { .. }));
        }

        #[test]
        fn survives_text_and_json(a in edgy()) {
            prop_assert_eq!(&a.to_string().parse::<Rational>().unwrap(), &a);
            let json = serde_json::to_string(&a).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Rational>(&json).unwrap(), &a);
        }

        #[test]
        fn floats_are_their_shortest_decimal(x in -1e6f64..1e6) {
            prop_assert_eq!(Rational::from_f64(x).unwrap().to_f64(), x);
            prop_assert_eq!(Rational::from_f64_exact(x).unwrap().to_f64(), x);
        }
    }

    #[test]
    fn a_tenth_is_a_tenth() {
        assert_eq!(Rational::from_f64(0.1), Rational::new(1, 10));
        assert_ne!(Rational::from_f64_exact(0.1), Rational::new(1, 10));
    }

    #[test]
    fn decimals_round_half_up() {
        let show = |num, den, digits| Rational::new(num, den).unwrap().to_decimal(digits);
        assert_eq!(show(2, 3, 4), "0.6667");
        assert_eq!(show(-1, 8, 2), "-0.13");
        assert_eq!(show(-1, 1000, 2), "0");
        assert_eq!(show(7, 1, 3), "7");
    }
}
