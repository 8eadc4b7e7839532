//! [`ExtensiveForm`]: moves in order, some of them hidden, some of them chance's.

use std::sync::Arc;

use super::ids::{ChanceId, InfosetId, NodeId, OutcomeId, PlayerId};
use super::labels::Labels;
use super::memo::Memo;
use super::outcome::Outcome;
use super::recall::Memory;
use super::tree_builder::TreeBuilder;
use crate::error::{Error, UnknownName};
use crate::number::Rational;

/// A finite game in extensive form: a tree of moves, with chance and information sets.
///
/// # Definition
/// A rooted tree; each inner node is a move of a player or of chance. A player's nodes are grouped into information
/// sets: the player cannot tell the nodes of one set apart, and has the same actions at each. Outcomes may stand at any
/// node; a play's payoffs (utilities) are the sum of the outcomes along it. Nodes are numbered depth first, so that a
/// subtree is a range of numbers. Immutable and valid once built; cloning is cheap.
///
/// # Example
/// ```
/// use foederis::ExtensiveForm;
/// let mut tree = ExtensiveForm::builder(["Challenger", "Defender"]);
/// let start = tree.root();
/// let first = tree.decision(start, "Challenger", "start", ["Attack", "Refrain"])?;
/// let second = tree.decision(first[0], "Defender", "attacked", ["Resist", "Yield"])?;
/// tree.payoffs(first[1], [0, 0])?;
/// tree.payoffs(second[0], [-1, -1])?;
/// tree.payoffs(second[1], [1, -2])?;
/// let game = tree.finish()?;
/// assert_eq!(game.num_nodes(), 5);
/// assert!(game.has_perfect_information());
/// # Ok::<(), foederis::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensiveForm(Arc<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inner {
    pub(super) title: String,
    pub(super) comment: String,
    pub(super) players: Labels,
    pub(super) nodes: Vec<Node>,
    pub(super) infosets: Vec<Infoset>,
    pub(super) chance: Vec<ChanceMove>,
    pub(super) outcomes: Vec<Outcome>,
    /// Sums of the outcomes along each play, a block of one payoff a player for each terminal node.
    pub(super) plays: Vec<Rational>,
    pub(super) fingerprint: Memo<String>,
    pub(super) memory: Memo<Memory>,
}

/// A node of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The node's own label as written; often empty.
    pub label: String,
    /// The node before this one and the position of the action taken there; `None` at the root.
    pub parent: Option<(NodeId, usize)>,
    /// Who moves here.
    pub kind: NodeKind,
    /// The nodes that the actions lead to, in the order of the actions.
    pub children: Vec<NodeId>,
    /// The outcome that stands here, if any.
    pub outcome: Option<OutcomeId>,
    /// One past the last node of the subtree that begins here.
    pub end: NodeId,
    /// For terminal nodes: which play this is, counted from 0 in depth-first order.
    pub(super) play: u32,
}

/// Who moves at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// Nobody: the game ends.
    Terminal,
    /// A player, who knows only the information set.
    Decision(InfosetId),
    /// Chance.
    Chance(ChanceId),
}

/// What a player knows when moving: the nodes that cannot be told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Infoset {
    /// Who moves.
    pub player: PlayerId,
    /// The label as written; may be empty.
    pub label: String,
    /// A name that is unique among the player's information sets.
    pub key: String,
    /// The actions.
    pub actions: Labels,
    /// The nodes, in depth-first order.
    pub nodes: Vec<NodeId>,
}

/// A chance move: its events and their probabilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChanceMove {
    /// The label as written; may be empty.
    pub label: String,
    /// The events.
    pub events: Labels,
    /// Their probabilities: not negative, with sum 1.
    pub probabilities: Vec<Rational>,
    /// The nodes at which chance moves so, in depth-first order.
    pub nodes: Vec<NodeId>,
}

impl ExtensiveForm {
    /// Starts a tree with named players.
    pub fn builder(players: impl IntoIterator<Item: Into<String>>) -> TreeBuilder {
        TreeBuilder::new(players.into_iter().map(Into::into).collect())
    }

    pub(super) fn from_inner(inner: Inner) -> Self {
        ExtensiveForm(Arc::new(inner))
    }

    /// What the players remember, followed through the tree unless it was before.
    pub(super) fn memory_or(&self, work: impl FnOnce() -> Memory) -> &Memory {
        self.0.memory.get_or(work)
    }

    /// The game's fingerprint, worked out unless it was before.
    pub(crate) fn fingerprint_or(&self, work: impl FnOnce() -> String) -> &str {
        self.0.fingerprint.get_or(work)
    }

    /// The title; may be empty.
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// A longer description; may be empty.
    pub fn comment(&self) -> &str {
        &self.0.comment
    }

    /// The players.
    pub fn players(&self) -> &Labels {
        &self.0.players
    }

    /// How many players there are.
    pub fn num_players(&self) -> usize {
        self.0.players.len()
    }

    /// All player ids, in order.
    pub fn player_ids(&self) -> impl Iterator<Item = PlayerId> + use<> {
        (0..self.num_players()).map(PlayerId::from)
    }

    /// A player by name.
    pub fn player(&self, name: &str) -> Result<PlayerId, Error> {
        self.0.players.find("player", name).map(PlayerId::from)
    }

    /// The root.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many nodes there are, terminal ones included.
    pub fn num_nodes(&self) -> usize {
        self.0.nodes.len()
    }

    /// All nodes, depth first: every node stands after its parent.
    pub fn nodes(&self) -> &[Node] {
        &self.0.nodes
    }

    /// All node ids, depth first.
    pub fn node_ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.num_nodes()).map(NodeId::from)
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.0.nodes[id.index()]
    }

    /// The terminal nodes, depth first.
    pub fn terminals(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.node_ids().filter(|id| self.node(*id).kind == NodeKind::Terminal)
    }

    /// How many terminal nodes (plays) there are.
    pub fn num_plays(&self) -> usize {
        self.0.plays.len() / self.num_players()
    }

    /// Everybody's payoffs for the play that ends at a terminal node; empty elsewhere.
    pub fn play_payoffs(&self, terminal: NodeId) -> &[Rational] {
        let (node, n) = (self.node(terminal), self.num_players());
        if node.kind != NodeKind::Terminal {
            return &[];
        }
        let play = node.play as usize;
        &self.0.plays[play * n..(play + 1) * n]
    }

    /// Which play ends at a terminal node, counted from 0 depth first.
    pub(crate) fn play_number(&self, terminal: NodeId) -> usize {
        self.node(terminal).play as usize
    }

    /// The information sets, in the order in which play meets them depth first.
    pub fn infosets(&self) -> &[Infoset] {
        &self.0.infosets
    }

    /// All information set ids.
    pub fn infoset_ids(&self) -> impl Iterator<Item = InfosetId> + use<> {
        (0..self.0.infosets.len()).map(InfosetId::from)
    }

    /// An information set.
    pub fn infoset(&self, id: InfosetId) -> &Infoset {
        &self.0.infosets[id.index()]
    }

    /// The information sets of a player.
    pub fn infosets_of(&self, player: PlayerId) -> impl Iterator<Item = InfosetId> + '_ {
        self.infoset_ids().filter(move |id| self.infoset(*id).player == player)
    }

    /// A player's information set by name.
    pub fn find_infoset(&self, player: PlayerId, key: &str) -> Result<InfosetId, Error> {
        let found = self.infosets_of(player).find(|id| self.infoset(*id).key == key);
        found.ok_or_else(|| {
            let kind = format!("information set of {}", self.players().key(player.index()));
            UnknownName::new(kind, key, self.infosets_of(player).map(|id| self.infoset(id).key.clone())).into()
        })
    }

    /// The chance moves.
    pub fn chance_moves(&self) -> &[ChanceMove] {
        &self.0.chance
    }

    /// A chance move.
    pub fn chance_move(&self, id: ChanceId) -> &ChanceMove {
        &self.0.chance[id.index()]
    }

    /// The outcomes, which nodes may share.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.0.outcomes
    }

    /// The actions or events at a node; `None` at a terminal one.
    pub fn actions(&self, id: NodeId) -> Option<&Labels> {
        match self.node(id).kind {
            NodeKind::Terminal => None,
            NodeKind::Decision(infoset) => Some(&self.infoset(infoset).actions),
            NodeKind::Chance(chance) => Some(&self.chance_move(chance).events),
        }
    }

    /// The steps that lead from the root to a node: each node left, and the position of the action taken there.
    pub fn steps(&self, id: NodeId) -> Vec<(NodeId, usize)> {
        let mut steps: Vec<_> =
            std::iter::successors(self.node(id).parent, |(node, _)| self.node(*node).parent).collect();
        steps.reverse();
        steps
    }

    /// The names of the actions and events that lead from the root to a node.
    pub fn path(&self, id: NodeId) -> Vec<&str> {
        let name = |(node, action): (NodeId, usize)| self.actions(node).map_or("", |actions| actions.key(action));
        self.steps(id).into_iter().map(name).collect()
    }

    /// The node that named actions lead to from the root.
    pub fn find_node(&self, path: &[&str]) -> Result<NodeId, Error> {
        path.iter().try_fold(self.root(), |node, action| {
            let actions = self.actions(node).ok_or_else(|| {
                let before = self.path(node).join(", ");
                Error::Invalid(format!("the game is over after {before}; there is no '{action}' to take"))
            })?;
            let kind = format!("action after {}", self.describe_path(node));
            Ok(self.node(node).children[actions.find(&kind, action)?])
        })
    }

    /// The path to a node in words: "the start", or the actions that lead to it.
    pub fn describe_path(&self, id: NodeId) -> String {
        let path = self.path(id);
        if path.is_empty() { "the start".into() } else { path.join(", ") }
    }

    /// Whether every information set is a single node.
    pub fn has_perfect_information(&self) -> bool {
        self.0.infosets.iter().all(|infoset| infoset.nodes.len() == 1)
    }

    /// Whether some mover does not know what chance has drawn before: an information set has nodes behind different events.
    pub fn has_private_information(&self) -> bool {
        let drawn = |node: NodeId| -> Vec<(NodeId, usize)> {
            let by_chance = |(at, _): &(NodeId, usize)| matches!(self.node(*at).kind, NodeKind::Chance(_));
            self.steps(node).into_iter().filter(by_chance).collect()
        };
        self.infosets().iter().any(|infoset| {
            let first = drawn(infoset.nodes[0]);
            infoset.nodes[1..].iter().any(|node| drawn(*node) != first)
        })
    }

    /// The same tree with other payoffs at the end of each play (depth first), and none at inner nodes.
    pub fn with_play_payoffs(&self, payoffs: Vec<Vec<Rational>>) -> Result<ExtensiveForm, Error> {
        let n = self.num_players();
        if payoffs.len() != self.num_plays() || payoffs.iter().any(|cell| cell.len() != n) {
            return Err(Error::Invalid(format!("give {n} payoffs for each of the {} plays", self.num_plays())));
        }
        let mut inner = (*self.0).clone();
        for node in &mut inner.nodes {
            node.outcome = (node.kind == NodeKind::Terminal).then_some(OutcomeId(node.play));
        }
        inner.plays = payoffs.concat();
        inner.outcomes = payoffs.into_iter().map(|payoffs| Outcome { label: String::new(), payoffs }).collect();
        Ok(Self::from_inner(inner))
    }
}
