//! [`Region`]: a product of simplices, and the values of all forms at its corners.

use super::plan::{Axis, Form, Plan};
use super::system::System;
use super::tensor::Bounds;

/// A product of simplices, one for each block, each given by as many vertices as the block has probabilities.
///
/// Multilinear forms take their extremes over a product of simplices at its corners, so that ranges are exact. Vertices
/// and values are rounded, and move together with the region; what may slip between two halves is far nearer to them
/// than the margin of every comparison.
#[derive(Debug, Clone, Default)]
pub(super) struct Region {
    /// Each block's vertices, one after the other.
    pub(super) vertices: Vec<f64>,
    /// The forms' values at the corners, as the plan lays them out.
    pub(super) cells: Vec<f64>,
    /// Whether a form still says something; inequalities that hold in the whole region do not.
    pub(super) active: Vec<bool>,
    /// How often vertices and values were moved.
    pub(super) moves: u32,
}

/// An edge of a region: the block, two vertices and the length.
pub(super) type Edge = (usize, usize, usize, f64);

/// After so many moves, values are computed afresh, so that rounding errors stay below the margin.
const MAX_MOVES: u32 = 200;

impl Region {
    /// All probabilities.
    pub(super) fn whole(plan: &Plan, system: &System) -> Self {
        let unit = |&size: &usize| (0..size * size).map(move |i| if i / size == i % size { 1.0 } else { 0.0 });
        let tensors = system.all_equations().chain(&system.inequalities);
        Region {
            vertices: plan.sizes.iter().flat_map(unit).collect(),
            cells: tensors.flat_map(|tensor| tensor.cells.iter().copied()).collect(),
            active: vec![true; plan.forms.len()],
            moves: 0,
        }
    }

    /// Takes another region's place without new memory.
    pub(super) fn copy_from(&mut self, other: &Region) {
        self.vertices.clone_from(&other.vertices);
        self.cells.clone_from(&other.cells);
        self.active.clone_from(&other.active);
        self.moves = other.moves;
    }

    /// The smallest box around the region.
    pub(super) fn bounds(&self, plan: &Plan) -> Vec<Bounds> {
        let side = |block: usize, s: usize| {
            let size = plan.sizes[block];
            let values = (0..size).map(|t| self.vertices[plan.corners[block] + t * size + s]);
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
        };
        (0..plan.sizes.len()).map(|block| (0..plan.sizes[block]).map(|s| side(block, s)).collect()).collect()
    }

    /// The longest edge.
    pub(super) fn longest_edge(&self, plan: &Plan) -> Edge {
        let mut longest = (0, 0, 1, 0.0);
        for (block, &size) in plan.sizes.iter().enumerate() {
            let vertex = |t: usize| &self.vertices[plan.corners[block] + t * size..][..size];
            for a in 0..size {
                for b in 0..a {
                    let length = distance(vertex(a), vertex(b));
                    if length > longest.3 {
                        longest = (block, b, a, length);
                    }
                }
            }
        }
        longest
    }

    /// The edge along which the equations change most: cutting it decides more than cutting the longest one. With two
    /// probabilities each the two are about the same. Where equations hold along a whole edge they do not change on it at all,
    /// so that it is cut only for its length: once it is much longer than the steepest.
    pub(super) fn steepest_edge(&self, plan: &Plan, longest: Edge) -> Edge {
        const MUCH: f64 = 64.0;
        let mut steepest = (0, 0, 1, -1.0);
        for (block, &size) in plan.sizes.iter().enumerate() {
            for (a, b) in (0..size).flat_map(|a| (0..a).map(move |b| (a, b))) {
                let change: f64 = plan.forms[..plan.equations].iter().map(|form| self.change(form, block, a, b)).sum();
                if change > steepest.3 {
                    steepest = (block, b, a, change);
                }
            }
        }
        let (block, b, a, _) = steepest;
        let vertex = |t: usize| &self.vertices[plan.corners[block] + t * plan.sizes[block]..][..plan.sizes[block]];
        if MUCH * distance(vertex(a), vertex(b)) < longest.3 { longest } else { steepest }
    }

    /// How much a form changes on average from one vertex of a block's to another.
    fn change(&self, form: &Form, block: usize, a: usize, b: usize) -> f64 {
        let Some(axis) = form.axes.iter().find(|axis| axis.block == block) else { return 0.0 };
        let cells = &self.cells[form.start..][..form.len];
        let between = |block: &[f64]| -> f64 {
            let (from, to) = (&block[a * axis.inner..][..axis.inner], &block[b * axis.inner..][..axis.inner]);
            from.iter().zip(to).map(|(x, y)| (x - y).abs()).sum()
        };
        let sum: f64 = cells.chunks_exact(axis.size * axis.inner).map(between).sum();
        sum * axis.size as f64 / form.len as f64
    }

    /// Cuts off the half of the region near the second end of an edge, and returns it.
    pub(super) fn split(&mut self, plan: &Plan, (block, a, b, _): Edge, mut far: Region) -> Region {
        // Not the middle: solutions like 1/2 would lie on the cut.
        const CUT: f64 = 0.485_312_7;
        far.copy_from(self);
        self.replace(plan, block, b, a, 1.0 - CUT);
        far.replace(plan, block, a, b, CUT);
        far
    }

    /// Moves a vertex towards another, the share `rest` of the way from it being left.
    fn replace(&mut self, plan: &Plan, block: usize, moved: usize, towards: usize, rest: f64) {
        let weight = |x: &mut f64, other: f64| *x = other + (*x - other) * (1.0 - rest);
        self.moves += 1;
        self.along(plan, block, |block, axis| {
            for i in 0..axis.inner {
                let other = block[towards * axis.inner + i];
                weight(&mut block[moved * axis.inner + i], other);
            }
        });
    }

    /// Keeps the part of one simplex in which each vertex has at least the given weight; false if nothing is left.
    pub(super) fn shrink(&mut self, plan: &Plan, block: usize, least: &mut [f64]) -> bool {
        /// Weights are kept a little lower than was found, to cover rounding.
        const SLACK: f64 = 1e-12;
        least.iter_mut().for_each(|weight| *weight = (*weight - SLACK).max(0.0));
        let total: f64 = least.iter().sum();
        if total > 1.0 + SLACK {
            return false;
        }
        if total <= 1e-3 {
            // Hardly any gain: not worth the rounding.
            return true;
        }
        let rest = (1.0 - total).max(0.0);
        self.moves += 1;
        self.along(plan, block, |block, axis| contract(block, axis, least, rest));
        true
    }

    /// Does something to each line of the vertices, and of all forms that say something, along a block's axis.
    fn along(&mut self, plan: &Plan, block: usize, work: impl Fn(&mut [f64], Axis)) {
        let size = plan.sizes[block];
        work(&mut self.vertices[plan.corners[block]..][..size * size], Axis { block, size, inner: size });
        for (form, _) in plan.forms.iter().zip(&self.active).filter(|(_, active)| **active) {
            let Some(&axis) = form.axes.iter().find(|axis| axis.block == block) else { continue };
            let cells = &mut self.cells[form.start..][..form.len];
            cells.chunks_exact_mut(size * axis.inner).for_each(|block| work(block, axis));
        }
    }

    /// Whether vertices and values were moved so often that the values should be computed afresh.
    pub(super) fn is_worn(&self) -> bool {
        self.moves >= MAX_MOVES
    }

    /// Computes the forms' values at the corners afresh where they have been moved often.
    pub(super) fn refresh(&mut self, plan: &Plan, system: &System) {
        if !self.is_worn() {
            return;
        }
        self.moves = 0;
        let tensors = system.all_equations().chain(&system.inequalities);
        for (form, tensor) in plan.forms.iter().zip(tensors) {
            let cells = &mut self.cells[form.start..][..form.len];
            cells.copy_from_slice(&tensor.cells);
            for axis in &form.axes {
                let vertices = &self.vertices[plan.corners[axis.block]..][..axis.size * axis.size];
                cells.chunks_exact_mut(axis.size * axis.inner).for_each(|block| transform(block, *axis, vertices));
            }
        }
    }
}

/// Moves all vertices along an axis towards the point with the given weights.
fn contract(block: &mut [f64], axis: Axis, least: &[f64], rest: f64) {
    let inner = axis.inner;
    if let [first, second] = *least {
        let (low, high) = block.split_at_mut(inner);
        for (a, b) in low.iter_mut().zip(high) {
            let base = first * *a + second * *b;
            (*a, *b) = (base + rest * *a, base + rest * *b);
        }
        return;
    }
    for i in 0..inner {
        let base: f64 = least.iter().enumerate().map(|(t, weight)| weight * block[t * inner + i]).sum();
        for t in 0..axis.size {
            block[t * inner + i] = base + rest * block[t * inner + i];
        }
    }
}

/// Replaces the values at pure strategies by those at the vertices.
fn transform(block: &mut [f64], axis: Axis, vertices: &[f64]) {
    let mut line = vec![0.0; axis.size];
    for i in 0..axis.inner {
        for (t, vertex) in vertices.chunks_exact(axis.size).enumerate() {
            line[t] = vertex.iter().enumerate().map(|(s, x)| x * block[s * axis.inner + i]).sum();
        }
        line.iter().enumerate().for_each(|(t, value)| block[t * axis.inner + i] = *value);
    }
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
}
