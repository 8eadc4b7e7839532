//! One equilibrium: the cheapest way first.

use std::time::Instant;

use super::linear_programming::optimal_pair;
use super::one_by_induction::one_by_induction;
use super::one_by_logit::one_by_logit;
use super::optimal_plans::optimal_plans;
use super::{NashMethod, NashOptions, lemke_howson, sequence};
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, Game, MixedProfile, NormalForm, Profile};
use crate::number::Rational;
use crate::solve::constant_sum::ConstantSum;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// Up to so many payoffs a player, an exact linear program costs less than a long path.
const SMALL: usize = 2500;

/// One Nash equilibrium.
pub(super) fn one(game: &Game, options: &NashOptions) -> Result<Solution, Error> {
    let control = &options.control;
    match (options.method, game) {
        (NashMethod::LemkeHowson, _) => Ok(lemke_howson::one(lemke_howson::table(game)?, control)),
        (NashMethod::LinearProgramming, Game::Extensive(tree)) => {
            let sum = two(tree).and_then(ConstantSum::of_tree).ok_or_else(|| {
                let text = "linear programming needs a constant-sum tree of two players; use the method auto";
                Error::Unsupported(text.into())
            })?;
            of_constant_sum_tree(tree, &sum, game, options)
        }
        (NashMethod::LinearProgramming, _) => {
            let table = lemke_howson::table(game)?;
            let sum = ConstantSum::of(table).ok_or_else(|| {
                let text = "linear programming needs a constant-sum game; use the method lemke_howson";
                Error::Unsupported(text.into())
            })?;
            Ok(optimal_pair(table, &sum, control))
        }
        (NashMethod::Lemke, _) => Ok(sequence::lemke(tree_of_two(game)?, control)?.unwrap_or_else(no_end)),
        (NashMethod::Auto, Game::Normal(table)) if table.num_players() == 2 => Ok(of_table(table, control)),
        (NashMethod::Auto, Game::Extensive(tree)) => of_tree(tree, game, options),
        (NashMethod::Auto, Game::Normal(_)) => one_by_logit(game, control).map_or_else(|| first(game, options), Ok),
        (NashMethod::Logit, _) => Ok(one_by_logit(game, control).unwrap_or_else(no_proof)),
        (NashMethod::Enumeration, _) => first(game, options),
    }
}

/// Of a table: a pure equilibrium if there is one, else the exact program or a path.
fn of_table(table: &NormalForm, control: &Control) -> Solution {
    pure(table, control).unwrap_or_else(|| match ConstantSum::of(table) {
        Some(sum) if table.num_profiles() <= SMALL => optimal_pair(table, &sum, control),
        _ => lemke_howson::one(table, control),
    })
}

/// Of a tree: an optimal pair if it is constant-sum; backward induction where all is seen; else a path.
fn of_tree(tree: &ExtensiveForm, game: &Game, options: &NashOptions) -> Result<Solution, Error> {
    tree.require_perfect_recall("nash")?;
    match two(tree).and_then(ConstantSum::of_tree) {
        Some(sum) => of_constant_sum_tree(tree, &sum, game, options),
        None if tree.has_perfect_information() => Ok(one_by_induction(tree, &options.control)),
        None if tree.num_players() == 2 => by_path(tree, game, options),
        None => one_by_logit(game, &options.control).map_or_else(|| first(game, options), Ok),
    }
}

fn two(tree: &ExtensiveForm) -> Option<&ExtensiveForm> {
    (tree.num_players() == 2).then_some(tree)
}

/// Of a constant-sum tree: optimal plans; by a path where the program does not fit machine words.
fn of_constant_sum_tree(
    tree: &ExtensiveForm,
    sum: &ConstantSum,
    game: &Game,
    options: &NashOptions,
) -> Result<Solution, Error> {
    optimal_plans(tree, sum, &options.control)?.map_or_else(|| by_path(tree, game, options), Ok)
}

fn by_path(tree: &ExtensiveForm, game: &Game, options: &NashOptions) -> Result<Solution, Error> {
    sequence::lemke(tree, &options.control)?.map_or_else(|| first(game, options), Ok)
}

fn tree_of_two(game: &Game) -> Result<&ExtensiveForm, Error> {
    match game {
        Game::Extensive(tree) if tree.num_players() == 2 => Ok(tree),
        _ => Err(Error::Unsupported(
            "Lemke on the sequence form needs a tree of two players; use the method auto".into(),
        )),
    }
}

/// A path that ended without an equilibrium.
fn no_end() -> Solution {
    let mut solution = Solution::new(Concept::Nash, "Lemke on the sequence form, exact", "one Nash equilibrium");
    solution.status = Status::Partial("the path ended without an equilibrium; use the method enumeration".into());
    solution
}

/// A branch whose limit could not be proven to be an equilibrium.
fn no_proof() -> Solution {
    let mut solution = Solution::new(Concept::Nash, "logit path following", "one Nash equilibrium");
    solution.status = Status::Partial(
        "no equilibrium could be proven where the branch leads; use the method auto, which then looks for another"
            .into(),
    );
    solution
}

/// The first equilibrium that enumeration meets.
///
/// What a search of trees meets first may prove to be none, or be met again: then it goes on with a wider limit.
fn first(game: &Game, options: &NashOptions) -> Result<Solution, Error> {
    let start = Instant::now();
    let mut limit = 1;
    let mut solution = loop {
        let control = Control { max_equilibria: Some(limit), ..options.control.since(start) };
        let found = super::all(game, &NashOptions { control, ..options.clone() })?;
        if !found.is_empty() || found.status != Status::Truncated {
            break found;
        }
        limit *= 8;
    };
    solution.equilibria.truncate(1);
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
