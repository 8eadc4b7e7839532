//! Regimes in one parameter, exactly: breakpoints as algebraic numbers, and what holds between and on them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::Regimes;
use crate::error::Error;
use crate::number::{Polynomial, Rational, RationalFunction, Variable};
use crate::study::region::{Breakpoint, Constraint, breakpoints};

/// A stretch of one parameter, or a single value of it, with the same equilibria throughout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Where it begins; `None` for minus infinity. A single value begins and ends at the same number.
    pub low: Option<Breakpoint>,
    /// Where it ends; `None` for infinity.
    pub high: Option<Breakpoint>,
    /// Whether its ends belong to it.
    pub closed: [bool; 2],
    /// The equilibria that exist there: positions in [`Regimes::equilibria`].
    pub equilibria: Vec<usize>,
}

impl Regimes {
    /// The regimes along one parameter, by name; all others are at their base.
    ///
    /// # Definition
    /// The admissible values from the lowest to the highest, cut into intervals and single values, each with the equilibria
    /// listed in [`Regimes::equilibria`] that exist there. Neighbours with the same equilibria are one. Breakpoints are
    /// the real roots of the conditions, isolated exactly.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a parameter that is none; [`Error::Invalid`] where it does not vary in these regimes.
    ///
    /// # Example
    /// ```
    /// use foederis::{Concept, alliance, regimes};
    /// let found = regimes(&alliance::dilemma("caucasus")?, Concept::SubgamePerfect, &Default::default())?;
    /// // Russia supports where its cost k + 5 is below r = 2, that is, nowhere above k = 0: one interval.
    /// assert_eq!(found.intervals("k")?.len(), 1);
    /// // A reputation cost of 7 makes it indifferent.
    /// let along = found.intervals("r")?;
    /// assert_eq!((along.len(), along[1].low.as_ref().unwrap().to_f64()), (3, 7.0));
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn intervals(&self, parameter: &str) -> Result<Vec<Interval>, Error> {
        let variable = self.axis(parameter)?;
        let line = Line { regimes: self, variable, conditions: self.conditions_along(variable) };
        Ok(joined(line.pieces()))
    }

    /// For each equilibrium, what must hold, with all parameters but one at their base.
    fn conditions_along(&self, variable: Variable) -> Vec<Vec<Constraint>> {
        let fixed = |constraint: &Constraint| constraint.fixed(self.domain.base(), |other| other == variable);
        let own = |equilibrium: &super::ParametricEquilibrium| {
            equilibrium.requirements.iter().map(|requirement| fixed(&requirement.constraint)).collect()
        };
        self.equilibria.iter().map(own).collect()
    }
}

struct Line<'a> {
    regimes: &'a Regimes,
    variable: Variable,
    conditions: Vec<Vec<Constraint>>,
}

impl Line<'_> {
    /// Every breakpoint and every stretch between two of them, in order, where values are admissible.
    fn pieces(&self) -> Vec<Interval> {
        let background = self.background();
        let conditions = self.conditions.iter().flatten().chain(&background).map(|c| c.polynomial().clone());
        let all = conditions.chain((0..self.conditions.len()).flat_map(|index| self.denominators(index)));
        let polynomials: HashSet<Polynomial> = all.filter(|polynomial| !polynomial.is_constant()).collect();
        let points = breakpoints(&polynomials.iter().collect::<Vec<_>>(), self.variable);
        let mut pieces = Vec::new();
        for index in 0..=points.len() {
            let (low, high) = (index.checked_sub(1).map(|before| points[before].clone()), points.get(index).cloned());
            let inside = between(low.as_ref(), high.as_ref());
            pieces.extend(self.piece(low, high.clone(), false, &Breakpoint::Exact(inside), &background));
            if let Some(point) = high {
                pieces.extend(self.piece(Some(point.clone()), Some(point.clone()), true, &point, &background));
            }
        }
        pieces
    }

    /// What ranges and assumptions say along the line.
    fn background(&self) -> Vec<Constraint> {
        let fixed =
            |constraint: &Constraint| constraint.fixed(self.regimes.domain.base(), |other| other == self.variable);
        self.regimes.domain.background().iter().map(fixed).collect()
    }

    fn piece(
        &self,
        low: Option<Breakpoint>,
        high: Option<Breakpoint>,
        closed: bool,
        at: &Breakpoint,
        background: &[Constraint],
    ) -> Option<Interval> {
        let holds =
            |constraint: &Constraint| constraint.sense().allows(at.sign_of(constraint.polynomial(), self.variable));
        if !background.iter().all(holds) {
            return None;
        }
        let defined = |index: &usize| self.denominators(*index).all(|own| at.sign_of(&own, self.variable) != 0);
        let exists = |index: &usize| self.conditions[*index].iter().all(holds) && defined(index);
        let equilibria = (0..self.conditions.len()).filter(exists).collect();
        Some(Interval { low, high, closed: [closed; 2], equilibria })
    }

    /// What an equilibrium's probabilities are divided by.
    fn denominators(&self, index: usize) -> impl Iterator<Item = Polynomial> {
        let base = self.regimes.domain.base();
        let fix = |function: &RationalFunction| {
            let value = |other: Variable| (other != self.variable).then(|| base[usize::from(other.0)].clone());
            function.denominator().with_values(value)
        };
        self.regimes.equilibria[index].profile.iter().flatten().map(fix)
    }
}

/// A number between two breakpoints.
fn between(low: Option<&Breakpoint>, high: Option<&Breakpoint>) -> Rational {
    match (low.map(Breakpoint::high), high.map(Breakpoint::low)) {
        (None, None) => Rational::ZERO,
        (Some(low), None) => low + &Rational::ONE,
        (None, Some(high)) => high - &Rational::ONE,
        (Some(low), Some(high)) => (low + high) / Rational::from(2),
    }
}

/// Neighbours with the same equilibria as one.
fn joined(pieces: Vec<Interval>) -> Vec<Interval> {
    let mut list: Vec<Interval> = Vec::new();
    for piece in pieces {
        match list.last_mut() {
            Some(last) if last.equilibria == piece.equilibria && last.high == piece.low => {
                last.high = piece.high;
                last.closed[1] = piece.closed[1];
            }
            _ => list.push(piece),
        }
    }
    list
}
