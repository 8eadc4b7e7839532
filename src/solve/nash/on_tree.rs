//! Nash equilibria of trees: two players through the sequence form, more through the strategic form.

use std::collections::HashMap;

use super::sequences::sequences;
use super::{NashOptions, nash_normal};
use crate::error::Error;
use crate::game::{ExtensiveForm, Profile};
use crate::solve::solution::{Component, Equilibrium, Solution, Status};

/// Every equilibrium as behaviour.
pub(super) fn on_tree(tree: &ExtensiveForm, options: &NashOptions) -> Result<Solution, Error> {
    tree.require_perfect_recall("nash")?;
    if tree.num_players() == 2 {
        return sequences(tree, &options.control);
    }
    let form = tree.to_strategic(&options.strategic)?;
    let mut solution = nash_normal(&form.game, &options.control)?;
    let mut kept: Vec<Equilibrium> = Vec::with_capacity(solution.len());
    let mut known: HashMap<Profile, usize> = HashMap::new();
    let mut place = Vec::with_capacity(solution.len());
    for equilibrium in std::mem::take(&mut solution.equilibria) {
        let profile = match &equilibrium.profile {
            Profile::Mixed(mixed) => Profile::Behavior(form.behavior_of(mixed)?),
            Profile::Behavior(_) | Profile::Correlated(_) => equilibrium.profile.clone(),
        };
        // Different mixtures of plans may amount to one behaviour.
        place.push(*known.entry(profile.clone()).or_insert_with(|| {
            kept.push(Equilibrium { profile, ..equilibrium });
            kept.len() - 1
        }));
    }
    solution.equilibria = kept;
    let renumber = |component: Component| {
        let mut members: Vec<usize> = component.members.iter().map(|&member| place[member]).collect();
        members.sort_unstable();
        members.dedup();
        Component { members, subsets: Vec::new(), curved: Vec::new(), ..component }
    };
    if solution.complete() && solution.components.iter().any(|component| !component.curved.is_empty()) {
        let text = "some equilibria in mixed plans make curved sets, of which only a few are listed";
        solution.status = Status::Partial(text.to_owned());
    }
    solution.components = std::mem::take(&mut solution.components).into_iter().map(renumber).collect();
    let plans = if options.strategic.reduced { "reduced plans" } else { "full plans" };
    solution.claim = format!("every Nash equilibrium: the behaviour of each extreme equilibrium in mixed {plans}");
    solution.method = format!("strategic form, {}", solution.method);
    Ok(solution)
}
