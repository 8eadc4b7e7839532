//! [`StrategyNames`]: what the strategies of each player are called.

use std::borrow::Cow;

use crate::game::{
    BehaviorProfile, DEFAULT_MAX_PROFILES, ExtensiveForm, Game, NormalForm, PlayerId, Profile, StrategicOptions,
};

/// The largest strategic form that is made for its names alone.
const MAX_PROFILES: usize = 1 << 16;

/// The names of every player's strategies.
pub(crate) struct StrategyNames(Vec<Vec<String>>);

/// The names of the strategies of a game.
///
/// On a tree, a player's strategies are the full plans, or the reduced ones if their numbers are those in `counts`.
pub(crate) fn strategy_names(game: &Game, counts: &[Option<usize>]) -> StrategyNames {
    match game {
        Game::Normal(table) => of_table(table),
        Game::Extensive(tree) => of_tree(tree, counts).unwrap_or(StrategyNames(Vec::new())),
    }
}

fn of_table(table: &NormalForm) -> StrategyNames {
    let names = |player: PlayerId| table.strategies(player).keys().to_vec();
    StrategyNames(table.player_ids().map(names).collect())
}

fn of_tree(tree: &ExtensiveForm, counts: &[Option<usize>]) -> Option<StrategyNames> {
    [false, true].into_iter().find_map(|reduced| {
        let form = tree.to_strategic(&StrategicOptions { reduced, max_profiles: MAX_PROFILES }).ok()?;
        let shape = form.game.shape();
        let fits = shape.iter().zip(counts).all(|(have, need)| need.is_none_or(|need| need == *have));
        fits.then(|| of_table(&form.game))
    })
}

impl StrategyNames {
    /// No names, for what is told without them.
    pub(crate) fn none() -> Self {
        StrategyNames(Vec::new())
    }

    /// The names of at least `count` strategies of a player. Plans without a name are numbered.
    pub(crate) fn of(&self, player: usize, count: usize) -> Vec<String> {
        let known = self.0.get(player).cloned().unwrap_or_default();
        let extra = (known.len()..count).map(|strategy| format!("plan {}", strategy + 1));
        known.iter().cloned().chain(extra).collect()
    }
}

/// The table that a correlated profile of a game is drawn from.
pub(crate) fn table_of_plans(game: &Game) -> Option<NormalForm> {
    game.table_of_plans(DEFAULT_MAX_PROFILES).ok()
}

/// The behaviour profile of an equilibrium of a tree; mixed plans are turned into one where that can be done quickly.
pub(crate) fn behavior<'a>(tree: &ExtensiveForm, profile: &'a Profile) -> Option<Cow<'a, BehaviorProfile>> {
    match profile {
        Profile::Behavior(profile) => profile.check(tree).is_ok().then_some(Cow::Borrowed(profile)),
        Profile::Mixed(profile) => [false, true].into_iter().find_map(|reduced| {
            let form = tree.to_strategic(&StrategicOptions { reduced, max_profiles: MAX_PROFILES }).ok()?;
            form.behavior_of(profile).ok().map(Cow::Owned)
        }),
        Profile::Correlated(_) => None,
    }
}
