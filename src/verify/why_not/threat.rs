//! Threats that would not be carried out, and whose behaviour rests on them.

use super::super::regret::TreeRegrets;
use super::deviation::{best_for, changed, corrected, describe, plays, reach_from, reached};
use super::repair::{Fault, Repair, repair};
use super::{Deviation, Threat, path_names};
use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, NodeId, PlayerId};
use crate::number::Rational;

/// The most choices further on that a threat is explained with.
const MAX_GIVEN: usize = 3;

/// The threats in an equilibrium that is not subgame perfect: first those on which somebody's behaviour rests, then
/// other choices that would not be stood by. At most `limit` are told; the number of the rest comes second.
pub(super) fn threats(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    found: &TreeRegrets,
    limit: usize,
) -> Result<(Vec<Threat>, usize), Error> {
    let teller = Teller { tree, profile, found, repair: repair(tree, profile, found)? };
    let mut told = vec![false; teller.repair.faults.len()];
    let mut threats = Vec::new();
    for (position, deterred) in teller.deterring()? {
        if !std::mem::replace(&mut told[position], true) {
            let given = teller.given(position);
            given.iter().for_each(|other| told[*other] = true);
            threats.push(teller.tell(position, &given, Some(deterred)));
        }
    }
    let idle = (0..told.len()).rev().filter(|&position| teller.repair.faults[position].primary && !told[position]);
    let idle: Vec<usize> = idle.collect();
    let room = limit.saturating_sub(threats.len()).min(idle.len());
    threats.extend(idle[..room].iter().map(|&position| teller.tell(position, &[], None)));
    Ok((threats, idle.len() - room))
}

struct Teller<'a> {
    tree: &'a ExtensiveForm,
    profile: &'a BehaviorProfile,
    found: &'a TreeRegrets,
    repair: Repair,
}

impl Teller<'_> {
    /// For each player who would leave the path once everything off it is mended: what the player would do, and the
    /// first mended choice of somebody else that play then meets.
    fn deterring(&self) -> Result<Vec<(usize, Deviation)>, Error> {
        let (tree, mended) = (self.tree, &self.repair.profile);
        let found = TreeRegrets::new(tree, mended)?;
        let gains =
            |player: &PlayerId| found.replies[player.index()].values[0] > *found.values.of(tree.root(), *player);
        let mut pairs = Vec::new();
        for player in tree.player_ids().filter(gains) {
            let deviation = best_for(tree, mended, &found, 0, player)?;
            let reach = reach_from(tree, &corrected(tree, mended, &deviation), tree.root());
            let first = self.met(&reach, tree.root()).filter(|p| self.repair.faults[*p].player != player);
            pairs.extend(first.min_by_key(|&p| self.root_of(&self.repair.faults[p])).map(|p| (p, deviation)));
        }
        Ok(pairs)
    }

    /// The faults at whose information sets play arrives.
    fn met<'b>(&'b self, reach: &'b [Rational], root: NodeId) -> impl Iterator<Item = usize> + 'b {
        let arrives = move |fault: &Fault| {
            let mut nodes = fault.changes.iter().flat_map(|(id, _)| &self.tree.infoset(*id).nodes);
            nodes.any(|node| reached(reach, root, *node).is_some_and(Rational::is_positive))
        };
        (0..self.repair.faults.len()).filter(move |&position| arrives(&self.repair.faults[position]))
    }

    fn root_of(&self, fault: &Fault) -> NodeId {
        self.found.subgames.root(fault.subgame)
    }

    /// The other mended choices that play meets after one is mended, in the order of play.
    fn given(&self, position: usize) -> Vec<usize> {
        let root = self.root_of(&self.repair.faults[position]);
        let reach = reach_from(self.tree, &self.repair.profile, root);
        let mut others: Vec<usize> = self.met(&reach, root).filter(|other| *other != position).collect();
        others.sort_by_key(|other| self.root_of(&self.repair.faults[*other]));
        others.truncate(MAX_GIVEN);
        others
    }

    fn tell(&self, position: usize, given: &[usize], deterred: Option<Deviation>) -> Threat {
        let fault = &self.repair.faults[position];
        let (tree, root) = (self.tree, self.root_of(fault));
        let name = |player: PlayerId| tree.players().key(player.index()).to_owned();
        let after = changed(tree, &self.repair.profile, &fault.changes);
        let deviation = Deviation {
            player: name(fault.player),
            changes: describe(tree, self.profile, &fault.changes),
            now: fault.now.clone(),
            after: fault.after.clone(),
            others: Vec::new(),
            plays: plays(tree, &after, root),
        };
        let given = given.iter().map(|other| &self.repair.faults[*other]).flat_map(|fault| {
            let changes = describe(tree, self.profile, &fault.changes);
            changes.into_iter().map(move |change| (name(fault.player), change))
        });
        Threat { after: path_names(tree, root), deviation, given: given.collect(), deterred }
    }
}
