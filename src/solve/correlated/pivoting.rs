//! The whole program by the exact simplex method, for what floats cannot settle.

use dashu_int::IBig;

use super::exact::{Vertex, rescaled};
use super::program::{Integers, Program};
use crate::number::simplex::maximise_until;
use crate::number::{Rational, Tableau};

/// The largest tableau that is pivoted.
const MAX_ENTRIES: usize = 40_000_000;

/// How it ended.
pub(super) enum Outcome {
    Found(Vertex),
    Stopped,
    TooLarge,
}

/// Maximises an objective from the start at which nothing is drawn.
///
/// The objective is moved to above 0 everywhere, so that at the optimum probabilities sum to 1.
pub(super) fn pivoting(program: &Program, objective: &Integers, mut must_stop: impl FnMut() -> bool) -> Outcome {
    let (columns, deviations) = (program.profiles, program.deviations.len());
    if (columns + 1).saturating_mul(deviations + 2) > MAX_ENTRIES {
        return Outcome::TooLarge;
    }
    let rows = rows(program, objective);
    let basic = (columns as u32..(columns + rows.len()) as u32).collect();
    let (mut tableau, scales) = Tableau::new(&rows, basic, (0..columns as u32).collect());
    // Probabilities are bounded, so that without an answer the search was stopped.
    match maximise_until(&mut tableau, deviations + 1, deviations + 1, &mut must_stop) {
        true => Outcome::Found(read(program, objective, &tableau, &scales)),
        false => Outcome::Stopped,
    }
}

/// A row for each deviation, the sum of probabilities, and the objective.
fn rows(program: &Program, objective: &Integers) -> Vec<Vec<Rational>> {
    let columns = program.profiles;
    let integer = |value: IBig| Rational::from_integers(value, IBig::ONE);
    let mut rows = vec![vec![Rational::ZERO; columns + 1]; program.deviations.len()];
    for (row, deviation) in rows.iter_mut().zip(&program.deviations) {
        program.each_gain(*deviation, |profile, gain| row[profile] = integer(gain));
    }
    rows.push(vec![Rational::ONE; columns + 1]);
    let least = objective.values.iter().min().cloned().unwrap_or_default();
    let moved = objective.values.iter().map(|own| integer(&least - own - IBig::ONE));
    rows.push(moved.chain([Rational::ZERO]).collect());
    rows
}

fn read(program: &Program, objective: &Integers, tableau: &Tableau, scales: &[Rational]) -> Vertex {
    let (columns, deviations) = (program.profiles, program.deviations.len());
    let drawn = tableau.basic().iter().enumerate().filter(|(_, variable)| (**variable as usize) < columns);
    let mut draws: Vec<(usize, Rational)> =
        drawn.map(|(row, variable)| (*variable as usize, tableau.value(row))).collect();
    draws.retain(|(_, weight)| !weight.is_zero());
    draws.sort_unstable_by_key(|(profile, _)| *profile);
    // The objective's row stays last; it holds the multipliers of the constraints that bind.
    let last = (columns + deviations + 1) as u32;
    let row = tableau.basic().iter().position(|variable| *variable == last).unwrap_or(deviations + 1);
    let slacks = tableau.nonbasic().iter().enumerate();
    let slacks = slacks.filter_map(|(column, variable)| {
        let deviation = (*variable as usize).checked_sub(columns).filter(|deviation| *deviation < deviations)?;
        let integer = &(tableau.ratio(row, column) * &scales[deviation]) / &scales[deviations + 1];
        Some((deviation, rescaled(program, objective, deviation, &integer)))
    });
    let mut multipliers: Vec<(usize, Rational)> = slacks.filter(|(_, weight)| !weight.is_zero()).collect();
    multipliers.sort_unstable_by_key(|(deviation, _)| *deviation);
    Vertex { draws, multipliers }
}
