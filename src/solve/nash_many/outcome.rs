//! [`ManySolutions`]: the equilibria of many games, in flat arrays.

use std::ops::Range;

use crate::game::Labels;
use crate::solve::solution::Status;

/// The equilibria of many games, in flat arrays: those of game `g` are numbers `offsets[g]` to `offsets[g + 1] - 1`.
#[derive(Debug, Clone, PartialEq)]
pub struct ManySolutions {
    /// The players.
    pub players: Labels,
    /// The strategies of each player.
    pub strategies: Vec<Labels>,
    /// Where the equilibria of each game begin, and at the end how many there are in all.
    pub offsets: Vec<usize>,
    /// For each equilibrium every player's probabilities, one player after the other.
    pub probabilities: Vec<f64>,
    /// For each equilibrium every player's expected payoff. It may be off by [`error_bound`](Self::error_bound), times the
    /// number of all players' strategies, times the player's largest payoff (without its sign).
    pub payoffs: Vec<f64>,
    /// For each equilibrium how far a probability may be from the true one; 0 for pure equilibria.
    pub error_bound: Vec<f64>,
    /// For each game whether all of its equilibria are there: every one, or where they form a continuum every extreme one.
    pub complete: Vec<bool>,
    /// For each game whether it was decided in exact arithmetic, and not by floats whose rounding was bounded.
    pub exact: Vec<bool>,
    /// For each game whether equilibria form a continuum, so that those listed are its extreme points.
    pub continuum: Vec<bool>,
    /// How the work on all of the games ended. Games that it did not come to have no equilibria and are not complete.
    pub status: Status,
}

/// What is said of a game as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Remarks {
    pub(super) complete: bool,
    pub(super) exact: bool,
    pub(super) continuum: bool,
}

impl ManySolutions {
    /// Solutions of no game yet.
    pub(super) fn new(players: &Labels, strategies: &[Labels]) -> Self {
        ManySolutions {
            players: players.clone(),
            strategies: strategies.to_vec(),
            offsets: vec![0],
            probabilities: Vec::new(),
            payoffs: Vec::new(),
            error_bound: Vec::new(),
            complete: Vec::new(),
            exact: Vec::new(),
            continuum: Vec::new(),
            status: Status::Complete,
        }
    }

    /// How many games there are.
    pub fn len(&self) -> usize {
        self.complete.len()
    }

    /// Whether there is no game.
    pub fn is_empty(&self) -> bool {
        self.complete.is_empty()
    }

    /// How many equilibria there are in all.
    pub fn num_equilibria(&self) -> usize {
        self.error_bound.len()
    }

    /// The numbers of a game's equilibria.
    pub fn of_game(&self, game: usize) -> Range<usize> {
        self.offsets[game]..self.offsets[game + 1]
    }

    /// The probabilities of an equilibrium, one player after the other.
    pub fn profile(&self, equilibrium: usize) -> &[f64] {
        let width = self.width();
        &self.probabilities[equilibrium * width..(equilibrium + 1) * width]
    }

    /// Every player's expected payoff in an equilibrium.
    pub fn payoffs_of(&self, equilibrium: usize) -> &[f64] {
        let width = self.players.len();
        &self.payoffs[equilibrium * width..(equilibrium + 1) * width]
    }

    /// How many strategies all players have together.
    fn width(&self) -> usize {
        self.strategies.iter().map(Labels::len).sum()
    }

    /// Ends a game: the equilibria added since the last one are its own, of which at most `limit` are kept.
    pub(super) fn end_game(&mut self, remarks: Remarks, limit: Option<usize>) {
        let start = self.offsets.last().copied().unwrap_or(0);
        let end = limit.map_or(self.num_equilibria(), |limit| self.num_equilibria().min(start.saturating_add(limit)));
        let whole = end == self.num_equilibria();
        self.keep(end);
        self.offsets.push(end);
        self.complete.push(remarks.complete && whole);
        self.exact.push(remarks.exact);
        self.continuum.push(remarks.continuum);
    }

    /// Forgets the equilibria that belong to no game yet.
    pub(super) fn clear(&mut self) {
        self.keep(self.offsets.last().copied().unwrap_or(0));
    }

    fn keep(&mut self, equilibria: usize) {
        self.probabilities.truncate(equilibria * self.width());
        self.payoffs.truncate(equilibria * self.players.len());
        self.error_bound.truncate(equilibria);
    }

    /// Appends the solutions of more games.
    pub(super) fn append(&mut self, other: ManySolutions) {
        let before = self.num_equilibria();
        self.offsets.extend(other.offsets[1..].iter().map(|offset| before + offset));
        self.probabilities.extend(other.probabilities);
        self.payoffs.extend(other.payoffs);
        self.error_bound.extend(other.error_bound);
        self.complete.extend(other.complete);
        self.exact.extend(other.exact);
        self.continuum.extend(other.continuum);
    }

    /// Makes room for the solutions of others.
    pub(super) fn reserve(&mut self, others: &[ManySolutions]) {
        let games = others.iter().map(ManySolutions::len).sum();
        let equilibria: usize = others.iter().map(ManySolutions::num_equilibria).sum();
        self.offsets.reserve(games);
        self.complete.reserve(games);
        self.exact.reserve(games);
        self.continuum.reserve(games);
        self.error_bound.reserve(equilibria);
        self.payoffs.reserve(equilibria * self.players.len());
        self.probabilities.reserve(equilibria * self.width());
    }
}
