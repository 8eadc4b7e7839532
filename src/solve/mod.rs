//! Solution concepts: one public function each, one file each.

mod aside;
mod cfr;
mod constant_sum;
mod control;
mod correlated;
mod crisis;
mod curved_set;
mod dominance;
mod guarantee;
mod linear;
mod logit;
mod memory;
mod nash;
mod nash_many;
mod parallel;
mod pure;
mod refine;
mod roots;
mod sequential;
mod solution;
mod subgame_perfect;
mod symmetric;

pub use crate::game::{Dominated, Elimination};
pub use aside::free_aside;
pub use cfr::{CfrOptions, cfr};
pub use control::{Control, Interrupt, Observer, Progress, Watch};
pub use correlated::{
    CorrelatedOptions, Range, RangeOptions, Ranges, coarse_correlated, correlated, correlated_ranges,
};
pub use crisis::{
    CrisisEquilibria, CrisisEquilibrium, CrisisFold, CrisisFolds, CrisisGame, crisis_equilibria, crisis_folds,
};
pub use curved_set::CurvedSet;
pub use dominance::{DominanceOptions, rationalizable};
pub use logit::{LogitBranchOptions, LogitOptions, QuantalBranch, QuantalPoint, logit, logit_branch};
pub use memory::{bytes, resident_memory};
pub use nash::{
    Find, LemkeHowson, LemkeHowsonOptions, LemkeHowsonPath, NashMethod, NashOptions, PathLabel, PathPivot, PathStart,
    lemke_howson, nash,
};
pub use nash_many::{GameArray, ManySolutions, NashManyOptions, PayoffArray, nash_many};
pub(crate) use nash_many::{RoundedGames, Shared};
pub(crate) use parallel::in_parallel;
pub use pure::{PureNashOptions, pure_nash};
pub use refine::signaling::{
    self, SignalingCriterion, SignalingFinding, SignalingGame, SignalingOptions, SignalingReport, SignalingVerdict,
    signaling_refinements,
};
pub use refine::{
    Answer, Finding, Refinement, RefinementOptions, Refinements, TrembleForm, proper, refinements, trembling_hand,
};
use sequential::nash_by_behavior;
pub use sequential::{SequentialOptions, perfect_bayesian, sequential, weak_perfect_bayesian};
pub use solution::{Component, Equilibrium, NashSubset, Orbit, Solution, Status};
pub use subgame_perfect::{SubgamePerfectOptions, subgame_perfect};
pub use symmetric::{Coalition, SymmetricEquilibrium, SymmetricOptions, SymmetricSolution, symmetric_nash};
