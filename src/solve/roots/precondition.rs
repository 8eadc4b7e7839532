//! Mixing a system's equations so that each mixture depends, near the centre of a region, on one weight alone.

use super::MARGIN;
use super::contract::{largest, least, raise};
use super::plan::{Axis, Plan};
use super::region::Region;

/// Memory for the mixing.
#[derive(Debug, Default)]
pub(super) struct Mixer {
    /// Rows of derivatives at the centre, each followed by the row of factors that mix the equations.
    rows: Vec<f64>,
    /// For each row the column of the weight that it pins.
    pinned: Vec<Option<usize>>,
    /// Each equation over all blocks' axes.
    spread: Vec<f64>,
    mixed: Vec<f64>,
    folded: Vec<f64>,
    sums: Vec<f64>,
    costs: Vec<f64>,
}

/// Pivots below this are taken for 0: the derivative is singular.
const SINGULAR: f64 = 1e-9;

impl Mixer {
    /// Raises weights by the equations multiplied with the inverse of their derivative at the centre, where it has one;
    /// false if a mixture cannot be 0.
    ///
    /// Elimination also finds mixtures whose derivative is 0 where the derivative is singular, or where there are more
    /// equations than weights: such a mixture hardly changes in the region.
    pub(super) fn weigh(&mut self, plan: &Plan, region: &Region, weights: &mut [f64]) -> bool {
        let columns: usize = plan.sizes.iter().map(|size| size - 1).sum();
        self.differentiate(plan, region, columns);
        self.eliminate(plan.equations, columns);
        self.spread(plan, region);
        let (width, full) = (columns + plan.equations, plan.full());
        (0..plan.equations).all(|row| {
            let factors = &self.rows[row * width + columns..(row + 1) * width];
            self.mixed.clear();
            self.mixed.resize(full, 0.0);
            mix(&self.spread, factors, &mut self.mixed);
            let margin: f64 = 2.0 * MARGIN * factors.iter().map(|x| x.abs()).sum::<f64>();
            pin(plan, self.pinned[row], &self.mixed, margin, weights, &mut self.costs)
        })
    }

    /// Puts the derivatives by the weights of all vertices but each block's first into the rows, with unit factors.
    fn differentiate(&mut self, plan: &Plan, region: &Region, columns: usize) {
        let width = columns + plan.equations;
        self.rows.clear();
        self.rows.resize(plan.equations * width, 0.0);
        for (row, form) in plan.forms[..plan.equations].iter().enumerate() {
            self.rows[row * width + columns + row] = 1.0;
            self.folded.clear();
            self.folded.extend_from_slice(&region.cells[form.start..][..form.len]);
            for axis in &form.axes {
                let count = (self.folded.len() / axis.size) as f64;
                self.sums.clear();
                self.sums.extend(self.folded.chunks_exact(axis.inner).map(|block| block.iter().sum::<f64>() / count));
                let column = plan.offsets[axis.block] - axis.block;
                for t in 1..axis.size {
                    self.rows[row * width + column + t - 1] = self.sums[t] - self.sums[0];
                }
                let (first, rest) = self.folded.split_at_mut(axis.inner);
                for block in rest.chunks_exact(axis.inner) {
                    first.iter_mut().zip(block).for_each(|(sum, x)| *sum += x);
                }
                let share = 1.0 / axis.size as f64;
                first.iter_mut().for_each(|sum| *sum *= share);
                self.folded.truncate(axis.inner);
            }
        }
    }

    /// Gauss and Jordan, taking the largest entry left as the pivot.
    fn eliminate(&mut self, equations: usize, columns: usize) {
        self.pinned.clear();
        self.pinned.resize(equations, None);
        let width = columns + equations;
        let mut scale = 0.0;
        for step in 0..equations {
            let mut best = (0, 0, 0.0);
            for row in (0..equations).filter(|&row| self.pinned[row].is_none()) {
                for column in 0..columns {
                    let size = self.rows[row * width + column].abs();
                    if size > best.2 {
                        best = (row, column, size);
                    }
                }
            }
            let (pivot, column, size) = best;
            scale = if step == 0 { size } else { scale };
            if size <= SINGULAR * scale {
                return;
            }
            self.pinned[pivot] = Some(column);
            self.clear_column(pivot, column, width);
        }
    }

    fn clear_column(&mut self, pivot: usize, column: usize, width: usize) {
        let factor = 1.0 / self.rows[pivot * width + column];
        self.rows[pivot * width..][..width].iter_mut().for_each(|x| *x *= factor);
        let (before, rest) = self.rows.split_at_mut(pivot * width);
        let (line, after) = rest.split_at_mut(width);
        for row in before.chunks_exact_mut(width).chain(after.chunks_exact_mut(width)) {
            let factor = row[column];
            if factor != 0.0 {
                row.iter_mut().zip(&*line).for_each(|(x, above)| *x -= factor * above);
                row[column] = 0.0;
            }
        }
    }

    /// Lays every equation out over the axes of all blocks, constant along those that it does not depend on.
    fn spread(&mut self, plan: &Plan, region: &Region) {
        let full = plan.full();
        self.spread.clear();
        self.spread.resize(full * plan.equations, 0.0);
        for (form, out) in plan.forms[..plan.equations].iter().zip(self.spread.chunks_exact_mut(full)) {
            let cells = &region.cells[form.start..][..form.len];
            lay_out(plan, &form.axes, 0, cells, out);
        }
    }
}

/// Copies a form's cells to all places of a list over all axes from a block on.
fn lay_out(plan: &Plan, axes: &[Axis], block: usize, cells: &[f64], out: &mut [f64]) {
    if out.len() == cells.len() {
        out.copy_from_slice(cells);
        return;
    }
    let inner = out.len() / plan.sizes[block];
    let (here, rest) = match axes {
        [axis, rest @ ..] if axis.block == block => (cells.len() / axis.size, rest),
        _ => {
            let (first, others) = out.split_at_mut(inner);
            lay_out(plan, axes, block + 1, cells, first);
            others.chunks_exact_mut(inner).for_each(|copy| copy.copy_from_slice(first));
            return;
        }
    };
    let lines = cells.chunks_exact(here);
    out.chunks_exact_mut(inner).zip(lines).for_each(|(out, line)| lay_out(plan, rest, block + 1, line, out));
}

/// The sum of rows as long as `sums`, each times its factor; eight entries at a time, so that they stay in registers.
fn mix(rows: &[f64], factors: &[f64], sums: &mut [f64]) {
    const LANES: usize = 8;
    let length = sums.len();
    let mut start = 0;
    while start + LANES <= length {
        let mut lanes = [0.0; LANES];
        for (row, &factor) in rows.chunks_exact(length).zip(factors) {
            let part = &row[start..start + LANES];
            lanes.iter_mut().zip(part).for_each(|(lane, cell)| *lane += factor * cell);
        }
        sums[start..start + LANES].copy_from_slice(&lanes);
        start += LANES;
    }
    for (at, sum) in sums.iter_mut().enumerate().skip(start) {
        *sum = rows.chunks_exact(length).zip(factors).map(|(row, factor)| factor * row[at]).sum();
    }
}

/// Raises the weights of the block whose weight a mixture pins; false if the mixture is not 0 at any corner.
fn pin(
    plan: &Plan,
    pinned: Option<usize>,
    mixed: &[f64],
    margin: f64,
    weights: &mut [f64],
    costs: &mut Vec<f64>,
) -> bool {
    let block = pinned.map_or(0, |column| owner(plan, column));
    let size = plan.sizes[block];
    let inner: usize = plan.sizes[block + 1..].iter().product();
    let own = &mut weights[plan.offsets[block]..][..size];
    for sign in [1.0, -1.0] {
        costs.clear();
        costs.resize(size, f64::INFINITY);
        for (number, line) in mixed.chunks_exact(inner).enumerate() {
            let cost = &mut costs[number % size];
            *cost = cost.min(if sign > 0.0 { least(line) } else { -largest(line) });
        }
        if costs.iter().all(|cost| *cost > margin) {
            return false;
        }
        raise(costs.iter().copied(), margin, own);
    }
    true
}

/// The block to whom a column of the derivative belongs.
fn owner(plan: &Plan, column: usize) -> usize {
    let first = |block: usize| plan.offsets[block] - block;
    (0..plan.sizes.len()).rev().find(|&block| first(block) <= column && plan.sizes[block] > 1).unwrap_or(0)
}
