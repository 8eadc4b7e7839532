//! Correlated profiles: what each player could gain by not doing as it is told.

use super::regret::Regret;
use crate::error::Error;
use crate::game::{Concept, CorrelatedProfile, DEFAULT_MAX_PROFILES, Game, NormalForm, PlayerId, Profile};
use crate::number::Rational;

/// The table that a correlated profile of a game is drawn from.
pub(super) fn table(game: &Game) -> Result<NormalForm, Error> {
    game.table_of_plans(DEFAULT_MAX_PROFILES)
}

/// Each player's regret: the best reply does, whenever that is better, something else than what is told.
pub(super) fn regrets(table: &NormalForm, profile: &CorrelatedProfile) -> Vec<Regret> {
    let regret = |player: PlayerId| {
        let told = profile.told(table, player);
        let best = told.iter().map(|told| told.temptation().map_or(&told.follow, |(_, payoff)| payoff));
        Regret {
            player: table.players().key(player.index()).to_owned(),
            value: told.iter().map(|told| &told.follow).sum::<Rational>(),
            best: best.sum::<Rational>(),
        }
    };
    table.player_ids().map(regret).collect()
}

/// What is wrong if a profile is not of the kind that a concept speaks of.
pub(super) fn wrong_kind(concept: Concept, profile: &Profile) -> Option<String> {
    let fault = match (concept, profile) {
        (Concept::Correlated, Profile::Correlated(profile)) if !profile.coarse => return None,
        (Concept::CoarseCorrelated, Profile::Correlated(profile)) if profile.coarse => return None,
        (Concept::Correlated, Profile::Correlated(_)) => "in it players decide before they are told their part",
        (Concept::CoarseCorrelated, Profile::Correlated(_)) => "in it players decide after they are told their part",
        (Concept::Correlated | Concept::CoarseCorrelated, _) => "it is not a joint distribution over profiles",
        (_, Profile::Correlated(_)) => "a joint distribution over profiles lets players' choices depend on each other",
        _ => return None,
    };
    Some(fault.to_owned())
}
