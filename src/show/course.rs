//! [`Course`]: how a tree is played when everybody follows a profile.

use std::collections::HashMap;

use crate::game::{BehaviorProfile, ExtensiveForm, NodeId, NodeKind};
use crate::number::Rational;

/// A tree and a profile, with the nodes that play reaches.
pub(crate) struct Course<'a> {
    pub(crate) tree: &'a ExtensiveForm,
    pub(crate) profile: &'a BehaviorProfile,
    reach: HashMap<NodeId, Rational>,
}

impl<'a> Course<'a> {
    /// Follows a profile that fits the tree.
    pub(crate) fn new(tree: &'a ExtensiveForm, profile: &'a BehaviorProfile) -> Self {
        let mut course = Course { tree, profile, reach: HashMap::new() };
        let mut stack = vec![(tree.root(), Rational::ONE)];
        while let Some((node, reach)) = stack.pop() {
            for (action, &child) in tree.node(node).children.iter().enumerate() {
                let probability = course.probability(node, action);
                if !probability.is_zero() {
                    stack.push((child, &reach * probability));
                }
            }
            course.reach.insert(node, reach);
        }
        course
    }

    /// The probability of an action or event at a node, once there.
    pub(crate) fn probability(&self, node: NodeId, action: usize) -> &Rational {
        self.tree.step_probability(self.profile, node, action)
    }

    /// The probability that play comes to a node; `None` if it never does.
    pub(crate) fn reach(&self, node: NodeId) -> Option<&Rational> {
        self.reach.get(&node)
    }

    /// Whether play can come to a node.
    pub(crate) fn reaches(&self, node: NodeId) -> bool {
        self.reach.contains_key(&node)
    }

    /// The ends that play can come to, with their probabilities, in the order of the tree.
    pub(crate) fn outcomes(&self) -> Vec<(NodeId, &Rational)> {
        let ends = |(node, _): &(&NodeId, &Rational)| self.tree.node(**node).kind == NodeKind::Terminal;
        let mut outcomes: Vec<_> = self.reach.iter().filter(ends).map(|(node, reach)| (*node, reach)).collect();
        outcomes.sort_unstable_by_key(|(node, _)| *node);
        outcomes
    }
}
