//! [`Inverse`]: a basis of a linear program in floats, and what solves with it.

use super::factors::Factors;
use super::matrix::Lines;

/// A basis of the columns of a matrix and of slack variables, one for each row, factored.
///
/// The variables of the matrix come first, then the slack variables. Where a slack variable is basic it stands in its own
/// row. Only the columns of the matrix that are basic are factored, on the rows that they take from slack variables; later
/// changes are kept as they come (Dantzig and Orchard-Hays 1954, doi:10.2307/2001993).
pub(super) struct Inverse {
    /// The basic variable of each row.
    pub(super) basic: Vec<usize>,
    /// The rows without their own slack variable when last factored, in the order of the factors.
    tight: Vec<u32>,
    /// For each row its place among those, if it is one.
    place: Vec<Option<u32>>,
    /// The matrix' columns that were basic when last factored.
    columns: Vec<u32>,
    factors: Factors<f64>,
    changes: Vec<Change>,
}

/// An exchange of a basic variable: the row, and the entering column in terms of the basis before.
struct Change {
    row: u32,
    pivot: f64,
    others: Vec<(u32, f64)>,
}

impl Inverse {
    /// Factors a basis, whose variables move to other rows; `None` if it is nearly singular.
    pub(super) fn new(matrix: &Lines<f64>, basic: &[usize]) -> Option<Inverse> {
        let (rows, structural) = (basic.len(), matrix.len());
        let mut slack = vec![false; rows];
        basic.iter().filter(|own| **own >= structural).for_each(|own| slack[own - structural] = true);
        let tight: Vec<u32> = (0..rows as u32).filter(|row| !slack[*row as usize]).collect();
        let mut place = vec![None; rows];
        (0u32..).zip(&tight).for_each(|(at, row)| place[*row as usize] = Some(at));
        let columns: Vec<u32> = basic.iter().filter(|own| **own < structural).map(|own| *own as u32).collect();
        let mut core: Vec<Vec<(u32, f64)>> = vec![Vec::new(); tight.len()];
        for (number, column) in (0u32..).zip(&columns) {
            for &(row, entry) in matrix.line(*column as usize) {
                if let Some(at) = place[row as usize] {
                    core[at as usize].push((number, entry));
                }
            }
        }
        let factors = Factors::new(core)?;
        let mut basic: Vec<usize> = (structural..structural + rows).collect();
        tight.iter().zip(&columns).for_each(|(row, column)| basic[*row as usize] = *column as usize);
        Some(Inverse { basic, tight, place, columns, factors, changes: Vec::new() })
    }

    /// How often the basis has changed since it was factored.
    pub(super) fn age(&self) -> usize {
        self.changes.len()
    }

    /// A column in terms of the basis.
    pub(super) fn solve(&self, matrix: &Lines<f64>, mut column: Vec<f64>) -> Vec<f64> {
        let by_row = self.tight.iter().map(|row| std::mem::take(&mut column[*row as usize])).collect();
        let mut weights = vec![0.0; self.tight.len()];
        self.factors.solve(by_row, &mut weights);
        for ((row, own), weight) in self.tight.iter().zip(&self.columns).zip(&weights) {
            if *weight != 0.0 {
                column[*row as usize] = *weight;
                for &(other, entry) in matrix.line(*own as usize) {
                    if self.place[other as usize].is_none() {
                        column[other as usize] -= entry * weight;
                    }
                }
            }
        }
        for Change { row, pivot, others } in &self.changes {
            let own = column[*row as usize] / pivot;
            if own != 0.0 {
                others.iter().for_each(|(other, entry)| column[*other as usize] -= entry * own);
                column[*row as usize] = own;
            }
        }
        column
    }

    /// The multipliers of the rows under which the basic columns have given values.
    pub(super) fn solve_transposed(&self, matrix: &Lines<f64>, mut values: Vec<f64>) -> Vec<f64> {
        for Change { row, pivot, others } in self.changes.iter().rev() {
            let rest: f64 = others.iter().map(|(other, entry)| entry * values[*other as usize]).sum();
            values[*row as usize] = (values[*row as usize] - rest) / pivot;
        }
        let targets = self.tight.iter().zip(&self.columns).map(|(row, column)| {
            let outside =
                matrix.line(*column as usize).iter().filter(|(other, _)| self.place[*other as usize].is_none());
            values[*row as usize] - outside.map(|(other, entry)| entry * values[*other as usize]).sum::<f64>()
        });
        let mut multipliers = vec![0.0; self.tight.len()];
        self.factors.solve_transposed(targets.collect(), &mut multipliers);
        self.tight.iter().zip(multipliers).for_each(|(row, own)| values[*row as usize] = own);
        values
    }

    /// Puts a variable, whose column in terms of the basis is given, in place of a row's; false where that cannot be.
    pub(super) fn exchange(&mut self, row: usize, entering: usize, column: &[f64]) -> bool {
        let others = column.iter().enumerate().filter(|(other, entry)| *other != row && **entry != 0.0);
        let others = others.map(|(other, entry)| (other as u32, *entry)).collect();
        self.changes.push(Change { row: row as u32, pivot: column[row], others });
        self.basic[row] = entering;
        column[row] != 0.0
    }
}
