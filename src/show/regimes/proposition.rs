//! Regimes as a proposition with numbered cases, and a proof that cites the payoffs compared.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::words::Pen;
use crate::error::Error;
use crate::game::{Concept, Game};
use crate::show::words::{capital, list};
use crate::solve::Status;
use crate::study::regimes::{Cell, Regimes};
use crate::study::region::Constraint;

/// The proposition as text. Each item of the proof says which cases rest on it, and in which it fails.
///
/// # Errors
/// Where the game at the base cannot be made.
///
/// # Example
/// ```
/// use foederis::{Concept, RegimesOptions, alliance, regimes, show};
/// let model = alliance::dilemma("caucasus")?;
/// let found = regimes(&model, Concept::SubgamePerfect, &RegimesOptions::default())?;
/// let text = show::regimes::proposition_text(&found)?;
/// assert!(text.contains("Russia (after invocation): Support gives -k - w, Abstain gives -r"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn proposition_text(regimes: &Regimes) -> Result<String, Error> {
    let (game, pen) = (regimes.model.skeleton()?, Pen::new(regimes, false));
    let mut text = format!("Proposition. {}\n", opening(regimes, &pen));
    for (number, cell) in regimes.cells.iter().enumerate() {
        let _ = writeln!(text, "({}) {}", number + 1, case(cell, &game, &pen));
    }
    let _ = writeln!(text, "{}\n\nProof.", closing());
    for (number, comparison) in comparisons(regimes, &game, &pen).iter().enumerate() {
        let _ = writeln!(text, "  [{}] {comparison}", number + 1);
    }
    let _ = writeln!(text, "{}", last_step(regimes));
    Ok(text)
}

/// The proposition in LaTeX, for documents with amsthm's `proposition` and `proof`.
///
/// # Errors
/// As [`proposition_text`].
pub fn proposition_latex(regimes: &Regimes) -> Result<String, Error> {
    let (game, pen) = (regimes.model.skeleton()?, Pen::new(regimes, true));
    let mut text = "% needs \\usepackage{amsmath,amsthm} and \\newtheorem{proposition}{Proposition}\n".to_owned();
    let _ = writeln!(text, "\\begin{{proposition}}[{}]", pen.name(regimes.model.title()));
    let _ = writeln!(text, "{}\n\\begin{{enumerate}}", opening(regimes, &pen));
    for cell in &regimes.cells {
        let _ = writeln!(text, "  \\item {}", case(cell, &game, &pen));
    }
    let _ = writeln!(text, "\\end{{enumerate}}\n{}\n\\end{{proposition}}", closing());
    let _ = writeln!(text, "\\begin{{proof}}\n\\begin{{enumerate}}");
    for comparison in comparisons(regimes, &game, &pen) {
        let _ = writeln!(text, "  \\item {comparison}");
    }
    let _ = writeln!(text, "\\end{{enumerate}}\n{}\n\\end{{proof}}", last_step(regimes));
    Ok(text)
}

fn opening(regimes: &Regimes, pen: &Pen) -> String {
    let given = match regimes.domain.background() {
        [] => String::new(),
        background => format!("Let {}. ", pen.conditions(background)),
    };
    let held = pen.held().map_or(String::new(), |held| format!("Let {held}. "));
    let what = match regimes.concept {
        Concept::SubgamePerfect => "The subgame-perfect equilibria in pure strategies are these",
        Concept::PureNash => "The Nash equilibria in pure strategies are these",
        Concept::Sequential => "The sequential equilibria (of continua the extreme ones) are these",
        _ => "The equilibria are these",
    };
    let hedge = if regimes.status == Status::Complete { "" } else { " (the list may not be complete)" };
    format!("{given}{held}{what}{hedge}, up to the boundaries between the cases.")
}

fn case(cell: &Cell, game: &Game, pen: &Pen) -> String {
    let condition = match cell.conditions.is_empty() {
        true => "In every case".to_owned(),
        false => format!("If {}", pen.conditions(&cell.conditions)),
    };
    let one = |same: &Vec<usize>| {
        let equilibrium = &pen.regimes.equilibria[same[0]];
        let plays = pen.plays(game, equilibrium).map_or(String::new(), |plays| format!("; play is {plays}"));
        let beliefs: String = pen.beliefs(game, same).iter().map(|line| format!("; {line}")).collect();
        format!("{}{plays}{beliefs}; payoffs {}", pen.strategies(game, equilibrium), pen.payoffs(game, equilibrium))
    };
    match &pen.by_profile(&cell.equilibria)[..] {
        [] => format!("{condition}, there is none."),
        [only] => format!("{condition}: {}.", one(only)),
        several => {
            let list: Vec<String> =
                several.iter().enumerate().map(|(number, same)| format!("({}) {}", roman(number), one(same))).collect();
            format!("{condition}, there are {}: {}.", several.len(), list.join("; "))
        }
    }
}

/// Small Roman numbers for the equilibria of one case.
fn roman(number: usize) -> String {
    let numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    numerals.get(number).map_or_else(|| (number + 1).to_string(), |numeral| (*numeral).to_owned())
}

fn closing() -> &'static str {
    "On a boundary, where an inequality of a case holds with equality, the equilibria of the cases that meet there exist \
     together."
}

/// Every comparison that a condition comes from, once, with the cases that rest on it and those in which it fails.
fn comparisons(regimes: &Regimes, game: &Game, pen: &Pen) -> Vec<String> {
    let mut found: Vec<(String, &Constraint, BTreeSet<usize>)> = Vec::new();
    for (index, equilibrium) in regimes.equilibria.iter().enumerate() {
        let cases = || (0..regimes.cells.len()).filter(move |&cell| regimes.cells[cell].equilibria.contains(&index));
        for requirement in &equilibrium.requirements {
            let text = pen.comparison(game, requirement);
            match found.iter_mut().find(|(known, ..)| *known == text) {
                Some((.., known)) => known.extend(cases()),
                None => found.push((text, &requirement.constraint, cases().collect())),
            }
        }
    }
    let told = |(text, constraint, cases): (String, &Constraint, BTreeSet<usize>)| {
        let failing: Vec<usize> = (0..regimes.cells.len())
            .filter(|cell| !cases.contains(cell) && fails_in(constraint, &regimes.cells[*cell]))
            .collect();
        let fails = if failing.is_empty() { String::new() } else { format!(" It fails in {}.", numbered(&failing)) };
        let cases: Vec<usize> = cases.into_iter().collect();
        let rests = if cases.is_empty() { String::new() } else { format!("{}: ", capital(&numbered(&cases))) };
        format!("{rests}{text}.{fails}")
    };
    found.into_iter().map(told).collect()
}

/// Whether a condition of a cell is the contrary of a comparison.
fn fails_in(constraint: &Constraint, cell: &Cell) -> bool {
    let contrary = constraint.negation();
    cell.conditions.iter().any(|condition| contrary.iter().any(|case| case.polynomial() == condition.polynomial()))
}

/// The most cases that are named for a comparison.
const NAMED: usize = 12;

/// "case 2", "cases 1, 2 and 4".
fn numbered(cases: &[usize]) -> String {
    let mut names: Vec<String> = cases.iter().take(NAMED).map(|case| (case + 1).to_string()).collect();
    if cases.len() > NAMED {
        names.push(format!("{} more", cases.len() - NAMED));
    }
    format!("{} {}", if cases.len() == 1 { "case" } else { "cases" }, list(&names))
}

fn last_step(regimes: &Regimes) -> &'static str {
    match regimes.concept {
        Concept::SubgamePerfect => {
            "Backward induction: at each move the comparisons are those given what follows, and a plan is an equilibrium \
             where all of its comparisons hold. Conditions that follow from others are left out."
        }
        Concept::Sequential => {
            "An assessment is a sequential equilibrium where all of its comparisons hold, given its beliefs: they follow from \
             Bayes' rule, and where it says nothing any belief is the limit of trembles. Mixtures and beliefs solve the linear \
             equations of those who are indifferent. Conditions that follow from others are left out."
        }
        _ => {
            "A profile is an equilibrium where all of its comparisons hold. Conditions that follow from others are left out."
        }
    }
}
