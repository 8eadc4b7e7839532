//! Payoffs as floats, scaled, with a bound on all rounding that follows.

use crate::game::NormalForm;
use crate::number::Rational;

/// The payoffs of what dominance leaves of a game.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) shape: Vec<usize>,
    strides: Vec<usize>,
    /// For each player, the scaled payoff at each profile.
    payoffs: Vec<Vec<f64>>,
}

impl Table {
    /// Keeps the surviving strategies and scales each player's payoffs to `[0, 1]`, which changes no equilibrium.
    pub(super) fn new(game: &NormalForm, survivors: &[Vec<usize>]) -> Self {
        let shape: Vec<usize> = survivors.iter().map(Vec::len).collect();
        let mut strides = vec![1; shape.len()];
        for player in (1..shape.len()).rev() {
            strides[player - 1] = strides[player] * shape[player];
        }
        let size: usize = shape.iter().product();
        let number = |index: usize| -> usize {
            let strategy = |player: usize| survivors[player][index / strides[player] % shape[player]];
            game.player_ids().map(|player| strategy(player.index()) * game.stride(player)).sum()
        };
        let numbers: Vec<usize> = (0..size).map(number).collect();
        let scaled = |player: usize| {
            let payoffs: Vec<&Rational> = numbers.iter().map(|&number| &game.payoffs_of(number)[player]).collect();
            scale(&payoffs)
        };
        let payoffs = (0..shape.len()).map(scaled).collect();
        Table { shape, strides, payoffs }
    }

    /// How far a player's payoff from one strategy exceeds that from another, at the profile of a number in which the
    /// player's own strategy is the first.
    pub(super) fn gain(&self, player: usize, number: usize, strategy: usize, over: usize) -> f64 {
        let stride = self.strides[player];
        self.payoffs[player][number + strategy * stride] - self.payoffs[player][number + over * stride]
    }

    /// The number of the profile in which each of some players plays a strategy, and the rest their first.
    pub(super) fn number(&self, choices: impl Iterator<Item = (usize, usize)>) -> usize {
        choices.map(|(player, strategy)| self.strides[player] * strategy).sum()
    }

    /// The distance in numbers between neighbouring strategies of a player.
    pub(super) fn stride(&self, player: usize) -> usize {
        self.strides[player]
    }
}

fn scale(payoffs: &[&Rational]) -> Vec<f64> {
    let least = payoffs.iter().min().copied().cloned().unwrap_or_default();
    let most = payoffs.iter().max().copied().cloned().unwrap_or_default();
    let range = &most - &least;
    let scaled = |payoff: &&Rational| (*payoff - &least).checked_div(&range).map_or(0.0, |x| x.to_f64());
    payoffs.iter().map(scaled).collect()
}
