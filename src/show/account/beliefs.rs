//! What players believe where they cannot tell nodes apart, in words.

use crate::game::{ExtensiveForm, InfosetId, Profile};
use crate::number::Rational;
use crate::show::course::Course;
use crate::show::words::{clean, place};
use crate::solve::Equilibrium;

/// What is believed at an information set.
pub(crate) struct Held {
    /// The nodes' names.
    pub(crate) names: Vec<String>,
    /// A belief.
    pub(crate) example: Vec<Rational>,
    /// The bounds of each node's probability, where several beliefs do.
    bounds: Option<Vec<(Rational, Rational)>>,
    /// Whether any belief within the bounds does.
    free: bool,
}

/// What is believed at an information set; `None` where the equilibrium has no beliefs.
pub(crate) fn held(tree: &ExtensiveForm, equilibrium: &Equilibrium, id: InfosetId) -> Option<Held> {
    let example = equilibrium.beliefs.as_ref()?.at(id).to_vec();
    let set = equilibrium.belief_sets.iter().find(|set| set.infosets.contains(&id));
    let bounds = set.and_then(|_| equilibrium.belief_ranges()?.into_iter().nth(id.index()));
    let free = set.is_some_and(|set| set.infosets.len() == 1) && example.len() == 2;
    Some(Held { names: tree.node_names(id).iter().map(|name| clean(name)).collect(), example, bounds, free })
}

/// A line for each information set of several nodes: "Russia after Invoke believes: disloyal 5/8, loyal 3/8".
pub(super) fn belief_lines(tree: &ExtensiveForm, equilibrium: &Equilibrium) -> Vec<String> {
    let Profile::Behavior(profile) = &equilibrium.profile else { return Vec::new() };
    let course = Course::new(tree, profile);
    let several = tree.infoset_ids().filter(|id| tree.infoset(*id).nodes.len() > 1);
    let line = |id: InfosetId| {
        let infoset = tree.infoset(id);
        let held = held(tree, equilibrium, id)?.words();
        let met = infoset.nodes.iter().any(|node| course.reaches(*node));
        let never = if met { "" } else { " (play never comes there)" };
        let player = clean(tree.players().key(infoset.player.index()));
        Some(format!("{player} {} believes: {held}{never}", place(infoset)))
    };
    several.filter_map(line).collect()
}

impl Held {
    /// "any belief with disloyal between 0 and 5/8".
    fn words(&self) -> String {
        let pairs = self.names.iter().zip(&self.example).filter(|(_, weight)| !weight.is_zero());
        let example = pairs.map(|(name, weight)| format!("{name} {weight}")).collect::<Vec<_>>().join(", ");
        match &self.bounds {
            None => example,
            Some(_) if self.is_anything() => "anything".into(),
            Some(bounds) if self.free => {
                format!("any belief with {} between {} and {}", self.names[0], bounds[0].0, bounds[0].1)
            }
            Some(bounds) => format!("for example {example}; others do too, within {}", self.within(bounds)),
        }
    }

    /// For a story, which beliefs do, if several: "whatever it believes with disloyal between 0 and 5/8".
    pub(crate) fn extent(&self) -> Option<String> {
        let bounds = self.bounds.as_ref()?;
        let (name, (low, high)) = (self.names.first()?, bounds.first()?);
        Some(match (self.is_anything(), self.free) {
            (true, _) => "whatever it believes".into(),
            (_, true) if low.is_zero() => format!("as long as it believes {name} at most {high}"),
            (_, true) if *high == Rational::ONE => format!("as long as it believes {name} at least {low}"),
            (_, true) => format!("as long as it believes {name} between {low} and {high}"),
            _ => format!("by several beliefs, within {}", self.within(bounds)),
        })
    }

    fn is_anything(&self) -> bool {
        let whole = |bound: &(Rational, Rational)| *bound == (Rational::ZERO, Rational::ONE);
        self.free && self.bounds.as_ref().is_some_and(|bounds| whole(&bounds[0]))
    }

    fn within(&self, bounds: &[(Rational, Rational)]) -> String {
        let bound = |(name, (low, high)): (&String, &(Rational, Rational))| format!("{name} {low} to {high}");
        self.names.iter().zip(bounds).map(bound).collect::<Vec<_>>().join(", ")
    }
}
