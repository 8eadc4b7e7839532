//! [`Concept`]: what is claimed of a profile.

use serde::{Deserialize, Serialize};

/// A solution concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Concept {
    /// Strategies that survive iterated elimination of dominated ones.
    Rationalizable,
    /// Nash equilibrium in pure strategies.
    PureNash,
    /// Nash equilibrium: nobody gains by changing their own strategy alone.
    Nash,
    /// Approximate Nash equilibrium: nobody gains more than a stated amount by changing their own strategy alone.
    ApproximateNash,
    /// Subgame-perfect equilibrium: a Nash equilibrium in every subgame.
    SubgamePerfect,
    /// Sequential equilibrium: best replies at every information set, by beliefs that are limits of Bayes' rule.
    Sequential,
    /// Perfect Bayesian equilibrium: best replies at every information set, by beliefs from Bayes' rule wherever possible.
    PerfectBayesian,
    /// Weak perfect Bayesian equilibrium: as before, with any beliefs where play never comes.
    WeakPerfectBayesian,
    /// Trembling-hand perfect equilibrium of the strategic form: it withstands some small mistakes of everybody.
    TremblingHand,
    /// Extensive-form perfect equilibrium: it withstands some small mistakes at every information set, each for itself.
    ExtensiveFormPerfect,
    /// Proper equilibrium: it withstands some small mistakes of which costlier ones are much rarer.
    Proper,
    /// Correlated equilibrium: nobody gains by disobeying what a mediator recommends to them alone.
    Correlated,
    /// Coarse correlated equilibrium: nobody gains by refusing a mediator before knowing what it recommends.
    CoarseCorrelated,
    /// Logit (quantal response) equilibrium at a precision.
    Logit,
}

impl Concept {
    /// Whether mistakes prove it: trembling-hand perfect in some form, or proper.
    pub fn is_about_mistakes(self) -> bool {
        matches!(self, Concept::TremblingHand | Concept::ExtensiveFormPerfect | Concept::Proper)
    }

    /// The concept's name in running text.
    pub fn name(self) -> &'static str {
        match self {
            Concept::Rationalizable => "rationalizable strategies",
            Concept::PureNash => "pure Nash equilibrium",
            Concept::Nash => "Nash equilibrium",
            Concept::ApproximateNash => "approximate Nash equilibrium",
            Concept::SubgamePerfect => "subgame-perfect equilibrium",
            Concept::Sequential => "sequential equilibrium",
            Concept::PerfectBayesian => "perfect Bayesian equilibrium",
            Concept::WeakPerfectBayesian => "weak perfect Bayesian equilibrium",
            Concept::TremblingHand => "trembling-hand perfect equilibrium",
            Concept::ExtensiveFormPerfect => "extensive-form perfect equilibrium",
            Concept::Proper => "proper equilibrium",
            Concept::Correlated => "correlated equilibrium",
            Concept::CoarseCorrelated => "coarse correlated equilibrium",
            Concept::Logit => "logit equilibrium",
        }
    }

    /// The name of the function that solves for it, in Rust and Python.
    pub fn function(self) -> &'static str {
        match self {
            Concept::Rationalizable => "rationalizable",
            Concept::PureNash => "pure_nash",
            Concept::Nash => "nash",
            Concept::ApproximateNash => "cfr",
            Concept::SubgamePerfect => "subgame_perfect",
            Concept::Sequential => "sequential",
            Concept::PerfectBayesian => "perfect_bayesian",
            Concept::WeakPerfectBayesian => "weak_perfect_bayesian",
            Concept::TremblingHand => "trembling_hand",
            Concept::ExtensiveFormPerfect => "trembling_hand",
            Concept::Proper => "proper",
            Concept::Correlated => "correlated",
            Concept::CoarseCorrelated => "coarse_correlated",
            Concept::Logit => "logit",
        }
    }
}
