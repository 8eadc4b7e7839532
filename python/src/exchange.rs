//! Files of other programs and our own, and pickling through JSON.

use std::path::{Path, PathBuf};

use foederis::Game;
use foederis::exchange::{self, Format, json};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::error::{InputError, OrRaise, invalid};
use crate::game::game_object;
use crate::model::Model;

/// Reads a game or a model from a file, its format told by the suffix.
///
/// Parameters
/// ----------
/// path : str or os.PathLike
///     A file that ends in ``.nfg`` or ``.efg`` (Gambit's formats), ``.json`` (ours), or ``.yaml`` or ``.yml`` (models).
///
/// Returns
/// -------
/// NormalForm, ExtensiveForm or Model
///
/// Raises
/// ------
/// InputError
///     When the file does not hold what its format asks for; `line` and `column` say where.
/// OSError
///     When the file cannot be opened.
///
/// References
/// ----------
/// Savani, R., & Turocy, T. L. (2025). Gambit: The package for computation in game theory.
#[pyfunction]
pub fn read(py: Python<'_>, path: PathBuf) -> PyResult<Bound<'_, PyAny>> {
    let bytes = py.detach(|| std::fs::read(&path)).map_err(|error| file_error(&error, &path))?;
    if path.extension().is_some_and(|suffix| suffix == "yaml" || suffix == "yml") {
        return Ok(Bound::new(py, Model::read(py, path)?)?.into_any());
    }
    let format = Format::of_path(&path).or_raise()?;
    let game = py.detach(|| exchange::read_bytes(&bytes, format)).or_raise()?;
    game_object(py, &game)
}

/// Reads a game from a text.
///
/// Parameters
/// ----------
/// text : str
///     What a file of the format holds.
/// format : {"nfg", "efg", "json"}
///
/// Returns
/// -------
/// NormalForm or ExtensiveForm
///
/// Raises
/// ------
/// InputError
///     When the text does not hold what the format asks for; `line` and `column` say where.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> fd.parse('NFG 1 R "Chicken" { "A" "B" } { 2 2 }  0 0 1 -1 -1 1 -10 -10', "nfg")
/// <NormalForm 'Chicken': A, B; 2 x 2 strategies>
#[pyfunction]
pub fn parse<'py>(py: Python<'py>, text: &str, format: &str) -> PyResult<Bound<'py, PyAny>> {
    let format = format_named(format)?;
    let game = py.detach(|| exchange::read_text(text, format)).or_raise()?;
    game_object(py, &game)
}

/// Python's own error for a file, with its name.
pub fn file_error(error: &std::io::Error, path: &Path) -> PyErr {
    PyOSError::new_err((error.raw_os_error(), error.to_string(), path.to_path_buf()))
}

/// Writes a game to a file.
pub fn write(py: Python<'_>, game: &Game, path: PathBuf) -> PyResult<()> {
    let format = Format::of_path(&path).or_raise()?;
    let text = py.detach(|| exchange::write_text(game, format)).or_raise()?;
    std::fs::write(&path, text).map_err(|error| file_error(&error, &path))
}

/// A game as the text of a file.
pub fn to_text(game: &Game, format: &str) -> PyResult<String> {
    exchange::write_text(game, format_named(format)?).or_raise()
}

fn format_named(name: &str) -> PyResult<Format> {
    let suffix = |format: &Format| format.suffix() == name;
    Format::ALL.into_iter().find(suffix).ok_or_else(|| {
        let known = Format::ALL.map(Format::suffix).join(", ");
        invalid(format!("there is no format '{name}'; use one of {known}"))
    })
}

/// What `__reduce__` returns: the function that reads the object back, and its arguments.
pub type Reduced<'py> = (Bound<'py, PyAny>, Bound<'py, PyTuple>);

/// The pickled form of an object: a function of this module, and versioned JSON.
pub fn reduced<'py>(py: Python<'py>, function: &str, text: &str) -> PyResult<Reduced<'py>> {
    let function = py.import("foederis._core")?.getattr(function)?;
    Ok((function, PyTuple::new(py, [PyBytes::new(py, text.as_bytes())])?))
}

/// The pickled form of a game.
pub fn reduce_game<'py>(py: Python<'py>, game: &Game) -> PyResult<Reduced<'py>> {
    reduced(py, "_game_from_json", &json::write(game))
}

/// Reads a pickled game back.
#[pyfunction]
pub fn _game_from_json<'py>(py: Python<'py>, state: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    game_object(py, &json::read(utf8(state)?).or_raise()?)
}

/// The text of a pickled object.
pub fn utf8(state: &[u8]) -> PyResult<&str> {
    std::str::from_utf8(state).map_err(|error| {
        InputError::new_err((format!("not UTF-8 text: {error}"), None::<usize>, None::<usize>, None::<String>))
    })
}
