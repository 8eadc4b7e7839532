//! What all searches do with an equilibrium in closed form: compare, drop what always holds, keep it where it exists.

use super::{Found, ParametricEquilibrium, Requirement};
use crate::number::{Polynomial, RationalFunction, factors};
use crate::study::region::{Answer, Constraint, Domain, Sense};

/// A comparison of what is done with what could be done.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    pub player: usize,
    /// The information set, on a tree.
    pub place: String,
    pub chosen: String,
    /// Empty where a probability must not be negative.
    pub alternative: String,
    pub better: RationalFunction,
    pub worse: RationalFunction,
    /// By how much the former is better, perhaps times something that is above 0.
    pub difference: RationalFunction,
}

/// What a comparison says over a domain.
pub(super) enum Judged {
    /// It holds everywhere.
    Always,
    /// It holds nowhere.
    Never,
    /// It must hold.
    Where(Box<Requirement>),
}

impl Comparison {
    pub fn judge(self, domain: &Domain) -> Judged {
        let constraint = domain.compare(&self.difference, Sense::NonNegative);
        let Comparison { player, place, chosen, alternative, better, worse, .. } = self;
        match constraint.as_constant() {
            Some(true) => Judged::Always,
            Some(false) => Judged::Never,
            None => Judged::Where(Box::new(Requirement {
                player,
                place,
                chosen,
                alternative,
                better,
                worse,
                constraint,
                needed: true,
            })),
        }
    }

    /// That a probability is not negative.
    pub fn of_probability(player: usize, place: &str, chosen: &str, probability: &RationalFunction) -> Comparison {
        Comparison {
            player,
            place: place.to_owned(),
            chosen: chosen.to_owned(),
            alternative: String::new(),
            better: probability.clone(),
            worse: RationalFunction::zero(),
            difference: probability.clone(),
        }
    }
}

/// What must hold, each condition once for each player and place, the first time as needed; `None` where something holds
/// nowhere.
pub(super) fn requirements(comparisons: &[Comparison], domain: &Domain) -> Option<Vec<Requirement>> {
    let mut list: Vec<Requirement> = Vec::new();
    for comparison in comparisons {
        match comparison.clone().judge(domain) {
            Judged::Never => return None,
            Judged::Always => {}
            Judged::Where(new) => {
                let same = || list.iter().filter(|known| known.constraint == new.constraint);
                let needed = same().next().is_none();
                if !same().any(|known| known.player == new.player && known.place == new.place) {
                    list.push(Requirement { needed, ..*new });
                }
            }
        }
    }
    Some(list)
}

/// A profile that may be an equilibrium.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub profile: Vec<Vec<RationalFunction>>,
    pub beliefs: Vec<Vec<RationalFunction>>,
    pub payoffs: Vec<RationalFunction>,
    pub comparisons: Vec<Comparison>,
}

impl Found {
    /// Keeps a candidate where it is an equilibrium, once for each sign that its denominators can have.
    pub(super) fn keep(&mut self, candidate: &Candidate, domain: &Domain) {
        for signs in candidate.denominator_cases(domain) {
            let Some(case) = domain.within(&signs) else { continue };
            let Some(mut requirements) = requirements(&candidate.comparisons, &case) else { continue };
            let plain = |constraint: &Constraint| Requirement {
                player: 0,
                place: String::new(),
                chosen: String::new(),
                alternative: String::new(),
                better: constraint.polynomial().clone().into(),
                worse: RationalFunction::zero(),
                constraint: constraint.clone(),
                needed: true,
            };
            requirements.extend(signs.iter().map(plain));
            let strict: Vec<Constraint> =
                requirements.iter().filter(|r| r.needed).map(|r| r.constraint.with_sense(Sense::Positive)).collect();
            let sample = match domain.decide(&strict) {
                Answer::Empty => continue,
                Answer::Point(point) => Some(point),
                Answer::Irrational => None,
                Answer::Open => {
                    self.open += 1;
                    None
                }
            };
            let Candidate { profile, beliefs, payoffs, .. } = candidate.clone();
            self.equilibria.push(ParametricEquilibrium { profile, beliefs, payoffs, requirements });
            self.samples.push(sample);
        }
    }
}

impl Candidate {
    /// Every combination of signs of the factors of denominators whose sign is open.
    fn denominator_cases(&self, domain: &Domain) -> Vec<Vec<Constraint>> {
        let mut open: Vec<Polynomial> = Vec::new();
        let functions = self.profile.iter().chain(&self.beliefs).flatten();
        for (factor, _) in functions.flat_map(|function| factors(function.denominator())) {
            if domain.sign(&factor).is_none() && !open.contains(&factor) {
                open.push(factor);
            }
        }
        let mut cases = vec![Vec::new()];
        for factor in &open {
            let sides = [factor.clone(), -factor].map(|side| Constraint::new(&side, Sense::Positive));
            let with = |case: &Vec<Constraint>| sides.clone().map(|side| [&case[..], &[side]].concat());
            cases = cases.iter().flat_map(with).collect();
        }
        cases
    }
}
