//! [`Unmet`]: needs that no beliefs meet, by names.

use serde::{Deserialize, Serialize};

use super::Case;
use super::mixture::range;
use super::needs::Needs;
use crate::error::Error;
use crate::game::{Concept, InfosetId, PlayerId};
use crate::number::Rational;
use crate::verify::regret::TreeRegrets;
use crate::verify::why_not::Deviation;
use crate::verify::why_not::deviation::{best_for, changed};
use crate::verify::words;

/// Behaviour at one or more information sets that no allowed beliefs make a best reply. If it is one, no belief does; if
/// they are several, each alone could be a best reply, but not by beliefs that go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmet {
    /// What the behaviour at each of the information sets would need.
    pub demands: Vec<Demand>,
    /// By which concept the beliefs are allowed.
    pub concept: Concept,
    /// For a single information set: another player whose behaviour on the path rests on what is done there, and what that
    /// player would do if the better action were taken. `None` where nobody's does.
    pub deterred: Option<Deviation>,
}

/// What the behaviour at an information set would need of the beliefs there, and which beliefs it may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Who moves.
    pub player: String,
    /// The information set.
    pub infoset: String,
    /// Where that is, in words: "after Attack", "at 'after invocation'".
    pub place: String,
    /// What the player does there under the profile; with probabilities where that is mixed.
    pub does: String,
    /// What is better there, by the belief that favours the profile most; the same as `does` where nothing is.
    pub instead: String,
    /// The allowed belief that favours the profile's behaviour most: the nodes that are believed in.
    pub belief: Vec<(String, Rational)>,
    /// The expected payoff of the profile there, by that belief.
    pub now: Rational,
    /// The expected payoff of what is better, by that belief.
    pub after: Rational,
    /// How probable each node must be for the behaviour to be a best reply; empty if no belief will do.
    pub needed: Vec<NodeRange>,
    /// How probable each node may be by the beliefs that are allowed.
    pub allowed: Vec<NodeRange>,
}

/// The least and the greatest probability of a node of an information set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeRange {
    /// The node's name.
    pub node: String,
    /// The least probability.
    pub low: Rational,
    /// The greatest probability.
    pub high: Rational,
}

impl Demand {
    /// What the player gains by the better action, by the belief that favours the profile most.
    pub fn gain(&self) -> Rational {
        &self.after - &self.now
    }

    /// A node whose probability must be outside of what is allowed: what is needed, and what is allowed.
    pub fn contradiction(&self) -> Option<(&NodeRange, &NodeRange)> {
        let apart =
            |(needed, allowed): &(&NodeRange, &NodeRange)| needed.low > allowed.high || needed.high < allowed.low;
        self.needed.iter().zip(&self.allowed).find(apart)
    }
}

impl Case<'_> {
    pub(super) fn unmet(&self, needs: &[&Needs]) -> Result<Unmet, Error> {
        let demands = needs.iter().map(|own| self.demand(own)).collect::<Result<_, _>>()?;
        let deterred = if let [own] = needs { self.deterred(own)? } else { None };
        Ok(Unmet { demands, concept: self.concept, deterred })
    }

    /// The alternative that brings most by the most favourable belief.
    fn alternative<'n>(&self, needs: &'n Needs) -> (&'n [(InfosetId, usize)], Rational, Vec<Rational>) {
        let (_, belief) = needs.most_favourable();
        let gain = |row: &Vec<Rational>| -> Rational { row.iter().zip(&belief).map(|(gain, x)| gain * x).sum() };
        let gains: Vec<Rational> = needs.rows.iter().map(gain).collect();
        let best = (1..gains.len()).fold(0, |best, at| if gains[at] > gains[best] { at } else { best });
        (&needs.plans[best], gains[best].clone(), belief)
    }

    fn demand(&self, needs: &Needs) -> Result<Demand, Error> {
        let (tree, infoset) = (self.tree, self.tree.infoset(needs.infoset));
        let (plan, gain, belief) = self.alternative(needs);
        let names = tree.node_names(needs.infoset);
        let values = infoset.nodes.iter().map(|node| self.values.of(*node, infoset.player));
        let now: Rational = values.zip(&belief).map(|(value, x)| value * x).sum();
        let does = words::choice(&infoset.actions, self.profile.at(needs.infoset));
        let believed = names.iter().zip(&belief).filter(|(_, x)| x.is_positive());
        Ok(Demand {
            player: tree.players().key(infoset.player.index()).to_owned(),
            infoset: infoset.key.clone(),
            place: words::infoset_place(tree, needs.infoset),
            instead: if gain.is_positive() { self.planned(plan) } else { does.clone() },
            does,
            belief: believed.map(|(name, x)| (name.clone(), x.clone())).collect(),
            after: &now + &gain,
            now,
            needed: self.needed(needs, &names),
            allowed: allowed(needs, &names),
        })
    }

    /// "Abstain", or "Abstain, then Leave after refusal" where the profile does something else there.
    fn planned(&self, plan: &[(InfosetId, usize)]) -> String {
        let key = |(id, action): &(InfosetId, usize)| self.tree.infoset(*id).actions.key(*action).to_owned();
        let departs = |(id, action): &&(InfosetId, usize)| self.profile.at(*id)[*action] != Rational::ONE;
        let later = plan[1..].iter().filter(departs);
        let told = later.map(|own| format!(", then {} {}", key(own), words::infoset_place(self.tree, own.0)));
        key(&plan[0]) + &told.collect::<String>()
    }

    /// How probable each node that chance allows must be; empty if no belief will do.
    fn needed(&self, needs: &Needs, names: &[String]) -> Vec<NodeRange> {
        let possible = self.updating.possible(needs.infoset);
        let part = |row: &Vec<Rational>| possible.iter().map(|&node| row[node].clone()).collect();
        let rows: Vec<Vec<Rational>> = needs.rows.iter().map(part).collect();
        let of = |(node, name): (usize, &String)| {
            let (low, high) = match possible.iter().position(|own| *own == node) {
                Some(column) => range(&rows, possible.len(), column)?,
                None => (Rational::ZERO, Rational::ZERO),
            };
            Some(NodeRange { node: name.clone(), low, high })
        };
        names.iter().enumerate().map(of).collect::<Option<_>>().unwrap_or_default()
    }

    /// Another player who gains from the path once the better action is taken: the one who gains most.
    fn deterred(&self, needs: &Needs) -> Result<Option<Deviation>, Error> {
        let (tree, mover) = (self.tree, self.tree.infoset(needs.infoset).player);
        let mended = changed(tree, self.profile, self.alternative(needs).0);
        let found = TreeRegrets::new(tree, &mended)?;
        let gain = |player: &PlayerId| &found.replies[player.index()].values[0] - found.values.of(tree.root(), *player);
        let others = tree.player_ids().filter(|player| *player != mover && gain(player).is_positive());
        others.max_by_key(gain).map(|player| best_for(tree, &mended, &found, 0, player)).transpose()
    }
}

fn allowed(needs: &Needs, names: &[String]) -> Vec<NodeRange> {
    let of = |(node, name): (usize, &String)| {
        let values = || needs.allowed.iter().map(|belief| &belief[node]);
        let (low, high) = (values().min().cloned(), values().max().cloned());
        NodeRange { node: name.clone(), low: low.unwrap_or_default(), high: high.unwrap_or_default() }
    };
    names.iter().enumerate().map(of).collect()
}
