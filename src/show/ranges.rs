//! Ranges over all correlated equilibria, as text and HTML.

use super::account::plural;
use super::html::{fragment, table_of};
use super::text::table_lines;
use super::words::{Digits, clean};
use crate::game::Game;
use crate::solve::{Range, Ranges};

const HEADINGS: [&str; 3] = ["", "least", "most"];

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
    let rows: Vec<Vec<String>> = std::iter::once(HEADINGS.map(String::from).to_vec()).chain(rows(ranges)).collect();
    let mut lines = vec![title(game, ranges)];
    lines.extend(table_lines(&rows, "  "));
    lines.extend(stopped(ranges));
    super::text::finish(&lines)
}

/// Ranges as HTML: a row for each.
pub fn html(game: &Game, ranges: &Ranges) -> String {
    let rows: Vec<Vec<String>> = rows(ranges).collect();
    let note = stopped(ranges).map_or(String::new(), |note| super::html::paragraphs(&note));
    fragment(&format!("{}{note}", table_of(&title(game, ranges), &["What", "Least", "Most"], &rows)))
}

fn title(game: &Game, ranges: &Ranges) -> String {
    let name = clean(game.title());
    let of = if name.is_empty() { String::new() } else { format!(" of {name}") };
    format!("Ranges over all {}{of}", plural(ranges.concept))
}

fn rows(ranges: &Ranges) -> impl Iterator<Item = Vec<String>> + '_ {
    ranges.ranges.iter().map(|range: &Range| {
        let [least, most] = range.ends().map(|end| Digits::Exact.full(&end));
        vec![super::words::capital(&clean(&range.objective.words())), least, most]
    })
}

fn stopped(ranges: &Ranges) -> Option<String> {
    (ranges.status != crate::solve::Status::Complete).then(|| format!("Not complete: {}.", ranges.status.words()))
}
