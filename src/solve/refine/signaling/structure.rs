//! Finds a signalling game in a tree, or says which node stands in the way.

use super::fold::{Fold, Why, fold};
use super::game::{Exit, Message, MessageSender, SenderType, SignalingGame};
use crate::error::Error;
use crate::game::{ExtensiveForm, InfosetId, Labels, NodeId, NodeKind, PlayerId};
use crate::number::Rational;

impl SignalingGame {
    /// Finds the signalling game in a tree.
    ///
    /// Chance moves first, as often as it likes; then the sender, who may know some of what chance did: each of the
    /// sender's information sets is a type. A receiver's information set is a message; it must hold nothing but nodes that
    /// the sender's moves lead to directly. After a reply, and after moves of the sender that nobody replies to, everybody
    /// must know where the game stands, and nobody may be indifferent where it matters. Events of probability 0 are left
    /// out. The game may also be a subgame that begins with chance.
    ///
    /// # Arguments
    /// - `after`: the actions and events that lead to the subgame that is meant. If not given, the whole tree is tried, and
    ///   then its subgames.
    ///
    /// # Errors
    /// When there is no such game, naming the node that stands in the way; when several subgames are such games.
    pub fn find(tree: &ExtensiveForm, after: Option<&[&str]>) -> Result<Self, Error> {
        let values = fold(tree);
        let at = |root: NodeId| Finder { tree, values: &values }.find(root);
        if let Some(path) = after {
            let root = tree.find_node(path)?;
            if !tree.subgame_roots().contains(&root) {
                let place = tree.describe_path(root);
                return Err(Error::Invalid(format!("no subgame begins after {place}; name the path to one")));
            }
            return at(root);
        }
        let reason = match at(tree.root()) {
            Ok(found) => return Ok(found),
            Err(reason) => reason,
        };
        let roots = tree.subgame_roots().into_iter().skip(1);
        let mut found: Vec<SignalingGame> = roots.filter_map(|root| at(root).ok()).collect();
        if found.len() > 1 {
            let places: Vec<String> = found.iter().map(|game| tree.describe_path(game.root)).collect();
            return Err(Error::Invalid(format!(
                "several subgames are signalling games: after {}; say which one is meant",
                places.join("; after ")
            )));
        }
        found.pop().ok_or(reason)
    }
}

struct Finder<'a> {
    tree: &'a ExtensiveForm,
    values: &'a [Fold],
}

/// The nodes of one type, each with its probability.
type Nodes = Vec<(NodeId, Rational)>;

impl Finder<'_> {
    fn find(&self, root: NodeId) -> Result<SignalingGame, Error> {
        let (sender, types) = self.types(root)?;
        let mut game = SignalingGame {
            root,
            sender: self.tree.players().key(sender.index()).to_owned(),
            types: Vec::new(),
            messages: Vec::new(),
        };
        for (infoset, nodes) in &types {
            self.add_type(&mut game, sender, root, *infoset, nodes)?;
        }
        for message in &game.messages {
            self.require_pure(message, &types)?;
        }
        if game.messages.is_empty() {
            return Err(unsupported(format!("nobody replies to {}", game.sender)));
        }
        self.rename(&mut game);
        Ok(game)
    }

    /// The first moves after chance, all of one player, by information set.
    fn types(&self, root: NodeId) -> Result<(PlayerId, Vec<(InfosetId, Nodes)>), Error> {
        let tree = self.tree;
        if !matches!(tree.node(root).kind, NodeKind::Chance(_)) {
            return Err(unsupported(format!("{} is not a move of chance", tree.describe_path(root))));
        }
        let mut types: Vec<(InfosetId, Nodes)> = Vec::new();
        let mut open = vec![(root, Rational::ONE)];
        while let Some((id, probability)) = open.pop() {
            match tree.node(id).kind {
                NodeKind::Terminal => {}
                NodeKind::Chance(chance) => {
                    let branches = tree.node(id).children.iter().zip(&tree.chance_move(chance).probabilities);
                    let possible = branches.filter(|(_, weight)| !weight.is_zero());
                    let next: Vec<_> = possible.map(|(child, weight)| (*child, &probability * weight)).collect();
                    open.extend(next.into_iter().rev());
                }
                NodeKind::Decision(infoset) => match types.iter_mut().find(|(known, _)| *known == infoset) {
                    Some((_, nodes)) => nodes.push((id, probability)),
                    None => types.push((infoset, vec![(id, probability)])),
                },
            }
        }
        let Some(&(first, _)) = types.first() else { return Err(unsupported("nobody moves after chance")) };
        let sender = tree.infoset(first).player;
        for (infoset, nodes) in &types {
            if tree.infoset(*infoset).player != sender {
                let (one, other) = (self.place(types[0].1[0].0), self.place(nodes[0].0));
                return Err(unsupported(format!("{one}, and {other}: after chance one player must move first")));
            }
            let known = |id: &NodeId| nodes.iter().any(|(node, _)| node == id) || self.is_impossible(*id);
            if let Some(stray) = tree.infoset(*infoset).nodes.iter().find(|id| !known(id)) {
                return Err(unsupported(format!("{}, which is no first move after chance", self.place(*stray))));
            }
        }
        Ok((sender, types))
    }

    fn add_type(
        &self,
        game: &mut SignalingGame,
        sender: PlayerId,
        root: NodeId,
        infoset: InfosetId,
        nodes: &Nodes,
    ) -> Result<(), Error> {
        let tree = self.tree;
        let prior: Rational = nodes.iter().map(|(_, weight)| weight).sum();
        let shares: Nodes = nodes.iter().map(|(id, weight)| (*id, weight / &prior)).collect();
        let number = game.types.len();
        let mut exits = Vec::new();
        for (action, name) in tree.infoset(infoset).actions.keys().iter().enumerate() {
            let next: Nodes =
                shares.iter().map(|(id, share)| (tree.node(*id).children[action], share.clone())).collect();
            let Some(asked) = self.asked(sender, &next) else {
                let payoff = self.payoffs(&next)?[sender.index()].clone();
                exits.push(Exit { name: name.clone(), action, payoff });
                continue;
            };
            let place = self.message(game, asked);
            let message = &mut game.messages[place];
            if let Some(twin) = message.senders.iter().find(|by| by.sender_type == number) {
                let twin = tree.infoset(infoset).actions.key(twin.action);
                let receiver = &message.receiver;
                return Err(unsupported(format!("{receiver} cannot tell {name} from {twin}, so they are one message")));
            }
            message.senders.push(self.sends(sender, asked, number, action, &next)?);
        }
        let path = |id: NodeId| tree.path(id)[tree.path(root).len()..].join(", ");
        let labelled = !tree.infoset(infoset).label.trim().is_empty() || nodes.len() > 1;
        let name = if labelled { tree.infoset(infoset).key.clone() } else { path(nodes[0].0) };
        game.types.push(SenderType { name, prior, infoset, exits });
        Ok(())
    }

    /// The information set of another player that all of some nodes are in.
    fn asked(&self, sender: PlayerId, nodes: &Nodes) -> Option<InfosetId> {
        let infoset = |(id, _): &(NodeId, Rational)| match self.tree.node(*id).kind {
            NodeKind::Decision(infoset) => Some(infoset),
            _ => None,
        };
        let first = infoset(nodes.first()?)?;
        let same = nodes.iter().all(|node| infoset(node) == Some(first));
        (same && self.tree.infoset(first).player != sender).then_some(first)
    }

    fn message(&self, game: &mut SignalingGame, asked: InfosetId) -> usize {
        if let Some(place) = game.messages.iter().position(|message| message.infoset == asked) {
            return place;
        }
        let infoset = self.tree.infoset(asked);
        game.messages.push(Message {
            name: String::new(),
            receiver: self.tree.players().key(infoset.player.index()).to_owned(),
            infoset: asked,
            replies: infoset.actions.keys().to_vec(),
            senders: Vec::new(),
        });
        game.messages.len() - 1
    }

    /// What a type's message brings, reply by reply.
    fn sends(
        &self,
        sender: PlayerId,
        asked: InfosetId,
        sender_type: usize,
        action: usize,
        nodes: &Nodes,
    ) -> Result<MessageSender, Error> {
        let receiver = self.tree.infoset(asked).player;
        let (mut payoffs, mut receiver_payoffs) = (Vec::new(), Vec::new());
        for reply in 0..self.tree.infoset(asked).actions.len() {
            let ends = nodes.iter().map(|(id, share)| (self.tree.node(*id).children[reply], share.clone()));
            let values = self.payoffs(&ends.collect())?;
            payoffs.push(values[sender.index()].clone());
            receiver_payoffs.push(values[receiver.index()].clone());
        }
        Ok(MessageSender { sender_type, action, payoffs, receiver_payoffs })
    }

    /// Everybody's expected payoffs over some nodes.
    fn payoffs(&self, nodes: &Nodes) -> Result<Vec<Rational>, Error> {
        let mut sums = vec![Rational::ZERO; self.tree.num_players()];
        for (id, share) in nodes {
            match &self.values[id.index()] {
                Fold::Value(payoffs) => {
                    sums.iter_mut().zip(payoffs).for_each(|(sum, payoff)| *sum += share * payoff);
                }
                Fold::Open(node, Why::Hidden) => {
                    let place = self.place(*node);
                    return Err(unsupported(format!("{place} without knowing all that came before")));
                }
                Fold::Open(node, Why::Tie) => {
                    let place = self.place(*node);
                    return Err(unsupported(format!("{place} and is indifferent, so that what follows is not known")));
                }
            }
        }
        Ok(sums)
    }

    /// Checks that a receiver's information set has no other nodes than those that the sender's moves lead to.
    fn require_pure(&self, message: &Message, types: &[(InfosetId, Nodes)]) -> Result<(), Error> {
        let follows = |id: NodeId| {
            let parent = self.tree.node(id).parent.map(|(parent, _)| parent);
            types.iter().any(|(_, nodes)| nodes.iter().any(|(node, _)| Some(*node) == parent))
        };
        let stray =
            self.tree.infoset(message.infoset).nodes.iter().find(|id| !follows(**id) && !self.is_impossible(**id));
        match stray {
            None => Ok(()),
            Some(id) => Err(unsupported(format!("{}, which does not follow a message directly", self.place(*id)))),
        }
    }

    /// Whether chance never lets play come to a node.
    fn is_impossible(&self, id: NodeId) -> bool {
        self.tree.steps(id).into_iter().any(|(node, action)| match self.tree.node(node).kind {
            NodeKind::Chance(chance) => self.tree.chance_move(chance).probabilities[action].is_zero(),
            _ => false,
        })
    }

    /// Gives every type and every message its own name. A message bears the names of all actions that send it.
    fn rename(&self, game: &mut SignalingGame) {
        let names = Labels::new(game.types.iter().map(|known| known.name.clone()));
        game.types.iter_mut().zip(names.keys()).for_each(|(known, name)| known.name.clone_from(name));
        let name = |message: &Message| {
            let mut actions: Vec<&str> = Vec::new();
            for by in &message.senders {
                let action = self.tree.infoset(game.types[by.sender_type].infoset).actions.key(by.action);
                if !actions.contains(&action) {
                    actions.push(action);
                }
            }
            actions.join(" / ")
        };
        let names = Labels::new(game.messages.iter().map(name));
        game.messages.iter_mut().zip(names.keys()).for_each(|(message, name)| message.name.clone_from(name));
    }

    /// "Russia moves at 'called' (after Loyal, Invoke)".
    fn place(&self, id: NodeId) -> String {
        let path = self.tree.describe_path(id);
        match self.tree.node(id).kind {
            NodeKind::Decision(infoset) => {
                let infoset = self.tree.infoset(infoset);
                let player = self.tree.players().key(infoset.player.index());
                format!("{player} moves at '{}' (after {path})", infoset.key)
            }
            _ => format!("after {path}"),
        }
    }
}

fn unsupported(reason: impl std::fmt::Display) -> Error {
    Error::Unsupported(format!(
        "this is no signalling game: {reason}. In one, chance draws a type, the sender who knows it takes a message, and a \
         receiver who sees only the message replies"
    ))
}
