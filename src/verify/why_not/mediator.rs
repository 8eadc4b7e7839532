//! Profitable disobedience to a mediator.

use super::super::obedience::table;
use super::{Change, Deviation, Verdict, WhyNot};
use crate::error::Error;
use crate::game::{CorrelatedProfile, Game, NormalForm, PlayerId, Told};

/// For each recommendation that a player would disobey: how, and what it gains.
pub(super) fn why_not(game: &Game, profile: &CorrelatedProfile) -> Result<WhyNot, Error> {
    let table = table(game)?;
    profile.check(&table)?;
    let deviations: Vec<Deviation> = table.player_ids().flat_map(|player| of_player(&table, profile, player)).collect();
    let verdict = match (deviations.is_empty(), profile.coarse) {
        (true, false) => Verdict::Correlated,
        (true, true) => Verdict::CoarseCorrelated,
        (false, false) => Verdict::NotCorrelated,
        (false, true) => Verdict::NotCoarseCorrelated,
    };
    Ok(WhyNot::deviating(verdict, deviations))
}

/// The other recommendations are followed meanwhile, so that each gain counts by itself.
fn of_player(table: &NormalForm, profile: &CorrelatedProfile, player: PlayerId) -> Vec<Deviation> {
    let told = profile.told(table, player);
    let now: crate::number::Rational = told.iter().map(|told| &told.follow).sum();
    let labels = table.strategies(player);
    let deviation = |told: &Told| {
        let (instead, payoff) = told.temptation()?;
        let from = told.recommended.map_or("what is recommended", |recommended| labels.key(recommended));
        let place = if told.recommended.is_some() { "when that is recommended" } else { "" };
        let (from, to) = (from.to_owned(), labels.key(instead).to_owned());
        Some(Deviation {
            player: table.players().key(player.index()).to_owned(),
            changes: vec![Change { infoset: None, place: place.to_owned(), from, to }],
            now: now.clone(),
            after: &now - &told.follow + payoff,
            others: Vec::new(),
            plays: Vec::new(),
        })
    };
    told.iter().filter_map(deviation).collect()
}
