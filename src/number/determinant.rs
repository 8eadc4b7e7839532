//! The rank of a matrix, and the sign of the determinant of a part of one, exactly.

use dashu_int::IBig;

use super::Rational;
use super::entry::Entry;
use super::tableau::integer_scale;

/// A matrix of integers with the same signs of determinants as a matrix of fractions, in machine words if they fit.
pub(crate) struct Matrix {
    words: Option<Vec<Vec<i64>>>,
    big: Vec<Vec<IBig>>,
}

impl Matrix {
    /// Scales each row of a matrix to integers.
    pub(crate) fn new(rows: Vec<Vec<Rational>>) -> Self {
        let scaled = |row: Vec<Rational>| {
            let scale = integer_scale(&row);
            row.iter().map(|entry| (entry * &scale).numerator()).collect::<Vec<IBig>>()
        };
        let big: Vec<Vec<IBig>> = rows.into_iter().map(scaled).collect();
        let word = |row: &Vec<IBig>| row.iter().map(|entry| entry.try_into().ok()).collect::<Option<Vec<i64>>>();
        Matrix { words: big.iter().map(word).collect(), big }
    }
}

/// The rank of a matrix, by Gaussian elimination.
pub(crate) fn rank(mut rows: Vec<Vec<Rational>>) -> usize {
    let mut rank = 0;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (rank..rows.len()).find(|&row| !rows[row][column].is_zero()) else { continue };
        rows.swap(rank, pivot);
        let (done, rest) = rows.split_at_mut(rank + 1);
        for row in rest.iter_mut().filter(|row| !row[column].is_zero()) {
            let factor = &row[column] / &done[rank][column];
            row.iter_mut().zip(&done[rank]).for_each(|(entry, above)| *entry -= &factor * above);
        }
        rank += 1;
    }
    rank
}

/// The sign of the determinant of some rows and as many columns: 0 where it is singular.
pub(crate) fn determinant_sign(matrix: &Matrix, rows: &[usize], columns: &[usize]) -> i32 {
    let words = matrix.words.as_ref().and_then(|words| bareiss_sign::<i64>(part(words, rows, columns)));
    let double = || {
        let wide = |word: &i64| i128::from(*word);
        let words = matrix.words.as_ref()?;
        let cells = part(words, rows, columns).iter().map(|row| row.iter().map(wide).collect()).collect();
        bareiss_sign::<i128>(cells)
    };
    let big = || bareiss_sign::<IBig>(part(&matrix.big, rows, columns));
    words.or_else(double).or_else(big).expect("big integers never overflow")
}

fn part<E: Clone>(cells: &[Vec<E>], rows: &[usize], columns: &[usize]) -> Vec<Vec<E>> {
    rows.iter().map(|&i| columns.iter().map(|&j| cells[i][j].clone()).collect()).collect()
}

/// Fraction-free elimination (Bareiss 1968, doi:10.1090/S0025-5718-1968-0226829-0); `None` on overflow.
fn bareiss_sign<E: Entry>(mut rows: Vec<Vec<E>>) -> Option<i32> {
    let (mut sign, mut before) = (1, E::from_big(&IBig::ONE)?);
    for column in 0..rows.len() {
        let Some(pivot) = (column..rows.len()).find(|&row| rows[row][column].sign() != 0) else { return Some(0) };
        rows.swap(pivot, column);
        sign *= if pivot == column { 1 } else { -1 };
        if rows[column][column].sign() < 0 {
            sign = -sign;
            rows[column].iter_mut().try_for_each(|entry| entry.negated().map(|negated| *entry = negated))?;
        }
        let divisor = E::divisor(&before);
        let (done, rest) = rows.split_at_mut(column + 1);
        let (lead, mut cells) = (&done[column], Vec::with_capacity(done.len()));
        for row in rest {
            let (factor, right) = (row[column].clone(), column + 1);
            E::eliminate_line((&row[right..], &lead[right..]), &lead[column], &factor, &divisor, &mut cells)?;
            row.truncate(right);
            row.append(&mut cells);
        }
        before = rows[column][column].clone();
    }
    Some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gaussian elimination in fractions.
    fn gauss_sign(mut rows: Vec<Vec<Rational>>) -> i32 {
        let mut sign = 1;
        for column in 0..rows.len() {
            let Some(pivot) = (column..rows.len()).find(|&row| !rows[row][column].is_zero()) else { return 0 };
            rows.swap(pivot, column);
            sign *= rows[column][column].signum() * if pivot == column { 1 } else { -1 };
            let (done, rest) = rows.split_at_mut(column + 1);
            for row in rest {
                let factor = &row[column] / &done[column][column];
                row.iter_mut().zip(&done[column]).for_each(|(entry, above)| *entry -= &factor * above);
            }
        }
        sign
    }

    proptest! {
        #[test]
        fn both_methods_agree(
            small in prop::collection::vec(-3i64..=3, 16),
            large in prop::collection::vec(any::<i64>(), 16),
        ) {
            for entries in [small, large] {
                let rows: Vec<Vec<Rational>> =
                    entries.chunks(4).map(|row| row.iter().map(|&x| x.into()).collect()).collect();
                let all = [0, 1, 2, 3];
                prop_assert_eq!(determinant_sign(&Matrix::new(rows.clone()), &all, &all), gauss_sign(rows));
            }
        }
    }
}
