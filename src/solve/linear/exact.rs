//! The exact solution at a basis, accepted only if it is proven optimal.

use dashu_base::Sign;
use dashu_int::IBig;

use super::guess::Basis;
use super::lifting::{Fractions, System};
use super::matrix::Lines;
use super::{Optimum, Program};
use crate::number::Rational;

/// Solves the basis exactly; `None` if it is not a basis, or not optimal, or when stopped.
///
/// The variables of the basis make its constraints equations, and the multipliers of those constraints make the variables
/// pay for themselves. If nothing of both is below 0, every constraint holds and every variable pays at most for itself,
/// then both are optimal by duality.
pub(super) fn optimum(program: &Program, basis: &Basis, must_stop: &mut dyn FnMut() -> bool) -> Option<Optimum> {
    if basis.variables.len() != basis.constraints.len() {
        return None;
    }
    let system = System::new(core(program, basis))?;
    let pick = |from: &[i64], at: &[u32]| -> Vec<i64> { at.iter().map(|at| from[*at as usize]).collect() };
    let point = system.solve(&pick(&program.bounds, &basis.constraints), false, must_stop)?;
    let duals = system.solve(&pick(&program.objective, &basis.variables), true, must_stop)?;
    let negative = |number: &IBig| number.sign() == Sign::Negative && *number != IBig::ZERO;
    if point.numerators.iter().chain(&duals.numerators).any(negative) {
        return None;
    }
    let holds = constraints_hold(program, basis, &point) && nothing_pays_more(program, basis, &duals);
    holds.then(|| Optimum {
        point: spread(&point, &basis.variables, program.objective.len()),
        duals: spread(&duals, &basis.constraints, program.bounds.len()),
    })
}

/// The rows of the binding constraints, with the variables of the basis.
fn core(program: &Program, basis: &Basis) -> Lines<i64> {
    let mut place = vec![None; program.bounds.len()];
    (0..).zip(&basis.constraints).for_each(|(at, row)| place[*row as usize] = Some(at));
    let mut rows: Vec<Vec<(u32, i64)>> = vec![Vec::new(); basis.constraints.len()];
    for (number, column) in (0u32..).zip(&basis.variables) {
        for &(row, entry) in program.matrix.line(*column as usize) {
            if let Some::<usize>(at) = place[row as usize] {
                rows[at].push((number, entry));
            }
        }
    }
    Lines::new(rows.iter().map(Vec::as_slice))
}

fn constraints_hold(program: &Program, basis: &Basis, point: &Fractions) -> bool {
    let mut room: Vec<IBig> = program.bounds.iter().map(|bound| &point.denominator * *bound).collect();
    for (column, own) in basis.variables.iter().zip(&point.numerators).filter(|(_, own)| **own != IBig::ZERO) {
        for (row, entry) in program.matrix.line(*column as usize) {
            room[*row as usize] -= own * *entry;
        }
    }
    room.iter().all(|room| *room >= IBig::ZERO)
}

fn nothing_pays_more(program: &Program, basis: &Basis, duals: &Fractions) -> bool {
    let mut prices = vec![None; program.bounds.len()];
    basis.constraints.iter().zip(&duals.numerators).for_each(|(row, own)| prices[*row as usize] = Some(own));
    (0..program.objective.len()).all(|column| {
        let priced =
            program.matrix.line(column).iter().filter_map(|(row, entry)| Some(prices[*row as usize]? * *entry));
        priced.fold(IBig::ZERO, |sum, term| sum + term) >= &duals.denominator * program.objective[column]
    })
}

fn spread(found: &Fractions, places: &[u32], length: usize) -> Vec<Rational> {
    let mut all = vec![Rational::ZERO; length];
    for (place, own) in places.iter().zip(&found.numerators) {
        all[*place as usize] = Rational::from_integers(own.clone(), found.denominator.clone());
    }
    all
}
