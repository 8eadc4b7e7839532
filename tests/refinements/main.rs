//! Refinements: textbook games, the dilemmas, and comparison with second methods on random games with ties.

mod inside_continua;
mod many_players;
#[path = "../support/paths.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod paths;
#[path = "../../src/random.rs"]
mod random;
mod second_method;
mod textbook;
mod trees;

use foederis::solve::{Refinement, Refinements};
use foederis::verify::verify_solution;
use foederis::{Game, NormalForm, Solution, nash, refinements, show::json};

/// A two-player game from payoffs row by row.
fn game(rows: usize, columns: usize, a: &[i64], b: &[i64]) -> Game {
    let names = |letter: char, count: usize| (1..=count).map(move |k| format!("{letter}{k}"));
    let builder = NormalForm::builder().player("Row", names('r', rows)).player("Column", names('c', columns));
    builder.table(&[a, b]).unwrap().into()
}

fn table(game: &Game) -> (Solution, Refinements) {
    let solution = nash(game, &Default::default()).unwrap();
    let found = refinements(game, &solution, &Default::default()).unwrap();
    (solution, found)
}

/// The equilibria of which a property is known to hold, by number.
fn holding(found: &Refinements, refinement: Refinement) -> Vec<usize> {
    (0..found.findings.len()).filter(|&number| found.holds(number, refinement)).collect()
}

/// Every equilibrium's certificate, read back from text, convinces the checker.
fn certified(game: &Game, solution: &Solution) {
    let text = json::solution(game, solution).unwrap();
    for report in verify_solution(game, &json::claims(&text).unwrap()).unwrap() {
        assert!(report.ok(), "{report}\n{text}");
    }
}
