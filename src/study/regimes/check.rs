//! Regimes against the solvers, at random points of every cell and on every boundary.

use super::Regimes;
use super::walk::{Dice, wander};
use crate::error::Error;
use crate::game::{Concept, Game, Profile};
use crate::number::{Rational, Variable};
use crate::solve::{nash, pure_nash, sequential, subgame_perfect};
use crate::study::region::{Constraint, Sense};

/// What a check of regimes found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RegimesCheck {
    /// How many points inside cells were solved.
    pub points: usize,
    /// How many points on boundaries were solved.
    pub ties: usize,
    /// Points at which the solver disagrees, each with what is wrong.
    pub mismatches: Vec<(Vec<Rational>, String)>,
}

impl Regimes {
    /// Solves the game at `count` random points of each cell, and on its boundaries, and compares.
    ///
    /// # Definition
    /// Inside a cell the solver's equilibria must be those of the cell, neither more nor fewer. On a boundary it must find
    /// all that are listed, and may find others, which hold nowhere else: where two players are indifferent at once, say.
    ///
    /// # Errors
    /// Where a game cannot be made or solved, which the message says.
    pub fn check(&self, count: usize, seed: u64) -> Result<RegimesCheck, Error> {
        let mut report = RegimesCheck::default();
        let mut dice = Dice::new(seed);
        for cell in &self.cells {
            let Some(start) = &cell.sample else { continue };
            let mut here = start.clone();
            for _ in 0..count {
                here = wander(&self.domain, &here, &cell.conditions, &mut dice);
                report.points += 1;
                self.compare(&here, true, &mut report)?;
                if let Some(tie) = self.step_to_boundary(&here, &cell.conditions, &mut dice) {
                    report.ties += 1;
                    self.compare(&tie, false, &mut report)?;
                }
            }
        }
        Ok(report)
    }

    /// The point on a boundary of a cell that one parameter alone leads to, if that is in the domain.
    fn step_to_boundary(&self, from: &[Rational], conditions: &[Constraint], dice: &mut Dice) -> Option<Vec<Rational>> {
        let condition = conditions.get(dice.below(conditions.len()))?;
        let variables: Vec<Variable> = condition.polynomial().variables().into_iter().collect();
        let variable = *variables.get(dice.below(variables.len()))?;
        let coefficients = condition.polynomial().coefficients_in(variable);
        let [rest, slope] = &coefficients[..] else { return None };
        let mut point = from.to_vec();
        point[usize::from(variable.0)] = (-rest.evaluate(from)?).checked_div(&slope.evaluate(from)?)?;
        let others = conditions.iter().filter(|other| *other != condition);
        let meets = self.domain.contains(&point) && others.clone().all(|other| other.holds(&point));
        (meets && condition.with_sense(Sense::Zero).holds(&point)).then_some(point)
    }

    fn compare(&self, point: &[Rational], inside: bool, report: &mut RegimesCheck) -> Result<(), Error> {
        if self.model.check(point).is_err() {
            return Ok(());
        }
        let game = self.model.game_at(point)?;
        let solved = self.solve(&game)?;
        let listed = self.equilibria_at(point);
        let own: Vec<Option<Vec<Vec<Rational>>>> =
            listed.iter().map(|&index| self.equilibria[index].profile_at(point)).collect();
        let missing = own.iter().position(|own| own.as_ref().is_none_or(|profile| !solved.contains(profile)));
        let more = || solved.iter().filter(|profile| !own.iter().flatten().any(|own| own == *profile)).count();
        if let Some(at) = missing {
            report
                .mismatches
                .push((point.to_vec(), format!("the solver does not find equilibrium {}", listed[at] + 1)));
        } else if inside && self.is_strict_at(point, &listed) && more() > 0 {
            let (solver, regimes) = (solved.len(), listed.len());
            report.mismatches.push((point.to_vec(), format!("the solver finds {solver} equilibria, not {regimes}")));
        }
        Ok(())
    }

    /// Whether nobody is indifferent in any of some equilibria at a point: at the rim of the domain somebody may be.
    fn is_strict_at(&self, point: &[Rational], listed: &[usize]) -> bool {
        let all = listed.iter().flat_map(|&index| &self.equilibria[index].requirements);
        all.into_iter().all(|requirement| requirement.constraint.with_sense(Sense::Positive).holds(point))
    }

    /// The profiles that the solver of the concept finds.
    fn solve(&self, game: &Game) -> Result<Vec<Vec<Vec<Rational>>>, Error> {
        let solution = match self.concept {
            Concept::PureNash => pure_nash(game, &Default::default())?,
            Concept::Nash => nash(game, &Default::default())?,
            Concept::Sequential => sequential(game, &Default::default())?,
            _ => subgame_perfect(game, &Default::default())?,
        };
        let rows = |profile: &Profile| match profile {
            Profile::Mixed(profile) => profile.0.clone(),
            Profile::Behavior(profile) => profile.0.clone(),
            Profile::Correlated(_) => Vec::new(),
        };
        let mixed = matches!(self.concept, Concept::Nash | Concept::Sequential);
        let meant = solution.equilibria.iter().filter(|equilibrium| mixed || equilibrium.is_pure());
        Ok(meant.map(|equilibrium| rows(&equilibrium.profile)).collect())
    }
}
