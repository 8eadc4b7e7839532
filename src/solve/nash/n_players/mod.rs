//! All Nash equilibria of games of three or more players.

mod certify;
mod continuum;
mod exact;
mod near;
mod outcome;
mod product;
mod separable;
mod supports;
mod symmetry;
mod system;
mod table;

pub(in crate::solve) use self::certify::{UNIT, middle, simple};
pub(in crate::solve) use self::continuum::{Continuum, Form, decide_forms};
pub(in crate::solve) use self::near::{near, payoffs_and_regret};

use self::certify::Finding;
use self::continuum::Curve;
use self::exact::Exact;
use self::outcome::Found;
use self::product::{Pair, Product};
use self::supports::Supports;
use self::symmetry::Symmetry;
use self::system::system;
use self::table::Table;
use crate::error::Error;
use crate::game::{Elimination, NormalForm};
use crate::solve::control::{Control, Watch};
use crate::solve::parallel::in_parallel;
use crate::solve::roots::{self, Bounds, MAX_UNKNOWNS, System};
use crate::solve::solution::Solution;

/// The most strategies of one player whose subsets are enumerated.
const MAX_OWN: usize = 16;

/// So many combinations of supports are solved before other threads are called in.
const ALONE: usize = 48;

/// So many combinations of supports are handed to the threads at once.
const BATCH: usize = 2_048;

/// Every equilibrium of a game, each proven, after dominance has left the strategies in `record`.
///
/// Goes through all supports that conditional dominance allows. Where at most two players mix, their conditions are
/// linear and the equilibria an exact product of polytopes. On other supports, finds every solution of the multilinear
/// indifference equations by contraction, bisection and Krawczyk's test; a solution with rational probabilities is
/// recognised and checked exactly. Where solutions are not isolated, an exact product of polytopes is looked for as well;
/// if there is none, they are not listed, and the status says where they may be.
/// Where players are exchangeable, one combination of supports is solved for all that differ only in who uses what.
/// Supports are independent of each other, so that threads share them; the answer does not depend on their number.
pub(super) fn n_players(game: &NormalForm, record: &Elimination, control: &Control) -> Result<Solution, Error> {
    solve_with(game, record, control, Symmetry::of(game, &record.survivors))
}

fn solve_with(
    game: &NormalForm,
    record: &Elimination,
    control: &Control,
    symmetry: Symmetry,
) -> Result<Solution, Error> {
    let table = Table::new(game, &record.survivors);
    if table.shape.iter().sum::<usize>() > MAX_UNKNOWNS || table.shape.iter().any(|&own| own > MAX_OWN) {
        return Err(Error::Unsupported(format!(
            "after iterated dominance a player still has more than {MAX_OWN} strategies; all mixed equilibria of so large \
             a game of three or more players are out of reach: use pure_nash"
        )));
    }
    let task = Task { game, record, table: &table, exact: Exact::new(game), symmetry };
    let mut search = Search { task: &task, found: Found::default(), batch: Vec::new(), alone: None, error: None };
    let mut watch = Watch::start(control);
    supports::each(&table, &task.symmetry, &mut |supports| search.take(supports, &mut watch));
    search.solve_batch(&mut watch);
    match search.error {
        Some(error) => Err(error),
        None => outcome::solution(&task, search.found, &mut watch),
    }
}

/// What all threads read.
struct Task<'a> {
    game: &'a NormalForm,
    record: &'a Elimination,
    table: &'a Table,
    exact: Exact<'a>,
    symmetry: Symmetry,
}

struct Search<'a> {
    task: &'a Task<'a>,
    found: Found,
    batch: Vec<Supports>,
    alone: Option<bool>,
    error: Option<Error>,
}

impl Search<'_> {
    /// Solves a combination of supports now or later; false to stop.
    fn take(&mut self, supports: &Supports, watch: &mut Watch) -> bool {
        // Asking for the number of threads takes longer than a small game.
        let alone =
            self.found.supports < ALONE as u64 || *self.alone.get_or_insert_with(|| watch.control().workers() == 1);
        if alone {
            let found = self.task.solve(supports, self.found.count(), watch);
            self.add(found);
        } else {
            self.batch.push(supports.clone());
            if self.batch.len() >= BATCH {
                self.solve_batch(watch);
            }
        }
        self.error.is_none() && !watch.must_stop(self.found.count())
    }

    fn solve_batch(&mut self, watch: &mut Watch) {
        let mut batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return;
        }
        // The large ones first, so that no thread is left with one at the end.
        batch.sort_by_cached_key(|supports| std::cmp::Reverse(supports.iter().map(Vec::len).product::<usize>()));
        let before = self.found.count();
        for found in in_parallel(&batch, watch, |supports, watch| self.task.solve(supports, before, watch)) {
            self.add(found);
        }
    }

    fn add(&mut self, found: Result<Found, Error>) {
        match found {
            Ok(found) => self.found.join(found),
            Err(error) => self.error = self.error.take().or(Some(error)),
        }
    }
}

impl Task<'_> {
    /// Every equilibrium with these supports; `before` were found on others.
    fn solve(&self, supports: &Supports, before: usize, watch: &mut Watch) -> Result<Found, Error> {
        let mut found = Found { supports: 1, ..Found::default() };
        if watch.must_stop(before) {
            return Ok(found);
        }
        let system = system(self.table, supports);
        if system.sizes.len() <= 2 {
            self.solve_pair(&system, supports, watch, &mut found)?;
        } else {
            self.solve_system(&system, supports, before, watch, &mut found)?;
        }
        self.symmetry.spread(supports, &mut found);
        Ok(found)
    }

    /// Takes what exact conclusions brought; where they end, decides whether there is an equilibrium at all. `near` are
    /// boxes in which there may be one.
    fn take_set(
        &self,
        set: Pair,
        supports: &Supports,
        near: &[Vec<Bounds>],
        watch: &mut Watch,
        found: &mut Found,
    ) -> Result<(), Error> {
        match set {
            Pair::Nothing => {}
            Pair::All(set) if set.is_continuum() => found.sets.push(set),
            Pair::All(set) => found.add(&self.exact, Product::into_profile(set), None)?,
            Pair::Bent => match continuum::decide(self.game, &self.record.survivors, supports, near, watch) {
                Continuum::Nothing => {}
                Continuum::Some(witnesses) => found.curves.push(Curve { supports: supports.clone(), witnesses }),
                Continuum::Undecided => found.undecided.push(supports.clone()),
            },
        }
        Ok(())
    }

    fn solve_pair(
        &self,
        system: &System,
        supports: &Supports,
        watch: &mut Watch,
        found: &mut Found,
    ) -> Result<(), Error> {
        found.boxes += 1;
        if !roots::possible(system) {
            return Ok(());
        }
        let set = product::solve(self.game, &self.record.survivors, supports);
        self.take_set(set, supports, &[], watch, found)
    }

    fn solve_system(
        &self,
        system: &System,
        supports: &Supports,
        before: usize,
        watch: &mut Watch,
        found: &mut Found,
    ) -> Result<(), Error> {
        let findings = roots::solve(system, watch, before);
        found.boxes += findings.boxes;
        if let Some(near) = findings.undecided {
            let set = separable::solve(self.game, &self.record.survivors, supports);
            return self.take_set(set, supports, &[near], watch, found);
        }
        let survivors = &self.record.survivors;
        let mut undecided = Vec::new();
        for root in &findings.roots {
            let mut judged = certify::judge(&self.exact, self.game, survivors, supports, (system, &[]), root)?;
            if let Finding::Undecided = judged {
                let implied = continuum::implied(self.game, survivors, supports);
                judged = certify::judge(&self.exact, self.game, survivors, supports, (system, &implied), root)?;
            }
            match judged {
                Finding::Exact(profile) => found.add(&self.exact, profile, None)?,
                Finding::Close(profile, radius) => found.add(&self.exact, profile, Some(radius))?,
                Finding::Refuted => {}
                Finding::Undecided => undecided.push(root.clone()),
            }
        }
        if undecided.is_empty() {
            return Ok(());
        }
        self.take_set(Pair::Bent, supports, &undecided, watch, found)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::solve::dominance::eliminate;

    fn solve(game: &NormalForm, threads: usize, symmetric: bool) -> Solution {
        let control = Control { threads: NonZeroUsize::new(threads), ..Control::default() };
        let record = eliminate(game, false, true, &mut Watch::start(&control));
        let symmetry =
            if symmetric { Symmetry::of(game, &record.survivors) } else { Symmetry::none(game.num_players()) };
        solve_with(game, &record, &control, symmetry).unwrap()
    }

    /// The equilibria as numbers; those from a change of places may differ by rounding.
    fn agree(a: &Solution, b: &Solution) -> bool {
        let near = |x: &Solution, y: &Solution| {
            x.equilibria.iter().all(|one| {
                y.equilibria.iter().any(|other| {
                    let pairs = one.profile.rows().iter().flatten().zip(other.profile.rows().iter().flatten());
                    one.error_bound.is_some() == other.error_bound.is_some()
                        && pairs.into_iter().all(|(p, q)| (p - q).abs().to_f64() < 1e-9)
                })
            })
        };
        a.len() == b.len() && near(a, b) && near(b, a) && a.complete() == b.complete()
    }

    /// Games in which payoffs depend on numbers, often with ties.
    #[test]
    fn threads_and_symmetry_change_nothing() {
        let mut seed = 17u64;
        let mut roll = |bound: i64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as i64 % bound
        };
        let mut orbits = 0;
        for round in 0..120 {
            let (count, strategies) = [(3, 2), (4, 2), (5, 2), (3, 3)][round % 4];
            let bound = if round % 3 == 0 { 3 } else { 500 };
            let alone = roll(3) == 0;
            let builder = (0..count).fold(NormalForm::builder(), |builder, player| {
                builder.player(format!("P{player}"), (0..strategies).map(|s| s.to_string()))
            });
            let cells: Vec<i64> = (0..4096).map(|_| roll(bound)).collect();
            let payoff = |profile: &[usize], player: usize| {
                let mut others: Vec<usize> = profile.to_vec();
                others.remove(player);
                others.sort_unstable();
                let place = others.iter().fold(profile[player] + 1, |place, other| 4 * place + other);
                cells[(place + usize::from(alone && player == 0) * 1111) % cells.len()].into()
            };
            let game = builder.payoffs(|profile| (0..count).map(|player| payoff(profile, player)).collect()).unwrap();
            let plain = solve(&game, 1, false);
            assert!(plain == solve(&game, 2, false), "{round}");
            let quick = solve(&game, 2, true);
            assert!(quick == solve(&game, 1, true), "{round}");
            assert!(agree(&plain, &quick), "{round}: {} {}", plain.len(), quick.len());
            assert_eq!(quick.orbits.iter().map(|orbit| orbit.members.len()).sum::<usize>(), quick.len());
            orbits += quick.orbits.iter().filter(|orbit| orbit.members.len() > 1).count();
        }
        assert!(orbits > 100, "{orbits}");
    }
}
