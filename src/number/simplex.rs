//! The simplex method on a [`Tableau`]: exact, and safe from cycling.

use std::cmp::Ordering;

use super::Tableau;

/// How an optimisation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Optimum {
    /// The tableau's point is optimal.
    Reached,
    /// The objective has no bound: it improves for ever along this column.
    Unbounded(usize),
}

/// Maximises the basic variable of a row, which is itself free of sign, from a feasible tableau.
///
/// Rows from `constraints` on do not limit the steps: they hold objectives. Enters by the steepest coefficient, and by
/// Bland's rule (1977, doi:10.1287/moor.2.2.103) after a step of length 0, so that it always ends.
pub(crate) fn maximise(tableau: &mut Tableau, objective: usize, constraints: usize) -> Optimum {
    let mut stalled = false;
    loop {
        match improve(tableau, objective, constraints, &mut stalled) {
            Ok(()) => {}
            Err(end) => return end,
        }
    }
}

/// As [`maximise`] for an objective that has a bound, asking before each pivot whether to stop; false if so.
pub(crate) fn maximise_until(
    tableau: &mut Tableau,
    objective: usize,
    constraints: usize,
    must_stop: &mut dyn FnMut() -> bool,
) -> bool {
    let mut stalled = false;
    while !must_stop() {
        if let Err(end) = improve(tableau, objective, constraints, &mut stalled) {
            return end == Optimum::Reached;
        }
    }
    false
}

/// One pivot; an error where there is no better one.
fn improve(tableau: &mut Tableau, objective: usize, constraints: usize, stalled: &mut bool) -> Result<(), Optimum> {
    let column = entering(tableau, objective, -1, *stalled).ok_or(Optimum::Reached)?;
    let row = leaving(tableau, column, constraints).ok_or(Optimum::Unbounded(column))?;
    *stalled = tableau.value_sign(row) == 0;
    tableau.pivot(row, column);
    Ok(())
}

/// The part of a feasible tableau where a variable is 0, without the variable; `None` where it is above 0 everywhere.
pub(crate) fn at_zero(start: &Tableau, variable: u32) -> Option<Tableau> {
    if let Some(column) = start.nonbasic().iter().position(|&nonbasic| nonbasic == variable) {
        return Some(start.without_column(column));
    }
    let (mut moved, mut stalled) = (None, false);
    loop {
        let tableau: &Tableau = moved.as_ref().unwrap_or(start);
        let Some(row) = tableau.basic().iter().position(|&basic| basic == variable) else { return moved };
        let (leaving, column) = match step_to_zero(tableau, row, stalled)? {
            Some(pivot) => pivot,
            None => {
                let mut tableau = tableau.clone();
                tableau.drop_row(row);
                return Some(tableau);
            }
        };
        if leaving == row {
            return Some(tableau.pivoted_out(row, column));
        }
        stalled = tableau.value_sign(leaving) == 0;
        moved = Some(tableau.pivoted(leaving, column));
    }
}

/// The next pivot, row and column, on the way of a basic variable to 0. `None` where it cannot get there, and no pivot where
/// it is 0 identically.
fn step_to_zero(tableau: &Tableau, row: usize, stalled: bool) -> Option<Option<(usize, usize)>> {
    if tableau.value_sign(row) == 0 {
        return Some((0..tableau.columns()).find(|&column| tableau.sign(row, column) != 0).map(|column| (row, column)));
    }
    let column = entering(tableau, row, 1, stalled)?;
    let leaving = leaving(tableau, column, tableau.rows())?;
    let ties = tableau.compare_ratios((row, leaving), tableau.columns(), column) == Ordering::Equal;
    Some(Some((if ties { row } else { leaving }, column)))
}

/// Makes a variable nonbasic at 0, or finds that it is above 0 wherever the tableau is feasible.
///
/// Returns false in the latter case. On success the variable is nonbasic, unless it is 0 identically: then its row is
/// dropped.
pub(crate) fn drive_to_zero(tableau: &mut Tableau, variable: u32) -> bool {
    let mut stalled = false;
    while let Some(row) = tableau.basic().iter().position(|&basic| basic == variable) {
        match step_to_zero(tableau, row, stalled) {
            None => return false,
            Some(None) => tableau.drop_row(row),
            Some(Some((leaving, column))) => {
                stalled = tableau.value_sign(leaving) == 0;
                tableau.pivot(leaving, column);
            }
        }
    }
    true
}

/// A column whose entry in a row has the given sign: the largest entry, or by Bland's rule the first variable.
fn entering(tableau: &Tableau, row: usize, sign: i32, bland: bool) -> Option<usize> {
    let columns = (0..tableau.columns()).filter(|&column| tableau.sign(row, column) == sign);
    if bland {
        return columns.min_by_key(|&column| tableau.nonbasic()[column]);
    }
    columns.max_by(|&a, &b| tableau.compare_entries(row, a, b).then(b.cmp(&a)))
}

/// The row that first reaches 0 as the column's variable grows; ties go to the first variable.
fn leaving(tableau: &Tableau, column: usize, rows: usize) -> Option<usize> {
    let constants = tableau.columns();
    let mut best: Option<usize> = None;
    for row in (0..rows).filter(|&row| tableau.sign(row, column) > 0) {
        let better = best.is_none_or(|best| {
            let order = tableau.compare_ratios((row, best), constants, column);
            order.then_with(|| tableau.basic()[row].cmp(&tableau.basic()[best])) == Ordering::Less
        });
        if better {
            best = Some(row);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;

    fn tableau(rows: &[&[i64]]) -> Tableau {
        let columns = rows[0].len() as u32 - 1;
        let basic = (columns..columns + rows.len() as u32).collect();
        let rows: Vec<Vec<Rational>> = rows.iter().map(|row| row.iter().map(|&x| x.into()).collect()).collect();
        Tableau::new(&rows, basic, (0..columns).collect()).0
    }

    #[test]
    fn maximises() {
        // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (Dantzig): 36 at (2, 6).
        let mut lp = tableau(&[&[1, 0, 4], &[0, 2, 12], &[3, 2, 18], &[-3, -5, 0]]);
        assert_eq!(maximise(&mut lp, 3, 3), Optimum::Reached);
        assert_eq!(lp.value(3), Rational::from(36));
        let mut ray = tableau(&[&[-1, 1], &[-1, 0]]);
        assert_eq!(maximise(&mut ray, 1, 1), Optimum::Unbounded(0));
    }

    #[test]
    fn beale_does_not_cycle() {
        // Beale (1955): max 3/4 a - 150 b + 1/50 c - 6 d, times 100.
        let mut lp =
            tableau(&[&[25, -6000, -4, 900, 0], &[50, -9000, -2, 300, 0], &[0, 0, 1, 0, 1], &[-75, 15000, -2, 600, 0]]);
        assert_eq!(maximise(&mut lp, 3, 3), Optimum::Reached);
        assert_eq!(lp.value(3), Rational::from(5).checked_div(&Rational::ONE).unwrap());
    }

    #[test]
    fn drives_to_zero_or_proves_that_it_cannot() {
        // x + y + s = 2, and t = x + y - 1.
        let start = tableau(&[&[1, 1, 2], &[-1, -1, 1]]);
        let mut down = start.clone();
        assert!(drive_to_zero(&mut down, 2));
        assert!(down.nonbasic().contains(&2));
        let mut stuck = start;
        assert!(!drive_to_zero(&mut stuck, 3));
    }
}
