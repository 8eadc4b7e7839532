//! [`CorrelatedProfile`]: a joint distribution over pure profiles, from which each player is told only its own part.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::any::Game;
use super::forms::StrategicOptions;
use super::ids::PlayerId;
use super::normal::NormalForm;
use crate::error::Error;
use crate::number::Rational;

/// A joint distribution over the pure profiles of a table, or of a tree's reduced strategic form.
///
/// A mediator draws a profile and tells each player its own strategy in it, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CorrelatedProfile {
    /// Whether players decide before they are told (coarse): to follow whatever will be drawn, or to play one strategy.
    pub coarse: bool,
    /// The profiles that may be drawn, in the order of the table.
    pub draws: Vec<Draw>,
}

/// A profile that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Draw {
    /// Each player's strategy, by position.
    pub strategies: Vec<usize>,
    /// How probable it is.
    pub probability: Rational,
}

/// What a player can expect once told something, times the probability of being told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The strategy recommended; `None` where the player decides before it is told.
    pub recommended: Option<usize>,
    /// The probability of being told so.
    pub probability: Rational,
    /// The payoff of following.
    pub follow: Rational,
    /// The payoff of playing each strategy instead.
    pub instead: Vec<Rational>,
}

impl Told {
    /// The best that the player can do instead, and the strategy (the first of several); `None` if nothing is better.
    pub fn temptation(&self) -> Option<(usize, &Rational)> {
        let best = (0..self.instead.len()).max_by(|&a, &b| self.instead[a].cmp(&self.instead[b]).then(b.cmp(&a)))?;
        (self.instead[best] > self.follow).then(|| (best, &self.instead[best]))
    }
}

impl CorrelatedProfile {
    /// Checks that the profile fits a table: known strategies, no profile twice, positive probabilities that sum to 1.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn check(&self, table: &NormalForm) -> Result<(), Error> {
        let shape = table.shape();
        let mut seen = std::collections::HashSet::new();
        for draw in &self.draws {
            let fits = draw.strategies.len() == shape.len() && draw.strategies.iter().zip(&shape).all(|(s, m)| s < m);
            if !fits {
                return Err(Error::Invalid("a profile drawn does not fit the game's players and strategies".into()));
            }
            if !seen.insert(&draw.strategies) {
                return Err(Error::Invalid("a profile is listed twice; give each once, with its probability".into()));
            }
            if !draw.probability.is_positive() {
                let given = &draw.probability;
                return Err(Error::Invalid(format!(
                    "a profile is drawn with probability {given}; leave out those that are never drawn"
                )));
            }
        }
        let total: Rational = self.draws.iter().map(|draw| &draw.probability).sum();
        if total != Rational::ONE {
            return Err(Error::Invalid(format!("the probabilities of the profiles drawn sum to {total}, not to 1")));
        }
        Ok(())
    }

    /// Everybody's expected payoff when all follow. The profile must fit the table.
    pub fn payoffs(&self, table: &NormalForm) -> Vec<Rational> {
        let mut sums = vec![Rational::ZERO; table.num_players()];
        for draw in &self.draws {
            let payoffs = table.payoffs_of(table.profile_number(&draw.strategies));
            sums.iter_mut().zip(payoffs).for_each(|(sum, payoff)| *sum += &draw.probability * payoff);
        }
        sums
    }

    /// What a player may be told, and can expect then. The profile must fit the table.
    pub fn told(&self, table: &NormalForm, player: PlayerId) -> Vec<Told> {
        let (own, stride, count) = (player.index(), table.stride(player), table.strategies(player).len());
        let mut by_word: BTreeMap<Option<usize>, Told> = BTreeMap::new();
        for Draw { strategies, probability } in &self.draws {
            let recommended = (!self.coarse).then(|| strategies[own]);
            let told = by_word.entry(recommended).or_insert_with(|| Told {
                recommended,
                probability: Rational::ZERO,
                follow: Rational::ZERO,
                instead: vec![Rational::ZERO; count],
            });
            let number = table.profile_number(strategies);
            let payoff =
                |strategy: usize| &table.payoffs_of(number - strategies[own] * stride + strategy * stride)[own];
            told.probability += probability;
            told.follow += probability * payoff(strategies[own]);
            told.instead.iter_mut().enumerate().for_each(|(other, sum)| *sum += probability * payoff(other));
        }
        by_word.into_values().collect()
    }

    /// How probable it is that each of a player's strategies is drawn.
    pub fn marginal(&self, table: &NormalForm, player: PlayerId) -> Vec<Rational> {
        let mut sums = vec![Rational::ZERO; table.strategies(player).len()];
        for draw in &self.draws {
            sums[draw.strategies[player.index()]] += &draw.probability;
        }
        sums
    }
}

impl Game {
    /// The table from which correlated profiles are drawn: the game itself, or a tree's reduced strategic form.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when a tree has more profiles of plans than `max_profiles`.
    pub fn table_of_plans(&self, max_profiles: usize) -> Result<NormalForm, Error> {
        match self {
            Game::Normal(table) => Ok(table.clone()),
            Game::Extensive(tree) => Ok(tree.to_strategic(&StrategicOptions { reduced: true, max_profiles })?.game),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(strategies: [usize; 2], thirds: i64) -> Draw {
        Draw { strategies: strategies.to_vec(), probability: Rational::new(thirds, 3).unwrap() }
    }

    /// Chicken as in Aumann (1974): 6,6 / 2,7 / 7,2 / 0,0.
    fn chicken() -> NormalForm {
        let names = ["Yield", "Insist"];
        NormalForm::builder().player("A", names).player("B", names).table(&[&[6, 2, 7, 0], &[6, 7, 2, 0]]).unwrap()
    }

    #[test]
    fn what_players_are_told() {
        let (game, draws) = (chicken(), vec![draw([0, 0], 1), draw([0, 1], 1), draw([1, 0], 1)]);
        let profile = CorrelatedProfile { coarse: false, draws };
        profile.check(&game).unwrap();
        assert_eq!(profile.payoffs(&game), [5.into(), 5.into()]);
        let told = profile.told(&game, PlayerId(0));
        let sums =
            |told: &Told| [&told.probability, &told.follow, &told.instead[0], &told.instead[1]].map(|x| x * &3.into());
        assert_eq!(sums(&told[0]), [2, 8, 8, 7].map(Rational::from));
        assert_eq!(sums(&told[1]), [1, 7, 6, 7].map(Rational::from));
        assert!(told.iter().all(|told| told.temptation().is_none()));
        let coarse = CorrelatedProfile { coarse: true, ..profile };
        assert_eq!(sums(&coarse.told(&game, PlayerId(0))[0]), [3, 15, 14, 14].map(Rational::from));
    }

    #[test]
    fn wrong_distributions_are_named() {
        let check = |draws| CorrelatedProfile { coarse: false, draws }.check(&chicken()).unwrap_err().to_string();
        assert!(check(vec![draw([0, 0], 2)]).contains("sum to 2/3"));
        assert!(check(vec![draw([0, 0], 1), draw([0, 0], 2)]).contains("listed twice"));
        assert!(check(vec![draw([0, 2], 3)]).contains("does not fit"));
        assert!(check(vec![draw([0, 0], 4), draw([1, 1], -1)]).contains("probability -1/3"));
    }
}
