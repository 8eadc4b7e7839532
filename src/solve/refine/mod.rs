//! Refinements of Nash equilibrium in the strategic form.

mod admissible;
mod curve;
mod dominant;
mod finding;

mod orders;
mod parts;
mod perfect;
mod position;
mod proper;
mod pure_trembles;
mod refinements;
mod regular;
mod search;
pub mod signaling;
mod thinned;

pub use finding::{Answer, Finding, Refinement, Refinements};
pub use refinements::refinements;
pub use search::{proper, trembling_hand};

use super::control::Control;
use crate::game::StrategicOptions;

/// How to look for refinements.
#[derive(Debug, Clone)]
pub struct RefinementOptions {
    /// On a tree: the plans and the limit on their number. Default: reduced plans.
    pub strategic: StrategicOptions,
    /// Limits, progress and stopping.
    pub control: Control,
}

impl Default for RefinementOptions {
    fn default() -> Self {
        let strategic = StrategicOptions { reduced: true, ..StrategicOptions::default() };
        RefinementOptions { strategic, control: Control::default() }
    }
}
