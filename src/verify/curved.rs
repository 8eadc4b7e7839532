//! Are the curved sets of equilibria what they are claimed to be?

use serde::{Deserialize, Serialize};

use super::named::Named;
use super::naming::{by_key, probabilities};
use super::regret::normal_regrets;
use super::report::Report;
use crate::error::{Error, UnknownName};
use crate::game::{Labels, MixedProfile, NormalForm, PlayerId};
use crate::number::{Rational, rank};

/// A claim that the equilibria with certain supports are just the mixtures that meet certain conditions, and that there
/// are some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurvedClaim {
    /// For each player, the strategies used.
    pub supports: Named<Vec<String>>,
    /// What must be 0.
    pub equations: Vec<ConditionClaim>,
    /// What must not be above 0.
    pub inequalities: Vec<ConditionClaim>,
    /// Equilibria in the set: for each player the probabilities that are not 0.
    pub witnesses: Vec<Named<Named<Rational>>>,
    /// The dimension near the witnesses, or an upper bound on it.
    pub dimension: usize,
    /// Whether the dimension is claimed to be exact.
    pub dimension_proven: bool,
}

/// A polynomial that is what a player gains from a strategy over another, times a positive number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionClaim {
    /// Who gains.
    pub player: String,
    /// The strategy gained from.
    pub strategy: String,
    /// The strategy that it is compared with.
    pub over: String,
    /// The terms, whose sum it is.
    pub terms: Vec<TermClaim>,
}

/// A number times probabilities of different players' strategies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermClaim {
    /// The number.
    pub coefficient: Rational,
    /// By player, the strategy whose probability is a factor.
    pub probabilities: Named<String>,
}

/// A claimed condition in positions.
struct Condition {
    player: usize,
    strategy: usize,
    over: usize,
    /// Each with a strategy for every player whose probability is a factor.
    terms: Vec<(Rational, Vec<Option<usize>>)>,
}

/// A claimed set in positions.
struct Set {
    supports: Vec<Vec<usize>>,
    equations: Vec<Condition>,
    inequalities: Vec<Condition>,
    witnesses: Vec<MixedProfile>,
}

/// Checks curved sets from the definition: the conditions are those that the payoffs give for the supports, none is
/// missing, and each witness meets them and is an equilibrium.
pub(super) fn check_curved(game: &NormalForm, claims: &[&CurvedClaim], report: &mut Report) -> Result<(), Error> {
    let sets: Vec<Set> = claims.iter().map(|claim| read(game, claim)).collect::<Result<_, Error>>()?;
    let faults: Vec<String> = sets.iter().filter_map(|set| set.wrong_condition(game)).collect();
    let count: usize = sets.iter().map(|set| set.equations.len() + set.inequalities.len()).sum();
    let detail = |faults: &[String], fine: String| faults.first().cloned().unwrap_or(fine);
    let what = "The conditions of curved sets are all that their supports demand";
    report.note(what, faults.is_empty(), detail(&faults, format!("{count} conditions")));
    let mut faults: Vec<String> = Vec::new();
    for set in &sets {
        faults.extend(set.wrong_witness(game)?);
    }
    let count: usize = sets.iter().map(|set| set.witnesses.len()).sum();
    let what = "Curved sets have witnesses, each an equilibrium that meets the conditions";
    report.note(what, faults.is_empty(), detail(&faults, format!("{count} witnesses")));
    let proven: Vec<(&Set, &CurvedClaim)> =
        sets.iter().zip(claims.iter().copied()).filter(|(_, claim)| claim.dimension_proven).collect();
    let wrong = |(set, claim): &(&Set, &CurvedClaim)| {
        let shown = set.witnesses.iter().any(|witness| set.regular_dimension(witness) == Some(claim.dimension));
        (!shown).then(|| format!("no witness shows the dimension {}", claim.dimension))
    };
    let faults: Vec<String> = proven.iter().filter_map(wrong).collect();
    if !proven.is_empty() {
        let what = "At a witness, derivatives show the dimension";
        report.note(what, faults.is_empty(), detail(&faults, format!("{} sets", proven.len())));
    }
    Ok(())
}

fn read(game: &NormalForm, claim: &CurvedClaim) -> Result<Set, Error> {
    let players = game.players();
    let support = |(player, names): (PlayerId, &Vec<String>)| -> Result<Vec<usize>, Error> {
        let mut own: Vec<usize> =
            names.iter().map(|name| strategy(game, player, name)).collect::<Result<_, Error>>()?;
        own.sort_unstable();
        own.dedup();
        match own.is_empty() {
            true => Err(Error::Invalid(format!("{} uses no strategy", players.key(player.index())))),
            false => Ok(own),
        }
    };
    let supports = game.player_ids().zip(by_key("player", players.keys(), &claim.supports)?).map(support);
    let conditions = |claims: &[ConditionClaim]| -> Result<Vec<Condition>, Error> {
        claims.iter().map(|claim| condition(game, claim)).collect()
    };
    let profile = |named: &Named<Named<Rational>>| -> Result<MixedProfile, Error> {
        let rows = game.player_ids().zip(by_key("player", players.keys(), named)?);
        let row = |(player, row): (PlayerId, &Named<Rational>)| {
            let kind = format!("strategy of {}", players.key(player.index()));
            probabilities(&kind, game.strategies(player), row)
        };
        let profile = MixedProfile(rows.map(row).collect::<Result<_, Error>>()?);
        profile.check(game)?;
        Ok(profile)
    };
    Ok(Set {
        supports: supports.collect::<Result<_, Error>>()?,
        equations: conditions(&claim.equations)?,
        inequalities: conditions(&claim.inequalities)?,
        witnesses: claim.witnesses.iter().map(profile).collect::<Result<_, Error>>()?,
    })
}

fn position(kind: &str, labels: &Labels, name: &str) -> Result<usize, Error> {
    let keys = labels.keys();
    let found = keys.iter().position(|key| key == name);
    found.ok_or_else(|| UnknownName::new(kind, name, keys.iter().take(20)).into())
}

fn strategy(game: &NormalForm, player: PlayerId, name: &str) -> Result<usize, Error> {
    let kind = format!("strategy of {}", game.players().key(player.index()));
    position(&kind, game.strategies(player), name)
}

fn condition(game: &NormalForm, claim: &ConditionClaim) -> Result<Condition, Error> {
    let player = position("player", game.players(), &claim.player)?;
    let term = |term: &TermClaim| -> Result<(Rational, Vec<Option<usize>>), Error> {
        let mut factors = vec![None; game.num_players()];
        for (name, own) in &term.probabilities.0 {
            let other = position("player", game.players(), name)?;
            factors[other] = Some(strategy(game, other.into(), own)?);
        }
        Ok((term.coefficient.clone(), factors))
    };
    Ok(Condition {
        player,
        strategy: strategy(game, player.into(), &claim.strategy)?,
        over: strategy(game, player.into(), &claim.over)?,
        terms: claim.terms.iter().map(term).collect::<Result<_, Error>>()?,
    })
}

impl Condition {
    /// The value where everybody's probabilities are known.
    fn value(&self, probability: impl Fn(usize, usize) -> Rational) -> Rational {
        let product = |(coefficient, factors): &(Rational, Vec<Option<usize>>)| {
            let factor = |(player, own): (usize, &Option<usize>)| own.map(|own| probability(player, own));
            factors.iter().enumerate().filter_map(factor).fold(coefficient.clone(), |product, x| product * x)
        };
        self.terms.iter().map(product).sum()
    }

    /// The value at a pure profile.
    fn at(&self, choices: &[usize]) -> Rational {
        self.value(|player, own| if choices[player] == own { Rational::ONE } else { Rational::ZERO })
    }

    /// The derivatives by the probabilities of all strategies in use but each player's last, which takes the rest.
    fn slopes(&self, profile: &MixedProfile, supports: &[Vec<usize>]) -> Vec<Rational> {
        let mut slopes = Vec::new();
        for (player, used) in supports.iter().enumerate() {
            let by = |own: usize| {
                let with = |value: Rational| {
                    self.value(|other, s| match other == player {
                        true if s == own => value.clone(),
                        true => Rational::ZERO,
                        false => profile.0[other][s].clone(),
                    })
                };
                with(Rational::ONE) - with(Rational::ZERO)
            };
            let (last, rest) = used.split_last().map_or((0, &used[..]), |(last, rest)| (*last, rest));
            let at_last = by(last);
            slopes.extend(rest.iter().map(|&own| by(own) - &at_last));
        }
        slopes
    }
}

impl Set {
    /// Every choice of a strategy in use by each player.
    fn corners(&self) -> Vec<Vec<usize>> {
        let mut corners = vec![Vec::new()];
        for used in &self.supports {
            let extended =
                |corner: &Vec<usize>| used.iter().map(|&own| [&corner[..], &[own]].concat()).collect::<Vec<_>>();
            corners = corners.iter().flat_map(extended).collect();
        }
        corners
    }

    /// A condition that is not what the payoffs say, or one that is missing.
    ///
    /// Both a gain and a claimed polynomial are linear in each player's probabilities, so that they agree on all mixtures
    /// if they do on pure strategies.
    fn wrong_condition(&self, game: &NormalForm) -> Option<String> {
        let corners = self.corners();
        let name = |player: usize| game.players().key(player).to_owned();
        for (list, equations) in [(&self.equations, true), (&self.inequalities, false)] {
            let fits = |c: &&Condition| {
                let used = &self.supports[c.player];
                c.over == used[0] && c.strategy != c.over && used.contains(&c.strategy) == equations
            };
            if let Some(odd) = list.iter().find(|c| !fits(c) || !is_gain(game, c, &corners)) {
                return Some(format!("a condition of {} is not what the payoffs say", name(odd.player)));
            }
        }
        for player in game.player_ids() {
            let used = &self.supports[player.index()];
            for own in (0..game.strategies(player).len()).filter(|&own| own != used[0]) {
                let list = if used.contains(&own) { &self.equations } else { &self.inequalities };
                if list.iter().any(|c| (c.player, c.strategy) == (player.index(), own)) {
                    continue;
                }
                let gains = corners.iter().map(|corner| gain(game, player, own, used[0], corner));
                let fails = |gain: Rational| gain.is_positive() || used.contains(&own) && gain.is_negative();
                if gains.into_iter().any(fails) {
                    let strategy = game.strategies(player).key(own);
                    return Some(format!("nothing is said of {}'s {strategy}", name(player.index())));
                }
            }
        }
        None
    }

    fn wrong_witness(&self, game: &NormalForm) -> Result<Option<String>, Error> {
        if self.witnesses.is_empty() {
            return Ok(Some("a set has no witness".to_owned()));
        }
        for witness in &self.witnesses {
            let uses = |row: &Vec<Rational>| (0..row.len()).filter(|&s| row[s].is_positive()).collect::<Vec<_>>();
            if witness.0.iter().map(uses).ne(self.supports.iter().cloned()) {
                return Ok(Some("a witness does not use just the strategies of its set".to_owned()));
            }
            let value = |condition: &Condition| condition.value(|player, own| witness.0[player][own].clone());
            let meets = self.equations.iter().all(|condition| value(condition).is_zero())
                && self.inequalities.iter().all(|condition| !value(condition).is_positive());
            if !meets {
                return Ok(Some("a witness breaks a condition".to_owned()));
            }
            if let Some(regret) = normal_regrets(game, witness)?.iter().find(|regret| regret.gain().is_positive()) {
                return Ok(Some(format!("{} gains {} by deviating from a witness", regret.player, regret.gain())));
            }
        }
        Ok(None)
    }

    /// The dimension at a witness, where the equations and the inequalities that bind are independent there.
    fn regular_dimension(&self, witness: &MixedProfile) -> Option<usize> {
        let slopes = |condition: &Condition| condition.slopes(witness, &self.supports);
        let binds = |condition: &&Condition| condition.value(|p, own| witness.0[p][own].clone()).is_zero();
        let equations: Vec<Vec<Rational>> = self.equations.iter().map(slopes).collect();
        let binding: Vec<Vec<Rational>> = self.inequalities.iter().filter(binds).map(slopes).collect();
        let corners = self.corners();
        let values = |condition: &Condition| corners.iter().map(|corner| condition.at(corner)).collect();
        let independent = rank(self.equations.iter().map(values).collect());
        let both = rank([&equations[..], &binding[..]].concat());
        let freedom: usize = self.supports.iter().map(|used| used.len() - 1).sum();
        let regular = rank(equations) == independent && both == independent + binding.len();
        regular.then(|| freedom - independent)
    }
}

/// What a player gains from a strategy over another where the others play pure strategies.
fn gain(game: &NormalForm, player: PlayerId, strategy: usize, over: usize, corner: &[usize]) -> Rational {
    let payoff = |own: usize| {
        let mut choices = corner.to_vec();
        choices[player.index()] = own;
        game.payoff(&choices, player).clone()
    };
    payoff(strategy) - payoff(over)
}

/// Whether a condition is the gain that it names, times a positive number.
fn is_gain(game: &NormalForm, condition: &Condition, corners: &[Vec<usize>]) -> bool {
    let pairs: Vec<(Rational, Rational)> = corners
        .iter()
        .map(|corner| {
            let gain = gain(game, condition.player.into(), condition.strategy, condition.over, corner);
            (condition.at(corner), gain)
        })
        .collect();
    let own = condition.terms.iter().any(|(_, factors)| factors[condition.player].is_some());
    let Some((claimed, gain)) = pairs.iter().find(|(_, gain)| !gain.is_zero()) else {
        return !own && pairs.iter().all(|(claimed, _)| claimed.is_zero());
    };
    let Some(factor) = claimed.checked_div(gain) else { return false };
    !own && factor.is_positive() && pairs.iter().all(|(claimed, gain)| *claimed == &factor * gain)
}
