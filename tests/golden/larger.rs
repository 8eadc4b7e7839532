//! Games of two players with more strategies.

use foederis::{Game, NormalForm, Rational};

use super::case::{Case, Expected};

/// A game from two matrices, rows separated by semicolons.
pub fn game(title: &str, a: &str, b: &str) -> Game {
    let read = |text: &str| -> Vec<Vec<Rational>> {
        let row = |line: &str| line.split_whitespace().map(|x| x.parse().expect("a number")).collect();
        text.split(';').map(row).collect()
    };
    let (a, b) = (read(a), read(b));
    let names = |letter: &'static str, count: usize| (1..=count).map(move |k| format!("{letter}{k}"));
    let builder =
        NormalForm::builder().title(title).player("Row", names("a", a.len())).player("Column", names("b", a[0].len()));
    builder.table(&[&a.concat(), &b.concat()]).unwrap().into()
}

/// Both players get 1 where they choose the same.
fn coordination(n: usize) -> Game {
    let line = |i: usize| (0..n).map(|j| if i == j { "1" } else { "0" }).collect::<Vec<_>>().join(" ");
    let matrix = (0..n).map(line).collect::<Vec<_>>().join(";");
    game("Coordination", &matrix, &matrix)
}

/// Troops on three fields; whoever has more on a field wins it.
fn blotto(troops: i64) -> Game {
    let all = (0..=troops).flat_map(|x| (0..=troops - x).map(move |y| [x, y, troops - x - y])).collect::<Vec<_>>();
    let won = |p: &[i64; 3], q: &[i64; 3]| (0..3).map(|k| (p[k] - q[k]).signum()).sum::<i64>();
    let matrix = |sign: i64| {
        let line = |p: &[i64; 3]| all.iter().map(|q| (sign * won(p, q)).to_string()).collect::<Vec<_>>().join(" ");
        all.iter().map(line).collect::<Vec<_>>().join(";")
    };
    game("Colonel Blotto", &matrix(1), &matrix(-1))
}

/// Claims from 2 to `most`; the lower claim is paid to both, with 2 more for the modest and 2 less for the greedy.
fn travellers(most: i64) -> Game {
    let pay = |own: i64, other: i64| own.min(other) + 2 * (other - own).signum();
    let matrix = |flip: bool| {
        let cell = |i, j| if flip { pay(j, i) } else { pay(i, j) };
        let line = |i| (2..=most).map(|j| cell(i, j).to_string()).collect::<Vec<_>>().join(" ");
        (2..=most).map(line).collect::<Vec<_>>().join(";")
    };
    game("Traveller's dilemma", &matrix(false), &matrix(true))
}

fn case(name: &'static str, source: &'static str, game: Game, expected: Vec<Expected>) -> Case {
    Case { name, source, game, expected }
}

pub fn cases() -> Vec<Case> {
    let coordination_source =
        "n x n coordination has 2^n - 1 equilibria; Quint and Shubik 1997, doi:10.1007/s001820050040";
    vec![
        case(
            "Rock, paper, scissors",
            "von Neumann 1928, doi:10.1007/BF01448847",
            game("Rock, paper, scissors", "0 -1 1; 1 0 -1; -1 1 0", "0 1 -1; -1 0 1; 1 -1 0"),
            vec![Expected::Nash(&[&["1/3 1/3 1/3", "1/3 1/3 1/3"]])],
        ),
        case(
            "Shapley's game",
            "Shapley 1964, Some topics in two-person games",
            game("Shapley's game", "1 0 0; 0 1 0; 0 0 1", "0 1 0; 0 0 1; 1 0 0"),
            vec![Expected::Nash(&[&["1/3 1/3 1/3", "1/3 1/3 1/3"]])],
        ),
        case(
            "Iterated dominance",
            "Gibbons 1992, Game Theory for Applied Economists, section 1.1.B",
            game("Iterated dominance", "1 1 0; 0 0 2", "0 2 1; 3 1 0"),
            vec![Expected::Survivors(&[&["a1"], &["b2"]]), Expected::Nash(&[&["1 0", "0 1 0"]])],
        ),
        case(
            "Dominance by a mixture only",
            "Gibbons 1992, Game Theory for Applied Economists, section 1.3.A",
            game("Dominance by a mixture", "3 0; 0 3; 1 1", "0 1; 1 0; 0 0"),
            vec![Expected::Survivors(&[&["a1", "a2"], &["b1", "b2"]]), Expected::Nash(&[&["1/2 1/2 0", "1/2 1/2"]])],
        ),
        case(
            "Rationalizable but not in equilibrium",
            "Bernheim 1984, doi:10.2307/1911196, section 3",
            game("Bernheim's game", "0 2 7 0; 5 3 5 0; 7 2 0 0; 0 0 0 10", "7 5 0 1; 2 3 2 1; 0 5 7 1; 0 -2 0 -1"),
            vec![
                Expected::Survivors(&[&["a1", "a2", "a3"], &["b1", "b2", "b3"]]),
                Expected::Nash(&[&["0 1 0 0", "0 1 0 0"]]),
            ],
        ),
        case(
            "A degenerate game of costs",
            "Reported against a solver that lost equilibria; eight extreme equilibria by exact enumeration",
            game("Costs", "0 0 -6 0 0; 0 0 -3 -2 -1; -4 -3 0 0 -1", "-3 0 -2 -1 0; 0 -2 0 0 -4; -4 0 -2 -4 -4"),
            vec![Expected::Extreme(8)],
        ),
        case(
            "No stakes",
            "By definition: every profile is an equilibrium, the product of two simplices",
            game("No stakes", "0 0 0; 0 0 0", "0 0 0; 0 0 0"),
            vec![Expected::Shape { extreme: 6, dimensions: &[3] }],
        ),
        case(
            "Prisoner's Dilemma with a second way to defect",
            "By hand: both ways to defect, and every mixture of them",
            game("Duplicate", "3 0; 5 1; 5 1", "3 5; 0 1; 0 1"),
            vec![
                Expected::Nash(&[&["0 1 0", "0 1"], &["0 0 1", "0 1"]]),
                Expected::Shape { extreme: 2, dimensions: &[1] },
            ],
        ),
        case("Coordination of 3", coordination_source, coordination(3), vec![shape(&[0; 7])]),
        case("Coordination of 4", coordination_source, coordination(4), vec![shape(&[0; 15])]),
        case("Coordination of 5", coordination_source, coordination(5), vec![shape(&[0; 31])]),
        case("Coordination of 6", coordination_source, coordination(6), vec![shape(&[0; 63])]),
        case("Coordination of 7", coordination_source, coordination(7), vec![shape(&[0; 127])]),
        case(
            "Colonel Blotto with two troops",
            "Borel 1921; a symmetric zero-sum game has value 0",
            blotto(2),
            vec![Expected::Payoffs(&[&["0", "0"]])],
        ),
        case("Colonel Blotto with three troops", "Borel 1921", blotto(3), vec![Expected::Payoffs(&[&["0", "0"]])]),
        case(
            "Traveller's dilemma, claims 2 to 6",
            "Basu 1994, American Economic Review 84(2)",
            travellers(6),
            vec![Expected::Nash(&[&["1 0 0 0 0", "1 0 0 0 0"]])],
        ),
        case(
            "Rock, paper, scissors, lizard, Spock",
            "A regular tournament of five; Fisher and Ryan 1992, doi:10.1080/00029890.1992.11995874",
            game(
                "Five throws",
                "0 -1 1 1 -1; 1 0 -1 -1 1; -1 1 0 1 -1; -1 1 -1 0 1; 1 -1 1 -1 0",
                "0 1 -1 -1 1; -1 0 1 1 -1; 1 -1 0 -1 1; 1 -1 1 0 -1; -1 1 -1 1 0",
            ),
            vec![Expected::Nash(&[&["1/5 1/5 1/5 1/5 1/5", "1/5 1/5 1/5 1/5 1/5"]])],
        ),
    ]
}

/// So many isolated equilibria.
fn shape(dimensions: &'static [usize]) -> Expected {
    Expected::Shape { extreme: dimensions.len(), dimensions }
}
