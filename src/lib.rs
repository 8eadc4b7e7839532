//! foederis
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod alliance;
#[cfg(feature = "cli")]
pub mod cli;
mod error;
pub mod exchange;
pub mod game;
pub mod model;
pub mod number;
pub mod show;
pub mod solve;
pub mod verify;

pub use error::{Error, InputError, Place, UnknownName};
pub use exchange::{Format, read, write};
pub use game::{BehaviorProfile, Concept, ExtensiveForm, Game, MixedProfile, NormalForm, Profile};
pub use model::{Model, ModelBuilder, MoveTree, Parameter, Simultaneous};
pub use number::{Polynomial, Rational, RationalFunction, Variable};
pub use solve::{
    Component, Control, DominanceOptions, Equilibrium, NashOptions, PureNashOptions, Solution, Status,
    SubgamePerfectOptions, nash, pure_nash, rationalizable, subgame_perfect,
};
pub use verify::{Certificate, Report, WhyNot, verify, why_not};
