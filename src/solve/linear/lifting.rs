//! Sparse square systems in exact integers, by lifting from a prime.

use dashu_base::{Abs, Sign};
use dashu_int::IBig;

use super::factors::Factors;
use super::field::{Field, PRIME, Residue};
use super::matrix::Lines;
use crate::number::fractions;

/// A square integer matrix, factored modulo a prime.
pub(super) struct System {
    rows: Lines<i64>,
    columns: Lines<i64>,
    factors: Factors<Residue>,
}

/// Numerators over a common denominator above 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fractions {
    pub(super) numerators: Vec<IBig>,
    pub(super) denominator: IBig,
}

/// After how many digits the fractions are first looked for.
const FIRST_LOOK: usize = 4;

impl System {
    /// `None` where the matrix is singular modulo the prime.
    pub(super) fn new(rows: Lines<i64>) -> Option<System> {
        let line = |row| rows.line(row).iter().map(|(at, entry)| (*at, Residue::of(i128::from(*entry)))).collect();
        let factors = Factors::new((0..rows.len()).map(line).collect())?;
        let columns = rows.transposed(rows.len());
        Some(System { rows, columns, factors })
    }

    /// Solves `M x = b`, or `x M = b`.
    ///
    /// The solution is found modulo powers of a prime, digit by digit (Dixon 1982, doi:10.1007/BF01459082). After ever
    /// more digits, fractions are looked for that are the same modulo the power; the first that solve the system are the
    /// answer. `None` when told to stop, or where there are more digits than a solution can need.
    ///
    /// # Complexity
    /// For each digit as many operations as there are entries in the matrix and its factors.
    pub(super) fn solve(
        &self,
        right: &[i64],
        transposed: bool,
        must_stop: &mut dyn FnMut() -> bool,
    ) -> Option<Fractions> {
        let lines = if transposed { &self.columns } else { &self.rows };
        let most = self.most_digits(right);
        let mut digits: Vec<Vec<i64>> = vec![Vec::new(); right.len()];
        let mut rest: Vec<i128> = right.iter().map(|entry| i128::from(*entry)).collect();
        let mut look = FIRST_LOOK;
        for count in 1..=most {
            if must_stop() {
                return None;
            }
            let digit = self.digit(&rest, transposed);
            for (line, entry) in rest.iter_mut().enumerate() {
                let terms = lines.line(line).iter().map(|(at, own)| i128::from(*own) * i128::from(digit[*at as usize]));
                *entry = (*entry - terms.sum::<i128>()) / i128::from(PRIME);
            }
            digits.iter_mut().zip(&digit).for_each(|(all, digit)| all.push(*digit));
            if count == look || count == most {
                if let Some(found) = look_for(&digits, count, must_stop).filter(|found| solves(lines, right, found)) {
                    return Some(found);
                }
                look += look / 2;
            }
        }
        None
    }

    /// The solution modulo the prime.
    fn digit(&self, rest: &[i128], transposed: bool) -> Vec<i64> {
        let reduced: Vec<Residue> = rest.iter().map(|entry| Residue::of(*entry)).collect();
        let mut found = vec![Residue::ZERO; rest.len()];
        match transposed {
            false => self.factors.solve(reduced, &mut found),
            true => self.factors.solve_transposed(reduced, &mut found),
        }
        found.into_iter().map(Residue::integer).collect()
    }

    /// How many digits are enough for any solution, by Hadamard's bound on numerators and denominator.
    fn most_digits(&self, right: &[i64]) -> usize {
        let bits = |line: &mut dyn Iterator<Item = i64>| {
            let square: f64 = line.map(|entry| entry as f64 * entry as f64).sum();
            square.max(1.0).log2() / 2.0 + 1e-6
        };
        let rows = (0..self.rows.len()).map(|row| bits(&mut self.rows.line(row).iter().map(|(_, entry)| *entry)));
        let columns = (0..self.rows.len()).map(|at| bits(&mut self.columns.line(at).iter().map(|(_, entry)| *entry)));
        let most = rows.sum::<f64>().max(columns.sum()) + bits(&mut right.iter().copied());
        (2.0 * most / 30.9).ceil() as usize + 3
    }
}

/// Fractions that are the digits' number modulo a power of the prime, if there are small ones.
fn look_for(digits: &[Vec<i64>], count: usize, must_stop: &mut dyn FnMut() -> bool) -> Option<Fractions> {
    let modulus = IBig::from(PRIME).pow(count);
    let bound = IBig::ONE << (count * 31 / 2).saturating_sub(count / 1000 + 2);
    let (numerators, denominator) = fractions(digits, i64::from(PRIME), &modulus, &bound, must_stop)?;
    if denominator.sign() == Sign::Negative {
        return Some(Fractions {
            numerators: numerators.into_iter().map(|own| -own).collect(),
            denominator: denominator.abs(),
        });
    }
    Some(Fractions { numerators, denominator })
}

fn solves(lines: &Lines<i64>, right: &[i64], found: &Fractions) -> bool {
    right.iter().enumerate().all(|(line, right)| {
        let terms = lines.line(line).iter().map(|(at, entry)| &found.numerators[*at as usize] * *entry);
        terms.fold(IBig::ZERO, |sum, term| sum + term) == &found.denominator * *right
    })
}
