//! [`Tensor`]: a multilinear form in blocks of probabilities, and its range over a box of them.

/// Bounds on one block's probabilities, one pair for each; they sum to 1.
pub(in crate::solve) type Bounds = Vec<(f64, f64)>;

/// A form that is linear in the probabilities of each of several blocks.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Tensor {
    /// The blocks it depends on, with their sizes.
    pub(in crate::solve) axes: Vec<(usize, usize)>,
    /// The coefficients, the last axis running fastest.
    pub(in crate::solve) cells: Vec<f64>,
}

/// Lower and upper ends of ranges, cell by cell.
struct Ranges {
    low: Vec<f64>,
    high: Vec<f64>,
}

impl Tensor {
    /// Whether it depends on a block.
    pub(in crate::solve) fn depends_on(&self, block: usize) -> bool {
        self.axes.iter().any(|(axis, _)| *axis == block)
    }

    /// The range over a box of all blocks, up to rounding.
    pub(in crate::solve) fn range(&self, boxes: &[Bounds]) -> (f64, f64) {
        let ranges = self.contracted(boxes);
        (ranges.low[0], ranges.high[0])
    }

    /// The value at a point.
    pub(in crate::solve) fn value(&self, point: &[Vec<f64>]) -> f64 {
        let mut cells = self.cells.clone();
        for &(block, size) in self.axes.iter().rev() {
            let dot = |line: &[f64]| line.iter().zip(&point[block]).map(|(cell, x)| cell * x).sum();
            cells = cells.chunks_exact(size).map(dot).collect();
        }
        cells[0]
    }

    /// The form that says how the value changes as weight moves from one probability of a block to another.
    pub(in crate::solve) fn difference(&self, axis: usize, to: usize, from: usize) -> Tensor {
        let size = self.axes[axis].1;
        let inner: usize = self.axes[axis + 1..].iter().map(|(_, size)| size).product();
        let blocks = self.cells.chunks_exact(size * inner);
        let cells = blocks.flat_map(|block| (0..inner).map(move |k| block[to * inner + k] - block[from * inner + k]));
        let mut axes = self.axes.clone();
        axes.remove(axis);
        Tensor { axes, cells: cells.collect() }
    }

    /// Contracts all axes with the extreme points of the blocks' boxes. Each end is bounded on its own, which can only
    /// make the range wider.
    fn contracted(&self, boxes: &[Bounds]) -> Ranges {
        let mut ranges = Ranges { low: self.cells.clone(), high: self.cells.clone() };
        for &(block, size) in self.axes.iter().rev() {
            ranges = ranges.contract(size, &boxes[block]);
        }
        ranges
    }
}

impl Ranges {
    fn contract(&self, size: usize, bounds: &Bounds) -> Ranges {
        Ranges {
            low: self.low.chunks_exact(size).map(|block| least(bounds, |t| block[t])).collect(),
            high: self.high.chunks_exact(size).map(|block| -least(bounds, |t| -block[t])).collect(),
        }
    }
}

/// The least of `sum_t x_t c_t` over `sum_t x_t = 1`, `x` within bounds: the cheapest get as much as they may.
fn least(bounds: &Bounds, cost: impl Fn(usize) -> f64) -> f64 {
    if let [(low, high), (other_low, other_high)] = bounds[..] {
        let (a, b) = (cost(0), cost(1));
        let x = if a < b { high.min(1.0 - other_low) } else { low.max(1.0 - other_high) };
        return b + x * (a - b);
    }
    let mut sum = 0.0;
    let mut left = 1.0;
    for (t, &(low, _)) in bounds.iter().enumerate() {
        sum += low * cost(t);
        left -= low;
    }
    let mut order: Vec<usize> = (0..bounds.len()).collect();
    order.sort_by(|&a, &b| cost(a).total_cmp(&cost(b)));
    for t in order {
        let more = left.min(bounds[t].1 - bounds[t].0);
        sum += more * cost(t);
        left -= more;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Tensor {
        // x1 y1 + 2 x1 y2 + 3 x2 y1 - x2 y2
        Tensor { axes: vec![(0, 2), (1, 2)], cells: vec![1.0, 2.0, 3.0, -1.0] }
    }

    #[test]
    fn values_and_ranges() {
        let form = form();
        assert_eq!(form.value(&[vec![0.5, 0.5], vec![0.25, 0.75]]), 0.875 + 0.0);
        let whole = vec![vec![(0.0, 1.0); 2]; 2];
        assert_eq!(form.range(&whole), (-1.0, 3.0));
        let narrow = vec![vec![(0.5, 0.5); 2], vec![(0.25, 0.25), (0.75, 0.75)]];
        assert_eq!(form.range(&narrow), (0.875, 0.875));
        assert_eq!(form.difference(0, 0, 1).cells, [-2.0, 3.0]);
        assert_eq!(form.difference(1, 1, 0).cells, [1.0, -4.0]);
    }

    #[test]
    fn knapsack() {
        let bounds = vec![(0.1, 0.5), (0.0, 0.4), (0.2, 1.0)];
        let cost = [3.0, 1.0, 2.0];
        assert!((least(&bounds, |t| cost[t]) - (0.1 * 3.0 + 0.4 + 0.5 * 2.0)).abs() < 1e-15);
    }
}
