//! Perfect recall: does every player remember what they knew and did?

use std::fmt;

use super::extensive::{ExtensiveForm, NodeKind};
use super::history::{Histories, NOTHING_YET, Step, Trail};
use super::ids::{InfosetId, NodeId, PlayerId};
use crate::error::Error;

/// How a player's memory fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lapse {
    /// The player forgets an earlier move, or what was known then.
    Forgets,
    /// One play meets the information set twice: the player does not know whether the move was made already.
    AbsentMinded,
}

/// Where a player's memory fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecallViolation {
    /// What kind of failure it is.
    pub lapse: Lapse,
    /// The player.
    pub player: String,
    /// The player's information set.
    pub infoset: String,
    /// Two nodes of the information set that the player should be able to tell apart.
    pub nodes: (NodeId, NodeId),
    /// The plays that lead to the two nodes, in words.
    pub plays: (String, String),
}

/// What each information set's player did last before it, in a game of perfect recall.
///
/// Under perfect recall every node of an information set has the same own move before it, so that a player's own moves
/// form a tree; a move always comes after its predecessor in the order of information sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMoves {
    before: Vec<Option<(InfosetId, usize)>>,
}

impl OwnMoves {
    /// The player's last move before an information set: which set, and which action.
    pub fn before(&self, infoset: InfosetId) -> Option<(InfosetId, usize)> {
        self.before[infoset.index()]
    }
}

/// Own moves, and the first lapse of each player.
#[derive(Debug)]
pub(super) struct Memory {
    moves: OwnMoves,
    lapses: Vec<Option<Found>>,
}

impl ExtensiveForm {
    /// Checks that all players remember what they knew and what they did.
    ///
    /// # Definition
    /// A player has perfect recall if all nodes of an information set share the player's own earlier information sets
    /// and actions (Kuhn 1953).
    ///
    /// # Errors
    /// The first violation found.
    ///
    /// # Complexity
    /// Time and memory are linear in the number of nodes, the first time that it is asked of a tree.
    pub fn perfect_recall(&self) -> Result<(), RecallViolation> {
        match self.memory().lapses.iter().flatten().next() {
            Some(lapse) => Err(self.describe_lapse(*lapse)),
            None => Ok(()),
        }
    }

    /// Each information set's last own move before it.
    ///
    /// # Errors
    /// When a player lacks perfect recall: the violation.
    pub fn own_moves(&self) -> Result<OwnMoves, RecallViolation> {
        self.perfect_recall()?;
        Ok(self.memory().moves.clone())
    }

    /// Checks one player's memory only.
    ///
    /// # Errors
    /// The player's first violation.
    pub fn perfect_recall_of(&self, player: PlayerId) -> Result<(), RecallViolation> {
        match self.memory().lapses[player.index()] {
            Some(lapse) => Err(self.describe_lapse(lapse)),
            None => Ok(()),
        }
    }

    /// The own moves, for a method that needs perfect recall; `what` names it ("the sequence form").
    ///
    /// # Errors
    /// [`Error::Unsupported`], with the violation in words.
    pub fn require_perfect_recall(&self, what: &str) -> Result<OwnMoves, Error> {
        self.own_moves().map_err(|violation| {
            Error::Unsupported(format!("{what} needs players who remember their own moves: {violation}"))
        })
    }

    fn memory(&self) -> &Memory {
        self.memory_or(|| self.follow_own_moves())
    }

    fn follow_own_moves(&self) -> Memory {
        let mut lapses: Vec<Option<Found>> = vec![None; self.num_players()];
        let mut seen: Vec<Option<usize>> = vec![None; self.infosets().len()];
        let mut trail = Trail::new(self);
        for id in self.node_ids() {
            trail.enter(id);
            let NodeKind::Decision(infoset) = self.node(id).kind else { continue };
            let player = self.infoset(infoset).player;
            let history = trail.of(player);
            if *seen[infoset.index()].get_or_insert(history) != history {
                lapses[player.index()].get_or_insert(self.lapse_at(infoset, id));
            }
        }
        let step = |(infoset, history): (InfosetId, &Option<usize>)| {
            let histories: &Histories = &trail.histories[self.infoset(infoset).player.index()];
            let Step { infoset, action, .. } = histories.step(history.unwrap_or(NOTHING_YET));
            infoset.map(|infoset| (infoset, action))
        };
        Memory { moves: OwnMoves { before: self.infoset_ids().zip(&seen).map(step).collect() }, lapses }
    }

    fn lapse_at(&self, infoset: InfosetId, second: NodeId) -> Found {
        let nodes = &self.infoset(infoset).nodes;
        let inside = |pair: &&[NodeId]| pair[1] < self.node(pair[0]).end;
        match nodes.windows(2).find(inside) {
            Some(pair) => Found { lapse: Lapse::AbsentMinded, infoset, nodes: (pair[0], pair[1]) },
            None => Found { lapse: Lapse::Forgets, infoset, nodes: (nodes[0], second) },
        }
    }

    fn describe_lapse(&self, found: Found) -> RecallViolation {
        let infoset = self.infoset(found.infoset);
        RecallViolation {
            lapse: found.lapse,
            player: self.players().key(infoset.player.index()).to_owned(),
            infoset: infoset.key.clone(),
            nodes: found.nodes,
            plays: (self.describe_path(found.nodes.0), self.describe_path(found.nodes.1)),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Found {
    lapse: Lapse,
    infoset: InfosetId,
    nodes: (NodeId, NodeId),
}

impl fmt::Display for RecallViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RecallViolation { player, infoset, plays: (first, second), .. } = self;
        match self.lapse {
            Lapse::AbsentMinded => write!(
                f,
                "one play meets {player}'s information set '{infoset}' twice, at {first} and again at {second} \
                 (absent-mindedness); give the two moves different information sets"
            ),
            Lapse::Forgets => write!(
                f,
                "{player} has moved or known differently before {first} and before {second}, but the information set \
                 '{infoset}' joins the two; give them different information sets"
            ),
        }
    }
}

impl std::error::Error for RecallViolation {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_moves_are_followed_past_others() {
        let mut tree = ExtensiveForm::builder(["A", "B"]);
        let root = tree.root();
        let first = tree.decision(root, "A", "one", ["l", "r"]).unwrap();
        for (slot, label) in first.into_iter().zip(["after l", "after r"]) {
            for middle in tree.decision(slot, "B", "blind", ["x", "y"]).unwrap() {
                for end in tree.decision(middle, "A", label, ["s", "t"]).unwrap() {
                    tree.payoffs(end, [0, 0]).unwrap();
                }
            }
        }
        let game = tree.finish().unwrap();
        let moves = game.own_moves().unwrap();
        let before = |player: u32, key: &str| moves.before(game.find_infoset(PlayerId(player), key).unwrap());
        assert_eq!(before(0, "one"), None);
        assert_eq!(before(1, "blind"), None);
        assert_eq!(before(0, "after r"), Some((InfosetId(0), 1)));
    }

    #[test]
    fn forgetting_is_told_from_absent_mindedness() {
        let mut tree = ExtensiveForm::builder(["A", "Driver"]);
        let root = tree.root();
        for slot in tree.decision(root, "A", "one", ["l", "r"]).unwrap() {
            for end in tree.decision(slot, "A", "which", ["s", "t"]).unwrap() {
                tree.payoffs(end, [0, 0]).unwrap();
            }
        }
        let forgets = tree.finish().unwrap();
        let violation = forgets.perfect_recall().unwrap_err();
        assert_eq!((violation.lapse, violation.player.as_str()), (Lapse::Forgets, "A"));
        assert_eq!(violation.plays, ("l".into(), "r".into()));
        assert!(forgets.perfect_recall_of(PlayerId(1)).is_ok());
        let error = forgets.require_perfect_recall("the sequence form").unwrap_err();
        assert!(matches!(&error, Error::Unsupported(text) if text.contains("'which' joins the two")), "{error}");

        let mut tree = ExtensiveForm::builder(["A", "Driver"]);
        let root = tree.root();
        let first = tree.decision(root, "Driver", "road", ["on", "off"]).unwrap();
        let second = tree.decision(first[0], "Driver", "road", ["on", "off"]).unwrap();
        for end in [first[1], second[0], second[1]] {
            tree.payoffs(end, [0, 0]).unwrap();
        }
        let violation = tree.finish().unwrap().perfect_recall().unwrap_err();
        assert_eq!(violation.lapse, Lapse::AbsentMinded);
        assert!(violation.to_string().contains("twice, at the start and again at on"), "{violation}");
    }
}
