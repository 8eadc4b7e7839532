//! Is an equilibrium trembling-hand perfect?

use super::finding::{Answer, Finding, Verdict};
use super::mixed_trembles::Disturbed;
use super::position::Position;
use super::pure_trembles::Mistakes;
use super::regular::is_regular;
use crate::error::Error;
use crate::game::{NormalForm, PlayerId, Trembles};
use crate::number::Rational;

/// Whether an equilibrium is undominated: the reason, or for each player a belief with full support over the others'
/// profiles to which its strategy is a best reply.
pub(super) fn undominated(position: &Position) -> Result<Vec<Vec<Rational>>, String> {
    position.game.player_ids().map(|player| position.domination(player)).collect()
}

/// Whether an equilibrium is trembling-hand perfect.
///
/// # Definition
/// An equilibrium is perfect if some completely mixed profiles come to it against all of which its strategies are best
/// replies (Selten 1975, doi:10.1007/BF01766400). A perfect equilibrium is undominated. With two players the converse
/// holds too (van Damme 1991, theorem 3.2.2): mixing a little of the beliefs of [`undominated`] into the equilibrium
/// makes the sequence. With more players, these are perfect: strict, completely mixed and regular equilibria; for others
/// the leading terms of small mistakes may decide.
pub(super) fn perfect(position: &Position, beliefs: &Result<Vec<Vec<Rational>>, String>) -> Result<Verdict, Error> {
    let beliefs = match beliefs {
        Ok(beliefs) => beliefs,
        Err(reason) => return Ok(Finding::no(reason.clone()).into()),
    };
    if position.is_completely_mixed() {
        return Ok(Verdict::proven("everybody uses every strategy", Trembles { levels: Vec::new() }));
    }
    if let Some(trembles) = two_players(position, beliefs) {
        return Ok(Verdict::proven("no strategy in it is weakly dominated, and two players choose", trembles));
    }
    if position.is_strict() {
        return Ok(Verdict::proven("it is strict", uniform(position)));
    }
    if is_regular(position)? {
        return Ok(Finding::yes("it is regular: all best replies are used, and the equations are not singular").into());
    }
    if position.choices().is_some() {
        let verdict = Mistakes::new(position).verdict();
        if verdict.finding.answer != Answer::Undecided {
            return Ok(verdict);
        }
    }
    Ok(Disturbed::verdict(position))
}

/// The test sequence where at most two players have a choice.
fn two_players(position: &Position, beliefs: &[Vec<Rational>]) -> Option<Trembles> {
    match position.active()[..] {
        [] | [_] => Some(uniform(position)),
        [a, b] => {
            let mut level = nothing(position.game);
            level[a.index()] = beliefs[b.index()].clone();
            level[b.index()] = beliefs[a.index()].clone();
            Some(Trembles { levels: vec![level] })
        }
        _ => None,
    }
}

/// A weight of 0 for every strategy of everybody.
pub(super) fn nothing(game: &NormalForm) -> Vec<Vec<Rational>> {
    game.shape().into_iter().map(|count| vec![Rational::ZERO; count]).collect()
}

/// The same small weight for every strategy that is not used.
pub(super) fn uniform(position: &Position) -> Trembles {
    let mut level = nothing(position.game);
    for player in position.game.player_ids() {
        unused(position, player).for_each(|strategy| level[player.index()][strategy] = Rational::ONE);
    }
    Trembles { levels: vec![level] }
}

/// The strategies that a player does not use.
fn unused<'a>(position: &'a Position, player: PlayerId) -> impl Iterator<Item = usize> + 'a {
    let own = position.profile.of(player);
    (0..own.len()).filter(|&strategy| own[strategy].is_zero())
}
