//! Supports on which solutions are not isolated and make no product of polytopes: is there an equilibrium at all? If so,
//! the conditions themselves say what all of them are, and points found exactly bear witness.

mod conditions;
mod empty;
mod form;
mod witness;

pub(super) use self::conditions::conditions;
pub(in crate::solve) use self::form::Form;
pub(super) use self::form::forms;
pub(in crate::solve) use self::witness::Witness;

use std::collections::VecDeque;

use self::empty::{Effort, Part, holds_nothing, surely_holds_nothing};
use super::supports::Supports;
use crate::game::NormalForm;
use crate::number::{Rational, rank};
use crate::solve::control::Watch;
use crate::solve::roots::Bounds;

/// Supports with equilibria that are not isolated and make no product of polytopes.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    pub(super) supports: Supports,
    pub(super) witnesses: Vec<Witness>,
}

/// What is known of the equilibria with certain supports.
#[derive(Debug)]
pub(in crate::solve) enum Continuum {
    /// There is none.
    Nothing,
    /// There are some, these among them.
    Some(Vec<Witness>),
    /// Nothing is known.
    Undecided,
}

/// So many parts are looked at before giving up.
const PARTS: usize = 64;

/// So many steps linear programs may take, in all those of one kind.
const PIVOTS: usize = 500;

/// So many more are looked at for further witnesses.
const FURTHER: usize = 12;

/// So many witnesses are enough.
const WITNESSES: usize = 3;

/// Proves that there is no equilibrium with these supports, or finds some; `near` are boxes in which there may be one.
pub(super) fn decide(
    game: &NormalForm,
    survivors: &[Vec<usize>],
    supports: &Supports,
    near: &[Vec<Bounds>],
    watch: &mut Watch,
) -> Continuum {
    let used = super::separable::used(survivors, supports);
    let forms = forms(game, survivors, &used);
    let sizes: Vec<usize> = game.player_ids().map(|player| game.strategies(player).len()).collect();
    search(witness::Search::new(sizes, used, forms), near, watch)
}

/// As [`decide`], for conditions on any blocks of probabilities that are all above 0: a block is what a player's mixture is in a
/// table. Says whether there is a solution.
pub(in crate::solve) fn decide_forms(
    sizes: &[usize],
    forms: Vec<Form>,
    near: &[Vec<Bounds>],
    watch: &mut Watch,
) -> Continuum {
    let used = sizes.iter().map(|&size| (0..size).collect()).collect();
    search(witness::Search::new(sizes.to_vec(), used, forms), near, watch)
}

fn search(search: witness::Search, near: &[Vec<Bounds>], watch: &mut Watch) -> Continuum {
    let Some((rest, free)) = search.rest() else { return Continuum::Nothing };
    let mut parts = VecDeque::from([Part::whole(&search.used)]);
    let mut effort = Effort { pivots: if search.is_wide() { 0 } else { PIVOTS }, watch };
    if holds_nothing(&parts[0], &rest, &free, &mut effort) {
        return Continuum::Nothing;
    }
    let mut found: Vec<Witness> = Vec::new();
    near.iter().for_each(|boxes| search.near(boxes, &mut found));
    let most = if search.is_wide() { 1 } else { PARTS };
    for count in 0..most {
        let enough = found.len() >= WITNESSES || !found.is_empty() && count > FURTHER;
        if enough || effort.watch.must_stop(0) {
            break;
        }
        let Some(part) = parts.pop_front() else { break };
        if count > 0 && holds_nothing(&part, &rest, &free, &mut effort) {
            continue;
        }
        search.around(&part.middle(), &mut found);
        parts.extend(part.halves(if free.is_empty() { &search.mixing } else { &free }));
        if count == FURTHER && found.is_empty() {
            let mut more = Effort { pivots: PIVOTS, watch: effort.watch };
            if surely_holds_nothing(&Part::whole(&search.used), &rest, &free, &mut more) {
                return Continuum::Nothing;
            }
        }
    }
    if !found.is_empty() {
        return Continuum::Some(found);
    }
    if search.is_wide() {
        return Continuum::Undecided;
    }
    effort.pivots = PIVOTS;
    let nothing = parts.iter().all(|part| surely_holds_nothing(part, &rest, &free, &mut effort));
    if nothing && !effort.watch.must_stop(0) { Continuum::Nothing } else { Continuum::Undecided }
}

/// For each inequality, whether the equations make it 0: it is a sum of multiples of them.
pub(super) fn implied(game: &NormalForm, survivors: &[Vec<usize>], supports: &Supports) -> Vec<bool> {
    let used = super::separable::used(survivors, supports);
    let mixing: Vec<usize> = (0..used.len()).filter(|&player| used[player].len() > 1).collect();
    let whole = Part::whole(&used);
    let values = |form: &Form| form.values(&mixing, &whole.vertices);
    let (equations, inequalities): (Vec<Form>, Vec<Form>) =
        forms(game, survivors, &used).into_iter().partition(|form| form.equation);
    let equations: Vec<Vec<Rational>> = equations.iter().map(values).collect();
    let alone = rank(equations.clone());
    let adds_nothing = |form: &Form| rank([&equations[..], &[values(form)]].concat()) == alone;
    inequalities.iter().map(adds_nothing).collect()
}
