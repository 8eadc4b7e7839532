//! Profitable deviations in a payoff table.

use super::super::words;
use super::{Change, Deviation};
use crate::error::Error;
use crate::game::{MixedProfile, NormalForm, PlayerId};

/// Each player's best strategy, where it is better than what the profile has.
pub(super) fn deviations(game: &NormalForm, profile: &MixedProfile) -> Result<Vec<Deviation>, Error> {
    profile.check(game)?;
    let values = game.expected_payoffs(profile)?;
    let mut found = Vec::new();
    for (player, now) in game.player_ids().zip(values) {
        let payoffs = game.deviation_payoffs(profile, player)?;
        let best = (0..payoffs.len()).max_by(|&a, &b| payoffs[a].cmp(&payoffs[b]).then(b.cmp(&a)));
        let Some(best) = best.filter(|best| payoffs[*best] > now) else { continue };
        let labels = game.strategies(player);
        let (from, to) = (words::choice(labels, profile.of(player)), labels.key(best).to_owned());
        found.push(Deviation {
            player: game.players().key(player.index()).to_owned(),
            changes: vec![Change { infoset: None, place: String::new(), from, to }],
            now,
            after: payoffs[best].clone(),
            others: others(game, profile, player),
            plays: Vec::new(),
        });
    }
    Ok(found)
}

fn others(game: &NormalForm, profile: &MixedProfile, player: PlayerId) -> Vec<(String, String)> {
    let does = |other: PlayerId| {
        let choice = words::choice(game.strategies(other), profile.of(other));
        (game.players().key(other.index()).to_owned(), choice)
    };
    game.player_ids().filter(|other| *other != player).map(does).collect()
}
