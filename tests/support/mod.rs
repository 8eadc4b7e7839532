//! Random trees with perfect recall, and random profiles, from a seed.
#![allow(dead_code)]

pub mod families;
pub mod paths;
#[path = "../../src/random.rs"]
mod random;

pub use random::Random;

use foederis::game::{Labels, NodeKind, Slot};
use foederis::{BehaviorProfile, ExtensiveForm, MixedProfile, NormalForm, Rational};

impl Random {
    /// Probabilities, some of them 0 if `sparse`.
    pub fn distribution(&mut self, count: usize, sparse: bool) -> Vec<Rational> {
        let mut weights: Vec<i64> = (0..count).map(|_| self.below(4) as i64 + i64::from(!sparse)).collect();
        if weights.iter().all(|weight| *weight == 0) {
            let chosen = self.below(count as u64) as usize;
            weights[chosen] = 1;
        }
        let total: i64 = weights.iter().sum();
        weights.into_iter().map(|weight| Rational::new(weight, total).unwrap()).collect()
    }
}

/// What a random tree is made of.
pub struct Shape {
    pub players: usize,
    pub depth: usize,
    pub chance: bool,
    /// Whether moves may be hidden. Players always remember their own.
    pub hidden: bool,
    /// Payoffs are integers from 0 to this, exclusive.
    pub payoffs: u64,
}

pub fn random_tree(random: &mut Random, shape: &Shape) -> ExtensiveForm {
    let names: Vec<String> = (0..shape.players).map(|player| format!("P{player}")).collect();
    let mut tree = ExtensiveForm::builder(names.clone());
    let mut open: Vec<(Slot, usize, Vec<String>)> = vec![(tree.root(), 0, vec![String::new(); shape.players])];
    let mut serial = 0;
    while let Some((slot, depth, histories)) = open.pop() {
        let count = 2 + random.below(2) as usize;
        let roll = random.below(10);
        if depth == shape.depth || (depth > 0 && roll < 2) {
            let payoffs: Vec<i64> = (0..shape.players).map(|_| random.below(shape.payoffs) as i64).collect();
            tree.payoffs(slot, payoffs).unwrap();
        } else if shape.chance && roll < 4 {
            let events = (0..count).map(|event| format!("e{event}")).zip(random.distribution(count, true));
            for next in tree.chance(slot, "", events.collect::<Vec<_>>()).unwrap() {
                open.push((next, depth + 1, histories.clone()));
            }
        } else {
            let player = random.below(shape.players as u64) as usize;
            serial += 1;
            let apart = if shape.hidden { random.below(2) } else { serial };
            let label = format!("{}[{count}:{apart}]", histories[player]);
            let actions: Vec<String> = (0..count).map(|action| format!("a{action}")).collect();
            for (action, next) in tree.decision(slot, &names[player], &label, actions).unwrap().into_iter().enumerate()
            {
                let mut after = histories.clone();
                after[player] = format!("{label}{action}");
                open.push((next, depth + 1, after));
            }
        }
    }
    tree.finish().unwrap()
}

pub fn random_behavior(random: &mut Random, tree: &ExtensiveForm) -> BehaviorProfile {
    let row = |labels: &Labels, random: &mut Random| random.distribution(labels.len(), true);
    BehaviorProfile(tree.infosets().iter().map(|infoset| row(&infoset.actions, random)).collect())
}

pub fn random_mixed(random: &mut Random, game: &NormalForm) -> MixedProfile {
    MixedProfile(game.shape().into_iter().map(|count| random.distribution(count, true)).collect())
}

/// A subgame of perfect information solved backwards: the first best action at every node.
pub fn backward_induction(tree: &ExtensiveForm) -> BehaviorProfile {
    let mut values: Vec<Vec<Rational>> = vec![Vec::new(); tree.num_nodes()];
    let mut actions = vec![0; tree.infosets().len()];
    for id in tree.node_ids().rev() {
        let node = tree.node(id);
        values[id.index()] = match node.kind {
            NodeKind::Terminal => tree.play_payoffs(id).to_vec(),
            NodeKind::Decision(infoset) => {
                let player = tree.infoset(infoset).player.index();
                let value = |action: usize| values[node.children[action].index()][player].clone();
                let mut best = 0;
                for action in 1..node.children.len() {
                    if value(action) > value(best) {
                        best = action;
                    }
                }
                actions[infoset.index()] = best;
                values[node.children[best].index()].clone()
            }
            NodeKind::Chance(chance) => {
                let mut sums = vec![Rational::ZERO; tree.num_players()];
                for (child, probability) in node.children.iter().zip(&tree.chance_move(chance).probabilities) {
                    for (sum, value) in sums.iter_mut().zip(&values[child.index()]) {
                        *sum += probability * value;
                    }
                }
                sums
            }
        };
    }
    BehaviorProfile::pure(tree, &actions)
}
