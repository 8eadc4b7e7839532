//! Nash equilibria in pure strategies: a comparison for each deviation.

use super::form::SymbolicGame;
use super::tables::SymbolicTable;
use super::{Found, ParametricEquilibrium, Requirement};
use crate::error::Error;
use crate::solve::Watch;
use crate::study::region::{Answer, Constraint, Domain, Sense};

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
        if let Some(requirements) = requirements(&symbolic, number, domain) {
            keep(&symbolic, game, number, requirements, domain, &mut found);
        }
    }
    Ok(found)
}

/// What must hold for a profile to be an equilibrium; `None` where somebody always gains.
fn requirements(symbolic: &SymbolicTable, number: usize, domain: &Domain) -> Option<Vec<Requirement>> {
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
            let constraint = domain.compare(&(&better - &worse), Sense::NonNegative);
            match constraint.as_constant() {
                Some(true) => continue,
                Some(false) => return None,
                None => {}
            }
            if list.iter().any(|known: &Requirement| known.constraint == constraint) {
                continue;
            }
            let label = |choice: usize| strategies.label(choice).to_owned();
            let (chosen, alternative) = (label(choices[player.index()]), label(other));
            let (player, place) = (player.index(), String::new());
            list.push(Requirement { player, place, chosen, alternative, better, worse, constraint, needed: true });
        }
    }
    Some(list)
}

/// Keeps a profile that is an equilibrium on an open set.
fn keep(
    symbolic: &SymbolicTable,
    game: &SymbolicGame,
    number: usize,
    requirements: Vec<Requirement>,
    domain: &Domain,
    found: &mut Found,
) {
    let strict: Vec<Constraint> =
        requirements.iter().map(|requirement| requirement.constraint.with_sense(Sense::Positive)).collect();
    let sample = match domain.decide(&strict) {
        Answer::Empty => return,
        Answer::Point(point) => Some(point),
        Answer::Irrational => None,
        Answer::Open => {
            found.open += 1;
            None
        }
    };
    let profile = symbolic.rows(game, &symbolic.table.profile(number));
    let payoffs = symbolic.payoffs[number].clone();
    found.equilibria.push(ParametricEquilibrium { profile, payoffs, requirements });
    found.samples.push(sample);
}
