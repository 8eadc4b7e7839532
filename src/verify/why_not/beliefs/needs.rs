//! [`Needs`]: what the behaviour at an information set needs of the beliefs there.

use super::mixture::most_favourable;
use crate::error::Error;
use crate::game::{BehaviorProfile, ContinuationValues, ExtensiveForm, InfosetId, NodeId};
use crate::number::Rational;
use crate::verify::assessment::prospect;
use crate::verify::why_not::deviation::changed;

/// What other actions or plans at an information set bring more than the behaviour there, node by node. The behaviour is
/// a best reply by the beliefs under which none of them brings more on average.
#[derive(Debug, Clone)]
pub(super) struct Needs {
    pub infoset: InfosetId,
    /// What each alternative does at the information set, and then at later ones.
    pub plans: Vec<Vec<(InfosetId, usize)>>,
    /// For each alternative, its gain at each node.
    pub rows: Vec<Vec<Rational>>,
    /// The extreme ones of the beliefs that are allowed at the information set, if it were alone.
    pub allowed: Vec<Vec<Rational>>,
}

impl Needs {
    /// Alternatives that change one action only. Where beliefs of a player hang together by Bayes' rule, no others are needed.
    pub fn of_actions(
        tree: &ExtensiveForm,
        values: &ContinuationValues,
        infoset: InfosetId,
        allowed: Vec<Vec<Rational>>,
    ) -> Needs {
        let (player, actions) = (tree.infoset(infoset).player, tree.infoset(infoset).actions.len());
        let gain =
            |action: usize, node: NodeId| values.of(tree.node(node).children[action], player) - values.of(node, player);
        let row = |action: usize| tree.infoset(infoset).nodes.iter().map(|node| gain(action, *node)).collect();
        let plans = (0..actions).map(|action| vec![(infoset, action)]).collect();
        Needs { infoset, plans, rows: (0..actions).map(row).collect(), allowed }
    }

    /// Alternatives that change the plan for the rest of the game, as many as are needed to tell the beliefs under which
    /// none is better from the others: the best plan by the most favourable beliefs is added until it brings no more.
    pub fn of_plans(
        tree: &ExtensiveForm,
        profile: &BehaviorProfile,
        values: &ContinuationValues,
        infoset: InfosetId,
        allowed: Vec<Vec<Rational>>,
    ) -> Result<Needs, Error> {
        let player = tree.infoset(infoset).player;
        let mut needs = Needs { infoset, plans: Vec::new(), rows: Vec::new(), allowed };
        loop {
            let (worst, belief) = needs.most_favourable();
            let found = prospect(tree, profile, values, infoset, &belief);
            if !found.gain().is_positive() || !needs.rows.is_empty() && found.gain() <= worst {
                return Ok(needs);
            }
            let plan: Vec<(InfosetId, usize)> = [&[(infoset, found.action)], &found.later[..]].concat();
            let after = tree.continuation_values(&changed(tree, profile, &plan))?;
            let gain = |node: &NodeId| after.of(*node, player) - values.of(*node, player);
            needs.plans.push(plan);
            needs.rows.push(tree.infoset(infoset).nodes.iter().map(gain).collect());
        }
    }

    /// The gains at the extreme beliefs.
    pub fn at_allowed(&self) -> Vec<Vec<Rational>> {
        let at = |row: &Vec<Rational>, belief: &Vec<Rational>| row.iter().zip(belief).map(|(a, b)| a * b).sum();
        self.rows.iter().map(|row| self.allowed.iter().map(|belief| at(row, belief)).collect()).collect()
    }

    /// The largest gain by the allowed beliefs that leave least to gain, and these beliefs.
    pub fn most_favourable(&self) -> (Rational, Vec<Rational>) {
        let (worst, mixture) = most_favourable(&self.at_allowed(), self.allowed.len());
        let mut belief = vec![Rational::ZERO; self.allowed.first().map_or(0, Vec::len)];
        for (extreme, weight) in self.allowed.iter().zip(&mixture) {
            belief.iter_mut().zip(extreme).for_each(|(sum, x)| *sum += weight * x);
        }
        (worst, belief)
    }

    /// Whether the behaviour is a best reply by all allowed beliefs.
    pub fn are_idle(&self) -> bool {
        self.at_allowed().iter().flatten().all(|gain| !gain.is_positive())
    }
}
