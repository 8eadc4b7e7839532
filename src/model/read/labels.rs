//! Labels of information sets: the moves of one player with one label cannot be told apart, wherever in the document they
//! stand and however often the piece follows in which they stand.

use super::Reader;
use crate::error::InputError;
use crate::model::form::{Kind, Set, Table, Tree, describe};
use crate::model::node::Node;

/// An information set with a label, and the piece of the document in which its first move stands.
pub(super) struct Labelled {
    set: usize,
    piece: usize,
}

impl Reader<'_> {
    /// Begins a copy of a piece of the document: a part, what follows an end, a simultaneous move. Returns the piece around it.
    pub(super) fn begin_piece(&mut self) -> usize {
        self.pieces += 1;
        std::mem::replace(&mut self.piece, self.pieces)
    }

    /// The information set of a player's move: that of its label, or a new one.
    pub(super) fn information_set(
        &mut self,
        player: usize,
        actions: Vec<String>,
        node: &Node,
        tree: &mut Tree,
    ) -> Result<usize, InputError> {
        let label = node.get("information set");
        let place = label.unwrap_or(node).place;
        let name = label.and_then(Node::as_text);
        let set = Set { player, label: name.map(str::to_owned), scope: String::new(), joined: false, actions, place };
        let Some(name) = name else { return Ok(tree.add(set)) };
        let first = Labelled { set: tree.sets.len(), piece: self.piece };
        let known = self.labels.entry((player, name.to_owned())).or_insert(first);
        if known.set == tree.sets.len() {
            return Ok(tree.add(set));
        }
        let before = &mut tree.sets[known.set];
        before.joined |= known.piece != self.piece;
        if before.actions == set.actions {
            Ok(known.set)
        } else {
            Err(other_actions(&self.players[player], before, &set))
        }
    }

    /// The information sets of those who move at the same time.
    pub(super) fn sets_at_once(
        &mut self,
        table: &Table,
        node: &Node,
        tree: &mut Tree,
    ) -> Result<Vec<usize>, InputError> {
        let outside = self.begin_piece();
        let movers = table.movers.iter().zip(&table.strategies);
        let sets = movers.map(|(&player, actions)| self.information_set(player, actions.clone(), node, tree)).collect();
        self.piece = outside;
        sets
    }

    /// Where a label joins moves of several pieces, nobody may have to forget what they did.
    pub(super) fn check_recall(&self, tree: &Tree) -> Result<(), InputError> {
        let mut first: Vec<Option<usize>> = vec![None; tree.sets.len()];
        for at in tree.depth_first(0) {
            let Kind::Move(set) = tree.nodes[at].kind else { continue };
            if !tree.sets[set].joined {
                continue;
            }
            let before = *first[set].get_or_insert(at);
            if own_moves(tree, before) != own_moves(tree, at) {
                return Err(self.forgets(tree, set, [before, at]));
            }
        }
        Ok(())
    }

    fn forgets(&self, tree: &Tree, set: usize, moves: [usize; 2]) -> InputError {
        let Set { player, label, place, .. } = &tree.sets[set];
        let (player, label) = (&self.players[*player], label.as_deref().unwrap_or_default());
        let [first, second] = moves.map(|at| describe(&tree.path(0, at)));
        let message = format!(
            "the label '{label}' joins two moves of {player}, at {first} and at {second}, but {player} has moved or \
             known differently before them and would have to forget it"
        );
        let help = "moves of one player with one label cannot be told apart, also where a part follows twice; leave \
                    the label out, and each is an information set of its own, or write different labels";
        InputError { message, help: Some(help.into()), place: *place }
    }
}

fn other_actions(player: &str, before: &Set, now: &Set) -> InputError {
    let line = before.place.map_or_else(|| "before".to_owned(), |place| format!("on line {}", place.line));
    let (label, first, second) = (now.label.as_deref().unwrap_or_default(), &before.actions, &now.actions);
    let message = format!(
        "{player}'s information set '{label}' has the actions {} here and {} {line}",
        second.join(", "),
        first.join(", ")
    );
    let help = "give both moves the same actions in the same order, or other labels";
    InputError { message, help: Some(help.into()), place: now.place }
}

/// What the player who moves at a node did and knew before, the last move first.
fn own_moves(tree: &Tree, at: usize) -> Vec<(usize, usize)> {
    let player = |node: usize| match tree.nodes[node].kind {
        Kind::Move(set) => Some((set, tree.sets[set].player)),
        _ => None,
    };
    let own = player(at).map(|(_, player)| player);
    let steps = std::iter::successors(tree.nodes[at].parent, |(before, _)| tree.nodes[*before].parent);
    let moves = steps.filter_map(|(before, action)| player(before).map(|(set, owner)| (set, owner, action)));
    moves.filter(|(_, owner, _)| Some(*owner) == own).map(|(set, _, action)| (set, action)).collect()
}
