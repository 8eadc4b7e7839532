//! Tables with names as keys, which answer a slip of the pen with a suggestion.

use foederis::game::Labels;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};

/// A list of names that Python hands in.
pub struct Names(pub Vec<String>);

impl<'py> FromPyObject<'_, 'py> for Names {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            let text = text.to_str()?;
            return Err(PyTypeError::new_err(format!(
                "give a list of names, such as ['{text}'], and not a single text"
            )));
        }
        let name = |item: PyResult<Bound<'py, PyAny>>| -> PyResult<String> {
            let item = item?;
            item.extract().map_err(|_| match item.repr() {
                Ok(shown) => PyTypeError::new_err(format!("names are texts, and {shown} is none: write '{shown}'")),
                Err(error) => error,
            })
        };
        let items = value.try_iter().map_err(|_| PyTypeError::new_err("give a list of names"))?;
        items.map(name).collect::<PyResult<_>>().map(Names)
    }
}

/// One name, or a list of names.
pub struct OneOrMore(pub Vec<String>);

impl<'py> FromPyObject<'_, 'py> for OneOrMore {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.cast::<PyString>() {
            Ok(text) => Ok(OneOrMore(vec![text.to_str()?.to_owned()])),
            Err(_) => value.extract::<Names>().map(|names| OneOrMore(names.0)),
        }
    }
}

/// A `Named` table (a dict) that says in its errors what its keys are ("player").
pub fn table<'py>(
    py: Python<'py>,
    kind: &str,
    entries: impl IntoIterator<Item = PyResult<(String, Bound<'py, PyAny>)>>,
) -> PyResult<Bound<'py, PyAny>> {
    static NAMED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let dict = PyDict::new(py);
    for entry in entries {
        let (key, value) = entry?;
        dict.set_item(key, value)?;
    }
    NAMED.import(py, "foederis._named", "Named")?.call1((kind, dict))
}

/// A `Named` table with one entry for each label.
pub fn by_label<'py>(
    py: Python<'py>,
    kind: &str,
    labels: &Labels,
    mut value: impl FnMut(usize) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    table(py, kind, labels.keys().iter().enumerate().map(|(i, key)| Ok((key.clone(), value(i)?))))
}
