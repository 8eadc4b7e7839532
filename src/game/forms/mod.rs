//! Other forms of a tree: strategic, agent and sequence form.

mod agent;
mod block;
mod plans;
mod sequence;
mod strategic;
#[cfg(test)]
mod tests;

pub use sequence::{PlayerSequences, SequenceEntry, SequenceForm, SequenceInfoset};
pub use strategic::{StrategicForm, StrategicOptions};
