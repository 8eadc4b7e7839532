//! [`logit`] and [`logit_branch`]: quantal response equilibria.

mod at_precision;
mod branch;
mod curve;
mod follow;
mod payoffs;
mod predict;
mod special;
mod starts;
mod tree_limit;

pub use at_precision::{LogitOptions, logit};
pub(super) use branch::follow_to_limit;
pub use branch::{LogitBranchOptions, QuantalBranch, QuantalPoint, logit_branch};
