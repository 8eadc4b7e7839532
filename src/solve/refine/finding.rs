//! [`Refinements`]: which refinements each equilibrium satisfies, with reasons.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::game::Trembles;
use crate::solve::solution::Status;

/// Whether an equilibrium has a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It has; proven.
    Yes,
    /// It has not; proven.
    No,
    /// The methods here do not tell.
    Undecided,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Undecided => "undecided",
        })
    }
}

/// An answer, with the reason in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The answer.
    pub answer: Answer,
    /// Why, by names.
    pub reason: String,
}

impl Finding {
    pub(super) fn yes(reason: impl Into<String>) -> Self {
        Finding { answer: Answer::Yes, reason: reason.into() }
    }

    pub(super) fn no(reason: impl Into<String>) -> Self {
        Finding { answer: Answer::No, reason: reason.into() }
    }

    pub(super) fn undecided(reason: impl Into<String>) -> Self {
        Finding { answer: Answer::Undecided, reason: reason.into() }
    }

    /// Whether the answer is yes.
    pub fn holds(&self) -> bool {
        self.answer == Answer::Yes
    }
}

/// A property of equilibria that [`refinements`](super::refinements) looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refinement {
    /// Every player's strategy is pure and the only best reply.
    Strict,
    /// Every player uses all best replies (Harsanyi 1973 says quasi-strong).
    QuasiStrict,
    /// No player's mixed strategy is weakly dominated, by pure or mixed ones.
    Undominated,
    /// Trembling-hand perfect (Selten 1975), in the strategic form.
    TremblingHand,
    /// Proper (Myerson 1978).
    Proper,
    /// Pays every player more than every other equilibrium (Harsanyi and Selten 1988).
    PayoffDominant,
    /// Less risky than every other strict equilibrium (Harsanyi and Selten 1988).
    RiskDominant,
}

impl Refinement {
    /// All of them, in the order of the table.
    pub const ALL: [Refinement; 7] = [
        Refinement::Strict,
        Refinement::QuasiStrict,
        Refinement::Undominated,
        Refinement::TremblingHand,
        Refinement::Proper,
        Refinement::PayoffDominant,
        Refinement::RiskDominant,
    ];

    /// The name in running text.
    pub fn name(self) -> &'static str {
        match self {
            Refinement::Strict => "strict",
            Refinement::QuasiStrict => "quasi-strict",
            Refinement::Undominated => "undominated",
            Refinement::TremblingHand => "trembling-hand perfect",
            Refinement::Proper => "proper",
            Refinement::PayoffDominant => "payoff-dominant",
            Refinement::RiskDominant => "risk-dominant",
        }
    }

    /// The name in Python and in files.
    pub fn key(self) -> &'static str {
        match self {
            Refinement::Strict => "strict",
            Refinement::QuasiStrict => "quasi_strict",
            Refinement::Undominated => "undominated",
            Refinement::TremblingHand => "trembling_hand",
            Refinement::Proper => "proper",
            Refinement::PayoffDominant => "payoff_dominant",
            Refinement::RiskDominant => "risk_dominant",
        }
    }
}

/// What each equilibrium of a solution satisfies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refinements {
    /// For each equilibrium, in the solution's order, a finding for each of [`Refinement::ALL`]. Shorter than the
    /// solution if the search was stopped.
    pub findings: Vec<Vec<Finding>>,
    /// How the search ended.
    pub status: Status,
    /// Remarks for the reader.
    pub notes: Vec<String>,
}

impl Refinements {
    /// What was found of an equilibrium, counted from 0.
    pub fn finding(&self, equilibrium: usize, refinement: Refinement) -> Option<&Finding> {
        let place = Refinement::ALL.iter().position(|known| *known == refinement)?;
        self.findings.get(equilibrium)?.get(place)
    }

    /// Whether an equilibrium is known to have a property.
    pub fn holds(&self, equilibrium: usize, refinement: Refinement) -> bool {
        self.finding(equilibrium, refinement).is_some_and(Finding::holds)
    }
}

/// A finding, and the test sequence that proves it where there is one.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub(super) finding: Finding,
    pub(super) trembles: Option<Trembles>,
}

impl Verdict {
    pub(super) fn proven(reason: impl Into<String>, trembles: Trembles) -> Self {
        Verdict { finding: Finding::yes(reason), trembles: Some(trembles) }
    }
}

impl From<Finding> for Verdict {
    fn from(finding: Finding) -> Self {
        Verdict { finding, trembles: None }
    }
}
