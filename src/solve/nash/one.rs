//! One equilibrium: the cheapest way first.

use super::{NashMethod, NashOptions, lemke_howson};
use crate::error::Error;
use crate::game::{Concept, Game, MixedProfile, NormalForm, Profile};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// One Nash equilibrium.
pub(super) fn one(game: &Game, options: &NashOptions) -> Result<Solution, Error> {
    match (options.method, game) {
        (NashMethod::LemkeHowson, _) => Ok(lemke_howson::one(lemke_howson::table(game)?, &options.control)),
        (NashMethod::Auto, Game::Normal(table)) if table.num_players() == 2 => {
            Ok(pure(table, &options.control).unwrap_or_else(|| lemke_howson::one(table, &options.control)))
        }
        _ => first(game, options),
    }
}

/// The first equilibrium that enumeration meets.
fn first(game: &Game, options: &NashOptions) -> Result<Solution, Error> {
    let control = Control { max_equilibria: Some(1), ..options.control.clone() };
    let mut solution = super::all(game, &NashOptions { control, ..options.clone() })?;
    solution.claim = "one Nash equilibrium".into();
    solution.components.clear();
    if !solution.is_empty() {
        solution.status = Status::Complete;
    }
    Ok(solution)
}

/// A pure equilibrium of a two-player table, if there is one and the search is not stopped.
///
/// # Complexity
/// Two comparisons for each profile.
fn pure(game: &NormalForm, control: &Control) -> Option<Solution> {
    let mut watch = Watch::start(control);
    let columns = game.shape()[1];
    let row = |row: usize| (row * columns..(row + 1) * columns).map(|number| game.payoffs_of(number));
    let mut best_of_column: Vec<&Rational> = row(0).map(|payoffs| &payoffs[0]).collect();
    for i in 1..game.shape()[0] {
        if watch.must_stop(0) {
            return None;
        }
        for (best, payoffs) in best_of_column.iter_mut().zip(row(i)) {
            *best = (*best).max(&payoffs[0]);
        }
    }
    for i in 0..game.shape()[0] {
        let best = row(i).map(|payoffs| &payoffs[1]).max()?;
        let stable = |(j, payoffs): (usize, &[Rational])| payoffs[1] == *best && payoffs[0] == *best_of_column[j];
        if let Some(j) = row(i).enumerate().position(stable) {
            let profile = Profile::Mixed(MixedProfile::pure(&[i, j], &game.shape()));
            let payoffs = game.payoffs_of(i * columns + j).to_vec();
            let mut solution =
                Solution::new(Concept::Nash, "comparison of profiles with deviations", "one Nash equilibrium");
            solution.equilibria.push(Equilibrium::exact(profile, payoffs));
            return Some(solution);
        }
    }
    None
}
