//! Does the goal hold at a point? Asked of the solver, as some equilibria exist at no open set of parameters.

use super::{Study, place};
use crate::game::{Concept, Game};
use crate::number::{Rational, Variable};
use crate::solve::{
    Control, NashOptions, PureNashOptions, SequentialOptions, Solution, SubgamePerfectOptions, nash, pure_nash,
    sequential, subgame_perfect,
};
use crate::study::regimes::{Cell, Regimes};

impl Study<'_> {
    /// Whether the goal holds at a point, in every equilibrium (and there is one) or in one: of those that the solver lists
    /// there, mixed ones and those that exist on a border only included. Where it lists none for want of a game, as the
    /// regimes say.
    pub(super) fn holds_at(&self, found: &Regimes, point: &[Rational]) -> bool {
        let Some(solution) = self.solved(point) else { return self.holds_in(found, &found.equilibria_at(point)) };
        let meets = |equilibrium: &crate::solve::Equilibrium| self.aim.meets_in(equilibrium.profile.rows());
        match self.options.in_every {
            true => !solution.is_empty() && solution.equilibria.iter().all(meets),
            false => solution.equilibria.iter().any(meets),
        }
    }

    /// Whether the goal holds with one parameter at another value.
    pub(super) fn holds_with(&self, found: &Regimes, variable: Variable, value: &Rational) -> bool {
        let mut point = self.model.base_values();
        point[place(variable)] = value.clone();
        found.domain.contains(&point) && self.holds_at(found, &point)
    }

    /// Whether the goal holds inside a cell.
    pub(super) fn holds_inside(&self, all: &Regimes, cell: &Cell) -> bool {
        match &cell.sample {
            Some(point) => self.holds_at(all, point),
            None => self.holds_in(all, &cell.equilibria),
        }
    }

    /// What the solver of the concept lists at a point.
    fn solved(&self, point: &[Rational]) -> Option<Solution> {
        self.model.check(point).ok()?;
        let game = self.model.game_at(point).ok()?;
        let solution = self.solve(&game)?;
        if !solution.complete() {
            let why = format!("Not all equilibria could be listed everywhere: {}", solution.status.words());
            self.doubts.borrow_mut().insert(why);
        }
        Some(solution)
    }

    fn solve(&self, game: &Game) -> Option<Solution> {
        let control = |default: Control| {
            let own = &self.options.control;
            Control { max_equilibria: own.max_equilibria.or(default.max_equilibria), ..own.clone() }
        };
        let solution = match self.concept {
            Concept::PureNash => {
                let options = PureNashOptions::default();
                pure_nash(game, &PureNashOptions { control: control(options.control.clone()), ..options })
            }
            Concept::Nash => {
                let options = NashOptions::default();
                nash(game, &NashOptions { control: control(options.control.clone()), ..options })
            }
            Concept::Sequential => {
                sequential(game, &SequentialOptions { control: control(SequentialOptions::default().control) })
            }
            _ => {
                let options = SubgamePerfectOptions::default();
                subgame_perfect(game, &SubgamePerfectOptions { control: control(options.control.clone()), ..options })
            }
        };
        solution.ok()
    }
}
