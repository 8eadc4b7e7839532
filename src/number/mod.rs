//! Exact numbers: rationals, polynomials in named parameters, intervals, and the fraction-free tableau.
//!
//! This room imports nothing from the rest of the crate.

mod entry;
mod literal;
mod rational;
pub(crate) mod simplex;
mod tableau;

pub use literal::{MAX_LITERAL_DIGITS, ParseRationalError};
pub use rational::Rational;
pub(crate) use tableau::Tableau;
