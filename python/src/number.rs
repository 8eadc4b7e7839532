//! Payoffs and probabilities: exact numbers from Python, and `Fraction` back.

use foederis::Rational;
use pyo3::exceptions::{PyKeyboardInterrupt, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyFloat, PyInt, PyString, PyType};

use crate::error::{InputError, invalid};

/// A number that Python hands in: int, Fraction, Decimal, text, float (read as its shortest decimal), or numpy's scalars.
pub struct Number(pub Rational);

impl<'py> FromPyObject<'_, 'py> for Number {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        rational(&value.to_owned()).map(Number)
    }
}

/// The exact number that a Python object stands for.
pub fn rational(value: &Bound<'_, PyAny>) -> PyResult<Rational> {
    if value.is_instance_of::<PyBool>() {
        return Err(not_a_number(value));
    }
    if value.is_instance_of::<PyInt>() {
        return integer(value);
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        return finite(Rational::from_f64(float.extract()?), value);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return parse(text.to_str()?);
    }
    other(value)
}

/// Fractions, decimals, numpy's scalars, and whatever else behaves like them.
fn other(value: &Bound<'_, PyAny>) -> PyResult<Rational> {
    if is_time(value)? {
        return Err(not_a_number(value));
    }
    if let Some(whole) = answer(value.call_method0("__index__"))? {
        return integer(&whole);
    }
    let parts = (answer(value.getattr("numerator"))?, answer(value.getattr("denominator"))?);
    if let (Some(numerator), Some(denominator)) = parts {
        return ratio(&numerator, &denominator);
    }
    if value.hasattr("dtype")? && value.hasattr("__float__")? {
        return parse(value.str()?.to_str()?);
    }
    if !value.hasattr("as_integer_ratio")? {
        return Err(not_a_number(value));
    }
    match answer(value.call_method0("as_integer_ratio"))? {
        Some(parts) => ratio(&parts.get_item(0)?, &parts.get_item(1)?),
        None => finite(None, value),
    }
}

/// What an object answers, if it does; Ctrl-C while it is asked is no answer.
fn answer<'py>(asked: PyResult<Bound<'py, PyAny>>) -> PyResult<Option<Bound<'py, PyAny>>> {
    match asked {
        Err(error) if Python::attach(|py| error.is_instance_of::<PyKeyboardInterrupt>(py)) => Err(error),
        asked => Ok(asked.ok()),
    }
}

/// Whether it is a date or a span of time of numpy's, which can be turned into numbers and mean none.
fn is_time(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let Some(dtype) = value.getattr_opt("dtype")? else { return Ok(false) };
    let kind = dtype.getattr_opt("kind")?.and_then(|kind| kind.extract::<char>().ok());
    Ok(matches!(kind, Some('m' | 'M')))
}

fn integer(value: &Bound<'_, PyAny>) -> PyResult<Rational> {
    match value.extract::<i64>() {
        Ok(small) => Ok(small.into()),
        Err(_) => hexadecimal(value),
    }
}

/// A big integer; hexadecimal text has no limit on its length in Python, decimal text has.
fn hexadecimal(value: &Bound<'_, PyAny>) -> PyResult<Rational> {
    let text: String = value.call_method1("__format__", ("x",))?.extract()?;
    let (sign, digits) = text.strip_prefix('-').map_or((1, &text[..]), |digits| (-1, digits));
    let base = Rational::from(1i64 << 32);
    let mut total = Rational::ZERO;
    let first = digits.len() % 8;
    let chunks = std::iter::once(&digits[..first])
        .chain(digits.as_bytes()[first..].chunks(8).map(|chunk| std::str::from_utf8(chunk).unwrap_or_default()));
    for chunk in chunks.filter(|chunk| !chunk.is_empty()) {
        let word = i64::from_str_radix(chunk, 16).map_err(|error| invalid(error.to_string()))?;
        total = total * &base + Rational::from(word);
    }
    Ok(total * Rational::from(sign))
}

fn ratio(numerator: &Bound<'_, PyAny>, denominator: &Bound<'_, PyAny>) -> PyResult<Rational> {
    let (numerator, denominator) = (integer(numerator)?, integer(denominator)?);
    numerator.checked_div(&denominator).ok_or_else(|| invalid("a number has the denominator 0"))
}

fn parse(text: &str) -> PyResult<Rational> {
    text.parse().map_err(|error: foederis::number::ParseRationalError| {
        InputError::new_err((error.to_string(), None::<usize>, None::<usize>, None::<String>))
    })
}

fn finite(number: Option<Rational>, value: &Bound<'_, PyAny>) -> PyResult<Rational> {
    number.ok_or_else(|| invalid(format!("{value} is not a finite number; payoffs and probabilities must be")))
}

fn not_a_number(value: &Bound<'_, PyAny>) -> PyErr {
    let kind = value.get_type().name().map_or_else(|_| "object".into(), |name| name.to_string());
    PyTypeError::new_err(format!(
        "a number was expected, not {kind}; give an int, a Fraction, a Decimal, a float, or text such as '3/4' or '0.25'"
    ))
}

/// The `Fraction` of an exact number.
pub fn fraction<'py>(py: Python<'py>, number: &Rational) -> PyResult<Bound<'py, PyAny>> {
    static FRACTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let kind = FRACTION.import(py, "fractions", "Fraction")?;
    match number.to_small_parts() {
        Some((whole, 1)) => kind.call1((whole,)),
        Some(parts) => kind.call1(parts),
        None => {
            let (numerator, denominator) = number.to_digits();
            kind.call1((big(py, &numerator)?, big(py, &denominator)?))
        }
    }
}

/// A big integer from its decimal digits, in pieces that stay below Python's limit on the length of such text.
fn big<'py>(py: Python<'py>, digits: &str) -> PyResult<Bound<'py, PyAny>> {
    const PIECE: usize = 4000;
    let int = py.get_type::<PyInt>();
    if digits.len() <= PIECE {
        return int.call1((digits,));
    }
    let (sign, digits) = digits.strip_prefix('-').map_or((1, digits), |digits| (-1, digits));
    let mut total = int.call0()?;
    for piece in digits.as_bytes().chunks(PIECE) {
        let scale = int.call1((10,))?.pow(piece.len(), py.None())?;
        total = total.mul(scale)?.add(int.call1((std::str::from_utf8(piece).unwrap_or_default(),))?)?;
    }
    total.mul(sign)
}

/// Exact numbers as a list of `Fraction`.
pub fn fractions<'py>(py: Python<'py>, numbers: &[Rational]) -> PyResult<Vec<Bound<'py, PyAny>>> {
    numbers.iter().map(|number| fraction(py, number)).collect()
}

/// Reads one number for Python, exactly as every other function of the package does.
///
/// Parameters
/// ----------
/// value : int, float, str, Fraction, Decimal or numpy scalar
///     A float is read as its shortest decimal: ``0.1`` is one tenth.
///
/// Returns
/// -------
/// Fraction
///
/// Raises
/// ------
/// InputError
///     When a text is not a number.
/// InvalidError
///     When the number is not finite.
/// TypeError
///     When the object is not a number at all.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> fd.number("3/4"), fd.number(0.1), fd.number(2)
/// (Fraction(3, 4), Fraction(1, 10), Fraction(2, 1))
#[pyfunction]
pub fn number<'py>(py: Python<'py>, value: Number) -> PyResult<Bound<'py, PyAny>> {
    fraction(py, &value.0)
}
