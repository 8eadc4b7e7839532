//! Lemke-Howson paths in every format.

use super::sheet::Sheet;
use super::{html, text};
use crate::game::Game;
use crate::solve::{LemkeHowson, LemkeHowsonPath, PathPivot};

/// How many paths are shown in full.
const MAX_PATHS: usize = 20;

/// How many pivots of a path are shown.
const MAX_PIVOTS: usize = 40;

/// The paths step by step, then the equilibria at their ends.
///
/// # Example
/// ```
/// use foederis::{NormalForm, lemke_howson, show::paths};
/// let game = NormalForm::builder().player("A", ["Stag", "Hare"]).player("B", ["Stag", "Hare"])
///     .table(&[&[3, 0, 2, 1], &[3, 2, 0, 1]])?.into();
/// let found = lemke_howson(&game, &Default::default())?;
/// assert!(paths::text(&game, &found).contains("1. A plays Stag; Stag becomes best for B"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn text(game: &Game, found: &LemkeHowson) -> String {
    let mut lines = vec![headline(found)];
    for path in found.paths.iter().take(MAX_PATHS) {
        lines.extend([String::new(), heading(path)]);
        let pivots = path.pivots.iter().take(MAX_PIVOTS).enumerate();
        lines
            .extend(pivots.map(|(i, pivot)| format!("  {}. {}; {}", i + 1, pivot.entered_words(), pivot.left_words())));
        lines.extend(hidden_pivots(path).map(|hidden| format!("  {hidden}")));
    }
    lines.extend(hidden_paths(found).into_iter().flat_map(|hidden| [String::new(), hidden]));
    format!("{}\n\n{}", lines.join("\n"), text::solution(game, &found.solution))
}

/// The paths as tables, then the equilibria at their ends.
pub fn html(game: &Game, found: &LemkeHowson) -> String {
    sheet(found).html() + &html::solution(game, &found.solution)
}

/// The paths as tables in LaTeX, then the equilibria at their ends.
pub fn latex(game: &Game, found: &LemkeHowson) -> String {
    format!("{}\n{}", sheet(found).latex(), super::latex::solution(game, &found.solution))
}

fn sheet(found: &LemkeHowson) -> Sheet {
    let paths = found.paths.iter().take(MAX_PATHS);
    let add = |sheet: Sheet, path: &LemkeHowsonPath| {
        sheet.table(&heading(path), &PIVOT, rows(path)).notes(hidden_pivots(path))
    };
    paths.fold(Sheet::new(headline(found)), add).notes(hidden_paths(found))
}

/// One path.
pub fn path(path: &LemkeHowsonPath) -> Sheet {
    Sheet::new(heading(path)).table("", &PIVOT, rows(path)).notes(hidden_pivots(path))
}

const PIVOT: [&str; 4] = ["Pivot", "Mover", "Enters", "Leaves"];

fn rows(path: &LemkeHowsonPath) -> Vec<Vec<String>> {
    let row = |(number, pivot): (usize, &PathPivot)| {
        vec![(number + 1).to_string(), pivot.player.clone(), pivot.entered_words(), pivot.left_words()]
    };
    path.pivots.iter().take(MAX_PIVOTS).enumerate().map(row).collect()
}

fn headline(found: &LemkeHowson) -> String {
    let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    let (paths, ends) = (found.paths.len(), found.solution.len());
    format!("Lemke-Howson: {} to {}.", count(paths, "path", "paths"), count(ends, "equilibrium", "equilibria"))
}

fn heading(path: &LemkeHowsonPath) -> String {
    let pivots = path.pivots.len();
    let (player, strategy) = (&path.start.player, &path.start.strategy);
    let end = path.equilibrium + 1;
    format!("From {player}'s {strategy}: {pivots} pivots to equilibrium {end}")
}

fn hidden_pivots(path: &LemkeHowsonPath) -> Option<String> {
    let hidden = path.pivots.len().saturating_sub(MAX_PIVOTS);
    (hidden > 0).then(|| format!("… and {hidden} more pivots"))
}

fn hidden_paths(found: &LemkeHowson) -> Option<String> {
    let hidden = found.paths.len().saturating_sub(MAX_PATHS);
    (hidden > 0).then(|| format!("… and {hidden} more paths"))
}
