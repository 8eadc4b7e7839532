//! Nash equilibria in pure strategies: a comparison for each deviation.

use super::Found;
use super::candidate::{Candidate, Comparison};
use super::form::SymbolicGame;
use super::tables::SymbolicTable;
use crate::error::Error;
use crate::game::NormalForm;
use crate::number::{Rational, RationalFunction};
use crate::solve::Watch;
use crate::study::region::Domain;

pub(super) fn pure_nash(game: &SymbolicGame, domain: &Domain, watch: &mut Watch) -> Result<Found, Error> {
    let symbolic = SymbolicTable::new(game)?;
    let mut found = Found {
        claim: "every Nash equilibrium in pure strategies that holds on an open set".into(),
        ..Found::default()
    };
    let mut numbers: Vec<usize> = Vec::new();
    let base = Base::new(&symbolic, domain);
    let (first, rest) = base.parted(&symbolic.table, watch);
    for (tried, &number) in first.iter().chain(&rest).enumerate() {
        // What is in equilibrium at the base is looked at as long as there is any patience.
        let stop =
            if tried < first.len() { watch.out_of_patience() } else { watch.must_stop_now(found.equilibria.len()) };
        if stop {
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
        numbers.resize(found.equilibria.len(), number);
    }
    found.sort_by(&numbers);
    Ok(found)
}

/// Everybody's payoffs at the base, by profile.
struct Base(Vec<Option<Vec<Rational>>>);

impl Base {
    fn new(symbolic: &SymbolicTable, domain: &Domain) -> Base {
        let at_base = |payoffs: &Vec<RationalFunction>| payoffs.iter().map(|own| own.evaluate(domain.base())).collect();
        Base(symbolic.payoffs.iter().map(at_base).collect())
    }

    /// The profiles that are in equilibrium at the base, as far as there is patience, and the rest: a search that is stopped has
    /// looked at the former.
    fn parted(&self, table: &NormalForm, watch: &mut Watch) -> (Vec<usize>, Vec<usize>) {
        let stands = |&number: &usize| !watch.out_of_patience() && self.is_equilibrium(table, number);
        (0..table.num_profiles()).partition(stands)
    }

    fn is_equilibrium(&self, table: &NormalForm, number: usize) -> bool {
        let Some(here) = &self.0[number] else { return false };
        let choices = table.profile(number);
        table.player_ids().all(|player| {
            let (stride, own) = (table.stride(player), choices[player.index()]);
            let other = |strategy: usize| self.0[number - own * stride + strategy * stride].as_ref();
            let best = |there: &Vec<Rational>| there[player.index()] <= here[player.index()];
            (0..table.strategies(player).len()).all(|strategy| other(strategy).is_none_or(best))
        })
    }
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
