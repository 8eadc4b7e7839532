//! Profiles with beliefs: are they what the concepts of sequential rationality ask for?
//!
//! A profile and beliefs are a *weak perfect Bayesian* equilibrium if at every information set no plan for the rest of
//! the game does better by the beliefs there, and beliefs follow Bayes' rule at the sets that play reaches.
//!
//! They are a *perfect Bayesian* equilibrium if Bayes' rule also holds, wherever play comes with positive probability,
//! within every subgame given that it has begun, and from any information set of a player to a later one of the same
//! player given the belief at the former and the action taken there (updating: Hendon, Jacobsen and Sloth 1996; Perea 2002). That beliefs of
//! different players agree off the path is not asked for.
//!
//! They are a *sequential* equilibrium (Kreps and Wilson 1982, doi:10.2307/1912767) if the beliefs are limits of those that
//! Bayes' rule gives for completely mixed profiles that come to the profile. Such a sequence exists exactly if there is a
//! labelling (see [`labelling`]) and there are strengths (see [`strengths`]): then action `a` may be taken with probability
//! about `c(a) e^K(a)`, for `e` to 0; and if there are none, no sequence will do, because linear images of the logarithms
//! of its probabilities would have limits that they cannot have. Chance does not tremble: nodes behind an event of
//! probability 0 are never believed, and where all nodes of a set are such, any belief will do.

mod bayes;
mod coprime;
mod dual;
mod enclosure;
mod labelling;
mod rationality;
mod strengths;
mod surprise;
#[cfg(test)]
mod tests;
mod words;

use self::enclosure::Enclosure;
use super::beliefs::{BeliefSetClaim, NamedBeliefs, from_names, with_vertex};
use super::report::Report;
use crate::error::Error;
use crate::game::{BehaviorProfile, Beliefs, Concept, ExtensiveForm};
pub(super) use labelling::{Believed, contradiction};
pub(super) use rationality::{Prospect, prospect};
pub(super) use strengths::odds_fault;
pub(super) use surprise::{Mistake, Surprise, surprises};

/// Whether a concept speaks of beliefs.
pub(super) fn has_beliefs(concept: Concept) -> bool {
    matches!(concept, Concept::Sequential | Concept::PerfectBayesian | Concept::WeakPerfectBayesian)
}

/// Checks a profile with beliefs, and other beliefs that are claimed to do as well.
pub(super) fn check(
    tree: &ExtensiveForm,
    concept: Concept,
    profile: &BehaviorProfile,
    claim: &NamedBeliefs,
    sets: &[BeliefSetClaim],
    bound: Option<f64>,
    report: &mut Report,
) -> Result<(), Error> {
    tree.require_perfect_recall(concept.name())?;
    let read = from_names(tree, claim);
    let fault = read.as_ref().err().map_or(String::new(), ToString::to_string);
    report.note("There are beliefs at every information set, and they sum to 1", read.is_ok(), fault);
    let Ok(beliefs) = read else { return Ok(()) };
    let findings = |beliefs: &Beliefs| match bound {
        None => Assessment { tree, profile, beliefs }.findings(concept),
        Some(bound) => within(Enclosure { tree, profile, beliefs, bound }, concept),
    };
    for Finding { what, fault, detail } in findings(&beliefs)? {
        report.note(what, fault.is_none(), fault.unwrap_or(detail));
    }
    if !sets.is_empty() {
        let (count, fault) = check_sets(tree, &beliefs, sets, &findings)?;
        let detail = fault.clone().unwrap_or_else(|| format!("extreme beliefs and middles checked: {count}"));
        report.note("The extreme beliefs of each set, and its middle, do as well", fault.is_none(), detail);
    }
    Ok(())
}

/// What is found of irrational probabilities and beliefs. Every sequential equilibrium is a perfect Bayesian one, and a weak
/// one; of others among these, an error bound does not tell.
fn within(enclosure: Enclosure, concept: Concept) -> Result<Vec<Finding>, Error> {
    let findings = enclosure.findings()?;
    if concept != Concept::Sequential && findings.iter().any(|finding| finding.fault.is_some()) {
        return Err(Error::Unsupported(format!(
            "with an error bound, {} is checked only where beliefs are consistent too, so that it is a sequential equilibrium",
            concept.name()
        )));
    }
    Ok(findings)
}

/// Puts each extreme belief of each set, and the middle of the set, in the place of the beliefs there.
fn check_sets(
    tree: &ExtensiveForm,
    stated: &Beliefs,
    sets: &[BeliefSetClaim],
    findings: &impl Fn(&Beliefs) -> Result<Vec<Finding>, Error>,
) -> Result<(usize, Option<String>), Error> {
    let mut count = 0;
    for set in sets {
        let read = set.vertices.iter().map(|vertex| with_vertex(tree, stated, vertex));
        let mut tried: Vec<Beliefs> = match read.collect::<Result<_, Error>>() {
            Ok(tried) => tried,
            Err(error) => return Ok((count, Some(error.to_string()))),
        };
        tried.extend(middle(&tried));
        for beliefs in &tried {
            if let Some((what, fault)) =
                findings(beliefs)?.into_iter().find_map(|finding| Some((finding.what, finding.fault?)))
            {
                let held = words::changed(tree, stated, beliefs);
                return Ok((count, Some(format!("with {held}, this fails: {what}: {fault}"))));
            }
            count += 1;
        }
    }
    Ok((count, None))
}

/// The mean of several beliefs.
fn middle(beliefs: &[Beliefs]) -> Option<Beliefs> {
    let count = crate::number::Rational::from(beliefs.len() as i64);
    let first = beliefs.first()?;
    let mean = |infoset: usize, node: usize| {
        let total: crate::number::Rational = beliefs.iter().map(|beliefs| &beliefs.0[infoset][node]).sum();
        &total / &count
    };
    let rows = first.0.iter().enumerate();
    Some(Beliefs(rows.map(|(infoset, row)| (0..row.len()).map(|node| mean(infoset, node)).collect()).collect()))
}

/// A profile with beliefs.
#[derive(Clone, Copy)]
pub(super) struct Assessment<'a> {
    pub tree: &'a ExtensiveForm,
    pub profile: &'a BehaviorProfile,
    pub beliefs: &'a Beliefs,
}

/// What was checked of it.
pub(super) struct Finding {
    pub what: &'static str,
    /// What is wrong, in words.
    pub fault: Option<String>,
    /// What was found if nothing is.
    pub detail: String,
}

impl Assessment<'_> {
    /// Everything that a concept asks for, in order: beliefs first, then what is done by them.
    pub fn findings(&self, concept: Concept) -> Result<Vec<Finding>, Error> {
        let mut findings = self.belief_findings(concept)?;
        let worst = self.worst_prospect()?;
        findings.push(Finding {
            what: "Nobody gains at any information set, by the beliefs there",
            fault: worst.map(|prospect| words::prospect(self, &prospect)),
            detail: format!("information sets checked: {}", self.tree.infosets().len()),
        });
        Ok(findings)
    }

    /// What a concept asks of beliefs.
    pub fn belief_findings(&self, concept: Concept) -> Result<Vec<Finding>, Error> {
        let Assessment { tree, profile, beliefs } = *self;
        let told = |misfit: bayes::Misfit| words::misfit(self, &misfit);
        let finding = |what: &'static str, fault: Option<String>| Finding { what, fault, detail: String::new() };
        let path = bayes::on_path(tree, profile, beliefs).map(told);
        let mut findings = vec![finding("Beliefs follow Bayes' rule where play comes", path)];
        if concept == Concept::WeakPerfectBayesian {
            return Ok(findings);
        }
        let subgames = bayes::in_subgames(tree, profile, beliefs).map(told);
        findings.push(finding("They follow it within every subgame, once it has begun", subgames));
        let moves = bayes::between_moves(tree, profile, beliefs).map(told);
        findings.push(finding("They follow it from one move of a player to the next", moves));
        if concept == Concept::Sequential {
            let surprises = surprise::surprises(tree, profile);
            let impossible = words::impossible(self, &surprises);
            let contradiction = labelling::contradiction(&surprises, &labelling::believed(beliefs))?;
            let rarity = impossible.or_else(|| words::contradiction(self, &surprises, &contradiction));
            let consistent = rarity.is_none();
            findings.push(finding("Mistakes can be rare in such a way that just the nodes believed are left", rarity));
            if consistent {
                let odds = strengths::odds_fault(&surprises, tree.infoset_ids().map(|id| (id, beliefs.at(id))));
                let odds = odds.map(|fault| words::odds(self, &fault));
                findings.push(finding("Their odds can be such that Bayes' rule gives the beliefs in the limit", odds));
            }
        }
        Ok(findings)
    }

    /// The prospect with the largest gain, if any has one.
    fn worst_prospect(&self) -> Result<Option<Prospect>, Error> {
        let values = self.tree.continuation_values(self.profile)?;
        let prospects = self.tree.infoset_ids();
        let prospects = prospects.map(|id| prospect(self.tree, self.profile, &values, id, self.beliefs.at(id)));
        Ok(prospects.filter(|prospect| prospect.gain().is_positive()).max_by_key(Prospect::gain))
    }
}
