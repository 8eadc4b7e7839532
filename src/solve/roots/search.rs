//! All solutions of a system in the product of simplices: contract, test, bisect.

use std::cell::RefCell;

use super::contract::{Scratch, contract};
use super::krawczyk::{self, Verdict};
use super::plan::Plan;
use super::region::{Edge, Region};
use super::system::System;
use super::tensor::Bounds;
use crate::solve::control::Watch;

/// A region of this width in which nothing is decided is given up: solutions there are singular or not isolated.
const SMALLEST: f64 = 1e-6;

/// Regions wider than this are not tested, only contracted: the test would say nothing.
const LARGEST: f64 = 0.1;

/// What was found.
#[derive(Debug, Default)]
pub(in crate::solve) struct Findings {
    /// Small boxes, each around one solution.
    pub(in crate::solve) roots: Vec<Vec<Bounds>>,
    /// A point near which nothing could be decided, if there is one.
    pub(in crate::solve) undecided: Option<Vec<Bounds>>,
    /// How many boxes were looked at.
    pub(in crate::solve) boxes: u64,
}

/// Whether contraction leaves anything at all.
pub(in crate::solve) fn possible(system: &System) -> bool {
    let plan = Plan::new(system);
    Memory::with(|memory| contract(&plan, &mut Region::whole(&plan, system), &mut memory.scratch))
}

/// Finds all solutions, each proven to exist and to be alone in its neighbourhood, or tells that it cannot.
pub(in crate::solve) fn solve(system: &System, watch: &mut Watch, found: usize) -> Findings {
    Memory::with(|memory| solve_with(system, watch, found, memory))
}

fn solve_with(system: &System, watch: &mut Watch, found: usize, memory: &mut Memory) -> Findings {
    let mut findings = Findings::default();
    if let Some(group) = system.overdetermined() {
        findings.undecided = overdetermined(&system.only(group), watch, found, memory, &mut findings.boxes);
        return findings;
    }
    let plan = Plan::new(system);
    let mut unique: Vec<(Vec<Bounds>, Vec<Bounds>)> = Vec::new();
    let mut stack = vec![Region::whole(&plan, system)];
    while let Some(mut region) = stack.pop() {
        if watch.must_stop(found) {
            break;
        }
        findings.boxes += 1;
        let Some(edge) = contracted(&plan, system, &mut region, memory) else {
            memory.spare.push(region);
            continue;
        };
        if edge.3 <= LARGEST {
            let boxes = region.bounds(&plan);
            if unique.iter().any(|(known, _)| within(&boxes, known)) {
                continue;
            }
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
            if edge.3 < SMALLEST {
                findings.undecided = Some(boxes);
                break;
            }
        }
        memory.halve(&plan, region, edge, &mut stack);
    }
    findings.roots = unique.into_iter().map(|(_, root)| root).collect();
    findings
}

/// A group with too many equations alone: in general they have no solution. Returns a box
/// where that is not so.
fn overdetermined(
    system: &System,
    watch: &mut Watch,
    found: usize,
    memory: &mut Memory,
    count: &mut u64,
) -> Option<Vec<Bounds>> {
    let plan = Plan::new(system);
    let mut stack = vec![Region::whole(&plan, system)];
    while let Some(mut region) = stack.pop() {
        if watch.must_stop(found) {
            break;
        }
        *count += 1;
        let Some(edge) = contracted(&plan, system, &mut region, memory) else {
            memory.spare.push(region);
            continue;
        };
        if edge.3 < SMALLEST {
            return Some(region.bounds(&plan));
        }
        memory.halve(&plan, region, edge, &mut stack);
    }
    None
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// So many regions are kept for the next supports.
const SPARE: usize = 32;

/// Memory that is used again from region to region, and on each thread from supports to supports.
#[derive(Debug, Default)]
struct Memory {
    scratch: Scratch,
    spare: Vec<Region>,
}

impl Memory {
    /// Does something with the thread's memory.
    fn with<T>(work: impl FnOnce(&mut Memory) -> T) -> T {
        MEMORY.with_borrow_mut(|memory| {
            let result = work(memory);
            memory.spare.truncate(SPARE);
            result
        })
    }

    /// Puts the two halves of a region on the stack.
    fn halve(&mut self, plan: &Plan, mut region: Region, edge: Edge, stack: &mut Vec<Region>) {
        let edge = if plan.sizes.iter().any(|size| *size > 2) { region.steepest_edge(plan, edge) } else { edge };
        let far = region.split(plan, edge, self.spare.pop().unwrap_or_default());
        stack.extend([far, region]);
    }
}

/// Contracts while it helps much, and returns the longest edge; `None` if nothing is left.
fn contracted(plan: &Plan, system: &System, region: &mut Region, memory: &mut Memory) -> Option<Edge> {
    let mut edge = region.longest_edge(plan);
    loop {
        region.refresh(plan, system);
        if !contract(plan, region, &mut memory.scratch) {
            return None;
        }
        let before = std::mem::replace(&mut edge, region.longest_edge(plan)).3;
        // After a large step the conditions are looked at again, however small the region is by now.
        if edge.3 >= 0.8 * before {
            return Some(edge);
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
