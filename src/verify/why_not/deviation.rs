//! Profitable deviations in a tree or in one of its subgames, as small as will do.

use super::super::regret::TreeRegrets;
use super::super::words;
use super::{Change, Deviation, Play, path_names};
use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, InfosetId, NodeId, NodeKind, PlayerId};
use crate::number::Rational;

/// The most plays that a deviation lists.
const MAX_PLAYS: usize = 6;

/// For each player who gains by deviating alone in a subgame: how.
pub(super) fn in_subgame(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    found: &TreeRegrets,
    subgame: usize,
) -> Result<Vec<Deviation>, Error> {
    let root = found.subgames.root(subgame);
    let gains = |player: &PlayerId| found.replies[player.index()].values[subgame] > *found.values.of(root, *player);
    let of = |player| best_for(tree, profile, found, subgame, player);
    tree.player_ids().filter(gains).map(of).collect()
}

/// How a player who gains by deviating in a subgame does so.
pub(super) fn best_for(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    found: &TreeRegrets,
    subgame: usize,
    player: PlayerId,
) -> Result<Deviation, Error> {
    let root = found.subgames.root(subgame);
    let changes = best_changes(tree, profile, found, root, player);
    let after = changed(tree, profile, &changes);
    let values = tree.continuation_values(&after)?;
    Ok(Deviation {
        player: tree.players().key(player.index()).to_owned(),
        changes: describe(tree, profile, &changes),
        now: found.values.of(root, player).clone(),
        after: values.of(root, player).clone(),
        others: Vec::new(),
        plays: plays(tree, &after, root),
    })
}

/// The smallest change that profits a player who can gain by deviating: at one information set if that will do.
pub(super) fn best_changes(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    found: &TreeRegrets,
    root: NodeId,
    player: PlayerId,
) -> Vec<(InfosetId, usize)> {
    match best_single_change(tree, profile, found, root, player) {
        Some(change) => vec![change],
        None => changes_of_best_reply(tree, profile, found, root, player),
    }
}

/// Changes by name, against what the profile does.
pub(super) fn describe(tree: &ExtensiveForm, profile: &BehaviorProfile, changes: &[(InfosetId, usize)]) -> Vec<Change> {
    let one = |(id, action): &(InfosetId, usize)| {
        let infoset = tree.infoset(*id);
        Change {
            infoset: Some(infoset.key.clone()),
            place: words::infoset_place(tree, *id),
            from: words::choice(&infoset.actions, profile.at(*id)),
            to: infoset.actions.key(*action).to_owned(),
        }
    };
    changes.iter().map(one).collect()
}

/// The profile with other actions, taken for sure, at some information sets.
pub(super) fn changed(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    changes: &[(InfosetId, usize)],
) -> BehaviorProfile {
    let mut changed = profile.clone();
    change(tree, &mut changed, changes);
    changed
}

/// Changes a profile in place: other actions, taken for sure, at some information sets.
pub(super) fn change(tree: &ExtensiveForm, profile: &mut BehaviorProfile, changes: &[(InfosetId, usize)]) {
    for (id, action) in changes {
        let count = tree.infoset(*id).actions.len();
        profile.0[id.index()] = (0..count).map(|a| Rational::from(i64::from(a == *action))).collect();
    }
}

/// A profile after a deviation that was told by names.
pub(super) fn corrected(tree: &ExtensiveForm, profile: &BehaviorProfile, deviation: &Deviation) -> BehaviorProfile {
    let find = |change: &Change| {
        let player = tree.player(&deviation.player).ok()?;
        let id = tree.find_infoset(player, change.infoset.as_ref()?).ok()?;
        Some((id, tree.infoset(id).actions.find("action", &change.to).ok()?))
    };
    changed(tree, profile, &deviation.changes.iter().filter_map(find).collect::<Vec<_>>())
}

/// The most profitable change at a single information set that play reaches from `root`, if there is one.
fn best_single_change(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    found: &TreeRegrets,
    root: NodeId,
    player: PlayerId,
) -> Option<(InfosetId, usize)> {
    let reach = reach_from(tree, profile, root);
    let mut best: Option<(Rational, InfosetId, usize)> = None;
    for id in tree.infosets_of(player) {
        let infoset = tree.infoset(id);
        let inside = |node: &&NodeId| reached(&reach, root, **node).is_some_and(Rational::is_positive);
        let nodes: Vec<NodeId> = infoset.nodes.iter().filter(inside).copied().collect();
        for action in 0..if nodes.is_empty() { 0 } else { infoset.actions.len() } {
            let gain = |node: &NodeId| {
                let next = found.values.of(tree.node(*node).children[action], player);
                reached(&reach, root, *node)
                    .map_or(Rational::ZERO, |weight| weight * &(next - found.values.of(*node, player)))
            };
            let gain: Rational = nodes.iter().map(gain).sum();
            if gain.is_positive() && best.as_ref().is_none_or(|(most, ..)| gain > *most) {
                best = Some((gain, id, action));
            }
        }
    }
    best.map(|(_, id, action)| (id, action))
}

/// Where the best reply departs from the profile along the way that play then takes.
fn changes_of_best_reply(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    found: &TreeRegrets,
    root: NodeId,
    player: PlayerId,
) -> Vec<(InfosetId, usize)> {
    let actions = &found.replies[player.index()].actions;
    let all: Vec<(InfosetId, usize)> = tree.infosets_of(player).map(|id| (id, actions[id.index()])).collect();
    let reach = reach_from(tree, &changed(tree, profile, &all), root);
    let met = |id: InfosetId| {
        tree.infoset(id).nodes.iter().any(|node| reached(&reach, root, *node).is_some_and(Rational::is_positive))
    };
    let departs = |(id, action): &(InfosetId, usize)| profile.at(*id)[*action] != Rational::ONE && met(*id);
    all.into_iter().filter(departs).collect()
}

/// The probability with which play comes from `root` to each node of its subtree, in order.
pub(super) fn reach_from(tree: &ExtensiveForm, profile: &BehaviorProfile, root: NodeId) -> Vec<Rational> {
    let mut reach: Vec<Rational> = vec![Rational::ONE];
    for index in root.index() + 1..tree.node(root).end.index() {
        let Some((parent, action)) = tree.node(NodeId::from(index)).parent else { continue };
        let weight = &reach[parent.index() - root.index()];
        reach.push(match weight.is_zero() {
            true => Rational::ZERO,
            false => weight * tree.step_probability(profile, parent, action),
        });
    }
    reach
}

/// The entry of a node in what [`reach_from`] gives; `None` outside the subtree.
pub(super) fn reached(reach: &[Rational], root: NodeId, node: NodeId) -> Option<&Rational> {
    node.index().checked_sub(root.index()).and_then(|offset| reach.get(offset))
}

/// The plays from a node on, most probable first.
pub(super) fn plays(tree: &ExtensiveForm, profile: &BehaviorProfile, root: NodeId) -> Vec<Play> {
    let reach = reach_from(tree, profile, root);
    let ends = (root.index()..tree.node(root).end.index()).map(NodeId::from);
    let ends = ends.filter(|id| tree.node(*id).kind == NodeKind::Terminal);
    let mut ends: Vec<(&Rational, NodeId)> =
        ends.map(|id| (&reach[id.index() - root.index()], id)).filter(|(weight, _)| !weight.is_zero()).collect();
    ends.sort_by(|a, b| b.0.cmp(a.0).then(a.1.cmp(&b.1)));
    ends.truncate(MAX_PLAYS);
    let play =
        |(probability, id): (&Rational, NodeId)| Play { path: path_names(tree, id), probability: probability.clone() };
    ends.into_iter().map(play).collect()
}
