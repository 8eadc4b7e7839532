//! Tables of refinements, as text and as HTML.

use super::account::{Member, SolutionOptions, member};
use super::sheet::Sheet;
use super::text::{finish, pad, width, wrap};
use super::words::{capital, clean};
use crate::game::Game;
use crate::solve::{Refinement, Refinements, Solution, Status};

/// How wide running text is.
pub(super) const COLUMNS: usize = 100;

/// How many equilibria are shown.
pub(super) const MAX_ROWS: usize = 40;

/// A table of refinements as text: a row for each equilibrium, then the reasons.
pub fn text(game: &Game, solution: &Solution, found: &Refinements) -> String {
    let mut lines = vec![title(game)];
    let rows = rows(found, |number| words(game, solution, number));
    let heads = headings();
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| rows.iter().chain([&heads]).map(|row| width(&row[column])).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| -> String {
        row.iter().zip(&widths).map(|(cell, &columns)| pad(cell, columns)).collect::<Vec<_>>().join("  ")
    };
    lines.extend([String::new(), line(&heads)]);
    lines.push(widths.iter().map(|&columns| "-".repeat(columns)).collect::<Vec<_>>().join("  "));
    lines.extend(rows.iter().map(line));
    let labels = labels(game, solution);
    for (number, (findings, label)) in found.findings.iter().zip(&labels).enumerate() {
        lines.push(String::new());
        lines.extend(wrap(&format!("Equilibrium {}: {label}", number + 1), COLUMNS, ""));
        for (refinement, finding) in Refinement::ALL.iter().zip(findings) {
            let text = format!("{}: {}; {}", refinement.name(), finding.answer, clean(&finding.reason));
            lines.extend(wrap(&text, COLUMNS, "  "));
        }
    }
    for note in notes(found) {
        lines.push(String::new());
        lines.extend(wrap(&note, COLUMNS, ""));
    }
    finish(&lines)
}

/// A table of refinements as HTML: a row for each equilibrium, then the reasons.
pub fn html(game: &Game, solution: &Solution, found: &Refinements) -> String {
    sheet(game, solution, found).html()
}

/// The same as LaTeX.
pub fn latex(game: &Game, solution: &Solution, found: &Refinements) -> String {
    sheet(game, solution, found).latex()
}

fn sheet(game: &Game, solution: &Solution, found: &Refinements) -> Sheet {
    let heads = headings();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let labels = labels(game, solution);
    let reasons = found.findings.iter().take(MAX_ROWS).enumerate().flat_map(|(number, findings)| {
        Refinement::ALL.iter().zip(findings).enumerate().map(move |(place, (refinement, finding))| {
            let number = if place == 0 { (number + 1).to_string() } else { String::new() };
            vec![number, refinement.name().to_owned(), finding.answer.to_string(), capital(&clean(&finding.reason))]
        })
    });
    Sheet::new(title(game))
        .table("", &heads, rows(found, |number| labels.get(number).cloned().unwrap_or_default()))
        .table("Reasons", &["No.", "Property", "Answer", "Why"], reasons.collect())
        .notes(notes(found))
}

fn title(game: &Game) -> String {
    let name = clean(game.title());
    if name.is_empty() { "Refinements".to_owned() } else { format!("Refinements of the equilibria of {name}") }
}

fn headings() -> Vec<String> {
    let names = Refinement::ALL.iter().map(|refinement| refinement.name().to_owned());
    ["No.".to_owned(), "Equilibrium".to_owned()].into_iter().chain(names).collect()
}

fn rows(found: &Refinements, label: impl Fn(usize) -> String) -> Vec<Vec<String>> {
    let row = |(number, findings): (usize, &Vec<crate::solve::Finding>)| {
        let answers = findings.iter().map(|finding| finding.answer.to_string());
        [(number + 1).to_string(), label(number)].into_iter().chain(answers).collect()
    };
    found.findings.iter().take(MAX_ROWS).enumerate().map(row).collect()
}

/// What tells each of the equilibria shown from the others: what is reached, and where several agree there, the rest too.
pub(super) fn labels(game: &Game, solution: &Solution) -> Vec<String> {
    let shown = solution.equilibria.len().min(MAX_ROWS);
    let reached: Vec<String> = (0..shown).map(|number| words(game, solution, number)).collect();
    let label = |(number, own): (usize, &String)| match chosen(game, solution, number, false) {
        rest if !rest.is_empty() && reached.iter().filter(|other| *other == own).count() > 1 => {
            format!("{own}; off the path {rest}")
        }
        _ => own.clone(),
    };
    reached.iter().enumerate().map(label).collect()
}

/// "Russia: Abstain; Armenia: Stay 1/2, Leave 1/2"; on a tree what is reached.
pub(super) fn words(game: &Game, solution: &Solution, number: usize) -> String {
    chosen(game, solution, number, true)
}

/// What is chosen at the information sets that are reached, or at the others.
fn chosen(game: &Game, solution: &Solution, number: usize, reached: bool) -> String {
    let Some(equilibrium) = solution.equilibria.get(number) else { return String::new() };
    let Member { choices, digits, .. } = member(game, equilibrium, None, SolutionOptions::default());
    let one = |choice: &super::account::Choice| {
        let action = |(name, probability): &(String, Option<crate::number::Rational>)| match probability {
            Some(probability) => format!("{name} {}", digits.compact(probability)),
            None => name.clone(),
        };
        let actions = choice.actions.iter().map(action).collect::<Vec<_>>().join(" or ");
        let place = choice.place.as_ref().map_or(String::new(), |place| format!(" {place}"));
        format!("{}: {actions}{place}", choice.name)
    };
    choices.iter().filter(|choice| choice.reached == reached).map(one).collect::<Vec<_>>().join("; ")
}

fn notes(found: &Refinements) -> Vec<String> {
    let mut notes: Vec<String> = found.notes.iter().map(|note| format!("{}.", capital(&clean(note)))).collect();
    if found.findings.len() > MAX_ROWS {
        notes.push(format!("{} more equilibria are not shown.", found.findings.len() - MAX_ROWS));
    }
    if found.status != Status::Complete {
        notes.push(format!("Not complete: {}.", found.status.words()));
    }
    notes
}
