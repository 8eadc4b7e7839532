//! Named outcomes: payoffs that several profiles or nodes may share.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// A payoff for each player, with a name. Payoffs are utilities.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The name, possibly empty.
    #[serde(default)]
    pub label: String,
    /// One payoff for each player. Builders also take none at all, and fill in 0 for everybody.
    pub payoffs: Vec<Rational>,
}
