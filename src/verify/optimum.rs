//! Claims that no correlated equilibrium does better, and their check by weak duality.

use serde::{Deserialize, Serialize};

use super::obedience::table;
use crate::error::Error;
use crate::game::{CorrelatedProfile, Game, Multiplier, NormalForm, Objective, Optimum, PlayerId, Sense};
use crate::number::Rational;

/// That no equilibrium does better, by names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptimumClaim {
    /// What was optimised.
    pub objective: Objective,
    /// In which direction.
    pub sense: Sense,
    /// The value that the profile reaches, and that nothing passes.
    pub value: Rational,
    /// The multipliers that prove it; those that are 0 are left out.
    pub multipliers: Vec<MultiplierClaim>,
}

/// The weight of a deviation in the proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MultiplierClaim {
    /// Who might deviate.
    pub player: String,
    /// From which recommendation; left out where players decide before they are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommended: Option<String>,
    /// To which strategy.
    pub instead: String,
    /// The weight.
    pub weight: Rational,
}

impl OptimumClaim {
    pub(super) fn new(game: &Game, optimum: &Optimum) -> Result<Self, Error> {
        let table = table(game)?;
        let misfit = || Error::Invalid("the proof of the optimum does not fit the game".into());
        let claim = |multiplier: &Multiplier| {
            let Multiplier { player, recommended, instead, weight } = multiplier;
            let labels =
                (player.index() < table.num_players()).then(|| table.strategies(*player)).ok_or_else(misfit)?;
            let name = |strategy: usize| labels.keys().get(strategy).cloned().ok_or_else(misfit);
            Ok::<_, Error>(MultiplierClaim {
                player: table.players().key(player.index()).to_owned(),
                recommended: recommended.map(name).transpose()?,
                instead: name(*instead)?,
                weight: weight.clone(),
            })
        };
        let Optimum { objective, sense, value, multipliers } = optimum;
        let multipliers = multipliers.iter().map(claim).collect::<Result<_, _>>()?;
        Ok(OptimumClaim { objective: objective.clone(), sense: *sense, value: value.clone(), multipliers })
    }

    /// Whether the profile reaches the value; if not, why.
    pub(super) fn reached(&self, game: &Game, table: &NormalForm, profile: &CorrelatedProfile) -> Result<(), String> {
        let values = self.values(game, table)?;
        let terms = profile.draws.iter().map(|draw| {
            let number = table.profile_number(&draw.strategies);
            &draw.probability * &values[number]
        });
        let own: Rational = terms.sum();
        if own == self.value { Ok(()) } else { Err(format!("it is {own}")) }
    }

    /// Whether the multipliers prove that nothing passes the value; if not, why.
    pub(super) fn proven(&self, game: &Game, table: &NormalForm, coarse: bool) -> Result<(), String> {
        let mut bounds = self.values(game, table)?;
        for claim in &self.multipliers {
            let (player, recommended, instead) = claim.find(table)?;
            if claim.weight.is_negative() {
                return Err(format!("the weight of {} is below 0", claim.words()));
            }
            if recommended.is_some() == coarse {
                return Err(format!("{} is no deviation of the kind that the concept speaks of", claim.words()));
            }
            let weight = match self.sense {
                Sense::Maximise => claim.weight.clone(),
                Sense::Minimise => -&claim.weight,
            };
            let (stride, own) = (table.stride(player), player.index());
            let count = table.strategies(player).len();
            for (number, bound) in bounds.iter_mut().enumerate() {
                let played = number / stride % count;
                if recommended.is_none_or(|recommended| recommended == played) {
                    let other = number - played * stride + instead * stride;
                    let loss = &table.payoffs_of(number)[own] - &table.payoffs_of(other)[own];
                    *bound += &weight * &loss;
                }
            }
        }
        let passes = |bound: &&Rational| match self.sense {
            Sense::Maximise => **bound > self.value,
            Sense::Minimise => **bound < self.value,
        };
        match bounds.iter().find(passes) {
            None => Ok(()),
            Some(bound) => Err(format!("the multipliers only bound it by {bound}")),
        }
    }

    fn values(&self, game: &Game, table: &NormalForm) -> Result<Vec<Rational>, String> {
        self.objective.values(game, table).map_err(|error| error.to_string())
    }
}

impl MultiplierClaim {
    fn find(&self, table: &NormalForm) -> Result<(PlayerId, Option<usize>, usize), String> {
        let say = |error: Error| error.to_string();
        let player = table.player(&self.player).map_err(say)?;
        let strategy = |name: &String| table.strategy(player, name).map_err(say);
        Ok((player, self.recommended.as_ref().map(strategy).transpose()?, strategy(&self.instead)?))
    }

    fn words(&self) -> String {
        let told = self.recommended.as_ref().map_or(String::new(), |told| format!(" when told {told}"));
        format!("{}'s {}{told}", self.player, self.instead)
    }
}
