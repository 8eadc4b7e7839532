//! Beliefs at information sets, by the names of what a player does not know.

use foederis::{BeliefSet, Beliefs, ExtensiveForm, Rational, game::InfosetId};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

use crate::names::table;
use crate::number::fraction;

/// A table by information set, whose keys are names, or pairs of player and name where players share a name.
fn by_infoset<'py>(
    py: Python<'py>,
    tree: &ExtensiveForm,
    entries: Vec<(InfosetId, Bound<'py, PyAny>)>,
) -> PyResult<Bound<'py, PyAny>> {
    static NAMED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let dict = PyDict::new(py);
    for (id, value) in entries {
        let infoset = tree.infoset(id);
        let shared = tree.infosets().iter().filter(|other| other.key == infoset.key).count() > 1;
        match shared {
            true => dict.set_item((tree.players().key(infoset.player.index()), &infoset.key), value)?,
            false => dict.set_item(&infoset.key, value)?,
        }
    }
    NAMED.import(py, "foederis._named", "Named")?.call1(("information set", dict))
}

/// A table by node of an information set.
pub fn by_node<'py>(
    py: Python<'py>,
    tree: &ExtensiveForm,
    id: InfosetId,
    mut value: impl FnMut(usize) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let names = tree.node_names(id);
    let kind = format!("node of '{}'", tree.infoset(id).key);
    table(py, &kind, names.into_iter().enumerate().map(|(node, name)| Ok((name, value(node)?))))
}

/// Beliefs at every information set.
pub fn beliefs<'py>(py: Python<'py>, tree: &ExtensiveForm, held: &Beliefs) -> PyResult<Bound<'py, PyAny>> {
    let entry = |id: InfosetId| {
        let row = held.at(id);
        Ok((id, by_node(py, tree, id, |node| fraction(py, &row[node]))?))
    };
    by_infoset(py, tree, tree.infoset_ids().map(entry).collect::<PyResult<_>>()?)
}

/// What beliefs depend on, where that is more than behaviour: for each information set and node, a sum of products.
pub fn formulas<'py>(
    py: Python<'py>,
    tree: &ExtensiveForm,
    entries: &[(InfosetId, Vec<String>)],
) -> PyResult<Bound<'py, PyAny>> {
    let entry = |(id, row): &(InfosetId, Vec<String>)| {
        Ok((*id, by_node(py, tree, *id, |node| Ok(row[node].clone().into_pyobject(py)?.into_any()))?))
    };
    by_infoset(py, tree, entries.iter().map(entry).collect::<PyResult<_>>()?)
}

/// Beliefs in floating point, a row for each information set.
pub fn float_beliefs<'py>(py: Python<'py>, tree: &ExtensiveForm, rows: &[Vec<f64>]) -> PyResult<Bound<'py, PyAny>> {
    let entry = |id: InfosetId| {
        let row = &rows[id.index()];
        Ok((id, by_node(py, tree, id, |node| Ok(row[node].into_pyobject(py)?.into_any()))?))
    };
    by_infoset(py, tree, tree.infoset_ids().map(entry).collect::<PyResult<_>>()?)
}

/// The least and the greatest probability of each node, a row for each information set.
pub fn ranges<'py>(
    py: Python<'py>,
    tree: &ExtensiveForm,
    rows: &[Vec<(Rational, Rational)>],
) -> PyResult<Bound<'py, PyAny>> {
    let entry = |id: InfosetId| {
        let pair = |node: usize| {
            let (low, high) = &rows[id.index()][node];
            Ok((fraction(py, low)?, fraction(py, high)?).into_pyobject(py)?.into_any())
        };
        Ok((id, by_node(py, tree, id, pair)?))
    };
    by_infoset(py, tree, tree.infoset_ids().map(entry).collect::<PyResult<_>>()?)
}

/// The extreme beliefs of a set.
pub fn extremes<'py>(py: Python<'py>, tree: &ExtensiveForm, set: &BeliefSet) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let vertex = |vertex: &Vec<Vec<Rational>>| {
        let entry = |(id, row): (&InfosetId, &Vec<Rational>)| {
            Ok((*id, by_node(py, tree, *id, |node| fraction(py, &row[node]))?))
        };
        by_infoset(py, tree, set.infosets.iter().zip(vertex).map(entry).collect::<PyResult<_>>()?)
    };
    set.vertices.iter().map(vertex).collect()
}
