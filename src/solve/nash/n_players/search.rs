//! All solutions of a system in the product of simplices of mixed strategies: contract, test, bisect.

use super::contract::contract;
use super::krawczyk::{self, Verdict};
use super::region::Region;
use super::system::System;
use super::tensor::Bounds;
use crate::solve::control::Watch;

/// A region of this width in which nothing is decided is given up: solutions there are singular or not isolated.
const SMALLEST: f64 = 1e-6;

/// Regions wider than this are not tested, only contracted: the test would say nothing.
const LARGEST: f64 = 0.2;

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
    let mut unique: Vec<(Vec<Bounds>, Vec<Bounds>)> = Vec::new();
    let mut stack = vec![Region::whole(&system.sizes)];
    while let Some(mut region) = stack.pop() {
        if watch.must_stop(found) {
            break;
        }
        findings.boxes += 1;
        if !contracted(system, &mut region, None) {
            continue;
        }
        let (boxes, edge) = (region.bounds(), region.longest_edge(None));
        if unique.iter().any(|(known, _)| within(&boxes, known)) {
            continue;
        }
        if edge.3 <= LARGEST {
            match krawczyk::test(system, &boxes) {
                Verdict::Empty => continue,
                Verdict::Unique { region, root } => {
                    if !unique.iter().any(|(other, known)| within(&root, other) || meet(known, &root)) {
                        unique.push((region, root));
                    }
                    continue;
                }
                Verdict::Open => {}
            }
        }
        if edge.3 < SMALLEST {
            findings.undecided = Some(boxes);
            break;
        }
        stack.extend(region.halves(edge));
    }
    findings.roots = unique.into_iter().map(|(_, root)| root).collect();
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
    let mut stack = vec![Region::whole(&system.sizes)];
    while let Some(mut region) = stack.pop() {
        if watch.must_stop(found) {
            break;
        }
        *count += 1;
        if !contracted(system, &mut region, Some(player)) {
            continue;
        }
        let edge = region.longest_edge(Some(player));
        if edge.3 < SMALLEST {
            return Some(region.bounds());
        }
        stack.extend(region.halves(edge));
    }
    None
}

/// Contracts while it helps much; false if nothing is left.
fn contracted(system: &System, region: &mut Region, only: Option<usize>) -> bool {
    loop {
        let before = region.longest_edge(only).3;
        if !contract(system, region, only) {
            return false;
        }
        let after = region.longest_edge(only).3;
        if after > 0.7 * before || after < SMALLEST {
            return true;
        }
    }
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
