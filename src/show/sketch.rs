//! [`Sketch`]: the part of a tree that fits on a page; the rest is folded.

use std::collections::{HashSet, VecDeque};

use super::course::Course;
use super::words::ends;
use crate::game::{ExtensiveForm, NodeId, NodeKind};

/// A tree cut down to a limited number of nodes.
pub(crate) struct Sketch {
    /// The nodes shown and the marks for what is not, depth first.
    pub(crate) items: Vec<Item>,
}

/// A place in a sketch.
pub(crate) struct Item {
    pub(crate) what: What,
    /// The item before, and the position of the action taken there.
    pub(crate) parent: Option<(usize, usize)>,
    pub(crate) children: Vec<usize>,
}

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// A node, with its branches.
    Node(NodeId),
    /// A node whose branches are not shown, and how many plays they hold.
    Folded(NodeId, usize),
    /// Further branches of the node before, and how many plays they hold.
    More { branches: usize, plays: usize },
}

impl What {
    /// The node that stands here, if it is one.
    pub(crate) fn node(self) -> Option<NodeId> {
        match self {
            What::Node(node) | What::Folded(node, _) => Some(node),
            What::More { .. } => None,
        }
    }
}

impl Sketch {
    /// Shows about `max_nodes` nodes, those on the course of play first, then those nearest to the root.
    pub(crate) fn new(tree: &ExtensiveForm, course: Option<&Course>, max_nodes: usize) -> Self {
        let fan = (max_nodes / 3).clamp(2, 40);
        let open = choose_open(tree, course, max_nodes, fan);
        let mut items: Vec<Item> = Vec::new();
        let mut stack = vec![(What::Node(tree.root()), None)];
        while let Some((what, parent)) = stack.pop() {
            let here = items.len();
            if let Some((before, _)) = parent {
                let before: &mut Item = &mut items[before];
                before.children.push(here);
            }
            let what = fold(tree, what, &open);
            items.push(Item { what, parent, children: Vec::new() });
            if let What::Node(node) = what {
                let branches = branches(tree, course, node, fan);
                stack.extend(branches.into_iter().rev().map(|(what, action)| (what, Some((here, action)))));
            }
        }
        Sketch { items }
    }
}

/// Folds a node that is not open.
fn fold(tree: &ExtensiveForm, what: What, open: &HashSet<NodeId>) -> What {
    match what {
        What::Node(node) if !ends(tree.node(node).kind) && !open.contains(&node) => {
            What::Folded(node, plays(tree, node))
        }
        other => other,
    }
}

/// How many plays go through a node.
fn plays(tree: &ExtensiveForm, node: NodeId) -> usize {
    let range = node.index()..tree.node(node).end.index();
    tree.nodes()[range].iter().filter(|node| node.kind == NodeKind::Terminal).count()
}

/// The branches of a node to show, with one mark for the rest.
fn branches(tree: &ExtensiveForm, course: Option<&Course>, node: NodeId, fan: usize) -> Vec<(What, usize)> {
    let children = &tree.node(node).children;
    let shown = |(action, child): &(usize, &NodeId)| {
        *action < fan || children.len() == fan + 1 || course.is_some_and(|course| course.reaches(**child))
    };
    let (kept, hidden): (Vec<_>, Vec<_>) = children.iter().enumerate().partition(shown);
    let mut branches: Vec<(What, usize)> =
        kept.into_iter().map(|(action, child)| (What::Node(*child), action)).collect();
    if let Some((first, _)) = hidden.first() {
        let plays = hidden.iter().map(|(_, child)| plays(tree, **child)).sum();
        branches.push((What::More { branches: hidden.len(), plays }, *first));
    }
    branches
}

/// The nodes whose branches are shown.
fn choose_open(tree: &ExtensiveForm, course: Option<&Course>, max_nodes: usize, fan: usize) -> HashSet<NodeId> {
    let mut open = HashSet::from([tree.root()]);
    let cost = |node: NodeId| tree.node(node).children.len().min(fan + 1);
    let mut shown = 1 + cost(tree.root());
    for on_course in [true, false] {
        let mut queue = VecDeque::from([tree.root()]);
        while let Some(node) = queue.pop_front() {
            let inner = !ends(tree.node(node).kind);
            if inner && !open.contains(&node) {
                if shown + cost(node) > max_nodes {
                    break;
                }
                shown += cost(node);
                open.insert(node);
            }
            let follow = |child: &&NodeId| !on_course || course.is_some_and(|course| course.reaches(**child));
            queue.extend(tree.node(node).children.iter().take(fan + 1).filter(follow));
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: usize, width: usize) -> ExtensiveForm {
        let mut tree = ExtensiveForm::builder(["A"]);
        let mut slot = tree.root();
        for step in 0..length {
            let names = (0..width).map(|i| format!("{step}-{i}"));
            let next = tree.decision(slot, "A", "", names).unwrap();
            next[1..].iter().for_each(|end| tree.payoffs(*end, [1]).unwrap());
            slot = next[0];
        }
        tree.payoffs(slot, [0]).unwrap();
        tree.finish().unwrap()
    }

    fn all_plays(sketch: &Sketch, tree: &ExtensiveForm) -> usize {
        let plays = |item: &Item| match item.what {
            What::Node(node) => usize::from(ends(tree.node(node).kind)),
            What::Folded(_, plays) | What::More { plays, .. } => plays,
        };
        sketch.items.iter().map(plays).sum()
    }

    #[test]
    fn every_play_is_shown_or_counted() {
        for (length, width) in [(3, 2), (200, 2), (3, 200), (20_000, 2), (50, 11)] {
            let tree = chain(length, width);
            let sketch = Sketch::new(&tree, None, 100);
            assert_eq!(all_plays(&sketch, &tree), tree.num_plays());
            assert!(sketch.items.len() <= 110, "{}", sketch.items.len());
        }
    }

    #[test]
    fn a_small_tree_is_whole() {
        let tree = chain(4, 3);
        let sketch = Sketch::new(&tree, None, 100);
        assert_eq!(sketch.items.len(), tree.num_nodes());
    }
}
