//! Profiles by name, and back.

use std::collections::HashMap;

use super::certificate::{NamedDraw, NamedDraws, NamedProfile};
use super::named::Named;
use super::obedience::table;
use super::regret::wrong_kind;
use crate::error::{Error, UnknownName};
use crate::game::{
    BehaviorProfile, CorrelatedProfile, Draw, ExtensiveForm, Game, Labels, MixedProfile, NormalForm, Profile,
};
use crate::number::Rational;

/// Writes a profile with names; what has probability 0 is left out.
pub(super) fn to_names(game: &Game, profile: &Profile) -> Result<NamedProfile, Error> {
    match (game, profile) {
        (Game::Normal(game), Profile::Mixed(profile)) => {
            let row = |player: crate::game::PlayerId| {
                (game.players().key(player.index()).to_owned(), used(game.strategies(player), profile.of(player)))
            };
            Ok(NamedProfile::Mixed(game.player_ids().map(row).collect()))
        }
        (Game::Extensive(tree), Profile::Behavior(profile)) => {
            let names = |player: usize| (tree.players().key(player).to_owned(), Named::default());
            let mut named: Named<Named<Named<Rational>>> = (0..tree.num_players()).map(names).collect();
            for (infoset, row) in tree.infosets().iter().zip(&profile.0) {
                let own = &mut named.0[infoset.player.index()].1;
                own.0.push((infoset.key.clone(), used(&infoset.actions, row)));
            }
            Ok(NamedProfile::Behavior(named))
        }
        (game, Profile::Correlated(profile)) => Ok(NamedProfile::Correlated(draws(&table(game)?, profile))),
        _ => Err(wrong_kind(game)),
    }
}

fn used(labels: &Labels, row: &[Rational]) -> Named<Rational> {
    let pairs = labels.keys().iter().zip(row).filter(|(_, probability)| !probability.is_zero());
    pairs.map(|(name, probability)| (name.clone(), probability.clone())).collect()
}

/// Reads a profile with names; what is not named has probability 0. Rows are not yet checked to sum to 1.
pub(super) fn from_names(game: &Game, named: &NamedProfile) -> Result<Profile, Error> {
    match (game, named) {
        (Game::Normal(game), NamedProfile::Mixed(named)) => mixed(game, named).map(Profile::Mixed),
        (Game::Extensive(tree), NamedProfile::Behavior(named)) => behavior(tree, named).map(Profile::Behavior),
        (game, NamedProfile::Correlated(named)) => correlated(&table(game)?, named).map(Profile::Correlated),
        _ => Err(wrong_kind(game)),
    }
}

fn draws(table: &NormalForm, profile: &CorrelatedProfile) -> NamedDraws {
    let name = |(player, strategy): (crate::game::PlayerId, &usize)| {
        (table.players().key(player.index()).to_owned(), table.strategies(player).key(*strategy).to_owned())
    };
    let named = |draw: &Draw| NamedDraw {
        strategies: table.player_ids().zip(&draw.strategies).map(name).collect(),
        probability: draw.probability.clone(),
    };
    NamedDraws { coarse: profile.coarse, draws: profile.draws.iter().map(named).collect() }
}

fn correlated(table: &NormalForm, named: &NamedDraws) -> Result<CorrelatedProfile, Error> {
    let draw = |named: &NamedDraw| {
        let names = by_key("player", table.players().keys(), &named.strategies)?;
        let find = |(player, name): (crate::game::PlayerId, &String)| table.strategy(player, name);
        let strategies = table.player_ids().zip(names).map(find).collect::<Result<_, Error>>()?;
        Ok::<_, Error>(Draw { strategies, probability: named.probability.clone() })
    };
    Ok(CorrelatedProfile { coarse: named.coarse, draws: named.draws.iter().map(draw).collect::<Result<_, _>>()? })
}

fn mixed(game: &NormalForm, named: &Named<Named<Rational>>) -> Result<MixedProfile, Error> {
    let rows = by_key("player", game.players().keys(), named)?;
    let row = |(player, row): (crate::game::PlayerId, &Named<Rational>)| {
        let kind = format!("strategy of {}", game.players().key(player.index()));
        probabilities(&kind, game.strategies(player), row)
    };
    game.player_ids().zip(rows).map(row).collect::<Result<_, _>>().map(MixedProfile)
}

fn behavior(tree: &ExtensiveForm, named: &Named<Named<Named<Rational>>>) -> Result<BehaviorProfile, Error> {
    let players = by_key("player", tree.players().keys(), named)?;
    let mut rows = vec![Vec::new(); tree.infosets().len()];
    for (player, named) in tree.player_ids().zip(players) {
        let name = tree.players().key(player.index());
        let ids: Vec<_> = tree.infosets_of(player).collect();
        let keys: Vec<String> = ids.iter().map(|id| tree.infoset(*id).key.clone()).collect();
        for (id, row) in ids.iter().zip(by_key(&format!("information set of {name}"), &keys, named)?) {
            let infoset = tree.infoset(*id);
            rows[id.index()] = probabilities(&format!("action of {name} at '{}'", infoset.key), &infoset.actions, row)?;
        }
    }
    Ok(BehaviorProfile(rows))
}

/// The values of all keys, in their order: every key must be named, and nothing else.
pub(super) fn by_key<'a, T>(kind: &str, keys: &[String], named: &'a Named<T>) -> Result<Vec<&'a T>, Error> {
    let positions: HashMap<&str, usize> = keys.iter().enumerate().map(|(i, key)| (key.as_str(), i)).collect();
    let mut values = vec![None; keys.len()];
    for (name, value) in &named.0 {
        let position = positions.get(name.as_str()).ok_or_else(|| unknown(kind, name, keys))?;
        values[*position] = Some(value);
    }
    let value = |(key, value): (&String, Option<&'a T>)| {
        value.ok_or_else(|| Error::Invalid(format!("nothing is said about the {kind} '{key}'")))
    };
    keys.iter().zip(values).map(value).collect()
}

fn unknown(kind: &str, name: &str, keys: &[String]) -> Error {
    UnknownName::new(kind, name, keys.iter().take(20)).into()
}

pub(super) fn probabilities(kind: &str, labels: &Labels, named: &Named<Rational>) -> Result<Vec<Rational>, Error> {
    let positions: HashMap<&str, usize> = labels.keys().iter().enumerate().map(|(i, key)| (key.as_str(), i)).collect();
    let mut row = vec![Rational::ZERO; labels.len()];
    for (name, probability) in &named.0 {
        let position = positions.get(name.as_str()).ok_or_else(|| unknown(kind, name, labels.keys()))?;
        row[*position] = probability.clone();
    }
    Ok(row)
}
