//! Subgames: parts of a tree that can be played, and judged, on their own.

use super::extensive::{ExtensiveForm, NodeKind};
use super::ids::{InfosetId, NodeId};

/// The subgames of a tree, nested in each other.
///
/// # Definition
/// A node is the root of a subgame if it is a move of chance or of a player who knows exactly where the play stands,
/// and no information set has nodes both inside and outside its subtree (Selten 1965). The whole tree is the first
/// subgame. Subgames are numbered depth first, so that every subgame stands after the one around it; going backwards
/// through them meets inner ones first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subgames {
    roots: Vec<NodeId>,
    parents: Vec<Option<usize>>,
    innermost: Vec<u32>,
}

impl Subgames {
    /// The roots, depth first.
    pub fn roots(&self) -> &[NodeId] {
        &self.roots
    }

    /// How many subgames there are; at least one.
    pub fn len(&self) -> usize {
        self.roots.len()
    }

    /// Never: the whole tree is a subgame.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// The root of a subgame.
    pub fn root(&self, subgame: usize) -> NodeId {
        self.roots[subgame]
    }

    /// The smallest subgame around a subgame; `None` for the whole tree.
    pub fn parent(&self, subgame: usize) -> Option<usize> {
        self.parents[subgame]
    }

    /// The smallest subgame that contains a node.
    pub fn innermost(&self, node: NodeId) -> usize {
        self.innermost[node.index()] as usize
    }

    /// The subgame that begins at a node.
    pub fn starting_at(&self, node: NodeId) -> Option<usize> {
        let subgame = self.innermost(node);
        (self.roots[subgame] == node).then_some(subgame)
    }

    /// The smallest subgame that contains an information set.
    pub fn innermost_of_infoset(&self, game: &ExtensiveForm, infoset: InfosetId) -> usize {
        self.innermost(game.infoset(infoset).nodes[0])
    }
}

impl ExtensiveForm {
    /// The roots of all subgames, depth first, the whole tree included.
    ///
    /// # Complexity
    /// Time and memory are linear in the number of nodes.
    pub fn subgame_roots(&self) -> Vec<NodeId> {
        let spans = self.infoset_spans();
        let is_root = |id: &NodeId| {
            let (first, last) = spans[id.index()];
            *id == self.root() || (self.stands_alone(*id) && first >= *id && last < self.node(*id).end)
        };
        self.node_ids().filter(is_root).collect()
    }

    /// The subgames, and which one each node lies in.
    ///
    /// # Complexity
    /// Time and memory are linear in the number of nodes.
    pub fn subgames(&self) -> Subgames {
        let roots = self.subgame_roots();
        let (mut parents, mut innermost) = (Vec::with_capacity(roots.len()), Vec::with_capacity(self.num_nodes()));
        let mut next = 0;
        for id in self.node_ids() {
            let around = self.node(id).parent.map(|(parent, _)| innermost[parent.index()]);
            if roots.get(next) == Some(&id) {
                parents.push(around.map(|subgame: u32| subgame as usize));
                innermost.push(next as u32);
                next += 1;
            } else {
                innermost.push(around.unwrap_or(0));
            }
        }
        Subgames { roots, parents, innermost }
    }

    /// Whether a node is a move whose mover knows that the play stands there.
    fn stands_alone(&self, id: NodeId) -> bool {
        match self.node(id).kind {
            NodeKind::Terminal => false,
            NodeKind::Chance(_) => true,
            NodeKind::Decision(infoset) => self.infoset(infoset).nodes.len() == 1,
        }
    }

    /// For each node, the first and the last node of all information sets that its subtree meets.
    fn infoset_spans(&self) -> Vec<(NodeId, NodeId)> {
        let own = |id: NodeId| match self.node(id).kind {
            NodeKind::Decision(infoset) => {
                let nodes = &self.infoset(infoset).nodes;
                (nodes[0], nodes[nodes.len() - 1])
            }
            _ => (id, id),
        };
        let mut spans: Vec<(NodeId, NodeId)> = self.node_ids().map(own).collect();
        for id in self.node_ids().rev() {
            if let Some((parent, _)) = self.node(id).parent {
                let (inner, outer) = (spans[id.index()], &mut spans[parent.index()]);
                *outer = (outer.0.min(inner.0), outer.1.max(inner.1));
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;

    /// A moves l/r; after r, B and C move at the same time, and after C's y chance moves.
    fn nested() -> ExtensiveForm {
        let mut tree = ExtensiveForm::builder(["A", "B", "C"]);
        let root = tree.root();
        let first = tree.decision(root, "A", "", ["l", "r"]).unwrap();
        tree.payoffs(first[0], [0, 0, 0]).unwrap();
        for slot in tree.decision(first[1], "B", "", ["u", "d"]).unwrap() {
            let last = tree.decision(slot, "C", "blind", ["x", "y"]).unwrap();
            tree.payoffs(last[0], [1, 1, 1]).unwrap();
            for end in tree.chance(last[1], "", [("p", Rational::ONE), ("q", Rational::ZERO)]).unwrap() {
                tree.payoffs(end, [2, 2, 2]).unwrap();
            }
        }
        tree.finish().unwrap()
    }

    #[test]
    fn an_information_set_keeps_its_subgame_together() {
        let game = nested();
        let roots: Vec<String> = game.subgame_roots().into_iter().map(|id| game.path(id).join(" ")).collect();
        assert_eq!(roots, ["", "r", "r u y", "r d y"]);
        let subgames = game.subgames();
        assert_eq!((0..4).map(|s| subgames.parent(s)).collect::<Vec<_>>(), [None, Some(0), Some(1), Some(1)]);
        let within = |path: &[&str]| subgames.innermost(game.find_node(path).unwrap());
        assert_eq!([within(&["l"]), within(&["r", "u"]), within(&["r", "u", "y", "q"])], [0, 1, 2]);
        assert_eq!(subgames.starting_at(game.find_node(&["r"]).unwrap()), Some(1));
        assert_eq!(subgames.starting_at(game.find_node(&["r", "u"]).unwrap()), None);
    }

    #[test]
    fn hidden_first_moves_leave_only_the_whole() {
        let mut tree = ExtensiveForm::builder(["A", "B"]);
        let root = tree.root();
        for slot in tree.decision(root, "A", "", ["l", "r"]).unwrap() {
            for end in tree.decision(slot, "B", "blind", ["l", "r"]).unwrap() {
                tree.payoffs(end, [0, 0]).unwrap();
            }
        }
        assert_eq!(tree.finish().unwrap().subgame_roots(), [NodeId(0)]);
    }

    #[test]
    fn an_absent_minded_mover_starts_no_subgame_but_the_whole() {
        let mut tree = ExtensiveForm::builder(["Driver"]);
        let root = tree.root();
        let start = tree.chance(root, "", [("go", 1)]).unwrap();
        let first = tree.decision(start[0], "Driver", "road", ["on", "off"]).unwrap();
        let second = tree.decision(first[0], "Driver", "road", ["on", "off"]).unwrap();
        for end in [first[1], second[0], second[1]] {
            tree.payoffs(end, [0]).unwrap();
        }
        assert_eq!(tree.finish().unwrap().subgame_roots(), [NodeId(0)]);
    }
}
