//! Payoff tables as HTML.

use std::fmt::Write;

use super::{fragment, paragraph};
use crate::game::{NormalForm, PlayerId};
use crate::show::escape::xml;
use crate::show::payoffs::{Payoffs, Slice, TableOptions};
use crate::show::tree::player_class;
use crate::show::words::{Digits, clean, more};
use crate::solve::Solution;

/// A payoff table; best responses are underlined, equilibria in pure strategies framed.
pub fn table(game: &NormalForm) -> String {
    payoffs(game, None, TableOptions::default())
}

/// A payoff table in which the pure equilibria of a solution are framed; without one, all that there are.
pub fn payoffs(game: &NormalForm, solution: Option<&Solution>, options: TableOptions) -> String {
    fragment(&tables(game, solution, options))
}

/// The tables without their styles.
pub(super) fn tables(game: &NormalForm, solution: Option<&Solution>, options: TableOptions) -> String {
    let payoffs = Payoffs::new(game, solution, options);
    let (slices, hidden) = payoffs.slices();
    let mut html = String::new();
    for slice in &slices {
        html.push_str(&matrix(&payoffs, slice));
    }
    if hidden > 0 {
        html.push_str(&paragraph("fd-note", &more(hidden, "table", "tables")));
    }
    let order: Vec<String> = (0..game.num_players()).map(|player| player_name(game, player)).collect();
    let _ = writeln!(
        html,
        "<p class=\"fd-note\">Payoffs (utilities): {}. <span class=\"fd-best\">Underlined</span>: best response. Framed: \
         Nash equilibrium in pure strategies.</p>",
        order.join(", ")
    );
    html
}

/// A player's name in the player's colour.
pub(super) fn player_name(game: &NormalForm, player: usize) -> String {
    format!("<span class=\"{}\">{}</span>", player_class(player), xml(game.players().key(player)))
}

fn matrix(payoffs: &Payoffs, slice: &Slice) -> String {
    let ((rows, more_rows), (columns, more_columns)) = (payoffs.rows(), payoffs.columns());
    let mut html = format!("<div class=\"fd-scroll\"><table class=\"fd-table\">\n{}", caption(payoffs, slice));
    html.push_str(&head(payoffs, columns, more_columns));
    html.push_str("<tbody>\n");
    for row in 0..rows {
        let name = xml(payoffs.game.strategies(PlayerId(0)).key(row));
        let _ = write!(html, "<tr><th scope=\"row\">{name}</th>");
        (0..columns).for_each(|column| html.push_str(&cell(payoffs, payoffs.cell(slice, row, column))));
        if more_columns > 0 {
            html.push_str("<td class=\"fd-cell\">…</td>");
        }
        html.push_str("</tr>\n");
    }
    if more_rows > 0 {
        let span = 1 + columns + usize::from(more_columns > 0);
        let _ = writeln!(html, "<tr><td colspan=\"{span}\">{}</td></tr>", more(more_rows, "row", "rows"));
    }
    html.push_str("</tbody></table></div>\n");
    html
}

fn caption(payoffs: &Payoffs, slice: &Slice) -> String {
    let title = clean(payoffs.game.title());
    let fixed: Vec<String> = payoffs
        .fixed(slice)
        .iter()
        .map(|(player, strategy)| format!("{}: {}", clean(player), clean(strategy)))
        .collect();
    let parts: Vec<String> = [title, fixed.join(", ")].into_iter().filter(|part| !part.is_empty()).collect();
    let text = if parts.is_empty() { "Payoffs".into() } else { parts.join(" · ") };
    format!("<caption>{}</caption>\n", xml(&text))
}

fn head(payoffs: &Payoffs, columns: usize, more_columns: usize) -> String {
    let game = payoffs.game;
    let row_player = player_name(game, 0);
    if game.num_players() == 1 {
        return format!("<thead><tr><th scope=\"col\">{row_player}</th><th scope=\"col\">payoff</th></tr></thead>\n");
    }
    let span = columns + usize::from(more_columns > 0);
    let mut html = format!(
        "<thead><tr><td class=\"fd-none\"></td><th scope=\"colgroup\" colspan=\"{span}\">{}</th></tr>\n",
        player_name(game, 1)
    );
    let _ = write!(html, "<tr><th scope=\"col\">{row_player}</th>");
    for column in 0..columns {
        let _ = write!(html, "<th scope=\"col\">{}</th>", xml(game.strategies(PlayerId(1)).key(column)));
    }
    if more_columns > 0 {
        let _ = write!(html, "<th scope=\"col\">{}</th>", more(more_columns, "column", "columns"));
    }
    html.push_str("</tr></thead>\n");
    html
}

fn cell(payoffs: &Payoffs, cell: usize) -> String {
    let number = |(player, entry): (usize, &crate::show::payoffs::Entry)| {
        let best = if entry.best { " fd-best" } else { "" };
        let value = Digits::Exact.compact(entry.value);
        format!("<span class=\"{}{best}\">{value}</span>", player_class(player))
    };
    let numbers: Vec<String> = payoffs.entries(cell).iter().enumerate().map(number).collect();
    let (class, said) = match payoffs.is_equilibrium(cell) {
        true => (" fd-equilibrium", "<span class=\"fd-hidden\"> (Nash equilibrium)</span>"),
        false => ("", ""),
    };
    format!("<td class=\"fd-cell{class}\">{}{said}</td>", numbers.join(", "))
}
