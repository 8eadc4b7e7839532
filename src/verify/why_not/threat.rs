//! Threats that would not be carried out, and whose behaviour rests on them.

use super::super::regret::TreeRegrets;
use super::deviation::{best_for, corrected, in_subgame as deviations_in};
use super::{Deviation, Threat, path_names};
use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, NodeId, NodeKind, PlayerId};

/// The threat in a subgame that an equilibrium of the whole game gets wrong.
pub(super) fn in_subgame(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    found: &TreeRegrets,
    subgame: usize,
) -> Result<Threat, Error> {
    let root = found.subgames.root(subgame);
    let deviations = deviations_in(tree, profile, found, subgame)?;
    let deviation = deviations.into_iter().max_by_key(Deviation::gain).ok_or_else(|| {
        Error::Invalid("nobody gains by deviating in the subgame; there is no threat to explain".into())
    })?;
    let deterred = deterred(tree, &corrected(tree, profile, &deviation), &deviation, root)?;
    Ok(Threat { after: path_names(tree, root), deviation, deterred })
}

/// The player who would leave the equilibrium if the threat's maker did what is best in the subgame; first the one who
/// could bring play nearer to the subgame.
fn deterred(
    tree: &ExtensiveForm,
    corrected: &BehaviorProfile,
    threat: &Deviation,
    root: NodeId,
) -> Result<Option<Deviation>, Error> {
    let found = TreeRegrets::new(tree, corrected)?;
    let gains = |player: &PlayerId| {
        tree.players().key(player.index()) != threat.player
            && found.replies[player.index()].values[0] > *found.values.of(tree.root(), *player)
    };
    let gaining: Vec<PlayerId> = tree.player_ids().filter(gains).collect();
    let gatekeeper = gatekeeper(tree, corrected, root).filter(|player| gaining.contains(player));
    let player = gatekeeper.or(gaining.first().copied());
    player.map(|player| best_for(tree, corrected, &found, 0, player)).transpose()
}

/// The player who keeps play from taking the way to a node.
fn gatekeeper(tree: &ExtensiveForm, profile: &BehaviorProfile, node: NodeId) -> Option<PlayerId> {
    let closed = |(node, action): &(NodeId, usize)| tree.step_probability(profile, *node, *action).is_zero();
    let (node, _) = tree.steps(node).into_iter().find(closed)?;
    match tree.node(node).kind {
        NodeKind::Decision(infoset) => Some(tree.infoset(infoset).player),
        _ => None,
    }
}
