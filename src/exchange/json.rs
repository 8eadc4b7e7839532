//! Our own documents: games of both forms as JSON, with nothing lost.
//!
//! A document is one object. `format` is `"foederis-game/1"`, `kind` is `"normal"` or `"extensive"`; `title` and
//! `comment` may be left out. Numbers are JSON numbers or texts such as `"1/3"`; a decimal is read as written, so that
//! `0.1` is one tenth (beyond 17 digits, write it as a text). Payoffs are utilities. Positions count from 0.
//!
//! In normal form, `players` have a `name` and `strategies`. The table is `payoffs`, a list of one payoff for each
//! player for every profile, the last player's strategy running fastest; or `outcomes`, each with `label` and `payoffs`,
//! and `profiles`, the position of an outcome (or `null`) for every profile.
//!
//! In extensive form, `players` have a `name`. `information_sets` have a `player` (by name), a `label` and `actions`;
//! `chance` moves have a `label` and `events`, each with a `label` and a `probability`; `outcomes` have a `label` and
//! `payoffs`. `nodes` lists the tree depth first: a node with `information_set` or `chance` (a position) is a move, and the
//! nodes that its actions lead to follow in order; any other node ends the game. Any node may have a `label` and an
//! `outcome` (a position); payoffs add up along a play.
//!
//! Players whose names repeat or are empty are named by their keys in `information_sets`: `A#2` is the second `A`, and a
//! player without a name goes by its place in the list, counted from 1.
//!
//! [`NormalForm`], [`ExtensiveForm`] and [`Game`] implement serde's traits through these documents.

mod document;
mod extensive;
mod layout;
mod locate;
mod normal;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use self::document::{Document, FORMAT, Fault, Kind};
use crate::error::{Error, InputError};
use crate::game::{ExtensiveForm, Game, NormalForm};

/// Reads a game from a JSON document.
///
/// # Errors
/// [`Error::Input`] with line and column when the text is not such a document; [`Error::TooLarge`].
///
/// # Example
/// ```
/// use foederis::exchange::json;
/// let game = json::read(
///     r#"{ "format": "foederis-game/1", "kind": "normal",
///          "players": [{ "name": "A", "strategies": ["x", "y"] }, { "name": "B", "strategies": ["z"] }],
///          "payoffs": [[1, "1/3"], [0.1, -2]] }"#,
/// )?;
/// assert_eq!(json::read(&json::write(&game))?, game);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn read(text: &str) -> Result<Game, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document: Document = serde_json::from_str(text).map_err(|error| parse_error(text, &error))?;
    into_game(document).map_err(|fault| match fault.error {
        Error::Invalid(message) => {
            let (message, help) = match message.split_once("; ") {
                Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
                None => (message, None),
            };
            InputError { message, help, place: Some(locate::locate(text, &fault.path)) }.into()
        }
        Error::Unknown(unknown) => InputError::new(unknown.to_string()).at(locate::locate(text, &fault.path)).into(),
        other => other,
    })
}

/// The game as a JSON document, one node or profile a line.
pub fn write(game: &Game) -> String {
    layout::to_text(&from_game(game))
}

fn parse_error(text: &str, error: &serde_json::Error) -> Error {
    let input = InputError::of_json(text, error);
    match error.classify() {
        serde_json::error::Category::Data => {
            input.help("the documentation of foederis::exchange::json describes the format")
        }
        _ => input.help("the text is not JSON from here on"),
    }
    .into()
}

fn from_game(game: &Game) -> Document {
    match game {
        Game::Normal(game) => normal::to_document(game),
        Game::Extensive(game) => extensive::to_document(game),
    }
}

fn into_game(document: Document) -> Result<Game, Fault> {
    if document.format != FORMAT {
        let message = format!("the document is of format '{}'; this version reads '{FORMAT}'", document.format);
        return Err(Fault::at(&["format"], message));
    }
    match document.kind {
        Kind::Normal => normal::from_document(document).map(Game::from),
        Kind::Extensive => extensive::from_document(document).map(Game::from),
    }
}

impl Serialize for Game {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        from_game(self).serialize(serializer)
    }
}

impl Serialize for NormalForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        normal::to_document(self).serialize(serializer)
    }
}

impl Serialize for ExtensiveForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        extensive::to_document(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Game {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        into_game(Document::deserialize(deserializer)?).map_err(|fault| de::Error::custom(fault.error))
    }
}

impl<'de> Deserialize<'de> for NormalForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Game::deserialize(deserializer)? {
            Game::Normal(game) => Ok(game),
            Game::Extensive(_) => Err(de::Error::custom("the document holds a tree; a payoff table is expected")),
        }
    }
}

impl<'de> Deserialize<'de> for ExtensiveForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Game::deserialize(deserializer)? {
            Game::Extensive(game) => Ok(game),
            Game::Normal(_) => Err(de::Error::custom("the document holds a payoff table; a tree is expected")),
        }
    }
}
