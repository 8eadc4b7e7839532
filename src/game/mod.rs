//! Games, profiles and their forms.

mod any;
mod concept;
mod elimination;
mod expected;
mod extensive;
mod forms;
mod history;
mod ids;
mod labels;
mod matrix;
mod normal;
mod outcome;
mod profile;
mod recall;
mod subgame;
mod symmetric;
mod tree_builder;
mod trembles;

pub use any::Game;
pub use concept::Concept;
pub use elimination::{Dominated, Elimination};
pub use expected::ContinuationValues;
pub use extensive::{ChanceMove, ExtensiveForm, Infoset, Node, NodeKind};
pub use forms::{PlayerSequences, SequenceEntry, SequenceForm, SequenceInfoset, StrategicForm, StrategicOptions};
pub use ids::{ChanceId, InfosetId, NodeId, OutcomeId, PlayerId};
pub use labels::Labels;
pub(crate) use normal::advance;
pub use normal::{DEFAULT_MAX_PROFILES, NormalForm, NormalFormBuilder, OutcomeTable};
pub use outcome::Outcome;
pub use profile::{BehaviorProfile, MixedProfile, Profile};
pub use recall::{Lapse, OwnMoves, RecallViolation};
pub use subgame::Subgames;
pub use symmetric::{Group, SymmetricGame};
pub use tree_builder::{DEFAULT_MAX_NODES, Slot, TreeBuilder};
pub use trembles::Trembles;
