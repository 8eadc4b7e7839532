//! What keeps players on the path, in words.

use crate::game::{Deterrent, ExtensiveForm, OffPath, PlayerId, Profile};
use crate::show::words::{Digits, clean, place};
use crate::solve::Equilibrium;

/// Where an equilibrium stands for others off the path: what these have to hold players to, a line for each deviation.
pub(super) fn deterrent_lines(tree: &ExtensiveForm, equilibrium: &Equilibrium) -> Vec<String> {
    let Some(off) = off_path(tree, equilibrium).filter(|_| equilibrium.others_off_path) else { return Vec::new() };
    if off.deterrents.is_empty() {
        return Vec::new();
    }
    let digits = Digits::of(equilibrium);
    let mut lines =
        vec!["With the same path, whatever holds players to this off it is an equilibrium, too:".to_owned()];
    lines.extend(off.deterrents.iter().map(|deterrent| line(tree, deterrent, digits)));
    lines
}

/// What an equilibrium does off the path, where that can be said.
pub(super) fn off_path(tree: &ExtensiveForm, equilibrium: &Equilibrium) -> Option<OffPath> {
    match &equilibrium.profile {
        Profile::Behavior(profile) => tree.off_path(profile).ok(),
        _ => None,
    }
}

/// "Kyrgyzstan gets at most -3 by Propose at the start (here -31/10), by what Russia and Tajikistan do".
fn line(tree: &ExtensiveForm, deterrent: &Deterrent, digits: Digits) -> String {
    let infoset = tree.infoset(deterrent.infoset);
    let name = |player: PlayerId| clean(tree.players().key(player.index()));
    let mut others: Vec<PlayerId> = deterrent.infosets.iter().map(|id| tree.infoset(*id).player).collect();
    others.sort_unstable();
    others.dedup();
    let others: Vec<String> = others.into_iter().map(name).collect();
    format!(
        "{} gets at most {} by {} {} (here {}), by what {} would do",
        name(infoset.player),
        digits.full(&deterrent.at_most),
        clean(infoset.actions.key(deterrent.action)),
        place(infoset),
        digits.full(&deterrent.brings),
        crate::show::words::list(&others)
    )
}
