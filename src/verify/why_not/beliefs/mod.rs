//! Which behaviour off the path no allowed belief makes a best reply.
//!
//! With the behaviour given, what a player gains at an information set is linear in the beliefs there. Alone, an
//! information set is decided by a linear program over its extreme allowed beliefs. Several that are possible each by itself
//! may still need beliefs that do not go together; [`consistent`] and [`updated`] decide that. If all needs are met, nothing
//! else is to be checked: where beliefs follow Bayes' rule from move to move, a profile is a best reply everywhere if no
//! single action is better (Hendon, Jacobsen and Sloth 1996).

mod consistent;
mod mixture;
mod needs;
mod prose;
mod tell;
mod updated;
mod ways;

use self::consistent::{Decision, Tied};
use self::needs::Needs;
pub use self::tell::{Demand, NodeRange, Unmet};
use self::updated::Updating;
use self::ways::{Way, ways};
use crate::error::Error;
use crate::game::{BehaviorProfile, Concept, ContinuationValues, ExtensiveForm, InfosetId};
use crate::number::Rational;
use crate::verify::assessment::{Surprise, surprises};

/// What there is to say of a Nash equilibrium.
pub(super) enum Finding {
    /// Some beliefs make it what the concept asks for.
    Supported,
    /// What no allowed beliefs make a best reply: each list of information sets for itself.
    Unmet(Vec<Unmet>),
    /// Each information set's needs can be met by itself; whether all can be together was not decided.
    Open,
}

/// Looks for beliefs that make a Nash equilibrium one of a concept that speaks of beliefs.
pub(super) fn find(tree: &ExtensiveForm, profile: &BehaviorProfile, concept: Concept) -> Result<Finding, Error> {
    let own = tree.require_perfect_recall(concept.name())?;
    let surprises = surprises(tree, profile);
    let subgames = tree.subgames();
    let updating = Updating { tree, profile, surprises: &surprises, subgames, own };
    let case = Case {
        tree,
        profile,
        concept,
        values: tree.continuation_values(profile)?,
        ways: surprises.iter().map(|nodes| ways(nodes)).collect(),
        updating,
    };
    case.find()
}

struct Case<'a> {
    tree: &'a ExtensiveForm,
    profile: &'a BehaviorProfile,
    concept: Concept,
    values: ContinuationValues,
    ways: Vec<Vec<Way>>,
    updating: Updating<'a>,
}

impl Case<'_> {
    fn find(&self) -> Result<Finding, Error> {
        let mut needs: Vec<Needs> = self.tree.infoset_ids().map(|id| self.needs(id)).collect::<Result<_, _>>()?;
        needs.retain(|own| !own.are_idle());
        let (mut alone, mut open) = (Vec::new(), false);
        for own in &needs {
            let hopeless = own.most_favourable().0.is_positive();
            let decision = if hopeless { Decision::No } else { self.decide(&[own])? };
            open |= decision == Decision::Open;
            if decision == Decision::No {
                alone.push(self.unmet(&[own])?);
            }
        }
        if !alone.is_empty() {
            alone.sort_by_key(|unmet| unmet.deterred.is_none());
            return Ok(Finding::Unmet(alone));
        }
        let all: Vec<&Needs> = needs.iter().collect();
        match self.decide(&all)? {
            Decision::Yes => Ok(Finding::Supported),
            Decision::Open => Ok(Finding::Open),
            Decision::No if open => Ok(Finding::Open),
            Decision::No => Ok(Finding::Unmet(vec![self.unmet(&self.fewest(all)?)?])),
        }
    }

    fn needs(&self, id: InfosetId) -> Result<Needs, Error> {
        let allowed = self.allowed(id);
        match self.concept {
            Concept::WeakPerfectBayesian => Needs::of_plans(self.tree, self.profile, &self.values, id, allowed),
            _ => Ok(Needs::of_actions(self.tree, &self.values, id, allowed)),
        }
    }

    /// The extreme beliefs that are allowed at an information set alone.
    fn allowed(&self, id: InfosetId) -> Vec<Vec<Rational>> {
        let (nodes, ways) = (self.tree.infoset(id).nodes.len(), &self.ways[id.index()]);
        let reached = ways.first().is_some_and(|way| way.mistakes.is_empty());
        match self.concept {
            Concept::PerfectBayesian => self.updating.allowed(id),
            Concept::Sequential if !ways.is_empty() => ways.iter().map(|way| way.belief(nodes)).collect(),
            _ if reached => vec![ways[0].belief(nodes)],
            _ => {
                let sure = |node: usize| (0..nodes).map(|own| Rational::from(i64::from(own == node))).collect();
                self.updating.possible(id).into_iter().map(sure).collect()
            }
        }
    }

    /// Whether allowed beliefs meet all these needs, each of which can be met by itself.
    fn decide(&self, needs: &[&Needs]) -> Result<Decision, Error> {
        match self.concept {
            Concept::Sequential => {
                let tied = |own: &&'_ Needs| self.ways[own.infoset.index()].len() > 1;
                let sets = needs.iter().filter(|own| tied(own));
                let sets: Vec<Tied> =
                    sets.map(|own| Tied { needs: own, ways: &self.ways[own.infoset.index()] }).collect();
                let surprises: &[Vec<Surprise>] = self.updating.surprises;
                if sets.is_empty() { Ok(Decision::Yes) } else { consistent::decide(surprises, &sets) }
            }
            Concept::PerfectBayesian => Ok(self.updating.decide(needs)),
            _ => Ok(Decision::Yes),
        }
    }

    /// Needs that cannot be met together, and of which none can be left out.
    fn fewest<'n>(&self, mut needs: Vec<&'n Needs>) -> Result<Vec<&'n Needs>, Error> {
        let mut position = 0;
        while position < needs.len() {
            let own = needs.remove(position);
            if self.decide(&needs)? != Decision::No {
                needs.insert(position, own);
                position += 1;
            }
        }
        Ok(needs)
    }
}
