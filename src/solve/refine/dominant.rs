//! Payoff dominance and risk dominance.

use super::finding::Finding;
use super::position::Position;
use crate::game::{NormalForm, PlayerId};
use crate::number::Rational;

/// Whether an equilibrium pays every player more than every other one listed (Harsanyi and Selten 1988).
///
/// Payoffs that are known only nearly are compared with their errors.
pub(super) fn payoff_dominant(positions: &[Position], number: usize, complete: bool) -> Finding {
    if positions.len() == 1 && complete {
        return Finding::yes("it is the only equilibrium");
    }
    let own = &positions[number];
    let mut unclear = None;
    for (other_number, other) in positions.iter().enumerate().filter(|(other, _)| *other != number) {
        for player in own.game.player_ids() {
            let ahead = own.payoff(player) - other.payoff(player);
            let slack = own.slack(player) + other.slack(player);
            let (name, other) = (own.game.players().key(player.index()), other_number + 1);
            if ahead.is_zero() && slack.is_zero() {
                return Finding::no(format!("{name} gets as much in equilibrium {other}"));
            }
            if ahead.is_negative() && -&ahead > slack {
                return Finding::no(format!("{name} gets more in equilibrium {other}"));
            }
            if ahead <= slack {
                unclear = Some(format!("payoffs of {name} here and in equilibrium {other} are too close to compare"));
            }
        }
    }
    match unclear {
        Some(reason) => Finding::undecided(reason),
        None if positions.len() == 1 => Finding::undecided("it is the only one listed, but the list may lack some"),
        None if complete => Finding::yes("it pays everybody more than every other equilibrium"),
        None => Finding::undecided("it pays everybody more than the others listed, but the list may lack some"),
    }
}

/// Whether a strict equilibrium is less risky than every other strict one listed (Harsanyi and Selten 1988).
///
/// # Definition
/// Of two equilibria of a 2x2 game that differ in both players' strategies, the one risk-dominates at which the product
/// of what both would lose by deviating to the other's strategy is larger. In a larger two-player game this decides
/// between two equilibria if their four strategies are closed under best replies: whatever mixture of the two the other
/// plays, each best reply is one of the player's two.
pub(super) fn risk_dominant(positions: &[Position], number: usize, complete: bool) -> Finding {
    if positions.len() == 1 && complete {
        return Finding::yes("it is the only equilibrium");
    }
    let own = &positions[number];
    let strict: Vec<usize> = (0..positions.len()).filter(|&other| positions[other].is_strict()).collect();
    if !complete {
        return Finding::undecided("the list of equilibria may lack some");
    }
    if !strict.contains(&number) {
        return match is_two_by_two(own.game) && strict.len() == 2 {
            true => Finding::no("it is not one of the two strict equilibria, which risk dominance compares"),
            false => Finding::undecided("only strict equilibria are compared"),
        };
    }
    if own.game.num_players() != 2 {
        return Finding::undecided("only two-player games are compared");
    }
    let mut unclear = None;
    let mut words = Vec::new();
    for other in strict.into_iter().filter(|&other| other != number) {
        match compare(own, &positions[other]) {
            None => unclear = Some(other),
            Some((mine, theirs)) if mine > theirs => {
                words.push(format!("against equilibrium {}: {mine} over {theirs}", other + 1));
            }
            Some((mine, theirs)) => {
                let how = if mine == theirs { "as large" } else { "larger" };
                let (other, what) = (other + 1, "the product of losses from deviating");
                return Finding::no(format!("{what} is {how} in equilibrium {other}: {theirs} against {mine}"));
            }
        }
    }
    match unclear {
        Some(other) => Finding::undecided(format!(
            "against equilibrium {}, other strategies may be best replies on the way",
            other + 1
        )),
        None if words.is_empty() => Finding::undecided("it is the only strict equilibrium; others are not compared"),
        None => Finding::yes(format!("the product of losses from deviating is larger, {}", words.join("; "))),
    }
}

fn is_two_by_two(game: &NormalForm) -> bool {
    game.shape() == [2, 2]
}

/// The products of losses of two strict equilibria, where they decide.
fn compare(own: &Position, other: &Position) -> Option<(Rational, Rational)> {
    let (here, there) = (own.choices()?, other.choices()?);
    let closed = own.game.player_ids().all(|player| is_closed(own.game, player, &here, &there));
    let apart = here.iter().zip(&there).all(|(a, b)| a != b);
    (closed && apart).then(|| (losses(own.game, &here, &there), losses(own.game, &there, &here)))
}

/// The product over players of what each would lose at `here` by playing as at `there`.
fn losses(game: &NormalForm, here: &[usize], there: &[usize]) -> Rational {
    let loss = |player: PlayerId| {
        let mut moved = here.to_vec();
        moved[player.index()] = there[player.index()];
        game.payoff(here, player) - game.payoff(&moved, player)
    };
    game.player_ids().map(loss).product()
}

/// Whether all best replies of a player to mixtures of the opponent's two strategies are among the player's two.
fn is_closed(game: &NormalForm, player: PlayerId, here: &[usize], there: &[usize]) -> bool {
    let own = player.index();
    // What a strategy brings when the opponent plays as here, and as there.
    let line = |strategy: usize| {
        [here, there].map(|profile| {
            let mut profile = profile.to_vec();
            profile[own] = strategy;
            game.payoff(&profile, player).clone()
        })
    };
    let (first, second) = (line(here[own]), line(there[own]));
    // The larger of the two is convex in the weight on `there`, and breaks where they meet; both are strict, so they do.
    let (ahead, behind) = (&first[0] - &second[0], &second[1] - &first[1]);
    let meet = &ahead / &(&ahead + &behind);
    let at = |line: &[Rational; 2], weight: &Rational| &line[0] + &((&line[1] - &line[0]) * weight);
    let others = (0..game.strategies(player).len()).filter(|&k| k != here[own] && k != there[own]);
    others.map(line).all(|other| other[0] < first[0] && other[1] < second[1] && at(&other, &meet) < at(&first, &meet))
}
