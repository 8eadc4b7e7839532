//! Families of Nash equilibria that meet: on the path, as what deters from leaving it hangs together.

use super::assemble::{Family, joined};
use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, InfosetId, Profile, SequenceForm};
use crate::number::{Rational, lp};
use crate::solve::solution::{Component, Equilibrium};

/// The most pairs of families that are compared by linear programs.
const MAX_PAIRS: usize = 20_000;

/// Joins the components of families that do the same on the path somewhere.
///
/// Two equilibria that do the same on the path are connected where all that deters from leaving it is. Where behaviour may be chosen
/// independently at all information sets, the realisation plans of a family are the mixtures of those of its members: a linear program
/// tells whether two families have a path in common. Others are joined where members have.
pub(super) fn join(
    tree: &ExtensiveForm,
    equilibria: &[Equilibrium],
    families: &[Family],
    components: &mut Vec<Component>,
) -> Result<(), Error> {
    let form = tree.to_sequence()?;
    let walks: Vec<Walk> =
        equilibria.iter().map(|equilibrium| Walk::new(tree, &form, equilibrium)).collect::<Result<_, _>>()?;
    let mut compared = 0;
    for (number, family) in families.iter().enumerate() {
        for other in &families[..number] {
            let home = |family: &Family| components.iter().position(|own| own.members.contains(&family.members[0]));
            let (Some(a), Some(b)) = (home(family), home(other)) else { continue };
            if a == b || compared > MAX_PAIRS {
                continue;
            }
            compared += 1;
            if meet(&form, &walks, family, other) || meet(&form, &walks, other, family) {
                let second = components.remove(a.max(b));
                let first = components.remove(a.min(b));
                components.push(joined(vec![first, second]));
            }
        }
    }
    components.sort_by_key(|component| component.members[0]);
    Ok(())
}

/// An equilibrium's realisation plans, and the actions used where play comes: for each information set, empty where it does not.
struct Walk {
    plan: Vec<Vec<Rational>>,
    used: Vec<Vec<usize>>,
}

impl Walk {
    fn new(tree: &ExtensiveForm, form: &SequenceForm, equilibrium: &Equilibrium) -> Result<Walk, Error> {
        let Profile::Behavior(profile) = &equilibrium.profile else {
            return Ok(Walk { plan: Vec::new(), used: Vec::new() });
        };
        let actions = |row: Vec<Rational>| (0..row.len()).filter(|action| !row[*action].is_zero()).collect();
        let used = on_path(tree, profile).into_iter().map(actions).collect();
        Ok(Walk { plan: form.realization_of(profile)?, used })
    }

    /// Whether play takes no way that is not among some.
    fn keeps_to(&self, used: &[Vec<usize>]) -> bool {
        self.used.iter().zip(used).all(|(own, all)| own.iter().all(|action| all.contains(action)))
    }
}

/// What is done where play comes: for each information set, empty where it does not.
pub(super) fn on_path(tree: &ExtensiveForm, profile: &BehaviorProfile) -> Vec<Vec<Rational>> {
    let mut comes = vec![true; tree.num_nodes()];
    let mut rows = vec![Vec::new(); tree.infosets().len()];
    for id in tree.node_ids() {
        let node = tree.node(id);
        if let Some((parent, step)) = node.parent {
            let taken = match tree.node(parent).kind {
                crate::game::NodeKind::Decision(set) => !profile.at(set)[step].is_zero(),
                crate::game::NodeKind::Chance(chance) => !tree.chance_move(chance).probabilities[step].is_zero(),
                crate::game::NodeKind::Terminal => false,
            };
            comes[id.index()] = comes[parent.index()] && taken;
        }
        if let crate::game::NodeKind::Decision(set) = node.kind
            && comes[id.index()]
        {
            rows[set.index()] = profile.at(set).to_vec();
        }
    }
    rows
}

/// Whether members of a family, or mixtures of them, do the same as some of another where those come.
fn meet(form: &SequenceForm, walks: &[Walk], family: &Family, other: &Family) -> bool {
    let members = |family: &Family| family.members.iter().map(|&member| &walks[member]).collect::<Vec<_>>();
    let (own, theirs) = (members(family), members(other));
    let mut all: Vec<Vec<usize>> = vec![Vec::new(); theirs[0].used.len()];
    for walk in &theirs {
        all.iter_mut().zip(&walk.used).for_each(|(all, used)| all.extend(used));
    }
    let own: Vec<&&Walk> = own.iter().filter(|walk| walk.keeps_to(&all)).collect();
    if own.is_empty() {
        return false;
    }
    let places: Vec<(usize, usize)> = places(form, |id| !all[id.index()].is_empty());
    let row = |walk: &Walk| -> Vec<Rational> { places.iter().map(|&(a, b)| walk.plan[a][b].clone()).collect() };
    let own: Vec<Vec<Rational>> = own.into_iter().map(|walk| row(walk)).collect();
    let theirs: Vec<Vec<Rational>> = theirs.into_iter().map(row).collect();
    own.iter().any(|plan| theirs.contains(plan)) || family.apart && other.apart && hulls_meet(&own, &theirs)
}

/// The sequences that end at some information sets, by player.
fn places(form: &SequenceForm, within: impl Fn(InfosetId) -> bool) -> Vec<(usize, usize)> {
    let of = |(player, own): (usize, &crate::game::PlayerSequences)| {
        let sets = own.infosets.iter().filter(|set| within(set.infoset));
        sets.flat_map(|set| set.first..set.first + set.actions).map(|place| (player, place)).collect::<Vec<_>>()
    };
    form.players.iter().enumerate().flat_map(of).collect()
}

/// Whether the convex hulls of two sets of plans meet.
fn hulls_meet(own: &[Vec<Rational>], theirs: &[Vec<Rational>]) -> bool {
    if own.len() == 1 && theirs.len() == 1 {
        return own[0] == theirs[0];
    }
    let places = own[0].len();
    let mut rows: Vec<Vec<Rational>> = Vec::new();
    for place in 0..places {
        let row: Vec<Rational> =
            own.iter().map(|plan| plan[place].clone()).chain(theirs.iter().map(|plan| -&plan[place])).collect();
        rows.push(row.iter().map(|entry| -entry).chain([Rational::ZERO]).collect());
        rows.push(row.into_iter().chain([Rational::ZERO]).collect());
    }
    let sums = |first: bool| {
        let share = |own: bool| if own == first { Rational::ONE } else { Rational::ZERO };
        own.iter().map(|_| share(true)).chain(theirs.iter().map(|_| share(false))).collect::<Vec<_>>()
    };
    for first in [true, false] {
        rows.push(sums(first).into_iter().chain([Rational::ONE]).collect());
    }
    lp::maximise(rows, &sums(true)).value == Rational::ONE
}
