//! [`Elimination`]: the record of iterated elimination of dominated strategies.

use serde::{Deserialize, Serialize};

use super::ids::PlayerId;
use super::labels::Labels;
use crate::number::Rational;

/// What was eliminated, round by round, and what survives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elimination {
    /// The names of each player's strategies; on a tree, those of the plans.
    pub strategies: Vec<Labels>,
    /// The rounds; in each, everything dominated given the survivors of the round before goes at once.
    pub rounds: Vec<Vec<Dominated>>,
    /// For each player, the positions of the strategies that survive.
    pub survivors: Vec<Vec<usize>>,
}

/// A strategy that was eliminated, with the mixture that is better against everything that was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dominated {
    /// The player.
    pub player: PlayerId,
    /// The strategy's position.
    pub strategy: usize,
    /// The dominating mixture over all of the player's strategies.
    pub by: Vec<Rational>,
    /// Whether it is better everywhere; if not, it is never worse and somewhere better.
    pub strictly: bool,
}
