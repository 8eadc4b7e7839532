//! Linear equations with functions of the parameters as coefficients.

use crate::number::RationalFunction;

/// Equations in unknowns that are named by a pair of numbers: a move, and an action there.
pub(super) struct System {
    unknowns: Vec<(usize, usize)>,
    rows: Vec<Vec<RationalFunction>>,
}

impl System {
    pub fn new(unknowns: Vec<(usize, usize)>) -> System {
        System { unknowns, rows: Vec::new() }
    }

    /// Adds `sum of coefficient times unknown = constant`.
    pub fn equation(&mut self, coefficient: impl Fn((usize, usize)) -> RationalFunction, constant: RationalFunction) {
        self.rows.push(self.unknowns.iter().map(|&unknown| coefficient(unknown)).chain([constant]).collect());
    }

    /// The only solution, if there is just one and no unknown is 0 in it whatever the parameters are.
    pub fn solve(self) -> Option<Weights> {
        let values = solve(self.rows)?;
        let vanishes = values.iter().any(RationalFunction::is_zero);
        (!vanishes).then_some(Weights { unknowns: self.unknowns, values })
    }
}

/// The solution of a [`System`].
pub(super) struct Weights {
    unknowns: Vec<(usize, usize)>,
    values: Vec<RationalFunction>,
}

impl Weights {
    /// The value of an unknown; 0 for what is none.
    pub fn of(&self, wanted: (usize, usize)) -> RationalFunction {
        let at = self.unknowns.iter().position(|unknown| *unknown == wanted);
        at.map_or_else(RationalFunction::zero, |at| self.values[at].clone())
    }
}

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
