//! The parts of regimes, each on a sheet, and the table of regimes in LaTeX.

use super::words::Pen;
use super::{EQUILIBRIA, SHOWN, lines};
use crate::error::Error;
use crate::game::Game;
use crate::show::latex::{Cell as Entry, tabular};
use crate::show::sheet::Sheet;
use crate::study::regimes::{
    Boundary, Cell, Interval, ParametricEquilibrium, Regimes, RegimesCheck, Requirement, Share,
};
use crate::study::region::Breakpoint;

/// The regimes as a table in LaTeX: a row for each cell. For a paper, see also
/// [`proposition_latex`](super::proposition_latex).
///
/// # Errors
/// Where the game at the base cannot be made.
pub fn latex(regimes: &Regimes) -> Result<String, Error> {
    let (game, plain, pen) = (regimes.model.skeleton()?, Pen::new(regimes, false), Pen::new(regimes, true));
    let row = |(number, cell): (usize, &Cell)| {
        let conditions = |pen: &Pen| pen.conditions(&cell.conditions);
        let equilibria = |pen: &Pen| lines(cell, &game, pen);
        // A formula is longer in LaTeX than on the page: the plain text tells its size.
        vec![
            Entry::text(&(number + 1).to_string()),
            Entry::latex(conditions(&pen), &conditions(&plain)),
            Entry::latex(equilibria(&pen).join("; "), &equilibria(&plain).join("; ")),
        ]
    };
    let rows: Vec<Vec<Entry>> = regimes.cells.iter().take(SHOWN).enumerate().map(row).collect();
    let heading = ["", "Where", "Equilibria"].map(Entry::text);
    let title = format!("\\textbf{{{}}}", super::headline(regimes, &pen).join(". "));
    Ok(format!("{title}\n\n{}", tabular(Some(&heading), &rows)))
}

/// A cell: its conditions, and the equilibria there.
pub fn cell(regimes: &Regimes, game: &Game, index: usize) -> Sheet {
    let (pen, cell) = (Pen::new(regimes, false), &regimes.cells[index]);
    let sheet = Sheet::new(format!("Cell {}: {}", index + 1, pen.conditions(&cell.conditions)));
    list(sheet, &pen, game, &cell.equilibria)
}

/// A surface between cells: who is indifferent there, and the equilibria at a point of it.
pub fn boundary(regimes: &Regimes, game: &Game, boundary: &Boundary) -> Sheet {
    let pen = Pen::new(regimes, false);
    let sheet =
        Sheet::new(format!("On {}", pen.constraint(&boundary.equation))).lines(pen.ties(game, &boundary.equation));
    list(sheet, &pen, game, &boundary.equilibria)
}

/// A stretch of one parameter, with its equilibria.
pub fn interval(regimes: &Regimes, game: &Game, interval: &Interval) -> Sheet {
    let end = |point: &Option<Breakpoint>| match point {
        None => "…".to_owned(),
        Some(Breakpoint::Exact(value)) => value.to_string(),
        Some(root) => format!("≈{:.6}", root.to_f64()),
    };
    let [low, high] = interval.closed;
    let (open, close) = (if low { "[" } else { "(" }, if high { "]" } else { ")" });
    let sheet = Sheet::new(format!("{open}{}, {}{close}", end(&interval.low), end(&interval.high)));
    list(sheet, &Pen::new(regimes, false), game, &interval.equilibria)
}

/// How much of a box a regime takes up.
pub fn share(regimes: &Regimes, game: &Game, share: &Share) -> Sheet {
    let title = format!("{:.1} % (standard error {:.1} %)", 100.0 * share.share, 100.0 * share.error);
    list(Sheet::new(title), &Pen::new(regimes, false), game, &share.equilibria)
}

/// An equilibrium: what everybody does, the payoffs, and what it rests on.
pub fn parametric_equilibrium(regimes: &Regimes, game: &Game, equilibrium: &ParametricEquilibrium) -> Sheet {
    let pen = Pen::new(regimes, false);
    let place = regimes.equilibria.iter().position(|own| own == equilibrium);
    let beliefs = place.map_or(Vec::new(), |place| pen.beliefs(game, &[place]));
    Sheet::new(pen.strategies(game, equilibrium))
        .lines(pen.plays(game, equilibrium).map(|plays| format!("Play: {plays}")))
        .lines(beliefs)
        .line(format!("Payoffs: {}", pen.payoffs(game, equilibrium)))
        .table(
            "It exists where",
            &["Player", "Does", "Rather than", "Where", "Condition"],
            equilibrium.requirements.iter().filter(|own| own.needed).map(|own| comparison(&pen, game, own)).collect(),
        )
}

fn comparison(pen: &Pen, game: &Game, requirement: &Requirement) -> Vec<String> {
    let Requirement { player, place, chosen, alternative, constraint, .. } = requirement;
    let player = game.players().label(*player).to_owned();
    vec![player, chosen.clone(), alternative.clone(), place.clone(), pen.constraint(constraint)]
}

/// What a check of regimes found.
pub fn check(check: &RegimesCheck, mismatches: &[String]) -> Sheet {
    let verdict = match (mismatches.is_empty(), check.points + check.ties, check.stopped) {
        (false, ..) => "The solver DISAGREES.",
        (true, 0, _) => "Nothing was compared.",
        (true, _, true) => "The solver agrees at these points.",
        (true, _, false) => "The solver agrees everywhere.",
    };
    Sheet::new(format!("{} points in cells and {} on boundaries were solved", check.points, check.ties))
        .line(verdict)
        .lines((check.partial > 0).then(|| {
            let points = if check.partial == 1 { "1 point".to_owned() } else { format!("{} points", check.partial) };
            format!("At {points} the solver's list is not complete; what it leaves out was tested by its definition.")
        }))
        .lines(check.stopped.then(|| "It was stopped before all points were solved.".to_owned()))
        .table("", &["What is wrong", "Points", "For example"], grouped(mismatches))
}

/// How many points are shown at which the same is wrong.
const EXAMPLES: usize = 3;

/// A row for each thing that is wrong, with the number of points and the first of them.
fn grouped(mismatches: &[String]) -> Vec<Vec<String>> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (what, point) in mismatches.iter().map(|mismatch| mismatch.split_once(" at ").unwrap_or((mismatch, ""))) {
        match groups.iter_mut().find(|(known, _)| *known == what) {
            Some((_, points)) => points.push(point),
            None => groups.push((what, vec![point])),
        }
    }
    let row = |(what, points): (&str, Vec<&str>)| {
        let more = if points.len() > EXAMPLES { "; …" } else { "" };
        let first = points.iter().take(EXAMPLES).copied().collect::<Vec<_>>().join("; ");
        vec![what.to_owned(), points.len().to_string(), first + more]
    };
    groups.into_iter().map(row).collect()
}

/// A row for each equilibrium.
fn list(sheet: Sheet, pen: &Pen, game: &Game, equilibria: &[usize]) -> Sheet {
    let row = |(number, same): (usize, &Vec<usize>)| {
        let equilibrium = &pen.regimes.equilibria[same[0]];
        vec![(number + 1).to_string(), pen.strategies(game, equilibrium), pen.payoffs(game, equilibrium)]
    };
    let groups = pen.by_profile(equilibria);
    let more = groups.len().saturating_sub(EQUILIBRIA);
    let none = equilibria.is_empty().then(|| "There is no equilibrium.".to_owned());
    sheet
        .lines(none)
        .table(
            "Equilibria",
            &["No.", "What everybody does", "Payoffs"],
            groups.iter().take(EQUILIBRIA).enumerate().map(row).collect(),
        )
        .notes((more > 0).then(|| format!("… and {more} more")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mismatches_are_told_once_for_each_equilibrium() {
        let missing = |point: i64| format!("the solver does not find equilibrium 2 at x = {point}");
        let mut all: Vec<String> = (0..200).map(missing).collect();
        all.insert(1, "the solver finds 3 equilibria, not 2 at x = 7".into());
        let rows = grouped(&all);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0], ["the solver does not find equilibrium 2", "200", "x = 0; x = 1; x = 2; …"]);
        assert_eq!(rows[1][1..], ["1", "x = 7"]);
        let sheet = check(&RegimesCheck { points: 9, stopped: true, ..RegimesCheck::default() }, &all);
        assert!(sheet.text().lines().count() < 12, "{}", sheet.text());
    }
}
