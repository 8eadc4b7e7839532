//! The models with private information: what `docs/models.md` claims of them, at random points of every regime.
//!
//! Each claim is a profile with trembles. Inside its regime it has to be a sequential equilibrium, boundaries included;
//! outside it must not be one. Nothing here calls a solver: beliefs are limits of Bayes' rule under the trembles, and an
//! assessment is tested by comparing actions at every information set.

mod assessment;
mod crises;
mod deterrence;
#[path = "../dilemmas/mod.rs"]
mod dilemmas;
mod loyalty;
mod regimes;
mod signals;
mod solver;
