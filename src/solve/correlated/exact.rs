//! The exact solution at a basis, accepted only if it is proven optimal.

use dashu_base::Gcd;
use dashu_int::{IBig, UBig};

use super::guess::Basis;
use super::program::{Integers, Program};
use crate::number::{Rational, Tableau};

/// An optimal distribution, with the multipliers that prove it.
pub(super) struct Vertex {
    /// Profiles and their probabilities, in order.
    pub draws: Vec<(usize, Rational)>,
    /// Deviations and their multipliers above 0, for the payoffs and the objective as they were given.
    pub multipliers: Vec<(usize, Rational)>,
}

/// Solves the basis exactly; `None` if it is not a basis, or not optimal, or when stopped.
pub(super) fn vertex(
    program: &Program,
    objective: &Integers,
    basis: &Basis,
    must_stop: impl FnMut() -> bool,
) -> Option<Vertex> {
    let solved = Solved::new(program, objective, basis, must_stop)?;
    let feasible = solved.nothing_negative() && nobody_gains(program, basis, &solved);
    (feasible && nothing_better(program, objective, basis, &solved)).then(|| {
        let draws = basis.profiles.iter().zip(&solved.weights);
        let draws =
            draws.map(|(profile, weight)| (*profile, Rational::from_integers(weight.clone(), solved.det.clone())));
        let multipliers = basis.deviations.iter().zip(&solved.duals[1..]).map(|(row, dual)| {
            let integer = Rational::from_integers(dual.clone(), solved.dual_det.clone());
            (*row, rescaled(program, objective, *row, &integer))
        });
        let mut draws: Vec<(usize, Rational)> = draws.filter(|(_, weight)| !weight.is_zero()).collect();
        draws.sort_unstable_by_key(|(profile, _)| *profile);
        let mut multipliers: Vec<(usize, Rational)> = multipliers.filter(|(_, weight)| !weight.is_zero()).collect();
        multipliers.sort_unstable_by_key(|(row, _)| *row);
        Vertex { draws, multipliers }
    })
}

/// A multiplier of the integer program for payoffs and objective as they were given.
pub(super) fn rescaled(program: &Program, objective: &Integers, row: usize, multiplier: &Rational) -> Rational {
    &(multiplier * program.scale(program.deviations[row].player)) / &objective.scale
}

/// The basic solution and the multipliers at a basis, each over a common denominator above 0.
struct Solved {
    weights: Vec<IBig>,
    det: IBig,
    /// Of the sum, then of the deviations.
    duals: Vec<IBig>,
    dual_det: IBig,
}

impl Solved {
    fn new(program: &Program, objective: &Integers, basis: &Basis, must_stop: impl FnMut() -> bool) -> Option<Self> {
        let size = basis.profiles.len() as u32;
        let (rows, divisors) = rows(program, basis);
        let (mut tableau, _) = Tableau::new(&rows, (size..2 * size).collect(), (0..size).collect());
        eliminate(&mut tableau, size, must_stop)?;
        let constants = tableau.columns();
        let mut weights = vec![IBig::ZERO; basis.profiles.len()];
        let mut place = vec![0; basis.profiles.len()];
        for (row, variable) in tableau.basic().iter().enumerate() {
            weights[*variable as usize] = tableau.integer(row, constants);
            place[*variable as usize] = row;
        }
        let common = divisors.iter().fold(IBig::ONE, |common, divisor| {
            let shared: UBig = (&common).gcd(divisor);
            &common / IBig::from(shared) * divisor
        });
        let mut duals = vec![IBig::ZERO; basis.profiles.len()];
        for (column, variable) in tableau.nonbasic().iter().enumerate() {
            let row = (*variable - size) as usize;
            let terms = basis.profiles.iter().zip(&place);
            let sum = terms.fold(IBig::ZERO, |sum, (profile, place)| {
                sum + tableau.integer(*place, column) * &objective.values[*profile]
            });
            duals[row] = sum * (&common / &divisors[row]);
        }
        let det = tableau.determinant();
        Some(Solved { weights, duals, dual_det: &det * common, det })
    }

    fn nothing_negative(&self) -> bool {
        self.weights.iter().chain(&self.duals[1..]).all(|number| *number >= IBig::ZERO)
    }
}

/// The equations at a basis, each divided by what its entries have in common: the sum, then the deviations.
fn rows(program: &Program, basis: &Basis) -> (Vec<Vec<Rational>>, Vec<IBig>) {
    let mut rows = vec![vec![Rational::ONE; basis.profiles.len() + 1]];
    let mut divisors = vec![IBig::ONE];
    for row in &basis.deviations {
        let gains: Vec<IBig> =
            basis.profiles.iter().map(|profile| program.gain(program.deviations[*row], *profile)).collect();
        let shared = gains.iter().fold(UBig::ZERO, |shared, gain| match (shared == UBig::ZERO, *gain == IBig::ZERO) {
            (_, true) => shared,
            (true, false) => gain.gcd(gain),
            (false, false) => IBig::from(shared).gcd(gain),
        });
        let shared = if shared == UBig::ZERO { IBig::ONE } else { IBig::from(shared) };
        let entries = gains.into_iter().map(|gain| Rational::from_integers(gain / &shared, IBig::ONE));
        rows.push(entries.chain([Rational::ZERO]).collect());
        divisors.push(shared);
    }
    (rows, divisors)
}

/// Brings every profile into the basis of the equations.
fn eliminate(tableau: &mut Tableau, size: u32, mut must_stop: impl FnMut() -> bool) -> Option<()> {
    while let Some(column) = tableau.nonbasic().iter().position(|variable| *variable < size) {
        let free = |row: &usize| tableau.basic()[*row] >= size && tableau.sign(*row, column) != 0;
        let row = (0..tableau.rows()).find(free)?;
        if must_stop() {
            return None;
        }
        tableau.pivot(row, column);
    }
    Some(())
}

fn nobody_gains(program: &Program, basis: &Basis, solved: &Solved) -> bool {
    let used: Vec<(usize, &IBig)> = basis.profiles.iter().copied().zip(&solved.weights).collect();
    program.deviations.iter().all(|deviation| {
        let terms = used.iter().map(|(profile, weight)| program.gain(*deviation, *profile) * *weight);
        terms.fold(IBig::ZERO, |sum, term| sum + term) <= IBig::ZERO
    })
}

/// No profile's objective is above its bound, so that no distribution's is above the value at the basis.
fn nothing_better(program: &Program, objective: &Integers, basis: &Basis, solved: &Solved) -> bool {
    let mut bounds = vec![solved.duals[0].clone(); program.profiles];
    for (row, dual) in basis.deviations.iter().zip(&solved.duals[1..]).filter(|(_, dual)| **dual != IBig::ZERO) {
        program.each_gain(program.deviations[*row], |profile, gain| bounds[profile] += gain * dual);
    }
    bounds.iter().zip(&objective.values).all(|(bound, own)| *bound >= own * &solved.dual_det)
}
