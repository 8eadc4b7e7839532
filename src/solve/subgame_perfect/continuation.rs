//! What play in a subgame can come to, and the plans that lead there.

use std::collections::HashMap;

use crate::game::InfosetId;
use crate::number::Rational;

/// The payoffs of some equilibria of a subgame, and how they are reached.
#[derive(Debug, Clone)]
pub(super) struct Continuation {
    pub(super) values: Vec<Rational>,
    pub(super) ways: Vec<Way>,
    /// How many equilibria of the subgame these ways stand for (saturating).
    pub(super) count: u64,
}

/// One way to play a subgame's own moves, given a continuation in each subgame inside it.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) play: Play,
    /// How far probabilities may be off where they are irrational.
    pub(super) error: Option<f64>,
    /// For each subgame directly inside, which of its continuations follows.
    pub(super) picks: Vec<u32>,
}

/// What is done at the moves of a subgame that lie in no smaller one.
#[derive(Debug, Clone)]
pub(super) enum Play {
    /// Nothing: chance moves, or nobody.
    Nothing,
    /// One action at one information set.
    Action(InfosetId, u32),
    /// Probabilities at several information sets.
    Behavior(Vec<(InfosetId, Vec<Rational>)>),
}

/// Collects ways by the payoffs that they lead to.
#[derive(Debug, Default)]
pub(super) struct Continuations {
    list: Vec<Continuation>,
    by_values: HashMap<Vec<Rational>, usize>,
}

impl Continuations {
    /// Adds a way that stands for `count` equilibria.
    pub(super) fn add(&mut self, values: Vec<Rational>, way: Way, count: u64) {
        // The common case of a single continuation needs no table.
        let known = match &self.list[..] {
            [] => None,
            [only] => (only.values == values).then_some(0),
            _ => self.by_values.get(&values).copied(),
        };
        match known {
            Some(position) => {
                let continuation = &mut self.list[position];
                continuation.ways.push(way);
                continuation.count = continuation.count.saturating_add(count);
            }
            None => {
                self.list.push(Continuation { values, ways: vec![way], count });
                if self.list.len() == 2 {
                    self.by_values.insert(self.list[0].values.clone(), 0);
                }
                if self.list.len() > 1 {
                    self.by_values.insert(self.list[self.list.len() - 1].values.clone(), self.list.len() - 1);
                }
            }
        }
    }

    pub(super) fn into_list(self) -> Vec<Continuation> {
        self.list
    }
}
