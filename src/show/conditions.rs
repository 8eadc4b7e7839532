//! How mixtures depend on each other, in words and formulas.

use super::words::clean;
use crate::game::{MixtureCondition, MixtureTerm, NormalForm, PlayerId};
use crate::number::Rational;

/// What a condition says: "Armenia is indifferent between Stay and Leave", or "Armenia gains nothing by Leave instead of
/// Stay".
pub fn gain(game: &NormalForm, condition: &MixtureCondition, indifferent: bool) -> String {
    let name = |strategy: usize| clean(game.strategies(condition.player).key(strategy));
    let player = clean(game.players().key(condition.player.index()));
    let (over, strategy) = (name(condition.over), name(condition.strategy));
    match indifferent {
        true => format!("{player} is indifferent between {over} and {strategy}"),
        false => format!("{player} gains nothing by {strategy} instead of {over}"),
    }
}

/// A condition as an equation: "2·Pr(Armenia: Stay)·Pr(Iran: Pass) = Pr(Iran: Pass) + 1".
pub fn equal_to_zero(game: &NormalForm, condition: &MixtureCondition) -> String {
    compared(game, condition, "=")
}

/// A condition as an inequality: "2·Pr(Armenia: Stay)·Pr(Iran: Pass) ≤ Pr(Iran: Pass) + 1".
pub fn at_most_zero(game: &NormalForm, condition: &MixtureCondition) -> String {
    compared(game, condition, "≤")
}

/// Terms with a plus sign on the left, those with a minus sign on the right.
fn compared(game: &NormalForm, condition: &MixtureCondition, relation: &str) -> String {
    let side = |positive: bool| {
        let own = condition.terms.iter().filter(|term| term.coefficient.is_positive() == positive);
        let terms: Vec<String> = own.map(|term| product(game, term)).collect();
        if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") }
    };
    let positive = condition.terms.iter().any(|term| term.coefficient.is_positive());
    match (relation, positive) {
        ("=", false) => format!("{} = 0", side(false)),
        _ => format!("{} {relation} {}", side(true), side(false)),
    }
}

/// A term without its sign.
fn product(game: &NormalForm, term: &MixtureTerm) -> String {
    let probability = |&(player, strategy): &(PlayerId, usize)| {
        let (name, own) = (game.players().key(player.index()), game.strategies(player).key(strategy));
        format!("Pr({}: {})", clean(name), clean(own))
    };
    let number = term.coefficient.abs();
    let first = (number != Rational::ONE || term.probabilities.is_empty()).then(|| number.to_string());
    first.into_iter().chain(term.probabilities.iter().map(probability)).collect::<Vec<_>>().join("·")
}
