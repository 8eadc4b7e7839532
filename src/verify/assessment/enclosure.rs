//! Assessments with irrational probabilities: is there an exact one within the error bound?
//!
//! The unknowns are the probabilities of actions that are used together with others, and a strength for each mistake on the way
//! to a node that is believed in. By these, everybody's weight of each node and value of each action is a polynomial, computed
//! on the tree itself. Where players mix, used actions must be worth the same: as many of the unknowns as there are such equations
//! are solved for, in interval arithmetic, and the others held where they are. If a solution is proven, then beliefs in
//! proportion to the weights are consistent with it as soon as there is a labelling, and nothing remains to be seen but that they
//! and the probabilities are within the bound, and that no unused action is worth more.

use nalgebra::{DMatrix, DVector};

use super::dual::{Dual, Value, enclose, pivots};
use super::surprise::{Mistake, Surprise, surprises};
use super::{Finding, labelling, words};
use crate::error::Error;
use crate::game::{BehaviorProfile, Beliefs, ExtensiveForm, InfosetId, NodeId, NodeKind, PlayerId};
use crate::number::{Interval, Rational};

/// A profile with beliefs, each probability of which may be off by a bound.
pub(super) struct Enclosure<'a> {
    pub tree: &'a ExtensiveForm,
    pub profile: &'a BehaviorProfile,
    pub beliefs: &'a Beliefs,
    pub bound: f64,
}

/// Two actions of an information set that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tie {
    infoset: InfosetId,
    action: usize,
    over: usize,
}

/// A difference in payoffs below this may be none.
const CLOSE: f64 = 1e-9;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unknown {
    Action(InfosetId, usize),
    Strength(Mistake),
}

/// Conditions in numbers of one kind.
struct Ground<'a, V> {
    game: &'a Enclosure<'a>,
    surprises: &'a [Vec<Surprise>],
    probabilities: Vec<Vec<V>>,
    strengths: Vec<(Mistake, V)>,
}

impl Enclosure<'_> {
    /// What is found of the claim that a sequential equilibrium is within the bound.
    pub fn findings(&self) -> Result<Vec<Finding>, Error> {
        let finding = |what, fault: Option<String>, detail| Finding { what, fault, detail };
        let surprises = surprises(self.tree, self.profile);
        let assessment = super::Assessment { tree: self.tree, profile: self.profile, beliefs: self.beliefs };
        let believed = labelling::believed(self.beliefs);
        let contradiction = labelling::contradiction(&surprises, &believed)?;
        let rarity = words::impossible(&assessment, &surprises)
            .or_else(|| words::contradiction(&assessment, &surprises, &contradiction));
        let failed = rarity.is_some();
        let mut findings = vec![finding(
            "Mistakes can be rare in such a way that just the nodes believed are left",
            rarity,
            String::new(),
        )];
        if failed {
            return Ok(findings);
        }
        let what = "Near it is an exact profile with beliefs by Bayes' rule in the limit, where used actions are worth the same";
        let Some((exact, ties)) = self.enclose(&surprises) else {
            let fault = "none could be proven in interval arithmetic".to_owned();
            findings.push(finding(what, Some(fault), String::new()));
            return Ok(findings);
        };
        findings.push(finding(what, None, "proven in interval arithmetic".to_owned()));
        let (off, positive) = exact.distance();
        let fault = match positive {
            false => Some("a probability may be 0".to_owned()),
            true => (off > self.bound).then(|| format!("the error may be {off:.1e}")),
        };
        findings.push(finding(
            "All probabilities and beliefs are within the error bound",
            fault,
            format!("at most {off:.1e}"),
        ));
        let open = self.temptations().into_iter().filter(|tie| !ties.contains(tie));
        let fault = open.into_iter().find_map(|tie| exact.fault(&tie));
        let detail = format!("information sets checked: {}", self.tree.infosets().len());
        findings.push(finding("Nobody gains at any information set, by the beliefs there", fault, detail));
        Ok(findings)
    }

    /// Everything in intervals around a solution that is proven, and the ties that are exact there.
    fn enclose<'a>(&'a self, surprises: &'a [Vec<Surprise>]) -> Option<(Ground<'a, Dual>, Vec<Tie>)> {
        let (unknowns, start) = self.start(surprises)?;
        let all: Vec<usize> = (0..unknowns.len()).collect();
        let points: Vec<Interval> = start.iter().map(|x| Interval::point(*x)).collect();
        let here = self.ground(surprises, &unknowns, &start, &all, &points);
        let slopes = |tie: &Tie| -> Vec<f64> {
            let gain = here.gain(tie);
            all.iter().map(|&place| gain.slope(place).middle()).collect()
        };
        let mut ties = self.ties();
        let mut rows: Vec<Vec<f64>> = ties.iter().map(slopes).collect();
        pivots(rows.clone())?;
        // Where an unused action is worth just as much, as at the end of a set of beliefs, that is a condition as well.
        for tie in self.temptations().into_iter().filter(|tie| here.gain(tie).value.middle().abs() <= CLOSE) {
            rows.push(slopes(&tie));
            match pivots(rows.clone()) {
                Some(_) => ties.push(tie),
                None => drop(rows.pop()),
            }
        }
        let free = pivots(rows)?;
        let system = |values: &[Interval]| {
            let ground = self.ground(surprises, &unknowns, &start, &free, values);
            ties.iter().map(|tie| ground.gain(tie)).collect()
        };
        let near: Vec<f64> = free.iter().map(|&place| start[place]).collect();
        let solution = if free.is_empty() { Vec::new() } else { enclose(&near, &system)? };
        Some((self.ground(surprises, &unknowns, &start, &free, &solution), ties))
    }

    /// For each information set, every other action that is used against the first that is.
    fn ties(&self) -> Vec<Tie> {
        self.pairs(true)
    }

    /// For each information set, every action that is not used against the first that is.
    fn temptations(&self) -> Vec<Tie> {
        self.pairs(false)
    }

    fn pairs(&self, used: bool) -> Vec<Tie> {
        let of = |infoset: InfosetId| {
            let row = self.profile.at(infoset);
            let over = row.iter().position(|probability| !probability.is_zero()).unwrap_or(0);
            let others = (0..row.len()).filter(move |&action| action != over && row[action].is_zero() != used);
            others.map(move |action| Tie { infoset, action, over })
        };
        self.tree.infoset_ids().flat_map(of).collect()
    }

    /// The unknowns, and where they are: strengths that give the beliefs as nearly as can be.
    fn start(&self, surprises: &[Vec<Surprise>]) -> Option<(Vec<Unknown>, Vec<f64>)> {
        let (mut unknowns, mut start) = (Vec::new(), Vec::new());
        for id in self.tree.infoset_ids() {
            let row = self.profile.at(id);
            let used: Vec<usize> = (0..row.len()).filter(|&action| !row[action].is_zero()).collect();
            for &action in &used[1..] {
                unknowns.push(Unknown::Action(id, action));
                start.push(row[action].to_f64());
            }
        }
        let mut mistakes: Vec<Mistake> = Vec::new();
        let mut rows: Vec<(Vec<(Mistake, i64)>, f64)> = Vec::new();
        for id in self.tree.infoset_ids() {
            let (nodes, beliefs) = (&surprises[id.index()], self.beliefs.at(id));
            let mut believed = (0..nodes.len()).filter(|&node| beliefs[node].is_positive());
            let first = believed.next()?;
            for other in believed {
                let odds = |node: usize| (beliefs[node].to_f64() / nodes[node].rest.to_f64()).ln();
                let difference = nodes[other].against(&nodes[first]);
                mistakes.extend(difference.iter().map(|(mistake, _)| *mistake));
                rows.push((difference, odds(other) - odds(first)));
            }
        }
        mistakes.sort_unstable();
        mistakes.dedup();
        let place = |mistake: &Mistake| mistakes.binary_search(mistake).unwrap_or(0);
        let mut left = DMatrix::<f64>::zeros(rows.len(), mistakes.len());
        for (row, (difference, _)) in rows.iter().enumerate() {
            difference.iter().for_each(|(mistake, sign)| left[(row, place(mistake))] = *sign as f64);
        }
        let right = DVector::from_iterator(rows.len(), rows.iter().map(|(_, odds)| *odds));
        let logarithms = match mistakes.is_empty() {
            true => Vec::new(),
            false => left.svd(true, true).solve(&right, 1e-12).ok()?.iter().copied().collect(),
        };
        unknowns.extend(mistakes.iter().map(|mistake| Unknown::Strength(*mistake)));
        start.extend(logarithms.into_iter().map(f64::exp));
        start.iter().all(|x| x.is_finite()).then_some((unknowns, start))
    }

    /// The conditions where some of the unknowns, the `free` ones, have given ranges, and the others stay where they are.
    fn ground<'a>(
        &'a self,
        surprises: &'a [Vec<Surprise>],
        unknowns: &[Unknown],
        start: &[f64],
        free: &[usize],
        ranges: &[Interval],
    ) -> Ground<'a, Dual> {
        let value = |unknown: Unknown| -> Option<Dual> {
            let place = unknowns.iter().position(|own| *own == unknown)?;
            match free.iter().position(|own| *own == place) {
                Some(number) => Some(Dual::unknown(ranges[number], number, free.len())),
                None => match unknown {
                    Unknown::Action(id, action) => Some(Dual::known(&self.profile.at(id)[action])),
                    Unknown::Strength(_) => Some(Dual { value: Interval::point(start[place]), slopes: Vec::new() }),
                },
            }
        };
        let strength = |unknown: &Unknown| match unknown {
            Unknown::Strength(mistake) => Some((*mistake, value(*unknown)?)),
            Unknown::Action(..) => None,
        };
        let row = |id: InfosetId| {
            let row = self.profile.at(id);
            let mut values: Vec<Dual> = (0..row.len())
                .map(|action| value(Unknown::Action(id, action)).unwrap_or_else(|| Dual::known(&Rational::ZERO)))
                .collect();
            if let Some(first) = row.iter().position(|probability| !probability.is_zero()) {
                let one = Dual::known(&Rational::ONE);
                values[first] =
                    values.iter().filter(|own| own.value != Interval::ZERO).fold(one, |rest, own| rest.minus(own));
            }
            values
        };
        Ground {
            game: self,
            surprises,
            probabilities: self.tree.infoset_ids().map(row).collect(),
            strengths: unknowns.iter().filter_map(strength).collect(),
        }
    }

    /// The conditions at the profile as it is stated, for those that depend on no unknown that is solved for.
    fn exact<'a>(&'a self, surprises: &'a [Vec<Surprise>], strengths: &[(Mistake, Dual)]) -> Ground<'a, Rational> {
        let exact =
            |(mistake, own): &(Mistake, Dual)| (*mistake, Rational::from_f64_exact(own.value.lo).unwrap_or_default());
        Ground {
            game: self,
            surprises,
            probabilities: self.profile.0.clone(),
            strengths: strengths.iter().map(exact).collect(),
        }
    }
}

impl<V: Value> Ground<'_, V> {
    /// How probable each node that is believed is at its information set, by a common factor.
    fn weights(&self, id: InfosetId) -> Vec<(usize, V)> {
        let (tree, beliefs) = (self.game.tree, self.game.beliefs.at(id));
        let nodes = tree.infoset(id).nodes.iter().enumerate().filter(|(place, _)| !beliefs[*place].is_zero());
        // Mistakes on every way say nothing.
        let surprises = &self.surprises[id.index()];
        let believed: Vec<usize> = (0..beliefs.len()).filter(|&place| !beliefs[place].is_zero()).collect();
        let common = |mistake: &Mistake| believed.iter().all(|&place| surprises[place].mistakes.contains(mistake));
        let weight = |(place, node): (usize, &NodeId)| {
            let mut weight = V::known(&Rational::ONE);
            for (before, action) in tree.steps(*node) {
                match tree.node(before).kind {
                    NodeKind::Chance(chance) => {
                        weight = weight.times(&V::known(&tree.chance_move(chance).probabilities[action]));
                    }
                    NodeKind::Decision(own) if surprises[place].mistakes.contains(&(own, action)) => {
                        if let Some((_, strength)) =
                            self.strengths.iter().find(|(mistake, _)| *mistake == (own, action))
                            && !common(&(own, action))
                        {
                            weight = weight.times(strength);
                        }
                    }
                    NodeKind::Decision(own) => weight = weight.times(&self.probabilities[own.index()][action]),
                    NodeKind::Terminal => {}
                }
            }
            (place, weight)
        };
        nodes.map(weight).collect()
    }

    /// A player's expected payoff from a node on.
    fn value(&self, node: NodeId, player: PlayerId) -> V {
        let tree = self.game.tree;
        let mut open = vec![(node, V::known(&Rational::ONE))];
        let mut sum = V::known(&Rational::ZERO);
        while let Some((at, weight)) = open.pop() {
            let children = tree.node(at).children.iter().enumerate();
            match tree.node(at).kind {
                NodeKind::Terminal => {
                    sum = sum.plus(&weight.times(&V::known(&tree.play_payoffs(at)[player.index()])));
                }
                NodeKind::Chance(chance) => {
                    let probabilities = &tree.chance_move(chance).probabilities;
                    let possible = children.filter(|(event, _)| !probabilities[*event].is_zero());
                    open.extend(
                        possible.map(|(event, child)| (*child, weight.times(&V::known(&probabilities[event])))),
                    );
                }
                NodeKind::Decision(id) => {
                    let used = children.filter(|(action, _)| !self.game.profile.at(id)[*action].is_zero());
                    open.extend(
                        used.map(|(action, child)| (*child, weight.times(&self.probabilities[id.index()][action]))),
                    );
                }
            }
        }
        sum
    }

    /// What an action is worth more than the other at an information set.
    fn gain(&self, tie: &Tie) -> V {
        let (tree, infoset) = (self.game.tree, self.game.tree.infoset(tie.infoset));
        self.weights(tie.infoset).into_iter().fold(V::known(&Rational::ZERO), |sum, (place, weight)| {
            let children = &tree.node(infoset.nodes[place]).children;
            let [own, other] = [tie.action, tie.over].map(|action| self.value(children[action], infoset.player));
            sum.plus(&weight.times(&own.minus(&other)))
        })
    }
}

impl Ground<'_, Dual> {
    /// The most that a probability or belief may be off, and whether all that are used are above 0.
    fn distance(&self) -> (f64, bool) {
        let off = |stated: &Rational, own: Interval| {
            let off = Interval::around(stated) - own;
            off.lo.abs().max(off.hi.abs())
        };
        let mut most: f64 = 0.0;
        let mut positive = self.strengths.iter().all(|(_, strength)| strength.value.lo > 0.0);
        for id in self.game.tree.infoset_ids() {
            for (stated, own) in self.game.profile.at(id).iter().zip(&self.probabilities[id.index()]) {
                most = most.max(off(stated, own.value));
                positive &= stated.is_zero() || own.value.lo > 0.0;
            }
            let weights = self.weights(id);
            let total = weights.iter().fold(Interval::ZERO, |sum, (_, weight)| sum + weight.value);
            positive &= total.lo > 0.0;
            if weights.len() > 1 && total.lo > 0.0 {
                for (place, weight) in &weights {
                    let share =
                        Interval::new((weight.value.lo / total.hi).next_down(), (weight.value.hi / total.lo).next_up());
                    most = most.max(off(&self.game.beliefs.at(id)[*place], share));
                }
            }
        }
        (most, positive)
    }

    /// An unused action that may be worth more, in words.
    fn fault(&self, tie: &Tie) -> Option<String> {
        let gain = self.gain(tie);
        let most = match gain.slopes.iter().all(|slope| *slope == Interval::ZERO) {
            _ if gain.value.hi <= 0.0 => return None,
            true => {
                let exact = self.game.exact(self.surprises, &self.strengths).gain(tie);
                exact.is_positive().then(|| exact.to_f64())?
            }
            false => gain.value.hi,
        };
        let (mover, actions) =
            (words::mover(self.game.tree, tie.infoset), &self.game.tree.infoset(tie.infoset).actions);
        Some(format!("{mover} may gain up to {most:.1e} by {}", actions.key(tie.action)))
    }
}
