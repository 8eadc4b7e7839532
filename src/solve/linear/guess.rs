//! A guess at an optimal basis, by the revised simplex method in floats.
//!
//! Nothing here is trusted: the caller proves the basis exactly, or falls back.

use super::Program;
use super::basis::Inverse;
use super::matrix::Lines;

/// A basis: the variables that may be above 0, and as many constraints that bind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Basis {
    pub(super) variables: Vec<u32>,
    pub(super) constraints: Vec<u32>,
}

/// A reduced cost counts from here on.
const COST: f64 = 1e-9;

/// A pivot is taken from here on.
const PIVOT: f64 = 1e-8;

/// By how much a variable may fall below 0 for the sake of a larger pivot.
const SLIP: f64 = 1e-10;

/// How many changes pass between two factorisations.
const REFRESH: usize = 64;

/// Looks for an optimal basis; bounds are raised by about `noise`, each a little differently, so that ties fall. `None` if
/// floats fail, or when stopped.
///
/// # Complexity
/// A step takes as many operations as there are entries in the matrix and in the factors of the basis. Columns are
/// chosen by approximate steepest edges (Harris 1973, doi:10.1007/BF01580108).
pub(super) fn guess(program: &Program, noise: f64, mut must_stop: impl FnMut() -> bool) -> Option<(Basis, u64)> {
    let mut search = Search::new(program, noise)?;
    let limit = 1000 + 50 * (search.rows + search.structural) as u64;
    while search.steps < limit {
        if must_stop() {
            return None;
        }
        if search.inverse.age() >= REFRESH {
            search.refresh()?;
        }
        match search.entering() {
            Some(column) => search.step(column)?,
            None if search.inverse.age() > 0 => search.refresh()?,
            None => return Some((search.basis(), search.steps)),
        }
    }
    None
}

struct Search {
    by_column: Lines<f64>,
    by_row: Lines<f64>,
    rows: usize,
    /// How many variables of the program there are; slack variables come after them.
    structural: usize,
    bounds: Vec<f64>,
    objective: Vec<f64>,
    inverse: Inverse,
    /// The value of each row's basic variable.
    values: Vec<f64>,
    is_basic: Vec<bool>,
    /// What the objective gains for each unit of a variable.
    gains: Vec<f64>,
    weights: Vec<f64>,
    steps: u64,
}

impl Search {
    fn new(program: &Program, noise: f64) -> Option<Search> {
        let Scaled { by_column, by_row, bounds, objective } = Scaled::new(program);
        let (rows, structural) = (bounds.len(), objective.len());
        let basic: Vec<usize> = (structural..structural + rows).collect();
        let mut is_basic = vec![false; structural + rows];
        is_basic[structural..].fill(true);
        let bounds: Vec<f64> = bounds.iter().zip(random()).map(|(bound, roll)| bound + noise * (0.5 + roll)).collect();
        let mut search = Search {
            inverse: Inverse::new(&by_column, &basic)?,
            values: bounds.clone(),
            gains: Vec::new(),
            weights: vec![1.0; structural + rows],
            steps: 0,
            by_column,
            by_row,
            rows,
            structural,
            bounds,
            objective,
            is_basic,
        };
        search.refresh()?;
        Some(search)
    }

    /// Factors the basis anew, and works out values and gains from it.
    fn refresh(&mut self) -> Option<()> {
        self.inverse = Inverse::new(&self.by_column, &self.inverse.basic)?;
        self.values = self.inverse.solve(&self.by_column, self.bounds.clone());
        let cost = |own: &usize| self.objective.get(*own).copied().unwrap_or(0.0);
        let costs = self.inverse.basic.iter().map(cost).collect();
        let multipliers = self.inverse.solve_transposed(&self.by_column, costs);
        let mut gains = self.objective.clone();
        for (row, multiplier) in multipliers.iter().enumerate().filter(|(_, multiplier)| **multiplier != 0.0) {
            self.by_row.line(row).iter().for_each(|(column, entry)| gains[*column as usize] -= multiplier * entry);
        }
        gains.extend(multipliers.iter().map(|multiplier| -multiplier));
        self.gains = gains;
        for own in &self.inverse.basic {
            self.gains[*own] = 0.0;
        }
        Some(())
    }

    /// The variable whose growth promises most.
    fn entering(&self) -> Option<usize> {
        let mut best = None;
        let mut most = 0.0;
        for (variable, (gain, weight)) in self.gains.iter().zip(&self.weights).enumerate() {
            if *gain > COST && gain * gain > most * weight && !self.is_basic[variable] {
                most = gain * gain / weight;
                best = Some(variable);
            }
        }
        best
    }

    fn step(&mut self, entering: usize) -> Option<()> {
        self.steps += 1;
        let mut column = vec![0.0; self.rows];
        match entering.checked_sub(self.structural) {
            Some(row) => column[row] = 1.0,
            None => self.by_column.line(entering).iter().for_each(|(row, entry)| column[*row as usize] = *entry),
        }
        let column = self.inverse.solve(&self.by_column, column);
        let Some(row) = self.leaving(&column) else {
            // A gain without end is a rounding error; one anew from the factors.
            return if self.inverse.age() > 0 { self.refresh() } else { None };
        };
        self.update_gains(entering, row, column[row]);
        let length = (self.values[row] / column[row]).max(0.0);
        for (value, entry) in self.values.iter_mut().zip(&column) {
            *value -= length * entry;
        }
        self.values[row] = length;
        self.is_basic[self.inverse.basic[row]] = false;
        self.is_basic[entering] = true;
        self.inverse.exchange(row, entering, &column).then_some(())
    }

    /// The row whose variable reaches 0 first, or nearly so with a larger pivot (Harris 1973).
    fn leaving(&self, column: &[f64]) -> Option<usize> {
        let candidates = || column.iter().zip(&self.values).enumerate().filter(|(_, (entry, _))| **entry > PIVOT);
        let reach =
            candidates().map(|(_, (entry, value))| (value.max(0.0) + SLIP) / entry).fold(f64::INFINITY, f64::min);
        let near = candidates().filter(|(_, (entry, value))| value.max(0.0) / **entry <= reach);
        near.max_by(|a, b| a.1.0.total_cmp(b.1.0)).map(|(row, _)| row)
    }

    /// Gains and weights after an exchange.
    fn update_gains(&mut self, entering: usize, row: usize, pivot: f64) {
        let mut unit = vec![0.0; self.rows];
        unit[row] = 1.0;
        let multipliers = self.inverse.solve_transposed(&self.by_column, unit);
        let mut line = vec![0.0; self.structural + self.rows];
        for (row, multiplier) in multipliers.iter().enumerate().filter(|(_, multiplier)| **multiplier != 0.0) {
            self.by_row.line(row).iter().for_each(|(column, entry)| line[*column as usize] += multiplier * entry);
        }
        line[self.structural..].copy_from_slice(&multipliers);
        let (step, own) = (self.gains[entering] / pivot, self.weights[entering].max(1.0));
        for (variable, entry) in line.iter().enumerate().filter(|(_, entry)| **entry != 0.0) {
            if !self.is_basic[variable] {
                self.gains[variable] -= step * entry;
                let share = entry / pivot;
                self.weights[variable] = self.weights[variable].max(share * share * own);
            }
        }
        let leaving = self.inverse.basic[row];
        self.gains[leaving] = -step;
        self.weights[leaving] = (own / (pivot * pivot)).max(1.0);
        self.gains[entering] = 0.0;
    }

    fn basis(&self) -> Basis {
        let variables = self.inverse.basic.iter().filter(|own| **own < self.structural).map(|own| *own as u32);
        let mut variables: Vec<u32> = variables.collect();
        variables.sort_unstable();
        let constraints = (0..self.rows).filter(|row| !self.is_basic[self.structural + row]).map(|row| row as u32);
        Basis { variables, constraints: constraints.collect() }
    }
}

/// The program in floats, rows and columns multiplied so that entries are near 1.
struct Scaled {
    by_column: Lines<f64>,
    by_row: Lines<f64>,
    bounds: Vec<f64>,
    objective: Vec<f64>,
}

impl Scaled {
    fn new(program: &Program) -> Scaled {
        let (rows, columns) = (program.bounds.len(), program.objective.len());
        let plain = program.matrix.map(|_, _, entry| entry as f64);
        let mirrored = plain.transposed(rows);
        let (mut of_column, mut of_row) = (vec![1.0; columns], vec![1.0; rows]);
        for _ in 0..ROUNDS {
            (0..rows).for_each(|row| of_row[row] = middle(mirrored.line(row), &of_column));
            (0..columns).for_each(|column| of_column[column] = middle(plain.line(column), &of_row));
        }
        let by_column = plain.map(|column, row, entry| entry * of_column[column] * of_row[row]);
        Scaled {
            by_row: by_column.transposed(rows),
            bounds: program.bounds.iter().zip(&of_row).map(|(bound, factor)| *bound as f64 * factor).collect(),
            objective: normalised(program.objective.iter().zip(&of_column).map(|(own, factor)| *own as f64 * factor)),
            by_column,
        }
    }
}

/// Numbers of which the largest is 1.
fn normalised(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let numbers: Vec<f64> = numbers.collect();
    let largest = numbers.iter().fold(0.0f64, |most, own| most.max(own.abs()));
    if largest > 0.0 { numbers.iter().map(|own| own / largest).collect() } else { numbers }
}

/// How often rows and columns are scaled in turn.
const ROUNDS: usize = 3;

/// One over the geometric mean of a line's smallest and largest entry, to a power of 2.
fn middle(line: &[(u32, f64)], factors: &[f64]) -> f64 {
    let sizes = || line.iter().map(|(at, entry)| (entry * factors[*at as usize]).abs()).filter(|size| *size > 0.0);
    let (least, most) = (sizes().fold(f64::INFINITY, f64::min), sizes().fold(0.0, f64::max));
    if most > 0.0 { (-(least * most).log2() / 2.0).round().exp2() } else { 1.0 }
}

/// Numbers from 0 to 1 in no order.
fn random() -> impl Iterator<Item = f64> {
    (1u64..).map(|k| (k.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / (1u64 << 53) as f64)
}
