//! Linear programs whose origin is feasible, solved exactly.

use super::{Rational, Tableau, simplex};

/// An optimum: the value, the variables, and the dual variable of each constraint.
pub(crate) struct Optimum {
    pub(crate) value: Rational,
    pub(crate) point: Vec<Rational>,
    pub(crate) duals: Vec<Rational>,
}

/// Maximises `objective` over `x >= 0` with `a x <= b` for each constraint `[a..., b]`, where no `b` is negative and the
/// optimum is finite.
pub(crate) fn maximise(mut constraints: Vec<Vec<Rational>>, objective: &[Rational]) -> Optimum {
    let (columns, rows) = (objective.len(), constraints.len());
    constraints.push(objective.iter().map(|gain| -gain).chain([Rational::ZERO]).collect());
    let basic = (columns..=columns + rows).map(|variable| variable as u32).collect();
    let (mut tableau, scales) = Tableau::new(&constraints, basic, (0..columns as u32).collect());
    simplex::maximise(&mut tableau, rows, rows);
    let mut point = vec![Rational::ZERO; columns];
    for (row, &variable) in tableau.basic().iter().enumerate() {
        if let Some(entry) = point.get_mut(variable as usize) {
            *entry = tableau.value(row);
        }
    }
    // The rows were scaled, and with them their slacks; the objective's row, never a pivot, still stands last.
    let mut duals = vec![Rational::ZERO; rows];
    for (column, &variable) in tableau.nonbasic().iter().enumerate() {
        if let Some(constraint) = (variable as usize).checked_sub(columns) {
            duals[constraint] = tableau.ratio(rows, column) * &scales[constraint] / &scales[rows];
        }
    }
    Optimum { value: tableau.value(rows) / &scales[rows], point, duals }
}

/// A vector `x >= 0` with `row x > 0` for every row, if there is one.
pub(crate) fn all_positive(rows: &[Vec<Rational>], columns: usize) -> Option<Vec<Rational>> {
    // The last variable is the smallest of the values, and is maximised.
    let below = |row: &Vec<Rational>| -> Vec<Rational> {
        row.iter().map(|entry| -entry).chain([Rational::ONE, Rational::ZERO]).collect()
    };
    let mut constraints: Vec<Vec<Rational>> = rows.iter().map(below).collect();
    constraints.push([vec![Rational::ONE; columns], vec![Rational::ZERO, Rational::ONE]].concat());
    constraints.push([vec![Rational::ZERO; columns], vec![Rational::ONE, Rational::ONE]].concat());
    let optimum = maximise(constraints, &[vec![Rational::ZERO; columns], vec![Rational::ONE]].concat());
    optimum.value.is_positive().then(|| optimum.point[..columns].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entries: &[i64]) -> Vec<Rational> {
        entries.iter().map(|&entry| entry.into()).collect()
    }

    #[test]
    fn optimum_and_duals() {
        // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (Dantzig): 36 at (2, 6) with duals (0, 3/2, 1).
        let found = maximise(vec![row(&[1, 0, 4]), row(&[0, 2, 12]), row(&[3, 2, 18])], &row(&[3, 5]));
        assert_eq!((found.value, found.point), (36.into(), row(&[2, 6])));
        assert_eq!(found.duals, [0.into(), Rational::new(3, 2).unwrap(), 1.into()]);
    }

    #[test]
    fn strict_systems() {
        let found = all_positive(&[row(&[1, -1]), row(&[-1, 2])], 2).unwrap();
        assert!(found[0] > found[1] && &found[1] + &found[1] > found[0]);
        assert!(all_positive(&[row(&[1, -1]), row(&[-1, 1])], 2).is_none());
        assert!(all_positive(&[], 2).is_some());
    }
}
