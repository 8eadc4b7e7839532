//! Files of other programs, and our own: Gambit's `.nfg` and `.efg`, and JSON.
//!
//! [`read`] and [`write()`] go by the suffix of the file; [`read_text`] and [`write_text`] are told the [`Format`]. Reading
//! what was written gives the same game: nothing that a format holds is lost, labels that repeat or are empty included.
//! Readers do not recurse, and check sizes before they make room, so that deep trees and huge counts do no harm.

pub mod efg;
pub mod json;
pub mod nfg;
mod tokens;

use std::fmt;
use std::path::Path;

use crate::error::{Error, InputError};
use crate::game::Game;

/// The format of a game file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Gambit's payoff tables, `.nfg`.
    Nfg,
    /// Gambit's trees, `.efg`.
    Efg,
    /// Our own documents, `.json`: either form, see [`json`].
    Json,
}

impl Format {
    /// Every format, in the order in which messages list them.
    pub const ALL: [Format; 3] = [Format::Nfg, Format::Efg, Format::Json];

    /// The suffix of its files, without the dot.
    pub fn suffix(self) -> &'static str {
        match self {
            Format::Nfg => "nfg",
            Format::Efg => "efg",
            Format::Json => "json",
        }
    }

    /// The format that a file's suffix names, in upper or lower case.
    ///
    /// # Errors
    /// [`Error::Input`] when the suffix is none of ours.
    pub fn of_path(path: impl AsRef<Path>) -> Result<Format, Error> {
        let path = path.as_ref();
        let suffix = path.extension().map(|suffix| suffix.to_string_lossy().to_lowercase()).unwrap_or_default();
        Self::ALL.into_iter().find(|format| format.suffix() == suffix).ok_or_else(|| {
            let message = format!("the name of the file '{}' does not tell its format", path.display());
            let known = Self::ALL.map(|format| format.to_string()).join(", ");
            let help = format!("a game's file has one of the suffixes {known}, a model's has .yaml or .yml");
            InputError::new(message).help(help).into()
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ".{}", self.suffix())
    }
}

/// Reads a game file, its format told by the suffix.
///
/// # Errors
/// [`Error::Input`] when the file cannot be opened, has another suffix, or does not hold what its format asks for;
/// [`Error::TooLarge`] when the game is over the limits.
pub fn read(path: impl AsRef<Path>) -> Result<Game, Error> {
    let path = path.as_ref();
    let format = Format::of_path(path)?;
    let bytes = std::fs::read(path).map_err(|error| file_error("read", path, &error))?;
    read_bytes(&bytes, format)
}

/// Reads a game from the bytes of a file, which must be UTF-8 text.
///
/// # Errors
/// As for [`read_text`]; also when the bytes are not UTF-8.
pub fn read_bytes(bytes: &[u8], format: Format) -> Result<Game, Error> {
    let text = InputError::text_of(bytes)?;
    read_text(text, format)
}

/// Reads a game from a text.
///
/// # Errors
/// [`Error::Input`] with line and column when the text does not hold what its format asks for; [`Error::TooLarge`].
///
/// # Example
/// ```
/// use foederis::exchange::{Format, read_text, write_text};
/// let game = read_text("NFG 1 R \"Solo\" { \"A\" } { 2 }  1 1/2", Format::Nfg)?;
/// let json = write_text(&game, Format::Json)?;
/// assert_eq!(read_text(&json, Format::Json)?, game);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn read_text(text: &str, format: Format) -> Result<Game, Error> {
    match format {
        Format::Nfg => nfg::read(text).map(Game::from),
        Format::Efg => efg::read(text).map(Game::from),
        Format::Json => json::read(text),
    }
}

/// Writes a game file, its format told by the suffix.
///
/// # Errors
/// [`Error::Unsupported`] when the format does not hold games of this form; [`Error::Input`] when the suffix is none of
/// ours or the file cannot be written.
pub fn write(game: &Game, path: impl AsRef<Path>) -> Result<(), Error> {
    let path = path.as_ref();
    let text = write_text(game, Format::of_path(path)?)?;
    std::fs::write(path, text).map_err(|error| file_error("write", path, &error))
}

/// The game as the text of a file.
///
/// # Errors
/// [`Error::Unsupported`] when the format does not hold games of this form.
pub fn write_text(game: &Game, format: Format) -> Result<String, Error> {
    match (format, game) {
        (Format::Nfg, Game::Normal(game)) => Ok(nfg::write(game)),
        (Format::Efg, Game::Extensive(game)) => Ok(efg::write(game)),
        (Format::Json, game) => Ok(json::write(game)),
        (Format::Nfg, Game::Extensive(_)) => Err(Error::Unsupported(
            "a .nfg file holds payoff tables, and this game is a tree; write a .efg or .json file, or convert the game \
             to strategic form first"
                .into(),
        )),
        (Format::Efg, Game::Normal(_)) => Err(Error::Unsupported(
            "a .efg file holds trees, and this game is a payoff table; write a .nfg or .json file".into(),
        )),
    }
}

fn file_error(verb: &str, path: &Path, error: &std::io::Error) -> Error {
    let help = match error.kind() {
        std::io::ErrorKind::NotFound => "check the name and the folder",
        std::io::ErrorKind::PermissionDenied => "check that you may use the file",
        _ => "check the file",
    };
    InputError::new(format!("cannot {verb} the file '{}': {error}", path.display())).help(help).into()
}
