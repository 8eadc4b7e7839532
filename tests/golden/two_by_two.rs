//! Games of two players with two strategies each.

use foederis::{Game, NormalForm};

use super::case::{Case, Expected};

type Cells = [[(i64, i64); 2]; 2];

fn game(title: &str, rows: [&str; 2], columns: [&str; 2], payoffs: Cells) -> Game {
    let flat = |pick: fn(&(i64, i64)) -> i64| payoffs.iter().flatten().map(pick).collect::<Vec<i64>>();
    let builder = NormalForm::builder().title(title).player("Row", rows).player("Column", columns);
    builder.table(&[&flat(|cell| cell.0), &flat(|cell| cell.1)]).unwrap().into()
}

fn case(
    name: &'static str,
    source: &'static str,
    rows: [&str; 2],
    columns: [&str; 2],
    payoffs: Cells,
    expected: Vec<Expected>,
) -> Case {
    Case { name, source, game: game(name, rows, columns, payoffs), expected }
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "Prisoner's Dilemma",
            "Tucker 1950; Luce and Raiffa 1957, Games and Decisions, chapter 5",
            ["Cooperate", "Defect"],
            ["Cooperate", "Defect"],
            [[(3, 3), (0, 5)], [(5, 0), (1, 1)]],
            vec![Expected::Nash(&[&["0 1", "0 1"]]), Expected::Survivors(&[&["Defect"], &["Defect"]])],
        ),
        case(
            "Stag Hunt",
            "Rousseau 1755; Skyrms 2004, The Stag Hunt",
            ["Stag", "Hare"],
            ["Stag", "Hare"],
            [[(4, 4), (0, 3)], [(3, 0), (3, 3)]],
            vec![
                Expected::Nash(&[&["1 0", "1 0"], &["0 1", "0 1"], &["3/4 1/4", "3/4 1/4"]]),
                Expected::Pure(&[&["Stag", "Stag"], &["Hare", "Hare"]]),
            ],
        ),
        case(
            "Chicken",
            "Rapoport and Chammah 1966, The game of Chicken, American Behavioral Scientist 10",
            ["Swerve", "Straight"],
            ["Swerve", "Straight"],
            [[(6, 6), (2, 7)], [(7, 2), (0, 0)]],
            vec![Expected::Nash(&[&["1 0", "0 1"], &["0 1", "1 0"], &["2/3 1/3", "2/3 1/3"]])],
        ),
        case(
            "Matching pennies",
            "von Neumann and Morgenstern 1944, Theory of Games and Economic Behavior",
            ["Heads", "Tails"],
            ["Heads", "Tails"],
            [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]],
            vec![Expected::Nash(&[&["1/2 1/2", "1/2 1/2"]]), Expected::Pure(&[])],
        ),
        case(
            "Asymmetric matching pennies",
            "Goeree and Holt 2001, doi:10.1257/aer.91.5.1402",
            ["Top", "Bottom"],
            ["Left", "Right"],
            [[(320, 40), (40, 80)], [(40, 80), (80, 40)]],
            vec![Expected::Nash(&[&["1/2 1/2", "1/8 7/8"]])],
        ),
        case(
            "Battle of the sexes",
            "Luce and Raiffa 1957, Games and Decisions, chapter 5",
            ["Fight", "Ballet"],
            ["Fight", "Ballet"],
            [[(2, 1), (0, 0)], [(0, 0), (1, 2)]],
            vec![Expected::Nash(&[&["1 0", "1 0"], &["0 1", "0 1"], &["2/3 1/3", "1/3 2/3"]])],
        ),
        case(
            "Hawk and Dove, value 2 and cost 4",
            "Maynard Smith and Price 1973, doi:10.1038/246015a0",
            ["Hawk", "Dove"],
            ["Hawk", "Dove"],
            [[(-1, -1), (2, 0)], [(0, 2), (1, 1)]],
            vec![Expected::Nash(&[&["1 0", "0 1"], &["0 1", "1 0"], &["1/2 1/2", "1/2 1/2"]])],
        ),
        case(
            "Pure coordination",
            "Schelling 1960, The Strategy of Conflict, chapter 3",
            ["A", "B"],
            ["A", "B"],
            [[(1, 1), (0, 0)], [(0, 0), (1, 1)]],
            vec![Expected::Nash(&[&["1 0", "1 0"], &["0 1", "0 1"], &["1/2 1/2", "1/2 1/2"]])],
        ),
        case(
            "Deadlock",
            "Snyder and Diesing 1977, Conflict among Nations, chapter 2",
            ["Cooperate", "Defect"],
            ["Cooperate", "Defect"],
            [[(1, 1), (0, 3)], [(3, 0), (2, 2)]],
            vec![Expected::Nash(&[&["0 1", "0 1"]])],
        ),
        case(
            "Called Bluff: a Prisoner's Dilemma player meets a Chicken player",
            "Snyder and Diesing 1977, Conflict among Nations, chapter 2",
            ["Cooperate", "Defect"],
            ["Cooperate", "Defect"],
            [[(3, 3), (1, 4)], [(4, 2), (2, 1)]],
            vec![Expected::Nash(&[&["0 1", "1 0"]]), Expected::Survivors(&[&["Defect"], &["Cooperate"]])],
        ),
        case(
            "Cuban missile crisis",
            "Brams 1985, Superpower Games, chapter 2",
            ["Blockade", "Air strike"],
            ["Withdraw", "Maintain"],
            [[(3, 3), (2, 4)], [(4, 2), (1, 1)]],
            vec![Expected::Pure(&[&["Blockade", "Maintain"], &["Air strike", "Withdraw"]])],
        ),
        case(
            "Entry deterrence as a table",
            "Selten 1978, The chain store paradox, doi:10.1007/BF00131770",
            ["Enter", "Stay out"],
            ["Fight", "Yield"],
            [[(-1, 0), (1, 1)], [(0, 2), (0, 2)]],
            vec![
                Expected::Nash(&[&["1 0", "0 1"], &["0 1", "1 0"], &["0 1", "1/2 1/2"]]),
                Expected::Shape { extreme: 3, dimensions: &[1, 0] },
            ],
        ),
        case(
            "A weakly dominated equilibrium",
            "van Damme 1991, Stability and Perfection of Nash Equilibria, chapter 1",
            ["Up", "Down"],
            ["Left", "Right"],
            [[(1, 1), (0, 0)], [(0, 0), (0, 0)]],
            vec![
                Expected::Nash(&[&["1 0", "1 0"], &["0 1", "0 1"]]),
                Expected::Shape { extreme: 2, dimensions: &[0, 0] },
            ],
        ),
        case(
            "A segment of equilibria",
            "A degenerate game of two strategies each; by hand: the first column is a best reply where p <= 2/7",
            ["Up", "Down"],
            ["Left", "Right"],
            [[(-3, 2), (3, 7)], [(-3, 4), (5, 2)]],
            vec![
                Expected::Nash(&[&["0 1", "1 0"], &["2/7 5/7", "1 0"]]),
                Expected::Shape { extreme: 2, dimensions: &[1] },
            ],
        ),
        case(
            "Inspection game",
            "Avenhaus, von Stengel and Zamir 2002, doi:10.1016/S1574-0005(02)03014-X",
            ["Inspect", "Trust"],
            ["Comply", "Violate"],
            [[(-1, 0), (-6, -90)], [(0, 0), (-10, 10)]],
            vec![Expected::Nash(&[&["1/10 9/10", "4/5 1/5"]])],
        ),
    ]
}
