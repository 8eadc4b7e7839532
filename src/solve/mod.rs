//! Solution concepts: one public function each, one file each.

mod control;
mod nash;
mod solution;

pub use crate::game::{Dominated, Elimination};
pub use control::{Control, Observer, Progress, Watch};
pub use nash::{NashOptions, nash};
pub use solution::{Component, Equilibrium, NashSubset, Solution, Status};
