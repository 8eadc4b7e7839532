//! Estimation: from data to the payoffs of a game.
//!
//! A [`Specification`] is a tree of perfect information whose utilities are linear in unknown coefficients of covariates, played
//! with errors. With [`Observations`] it makes a [`Likelihood`], which [`estimate`] maximises. [`LinearPayoffs`] takes the utilities of
//! a [`Model`](crate::Model).

mod blocks;
mod bootstrap;
mod choice;
mod crisis;
mod estimate;
mod identification;
mod likelihood;
mod model;
mod newton;
mod normal;
mod observations;
mod packing;
mod program;
mod quadrature;
mod row;
mod scalar;
mod specification;
mod sums;
mod ultimatum;

pub use bootstrap::{Replicates, Resampled, bootstrap};
pub use choice::Link;
pub use crisis::{
    Belief, Crisis, FullLikelihood, Nested, NestedOptions, OUTCOMES, PseudoLikelihood, Selection, UTILITIES, nested,
    nested_bootstrap,
};
pub use estimate::{Estimate, EstimateOptions, Maximum, Stationarity, estimate, estimate_screened, stationarity};
pub use identification::{Direction, unidentified};
pub use likelihood::Likelihood;
pub use model::{LinearPayoffs, linear_payoffs};
pub use newton::{Evaluation, Objective, Summit, climb};
pub use observations::Observations;
pub use specification::{Index, Information, Specification, SpecificationParts, Term, Utility, known_utilities};
pub use ultimatum::{Bargain, Ultimatum};
