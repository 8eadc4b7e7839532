//! [`Answer`]: what may be played in an equilibrium. Points with the same answer have the same number for it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::game::{ExtensiveForm, Game, NodeKind, PlayerId};

/// An action that a player may take: on a table a strategy, on a tree an action at an information set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who.
    pub player: String,
    /// Where; `None` on a table.
    pub information_set: Option<String>,
    /// What.
    pub action: String,
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.information_set {
            Some(place) => write!(f, "{}, {place}: {}", self.player, self.action),
            None => write!(f, "{}: {}", self.player, self.action),
        }
    }
}

/// Which actions an equilibrium uses: those with a probability above 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// For each of the actions of the game, whether it is used.
    pub support: Vec<bool>,
    /// Everybody's choices in words.
    pub plan: String,
    /// On a tree the plays that it leads to; on a table the same as the plan.
    pub outcome: String,
}

/// A set of actions, one bit each.
pub(super) type Bits = Box<[u64]>;

/// How many words the bits of so many actions take.
pub(super) fn words(actions: usize) -> usize {
    actions.div_ceil(64).max(1)
}

/// Sets a bit.
pub(super) fn set(bits: &mut [u64], action: usize) {
    bits[action / 64] |= 1 << (action % 64);
}

/// Numbers the answers in the order in which they appear.
#[derive(Debug, Default)]
pub(super) struct Register {
    pub(super) list: Vec<Bits>,
    numbers: HashMap<Bits, u32>,
    /// The one asked for last, which the next point often has too.
    last: Option<u32>,
}

impl Register {
    pub(super) fn number(&mut self, support: &[u64]) -> u32 {
        if let Some(last) = self.last.filter(|&last| *self.list[last as usize] == *support) {
            return last;
        }
        let number = match self.numbers.get(support) {
            Some(&number) => number,
            None => {
                let number = self.list.len() as u32;
                self.list.push(support.into());
                self.numbers.insert(support.into(), number);
                number
            }
        };
        self.last = Some(number);
        number
    }
}

/// The actions of a game, in rows: one for each player of a table, or each information set of a tree.
#[derive(Debug, Clone)]
pub(super) struct Acts {
    pub(super) list: Vec<Act>,
    /// Where each row begins.
    pub(super) starts: Vec<usize>,
}

impl Acts {
    pub(super) fn of(game: &Game) -> Acts {
        let mut acts = Acts { list: Vec::new(), starts: Vec::new() };
        let player = |id: PlayerId| game.players().key(id.index()).to_owned();
        match game {
            Game::Normal(table) => {
                for id in table.player_ids() {
                    acts.row(&player(id), None, table.strategies(id).keys());
                }
            }
            Game::Extensive(tree) => {
                for set in tree.infosets() {
                    acts.row(&player(set.player), Some(&set.key), set.actions.keys());
                }
            }
        }
        acts
    }

    fn row(&mut self, player: &str, place: Option<&String>, actions: &[String]) {
        self.starts.push(self.list.len());
        let act = |action: &String| Act {
            player: player.to_owned(),
            information_set: place.cloned(),
            action: action.clone(),
        };
        self.list.extend(actions.iter().map(act));
    }

    /// The actions of each row that are used.
    fn used<'a>(&'a self, support: &'a [bool]) -> impl Iterator<Item = Vec<&'a Act>> + 'a {
        let ends = self.starts.iter().skip(1).copied().chain([self.list.len()]);
        self.starts.iter().zip(ends).map(|(&start, end)| {
            (start..end).filter(|&action| support[action]).map(|action| &self.list[action]).collect()
        })
    }

    /// The answer that bits stand for.
    pub(super) fn answer(&self, game: &Game, bits: &[u64]) -> Answer {
        let support: Vec<bool> =
            (0..self.list.len()).map(|action| bits[action / 64] >> (action % 64) & 1 == 1).collect();
        let plan = self.plan(&support);
        let outcome = match game {
            Game::Normal(_) => plan.clone(),
            Game::Extensive(tree) => plays(tree, &self.starts, &support),
        };
        Answer { support, plan, outcome }
    }

    fn plan(&self, support: &[bool]) -> String {
        let mut by_player: BTreeMap<usize, (String, Vec<String>)> = BTreeMap::new();
        let mut order: Vec<String> = Vec::new();
        for row in self.used(support) {
            let Some(first) = row.first() else { continue };
            let names: Vec<&str> = row.iter().map(|act| act.action.as_str()).collect();
            let at = order.iter().position(|player| *player == first.player).unwrap_or_else(|| {
                order.push(first.player.clone());
                order.len() - 1
            });
            by_player.entry(at).or_insert_with(|| (first.player.clone(), Vec::new())).1.push(names.join(" or "));
        }
        by_player
            .into_values()
            .map(|(player, own)| format!("{player}: {}", own.join(", ")))
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// The plays that actions allow, each as its path; chance may draw any event.
fn plays(tree: &ExtensiveForm, starts: &[usize], support: &[bool]) -> String {
    let mut reached = vec![true; tree.num_nodes()];
    let mut ends = Vec::new();
    for id in tree.node_ids() {
        let node = tree.node(id);
        if let Some((parent, action)) = node.parent {
            let taken = match tree.node(parent).kind {
                NodeKind::Decision(set) => support[starts[set.index()] + action],
                _ => true,
            };
            reached[id.index()] = reached[parent.index()] && taken;
        }
        if reached[id.index()] && node.kind == NodeKind::Terminal {
            ends.push(tree.path(id).join(", "));
        }
    }
    ends.join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn answers_are_numbered_as_they_appear() {
        let mut register = Register::default();
        let numbers: Vec<u32> = [[1u64], [2], [2], [1], [4]].iter().map(|bits| register.number(bits)).collect();
        assert_eq!((numbers, register.list.len()), (vec![0, 1, 1, 0, 2], 3));
    }

    #[test]
    fn answers_tell_plans_and_plays() {
        let text = "title: T\nplayers: [Azerbaijan, Armenia, Russia]\ntree:\n  player: Azerbaijan\n  actions:\n    \
            Refrain: [0, 0, 0]\n    Attack:\n      player: Armenia\n      actions:\n        Accommodate: [0, 0, 0]\n        \
            Invoke:\n          player: Russia\n          actions:\n            Support: [0, 0, 0]\n            Abstain:\n              \
            player: Armenia\n              actions: {Stay: [0, 0, 0], Leave: [0, 0, 0]}\n";
        let game = Model::from_yaml(text).unwrap().base().unwrap();
        let acts = Acts::of(&game);
        assert_eq!((acts.list.len(), &acts.starts[..]), (8, &[0, 2, 4, 6][..]));
        let mut bits = [0u64];
        [1, 3, 4, 5, 6].iter().for_each(|&action| set(&mut bits, action));
        let answer = acts.answer(&game, &bits);
        assert_eq!(answer.plan, "Azerbaijan: Attack; Armenia: Invoke, Stay; Russia: Support or Abstain");
        assert_eq!(answer.outcome, "Attack, Invoke, Support / Attack, Invoke, Abstain, Stay");
    }
}
