//! [`Rows`]: what was found at some points, in order.

use super::answers::Register;
use super::{NO_ANSWER, PointState};

/// The rows of some points one after the other: one for each point, or with every equilibrium one for each of these.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// By point: how many equilibria were found.
    pub(super) counts: Vec<u32>,
    pub(super) states: Vec<PointState>,
    pub(super) complete: Vec<bool>,
    /// By row: the number of the answer in `register`.
    pub(super) answers: Vec<u32>,
    /// By player, then by row.
    pub(super) payoffs: Vec<Vec<f64>>,
    /// By row a probability for each action; empty as long as everybody is sure.
    pub(super) probabilities: Vec<f64>,
    pub(super) register: Register,
    /// How far a payoff may be off.
    pub(super) error: f64,
    actions: usize,
}

impl Rows {
    pub(super) fn new(players: usize, actions: usize) -> Rows {
        Rows { payoffs: vec![Vec::new(); players], actions, ..Rows::default() }
    }

    /// Ends a point.
    pub(super) fn end_point(&mut self, count: usize, state: PointState, complete: bool) {
        self.counts.push(u32::try_from(count).unwrap_or(u32::MAX));
        self.states.push(state);
        self.complete.push(complete);
    }

    /// A row without an equilibrium.
    pub(super) fn push_none(&mut self) {
        self.answers.push(NO_ANSWER);
        self.payoffs.iter_mut().for_each(|column| column.push(f64::NAN));
        if !self.probabilities.is_empty() {
            self.probabilities.extend(std::iter::repeat_n(f64::NAN, self.actions));
        }
    }

    /// A row with an equilibrium in which everybody is sure. The caller adds the payoffs.
    pub(super) fn push_sure(&mut self, support: &[u64]) {
        let number = self.register.number(support);
        self.answers.push(number);
        if !self.probabilities.is_empty() {
            self.extend_sure(support);
        }
    }

    /// A row with an equilibrium in which somebody mixes. The caller adds the payoffs.
    pub(super) fn push_mixed(&mut self, support: &[u64], probabilities: &[f64]) {
        if self.probabilities.is_empty() {
            self.spell_out();
        }
        let number = self.register.number(support);
        self.answers.push(number);
        self.probabilities.extend_from_slice(probabilities);
    }

    /// Writes down the probabilities of all rows so far, which were sure.
    fn spell_out(&mut self) {
        for row in 0..self.answers.len() {
            match self.answers[row] {
                NO_ANSWER => self.probabilities.extend(std::iter::repeat_n(f64::NAN, self.actions)),
                number => {
                    let support = self.register.list[number as usize].clone();
                    self.extend_sure(&support);
                }
            }
        }
    }

    fn extend_sure(&mut self, support: &[u64]) {
        let used = |action: usize| (support[action / 64] >> (action % 64) & 1) as f64;
        self.probabilities.extend((0..self.actions).map(used));
    }
}
