//! Stories of correlated equilibria: what is drawn, and why everybody does as it is told.

use super::StoryOptions;
use super::voice::{Alternative, Voice};
use crate::game::{CorrelatedProfile, Game, NormalForm, PlayerId, Told};
use crate::number::Rational;
use crate::show::names::table_of_plans;
use crate::show::words::{Digits, clean, list, more};

/// A paragraph for the draw, for each player, and for the end.
pub(super) fn paragraphs(
    game: &Game,
    profile: &CorrelatedProfile,
    digits: Digits,
    options: &StoryOptions,
) -> Vec<String> {
    let Some(table) = table_of_plans(game).filter(|table| profile.check(table).is_ok()) else { return Vec::new() };
    let voice = Voice::new(table.player_ids().flat_map(|player| table.strategies(player).keys()), digits);
    let mut paragraphs = vec![draw(&table, profile, &voice, options)];
    let told = table.player_ids().take(options.max_choices);
    paragraphs.extend(told.map(|player| player_words(&table, profile, player, &voice)));
    if table.num_players() > options.max_choices {
        paragraphs.push(more(table.num_players() - options.max_choices, "player", "players"));
    }
    let named = |(player, payoff): (usize, &Rational)| {
        let get = if player == 0 { " gets" } else { "" };
        format!("{}{get} {}", clean(table.players().key(player)), voice.number(payoff))
    };
    let payoffs: Vec<String> = profile.payoffs(&table).iter().enumerate().map(named).collect();
    paragraphs.push(format!("In expectation, {}.", list(&payoffs)));
    paragraphs
}

/// "A mediator draws one of 3 profiles: (Yield, Yield) with probability 1/2 (0.5), …".
fn draw(table: &NormalForm, profile: &CorrelatedProfile, voice: &Voice, options: &StoryOptions) -> String {
    let name = |(player, strategy): (PlayerId, &usize)| voice.action(table.strategies(player).key(*strategy));
    let words = |draw: &crate::game::Draw| {
        let names: Vec<String> = table.player_ids().zip(&draw.strategies).map(name).collect();
        format!("({}) with probability {}", names.join(", "), voice.number(&draw.probability))
    };
    let mut draws: Vec<String> = profile.draws.iter().take(options.max_choices).map(words).collect();
    if profile.draws.len() > options.max_choices {
        draws.push(more(profile.draws.len() - options.max_choices, "profile", "profiles"));
    }
    let when = if profile.coarse {
        "Before they learn what is drawn, players decide whether to follow it"
    } else {
        "Each player is told its own part, and nothing else"
    };
    format!("A mediator draws {}. {when}.", list(&draws))
}

fn player_words(table: &NormalForm, profile: &CorrelatedProfile, player: PlayerId, voice: &Voice) -> String {
    let (name, labels) = (clean(table.players().key(player.index())), table.strategies(player));
    let sentence = |told: &Told| {
        let given = |sum: &Rational| sum.checked_div(&told.probability).unwrap_or_default();
        let value = given(&told.follow);
        let other = |strategy: usize| Alternative {
            name: labels.key(strategy).to_owned(),
            value: given(&told.instead[strategy]),
            then: None,
            doubt: None,
        };
        let others = (0..labels.len()).filter(|strategy| told.recommended != Some(*strategy)).map(other);
        let others: Vec<Alternative> = others.collect();
        let own = match told.recommended {
            Some(strategy) => {
                let action = voice.action(labels.key(strategy));
                format!("told {action}, {name} expects {} from it", voice.number(&value))
            }
            None => format!("{name} expects {} from following", voice.number(&value)),
        };
        if others.is_empty() { format!("{own}.") } else { format!("{own}; {}", voice.alternatives(others, &value)) }
    };
    let sentences: Vec<String> = profile.told(table, player).iter().map(sentence).collect();
    sentences.iter().map(|sentence| crate::show::words::capital(sentence)).collect::<Vec<_>>().join(" ")
}
