//! Regular equilibria: what proves an equilibrium perfect and proper without a test sequence.

use super::report::Report;
use super::trembles::{Form, Ground};
use crate::error::Error;
use crate::game::{Concept, Game, MixedProfile, PlayerId, Profile};
use crate::number::Rational;

/// Checks that an exact equilibrium is regular.
///
/// Every best reply is in use, and the equations of the equilibrium have a Jacobian that is not singular. Such an
/// equilibrium follows any small mistakes continuously, so it is perfect and proper (van Damme 1991, section 2.5).
pub(super) fn check_regular(
    game: &Game,
    concept: Concept,
    profile: &Profile,
    report: &mut Report,
) -> Result<(), Error> {
    let ground = Ground::new(game, profile, Form::of(concept, true))?;
    let mut spare = None;
    for player in ground.table.player_ids() {
        let brings = ground.table.deviation_payoffs(&ground.profile, player)?;
        let own = ground.profile.of(player);
        let best = brings.iter().max();
        let unused = (0..own.len()).find(|&k| own[k].is_zero() && Some(&brings[k]) == best);
        spare = spare.or(unused.map(|k| {
            format!(
                "{}'s {} is not",
                ground.table.players().key(player.index()),
                ground.table.strategies(player).key(k)
            )
        }));
    }
    let detail = spare.clone().unwrap_or_default();
    if report.note("Every best reply is in use", spare.is_none(), detail) {
        let passed = rank_is_full(equations(&ground)?);
        report.note("The equations of the equilibrium are not singular there", passed, "");
    }
    Ok(())
}

/// The derivatives of "each used strategy brings as much as the first, and probabilities sum to 1", a row for each
/// probability.
fn equations(ground: &Ground) -> Result<Vec<Vec<Rational>>, Error> {
    let table = &ground.table;
    let used = |player: PlayerId| -> Vec<usize> {
        let own = ground.profile.of(player);
        (0..own.len()).filter(|&k| !own[k].is_zero()).collect()
    };
    let mut rows = Vec::new();
    for by in table.player_ids() {
        for strategy in used(by) {
            let mut moved: MixedProfile = ground.profile.clone();
            moved.0[by.index()].fill(Rational::ZERO);
            moved.0[by.index()][strategy] = Rational::ONE;
            let mut row = Vec::new();
            for player in table.player_ids() {
                let support = used(player);
                let brings = table.deviation_payoffs(&moved, player)?;
                let change = |k: &usize| match player == by {
                    true => Rational::ZERO,
                    false => &brings[*k] - &brings[support[0]],
                };
                row.push(if player == by { Rational::ONE } else { Rational::ZERO });
                row.extend(support[1..].iter().map(change));
            }
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Whether the rows of a square matrix are independent.
fn rank_is_full(mut rows: Vec<Vec<Rational>>) -> bool {
    while let Some(mut pivot) = rows.pop() {
        let Some(column) = pivot.iter().position(|entry| !entry.is_zero()) else { return false };
        let head = pivot[column].clone();
        pivot.iter_mut().for_each(|entry| *entry = &*entry / &head);
        for row in &mut rows {
            let factor = row[column].clone();
            row.iter_mut().zip(&pivot).for_each(|(entry, pivot)| *entry -= &factor * pivot);
        }
    }
    true
}
