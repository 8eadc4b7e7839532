//! [`Concept`]: what is claimed of a profile.

use serde::{Deserialize, Serialize};

/// A solution concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Concept {
    /// Strategies that survive iterated elimination of dominated ones.
    Rationalizable,
    /// Nash equilibrium in pure strategies.
    PureNash,
    /// Nash equilibrium: nobody gains by changing their own strategy alone.
    Nash,
    /// Subgame-perfect equilibrium: a Nash equilibrium in every subgame.
    SubgamePerfect,
}

impl Concept {
    /// The concept's name in running text.
    pub fn name(self) -> &'static str {
        match self {
            Concept::Rationalizable => "rationalizable strategies",
            Concept::PureNash => "pure Nash equilibrium",
            Concept::Nash => "Nash equilibrium",
            Concept::SubgamePerfect => "subgame-perfect equilibrium",
        }
    }

    /// The name of the function that solves for it, in Rust and Python.
    pub fn function(self) -> &'static str {
        match self {
            Concept::Rationalizable => "rationalizable",
            Concept::PureNash => "pure_nash",
            Concept::Nash => "nash",
            Concept::SubgamePerfect => "subgame_perfect",
        }
    }
}
