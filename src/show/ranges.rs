//! Ranges over all correlated equilibria, in every format.

use super::account::plural;
use super::sheet::Sheet;
use super::words::{Digits, clean};
use crate::game::Game;
use crate::solve::{Range, Ranges};

/// Ranges as text: a line for each.
///
/// # Example
/// ```
/// use foederis::{NormalForm, correlated_ranges, show::ranges};
/// let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["l", "r"]);
/// let game = game.table(&[&[1, -1, -1, 1], &[-1, 1, 1, -1]])?.into();
/// let text = ranges::text(&game, &correlated_ranges(&game, &Default::default())?);
/// assert!(text.contains("The probability that A chooses x  1/2 (0.5)"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn text(game: &Game, ranges: &Ranges) -> String {
    sheet(game, ranges).text()
}

/// Ranges as HTML: a row for each.
pub fn html(game: &Game, ranges: &Ranges) -> String {
    sheet(game, ranges).html()
}

/// Ranges as LaTeX: a row for each.
pub fn latex(game: &Game, ranges: &Ranges) -> String {
    sheet(game, ranges).latex()
}

/// Ranges in a table: a row for each.
pub fn sheet(game: &Game, ranges: &Ranges) -> Sheet {
    Sheet::new(title(game, ranges)).table("", &HEADINGS, ranges.ranges.iter().map(row).collect()).notes(stopped(ranges))
}

/// One range.
pub fn range(range: &Range) -> Sheet {
    Sheet::new("A range over all equilibria").table("", &HEADINGS, vec![row(range)])
}

const HEADINGS: [&str; 3] = ["What", "Least", "Most"];

fn title(game: &Game, ranges: &Ranges) -> String {
    let name = clean(game.title());
    let of = if name.is_empty() { String::new() } else { format!(" of {name}") };
    format!("Ranges over all {}{of}", plural(ranges.concept))
}

fn row(range: &Range) -> Vec<String> {
    let [least, most] = range.ends().map(|end| Digits::Exact.full(&end));
    vec![super::words::capital(&clean(&range.objective.words())), least, most]
}

fn stopped(ranges: &Ranges) -> Option<String> {
    (ranges.status != crate::solve::Status::Complete).then(|| format!("Not complete: {}.", ranges.status.words()))
}
