//! What follows a move where everything is known: backward induction without ties.

use crate::game::{ExtensiveForm, NodeId, NodeKind};
use crate::number::Rational;

/// What play is worth from a node on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fold {
    /// Everybody's payoffs: all that follows is known.
    Value(Vec<Rational>),
    /// It is not known, because of a node here or further on.
    Open(NodeId, Why),
}

/// Why it is not known what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The mover cannot tell the node from others.
    Hidden,
    /// The mover is indifferent between actions that are not the same to everybody.
    Tie,
}

/// What play is worth from each node on, by node.
pub(super) fn fold(tree: &ExtensiveForm) -> Vec<Fold> {
    let mut values = vec![Fold::Value(Vec::new()); tree.num_nodes()];
    for id in tree.node_ids().rev() {
        values[id.index()] = match tree.node(id).kind {
            NodeKind::Terminal => Fold::Value(tree.play_payoffs(id).to_vec()),
            NodeKind::Chance(chance) => {
                mixed(tree, id, &tree.chance_move(chance).probabilities, &values).unwrap_or_else(|open| open)
            }
            NodeKind::Decision(infoset) if tree.infoset(infoset).nodes.len() > 1 => Fold::Open(id, Why::Hidden),
            NodeKind::Decision(infoset) => {
                best(tree, id, tree.infoset(infoset).player.index(), &values).unwrap_or_else(|open| open)
            }
        };
    }
    values
}

/// The payoffs of a node whose branches are taken with given probabilities.
fn mixed(tree: &ExtensiveForm, id: NodeId, weights: &[Rational], values: &[Fold]) -> Result<Fold, Fold> {
    let mut sums = vec![Rational::ZERO; tree.num_players()];
    for (child, weight) in tree.node(id).children.iter().zip(weights).filter(|(_, weight)| !weight.is_zero()) {
        let payoffs = values[child.index()].value()?;
        sums.iter_mut().zip(payoffs).for_each(|(sum, payoff)| *sum += weight * payoff);
    }
    Ok(Fold::Value(sums))
}

/// The payoffs of a node whose mover takes the best action.
fn best(tree: &ExtensiveForm, id: NodeId, mover: usize, values: &[Fold]) -> Result<Fold, Fold> {
    let branches = tree.node(id).children.iter().map(|child| values[child.index()].value());
    let branches = branches.collect::<Result<Vec<_>, _>>()?;
    let Some(top) = branches.iter().map(|payoffs| &payoffs[mover]).max() else { return Err(Fold::Open(id, Why::Tie)) };
    let mut tops = branches.iter().filter(|payoffs| payoffs[mover] == *top);
    let first = tops.next().map_or(&[][..], |payoffs| payoffs);
    if tops.any(|payoffs| *payoffs != first) {
        return Err(Fold::Open(id, Why::Tie));
    }
    Ok(Fold::Value(first.to_vec()))
}

impl Fold {
    /// The payoffs, or what stands in the way.
    fn value(&self) -> Result<&[Rational], Fold> {
        match self {
            Fold::Value(payoffs) => Ok(payoffs),
            open => Err(open.clone()),
        }
    }
}
