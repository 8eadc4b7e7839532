//! One equilibrium of a tree of perfect information: backward induction.

use crate::game::{BehaviorProfile, Concept, ExtensiveForm, NodeId, NodeKind, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution};

/// The pure subgame-perfect equilibrium in which a player who is indifferent takes the first of the best actions (Kuhn 1953,
/// doi:10.1515/9781400881970-012).
///
/// # Complexity
/// Linear in the number of actions and plays, times the number of players.
pub(super) fn one_by_induction(tree: &ExtensiveForm, control: &Control) -> Solution {
    let mut watch = Watch::start(control);
    let mut solution = Solution::new(Concept::Nash, "backward induction", "one Nash equilibrium");
    let mut induction =
        Induction { tree, values: vec![Vec::new(); tree.num_nodes()], choices: vec![0; tree.infosets().len()] };
    // What follows a node stands behind it.
    for node in tree.node_ids().rev() {
        if watch.must_stop(0) {
            solution.status = watch.finish(&mut Vec::<Equilibrium>::new());
            return solution;
        }
        induction.settle(node);
    }
    let profile = Profile::Behavior(BehaviorProfile::pure(tree, &induction.choices));
    let payoffs = std::mem::take(&mut induction.values[tree.root().index()]);
    solution.equilibria.push(Equilibrium::exact(profile, payoffs));
    solution
}

struct Induction<'a> {
    tree: &'a ExtensiveForm,
    /// What each player gets from each node on.
    values: Vec<Vec<Rational>>,
    choices: Vec<usize>,
}

impl Induction<'_> {
    /// Works out what a node is worth.
    fn settle(&mut self, node: NodeId) {
        self.values[node.index()] = match self.tree.node(node).kind {
            NodeKind::Terminal => self.tree.play_payoffs(node).to_vec(),
            NodeKind::Decision(infoset) => {
                let choice = self.best(node, self.tree.infoset(infoset).player);
                self.choices[infoset.index()] = choice;
                std::mem::take(&mut self.values[self.tree.node(node).children[choice].index()])
            }
            NodeKind::Chance(chance) => self.average(node, &self.tree.chance_move(chance).probabilities),
        };
    }

    fn best(&self, node: NodeId, player: PlayerId) -> usize {
        let children = &self.tree.node(node).children;
        let value = |action: usize| &self.values[children[action].index()][player.index()];
        (1..children.len()).fold(0, |best, action| if value(action) > value(best) { action } else { best })
    }

    fn average(&self, node: NodeId, probabilities: &[Rational]) -> Vec<Rational> {
        let mut mean = vec![Rational::ZERO; self.tree.num_players()];
        for (child, probability) in self.tree.node(node).children.iter().zip(probabilities) {
            for (sum, value) in mean.iter_mut().zip(&self.values[child.index()]) {
                *sum += probability * value;
            }
        }
        mean
    }
}
