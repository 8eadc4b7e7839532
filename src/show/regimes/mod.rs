//! Regimes as people read them: a table, a proposition with its proof, a map.

mod formula;
mod map;
pub mod parts;
mod proposition;
mod words;

pub use map::map_svg;
pub use parts::latex;
pub use proposition::{proposition_latex, proposition_text};

use std::fmt::Write;

use self::words::Pen;
use super::escape::xml;
use super::html::with_styles;
use crate::error::Error;
use crate::game::{Concept, Game};
use crate::number::RationalFunction;
use crate::solve::Status;
use crate::study::regimes::{Boundary, Cell, ParametricEquilibrium, Regimes, plays};

/// The most cells and boundaries that a text or a table lists.
const SHOWN: usize = 60;

/// The most equilibria that are listed for a cell.
const EQUILIBRIA: usize = 12;

/// Regimes as text.
///
/// # Errors
/// Where the game at the base cannot be made.
///
/// # Example
/// ```
/// use foederis::{Concept, RegimesOptions, alliance, regimes, show};
/// let model = alliance::dilemma("border")?;
/// let found = regimes(&model, Concept::PureNash, &RegimesOptions::default())?;
/// let text = show::regimes::text(&found)?;
/// assert!(text.contains("G < b*pi") && text.contains("Kyrgyzstan: Refrain; Tajikistan: Refrain"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn text(regimes: &Regimes) -> Result<String, Error> {
    let game = regimes.model.skeleton()?;
    let pen = Pen::new(regimes, false);
    let mut text = headline(regimes, &pen).join("\n") + "\n";
    for (number, cell) in regimes.cells.iter().enumerate().take(SHOWN) {
        let here = if base_is_in(regimes, cell) { "   <- the base" } else { "" };
        let _ = writeln!(text, "\n{:>3}. {}{here}", number + 1, pen.conditions(&cell.conditions));
        for line in lines(cell, &game, &pen) {
            let _ = writeln!(text, "     {line}");
        }
    }
    if regimes.cells.len() > SHOWN {
        let _ = writeln!(text, "\n     and {} more", regimes.cells.len() - SHOWN);
    }
    let ties = boundary_lines(regimes, &game, &pen);
    if !ties.is_empty() {
        let _ = writeln!(text, "\nOn the boundaries somebody is indifferent:");
        ties.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    for note in regimes.notes.iter().chain(caution(regimes).iter()) {
        let _ = writeln!(text, "\n{note}");
    }
    Ok(text)
}

/// Regimes as a fragment of HTML.
///
/// # Errors
/// As [`text`].
pub fn html(regimes: &Regimes) -> Result<String, Error> {
    let game = regimes.model.skeleton()?;
    let pen = Pen::new(regimes, false);
    let mut html = String::new();
    for (index, line) in headline(regimes, &pen).iter().enumerate() {
        let class = if index == 0 { "fd-title" } else { "fd-note" };
        let _ = writeln!(html, "<p class=\"{class}\">{}</p>", xml(line));
    }
    html.push_str("<div class=\"fd-scroll\"><table class=\"fd-table\">\n<caption>Regimes</caption>\n<thead><tr>");
    for title in ["", "where", "equilibria"] {
        let _ = write!(html, "<th scope=\"col\">{title}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (number, cell) in regimes.cells.iter().enumerate().take(SHOWN) {
        let here = if base_is_in(regimes, cell) { "<br><small>the base lies here</small>" } else { "" };
        let conditions = xml(&pen.conditions(&cell.conditions)).replace(", ", "<br>");
        let lines: Vec<String> = lines(cell, &game, &pen).iter().map(|line| xml(line)).collect();
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{conditions}{here}</td><td>{}</td></tr>",
            number + 1,
            lines.join("<br>")
        );
    }
    html.push_str("</tbody></table></div>\n");
    let ties: Vec<String> =
        boundary_lines(regimes, &game, &pen).iter().map(|t| format!("<li>{}</li>", xml(t))).collect();
    if !ties.is_empty() {
        let _ = writeln!(
            html,
            "<details><summary>On the boundaries somebody is indifferent</summary><ul>{}</ul></details>",
            ties.concat()
        );
    }
    for note in regimes.notes.iter().chain(caution(regimes).iter()) {
        let _ = writeln!(html, "<p class=\"fd-note\">{}</p>", xml(note));
    }
    Ok(with_styles(&html))
}

/// A cell's conditions in LaTeX (mathematics mode), joined by "and".
pub fn cell_latex(regimes: &Regimes, cell: &Cell) -> String {
    let names = regimes.model.symbols_list();
    let list: Vec<String> = cell.conditions.iter().map(|condition| condition.to_latex(names)).collect();
    if list.is_empty() { "\\text{always}".to_owned() } else { list.join(" \\;\\land\\; ") }
}

/// The actions along each play of a pure equilibrium of a tree; none for others.
pub fn paths(game: &Game, equilibrium: &ParametricEquilibrium) -> Vec<Vec<String>> {
    plays(game, equilibrium).unwrap_or_default()
}

/// What each player does in an equilibrium, in a line.
pub fn equilibrium(regimes: &Regimes, game: &Game, equilibrium: &ParametricEquilibrium) -> String {
    Pen::new(regimes, false).strategies(game, equilibrium)
}

/// A function of the parameters in factors, `delta*(r - K + e)/((1 - delta)*(K - r))`: each positive where an equilibrium
/// exists, or at the base.
pub fn function(regimes: &Regimes, function: &RationalFunction, equilibrium: Option<&ParametricEquilibrium>) -> String {
    let pen = Pen::new(regimes, false);
    equilibrium.map_or(pen, |equilibrium| pen.at(equilibrium)).function(function)
}

/// Who is indifferent on a boundary, and between what.
pub fn ties(regimes: &Regimes, game: &Game, boundary: &Boundary) -> Vec<String> {
    Pen::new(regimes, false).ties(game, &boundary.equation)
}

/// What was looked for, over what, and whether all was found.
fn headline(regimes: &Regimes, pen: &Pen) -> Vec<String> {
    let title = pen.name(regimes.model.title());
    let mut lines = vec![format!("Regimes of {}", if title.is_empty() { "the model".to_owned() } else { title })];
    let status = match &regimes.status {
        Status::Complete => format!("complete: {}", regimes.claim),
        other => format!("not complete ({}): {}", other.words(), regimes.claim),
    };
    let number = regimes.cells.len();
    lines.push(format!("{number} {} over {}; {status}", if number == 1 { "cell" } else { "cells" }, pen.varied()));
    if let Some(held) = pen.held() {
        lines.push(format!("at {held}"));
    }
    if !regimes.domain.background().is_empty() {
        lines.push(format!("given {}", pen.conditions(regimes.domain.background())));
    }
    lines
}

/// What happens in a cell, a few lines for each equilibrium.
fn lines(cell: &Cell, game: &Game, pen: &Pen) -> Vec<String> {
    if cell.equilibria.is_empty() {
        let mixed = matches!(pen.regimes.concept, Concept::Nash | Concept::Sequential);
        let kind = if mixed { "on an open set" } else { "in pure strategies" };
        return vec![format!("no equilibrium {kind}")];
    }
    let groups = pen.by_profile(&cell.equilibria);
    let several = groups.len() > 1;
    let of = |(number, same): (usize, &Vec<usize>)| {
        let equilibrium = &pen.regimes.equilibria[same[0]];
        let mark = if several { format!("({}) ", number + 1) } else { String::new() };
        let plays = pen.plays(game, equilibrium).map(|plays| format!("play: {plays}"));
        let payoffs = format!("payoffs: {}", pen.payoffs(game, equilibrium));
        let rest = [vec![pen.strategies(game, equilibrium)], pen.beliefs(game, same), vec![payoffs]].concat();
        let mut each: Vec<String> = plays.into_iter().chain(rest).collect();
        each[0] = format!("{mark}{}", each[0]);
        each
    };
    let shown = groups.iter().enumerate().take(EQUILIBRIA).flat_map(of);
    let more = groups.len().saturating_sub(EQUILIBRIA);
    shown.chain((more > 0).then(|| format!("and {more} more"))).collect()
}

/// Who is indifferent where, once for each surface.
fn boundary_lines(regimes: &Regimes, game: &Game, pen: &Pen) -> Vec<String> {
    let line = |boundary: &Boundary| {
        let ties = pen.ties(game, &boundary.equation).join("; ");
        format!("{}: {ties}", pen.constraint(&boundary.equation))
    };
    regimes.boundaries.iter().take(SHOWN).map(line).collect()
}

fn base_is_in(regimes: &Regimes, cell: &Cell) -> bool {
    cell.conditions.iter().all(|condition| condition.holds(regimes.domain.base()))
}

fn caution(regimes: &Regimes) -> Option<String> {
    let note = regimes.model.note();
    (!note.is_empty()).then(|| note.to_owned())
}
