//! Cutting away from a region what cannot satisfy a system's conditions.

use super::MARGIN;
use super::plan::{Axis, Form, Plan};
use super::precondition::Mixer;
use super::region::Region;

/// Memory that is used again for every region.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// For each block and each vertex of the block's simplex, a weight that it has in every solution.
    pub(super) least: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
    /// The least and the largest value for each position along each axis of a form.
    ends: Vec<(f64, f64)>,
    pub(super) mixer: Mixer,
}

/// Where the conditions as they are leave less of a region than this share, they are looked at again before they are mixed.
const PLENTY: f64 = 0.5;

/// Contracts a region by every condition while that leaves little of it, and then by the equations mixed so that each pins
/// one probability, which takes longer; false if nothing is left.
pub(super) fn contract(plan: &Plan, region: &mut Region, scratch: &mut Scratch) -> bool {
    loop {
        if !weigh_all(plan, region, scratch) {
            return false;
        }
        let left = |block: usize| {
            let least = &scratch.least[plan.offsets[block]..][..plan.sizes[block]];
            (1.0 - least.iter().sum::<f64>()).max(0.0)
        };
        if (0..plan.sizes.len()).map(left).product::<f64>() > PLENTY || region.is_worn() {
            return scratch.mixer.weigh(plan, region, &mut scratch.least) && shrink_all(plan, region, scratch);
        }
        if !shrink_all(plan, region, scratch) {
            return false;
        }
    }
}

/// Raises the weights by every condition; false if one holds nowhere.
fn weigh_all(plan: &Plan, region: &mut Region, scratch: &mut Scratch) -> bool {
    scratch.least.clear();
    scratch.least.resize(plan.weights(), 0.0);
    for (number, form) in plan.forms.iter().enumerate() {
        if !region.active[number] {
            continue;
        }
        let cells = &region.cells[form.start..][..form.len];
        let equation = number < plan.equations;
        match weigh(plan, form, cells, equation, scratch) {
            Weighed::Fails => return false,
            Weighed::Holds if !equation => region.active[number] = false,
            _ => {}
        }
    }
    true
}

/// Keeps what has at least the weights found; false if nothing is left.
fn shrink_all(plan: &Plan, region: &mut Region, scratch: &mut Scratch) -> bool {
    (0..plan.sizes.len()).all(|block| {
        let least = &mut scratch.least[plan.offsets[block]..][..plan.sizes[block]];
        region.shrink(plan, block, least)
    })
}

enum Weighed {
    Fails,
    Holds,
    Open,
}

/// Raises weights by `form <= 0`, and by `form >= 0` too if it is an equation.
fn weigh(plan: &Plan, form: &Form, cells: &[f64], equation: bool, scratch: &mut Scratch) -> Weighed {
    extremes(form, cells, scratch);
    let first = form.axes.first().map_or(1, |axis| axis.size);
    let ends = scratch.ends[..first].iter();
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x.0), b.max(x.1)));
    if low > MARGIN || equation && high < -MARGIN {
        return Weighed::Fails;
    }
    if low >= -MARGIN && high <= MARGIN || !equation && high <= -MARGIN {
        return Weighed::Holds;
    }
    let mut start = 0;
    for axis in &form.axes {
        let ends = &scratch.ends[start..][..axis.size];
        let least = &mut scratch.least[plan.offsets[axis.block]..][..axis.size];
        raise(ends.iter().map(|(low, _)| *low), MARGIN, least);
        if equation {
            raise(ends.iter().map(|(_, high)| -high), MARGIN, least);
        }
        start += axis.size;
    }
    Weighed::Open
}

/// Finds the least and the largest cell for each position along every axis, folding away one axis after the other.
fn extremes(form: &Form, cells: &[f64], scratch: &mut Scratch) {
    let Scratch { low, high, ends, .. } = scratch;
    ends.clear();
    let Some(first) = form.axes.first() else {
        ends.push((cells[0], cells[0]));
        return;
    };
    ends.extend(cells.chunks_exact(first.inner).map(|block| (least(block), largest(block))));
    fold(cells, *first, low, smaller);
    fold(cells, *first, high, larger);
    for axis in &form.axes[1..] {
        let blocks = low.chunks_exact(axis.inner).zip(high.chunks_exact(axis.inner));
        ends.extend(blocks.map(|(low, high)| (least(low), largest(high))));
        fold_in_place(low, *axis, smaller);
        fold_in_place(high, *axis, larger);
    }
}

fn fold(cells: &[f64], axis: Axis, out: &mut Vec<f64>, choose: impl Fn(f64, f64) -> f64) {
    out.clear();
    out.extend_from_slice(&cells[..axis.inner]);
    for block in cells.chunks_exact(axis.inner).skip(1) {
        out.iter_mut().zip(block).for_each(|(kept, x)| *kept = choose(*kept, *x));
    }
}

fn fold_in_place(cells: &mut Vec<f64>, axis: Axis, choose: impl Fn(f64, f64) -> f64) {
    let (first, rest) = cells.split_at_mut(axis.inner);
    for block in rest.chunks_exact(axis.inner) {
        first.iter_mut().zip(block).for_each(|(kept, x)| *kept = choose(*kept, *x));
    }
    cells.truncate(axis.inner);
}

// Plain comparisons, which the compiler turns into vector instructions; no value is NaN.
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The least of some values, in several lanes.
pub(super) fn least(values: &[f64]) -> f64 {
    reduce(values, f64::INFINITY, smaller)
}

pub(super) fn largest(values: &[f64]) -> f64 {
    reduce(values, f64::NEG_INFINITY, larger)
}

fn reduce(values: &[f64], start: f64, choose: impl Fn(f64, f64) -> f64) -> f64 {
    let mut lanes = [start; 8];
    let chunks = values.chunks_exact(8);
    let mut best = chunks.remainder().iter().fold(start, |best, &x| choose(best, x));
    if values.len() >= 8 {
        chunks.for_each(|chunk| lanes.iter_mut().zip(chunk).for_each(|(lane, &x)| *lane = choose(*lane, x)));
        best = lanes.iter().fold(best, |best, &x| choose(best, x));
    }
    best
}

/// Raises one block's weights by `sum_t w_t c_t <= margin`: where all other vertices cost something, this one must
/// pay for them.
pub(super) fn raise(cost: impl Iterator<Item = f64>, margin: f64, least: &mut [f64]) {
    // The two cheapest vertices: only one that is cheaper than all others can be forced to pay.
    let (mut cheapest, mut first, mut second) = (0, f64::INFINITY, f64::INFINITY);
    for (t, c) in cost.enumerate() {
        if c < first {
            (cheapest, first, second) = (t, c, first);
        } else if c < second {
            second = c;
        }
    }
    if second > margin && second.is_finite() && first < second {
        least[cheapest] = least[cheapest].max((second - margin) / (second - first));
    }
}
