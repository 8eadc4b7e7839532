//! What must hold for best replies everywhere, as forms.

use super::basis::{Basis, Rule, positions};
use super::form::Form;
use super::setting::{Setting, Support};
use crate::game::{InfosetId, NodeId, NodeKind, PlayerId};
use crate::number::Rational;

/// A form that must be 0, or must not be above 0.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) equation: bool,
    pub(super) form: Form,
}

/// What a player would do at own information sets.
pub(super) type Plan = [(InfosetId, usize)];

/// The most products in all forms together.
const MAX_TERMS: usize = 1 << 20;

/// Expected payoffs at each node as forms, where they are needed.
pub(super) struct Values<'s, 'a> {
    pub(super) setting: &'s Setting<'a>,
    pub(super) supports: &'s [Support],
    pub(super) basis: &'s Basis,
    terms: usize,
}

impl<'s, 'a> Values<'s, 'a> {
    pub(super) fn new(setting: &'s Setting<'a>, supports: &'s [Support], basis: &'s Basis) -> Self {
        Values { setting, supports, basis, terms: 0 }
    }

    /// Adds a player's expected payoff from a node on, times a form, to another form; false if it grows too large. Where
    /// the player has a plan, it is followed.
    pub(super) fn add(&mut self, sum: &mut Form, node: NodeId, player: PlayerId, weight: &Form, plan: &Plan) -> bool {
        let tree = self.setting.tree;
        match tree.node(node).kind {
            NodeKind::Terminal => sum.add_product(weight, &tree.play_payoffs(node)[player.index()], &[]),
            NodeKind::Chance(id) => {
                for (child, probability) in tree.node(node).children.iter().zip(&tree.chance_move(id).probabilities) {
                    if !probability.is_zero() {
                        let mut next = Form::default();
                        next.add_product(weight, probability, &[]);
                        if !self.add(sum, *child, player, &next, plan) {
                            return false;
                        }
                    }
                }
            }
            NodeKind::Decision(infoset) if let Some((_, position)) = plan.iter().find(|(own, _)| *own == infoset) => {
                return self.add(sum, tree.node(node).children[*position], player, weight, plan);
            }
            NodeKind::Decision(infoset) => {
                for position in positions(self.supports[infoset.index()]) {
                    let variable = self.basis.variable(self.setting.action(infoset, position));
                    let child = tree.node(node).children[position];
                    let fine = match variable {
                        None => self.add(sum, child, player, weight, plan),
                        Some(variable) => {
                            let mut next = Form::default();
                            next.add_product(weight, &Rational::ONE, &[variable]);
                            self.add(sum, child, player, &next, plan)
                        }
                    };
                    if !fine {
                        return false;
                    }
                }
            }
        }
        self.terms += weight.len();
        self.terms < MAX_TERMS
    }

    /// What each other action brings more than the first that is used, at an information set; `None` if it is too much.
    pub(super) fn at(&mut self, infoset: InfosetId) -> Option<Vec<Condition>> {
        let tree = self.setting.tree;
        let support = self.supports[infoset.index()];
        let (player, nodes) = (tree.infoset(infoset).player, &tree.infoset(infoset).nodes);
        let weights = &self.basis.weights[infoset.index()];
        let mut brings = Vec::new();
        for position in 0..tree.infoset(infoset).actions.len() {
            let mut sum = Form::default();
            for (node, weight) in weights {
                if !self.add(&mut sum, tree.node(nodes[*node]).children[position], player, weight, &[]) {
                    return None;
                }
            }
            brings.push(sum);
        }
        let first = support.trailing_zeros() as usize;
        let gain = |position: usize| {
            let mut gain = brings[position].clone();
            gain.add_product(&brings[first], &-Rational::ONE, &[]);
            self.condition(support >> position & 1 == 1, gain)
        };
        Some((0..brings.len()).filter(|&position| position != first).map(gain).collect())
    }

    /// A condition, divided by the probabilities above 0 that stand in every product.
    pub(super) fn condition(&self, equation: bool, form: Form) -> Condition {
        let actions = self.basis.actions;
        Condition { equation, form: form.without_common(|variable| variable < actions) }
    }
}

/// Every condition of best replies; `None` if they are too long.
pub(super) fn conditions(setting: &Setting, supports: &[Support], basis: &Basis, rule: Rule) -> Option<Vec<Condition>> {
    let mut values = Values::new(setting, supports, basis);
    let mut all = Vec::new();
    for infoset in setting.tree.infoset_ids() {
        all.extend(values.at(infoset)?);
        if rule == Rule::Free {
            all.extend(super::plans::conditions(&mut values, infoset)?);
        }
    }
    all.retain(|condition| !condition.form.is_zero());
    Some(all)
}
