//! Refinements of signalling games, as text and as HTML.

use super::refinements::{COLUMNS, MAX_ROWS, labels, words};
use super::sheet::Sheet;
use super::text::{finish, pad, width, wrap};
use super::words::{capital, clean, list};
use crate::game::Game;
use crate::solve::{SignalingCriterion, SignalingFinding, SignalingReport, Solution, Status};

/// Which criteria each equilibrium passes, as text: the game, a row for each equilibrium, then the reasons.
pub fn text(game: &Game, solution: &Solution, report: &SignalingReport) -> String {
    let mut lines = vec![title(game)];
    lines.extend(wrap(&setting(report), COLUMNS, ""));
    let rows = rows(report, |number| words(game, solution, number));
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
    for (number, (findings, label)) in report.findings.iter().zip(&labels).enumerate() {
        lines.push(String::new());
        lines.extend(wrap(&format!("Equilibrium {}: {label}", number + 1), COLUMNS, ""));
        if let Some(before) = told_before(report, number) {
            lines.push(format!("  as equilibrium {}", before + 1));
            continue;
        }
        for (names, finding) in grouped(findings) {
            let text = format!("{names}: {}; {}", finding.verdict, clean(&finding.reason));
            lines.extend(wrap(&text, COLUMNS, "  "));
        }
    }
    for note in notes(report) {
        lines.push(String::new());
        lines.extend(wrap(&note, COLUMNS, ""));
    }
    finish(&lines)
}

/// Which criteria each equilibrium passes, as HTML.
pub fn html(game: &Game, solution: &Solution, report: &SignalingReport) -> String {
    sheet(game, solution, report).html()
}

/// Which criteria each equilibrium passes, as LaTeX.
pub fn latex(game: &Game, solution: &Solution, report: &SignalingReport) -> String {
    sheet(game, solution, report).latex()
}

fn sheet(game: &Game, solution: &Solution, report: &SignalingReport) -> Sheet {
    let heads = headings();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let labels = labels(game, solution);
    let mut reasons = Vec::new();
    for (number, findings) in report.findings.iter().take(MAX_ROWS).enumerate() {
        if told_before(report, number).is_some() {
            continue;
        }
        for (place, (names, finding)) in grouped(findings).into_iter().enumerate() {
            let number = if place == 0 { numbers(report, number) } else { String::new() };
            reasons.push(vec![number, names, finding.verdict.to_string(), capital(&clean(&finding.reason))]);
        }
    }
    Sheet::new(title(game))
        .line(setting(report))
        .table("Verdicts", &heads, rows(report, |number| labels.get(number).cloned().unwrap_or_default()))
        .table("Reasons", &["No.", "Criterion", "Verdict", "Why"], reasons)
        .notes(notes(report))
}

fn title(game: &Game) -> String {
    let name = clean(game.title());
    if name.is_empty() { "Signalling refinements".to_owned() } else { format!("Signalling refinements of {name}") }
}

/// "Sender: Armenia, of type disloyal (1/4) or loyal (3/4). Messages: Invoke, to which Russia replies."
fn setting(report: &SignalingReport) -> String {
    let found = &report.game;
    let types = found.types.iter().map(|known| format!("'{}' ({})", clean(&known.name), known.prior));
    let message = |message: &crate::solve::signaling::Message| {
        format!("{}, to which {} replies", clean(&message.name), clean(&message.receiver))
    };
    let messages = found.messages.iter().map(message);
    format!(
        "{} has the types {}, and sends {}.",
        clean(&found.sender),
        list(&types.collect::<Vec<_>>()),
        list(&messages.collect::<Vec<_>>())
    )
}

fn headings() -> Vec<String> {
    let names = SignalingCriterion::ALL.iter().map(|criterion| criterion.name().to_owned());
    ["No.".to_owned(), "Equilibrium".to_owned()].into_iter().chain(names).collect()
}

fn rows(report: &SignalingReport, label: impl Fn(usize) -> String) -> Vec<Vec<String>> {
    let row = |(number, findings): (usize, &Vec<SignalingFinding>)| {
        let verdicts = findings.iter().map(|finding| finding.verdict.to_string());
        [(number + 1).to_string(), label(number)].into_iter().chain(verdicts).collect()
    };
    report.findings.iter().take(MAX_ROWS).enumerate().map(row).collect()
}

/// An earlier equilibrium with the same findings.
fn told_before(report: &SignalingReport, number: usize) -> Option<usize> {
    report.findings[..number].iter().position(|before| *before == report.findings[number])
}

/// "2, 3": the equilibria with the findings of one.
fn numbers(report: &SignalingReport, number: usize) -> String {
    let same =
        report.findings.iter().take(MAX_ROWS).enumerate().filter(|(_, other)| **other == report.findings[number]);
    same.map(|(other, _)| (other + 1).to_string()).collect::<Vec<_>>().join(", ")
}

/// Criteria with the same finding in the same words are told of together.
fn grouped(findings: &[SignalingFinding]) -> Vec<(String, &SignalingFinding)> {
    let mut groups: Vec<(Vec<String>, &SignalingFinding)> = Vec::new();
    for finding in findings {
        let name = finding.criterion.name().to_owned();
        let same = |(_, known): &&mut (Vec<String>, &SignalingFinding)| {
            known.verdict == finding.verdict && known.reason == finding.reason
        };
        match groups.iter_mut().find(same) {
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], finding)),
        }
    }
    groups.into_iter().map(|(names, finding)| (list(&names), finding)).collect()
}

fn notes(report: &SignalingReport) -> Vec<String> {
    let mut notes: Vec<String> = report.notes.iter().map(|note| format!("{}.", capital(&clean(note)))).collect();
    if report.findings.len() > MAX_ROWS {
        notes.push(format!("{} more equilibria are not shown.", report.findings.len() - MAX_ROWS));
    }
    if report.status != Status::Complete {
        notes.push(format!("Not complete: {}.", report.status.words()));
    }
    notes
}
