//! Documents of games in normal form.

use super::document::{Document, FORMAT, Fault, Kind, Player, need, refuse};
use crate::game::{NormalForm, Outcome, OutcomeId, OutcomeTable};
use crate::number::Rational;

const KIND: &str = "a game in normal form";

pub(super) fn to_document(game: &NormalForm) -> Document {
    let player = |id| Player {
        name: game.players().label(crate::game::PlayerId::index(id)).to_owned(),
        strategies: Some(game.strategies(id).labels().to_vec()),
    };
    let payoffs = || (0..game.num_profiles()).map(|number| game.payoffs_of(number).to_vec()).collect();
    let table = game.outcomes();
    Document {
        format: FORMAT.into(),
        kind: Kind::Normal,
        title: game.title().into(),
        comment: game.comment().into(),
        players: game.player_ids().map(player).collect(),
        information_sets: None,
        chance: None,
        nodes: None,
        outcomes: table.map(|table| table.outcomes.clone()),
        profiles: table.map(|table| table.by_profile.iter().map(|id| id.map(|id| id.0)).collect()),
        payoffs: if table.is_some() { None } else { Some(payoffs()) },
    }
}

pub(super) fn from_document(document: Document) -> Result<NormalForm, Fault> {
    refuse(&document.information_sets, "information_sets", KIND)?;
    refuse(&document.chance, "chance", KIND)?;
    refuse(&document.nodes, "nodes", KIND)?;
    let shape = shape(&document.players)?;
    let profiles = count_profiles(&shape)?;
    let mut game =
        NormalForm::builder().title(document.title).comment(document.comment).names_as_written().max_profiles(profiles);
    for player in document.players {
        game = game.player(player.name, player.strategies.unwrap_or_default());
    }
    match document.payoffs {
        Some(payoffs) => {
            refuse(&document.outcomes, "outcomes", "a game with 'payoffs'")?;
            refuse(&document.profiles, "profiles", "a game with 'payoffs'")?;
            check_payoffs(&payoffs, profiles, shape.len())?;
            let mut cells = payoffs.into_iter();
            game.payoffs(|_| cells.next().unwrap_or_default()).map_err(Fault::whole)
        }
        None => {
            let outcomes = need(document.outcomes, "payoffs' or 'outcomes", KIND)?;
            let numbers = need(document.profiles, "profiles", "a game with 'outcomes'")?;
            check_outcomes(&outcomes, shape.len())?;
            check_numbers(&numbers, profiles, outcomes.len())?;
            let by_profile = numbers.into_iter().map(|number| number.map(OutcomeId)).collect();
            game.outcomes(OutcomeTable { outcomes, by_profile }).map_err(Fault::whole)
        }
    }
}

fn shape(players: &[Player]) -> Result<Vec<usize>, Fault> {
    if players.is_empty() {
        return Err(Fault::at(&["players"], "the game has no players; name at least one".into()));
    }
    let count = |(position, player): (usize, &Player)| match &player.strategies {
        Some(strategies) if !strategies.is_empty() => Ok(strategies.len()),
        _ => {
            let message = format!("player '{}' has no strategies; give at least one", player.name);
            Err(Fault::of("players", position, message))
        }
    };
    players.iter().enumerate().map(count).collect()
}

/// The document holds the whole table, so that its own length is limit enough.
fn count_profiles(shape: &[usize]) -> Result<usize, Fault> {
    let size = shape.iter().try_fold(1usize, |size, count| size.checked_mul(*count));
    size.ok_or_else(|| {
        let message = "the strategies make more profiles than any table can list; remove some".into();
        Fault::at(&["players"], message)
    })
}

fn check_length(list: &'static str, given: usize, profiles: usize) -> Result<(), Fault> {
    if given == profiles {
        return Ok(());
    }
    let message =
        format!("'{list}' has {given} entries where the strategies make {profiles} profiles; give one for each");
    Err(Fault::at(&[list], message))
}

fn check_payoffs(payoffs: &[Vec<Rational>], profiles: usize, players: usize) -> Result<(), Fault> {
    check_length("payoffs", payoffs.len(), profiles)?;
    match payoffs.iter().position(|cell| cell.len() != players) {
        None => Ok(()),
        Some(bad) => {
            let given = payoffs[bad].len();
            let message = format!("{given} payoffs are given for {players} players; give one for each");
            Err(Fault::of("payoffs", bad, message))
        }
    }
}

/// Outcomes have a payoff for every player, or none at all.
pub(super) fn check_outcomes(outcomes: &[Outcome], players: usize) -> Result<(), Fault> {
    let bad = |outcome: &Outcome| !outcome.payoffs.is_empty() && outcome.payoffs.len() != players;
    match outcomes.iter().position(bad) {
        None => Ok(()),
        Some(position) => {
            let (label, given) = (&outcomes[position].label, outcomes[position].payoffs.len());
            let message = format!("outcome '{label}' has {given} payoffs for {players} players; give one for each");
            Err(Fault::of("outcomes", position, message).field("payoffs"))
        }
    }
}

fn check_numbers(numbers: &[Option<u32>], profiles: usize, outcomes: usize) -> Result<(), Fault> {
    check_length("profiles", numbers.len(), profiles)?;
    match numbers.iter().position(|number| number.is_some_and(|number| number as usize >= outcomes)) {
        None => Ok(()),
        Some(bad) => {
            let number = numbers[bad].unwrap_or_default();
            let message = format!("there is no outcome {number}; 'outcomes' lists {outcomes}, counted from 0");
            Err(Fault::of("profiles", bad, message))
        }
    }
}
