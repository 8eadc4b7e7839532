//! [`MixtureCondition`]: how the players' mixtures depend on each other in an equilibrium.

use serde::{Deserialize, Serialize};

use super::{InfosetId, PlayerId};
use crate::number::Rational;

/// What a player gains from one strategy over another, as an exact polynomial in the others' probabilities. Depending on
/// where it stands it must be 0, or must not be above 0.
///
/// # Definition
/// The polynomial is the expected payoff of `strategy` minus that of `over`, times some positive number that makes all
/// coefficients whole. It is linear in each player's probabilities; those of a player's last strategy in use are written as
/// 1 minus the others.
///
/// On a tree it is what the player gains at an information set, by the beliefs there, from one action over another, with what is done
/// later. It is linear in the probabilities at each information set, and in the numbers that beliefs depend on ([`Unknown`]); it may be
/// divided by probabilities above 0 that stand in all terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MixtureCondition {
    /// Who gains.
    pub player: PlayerId,
    /// On a tree: where the player gains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infoset: Option<InfosetId>,
    /// The strategy gained from; on a tree, the action.
    pub strategy: usize,
    /// The strategy or action that it is compared with.
    pub over: usize,
    /// On a tree: what the player would do later, where that is not what the player does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<(InfosetId, usize)>,
    /// The terms, whose sum is the gain.
    pub terms: Vec<MixtureTerm>,
}

/// A number times probabilities of different players' strategies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MixtureTerm {
    /// The number.
    pub coefficient: Rational,
    /// The strategies whose probabilities are multiplied; none for a constant, and none on a tree.
    pub probabilities: Vec<(PlayerId, usize)>,
    /// On a tree: the numbers that are multiplied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknowns: Vec<Unknown>,
}

/// A number that the conditions of a set of equilibria of a tree speak of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The probability of an action at an information set.
    Action(InfosetId, usize),
    /// How probable it is that these actions, which have probability 0, are taken by mistake, compared with the others of the same
    /// block: a limit of ratios of small probabilities.
    Departure(Vec<(InfosetId, usize)>),
    /// The probability of a node of an information set, by its position there, where any belief is allowed.
    Belief(InfosetId, usize),
}

/// What is believed at an information set, as polynomials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BelievedNodes {
    /// The information set.
    pub infoset: InfosetId,
    /// The nodes that are believed in, by position, each with what its probability is in proportion to. All others have none.
    pub nodes: Vec<(usize, Vec<MixtureTerm>)>,
}
