//! [`Trembles`]: how strategies tremble in a test sequence.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// A sequence of completely mixed strategies that comes to a profile: what proves it perfect or proper.
///
/// # Definition
/// For a mixed profile `s` and a small number `e > 0`, player `i` plays in proportion to
/// `s_i + e z_i^1 + e^2 z_i^2 + ...`. Each `z^d` is a level. A strategy that the profile leaves unused and that first
/// occurs at level `d` is a mistake of order `e^d`. Levels may take from strategies that came before, as long as every
/// strategy has a positive weight for all small `e`.
///
/// Where several players mix, the levels may be the leading terms of such a sequence only: what is to stay equal along it is
/// then equal up to higher powers of `e`, and the implicit function theorem gives the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Trembles {
    /// Level by level: for each player, a weight for each strategy. On a tree, strategies are reduced plans.
    pub levels: Vec<Vec<Vec<Rational>>>,
}
