//! Actions that come to the same for everybody: one combination of supports then stands for many.

use super::basis::positions;
use super::setting::{Setting, Support};
use crate::game::{ExtensiveForm, InfosetId, NodeId, NodeKind};
use crate::number::Rational;

/// Whether an information set is a single node, and what comes after each of its actions is known to be so by all who move there.
///
/// What is believed after an action then does not depend on which actions are used here.
pub(super) fn is_plain(tree: &ExtensiveForm, id: InfosetId) -> bool {
    let [node] = tree.infoset(id).nodes[..] else { return false };
    let apart = |child: &NodeId| {
        let below = *child..tree.node(*child).end;
        let within = |node: &NodeId| below.contains(node);
        (child.index()..below.end.index()).all(|place| match tree.nodes()[place].kind {
            NodeKind::Decision(later) => tree.infoset(later).nodes.iter().all(within),
            _ => true,
        })
    };
    tree.node(node).children.iter().all(apart)
}

/// Where what comes after each action is certain to pay everybody the same whatever the players mix within their supports: the supports
/// of which all others that may hold are limits. `None` where that is not certain.
///
/// Best replies are the actions that pay the mover most. Those of them that pay everybody the same are used together or not at all: which
/// of them are used makes no difference to anybody else.
pub(super) fn supports(setting: &Setting, supports: &[Support], id: InfosetId) -> Option<Vec<Support>> {
    let tree = setting.tree;
    let infoset = tree.infoset(id);
    let player = infoset.player.index();
    let children = &tree.node(infoset.nodes[0]).children;
    let values: Vec<Vec<Rational>> =
        children.iter().map(|child| certain(setting, supports, *child)).collect::<Option<_>>()?;
    let most = values.iter().map(|own| &own[player]).max()?;
    let mut classes: Vec<(&Vec<Rational>, Support)> = Vec::new();
    for (action, own) in values.iter().enumerate().filter(|(_, own)| own[player] == *most) {
        match classes.iter_mut().find(|(other, _)| *other == own) {
            Some((_, class)) => *class |= 1 << action,
            None => classes.push((own, 1 << action)),
        }
    }
    let union = |chosen: u32| positions(chosen).fold(0, |all, class| all | classes[class].1);
    let mut unions: Vec<Support> = (1..1u32 << classes.len()).map(union).collect();
    unions.sort_unstable();
    Some(unions)
}

/// What everybody gets from a node on, if that is the same for all mixtures within the supports.
fn certain(setting: &Setting, supports: &[Support], node: NodeId) -> Option<Vec<Rational>> {
    let tree = setting.tree;
    let children = &tree.node(node).children;
    match tree.node(node).kind {
        NodeKind::Terminal => Some(tree.play_payoffs(node).to_vec()),
        NodeKind::Chance(id) => {
            let mut sum = vec![Rational::ZERO; tree.num_players()];
            for (child, probability) in children.iter().zip(&tree.chance_move(id).probabilities) {
                if !probability.is_zero() {
                    let own = certain(setting, supports, *child)?;
                    sum.iter_mut().zip(&own).for_each(|(sum, payoff)| *sum += payoff * probability);
                }
            }
            Some(sum)
        }
        NodeKind::Decision(infoset) => {
            let mut used =
                positions(supports[infoset.index()]).map(|action| certain(setting, supports, children[action]));
            let first = used.next()??;
            used.all(|other| other.as_ref() == Some(&first)).then_some(first)
        }
    }
}
