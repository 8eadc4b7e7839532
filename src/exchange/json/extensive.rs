//! Documents of games in extensive form.

use super::document::{Chance, Document, Event, FORMAT, Fault, InformationSet, Kind, Node, Player, need, refuse};
use super::normal::check_outcomes;
use crate::error::Error;
use crate::game::{
    ChanceId, ChanceMove, ExtensiveForm, Infoset, InfosetId, Labels, NodeKind, Outcome, OutcomeId, PlayerId, Slot,
    TreeBuilder,
};

const KIND: &str = "a game in extensive form";

pub(super) fn to_document(game: &ExtensiveForm) -> Document {
    let name = |name: &String| Player { name: name.clone(), strategies: None };
    Document {
        format: FORMAT.into(),
        kind: Kind::Extensive,
        title: game.title().into(),
        comment: game.comment().into(),
        players: game.players().labels().iter().map(name).collect(),
        information_sets: Some(game.infosets().iter().map(|infoset| information_set(game, infoset)).collect()),
        chance: Some(game.chance_moves().iter().map(chance).collect()),
        outcomes: Some(game.outcomes().to_vec()),
        nodes: Some(game.nodes().iter().map(node).collect()),
        payoffs: None,
        profiles: None,
    }
}

fn information_set(game: &ExtensiveForm, infoset: &Infoset) -> InformationSet {
    InformationSet {
        player: game.players().key(infoset.player.index()).to_owned(),
        label: infoset.label.clone(),
        actions: infoset.actions.labels().to_vec(),
    }
}

fn chance(chance: &ChanceMove) -> Chance {
    let events = chance.events.labels().iter().zip(&chance.probabilities);
    let event = |(label, probability): (&String, &crate::number::Rational)| Event {
        label: label.clone(),
        probability: probability.clone(),
    };
    Chance { label: chance.label.clone(), events: events.map(event).collect() }
}

fn node(node: &crate::game::Node) -> Node {
    let (information_set, chance) = match node.kind {
        NodeKind::Terminal => (None, None),
        NodeKind::Decision(id) => (Some(id.0), None),
        NodeKind::Chance(id) => (None, Some(id.0)),
    };
    Node { label: node.label.clone(), information_set, chance, outcome: node.outcome.map(|id| id.0) }
}

pub(super) fn from_document(document: Document) -> Result<ExtensiveForm, Fault> {
    refuse(&document.payoffs, "payoffs", KIND)?;
    refuse(&document.profiles, "profiles", KIND)?;
    let nodes = need(document.nodes, "nodes", KIND)?;
    let names = player_names(document.players)?;
    let tree = ExtensiveForm::builder(&names).title(document.title).comment(document.comment).names_as_written();
    // The document holds the whole tree, so that its own length is limit enough.
    let tree = tree.max_nodes(nodes.len().max(1));
    let mut grower = Grower { tree, infosets: Vec::new(), chance: Vec::new(), outcomes: Vec::new() };
    grower.add_infosets(document.information_sets.unwrap_or_default(), &Labels::new(names))?;
    grower.add_chance(document.chance.unwrap_or_default())?;
    grower.add_outcomes(document.outcomes.unwrap_or_default())?;
    grower.grow(&nodes)?;
    grower.tree.finish().map_err(Fault::whole)
}

fn player_names(players: Vec<Player>) -> Result<Vec<String>, Fault> {
    if players.is_empty() {
        return Err(Fault::at(&["players"], "the game has no players; name at least one".into()));
    }
    if let Some(bad) = players.iter().position(|player| player.strategies.is_some()) {
        let name = &players[bad].name;
        let message = format!("player '{name}' has strategies; in {KIND}, give actions to information sets instead");
        return Err(Fault::of("players", bad, message).field("strategies"));
    }
    Ok(players.into_iter().map(|player| player.name).collect())
}

/// The tree under construction, with what its nodes refer to by position.
struct Grower {
    tree: TreeBuilder,
    infosets: Vec<(InfosetId, usize)>,
    chance: Vec<(ChanceId, usize)>,
    outcomes: Vec<OutcomeId>,
}

impl Grower {
    fn add_infosets(&mut self, infosets: Vec<InformationSet>, players: &Labels) -> Result<(), Fault> {
        const LIST: &str = "information_sets";
        for (position, infoset) in infosets.into_iter().enumerate() {
            let found = players.find("player", &infoset.player);
            let player = found.map_err(|error| Fault::wrap(LIST, position, error).field("player"))?;
            if infoset.actions.is_empty() {
                let (label, player) = (&infoset.label, &infoset.player);
                let message = format!("information set '{label}' of '{player}' has no actions; give at least one");
                return Err(Fault::of(LIST, position, message).field("actions"));
            }
            let actions = Labels::new(infoset.actions);
            let count = actions.len();
            let id = self.tree.add_infoset(PlayerId::from(player), &infoset.label, actions);
            self.infosets.push((id, count));
        }
        Ok(())
    }

    fn add_chance(&mut self, chance: Vec<Chance>) -> Result<(), Fault> {
        for (position, chance) in chance.into_iter().enumerate() {
            let fault = |error: Error| Fault::wrap("chance", position, error).field("events");
            if chance.events.is_empty() {
                let message = format!("chance at '{}' has no events; give at least one", chance.label);
                return Err(fault(Error::Invalid(message)));
            }
            let (labels, probabilities): (Vec<_>, Vec<_>) =
                chance.events.into_iter().map(|event| (event.label, event.probability)).unzip();
            let count = labels.len();
            let id = self.tree.add_chance(&chance.label, Labels::new(labels), probabilities).map_err(fault)?;
            self.chance.push((id, count));
        }
        Ok(())
    }

    fn add_outcomes(&mut self, outcomes: Vec<Outcome>) -> Result<(), Fault> {
        check_outcomes(&outcomes, self.tree.num_players())?;
        for outcome in outcomes {
            self.outcomes.push(self.tree.add_outcome(&outcome.label, outcome.payoffs).map_err(Fault::whole)?);
        }
        Ok(())
    }

    fn grow(&mut self, nodes: &[Node]) -> Result<(), Fault> {
        let mut open = vec![self.tree.root()];
        for (position, node) in nodes.iter().enumerate() {
            let Some(slot) = open.pop() else {
                let message = format!("the tree is complete after {position} nodes, and more follow; delete them");
                return Err(Fault::of("nodes", position, message));
            };
            self.tree.label(slot, &node.label);
            let room = nodes.len() - position - 1;
            let mut children = self.place(slot, node, position, room.saturating_sub(open.len()))?;
            children.reverse();
            open.append(&mut children);
        }
        if open.is_empty() {
            return Ok(());
        }
        let message = format!("the tree needs {} more nodes; add one for each action, depth first", open.len());
        Err(Fault::at(&["nodes"], message))
    }

    /// Places what a node holds; `room` is how many nodes the document has left for its actions.
    fn place(&mut self, slot: Slot, node: &Node, position: usize, room: usize) -> Result<Vec<Slot>, Fault> {
        let fault = |error: Error| Fault::wrap("nodes", position, error);
        if let Some(outcome) = node.outcome {
            let id = *pick(&self.outcomes, outcome, position, "outcome", "outcomes")?;
            self.tree.place_outcome(slot, id).map_err(fault)?;
        }
        let short = |count: usize| {
            let message = format!(
                "node {position} ('{}') has {count} actions, and too few nodes follow; add one for each action",
                node.label
            );
            if count > room { Err(Fault::of("nodes", position, message)) } else { Ok(()) }
        };
        match (node.information_set, node.chance) {
            (None, None) => Ok(Vec::new()),
            (Some(infoset), None) => {
                let (id, count) = *pick(&self.infosets, infoset, position, "information_set", "information_sets")?;
                short(count)?;
                self.tree.place(slot, id).map_err(fault)
            }
            (None, Some(chance)) => {
                let (id, count) = *pick(&self.chance, chance, position, "chance", "chance")?;
                short(count)?;
                self.tree.place_chance(slot, id).map_err(fault)
            }
            (Some(_), Some(_)) => {
                let label = &node.label;
                let message = format!("node {position} ('{label}') is both a player's move and chance's; choose one");
                Err(Fault::of("nodes", position, message))
            }
        }
    }
}

/// What a field of a node refers to.
fn pick<'a, T>(list: &'a [T], number: u32, node: usize, field: &'static str, of: &str) -> Result<&'a T, Fault> {
    list.get(number as usize).ok_or_else(|| {
        let (name, count) = (field.replace('_', " "), list.len());
        let message = format!("node {node} names {name} {number}; '{of}' lists {count}, counted from 0");
        Fault::of("nodes", node, message).field(field)
    })
}
