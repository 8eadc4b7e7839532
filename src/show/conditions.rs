//! How mixtures depend on each other, in words and formulas.

use super::words::{clean, place};
use crate::game::{ExtensiveForm, Game, InfosetId, MixtureCondition, MixtureTerm, PlayerId, Unknown};
use crate::number::Rational;

/// What a condition says: "Armenia is indifferent between Stay and Leave", or "Armenia gains nothing by Leave instead of
/// Stay". On a tree also where: "Russia after Invoke is indifferent between Support and Abstain".
pub fn gain(game: &Game, condition: &MixtureCondition, indifferent: bool) -> String {
    let player = clean(game.players().key(condition.player.index()));
    let (who, over, strategy) = match (game, condition.infoset) {
        (Game::Normal(table), _) => {
            let name = |strategy: usize| clean(table.strategies(condition.player).key(strategy));
            (player, name(condition.over), name(condition.strategy))
        }
        (Game::Extensive(_), None) => (player, (condition.over + 1).to_string(), (condition.strategy + 1).to_string()),
        (Game::Extensive(tree), Some(id)) => {
            let name = |action: usize| clean(tree.infoset(id).actions.key(action));
            let later = condition.later.iter().map(|&(id, action)| {
                let infoset = tree.infoset(id);
                format!(", then {} {}", clean(infoset.actions.key(action)), place(infoset))
            });
            let strategy = std::iter::once(name(condition.strategy)).chain(later).collect::<String>();
            (format!("{player} {}", place(tree.infoset(id))), name(condition.over), strategy)
        }
    };
    match indifferent {
        true => format!("{who} is indifferent between {over} and {strategy}"),
        false => format!("{who} gains nothing by {strategy} instead of {over}"),
    }
}

/// One of the numbers that conditions on a tree speak of: "Pr(Russia at 'after Invoke': Support)"; for departures from the path "w(...)",
/// for the probability of a node "belief(...)".
pub fn unknown(tree: &ExtensiveForm, unknown: &Unknown) -> String {
    let at = |id: InfosetId| {
        let infoset = tree.infoset(id);
        format!("{} at '{}'", clean(tree.players().key(infoset.player.index())), clean(&infoset.key))
    };
    let action =
        |&(id, action): &(InfosetId, usize)| format!("{}: {}", at(id), clean(tree.infoset(id).actions.key(action)));
    match unknown {
        Unknown::Action(id, own) => format!("Pr({})", action(&(*id, *own))),
        Unknown::Departure(actions) => format!("w({})", actions.iter().map(action).collect::<Vec<_>>().join(", ")),
        Unknown::Belief(id, node) => {
            let names = tree.node_names(*id);
            format!("belief({}: {})", at(*id), names.get(*node).map_or(String::new(), |name| clean(name)))
        }
    }
}

/// A sum of terms: "Pr(...)·w(...) + 2·w(...)".
pub fn sum(game: &Game, terms: &[MixtureTerm]) -> String {
    let all: Vec<String> = terms.iter().map(|term| product(game, term)).collect();
    if all.is_empty() { "0".to_owned() } else { all.join(" + ") }
}

/// A condition as an equation: "2·Pr(Armenia: Stay)·Pr(Iran: Pass) = Pr(Iran: Pass) + 1".
pub fn equal_to_zero(game: &Game, condition: &MixtureCondition) -> String {
    compared(game, condition, "=")
}

/// A condition as an inequality: "2·Pr(Armenia: Stay)·Pr(Iran: Pass) ≤ Pr(Iran: Pass) + 1".
pub fn at_most_zero(game: &Game, condition: &MixtureCondition) -> String {
    compared(game, condition, "≤")
}

/// Terms with a plus sign on the left, those with a minus sign on the right.
fn compared(game: &Game, condition: &MixtureCondition, relation: &str) -> String {
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
fn product(game: &Game, term: &MixtureTerm) -> String {
    let factors: Vec<String> = match game {
        Game::Normal(table) => {
            let probability = |&(player, strategy): &(PlayerId, usize)| {
                let (name, own) = (game.players().key(player.index()), table.strategies(player).key(strategy));
                format!("Pr({}: {})", clean(name), clean(own))
            };
            term.probabilities.iter().map(probability).collect()
        }
        Game::Extensive(tree) => term.unknowns.iter().map(|own| unknown(tree, own)).collect(),
    };
    let number = term.coefficient.abs();
    let first = (number != Rational::ONE || factors.is_empty()).then(|| number.to_string());
    first.into_iter().chain(factors).collect::<Vec<_>>().join("·")
}
