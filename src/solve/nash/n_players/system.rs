//! What must hold for an equilibrium of a table with given supports.

use super::supports::{Supports, spread};
use super::table::Table;
use crate::solve::roots::{System, Tensor};

/// The conditions on the probabilities of those who mix: each is indifferent among what is used, and nothing unused is
/// better. A block for each of them.
pub(super) fn system(table: &Table, supports: &Supports) -> System {
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
        inequalities: unused.map(|(player, strategy)| form(player, strategy)).collect(),
    }
}
