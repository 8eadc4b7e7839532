//! [`Exact`]: any concept at one point, by its own solver.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::PointState;
use super::answers::{set, words};
use super::function::UNIT;
use super::points::Points;
use super::rows::Rows;
use super::selection::{Rule, Selected};
use crate::error::Error;
use crate::game::{Concept, Game};
use crate::model::Model;
use crate::number::Rational;
use crate::solve::{
    Control, Equilibrium, LogitOptions, NashOptions, PureNashOptions, RefinementOptions, SequentialOptions, Shared,
    Solution, Status, SubgamePerfectOptions, TrembleForm, logit, nash, perfect_bayesian, proper, pure_nash, sequential,
    subgame_perfect, trembling_hand, weak_perfect_bayesian,
};

/// The exact solver of a concept.
pub(super) struct Exact<'a> {
    pub(super) model: &'a Model,
    pub(super) points: &'a Points,
    pub(super) axes: &'a [Option<usize>],
    pub(super) concept: Concept,
    pub(super) rule: Rule,
    pub(super) precision: &'a Rational,
    pub(super) actions: usize,
    control: Control,
    start: Instant,
}

/// How much of the time is left to a point at least, so that the clock and not the point is what ends the work.
const LEAST_TIME: Duration = Duration::from_millis(1);

impl<'a> Exact<'a> {
    #[expect(clippy::too_many_arguments, reason = "each is a part of the question")]
    pub(super) fn new(
        model: &'a Model,
        points: &'a Points,
        axes: &'a [Option<usize>],
        concept: Concept,
        rule: Rule,
        precision: &'a Rational,
        actions: usize,
        shared: &Arc<Shared>,
        control: &Control,
    ) -> Self {
        let mut own = shared.for_one(control);
        own.max_equilibria = control.max_equilibria;
        own.threads = NonZeroUsize::new(1);
        Exact { model, points, axes, concept, rule, precision, actions, control: own, start: Instant::now() }
    }

    /// The exact values of all parameters at a point.
    fn values(&self, point: usize) -> Vec<Rational> {
        let mut values = self.model.base_values();
        for (value, axis) in values.iter_mut().zip(self.axes) {
            if let Some(axis) = axis {
                *value = self.points.value(*axis, point);
            }
        }
        values
    }

    /// Solves the game at a point and adds its row or rows.
    pub(super) fn solve(&self, point: usize, rows: &mut Rows) -> Result<(), Error> {
        let values = self.values(point);
        if let Err(Error::Invalid(_)) = self.model.check(&values) {
            self.skip(PointState::Outside, rows);
            return Ok(());
        }
        let game = match self.model.game_at(&values) {
            Ok(game) => game,
            Err(Error::Invalid(_)) => {
                self.skip(PointState::Undefined, rows);
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        let solution = self.solution(&game)?;
        self.write(&solution, rows);
        Ok(())
    }

    /// A point without a game.
    pub(super) fn skip(&self, state: PointState, rows: &mut Rows) {
        if self.rule != Rule::All {
            rows.push_none();
        }
        rows.end_point(0, state, false);
    }

    fn solution(&self, game: &Game) -> Result<Solution, Error> {
        let left = |limit: Duration| limit.saturating_sub(self.start.elapsed()).max(LEAST_TIME);
        let mut control = Control { time_limit: self.control.time_limit.map(left), ..self.control.clone() };
        let usual = |default: Control, mut own: Control| {
            own.max_equilibria = own.max_equilibria.or(default.max_equilibria);
            own
        };
        match self.concept {
            Concept::PureNash => pure_nash(game, &PureNashOptions { control, ..PureNashOptions::default() }),
            Concept::Nash => nash(game, &NashOptions { control, ..NashOptions::default() }),
            Concept::SubgamePerfect => {
                let default = SubgamePerfectOptions::default();
                control = usual(default.control.clone(), control);
                subgame_perfect(game, &SubgamePerfectOptions { control, ..default })
            }
            Concept::Sequential | Concept::PerfectBayesian | Concept::WeakPerfectBayesian => {
                control = usual(SequentialOptions::default().control, control);
                let options = SequentialOptions { control };
                match self.concept {
                    Concept::Sequential => sequential(game, &options),
                    Concept::PerfectBayesian => perfect_bayesian(game, &options),
                    _ => weak_perfect_bayesian(game, &options),
                }
            }
            Concept::TremblingHand | Concept::ExtensiveFormPerfect => {
                let form =
                    if self.concept == Concept::TremblingHand { TrembleForm::Strategic } else { TrembleForm::Agent };
                trembling_hand(game, &RefinementOptions { form, control, ..RefinementOptions::default() })
            }
            Concept::Proper => proper(game, &RefinementOptions { control, ..RefinementOptions::default() }),
            Concept::Logit => {
                let precision = self.precision.clone();
                logit(game, &LogitOptions { precision, control, ..LogitOptions::default() })
            }
            other => Err(Error::Unsupported(format!(
                "a sweep cannot tabulate {}s; take subgame_perfect, sequential, nash, pure_nash, trembling_hand, proper or logit",
                other.name()
            ))),
        }
    }

    fn write(&self, solution: &Solution, rows: &mut Rows) {
        let found = &solution.equilibria;
        let payoffs: Vec<Vec<Rational>> = found.iter().map(|equilibrium| equilibrium.payoffs.clone()).collect();
        let selected = self.rule.select(&payoffs, |own| own.iter().sum(), |one, two| Some(one.cmp(two)));
        match selected {
            Selected::All => found.iter().for_each(|equilibrium| self.row(equilibrium, rows)),
            Selected::One(number) => self.row(&found[number], rows),
            Selected::None | Selected::Unclear => rows.push_none(),
        }
        let stopped = matches!(solution.status, Status::TimedOut | Status::MemoryLimit | Status::Cancelled);
        let state = if stopped && found.is_empty() { PointState::Open } else { PointState::Exact };
        rows.end_point(found.len(), state, solution.complete());
    }

    fn row(&self, equilibrium: &Equilibrium, rows: &mut Rows) {
        let mut support = vec![0u64; words(self.actions)];
        let probabilities = || equilibrium.profile.rows().iter().flatten();
        for (action, _) in probabilities().enumerate().filter(|(_, probability)| !probability.is_zero()) {
            set(&mut support, action);
        }
        if equilibrium.is_pure() {
            rows.push_sure(&support);
        } else {
            let floats: Vec<f64> = probabilities().map(Rational::to_f64).collect();
            rows.push_mixed(&support, &floats);
        }
        for (column, payoff) in rows.payoffs.iter_mut().zip(&equilibrium.payoffs) {
            let payoff = payoff.to_f64();
            rows.error = rows.error.max(UNIT * payoff.abs());
            column.push(payoff);
        }
    }
}
