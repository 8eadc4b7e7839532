//! Tables with names as keys, which answer a slip of the pen with a suggestion.

use foederis::game::Labels;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

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
