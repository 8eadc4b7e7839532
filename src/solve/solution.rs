//! [`Solution`]: what a solver found, and what it claims about it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::curved_set::CurvedSet;
use crate::game::{BeliefSet, Beliefs, Concept, Elimination, Optimum, PlayerId, Profile, Trembles};
use crate::number::Rational;

/// The answer of a solver: equilibria, and what is claimed about the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// The solution concept.
    pub concept: Concept,
    /// The method, by its name in the literature.
    pub method: String,
    /// What `complete` claims, in words: "every Nash equilibrium in pure strategies".
    pub claim: String,
    /// How the search ended.
    pub status: Status,
    /// The equilibria, in a fixed order. Of a continuum these are its extreme points, or some points if it is curved.
    pub equilibria: Vec<Equilibrium>,
    /// The connected components of the set of equilibria, where the solver finds them.
    pub components: Vec<Component>,
    /// Where players are exchangeable: the equilibria grouped so that those of a group differ only in who does what.
    #[serde(default)]
    pub orbits: Vec<Orbit>,
    /// For [`Concept::Rationalizable`]: what was eliminated, round by round.
    pub elimination: Option<Elimination>,
    /// What the solver counted: "profiles", "pivots", "subgames".
    pub counts: BTreeMap<String, u64>,
    /// Remarks for the reader, such as ties that also allow mixing.
    pub notes: Vec<String>,
}

/// How a search ended. A search that was stopped keeps what it had found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Everything that the claim speaks of was found.
    Complete,
    /// The limit on the number of equilibria was reached.
    Truncated,
    /// The time limit was reached.
    TimedOut,
    /// The limit on memory was reached.
    MemoryLimit,
    /// The caller stopped the search.
    Cancelled,
    /// The method cannot promise the claim for this game; the text says why.
    Partial(String),
}

impl Status {
    /// The status in a word or two.
    pub fn words(&self) -> &str {
        match self {
            Status::Complete => "complete",
            Status::Truncated => "truncated at max_equilibria",
            Status::TimedOut => "stopped at time_limit",
            Status::MemoryLimit => "stopped at memory_limit",
            Status::Cancelled => "cancelled",
            Status::Partial(why) => why,
        }
    }
}

/// An equilibrium.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Equilibrium {
    /// What everybody does.
    pub profile: Profile,
    /// Everybody's expected payoff (utility).
    pub payoffs: Vec<Rational>,
    /// The most that anybody could gain by deviating alone: exactly 0 for an exact equilibrium.
    pub regret: Rational,
    /// The fixed-point index, for isolated equilibria of solvers that compute it.
    pub index: Option<i32>,
    /// How far each probability may be from the true one; `None` when they are exact.
    pub error_bound: Option<f64>,
    /// For sequential and perfect Bayesian equilibria: beliefs that support the profile. Where a set of beliefs does, one
    /// from its middle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beliefs: Option<Beliefs>,
    /// All beliefs that support the profile, at the information sets where more than one does: each set's may be chosen
    /// independently of the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub belief_sets: Vec<BeliefSet>,
    /// For trembling-hand perfect (in either form) and [`Concept::Proper`] equilibria: the test sequence that proves it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trembles: Option<Trembles>,
    /// For correlated equilibria that are the best of all by some objective: the proof of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub optimum: Option<Optimum>,
    /// On trees of three and more players: whether it also stands for equilibria that are not listed, which do the same on the path and
    /// off it other things that deter as well ([`ExtensiveForm::off_path`](crate::ExtensiveForm::off_path) says what has to hold).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub others_off_path: bool,
    /// The precision, for [`Concept::Logit`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Rational>,
}

impl Equilibrium {
    /// An exact equilibrium.
    pub fn exact(profile: Profile, payoffs: Vec<Rational>) -> Self {
        Equilibrium {
            profile,
            payoffs,
            regret: Rational::ZERO,
            index: None,
            error_bound: None,
            beliefs: None,
            belief_sets: Vec::new(),
            trembles: None,
            optimum: None,
            others_off_path: false,
            precision: None,
        }
    }

    /// Whether every choice is sure.
    pub fn is_pure(&self) -> bool {
        self.profile.is_pure()
    }

    /// The least and the greatest probability that each node may be believed to have, for each information set; `None`
    /// where the concept has no beliefs. Where just one belief will do, both are the same.
    pub fn belief_ranges(&self) -> Option<Vec<Vec<(Rational, Rational)>>> {
        let alone = |row: &Vec<Rational>| row.iter().map(|x| (x.clone(), x.clone())).collect();
        let mut rows: Vec<Vec<(Rational, Rational)>> = self.beliefs.as_ref()?.0.iter().map(alone).collect();
        for set in &self.belief_sets {
            set.infosets.iter().zip(set.ranges()).for_each(|(id, range)| rows[id.index()] = range);
        }
        Some(rows)
    }
}

/// A connected component of the set of equilibria.
///
/// With [curved sets](CurvedSet) it is what is known to hang together: a curved set may fall into several parts, and may
/// touch another component.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Component {
    /// The extreme equilibria in it, and those that bear witness to its curved sets, as positions in
    /// [`Solution::equilibria`].
    pub members: Vec<usize>,
    /// The maximal Nash subsets whose union it is; empty where only the members are known.
    pub subsets: Vec<NashSubset>,
    /// On trees: members whose every mixture, of behaviour at all information sets at once, is an equilibrium too, as
    /// positions in [`Solution::equilibria`]; empty where nothing is known of mixtures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub families: Vec<Vec<usize>>,
    /// The sets in it that are no products of polytopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub curved: Vec<CurvedSet>,
    /// The dimension of the largest subset, family or curved set: 0 for an isolated equilibrium. Where equilibria
    /// [stand for others](Equilibrium::others_off_path), what those do off the path is not counted.
    pub dimension: usize,
    /// The index of the component, where the solver computes it; all indices of a game sum to 1.
    pub index: Option<i32>,
}

/// Equilibria that differ only in which of the exchangeable players does what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orbit {
    /// The equilibria, as positions in [`Solution::equilibria`]; the first stands for all.
    pub members: Vec<usize>,
    /// The groups of exchangeable players in the game.
    pub players: Vec<Vec<PlayerId>>,
}

/// A maximal Nash subset: every mixture of each player's extreme strategies, independently, is an equilibrium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NashSubset {
    /// For each player, the extreme mixed strategies whose convex hull is that player's part. On a tree they are realisation
    /// plans: the weight of each of the player's sequences, in the order of the [sequence form](crate::game::SequenceForm).
    pub vertices: Vec<Vec<Vec<Rational>>>,
    /// The dimension of the product.
    pub dimension: usize,
}

impl Solution {
    /// A solution without equilibria yet.
    pub fn new(concept: Concept, method: impl Into<String>, claim: impl Into<String>) -> Self {
        Solution {
            concept,
            method: method.into(),
            claim: claim.into(),
            status: Status::Complete,
            equilibria: Vec::new(),
            components: Vec::new(),
            orbits: Vec::new(),
            elimination: None,
            counts: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// Whether everything that [`claim`](Solution::claim) speaks of was found.
    pub fn complete(&self) -> bool {
        self.status == Status::Complete
    }

    /// How many equilibria were found.
    pub fn len(&self) -> usize {
        self.equilibria.len()
    }

    /// Whether none was found.
    pub fn is_empty(&self) -> bool {
        self.equilibria.is_empty()
    }

    /// "exact", or "certified floating point" where a probability is irrational.
    pub fn arithmetic(&self) -> &'static str {
        let exact = self.equilibria.iter().all(|equilibrium| equilibrium.error_bound.is_none());
        if exact { "exact" } else { "certified floating point" }
    }
}
