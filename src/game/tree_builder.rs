//! [`TreeBuilder`]: trees grown node by node.

use std::collections::HashMap;

use super::extensive::{ChanceMove, ExtensiveForm, Infoset, Inner, Node, NodeKind};
use super::ids::{ChanceId, InfosetId, NodeId, OutcomeId, PlayerId};
use super::labels::Labels;
use super::memo::Memo;
use super::outcome::Outcome;
use crate::error::{Error, UnknownName};
use crate::number::Rational;

/// The most nodes that a tree may have unless the builder is told otherwise.
pub const DEFAULT_MAX_NODES: usize = 10_000_000;

/// A node under construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slot(u32);

/// Grows an [`ExtensiveForm`]: start at [`root`](TreeBuilder::root), put moves and payoffs on slots, then
/// [`finish`](TreeBuilder::finish).
#[derive(Debug, Clone)]
pub struct TreeBuilder {
    title: String,
    comment: String,
    players: Vec<String>,
    nodes: Vec<Draft>,
    infosets: Vec<Infoset>,
    by_label: HashMap<(PlayerId, String), InfosetId>,
    chance: Vec<ChanceMove>,
    outcomes: Vec<Outcome>,
    as_written: bool,
    max_nodes: usize,
}

#[derive(Debug, Clone)]
struct Draft {
    label: String,
    parent: Option<(Slot, usize)>,
    kind: NodeKind,
    children: Vec<Slot>,
    outcome: Option<OutcomeId>,
}

impl TreeBuilder {
    pub(super) fn new(players: Vec<String>) -> Self {
        TreeBuilder {
            title: String::new(),
            comment: String::new(),
            players,
            nodes: vec![Draft::leaf(None)],
            infosets: Vec::new(),
            by_label: HashMap::new(),
            chance: Vec::new(),
            outcomes: Vec::new(),
            as_written: false,
            max_nodes: DEFAULT_MAX_NODES,
        }
    }

    /// Sets the title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets the longer description.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = comment.into();
        self
    }

    /// Keeps names as written even where they repeat or are empty, and lets plays end without payoffs (all 0), as files
    /// of other programs may have it.
    pub fn names_as_written(mut self) -> Self {
        self.as_written = true;
        self
    }

    /// The most nodes that the tree may have; [`DEFAULT_MAX_NODES`] if not set.
    pub fn max_nodes(mut self, limit: usize) -> Self {
        self.max_nodes = limit;
        self
    }

    /// How many players there are.
    pub fn num_players(&self) -> usize {
        self.players.len()
    }

    /// The root's slot.
    pub fn root(&self) -> Slot {
        Slot(0)
    }

    /// Lets a player move at a slot, and returns the slots that the actions lead to.
    ///
    /// Moves of one player with one label are one information set: the player cannot tell them apart. With an empty
    /// label the move is an information set of its own.
    ///
    /// # Errors
    /// When the player is unknown, the slot is taken, or the actions differ from those already given for the label.
    pub fn decision(
        &mut self,
        slot: Slot,
        player: &str,
        label: &str,
        actions: impl IntoIterator<Item: Into<String>>,
    ) -> Result<Vec<Slot>, Error> {
        let position = self.players.iter().position(|name| name == player);
        let owner = PlayerId::from(position.ok_or_else(|| UnknownName::new("player", player, &self.players))?);
        let actions = Labels::unique(&format!("actions of {player} at '{label}'"), actions)?;
        let known = (owner, label.to_owned());
        let infoset = match self.by_label.get(&known) {
            Some(&id) if !label.is_empty() => self.same_actions(id, &actions)?,
            _ => {
                let id = self.add_infoset(owner, label, actions);
                self.by_label.insert(known, id);
                id
            }
        };
        self.place(slot, infoset)
    }

    fn same_actions(&self, id: InfosetId, actions: &Labels) -> Result<InfosetId, Error> {
        let infoset = &self.infosets[id.index()];
        if infoset.actions == *actions {
            return Ok(id);
        }
        let player = &self.players[infoset.player.index()];
        let (first, second) = (infoset.actions.labels().join(", "), actions.labels().join(", "));
        Err(Error::Invalid(format!(
            "{player} has the actions {first} at one node of the information set '{}' and {second} at another; \
             give both the same actions in the same order, or another label",
            infoset.label
        )))
    }

    /// Adds an information set to be put on slots with [`place`](TreeBuilder::place).
    pub fn add_infoset(&mut self, player: PlayerId, label: &str, actions: Labels) -> InfosetId {
        self.infosets.push(Infoset { player, label: label.into(), key: String::new(), actions, nodes: Vec::new() });
        InfosetId::from(self.infosets.len() - 1)
    }

    /// Puts a move of an information set on a slot, and returns the slots that the actions lead to.
    ///
    /// # Errors
    /// When the slot is taken or the tree grows over its limit.
    pub fn place(&mut self, slot: Slot, infoset: InfosetId) -> Result<Vec<Slot>, Error> {
        let count = self.infosets[infoset.index()].actions.len();
        self.grow(slot, NodeKind::Decision(infoset), count)
    }

    /// Lets chance move at a slot, and returns the slots that the events lead to.
    ///
    /// # Errors
    /// When the slot is taken, a probability is negative, or they do not sum to 1.
    pub fn chance(
        &mut self,
        slot: Slot,
        label: &str,
        events: impl IntoIterator<Item = (impl Into<String>, impl Into<Rational>)>,
    ) -> Result<Vec<Slot>, Error> {
        let (names, probabilities): (Vec<String>, Vec<Rational>) =
            events.into_iter().map(|(name, probability)| (name.into(), probability.into())).unzip();
        let place = if label.is_empty() { self.describe(slot) } else { format!("'{label}'") };
        let names = Labels::unique(&format!("events of chance at {place}"), names)?;
        check_odds(&place, &names, &probabilities)?;
        let chance = self.add_chance(label, names, probabilities)?;
        self.place_chance(slot, chance)
    }

    /// Adds a chance move to be put on slots with [`place_chance`](TreeBuilder::place_chance).
    ///
    /// # Errors
    /// When a probability is negative, or they do not sum to 1.
    pub fn add_chance(&mut self, label: &str, events: Labels, probabilities: Vec<Rational>) -> Result<ChanceId, Error> {
        let place = if label.is_empty() { "this move".to_owned() } else { format!("'{label}'") };
        check_odds(&place, &events, &probabilities)?;
        self.chance.push(ChanceMove { label: label.into(), events, probabilities, nodes: Vec::new() });
        Ok(ChanceId::from(self.chance.len() - 1))
    }

    /// Puts a chance move on a slot, and returns the slots that the events lead to.
    ///
    /// # Errors
    /// When the slot is taken or the tree grows over its limit.
    pub fn place_chance(&mut self, slot: Slot, chance: ChanceId) -> Result<Vec<Slot>, Error> {
        let count = self.chance[chance.index()].events.len();
        self.grow(slot, NodeKind::Chance(chance), count)
    }

    /// Puts payoffs on a slot: one for each player, in order. At an inner node they are added to those further on.
    ///
    /// # Errors
    /// When their number is not that of the players, or the slot has payoffs already.
    pub fn payoffs(&mut self, slot: Slot, payoffs: impl IntoIterator<Item: Into<Rational>>) -> Result<(), Error> {
        self.outcome(slot, "", payoffs)
    }

    /// Puts a named outcome on a slot.
    ///
    /// # Errors
    /// As for [`payoffs`](TreeBuilder::payoffs).
    pub fn outcome(
        &mut self,
        slot: Slot,
        label: &str,
        payoffs: impl IntoIterator<Item: Into<Rational>>,
    ) -> Result<(), Error> {
        let outcome = self.add_outcome(label, payoffs.into_iter().map(Into::into).collect())?;
        self.place_outcome(slot, outcome)
    }

    /// Adds an outcome to be put on slots with [`place_outcome`](TreeBuilder::place_outcome). Without payoffs it gives
    /// everybody 0.
    ///
    /// # Errors
    /// When payoffs are given and their number is not that of the players.
    pub fn add_outcome(&mut self, label: &str, mut payoffs: Vec<Rational>) -> Result<OutcomeId, Error> {
        if !payoffs.is_empty() && payoffs.len() != self.players.len() {
            let (given, players) = (payoffs.len(), self.players.join(", "));
            return Err(Error::Invalid(format!("{given} payoffs were given; give one for each of {players}")));
        }
        payoffs.resize(self.players.len(), Rational::ZERO);
        self.outcomes.push(Outcome { label: label.into(), payoffs });
        Ok(OutcomeId::from(self.outcomes.len() - 1))
    }

    /// Puts an outcome on a slot.
    ///
    /// # Errors
    /// When the slot has payoffs already.
    pub fn place_outcome(&mut self, slot: Slot, outcome: OutcomeId) -> Result<(), Error> {
        if self.nodes[slot.0 as usize].outcome.is_some() {
            return Err(Error::Invalid(format!("{} has payoffs already; give them once", self.describe(slot))));
        }
        self.nodes[slot.0 as usize].outcome = Some(outcome);
        Ok(())
    }

    /// Sets a node's own label.
    pub fn label(&mut self, slot: Slot, label: &str) {
        self.nodes[slot.0 as usize].label = label.into();
    }

    fn grow(&mut self, slot: Slot, kind: NodeKind, count: usize) -> Result<Vec<Slot>, Error> {
        if self.nodes[slot.0 as usize].kind != NodeKind::Terminal {
            return Err(Error::Invalid(format!("{} has a move already; give it once", self.describe(slot))));
        }
        if count == 0 {
            return Err(Error::Invalid(format!(
                "the move at {} has no actions; give at least one",
                self.describe(slot)
            )));
        }
        if self.nodes.len() + count > self.max_nodes {
            let limit = format!("{} nodes", self.max_nodes);
            return Err(Error::TooLarge { what: "the tree".into(), limit, option: "max_nodes" });
        }
        let first = self.nodes.len();
        self.nodes.extend((0..count).map(|action| Draft::leaf(Some((slot, action)))));
        let children: Vec<Slot> = (first..first + count).map(|index| Slot(index as u32)).collect();
        let node = &mut self.nodes[slot.0 as usize];
        (node.kind, node.children) = (kind, children.clone());
        Ok(children)
    }

    fn actions(&self, slot: Slot) -> Option<&Labels> {
        match self.nodes[slot.0 as usize].kind {
            NodeKind::Terminal => None,
            NodeKind::Decision(id) => Some(&self.infosets[id.index()].actions),
            NodeKind::Chance(id) => Some(&self.chance[id.index()].events),
        }
    }

    fn path(&self, slot: Slot) -> Vec<&str> {
        let parent = |slot: Slot| self.nodes[slot.0 as usize].parent;
        let steps = std::iter::successors(parent(slot), |(before, _)| parent(*before));
        let mut path: Vec<&str> =
            steps.map(|(before, action)| self.actions(before).map_or("", |actions| actions.key(action))).collect();
        path.reverse();
        path
    }

    fn describe(&self, slot: Slot) -> String {
        let path = self.path(slot);
        if path.is_empty() { "the start".into() } else { format!("the node after {}", path.join(", ")) }
    }

    /// The finished tree.
    ///
    /// # Errors
    /// When there are no players or names repeat, or a play ends without payoffs.
    pub fn finish(self) -> Result<ExtensiveForm, Error> {
        if self.players.is_empty() {
            return Err(Error::Invalid("the game has no players; add at least one".into()));
        }
        let players =
            if self.as_written { Labels::new(&self.players) } else { Labels::unique("players", &self.players)? };
        self.check_plays()?;
        let order = self.depth_first();
        let mut number = vec![NodeId(0); self.nodes.len()];
        for (position, slot) in order.iter().enumerate() {
            number[slot.0 as usize] = NodeId::from(position);
        }
        let mut nodes = self.number_nodes(&order, &number);
        let plays = self.sum_plays(&nodes);
        let outcomes = collect_outcomes(&mut nodes, self.outcomes);
        let (mut infosets, mut chance) = collect_moves(&mut nodes, self.infosets, self.chance);
        name_infosets(&mut infosets, &nodes, &chance);
        for chance in &mut chance {
            chance.nodes.shrink_to_fit();
        }
        let (title, comment) = (self.title, self.comment);
        let (fingerprint, memory) = (Memo::default(), Memo::default());
        let inner = Inner { title, comment, players, nodes, infosets, chance, outcomes, plays, fingerprint, memory };
        Ok(ExtensiveForm::from_inner(inner))
    }

    /// A play of which no node has payoffs is most likely a slip.
    fn check_plays(&self) -> Result<(), Error> {
        if self.as_written {
            return Ok(());
        }
        let mut paid = vec![false; self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            paid[index] = node.outcome.is_some() || node.parent.is_some_and(|(parent, _)| paid[parent.0 as usize]);
            if node.kind == NodeKind::Terminal && !paid[index] {
                let place = self.describe(Slot(index as u32));
                return Err(Error::Invalid(format!("the game ends at {place} without payoffs; give them, or a move")));
            }
        }
        Ok(())
    }

    fn depth_first(&self) -> Vec<Slot> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut stack = vec![Slot(0)];
        while let Some(slot) = stack.pop() {
            order.push(slot);
            stack.extend(self.nodes[slot.0 as usize].children.iter().rev());
        }
        order
    }

    fn number_nodes(&self, order: &[Slot], number: &[NodeId]) -> Vec<Node> {
        let id = |slot: &Slot| number[slot.0 as usize];
        let mut play = 0;
        let mut nodes: Vec<Node> = Vec::with_capacity(order.len());
        for slot in order {
            let draft = &self.nodes[slot.0 as usize];
            nodes.push(Node {
                label: draft.label.clone(),
                parent: draft.parent.map(|(parent, action)| (id(&parent), action)),
                kind: draft.kind,
                children: draft.children.iter().map(id).collect(),
                outcome: draft.outcome,
                end: NodeId::from(nodes.len() + 1),
                play,
            });
            play += u32::from(draft.kind == NodeKind::Terminal);
        }
        for index in (1..nodes.len()).rev() {
            if let Some((parent, _)) = nodes[index].parent {
                nodes[parent.index()].end = nodes[parent.index()].end.max(nodes[index].end);
            }
        }
        nodes
    }

    fn sum_plays(&self, nodes: &[Node]) -> Vec<Rational> {
        let n = self.players.len();
        let mut sums: Vec<Rational> = Vec::with_capacity(nodes.len() * n);
        let mut plays = Vec::new();
        for node in nodes {
            let own = node.outcome.map_or(&[][..], |id| &self.outcomes[id.index()].payoffs[..]);
            for player in 0..n {
                let before =
                    node.parent.map_or(Rational::ZERO, |(parent, _)| sums[parent.index() * n + player].clone());
                sums.push(own.get(player).map_or(before.clone(), |payoff| before + payoff));
            }
            if node.kind == NodeKind::Terminal {
                plays.extend_from_slice(&sums[sums.len() - n..]);
            }
        }
        plays
    }
}

/// Checks that each event has a probability, and that they sum to 1.
fn check_odds(place: &str, events: &Labels, probabilities: &[Rational]) -> Result<(), Error> {
    if events.len() != probabilities.len() || probabilities.iter().any(Rational::is_negative) {
        return Err(Error::Invalid(format!("chance at {place} needs one probability, not below 0, for each event")));
    }
    let total: Rational = probabilities.iter().sum();
    let short = &total - &Rational::ONE;
    if short.is_zero() {
        return Ok(());
    }
    let sum = probabilities.iter().map(brief).collect::<Vec<_>>().join(" + ");
    let fault = format!("the probabilities of chance at {place} are {sum}; they must sum to 1");
    Err(Error::Invalid(if short.to_f64().abs() < 1e-9 {
        format!(
            "{fault} and miss it by {:e}: a decimal is read as it stands, so write a fraction, such as '1/3' or \
             Fraction(1, 3), where a decimal is rounded",
            short.to_f64().abs()
        )
    } else {
        format!("{fault}, not to {}", brief(&total))
    }))
}

/// A number as it is, or where that is long, its first digits.
fn brief(number: &Rational) -> String {
    let text = number.to_string();
    if text.chars().count() <= 12 { text } else { format!("{:.4}...", number.to_f64()) }
}

impl Draft {
    fn leaf(parent: Option<(Slot, usize)>) -> Self {
        Draft { label: String::new(), parent, kind: NodeKind::Terminal, children: Vec::new(), outcome: None }
    }
}

/// Numbers outcomes in the order in which play meets them; those on no node are dropped.
fn collect_outcomes(nodes: &mut [Node], outcomes: Vec<Outcome>) -> Vec<Outcome> {
    let mut outcomes: Vec<Option<Outcome>> = outcomes.into_iter().map(Some).collect();
    let mut new = vec![OutcomeId(0); outcomes.len()];
    let mut used = Vec::new();
    for id in nodes.iter_mut().filter_map(|node| node.outcome.as_mut()) {
        let old = id.index();
        if let Some(outcome) = outcomes[old].take() {
            new[old] = OutcomeId::from(used.len());
            used.push(outcome);
        }
        *id = new[old];
    }
    used
}

/// Numbers information sets and chance moves in the order in which play meets them; those on no node are dropped.
fn collect_moves(
    nodes: &mut [Node],
    infosets: Vec<Infoset>,
    chance: Vec<ChanceMove>,
) -> (Vec<Infoset>, Vec<ChanceMove>) {
    let (mut new_infoset, mut new_chance) = (vec![None; infosets.len()], vec![None; chance.len()]);
    let (mut used_infosets, mut used_chance): (Vec<Infoset>, Vec<ChanceMove>) = (Vec::new(), Vec::new());
    for (index, node) in nodes.iter_mut().enumerate() {
        let here = NodeId::from(index);
        match &mut node.kind {
            NodeKind::Terminal => {}
            NodeKind::Decision(id) => {
                let old = id.index();
                *id = *new_infoset[old].get_or_insert_with(|| {
                    used_infosets.push(infosets[old].clone());
                    InfosetId::from(used_infosets.len() - 1)
                });
                used_infosets[id.index()].nodes.push(here);
            }
            NodeKind::Chance(id) => {
                let old = id.index();
                *id = *new_chance[old].get_or_insert_with(|| {
                    used_chance.push(chance[old].clone());
                    ChanceId::from(used_chance.len() - 1)
                });
                used_chance[id.index()].nodes.push(here);
            }
        }
    }
    (used_infosets, used_chance)
}

/// Gives each information set a key that is unique for its player: its label, or "start", or "after" the last action.
fn name_infosets(infosets: &mut [Infoset], nodes: &[Node], chance: &[ChanceMove]) {
    let describe = |infoset: &Infoset| match nodes[infoset.nodes[0].index()].parent {
        _ if !infoset.label.is_empty() => infoset.label.clone(),
        None => "start".to_owned(),
        Some((parent, action)) => match nodes[parent.index()].kind {
            NodeKind::Chance(id) => format!("after {}", chance[id.index()].events.key(action)),
            NodeKind::Decision(id) => format!("after {}", infosets[id.index()].actions.key(action)),
            NodeKind::Terminal => String::new(),
        },
    };
    let names: Vec<String> = infosets.iter().map(describe).collect();
    let players: std::collections::BTreeSet<PlayerId> = infosets.iter().map(|infoset| infoset.player).collect();
    for player in players {
        let own: Vec<usize> = (0..infosets.len()).filter(|&i| infosets[i].player == player).collect();
        let keys = Labels::new(own.iter().map(|&i| names[i].as_str()));
        for (position, &index) in own.iter().enumerate() {
            infosets[index].key = keys.key(position).to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_numbered_depth_first() {
        let mut tree = ExtensiveForm::builder(["A", "B"]);
        let root = tree.root();
        let a = tree.decision(root, "A", "", ["l", "r"]).unwrap();
        let right = tree.decision(a[1], "B", "", ["x", "y"]).unwrap();
        let left = tree.decision(a[0], "B", "", ["x", "y"]).unwrap();
        for (slot, value) in left.into_iter().chain(right).zip(1..) {
            tree.payoffs(slot, [value, -value]).unwrap();
        }
        let game = tree.finish().unwrap();
        let paths: Vec<String> = game.node_ids().map(|id| game.path(id).join("")).collect();
        assert_eq!(paths, ["", "l", "lx", "ly", "r", "rx", "ry"]);
        assert_eq!(game.node(NodeId(1)).end, NodeId(4));
        assert_eq!(game.play_payoffs(NodeId(5))[0], Rational::from(3));
        let keys: Vec<&str> = game.infosets().iter().map(|infoset| infoset.key.as_str()).collect();
        assert_eq!(keys, ["start", "after l", "after r"]);
        assert_eq!(game.find_node(&["r", "y"]).unwrap(), NodeId(6));
    }

    #[test]
    fn payoffs_add_up_along_a_play() {
        let mut tree = ExtensiveForm::builder(["A"]);
        let root = tree.root();
        tree.payoffs(root, [10]).unwrap();
        let end = tree
            .chance(root, "", [("up", Rational::new(1, 3).unwrap()), ("down", Rational::new(2, 3).unwrap())])
            .unwrap();
        tree.payoffs(end[0], [1]).unwrap();
        let game = tree.finish().unwrap();
        assert_eq!(game.play_payoffs(NodeId(1)), [Rational::from(11)]);
        assert_eq!(game.play_payoffs(NodeId(2)), [Rational::from(10)]);
    }

    #[test]
    fn mistakes_are_named() {
        let mut tree = ExtensiveForm::builder(["Russia", "Armenia"]);
        let root = tree.root();
        let say = |error: Error| error.to_string();
        assert!(say(tree.decision(root, "Rusia", "", ["a"]).unwrap_err()).contains("did you mean 'Russia'"));
        let ends = tree.decision(root, "Russia", "call", ["Support", "Abstain"]).unwrap();
        assert!(say(tree.decision(root, "Russia", "", ["a"]).unwrap_err()).contains("has a move already"));
        assert!(say(tree.decision(ends[0], "Russia", "call", ["Support"]).unwrap_err()).contains("same actions"));
        assert!(say(tree.payoffs(ends[0], [1]).unwrap_err()).contains("Russia, Armenia"));
        let third = Rational::new(1, 3).unwrap();
        assert!(
            say(tree.chance(ends[1], "", [("x", third.clone()), ("y", third)]).unwrap_err())
                .contains("sum to 1, not to 2/3")
        );
        let start = ExtensiveForm::builder(["A"]).root();
        let rest: Rational = "0.6666666666666666".parse().unwrap();
        let rounded = [("x", "0.3333333333333333".parse().unwrap()), ("y", rest)];
        let error = say(ExtensiveForm::builder(["A"]).chance(start, "", rounded).unwrap_err());
        assert!(
            error.contains("chance at the start are 0.3333... + 0.6667...; they must sum to 1 and miss it by 1e-16"),
            "{error}"
        );
        tree.payoffs(ends[0], [1, 1]).unwrap();
        assert!(say(tree.finish().unwrap_err()).contains("after Abstain without payoffs"));
    }
}
