//! Refinements of Nash equilibrium in the strategic form.

mod admissible;
mod agents;
mod curve;
mod dominant;
mod finding;
mod hull;
mod mixed_trembles;
mod orders;
mod parts;
mod perfect;
mod position;
mod proper;
mod proper_parts;
mod pure_trembles;
mod ranking;
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

/// Who trembles on a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TrembleForm {
    /// Every information set for itself: perfection of the agent form, which is sequential.
    #[default]
    Agent,
    /// Every player once, over whole plans: perfection of the strategic form.
    Strategic,
}

/// How to look for refinements.
#[derive(Debug, Clone)]
pub struct RefinementOptions {
    /// On a tree: the plans and the limit on their number. Default: reduced plans.
    pub strategic: StrategicOptions,
    /// For [`trembling_hand`] on a tree: who trembles. Default: every information set for itself.
    pub form: TrembleForm,
    /// Limits, progress and stopping.
    pub control: Control,
}

impl Default for RefinementOptions {
    fn default() -> Self {
        let strategic = StrategicOptions { reduced: true, ..StrategicOptions::default() };
        RefinementOptions { strategic, form: TrembleForm::default(), control: Control::default() }
    }
}
