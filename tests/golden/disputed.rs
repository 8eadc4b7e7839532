//! Games on which a program in use gives fewer equilibria than there are (versions of November 2026), with the proof.

use super::case::{Case, Expected};
use super::larger::game;

fn case(name: &'static str, source: &'static str, a: &str, b: &str, expected: Vec<Expected>) -> Case {
    Case { name, source, game: game(name, a, b), expected }
}

pub fn cases() -> Vec<Case> {
    vec![
        // Against the first column both rows bring -3. With p on the first row, the first column brings 4 - 2p and the second
        // 2 + 5p: it is a best reply up to p = 2/7. Against the second column only the second row is, and against that the
        // first column.
        case(
            "A segment that support enumeration shows one end of",
            "nashpy issue 222; by hand",
            "-3 3; -3 5",
            "2 7; 4 2",
            vec![
                Expected::Nash(&[&["0 1", "1 0"], &["2/7 5/7", "1 0"]]),
                Expected::Shape { extreme: 2, dimensions: &[1] },
            ],
        ),
        // The tables as costs. The count is that of lrsnash 0.71b, an exact program.
        case(
            "Eight extreme equilibria of a degenerate game",
            "nashpy issue 82; count by lrsnash",
            "0 0 -6 0 0; 0 0 -3 -2 -1; -4 -3 0 0 -1",
            "-3 0 -2 -1 0; 0 -2 0 0 -4; -4 0 -2 -4 -4",
            vec![Expected::Extreme(8)],
        ),
        // The first player does not care. The second does not either if the first row is sure, and wants the second column
        // as soon as it is not. QuantEcon's vertex enumeration gives only the pair of second strategies.
        case(
            "One who does not care",
            "By hand",
            "0 0; 0 0",
            "0 0; 0 1",
            vec![
                Expected::Nash(&[&["1 0", "1 0"], &["1 0", "0 1"], &["0 1", "0 1"]]),
                Expected::Shape { extreme: 3, dimensions: &[1] },
            ],
        ),
    ]
}
