//! Regret minimisation at every information set, in flat arrays.

use crate::game::{PlayerSequences, SequenceForm};
use crate::number::Rational;

/// Both players in the midst of their iterations.
pub(super) struct Pair {
    sides: [Side; 2],
    iterations: f64,
}

/// One player: sequences are positions in all arrays.
struct Side {
    sets: Vec<Set>,
    /// Where each sequence's payoffs begin.
    starts: Vec<u32>,
    /// The other player's sequence and the payoff, sequence by sequence.
    entries: Vec<(u32, f64)>,
    /// What each sequence brings against the other's plan.
    values: Vec<f64>,
    regrets: Vec<f64>,
    plan: Vec<f64>,
    /// The sum of the plans so far, each times its iteration's number.
    sum: Vec<f64>,
}

/// An information set: the sequence before it, and the range of its own.
#[derive(Clone, Copy)]
struct Set {
    infoset: u32,
    before: u32,
    first: u32,
    end: u32,
}

impl Set {
    fn range(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }
}

impl Pair {
    /// Everybody takes all actions alike at first.
    pub(super) fn new(form: &SequenceForm) -> Pair {
        Pair { sides: [0, 1].map(|player| Side::new(form, player)), iterations: 0.0 }
    }

    /// One iteration: first player 1 answers player 2's plan, then player 2 the new one of player 1.
    pub(super) fn iterate(&mut self) {
        self.iterations += 1.0;
        let [first, second] = &mut self.sides;
        first.answer(&second.plan, self.iterations);
        second.answer(&first.plan, self.iterations);
    }

    /// What each player could gain by leaving the average profile, in floats.
    pub(super) fn gains(&mut self) -> [f64; 2] {
        let plans = [0, 1].map(|player| self.sides[player].average_plan());
        let [first, second] = &mut self.sides;
        [first.gain(&plans[0], &plans[1]), second.gain(&plans[1], &plans[0])]
    }

    /// The average behaviour at each information set, rounded.
    pub(super) fn average(&self, infosets: usize) -> Vec<Vec<Rational>> {
        let mut rows = vec![Vec::new(); infosets];
        for side in &self.sides {
            for set in &side.sets {
                rows[set.infoset as usize] = rounded(&side.sum[set.range()]);
            }
        }
        rows
    }
}

impl Side {
    fn new(form: &SequenceForm, player: usize) -> Side {
        let own = &form.players[player];
        let (starts, entries) = payoffs(form, player);
        let mut side = Side {
            sets: sets(own),
            starts,
            entries,
            values: vec![0.0; own.len()],
            regrets: vec![0.0; own.len()],
            plan: vec![1.0; own.len()],
            sum: vec![0.0; own.len()],
        };
        side.choose();
        side
    }

    /// Adds the regrets against a plan, makes the next plan of them, and counts it with a weight.
    fn answer(&mut self, other: &[f64], weight: f64) {
        self.look_at(other);
        for set in self.sets.iter().rev() {
            let (regrets, values) = (&mut self.regrets[set.range()], &self.values[set.range()]);
            let total: f64 = regrets.iter().sum();
            let value = match total > 0.0 {
                true => regrets.iter().zip(values).map(|(regret, value)| regret * value).sum::<f64>() / total,
                false => values.iter().sum::<f64>() / values.len() as f64,
            };
            for (regret, own) in regrets.iter_mut().zip(values) {
                *regret = (*regret + own - value).max(0.0);
            }
            self.values[set.before as usize] += value;
        }
        self.choose();
        for (sum, own) in self.sum.iter_mut().zip(&self.plan) {
            *sum += weight * own;
        }
    }

    /// What each sequence brings against a plan, what continues it left out.
    fn look_at(&mut self, other: &[f64]) {
        for (value, ends) in self.values.iter_mut().zip(self.starts.windows(2)) {
            let entries = &self.entries[ends[0] as usize..ends[1] as usize];
            *value = entries.iter().map(|(at, payoff)| other[*at as usize] * payoff).sum();
        }
    }

    /// The plan in proportion to regrets.
    fn choose(&mut self) {
        for set in &self.sets {
            let before = self.plan[set.before as usize];
            let regrets = &self.regrets[set.range()];
            let total: f64 = regrets.iter().sum();
            let plan = &mut self.plan[set.range()];
            match total > 0.0 {
                true => plan.iter_mut().zip(regrets).for_each(|(own, regret)| *own = before * (regret / total)),
                false => plan.fill(before / regrets.len() as f64),
            }
        }
    }

    fn average_plan(&self) -> Vec<f64> {
        let total = self.sum[0];
        self.sum.iter().map(|own| own / total).collect()
    }

    /// How much more than a plan the best reply to another plan brings.
    fn gain(&mut self, own: &[f64], other: &[f64]) -> f64 {
        self.look_at(other);
        let payoff: f64 = self.values.iter().zip(own).map(|(value, weight)| value * weight).sum();
        for set in self.sets.iter().rev() {
            let best = self.values[set.range()].iter().copied().fold(f64::NEG_INFINITY, f64::max);
            self.values[set.before as usize] += best;
        }
        self.values[0] - payoff
    }
}

fn sets(own: &PlayerSequences) -> Vec<Set> {
    let set = |set: &crate::game::SequenceInfoset| Set {
        infoset: set.infoset.index() as u32,
        before: set.before as u32,
        first: set.first as u32,
        end: (set.first + set.actions) as u32,
    };
    own.infosets.iter().map(set).collect()
}

/// A player's payoffs by own sequence: where each one's begin, and the other's sequence with the payoff.
fn payoffs(form: &SequenceForm, player: usize) -> (Vec<u32>, Vec<(u32, f64)>) {
    let mut lines: Vec<Vec<(u32, f64)>> = vec![Vec::new(); form.players[player].len()];
    for entry in form.entries.iter().filter(|entry| !entry.payoffs[player].is_zero()) {
        let [own, other] = [entry.sequences[player], entry.sequences[1 - player]];
        lines[own].push((other as u32, entry.payoffs[player].to_f64()));
    }
    let mut starts = vec![0];
    starts.extend(lines.iter().scan(0, |end, line| {
        *end += line.len() as u32;
        Some(*end)
    }));
    (starts, lines.concat())
}

/// The steps in which probabilities are given: twelve decimals.
const GRID: i64 = 1_000_000_000_000;

/// Weights as probabilities on the grid, the largest taking the rest; the first action for sure where there are none.
fn rounded(weights: &[f64]) -> Vec<Rational> {
    let total: f64 = weights.iter().sum();
    let share = |weight: &f64| if total > 0.0 { (weight / total * GRID as f64).round() as i64 } else { 0 };
    let mut steps: Vec<i64> = weights.iter().map(share).collect();
    let largest = (0..steps.len()).rev().max_by_key(|action| steps[*action]).unwrap_or(0);
    steps[largest] += GRID - steps.iter().sum::<i64>();
    steps.into_iter().map(|own| Rational::new(own, GRID).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_on_the_grid_sum_to_one() {
        let third = rounded(&[1.0, 1.0, 1.0]);
        assert_eq!(third.iter().sum::<Rational>(), Rational::ONE);
        assert_eq!(third[2], Rational::new(333_333_333_333, GRID).unwrap());
        assert_eq!(rounded(&[0.0, 0.0]), [Rational::ONE, Rational::ZERO]);
        assert_eq!(rounded(&[0.0, 3.0]), [Rational::ZERO, Rational::ONE]);
    }
}
