//! [`correlated`] and [`coarse_correlated`]: the best joint distribution that nobody gains by leaving.

mod exact;
mod guess;
mod pivoting;
mod program;
mod ranges;
#[cfg(test)]
mod tests;

use super::control::{Control, Watch};
use super::solution::{Equilibrium, Solution, Status};
use crate::error::Error;
use crate::game::{
    Concept, CorrelatedProfile, DEFAULT_MAX_PROFILES, Draw, Game, Multiplier, NormalForm, Objective, Optimum, PlayerId,
    Profile, Sense,
};
use crate::number::Rational;
use exact::Vertex;
use program::{Integers, Program};

pub use ranges::{Range, RangeOptions, Ranges, correlated_ranges};

/// Which correlated equilibrium to look for.
#[derive(Debug, Clone)]
pub struct CorrelatedOptions {
    /// What is optimised. Default: the sum of payoffs.
    pub objective: Objective,
    /// Whether it is made large or small. Default: large.
    pub sense: Sense,
    /// On a tree: the most profiles of plans. Default: [`DEFAULT_MAX_PROFILES`].
    pub max_profiles: usize,
    /// Limits, progress and stopping.
    pub control: Control,
}

impl Default for CorrelatedOptions {
    fn default() -> Self {
        CorrelatedOptions {
            objective: Objective::default(),
            sense: Sense::default(),
            max_profiles: DEFAULT_MAX_PROFILES,
            control: Control::default(),
        }
    }
}

/// The correlated equilibrium that is best by an objective.
///
/// # Definition
/// A joint distribution `p` over pure profiles such that no player gains by disobeying: for each player `i` and strategies
/// `a`, `b`, the sum over profiles `s` with `s_i = a` of `p(s) (u_i(b, s_-i) - u_i(s))` is at most 0 (Aumann 1974,
/// doi:10.1016/0304-4068(74)90037-8; 1987, doi:10.2307/1911154). One can think of a mediator who draws a profile and
/// tells each player its own part. The distributions form a polytope; the solution is a vertex of it at which the
/// objective is largest (or smallest), with the multipliers that prove it. On a tree the profiles are those of the
/// reduced strategic form: each player is told a whole plan before play.
///
/// # Errors
/// When a name in the objective is unknown, or a tree has more profiles of plans than `max_profiles`.
///
/// # Complexity
/// One linear program with a variable for each profile and a constraint for each pair of a player's strategies. The dual
/// simplex method on floats finds the basis; it is solved and proven in integers. What floats cannot settle is pivoted
/// exactly.
///
/// # Example
/// ```
/// use foederis::{NormalForm, correlated};
/// // Aumann's game of chicken: no Nash equilibrium pays both players more than 14/3 at once.
/// let game = NormalForm::builder().player("A", ["Yield", "Insist"]).player("B", ["Yield", "Insist"])
///     .table(&[&[6, 2, 7, 0], &[6, 7, 2, 0]])?;
/// let solution = correlated(&game.into(), &Default::default())?;
/// assert_eq!(solution.equilibria[0].payoffs[0].to_string(), "21/4");
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn correlated(game: &Game, options: &CorrelatedOptions) -> Result<Solution, Error> {
    solve(game, false, options)
}

/// The coarse correlated equilibrium that is best by an objective.
///
/// # Definition
/// As [`correlated`], but players decide before they are told their part: for each player `i` and strategy `b`, the sum
/// over all profiles `s` of `p(s) (u_i(b, s_-i) - u_i(s))` is at most 0 (Moulin and Vial 1978, doi:10.1007/BF01769190).
/// Every correlated equilibrium is one.
///
/// # Errors
/// As for [`correlated`].
///
/// # Example
/// ```
/// use foederis::{NormalForm, coarse_correlated};
/// let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["x", "y"]).table(&[&[1, 0, 0, 1], &[1, 0, 0, 1]])?;
/// assert_eq!(coarse_correlated(&game.into(), &Default::default())?.equilibria[0].payoffs, [1.into(), 1.into()]);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn coarse_correlated(game: &Game, options: &CorrelatedOptions) -> Result<Solution, Error> {
    solve(game, true, options)
}

fn concept(coarse: bool) -> Concept {
    if coarse { Concept::CoarseCorrelated } else { Concept::Correlated }
}

fn solve(game: &Game, coarse: bool, options: &CorrelatedOptions) -> Result<Solution, Error> {
    let table = game.table_of_plans(options.max_profiles)?;
    let values = options.objective.values(game, &table)?;
    let mut watch = Watch::start(&options.control);
    let solver = Solver { table: &table, program: Program::new(&table, coarse) };
    let mut solution = Solution::new(concept(coarse), METHOD, claim(concept(coarse), options));
    solution.counts.insert("profiles".into(), table.num_profiles() as u64);
    solution.counts.insert("constraints".into(), solver.program.deviations.len() as u64);
    match solver.optimum(&options.objective, options.sense, &values, &mut watch) {
        Answer::Found(equilibrium) => solution.equilibria.push(*equilibrium),
        Answer::Stopped => {}
        Answer::TooLarge => solution.status = Status::Partial(TOO_LARGE.into()),
    }
    if solution.status == Status::Complete {
        solution.status = watch.finish(&mut solution.equilibria);
    }
    solution.counts.insert("steps".into(), watch.steps());
    if let Game::Extensive(_) = game {
        solution
            .notes
            .push("Each player is told a whole plan (of the reduced strategic form) before play begins.".into());
    }
    Ok(solution)
}

const METHOD: &str = "linear program, dual simplex method, exact";

const TOO_LARGE: &str = "floats do not settle the game, and it is too large to be pivoted exactly";

fn claim(concept: Concept, options: &CorrelatedOptions) -> String {
    let (name, what) = (concept.name(), options.objective.words());
    match (&options.objective, options.sense) {
        (Objective::None, _) => format!("a {name}"),
        (_, Sense::Maximise) => format!("a {name} that makes {what} as large as any does"),
        (_, Sense::Minimise) => format!("a {name} that makes {what} as small as any does"),
    }
}

/// A program, ready for objectives.
struct Solver<'a> {
    table: &'a NormalForm,
    program: Program,
}

enum Answer {
    Found(Box<Equilibrium>),
    Stopped,
    TooLarge,
}

/// How far objectives are moved for the guess, so that ties fall, and what counts as a violation: tries in turn. Where a
/// profile's probability is tiny, so are the violations that are left.
const TRIES: [(f64, f64); 5] = [(1e-7, 1e-9), (1e-7, 1e-13), (1e-7, 1e-17), (1e-5, 1e-9), (0.0, 1e-13)];

impl Solver<'_> {
    /// The vertex at which an objective is best.
    fn optimum(&self, objective: &Objective, sense: Sense, values: &[Rational], watch: &mut Watch) -> Answer {
        let signed: Vec<Rational> = match sense {
            Sense::Maximise => values.to_vec(),
            Sense::Minimise => values.iter().map(|value| -value).collect(),
        };
        let integers = Integers::new(signed.iter());
        let vertex = match self.guessed(&integers, watch) {
            Ok(Some(vertex)) => vertex,
            Err(()) => return Answer::Stopped,
            Ok(None) => match pivoting::pivoting(&self.program, &integers, || watch.must_stop_now(0)) {
                pivoting::Outcome::Found(vertex) => vertex,
                pivoting::Outcome::Stopped => return Answer::Stopped,
                pivoting::Outcome::TooLarge => return Answer::TooLarge,
            },
        };
        Answer::Found(Box::new(self.equilibrium(objective, sense, values, vertex)))
    }

    /// The proven vertex of a guess; `Err` when stopped.
    fn guessed(&self, integers: &Integers, watch: &mut Watch) -> Result<Option<Vertex>, ()> {
        let floats = integers.floats();
        for (size, violation) in TRIES {
            let moved = moved(&floats, size);
            let basis = guess::guess(&self.program, &moved, violation, || watch.must_stop(0));
            let proven = |basis| exact::vertex(&self.program, integers, &basis, || watch.must_stop_now(0));
            if let Some(vertex) = basis.and_then(proven) {
                return Ok(Some(vertex));
            }
            if watch.must_stop(0) {
                return Err(());
            }
        }
        Ok(None)
    }

    fn equilibrium(&self, objective: &Objective, sense: Sense, values: &[Rational], vertex: Vertex) -> Equilibrium {
        let value = vertex.draws.iter().map(|(profile, weight)| weight * &values[*profile]).sum();
        let multiplier = |(row, weight): (usize, Rational)| {
            let program::Deviation { player, told, instead } = self.program.deviations[row];
            Multiplier { player: PlayerId::from(player), recommended: told, instead, weight }
        };
        let multipliers = vertex.multipliers.into_iter().map(multiplier).collect();
        let draw =
            |(number, probability): (usize, Rational)| Draw { strategies: self.table.profile(number), probability };
        let draws = vertex.draws.into_iter().map(draw).collect();
        let profile = CorrelatedProfile { coarse: self.program.coarse, draws };
        let payoffs = profile.payoffs(self.table);
        let optimum = (*objective != Objective::None).then(|| Optimum {
            objective: objective.clone(),
            sense,
            value,
            multipliers,
        });
        Equilibrium { optimum, ..Equilibrium::exact(Profile::Correlated(profile), payoffs) }
    }
}

/// An objective moved a little, differently for each profile. Without an objective, only the moves are left.
fn moved(floats: &[f64], size: f64) -> Vec<f64> {
    let size = if floats.iter().all(|value| *value == floats[0]) { 1.0 } else { size };
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    floats.iter().map(|value| value + size * roll()).collect()
}
