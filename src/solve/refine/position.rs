//! [`Position`]: an equilibrium of a table, with what everybody's strategies bring there.

use crate::error::Error;
use crate::game::{MixedProfile, NormalForm, PlayerId};
use crate::number::Rational;

/// An equilibrium and what follows from it.
pub(super) struct Position<'a> {
    pub(super) game: &'a NormalForm,
    pub(super) profile: &'a MixedProfile,
    /// How far each probability may be from the true one; `None` when they are exact.
    pub(super) error_bound: Option<f64>,
    /// For each player, the strategies in use.
    pub(super) supports: Vec<Vec<usize>>,
    /// For each player, what each strategy brings.
    pub(super) brings: Vec<Vec<Rational>>,
}

impl<'a> Position<'a> {
    pub(super) fn new(game: &'a NormalForm, profile: &'a MixedProfile, error: Option<f64>) -> Result<Self, Error> {
        let used = |row: &Vec<Rational>| (0..row.len()).filter(|&strategy| !row[strategy].is_zero()).collect();
        let brings = game.player_ids().map(|player| game.deviation_payoffs(profile, player));
        Ok(Position {
            game,
            profile,
            error_bound: error,
            supports: profile.0.iter().map(used).collect(),
            brings: brings.collect::<Result<_, _>>()?,
        })
    }

    /// The players who have a choice.
    pub(super) fn active(&self) -> Vec<PlayerId> {
        self.game.player_ids().filter(|&player| self.game.strategies(player).len() > 1).collect()
    }

    /// A player's best replies; with an error bound, the strategies that may be one.
    pub(super) fn best_replies(&self, player: PlayerId) -> Vec<usize> {
        let brings = &self.brings[player.index()];
        let slack = self.slack(player);
        let least = brings.iter().max().map(|best| best - &(&slack + &slack)).unwrap_or_default();
        (0..brings.len()).filter(|&strategy| brings[strategy] >= least).collect()
    }

    /// How far what the player's strategies bring may be from the truth.
    pub(super) fn slack(&self, player: PlayerId) -> Rational {
        let Some(bound) = self.error_bound.and_then(Rational::from_f64_exact) else { return Rational::ZERO };
        let cells: usize = self.supports.iter().map(Vec::len).sum();
        let payoffs = (0..self.game.num_profiles()).map(|number| self.game.payoffs_of(number)[player.index()].abs());
        payoffs.max().unwrap_or_default() * bound * Rational::from(2 * cells as i64)
    }

    /// Whether every player's strategy is pure and the only best reply.
    pub(super) fn is_strict(&self) -> bool {
        self.game.player_ids().all(|player| self.best_replies(player).len() == 1)
    }

    /// Whether every player uses every strategy.
    pub(super) fn is_completely_mixed(&self) -> bool {
        self.supports.iter().zip(self.game.shape()).all(|(support, count)| support.len() == count)
    }

    /// Everybody's strategy, if all are pure.
    pub(super) fn choices(&self) -> Option<Vec<usize>> {
        self.profile.choices()
    }

    /// "Tajikistan's Refrain".
    pub(super) fn named(&self, player: PlayerId, strategy: usize) -> String {
        let (name, strategy) = (self.game.players().key(player.index()), self.game.strategies(player).key(strategy));
        format!("{name}'s {strategy}")
    }

    /// "Attack", or "1/2 Attack + 1/2 Refrain".
    pub(super) fn mixture(&self, player: PlayerId, weights: &[Rational]) -> String {
        let labels = self.game.strategies(player);
        let used = weights.iter().enumerate().filter(|(_, weight)| !weight.is_zero());
        let term = |(strategy, weight): (usize, &Rational)| match *weight == Rational::ONE {
            true => labels.key(strategy).to_owned(),
            false => format!("{weight} {}", labels.key(strategy)),
        };
        used.map(term).collect::<Vec<_>>().join(" + ")
    }
}
