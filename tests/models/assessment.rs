//! Assessments by hand: behaviour with trembles, the beliefs that follow, and whether every action is best.

use std::collections::BTreeMap;

use foederis::game::{InfosetId, NodeId, NodeKind};
use foederis::{BehaviorProfile, ExtensiveForm, Rational};

/// How probable an action is: the order at which its tremble vanishes (0: it does not), and its weight.
type Chance = (usize, Rational);

/// A profile, said by one action at each information set: "Player: set", the action, its probability.
#[derive(Debug, Clone, Default)]
pub struct Claim {
    pub play: Vec<(&'static str, &'static str, Rational)>,
    /// Trembles of an order other than 1: "Player: set", the action, the order.
    pub trembles: Vec<(&'static str, &'static str, usize)>,
}

impl Claim {
    pub fn new(play: &[(&'static str, &'static str, Rational)]) -> Claim {
        Claim { play: play.to_vec(), trembles: Vec::new() }
    }

    /// With an action that is taken by mistake less often than others.
    pub fn rare(mut self, set: &'static str, action: &'static str) -> Claim {
        self.trembles.push((set, action, 2));
        self
    }

    /// Whether all that is said to be a probability is one.
    pub fn is_possible(&self) -> bool {
        self.play.iter().all(|(_, _, p)| *p >= Rational::ZERO && *p <= Rational::ONE)
    }

    /// The profile in the order of the game. Everything has to be said, and nothing else.
    pub fn profile(&self, tree: &ExtensiveForm) -> BehaviorProfile {
        let mut said: BTreeMap<&str, (&str, &Rational)> = self.play.iter().map(|(set, a, p)| (*set, (*a, p))).collect();
        assert_eq!(said.len(), self.play.len(), "an information set is spoken of twice");
        let rows = tree.infoset_ids().map(|id| {
            let (action, probability) = said.remove(name(tree, id).as_str()).unwrap_or_else(|| {
                panic!("nothing is said of '{}'", name(tree, id));
            });
            let actions = &tree.infoset(id).actions;
            assert_eq!(actions.len(), 2);
            let chosen = actions.find("action", action).unwrap();
            let mut row = vec![&Rational::ONE - probability; 2];
            row[chosen] = probability.clone();
            row
        });
        let profile = BehaviorProfile(rows.collect());
        assert!(said.is_empty(), "no such information sets: {said:?}");
        profile
    }

    fn chance(&self, tree: &ExtensiveForm, profile: &BehaviorProfile, set: InfosetId, action: usize) -> Chance {
        let probability = &profile.at(set)[action];
        if *probability > Rational::ZERO {
            return (0, probability.clone());
        }
        let (set, action) = (name(tree, set), tree.infoset(set).actions.key(action));
        let order = self.trembles.iter().find(|(s, a, _)| *s == set && *a == action).map_or(1, |(_, _, order)| *order);
        (order, Rational::ONE)
    }

    /// The beliefs at each node: the limit of Bayes' rule as the trembles vanish.
    pub fn beliefs(&self, tree: &ExtensiveForm) -> Vec<Rational> {
        let profile = self.profile(tree);
        let mut reach: Vec<Chance> = Vec::new();
        for id in tree.node_ids() {
            let Some((parent, action)) = tree.node(id).parent else {
                reach.push((0, Rational::ONE));
                continue;
            };
            let (order, weight) = match tree.node(parent).kind {
                NodeKind::Decision(set) => self.chance(tree, &profile, set, action),
                _ => (0, tree.step_probability(&profile, parent, action).clone()),
            };
            let before = &reach[parent.index()];
            reach.push((before.0 + order, &before.1 * &weight));
        }
        let mut beliefs = vec![Rational::ZERO; tree.num_nodes()];
        for set in tree.infosets() {
            let least = set.nodes.iter().map(|node| reach[node.index()].0).min().unwrap();
            let likely: Vec<&NodeId> = set.nodes.iter().filter(|node| reach[node.index()].0 == least).collect();
            let total = likely.iter().fold(Rational::ZERO, |sum, node| &sum + &reach[node.index()].1);
            for node in likely {
                beliefs[node.index()] = &reach[node.index()].1 / &total;
            }
        }
        beliefs
    }

    /// The first information set at which another action would be better, if there is one.
    pub fn weak_spot(&self, tree: &ExtensiveForm) -> Option<String> {
        let (profile, beliefs) = (self.profile(tree), self.beliefs(tree));
        let values = tree.continuation_values(&profile).unwrap();
        tree.infoset_ids().find_map(|id| {
            let set = tree.infoset(id);
            let worth = |action: usize| {
                let term =
                    |node: &NodeId| &beliefs[node.index()] * values.of(tree.node(*node).children[action], set.player);
                set.nodes.iter().fold(Rational::ZERO, |sum, node| &sum + &term(node))
            };
            let worths: Vec<Rational> = (0..set.actions.len()).map(worth).collect();
            let best = worths.iter().max().unwrap();
            let played = |action: &usize| profile.at(id)[*action] > Rational::ZERO && worths[*action] < *best;
            (0..worths.len()).find(played).map(|action| format!("{} at {}", set.actions.key(action), name(tree, id)))
        })
    }
}

/// "Player: information set".
pub fn name(tree: &ExtensiveForm, id: InfosetId) -> String {
    let set = tree.infoset(id);
    format!("{}: {}", tree.players().key(set.player.index()), set.key)
}
