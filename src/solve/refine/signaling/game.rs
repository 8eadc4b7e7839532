//! [`SignalingGame`]: types, messages and replies.

use serde::{Deserialize, Serialize};

use crate::game::{InfosetId, NodeId};
use crate::number::Rational;

/// A signalling game, as found in a tree: chance draws the sender's type, the sender takes a message, and a receiver who
/// sees the message and not the type replies.
///
/// What follows a reply, or a move that nobody replies to, is folded into payoffs by backward induction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalingGame {
    /// Where it begins: the root, or a subgame.
    pub root: NodeId,
    /// Who knows the type.
    pub sender: String,
    /// The types that chance may draw.
    pub types: Vec<SenderType>,
    /// What receivers may see.
    pub messages: Vec<Message>,
}

/// A type of the sender: what the sender knows on taking a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderType {
    /// The label of the sender's information set; where it has none, the chance events that lead to it.
    pub name: String,
    /// The probability that chance draws it.
    pub prior: Rational,
    /// The sender's information set.
    pub infoset: InfosetId,
    /// The moves that nobody replies to.
    pub exits: Vec<Exit>,
}

/// A move of the sender after which nobody replies, so that its payoff is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// The action's name.
    pub name: String,
    /// The action's position at the information set.
    pub action: usize,
    /// What the type gets.
    pub payoff: Rational,
}

/// A message: what a receiver sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The name of the action that sends it.
    pub name: String,
    /// Who replies.
    pub receiver: String,
    /// The receiver's information set.
    pub infoset: InfosetId,
    /// The replies.
    pub replies: Vec<String>,
    /// The types that can send it. No other type is a candidate for having sent it.
    pub senders: Vec<MessageSender>,
}

/// A type that can send a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSender {
    /// The type, by position in [`SignalingGame::types`].
    pub sender_type: usize,
    /// The action's position at the type's information set.
    pub action: usize,
    /// What the type gets for each reply.
    pub payoffs: Vec<Rational>,
    /// What the receiver gets for each reply when the type has sent the message.
    pub receiver_payoffs: Vec<Rational>,
}

/// A way that a type can go.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way<'a> {
    /// It sends a message.
    Sends(&'a Message, &'a MessageSender),
    /// It takes a move that nobody replies to.
    Leaves(&'a Exit),
}

impl SignalingGame {
    /// Everything that a type can do.
    pub(super) fn ways(&self, sender_type: usize) -> impl Iterator<Item = Way<'_>> {
        let sends = move |message: &'_ Message| message.senders.iter().position(|by| by.sender_type == sender_type);
        let messages = self.messages.iter().filter_map(move |message| {
            let place = sends(message)?;
            Some(Way::Sends(message, &message.senders[place]))
        });
        messages.chain(self.types[sender_type].exits.iter().map(Way::Leaves))
    }
}

impl<'a> Way<'a> {
    pub(super) fn name(self) -> &'a str {
        match self {
            Way::Sends(message, _) => &message.name,
            Way::Leaves(exit) => &exit.name,
        }
    }

    pub(super) fn action(self) -> usize {
        match self {
            Way::Sends(_, by) => by.action,
            Way::Leaves(exit) => exit.action,
        }
    }

    /// The least that it brings, whatever the reply.
    pub(super) fn worst(self) -> Option<&'a Rational> {
        match self {
            Way::Sends(_, by) => by.payoffs.iter().min(),
            Way::Leaves(exit) => Some(&exit.payoff),
        }
    }
}
