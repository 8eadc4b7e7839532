//! The index of equilibria and of components of two-player games.

use crate::game::{NormalForm, PlayerId};
use crate::number::Rational;
use crate::solve::solution::Solution;

/// Sets the indices that are certain.
///
/// # Definition
/// For a regular equilibrium with supports of `k` strategies and payoffs made positive, the index is
/// `(-1)^(k+1) sign(det A det B)` over the supports (Shapley 1974, doi:10.1007/BFb0121248). An equilibrium is regular here
/// if each player's best replies are just the support. The indices of all components sum to 1, which gives the last one
/// where only one is not regular.
pub(super) fn set_indices(game: &NormalForm, solution: &mut Solution) {
    let positive = Positive::new(game);
    for component in &mut solution.components {
        if let [member] = component.members[..] {
            let index = positive.regular_index(solution.equilibria[member].profile.rows());
            component.index = index;
            solution.equilibria[member].index = index;
        }
    }
    if !solution.complete() {
        return;
    }
    let known: i32 = solution.components.iter().filter_map(|component| component.index).sum();
    let mut open = solution.components.iter_mut().filter(|component| component.index.is_none());
    if let (Some(last), None) = (open.next(), open.next()) {
        last.index = Some(1 - known);
        if let [member] = last.members[..] {
            solution.equilibria[member].index = Some(1 - known);
        }
    }
}

/// Both players' payoffs, made positive by a constant for each strategy of the opponent, which changes no best reply.
struct Positive {
    rows: Vec<Vec<Rational>>,
    columns: Vec<Vec<Rational>>,
}

impl Positive {
    fn new(game: &NormalForm) -> Self {
        let (m, n) = (game.shape()[0], game.shape()[1]);
        let row = |i: usize, j: usize| game.payoff(&[i, j], PlayerId(0));
        let column = |i: usize, j: usize| game.payoff(&[i, j], PlayerId(1));
        let lift = |least: Option<&Rational>| Rational::ONE - least.cloned().unwrap_or_default();
        let by_column: Vec<Rational> = (0..n).map(|j| lift((0..m).map(|i| row(i, j)).min())).collect();
        let by_row: Vec<Rational> = (0..m).map(|i| lift((0..n).map(|j| column(i, j)).min())).collect();
        let matrix = |cell: &dyn Fn(usize, usize) -> Rational| {
            (0..m).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect::<Vec<Vec<Rational>>>()
        };
        Positive { rows: matrix(&|i, j| row(i, j) + &by_column[j]), columns: matrix(&|i, j| column(i, j) + &by_row[i]) }
    }

    /// The index of a regular equilibrium; `None` if it is not regular.
    fn regular_index(&self, profile: &[Vec<Rational>]) -> Option<i32> {
        let support = |row: &[Rational]| (0..row.len()).filter(|&k| !row[k].is_zero()).collect::<Vec<_>>();
        let (left, right) = (support(&profile[0]), support(&profile[1]));
        if left.len() != right.len() {
            return None;
        }
        let row_value = |i: usize| right.iter().map(|&j| &self.rows[i][j] * &profile[1][j]).sum();
        let column_value = |j: usize| left.iter().map(|&i| &self.columns[i][j] * &profile[0][i]).sum();
        if best((0..profile[0].len()).map(row_value)) != left || best((0..profile[1].len()).map(column_value)) != right
        {
            return None;
        }
        let part = |matrix: &[Vec<Rational>]| -> Vec<Vec<Rational>> {
            left.iter().map(|&i| right.iter().map(|&j| matrix[i][j].clone()).collect()).collect()
        };
        let parity = if left.len() % 2 == 1 { 1 } else { -1 };
        Some(parity * determinant_sign(part(&self.rows)) * determinant_sign(part(&self.columns)))
    }
}

/// The positions of the largest values.
fn best(values: impl Iterator<Item = Rational>) -> Vec<usize> {
    let values: Vec<Rational> = values.collect();
    let largest = values.iter().max();
    (0..values.len()).filter(|&k| Some(&values[k]) == largest).collect()
}

/// The sign of a determinant: in machine integers where they suffice, else in rationals.
fn determinant_sign(rows: Vec<Vec<Rational>>) -> i32 {
    let word = |entry: &Rational| match entry.to_small_parts() {
        Some((value, 1)) => Some(i128::from(value)),
        _ => None,
    };
    let words: Option<Vec<Vec<i128>>> = rows.iter().map(|row| row.iter().map(word).collect()).collect();
    words.and_then(bareiss_sign).unwrap_or_else(|| gauss_sign(rows))
}

/// Fraction-free elimination (Bareiss 1968); `None` on overflow.
fn bareiss_sign(mut rows: Vec<Vec<i128>>) -> Option<i32> {
    let (mut sign, mut before) = (1, 1i128);
    for column in 0..rows.len() {
        let Some(pivot) = (column..rows.len()).find(|&row| rows[row][column] != 0) else { return Some(0) };
        if pivot != column {
            rows.swap(pivot, column);
            sign = -sign;
        }
        let (done, rest) = rows.split_at_mut(column + 1);
        let lead = &done[column];
        for row in rest {
            for k in column + 1..lead.len() {
                let product = row[k].checked_mul(lead[column])?.checked_sub(row[column].checked_mul(lead[k])?)?;
                row[k] = product / before;
            }
        }
        before = rows[column][column];
    }
    Some(sign * before.signum() as i32)
}

/// Gaussian elimination.
fn gauss_sign(mut rows: Vec<Vec<Rational>>) -> i32 {
    let mut sign = 1;
    for column in 0..rows.len() {
        let Some(pivot) = (column..rows.len()).find(|&row| !rows[row][column].is_zero()) else { return 0 };
        if pivot != column {
            rows.swap(pivot, column);
            sign = -sign;
        }
        sign *= rows[column][column].signum();
        let (done, rest) = rows.split_at_mut(column + 1);
        for row in rest {
            let factor = &row[column] / &done[column][column];
            row.iter_mut().zip(&done[column]).for_each(|(entry, above)| *entry -= &factor * above);
        }
    }
    sign
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_methods_agree(entries in prop::collection::vec(-3i64..=3, 16)) {
            let rows: Vec<Vec<Rational>> = entries.chunks(4).map(|row| row.iter().map(|&x| x.into()).collect()).collect();
            let words = entries.chunks(4).map(|row| row.iter().map(|&x| x.into()).collect()).collect();
            prop_assert_eq!(bareiss_sign(words), Some(gauss_sign(rows)));
        }
    }
}
