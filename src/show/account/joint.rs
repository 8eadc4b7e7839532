//! Joint distributions: the profiles that may be drawn, each with its probability and payoffs.

use super::SolutionOptions;
use crate::game::{CorrelatedProfile, Draw, Game, PlayerId};
use crate::number::Rational;
use crate::show::names::table_of_plans;
use crate::show::words::clean;

/// The profiles that may be drawn.
pub(crate) struct Joint {
    pub(crate) players: Vec<String>,
    pub(crate) draws: Vec<DrawnRow>,
    /// Profiles that are not shown.
    pub(crate) hidden: usize,
}

/// A profile, its probability, and what everybody gets.
pub(crate) struct DrawnRow {
    pub(crate) strategies: Vec<String>,
    pub(crate) probability: Rational,
    pub(crate) payoffs: Vec<Rational>,
}

/// A joint distribution by names; `None` if it does not fit the game.
pub(super) fn joint(game: &Game, profile: &CorrelatedProfile, options: SolutionOptions) -> Option<Joint> {
    let table = table_of_plans(game).filter(|table| profile.check(table).is_ok())?;
    let name = |(player, strategy): (PlayerId, &usize)| clean(table.strategies(player).key(*strategy));
    let row = |draw: &Draw| DrawnRow {
        strategies: table.player_ids().zip(&draw.strategies).map(name).collect(),
        probability: draw.probability.clone(),
        payoffs: table.payoffs_of(table.profile_number(&draw.strategies)).to_vec(),
    };
    let draws: Vec<DrawnRow> = profile.draws.iter().take(options.max_choices).map(row).collect();
    let hidden = profile.draws.len() - draws.len();
    Some(Joint { players: table.players().keys().iter().map(|key| clean(key)).collect(), draws, hidden })
}
