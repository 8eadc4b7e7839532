//! Is a mixed strategy weakly dominated? By one exact linear program.

use super::position::Position;
use crate::game::{NormalForm, PlayerId};
use crate::number::Rational;
use crate::number::lp;

/// What the program finds.
pub(super) enum Admissible {
    /// Undominated: against this belief over the others' profiles, every one of them possible, it is a best reply.
    Yes(Vec<Rational>),
    /// This mixture is never worse and somewhere better.
    No(Vec<Rational>),
}

/// A player's payoffs: a row for each strategy, a column for each profile of the others.
pub(super) struct Payoffs<'a> {
    pub(super) rows: Vec<Vec<&'a Rational>>,
    /// The number of each column's profile, the player at the first strategy.
    pub(super) numbers: Vec<usize>,
}

impl<'a> Payoffs<'a> {
    pub(super) fn new(game: &'a NormalForm, player: PlayerId) -> Self {
        let mut numbers = vec![0];
        for other in game.player_ids().filter(|other| *other != player) {
            let (stride, count) = (game.stride(other), game.strategies(other).len());
            let step = |number: usize| (0..count).map(move |strategy| number + strategy * stride);
            numbers = numbers.into_iter().flat_map(step).collect();
        }
        let stride = game.stride(player);
        let row = |strategy: usize| {
            numbers.iter().map(|number| &game.payoffs_of(number + strategy * stride)[player.index()]).collect()
        };
        Payoffs { rows: (0..game.strategies(player).len()).map(row).collect(), numbers }
    }

    /// Whether a mixed strategy is weakly dominated.
    ///
    /// # Definition
    /// Maximises the sum of gains over the others' profiles, no gain below 0. If the optimum is 0, the dual variables make
    /// a belief with full support under which no strategy is better. So a mixture is undominated exactly if it is a best
    /// reply to a belief with full support, and this depends only on which strategies it uses.
    pub(super) fn admissible(&self, weights: &[Rational]) -> Admissible {
        let gains = self.gains(weights);
        let loss = |column: usize| gains.iter().map(|gain| -&gain[column]).chain([Rational::ZERO]).collect();
        let mut constraints: Vec<Vec<Rational>> = (0..self.numbers.len()).map(loss).collect();
        constraints.push(vec![Rational::ONE; self.rows.len() + 1]);
        let objective: Vec<Rational> = gains.iter().map(|gain| gain.iter().sum()).collect();
        let optimum = lp::maximise(constraints, &objective);
        if optimum.value.is_positive() {
            let total: Rational = optimum.point.iter().sum();
            return Admissible::No(optimum.point.iter().map(|weight| weight / &total).collect());
        }
        let belief: Vec<Rational> =
            optimum.duals[..self.numbers.len()].iter().map(|dual| dual + &Rational::ONE).collect();
        let total: Rational = belief.iter().sum();
        Admissible::Yes(belief.iter().map(|weight| weight / &total).collect())
    }

    /// What each strategy brings more than the mixture, by column.
    fn gains(&self, weights: &[Rational]) -> Vec<Vec<Rational>> {
        let used: Vec<(usize, &Rational)> =
            weights.iter().enumerate().filter(|(_, weight)| !weight.is_zero()).collect();
        let value = |column: usize| used.iter().map(|&(strategy, weight)| weight * self.rows[strategy][column]).sum();
        let mixture: Vec<Rational> = (0..self.numbers.len()).map(value).collect();
        self.rows.iter().map(|row| row.iter().zip(&mixture).map(|(payoff, mean)| *payoff - mean).collect()).collect()
    }

    /// A pure strategy that weakly dominates another.
    fn dominator(&self, strategy: usize) -> Option<usize> {
        let own = &self.rows[strategy];
        self.rows.iter().position(|row| row != own && row.iter().zip(own).all(|(a, b)| a >= b))
    }
}

impl Position<'_> {
    /// Why a player's strategy is weakly dominated; or a belief with full support to which it is a best reply.
    pub(super) fn domination(&self, player: PlayerId) -> Result<Vec<Rational>, String> {
        let payoffs = Payoffs::new(self.game, player);
        match payoffs.admissible(&self.representative(player)) {
            Admissible::Yes(belief) => Ok(belief),
            Admissible::No(by) => Err(self.domination_words(player, &payoffs, &by)),
        }
    }

    /// The player's mixed strategy, or, where it is known only nearly, one that uses the same strategies.
    fn representative(&self, player: PlayerId) -> Vec<Rational> {
        let own = self.profile.of(player);
        if self.error_bound.is_none() {
            return own.to_vec();
        }
        let support = &self.supports[player.index()];
        let share = Rational::ONE / Rational::from(support.len() as i64);
        (0..own.len()).map(|k| if support.contains(&k) { share.clone() } else { Rational::ZERO }).collect()
    }

    /// "Tajikistan's Refrain is weakly dominated by Attack": the plainest that can be said.
    fn domination_words(&self, player: PlayerId, payoffs: &Payoffs, by: &[Rational]) -> String {
        let support = &self.supports[player.index()];
        let pure = support.iter().find_map(|&strategy| Some((strategy, payoffs.dominator(strategy)?)));
        if let Some((strategy, by)) = pure {
            return format!("{} is weakly dominated by {}", self.named(player, strategy), self.key(player, by));
        }
        let unit = |strategy: usize| -> Vec<Rational> {
            (0..payoffs.rows.len()).map(|k| if k == strategy { Rational::ONE } else { Rational::ZERO }).collect()
        };
        for &strategy in support {
            if let Admissible::No(by) = payoffs.admissible(&unit(strategy)) {
                return format!(
                    "{} is weakly dominated by {}",
                    self.named(player, strategy),
                    self.mixture(player, &by)
                );
            }
        }
        let used: Vec<&str> = support.iter().map(|&strategy| self.key(player, strategy)).collect();
        let name = self.game.players().key(player.index());
        let by = self.mixture(player, by);
        match self.error_bound {
            None => format!("{name}'s mixture of {} is weakly dominated by {by}", used.join(" and ")),
            Some(_) => format!("{name}'s mixture of {} is weakly dominated by another", used.join(" and ")),
        }
    }

    fn key(&self, player: PlayerId, strategy: usize) -> &str {
        self.game.strategies(player).key(strategy)
    }
}
