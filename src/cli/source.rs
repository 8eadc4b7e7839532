//! Games from files and models.

use std::io::Write;
use std::path::Path;

use super::args::Choice;
use crate::error::Error;
use crate::exchange;
use crate::game::Game;
use crate::model::Model;
use crate::number::Rational;

/// A game, and the model that it was made of, if any.
pub struct Source {
    pub game: Game,
    pub model: Option<Model>,
    /// The values that were set.
    pub set: Vec<(String, Rational)>,
}

/// Whether a file is a model, by its suffix.
pub fn is_model(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("yaml") || suffix.eq_ignore_ascii_case("yml"))
}

/// Reads a model file, and says in `err` what in it has no effect.
pub fn read_model(path: &Path, err: &mut dyn Write) -> Result<Model, Error> {
    let model = Model::read(path)?;
    for remark in model.remarks() {
        // A warning that cannot be written stops nobody.
        let _ = writeln!(err, "foederis: warning: {}: {remark}", path.display());
    }
    Ok(model)
}

impl Source {
    /// Reads a file; a model becomes a game at the values chosen.
    pub fn read(path: &Path, choice: &Choice, err: &mut dyn Write) -> Result<Source, Error> {
        if is_model(path) {
            return Self::of_model(read_model(path, err)?, choice);
        }
        if !choice.set.is_empty() || choice.variant.is_some() {
            return Err(Error::Invalid(format!(
                "'{}' is a game without parameters; --set and --variant are for models (.yaml)",
                path.display()
            )));
        }
        Ok(Source { game: exchange::read(path)?, model: None, set: Vec::new() })
    }

    /// The game of a model at the values chosen.
    pub fn of_model(model: Model, choice: &Choice) -> Result<Source, Error> {
        let model = match &choice.variant {
            Some(name) => model.variant(name)?,
            None => model,
        };
        let values: Vec<(&str, Rational)> =
            choice.set.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        Ok(Source { game: model.at(&values)?, model: Some(model), set: choice.set.clone() })
    }

    /// What was set, in words; `None` where all values are the base values.
    pub fn settings(&self) -> Option<String> {
        let list: Vec<String> = self.set.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        (!list.is_empty()).then(|| list.join(", "))
    }
}
