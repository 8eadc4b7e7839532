//! The simplex method in exact integers: for small programs, and where floats fail.

use dashu_int::IBig;

use super::{Answer, Optimum, Program};
use crate::number::{Rational, Tableau, simplex};

/// The optimum by exact pivots.
///
/// # Complexity
/// A pivot takes as many operations as the product of the numbers of constraints and variables.
pub(super) fn pivoting(program: &Program, pivots: &mut u64, must_stop: &mut dyn FnMut() -> bool) -> Answer {
    let (rows, columns) = (program.bounds.len(), program.objective.len());
    let mut cells = vec![IBig::ZERO; (rows + 1) * (columns + 1)];
    for column in 0..columns {
        for (row, entry) in program.matrix.line(column) {
            cells[*row as usize * (columns + 1) + column] = (*entry).into();
        }
        cells[rows * (columns + 1) + column] = (-program.objective[column]).into();
    }
    for (row, bound) in program.bounds.iter().enumerate() {
        cells[row * (columns + 1) + columns] = (*bound).into();
    }
    let slack = columns as u32..(columns + rows + 1) as u32;
    let mut tableau = Tableau::from_integers(cells, slack.collect(), (0..columns as u32).collect());
    let reached = simplex::maximise_until(&mut tableau, rows, rows, &mut || {
        *pivots += 1;
        must_stop()
    });
    if !reached {
        return Answer::Stopped;
    }
    let (mut point, mut duals) = (vec![Rational::ZERO; columns], vec![Rational::ZERO; rows]);
    for (row, &variable) in tableau.basic().iter().enumerate() {
        if let Some(own) = point.get_mut(variable as usize) {
            *own = tableau.value(row);
        }
    }
    // The objective's row is never a pivot, and still stands last.
    for (column, &variable) in tableau.nonbasic().iter().enumerate() {
        if let Some(constraint) = (variable as usize).checked_sub(columns) {
            duals[constraint] = tableau.ratio(rows, column);
        }
    }
    Answer::Found(Optimum { point, duals })
}
