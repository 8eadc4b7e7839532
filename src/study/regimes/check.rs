//! Regimes against the solvers, at random points of every cell and on every boundary.

use super::walk::{Dice, step_onto, wander};
use super::{ParametricEquilibrium, Regimes};
use crate::error::Error;
use crate::game::{BehaviorProfile, Beliefs, Concept, Game, MixedProfile, Profile};
use crate::number::{Rational, RationalFunction};
use crate::solve::{Control, Watch, nash, pure_nash, sequential, subgame_perfect};
use crate::study::region::{Constraint, Sense};
use crate::verify::{Certificate, verify};

/// Probabilities, row by row.
type Rows = Vec<Vec<Rational>>;

/// What a check of regimes found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RegimesCheck {
    /// How many points inside cells were solved.
    pub points: usize,
    /// How many points on boundaries were solved.
    pub ties: usize,
    /// At how many of these points the solver's list is not complete: there only what it lists, and what the definition says
    /// of the regimes' equilibria, was compared.
    pub partial: usize,
    /// Whether it was told to stop before all points were looked at.
    pub stopped: bool,
    /// Points at which the solver disagrees, each with what is wrong.
    pub mismatches: Vec<(Vec<Rational>, String)>,
}

impl Regimes {
    /// Solves the game at `count` random points of each cell, and on its boundaries, and compares.
    ///
    /// # Definition
    /// Inside a cell the solver's equilibria must be those of the cell, neither more nor fewer. On a boundary, and where a
    /// probability of a mixture becomes 0, it must find all that are listed, and may find others, which hold nowhere else:
    /// where two players are indifferent at once, say. What the solver lists only as a mixture of others, or does not list as
    /// its list is not complete, counts as found if it is an equilibrium by its definition. Points at which no game can be
    /// made, or solved, are left out and not counted.
    ///
    /// # Errors
    /// None at present.
    pub fn check(&self, count: usize, seed: u64) -> Result<RegimesCheck, Error> {
        self.check_within(count, seed, &Control::default())
    }

    /// [`check`](Self::check) with limits, progress and stopping, which are asked between points; what was compared until then is
    /// returned.
    ///
    /// # Errors
    /// None at present.
    pub fn check_within(&self, count: usize, seed: u64, control: &Control) -> Result<RegimesCheck, Error> {
        let mut watch = Watch::start(control);
        let mut report = RegimesCheck::default();
        let mut dice = Dice::new(seed);
        for cell in &self.cells {
            let Some(start) = &cell.sample else { continue };
            let mut here = start.clone();
            for _ in 0..count {
                report.stopped = watch.must_stop_now(report.mismatches.len());
                if report.stopped {
                    return Ok(report);
                }
                here = wander(&self.domain, &here, &cell.conditions, &mut dice);
                report.points += usize::from(self.compare(&here, true, &mut report).is_some());
                let border = self.step_to_boundary(&here, &cell.conditions, &mut dice);
                for tie in border.into_iter().chain(self.step_to_edge(&here, &mut dice)) {
                    report.ties += usize::from(self.compare(&tie, false, &mut report).is_some());
                }
            }
        }
        Ok(report)
    }

    /// The point on a boundary of a cell that one parameter alone leads to, if that is in the domain.
    fn step_to_boundary(&self, from: &[Rational], conditions: &[Constraint], dice: &mut Dice) -> Option<Vec<Rational>> {
        let condition = conditions.get(dice.below(conditions.len()))?;
        let point = step_onto(&self.domain, from, condition, dice)?;
        conditions.iter().filter(|other| *other != condition).all(|other| other.holds(&point)).then_some(point)
    }

    /// A point at which a probability of a mixture becomes 0, whatever else holds there.
    fn step_to_edge(&self, from: &[Rational], dice: &mut Dice) -> Option<Vec<Rational>> {
        let all = self.equilibria.iter().flat_map(|equilibrium| &equilibrium.requirements);
        let edges: Vec<&Constraint> =
            all.filter(|own| own.alternative.is_empty() && !own.chosen.is_empty()).map(|own| &own.constraint).collect();
        step_onto(&self.domain, from, edges.get(dice.below(edges.len()))?, dice)
    }

    /// Compares at a point; `None` where there is no game, or it cannot be solved.
    fn compare(&self, point: &[Rational], inside: bool, report: &mut RegimesCheck) -> Option<()> {
        self.model.check(point).ok()?;
        let game = self.model.game_at(point).ok()?;
        let (solved, complete) = self.solve(&game).ok()?;
        report.partial += usize::from(!complete);
        let listed = self.equilibria_at(point);
        let own: Vec<Option<Vec<Vec<Rational>>>> =
            listed.iter().map(|&index| self.equilibria[index].profile_at(point)).collect();
        let found = |(index, own): (&usize, &Option<Vec<Vec<Rational>>>)| {
            own.as_ref().is_some_and(|profile| solved.contains(profile)) || self.is_one(&game, *index, point, complete)
        };
        let missing = listed.iter().zip(&own).position(|pair| !found(pair));
        let more = || solved.iter().filter(|profile| !own.iter().flatten().any(|own| own == *profile)).count();
        if let Some(at) = missing {
            report
                .mismatches
                .push((point.to_vec(), format!("the solver does not find equilibrium {}", listed[at] + 1)));
        } else if inside && self.is_strict_at(point, &listed) && more() > 0 {
            let (solver, regimes) = (solved.len(), listed.len());
            report.mismatches.push((point.to_vec(), format!("the solver finds {solver} equilibria, not {regimes}")));
        }
        Some(())
    }

    /// Whether an equilibrium that the solver need not list is one at a point by its definition: where it mixes, or where the
    /// list is not complete.
    fn is_one(&self, game: &Game, index: usize, point: &[Rational], complete: bool) -> bool {
        let equilibrium = &self.equilibria[index];
        let mixes = equilibrium.choices().is_none() && matches!(self.concept, Concept::Nash | Concept::Sequential);
        if complete && !mixes {
            return false;
        }
        let profile = equilibrium.profile_at(point).map(|rows| match game {
            Game::Normal(_) => Profile::Mixed(MixedProfile(rows)),
            Game::Extensive(_) => Profile::Behavior(BehaviorProfile(rows)),
        });
        let certificate = profile.and_then(|profile| Certificate::new(game, self.concept, &profile).ok());
        let certificate = match self.concept {
            Concept::Sequential => {
                certificate.and_then(|own| own.with_beliefs(game, &beliefs_at(equilibrium, point)?, &[]).ok())
            }
            _ => certificate,
        };
        certificate.is_some_and(|certificate| verify(game, &certificate).is_ok_and(|report| report.ok()))
    }

    /// Whether a point is not on the rim of the domain, where somebody may be indifferent, and nobody is in any of some
    /// equilibria there.
    fn is_strict_at(&self, point: &[Rational], listed: &[usize]) -> bool {
        let all = listed.iter().flat_map(|&index| &self.equilibria[index].requirements);
        let conditions = all.map(|requirement| &requirement.constraint).chain(self.domain.background());
        conditions.filter(|c| c.sense() != Sense::Zero).all(|c| c.with_sense(Sense::Positive).holds(point))
    }

    /// The profiles that the solver of the concept finds, and whether its list is complete.
    fn solve(&self, game: &Game) -> Result<(Vec<Rows>, bool), Error> {
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
        let perfect = matches!(game, Game::Extensive(tree) if tree.has_perfect_information());
        let mixed = self.concept == Concept::Nash || (self.concept == Concept::Sequential && !perfect);
        let meant = solution.equilibria.iter().filter(|equilibrium| mixed || equilibrium.is_pure());
        Ok((meant.map(|equilibrium| rows(&equilibrium.profile)).collect(), solution.complete()))
    }
}

/// What is believed at a point; `None` where a formula divides by 0.
fn beliefs_at(equilibrium: &ParametricEquilibrium, point: &[Rational]) -> Option<Beliefs> {
    let row = |row: &Vec<RationalFunction>| row.iter().map(|belief| belief.evaluate(point)).collect();
    equilibrium.beliefs.iter().map(row).collect::<Option<_>>().map(Beliefs)
}
