//! One best-reply polytope in floating point, for games that are large: the revised simplex method.

use std::rc::Rc;

use super::columns::Columns;

/// The system `M x + s = b` with `M > 0`, kept as its columns and a product of elementary matrices.
///
/// The basis starts as the slack variables `s`. A pivot costs as many operations as there are rows times the pivots done
/// since the last refresh, so that a short path costs little, however large the game.
pub(super) struct Polytope<'a> {
    source: Columns<'a>,
    constants: Rc<[f64]>,
    /// How many columns `M` has; variable `k` below that is `x_k`, others are slack variables.
    columns: usize,
    basic: Vec<usize>,
    values: Vec<f64>,
    factors: Vec<Factor>,
    /// Space of factors that were dropped.
    spare: Vec<Vec<f64>>,
    /// How many pivots may come before the next refresh.
    until_refresh: usize,
}

/// An elementary matrix: the identity but for one column.
struct Factor {
    row: usize,
    column: Vec<f64>,
}

/// Entries below this count as 0; those of `M` are between 1 and 2.
const TINY: f64 = 1e-9;

impl<'a> Polytope<'a> {
    pub(super) fn new(source: Columns<'a>, constants: Rc<[f64]>) -> Self {
        let columns = source.len();
        let (basic, values) = (Vec::new(), Vec::new());
        let mut polytope = Polytope {
            source,
            constants,
            columns,
            basic,
            values,
            factors: Vec::new(),
            spare: Vec::new(),
            until_refresh: 0,
        };
        polytope.reset();
        polytope
    }

    /// Back to the point where all `x` are 0.
    pub(super) fn reset(&mut self) {
        let rows = self.constants.len();
        self.basic.clear();
        self.basic.extend(self.columns..self.columns + rows);
        self.values.clear();
        self.values.extend_from_slice(&self.constants);
        self.spare.extend(self.factors.drain(..).map(|factor| factor.column));
        self.until_refresh = 64;
    }

    /// How many columns `M` has.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// The variables `x_k` in the basis.
    pub(super) fn played(&self) -> Vec<usize> {
        let mut played: Vec<usize> = self.basic.iter().copied().filter(|&variable| variable < self.columns).collect();
        played.sort_unstable();
        played
    }

    /// Lets a variable enter the basis, and says which one leaves; `None` where rounding has spoilt the tableau.
    pub(super) fn enter(&mut self, variable: usize) -> Option<usize> {
        if self.until_refresh == 0 {
            self.refresh()?;
        }
        self.until_refresh -= 1;
        let column = self.transformed(variable);
        let row = self.leaving(&column)?;
        let step = self.values[row] / column[row];
        self.values.iter_mut().zip(&column).for_each(|(value, entry)| *value -= step * entry);
        self.values[row] = step;
        self.factors.push(Factor { row, column });
        Some(std::mem::replace(&mut self.basic[row], variable))
    }

    /// A variable's column in the present basis.
    fn transformed(&mut self, variable: usize) -> Vec<f64> {
        let mut column = self.spare.pop().unwrap_or_default();
        column.clear();
        if variable < self.columns {
            column.extend_from_slice(&self.source.column(variable));
        } else {
            column.resize(self.constants.len(), 0.0);
            column[variable - self.columns] = 1.0;
        }
        self.factors.iter().for_each(|factor| factor.apply(&mut column));
        column
    }

    fn leaving(&self, column: &[f64]) -> Option<usize> {
        let mut best = None;
        let mut least = f64::INFINITY;
        for (row, (value, entry)) in self.values.iter().zip(column).enumerate() {
            if *entry > TINY && *value < least * entry {
                (best, least) = (Some(row), value / entry);
            }
        }
        best
    }

    /// Builds the factors anew from the basis, which shortens them and takes away what rounding has added up.
    fn refresh(&mut self) -> Option<()> {
        let played = self.played();
        let rows = self.constants.len();
        let mut open = vec![true; rows];
        let mut basic = vec![usize::MAX; rows];
        for variable in self.basic.iter().filter(|variable| **variable >= self.columns) {
            open[variable - self.columns] = false;
            basic[variable - self.columns] = *variable;
        }
        self.spare.extend(self.factors.drain(..).map(|factor| factor.column));
        for &variable in &played {
            let column = self.transformed(variable);
            let size = |row: &usize| column[*row].abs();
            let row = (0..rows).filter(|row| open[*row]).max_by(|a, b| size(a).total_cmp(&size(b)))?;
            if size(&row) < TINY {
                return None;
            }
            open[row] = false;
            basic[row] = variable;
            self.factors.push(Factor { row, column });
        }
        self.basic = basic;
        self.values.clear();
        self.values.extend_from_slice(&self.constants);
        self.factors.iter().for_each(|factor| factor.apply(&mut self.values));
        self.until_refresh = 64.max(played.len() / 2);
        Some(())
    }
}

impl Factor {
    fn apply(&self, vector: &mut [f64]) {
        let scale = vector[self.row] / self.column[self.row];
        if scale != 0.0 {
            vector.iter_mut().zip(&self.column).for_each(|(entry, own)| *entry -= scale * own);
            vector[self.row] = scale;
        }
    }
}
