//! Named outcomes: payoffs that several profiles or nodes may share.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// A payoff for each player, with a name. Payoffs are utilities.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Outcome {
    /// The name, possibly empty.
    pub label: String,
    /// One payoff for each player; empty where a file names an outcome and gives it no payoffs (all are then 0).
    pub payoffs: Vec<Rational>,
}
