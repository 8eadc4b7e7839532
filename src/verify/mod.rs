//! Checking claims about games, independently of every solver.
//!
//! Nothing here imports a solver: regrets come from the definitions, by exact arithmetic. A solver's answer travels as
//! a [`Certificate`], by names and through a file if need be, and [`verify`] says what holds.

mod assessment;
mod beliefs;
mod best_reply;
mod certificate;
mod check;
mod components;
mod curved;
mod domination;
mod fingerprint;
mod leading;
mod logit;
mod named;
mod naming;
mod obedience;
mod optimum;
mod regret;
mod regular;
mod report;
mod symmetric;
#[cfg(test)]
mod tests;
mod tolerance;
mod trembles;
mod whole;
mod why_not;
mod words;

pub use beliefs::{BeliefSetClaim, NamedBeliefs, NodeBelief};
pub use certificate::{Certificate, FORMAT, GameReference, NamedDraw, NamedDraws, NamedProfile, SubgameClaim};
pub use check::verify;
pub use components::{ComponentClaim, verify_components};
pub use curved::{ConditionClaim, CurvedClaim, TermClaim};
pub use domination::{DominationClaim, EliminationClaim};
pub use fingerprint::fingerprint;
pub use named::Named;
pub use optimum::{MultiplierClaim, OptimumClaim};
pub use regret::{Regret, SubgameRegret, regret, regrets, subgame_regrets};
pub use report::{Check, Report};
pub use symmetric::{SymmetricCertificate, SymmetricClaim, verify_symmetric};
pub use trembles::TremblesClaim;
pub use whole::{EquilibriumClaim, SolutionClaim, verify_solution};
pub use why_not::{Change, Demand, Deviation, NodeRange, Play, Threat, Unmet, Verdict, WhyNot, WhyNotOptions, why_not};
