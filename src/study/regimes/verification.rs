//! Regimes checked from their certificate alone: formulas anew from the model, and definitions at points.

use super::certificate::{CellClaim, EquilibriumClaim, FORMAT, RegimesCertificate, rows};
use super::form::SymbolicGame;
use super::walk::{Dice, step_onto, wander};
use crate::error::Error;
use crate::game::{BehaviorProfile, Beliefs, Concept, ExtensiveForm, Game, MixedProfile, Profile};
use crate::model::Model;
use crate::model::expression::{self, Condition};
use crate::number::{Rational, RationalFunction};
use crate::study::region::{Constraint, Domain, Sense};
use crate::verify::{Certificate, Report, verify};

/// How many points are looked at for each cell, and as many anywhere.
const POINTS: usize = 8;

/// How many equilibria that should not exist at a point are tried there.
const OTHERS: usize = 3;

/// From how many points each edge of an equilibrium is stepped onto.
const STARTS: usize = 8;

/// Checks what is claimed of a model's regimes, without the search that found them and without any solver.
///
/// # Definition
/// Every formula is read anew. Probabilities must sum to 1 and payoffs must be what the profile brings, as identities in
/// the parameters. At points of every cell, and where they wander off to in the whole domain: exactly the cell's equilibria
/// have their conditions met; there each is an equilibrium with regret 0 by [`verify`]; and where an equilibrium's
/// conditions fail, it is none (some are tried at each point). Where one of its conditions becomes an equality, or one of its
/// probabilities 0, it is still one if all of its conditions hold and its beliefs are probabilities. That no other equilibrium exists is not checked here but
/// by [`check`](super::Regimes::check), which solves.
///
/// # Errors
/// When names or formulas do not fit the model, or a game cannot be made; a claim that does not hold is no error.
///
/// # Complexity
/// In proportion to the cells, the equilibria and the size of the game.
///
/// # Example
/// ```
/// use foederis::{Concept, RegimesCertificate, alliance, regimes, verify_regimes};
/// let model = alliance::dilemma("caucasus")?;
/// let text = regimes(&model, Concept::SubgamePerfect, &Default::default())?.certificate()?.to_json();
/// assert!(verify_regimes(&model, &RegimesCertificate::from_json(&text)?)?.ok());
/// let wrong = RegimesCertificate::from_json(&text.replace("k + w", "k + 2*w"))?;
/// assert!(!verify_regimes(&model, &wrong)?.ok());
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn verify_regimes(model: &Model, claim: &RegimesCertificate) -> Result<Report, Error> {
    let mut report = Report::new(format!("Regimes of '{}' ({})", model.title(), claim.concept.name()));
    if !report.note("The format is known", claim.format == FORMAT, claim.format.clone()) {
        return Ok(report);
    }
    let at: Vec<(&str, Rational)> = claim.at.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let model = &model.seen_from(&at)?;
    let over: Vec<&str> = claim.over.iter().map(String::as_str).collect();
    let domain = Domain::new(model, Some(&over))?;
    let game = SymbolicGame::new(model, &domain)?;
    let reader = Reader { model, domain: &domain, game: &game.skeleton };
    let equilibria: Vec<Read> = claim.equilibria.iter().map(|own| reader.equilibrium(own)).collect::<Result<_, _>>()?;
    check_formulas(&game, &equilibria, &mut report);
    let cells: Vec<Vec<Constraint>> =
        claim.cells.iter().map(|cell| reader.conditions(&cell.conditions)).collect::<Result<_, _>>()?;
    let points = Points { model, domain: &domain, concept: claim.concept, equilibria: &equilibria };
    points.check(claim, &cells, &reader, &mut report)?;
    Ok(report)
}

/// An equilibrium as read.
struct Read {
    profile: Vec<Vec<RationalFunction>>,
    beliefs: Vec<Vec<RationalFunction>>,
    payoffs: Vec<RationalFunction>,
    conditions: Vec<Constraint>,
}

impl Read {
    /// Its conditions as equalities, and where a probability is 0.
    fn edges(&self) -> Vec<Constraint> {
        let conditions = self.conditions.iter().map(Constraint::polynomial);
        let probabilities = self.profile.iter().flatten().map(RationalFunction::numerator);
        let all = conditions.chain(probabilities).filter(|polynomial| !polynomial.is_constant());
        let mut edges: Vec<Constraint> = Vec::new();
        for edge in all.map(|polynomial| Constraint::new(polynomial, Sense::Zero)) {
            if !edges.contains(&edge) {
                edges.push(edge);
            }
        }
        edges
    }
}

struct Reader<'a> {
    model: &'a Model,
    domain: &'a Domain,
    game: &'a Game,
}

impl Reader<'_> {
    fn function(&self, text: &str) -> Result<RationalFunction, Error> {
        expression::compile(text, self.model.symbols()).map_err(|error| Error::Input(error.in_text(text)))
    }

    fn conditions(&self, texts: &[String]) -> Result<Vec<Constraint>, Error> {
        let mut list = Vec::new();
        for text in texts {
            list.extend(self.domain.conditions(self.model, text)?);
        }
        Ok(list)
    }

    fn equilibrium(&self, claim: &EquilibriumClaim) -> Result<Read, Error> {
        let mut profile = Vec::new();
        for (player, information_set, actions) in rows(self.game) {
            let own = claim.profile.iter().find(|row| row.player == player && row.information_set == information_set);
            let missing =
                || format!("the profile says nothing of {player} {}", information_set.as_deref().unwrap_or(""));
            let own = own.ok_or_else(|| Error::Invalid(missing()))?;
            if let Some(stranger) = own.probabilities.keys().find(|name| !actions.contains(name)) {
                return Err(Error::Invalid(format!(
                    "{player} has no action '{stranger}'; there are {}",
                    actions.join(", ")
                )));
            }
            let probability = |action: &String| match own.probabilities.get(action) {
                Some(text) => self.function(text),
                None => Ok(RationalFunction::zero()),
            };
            profile.push(actions.iter().map(probability).collect::<Result<Vec<_>, _>>()?);
        }
        let players = self.game.players();
        let payoff = |at: usize| match claim.payoffs.get(players.key(at)) {
            Some(text) => self.function(text),
            None => Err(Error::Invalid(format!("nothing is said of the payoff of {}", players.key(at)))),
        };
        let belief = |row: &Vec<String>| row.iter().map(|text| self.function(text)).collect::<Result<Vec<_>, _>>();
        Ok(Read {
            profile,
            beliefs: claim.beliefs.iter().map(belief).collect::<Result<_, _>>()?,
            payoffs: (0..players.len()).map(payoff).collect::<Result<_, _>>()?,
            conditions: self.conditions(&claim.conditions)?,
        })
    }

    /// The point that a cell names.
    fn sample(&self, cell: &CellClaim) -> Result<Option<Vec<Rational>>, Error> {
        let Some(values) = &cell.sample else { return Ok(None) };
        let mut point = self.domain.base().to_vec();
        for (name, text) in values {
            let value = self.function(text)?.evaluate(&point);
            let number = |value: Option<Rational>| value.ok_or_else(|| Error::Invalid(format!("{name} has no value")));
            self.model.parameter(name)?;
            let at = self.model.symbols_list().iter().position(|symbol| symbol == name).unwrap_or(0);
            point[at] = number(value)?;
        }
        Ok(Some(point))
    }
}

/// What holds for all parameters.
fn check_formulas(game: &SymbolicGame, equilibria: &[Read], report: &mut Report) {
    let one = RationalFunction::one();
    let sums = |row: &Vec<RationalFunction>| row.iter().fold(RationalFunction::zero(), |sum, p| &sum + p) == one;
    let wrong = equilibria.iter().position(|own| !own.profile.iter().chain(&own.beliefs).all(sums));
    let said = |at: Option<usize>| at.map_or(String::new(), |at| format!("not in equilibrium {}", at + 1));
    report.note("Probabilities sum to 1, whatever the parameters are", wrong.is_none(), said(wrong));
    let wrong = equilibria.iter().position(|own| game.expected_mixed(&own.profile) != own.payoffs);
    report.note("Payoffs are what the profiles bring, whatever the parameters are", wrong.is_none(), said(wrong));
}

struct Points<'a> {
    model: &'a Model,
    domain: &'a Domain,
    concept: Concept,
    equilibria: &'a [Read],
}

impl Points<'_> {
    fn check(
        &self,
        claim: &RegimesCertificate,
        cells: &[Vec<Constraint>],
        reader: &Reader,
        report: &mut Report,
    ) -> Result<(), Error> {
        let mut dice = Dice::new(claim.cells.len() as u64);
        let (mut inside, mut anywhere) = (0, 0);
        let (mut seen, mut faults): (Vec<Vec<Rational>>, [Option<String>; 4]) = Default::default();
        for (number, (cell, conditions)) in claim.cells.iter().zip(cells).enumerate() {
            let Some(mut point) = reader.sample(cell)? else { continue };
            if !(self.domain.contains(&point) && conditions.iter().all(|condition| condition.holds(&point))) {
                faults[0].get_or_insert(format!("the sample of cell {} is outside", number + 1));
                continue;
            }
            let mut stray = point.clone();
            for _ in 0..POINTS {
                inside += 1;
                let there = self.existing(&point);
                if there.as_ref().is_some_and(|there| *there != cell.equilibria) {
                    faults[1].get_or_insert(format!("not in cell {} at {}", number + 1, self.at(&point)));
                }
                self.judge(&point, &mut dice, &mut faults)?;
                point = wander(self.domain, &point, conditions, &mut dice);
                stray = wander(self.domain, &stray, &[], &mut dice);
                anywhere += 1;
                if let Some(there) = self.existing(&stray) {
                    let holds = |at: &usize| cells[*at].iter().all(|condition| condition.holds(&stray));
                    let covering: Vec<usize> = (0..cells.len()).filter(holds).collect();
                    let right = |at: &usize| claim.cells[*at].equilibria == there;
                    if claim.complete && (covering.is_empty() || !covering.iter().all(right)) {
                        faults[2].get_or_insert(format!("not at {}", self.at(&stray)));
                    }
                }
                self.judge(&stray, &mut dice, &mut faults)?;
                seen.extend([point.clone(), stray.clone()]);
            }
        }
        if inside == 0 {
            faults[if claim.complete { 2 } else { 1 }]
                .get_or_insert("no cell names a point inside it, so that nothing was looked at".into());
        }
        let [samples, regimes, cover, definitions] = faults;
        let mut note = |what: String, fault: Option<String>| {
            report.note(&what, fault.is_none(), fault.unwrap_or_default());
        };
        note("The samples of cells lie inside".into(), samples);
        note(format!("At {inside} points of cells, just their equilibria exist"), regimes);
        if claim.complete {
            note(format!("Of {anywhere} admissible points, each lies in one regime or on a boundary"), cover);
        }
        note(
            "At all of these points, an equilibrium is one where its conditions hold, and else is none".into(),
            definitions,
        );
        let (edges, fault) = self.check_edges(&seen, &mut dice)?;
        note(format!("At {edges} points where a condition becomes an equality, or a probability 0, too"), fault);
        Ok(())
    }

    /// Whether each equilibrium is one where it is claimed at its edges; from each of these some of the points seen lead there.
    fn check_edges(&self, seen: &[Vec<Rational>], dice: &mut Dice) -> Result<(usize, Option<String>), Error> {
        let mut edges = 0;
        for (number, own) in self.equilibria.iter().enumerate() {
            for surface in own.edges() {
                for _ in 0..STARTS {
                    let Some(start) = seen.get(dice.below(seen.len())) else { continue };
                    let Some(edge) = step_onto(self.domain, start, &surface, dice) else { continue };
                    edges += 1;
                    if !self.holds_if_claimed(own, &edge)? {
                        return Ok((edges, Some(format!("not for equilibrium {} at {}", number + 1, self.at(&edge)))));
                    }
                }
            }
        }
        Ok((edges, None))
    }

    /// Whether an equilibrium is one at a point, if its conditions hold there, its formulas have values and its beliefs are
    /// probabilities: where an information set is no longer reached, conditions on the way to it say nothing of beliefs.
    fn holds_if_claimed(&self, own: &Read, point: &[Rational]) -> Result<bool, Error> {
        let conditions = own.conditions.iter().all(|condition| condition.holds(point));
        let sure = |beliefs: &Vec<Vec<Rational>>| !beliefs.iter().flatten().any(Rational::is_negative);
        let claimed = || matches!(values(own, point), [Some(_), Some(beliefs)] if sure(&beliefs));
        if !conditions || !claimed() || self.model.check(point).is_err() {
            return Ok(true);
        }
        let game = self.model.game_at(point)?;
        Ok(self.is_undefined(&game) || self.is_one(&game, own, point)?)
    }

    /// The equilibria whose conditions hold; `None` on a boundary.
    fn existing(&self, point: &[Rational]) -> Option<Vec<usize>> {
        let tied = |c: &Constraint| c.sense() != Sense::Positive && c.with_sense(Sense::Zero).holds(point);
        let on_edge = |own: &Read| own.conditions.iter().any(tied) && own.conditions.iter().all(|c| c.holds(point));
        if self.equilibria.iter().any(on_edge) {
            return None;
        }
        let holds = |at: &usize| self.equilibria[*at].conditions.iter().all(|condition| condition.holds(point));
        Some((0..self.equilibria.len()).filter(holds).collect())
    }

    /// Compares conditions with the definition of the equilibrium at a point: for all that should exist there, and some others.
    fn judge(&self, point: &[Rational], dice: &mut Dice, faults: &mut [Option<String>; 4]) -> Result<(), Error> {
        if self.model.check(point).is_err() {
            return Ok(());
        }
        let game = self.model.game_at(point)?;
        if self.is_undefined(&game) {
            return Ok(());
        }
        let others: Vec<usize> = (0..OTHERS).map(|_| dice.below(self.equilibria.len())).collect();
        for (number, own) in self.equilibria.iter().enumerate() {
            let claimed = own.conditions.iter().all(|condition| condition.holds(point));
            if !claimed && !others.contains(&number) {
                continue;
            }
            let is_one = self.is_one(&game, own, point)?;
            // One formula may stand twice, with the conditions of two parts of where it holds.
            let listed_otherwise = || {
                let here = |other: &Read| other.conditions.iter().all(|condition| condition.holds(point));
                self.equilibria.iter().any(|other| here(other) && values(other, point) == values(own, point))
            };
            if is_one != claimed && !(is_one && (listed_otherwise() || has_ended(own, point))) {
                faults[3].get_or_insert(format!("not for equilibrium {} at {}", number + 1, self.at(point)));
            }
        }
        Ok(())
    }

    /// Whether the concept says nothing of a game: beliefs need every chance event to be possible.
    fn is_undefined(&self, game: &Game) -> bool {
        let Game::Extensive(tree) = game else { return false };
        let impossible = || tree.chance_moves().iter().flat_map(|chance| &chance.probabilities).any(Rational::is_zero);
        self.concept == Concept::Sequential && impossible()
    }

    /// Whether a profile is an equilibrium of a game, by its definition.
    fn is_one(&self, game: &Game, own: &Read, point: &[Rational]) -> Result<bool, Error> {
        let [Some(rows), Some(beliefs)] = values(own, point) else { return Ok(false) };
        if rows.iter().chain(&beliefs).flatten().any(Rational::is_negative) {
            return Ok(false);
        }
        let profile = match game {
            Game::Normal(_) => Profile::Mixed(MixedProfile(rows)),
            Game::Extensive(_) => Profile::Behavior(BehaviorProfile(rows)),
        };
        let certificate = Certificate::new(game, self.concept, &profile)?;
        let beliefs = match game {
            Game::Extensive(tree) if self.concept == Concept::Sequential => with_sure_ones(tree, beliefs),
            _ => beliefs,
        };
        let certificate = match beliefs.is_empty() {
            true => certificate,
            false => certificate.with_beliefs(game, &Beliefs(beliefs), &[])?,
        };
        Ok(verify(game, &certificate)?.ok())
    }

    fn at(&self, point: &[Rational]) -> String {
        let names = self.model.symbols_list();
        let value = |v: &crate::number::Variable| format!("{} = {}", names[usize::from(v.0)], point[usize::from(v.0)]);
        self.domain.free().iter().map(value).collect::<Vec<_>>().join(", ")
    }
}

impl Domain {
    /// A condition in a model's parameters as constraints on those that vary.
    ///
    /// # Errors
    /// [`Error::Input`] where it cannot be read.
    pub(super) fn conditions(&self, model: &Model, text: &str) -> Result<Vec<Constraint>, Error> {
        let parsed = Condition::parse(text, model.symbols()).map_err(|error| Error::Input(error.in_text(text)))?;
        let mut list = Vec::new();
        for comparison in &parsed.comparisons {
            let Some(difference) = self.fix(&comparison.difference()) else {
                return Err(Error::Invalid(format!("'{text}' divides by zero at the base")));
            };
            match Constraint::of_comparison(&difference, comparison.relation) {
                Some(constraint) => list.push(constraint),
                None => return Err(Error::Invalid(format!("'{text}' uses !=, which parts nothing; use < or >"))),
            }
        }
        Ok(list)
    }
}

/// Probabilities and beliefs in numbers; `None` where a formula divides by 0.
fn values(own: &Read, point: &[Rational]) -> [Option<Vec<Vec<Rational>>>; 2] {
    let numbers = |rows: &[Vec<RationalFunction>]| -> Option<Vec<Vec<Rational>>> {
        rows.iter().map(|row| row.iter().map(|function| function.evaluate(point)).collect()).collect()
    };
    [numbers(&own.profile), numbers(&own.beliefs)]
}

/// Whether a mixture of an equilibrium ends at a point: a probability is 0 there, but not everywhere. What it becomes is another
/// equilibrium's case, and may be one where its own conditions fail.
fn has_ended(own: &Read, point: &[Rational]) -> bool {
    let ends = |p: &RationalFunction| !p.is_zero() && p.evaluate(point).is_some_and(|value| value.is_zero());
    own.profile.iter().flatten().any(ends)
}

/// Beliefs at every information set: where a claim has none, everybody knows where play is.
fn with_sure_ones(tree: &ExtensiveForm, beliefs: Vec<Vec<Rational>>) -> Vec<Vec<Rational>> {
    let alone = tree.infosets().iter().all(|infoset| infoset.nodes.len() == 1);
    match beliefs.is_empty() && alone {
        true => vec![vec![Rational::ONE]; tree.infosets().len()],
        false => beliefs,
    }
}
