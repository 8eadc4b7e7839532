//! Mending a profile where play never comes: backwards, subgame by subgame, whoever would gain there does what is
//! best, given what was mended further on. What the players on the path would then do tells which threats mattered.

use super::super::regret::TreeRegrets;
use super::deviation::{best_changes, change, changed};
use super::stage::Stage;
use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, InfosetId, NodeId, PlayerId};
use crate::number::Rational;

/// A choice off the path that its maker would not stand by.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// The subgame in which it is made.
    pub subgame: usize,
    /// Who makes it.
    pub player: PlayerId,
    /// What the player would rather do.
    pub changes: Vec<(InfosetId, usize)>,
    /// The player's value in the subgame with the choice, everything further on mended.
    pub now: Rational,
    /// The player's value in the subgame without it.
    pub after: Rational,
    /// Whether the choice is wrong in the profile as it was, not only once what follows is mended.
    pub primary: bool,
}

/// A mended profile.
pub(super) struct Repair {
    /// The profile, unchanged on its path.
    pub profile: BehaviorProfile,
    /// What was mended, last in the order of play first.
    pub faults: Vec<Fault>,
}

/// Mends a profile off its path.
pub(super) fn repair(tree: &ExtensiveForm, profile: &BehaviorProfile, found: &TreeRegrets) -> Result<Repair, Error> {
    let subgames = &found.subgames;
    let reach = tree.reach_probabilities(profile)?;
    let mut mended = Repair { profile: profile.clone(), faults: Vec::new() };
    let original = |subgame: usize| found.values.at(subgames.root(subgame)).to_vec();
    let mut values: Vec<Vec<Rational>> = (0..subgames.len()).map(original).collect();
    let off_path = |subgame: &usize| reach[subgames.root(*subgame).index()].is_zero();
    for subgame in (0..subgames.len()).rev().filter(off_path) {
        let stage = Stage::new(tree, subgames, subgame, |inner| values[inner].clone())?;
        let mut part = stage.part(profile);
        if let Some(mut fault) = fault_in(&stage, &part, subgame)? {
            part = changed(&stage.game, &part, &fault.changes);
            let before = Stage::new(tree, subgames, subgame, original)?;
            fault.primary = fault_in(&before, &before.part(profile), subgame)?.is_some();
            fault.changes.iter_mut().for_each(|(id, _)| *id = stage.infosets[id.index()]);
            change(tree, &mut mended.profile, &fault.changes);
            mended.faults.push(fault);
        }
        values[subgame] = stage.game.expected_payoffs(&part)?;
    }
    Ok(mended)
}

/// The player of a stage who would gain most by another choice, if any does. Information sets are the stage's.
fn fault_in(stage: &Stage, part: &BehaviorProfile, subgame: usize) -> Result<Option<Fault>, Error> {
    let found = TreeRegrets::new(&stage.game, part)?;
    let gain = |player: &PlayerId| &found.replies[player.index()].values[0] - found.values.of(NodeId(0), *player);
    let worst = stage.game.player_ids().max_by_key(gain).filter(|player| gain(player).is_positive());
    let Some(player) = worst else { return Ok(None) };
    let changes = best_changes(&stage.game, part, &found, NodeId(0), player);
    let after = stage.game.expected_payoffs(&changed(&stage.game, part, &changes))?;
    let (now, after) = (found.values.of(NodeId(0), player).clone(), after[player.index()].clone());
    Ok(Some(Fault { subgame, player, changes, now, after, primary: true }))
}
