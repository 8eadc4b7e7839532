//! The document as serde sees it: one flat record for games of both forms.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::game::Outcome;
use crate::number::Rational;

/// The name and version of the format.
pub(super) const FORMAT: &str = "foederis-game/1";

/// Which form the game has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Normal,
    Extensive,
}

/// A whole document. Which of the optional parts there must be depends on the kind.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a game document (an object)")]
pub(super) struct Document {
    pub(super) format: String,
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) comment: String,
    pub(super) players: Vec<Player>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) information_sets: Option<Vec<InformationSet>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) chance: Option<Vec<Chance>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) outcomes: Option<Vec<Outcome>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) nodes: Option<Vec<Node>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) payoffs: Option<Vec<Vec<Rational>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) profiles: Option<Vec<Option<u32>>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a player (an object with a name)")]
pub(super) struct Player {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) strategies: Option<Vec<String>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an information set (an object with a player and actions)")]
pub(super) struct InformationSet {
    pub(super) player: String,
    #[serde(default)]
    pub(super) label: String,
    pub(super) actions: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a chance move (an object with events)")]
pub(super) struct Chance {
    #[serde(default)]
    pub(super) label: String,
    pub(super) events: Vec<Event>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an event (an object with a probability)")]
pub(super) struct Event {
    #[serde(default)]
    pub(super) label: String,
    pub(super) probability: Rational,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a node (an object)")]
pub(super) struct Node {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) information_set: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) chance: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) outcome: Option<u32>,
}

/// What is wrong with a document that is well-formed, and the part of it that is to blame.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) path: Vec<Step>,
    pub(super) error: Error,
}

/// A step into a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// To a field of an object.
    Field(&'static str),
    /// To an element of an array.
    Element(usize),
}

impl Fault {
    /// A fault of a field.
    pub(super) fn at(path: &[&'static str], message: String) -> Self {
        Fault { path: path.iter().map(|field| Step::Field(field)).collect(), error: Error::Invalid(message) }
    }

    /// A fault of an element of a list.
    pub(super) fn of(list: &'static str, element: usize, message: String) -> Self {
        Self::wrap(list, element, Error::Invalid(message))
    }

    /// An error about an element of a list.
    pub(super) fn wrap(list: &'static str, element: usize, error: Error) -> Self {
        Fault { path: vec![Step::Field(list), Step::Element(element)], error }
    }

    /// An error about the whole.
    pub(super) fn whole(error: Error) -> Self {
        Fault { path: Vec::new(), error }
    }

    /// The same fault, of a field of the element.
    pub(super) fn field(mut self, field: &'static str) -> Self {
        self.path.push(Step::Field(field));
        self
    }
}

/// A part that the kind of game asks for.
pub(super) fn need<T>(part: Option<T>, name: &'static str, kind: &str) -> Result<T, Fault> {
    part.ok_or_else(|| Fault::at(&[], format!("the document has no '{name}'; {kind} needs them")))
}

/// A part that the kind of game has no use for.
pub(super) fn refuse<T>(part: &Option<T>, name: &'static str, kind: &str) -> Result<(), Fault> {
    match part {
        None => Ok(()),
        Some(_) => Err(Fault::at(&[name], format!("{kind} has no '{name}'; delete them or change the kind"))),
    }
}
