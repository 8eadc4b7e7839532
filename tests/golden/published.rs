//! Games whose equilibria are printed in the papers and textbooks that introduced them.

use foederis::{Game, NormalForm};

use super::case::{Case, Expected};
use super::larger::game;

const NASH: &str = "Nash 1951, Non-cooperative games, doi:10.2307/1969529, section on examples";

fn case(name: &'static str, source: &'static str, a: &str, b: &str, expected: Vec<Expected>) -> Case {
    Case { name, source, game: game(name, a, b), expected }
}

pub fn cases() -> Vec<Case> {
    let mut all = nash_examples();
    all.extend(dominance());
    all.extend(enumeration());
    all
}

fn nash_examples() -> Vec<Case> {
    vec![
        case(
            "Nash's example 1",
            NASH,
            "5 -4; -5 3",
            "-3 4; 5 -4",
            vec![Expected::Nash(&[&["9/16 7/16", "7/17 10/17"]]), Expected::Payoffs(&[&["-5/17", "1/2"]])],
        ),
        case("Nash's example 2", NASH, "1 -10; 10 -1", "1 10; -10 -1", vec![Expected::Nash(&[&["0 1", "0 1"]])]),
        case(
            "Nash's example 3",
            NASH,
            "1 -10; -10 1",
            "1 -10; -10 1",
            vec![Expected::Nash(&[&["1 0", "1 0"], &["0 1", "0 1"], &["1/2 1/2", "1/2 1/2"]])],
        ),
        case(
            "Nash's example 4: everything is an equilibrium",
            NASH,
            "1 0; 1 0",
            "1 1; 0 0",
            vec![Expected::Shape { extreme: 4, dimensions: &[2] }],
        ),
        case(
            "Nash's example 5",
            NASH,
            "1 -1; -4 2",
            "2 -4; -1 1",
            vec![Expected::Nash(&[&["1 0", "1 0"], &["0 1", "0 1"], &["1/4 3/4", "3/8 5/8"]])],
        ),
    ]
}

fn dominance() -> Vec<Case> {
    vec![
        case(
            "Three rounds of strict dominance",
            "Fudenberg and Tirole 1991, Game Theory, figure 1.1",
            "4 5 6; 2 8 3; 3 9 2",
            "3 1 2; 1 4 6; 0 6 8",
            vec![Expected::Survivors(&[&["a1"], &["b1"]]), Expected::Nash(&[&["1 0 0", "1 0 0"]])],
        ),
        case(
            "Cournot's duopoly: demand 12, no costs, quantities 3, 4 and 6",
            "Cournot 1838; Gibbons 1992, Game Theory for Applied Economists, section 1.2.A: a third of demand each",
            "18 15 9; 20 16 8; 18 12 0",
            "18 20 18; 15 16 12; 9 8 0",
            vec![Expected::Survivors(&[&["a2"], &["b2"]]), Expected::Payoffs(&[&["16", "16"]])],
        ),
        case(
            "Beauty contest of two: the lower number wins, equal numbers share",
            "Grosskopf and Nagel 2008, The two-person beauty contest, Games and Economic Behavior 62",
            "1 2 2 2; 0 1 2 2; 0 0 1 2; 0 0 0 1",
            "1 0 0 0; 2 1 0 0; 2 2 1 0; 2 2 2 1",
            vec![Expected::Nash(&[&["1 0 0 0", "1 0 0 0"]])],
        ),
        Case {
            name: "Best only against correlated beliefs",
            source: "Osborne and Rubinstein 1994, A Course in Game Theory, section 4.1, figure 58.1",
            game: correlated_beliefs(),
            expected: vec![
                Expected::Survivors(&[&["U", "D"], &["L", "R"], &["M1", "M2", "M3", "M4"]]),
                Expected::Pure(&[&["U", "L", "M1"], &["D", "R", "M3"], &["U", "R", "M4"], &["D", "L", "M4"]]),
            ],
        },
    ]
}

/// All three players receive the same; M2 is as good as M1 and M3 where the others are thought to move together.
fn correlated_beliefs() -> Game {
    let names = NormalForm::builder().player("Row", ["U", "D"]).player("Column", ["L", "R"]);
    let cell = |s: &[usize]| match (s[2], s[0], s[1]) {
        (0, 0, 0) | (2, 1, 1) => 8,
        (1, row, column) if row == column => 4,
        (3, _, _) => 3,
        _ => 0,
    };
    let builder = names.player("Matrix", ["M1", "M2", "M3", "M4"]);
    builder.payoffs(|s| vec![cell(s).into(); 3]).unwrap().into()
}

fn enumeration() -> Vec<Case> {
    vec![
        case(
            "Three strategies against two",
            "von Stengel 2007, Equilibrium computation, in Algorithmic Game Theory, chapter 3",
            "3 3; 2 5; 0 6",
            "3 2; 2 6; 3 1",
            vec![Expected::Nash(&[&["1 0 0", "1 0"], &["4/5 1/5 0", "2/3 1/3"], &["0 1/3 2/3", "1/3 2/3"]])],
        ),
        case(
            "Three strategies against two, degenerate",
            "von Stengel 2007, Equilibrium computation, in Algorithmic Game Theory, section 3.6",
            "3 3; 2 5; 0 6",
            "3 3; 2 6; 3 1",
            vec![
                Expected::Nash(&[&["1 0 0", "1 0"], &["1 0 0", "2/3 1/3"], &["0 1/3 2/3", "1/3 2/3"]]),
                Expected::Shape { extreme: 3, dimensions: &[1, 0] },
            ],
        ),
        Case {
            name: "Six strategies each, 75 equilibria",
            source: "von Stengel 1999, New maximal numbers of equilibria in bimatrix games, Discrete and Computational Geometry 21",
            game: seventy_five(),
            expected: vec![Expected::Shape { extreme: 75, dimensions: &[0; 75] }],
        },
        case(
            "Three equilibria of which one is proper",
            "Myerson 1978, Refinements of the Nash equilibrium concept, doi:10.1007/BF01753236",
            "1 0 -9; 0 0 -7; -9 -7 -7",
            "1 0 -9; 0 0 -7; -9 -7 -7",
            vec![Expected::Nash(&[&["1 0 0", "1 0 0"], &["0 1 0", "0 1 0"], &["0 0 1", "0 0 1"]])],
        ),
    ]
}

/// Renaming strategies turns the second player's payoffs into the first one's.
fn seventy_five() -> Game {
    const FIRST: [[i64; 6]; 6] = [
        [9504, -660, 19976, -20526, 1776, -8976],
        [-111771, 31680, -130944, 168124, -8514, 52764],
        [397584, -113850, 451176, -586476, 29216, -178761],
        [171204, -45936, 208626, -263076, 14124, -84436],
        [1303104, -453420, 1227336, -1718376, 72336, -461736],
        [737154, -227040, 774576, -1039236, 48081, -300036],
    ];
    const RENAMED: [usize; 6] = [4, 5, 2, 3, 0, 1];
    let names = |letter: &'static str| (1..=6).map(move |k| format!("{letter}{k}"));
    let builder = NormalForm::builder().player("Row", names("a")).player("Column", names("b"));
    builder.payoffs(|s| vec![FIRST[s[0]][s[1]].into(), FIRST[RENAMED[s[1]]][RENAMED[s[0]]].into()]).unwrap().into()
}
