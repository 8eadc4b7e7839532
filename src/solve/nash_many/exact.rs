//! Games that floats leave open go to the exact solver.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::bounds::UNIT;
use super::games::GameArray;
use super::outcome::{ManySolutions, Remarks};
use crate::error::Error;
use crate::game::{NormalForm, Profile};
use crate::solve::control::{Control, Observer, Progress};
use crate::solve::nash::nash_normal;
use crate::solve::solution::Solution;

/// The exact solver for games of one shape.
pub(super) struct Exact {
    template: NormalForm,
    control: Control,
    start: Instant,
}

impl Exact {
    /// `control` is the caller's.
    pub(super) fn new(games: &GameArray, shared: &Arc<Shared>, control: &Control) -> Result<Self, Error> {
        Ok(Exact { template: games.template()?, control: shared.for_one(control), start: Instant::now() })
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

/// The observer that all of the work shares: once cancelled it stays so, and it remembers what it was told last.
pub(crate) struct Shared {
    observer: Option<Observer>,
    cancelled: AtomicBool,
    last: Mutex<Progress>,
}

impl Shared {
    pub(crate) fn new(control: &Control, games: usize) -> Arc<Self> {
        let nothing = Progress { done: 0, total: Some(games as u64), found: 0, elapsed: Duration::ZERO };
        let observer = control.observer.clone();
        Arc::new(Shared { observer, cancelled: AtomicBool::new(false), last: Mutex::new(nothing) })
    }

    /// Limits with this observer for all games together: those of `control` that are not for each game.
    pub(crate) fn for_all(self: &Arc<Self>, control: &Control) -> Control {
        let shared = self.clone();
        let watch = move |progress: &Progress| {
            *shared.last.lock().unwrap_or_else(PoisonError::into_inner) = *progress;
            shared.ask(progress)
        };
        Control { observer: self.watched_by(watch), max_equilibria: None, ..control.clone() }
    }

    /// The same for one game: the steps of its solver are nobody's concern, the number of games done is.
    pub(crate) fn for_one(self: &Arc<Self>, control: &Control) -> Control {
        let shared = self.clone();
        let start = Instant::now();
        let watch = move |_: &Progress| {
            let last = *shared.last.lock().unwrap_or_else(PoisonError::into_inner);
            shared.ask(&Progress { elapsed: start.elapsed(), ..last })
        };
        let threads = NonZeroUsize::new(1);
        Control { observer: self.watched_by(watch), max_equilibria: None, threads, ..control.clone() }
    }

    fn watched_by(&self, watch: impl Fn(&Progress) -> bool + Send + Sync + 'static) -> Option<Observer> {
        self.observer.as_ref().map(|_| Arc::new(watch) as Observer)
    }

    fn ask(&self, progress: &Progress) -> bool {
        if !self.cancelled.load(Ordering::Relaxed) && self.observer.as_ref().is_some_and(|observer| !observer(progress))
        {
            self.cancelled.store(true, Ordering::Relaxed);
        }
        !self.cancelled.load(Ordering::Relaxed)
    }
}
