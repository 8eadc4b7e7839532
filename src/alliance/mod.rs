//! The alliance dilemmas, as model files read by the same reader as a user's file.
//!
//! Most turn one argument about the Collective Security Treaty Organization into a game with named parameters; the others
//! are versions of standard models of deterrence, crises and signals. The inequalities carry the claims; **the base
//! numbers are illustrative**, and every file says so.

use crate::error::Error;
use crate::model::{Model, shipped_names};

/// The names of the dilemmas.
///
/// # Example
/// ```
/// assert!(foederis::alliance::names().any(|name| name == "caucasus"));
/// ```
pub fn names() -> impl Iterator<Item = &'static str> {
    shipped_names()
}

/// A dilemma by name.
///
/// # Errors
/// [`Error::Unknown`], with the names there are.
///
/// # Example
/// ```
/// let model = foederis::alliance::dilemma("caucasus")?;
/// assert_eq!(model.players(), ["Azerbaijan", "Armenia", "Russia"]);
/// let game = model.at(&[("n", 1.into()), ("e", 6.into())])?;
/// assert_eq!(game.title(), model.title());
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn dilemma(name: &str) -> Result<Model, Error> {
    Model::shipped(name)
}
