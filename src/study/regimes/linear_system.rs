//! Linear equations with functions of the parameters as coefficients.

use crate::number::RationalFunction;

/// The only solution of as many equations as unknowns (each row ends with its constant); `None` if there is not just one,
/// whatever the parameters are.
pub(super) fn solve(mut rows: Vec<Vec<RationalFunction>>) -> Option<Vec<RationalFunction>> {
    let size = rows.len();
    for at in 0..size {
        let pivot = (at..size).find(|&row| !rows[row][at].is_zero())?;
        rows.swap(at, pivot);
        let lead = rows[at][at].clone();
        rows[at] = rows[at].iter().map(|entry| entry.checked_div(&lead)).collect::<Option<_>>()?;
        let own = rows[at].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(row, _)| *row != at) {
            if row[at].is_zero() {
                continue;
            }
            let factor = row[at].clone();
            row.iter_mut().zip(&own).for_each(|(entry, pivot)| *entry = &*entry - &(&factor * pivot));
        }
    }
    Some(rows.iter().map(|row| row[size].clone()).collect())
}

/// The sets of some of the first numbers, none of them empty.
pub(super) fn subsets(count: usize) -> impl Iterator<Item = Vec<usize>> {
    (1..1usize << count).map(move |mask| (0..count).filter(|at| mask >> at & 1 == 1).collect())
}
