//! Systems of constraints without what follows from the rest.

use super::constraint::Constraint;
use super::domain::Domain;

/// Which of the constraints are needed: each of the others follows from the needed ones and the domain.
///
/// The ones that are hardest to read are dropped first.
pub fn needed(constraints: &[Constraint], domain: &Domain) -> Vec<bool> {
    let mut keep = vec![true; constraints.len()];
    for (index, constraint) in constraints.iter().enumerate() {
        let before = constraints[..index].contains(constraint);
        keep[index] = !before && constraint.as_constant() != Some(true);
    }
    let mut order: Vec<usize> = (0..constraints.len()).filter(|&index| keep[index]).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(weight(&constraints[index])));
    for index in order {
        keep[index] = false;
        let rest: Vec<Constraint> = kept(constraints, &keep);
        keep[index] = !follows(&constraints[index], &rest, domain);
    }
    keep
}

/// The constraints that are needed.
pub fn simplified(constraints: &[Constraint], domain: &Domain) -> Vec<Constraint> {
    kept(constraints, &needed(constraints, domain))
}

/// Whether it is proven that a constraint holds wherever others do.
pub fn follows(constraint: &Constraint, from: &[Constraint], domain: &Domain) -> bool {
    let fails = |case: Constraint| domain.excludes(&[from, &[case]].concat());
    constraint.negation().into_iter().all(fails)
}

fn kept(constraints: &[Constraint], keep: &[bool]) -> Vec<Constraint> {
    constraints.iter().zip(keep).filter(|(_, keep)| **keep).map(|(constraint, _)| constraint.clone()).collect()
}

fn weight(constraint: &Constraint) -> (u32, usize) {
    (constraint.polynomial().degree(), constraint.polynomial().terms().len())
}
