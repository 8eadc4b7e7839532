//! Solution concepts: one public function each, one file each.

mod control;
mod elimination;
mod nash;
mod solution;

pub use control::{Control, Observer, Progress, Watch};
pub use elimination::{Dominated, Elimination};
pub use nash::{NashOptions, nash};
pub use solution::{Component, Equilibrium, NashSubset, Solution, Status};
