//! [`logit_branch`]: the principal branch of logit equilibria.

use std::collections::BTreeMap;

use super::curve::{Curve, Landing};
use super::follow::{Follower, Step};
use super::special;
use crate::error::Error;
use crate::game::{Game, NormalForm, softmax};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::nash::near;
use crate::solve::solution::{Equilibrium, Status};

/// How to follow the principal branch.
#[derive(Debug, Clone)]
pub struct LogitBranchOptions {
    /// Stop at this precision. Default: none, so that `max_regret` decides.
    pub max_precision: Option<Rational>,
    /// Stop where nobody could gain more than this part of the largest range of a player's payoffs. Default: 1e-8.
    pub max_regret: f64,
    /// The most that a probability should change from one point to the next. Default: 0.1.
    pub max_change: f64,
    /// Limits, progress and stopping; `max_equilibria` limits the number of points.
    pub control: Control,
}

impl Default for LogitBranchOptions {
    fn default() -> Self {
        LogitBranchOptions { max_precision: None, max_regret: 1e-8, max_change: 0.1, control: Control::default() }
    }
}

/// The branch is followed to this scaled precision even where regret is small before, as bifurcations may lie ahead.
const FAR: f64 = 50.0;

/// The branch is not followed beyond this scaled precision.
const FURTHEST: f64 = 1e9;

/// The most points of a branch.
const MAX_POINTS: usize = 5_000;

/// The principal branch of logit equilibria: points from precision 0 on, in the order in which the branch passes them.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantalBranch {
    /// How many strategies each player has.
    pub shape: Vec<usize>,
    /// The precision at each point; it falls behind a turning point.
    pub precisions: Vec<f64>,
    /// The probabilities at each point, player by player and strategy by strategy, one point after the other.
    pub probabilities: Vec<f64>,
    /// Everybody's expected payoff (utility) at each point, one point after the other.
    pub payoffs: Vec<f64>,
    /// Where the precision turns, from rising to falling or back.
    pub turning_points: Vec<QuantalPoint>,
    /// Where another branch crosses this one, in the middle of a distance of about 1e-7.
    pub bifurcations: Vec<QuantalPoint>,
    /// The Nash equilibrium that the branch leads to, certified; `None` where it was not reached or could not be proven.
    pub limit: Option<Equilibrium>,
    /// How the walk ended: complete at its end or at `max_precision`.
    pub status: Status,
    /// What was counted: points, evaluations, steps taken back.
    pub counts: BTreeMap<String, u64>,
    /// Remarks for the reader.
    pub notes: Vec<String>,
}

/// A logit equilibrium in floats.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantalPoint {
    /// The precision.
    pub precision: f64,
    /// For each player, the probability of each strategy.
    pub probabilities: Vec<Vec<f64>>,
    /// Everybody's expected payoff (utility).
    pub payoffs: Vec<f64>,
}

impl QuantalBranch {
    /// How the walk ended, in words.
    pub fn status_words(&self) -> &str {
        match &self.status {
            Status::Truncated => "truncated at the limit on the number of points",
            other => other.words(),
        }
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.precisions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.precisions.is_empty()
    }

    /// A point; `None` beyond the last.
    pub fn point(&self, index: usize) -> Option<QuantalPoint> {
        let precision = *self.precisions.get(index)?;
        let (width, players) = (self.shape.iter().sum::<usize>(), self.shape.len());
        Some(QuantalPoint {
            precision,
            probabilities: rows(&self.probabilities[index * width..(index + 1) * width], &self.shape),
            payoffs: self.payoffs[index * players..(index + 1) * players].to_vec(),
        })
    }
}

fn rows(flat: &[f64], shape: &[usize]) -> Vec<Vec<f64>> {
    let mut rest = flat;
    let row = |&count: &usize| {
        let (own, after) = rest.split_at(count);
        rest = after;
        own.to_vec()
    };
    shape.iter().map(row).collect()
}

/// The principal branch of logit equilibria: the curve from uniform play at precision 0 towards a Nash equilibrium.
///
/// # Definition
/// At precision `L`, a logit equilibrium is a profile in which every strategy is played with a probability in
/// proportion to `exp(L u_i(s_i, p_-i))` (McKelvey and Palfrey 1995, doi:10.1006/game.1995.1023). Its curve from `L = 0` is
/// followed by predictions through the last tangents and Newton's method in log-odds (Turocy 2005,
/// doi:10.1016/j.geb.2004.04.003), through turning points. The sign of a determinant tells curves apart: a step that changes it is
/// taken back until it is clear that another branch crosses this one, and then the walk goes straight on. Where the number of
/// branches that meet is even, as in games that are symmetric among three or more players, the sign does not tell of it.
///
/// # Returns
/// Points in floats, each a solution within about 1e-12, and the Nash equilibrium that they lead to, certified.
///
/// # Errors
/// When the game is a tree; when `max_precision` is negative, or `max_regret` or `max_change` not positive.
///
/// # Complexity
/// Some dozens of steps, each of a few times the size of the payoff tables and the cube of the number of strategies.
///
/// # Example
/// ```
/// use foederis::{NormalForm, logit_branch};
/// let game = NormalForm::builder().player("Kyrgyzstan", ["Refrain", "Attack"]).player("Tajikistan", ["Refrain", "Attack"])
///     .table(&[&[0, -4, -1, -2], &[0, -1, -4, -2]])?;
/// let branch = logit_branch(&game.into(), &Default::default())?;
/// let limit = branch.limit.as_ref().unwrap();
/// assert!(limit.is_pure() && limit.error_bound.is_none());
/// assert_eq!(branch.precisions[0], 0.0);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn logit_branch(game: &Game, options: &LogitBranchOptions) -> Result<QuantalBranch, Error> {
    let game = table(game)?;
    check(options)?;
    let mut watch = Watch::start(&options.control);
    let mut walk = Walk::new(game, options);
    let ended = walk.follow(&mut watch);
    Ok(walk.finish(game, ended, &watch))
}

/// The Nash equilibrium that the principal branch leads to, if it can be proven, and how the walk ended.
pub(in crate::solve) fn follow_to_limit(game: &NormalForm, control: &Control) -> (Option<Equilibrium>, Status) {
    let control = Control { max_equilibria: None, ..control.clone() };
    let options = LogitBranchOptions { control, max_change: 0.3, ..LogitBranchOptions::default() };
    let mut watch = Watch::start(&options.control);
    let mut walk = Walk::new(game, &options);
    let ended = walk.follow(&mut watch);
    let branch = walk.finish(game, ended, &watch);
    (branch.limit, branch.status)
}

/// The payoff table of a game.
pub(super) fn table(game: &Game) -> Result<&NormalForm, Error> {
    match game {
        Game::Normal(game) => Ok(game),
        Game::Extensive(_) => Err(Error::Unsupported(
            "logit equilibria are computed for payoff tables; take the tree's agent form, in which every information set is \
             a player of its own, or its strategic form"
                .into(),
        )),
    }
}

fn check(options: &LogitBranchOptions) -> Result<(), Error> {
    if options.max_precision.as_ref().is_some_and(Rational::is_negative) {
        return Err(Error::Invalid("max_precision is negative; give 0 or more".into()));
    }
    if !(options.max_regret > 0.0 && options.max_change > 0.0) {
        return Err(Error::Invalid("max_regret and max_change must be positive".into()));
    }
    Ok(())
}

/// Why a walk ended.
enum Ended {
    AtLimit,
    AtPrecision,
    Stopped,
    /// Whether so far out, and with so little regret, that the limit can be told.
    Stuck {
        far: bool,
    },
}

/// The end of a walk that cannot go on.
fn stuck(follower: &Follower) -> Ended {
    Ended::Stuck { far: follower.precision() >= 20.0 * FAR && follower.curve.regret() <= 1e-3 }
}

/// A walk with what it has passed.
struct Walk<'a> {
    follower: Option<Follower>,
    options: &'a LogitBranchOptions,
    scale: f64,
    precisions: Vec<f64>,
    probabilities: Vec<f64>,
    turning_points: Vec<Vec<f64>>,
    bifurcations: Vec<Vec<f64>>,
}

impl<'a> Walk<'a> {
    fn new(game: &NormalForm, options: &'a LogitBranchOptions) -> Self {
        let curve = Curve::new(game);
        let scale = curve.scale;
        let mut walk = Walk {
            follower: Follower::from_zero(curve, options.max_change),
            options,
            scale,
            precisions: Vec::new(),
            probabilities: Vec::new(),
            turning_points: Vec::new(),
            bifurcations: Vec::new(),
        };
        walk.note();
        walk
    }

    /// Notes the present point.
    fn note(&mut self) {
        if let Some(follower) = &self.follower {
            self.precisions.push(follower.precision() / self.scale);
            self.probabilities.extend(&follower.profile);
        }
    }

    fn follow(&mut self, watch: &mut Watch) -> Ended {
        let Some(mut follower) = self.follower.take() else { return Ended::Stuck { far: false } };
        let most = self.options.max_precision.as_ref().map_or(f64::INFINITY, |most| most.to_f64() * self.scale);
        let ended = self.walk(&mut follower, most, watch);
        self.follower = Some(follower);
        ended
    }

    fn walk(&mut self, follower: &mut Follower, most: f64, watch: &mut Watch) -> Ended {
        loop {
            let near = follower.curve.regret() <= self.options.max_regret && follower.precision() >= FAR;
            if self.options.max_precision.is_none() && (near || follower.precision() >= FURTHEST) {
                return Ended::AtLimit;
            }
            if follower.precision() >= most {
                return Ended::AtPrecision;
            }
            if self.precisions.len() >= MAX_POINTS {
                return stuck(follower);
            }
            if watch.must_stop(self.precisions.len()) {
                return Ended::Stopped;
            }
            let before = match follower.step() {
                Step::Stuck => return stuck(follower),
                Step::On(before) => before,
                Step::Across(before) => {
                    self.bifurcations.push(before.point.clone());
                    before
                }
            };
            self.look_between(follower, &before, most);
            self.precisions.push(follower.precision() / self.scale);
            self.probabilities.extend(&follower.profile);
        }
    }

    /// Looks for a turning point, and for the end, on the last step.
    fn look_between(&mut self, follower: &mut Follower, before: &Landing, most: f64) {
        let free = follower.curve.free();
        if before.tangent[free] * follower.here.tangent[free] < 0.0 {
            let turn = special::turning_point(&mut follower.curve, before, &follower.here);
            self.turning_points.extend(turn.map(|turn| turn.point));
        }
        if follower.precision() > most
            && let Some(last) = special::at_precision(&mut follower.curve, before, &follower.here, most)
        {
            follower.move_to(last);
        }
    }

    fn finish(self, game: &NormalForm, ended: Ended, watch: &Watch) -> QuantalBranch {
        let shape = game.shape();
        let payoffs = Payoffs::new(game);
        let free: usize = shape.iter().map(|count| count - 1).sum();
        let special = |point: &Vec<f64>| {
            let flat = softmax(&point[..free], &shape);
            let probabilities = rows(&flat, &shape);
            QuantalPoint { precision: point[free] / self.scale, probabilities, payoffs: payoffs.at(&flat) }
        };
        let width: usize = shape.iter().sum();
        let mut branch = QuantalBranch {
            turning_points: self.turning_points.iter().map(special).collect(),
            bifurcations: self.bifurcations.iter().map(special).collect(),
            payoffs: self.probabilities.chunks_exact(width).flat_map(|flat| payoffs.at(flat)).collect(),
            limit: None,
            status: Status::Complete,
            counts: BTreeMap::new(),
            notes: Vec::new(),
            precisions: self.precisions,
            probabilities: self.probabilities,
            shape,
        };
        if let Some(follower) = &self.follower {
            branch.counts.insert("points".into(), branch.precisions.len() as u64);
            branch.counts.insert("evaluations".into(), follower.curve.evaluations);
            branch.counts.insert("steps taken back".into(), follower.rejected);
        }
        branch.conclude(game, ended, watch);
        branch
    }
}

impl QuantalBranch {
    fn conclude(&mut self, game: &NormalForm, ended: Ended, watch: &Watch) {
        match ended {
            Ended::AtPrecision => {}
            Ended::Stopped => self.status = watch.finish(&mut self.precisions.clone()),
            Ended::Stuck { far } => {
                let last = self.precisions.last().copied().unwrap_or_default();
                self.status = Status::Partial(format!(
                    "the branch could not be followed beyond precision {last:.6}: steps became too short, or too many"
                ));
                if far {
                    self.settle(game);
                }
            }
            Ended::AtLimit => self.settle(game),
        }
    }

    /// Looks for the Nash equilibrium that the last point is near.
    fn settle(&mut self, game: &NormalForm) {
        let width: usize = self.shape.iter().sum();
        let last = &self.probabilities[self.probabilities.len() - width..];
        self.limit = near(game, &rows(last, &self.shape));
        if self.limit.is_none() {
            self.notes.push(
                "no equilibrium could be proven near the last point: where the branch leads is no isolated equilibrium, or \
                 one in which an unused strategy would do as well"
                    .into(),
            );
        }
    }
}

/// Everybody's payoffs in floats.
struct Payoffs {
    shape: Vec<usize>,
    cells: Vec<f64>,
}

impl Payoffs {
    fn new(game: &NormalForm) -> Self {
        let cells = (0..game.num_profiles()).flat_map(|number| game.payoffs_of(number));
        Payoffs { shape: game.shape(), cells: cells.map(Rational::to_f64).collect() }
    }

    /// Everybody's expected payoff at a flat profile.
    fn at(&self, profile: &[f64]) -> Vec<f64> {
        let players = self.shape.len();
        let mut cells: Vec<f64> = Vec::new();
        let mut end = profile.len();
        for (&count, first) in self.shape.iter().rev().zip(std::iter::once(true).chain(std::iter::repeat(false))) {
            let weights = &profile[end - count..end];
            end -= count;
            let source = if first { &self.cells } else { &cells };
            let mut sums = Vec::with_capacity(source.len() / count);
            for block in source.chunks_exact(count * players) {
                let of = |player: usize| {
                    weights.iter().enumerate().map(|(s, w)| w * block[s * players + player]).sum::<f64>()
                };
                sums.extend((0..players).map(of));
            }
            cells = sums;
        }
        cells
    }
}
