//! Sequential rationality: at each information set, no plan for the rest of the game does better by the beliefs there.

use std::collections::HashMap;

use crate::game::{BehaviorProfile, ContinuationValues, ExtensiveForm, InfosetId, NodeId, NodeKind};
use crate::number::Rational;

/// What a player expects at an information set, and could expect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Prospect {
    pub infoset: InfosetId,
    /// The expected payoff of the profile, by the beliefs there.
    pub value: Rational,
    /// The expected payoff of the best plan for this and all later moves of the player.
    pub best: Rational,
    /// What that plan does here.
    pub action: usize,
    /// What that plan does at the later moves to which play may come.
    pub later: Vec<(InfosetId, usize)>,
}

impl Prospect {
    pub fn gain(&self) -> Rational {
        &self.best - &self.value
    }
}

/// A node behind an information set: how play comes there by the beliefs and the others' behaviour.
struct Behind {
    node: NodeId,
    weight: Rational,
    /// The player's last own move before, from the information set on.
    last: Option<(InfosetId, usize)>,
}

/// The prospect at an information set of a game with perfect recall.
pub(in crate::verify) fn prospect(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    values: &ContinuationValues,
    infoset: InfosetId,
    beliefs: &[Rational],
) -> Prospect {
    let player = tree.infoset(infoset).player;
    let behind = nodes_behind(tree, profile, infoset, beliefs);
    let mut first: HashMap<InfosetId, usize> = HashMap::new();
    for (position, part) in behind.iter().enumerate() {
        if let Some(own) = own_infoset(tree, part.node, infoset) {
            first.entry(own).or_insert(position);
        }
    }
    let mut credit: HashMap<InfosetId, Vec<Rational>> = HashMap::new();
    let mut plan: HashMap<InfosetId, usize> = HashMap::new();
    let mut best = Rational::ZERO;
    for (position, part) in behind.iter().enumerate().rev() {
        let amount = match own_infoset(tree, part.node, infoset) {
            Some(own) if first[&own] == position => {
                let (action, amount) = best_action(profile, own, &credit[&own]);
                plan.insert(own, action);
                amount
            }
            None if tree.node(part.node).kind == NodeKind::Terminal => {
                &part.weight * &tree.play_payoffs(part.node)[player.index()]
            }
            _ => continue,
        };
        match part.last {
            Some((own, action)) => {
                let count = tree.infoset(own).actions.len();
                credit.entry(own).or_insert_with(|| vec![Rational::ZERO; count])[action] += &amount;
            }
            None => best += &amount,
        }
    }
    let nodes = tree.infoset(infoset).nodes.iter().zip(beliefs);
    let value = nodes.map(|(node, weight)| weight * values.of(*node, player)).sum();
    let action = plan.remove(&infoset).unwrap_or(0);
    let mut later: Vec<(InfosetId, usize)> = plan.into_iter().collect();
    later.sort_unstable();
    Prospect { infoset, value, best, action, later }
}

/// The most credit, and an action that has it; among equals, the one that the profile takes most often.
fn best_action(profile: &BehaviorProfile, own: InfosetId, credit: &[Rational]) -> (usize, Rational) {
    let row = profile.at(own);
    let better = |best: usize, action: usize| {
        if (&credit[action], &row[action]) > (&credit[best], &row[best]) { action } else { best }
    };
    let best = (1..credit.len()).fold(0, better);
    (best, credit[best].clone())
}

fn own_infoset(tree: &ExtensiveForm, node: NodeId, like: InfosetId) -> Option<InfosetId> {
    match tree.node(node).kind {
        NodeKind::Decision(own) if tree.infoset(own).player == tree.infoset(like).player => Some(own),
        _ => None,
    }
}

/// Everything behind an information set that the beliefs and the others let happen, in the order of the tree.
fn nodes_behind(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    infoset: InfosetId,
    beliefs: &[Rational],
) -> Vec<Behind> {
    let mut behind: Vec<Behind> = Vec::new();
    let starts = tree.infoset(infoset).nodes.iter().zip(beliefs);
    for (start, belief) in starts.filter(|(_, belief)| belief.is_positive()) {
        let mut open = vec![Behind { node: *start, weight: belief.clone(), last: None }];
        while let Some(part) = open.pop() {
            let own = own_infoset(tree, part.node, infoset);
            for (action, child) in tree.node(part.node).children.iter().enumerate().rev() {
                let (weight, last) = match own {
                    Some(own) => (part.weight.clone(), Some((own, action))),
                    None => (&part.weight * tree.step_probability(profile, part.node, action), part.last),
                };
                if weight.is_positive() {
                    open.push(Behind { node: *child, weight, last });
                }
            }
            behind.push(part);
        }
    }
    behind
}
