//! [`Tensor`]: a multilinear form in the players' mixed strategies, and its range over a box of them.

use super::region::Simplex;

/// Bounds on one player's probabilities, one pair for each strategy used; they sum to 1.
pub(super) type Bounds = Vec<(f64, f64)>;

/// A form that is linear in each of several players' mixed strategies.
#[derive(Debug, Clone)]
pub(super) struct Tensor {
    /// The players it depends on, as positions among those who mix, with the sizes of their supports.
    pub(super) axes: Vec<(usize, usize)>,
    /// The coefficients, the last axis running fastest.
    pub(super) cells: Vec<f64>,
}

/// Lower and upper ends of ranges, cell by cell.
struct Ranges {
    low: Vec<f64>,
    high: Vec<f64>,
}

impl Tensor {
    /// The range over a box of all players, up to rounding.
    pub(super) fn range(&self, boxes: &[Bounds]) -> (f64, f64) {
        let ranges = self.contracted(boxes);
        (ranges.low[0], ranges.high[0])
    }

    /// The form in the weights of simplices' vertices instead of pure strategies: its cells are the values at the
    /// corners of the product.
    pub(super) fn at_corners(&self, simplices: &[Simplex]) -> Tensor {
        let mut cells = self.cells.clone();
        let mut inner = 1;
        for &(player, size) in self.axes.iter().rev() {
            let mut moved = Vec::with_capacity(cells.len());
            for block in cells.chunks_exact(size * inner) {
                for vertex in &simplices[player] {
                    for k in 0..inner {
                        moved.push(vertex.iter().enumerate().map(|(s, x)| x * block[s * inner + k]).sum());
                    }
                }
            }
            cells = moved;
            inner *= size;
        }
        Tensor { axes: self.axes.clone(), cells }
    }

    /// The least and the largest cell for each position along an axis.
    pub(super) fn extremes_along(&self, axis: usize) -> (Vec<f64>, Vec<f64>) {
        let size = self.axes[axis].1;
        let inner: usize = self.axes[axis + 1..].iter().map(|(_, size)| size).product();
        let (mut low, mut high) = (vec![f64::INFINITY; size], vec![f64::NEG_INFINITY; size]);
        for (number, line) in self.cells.chunks_exact(inner).enumerate() {
            let position = number % size;
            for &x in line {
                low[position] = low[position].min(x);
                high[position] = high[position].max(x);
            }
        }
        (low, high)
    }

    /// The cells of the same form over all players' axes, constant along those that it does not depend on.
    pub(super) fn spread(&self, sizes: &[usize]) -> Vec<f64> {
        let mut cells = self.cells.clone();
        let mut inner = 1;
        for (player, &size) in sizes.iter().enumerate().rev() {
            if !self.axes.iter().any(|(axis, _)| *axis == player) {
                cells = cells
                    .chunks_exact(inner)
                    .flat_map(|line| std::iter::repeat_n(line, size).flatten().copied())
                    .collect();
            }
            inner *= size;
        }
        cells
    }

    /// The values with one player at each of their pure strategies in turn, the others at a point.
    pub(super) fn values_along(&self, point: &[Vec<f64>], keep: usize) -> Vec<f64> {
        let mut cells = self.cells.clone();
        let mut inner = 1;
        for (axis, &(player, size)) in self.axes.iter().enumerate().rev() {
            if axis == keep {
                inner = size;
                continue;
            }
            let mut sums = Vec::with_capacity(cells.len() / size);
            for block in cells.chunks_exact(size * inner) {
                sums.extend(
                    (0..inner).map(|k| (0..size).map(|s| point[player][s] * block[s * inner + k]).sum::<f64>()),
                );
            }
            cells = sums;
        }
        cells
    }

    /// The value at a point.
    pub(super) fn value(&self, point: &[Vec<f64>]) -> f64 {
        let mut cells = self.cells.clone();
        for &(player, size) in self.axes.iter().rev() {
            let dot = |block: &[f64]| block.iter().zip(&point[player]).map(|(cell, x)| cell * x).sum();
            cells = cells.chunks_exact(size).map(dot).collect();
        }
        cells[0]
    }

    /// The form that says how the value changes as one player moves weight from strategy `from` to strategy `to`.
    pub(super) fn difference(&self, axis: usize, to: usize, from: usize) -> Tensor {
        let size = self.axes[axis].1;
        let inner: usize = self.axes[axis + 1..].iter().map(|(_, size)| size).product();
        let blocks = self.cells.chunks_exact(size * inner);
        let cells = blocks.flat_map(|block| (0..inner).map(move |k| block[to * inner + k] - block[from * inner + k]));
        let mut axes = self.axes.clone();
        axes.remove(axis);
        Tensor { axes, cells: cells.collect() }
    }

    /// Contracts all axes with the extreme points of the players' boxes. Each end is bounded on its own, which can only
    /// make the range wider.
    fn contracted(&self, boxes: &[Bounds]) -> Ranges {
        let mut ranges = Ranges { low: self.cells.clone(), high: self.cells.clone() };
        for &(player, size) in self.axes.iter().rev() {
            ranges = ranges.contract(size, &boxes[player]);
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
        assert_eq!(form.extremes_along(0), (vec![1.0, -1.0], vec![2.0, 3.0]));
        assert_eq!(form.values_along(&[vec![0.5, 0.5], vec![0.25, 0.75]], 0), [1.75, 0.0]);
        let narrow = vec![vec![(0.5, 0.5); 2], vec![(0.25, 0.25), (0.75, 0.75)]];
        assert_eq!(form.range(&narrow), (0.875, 0.875));
        assert_eq!(form.difference(0, 0, 1).cells, [-2.0, 3.0]);
        assert_eq!(form.difference(1, 1, 0).cells, [1.0, -4.0]);
    }

    #[test]
    fn corners_and_spreading() {
        let half = vec![vec![0.5, 0.5], vec![1.0, 0.0]];
        assert_eq!(form().at_corners(&[half.clone(), half]).cells, [1.25, 2.0, 1.5, 1.0]);
        let narrow = Tensor { axes: vec![(1, 2)], cells: vec![5.0, 7.0] };
        assert_eq!(narrow.spread(&[2, 2, 2]), [5.0, 5.0, 7.0, 7.0, 5.0, 5.0, 7.0, 7.0]);
        assert_eq!(narrow.spread(&[1, 2, 3]), [5.0, 5.0, 5.0, 7.0, 7.0, 7.0]);
    }

    #[test]
    fn knapsack() {
        let bounds = vec![(0.1, 0.5), (0.0, 0.4), (0.2, 1.0)];
        let cost = [3.0, 1.0, 2.0];
        assert!((least(&bounds, |t| cost[t]) - (0.1 * 3.0 + 0.4 + 0.5 * 2.0)).abs() < 1e-15);
    }
}
