//! Claims of iterated elimination, and their check: each step against what was left.

use serde::{Deserialize, Serialize};

use super::named::Named;
use super::naming::{by_key, probabilities};
use crate::error::Error;
use crate::game::{Elimination, Game, NormalForm, PlayerId, StrategicOptions};
use crate::number::Rational;

/// What was eliminated, round by round, by names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EliminationClaim {
    /// For a tree: whether strategies are those of the reduced strategic form rather than the full one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reduced: bool,
    /// The rounds; in each, everything dominated given the survivors of the round before goes at once.
    pub rounds: Vec<Vec<DominationClaim>>,
    /// For each player, the strategies that survive.
    pub survivors: Named<Vec<String>>,
}

/// A strategy that was eliminated, and the mixture that is better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DominationClaim {
    /// The player.
    pub player: String,
    /// The strategy.
    pub strategy: String,
    /// The dominating mixture; what has probability 0 is left out.
    pub by: Named<Rational>,
    /// Whether it is better everywhere; if not, it is never worse and somewhere better.
    pub strictly: bool,
}

impl EliminationClaim {
    pub(super) fn new(game: &Game, elimination: &Elimination) -> Result<Self, Error> {
        let (table, reduced) = table_of(game, elimination)?;
        let name = |player: PlayerId, strategy: usize| {
            let labels = (player.index() < table.num_players()).then(|| table.strategies(player));
            let labels = labels.filter(|labels| strategy < labels.len()).ok_or_else(misfit)?;
            Ok::<String, Error>(labels.key(strategy).to_owned())
        };
        let step = |step: &crate::game::Dominated| {
            let used = step.by.iter().enumerate().filter(|(_, weight)| !weight.is_zero());
            let by = used.map(|(strategy, weight)| Ok((name(step.player, strategy)?, weight.clone())));
            Ok::<DominationClaim, Error>(DominationClaim {
                strategy: name(step.player, step.strategy)?,
                player: table.players().key(step.player.index()).to_owned(),
                by: by.collect::<Result<_, Error>>()?,
                strictly: step.strictly,
            })
        };
        let rounds = elimination.rounds.iter().map(|round| round.iter().map(step).collect::<Result<_, _>>());
        let survivors = table.player_ids().map(|player| {
            let left = elimination.survivors.get(player.index()).ok_or_else(misfit)?;
            let left = left.iter().map(|strategy| name(player, *strategy)).collect::<Result<_, _>>()?;
            Ok::<_, Error>((table.players().key(player.index()).to_owned(), left))
        });
        let (rounds, survivors) = (rounds.collect::<Result<_, _>>()?, survivors.collect::<Result<_, _>>()?);
        Ok(EliminationClaim { reduced, rounds, survivors })
    }

    /// Replays the elimination; how many strategies went, or what is wrong.
    pub(super) fn check(&self, game: &Game) -> Result<Result<usize, String>, Error> {
        let table = table(game, self.reduced)?;
        Ok(self.replay(&table))
    }

    fn replay(&self, table: &NormalForm) -> Result<usize, String> {
        let mut left: Vec<Vec<bool>> = table.shape().iter().map(|count| vec![true; *count]).collect();
        let mut gone = 0;
        for round in &self.rounds {
            let mut after = left.clone();
            for step in round {
                let (player, strategy) = step.check(table, &left)?;
                after[player][strategy] = false;
                gone += 1;
            }
            left = after;
        }
        let survivors = by_key("player", table.players().keys(), &self.survivors).map_err(|error| error.to_string())?;
        for ((player, claimed), left) in table.player_ids().zip(survivors).zip(&left) {
            let labels = table.strategies(player).keys().iter().zip(left);
            let true_survivors: Vec<&String> = labels.filter(|(_, left)| **left).map(|(name, _)| name).collect();
            if claimed.iter().collect::<Vec<_>>() != true_survivors {
                let name = table.players().key(player.index());
                return Err(format!("the survivors of {name} are not what the rounds leave"));
            }
        }
        Ok(gone)
    }
}

fn table(game: &Game, reduced: bool) -> Result<NormalForm, Error> {
    match game {
        Game::Normal(game) => Ok(game.clone()),
        Game::Extensive(tree) => {
            Ok(tree.to_strategic(&StrategicOptions { reduced, ..StrategicOptions::default() })?.game)
        }
    }
}

/// The table that an elimination speaks of, and whether it is a reduced form.
fn table_of(game: &Game, elimination: &Elimination) -> Result<(NormalForm, bool), Error> {
    let fits = |table: &NormalForm| {
        let own = table.player_ids().map(|player| table.strategies(player));
        own.eq(elimination.strategies.iter())
    };
    let full = table(game, false);
    if full.as_ref().is_ok_and(fits) {
        return full.map(|table| (table, false));
    }
    let reduced = table(game, true)?;
    if fits(&reduced) { Ok((reduced, true)) } else { full.and(Err(misfit())) }
}

fn misfit() -> Error {
    Error::Invalid("the record of eliminated strategies does not fit the game".into())
}

impl DominationClaim {
    /// Checks the step against what is left; the player and strategy that it eliminates.
    fn check(&self, table: &NormalForm, left: &[Vec<bool>]) -> Result<(usize, usize), String> {
        let say = |error: Error| error.to_string();
        let player = table.player(&self.player).map_err(say)?;
        let strategy = table.strategy(player, &self.strategy).map_err(say)?;
        let kind = format!("strategy of {}", self.player);
        let by = probabilities(&kind, table.strategies(player), &self.by).map_err(say)?;
        let own = &left[player.index()];
        let (name, of) = (&self.strategy, &self.player);
        if !own[strategy] {
            return Err(format!("{name} of {of} is eliminated although it is gone already"));
        }
        let used = by.iter().zip(own).filter(|(weight, _)| !weight.is_zero());
        let valid = by.iter().sum::<Rational>() == Rational::ONE && !by.iter().any(Rational::is_negative);
        if !valid || used.into_iter().any(|(_, left)| !left) {
            return Err(format!("what should dominate {name} of {of} is no mixture of strategies that are left"));
        }
        match self.better(table, left, player, strategy, &by) {
            true => Ok((player.index(), strategy)),
            false => {
                let how = if self.strictly { "strictly" } else { "weakly" };
                Err(format!("{name} of {of} is not {how} dominated by the mixture given"))
            }
        }
    }

    /// Whether the mixture dominates the strategy against everything that the others have left.
    fn better(
        &self,
        table: &NormalForm,
        left: &[Vec<bool>],
        player: PlayerId,
        strategy: usize,
        by: &[Rational],
    ) -> bool {
        let others: Vec<Vec<usize>> = table
            .player_ids()
            .map(|other| if other == player { vec![0] } else { positions(&left[other.index()]) })
            .collect();
        let used: Vec<(usize, &Rational)> = by.iter().enumerate().filter(|(_, weight)| !weight.is_zero()).collect();
        let shape: Vec<usize> = others.iter().map(Vec::len).collect();
        let (mut at, mut somewhere) = (vec![0; shape.len()], false);
        for _ in 0..shape.iter().product() {
            let base: usize = table.player_ids().map(|p| others[p.index()][at[p.index()]] * table.stride(p)).sum();
            let payoff = |own: usize| &table.payoffs_of(base + own * table.stride(player))[player.index()];
            let mixed: Rational = used.iter().map(|(own, weight)| *weight * payoff(*own)).sum();
            match mixed.cmp(payoff(strategy)) {
                std::cmp::Ordering::Greater => somewhere = true,
                std::cmp::Ordering::Equal if !self.strictly => {}
                _ => return false,
            }
            advance(&mut at, &shape);
        }
        somewhere
    }
}

fn positions(left: &[bool]) -> Vec<usize> {
    (0..left.len()).filter(|&strategy| left[strategy]).collect()
}

/// The next combination, the last place running fastest.
fn advance(at: &mut [usize], shape: &[usize]) {
    for place in (0..shape.len()).rev() {
        at[place] += 1;
        if at[place] < shape[place] {
            return;
        }
        at[place] = 0;
    }
}
