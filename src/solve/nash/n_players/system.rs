//! [`System`]: what must hold for an equilibrium with given supports.

use super::supports::Supports;
use super::table::{MARGIN, Table};
use super::tensor::{Bounds, Tensor};

/// The conditions on the probabilities of those who mix: each is indifferent among what is used, and nothing unused is
/// better.
#[derive(Debug)]
pub(super) struct System {
    /// How many strategies each of the players who mix uses.
    pub(super) sizes: Vec<usize>,
    /// For each player who mixes: forms that must be 0, the gain from each strategy used over the first.
    pub(super) equations: Vec<Vec<Tensor>>,
    /// Forms that must not be above 0: each player's gains from strategies that are not used.
    pub(super) temptations: Vec<Tensor>,
}

impl System {
    pub(super) fn new(table: &Table, supports: &Supports) -> Self {
        let mixing: Vec<usize> = (0..supports.len()).filter(|&player| supports[player].len() > 1).collect();
        let fixed = |player: usize| (supports[player].len() == 1).then(|| (player, supports[player][0]));
        let form = |player: usize, strategy: usize| {
            let others: Vec<usize> = mixing.iter().copied().filter(|&other| other != player).collect();
            let base = table.number((0..supports.len()).filter(|&other| other != player).filter_map(fixed));
            let mut numbers = vec![base];
            for &other in &others {
                let step = |number: usize| supports[other].iter().map(move |s| number + s * table.stride(other));
                numbers = numbers.into_iter().flat_map(step).collect();
            }
            let position = |other: &usize| mixing.iter().position(|player| player == other).unwrap_or(0);
            Tensor {
                axes: others.iter().map(|other| (position(other), supports[*other].len())).collect(),
                cells: numbers
                    .into_iter()
                    .map(|number| table.gain(player, number, strategy, supports[player][0]))
                    .collect(),
            }
        };
        let equations = mixing.iter().map(|&player| supports[player][1..].iter().map(|&s| form(player, s)).collect());
        let unused = (0..supports.len()).flat_map(|player| {
            (0..table.shape[player]).filter(move |s| !supports[player].contains(s)).map(move |s| (player, s))
        });
        System {
            sizes: mixing.iter().map(|&player| supports[player].len()).collect(),
            equations: equations.collect(),
            temptations: unused.map(|(player, strategy)| form(player, strategy)).collect(),
        }
    }

    /// The box of all mixed strategies on the supports.
    pub(super) fn whole(&self) -> Vec<Bounds> {
        self.sizes.iter().map(|&size| vec![(0.0, 1.0); size]).collect()
    }

    /// A player who has more equations to satisfy than the others have probabilities to choose.
    pub(super) fn overdetermined(&self) -> Option<usize> {
        let freedom: usize = self.sizes.iter().map(|size| size - 1).sum();
        (0..self.sizes.len()).find(|&player| 2 * (self.sizes[player] - 1) > freedom)
    }

    /// Cuts away from a box what cannot satisfy the conditions; false if nothing is left. With `only`, uses that player's
    /// equations alone.
    pub(super) fn contract(&self, boxes: &mut [Bounds], only: Option<usize>) -> bool {
        for (player, equations) in self.equations.iter().enumerate() {
            if only.is_some_and(|only| only != player) {
                continue;
            }
            for form in equations {
                if !cut(form, boxes, true) {
                    return false;
                }
            }
        }
        only.is_some() || self.temptations.iter().all(|form| cut(form, boxes, false))
    }
}

/// Cuts a box by `form <= 0`, and by `form >= 0` too if it is an equation.
fn cut(form: &Tensor, boxes: &mut [Bounds], equation: bool) -> bool {
    let (low, high) = form.range(boxes);
    if low > MARGIN || equation && high < -MARGIN {
        return false;
    }
    if low >= -MARGIN && high <= MARGIN {
        return true;
    }
    for (axis, &(player, _)) in form.axes.iter().enumerate() {
        let (low, high) = form.ranges_along(boxes, axis);
        let negated: Vec<f64> = high.iter().map(|x| -x).collect();
        if !narrow(&mut boxes[player], &low) || equation && !narrow(&mut boxes[player], &negated) {
            return false;
        }
    }
    true
}

/// Narrows one player's box by `sum_t x_t c_t <= 0`, where the `c_t` are lower bounds; false if nothing is left.
fn narrow(bounds: &mut Bounds, cost: &[f64]) -> bool {
    for t in 0..bounds.len() {
        let rest = (0..cost.len()).filter(|&k| k != t).map(|k| cost[k]).fold(f64::INFINITY, f64::min);
        // x c_t + (1 - x) rest <= 0
        let (slope, room) = (cost[t] - rest, MARGIN - rest);
        if slope > MARGIN {
            bounds[t].1 = bounds[t].1.min(up(room / slope));
        } else if slope < -MARGIN {
            bounds[t].0 = bounds[t].0.max(down(room / slope));
        }
    }
    respect_sum(bounds)
}

/// Narrows by `sum x = 1`; false if nothing is left.
fn respect_sum(bounds: &mut Bounds) -> bool {
    let low: f64 = bounds.iter().map(|(low, _)| low).sum();
    let high: f64 = bounds.iter().map(|(_, high)| high).sum();
    for (least, most) in bounds.iter_mut() {
        let (least_now, most_now) = (*least, *most);
        *most = most_now.min(up(1.0 - (low - least_now)));
        *least = least_now.max(down(1.0 - (high - most_now)));
    }
    bounds.iter().all(|(low, high)| low <= high)
}

/// Outward by more than the roundings made on the way.
fn up(x: f64) -> f64 {
    x + 1e-14 * (1.0 + x.abs())
}

fn down(x: f64) -> f64 {
    x - 1e-14 * (1.0 + x.abs())
}
