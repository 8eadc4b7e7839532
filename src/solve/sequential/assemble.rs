//! From pieces to equilibria with beliefs, families and components.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::positions;
use super::beliefs::{self, Held};
use super::cell::Group;
use super::form::Var;
use super::meeting;
use super::search::Piece;
use super::setting::{Setting, Support};
use crate::error::Error;
use crate::game::{BehaviorProfile, Profile};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::guarantee::{largest_gain, payoffs_and_best};
use crate::solve::nash::affine_dimension;
use crate::solve::solution::{Component, Equilibrium};

/// Equilibria, and what they belong to.
#[derive(Debug, Default)]
pub(super) struct Assembled {
    pub(super) equilibria: Vec<Equilibrium>,
    pub(super) components: Vec<Component>,
    /// Whether some were left out, as there were too many.
    pub(super) truncated: bool,
    /// Supports of pieces that were left out, as boxes do not tell what is believed.
    pub(super) unclear: Vec<Vec<Support>>,
    /// For each curve, its known members, as positions among the equilibria.
    pub(super) witnesses: BTreeMap<usize, Vec<usize>>,
}

/// Extreme equilibria that belong together: every mixture of their behaviour is an equilibrium too.
pub(super) struct Family {
    pub(super) members: Vec<usize>,
    dimension: usize,
    /// Whether behaviour at each information set may be chosen independently.
    pub(super) apart: bool,
    /// The curve that they are members of.
    curve: Option<usize>,
}

/// An equilibrium's behaviour with the beliefs that support it.
struct Entry {
    behavior: BehaviorProfile,
    held: Held,
    /// Whether other behaviour off the path, which is not listed, would do as well.
    open: bool,
}

/// Lists the extreme equilibria of all pieces, each once, at most so many; where the search was told to stop, of as many pieces
/// as can be had soon.
pub(super) fn assemble(
    setting: &Setting,
    pieces: &[Piece],
    limit: usize,
    watch: &mut Watch,
) -> Result<Assembled, Error> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut by_behavior: BTreeMap<BehaviorProfile, Vec<usize>> = BTreeMap::new();
    let mut families = Vec::new();
    let (mut truncated, mut unclear) = (false, Vec::new());
    for piece in pieces {
        let Some(Corners { corners, dimension, all }) = corners(setting, piece, limit, watch) else {
            truncated = true;
            continue;
        };
        truncated |= !all;
        let Some(corners) = corners.into_iter().collect::<Option<Vec<_>>>() else {
            unclear.push(piece.supports.clone());
            continue;
        };
        let mut members = Vec::new();
        for (behavior, mut held) in corners {
            let behavior = known_as(behavior, &mut held, &entries);
            let known = by_behavior.entry(behavior.clone()).or_default();
            let place = match known.iter().find(|&&at| held.is_part_of(&entries[at].held)) {
                Some(&place) => {
                    entries[place].open |= piece.open;
                    place
                }
                None => {
                    entries.push(Entry { behavior, held, open: piece.open });
                    known.push(entries.len() - 1);
                    entries.len() - 1
                }
            };
            members.push(place);
        }
        members.sort_unstable();
        members.dedup();
        let apart = piece.product.groups.iter().all(|group| one_block(piece, group));
        families.push(Family { members, dimension, apart, curve: piece.curve });
    }
    widen(&mut families, &entries, &by_behavior);
    Ok(Assembled { truncated, unclear, ..finish(setting, entries, families, watch)? })
}

/// The behaviour by which an irrational one is known already: the true one is near both, so that the list has it once.
fn known_as(behavior: BehaviorProfile, held: &mut Held, entries: &[Entry]) -> BehaviorProfile {
    let Some(own) = held.radius else { return behavior };
    let distance = |other: &BehaviorProfile| -> f64 {
        let pairs = behavior.0.iter().flatten().zip(other.0.iter().flatten());
        pairs.map(|(a, b)| (a - b).abs()).max().unwrap_or_default().to_f64().next_up()
    };
    let near = |entry: &&Entry| entry.held.radius.is_some_and(|radius| distance(&entry.behavior) <= own + radius);
    let Some(entry) = entries.iter().find(near) else { return behavior };
    held.radius = Some((own + distance(&entry.behavior)).next_up());
    entry.behavior.clone()
}

/// A behaviour with its beliefs, where these are known.
type Corner = Option<(BehaviorProfile, Held)>;

/// The extreme behaviour of a piece.
struct Corners {
    corners: Vec<Corner>,
    /// The dimension of the behaviour.
    dimension: usize,
    /// Whether these are all, as there are not too many.
    all: bool,
}

/// The extreme behaviour of a piece with its beliefs, no more than are wanted; `None` if there is no time.
fn corners(setting: &Setting, piece: &Piece, limit: usize, watch: &mut Watch) -> Option<Corners> {
    if watch.out_of_patience() {
        return None;
    }
    let (moving, believing) = beliefs::split(piece);
    let total = moving.iter().try_fold(1usize, |total, group| total.checked_mul(group.vertices.len()));
    let all = total.is_some_and(|total| total <= limit);
    let middle = piece.product.middle();
    let mut points = vec![middle.clone()];
    for group in &moving {
        let put = |point: &Vec<Rational>| {
            let at = |vertex: &Vec<Rational>| {
                let mut point = point.clone();
                group.put(vertex, &mut point);
                point
            };
            group.vertices.iter().map(at).collect::<Vec<_>>()
        };
        points = points.iter().flat_map(put).take(limit.max(1)).collect();
    }
    let corner = |point: Vec<Rational>| {
        let held = beliefs::held(setting, piece, &point, &middle, &believing)?;
        Some((behavior(setting, piece, &point), held))
    };
    // Without beliefs, all variables are probabilities of actions.
    let actions = if piece.basis.weights.is_empty() { piece.basis.size() as Var } else { piece.basis.actions };
    let dimension = moving.iter().map(|group| moved_dimension(group, actions)).sum();
    let count = points.len();
    let found: Vec<Corner> = points.into_iter().take_while(|_| !watch.out_of_patience()).map(corner).collect();
    (found.len() == count).then_some(Corners { corners: found, dimension, all })
}

/// The dimension of a group, beliefs left aside.
fn moved_dimension(group: &Group, actions: Var) -> usize {
    let places: Vec<usize> = (0..group.variables.len()).filter(|&at| group.variables[at] < actions).collect();
    let part = |vertex: &Vec<Rational>| places.iter().map(|&at| vertex[at].clone()).collect();
    affine_dimension(&group.vertices.iter().map(part).collect::<Vec<Vec<Rational>>>())
}

fn behavior(setting: &Setting, piece: &Piece, point: &[Rational]) -> BehaviorProfile {
    let row = |id: crate::game::InfosetId| {
        let mut row = vec![Rational::ZERO; setting.tree.infoset(id).actions.len()];
        for position in positions(piece.supports[id.index()]) {
            let variable = piece.basis.variable(setting.action(id, position));
            row[position] = variable.map_or(Rational::ONE, |variable| point[variable as usize].clone());
        }
        row
    };
    BehaviorProfile(setting.tree.infoset_ids().map(row).collect())
}

/// Beliefs found later may contain those that stand for a member: the member then stands for both.
fn widen(families: &mut [Family], entries: &[Entry], by_behavior: &BTreeMap<BehaviorProfile, Vec<usize>>) {
    let widest = |at: usize| {
        let all = &by_behavior[&entries[at].behavior];
        let wider = |other: &&usize| **other > at && entries[at].held.is_part_of(&entries[**other].held);
        all.iter().find(wider).copied().unwrap_or(at)
    };
    for family in families {
        family.members.iter_mut().for_each(|member| *member = widest(widest(*member)));
        family.members.sort_unstable();
        family.members.dedup();
    }
}

fn finish(
    setting: &Setting,
    entries: Vec<Entry>,
    mut families: Vec<Family>,
    watch: &mut Watch,
) -> Result<Assembled, Error> {
    families.sort_by(|a, b| b.members.len().cmp(&a.members.len()).then_with(|| a.members.cmp(&b.members)));
    let within = |a: &Family, b: &Family| a.members.iter().all(|member| b.members.binary_search(member).is_ok());
    let mut on_curves: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for family in &families {
        if let Some(curve) = family.curve {
            on_curves.entry(curve).or_default().extend(&family.members);
        }
    }
    let mut kept: Vec<Family> = Vec::new();
    for family in families.into_iter().take_while(|_| !watch.out_of_patience()) {
        if !kept.iter().any(|other| within(&family, other)) {
            kept.push(family);
        }
    }
    let mut used: Vec<usize> = kept.iter().flat_map(|family| family.members.iter().copied()).collect();
    used.sort_by(|&a, &b| entries[b].behavior.cmp(&entries[a].behavior).then(a.cmp(&b)));
    used.dedup();
    let places: BTreeMap<usize, usize> = used.iter().enumerate().map(|(place, &member)| (member, place)).collect();
    let place = |at: &usize| places.get(at).copied().unwrap_or(0);
    let mut equilibria = Vec::with_capacity(used.len());
    for &at in &used {
        let Entry { behavior, held, open } = &entries[at];
        let payoffs = setting.tree.expected_payoffs(behavior)?;
        let regret = match held.radius {
            None => Rational::ZERO,
            Some(_) => {
                let (own, best) = payoffs_and_best(setting.tree, behavior)?;
                largest_gain(&own, &best)
            }
        };
        let exact = Equilibrium::exact(Profile::Behavior(behavior.clone()), payoffs);
        let beliefs = Some(held.beliefs.clone()).filter(|beliefs| beliefs.0.len() == setting.tree.infosets().len());
        let belief_sets = held.sets.clone();
        let others_off_path = *open;
        equilibria.push(Equilibrium {
            beliefs,
            belief_sets,
            regret,
            error_bound: held.radius,
            others_off_path,
            ..exact
        });
    }
    let families: Vec<Family> =
        kept.iter().map(|family| Family { members: family.members.iter().map(place).collect(), ..*family }).collect();
    let mut components = components(families.iter().map(Family::component).collect());
    if equilibria.iter().all(|own| own.beliefs.is_none()) {
        meeting::join(setting.tree, &equilibria, &families, &mut components)?;
        without_repeated_paths(setting, &mut equilibria, &mut components);
    }
    let listed = |members: Vec<usize>| {
        let mut found: Vec<usize> = members.iter().filter_map(|member| places.get(member).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let witnesses = on_curves.into_iter().map(|(curve, members)| (curve, listed(members))).collect();
    Ok(Assembled { equilibria, components, witnesses, ..Assembled::default() })
}

/// Leaves out equilibria that stand for all with their path, where a member of a larger family does so, too.
fn without_repeated_paths(setting: &Setting, equilibria: &mut Vec<Equilibrium>, components: &mut [Component]) {
    let path = |at: &usize| match &equilibria[*at].profile {
        Profile::Behavior(profile) if equilibria[*at].others_off_path => Some(meeting::on_path(setting.tree, profile)),
        _ => None,
    };
    let mut repeated: BTreeSet<usize> = BTreeSet::new();
    for component in components.iter() {
        let (alone, several): (Vec<&Vec<usize>>, Vec<&Vec<usize>>) =
            component.families.iter().partition(|family| family.len() == 1);
        let in_several = |at: &usize| several.iter().any(|family| family.contains(at));
        let mut known: BTreeSet<_> = several.iter().flat_map(|family| family.iter().filter_map(path)).collect();
        for at in alone.into_iter().map(|family| family[0]).filter(|at| !in_several(at)) {
            if path(&at).is_some_and(|path| !known.insert(path)) {
                repeated.insert(at);
            }
        }
    }
    let place = |at: usize| at - repeated.range(..at).count();
    let renumbered = |members: &[usize]| -> Vec<usize> {
        members.iter().filter(|at| !repeated.contains(at)).map(|&at| place(at)).collect()
    };
    for component in components {
        component.members = renumbered(&component.members);
        component.families = component.families.iter().map(|family| renumbered(family)).collect();
        component.families.retain(|family| !family.is_empty());
    }
    let mut number = 0..;
    equilibria.retain(|_| number.next().is_some_and(|number| !repeated.contains(&number)));
}

impl Family {
    /// The family by itself.
    fn component(&self) -> Component {
        let mut members = self.members.clone();
        members.sort_unstable();
        Component { families: vec![members.clone()], members, dimension: self.dimension, ..Component::default() }
    }
}

/// Whether a group is of one block only.
fn one_block(piece: &Piece, group: &Group) -> bool {
    piece.basis.blocks.iter().filter(|block| group.variables.contains(&block.start)).count() == 1
}

/// One of several components.
pub(super) fn joined(parts: Vec<Component>) -> Component {
    let mut union = Component::default();
    for part in parts {
        union.members.extend(part.members);
        union.families.extend(part.families);
        union.curved.extend(part.curved);
        union.dimension = union.dimension.max(part.dimension);
    }
    union.members.sort_unstable();
    union.members.dedup();
    union.families.sort();
    union
}

/// Families that share an equilibrium are connected.
fn components(families: Vec<Component>) -> Vec<Component> {
    let mut components: Vec<Component> = Vec::new();
    for family in families {
        let meets = |component: &Component| component.members.iter().any(|member| family.members.contains(member));
        let (mut parts, apart): (Vec<Component>, Vec<Component>) = components.into_iter().partition(meets);
        parts.push(family);
        components = apart;
        components.push(joined(parts));
    }
    components.sort_by_key(|component| component.members[0]);
    components
}
