//! HTML for notebooks and reports: self-contained fragments for light and dark themes, and whole pages.
//!
//! No fragment needs the network or a script. Styles are scoped by classes that begin with `fd-`; colours follow
//! JupyterLab's theme where there is one, and the reader's system otherwise.

mod page;
mod solution;
mod style;
mod table;

pub use page::{Section, page, paragraphs, table_of};
pub use solution::{equilibrium, solution};
pub use table::{payoffs, table};

use super::escape::xml;
use super::tree::{TreeOptions, svg};
use crate::game::{BehaviorProfile, ExtensiveForm, Game};

/// A game as HTML: payoff tables, or a picture of the tree.
///
/// # Example
/// ```
/// use foederis::NormalForm;
/// let game = NormalForm::builder()
///     .player("Russia", ["Support", "Abstain"])
///     .player("Armenia", ["Stay", "Leave"])
///     .table(&[&[-7, -7, -2, -6], &[-2, -2, -4, -5]])?;
/// let html = foederis::show::html::game(&game.into());
/// assert!(html.starts_with("<div class=\"fd-show\">") && html.contains("<caption>"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn game(game: &Game) -> String {
    match game {
        Game::Normal(game) => table(game),
        Game::Extensive(game) => tree(game, None, &TreeOptions::default()),
    }
}

/// A picture of a tree in a frame that scrolls where the picture is wide.
pub fn tree(game: &ExtensiveForm, profile: Option<&BehaviorProfile>, options: &TreeOptions) -> String {
    fragment(&framed(&svg(game, profile, options)))
}

fn framed(picture: &str) -> String {
    format!("<div class=\"fd-scroll\">{picture}</div>\n")
}

/// Wraps HTML with its styles, so that it can stand anywhere.
pub(super) fn fragment(body: &str) -> String {
    format!("<div class=\"fd-show\">\n<style>{}</style>\n{body}</div>\n", style::css())
}

/// HTML of this module, such as [`paragraphs`], with its styles, so that it can stand anywhere.
pub fn fragment_of(body: &str) -> String {
    fragment(body)
}

/// As [`fragment`], for other files of this room.
pub(super) fn with_styles(body: &str) -> String {
    fragment(body)
}

/// A paragraph of the user's text.
pub(super) fn paragraph(class: &str, text: &str) -> String {
    format!("<p class=\"{class}\">{}</p>\n", xml(text))
}
