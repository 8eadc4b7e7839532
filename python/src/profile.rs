//! Profiles as Python writes them: names of strategies or actions, or tables of probabilities.

use foederis::game::{CorrelatedProfile, DEFAULT_MAX_PROFILES, Draw, Infoset, Labels, PlayerId};
use foederis::{BehaviorProfile, ExtensiveForm, Game, MixedProfile, NormalForm, Profile, Rational, UnknownName};
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString, PyTuple};

use crate::correlated::positions;
use crate::equilibrium::Equilibrium;
use crate::error::{OrRaise, invalid};
use crate::number::rational;

/// Reads a profile of a game: an `Equilibrium`, or a mapping.
///
/// For a table, players to strategies or to tables of probabilities, or a list of one strategy a player. For a tree,
/// players to information sets to actions or to tables of probabilities, or a plan: information sets to actions. For both,
/// a joint distribution: tuples of one strategy (or plan) a player to probabilities.
pub fn read_profile(game: &Game, value: &Bound<'_, PyAny>) -> PyResult<Profile> {
    if let Ok(equilibrium) = value.cast::<Equilibrium>() {
        let own = equilibrium.get();
        if !same_names(&own.game, game) {
            return Err(invalid("the equilibrium is of another game, with other players, information sets or actions"));
        }
        return check(game, own.core().profile.clone());
    }
    if let Some(profile) = correlated(game, value)? {
        return check(game, Profile::Correlated(profile));
    }
    let profile = match game {
        Game::Normal(table) => Profile::Mixed(mixed(table, value)?),
        Game::Extensive(tree) => Profile::Behavior(behavior(tree, value)?),
    };
    check(game, profile)
}

/// Whether profiles of one game can be read as profiles of the other.
fn same_names(a: &Game, b: &Game) -> bool {
    let players = a.players().keys() == b.players().keys();
    match (a, b) {
        (Game::Normal(a), Game::Normal(b)) => {
            players && a.player_ids().all(|player| a.strategies(player).keys() == b.strategies(player).keys())
        }
        (Game::Extensive(a), Game::Extensive(b)) => {
            let names = |tree: &ExtensiveForm| -> Vec<(usize, String, Vec<String>)> {
                let of = |set: &Infoset| (set.player.index(), set.key.clone(), set.actions.keys().to_vec());
                tree.infosets().iter().map(of).collect()
            };
            players && names(a) == names(b)
        }
        // Games of two kinds: the check of the profile says so.
        _ => true,
    }
}

fn check(game: &Game, profile: Profile) -> PyResult<Profile> {
    match (game, &profile) {
        (Game::Normal(table), Profile::Mixed(mixed)) => mixed.check(table).or_raise()?,
        (Game::Extensive(tree), Profile::Behavior(behavior)) => behavior.check(tree).or_raise()?,
        (game, Profile::Correlated(profile)) => {
            profile.check(&game.table_of_plans(DEFAULT_MAX_PROFILES).or_raise()?).or_raise()?;
        }
        _ => return Err(invalid("the profile is of another kind of game; tables and trees do not mix")),
    }
    Ok(profile)
}

/// A joint distribution, if the value is a dict whose keys are tuples.
fn correlated(game: &Game, value: &Bound<'_, PyAny>) -> PyResult<Option<CorrelatedProfile>> {
    let Ok(mapping) = value.cast::<PyMapping>() else { return Ok(None) };
    let items = mapping.items()?;
    let is_tuple = |item: &Bound<'_, PyAny>| item.get_item(0).is_ok_and(|key| key.is_instance_of::<PyTuple>());
    if items.is_empty() || !items.iter().all(|item| is_tuple(&item)) {
        return Ok(None);
    }
    let table = game.table_of_plans(DEFAULT_MAX_PROFILES).or_raise()?;
    let mut draws = Vec::with_capacity(items.len());
    for item in items.iter() {
        let (names, probability): (Vec<String>, Bound<'_, PyAny>) = item.extract()?;
        draws.push(Draw { strategies: positions(&table, &names)?, probability: rational(&probability)? });
    }
    draws.retain(|draw| !draw.probability.is_zero());
    Ok(Some(CorrelatedProfile { coarse: false, draws }))
}

fn mixed(game: &NormalForm, value: &Bound<'_, PyAny>) -> PyResult<MixedProfile> {
    let players = game.players();
    let strategies = |player: usize| game.strategies(PlayerId::from(player));
    let kind = |player: usize| format!("strategy of {}", players.key(player));
    let Ok(mapping) = value.cast::<PyMapping>() else {
        let wrong = || invalid("a profile is a dict of players, or a list of one strategy for each player");
        if value.is_instance_of::<PyString>() {
            return Err(wrong());
        }
        let items: Vec<Bound<'_, PyAny>> = value.try_iter().map_err(|_| wrong())?.collect::<PyResult<_>>()?;
        if items.len() != players.len() {
            return Err(wrong());
        }
        let row = |(player, item): (usize, &Bound<'_, PyAny>)| row(strategies(player), &kind(player), item);
        return items.iter().enumerate().map(row).collect::<PyResult<_>>().map(MixedProfile);
    };
    check_keys(mapping, "player", players)?;
    let row_of = |player: usize| match mapping.get_item(players.key(player)) {
        Ok(item) => row(strategies(player), &kind(player), &item),
        Err(_) => Err(invalid(format!("the profile does not say what {} does", players.key(player)))),
    };
    (0..players.len()).map(row_of).collect::<PyResult<_>>().map(MixedProfile)
}

fn behavior(tree: &ExtensiveForm, value: &Bound<'_, PyAny>) -> PyResult<BehaviorProfile> {
    let mapping = value
        .cast::<PyMapping>()
        .map_err(|_| invalid("a profile of a tree is a dict of players, each a dict of information sets; or a plan"))?;
    let values: Vec<Bound<'_, PyAny>> = mapping.values()?.iter().collect();
    let is_plan = !values.is_empty() && values.iter().all(|value| value.is_instance_of::<PyString>());
    if !is_plan {
        check_keys(mapping, "player", tree.players())?;
    }
    let row_of = |infoset: &Infoset| {
        let player = tree.players().key(infoset.player.index());
        let missing = || invalid(format!("the profile does not say what {player} does at '{}'", infoset.key));
        let item = match is_plan {
            true => planned(mapping, &infoset.key, player),
            false => mapping.get_item(player).and_then(|sets| sets.get_item(&infoset.key)),
        };
        let kind = format!("action of {player} at '{}'", infoset.key);
        row(&infoset.actions, &kind, &item.map_err(|_| missing())?)
    };
    match is_plan {
        true => check_plan(tree, mapping)?,
        false => check_infosets(tree, mapping)?,
    }
    tree.infosets().iter().map(row_of).collect::<PyResult<_>>().map(BehaviorProfile)
}

/// The action that a plan names, under the key that `Equilibrium.plan` gives it.
fn planned<'py>(plan: &Bound<'py, PyMapping>, key: &str, player: &str) -> PyResult<Bound<'py, PyAny>> {
    plan.get_item(format!("{key} ({player})")).or_else(|_| plan.get_item(key))
}

/// That a plan speaks of nothing that the tree does not have.
fn check_plan(tree: &ExtensiveForm, plan: &Bound<'_, PyMapping>) -> PyResult<()> {
    let of = |infoset: &Infoset| {
        [infoset.key.clone(), format!("{} ({})", infoset.key, tree.players().key(infoset.player.index()))]
    };
    let known: Vec<String> = tree.infosets().iter().flat_map(of).collect();
    for key in plan.keys()?.iter() {
        let key: String = key.extract()?;
        if !known.contains(&key) {
            let names: Vec<String> = tree.infosets().iter().map(|infoset| infoset.key.clone()).collect();
            return Err(foederis::Error::from(UnknownName::new("information set", &key, names))).or_raise();
        }
    }
    Ok(())
}

fn check_infosets(tree: &ExtensiveForm, mapping: &Bound<'_, PyMapping>) -> PyResult<()> {
    for item in mapping.items()?.iter() {
        let (player, sets): (String, Bound<'_, PyAny>) = item.extract()?;
        let wrong = || invalid(format!("the profile must give a dict of information sets for {player}"));
        let id = tree.player(&player).or_raise()?;
        for key in sets.cast::<PyMapping>().map_err(|_| wrong())?.keys()?.iter() {
            tree.find_infoset(id, &key.extract::<String>()?).or_raise()?;
        }
    }
    Ok(())
}

/// One row of probabilities: all on the choice named, or as a table gives them.
fn row(labels: &Labels, kind: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<Rational>> {
    let mut row = vec![Rational::ZERO; labels.len()];
    if let Ok(name) = value.cast::<PyString>() {
        row[labels.find(kind, name.to_str()?).or_raise()?] = Rational::ONE;
        return Ok(row);
    }
    let Ok(mapping) = value.cast::<PyMapping>() else {
        return Err(invalid(format!("for the {kind}, give its name, or a dict of names and probabilities")));
    };
    for item in mapping.items()?.iter() {
        let (name, probability): (String, Bound<'_, PyAny>) = item.extract()?;
        row[labels.find(kind, &name).or_raise()?] = rational(&probability)?;
    }
    Ok(row)
}

fn check_keys(mapping: &Bound<'_, PyMapping>, kind: &str, labels: &Labels) -> PyResult<()> {
    for key in mapping.keys()?.iter() {
        labels.find(kind, &key.extract::<String>()?).or_raise()?;
    }
    Ok(())
}
