//! Nash equilibria in pure strategies: a comparison for each deviation.

use super::Found;
use super::candidate::{Candidate, Comparison};
use super::form::SymbolicGame;
use super::tables::SymbolicTable;
use crate::error::Error;
use crate::solve::Watch;
use crate::study::region::Domain;

pub(super) fn pure_nash(game: &SymbolicGame, domain: &Domain, watch: &mut Watch) -> Result<Found, Error> {
    let symbolic = SymbolicTable::new(game)?;
    let mut found = Found {
        claim: "every Nash equilibrium in pure strategies that holds on an open set".into(),
        ..Found::default()
    };
    for number in 0..symbolic.table.num_profiles() {
        if watch.must_stop_now(found.equilibria.len()) {
            break;
        }
        found.candidates += 1;
        let candidate = Candidate {
            profile: symbolic.rows(game, &symbolic.table.profile(number)),
            beliefs: Vec::new(),
            payoffs: symbolic.payoffs[number].clone(),
            comparisons: comparisons(&symbolic, number),
        };
        found.keep(&candidate, domain);
    }
    Ok(found)
}

/// A comparison for each deviation from a profile.
fn comparisons(symbolic: &SymbolicTable, number: usize) -> Vec<Comparison> {
    let table = &symbolic.table;
    let choices = table.profile(number);
    let mut list = Vec::new();
    for player in table.player_ids() {
        let strategies = table.strategies(player);
        for other in (0..strategies.len()).filter(|&other| other != choices[player.index()]) {
            let mut changed = choices.clone();
            changed[player.index()] = other;
            let better = symbolic.payoffs[number][player.index()].clone();
            let worse = symbolic.payoffs[table.profile_number(&changed)][player.index()].clone();
            list.push(Comparison {
                player: player.index(),
                place: String::new(),
                chosen: strategies.label(choices[player.index()]).to_owned(),
                alternative: strategies.label(other).to_owned(),
                difference: &better - &worse,
                better,
                worse,
            });
        }
    }
    list
}
