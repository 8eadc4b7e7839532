//! A guess at an optimal basis, by the dual simplex method in floats.
//!
//! The search starts at the profile that is best for the objective alone, where only the constraint that probabilities
//! sum to 1 binds. While some deviation gains, or some probability is below 0, that constraint is made to bind, and what
//! costs the objective least gives way (Lemke 1954). Only the binding constraints and the profiles in use are held as a
//! matrix, which stays small. Nothing here is trusted: the caller proves the basis exactly, or falls back.

use super::program::Program;

/// A basis: the profiles that may have positive probability, and the deviations that are kept from gaining.
#[derive(Debug, Clone, Default)]
pub(super) struct Basis {
    pub profiles: Vec<usize>,
    /// One less than there are profiles.
    pub deviations: Vec<usize>,
}

/// What is smaller counts as 0.
const TINY: f64 = 1e-9;

/// How many steps pass between two inversions from scratch.
const REFRESH: usize = 40;

/// Looks for the basis at which an objective, given for each profile, is largest, and no constraint is violated by more than
/// `violation`. `None` if floats fail, or when stopped.
pub(super) fn guess(
    program: &Program,
    objective: &[f64],
    violation: f64,
    mut must_stop: impl FnMut() -> bool,
) -> Option<Basis> {
    let mut search = Search::new(program, objective)?;
    let limit = 200 + 5 * (program.deviations.len() + program.profiles);
    for step in 1..limit {
        if must_stop() {
            return None;
        }
        if step % REFRESH == 0 {
            search.refresh()?;
        }
        let Some(leaving) = search.leaving(violation) else { return Some(search.basis) };
        search.step(leaving)?;
    }
    None
}

/// What is to become nonbasic.
#[derive(Debug, Clone, Copy)]
enum Leaving {
    /// A deviation that gains.
    Deviation(usize),
    /// The profile at a place of the basis, whose probability is below 0.
    Profile(usize),
}

/// What is to become basic.
#[derive(Debug, Clone, Copy)]
enum Entering {
    Profile(usize),
    /// The deviation at a place of the basis.
    Deviation(usize),
}

struct Search<'a> {
    program: &'a Program,
    objective: &'a [f64],
    basis: Basis,
    /// The inverse of the matrix with a row for the sum of probabilities and for each binding deviation, and a column
    /// for each profile in use; row by row.
    inverse: Vec<Vec<f64>>,
    /// The multipliers: of the sum, then of the binding deviations.
    duals: Vec<f64>,
    /// For each profile, how far the objective falls when it comes into use.
    costs: Vec<f64>,
    in_use: Vec<bool>,
    binding: Vec<bool>,
    gains: Vec<f64>,
    slopes: Vec<f64>,
}

impl<'a> Search<'a> {
    fn new(program: &'a Program, objective: &'a [f64]) -> Option<Self> {
        let best = (0..objective.len()).max_by(|&a, &b| objective[a].total_cmp(&objective[b]))?;
        let value = objective[best];
        let mut in_use = vec![false; objective.len()];
        in_use[best] = true;
        Some(Search {
            program,
            objective,
            basis: Basis { profiles: vec![best], deviations: Vec::new() },
            inverse: vec![vec![1.0]],
            duals: vec![value],
            costs: objective.iter().map(|own| value - own).collect(),
            in_use,
            binding: vec![false; program.deviations.len()],
            gains: vec![0.0; program.deviations.len()],
            slopes: vec![0.0; objective.len()],
        })
    }

    /// The constraint that is violated most.
    fn leaving(&mut self, violation: f64) -> Option<Leaving> {
        let draws: Vec<(usize, f64)> =
            self.basis.profiles.iter().zip(&self.inverse).map(|(profile, row)| (*profile, row[0])).collect();
        self.program.float_gains(&draws, &mut self.gains);
        let gaining = (0..self.gains.len()).filter(|row| !self.binding[*row]);
        let worst_gain = gaining.map(|row| (self.gains[row], Leaving::Deviation(row)));
        let negative = draws.iter().enumerate().map(|(place, (_, weight))| (-weight, Leaving::Profile(place)));
        let worst = worst_gain.chain(negative).max_by(|a, b| a.0.total_cmp(&b.0))?;
        (worst.0 > violation).then_some(worst.1)
    }

    fn step(&mut self, leaving: Leaving) -> Option<()> {
        let weights = self.weights(leaving);
        self.find_slopes(leaving, &weights);
        let (entering, length) = self.entering(&weights)?;
        for (dual, weight) in self.duals.iter_mut().zip(&weights) {
            *dual -= length * weight;
        }
        for (cost, slope) in self.costs.iter_mut().zip(&self.slopes) {
            *cost = (*cost - length * slope).max(0.0);
        }
        self.exchange(leaving, entering, weights, length)
    }

    /// How the multipliers fall for each unit of the leaving constraint's own.
    fn weights(&self, leaving: Leaving) -> Vec<f64> {
        match leaving {
            Leaving::Profile(place) => self.inverse[place].iter().map(|entry| -entry).collect(),
            Leaving::Deviation(row) => self.row_times_inverse(row),
        }
    }

    fn row_times_inverse(&self, row: usize) -> Vec<f64> {
        let deviation = self.program.deviations[row];
        let mut sums = vec![0.0; self.inverse.len()];
        for (profile, line) in self.basis.profiles.iter().zip(&self.inverse) {
            let gain = self.program.float_gain(deviation, *profile);
            if gain != 0.0 {
                sums.iter_mut().zip(line).for_each(|(sum, entry)| *sum += gain * entry);
            }
        }
        sums
    }

    /// How the cost of each profile falls for each unit of the leaving constraint's multiplier.
    fn find_slopes(&mut self, leaving: Leaving, weights: &[f64]) {
        self.slopes.fill(weights[0]);
        for (row, weight) in self.basis.deviations.iter().zip(&weights[1..]) {
            if *weight != 0.0 {
                self.program.add_float_gains(self.program.deviations[*row], *weight, &mut self.slopes);
            }
        }
        if let Leaving::Deviation(row) = leaving {
            self.program.add_float_gains(self.program.deviations[row], -1.0, &mut self.slopes);
        }
        self.basis.profiles.iter().for_each(|profile| self.slopes[*profile] = 0.0);
    }

    /// What reaches 0 first as the leaving constraint's multiplier grows, and when. Of near ties, the steepest.
    fn entering(&self, weights: &[f64]) -> Option<(Entering, f64)> {
        let profiles = self.slopes.iter().zip(&self.costs).enumerate();
        let profiles = profiles.filter(|(profile, _)| !self.in_use[*profile]);
        let profiles = profiles.map(|(profile, (slope, cost))| (Entering::Profile(profile), *slope, *cost));
        let deviations = weights.iter().zip(&self.duals).enumerate().skip(1);
        let deviations =
            deviations.map(|(place, (slope, dual))| (Entering::Deviation(place - 1), *slope, dual.max(0.0)));
        let mut best: Option<(Entering, f64, f64)> = None;
        for (candidate, slope, room) in profiles.chain(deviations).filter(|(_, slope, _)| *slope > TINY) {
            let length = room / slope;
            let better = best.is_none_or(|(_, steepest, shortest)| {
                length < shortest - TINY || (length < shortest + TINY && slope > steepest)
            });
            if better {
                best = Some((candidate, slope, length));
            }
        }
        best.map(|(entering, _, length)| (entering, length))
    }

    /// Changes the basis and the inverse of its matrix.
    fn exchange(&mut self, leaving: Leaving, entering: Entering, weights: Vec<f64>, length: f64) -> Option<()> {
        match (leaving, entering) {
            (Leaving::Deviation(row), Entering::Profile(profile)) => self.grow(row, profile, &weights, length),
            (Leaving::Profile(place), Entering::Profile(profile)) => self.swap_profiles(place, profile, length),
            (Leaving::Deviation(row), Entering::Deviation(place)) => self.swap_deviations(place, row, &weights, length),
            (Leaving::Profile(place), Entering::Deviation(row)) => self.shrink(place, row, length),
        }
    }

    fn column(&self, profile: usize) -> Vec<f64> {
        let rows =
            self.basis.deviations.iter().map(|row| self.program.float_gain(self.program.deviations[*row], profile));
        std::iter::once(1.0).chain(rows).collect()
    }

    fn inverse_times(&self, column: &[f64]) -> Vec<f64> {
        self.inverse.iter().map(|row| row.iter().zip(column).map(|(a, b)| a * b).sum()).collect()
    }

    fn grow(&mut self, row: usize, profile: usize, weights: &[f64], length: f64) -> Option<()> {
        let column = self.inverse_times(&self.column(profile));
        let own = self.program.float_gain(self.program.deviations[row], profile);
        let along: f64 = weights.iter().zip(self.column(profile)).map(|(a, b)| a * b).sum();
        let pivot = own - along;
        if pivot.abs() < TINY {
            return None;
        }
        for (line, entry) in self.inverse.iter_mut().zip(&column) {
            line.iter_mut().zip(weights).for_each(|(cell, weight)| *cell += entry * weight / pivot);
            line.push(-entry / pivot);
        }
        let mut last: Vec<f64> = weights.iter().map(|weight| -weight / pivot).collect();
        last.push(1.0 / pivot);
        self.inverse.push(last);
        self.basis.profiles.push(profile);
        self.basis.deviations.push(row);
        self.duals.push(length);
        self.in_use[profile] = true;
        self.binding[row] = true;
        self.costs[profile] = 0.0;
        Some(())
    }

    fn swap_profiles(&mut self, place: usize, profile: usize, length: f64) -> Option<()> {
        let column = self.inverse_times(&self.column(profile));
        let pivot = column[place];
        if pivot.abs() < TINY {
            return None;
        }
        let line: Vec<f64> = self.inverse[place].iter().map(|cell| cell / pivot).collect();
        for (other, row) in self.inverse.iter_mut().enumerate().filter(|(other, _)| *other != place) {
            row.iter_mut().zip(&line).for_each(|(cell, own)| *cell -= column[other] * own);
        }
        self.inverse[place] = line;
        self.in_use[self.basis.profiles[place]] = false;
        self.costs[self.basis.profiles[place]] = length;
        self.basis.profiles[place] = profile;
        self.in_use[profile] = true;
        self.costs[profile] = 0.0;
        Some(())
    }

    fn swap_deviations(&mut self, place: usize, row: usize, weights: &[f64], length: f64) -> Option<()> {
        let (position, pivot) = (place + 1, weights[place + 1]);
        if pivot.abs() < TINY {
            return None;
        }
        for line in &mut self.inverse {
            let own = line[position] / pivot;
            line.iter_mut().zip(weights).for_each(|(cell, weight)| *cell -= own * weight);
            line[position] = own;
        }
        self.binding[self.basis.deviations[place]] = false;
        self.binding[row] = true;
        self.basis.deviations[place] = row;
        self.duals[position] = length;
        Some(())
    }

    fn shrink(&mut self, place: usize, row: usize, length: f64) -> Option<()> {
        let position = row + 1;
        let gone = self.inverse.swap_remove(place);
        let pivot = gone[position];
        if pivot.abs() < TINY {
            return None;
        }
        for line in &mut self.inverse {
            let factor = line[position] / pivot;
            line.iter_mut().zip(&gone).for_each(|(cell, own)| *cell -= factor * own);
            line.swap_remove(position);
        }
        let profile = self.basis.profiles.swap_remove(place);
        self.in_use[profile] = false;
        self.costs[profile] = length;
        self.binding[self.basis.deviations.swap_remove(row)] = false;
        self.duals.swap_remove(position);
        Some(())
    }

    /// Inverts the matrix anew, and recomputes multipliers and costs.
    fn refresh(&mut self) -> Option<()> {
        let columns: Vec<Vec<f64>> = self.basis.profiles.iter().map(|profile| self.column(*profile)).collect();
        self.inverse = inverted(&columns)?;
        let values: Vec<f64> = self.basis.profiles.iter().map(|profile| self.objective[*profile]).collect();
        let dual = |position: usize| self.inverse.iter().zip(&values).map(|(row, value)| row[position] * value).sum();
        self.duals = (0..values.len()).map(dual).collect();
        let mut bounds = vec![self.duals[0]; self.objective.len()];
        for (row, dual) in self.basis.deviations.iter().zip(&self.duals[1..]) {
            self.program.add_float_gains(self.program.deviations[*row], *dual, &mut bounds);
        }
        self.costs = bounds.iter().zip(self.objective).map(|(bound, own)| (bound - own).max(0.0)).collect();
        self.basis.profiles.iter().for_each(|profile| self.costs[*profile] = 0.0);
        Some(())
    }
}

/// The inverse of a matrix given column by column, with partial pivoting.
fn inverted(columns: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let size = columns.len();
    let line = |row: usize| -> Vec<f64> {
        let unit = (0..size).map(|column| if column == row { 1.0 } else { 0.0 });
        columns.iter().map(|column| column[row]).chain(unit).collect()
    };
    let mut rows: Vec<Vec<f64>> = (0..size).map(line).collect();
    for step in 0..size {
        let best = (step..size).max_by(|&a, &b| rows[a][step].abs().total_cmp(&rows[b][step].abs()))?;
        rows.swap(step, best);
        let pivot = rows[step][step];
        if pivot.abs() < TINY {
            return None;
        }
        rows[step].iter_mut().for_each(|cell| *cell /= pivot);
        let own = rows[step].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(other, _)| *other != step) {
            let factor = row[step];
            if factor != 0.0 {
                row.iter_mut().zip(&own).for_each(|(cell, own)| *cell -= factor * own);
            }
        }
    }
    Some(rows.into_iter().map(|row| row[size..].to_vec()).collect())
}
