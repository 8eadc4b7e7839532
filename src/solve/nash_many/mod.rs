//! [`nash_many`]: all equilibria of arrays of small games.

mod bounds;
mod exact;
mod games;
mod outcome;
mod rounded;
mod three_by_two;
mod two_players;
mod vertices;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) use exact::Shared;
pub use games::{GameArray, PayoffArray};
pub use outcome::ManySolutions;
pub(crate) use rounded::RoundedGames;

use self::exact::Exact;
use self::outcome::Remarks;
use self::three_by_two::ThreeByTwo;
use self::two_players::TwoPlayers;
use super::control::{Control, Watch};
use super::parallel::in_parallel;
use crate::error::Error;

/// How to solve many games.
#[derive(Debug, Clone, Default)]
pub struct NashManyOptions {
    /// Limits, progress and stopping. `max_equilibria` holds for each game, and a game that has more is not complete.
    pub control: Control,
}

/// The most games that a thread takes at once.
const CHUNK: usize = 1024;

/// Every Nash equilibrium of each of many games.
///
/// # Definition
/// As for [`nash`](super::nash), for each game on its own. Two players with up to four strategies each, and three with two
/// each, are first solved in floating point with a bound on all rounding. What this decides is decided with proof: every
/// comparison exceeds its bound, and the list is complete. Ties among whole numbers, and decimals of few digits, are decided
/// exactly. All other games go to the exact solver, which is some hundred times slower.
///
/// Where the equilibria of a game form a continuum, its extreme ones are listed; see [`ManySolutions::continuum`].
///
/// # Arguments
/// - `games`: the payoffs, all games of one shape. Payoffs are utilities.
///
/// # Errors
/// When the exact solver refuses a game, as [`nash`](super::nash) would.
///
/// # Complexity
/// In proportion to the number of games; the work is spread over threads, and the answer does not depend on them.
///
/// # Example
/// ```
/// use foederis::solve::GameArray;
/// use foederis::nash_many;
/// // Battle of the sexes, and matching pennies.
/// let payoffs = [2., 0., 0., 1., 1., 0., 0., 2., 1., -1., -1., 1., -1., 1., 1., -1.];
/// let solved = nash_many(&GameArray::new(&[2, 2], &payoffs[..])?, &Default::default())?;
/// assert_eq!(solved.offsets, [0, 3, 4]);
/// assert_eq!(solved.profile(3), [0.5, 0.5, 0.5, 0.5]);
/// assert_eq!(solved.complete, [true, true]);
/// # Ok::<(), foederis::Error>(())
/// ```
///
/// # References
/// - J. Nash (1951), "Non-cooperative games", Annals of Mathematics 54. doi:10.2307/1969529
pub fn nash_many(games: &GameArray, options: &NashManyOptions) -> Result<ManySolutions, Error> {
    let shared = Shared::new(&options.control, games.len());
    let control = shared.for_all(&options.control);
    let mut watch = Watch::start(&control);
    watch.expect(games.len() as u64);
    let exact = Exact::new(games, &shared, &options.control)?;
    let task = Task { games, exact, limit: options.control.max_equilibria, found: AtomicUsize::new(0) };
    let chunks = chunks(games.len(), control.workers());
    let parts = in_parallel(&chunks, &mut watch, |chunk, watch| task.solve(chunk.clone(), watch));
    let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut all = ManySolutions::new(games.players(), games.strategies());
    all.reserve(&parts);
    parts.into_iter().for_each(|part| all.append(part));
    all.status = watch.finish::<()>(&mut Vec::new());
    Ok(all)
}

/// Ranges of games for the threads to take, several for each.
fn chunks(games: usize, workers: usize) -> Vec<Range<usize>> {
    let size = (games / (8 * workers)).clamp(1, CHUNK);
    (0..games).step_by(size).map(|start| start..games.min(start + size)).collect()
}

/// The method that floats allow for a shape.
enum Kernel {
    TwoPlayers(Box<TwoPlayers>),
    ThreeByTwo(ThreeByTwo),
    None,
}

impl Kernel {
    fn new(shape: &[usize]) -> Kernel {
        match shape {
            [2, 2, 2] => Kernel::ThreeByTwo(ThreeByTwo::default()),
            _ => TwoPlayers::new(shape).map_or(Kernel::None, |kernel| Kernel::TwoPlayers(Box::new(kernel))),
        }
    }

    /// Adds the equilibria of a game; `None` where floats cannot tell. `off` says for each player how far a payoff may be off,
    /// besides that it stands for its shortest decimal.
    fn solve(&mut self, payoffs: &[f64], off: &[f64], found: &mut ManySolutions) -> Option<Remarks> {
        match self {
            Kernel::TwoPlayers(kernel) => kernel.solve(payoffs, off, found),
            Kernel::ThreeByTwo(kernel) => kernel.solve(payoffs, off, found),
            Kernel::None => None,
        }
    }
}

struct Task<'a> {
    games: &'a GameArray<'a>,
    exact: Exact,
    limit: Option<usize>,
    /// Equilibria in the ranges that are done.
    found: AtomicUsize,
}

/// A game that was not come to.
const OPEN: Remarks = Remarks { complete: false, exact: false, continuum: false };

impl Task<'_> {
    /// Solves a range of games, one after the other.
    fn solve(&self, range: Range<usize>, watch: &mut Watch) -> Result<ManySolutions, Error> {
        let mut found = ManySolutions::new(self.games.players(), self.games.strategies());
        let mut kernel = Kernel::new(&self.games.shape());
        let (mut scratch, off) = (Vec::new(), vec![0.0; self.games.players().len()]);
        let before = self.found.load(Ordering::Relaxed);
        let (mut stopped, mut slow) = (false, false);
        for game in range {
            let so_far = before + found.num_equilibria();
            stopped = stopped || if slow { watch.must_stop_now(so_far) } else { watch.must_stop(so_far) };
            slow = false;
            let remarks = if stopped {
                OPEN
            } else if let Some(payoffs) = self.games.floats(game, &mut scratch)
                && let Some(remarks) = kernel.solve(payoffs, &off, &mut found)
            {
                remarks
            } else {
                slow = true;
                self.exact.solve(self.games, game, &mut found)?
            };
            found.end_game(remarks, self.limit);
        }
        self.found.fetch_add(found.num_equilibria(), Ordering::Relaxed);
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
