//! One parameter at a time: the nearest values at which the goal holds.

use serde::{Deserialize, Serialize};

use super::{Study, near, place};
use crate::error::Error;
use crate::number::{Rational, Variable};
use crate::study::regimes::{Regimes, Requirement};
use crate::study::region::{Breakpoint, Constraint, Sense, breakpoints};

/// What a change of one parameter can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lever {
    /// The parameter's symbol.
    pub symbol: String,
    /// Its base value.
    pub base: Rational,
    /// The smallest increase that does it.
    pub up: Option<Reach>,
    /// The smallest decrease that does it.
    pub down: Option<Reach>,
    /// Where neither does: why not, as far as one comparison tells it.
    pub why_not: Option<String>,
    /// How far the parameter may move before an equilibrium at the base fails: below and above.
    pub room: [Option<Movement>; 2],
}

/// A threshold that a parameter must reach or pass.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reach {
    /// The threshold, exactly.
    pub threshold: Breakpoint,
    /// Whether the goal holds at the threshold itself, or only beyond it.
    pub at_threshold: bool,
}

/// How far a parameter may move, and what fails first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Movement {
    /// Where it fails.
    pub threshold: Breakpoint,
    /// The comparison that fails.
    pub breaks: Constraint,
}

impl Study<'_> {
    pub(super) fn single(&self, all: &Regimes, holds: bool) -> Result<Vec<Lever>, Error> {
        let symbols = self.model.symbols_list();
        all.domain.free().iter().map(|&variable| self.lever(all, variable, &symbols[place(variable)], holds)).collect()
    }

    fn lever(&self, all: &Regimes, variable: Variable, symbol: &str, holds: bool) -> Result<Lever, Error> {
        let found = self.regimes(Some(vec![symbol.to_owned()]))?;
        let base = self.model.base_values()[place(variable)].clone();
        let points = self.points(&found, variable);
        let nearest = |above: bool| self.nearest(&found, variable, &base, &points, above);
        let [up, down] = if holds { [None, None] } else { [true, false].map(nearest) };
        let stuck = up.is_none() && down.is_none() && !holds;
        let why_not = stuck.then(|| self.reason(all, variable, symbol));
        let room = [false, true].map(|above| self.room(&found, variable, above));
        Ok(Lever { symbol: symbol.to_owned(), base, up, down, why_not, room })
    }

    /// Where anything can change along the parameter.
    fn points(&self, found: &Regimes, variable: Variable) -> Vec<Breakpoint> {
        let conditions = found.equilibria.iter().flat_map(|equilibrium| &equilibrium.requirements);
        let all = conditions.map(|requirement| &requirement.constraint).chain(found.domain.background());
        breakpoints(&all.map(Constraint::polynomial).collect::<Vec<_>>(), variable)
    }

    /// The nearest value in one direction at which, or beyond which, the goal holds.
    fn nearest(
        &self,
        found: &Regimes,
        variable: Variable,
        base: &Rational,
        points: &[Breakpoint],
        above: bool,
    ) -> Option<Reach> {
        let ahead = ahead_of(points, base, above);
        for (index, &point) in ahead.iter().enumerate() {
            if let Breakpoint::Exact(value) = point
                && value != base
                && self.holds_with(found, variable, value)
            {
                return Some(Reach { threshold: point.clone(), at_threshold: true });
            }
            if self.holds_with(found, variable, &beyond(&ahead, index, above)) {
                return Some(Reach { threshold: point.clone(), at_threshold: false });
            }
        }
        None
    }

    /// How far the parameter may move one way while all that is in equilibrium at the base stays so.
    fn room(&self, found: &Regimes, variable: Variable, above: bool) -> Option<Movement> {
        let mut nearest: Option<Movement> = None;
        for index in found.equilibria_at(found.domain.base()) {
            for requirement in &found.equilibria[index].requirements {
                let constraint = &requirement.constraint;
                let first = failure(constraint, variable, found.domain.base(), above);
                let Some(point) = first else { continue };
                let nearer = nearest.as_ref().is_none_or(|old| {
                    if above { point.low() < old.threshold.low() } else { point.high() > old.threshold.high() }
                });
                if nearer {
                    let breaks = constraint.with_sense(Sense::NonNegative);
                    nearest = Some(Movement { threshold: point.clone(), breaks });
                }
            }
        }
        nearest
    }

    /// Why a parameter alone cannot do it: it is in none of the comparisons that stand against the goal, or not enough. Which
    /// comparisons these are is known where pure equilibria at the base are against it.
    fn reason(&self, all: &Regimes, variable: Variable, symbol: &str) -> String {
        let at_base = all.equilibria_at(all.domain.base()).into_iter().map(|index| &all.equilibria[index]);
        let against: Option<Vec<Vec<&Requirement>>> = at_base
            .filter(|equilibrium| !self.aim.meets(equilibrium))
            .map(|equilibrium| Some(self.aim.against(equilibrium)?.collect()))
            .collect();
        let Some(against) = against.filter(|against| !against.is_empty()) else {
            return format!("no admissible value of {symbol} alone is enough");
        };
        let all_of_them = against.into_iter().flatten();
        let inside: Vec<&Requirement> =
            all_of_them.filter(|own| own.constraint.polynomial().variables().contains(&variable)).collect();
        let text = |own: &Requirement| own.constraint.to_text(self.model.symbols_list());
        let always = |own: &Requirement| own.constraint.negation().into_iter().all(|case| all.domain.excludes(&[case]));
        let first = inside.iter().find(|own| own.needed).or_else(|| inside.iter().find(|own| !always(own)));
        match (first, inside.first()) {
            (Some(own), _) => format!("no admissible value of {symbol} is enough, though it is in {}", text(own)),
            (None, Some(own)) => format!("no admissible value of {symbol} is enough: {} always holds", text(own)),
            (None, None) => format!("{symbol} is in none of the comparisons that stand against it at the base"),
        }
    }
}

/// The points at or beyond the base in one direction, the nearest first.
fn ahead_of<'p>(points: &'p [Breakpoint], base: &Rational, above: bool) -> Vec<&'p Breakpoint> {
    let is_ahead = |point: &&Breakpoint| if above { point.low() >= base } else { point.high() <= base };
    let mut ahead: Vec<&Breakpoint> = points.iter().filter(is_ahead).collect();
    if !above {
        ahead.reverse();
    }
    ahead
}

/// A value between a point and the next one.
fn beyond(ahead: &[&Breakpoint], index: usize, above: bool) -> Rational {
    let here = near(ahead[index], above);
    match ahead.get(index + 1) {
        Some(next) => (here + near(next, !above)) / Rational::from(2),
        None if above => here + &Rational::ONE,
        None => here - &Rational::ONE,
    }
}

/// The nearest point in one direction at which, or beyond which, a constraint fails. At a root of an even power its polynomial
/// only touches 0.
fn failure(constraint: &Constraint, variable: Variable, base: &[Rational], above: bool) -> Option<Breakpoint> {
    let points = breakpoints(&[constraint.polynomial()], variable);
    let ahead = ahead_of(&points, &base[place(variable)], above);
    let fails = |index: usize| {
        let mut point = base.to_vec();
        point[place(variable)] = beyond(&ahead, index, above);
        constraint.sense() == Sense::Positive || !constraint.holds(&point)
    };
    (0..ahead.len()).find(|&index| fails(index)).map(|index| ahead[index].clone())
}
