//! Regions of parameters: systems of polynomial inequalities, decided and simplified exactly.

mod constraint;
mod domain;
mod eliminate;
mod linear;
mod points;
mod signs;
mod simplify;
mod univariate;
mod write;

pub use constraint::{Constraint, Sense};
pub use domain::Domain;
pub use eliminate::{Answer, decide};
pub use simplify::{follows, needed, simplified};
pub use univariate::Breakpoint;
pub(crate) use univariate::breakpoints;
