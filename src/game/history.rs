//! What each player has done so far at every point of a tree: the players' own histories.

use std::collections::HashMap;

use super::extensive::{ExtensiveForm, NodeKind};
use super::ids::{InfosetId, NodeId, PlayerId};

/// A player's own moves, as a tree of their own: each history is the one before it and one move more.
#[derive(Debug, Clone)]
pub(crate) struct Histories {
    steps: Vec<Step>,
    by_step: HashMap<Step, usize>,
}

/// The last move of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Step {
    /// The history before the move.
    pub before: usize,
    /// The information set of the move; `None` for the empty history.
    pub infoset: Option<InfosetId>,
    /// The action.
    pub action: usize,
}

/// The empty history.
pub(crate) const NOTHING_YET: usize = 0;

impl Histories {
    fn new() -> Self {
        let empty = Step { before: NOTHING_YET, infoset: None, action: 0 };
        Histories { steps: vec![empty], by_step: HashMap::new() }
    }

    /// How many histories there are, the empty one included.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// The last step of a history.
    pub fn step(&self, history: usize) -> Step {
        self.steps[history]
    }

    fn extend(&mut self, step: Step) -> usize {
        let steps = &mut self.steps;
        *self.by_step.entry(step).or_insert_with(|| {
            steps.push(step);
            steps.len() - 1
        })
    }
}

/// Follows a depth-first walk through the nodes, and knows every player's own history at the node it stands on.
#[derive(Debug)]
pub(crate) struct Trail<'a> {
    game: &'a ExtensiveForm,
    /// Every player's histories, as far as met.
    pub histories: Vec<Histories>,
    current: Vec<usize>,
    /// The decisions on the way here: node, player, and the player's history before it.
    stack: Vec<(NodeId, PlayerId, usize)>,
}

impl<'a> Trail<'a> {
    pub fn new(game: &'a ExtensiveForm) -> Self {
        let histories = (0..game.num_players()).map(|_| Histories::new()).collect();
        Trail { game, histories, current: vec![NOTHING_YET; game.num_players()], stack: Vec::new() }
    }

    /// Steps to a node. Nodes must come in depth-first order, starting with the root.
    pub fn enter(&mut self, id: NodeId) {
        let Some((parent, action)) = self.game.node(id).parent else { return };
        while let Some(&(node, player, before)) = self.stack.last() {
            if node < parent && self.game.node(node).end > id {
                break;
            }
            self.current[player.index()] = before;
            self.stack.pop();
        }
        if let NodeKind::Decision(infoset) = self.game.node(parent).kind {
            let player = self.game.infoset(infoset).player;
            let before = self.current[player.index()];
            let step = Step { before, infoset: Some(infoset), action };
            self.current[player.index()] = self.histories[player.index()].extend(step);
            self.stack.push((parent, player, before));
        }
    }

    /// Every player's history at the node entered last.
    pub fn current(&self) -> &[usize] {
        &self.current
    }

    /// A player's history at the node entered last.
    pub fn of(&self, player: PlayerId) -> usize {
        self.current[player.index()]
    }
}
