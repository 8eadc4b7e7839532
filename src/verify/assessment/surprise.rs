//! What must go against the profile for play to come to a node.

use std::collections::BTreeSet;

use crate::game::{BehaviorProfile, ExtensiveForm, InfosetId, NodeId, NodeKind};
use crate::number::Rational;

/// An action that the profile never takes.
pub(in crate::verify) type Mistake = (InfosetId, usize);

/// How play comes to a node by mistakes.
#[derive(Debug, Clone)]
pub(in crate::verify) struct Surprise {
    /// The mistakes on the way.
    pub mistakes: BTreeSet<Mistake>,
    /// The probability of the other steps together; 0 where chance never lets play come.
    pub rest: Rational,
}

/// For each information set, the surprise of each of its nodes.
pub(in crate::verify) fn surprises(tree: &ExtensiveForm, profile: &BehaviorProfile) -> Vec<Vec<Surprise>> {
    let of_node = |node: &NodeId| of(tree, profile, *node);
    tree.infosets().iter().map(|infoset| infoset.nodes.iter().map(of_node).collect()).collect()
}

fn of(tree: &ExtensiveForm, profile: &BehaviorProfile, node: NodeId) -> Surprise {
    let mut surprise = Surprise { mistakes: BTreeSet::new(), rest: Rational::ONE };
    for (before, action) in tree.steps(node) {
        let probability = tree.step_probability(profile, before, action);
        match tree.node(before).kind {
            NodeKind::Decision(infoset) if probability.is_zero() => {
                surprise.mistakes.insert((infoset, action));
            }
            _ => surprise.rest = &surprise.rest * probability,
        }
    }
    surprise
}

impl Surprise {
    /// Whether chance can ever let play come.
    pub fn possible(&self) -> bool {
        self.rest.is_positive()
    }

    /// For each mistake on one of two ways only: 1 where it is on this one, -1 where on the other.
    pub fn against(&self, other: &Surprise) -> Vec<(Mistake, i64)> {
        let mine = self.mistakes.difference(&other.mistakes).map(|mistake| (*mistake, 1));
        let others = other.mistakes.difference(&self.mistakes).map(|mistake| (*mistake, -1));
        let mut both: Vec<(Mistake, i64)> = mine.chain(others).collect();
        both.sort_unstable();
        both
    }
}
