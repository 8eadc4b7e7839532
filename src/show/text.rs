//! Plain text for the terminal.

mod solution;
mod table;
mod tree;

pub use solution::{equilibrium, solution, summary};
pub use table::{payoffs, table};
pub use tree::{tree, tree_with};

use unicode_width::UnicodeWidthStr;

use crate::game::Game;

/// A game as text: payoff tables, or the tree.
///
/// # Example
/// ```
/// use foederis::NormalForm;
/// let game = NormalForm::builder()
///     .player("Russia", ["Support", "Abstain"])
///     .player("Armenia", ["Stay", "Leave"])
///     .table(&[&[-7, -7, -2, -6], &[-2, -2, -4, -5]])?;
/// let text = foederis::show::text::game(&game.into());
/// assert!(text.contains("[-2*, -4*]"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn game(game: &Game) -> String {
    match game {
        Game::Normal(game) => table(game),
        Game::Extensive(game) => tree(game),
    }
}

/// How many columns of the terminal a text fills.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A text filled up with blanks on its right.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A text filled up with blanks on its left.
fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Lines without blanks at their ends.
pub(super) fn finish(lines: &[String]) -> String {
    let mut text = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// Rows as lines, the columns aligned.
pub(super) fn table_lines(rows: &[Vec<String>], indent: &str) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(wide).collect();
    let padded = |(cell, wide): (&String, &usize)| format!("{cell}{}", " ".repeat(wide - width(cell)));
    let line = |row: &Vec<String>| row.iter().zip(&widths).map(padded).collect::<Vec<_>>().join("  ");
    rows.iter().map(|row| format!("{indent}{}", line(row))).collect()
}

/// A text broken at blanks into lines of at most `columns`, the first one indented, the later ones a little more.
pub(super) fn wrap(text: &str, columns: usize, indent: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = indent.to_owned();
    for word in text.split(' ') {
        let empty = line.trim().is_empty();
        if !empty && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::replace(&mut line, format!("{indent}  {word}")));
        } else {
            let gap = if empty { "" } else { " " };
            line = format!("{line}{gap}{word}");
        }
    }
    lines.push(line);
    lines
}
