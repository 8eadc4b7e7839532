//! The ways to solve a program, against each other.

use super::lifting::System;
use super::*;
use crate::solve::control::Control;

fn dice(seed: u64) -> impl FnMut(i64) -> i64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |sides| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as i64 % sides
    }
}

/// A sparse program with a last constraint that keeps it bounded, and many bounds of 0.
fn random(seed: u64) -> Program {
    let mut roll = dice(seed);
    let (rows, columns) = (1 + roll(12) as usize, 1 + roll(12) as usize);
    let sides = [3, 7, 2001][roll(3) as usize];
    let column = |roll: &mut dyn FnMut(i64) -> i64| {
        let mut entries: Vec<(u32, i64)> = (0..rows as u32).map(|row| (row, roll(sides) - sides / 2)).collect();
        entries.retain(|(_, entry)| *entry != 0 && roll(2) == 0);
        entries.push((rows as u32, 1 + roll(3)));
        (entries, roll(sides) - sides / 3)
    };
    let columns: Vec<_> = (0..columns).map(|_| column(&mut roll)).collect();
    let bounds = (0..rows).map(|_| roll(3) * roll(10)).chain([100]);
    Program::new(&columns, bounds.collect::<Vec<i64>>())
}

fn value(program: &Program, optimum: &Optimum) -> Rational {
    program.objective.iter().zip(&optimum.point).map(|(gain, own)| Rational::from(*gain) * own).sum()
}

/// Floats with proof give the value that exact pivots give, and nearly always at the first try.
#[test]
fn guess_and_pivoting_agree() {
    let (mut proven, all) = (0, 2000);
    for seed in 0..all {
        let program = random(seed);
        let Answer::Found(exact) = pivoting::pivoting(&program, &mut 0, &mut || false) else { panic!("seed {seed}") };
        let dual: Rational = program.bounds.iter().zip(&exact.duals).map(|(b, own)| Rational::from(*b) * own).sum();
        assert_eq!(dual, value(&program, &exact), "seed {seed}");
        let guessed = guess::guess(&program, 1e-7, || false);
        let found = guessed.and_then(|(basis, _)| exact::optimum(&program, &basis, &mut || false));
        if let Some(found) = found {
            proven += 1;
            assert_eq!(value(&program, &found), value(&program, &exact), "seed {seed}");
        }
        let control = Control::default();
        let Answer::Found(found) = program.maximise(&mut Watch::start(&control), &mut 0) else { panic!("seed {seed}") };
        assert_eq!(value(&program, &found), value(&program, &exact), "seed {seed}");
    }
    assert!(proven * 100 >= all * 99, "{proven} of {all}");
}

/// A basis that is not optimal is refused.
#[test]
fn wrong_bases_are_refused() {
    // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (Dantzig): 36 at (2, 6).
    let program = Program::new(&[(vec![(0, 1), (2, 3)], 3), (vec![(1, 2), (2, 2)], 5)], vec![4, 12, 18]);
    let at = |variables: &[u32], constraints: &[u32]| {
        let basis = Basis { variables: variables.to_vec(), constraints: constraints.to_vec() };
        exact::optimum(&program, &basis, &mut || false)
    };
    let found = at(&[0, 1], &[1, 2]).unwrap();
    assert_eq!(found.point, [2.into(), 6.into()]);
    assert_eq!(found.duals, [0.into(), Rational::new(3, 2).unwrap(), 1.into()]);
    assert!(at(&[0, 1], &[0, 1]).is_none(), "breaks the third constraint");
    assert!(at(&[0, 1], &[0, 2]).is_none(), "can still gain");
    assert!(at(&[], &[]).is_none() && at(&[0], &[1]).is_none());
}

/// Sparse lifting solves what it says, both ways.
#[test]
fn systems_are_solved() {
    for seed in 0..300 {
        let mut roll = dice(seed);
        let size = 1 + roll(15) as usize;
        let sides = [3, 9, 1 << 30][roll(3) as usize];
        let row = |roll: &mut dyn FnMut(i64) -> i64, own: usize| -> Vec<(u32, i64)> {
            let entries =
                (0..size as u32).filter(|column| *column as usize == own || roll(3) == 0).collect::<Vec<u32>>();
            entries.into_iter().map(|column| (column, roll(sides) - sides / 2)).filter(|(_, own)| *own != 0).collect()
        };
        let rows: Vec<Vec<(u32, i64)>> = (0..size).map(|own| row(&mut roll, own)).collect();
        let right: Vec<i64> = (0..size).map(|_| roll(9) - 4).collect();
        let Some(system) = System::new(Lines::new(rows.iter().map(Vec::as_slice))) else { continue };
        let found = system.solve(&right, false, &mut || false).unwrap();
        let number =
            |at: u32| Rational::from_integers(found.numerators[at as usize].clone(), found.denominator.clone());
        for (row, right) in rows.iter().zip(&right) {
            let sum: Rational = row.iter().map(|(at, entry)| Rational::from(*entry) * number(*at)).sum();
            assert_eq!(sum, Rational::from(*right), "seed {seed}");
        }
        let found = system.solve(&right, true, &mut || false).unwrap();
        let number = |at: usize| Rational::from_integers(found.numerators[at].clone(), found.denominator.clone());
        let mut sums = vec![Rational::ZERO; size];
        for (at, row) in rows.iter().enumerate() {
            row.iter().for_each(|(column, entry)| sums[*column as usize] += Rational::from(*entry) * number(at));
        }
        assert_eq!(sums, right.iter().map(|own| Rational::from(*own)).collect::<Vec<_>>(), "seed {seed}");
    }
}
