//! [`Setting`]: a tree as the search looks at it.

use std::cmp::Reverse;

use crate::error::Error;
use crate::game::{ExtensiveForm, Infoset, InfosetId, NodeId, NodeKind};
use crate::number::Rational;

/// An action at an information set, by position in one list of all.
pub(super) type ActionId = u32;

/// Which actions are used with positive probability at an information set: a bit for each.
pub(super) type Support = u32;

/// The most actions of an information set.
const MAX_ACTIONS: usize = 16;

/// A tree with what leads to each node.
pub(super) struct Setting<'a> {
    pub(super) tree: &'a ExtensiveForm,
    /// Where each information set's actions begin in the list of all.
    starts: Vec<ActionId>,
    /// For each node, the players' actions that lead there, in ascending order.
    moves: Vec<Vec<ActionId>>,
    /// For each node, the probability of the chance events that lead there.
    chance: Vec<Rational>,
    /// For each information set, the player's last own action before it.
    pub(super) own_before: Vec<Option<(InfosetId, usize)>>,
    /// For each information set, the root of the smallest subgame that it is in.
    within: Vec<NodeId>,
    /// For each information set, the length of the longest way to it.
    depths: Vec<usize>,
}

impl<'a> Setting<'a> {
    /// Checks what all methods here need: perfect recall, and no more actions than supports are enumerated for.
    pub(super) fn new(tree: &'a ExtensiveForm, concept: &str) -> Result<Self, Error> {
        let setting = Setting::of_play(tree, concept)?;
        setting.require_possible(concept)?;
        Ok(setting)
    }

    /// As [`new`](Setting::new), where nothing is asked of what chance never lets happen.
    pub(super) fn of_play(tree: &'a ExtensiveForm, concept: &str) -> Result<Self, Error> {
        let own = tree.require_perfect_recall(concept)?;
        if let Some(wide) = tree.infosets().iter().find(|infoset| infoset.actions.len() > MAX_ACTIONS) {
            let (player, key) = (tree.players().key(wide.player.index()), &wide.key);
            return Err(Error::Unsupported(format!(
                "{concept} enumerates which actions are used together; {player} has {} at '{key}', and {MAX_ACTIONS} are the \
                 limit: leave out actions that are dominated",
                wide.actions.len()
            )));
        }
        let counts = tree.infosets().iter().map(|infoset| infoset.actions.len() as ActionId);
        let starts = counts.scan(0, |next, count| Some(std::mem::replace(next, *next + count))).collect();
        let own_before = tree.infoset_ids().map(|id| own.before(id)).collect();
        let subgames = tree.subgames();
        let within = tree.infoset_ids().map(|id| subgames.root(subgames.innermost_of_infoset(tree, id))).collect();
        let steps = |node: &NodeId| tree.steps(*node).len();
        let depth = |infoset: &Infoset| infoset.nodes.iter().map(steps).max().unwrap_or(0);
        let depths = tree.infosets().iter().map(depth).collect();
        let mut setting = Setting { tree, starts, moves: Vec::new(), chance: Vec::new(), own_before, within, depths };
        setting.follow();
        Ok(setting)
    }

    fn follow(&mut self) {
        for node in self.tree.nodes() {
            let Some((parent, action)) = node.parent else {
                self.moves.push(Vec::new());
                self.chance.push(Rational::ONE);
                continue;
            };
            let (mut moves, mut chance) = (self.moves[parent.index()].clone(), self.chance[parent.index()].clone());
            match self.tree.node(parent).kind {
                NodeKind::Decision(infoset) => moves.push(self.action(infoset, action)),
                NodeKind::Chance(id) => chance *= &self.tree.chance_move(id).probabilities[action],
                NodeKind::Terminal => {}
            }
            moves.sort_unstable();
            self.moves.push(moves);
            self.chance.push(chance);
        }
    }

    /// Where chance never goes, no limit of Bayes' rule says what to believe.
    fn require_possible(&self, concept: &str) -> Result<(), Error> {
        let impossible = |infoset: &&Infoset| infoset.nodes.iter().all(|node| self.chance(*node).is_zero());
        match self.tree.infosets().iter().find(impossible) {
            None => Ok(()),
            Some(infoset) => Err(Error::Unsupported(format!(
                "{concept} needs beliefs everywhere, but {} at '{}' moves only after chance events of probability 0; leave \
                 those events out, or give them a positive probability",
                self.tree.players().key(infoset.player.index()),
                infoset.key
            ))),
        }
    }

    /// An action's place in the list of all.
    pub(super) fn action(&self, infoset: InfosetId, action: usize) -> ActionId {
        self.starts[infoset.index()] + action as ActionId
    }

    /// The information set and the position of an action.
    pub(super) fn place(&self, action: ActionId) -> (InfosetId, usize) {
        let infoset = self.starts.partition_point(|start| *start <= action) - 1;
        (InfosetId::from(infoset), (action - self.starts[infoset]) as usize)
    }

    /// The players' actions that lead to a node.
    pub(super) fn moves(&self, node: NodeId) -> &[ActionId] {
        &self.moves[node.index()]
    }

    /// The probability of the chance events that lead to a node.
    pub(super) fn chance(&self, node: NodeId) -> &Rational {
        &self.chance[node.index()]
    }

    /// Whether an action has positive probability.
    pub(super) fn uses(&self, supports: &[Support], action: ActionId) -> bool {
        let (infoset, position) = self.place(action);
        supports[infoset.index()] >> position & 1 == 1
    }

    /// The actions on the way to a node that have probability 0.
    pub(super) fn departures(&self, supports: &[Support], node: NodeId) -> Vec<ActionId> {
        self.moves(node).iter().copied().filter(|&action| !self.uses(supports, action)).collect()
    }

    /// The information sets in the order in which it is best decided what is used there: subgame by subgame, inner ones first, and
    /// in each from the last moves to the first. What must hold in a subgame is then known as soon as all of it is decided.
    pub(super) fn order(&self) -> Vec<InfosetId> {
        let mut order: Vec<InfosetId> = self.tree.infoset_ids().collect();
        order.sort_by_key(|id| (Reverse(self.within[id.index()]), Reverse(self.depth(*id)), *id));
        order
    }

    /// The information sets of the moves that lead to a node of an information set from the beginning of the smallest subgame on.
    /// What comes before is common to all of its nodes.
    pub(super) fn before_in_subgame(&self, id: InfosetId, node: NodeId) -> impl Iterator<Item = InfosetId> {
        let root = self.within[id.index()];
        let sets = self.moves(node).iter().map(|&action| self.place(action).0);
        sets.filter(move |set| self.tree.infoset(*set).nodes[0] >= root)
    }

    /// Whether an information set is in the smallest subgame around another, or further inside.
    pub(super) fn is_inside(&self, id: InfosetId, other: InfosetId) -> bool {
        let root = self.within[other.index()];
        (root..self.tree.node(root).end).contains(&self.tree.infoset(id).nodes[0])
    }

    /// The length of the longest way to an information set.
    pub(super) fn depth(&self, infoset: InfosetId) -> usize {
        self.depths[infoset.index()]
    }
}
