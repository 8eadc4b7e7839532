//! What holds on the surfaces between cells.

use super::{Cell, ParametricEquilibrium};
use crate::number::Rational;
use crate::solve::Watch;
use crate::study::region::{Answer, Constraint, Domain, Sense};

/// A surface on which somebody is indifferent.
#[derive(Debug, Clone, PartialEq)]
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
    for cell in cells {
        for condition in &cell.conditions {
            if watch.must_stop_now(0) {
                return list;
            }
            let equation = condition.with_sense(Sense::Zero);
            if list.iter().any(|known| known.equation == equation) {
                continue;
            }
            let rest = cell.conditions.iter().filter(|other| *other != condition).cloned();
            let on: Vec<Constraint> = rest.chain([equation.clone()]).collect();
            let Answer::Point(sample) = domain.decide(&on) else { continue };
            let there: Vec<usize> = (0..equilibria.len()).filter(|&at| equilibria[at].exists_at(&sample)).collect();
            list.push(Boundary { equation, sample, equilibria: there });
        }
    }
    list
}
