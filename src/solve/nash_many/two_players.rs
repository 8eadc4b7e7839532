//! Two players with up to four strategies each: pairs of vertices that are best replies to each other.
//!
//! The extreme equilibria of a two-player game are the pairs of vertices, one of each player's best-reply polyhedron, in
//! which everything that is used is a best reply. All vertices are found, and in a sure way or not at all: each determinant
//! has a sign that rounding cannot change, or the arithmetic is exact and 0 is a tie. So the list is complete also where
//! the game is degenerate.
//!
//! # References
//! - D. Avis, G. Rosenberg, R. Savani, B. von Stengel (2010), "Enumeration of Nash equilibria for two-player games",
//!   Economic Theory 42. doi:10.1007/s00199-009-0449-x

use std::cmp::Ordering;

use super::bounds::MAX_ERROR;
use super::outcome::{ManySolutions, Remarks};
use super::vertices::{MAX, Side, Vertex, Vertices};

/// Solves games of two players; keeps room for reuse.
#[derive(Debug, Default)]
pub(super) struct TwoPlayers {
    rows: usize,
    columns: usize,
    xs: Vertices,
    ys: Vertices,
    pairs: Vec<(Vertex, Vertex)>,
}

impl TwoPlayers {
    /// For a shape; `None` where it is too large.
    pub(super) fn new(shape: &[usize]) -> Option<Self> {
        match *shape {
            [rows, columns] if rows.max(columns) <= MAX => Some(TwoPlayers { rows, columns, ..TwoPlayers::default() }),
            _ => None,
        }
    }

    /// Adds the equilibria of a game; `None` where floats cannot tell what they are.
    pub(super) fn solve(&mut self, payoffs: &[f64], off: &[f64], found: &mut ManySolutions) -> Option<Remarks> {
        let (row, column) = self.sides(payoffs, off);
        row.vertices(&mut self.xs)?;
        column.vertices(&mut self.ys)?;
        let (xs, ys) = (&self.xs, &self.ys);
        let mut continuum = false;
        let (mut used_x, mut used_y) = (0u32, 0u32);
        self.pairs.clear();
        for (i, x) in xs.as_slice().iter().enumerate() {
            for (j, y) in ys.as_slice().iter().enumerate() {
                if x.support & !y.replies == 0 && y.support & !x.replies == 0 {
                    continuum |= (used_x >> i | used_y >> j) & 1 == 1;
                    (used_x, used_y) = (used_x | 1 << i, used_y | 1 << j);
                    self.pairs.push((*x, *y));
                }
            }
        }
        if self.pairs.iter().any(|(x, y)| x.error.max(y.error) > MAX_ERROR) {
            return None;
        }
        if self.pairs.len() > 1 {
            self.pairs.sort_unstable_by(descending);
        }
        for (x, y) in &self.pairs {
            found.probabilities.extend_from_slice(&x.mixture[..self.rows]);
            found.probabilities.extend_from_slice(&y.mixture[..self.columns]);
            found.payoffs.extend([column.value(y), row.value(x)]);
            found.error_bound.push(x.error.max(y.error));
        }
        Some(Remarks { complete: true, exact: xs.exact && ys.exact, continuum })
    }

    /// What the row player's mixture gives to the column player, and the other way round.
    fn sides(&self, payoffs: &[f64], off: &[f64]) -> (Side, Side) {
        let (rows, columns) = (self.rows, self.columns);
        let (to_row, to_column) = payoffs.split_at(rows * columns);
        let mut row = Side { own: rows, replies: columns, table: [[0.0; MAX]; MAX], off: off[1] };
        let mut column = Side { own: columns, replies: rows, table: [[0.0; MAX]; MAX], off: off[0] };
        for i in 0..rows {
            for j in 0..columns {
                row.table[i][j] = to_column[i * columns + j];
                column.table[j][i] = to_row[i * columns + j];
            }
        }
        (row, column)
    }
}

/// The order of the list: by the first probability, the largest first, then by the next.
fn descending(one: &(Vertex, Vertex), other: &(Vertex, Vertex)) -> Ordering {
    let by_row = other.0.mixture.partial_cmp(&one.0.mixture);
    by_row.unwrap_or(Ordering::Equal).then(other.1.mixture.partial_cmp(&one.1.mixture).unwrap_or(Ordering::Equal))
}
