//! Payoff tables and lists of plays as LaTeX.

use super::number;
use crate::game::{ExtensiveForm, NormalForm, PlayerId};
use crate::show::escape::latex;
use crate::show::payoffs::{Entry, Payoffs, Slice, TableOptions};
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

fn matrix(payoffs: &Payoffs, slice: &Slice) -> String {
    let (game, (rows, more_rows), (columns, more_columns)) = (payoffs.game, payoffs.rows(), payoffs.columns());
    let fixed: Vec<String> = payoffs
        .fixed(slice)
        .iter()
        .map(|(player, strategy)| format!("{}: {}", latex(player), latex(strategy)))
        .collect();
    let shown = columns + usize::from(more_columns > 0);
    let mut lines = Vec::new();
    if !fixed.is_empty() {
        lines.push(format!("{}\n", fixed.join(", ")));
    }
    lines.push(format!("\\begin{{tabular}}{{l{}}}", "c".repeat(shown)));
    if game.num_players() > 1 {
        lines.push(format!(" & \\multicolumn{{{shown}}}{{c}}{{{}}} \\\\", latex(game.players().key(1))));
    }
    let mut head = vec![latex(game.players().key(0))];
    match game.num_players() {
        1 => head.push("payoff".into()),
        _ => head.extend((0..columns).map(|column| latex(game.strategies(PlayerId(1)).key(column)))),
    }
    let dots = (more_columns > 0).then(|| latex(&more(more_columns, "column", "columns")));
    head.extend(dots.clone());
    lines.push(format!("{} \\\\\n\\hline", head.join(" & ")));
    for row in 0..rows {
        let mut cells = vec![latex(game.strategies(PlayerId(0)).key(row))];
        cells.extend((0..columns).map(|column| cell(payoffs, payoffs.cell(slice, row, column))));
        cells.extend(dots.as_ref().map(|_| "\\ldots".to_owned()));
        lines.push(format!("{} \\\\", cells.join(" & ")));
    }
    if more_rows > 0 {
        lines.push(format!("{} \\\\", latex(&more(more_rows, "row", "rows"))));
    }
    lines.push("\\end{tabular}\n".into());
    lines.join("\n")
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

/// Plays longer than this are broken into lines.
const LONG_PLAY: usize = 40;

/// The most players who get a column each in a table of plays.
const MAX_COLUMNS: usize = 5;

/// The plays of a tree with everybody's payoffs. Long plays are broken, and payoffs of many players stand in one column.
pub fn plays(game: &ExtensiveForm) -> String {
    let players: Vec<String> = game.players().keys().iter().map(|player| latex(player)).collect();
    let path = |play| game.path(play).join(", ");
    let long = game.terminals().take(MAX_PLAYS).any(|play| path(play).chars().count() > LONG_PLAY);
    let (columns, between) = match players.len() {
        0..=MAX_COLUMNS => ("r".repeat(players.len()), " & "),
        _ => ("p{0.45\\linewidth}".to_owned(), ", "),
    };
    let play_column = if long { "p{0.4\\linewidth}" } else { "l" };
    let mut lines = vec![format!("\\begin{{tabular}}{{{play_column}{columns}}}")];
    lines.push(format!("Play & {} \\\\\n\\hline", players.join(between)));
    for play in game.terminals().take(MAX_PLAYS) {
        let payoffs: Vec<String> =
            game.play_payoffs(play).iter().map(|payoff| format!("\\({}\\)", number(payoff, Digits::Exact))).collect();
        lines.push(format!("{} & {} \\\\", latex(&path(play)), payoffs.join(between)));
    }
    if game.num_plays() > MAX_PLAYS {
        lines.push(format!("{} \\\\", latex(&more(game.num_plays() - MAX_PLAYS, "play", "plays"))));
    }
    lines.push("\\end{tabular}\n".into());
    lines.join("\n")
}
