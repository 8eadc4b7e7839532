//! [`regimes`]: for which parameters each equilibrium holds, exactly.

mod arrange;
mod backward;
mod boundaries;
mod candidate;
mod certificate;
mod check;
mod form;
mod implies;
mod intervals;
mod linear_system;
mod map;
mod mixed;
mod plays;
mod pure;
mod sequential;
mod shares;
mod statics;
mod tables;
mod two_stage;
mod verification;
mod walk;
mod whole;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use boundaries::Boundary;
pub use certificate::{CellClaim, EquilibriumClaim, RegimesCertificate, RowClaim};
pub use check::RegimesCheck;
pub use implies::Implication;
pub use intervals::Interval;
pub use map::{Area, MapOptions, RegimeMap};
pub(crate) use plays::plays;
pub use shares::Share;
pub use statics::{Direction, Statics};
pub use verification::verify_regimes;

use self::form::SymbolicGame;
use super::region::{Constraint, Domain};
use crate::error::Error;
use crate::game::{Concept, Game};
use crate::model::Model;
use crate::number::{Rational, RationalFunction};
use crate::solve::{Control, Interrupt, Status, Watch};

/// How to find regimes.
#[derive(Debug, Clone, Default)]
pub struct RegimesOptions {
    /// The parameters that vary, by name; the name of parameters by player names all of them. The others stay at their
    /// base values. Default: all vary.
    pub over: Option<Vec<String>>,
    /// Limits, progress and stopping: `max_equilibria` limits the number of parametric equilibria (10,000 where nothing
    /// is said).
    pub control: Control,
}

/// The limit on parametric equilibria where the caller gives none.
const MAX_EQUILIBRIA: usize = 10_000;

/// A comparison that an equilibrium rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// Whose comparison it is; the position among the players.
    pub player: usize,
    /// On a tree, the information set; otherwise empty.
    pub place: String,
    /// What the player does.
    pub chosen: String,
    /// What the player could do instead; empty where a probability must not be negative.
    pub alternative: String,
    /// The payoff (utility) of what is done.
    pub better: RationalFunction,
    /// The payoff (utility) of the alternative.
    pub worse: RationalFunction,
    /// The comparison, without factors whose sign is known: it must hold.
    pub constraint: Constraint,
    /// Whether it does not follow from the others.
    pub needed: bool,
}

/// An equilibrium whose probabilities are functions of the parameters, with the conditions under which it is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParametricEquilibrium {
    /// The probability of each action: by information set on a tree, by player in a table.
    pub profile: Vec<Vec<RationalFunction>>,
    /// For the concept `sequential`, by information set: how likely each node is once the set is reached. Otherwise empty.
    pub beliefs: Vec<Vec<RationalFunction>>,
    /// Everybody's expected payoffs (utilities).
    pub payoffs: Vec<RationalFunction>,
    /// What must hold, and why: the equilibrium exists exactly where all of these hold, and the beliefs are probabilities. That can
    /// fail only where an information set is no longer reached.
    pub requirements: Vec<Requirement>,
}

impl ParametricEquilibrium {
    /// Where the equilibrium exists, without what follows from the rest.
    pub fn conditions(&self) -> Vec<Constraint> {
        self.requirements.iter().filter(|needed| needed.needed).map(|needed| needed.constraint.clone()).collect()
    }

    /// Whether it exists at an admissible point.
    pub fn exists_at(&self, point: &[Rational]) -> bool {
        let holds = self.requirements.iter().all(|requirement| requirement.constraint.holds(point));
        let sure = |belief: &RationalFunction| {
            belief.evaluate(point).is_some_and(|value| !value.is_negative() && value <= Rational::ONE)
        };
        holds && self.profile_at(point).is_some() && self.beliefs.iter().flatten().all(sure)
    }

    /// The action of each row, if every choice is sure.
    pub fn choices(&self) -> Option<Vec<usize>> {
        let one = RationalFunction::one();
        self.profile.iter().map(|row| row.iter().position(|probability| *probability == one)).collect()
    }

    /// The probabilities at a point; `None` where one divides by 0.
    pub fn profile_at(&self, point: &[Rational]) -> Option<Vec<Vec<Rational>>> {
        self.profile.iter().map(|row| row.iter().map(|p| p.evaluate(point)).collect()).collect()
    }
}

/// An open set of parameters on which the set of equilibria is the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What holds in the cell, besides the ranges and assumptions.
    pub conditions: Vec<Constraint>,
    /// The equilibria there: positions in [`Regimes::equilibria`], in order.
    pub equilibria: Vec<usize>,
    /// A point of the cell, if one was found.
    pub sample: Option<Vec<Rational>>,
}

/// The regimes of a model.
///
/// # Definition
/// Every equilibrium of the concept that exists on an open set of parameters, with the exact conditions of its existence
/// (`equilibria`); and the open cells into which these conditions part the admissible values, each with the complete set
/// of its equilibria (`cells`). Cells are disjoint, unless pieces of one regime overlap, and cover the admissible values
/// up to the surfaces between them, on which somebody is indifferent (`boundaries`).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Regimes {
    /// The model.
    pub model: Model,
    /// The concept.
    pub concept: Concept,
    /// The parameters that vary, and what is assumed of them.
    pub domain: Domain,
    /// The equilibria, each with the conditions under which it exists.
    pub equilibria: Vec<ParametricEquilibrium>,
    /// The cells.
    pub cells: Vec<Cell>,
    /// The surfaces between cells, each with what holds there.
    pub boundaries: Vec<Boundary>,
    /// How the search ended.
    pub status: Status,
    /// What is claimed of the list of equilibria.
    pub claim: String,
    /// What was left open, and other remarks for the reader.
    pub notes: Vec<String>,
    /// What was counted.
    pub counts: BTreeMap<String, u64>,
}

/// The regimes of a model: for which parameters each equilibrium holds.
///
/// # Definition
/// See [`Regimes`]. Concepts: [`Concept::SubgamePerfect`] (trees; pure strategies), [`Concept::PureNash`] (any game),
/// [`Concept::Nash`] (tables of two players; mixed equilibria in closed form) and [`Concept::Sequential`] (trees in which
/// chance moves first, then somebody who knows something, then somebody who saw what was done; with mixed equilibria and
/// beliefs in closed form).
/// A payoff (utility) is a ratio of polynomials in the parameters, and so each equilibrium holds where some polynomials
/// are not negative. Conditions are freed of factors whose sign is known, and of what follows from the rest; empty cells
/// are removed with proof: affine systems by exact linear programs, others by taking out one parameter after another.
///
/// # Errors
/// [`Error::Unknown`] for a parameter that is none; [`Error::Unsupported`] for another concept, or a table where a tree is
/// needed.
///
/// # Complexity
/// One exact linear program (or elimination) for each comparison of each candidate: exponential in the number of moves in
/// the worst case, as the number of regimes is.
///
/// # Example
/// ```
/// use foederis::{Concept, alliance, regimes};
/// let model = alliance::dilemma("caucasus")?;
/// let options = foederis::RegimesOptions { over: Some(vec!["w".into(), "e".into()]), ..Default::default() };
/// let found = regimes(&model, Concept::SubgamePerfect, &options)?;
/// // At the base, Armenia would not leave (n < 0): e does not matter, and Russia supports where 2 + w < 2, that is, never.
/// assert_eq!(found.cells.len(), 1);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn regimes(model: &Model, concept: Concept, options: &RegimesOptions) -> Result<Regimes, Error> {
    let names: Option<Vec<&str>> = options.over.as_ref().map(|names| names.iter().map(String::as_str).collect());
    let mut control = options.control.clone();
    control.max_equilibria.get_or_insert(MAX_EQUILIBRIA);
    let mut watch = Watch::start(&control);
    let domain = Domain::new(model, names.as_deref())?.interrupted_by(watch.interrupt());
    let game = SymbolicGame::new(model, &domain)?;
    let mut found = match (concept, &game.skeleton) {
        (Concept::SubgamePerfect, Game::Extensive(tree)) => {
            backward::subgame_perfect(tree, &game, &domain, &mut watch)?
        }
        (Concept::SubgamePerfect, Game::Normal(_)) => {
            return Err(Error::Unsupported("a table has no subgames; take the concept pure_nash".into()));
        }
        (Concept::PureNash, _) => pure::pure_nash(&game, &domain, &mut watch)?,
        (Concept::Nash, _) => mixed::nash(&game, &domain, &mut watch)?,
        (Concept::Sequential, Game::Extensive(tree)) => sequential::sequential(tree, &game, &domain, &mut watch)?,
        (Concept::Sequential, Game::Normal(_)) => {
            return Err(Error::Unsupported("a table has no information sets; take the concept nash".into()));
        }
        _ => {
            let text = "regimes know the concepts subgame_perfect, sequential, pure_nash and nash";
            return Err(Error::Unsupported(text.into()));
        }
    };
    found.keep_at_most(control.max_equilibria.unwrap_or(MAX_EQUILIBRIA), domain.base());
    let mut status = watch.finish(&mut found.equilibria);
    if found.truncated && status == Status::Complete {
        status = Status::Truncated;
    }
    let cells = arrange::cells(&mut found, &domain, &mut watch);
    status = if status == Status::Complete { watch.finish(&mut Vec::<()>::new()) } else { status };
    if let (Status::Complete, Some(why)) = (&status, found.open_question()) {
        status = Status::Partial(why);
    }
    let boundaries = boundaries::boundaries(&cells, &found.equilibria, &domain, &mut watch);
    let mut counts = BTreeMap::new();
    counts.insert("candidates".into(), found.candidates);
    Ok(Regimes {
        model: model.clone(),
        concept,
        domain: domain.interrupted_by(Interrupt::default()),
        equilibria: found.equilibria,
        cells,
        boundaries,
        status,
        claim: found.claim,
        notes: found.notes,
        counts,
    })
}

/// What a search for parametric equilibria found.
#[derive(Debug, Default)]
struct Found {
    equilibria: Vec<ParametricEquilibrium>,
    /// Points at which the equilibria exist, where known.
    samples: Vec<Option<Vec<Rational>>>,
    claim: String,
    notes: Vec<String>,
    /// Whether no two equilibria exist together on an open set, unless under the same conditions.
    apart: bool,
    /// Whether somebody is indifferent between two actions everywhere.
    tied: bool,
    /// How many candidates were looked at.
    candidates: u64,
    /// How many questions were neither answered with a point nor with a proof.
    open: u64,
    /// Whether a limit on equilibria was met.
    truncated: bool,
}

impl Found {
    /// Whether there are as many as a limit allows; if so, something is left out.
    fn reaches(&mut self, count: usize, limit: usize) -> bool {
        self.truncated |= count >= limit;
        count >= limit
    }

    /// Keeps only so many equilibria, first of all those that exist at the base.
    fn keep_at_most(&mut self, limit: usize, base: &[Rational]) {
        if !self.reaches(self.equilibria.len(), limit.saturating_add(1)) {
            return;
        }
        let samples = std::mem::take(&mut self.samples);
        let mut pairs: Vec<_> = std::mem::take(&mut self.equilibria).into_iter().zip(samples).collect();
        pairs.sort_by_cached_key(|(equilibrium, _)| !equilibrium.exists_at(base));
        pairs.truncate(limit);
        (self.equilibria, self.samples) = pairs.into_iter().unzip();
    }

    /// Puts the equilibria in the order of some numbers, one for each.
    fn sort_by(&mut self, numbers: &[usize]) {
        let samples = std::mem::take(&mut self.samples);
        let pairs = std::mem::take(&mut self.equilibria).into_iter().zip(samples);
        let mut all: Vec<_> = numbers.iter().zip(pairs).collect();
        all.sort_by_key(|(number, _)| **number);
        (self.equilibria, self.samples) = all.into_iter().map(|(_, pair)| pair).unzip();
    }

    fn open_question(&self) -> Option<String> {
        (self.open > 0).then(|| {
            let (count, some) = (self.open, if self.open == 1 { "cell is" } else { "cells are" });
            format!("{count} {some} kept without a proof that any point lies inside")
        })
    }
}

impl Regimes {
    /// The equilibria that exist at an admissible point, by position.
    pub fn equilibria_at(&self, point: &[Rational]) -> Vec<usize> {
        (0..self.equilibria.len()).filter(|&index| self.equilibria[index].exists_at(point)).collect()
    }

    /// The cell that a point lies in; `None` on a boundary.
    pub fn cell_at(&self, point: &[Rational]) -> Option<usize> {
        let there = self.equilibria_at(point);
        let holds =
            |cell: &Cell| cell.equilibria == there && cell.conditions.iter().all(|condition| condition.holds(point));
        self.cells.iter().position(holds)
    }
}
