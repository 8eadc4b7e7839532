//! When does an ally support, and when does it abstain?
//!
//! In September 2022 Armenia was attacked, called on its allies under Article 4 of their treaty, and got a mission of
//! inquiry. Written down as a game, the question has an exact answer:
//!
//! ```
//! use foederis::show::story::story;
//! use foederis::{Certificate, alliance, subgame_perfect, verify};
//!
//! let model = alliance::dilemma("caucasus")?;
//! let game = model.base()?;
//! let solution = subgame_perfect(&game, &Default::default())?;
//! assert_eq!(solution.claim, "the only subgame-perfect equilibrium, in pure and in mixed strategies");
//!
//! let equilibrium = &solution.equilibria[0];
//! let text = story(&game, equilibrium, &Default::default());
//! assert!(text.contains(
//!     "After Invoke, Russia chooses Abstain, because Armenia would then choose Stay: this gives Russia -2; \
//!      Support would give it -7."
//! ));
//!
//! let certificate = Certificate::new(&game, solution.concept, &equilibrium.profile)?;
//! assert!(verify(&game, &certificate)?.ok());
//! # Ok::<(), foederis::Error>(())
//! ```
//!
//! Behind -7 stands `-k - w`: Russia's military cost of support, and the influence that it loses by taking sides. So the
//! answer is an inequality, and other values give another answer. If Armenia would leave when refused (`n > 0`) and that
//! would cost Russia enough (`e`), Russia would support, and there would be no attack:
//!
//! ```
//! # use foederis::{alliance, subgame_perfect};
//! let game = alliance::dilemma("caucasus")?.at(&[("n", 1.into()), ("e", 6.into())])?;
//! let solution = subgame_perfect(&game, &Default::default())?;
//! assert_eq!(solution.equilibria[0].payoffs, [0.into(), 0.into(), 0.into()]);
//! # Ok::<(), foederis::Error>(())
//! ```
//!
//! # The road
//!
//! ```text
//! words ──► Model ──► Game ──► solve ──► Solution ──► account
//! YAML or   payoffs    exact    one concept  equilibria, each   table, tree,
//! builder   in named   payoffs  = one fn     with certificate   story, LaTeX
//!           parameters
//! ```
//!
//! - A [`Model`] has payoffs that are expressions in named parameters; [`model`] describes the file format. The
//!   [`alliance`] dilemmas are such files. [`Model::at`] makes a game.
//! - A [`Game`] is a [`NormalForm`] or an [`ExtensiveForm`], immutable, valid and exact. Builders make one, and
//!   [`read`] takes files of other programs. Payoffs are utilities.
//! - [`rationalizable`], [`pure_nash`], [`nash`], [`subgame_perfect`], [`cfr`] and [`correlated`] take a game and options with a default, and
//!   return a [`Solution`]: equilibria, what the list claims to be, and whether that was reached.
//! - A [`Certificate`] says by names what is claimed of a profile; [`verify()`] checks it without any solver, and
//!   [`why_not`] says why a profile fails.
//! - [`show`] has what people read: text, HTML, LaTeX, pictures of trees, stories.
//!
//! Numbers are [`Rational`]s. Every error is an [`Error`], sorted by what the caller can do.
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
#[cfg(test)]
mod random;
pub mod show;
pub mod solve;
pub mod study;
pub mod verify;

pub use error::{Error, InputError, Place, UnknownName};
pub use exchange::{Format, read, write};
pub use game::{
    BehaviorProfile, BeliefSet, Beliefs, Concept, CorrelatedProfile, ExtensiveForm, Game, Group, MixedProfile,
    NormalForm, Objective, Profile, SymmetricGame,
};
pub use model::{Model, ModelBuilder, MoveTree, Parameter, Simultaneous};
pub use number::{Polynomial, Rational, RationalFunction, Variable};
pub use solve::{CfrOptions, cfr};
pub use solve::{
    Coalition, Component, Control, DominanceOptions, Equilibrium, Find, LemkeHowson, LemkeHowsonOptions,
    LemkeHowsonPath, NashMethod, NashOptions, PathLabel, PathPivot, PathStart, PureNashOptions, Solution, Status,
    SubgamePerfectOptions, SymmetricEquilibrium, SymmetricOptions, SymmetricSolution, lemke_howson, nash, pure_nash,
    rationalizable, subgame_perfect, symmetric_nash,
};
pub use solve::{CorrelatedOptions, RangeOptions, Ranges, coarse_correlated, correlated, correlated_ranges};
pub use solve::{GameArray, ManySolutions, NashManyOptions, PayoffArray, nash_many};
pub use solve::{LogitBranchOptions, LogitOptions, QuantalBranch, QuantalPoint, logit, logit_branch};
pub use solve::{Refinement, RefinementOptions, Refinements, TrembleForm, proper, refinements, trembling_hand};
pub use solve::{SequentialOptions, perfect_bayesian, sequential, weak_perfect_bayesian};
pub use solve::{SignalingCriterion, SignalingGame, SignalingOptions, SignalingReport, signaling_refinements};
pub use study::levers::{Goal, Lever, Levers, LeversOptions, Norm, levers};
pub use study::regimes::{
    Implication, Regimes, RegimesCertificate, RegimesCheck, RegimesOptions, regimes, verify_regimes,
};
pub use study::sweep::{Points, Select, Sweep, SweepOptions, Values, sweep};
pub use verify::{Certificate, Report, WhyNot, WhyNotOptions, verify, why_not};
pub use verify::{SymmetricCertificate, SymmetricClaim, verify_symmetric};

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct ReadmeExamples;
