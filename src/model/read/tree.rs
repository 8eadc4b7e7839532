//! Reads trees: moves, chance, payoffs, and what they continue with.

use super::Reader;
use super::graft::graft_table;
use crate::error::{Error, InputError, UnknownName};
use crate::model::form::{Kind, Tree, add_payoffs};
use crate::model::node::{Node, Value};
use crate::model::shape::NODE;

/// The most nodes that a tree may have.
const MAX_NODES: usize = 100_000;
/// The most moves in a play.
const MAX_DEPTH: usize = 200;

/// The keys of which a node has one at most.
const MOVES: [&str; 4] = ["player", "chance", "simultaneous", "continue"];

impl Reader<'_> {
    /// Reads a node onto an end of the tree.
    pub(super) fn read_tree(&mut self, node: &Node, tree: &mut Tree, at: usize) -> Result<(), Error> {
        tree.nodes[at].place = node.place.or(tree.nodes[at].place);
        if tree.nodes.len() > MAX_NODES || tree.depth(at) > MAX_DEPTH || self.nesting > MAX_DEPTH {
            let limit = format!("{MAX_NODES} nodes and {MAX_DEPTH} moves in a play");
            return Err(node.error(format!("the tree is over the limit of {limit}")).into());
        }
        self.nesting += 1;
        let result = match &node.value {
            Value::Nothing => Ok(()),
            Value::List(_) => self.add_payoffs(node, tree, at),
            Value::Map(_) => self.read_node(node, tree, at),
            Value::Text(_) => Err(node.error("payoffs or a move should stand here; this is a text").into()),
        };
        self.nesting -= 1;
        result
    }

    fn add_payoffs(&mut self, node: &Node, tree: &mut Tree, at: usize) -> Result<(), Error> {
        let payoffs = self.payoffs(node)?;
        add_payoffs(&mut tree.nodes[at].payoffs, &payoffs);
        Ok(())
    }

    fn read_node(&mut self, node: &Node, tree: &mut Tree, at: usize) -> Result<(), Error> {
        one_move(node)?;
        if let Some(payoffs) = node.get("payoffs") {
            self.add_payoffs(payoffs, tree, at)?;
        }
        if let Some(events) = node.get("chance") {
            self.read_chance(events, tree, at)?;
        } else if let Some(actions) = node.get("actions") {
            self.read_move(node, actions, tree, at)?;
        } else if let Some(simultaneous) = node.get("simultaneous") {
            let table = self.read_simultaneous(simultaneous)?;
            let sets = self.sets_at_once(&table, simultaneous, tree)?;
            graft_table(&table, &sets, tree, at);
        } else if let Some(name) = node.get("continue") {
            self.read_continue(node, name, tree, at)?;
        }
        self.read_after(node, tree, at)
    }

    fn read_move(&mut self, node: &Node, actions: &Node, tree: &mut Tree, at: usize) -> Result<(), Error> {
        let Some(name) = node.get("player") else {
            return Err(actions.error("nobody is said to move here").help("write 'player:' beside 'actions:'").into());
        };
        let player = self.player(name)?;
        let labels: Vec<String> = actions.named().map(|(label, _)| label.to_owned()).collect();
        check_labels(actions, &format!("the actions of {}", self.players[player]))?;
        let set = self.information_set(player, labels, node, tree)?;
        let children = tree.grow(at, Kind::Move(set), tree.sets[set].actions.len());
        for ((_, below), child) in actions.named().zip(children) {
            self.read_below(below, tree, child)?;
        }
        Ok(())
    }

    /// Reads what follows an action; only what follows an event has a probability.
    fn read_below(&mut self, below: &Node, tree: &mut Tree, at: usize) -> Result<(), Error> {
        if let Some(probability) = below.get("probability") {
            let error = probability.error("an action has no probability");
            return Err(error.help("events with probabilities stand under 'chance:'").into());
        }
        self.read_tree(below, tree, at)
    }

    fn read_chance(&mut self, events: &Node, tree: &mut Tree, at: usize) -> Result<(), Error> {
        check_labels(events, "the events")?;
        let mut probabilities = Vec::new();
        for (name, event) in events.entries() {
            let Some(probability) = event.get("probability") else {
                let label = name.as_text().unwrap_or_default();
                let error = name.error(format!("the event '{label}' lacks 'probability:'"));
                return Err(error.help("write its payoffs under 'payoffs:' beside it").into());
            };
            probabilities.push(self.expression(probability, &self.symbols)?);
        }
        let labels: Vec<String> = events.named().map(|(label, _)| label.to_owned()).collect();
        let count = labels.len();
        tree.nodes[at].place = events.place;
        let children = tree.grow(at, Kind::Chance { events: labels, probabilities }, count);
        for ((_, below), child) in events.named().zip(children) {
            self.read_tree(below, tree, child)?;
        }
        Ok(())
    }

    /// Reads what follows where the game would end below a node.
    fn read_after(&mut self, node: &Node, tree: &mut Tree, at: usize) -> Result<(), Error> {
        let Some(after) = node.get("after") else { return Ok(()) };
        if node.get("continue").is_none() && node.get("simultaneous").is_none() {
            let error = after.error("'after' says how a continued game goes on; nothing is continued here");
            return Err(error.help("write 'continue:' or 'simultaneous:' beside it").into());
        }
        let ends = tree.ends(at);
        let mut used = vec![false; after.entries().len()];
        let mut follow = Vec::new();
        for end in ends {
            let path = tree.path(at, end);
            if let Some(index) = longest_match(after, &path) {
                used[index] = true;
                follow.push((end, index));
            }
        }
        if let Some(index) = used.iter().position(|used| !used) {
            let key = &after.entries()[index].0;
            let ends = tree.ends(at).into_iter().map(|end| tree.path(at, end).join(", "));
            let unknown = UnknownName::new("end of the continued game", key.as_text().unwrap_or_default(), ends);
            return Err(key.error(unknown.to_string()).into());
        }
        for (end, index) in follow {
            let outside = self.begin_piece();
            self.read_below(&after.entries()[index].1, tree, end)?;
            self.piece = outside;
        }
        Ok(())
    }

    /// Goes on with a part of this document or with another model.
    fn read_continue(&mut self, node: &Node, name: &Node, tree: &mut Tree, at: usize) -> Result<(), Error> {
        let text = name.as_text().unwrap_or_default().to_owned();
        let Some(part) = self.document.get("parts").and_then(|parts| parts.get(&text)).cloned() else {
            return self.graft_model(node, name, &text, tree, at);
        };
        if let Some(key) = node.get("with").or_else(|| node.get("variant")) {
            return Err(key.error(format!("'{text}' is a part of this file and shares its parameters")).into());
        }
        if self.open_parts.contains(&text) {
            return Err(name.error(format!("the part '{text}' continues in itself without end")).into());
        }
        self.continued.insert(text.clone());
        self.open_parts.push(text);
        let (place, outside) = (name.place, self.begin_piece());
        let result = self.read_below(&part, tree, at);
        self.piece = outside;
        tree.nodes[at].place = tree.nodes[at].place.or(place);
        self.open_parts.pop();
        result
    }
}

/// The entry of `after` whose actions begin the path, the longest if there are several; else `otherwise`.
fn longest_match(after: &Node, path: &[&str]) -> Option<usize> {
    let actions = |key: &str| key.split(',').map(|action| action.trim().to_owned()).collect::<Vec<_>>();
    let matches = after.named().enumerate().filter_map(|(index, (key, _))| {
        let key = actions(key);
        let fits = key.len() <= path.len() && key.iter().zip(path).all(|(a, b)| a == b);
        fits.then_some((key.len(), index))
    });
    let longest = matches.max_by_key(|(length, _)| *length).map(|(_, index)| index);
    longest.or_else(|| after.named().position(|(key, _)| key == "otherwise"))
}

/// A node may say one thing only about how it goes on.
fn one_move(node: &Node) -> Result<(), InputError> {
    let given: Vec<&str> = MOVES.into_iter().filter(|key| node.get(key).is_some()).collect();
    if let [first, second, ..] = given.as_slice() {
        let key = node.get(second).unwrap_or(node);
        return Err(key.error(format!("a move cannot have '{first}' and '{second}' together")));
    }
    let needs = |key: &str, other: &str| match node.get(key) {
        Some(value) if node.get(other).is_none() => {
            let about = NODE.field(other).map_or("", |field| field.about);
            Err(value.error(format!("'{key}' needs '{other}:' beside it")).help(about))
        }
        _ => Ok(()),
    };
    needs("player", "actions")?;
    needs("information set", "player")?;
    needs("with", "continue")?;
    needs("variant", "continue")
}

fn check_labels(labels: &Node, what: &str) -> Result<(), InputError> {
    if labels.entries().is_empty() {
        return Err(labels.error(format!("{what} are missing")));
    }
    match labels.entries().iter().find(|(label, _)| label.as_text().is_none_or(|text| text.trim().is_empty())) {
        Some((label, _)) => Err(label.error(format!("one of {what} has no name"))),
        None => Ok(()),
    }
}
