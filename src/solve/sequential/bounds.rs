//! Quick tests of supports that are not complete yet: what payoffs may come to at each node.

use super::setting::{Setting, Support};
use crate::game::{InfosetId, NodeId, NodeKind};
use crate::number::Rational;

/// The least and the greatest payoff of a player at each node, whatever is done within given supports.
type Range = (Rational, Rational);

/// Whether some used action is worse than another at every node of its information set, whatever follows within the
/// supports: then it is no best reply by any belief.
pub(super) fn refuted(setting: &Setting, supports: &[Support], among: &[InfosetId]) -> bool {
    let tree = setting.tree;
    let mut known: Vec<Option<Vec<Option<Range>>>> = vec![None; tree.num_players()];
    among.iter().any(|&infoset| {
        let player = tree.infoset(infoset).player.index();
        let ranges = known[player].get_or_insert_with(|| vec![None; tree.num_nodes()]);
        let mut search = Ranges { setting, supports, player, ranges };
        search.beaten(infoset)
    })
}

struct Ranges<'s, 'a> {
    setting: &'s Setting<'a>,
    supports: &'s [Support],
    player: usize,
    ranges: &'s mut Vec<Option<Range>>,
}

impl Ranges<'_, '_> {
    fn beaten(&mut self, infoset: InfosetId) -> bool {
        let tree = self.setting.tree;
        let support = self.supports[infoset.index()];
        let nodes: Vec<NodeId> =
            tree.infoset(infoset).nodes.iter().copied().filter(|node| !self.setting.chance(*node).is_zero()).collect();
        let count = tree.infoset(infoset).actions.len();
        let columns: Vec<Vec<Range>> = (0..count)
            .map(|action| nodes.iter().map(|node| self.range(tree.node(*node).children[action])).collect())
            .collect();
        let worse = |own: &Vec<Range>, other: &Vec<Range>| own.iter().zip(other).all(|(own, other)| own.1 < other.0);
        (0..count)
            .filter(|action| support >> action & 1 == 1)
            .any(|action| columns.iter().any(|other| worse(&columns[action], other)))
    }

    fn range(&mut self, node: NodeId) -> Range {
        if let Some(known) = &self.ranges[node.index()] {
            return known.clone();
        }
        let tree = self.setting.tree;
        let range = match tree.node(node).kind {
            NodeKind::Terminal => {
                let payoff = tree.play_payoffs(node)[self.player].clone();
                (payoff.clone(), payoff)
            }
            NodeKind::Chance(id) => {
                let mut sum = (Rational::ZERO, Rational::ZERO);
                for (child, probability) in tree.node(node).children.iter().zip(&tree.chance_move(id).probabilities) {
                    if !probability.is_zero() {
                        let (least, most) = self.range(*child);
                        sum.0 += least * probability;
                        sum.1 += most * probability;
                    }
                }
                sum
            }
            NodeKind::Decision(infoset) => {
                let support = self.supports[infoset.index()];
                let children = &tree.node(node).children;
                let used = (0..children.len()).filter(|action| support >> action & 1 == 1);
                let ranges: Vec<Range> = used.map(|action| self.range(children[action])).collect();
                let least = ranges.iter().map(|range| &range.0).min().cloned().unwrap_or(Rational::ZERO);
                let most = ranges.iter().map(|range| &range.1).max().cloned().unwrap_or(Rational::ZERO);
                (least, most)
            }
        };
        self.ranges[node.index()] = Some(range.clone());
        range
    }
}
