//! [`System`]: what must hold for an equilibrium with given supports.

use super::supports::{Supports, spread};
use super::table::Table;
use super::tensor::Tensor;

/// The conditions on the probabilities of those who mix: each is indifferent among what is used, and nothing unused is
/// better.
#[derive(Debug)]
pub(super) struct System {
    /// How many strategies each of the players who mix uses.
    pub(super) sizes: Vec<usize>,
    /// For each player who mixes: forms that must be 0, the gain from each strategy used over the first.
    pub(super) equations: Vec<Vec<Tensor>>,
    /// Forms that must not be above 0: each player's gains from strategies that are not used.
    pub(super) temptations: Vec<Tensor>,
}

impl System {
    pub(super) fn new(table: &Table, supports: &Supports) -> Self {
        let mixing: Vec<usize> = (0..supports.len()).filter(|&player| supports[player].len() > 1).collect();
        let fixed = |player: usize| (supports[player].len() == 1).then(|| (player, supports[player][0]));
        let form = |player: usize, strategy: usize| {
            let others: Vec<usize> = mixing.iter().copied().filter(|&other| other != player).collect();
            let base = table.number((0..supports.len()).filter(|&other| other != player).filter_map(fixed));
            let mut numbers = vec![base];
            for &other in &others {
                spread(&mut numbers, &supports[other], table.stride(other));
            }
            let position = |other: &usize| mixing.iter().position(|player| player == other).unwrap_or(0);
            Tensor {
                axes: others.iter().map(|other| (position(other), supports[*other].len())).collect(),
                cells: numbers
                    .into_iter()
                    .map(|number| table.gain(player, number, strategy, supports[player][0]))
                    .collect(),
            }
        };
        let equations = mixing.iter().map(|&player| supports[player][1..].iter().map(|&s| form(player, s)).collect());
        let unused = (0..supports.len()).flat_map(|player| {
            (0..table.shape[player]).filter(move |s| !supports[player].contains(s)).map(move |s| (player, s))
        });
        System {
            sizes: mixing.iter().map(|&player| supports[player].len()).collect(),
            equations: equations.collect(),
            temptations: unused.map(|(player, strategy)| form(player, strategy)).collect(),
        }
    }

    /// One player's conditions alone, which depend on the others' probabilities only.
    pub(super) fn only(&self, player: usize) -> System {
        let mut sizes = self.sizes.clone();
        sizes[player] = 1;
        let equations = (0..sizes.len()).map(|p| if p == player { self.equations[p].clone() } else { Vec::new() });
        let own = self.temptations.iter().filter(|form| !form.axes.iter().any(|(axis, _)| *axis == player));
        System { equations: equations.collect(), temptations: own.cloned().collect(), sizes }
    }

    /// A player who has more equations to satisfy than the others have probabilities to choose.
    pub(super) fn overdetermined(&self) -> Option<usize> {
        let freedom: usize = self.sizes.iter().map(|size| size - 1).sum();
        (0..self.sizes.len()).find(|&player| 2 * (self.sizes[player] - 1) > freedom)
    }
}
