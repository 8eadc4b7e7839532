//! [`sweep`]: a model at many values of its parameters.

mod answers;
mod block;
mod compiled;
mod exact;
mod function;
mod induction;
mod outcome;
mod points;
mod rows;
mod selection;
mod tables;
mod work;

use std::ops::Range;
use std::sync::Mutex;

pub use answers::{Act, Answer};
pub use outcome::{PointState, Sweep};
pub use points::{Points, Values};
pub use selection::Select;

use self::answers::Acts;
use self::compiled::Compiled;
use self::exact::Exact;
use self::outcome::{Columns, NO_ANSWER, Piece};
use self::rows::Rows;
use self::selection::Rule;
use self::work::{BLOCK, Worker};
use crate::error::Error;
use crate::game::{Concept, Game};
use crate::model::Model;
use crate::number::Rational;
use crate::solve::{Control, Shared, Watch, in_parallel};

/// How to sweep.
#[derive(Debug, Clone)]
pub struct SweepOptions {
    /// The concept. Default: Nash equilibria of tables; of trees subgame-perfect equilibria under perfect information, else
    /// sequential ones.
    pub concept: Option<Concept>,
    /// Which equilibrium stands for a point that has several. Default: the first.
    pub select: Select,
    /// For [`Concept::Logit`]: the precision. Default: 1.
    pub precision: Rational,
    /// Only these points, by number; what is found of them is the same to the last bit as when all are solved at once. Whole
    /// blocks of [`SWEEP_BLOCK`] points take least work. Default: all.
    pub part: Option<Range<usize>>,
    /// Limits, progress and stopping. `max_equilibria` holds for each point; points that the work does not come to stay
    /// open.
    pub control: Control,
}

/// The points of a sweep are worked on in blocks of so many.
pub const SWEEP_BLOCK: usize = BLOCK;

impl Default for SweepOptions {
    fn default() -> Self {
        let (select, precision, control) = (Select::First, Rational::ONE, Control::default());
        SweepOptions { concept: None, select, precision, part: None, control }
    }
}

/// The most points that a thread takes at once: a number of blocks.
const MOST_AT_ONCE: usize = 32 * BLOCK;

/// Solves a model at many points of its parameters.
///
/// # Definition
/// At each point the equilibria are those of the concept in the game [`Model::at`] the point, all of them, and one of them
/// is selected by a rule. A float stands for its shortest decimal: `0.1` is one tenth.
///
/// Payoffs are compiled to evaluators over arrays of points, with a bound on all rounding. On trees of perfect information
/// backward induction runs over blocks of points; tables are compared profile by profile, or go through the kernels behind
/// [`nash_many`](crate::nash_many). Every comparison that decides exceeds its bound. A point at which one does not (a tie, or
/// what may be one) goes to the exact solver, and so does every point for other concepts and games.
///
/// # Arguments
/// - `points`: the values, in the model's own units. A parameter by player may be named as a whole; then all members move
///   together. Parameters that are not named stay at their base.
///
/// # Returns
/// Flat arrays; see [`Sweep`]. A point that breaks a range or an assumption, or at which a payoff divides by zero, is marked
/// as such and has no equilibrium.
///
/// # Errors
/// For an unknown parameter, player or concept; where a parameter that is held fixed breaks a condition; and what the exact
/// solver refuses.
///
/// # Complexity
/// In proportion to the number of points, and the answer does not depend on the number of threads. Memory: 10 bytes a point
/// and 8 for each player; 8 more for each action where somebody mixes.
///
/// # Example
/// ```
/// use foederis::study::sweep::{Points, SweepOptions, sweep};
/// let model = foederis::alliance::dilemma("caucasus")?;
/// // What Russia loses by taking sides, against what it loses if Armenia leaves; Armenia would leave when refused.
/// let model = model.seen_from(&[("n", 1.into())])?;
/// let values = |numbers: &[f64]| numbers.to_vec().into();
/// let points = Points::grid([("w".to_owned(), values(&[1.0, 4.0])), ("e".to_owned(), values(&[2.0, 4.0]))])?;
/// let found = sweep(&model, &points, &SweepOptions::default())?;
/// let outcome = |point: usize| found.answer(point).map(|answer| answer.outcome.as_str());
/// assert_eq!(outcome(0), Some("Refrain"));
/// assert_eq!(outcome(2), Some("Attack, Invoke, Abstain, Leave"));
/// // With w = 4 and e = 4 Russia is indifferent: two equilibria.
/// assert_eq!(found.counts, [1, 1, 1, 2]);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn sweep(model: &Model, points: &Points, options: &SweepOptions) -> Result<Sweep, Error> {
    let axes = points::axes_of(model, points)?;
    let game = model.skeleton()?;
    let concept = options.concept.unwrap_or_else(|| fitting(&game));
    let rule = options.select.rule(game.players().keys())?;
    let compiled = Compiled::new(model, points, &axes)?;
    let acts = Acts::of(&game);
    let part = options.part.clone().unwrap_or(0..points.len());
    if part.start > part.end || part.end > points.len() {
        let text = format!("points {} to {} were asked for; there are {}", part.start, part.end, points.len());
        return Err(Error::Invalid(text));
    }
    let shared = Shared::new(&options.control, part.len());
    let control = shared.for_all(&options.control);
    let mut watch = Watch::start(&control);
    watch.expect(part.len() as u64);
    let exact =
        Exact::new(model, points, &axes, concept, rule, &options.precision, acts.list.len(), &shared, &options.control);
    let task = Task { exact: &exact, compiled: compiled.as_ref(), game: &game, acts: &acts };
    let mut columns = Columns::new(part.len(), game.players().len(), rule == Rule::All);
    let pieces = task.solve(part, &mut columns, control.workers(), &mut watch)?;
    let status = watch.finish::<()>(&mut Vec::new());
    Ok(outcome::assemble(columns, pieces, &game, acts, concept, status))
}

/// The usual concept for a game.
fn fitting(game: &Game) -> Concept {
    match game {
        Game::Normal(_) => Concept::Nash,
        Game::Extensive(tree) if tree.has_perfect_information() => Concept::SubgamePerfect,
        Game::Extensive(_) => Concept::Sequential,
    }
}

struct Task<'a> {
    exact: &'a Exact<'a>,
    compiled: Option<&'a Compiled>,
    game: &'a Game,
    acts: &'a Acts,
}

impl Task<'_> {
    /// Solves the points in jobs, each of which writes into its own part of the columns.
    fn solve(
        &self,
        part: Range<usize>,
        columns: &mut Columns,
        workers: usize,
        watch: &mut Watch,
    ) -> Result<Vec<Piece>, Error> {
        let size = self.job_size(part.len(), workers);
        let starts = part.clone().step_by(size);
        let jobs: Vec<_> = starts
            .zip(columns.slices(size))
            .map(|(start, slice)| (start..part.end.min(start + size), Mutex::new(slice)))
            .collect();
        let pieces = in_parallel(&jobs, watch, |(range, slice), watch| {
            let mut rows = Rows::new(self.game.players().len(), self.acts.list.len());
            Worker::new(self.exact, self.compiled, self.game, self.acts).solve(range.clone(), &mut rows, watch)?;
            let mut slice = slice.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Ok(slice.take(rows))
        });
        pieces.into_iter().collect()
    }

    /// Several jobs for each worker. Blocks stay whole where floats decide, so that bounds do not depend on the jobs.
    fn job_size(&self, points: usize, workers: usize) -> usize {
        let size = points / (8 * workers);
        match Worker::new(self.exact, self.compiled, self.game, self.acts).is_by_floats() {
            true => size.next_multiple_of(BLOCK).clamp(BLOCK, MOST_AT_ONCE),
            false => size.clamp(1, BLOCK),
        }
    }
}
