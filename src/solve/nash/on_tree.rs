//! Nash equilibria of trees: two players through the sequence form, more in behaviour, or else through the strategic form.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::sequences::sequences;
use super::{NashOptions, nash_normal};
use crate::error::Error;
use crate::game::{ExtensiveForm, Profile, StrategicOptions};
use crate::solve::control::Control;
use crate::solve::nash_by_behavior;
use crate::solve::solution::{Component, Equilibrium, Solution, Status};

/// Every equilibrium as behaviour.
///
/// With three and more players behaviour is looked for first, as the number of unknowns is that of actions. What an earlier
/// mixture makes of a later one may be a curved set in behaviour and a polytope in plans; so where the former leaves something out,
/// the strategic form answers, if it is small: it joins more of what belongs together.
pub(super) fn on_tree(tree: &ExtensiveForm, options: &NashOptions) -> Result<Solution, Error> {
    let own = tree.require_perfect_recall("nash")?;
    if tree.num_players() == 2 {
        return sequences(tree, &own, &options.control);
    }
    let start = Instant::now();
    let found = nash_by_behavior(tree, &options.control)?;
    if !matches!(found.status, Status::Partial(_)) {
        return Ok(found);
    }
    let left = |limit: Duration| limit.saturating_sub(start.elapsed());
    let control = Control { time_limit: options.control.time_limit.map(left), ..options.control.clone() };
    let max_profiles = FEW_PROFILES.min(options.strategic.max_profiles);
    let strategic = StrategicOptions { max_profiles, ..options.strategic.clone() };
    match in_plans(tree, &strategic, &control) {
        Ok(solution) if matches!(solution.status, Status::Complete | Status::Partial(_)) => Ok(solution),
        _ => Ok(found),
    }
}

/// Strategic forms with no more profiles than this are tried where behaviour leaves something out: larger ones with such sets
/// take long.
const FEW_PROFILES: usize = 48;

/// Every equilibrium as the behaviour of mixed plans of the strategic form.
fn in_plans(tree: &ExtensiveForm, options: &StrategicOptions, control: &Control) -> Result<Solution, Error> {
    let form = tree.to_strategic(options)?;
    let mut solution = nash_normal(&form.game, control)?;
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
    let plans = if options.reduced { "reduced plans" } else { "full plans" };
    solution.claim = format!("every Nash equilibrium: the behaviour of each extreme equilibrium in mixed {plans}");
    solution.method = format!("strategic form, {}", solution.method);
    Ok(solution)
}
