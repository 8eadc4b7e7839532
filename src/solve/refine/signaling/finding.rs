//! [`SignalingReport`]: which criteria each equilibrium of a signalling game passes, with reasons.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::game::SignalingGame;
use crate::number::Rational;
use crate::solve::solution::Status;

/// A criterion that [`signaling_refinements`](super::signaling_refinements) applies.
///
/// In all of them, `m` is a message that no type sends in the equilibrium, `T` are the types that can send it, `u*(t)` is
/// what type `t` has in equilibrium, and `BR(T', m)` are the replies, mixed ones included, that are best under some belief
/// on the types `T'`. `D(t)` are the replies in `BR(T, m)` with which `m` brings `t` more than `u*(t)`, and `D0(t)` those
/// with which it brings `t` as much. A criterion rules out types, and passes if a reply that is best under a belief on the
/// types left keeps every type from `m`. Where no type could gain from `m`, nothing is asked. The criteria are about the
/// outcome: what the equilibrium has the receiver reply to `m` does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalingCriterion {
    /// No type is ruled out: some belief and best reply to `m` keep every type from it, as in a sequential equilibrium.
    /// An outcome that fails this fails all the others.
    Sequential,
    /// Types are ruled out for which `m` is strictly dominated: another move always brings more, whatever the replies
    /// (Cho and Kreps 1987).
    Dominance,
    /// The intuitive criterion (Cho and Kreps 1987): `t` is ruled out if every reply in `BR(T, m)` brings it less than
    /// `u*(t)`. Fails if one of the types left gains with every best reply to beliefs on the types left.
    Intuitive,
    /// Divinity (Banks and Sobel 1987). With reply `f`, type `t` sends `m` with frequency 1 if it gains, 0 if it loses and
    /// any between if it is indifferent; Bayes' rule with the prior makes of this the beliefs that `f` explains. What is
    /// left is the convex hull of the beliefs that some `f` in `BR(T, m)` explains; then of those that some best reply to
    /// these beliefs explains, and so on. Passes if a best reply to a belief left at the end keeps every type from `m`.
    Divine,
    /// D1 (Cho and Kreps 1987): `t` is ruled out if `D(t)` and `D0(t)` lie within `D(t')` of one other type `t'`.
    D1,
    /// D2 (Cho and Kreps 1987): `t` is ruled out if `D(t)` and `D0(t)` lie within the union of `D(t')` of the other types.
    D2,
    /// Never a weak best response (Cho and Kreps 1987, after Kohlberg and Mertens 1986): `t` is ruled out if `D0(t)` lies
    /// within the union of `D(t')` of the other types.
    NeverWeakBestResponse,
    /// Universal divinity (Banks and Sobel 1987): divinity whatever the prior, which is D2 again and again: in each round
    /// `D(t)` and `D0(t)` are taken within the best replies to beliefs on the types left, and `t` goes if they lie within
    /// the union of `D(t')` of the other types of `T`.
    UniversallyDivine,
}

impl SignalingCriterion {
    /// All of them, in the order of the table.
    pub const ALL: [SignalingCriterion; 8] = [
        SignalingCriterion::Sequential,
        SignalingCriterion::Dominance,
        SignalingCriterion::Intuitive,
        SignalingCriterion::Divine,
        SignalingCriterion::D1,
        SignalingCriterion::D2,
        SignalingCriterion::NeverWeakBestResponse,
        SignalingCriterion::UniversallyDivine,
    ];

    /// The name in a heading.
    pub fn name(self) -> &'static str {
        match self {
            SignalingCriterion::Sequential => "sequential",
            SignalingCriterion::Dominance => "undominated",
            SignalingCriterion::Intuitive => "intuitive",
            SignalingCriterion::Divine => "divine",
            SignalingCriterion::D1 => "D1",
            SignalingCriterion::D2 => "D2",
            SignalingCriterion::NeverWeakBestResponse => "NWBR",
            SignalingCriterion::UniversallyDivine => "universally divine",
        }
    }

    /// The name in running text: "the intuitive criterion".
    pub fn words(self) -> &'static str {
        match self {
            SignalingCriterion::Sequential => "sequential rationality",
            SignalingCriterion::Dominance => "the test of dominated messages",
            SignalingCriterion::Intuitive => "the intuitive criterion",
            SignalingCriterion::Divine => "divinity",
            SignalingCriterion::D1 => "D1",
            SignalingCriterion::D2 => "D2",
            SignalingCriterion::NeverWeakBestResponse => "the test of messages that are never a weak best response",
            SignalingCriterion::UniversallyDivine => "universal divinity",
        }
    }

    /// The name in Python and in files.
    pub fn key(self) -> &'static str {
        match self {
            SignalingCriterion::Sequential => "sequential",
            SignalingCriterion::Dominance => "dominance",
            SignalingCriterion::Intuitive => "intuitive",
            SignalingCriterion::Divine => "divine",
            SignalingCriterion::D1 => "d1",
            SignalingCriterion::D2 => "d2",
            SignalingCriterion::NeverWeakBestResponse => "never_weak_best_response",
            SignalingCriterion::UniversallyDivine => "universally_divine",
        }
    }
}

/// Whether an equilibrium passes a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalingVerdict {
    /// It passes; proven.
    Passes,
    /// It fails; proven.
    Fails,
    /// It is no equilibrium of the signalling game once what follows a reply is solved backwards.
    NotApplicable,
    /// Its probabilities are not exact.
    Undecided,
}

impl fmt::Display for SignalingVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SignalingVerdict::Passes => "passes",
            SignalingVerdict::Fails => "fails",
            SignalingVerdict::NotApplicable => "not applicable",
            SignalingVerdict::Undecided => "undecided",
        })
    }
}

/// A type that is not believed to have sent a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuledOut {
    /// The type.
    pub sender_type: String,
    /// In which round, counted from 1.
    pub round: usize,
    /// The types that rule it out, as they would gain wherever it would not lose; empty where it could never gain.
    pub by: Vec<String>,
    /// Why, in words.
    pub reason: String,
}

/// Probabilities by name.
pub type Weights = Vec<(String, Rational)>;

/// How a criterion judges an unsent message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageTest {
    /// The message.
    pub message: String,
    /// Whether the outcome withstands it.
    pub passes: bool,
    /// The types that are ruled out.
    pub ruled_out: Vec<RuledOut>,
    /// The extreme points of the beliefs that are left.
    pub beliefs: Vec<Weights>,
    /// Where the outcome fails: the types that gain with every reply that is left.
    pub deviators: Vec<String>,
    /// Where the outcome passes: a reply that keeps every type from the message. The intuitive criterion does not ask for
    /// one.
    pub reply: Weights,
    /// A belief under which that reply is best.
    pub belief: Weights,
}

/// How an equilibrium stands with a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalingFinding {
    /// The criterion.
    pub criterion: SignalingCriterion,
    /// Whether the equilibrium passes.
    pub verdict: SignalingVerdict,
    /// Why, in words.
    pub reason: String,
    /// What was found for each unsent message from which some type could gain.
    pub messages: Vec<MessageTest>,
}

/// Which criteria each equilibrium passes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignalingReport {
    /// The signalling game that was found in the tree.
    pub game: SignalingGame,
    /// For each equilibrium, in the solution's order, a finding for each of [`SignalingCriterion::ALL`]. Shorter than the
    /// solution if the search was stopped.
    pub findings: Vec<Vec<SignalingFinding>>,
    /// How the search ended.
    pub status: Status,
    /// Remarks for the reader.
    pub notes: Vec<String>,
}

impl SignalingReport {
    /// What was found of an equilibrium, counted from 0.
    pub fn finding(&self, equilibrium: usize, criterion: SignalingCriterion) -> Option<&SignalingFinding> {
        self.findings.get(equilibrium)?.iter().find(|finding| finding.criterion == criterion)
    }

    /// Whether an equilibrium passes a criterion; `None` where that is not decided.
    pub fn passes(&self, equilibrium: usize, criterion: SignalingCriterion) -> Option<bool> {
        match self.finding(equilibrium, criterion)?.verdict {
            SignalingVerdict::Passes => Some(true),
            SignalingVerdict::Fails => Some(false),
            SignalingVerdict::NotApplicable | SignalingVerdict::Undecided => None,
        }
    }
}
