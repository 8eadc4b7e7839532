//! Is an equilibrium regular?

use super::position::Position;
use crate::error::Error;
use crate::game::{MixedProfile, PlayerId};
use crate::number::Rational;

/// Whether an exact equilibrium is regular.
///
/// # Definition
/// Every player uses all best replies, and the equations that say so (each used strategy brings what the player's first
/// one does; probabilities sum to 1) have a Jacobian that is not singular. A regular equilibrium is strictly perfect and
/// proper (van Damme 1991, section 2.5), as it moves continuously with any small mistakes.
pub(super) fn is_regular(position: &Position) -> Result<bool, Error> {
    let quasi_strict = position.game.player_ids().all(|player| is_quasi_strict(position, player));
    if !quasi_strict || position.error_bound.is_some() {
        return Ok(false);
    }
    Ok(!is_singular(jacobian(position)?))
}

/// Whether a player uses all best replies.
pub(super) fn is_quasi_strict(position: &Position, player: PlayerId) -> bool {
    position.best_replies(player) == position.supports[player.index()]
}

fn jacobian(position: &Position) -> Result<Vec<Vec<Rational>>, Error> {
    let unknowns: Vec<(PlayerId, usize)> = position
        .game
        .player_ids()
        .flat_map(|player| position.supports[player.index()].iter().map(move |&strategy| (player, strategy)))
        .collect();
    let mut columns = Vec::with_capacity(unknowns.len());
    for &(player, strategy) in &unknowns {
        columns.push(column(position, player, strategy)?);
    }
    Ok(columns)
}

/// The derivatives of all equations by one probability.
fn column(position: &Position, by: PlayerId, strategy: usize) -> Result<Vec<Rational>, Error> {
    let mut moved: MixedProfile = position.profile.clone();
    moved.0[by.index()] = (0..moved.0[by.index()].len()).map(|k| Rational::from(i64::from(k == strategy))).collect();
    let mut entries = Vec::new();
    for player in position.game.player_ids() {
        let support = &position.supports[player.index()];
        entries.push(Rational::from(i64::from(player == by)));
        let brings = match player == by {
            true => vec![Rational::ZERO; moved.0[player.index()].len()],
            false => position.game.deviation_payoffs(&moved, player)?,
        };
        entries.extend(support[1..].iter().map(|&used| &brings[used] - &brings[support[0]]));
    }
    Ok(entries)
}

/// Whether a square matrix is singular, by Gaussian elimination.
fn is_singular(mut rows: Vec<Vec<Rational>>) -> bool {
    for column in 0..rows.len() {
        let Some(pivot) = (column..rows.len()).find(|&row| !rows[row][column].is_zero()) else { return true };
        rows.swap(column, pivot);
        let (done, rest) = rows.split_at_mut(column + 1);
        for row in rest.iter_mut().filter(|row| !row[column].is_zero()) {
            let factor = &row[column] / &done[column][column];
            row.iter_mut().zip(&done[column]).for_each(|(entry, above)| *entry -= &factor * above);
        }
    }
    false
}
