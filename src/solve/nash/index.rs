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
    for component in &mut solution.components {
        if let [member] = component.members[..] {
            let index = regular_index(game, solution.equilibria[member].profile.rows());
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

/// The index of a regular equilibrium; `None` if it is not regular.
fn regular_index(game: &NormalForm, rows: &[Vec<Rational>]) -> Option<i32> {
    let support = |row: &[Rational]| (0..row.len()).filter(|&k| !row[k].is_zero()).collect::<Vec<_>>();
    let (left, right) = (support(&rows[0]), support(&rows[1]));
    let row_payoff = |i: usize, j: usize| game.payoff(&[i, j], PlayerId(0));
    let column_payoff = |i: usize, j: usize| game.payoff(&[i, j], PlayerId(1));
    let against = |payoff: &Rational, weight: &Rational| payoff * weight;
    let row_values = (0..rows[0].len()).map(|i| right.iter().map(|&j| against(row_payoff(i, j), &rows[1][j])).sum());
    let column_values =
        (0..rows[1].len()).map(|j| left.iter().map(|&i| against(column_payoff(i, j), &rows[0][i])).sum());
    if left.len() != right.len() || best(row_values) != left || best(column_values) != right {
        return None;
    }
    let sign = |payoff: &dyn Fn(usize, usize) -> Rational| {
        determinant_sign(left.iter().map(|&i| right.iter().map(|&j| payoff(i, j)).collect()).collect())
    };
    // Positive payoffs: a constant for each strategy of the opponent changes no best reply.
    let lowest_row: Vec<Rational> = (0..rows[1].len())
        .map(|j| (0..rows[0].len()).map(|i| row_payoff(i, j)).min().cloned().unwrap_or_default())
        .collect();
    let lowest_column: Vec<Rational> = (0..rows[0].len())
        .map(|i| (0..rows[1].len()).map(|j| column_payoff(i, j)).min().cloned().unwrap_or_default())
        .collect();
    let a = sign(&|i, j| row_payoff(i, j) - &lowest_row[j] + Rational::ONE);
    let b = sign(&|i, j| column_payoff(i, j) - &lowest_column[i] + Rational::ONE);
    let parity = if left.len() % 2 == 1 { 1 } else { -1 };
    Some(parity * a * b)
}

/// The positions of the largest values.
fn best(values: impl Iterator<Item = Rational>) -> Vec<usize> {
    let values: Vec<Rational> = values.collect();
    let largest = values.iter().max();
    (0..values.len()).filter(|&k| Some(&values[k]) == largest).collect()
}

/// The sign of a determinant, by Gaussian elimination.
fn determinant_sign(mut rows: Vec<Vec<Rational>>) -> i32 {
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
