//! Games of two players with two strategies each.

use foederis::{Game, NormalForm};

use super::case::{Case, Expected};

fn game(title: &str, rows: [&str; 2], columns: [&str; 2], payoffs: [[(i64, i64); 2]; 2]) -> Game {
    let flat = |pick: fn(&(i64, i64)) -> i64| payoffs.iter().flatten().map(pick).collect::<Vec<i64>>();
    let builder = NormalForm::builder().title(title).player("Row", rows).player("Column", columns);
    builder.table(&[&flat(|cell| cell.0), &flat(|cell| cell.1)]).unwrap().into()
}

pub fn cases() -> Vec<Case> {
    vec![Case {
        name: "Prisoner's Dilemma",
        source: "Tucker 1950, as in Luce and Raiffa 1957, Games and Decisions, section 5.4",
        game: game(
            "Prisoner's Dilemma",
            ["Cooperate", "Defect"],
            ["Cooperate", "Defect"],
            [[(3, 3), (0, 5)], [(5, 0), (1, 1)]],
        ),
        expected: vec![Expected::Nash(&[&["0 1", "0 1"]]), Expected::Survivors(&[&["Defect"], &["Defect"]])],
    }]
}
