//! [`logit_branch`]: the principal branch of logit equilibria.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::curve::{Curve, Landing};
use super::follow::{Follower, Step};
use super::payoffs::Payoffs;
use super::special;
use super::tree_limit;
use crate::error::Error;
use crate::game::{ExtensiveForm, Game, probabilities};
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantalBranch {
    /// How many strategies each player has; for a tree, how many actions each information set has.
    pub shape: Vec<usize>,
    /// The precision at each point; it falls behind a turning point.
    pub precisions: Vec<f64>,
    /// The probabilities at each point, player by player and strategy by strategy, one point after the other. For a tree,
    /// information set by information set and action by action.
    pub probabilities: Vec<f64>,
    /// Everybody's expected payoff (utility) at each point, one point after the other.
    pub payoffs: Vec<f64>,
    /// Where the precision turns, from rising to falling or back.
    pub turning_points: Vec<QuantalPoint>,
    /// Where another branch crosses this one, in the middle of a distance of about 1e-7.
    pub bifurcations: Vec<QuantalPoint>,
    /// The Nash equilibrium that the branch leads to, certified; `None` where it was not reached or could not be proven.
    pub limit: Option<Equilibrium>,
    /// For a tree: for each information set, the probability of each of its nodes, given that play has come there, that
    /// Bayes' beliefs along the branch lead to. With the limit they make a sequential equilibrium. In floats; empty for a
    /// table, and where the branch did not reach its end.
    pub beliefs: Vec<Vec<f64>>,
    /// How the walk ended: complete at its end or at `max_precision`.
    pub status: Status,
    /// What was counted: points, evaluations, steps taken back.
    pub counts: BTreeMap<String, u64>,
    /// Remarks for the reader.
    pub notes: Vec<String>,
}

/// A logit equilibrium in floats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantalPoint {
    /// The precision.
    pub precision: f64,
    /// For each player, the probability of each strategy; for a tree, for each information set, that of each action.
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
        let (width, players) = (self.shape.iter().sum::<usize>(), self.payoffs.len() / self.precisions.len());
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
/// In a tree every information set chooses for itself: each action is taken with a probability in proportion to
/// `exp(L v)`, where `v` is the player's expected payoff from it given that play has come there (McKelvey and Palfrey 1998,
/// doi:10.1023/A:1009905800005). The limit of the branch is then, with the limit of Bayes' beliefs, a sequential equilibrium.
///
/// # Returns
/// Points in floats, each a solution within about 1e-12, and the Nash equilibrium that they lead to, certified. For a tree also
/// the limit of beliefs, in floats; the limit itself is certified where its probabilities are simple fractions.
///
/// # Errors
/// When a tree lacks perfect recall, or has an information set that comes only after events of probability 0; when
/// `max_precision` is negative, or `max_regret` or `max_change` not positive.
///
/// # Complexity
/// Some dozens of steps, each of a few times the size of the payoff tables (for a tree, of the number of nodes times the
/// length of plays) and the cube of the number of strategies (for a tree, of actions).
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
    check(options)?;
    let mut watch = Watch::start(&options.control);
    let mut walk = Walk::new(game, options, &watch)?;
    let ended = walk.follow(&mut watch);
    Ok(walk.finish(game, ended, &watch))
}

/// The Nash equilibrium that the principal branch leads to, if it can be proven, and how the walk ended.
///
/// # Errors
/// Those of [`logit_branch`] for trees.
pub(in crate::solve) fn follow_to_limit(
    game: &Game,
    control: &Control,
) -> Result<(Option<Equilibrium>, Status), Error> {
    let control = Control { max_equilibria: None, ..control.clone() };
    let options = LogitBranchOptions { control, max_change: 0.3, ..LogitBranchOptions::default() };
    let branch = logit_branch(game, &options)?;
    Ok((branch.limit, branch.status))
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
    fn new(game: &Game, options: &'a LogitBranchOptions, watch: &Watch) -> Result<Self, Error> {
        let curve = Curve::new(game, watch.interrupt())?;
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
        Ok(walk)
    }

    /// Notes the present point.
    fn note(&mut self) {
        if let Some(follower) = &self.follower {
            self.precisions.push(follower.precision() / self.scale);
            self.probabilities.extend(&follower.profile);
        }
    }

    fn follow(&mut self, watch: &mut Watch) -> Ended {
        let Some(mut follower) = self.follower.take() else {
            return if watch.is_stopped(0) { Ended::Stopped } else { Ended::Stuck { far: false } };
        };
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
            if follower.curve.must_stop(watch, self.precisions.len()) {
                return Ended::Stopped;
            }
            let before = match follower.step() {
                Step::Stuck if watch.is_stopped(self.precisions.len()) => return Ended::Stopped,
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

    fn finish(self, game: &Game, ended: Ended, watch: &Watch) -> QuantalBranch {
        let shape = shape_of(game);
        let payoffs = Payoffs::new(game);
        let free: usize = shape.iter().map(|count| count - 1).sum();
        let special = |point: &Vec<f64>| {
            let flat = probabilities(&point[..free], &shape);
            let probabilities = rows(&flat, &shape);
            QuantalPoint { precision: point[free] / self.scale, probabilities, payoffs: payoffs.at(&flat) }
        };
        let width: usize = shape.iter().sum::<usize>();
        let mut branch = QuantalBranch {
            turning_points: self.turning_points.iter().map(special).collect(),
            bifurcations: self.bifurcations.iter().map(special).collect(),
            payoffs: (0..self.precisions.len())
                .flat_map(|point| payoffs.at(&self.probabilities[point * width..(point + 1) * width]))
                .collect(),
            limit: None,
            beliefs: Vec::new(),
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
        branch.conclude(game, ended, self.follower, watch);
        branch
    }
}

impl QuantalBranch {
    fn conclude(&mut self, game: &Game, ended: Ended, last: Option<Follower>, watch: &Watch) {
        match ended {
            Ended::AtPrecision => {}
            Ended::Stopped => self.status = watch.finish(&mut self.precisions.clone()),
            Ended::Stuck { far } => {
                let reached = self.precisions.last().copied().unwrap_or_default();
                self.status = Status::Partial(format!(
                    "the branch could not be followed beyond precision {reached:.6}: steps became too short, or too many"
                ));
                if far {
                    self.settle(game, last);
                }
            }
            Ended::AtLimit => self.settle(game, last),
        }
    }

    /// Looks for the Nash equilibrium that the last point is near.
    fn settle(&mut self, game: &Game, last: Option<Follower>) {
        let width: usize = self.shape.iter().sum();
        match game {
            Game::Normal(table) => {
                let last = &self.probabilities[self.probabilities.len() - width..];
                self.limit = near(table, &rows(last, &self.shape));
            }
            Game::Extensive(tree) => self.settle_tree(tree, last),
        }
        if self.limit.is_none() {
            self.notes.push(match game {
                Game::Normal(_) => "no equilibrium could be proven near the last point: where the branch leads is no \
                                    isolated equilibrium, or one in which an unused strategy would do as well"
                    .into(),
                Game::Extensive(_) => "the last point is near the limit, but the limit's probabilities are no simple \
                                       fractions, so that it could not be proven"
                    .into(),
            });
        }
    }

    fn settle_tree(&mut self, tree: &ExtensiveForm, last: Option<Follower>) {
        let width: usize = self.shape.iter().sum();
        let flat = |point: usize| &self.probabilities[point * width..(point + 1) * width];
        let points: Vec<(f64, &[f64])> = self.precisions.iter().enumerate().map(|(k, x)| (*x, flat(k))).collect();
        let floats = last.and_then(|mut last| {
            last.curve.look(&last.here.point);
            last.curve.beliefs()
        });
        let floats = floats.unwrap_or_default();
        self.limit = tree_limit::recognised(tree, &self.shape, &points, &floats);
        self.beliefs = tree_limit::beliefs(tree, floats, self.limit.as_ref());
    }
}

/// How many choices each chooser has: a table's players, or a tree's information sets.
pub(super) fn shape_of(game: &Game) -> Vec<usize> {
    match game {
        Game::Normal(table) => table.shape(),
        Game::Extensive(tree) => tree.infosets().iter().map(|set| set.actions.len()).collect(),
    }
}
