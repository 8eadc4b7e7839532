//! What players believe where they cannot tell nodes apart, in words.

use crate::game::{BeliefSet, ExtensiveForm, InfosetId, Profile};
use crate::number::Rational;
use crate::show::course::Course;
use crate::show::words::{clean, place};
use crate::solve::Equilibrium;

/// A line for each information set of several nodes: "Russia after Invoke believes: disloyal 5/8, loyal 3/8".
pub(super) fn belief_lines(tree: &ExtensiveForm, equilibrium: &Equilibrium) -> Vec<String> {
    let (Some(beliefs), Profile::Behavior(profile)) = (&equilibrium.beliefs, &equilibrium.profile) else {
        return Vec::new();
    };
    let course = Course::new(tree, profile);
    let several = tree.infoset_ids().filter(|id| tree.infoset(*id).nodes.len() > 1);
    let line = |id: InfosetId| {
        let infoset = tree.infoset(id);
        let names: Vec<String> = tree.node_names(id).iter().map(|name| clean(name)).collect();
        let held = held(&names, beliefs.at(id), range(&equilibrium.belief_sets, id));
        let met = infoset.nodes.iter().any(|node| course.reaches(*node));
        let never = if met { "" } else { " (play never comes there)" };
        format!("{} {} believes: {held}{never}", clean(tree.players().key(infoset.player.index())), place(infoset))
    };
    several.map(line).collect()
}

/// The bounds of each node's probability where several beliefs do, and whether any belief within them does.
fn range(sets: &[BeliefSet], id: InfosetId) -> Option<(Vec<(Rational, Rational)>, bool)> {
    let set = sets.iter().find(|set| set.infosets.contains(&id))?;
    let at = set.infosets.iter().position(|own| *own == id)?;
    let bounds = set.ranges().into_iter().nth(at)?;
    let free = set.infosets.len() == 1 && bounds.len() == 2;
    Some((bounds, free))
}

fn held(names: &[String], row: &[Rational], range: Option<(Vec<(Rational, Rational)>, bool)>) -> String {
    let pairs = names.iter().zip(row).filter(|(_, weight)| !weight.is_zero());
    let example = pairs.map(|(name, weight)| format!("{name} {weight}")).collect::<Vec<_>>().join(", ");
    match range {
        None => example,
        Some((bounds, true)) if bounds[0] == (Rational::ZERO, Rational::ONE) => "anything".into(),
        Some((bounds, true)) => {
            format!("any belief with {} between {} and {}", names[0], bounds[0].0, bounds[0].1)
        }
        Some((bounds, false)) => {
            let bound = |(name, (low, high)): (&String, &(Rational, Rational))| format!("{name} {low} to {high}");
            let bounds: Vec<String> = names.iter().zip(&bounds).map(bound).collect();
            format!("for example {example}; others do too, within {}", bounds.join(", "))
        }
    }
}
