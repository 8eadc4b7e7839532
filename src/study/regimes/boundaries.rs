//! What holds on the surfaces between cells.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Cell, ParametricEquilibrium};
use crate::number::Rational;
use crate::solve::Watch;
use crate::study::region::{Answer, Constraint, Domain, Sense};

/// A surface on which somebody is indifferent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Boundary {
    /// The equation of the surface.
    pub equation: Constraint,
    /// A point of it, at which no other comparison of a cell is tied.
    pub sample: Vec<Rational>,
    /// The equilibria that exist at that point: positions in [`Regimes::equilibria`](super::Regimes::equilibria).
    pub equilibria: Vec<usize>,
}

/// The surfaces of all cells, each once.
pub(super) fn boundaries(
    cells: &[Cell],
    equilibria: &[ParametricEquilibrium],
    domain: &Domain,
    watch: &mut Watch,
) -> Vec<Boundary> {
    let mut list: Vec<Boundary> = Vec::new();
    let mut seen: HashSet<Constraint> = HashSet::new();
    if watch.must_stop_now(0) {
        return list;
    }
    let existence = Existence::new(equilibria);
    for cell in cells {
        for condition in &cell.conditions {
            if watch.must_stop_now(0) {
                return list;
            }
            let equation = condition.with_sense(Sense::Zero);
            if seen.contains(&equation) {
                continue;
            }
            let rest = cell.conditions.iter().filter(|other| *other != condition).cloned();
            let on: Vec<Constraint> = rest.chain([equation.clone()]).collect();
            let Answer::Point(sample) = domain.decide(&on) else { continue };
            seen.insert(equation.clone());
            let there = existence.at(&sample);
            list.push(Boundary { equation, sample, equilibria: there });
        }
    }
    list
}

/// Where equilibria exist: their comparisons, each once, as many equilibria share them.
struct Existence<'a> {
    equilibria: &'a [ParametricEquilibrium],
    comparisons: Vec<&'a Constraint>,
    /// By equilibrium: what must hold, by position.
    wanted: Vec<Vec<usize>>,
}

impl<'a> Existence<'a> {
    fn new(equilibria: &'a [ParametricEquilibrium]) -> Self {
        let (mut comparisons, mut known) = (Vec::new(), HashMap::new());
        let mut number = |constraint: &'a Constraint| {
            *known.entry(constraint).or_insert_with(|| {
                comparisons.push(constraint);
                comparisons.len() - 1
            })
        };
        let wanted = equilibria
            .iter()
            .map(|equilibrium| equilibrium.requirements.iter().map(|r| number(&r.constraint)).collect())
            .collect();
        Existence { equilibria, comparisons, wanted }
    }

    /// The equilibria that exist at a point.
    fn at(&self, point: &[Rational]) -> Vec<usize> {
        let holds: Vec<bool> = self.comparisons.iter().map(|comparison| comparison.holds(point)).collect();
        let exists = |at: &usize| {
            self.wanted[*at].iter().all(|&comparison| holds[comparison]) && self.equilibria[*at].exists_at(point)
        };
        (0..self.equilibria.len()).filter(exists).collect()
    }
}
