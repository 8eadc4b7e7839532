//! All Nash equilibria of two-player games against an independent brute force, on games full of ties.

use std::collections::BTreeSet;

use foederis::{Game, NashOptions, NormalForm, Profile, Rational, nash};

type Row = Vec<Rational>;

/// A small deterministic generator, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }
}

/// Solves a square system by Gauss-Jordan elimination; `None` where it is singular.
fn solve_square(mut rows: Vec<Row>) -> Option<Row> {
    let n = rows.len();
    for column in 0..n {
        let pivot = (column..n).find(|&row| !rows[row][column].is_zero())?;
        rows.swap(column, pivot);
        let lead = rows[column][column].clone();
        rows[column].iter_mut().for_each(|entry| *entry /= &lead);
        let line = rows[column].clone();
        for (row, other) in rows.iter_mut().enumerate() {
            if row != column && !other[column].is_zero() {
                let factor = other[column].clone();
                other.iter_mut().zip(&line).for_each(|(entry, above)| *entry -= &factor * above);
            }
        }
    }
    Some(rows.into_iter().map(|row| row[n].clone()).collect())
}

/// All vertices `(x, v)` of `{x >= 0, sum x = 1, payoff_j(x) <= v}`, by trying every choice of binding inequalities,
/// with the set of labels that bind: own strategies at 0 first, then the other's best replies.
fn vertices(own: usize, payoffs: &[Row]) -> BTreeSet<(Row, Vec<bool>)> {
    let total = own + payoffs.len();
    let equation = |label: usize| -> Row {
        let mut row = vec![Rational::ZERO; own + 2];
        if label < own {
            row[label] = Rational::ONE;
        } else {
            row[..own].clone_from_slice(&payoffs[label - own]);
            row[own] = -Rational::ONE;
        }
        row
    };
    let mut simplex = vec![Rational::ONE; own + 2];
    simplex[own] = Rational::ZERO;
    let mut found = BTreeSet::new();
    for mask in 0u32..1 << total {
        if mask.count_ones() as usize != own {
            continue;
        }
        let chosen = (0..total).filter(|label| mask >> label & 1 == 1).map(equation);
        let Some(point) = solve_square(chosen.chain([simplex.clone()]).collect()) else { continue };
        let reply = |row: &Row| row.iter().zip(&point).map(|(a, x)| a * x).sum::<Rational>();
        let value = &point[own];
        if point[..own].iter().any(Rational::is_negative) || payoffs.iter().any(|row| &reply(row) > value) {
            continue;
        }
        let zero = point[..own].iter().map(Rational::is_zero);
        let labels = zero.chain(payoffs.iter().map(|row| &reply(row) == value)).collect();
        found.insert((point[..own].to_vec(), labels));
    }
    found
}

fn brute_force(a: &[Row], b: &[Row]) -> BTreeSet<(Row, Row)> {
    let (m, n) = (a.len(), a[0].len());
    let columns_of_b: Vec<Row> = (0..n).map(|j| (0..m).map(|i| b[i][j].clone()).collect()).collect();
    let (xs, ys) = (vertices(m, &columns_of_b), vertices(n, a));
    let mut pairs = BTreeSet::new();
    for (x, binding_x) in &xs {
        for (y, binding_y) in &ys {
            let covered = |label: usize| binding_x[label] || binding_y[if label < m { n + label } else { label - m }];
            if (0..m + n).all(covered) {
                pairs.insert((x.clone(), y.clone()));
            }
        }
    }
    pairs
}

/// Connected components by the definition: extreme equilibria that share a strategy are in one component.
fn count_components(pairs: &[(Row, Row)]) -> usize {
    let mut group: Vec<usize> = (0..pairs.len()).collect();
    for i in 0..pairs.len() {
        for j in 0..i {
            if pairs[i].0 == pairs[j].0 || pairs[i].1 == pairs[j].1 {
                let (from, to) = (group[i], group[j]);
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    group.into_iter().collect::<BTreeSet<_>>().len()
}

fn check(a: &[Row], b: &[Row]) {
    let (m, n) = (a.len(), a[0].len());
    let names = |count: usize| (0..count).map(|i| format!("s{i}"));
    let game = NormalForm::builder().player("A", names(m)).player("B", names(n));
    let game: Game = game.table(&[&a.concat()[..], &b.concat()[..]]).unwrap().into();
    let solution = nash(&game, &NashOptions::default()).unwrap();
    let expected: Vec<(Row, Row)> = brute_force(a, b).into_iter().collect();
    let mut ours: Vec<(Row, Row)> = solution
        .equilibria
        .iter()
        .map(|equilibrium| match &equilibrium.profile {
            Profile::Mixed(profile) => (profile.0[0].clone(), profile.0[1].clone()),
            _ => unreachable!("a payoff table has mixed profiles"),
        })
        .collect();
    ours.sort();
    assert_eq!(ours, expected, "a = {a:?}, b = {b:?}");
    assert_eq!(solution.components.len(), count_components(&expected), "a = {a:?}, b = {b:?}");
    let members: usize = solution.components.iter().map(|component| component.members.len()).sum();
    assert_eq!(members, expected.len());
    assert!(solution.complete());
}

fn random_matrix(dice: &mut Dice, m: usize, n: usize, sides: u64) -> Vec<Row> {
    let mut rows: Vec<Row> =
        (0..m).map(|_| (0..n).map(|_| Rational::from(dice.roll(sides) as i64)).collect()).collect();
    // One game in three has a duplicate row.
    if m > 1 && dice.roll(3) == 0 {
        rows[0] = rows[m - 1].clone();
    }
    rows
}

#[test]
fn games_full_of_ties() {
    let mut dice = Dice(20_221_010);
    for round in 0..2_000 {
        let (m, n) = (1 + dice.roll(5) as usize, 1 + dice.roll(5) as usize);
        let sides = 2 + round % 3;
        let (a, b) = (random_matrix(&mut dice, m, n, sides), random_matrix(&mut dice, m, n, sides));
        check(&a, &b);
    }
}

#[test]
fn fractions_and_large_numbers() {
    let mut dice = Dice(4);
    for _ in 0..100 {
        let (m, n) = (1 + dice.roll(4) as usize, 1 + dice.roll(4) as usize);
        let mut matrix = || -> Vec<Row> {
            let mut entry = || {
                let numerator = dice.roll(1 << 50) as i64 - (1 << 49);
                Rational::new(numerator, 1 + dice.roll(1 << 40) as i64).unwrap()
            };
            (0..m).map(|_| (0..n).map(|_| entry()).collect()).collect()
        };
        let (a, b) = (matrix(), matrix());
        check(&a, &b);
    }
}
