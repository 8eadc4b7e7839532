//! Formulas: text, numbers, and expressions of sympy.

use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::number::rational;

/// A formula that Python hands in, as text.
///
/// An expression of sympy, or anything else with `free_symbols`, is taken by its text, a relation of sympy by both of its
/// sides. Numbers are read exactly.
pub struct Formula(pub String);

impl<'py> FromPyObject<'_, 'py> for Formula {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        formula(&value.to_owned()).map(Formula)
    }
}

fn formula(value: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.to_str()?.to_owned());
    }
    if !value.hasattr("free_symbols")? {
        return Ok(rational(value)?.to_string());
    }
    match value.getattr("rel_op") {
        Ok(sign) => Ok(format!("{} {sign} {}", value.getattr("lhs")?.str()?, value.getattr("rhs")?.str()?)),
        Err(_) => Ok(value.str()?.to_str()?.to_owned()),
    }
}
