//! The polyhedra of realisation plans together with the values of the opponent's information sets.

use std::ops::Range;

use crate::game::{PlayerSequences, SequenceForm};
use crate::number::{Rational, Tableau};

/// One player's plans, seen against what they make the opponent's sequences worth.
///
/// # Definition
/// For realisation plans `x >= 0, Ex = e` and payoffs `B` of the opponent: all `(x, q)` with `F'q - B'x >= 0`, where `q` has
/// a value for each of the opponent's information sets (von Stengel 1996, doi:10.1006/game.1996.0050). The label of an own
/// sequence binds where its weight is 0, that of an opponent's where its slack is 0: where it is as good as the values
/// promise. Labels are numbered player by player, the empty sequences left out.
pub(super) struct Side<'a> {
    pub(super) own: &'a PlayerSequences,
    pub(super) other: &'a PlayerSequences,
    /// For each sequence of the opponent, what it gives the opponent against each own sequence, where that is not 0.
    pub(super) gains: Vec<Vec<(usize, Rational)>>,
    /// The labels of the own sequences, and of the opponent's.
    pub(super) labels: [Range<u32>; 2],
}

/// A constant and a coefficient for each nonbasic variable.
type Affine = Vec<Rational>;

impl<'a> Side<'a> {
    pub(super) fn new(form: &'a SequenceForm, player: usize) -> Self {
        let [own, other] = [&form.players[player], &form.players[1 - player]];
        let mut gains = vec![Vec::new(); other.len()];
        for entry in form.entries.iter().filter(|entry| !entry.payoffs[1 - player].is_zero()) {
            let gain = (entry.sequences[player], entry.payoffs[1 - player].clone());
            gains[entry.sequences[1 - player]].push(gain);
        }
        let (first, all) = (form.players[0].len() as u32 - 1, (own.len() + other.len()) as u32 - 2);
        let mut labels = [0..first, first..all];
        labels.rotate_left(player);
        Side { own, other, gains, labels }
    }

    /// The label of an own sequence.
    pub(super) fn own_label(&self, sequence: usize) -> Option<u32> {
        Some(self.labels[0].start + sequence.checked_sub(1)? as u32)
    }

    /// The label of an opponent's sequence.
    pub(super) fn other_label(&self, sequence: usize) -> Option<u32> {
        Some(self.labels[1].start + sequence.checked_sub(1)? as u32)
    }

    /// What each sequence of the opponent adds to the opponent's payoff, against a plan.
    pub(super) fn gains_against(&self, plan: &[Rational]) -> Vec<Rational> {
        let sum = |row: &Vec<(usize, Rational)>| row.iter().map(|(sequence, gain)| &plan[*sequence] * gain).sum();
        self.gains.iter().map(sum).collect()
    }

    /// The polyhedron, at the plan that takes every first action and the exact values against it. The values are
    /// eliminated: there are variables for sequences only, and the opponent's empty sequence is a best reply.
    pub(super) fn tableau(&self) -> Tableau {
        let (plan, free) = self.first_plan();
        let best = BestReply::new(self.other, self.gains_against(&plan));
        let columns = free.len() + self.other.infosets.len();
        let weights = self.weights(&free, columns);
        let mut values = self.gains(&weights, columns);
        let mut slacks = Vec::new();
        let mut nonbasic = free.clone();
        // From the last information set to the first: what a best action is worth, and what the others lack of that.
        for (number, set) in self.other.infosets.iter().enumerate().rev() {
            let mut value = values[best.actions[number]].clone();
            value[1 + nonbasic.len()] += Rational::ONE;
            nonbasic.extend(self.other_label(best.actions[number]));
            for sequence in (set.first..set.first + set.actions).filter(|sequence| *sequence != best.actions[number]) {
                let slack = value.iter().zip(&values[sequence]).map(|(a, b)| a - b).collect();
                slacks.extend(self.other_label(sequence).map(|label| (label, slack)));
            }
            add(&mut values[set.before], &value);
        }
        let firsts = self.own.infosets.iter().filter_map(|set| Some((self.own_label(set.first)?, set.first)));
        let weights = firsts.map(|(label, sequence)| (label, weights[sequence].clone()));
        dictionary(weights.chain(slacks).collect(), nonbasic)
    }

    /// The plan that takes every first action, and the labels of all other actions.
    fn first_plan(&self) -> (Vec<Rational>, Vec<u32>) {
        let mut plan = vec![Rational::ZERO; self.own.len()];
        plan[0] = Rational::ONE;
        let mut free = Vec::new();
        for set in &self.own.infosets {
            plan[set.first] = plan[set.before].clone();
            free.extend((set.first + 1..set.first + set.actions).filter_map(|sequence| self.own_label(sequence)));
        }
        (plan, free)
    }

    /// Each own sequence's weight: that of an information set's first action is what the others leave.
    fn weights(&self, free: &[u32], columns: usize) -> Vec<Affine> {
        let mut weights = vec![vec![Rational::ZERO; columns + 1]; self.own.len()];
        weights[0][0] = Rational::ONE;
        for (column, &label) in free.iter().enumerate() {
            weights[(label - self.labels[0].start) as usize + 1][column + 1] = Rational::ONE;
        }
        for set in &self.own.infosets {
            let mut rest = weights[set.before].clone();
            for other in &weights[set.first + 1..set.first + set.actions] {
                rest.iter_mut().zip(other).for_each(|(rest, weight)| *rest -= weight);
            }
            weights[set.first] = rest;
        }
        weights
    }

    /// What each sequence of the opponent adds to the opponent's payoff.
    fn gains(&self, weights: &[Affine], columns: usize) -> Vec<Affine> {
        let sum = |row: &Vec<(usize, Rational)>| {
            let mut sum = vec![Rational::ZERO; columns + 1];
            for (sequence, gain) in row {
                let term: Affine = weights[*sequence].iter().map(|weight| weight * gain).collect();
                add(&mut sum, &term);
            }
            sum
        };
        self.gains.iter().map(sum).collect()
    }
}

fn add(sum: &mut Affine, term: &Affine) {
    sum.iter_mut().zip(term).for_each(|(sum, term)| *sum += term);
}

/// The tableau in which each of some variables is what an affine form of the nonbasic ones says.
fn dictionary(rows: Vec<(u32, Affine)>, nonbasic: Vec<u32>) -> Tableau {
    let basic = rows.iter().map(|(label, _)| *label).collect();
    let row = |(_, form): (u32, Affine)| -> Vec<Rational> {
        form[1..].iter().map(|entry| -entry).chain([form[0].clone()]).collect()
    };
    let rows: Vec<Vec<Rational>> = rows.into_iter().map(row).collect();
    Tableau::new(&rows, basic, nonbasic).0
}

/// The values of a player's sequences with the best continuation, given what each sequence adds.
pub(super) struct BestReply {
    /// What each sequence is worth with all that may follow it.
    pub(super) values: Vec<Rational>,
    /// The first best sequence of each information set.
    pub(super) actions: Vec<usize>,
}

impl BestReply {
    pub(super) fn new(own: &PlayerSequences, gains: Vec<Rational>) -> Self {
        let mut values = gains;
        let mut actions = vec![0; own.infosets.len()];
        for (number, set) in own.infosets.iter().enumerate().rev() {
            let all = set.first..set.first + set.actions;
            actions[number] = all.rev().max_by(|&a, &b| values[a].cmp(&values[b])).unwrap_or(set.first);
            let value = values[actions[number]].clone();
            values[set.before] += value;
        }
        BestReply { values, actions }
    }
}
