//! Comparative statics: how payoffs and probabilities move with each parameter, within a regime.

use super::Regimes;
use crate::number::{RationalFunction, Variable};
use crate::study::region::{Domain, Sense};

/// Which way a quantity moves when a parameter grows, all over the set where an equilibrium exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It grows: the derivative is above 0, proven.
    Up,
    /// It falls: the derivative is below 0, proven.
    Down,
    /// It does not depend on the parameter.
    Still,
    /// Up at some points and down at others, or not decided.
    Open,
}

/// How one quantity of an equilibrium moves with each parameter that varies.
#[derive(Debug, Clone, PartialEq)]
pub struct Statics {
    /// The quantity as a function of the parameters.
    pub quantity: RationalFunction,
    /// The direction for each parameter that varies, in order.
    pub directions: Vec<(Variable, Direction)>,
}

impl Regimes {
    /// How everybody's payoff in an equilibrium moves with each parameter, where the equilibrium exists.
    ///
    /// The order is that of the players.
    pub fn payoff_statics(&self, equilibrium: usize) -> Vec<Statics> {
        let inside = self.inside(equilibrium);
        let payoffs = self.equilibria.get(equilibrium).map_or(&[][..], |found| &found.payoffs);
        payoffs.iter().map(|payoff| self.statics(payoff, inside.as_ref())).collect()
    }

    /// How each probability in an equilibrium moves with each parameter, row by row as in its profile.
    pub fn probability_statics(&self, equilibrium: usize) -> Vec<Vec<Statics>> {
        let inside = self.inside(equilibrium);
        let rows = self.equilibria.get(equilibrium).map_or(&[][..], |found| &found.profile);
        rows.iter().map(|row| row.iter().map(|p| self.statics(p, inside.as_ref())).collect()).collect()
    }

    /// The open set on which an equilibrium exists.
    fn inside(&self, equilibrium: usize) -> Option<Domain> {
        let requirements = self.equilibria.get(equilibrium)?.requirements.iter();
        let strict: Vec<_> = requirements.map(|r| r.constraint.with_sense(Sense::Positive)).collect();
        self.domain.within(&strict)
    }

    fn statics(&self, quantity: &RationalFunction, inside: Option<&Domain>) -> Statics {
        let direction = |&variable: &Variable| {
            let slope = quantity.derivative(variable);
            let sign = |domain: &Domain| Some(domain.sign(slope.numerator())? * domain.sign(slope.denominator())?);
            let direction = match (slope.is_zero(), inside.and_then(sign)) {
                (true, _) => Direction::Still,
                (false, Some(1)) => Direction::Up,
                (false, Some(-1)) => Direction::Down,
                (false, Some(_)) => Direction::Still,
                (false, None) => Direction::Open,
            };
            (variable, direction)
        };
        Statics { quantity: quantity.clone(), directions: self.domain.free().iter().map(direction).collect() }
    }
}
