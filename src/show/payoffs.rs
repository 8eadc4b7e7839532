//! [`Payoffs`]: a payoff table with best responses and equilibria, before it takes a format.

use std::collections::HashSet;

use crate::game::{NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::Solution;

/// How much of a payoff table is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableOptions {
    /// The most rows of a table. Default: 20.
    pub max_rows: usize,
    /// The most columns of a table. Default: 12.
    pub max_columns: usize,
    /// The most tables, where more than two players make several. Default: 16.
    pub max_tables: usize,
}

impl Default for TableOptions {
    fn default() -> Self {
        TableOptions { max_rows: 20, max_columns: 12, max_tables: 16 }
    }
}

/// The payoffs of a game, ready to be laid out: the first player chooses the row, the second the column, and every
/// combination of the others' choices makes a table of its own.
pub(crate) struct Payoffs<'a> {
    pub(crate) game: &'a NormalForm,
    pub(crate) options: TableOptions,
    /// The equilibria to mark; if none are given, all pure ones are.
    equilibria: Option<HashSet<usize>>,
}

/// One table: what the third and later players choose.
pub(crate) struct Slice {
    choices: Vec<usize>,
}

/// A player's payoff in a cell.
pub(crate) struct Entry<'a> {
    pub(crate) value: &'a Rational,
    /// Whether the player's strategy is a best response to what the others do here.
    pub(crate) best: bool,
}

impl<'a> Payoffs<'a> {
    pub(crate) fn new(game: &'a NormalForm, solution: Option<&Solution>, options: TableOptions) -> Self {
        let equilibria = solution.map(|solution| {
            let pure = |profile: &Profile| match profile {
                Profile::Mixed(profile) => profile.choices().map(|choices| game.profile_number(&choices)),
                Profile::Behavior(_) => None,
                Profile::Correlated(profile) => match &profile.draws[..] {
                    [only] => Some(game.profile_number(&only.strategies)),
                    _ => None,
                },
            };
            solution.equilibria.iter().filter_map(|equilibrium| pure(&equilibrium.profile)).collect()
        });
        Payoffs { game, options, equilibria }
    }

    /// The tables shown, and how many are not.
    pub(crate) fn slices(&self) -> (Vec<Slice>, usize) {
        let shape = self.game.shape();
        let others = shape.get(2..).unwrap_or_default();
        let total: usize = others.iter().product();
        let mut choices = vec![0; others.len()];
        let mut slices = Vec::new();
        for _ in 0..total.min(self.options.max_tables.max(1)) {
            slices.push(Slice { choices: choices.clone() });
            crate::game::advance(&mut choices, others);
        }
        let hidden = total - slices.len();
        (slices, hidden)
    }

    /// What the other players choose in a table.
    pub(crate) fn fixed(&self, slice: &Slice) -> Vec<(&'a str, &'a str)> {
        let named = |(other, &choice): (usize, &usize)| {
            let player = PlayerId::from(other + 2);
            (self.game.players().key(other + 2), self.game.strategies(player).key(choice))
        };
        slice.choices.iter().enumerate().map(named).collect()
    }

    /// The rows shown, and how many are not.
    pub(crate) fn rows(&self) -> (usize, usize) {
        split(self.game.strategies(PlayerId(0)).len(), self.options.max_rows)
    }

    /// The columns shown, and how many are not. A game of one player has one column.
    pub(crate) fn columns(&self) -> (usize, usize) {
        if self.game.num_players() == 1 {
            return (1, 0);
        }
        split(self.game.strategies(PlayerId(1)).len(), self.options.max_columns)
    }

    /// The number of a cell's profile.
    pub(crate) fn cell(&self, slice: &Slice, row: usize, column: usize) -> usize {
        let mut profile = vec![row, column];
        profile.truncate(self.game.num_players());
        profile.extend(&slice.choices);
        self.game.profile_number(&profile)
    }

    /// Everybody's payoff in a cell.
    pub(crate) fn entries(&self, cell: usize) -> Vec<Entry<'a>> {
        let entry = |(player, value)| Entry { value, best: self.is_best(cell, PlayerId::from(player)) };
        self.game.payoffs_of(cell).iter().enumerate().map(entry).collect()
    }

    /// Whether a cell is an equilibrium.
    pub(crate) fn is_equilibrium(&self, cell: usize) -> bool {
        match &self.equilibria {
            Some(equilibria) => equilibria.contains(&cell),
            None => self.game.player_ids().all(|player| self.is_best(cell, player)),
        }
    }

    fn is_best(&self, cell: usize, player: PlayerId) -> bool {
        let (stride, count) = (self.game.stride(player), self.game.strategies(player).len());
        let first = cell - cell / stride % count * stride;
        let payoff = |cell: usize| &self.game.payoffs_of(cell)[player.index()];
        let here = payoff(cell);
        (0..count).all(|strategy| payoff(first + strategy * stride) <= here)
    }
}

fn split(count: usize, limit: usize) -> (usize, usize) {
    let shown = if count == limit + 1 { count } else { count.min(limit.max(1)) };
    (shown, count - shown)
}
