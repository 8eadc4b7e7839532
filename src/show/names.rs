//! [`StrategyNames`]: what the strategies of each player are called.

use crate::game::{Game, PlayerId};

/// The names of every player's strategies.
pub(crate) struct StrategyNames(Vec<Vec<String>>);

/// The names of the strategies of a game.
pub(crate) fn strategy_names(game: &Game) -> StrategyNames {
    match game {
        Game::Normal(table) => {
            let names = |player: PlayerId| table.strategies(player).keys().to_vec();
            StrategyNames(table.player_ids().map(names).collect())
        }
        Game::Extensive(_) => StrategyNames(Vec::new()),
    }
}

impl StrategyNames {
    /// The names of at least `count` strategies of a player. Plans without a name are numbered.
    pub(crate) fn of(&self, player: usize, count: usize) -> Vec<String> {
        let known = self.0.get(player).cloned().unwrap_or_default();
        let extra = (known.len()..count).map(|strategy| format!("plan {}", strategy + 1));
        known.iter().cloned().chain(extra).collect()
    }
}
