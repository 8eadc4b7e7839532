//! What deters from leaving the path of an equilibrium, for Python.

use foederis::game::{Deterrent, InfosetId};
use foederis::{Equilibrium, ExtensiveForm, Profile, game::OffPath};
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::error::OrRaise;

/// What an equilibrium does where play does not come.
pub fn off_path(tree: &ExtensiveForm, equilibrium: &Equilibrium) -> PyResult<OffPath> {
    match &equilibrium.profile {
        Profile::Behavior(profile) => tree.off_path(profile).or_raise(),
        _ => Err(PyAttributeError::new_err("this is no behaviour on a tree, and has no path")),
    }
}

/// A deterrent as Python's own tuple, its values made by `value`.
pub fn deterrent<'py>(
    py: Python<'py>,
    tree: &ExtensiveForm,
    deterrent: &Deterrent,
    value: impl Fn(&foederis::Rational) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (player, infoset) = named(tree, deterrent.infoset);
    let action = tree.infoset(deterrent.infoset).actions.key(deterrent.action);
    let others = PyTuple::new(py, deterrent.infosets.iter().map(|id| named(tree, *id)))?;
    let (at_most, brings) = (value(&deterrent.at_most)?, value(&deterrent.brings)?);
    py.import("foederis._deterrent")?.getattr("Deterrent")?.call1((player, infoset, action, at_most, brings, others))
}

/// An information set by its player and name.
pub fn named(tree: &ExtensiveForm, id: InfosetId) -> (String, String) {
    let infoset = tree.infoset(id);
    (tree.players().key(infoset.player.index()).to_owned(), infoset.key.clone())
}
