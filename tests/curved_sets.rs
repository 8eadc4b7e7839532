//! Games of three or more players with sets of equilibria that are curved: nothing is missing, and nothing claimed is wrong.

use foederis::game::MixtureCondition;
use foederis::number::Rational;
use foederis::show::{json, text};
use foederis::solve::CurvedSet;
use foederis::verify::verify_solution;
use foederis::{Component, Game, NormalForm, Solution, nash};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn game(&mut self, shape: &[usize], payoffs: usize) -> NormalForm {
        let player = |b: foederis::game::NormalFormBuilder, (p, &n): (usize, &usize)| {
            b.player(format!("P{p}"), (0..n).map(|s| format!("s{s}")))
        };
        let builder = shape.iter().enumerate().fold(NormalForm::builder(), player);
        builder.payoffs(|_| shape.iter().map(|_| Rational::from(self.roll(payoffs) as i64)).collect()).unwrap()
    }
}

fn value(condition: &MixtureCondition, rows: &[Vec<Rational>]) -> Rational {
    let term = |term: &foederis::game::MixtureTerm| {
        term.probabilities.iter().fold(term.coefficient.clone(), |x, (player, s)| x * &rows[player.index()][*s])
    };
    condition.terms.iter().map(term).sum()
}

fn in_curved(set: &CurvedSet, rows: &[Vec<Rational>]) -> bool {
    let used = |row: &Vec<Rational>| (0..row.len()).filter(|&s| row[s].is_positive()).collect::<Vec<_>>();
    rows.iter().map(used).eq(set.supports.iter().cloned())
        && set.equations.iter().all(|condition| value(condition, rows).is_zero())
        && set.inequalities.iter().all(|condition| !value(condition, rows).is_positive())
}

/// Whether a point lies in the hull of some others, which are few: by solving for the weights of at most three of them.
fn in_hull(row: &[Rational], vertices: &[Vec<Rational>]) -> bool {
    // Each coordinate's range suffices where polytopes are segments or whole simplices, as they are here for up to two
    // strategies; with three, try all triangles.
    if vertices.iter().any(|vertex| vertex == row) {
        return true;
    }
    let inside = |a: &[Rational], b: &[Rational]| {
        let k = (0..row.len()).find(|&k| a[k] != b[k]);
        let share = k.and_then(|k| (&row[k] - &a[k]).checked_div(&(&b[k] - &a[k])));
        share.is_some_and(|t| {
            !t.is_negative() && t <= Rational::ONE && (0..row.len()).all(|k| row[k] == &a[k] + &(&t * &(&b[k] - &a[k])))
        })
    };
    let segments = || vertices.iter().any(|a| vertices.iter().any(|b| inside(a, b)));
    if row.len() <= 2 || segments() {
        return segments();
    }
    let side = |a: &[Rational], b: &[Rational], c: &[Rational]| {
        ((&b[0] - &a[0]) * (&c[1] - &a[1]) - (&b[1] - &a[1]) * (&c[0] - &a[0])).signum()
    };
    vertices.iter().any(|a| {
        vertices.iter().any(|b| {
            vertices.iter().any(|c| {
                let signs = [side(a, b, row), side(b, c, row), side(c, a, row)];
                side(a, b, c) != 0 && (signs.iter().all(|s| *s >= 0) || signs.iter().all(|s| *s <= 0))
            })
        })
    })
}

fn claimed(solution: &Solution, rows: &[Vec<Rational>]) -> bool {
    let inside = |component: &Component| {
        component.curved.iter().any(|set| in_curved(set, rows))
            || component.subsets.iter().any(|s| rows.iter().zip(&s.vertices).all(|(row, own)| in_hull(row, own)))
    };
    solution.equilibria.iter().any(|equilibrium| equilibrium.profile.rows() == rows)
        || solution.components.iter().any(inside)
}

/// Exact equilibria on a grid, by the definition.
fn on_grid(game: &NormalForm, steps: i64) -> Vec<Vec<Vec<Rational>>> {
    let mixtures = |count: usize| -> Vec<Vec<i64>> {
        let mut rows = vec![vec![]];
        for _ in 1..count {
            rows = rows.iter().flat_map(|row: &Vec<i64>| (0..=steps).map(move |x| [&row[..], &[x]].concat())).collect();
        }
        rows.retain(|row| row.iter().sum::<i64>() <= steps);
        rows.into_iter().map(|row| [&row[..], &[steps - row.iter().sum::<i64>()]].concat()).collect()
    };
    let shape = game.shape();
    let payoffs: Vec<Vec<i64>> = (0..game.num_profiles())
        .map(|number| game.payoffs_of(number).iter().map(|x| x.to_f64() as i64).collect())
        .collect();
    let mut found = Vec::new();
    let options: Vec<Vec<Vec<i64>>> = shape.iter().map(|&count| mixtures(count)).collect();
    let total: usize = options.iter().map(Vec::len).product();
    for number in 0..total {
        let mut rest = number;
        let profile: Vec<&Vec<i64>> = options
            .iter()
            .map(|own| {
                let row = &own[rest % own.len()];
                rest /= own.len();
                row
            })
            .collect();
        let mut gains: Vec<Vec<i64>> = shape.iter().map(|&count| vec![0; count]).collect();
        for (number, payoffs) in payoffs.iter().enumerate() {
            let choices = game.profile(number);
            for player in 0..shape.len() {
                let weight: i64 = (0..shape.len())
                    .filter(|&other| other != player)
                    .map(|other| profile[other][choices[other]])
                    .product();
                gains[player][choices[player]] += weight * payoffs[player];
            }
        }
        let content = (0..shape.len()).all(|player| {
            let best = gains[player].iter().max();
            (0..shape[player]).all(|s| profile[player][s] == 0 || Some(&gains[player][s]) == best)
        });
        if content {
            let row = |row: &&Vec<i64>| row.iter().map(|&x| Rational::new(x, steps).unwrap()).collect();
            found.push(profile.iter().map(row).collect());
        }
    }
    found
}

fn check(game: &NormalForm, steps: &[i64]) -> (Solution, usize) {
    let whole: Game = game.clone().into();
    let solution = nash(&whole, &Default::default()).unwrap();
    let claim = json::claims(&json::solution(&whole, &solution).unwrap()).unwrap();
    assert_eq!(claim.equilibria.len(), solution.len());
    for report in verify_solution(&whole, &claim).unwrap() {
        assert!(report.ok(), "{report}");
    }
    let mut points = 0;
    for steps in steps {
        for rows in on_grid(game, *steps) {
            points += 1;
            assert!(claimed(&solution, &rows), "{} {rows:?}", text::solution(&whole, &solution));
        }
    }
    (solution, points)
}

#[test]
fn small_payoffs() {
    let mut dice = Dice(17);
    let (mut curved, mut partial, mut points, mut proven) = (0, 0, 0, 0);
    let plan: [(&[usize], usize, &[i64]); 3] =
        [(&[2, 2, 2], 300, &[6, 10]), (&[2, 2, 3], 300, &[6]), (&[2, 2, 2, 2], 60, &[6])];
    for (shape, rounds, steps) in plan {
        for _ in 0..rounds {
            let (solution, found) = check(&dice.game(shape, 3), steps);
            points += found;
            partial += usize::from(!solution.complete());
            let sets: Vec<&CurvedSet> = solution.components.iter().flat_map(|component| &component.curved).collect();
            curved += sets.len();
            proven += sets.iter().filter(|set| set.dimension_proven).count();
        }
    }
    println!("{curved} curved sets, {proven} of proven dimension; {partial} partial; {points} points on grids");
    assert!(partial <= 3, "{partial}");
    assert!(curved > 60 && proven * 10 > curved * 9 && points > 2_000, "{curved} {proven} {points}");
}
