//! Points of a simplex that satisfy homogeneous linear conditions, by exact linear programs.

use crate::number::Rational;
use crate::number::lp;

/// Weights on `columns` corners, not negative and with sum 1, for which `row x <= 0` for every row and `row x < 0` for
/// every strict one; `None` if there are none.
pub(super) fn point(columns: usize, rows: &[Vec<Rational>], strict: &[Vec<Rational>]) -> Option<Vec<Rational>> {
    // The last variable is how far below 0 the strict rows are. Without strict rows the weights are made to sum to 1.
    let line = |row: &[Rational], last: Rational, bound: Rational| [row, &[last, bound]].concat();
    let ones = vec![Rational::ONE; columns];
    let mut constraints: Vec<Vec<Rational>> =
        rows.iter().map(|row| line(row, Rational::ZERO, Rational::ZERO)).collect();
    constraints.extend(strict.iter().map(|row| line(row, Rational::ONE, Rational::ZERO)));
    constraints.push(line(&ones, Rational::ZERO, Rational::ONE));
    constraints.push(line(&vec![Rational::ZERO; columns], Rational::ONE, Rational::ONE));
    let objective = match strict.is_empty() {
        true => line(&ones, Rational::ZERO, Rational::ZERO),
        false => line(&vec![Rational::ZERO; columns], Rational::ONE, Rational::ZERO),
    };
    let optimum = lp::maximise(constraints, &objective[..=columns]);
    if !optimum.value.is_positive() {
        return None;
    }
    let weights = &optimum.point[..columns];
    let total: Rational = weights.iter().sum();
    Some(weights.iter().map(|weight| weight / &total).collect())
}

/// A row's opposite.
pub(super) fn negated(row: &[Rational]) -> Vec<Rational> {
    row.iter().map(|entry| -entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entries: &[i64]) -> Vec<Rational> {
        entries.iter().map(|&entry| entry.into()).collect()
    }

    #[test]
    fn points_on_a_line() {
        // x1 = 2 x2, so (2/3, 1/3); strictly more than that; both at once.
        let (more, less) = (row(&[-1, 2]), row(&[1, -2]));
        let found = point(2, &[more.clone(), less.clone()], &[]).unwrap();
        assert_eq!(found, [Rational::new(2, 3).unwrap(), Rational::new(1, 3).unwrap()]);
        let strictly = point(2, &[], std::slice::from_ref(&more)).unwrap();
        assert!(strictly[0] > found[0]);
        assert_eq!(point(2, &[less], &[more]), None);
    }

    #[test]
    fn without_conditions_any_point_will_do() {
        let found = point(3, &[], &[]).unwrap();
        assert_eq!(found.iter().sum::<Rational>(), Rational::ONE);
        assert_eq!(point(1, &[row(&[1])], &[]), None);
        assert_eq!(point(1, &[row(&[0])], &[row(&[0])]), None);
    }
}
