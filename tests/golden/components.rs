//! Degenerate games: components of equilibria, and zero-sum games with many optimal strategies.

use super::case::{Case, Expected};
use super::larger::game;

fn case(name: &'static str, source: &'static str, a: &str, b: &str, expected: Vec<Expected>) -> Case {
    Case { name, source, game: game(name, a, b), expected }
}

pub fn cases() -> Vec<Case> {
    vec![
        // Each strategy of a player excludes exactly one of the other's: the pairs that remain form a hexagon.
        case(
            "One component in the shape of a hexagon",
            "Kohlberg and Mertens 1986, On the strategic stability of equilibria, Econometrica 54",
            "1 0 -1; -1 0 -1; 1 0 -2",
            "1 -1 1; 0 0 0; -1 -1 -2",
            vec![
                Expected::Nash(&[
                    &["1 0 0", "1 0 0"],
                    &["1 0 0", "0 0 1"],
                    &["0 1 0", "0 1 0"],
                    &["0 1 0", "0 0 1"],
                    &["0 0 1", "1 0 0"],
                    &["0 0 1", "0 1 0"],
                ]),
                Expected::Shape { extreme: 6, dimensions: &[1] },
            ],
        ),
        // a1 is the outside option: the second player may threaten with b1 up to probability 2/3.
        case(
            "Battle of the sexes with an outside option, as a table",
            "Kohlberg and Mertens 1986, Econometrica 54; van Damme 1989, Journal of Economic Theory 48",
            "2 2; 3 0; 0 1",
            "2 2; 1 0; 0 3",
            vec![
                Expected::Nash(&[&["0 1 0", "1 0"], &["1 0 0", "0 1"], &["1 0 0", "2/3 1/3"]]),
                Expected::Shape { extreme: 3, dimensions: &[1, 0] },
                Expected::Survivors(&[&["a1", "a2"], &["b1", "b2"]]),
            ],
        ),
        // Strategies: show 1 or 2, guess 1 or 2. Optimal: (show 1, guess 2) with 4/7 to 3/5, else (show 2, guess 1).
        case(
            "Morra with two fingers",
            "Chvatal 1983, Linear Programming, chapter 15",
            "0 2 -3 0; -2 0 0 3; 3 0 0 -4; 0 -3 4 0",
            "0 -2 3 0; 2 0 0 -3; -3 0 0 4; 0 3 -4 0",
            vec![
                Expected::Nash(&[
                    &["0 3/5 2/5 0", "0 3/5 2/5 0"],
                    &["0 3/5 2/5 0", "0 4/7 3/7 0"],
                    &["0 4/7 3/7 0", "0 3/5 2/5 0"],
                    &["0 4/7 3/7 0", "0 4/7 3/7 0"],
                ]),
                Expected::Shape { extreme: 4, dimensions: &[2] },
                Expected::Payoffs(&[&["0", "0"]]),
            ],
        ),
        // Sites worth 3, 4 and 6 to the intruder: chosen in inverse proportion to worth; value 2 / (1/3 + 1/4 + 1/6).
        case(
            "One inspector for three sites",
            "Dresher 1961, Games of Strategy, on the defence of targets of unequal value; solved by hand",
            "0 -4 -6; -3 0 -6; -3 -4 0",
            "0 4 6; 3 0 6; 3 4 0",
            vec![Expected::Nash(&[&["1/9 1/3 5/9", "4/9 1/3 2/9"]]), Expected::Payoffs(&[&["-8/3", "8/3"]])],
        ),
        // Hawk, Dove and Bourgeois, value 4 and cost 8. Bourgeois earns the mean of the others, save against itself.
        case(
            "Hawk, Dove and Bourgeois",
            "Maynard Smith 1982, Evolution and the Theory of Games, chapter 2, for the game; equilibria by hand",
            "-2 4 1; 0 2 1; -1 3 2",
            "-2 0 -1; 4 2 3; 1 1 2",
            vec![
                Expected::Nash(&[
                    &["0 0 1", "0 0 1"],
                    &["1 0 0", "0 1 0"],
                    &["0 1 0", "1 0 0"],
                    &["1/2 1/2 0", "1/2 1/2 0"],
                    &["0 1/2 1/2", "1/2 0 1/2"],
                    &["1/2 0 1/2", "0 1/2 1/2"],
                ]),
                Expected::Shape { extreme: 6, dimensions: &[0; 6] },
            ],
        ),
    ]
}
