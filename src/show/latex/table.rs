//! Payoff tables and lists of plays as LaTeX.

use std::ops::Range;

use super::columns::{paragraph, parted};
use super::{Cell, number, tabular};
use crate::game::{ExtensiveForm, NormalForm, PlayerId};
use crate::show::escape::latex;
use crate::show::payoffs::{Entry, Payoffs, Slice, TableOptions};
use crate::show::text::width;
use crate::show::words::{Digits, more};
use crate::solve::Solution;

/// How many plays of a tree are listed.
const MAX_PLAYS: usize = 60;

/// A payoff table; best responses are underlined, equilibria in pure strategies boxed.
pub fn table(game: &NormalForm) -> String {
    payoffs(game, None, TableOptions::default())
}

/// A payoff table in which the pure equilibria of a solution are boxed; without one, all that there are.
pub fn payoffs(game: &NormalForm, solution: Option<&Solution>, options: TableOptions) -> String {
    let payoffs = Payoffs::new(game, solution, options);
    let (slices, hidden) = payoffs.slices();
    let mut tables: Vec<String> = slices.iter().map(|slice| matrix(&payoffs, slice)).collect();
    if hidden > 0 {
        tables.push(format!("{}\n", latex(&more(hidden, "table", "tables"))));
    }
    tables.join("\n")
}

/// The widest heading of a column that stands on one line.
const HEADING: usize = 24;

/// One table, or where its columns do not fit on a page several.
fn matrix(payoffs: &Payoffs, slice: &Slice) -> String {
    let fixed: Vec<String> = payoffs
        .fixed(slice)
        .iter()
        .map(|(player, strategy)| format!("{}: {}", latex(player), latex(strategy)))
        .collect();
    let (rows, columns) = (payoffs.rows().0, payoffs.columns().0);
    let first = (0..rows).map(|row| width(row_name(payoffs, row))).max().unwrap_or(0).min(HEADING);
    let heads: Vec<usize> = (0..columns).map(|column| width(column_name(payoffs, column))).collect();
    let cells = |column: usize| (0..rows).map(|row| size(payoffs, payoffs.cell(slice, row, column))).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(|column| heads[column].min(HEADING).max(cells(column))).collect();
    let specification =
        |column: usize| if heads[column] > widths[column] { paragraph(widths[column]) } else { "c".into() };
    let mut tables: Vec<String> = if fixed.is_empty() { Vec::new() } else { vec![format!("{}\n", fixed.join(", "))] };
    let parts = parted(first, &widths);
    for part in &parts {
        let last = part.end == columns;
        let specifications: String = part.clone().map(specification).collect();
        tables.push(grid(payoffs, slice, part.clone(), &specifications, last));
    }
    tables.join("\n")
}

/// Some columns of a table.
fn grid(payoffs: &Payoffs, slice: &Slice, part: Range<usize>, specifications: &str, last: bool) -> String {
    let (game, (rows, more_rows)) = (payoffs.game, payoffs.rows());
    let more_columns = if last { payoffs.columns().1 } else { 0 };
    let dots = (more_columns > 0).then(|| latex(&more(more_columns, "column", "columns")));
    let shown = part.len() + usize::from(dots.is_some());
    let wide = (0..rows).any(|row| width(row_name(payoffs, row)) > HEADING);
    let first = if wide { paragraph(HEADING) } else { "l".to_owned() };
    let broken = wide || specifications.contains('p');
    let end = if broken { "\\tabularnewline" } else { "\\\\" };
    let ragged = if wide { "\\raggedright " } else { "" };
    let dotted = if dots.is_some() { "c" } else { "" };
    let mut lines = vec![format!("\\begin{{tabular}}{{{first}{specifications}{dotted}}}")];
    if game.num_players() > 1 {
        lines.push(format!(" & \\multicolumn{{{shown}}}{{c}}{{{}}} {end}", latex(game.players().key(1))));
    }
    let mut head = vec![format!("{ragged}{}", latex(game.players().key(0)))];
    let heading = |column: usize| match specifications.contains('p') && width(column_name(payoffs, column)) > HEADING {
        true => format!("\\raggedright {}", latex(column_name(payoffs, column))),
        false => latex(column_name(payoffs, column)),
    };
    head.extend(part.clone().map(heading));
    head.extend(dots.clone());
    lines.push(format!("{} {end}\n\\hline", head.join(" & ")));
    for row in 0..rows {
        let mut cells = vec![format!("{ragged}{}", latex(row_name(payoffs, row)))];
        cells.extend(part.clone().map(|column| cell(payoffs, payoffs.cell(slice, row, column))));
        cells.extend(dots.as_ref().map(|_| "\\ldots".to_owned()));
        lines.push(format!("{} {end}", cells.join(" & ")));
    }
    if more_rows > 0 {
        lines.push(format!("{} {end}", latex(&more(more_rows, "row", "rows"))));
    }
    lines.push("\\end{tabular}\n".into());
    lines.join("\n")
}

fn row_name<'a>(payoffs: &'a Payoffs, row: usize) -> &'a str {
    payoffs.game.strategies(PlayerId(0)).key(row)
}

fn column_name<'a>(payoffs: &'a Payoffs, column: usize) -> &'a str {
    if payoffs.game.num_players() == 1 { "payoff" } else { payoffs.game.strategies(PlayerId(1)).key(column) }
}

/// About how many characters a cell fills.
fn size(payoffs: &Payoffs, cell: usize) -> usize {
    payoffs.entries(cell).iter().map(|entry| width(&Digits::Exact.compact(entry.value)) + 2).sum()
}

fn cell(payoffs: &Payoffs, cell: usize) -> String {
    let entry = |entry: &Entry| {
        let value = number(entry.value, Digits::Exact);
        if entry.best { format!("\\underline{{{value}}}") } else { value }
    };
    let numbers: Vec<String> = payoffs.entries(cell).iter().map(entry).collect();
    let math = format!("\\({}\\)", numbers.join(",\\; "));
    if payoffs.is_equilibrium(cell) { format!("\\fbox{{{math}}}") } else { math }
}

/// The most players who get a column each in a table of plays.
const MAX_COLUMNS: usize = 5;

/// The plays of a tree with everybody's payoffs. Long plays are broken, and payoffs of many players stand in one column.
pub fn plays(game: &ExtensiveForm) -> String {
    let players: Vec<&str> = game.players().keys().iter().map(String::as_str).collect();
    let joined = players.len() > MAX_COLUMNS;
    let mut heading = vec![Cell::text("Play")];
    match joined {
        true => heading.push(Cell::text(&players.join(", "))),
        false => heading.extend(players.iter().map(|player| Cell::text(player))),
    }
    let row = |play| {
        let payoffs = game.play_payoffs(play);
        let mut row = vec![Cell::text(&game.path(play).join(", "))];
        match joined {
            true => row.push(Cell::numbers(payoffs, Digits::Exact)),
            false => {
                row.extend(payoffs.iter().map(|payoff| Cell::numbers(std::slice::from_ref(payoff), Digits::Exact)))
            }
        }
        row
    };
    let table = tabular(Some(&heading), &game.terminals().take(MAX_PLAYS).map(row).collect::<Vec<_>>());
    match game.num_plays().saturating_sub(MAX_PLAYS) {
        0 => table,
        hidden => format!("{table}\n{}\n", latex(&more(hidden, "play", "plays"))),
    }
}
