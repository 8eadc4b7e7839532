//! Games that floats leave open go to the exact solver.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::bounds::UNIT;
use super::games::GameArray;
use super::outcome::{ManySolutions, Remarks};
use crate::error::Error;
use crate::game::{NormalForm, Profile};
use crate::solve::control::{Control, Observer};
use crate::solve::nash::nash_normal;
use crate::solve::solution::Solution;

/// The exact solver for games of one shape.
pub(super) struct Exact {
    template: NormalForm,
    control: Control,
    start: Instant,
}

impl Exact {
    /// `control` is that of all the games together.
    pub(super) fn new(games: &GameArray, control: &Control) -> Result<Self, Error> {
        Ok(Exact { template: games.template()?, control: control.clone(), start: Instant::now() })
    }

    /// Adds the equilibria of a game.
    pub(super) fn solve(&self, games: &GameArray, number: usize, found: &mut ManySolutions) -> Result<Remarks, Error> {
        let game = games.fill(&self.template, number)?;
        let time_limit = self.control.time_limit.map(|limit| limit.saturating_sub(self.start.elapsed()));
        let solution = nash_normal(&game, &Control { time_limit, ..self.control.clone() })?;
        solution.equilibria.iter().for_each(|equilibrium| {
            let Profile::Mixed(profile) = &equilibrium.profile else { return };
            found.probabilities.extend(profile.0.iter().flatten().map(|probability| probability.to_f64()));
            found.payoffs.extend(equilibrium.payoffs.iter().map(|payoff| payoff.to_f64()));
            let rounding = if equilibrium.is_pure() { 0.0 } else { 4.0 * UNIT };
            found.error_bound.push(equilibrium.error_bound.unwrap_or(0.0) + rounding);
        });
        Ok(remarks(&solution))
    }
}

fn remarks(solution: &Solution) -> Remarks {
    Remarks {
        complete: solution.complete(),
        exact: solution.arithmetic() == "exact",
        continuum: solution.components.iter().any(|component| component.dimension > 0),
    }
}

/// The limits as each game gets them: one thread, no limit on equilibria, and an observer that stays cancelled once it is.
pub(super) fn each_game(control: &Control) -> Control {
    let observer = control.observer.clone().map(|observer| {
        let cancelled = AtomicBool::new(false);
        let watch: Observer = Arc::new(move |progress| {
            if !cancelled.load(Ordering::Relaxed) && !observer(progress) {
                cancelled.store(true, Ordering::Relaxed);
            }
            !cancelled.load(Ordering::Relaxed)
        });
        watch
    });
    Control { observer, max_equilibria: None, ..control.clone() }
}
