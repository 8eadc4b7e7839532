//! Cutting away from a region what cannot satisfy a system's conditions.

use nalgebra::DMatrix;

use super::region::Region;
use super::system::System;
use super::table::MARGIN;
use super::tensor::Tensor;

/// For each player and each vertex of the player's simplex, a weight that it has in every solution.
type Weights = Vec<Vec<f64>>;

/// Contracts a region once by every condition, and by the equations mixed so that each pins one probability; false if
/// nothing is left. With `only`, uses that player's equations alone.
pub(super) fn contract(system: &System, region: &mut Region, only: Option<usize>) -> bool {
    let mut least: Weights = system.sizes.iter().map(|&size| vec![0.0; size]).collect();
    let chosen = system.equations.iter().enumerate().filter(|(player, _)| only.is_none_or(|only| only == *player));
    let equations: Vec<Tensor> =
        chosen.flat_map(|(_, equations)| equations).map(|form| form.at_corners(&region.0)).collect();
    if !equations.iter().all(|form| weigh(form, MARGIN, true, &mut least)) {
        return false;
    }
    if only.is_none() {
        let tempts = |form: &Tensor| weigh(&form.at_corners(&region.0), MARGIN, false, &mut least);
        if !system.temptations.iter().all(tempts) || !precondition(system, region, &equations, &mut least) {
            return false;
        }
    }
    least.iter().enumerate().all(|(player, least)| region.shrink(player, least))
}

/// Weighs by the equations multiplied with the inverse of their derivative at the centre.
fn precondition(system: &System, region: &Region, corners: &[Tensor], least: &mut Weights) -> bool {
    let center = region.center();
    let forms: Vec<&Tensor> = system.equations.iter().flatten().collect();
    let sizes = system.sizes.iter().enumerate();
    let free: Vec<(usize, usize)> = sizes.flat_map(|(player, &size)| (1..size).map(move |s| (player, s))).collect();
    let mut derivative = DMatrix::zeros(forms.len(), free.len());
    for (row, form) in forms.iter().enumerate() {
        for (axis, &(player, _)) in form.axes.iter().enumerate() {
            let along = form.values_along(&center, axis);
            for (column, &(_, strategy)) in free.iter().enumerate().filter(|(_, (owner, _))| *owner == player) {
                derivative[(row, column)] = along[strategy] - along[0];
            }
        }
    }
    let Some(inverse) = derivative.try_inverse().filter(|inverse| inverse.iter().all(|x| x.is_finite())) else {
        return true;
    };
    let spread: Vec<Vec<f64>> = corners.iter().map(|form| form.spread(&system.sizes)).collect();
    let axes: Vec<(usize, usize)> = system.sizes.iter().copied().enumerate().collect();
    (0..free.len()).all(|row| {
        let mut mixed = Tensor { axes: axes.clone(), cells: vec![0.0; spread.first().map_or(1, Vec::len)] };
        for (k, cells) in spread.iter().enumerate() {
            let factor = inverse[(row, k)];
            mixed.cells.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += factor * cell);
        }
        let margin: f64 = 2.0 * MARGIN * inverse.row(row).iter().map(|x| x.abs()).sum::<f64>();
        weigh(&mixed, margin, true, least)
    })
}

/// Raises weights by `form <= 0`, and by `form >= 0` too if it is an equation; false if it fails at all corners.
fn weigh(form: &Tensor, margin: f64, equation: bool, least: &mut Weights) -> bool {
    let (low, high) = extremes(&form.cells);
    if low > margin || equation && high < -margin {
        return false;
    }
    if low >= -margin && (high <= margin || !equation) {
        return true;
    }
    for (axis, &(player, _)) in form.axes.iter().enumerate() {
        let (low, high) = form.extremes_along(axis);
        raise(&low, margin, &mut least[player]);
        if equation {
            let negated: Vec<f64> = high.iter().map(|x| -x).collect();
            raise(&negated, margin, &mut least[player]);
        }
    }
    true
}

/// Raises one player's weights by `sum_t w_t c_t <= margin`: where all other vertices cost something, this one must
/// pay for them.
fn raise(cost: &[f64], margin: f64, least: &mut [f64]) {
    for t in 0..cost.len() {
        let others = (0..cost.len()).filter(|&k| k != t).map(|k| cost[k]).fold(f64::INFINITY, f64::min);
        if others > margin && cost[t] < others {
            least[t] = least[t].max((others - margin) / (others - cost[t]));
        }
    }
}

fn extremes(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)))
}
