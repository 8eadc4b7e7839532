//! [`logit`]: logit equilibria at a precision.

use super::branch::shape_of;
use super::curve::Curve;
use super::follow::{Follower, Step};
use super::special;
use super::starts;
use crate::error::Error;
use crate::game::{BehaviorProfile, Concept, Game, MixedProfile, Profile, QuantalMap, probabilities};
use crate::number::{Interval, Rational};
use crate::solve::control::{Control, Watch};
use crate::solve::guarantee::{largest_gain, payoffs_and_best};
use crate::solve::nash::payoffs_and_regret;
use crate::solve::solution::{Equilibrium, Solution, Status};

/// Which logit equilibria to look for.
#[derive(Debug, Clone)]
pub struct LogitOptions {
    /// The precision. Default: 1.
    pub precision: Rational,
    /// How many further starting points are tried for equilibria that are not on the principal branch. Default: 64.
    pub starts: usize,
    /// Limits, progress and stopping.
    pub control: Control,
}

impl Default for LogitOptions {
    fn default() -> Self {
        LogitOptions { precision: Rational::ONE, starts: 64, control: Control::default() }
    }
}

/// The branch has come to its end where nobody could gain more than this part of the payoffs' range.
const END: f64 = 1e-8;

/// The most that a probability should change in a step.
const MAX_CHANGE: f64 = 0.15;

/// The most steps along the branch.
const MAX_STEPS: usize = 5_000;

/// Two solutions nearer than this are one.
const SAME: f64 = 1e-9;

/// Logit (quantal response) equilibria at a precision.
///
/// # Definition
/// Every player chooses each strategy with a probability in proportion to `exp(L u_i(s_i, p_-i))`, given what the others do
/// (McKelvey and Palfrey 1995, doi:10.1006/game.1995.1023). At precision `L = 0` everybody chooses at random; large
/// precisions come near Nash equilibria. The precision is in one over utility.
///
/// In a tree every information set chooses for itself: each action is taken with a probability in proportion to
/// `exp(L v)`, where `v` is the player's expected payoff from it given that play has come there, by Bayes' rule from what
/// everybody does (McKelvey and Palfrey 1998, doi:10.1023/A:1009905800005). Large precisions then come near sequential
/// equilibria. Moves that others cannot see make a difference: the strategic form has other logit equilibria.
///
/// # Returns
/// Where it is proven that there is only one, this one, and the claim says so. The proof is that all equilibria lie in a box over which
/// the logit map is a contraction: that of a small precision times the range of payoffs, or of clear incentives.
///
/// Else first the equilibria of that precision on the principal branch, which starts at `L = 0` and is followed to its end, then those
/// that damped Newton's method finds from `starts` other points. The list is then not proven to be all. Each is certified: a box around it
/// is proven to hold exactly one fixed point.
///
/// # Errors
/// When the precision is negative; when a tree lacks perfect recall, or has an information set that comes only after events
/// of probability 0.
///
/// # Complexity
/// That of [`logit_branch`](super::logit_branch), and some steps of Newton's method from each starting point.
///
/// # Example
/// ```
/// use foederis::{LogitOptions, NormalForm, logit};
/// let game = NormalForm::builder().player("Evader", ["north", "south"]).player("Seeker", ["north", "south"])
///     .table(&[&[9, 0, 0, 1], &[0, 1, 1, 0]])?;
/// let solution = logit(&game.into(), &LogitOptions { precision: 2.into(), ..LogitOptions::default() })?;
/// let row = &solution.equilibria[0].profile.rows()[0];
/// // In the Nash equilibrium the evader goes north half of the time; with errors, its high stake draws it there.
/// assert!(row[0].to_f64() > 0.6);
/// assert!(solution.equilibria[0].error_bound.unwrap() < 1e-12);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn logit(game: &Game, options: &LogitOptions) -> Result<Solution, Error> {
    if options.precision.is_negative() {
        return Err(Error::Invalid(format!("the precision is {}; give 0 or more", options.precision)));
    }
    let mut watch = Watch::start(&options.control);
    let mut search = Search {
        game,
        shape: shape_of(game),
        map: QuantalMap::new(game, &options.precision)?,
        precision: &options.precision,
        found: Vec::new(),
        doubtful: 0,
        evaluations: 0,
    };
    let only = is_small(game, &options.precision) || search.map.has_only_one(game);
    if !(only && search.directly(Curve::new(game, watch.interrupt())?, &mut watch)) {
        search.on_branch(Curve::new(game, watch.interrupt())?, &mut watch);
    }
    if !only && options.starts > 0 {
        search.look_elsewhere(Curve::new(game, watch.interrupt())?, options.starts, &mut watch);
    }
    search.solution(if only { None } else { Some(options.starts) }, &watch)
}

/// Whether the precision is so small that the logit map is a contraction: 0, or for a table, half the precision times the largest range
/// of payoffs times the number of other players is below 1.
fn is_small(game: &Game, precision: &Rational) -> bool {
    match game {
        Game::Normal(table) => {
            let largest = game.payoff_ranges().into_iter().max().unwrap_or_default();
            precision * &largest * Rational::from(table.num_players() as i64 - 1) < Rational::from(2)
        }
        Game::Extensive(_) => precision.is_zero(),
    }
}

struct Search<'a> {
    game: &'a Game,
    /// How many choices each chooser has.
    shape: Vec<usize>,
    map: QuantalMap,
    precision: &'a Rational,
    /// Bounds on all probabilities, flat.
    found: Vec<Vec<Interval>>,
    /// Points of the principal branch that could not be certified.
    doubtful: usize,
    evaluations: u64,
}

impl Search<'_> {
    /// Looks for the only equilibrium by Newton's method from the middle; false if it is not found so.
    fn directly(&mut self, mut curve: Curve, watch: &mut Watch) -> bool {
        if watch.must_stop_now(0) {
            return true;
        }
        let target = self.precision.to_f64() * curve.scale;
        let middle = self.shape.iter().flat_map(|&count| std::iter::repeat_n(1.0 / count as f64, count));
        let start = middle.collect::<Vec<f64>>();
        if let Some(odds) = starts::descend(&mut curve, &start, target) {
            self.take(&odds, false);
        }
        self.evaluations += curve.evaluations;
        !self.found.is_empty()
    }

    /// Follows the principal branch to its end, and certifies each point of the precision on it.
    fn on_branch(&mut self, curve: Curve, watch: &mut Watch) {
        let target = self.precision.to_f64() * curve.scale;
        let Some(mut follower) = Follower::from_zero(curve, MAX_CHANGE) else {
            self.doubtful += usize::from(!watch.is_stopped(0));
            return;
        };
        let free = follower.curve.free();
        if target == 0.0 {
            return self.take(&follower.here.point[..free], true);
        }
        let mut steps = 0;
        while follower.precision() < target || follower.curve.regret() > END {
            if follower.curve.must_stop(watch, self.found.len()) {
                break;
            }
            steps += 1;
            if steps > MAX_STEPS {
                self.doubtful += 1;
                break;
            }
            let before = match follower.step() {
                Step::On(before) | Step::Across(before) => before,
                Step::Stuck => {
                    self.doubtful += usize::from(!watch.is_stopped(self.found.len()));
                    break;
                }
            };
            let (a, b) = (before.point[free], follower.precision());
            if (a < target) != (b < target) {
                match special::at_precision(&mut follower.curve, &before, &follower.here, target) {
                    Some(landing) => self.take(&landing.point[..free], true),
                    None => self.doubtful += 1,
                }
            }
        }
        self.evaluations += follower.curve.evaluations;
    }

    /// Certifies a solution, and keeps it if it is new.
    fn take(&mut self, odds: &[f64], principal: bool) {
        let bounds = self.map.enclose(&probabilities(odds, &self.shape));
        let Some(bounds) = bounds else {
            self.doubtful += usize::from(principal);
            return;
        };
        let same =
            |known: &Vec<Interval>| known.iter().zip(&bounds).all(|(a, b)| (a.middle() - b.middle()).abs() < SAME);
        if !self.found.iter().any(same) {
            self.found.push(bounds);
        }
    }

    fn look_elsewhere(&mut self, mut curve: Curve, starts: usize, watch: &mut Watch) {
        let target = self.precision.to_f64() * curve.scale;
        for start in starts::profiles(&self.shape, starts) {
            if watch.must_stop_now(self.found.len()) {
                break;
            }
            if let Some(odds) = starts::descend(&mut curve, &start, target) {
                self.take(&odds, false);
            }
        }
        self.evaluations += curve.evaluations;
    }

    fn solution(mut self, starts: Option<usize>, watch: &Watch) -> Result<Solution, Error> {
        let precision = self.precision;
        let claim = match starts {
            None => format!("the only logit equilibrium at precision {precision}"),
            Some(0) => {
                format!("the logit equilibria at precision {precision} on the principal branch; there may be others")
            }
            Some(starts) => format!(
                "the logit equilibria at precision {precision} on the principal branch, then those that {starts} other \
                 starting points lead to; there may be others"
            ),
        };
        let method = "continuation and Newton's method in log-odds, proven by Krawczyk's test";
        let mut solution = Solution::new(Concept::Logit, method, claim);
        solution.status = watch.finish(&mut self.found);
        if solution.status == Status::Complete && self.doubtful > 0 {
            solution.status = Status::Partial(format!(
                "the principal branch could not be followed to its end, or not be certified where it passes precision {precision}"
            ));
        }
        solution.counts.insert("evaluations".into(), self.evaluations);
        let equilibria = self.found.iter().map(|bounds| equilibrium(self.game, &self.shape, precision, bounds));
        solution.equilibria = equilibria.collect::<Result<_, Error>>()?;
        Ok(solution)
    }
}

/// Added to twice the proven error, so that a checker whose floats round otherwise finds the bound wide enough.
const SLACK: f64 = 1e-15;

/// The steps in which probabilities are given: 2^-52.
const GRID: i64 = 1 << 52;

/// An equilibrium from bounds on its probabilities.
fn equilibrium(game: &Game, shape: &[usize], precision: &Rational, bounds: &[Interval]) -> Result<Equilibrium, Error> {
    let tree = matches!(game, Game::Extensive(_));
    let (mut rows, mut rest, mut error) = (Vec::new(), bounds, 0.0f64);
    for &count in shape {
        let (own, after) = rest.split_at(count);
        let row = if tree { significant(own) } else { rounded(own) };
        for (probability, interval) in row.iter().zip(own) {
            let off = Interval::around(probability) - *interval;
            error = error.max(off.lo.abs()).max(off.hi.abs());
        }
        rows.push(row);
        rest = after;
    }
    let (profile, payoffs, regret) = match game {
        Game::Normal(table) => {
            let profile = MixedProfile(rows);
            let (payoffs, regret) = payoffs_and_regret(table, &profile)?;
            (Profile::Mixed(profile), payoffs, regret)
        }
        Game::Extensive(tree) => {
            let profile = BehaviorProfile(rows);
            let (payoffs, best) = payoffs_and_best(tree, &profile)?;
            let regret = largest_gain(&payoffs, &best);
            (Profile::Behavior(profile), payoffs, regret)
        }
    };
    let exact = Equilibrium::exact(profile, payoffs);
    Ok(Equilibrium { regret, error_bound: Some(2.0 * error + SLACK), precision: Some(precision.clone()), ..exact })
}

/// Probabilities on the grid, the largest taking the rest.
fn rounded(own: &[Interval]) -> Vec<Rational> {
    let middles: Vec<f64> = own.iter().map(|interval| interval.middle()).collect();
    let largest = (0..own.len()).max_by(|&a, &b| middles[a].total_cmp(&middles[b])).unwrap_or(0);
    let steps = |p: &f64| (p * GRID as f64).round() as i64;
    let others: i64 = middles.iter().enumerate().filter(|(s, _)| *s != largest).map(|(_, p)| steps(p)).sum();
    let of = |(s, p): (usize, &f64)| if s == largest { GRID - others } else { steps(p) };
    middles.iter().enumerate().map(|place| Rational::new(of(place), GRID).unwrap_or_default()).collect()
}

/// Below this a probability is given as 0.
const NOTHING: f64 = 1e-100;

/// Probabilities with all the digits that a float has, as beliefs depend on the ratios of small ones; the largest takes the
/// rest.
fn significant(own: &[Interval]) -> Vec<Rational> {
    let middles: Vec<f64> = own.iter().map(|interval| interval.middle()).collect();
    let largest = (0..own.len()).max_by(|&a, &b| middles[a].total_cmp(&middles[b])).unwrap_or(0);
    let exact = |p: f64| if p < NOTHING { None } else { Rational::from_f64_exact(p) };
    let mut row: Vec<Rational> = middles.iter().map(|&p| exact(p).unwrap_or_default()).collect();
    row[largest] = Rational::ZERO;
    row[largest] = Rational::ONE - row.iter().sum::<Rational>();
    row
}
