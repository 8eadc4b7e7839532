//! [`MixtureCondition`]: how the players' mixtures depend on each other in an equilibrium.

use serde::{Deserialize, Serialize};

use super::PlayerId;
use crate::number::Rational;

/// What a player gains from one strategy over another, as an exact polynomial in the others' probabilities. Depending on
/// where it stands it must be 0, or must not be above 0.
///
/// # Definition
/// The polynomial is the expected payoff of `strategy` minus that of `over`, times some positive number that makes all
/// coefficients whole. It is linear in each player's probabilities; those of a player's last strategy in use are written as
/// 1 minus the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MixtureCondition {
    /// Who gains.
    pub player: PlayerId,
    /// The strategy gained from.
    pub strategy: usize,
    /// The strategy that it is compared with.
    pub over: usize,
    /// The terms, whose sum is the gain.
    pub terms: Vec<MixtureTerm>,
}

/// A number times probabilities of different players' strategies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MixtureTerm {
    /// The number.
    pub coefficient: Rational,
    /// The strategies whose probabilities are multiplied; none for a constant.
    pub probabilities: Vec<(PlayerId, usize)>,
}
