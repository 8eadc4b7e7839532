//! Games, profiles and their forms.

mod any;
mod concept;
mod extensive;
mod ids;
mod labels;
mod normal;
mod outcome;
mod profile;
mod tree_builder;

pub use any::Game;
pub use concept::Concept;
pub use extensive::{ChanceMove, ExtensiveForm, Infoset, Node, NodeKind};
pub use ids::{ChanceId, InfosetId, NodeId, OutcomeId, PlayerId};
pub use labels::Labels;
pub use normal::{DEFAULT_MAX_PROFILES, NormalForm, NormalFormBuilder, OutcomeTable};
pub use outcome::Outcome;
pub use profile::{BehaviorProfile, MixedProfile, Profile};
pub use tree_builder::{DEFAULT_MAX_NODES, Slot, TreeBuilder};
