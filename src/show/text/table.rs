//! Payoff tables as text.

use super::{finish, pad, pad_left, width};
use crate::game::{NormalForm, PlayerId};
use crate::show::payoffs::{Payoffs, Slice, TableOptions};
use crate::show::words::{Digits, clean, more};
use crate::solve::Solution;

/// A payoff table; best responses carry a star, equilibria in pure strategies stand in brackets.
pub fn table(game: &NormalForm) -> String {
    payoffs(game, None, TableOptions::default())
}

/// A payoff table in which the pure equilibria of a solution stand in brackets; without one, all that there are do.
pub fn payoffs(game: &NormalForm, solution: Option<&Solution>, options: TableOptions) -> String {
    let payoffs = Payoffs::new(game, solution, options);
    let (slices, hidden) = payoffs.slices();
    let mut lines = Vec::new();
    let title = clean(game.title());
    if !title.is_empty() {
        lines.extend([title, String::new()]);
    }
    for slice in &slices {
        let fixed = payoffs.fixed(slice);
        if !fixed.is_empty() {
            let choices: Vec<String> =
                fixed.iter().map(|(player, strategy)| format!("{}: {}", clean(player), clean(strategy))).collect();
            lines.push(choices.join(", "));
        }
        lines.extend(matrix(&payoffs, slice));
        lines.push(String::new());
    }
    if hidden > 0 {
        lines.extend([more(hidden, "table", "tables"), String::new()]);
    }
    let players: Vec<String> = game.players().keys().iter().map(|player| clean(player)).collect();
    lines.push(format!("Payoffs (utilities): {}.", players.join(", ")));
    lines.push("* best response   [ ] Nash equilibrium in pure strategies".into());
    finish(&lines)
}

/// The lines of one table.
fn matrix(payoffs: &Payoffs, slice: &Slice) -> Vec<String> {
    let ((rows, more_rows), (columns, more_columns)) = (payoffs.rows(), payoffs.columns());
    let cells: Vec<Vec<usize>> =
        (0..rows).map(|row| (0..columns).map(|column| payoffs.cell(slice, row, column)).collect()).collect();
    let mut grid: Vec<Vec<String>> = Vec::new();
    grid.push((0..columns).map(|column| column_name(payoffs, column)).collect());
    let mut body = vec![Vec::new(); rows];
    for column in 0..columns {
        let own: Vec<usize> = cells.iter().map(|row| row[column]).collect();
        for (row, cell) in body.iter_mut().zip(cell_texts(payoffs, &own)) {
            row.push(cell);
        }
    }
    grid.extend(body);
    if more_columns > 0 {
        grid[0].push(more(more_columns, "column", "columns"));
    }
    let mut names = vec![clean(payoffs.game.players().key(0))];
    names.extend((0..rows).map(|row| clean(payoffs.game.strategies(PlayerId(0)).key(row))));
    let mut lines = frame(&names, &grid);
    if payoffs.game.num_players() > 1 {
        let first = names.iter().map(|name| width(name)).max().unwrap_or(0);
        lines.insert(0, format!("{} │ {}", pad("", first), clean(payoffs.game.players().key(1))));
    }
    if more_rows > 0 {
        lines.push(more(more_rows, "row", "rows"));
    }
    lines
}

fn column_name(payoffs: &Payoffs, column: usize) -> String {
    if payoffs.game.num_players() == 1 {
        return "payoff".into();
    }
    clean(payoffs.game.strategies(PlayerId(1)).key(column))
}

/// The texts of the cells of a column, with every player's numbers below each other.
fn cell_texts(payoffs: &Payoffs, cells: &[usize]) -> Vec<String> {
    let number = |cell: &usize| -> Vec<String> {
        let star = |best| if best { "*" } else { " " };
        let entries = payoffs.entries(*cell);
        let last = entries.len() - 1;
        let text = |(player, entry): (usize, &crate::show::payoffs::Entry)| {
            let comma = if player < last { "," } else { "" };
            let text = format!("{}{}{comma}", Digits::Exact.compact(entry.value), star(entry.best));
            if entry.best || comma.is_empty() { text } else { text.replacen(" ,", ", ", 1) }
        };
        entries.iter().enumerate().map(text).collect()
    };
    let numbers: Vec<Vec<String>> = cells.iter().map(number).collect();
    let players = payoffs.game.num_players();
    let widest = |player: usize| numbers.iter().map(|cell| width(&cell[player])).max().unwrap_or(0);
    let widths: Vec<usize> = (0..players).map(widest).collect();
    let join = |(cell, numbers): (&usize, &Vec<String>)| {
        let aligned: Vec<String> = numbers.iter().zip(&widths).map(|(text, &width)| pad_left(text, width)).collect();
        let body = aligned.join(" ");
        if payoffs.is_equilibrium(*cell) { format!("[{body}]") } else { format!(" {body} ") }
    };
    cells.iter().zip(&numbers).map(join).collect()
}

/// Puts names beside and lines around a grid whose first row is its head.
fn frame(names: &[String], grid: &[Vec<String>]) -> Vec<String> {
    let first = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let columns = grid.iter().map(Vec::len).max().unwrap_or(0);
    let widest =
        |column: usize| grid.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let mut lines = Vec::new();
    for (index, (name, row)) in names.iter().zip(grid).enumerate() {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| pad(cell, width)).collect();
        lines.push(format!("{} │ {}", pad(name, first), cells.join("  ")));
        if index == 0 {
            let total: usize = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
            lines.push(format!("{}─┼─{}", "─".repeat(first), "─".repeat(total)));
        }
    }
    lines
}
