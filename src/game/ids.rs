//! Indices as newtypes, so that a player is never taken for a strategy.

use serde::{Deserialize, Serialize};

macro_rules! index {
    ($(#[$doc:meta] $name:ident),* $(,)?) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a position in a slice.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )*};
}

index! {
    /// A player, by position in the game's list of players.
    PlayerId,
    /// A node of a tree, by position in depth-first order.
    NodeId,
    /// An information set of a player, by position in the game's list.
    InfosetId,
    /// A kind of chance move, by position in the game's list.
    ChanceId,
    /// An outcome, by position in the game's list of outcomes.
    OutcomeId,
}
