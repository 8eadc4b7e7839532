//! Reading and writing [`Rational`] as text: `7`, `-3/4`, `0.25`, `1.5e-3`.

use std::str::FromStr;

use dashu_int::{IBig, UBig};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Rational;

/// The most digits that a numeric literal may have, and the largest decimal exponent.
///
/// The limit keeps a short hostile text such as `1e999999999` from filling the memory.
pub const MAX_LITERAL_DIGITS: usize = 10_000;

/// Why a text is not a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseRationalError {
    /// The text is no integer, fraction or decimal.
    #[error("'{0}' is not a number: write an integer (7), a fraction (3/4) or a decimal (0.25, 1e-3)")]
    Malformed(String),
    /// The fraction's denominator is zero.
    #[error("'{0}' divides by zero")]
    ZeroDenominator(String),
    /// The number has more digits than [`MAX_LITERAL_DIGITS`].
    #[error("a number of {0} digits is over the limit of {MAX_LITERAL_DIGITS}")]
    TooLong(usize),
}

impl FromStr for Rational {
    type Err = ParseRationalError;

    /// Reads an integer, a fraction of two decimals, or a decimal with an optional exponent.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let Some((num, den)) = text.split_once('/') else {
            return decimal(text).and_then(within_limit);
        };
        let (num, den) = (decimal(num.trim())?, decimal(den.trim())?);
        let ratio = num.checked_div(&den).ok_or_else(|| ParseRationalError::ZeroDenominator(shorten(text)))?;
        within_limit(ratio)
    }
}

/// The most bits of a number that is sure to have no more digits than [`MAX_LITERAL_DIGITS`].
const MAX_BITS: usize = 33_219;

/// Refuses a number that could not be read back when it is written out: an exponent makes more digits, and so does a division.
fn within_limit(value: Rational) -> Result<Rational, ParseRationalError> {
    if value.to_small_parts().is_some() {
        return Ok(value);
    }
    match value.bits() {
        bits if bits > MAX_BITS => Err(ParseRationalError::TooLong(bits * 30_103 / 100_000 + 1)),
        _ => Ok(value),
    }
}

fn decimal(text: &str) -> Result<Rational, ParseRationalError> {
    if let Ok(small) = text.parse::<i64>() {
        return Ok(small.into());
    }
    let malformed = || ParseRationalError::Malformed(shorten(text));
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| malformed())?),
        None => (text, 0),
    };
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if let Some(small) = short_decimal(negative, whole, fraction, exponent) {
        return Ok(small);
    }
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(malformed());
    }
    let size = digits.len().max(exponent.unsigned_abs() as usize);
    if size > MAX_LITERAL_DIGITS {
        return Err(ParseRationalError::TooLong(size));
    }
    let value = UBig::from_str_radix(&digits, 10).map_err(|_| malformed())?;
    Ok(scale(if negative { -IBig::from(value) } else { value.into() }, exponent - fraction.len() as i32))
}

/// A decimal of at most 18 digits that is a fraction of machine words; `None` for all others.
fn short_decimal(negative: bool, whole: &str, fraction: &str, exponent: i32) -> Option<Rational> {
    let digits = whole.bytes().chain(fraction.bytes());
    if !(1..=18).contains(&(whole.len() + fraction.len())) || !digits.clone().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
    let value = if negative { -size } else { size };
    let power = exponent.checked_sub(fraction.len() as i32)?;
    let factor = 10i64.checked_pow(power.unsigned_abs())?;
    if power < 0 { Rational::new(value, factor) } else { value.checked_mul(factor).map(Rational::from) }
}

/// `value * 10^power`.
fn scale(value: IBig, power: i32) -> Rational {
    let factor = IBig::from(10).pow(power.unsigned_abs() as usize);
    if power < 0 { Rational::from_integers(value, factor) } else { Rational::from_integers(value * factor, IBig::ONE) }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Serialize for Rational {
    /// Integers that every JSON reader holds exactly (below 2^53) are numbers; all else is text such as `"7/2"`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.to_small_parts() {
            Some((num, 1)) if num.unsigned_abs() < 1 << 53 => serializer.serialize_i64(num),
            _ => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Rational {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RationalVisitor)
    }
}

struct RationalVisitor;

impl de::Visitor<'_> for RationalVisitor {
    type Value = Rational;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a number, or a text such as \"3/4\"")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Rational, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Rational, E> {
        value.to_string().parse().map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Rational, E> {
        Rational::from_f64(value).ok_or_else(|| E::custom(format!("{value} is not a finite number")))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Rational, E> {
        value.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, ParseRationalError> {
        text.parse::<Rational>().map(|value| value.to_string())
    }

    #[test]
    fn reads_integers_fractions_and_decimals() {
        for (text, expected) in [
            ("7", "7"),
            (" -3/6 ", "-1/2"),
            ("3/-4", "-3/4"),
            ("0.25", "1/4"),
            (".5", "1/2"),
            ("5.", "5"),
            ("+1.5e-3", "3/2000"),
            ("1E3", "1000"),
            ("0.1/0.3", "1/3"),
            ("92233720368547758070/10", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(expected), "{text}");
        }
    }

    /// Found by fuzzing: what is read can be written and read again.
    #[test]
    fn what_is_read_can_be_read_back() {
        let long = "7".repeat(6_000);
        for text in
            [format!("{long}e6000"), format!("1/{long}e6000"), "1e-6000/1e6000".to_owned(), "1e-10000".to_owned()]
        {
            assert!(matches!(text.parse::<Rational>(), Err(ParseRationalError::TooLong(_))), "{}", &text[..20]);
        }
        for text in [format!("{long}e3999"), format!("{long}/3e3999"), "1e-9990".to_owned(), "9".repeat(9_999)] {
            let value: Rational = text.parse().unwrap();
            assert_eq!(value.to_string().parse::<Rational>(), Ok(value));
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "-", "a", "1/0", "1/", "1e", "1e999999999", "1.2.3", "0x10", "1 2", "--1", "∞", "1/2/3"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
