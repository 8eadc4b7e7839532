//! Regimes: the inequalities of the dilemmas, textbook families, and random models against the solvers.

mod support;

#[path = "regimes/dilemmas.rs"]
mod dilemmas;
#[path = "regimes/families.rs"]
mod families;
#[path = "regimes/proven.rs"]
mod proven;
#[path = "regimes/random.rs"]
mod random;
#[path = "regimes/sequential.rs"]
mod sequential;

use foederis::{Concept, Model, Rational, Regimes, RegimesOptions, regimes};
use support::Random;

/// Regimes over some parameters (all, where none is named).
fn solved(model: &Model, concept: Concept, over: &[&str]) -> Regimes {
    let over = (!over.is_empty()).then(|| over.iter().map(|name| name.to_string()).collect());
    let found = regimes(model, concept, &RegimesOptions { over, ..RegimesOptions::default() }).unwrap();
    assert!(found.status == foederis::Status::Complete, "{:?}", found.status);
    found
}

/// A cell's conditions as text, sorted.
fn conditions(found: &Regimes, cell: usize) -> Vec<String> {
    let names = found.model.symbols_list();
    let mut list: Vec<String> = found.cells[cell].conditions.iter().map(|condition| condition.to_text(names)).collect();
    list.sort();
    list
}

/// A random admissible point, in halves, for the parameters that vary.
fn random_point(found: &Regimes, random: &mut Random) -> Vec<Rational> {
    loop {
        let mut point = found.domain.base().to_vec();
        for variable in found.domain.free() {
            let range = &found.model.parameters()[usize::from(variable.0)].range;
            let unit = range.high.is_some();
            let value = match unit {
                true => Rational::new(random.below(25) as i64, 24).unwrap(),
                false => Rational::new(random.below(25) as i64 - 8, 2).unwrap(),
            };
            point[usize::from(variable.0)] = value;
        }
        if found.model.check(&point).is_ok() {
            return point;
        }
    }
}
