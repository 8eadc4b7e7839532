//! Which mixtures of columns leave nothing to gain in any row: exact linear programs.

use crate::number::{Rational, lp};

/// The least that the largest row can come to over all mixtures of columns, and a mixture at which it does.
///
/// It is the value of a matrix game, whose entries are shifted above 0.
pub(super) fn most_favourable(rows: &[Vec<Rational>], columns: usize) -> (Rational, Vec<Rational>) {
    let least = rows.iter().flatten().min().cloned().unwrap_or(Rational::ZERO);
    let shift = Rational::ONE - least;
    let constraint = |row: &Vec<Rational>| row.iter().map(|gain| gain + &shift).chain([Rational::ONE]).collect();
    let mut constraints: Vec<Vec<Rational>> = rows.iter().map(constraint).collect();
    if constraints.is_empty() {
        constraints.push(vec![Rational::ONE; columns + 1]);
    }
    let optimum = lp::maximise(constraints, &vec![Rational::ONE; columns]);
    let mixture: Vec<Rational> = optimum.point.iter().map(|weight| weight / &optimum.value).collect();
    (Rational::ONE / optimum.value - shift, mixture)
}

/// The least and the greatest weight of a column among mixtures that leave no row above 0; `None` if there are none.
pub(super) fn range(rows: &[Vec<Rational>], columns: usize, column: usize) -> Option<(Rational, Rational)> {
    let mut constraints: Vec<Vec<Rational>> =
        rows.iter().map(|row| row.iter().cloned().chain([Rational::ZERO]).collect()).collect();
    constraints.push(vec![Rational::ONE; columns + 1]);
    let most = |counts: &dyn Fn(usize) -> bool| {
        let objective: Vec<Rational> = (0..columns).map(|own| Rational::from(i64::from(counts(own)))).collect();
        lp::maximise(constraints.clone(), &objective).value
    };
    if !most(&|_| true).is_positive() {
        return None;
    }
    Some((Rational::ONE - most(&|own| own != column), most(&|own| own == column)))
}

/// Weights that are not negative, with some forms above 0 and no row above 0; `None` if there are none.
pub(super) fn with_positive(
    rows: &[Vec<Rational>],
    positive: &[Vec<Rational>],
    columns: usize,
) -> Option<Vec<Rational>> {
    // The last variable is the least of the forms, and is maximised.
    let row = |row: &Vec<Rational>| [&row[..], &[Rational::ZERO, Rational::ZERO]].concat();
    let mut constraints: Vec<Vec<Rational>> = rows.iter().map(row).collect();
    constraints.extend(
        positive.iter().map(|form| {
            form.iter().map(|entry| -entry).chain([Rational::ONE, Rational::ZERO]).collect::<Vec<Rational>>()
        }),
    );
    constraints.push([vec![Rational::ONE; columns], vec![Rational::ZERO, Rational::ONE]].concat());
    constraints.push([vec![Rational::ZERO; columns], vec![Rational::ONE, Rational::ONE]].concat());
    let optimum = lp::maximise(constraints, &[vec![Rational::ZERO; columns], vec![Rational::ONE]].concat());
    optimum.value.is_positive().then(|| optimum.point[..columns].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entries: &[i64]) -> Vec<Rational> {
        entries.iter().map(|&entry| entry.into()).collect()
    }

    #[test]
    fn mixtures_of_two_columns() {
        // Support brings 3 less where loyal, 5 more where not: a mixture of 5/8 and 3/8 leaves nothing.
        let rows = [row(&[3, -5]), row(&[0, 0])];
        assert_eq!(most_favourable(&rows, 2).0, 0.into());
        let ratio = |num, den| Rational::new(num, den).unwrap();
        assert_eq!(range(&rows, 2, 1), Some((ratio(3, 8), 1.into())));
        assert_eq!(range(&[row(&[1, 2])], 2, 0), None);
        let (value, mixture) = most_favourable(&[row(&[1, -2]), row(&[-1, 4])], 2);
        assert_eq!((value, mixture), (ratio(1, 4), vec![ratio(3, 4), ratio(1, 4)]));
    }

    #[test]
    fn strict_conditions() {
        let units = [row(&[1, 0]), row(&[0, 1])];
        assert!(with_positive(&[row(&[1, -1])], &units, 2).is_some());
        assert!(with_positive(&[row(&[1, 0])], &units, 2).is_none());
    }
}
