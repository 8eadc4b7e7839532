//! All solutions of a system in the box of mixed strategies: contract, test, bisect.

use super::krawczyk::{self, Verdict};
use super::system::System;
use super::tensor::Bounds;
use crate::solve::control::Watch;

/// A box of this width in which nothing is decided is given up: solutions there are singular or not isolated.
const SMALLEST: f64 = 1e-6;

/// Boxes wider than this are not tested, only contracted: the test would say nothing.
const LARGEST: f64 = 0.75;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Small boxes, each around one solution.
    pub(super) roots: Vec<Vec<Bounds>>,
    /// A point near which nothing could be decided, if there is one.
    pub(super) undecided: Option<Vec<Bounds>>,
    /// How many boxes were looked at.
    pub(super) boxes: u64,
}

/// Finds all solutions, each proven to exist and to be alone in its neighbourhood, or tells that it cannot.
pub(super) fn solve(system: &System, watch: &mut Watch, found: usize) -> Findings {
    let mut findings = Findings::default();
    if let Some(player) = system.overdetermined() {
        findings.undecided = overdetermined(system, player, watch, found, &mut findings.boxes);
        return findings;
    }
    let mut regions: Vec<(Vec<Bounds>, Vec<Bounds>)> = Vec::new();
    let mut stack = vec![system.whole()];
    while let Some(mut boxes) = stack.pop() {
        if watch.must_stop(found) {
            break;
        }
        findings.boxes += 1;
        if !contracted(system, &mut boxes, None) || regions.iter().any(|(region, _)| within(&boxes, region)) {
            continue;
        }
        if widest(&boxes, None).2 <= LARGEST {
            match krawczyk::test(system, &boxes) {
                Verdict::Empty => continue,
                Verdict::Unique { region, root } => {
                    if !regions.iter().any(|(other, known)| within(&root, other) || meet(known, &root)) {
                        regions.push((region, root));
                    }
                    continue;
                }
                Verdict::Part(part) => boxes = part,
                Verdict::Open => {}
            }
        }
        if widest(&boxes, None).2 < SMALLEST {
            findings.undecided = Some(boxes);
            break;
        }
        stack.extend(halves(boxes, None));
    }
    findings.roots = regions.into_iter().map(|(_, root)| root).collect();
    findings
}

/// One player's equations alone, in the others' probabilities: in general they have no solution. Returns a box where
/// that is not so.
fn overdetermined(
    system: &System,
    player: usize,
    watch: &mut Watch,
    found: usize,
    count: &mut u64,
) -> Option<Vec<Bounds>> {
    let mut stack = vec![system.whole()];
    while let Some(mut boxes) = stack.pop() {
        if watch.must_stop(found) {
            break;
        }
        *count += 1;
        if !contracted(system, &mut boxes, Some(player)) {
            continue;
        }
        if widest(&boxes, Some(player)).2 < SMALLEST {
            return Some(boxes);
        }
        stack.extend(halves(boxes, Some(player)));
    }
    None
}

/// Contracts while it helps; false if nothing is left.
fn contracted(system: &System, boxes: &mut [Bounds], only: Option<usize>) -> bool {
    loop {
        let before = extent(boxes);
        if !system.contract(boxes, only) {
            return false;
        }
        if extent(boxes) >= 0.9 * before {
            return true;
        }
    }
}

/// The sum of widths: what bisection has to work off.
fn extent(boxes: &[Bounds]) -> f64 {
    boxes.iter().flatten().map(|(low, high)| high - low).sum()
}

/// The widest probability, those of one player left out: player, strategy, width.
fn widest(boxes: &[Bounds], leave_out: Option<usize>) -> (usize, usize, f64) {
    let mut widest = (0, 0, 0.0);
    for (player, bounds) in boxes.iter().enumerate().filter(|(player, _)| Some(*player) != leave_out) {
        for (strategy, (low, high)) in bounds.iter().enumerate() {
            if high - low > widest.2 {
                widest = (player, strategy, high - low);
            }
        }
    }
    widest
}

/// The two halves of a box, along its widest side.
fn halves(boxes: Vec<Bounds>, leave_out: Option<usize>) -> [Vec<Bounds>; 2] {
    let (player, strategy, _) = widest(&boxes, leave_out);
    let (low, high) = boxes[player][strategy];
    // Not the middle: solutions like 1/2 would lie on the cut.
    let cut = low + 0.485_312_7 * (high - low);
    let (mut below, mut above) = (boxes.clone(), boxes);
    below[player][strategy].1 = cut;
    above[player][strategy].0 = cut;
    [above, below]
}

fn within(inner: &[Bounds], outer: &[Bounds]) -> bool {
    pairs(inner, outer).all(|(inner, outer)| outer.0 <= inner.0 && inner.1 <= outer.1)
}

fn meet(a: &[Bounds], b: &[Bounds]) -> bool {
    pairs(a, b).all(|(a, b)| a.0 <= b.1 && b.0 <= a.1)
}

fn pairs<'a>(a: &'a [Bounds], b: &'a [Bounds]) -> impl Iterator<Item = (&'a (f64, f64), &'a (f64, f64))> {
    a.iter().flatten().zip(b.iter().flatten())
}
