//! Stories of payoff tables.

use super::StoryOptions;
use super::voice::{Alternative, Voice};
use crate::game::{MixedProfile, NormalForm, PlayerId};
use crate::number::Rational;
use crate::show::words::{Digits, clean, list, more};

/// A paragraph for each player, and one for the end.
pub(super) fn paragraphs(
    game: &NormalForm,
    profile: &MixedProfile,
    digits: Digits,
    options: &StoryOptions,
) -> Vec<String> {
    if profile.check(game).is_err() {
        return Vec::new();
    }
    let voice = Voice::new(game.player_ids().flat_map(|player| game.strategies(player).keys()), digits);
    let told = game.player_ids().take(options.max_choices);
    let mut paragraphs: Vec<String> = told.filter_map(|player| choice(game, profile, player, &voice)).collect();
    if game.num_players() > options.max_choices {
        paragraphs.push(more(game.num_players() - options.max_choices, "player", "players"));
    }
    paragraphs.extend(ending(game, profile, &voice));
    paragraphs
}

/// What a player does, and what the alternatives would bring.
fn choice(game: &NormalForm, profile: &MixedProfile, player: PlayerId, voice: &Voice) -> Option<String> {
    let values = game.deviation_payoffs(profile, player).ok()?;
    let (row, names) = (profile.of(player), game.strategies(player).keys());
    let value: Rational = row.iter().zip(&values).map(|(probability, value)| probability * value).sum();
    let used: Vec<usize> = (0..row.len()).filter(|choice| !row[*choice].is_zero()).collect();
    let other = |choice: usize| Alternative {
        name: names[choice].clone(),
        value: values[choice].clone(),
        then: None,
        doubt: None,
    };
    let others: Vec<Alternative> = (0..row.len()).filter(|choice| row[*choice].is_zero()).map(other).collect();
    let name = clean(game.players().key(player.index()));
    let given = given(game, profile, player, voice);
    let number = voice.number(&value);
    let own = if let [only] = used[..] {
        format!("{name} chooses {}, which gives it {number}{given}", voice.action(&names[only]))
    } else {
        let between = list(&used.iter().map(|choice| voice.action(&names[*choice])).collect::<Vec<_>>());
        let mixture = voice.mixture(row, names);
        format!("{name} is indifferent between {between} (each gives it {number}{given}) and so can mix: {mixture}")
    };
    if others.is_empty() {
        return Some(format!("{own}."));
    }
    Some(format!("{own}; {}", voice.alternatives(others, &value)))
}

/// " when Armenia chooses Stay", for two players with sure choices.
fn given(game: &NormalForm, profile: &MixedProfile, player: PlayerId, voice: &Voice) -> String {
    let others: Vec<PlayerId> = game.player_ids().filter(|other| *other != player).collect();
    match others[..] {
        [] => String::new(),
        [other] => {
            let sure = profile.of(other).iter().position(|probability| *probability == Rational::ONE);
            let name = clean(game.players().key(other.index()));
            match sure {
                Some(choice) => format!(" when {name} chooses {}", voice.action(game.strategies(other).key(choice))),
                None => format!(" given how {name} mixes"),
            }
        }
        _ => " given what the others do".into(),
    }
}

fn ending(game: &NormalForm, profile: &MixedProfile, voice: &Voice) -> Option<String> {
    let payoffs = game.expected_payoffs(profile).ok()?;
    let sure = profile.choices().is_some();
    let named = |(player, payoff): (usize, &Rational)| {
        let get = if player == 0 { " gets" } else { "" };
        format!("{}{get} {}", clean(game.players().key(player)), voice.number(payoff))
    };
    let payoffs: Vec<String> = payoffs.iter().enumerate().map(named).collect();
    let expected = if sure { "" } else { "In expectation, " };
    Some(format!("{expected}{}.", list(&payoffs)))
}
