//! Bayes' rule: on the path, in subgames, and between the moves of one player.

use std::collections::BTreeMap;

use crate::game::{BehaviorProfile, Beliefs, ExtensiveForm, InfosetId, NodeId, NodeKind, Subgames};
use crate::number::Rational;

/// Beliefs that are not what Bayes' rule makes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Misfit {
    pub infoset: InfosetId,
    /// What Bayes' rule gives instead, node by node.
    pub bayes: Vec<Rational>,
    /// From where on play would come: the start, the root of a subgame, or an earlier move of the same player.
    pub from: From,
}

/// From where Bayes' rule starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum From {
    Start,
    Subgame(NodeId),
    OwnMove(InfosetId),
}

/// The first information set on the path whose beliefs are not those of Bayes' rule.
pub(super) fn on_path(tree: &ExtensiveForm, profile: &BehaviorProfile, beliefs: &Beliefs) -> Option<Misfit> {
    let reach = tree.reach_probabilities(profile).ok()?;
    tree.infoset_ids().find_map(|id| compare(tree, beliefs, id, |node| &reach[node.index()], From::Start))
}

/// The first information set whose beliefs are not those of Bayes' rule within the smallest subgame around it.
///
/// If play comes to a set from the root of a larger subgame, it also comes to the smaller one, and the odds are the same:
/// so the smallest says all.
pub(super) fn in_subgames(tree: &ExtensiveForm, profile: &BehaviorProfile, beliefs: &Beliefs) -> Option<Misfit> {
    let subgames = tree.subgames();
    let reach = within_subgames(tree, profile, &subgames);
    tree.infoset_ids().find_map(|id| {
        let root = subgames.root(subgames.innermost_of_infoset(tree, id));
        let from = if root == tree.root() { From::Start } else { From::Subgame(root) };
        compare(tree, beliefs, id, |node| &reach[node.index()], from)
    })
}

/// The probability with which play comes to each node from the root of the smallest subgame around it.
fn within_subgames(tree: &ExtensiveForm, profile: &BehaviorProfile, subgames: &Subgames) -> Vec<Rational> {
    let mut reach: Vec<Rational> = Vec::with_capacity(tree.num_nodes());
    for id in tree.node_ids() {
        reach.push(match tree.node(id).parent {
            Some((parent, action)) if subgames.starting_at(id).is_none() => {
                &reach[parent.index()] * tree.step_probability(profile, parent, action)
            }
            _ => Rational::ONE,
        });
    }
    reach
}

fn compare<'a>(
    tree: &ExtensiveForm,
    beliefs: &Beliefs,
    id: InfosetId,
    weight: impl Fn(NodeId) -> &'a Rational,
    from: From,
) -> Option<Misfit> {
    let weights: Vec<&Rational> = tree.infoset(id).nodes.iter().map(|node| weight(*node)).collect();
    let total: Rational = weights.iter().copied().sum();
    if !total.is_positive() {
        return None;
    }
    let bayes: Vec<Rational> = weights.into_iter().map(|weight| weight / &total).collect();
    (bayes != beliefs.at(id)).then_some(Misfit { infoset: id, bayes, from })
}

/// The first information set whose beliefs are not those of the same player's move before, carried on by Bayes' rule.
///
/// Only consecutive moves are compared: what holds for each step holds for any number of them.
pub(super) fn between_moves(tree: &ExtensiveForm, profile: &BehaviorProfile, beliefs: &Beliefs) -> Option<Misfit> {
    tree.infoset_ids().find_map(|id| {
        let next = next_moves(tree, profile, beliefs, id);
        next.into_iter().find_map(|(later, weights)| {
            let nodes = &tree.infoset(later).nodes;
            let of = |node: NodeId| nodes.binary_search(&node).map_or(&Rational::ZERO, |place| &weights[place]);
            compare(tree, beliefs, later, of, From::OwnMove(id))
        })
    })
}

/// The same player's next information sets that play reaches from one by some own action there, with the weight of each of
/// their nodes.
fn next_moves(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    beliefs: &Beliefs,
    id: InfosetId,
) -> BTreeMap<InfosetId, Vec<Rational>> {
    let player = tree.infoset(id).player;
    let mut found: BTreeMap<InfosetId, Vec<Rational>> = BTreeMap::new();
    let starts = tree.infoset(id).nodes.iter().zip(beliefs.at(id));
    let mut open: Vec<(NodeId, Rational)> = Vec::new();
    for (start, weight) in starts.filter(|(_, weight)| weight.is_positive()) {
        // The own action is taken for granted: it tells the player nothing about where play stands.
        open.extend(tree.node(*start).children.iter().map(|child| (*child, weight.clone())));
    }
    while let Some((node, weight)) = open.pop() {
        match tree.node(node).kind {
            NodeKind::Decision(later) if tree.infoset(later).player == player => {
                let nodes = &tree.infoset(later).nodes;
                let row = found.entry(later).or_insert_with(|| vec![Rational::ZERO; nodes.len()]);
                if let Ok(place) = nodes.binary_search(&node) {
                    row[place] += &weight;
                }
            }
            _ => extend(tree, profile, node, &weight, &mut open),
        }
    }
    found
}

fn extend(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    node: NodeId,
    weight: &Rational,
    open: &mut Vec<(NodeId, Rational)>,
) {
    for (action, child) in tree.node(node).children.iter().enumerate() {
        let probability = tree.step_probability(profile, node, action);
        if probability.is_positive() {
            open.push((*child, weight * probability));
        }
    }
}
