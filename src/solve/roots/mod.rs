//! Certified solutions of systems of multilinear conditions on a product of simplices.
//!
//! A [`System`] is in unknowns that come in blocks: the probabilities of one player's strategies, of the actions at one
//! information set, or of the nodes that a player believes possible. Each block sums to 1, and no product has two unknowns of
//! one block. [`solve`] finds every solution by contraction, bisection and Krawczyk's test, in floats that round outward, and
//! proves of each that it exists and is alone in its neighbourhood, or tells where it cannot.

mod contract;
mod krawczyk;
mod plan;
mod precondition;
mod region;
mod search;
mod system;
mod tensor;

pub(super) use self::krawczyk::{Verdict, test};
pub(super) use self::search::{possible, solve};
pub(super) use self::system::System;
pub(super) use self::tensor::{Bounds, Tensor};

/// Bounds every rounding error of a sum of products of unknowns with coefficients from -1 to 1.
///
/// Contracting a tensor one block at a time makes at most as many roundings on a path as there are unknowns,
/// [`MAX_UNKNOWNS`]; each is at most `2^-52` of a value below 4. The product is below `1e-12`.
pub(super) const MARGIN: f64 = 1e-12;

/// The most unknowns of a system for which [`MARGIN`] holds.
pub(super) const MAX_UNKNOWNS: usize = 1_000;
