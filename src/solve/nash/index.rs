//! The index of equilibria and of components of two-player games.

use super::labels::LabelSet;
use super::nearby::Nearby;
use super::two_players::{ExtremePairs, described};
use crate::game::{NormalForm, PlayerId};
use crate::number::Rational;
use crate::number::{Matrix, determinant_sign};
use crate::solve::control::Watch;
use crate::solve::solution::Solution;

/// Sets the indices of all components, and of the isolated equilibria; they sum to 1.
///
/// # Definition
/// For a regular equilibrium with supports of `k` strategies and payoffs made positive, the index is
/// `(-1)^(k+1) sign(det A det B)` over the supports (Shapley 1974, doi:10.1007/BFb0121248). An equilibrium is regular here
/// if each player's best replies are just the support. The index of any other component is the sum of the indices of the
/// equilibria near it of a nearby game in which all are regular; it is the same for every such game.
///
/// An index stays open where the search for nearby equilibria is told to stop or grows too long.
pub(super) fn set_indices(game: &NormalForm, pairs: &ExtremePairs, watch: &mut Watch, solution: &mut Solution) {
    let positive = Positive::new(game);
    let bindings = |(x, y): (usize, usize)| [&pairs.strategies[0][x].binding, &pairs.strategies[1][y].binding];
    let of_regular = |x, y| {
        let [own, other] = bindings((x, y));
        (!own.meets(other)).then(|| positive.index(own))
    };
    let regular = described(&pairs.of, watch, of_regular);
    let mut nearby = None;
    for component in &mut solution.components {
        let index = |member: &usize| {
            if let Some(index) = regular.get(*member)? {
                return Some(*index);
            }
            let nearby = nearby.get_or_insert_with(|| Nearby::new(game));
            let regular = nearby.equilibria(bindings(pairs.of[*member]), watch)?;
            Some(regular.iter().map(|binding| positive.index(binding)).sum())
        };
        component.index = component.members.iter().map(index).sum();
        if let [member] = component.members[..] {
            solution.equilibria[member].index = component.index;
        }
    }
    let indices: Option<i32> = solution.components.iter().map(|component| component.index).sum();
    debug_assert!(indices.is_none_or(|sum| sum == 1), "the indices of all components sum to 1");
}

/// Both players' payoffs, made positive by a constant for each strategy of the opponent, which changes no best reply.
struct Positive {
    shape: [usize; 2],
    rows: Matrix,
    columns: Matrix,
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
            Matrix::new((0..m).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect())
        };
        let rows = matrix(&|i, j| row(i, j) + &by_column[j]);
        Positive { shape: [m, n], rows, columns: matrix(&|i, j| column(i, j) + &by_row[i]) }
    }

    /// The index of a regular equilibrium, from the labels that bind for the first player: strategies of the first player
    /// that are not used, and those of the second that are.
    fn index(&self, binding: &LabelSet) -> i32 {
        let [m, n] = self.shape;
        let rows: Vec<usize> = (0..m).filter(|&i| !binding.contains(i as u32)).collect();
        let columns: Vec<usize> = (0..n).filter(|&j| binding.contains((m + j) as u32)).collect();
        let parity = if rows.len() % 2 == 1 { 1 } else { -1 };
        parity * determinant_sign(&self.rows, &rows, &columns) * determinant_sign(&self.columns, &rows, &columns)
    }
}
