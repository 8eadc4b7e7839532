//! Krawczyk's test: whether a box holds exactly one solution of the equations, or none.

use nalgebra::{DMatrix, DVector};

use super::MARGIN;
use super::system::System;
use super::tensor::Bounds;
use crate::number::Interval;

/// What the test says about a box.
pub(in crate::solve) enum Verdict {
    /// There is no solution in it.
    Empty,
    /// There is exactly one solution in `region`, which contains the box; it lies in `root`.
    Unique {
        /// The box for which uniqueness is proven.
        region: Vec<Bounds>,
        /// A small box around the solution.
        root: Vec<Bounds>,
    },
    /// Nothing can be said: the derivative is singular, or the box too large.
    Open,
}

/// How much a box is widened before the test, so that a solution on its border is seen as well.
const WIDEN: f64 = 0.1;

/// The most refinements of a solution's box.
const REFINEMENTS: usize = 30;

/// One coordinate: a block and a place in it whose probability is free; the block's pivot takes the rest.
struct Chart {
    coordinates: Vec<(usize, usize)>,
    pivots: Vec<usize>,
}

/// Tests a box (Krawczyk 1969; Moore, Kearfott, Cloud 2009, doi:10.1137/1.9780898717716, chapter 8).
pub(in crate::solve) fn test(system: &System, boxes: &[Bounds]) -> Verdict {
    if !system.is_square() {
        return Verdict::Open;
    }
    let chart = Chart::new(boxes);
    let region = chart.widened(boxes);
    let Some(image) = step(system, &chart, &region) else { return Verdict::Open };
    let inside = image.iter().zip(&region).all(|(image, region)| region.holds_inside(*image));
    if inside {
        let root = refine(system, &chart, image);
        return Verdict::Unique { region: chart.boxes(&region), root: chart.boxes(&root) };
    }
    let own = chart.intervals(boxes);
    let empty = image.iter().zip(&own).any(|(image, own)| own.intersection(*image).is_none());
    if empty { Verdict::Empty } else { Verdict::Open }
}

/// Shrinks a box that holds exactly one solution as far as floats allow.
fn refine(system: &System, chart: &Chart, mut root: Vec<Interval>) -> Vec<Interval> {
    for _ in 0..REFINEMENTS {
        let Some(image) = step(system, chart, &root) else { break };
        let next: Option<Vec<Interval>> = image.iter().zip(&root).map(|(a, b)| b.intersection(*a)).collect();
        let Some(next) = next else { break };
        let gained = next.iter().zip(&root).any(|(new, old)| new.width() < 0.9 * old.width());
        root = next;
        if !gained {
            break;
        }
    }
    root
}

/// Krawczyk's operator; `None` where the derivative at the middle is singular.
fn step(system: &System, chart: &Chart, region: &[Interval]) -> Option<Vec<Interval>> {
    let d = region.len();
    let middle: Vec<f64> = region.iter().map(|x| x.middle()).collect();
    let center = chart.boxes(&middle.iter().map(|&x| Interval::point(x)).collect::<Vec<_>>());
    let point: Vec<Vec<f64>> = center.iter().map(|bounds| bounds.iter().map(|(low, _)| *low).collect()).collect();
    let over = chart.boxes(region);
    let forms: Vec<_> = system.all_equations().collect();
    let values: Vec<Interval> = forms.iter().map(|form| Interval::point(form.value(&point)).widened(MARGIN)).collect();
    let mut slopes = vec![Interval::ZERO; d * d];
    let mut at_middle = DMatrix::<f64>::zeros(d, d);
    for (row, form) in forms.iter().enumerate() {
        for (column, &(block, strategy)) in chart.coordinates.iter().enumerate() {
            let Some(axis) = form.axes.iter().position(|(axis, _)| *axis == block) else { continue };
            let slope = form.difference(axis, strategy, chart.pivots[block]);
            let (low, high) = slope.range(&over);
            slopes[row * d + column] = Interval::new(low, high).widened(4.0 * MARGIN);
            at_middle[(row, column)] = slope.value(&point);
        }
    }
    let inverse = at_middle.try_inverse().filter(|inverse| inverse.iter().all(|x| x.is_finite()))?;
    Some(operator(&inverse, &values, &slopes, &DVector::from_vec(middle), region))
}

/// `m - Y F(m) + (I - Y J)(X - m)`.
fn operator(
    inverse: &DMatrix<f64>,
    values: &[Interval],
    slopes: &[Interval],
    middle: &DVector<f64>,
    region: &[Interval],
) -> Vec<Interval> {
    let d = region.len();
    let row = |i: usize| {
        let newton = (0..d).fold(Interval::ZERO, |sum, k| sum + Interval::point(inverse[(i, k)]) * values[k]);
        let rest = (0..d).fold(Interval::ZERO, |sum, j| {
            let product =
                (0..d).fold(Interval::ZERO, |sum, k| sum + Interval::point(inverse[(i, k)]) * slopes[k * d + j]);
            let identity = Interval::point(if i == j { 1.0 } else { 0.0 });
            sum + (identity - product) * (region[j] - Interval::point(middle[j]))
        });
        Interval::point(middle[i]) - newton + rest
    };
    (0..d).map(row).collect()
}

impl Chart {
    /// The largest probability of each block is the pivot.
    fn new(boxes: &[Bounds]) -> Self {
        let largest = |bounds: &Bounds| {
            (0..bounds.len())
                .max_by(|&a, &b| (bounds[a].0 + bounds[a].1).total_cmp(&(bounds[b].0 + bounds[b].1)))
                .unwrap_or(0)
        };
        let pivots: Vec<usize> = boxes.iter().map(largest).collect();
        let free = |block: usize| {
            let pivot = pivots[block];
            (0..boxes[block].len()).filter(move |&strategy| strategy != pivot).map(move |strategy| (block, strategy))
        };
        Chart { coordinates: (0..boxes.len()).flat_map(free).collect(), pivots }
    }

    fn intervals(&self, boxes: &[Bounds]) -> Vec<Interval> {
        self.coordinates
            .iter()
            .map(|&(block, strategy)| boxes[block][strategy])
            .map(|(lo, hi)| Interval::new(lo, hi))
            .collect()
    }

    fn widened(&self, boxes: &[Bounds]) -> Vec<Interval> {
        self.intervals(boxes).into_iter().map(|x| x.widened(WIDEN * x.width() + 1e-9)).collect()
    }

    /// The box in all probabilities; the pivot's bounds follow from the sum.
    fn boxes(&self, intervals: &[Interval]) -> Vec<Bounds> {
        let mut boxes: Vec<Bounds> = self.pivots.iter().map(|_| Bounds::new()).collect();
        let mut rest = vec![Interval::point(1.0); self.pivots.len()];
        for (&(block, _), &interval) in self.coordinates.iter().zip(intervals) {
            boxes[block].push((interval.lo, interval.hi));
            rest[block] = rest[block] - interval;
        }
        for (block, &pivot) in self.pivots.iter().enumerate() {
            boxes[block].insert(pivot, (rest[block].lo, rest[block].hi));
        }
        boxes
    }
}
