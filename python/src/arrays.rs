//! Arrays of payoffs: lists, numpy arrays and frames.

use foederis::Rational;
use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::{OrRaise, invalid};
use crate::number::rational;

/// An array of numbers, row by row.
pub struct Array {
    pub shape: Vec<usize>,
    pub flat: Vec<Rational>,
}

impl Array {
    pub fn read(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let table = value.hasattr("to_numpy")?.then(|| value.call_method0("to_numpy")).transpose()?;
        let value = table.as_ref().unwrap_or(value);
        if let Some(array) = Array::of_words(value)? {
            return Ok(array);
        }
        let mut array = Array { shape: Vec::new(), flat: Vec::new() };
        array.add(&as_lists(value)?, 0)?;
        Ok(array)
    }

    /// A numpy array of machine integers or floats, read without a Python object for each number; `None` for others.
    fn of_words(value: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let Some(dtype) = value.getattr_opt("dtype")? else { return Ok(None) };
        let Ok(kind) = dtype.getattr("kind").and_then(|kind| kind.extract::<char>()) else { return Ok(None) };
        let size: usize = dtype.getattr("itemsize")?.extract()?;
        let words = |name: &str| {
            let numpy = value.py().import("numpy")?;
            numpy.call_method1("ascontiguousarray", (value, name))
        };
        let dimensions: usize = value.getattr("ndim")?.extract()?;
        let (shape, flat) = match (kind, size) {
            _ if dimensions == 0 || value.hasattr("mask")? => return Ok(None),
            ('i', _) | ('u', ..8) => {
                let buffer = PyBuffer::<i64>::get(&words("int64")?)?;
                let words = buffer.to_vec(value.py())?;
                (buffer.shape().to_vec(), read_all(value.py(), &words, |word| Ok(Rational::from(word)))?)
            }
            ('f', 8) => {
                let buffer = PyBuffer::<f64>::get(&words("float64")?)?;
                let words = buffer.to_vec(value.py())?;
                (buffer.shape().to_vec(), read_all(value.py(), &words, |word| exact_float(word).or_raise())?)
            }
            _ => return Ok(None),
        };
        Ok(Some(Array { shape, flat }))
    }

    fn add(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<()> {
        if value.is_instance_of::<PyString>() || value.try_iter().is_err() {
            if depth < self.shape.len() {
                return Err(invalid("a payoff array has rows of different depth"));
            }
            self.flat.push(rational(value)?);
            return Ok(());
        }
        let length = value.len()?;
        match self.shape.get(depth) {
            None if self.flat.is_empty() => self.shape.push(length),
            Some(&known) if known == length => {}
            _ => return Err(invalid("a payoff array has rows of different length")),
        }
        value.py().check_signals()?;
        value.try_iter()?.try_for_each(|item| self.add(&item?, depth + 1))
    }

    fn size(&self) -> String {
        self.shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(" x ")
    }
}

/// How many numbers are read between two looks for Ctrl-C.
const PIECE: usize = 1 << 16;

fn read_all<T: Copy>(py: Python<'_>, words: &[T], exact: impl Fn(T) -> PyResult<Rational>) -> PyResult<Vec<Rational>> {
    let mut flat = Vec::with_capacity(words.len());
    for piece in words.chunks(PIECE) {
        py.check_signals()?;
        for &word in piece {
            flat.push(exact(word)?);
        }
    }
    Ok(flat)
}

pub fn exact_float(number: f64) -> Result<Rational, foederis::Error> {
    Rational::from_f64(number).ok_or_else(|| {
        foederis::Error::Invalid(format!("{number} is not a finite number; payoffs and probabilities must be"))
    })
}

/// Numpy arrays and data frames as nested lists; single precision goes through text, for the shortest decimal.
fn as_lists<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if value.hasattr("to_numpy")? {
        return as_lists(&value.call_method0("to_numpy")?);
    }
    let Some(dtype) = value.getattr_opt("dtype")? else {
        return Ok(value.clone());
    };
    let short = dtype.getattr("kind")?.eq("f")? && dtype.getattr("itemsize")?.extract::<usize>()? < 8;
    let value = if short { value.call_method1("astype", ("U",))? } else { value.clone() };
    value.call_method0("tolist")
}

pub fn common_shape(arrays: &[Array], players: &[String]) -> PyResult<Vec<usize>> {
    if arrays.is_empty() || arrays.len() != players.len() {
        let (given, count) = (arrays.len(), players.len());
        return Err(invalid(format!("{given} payoff arrays were given for {count} players; give one for each")));
    }
    for (array, player) in arrays.iter().zip(players) {
        if array.shape.len() != players.len() {
            let (size, count) = (array.size(), players.len());
            return Err(invalid(format!(
                "the payoff array of {player} is {size}; with {count} players it needs {count} dimensions"
            )));
        }
        if array.shape != arrays[0].shape {
            let (first, size, other) = (arrays[0].size(), array.size(), &players[0]);
            return Err(invalid(format!(
                "the payoff array of {player} is {size}, that of {other} is {first}; they must be of one shape"
            )));
        }
    }
    Ok(arrays[0].shape.clone())
}

pub fn named_strategies(
    names: Option<Vec<Vec<String>>>,
    players: &[String],
    shape: &[usize],
) -> PyResult<Vec<Vec<String>>> {
    let Some(names) = names else {
        return Ok(shape.iter().map(|&count| (1..=count).map(|i| i.to_string()).collect()).collect());
    };
    if names.len() != players.len() {
        let (given, count) = (names.len(), players.len());
        return Err(invalid(format!("{given} lists of strategies were given for {count} players; give one for each")));
    }
    for ((names, player), count) in names.iter().zip(players).zip(shape) {
        if names.len() != *count {
            let given = names.len();
            return Err(invalid(format!("{given} strategies were named for {player}; the payoff arrays have {count}")));
        }
    }
    Ok(names)
}
