//! Regions of parameters: systems of polynomial inequalities, decided and simplified exactly.

mod constraint;
mod eliminate;
mod linear;
mod signs;
mod univariate;

pub use constraint::{Constraint, Sense};
pub use eliminate::{Answer, decide};
pub use univariate::Breakpoint;
