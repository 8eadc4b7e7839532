//! The shape of a model document: one table that the reader checks against and the JSON Schema is written from.
//!
//! Because both use this table, the schema cannot say something that the reader does not do.

use super::node::{Node, Value};
use crate::error::{InputError, UnknownName};

/// What may stand at a place.
pub(crate) enum Shape {
    /// A text; also a number, which is then read as its text.
    Text(&'static str),
    /// A list of things of one shape.
    List(&'static Shape),
    /// A mapping with keys of the writer's choice; the text says what the keys are.
    Named(&'static str, &'static Shape),
    /// A mapping with fixed keys.
    Record(&'static Record),
    /// One of several shapes.
    Either(&'static [Shape]),
    /// A shape defined elsewhere, which may contain this one.
    Defined(&'static Definition),
}

/// A named shape.
pub(crate) struct Definition {
    pub name: &'static str,
    pub shape: Shape,
}

/// A mapping with fixed keys.
pub(crate) struct Record {
    /// What it is, for messages and for the schema: "a move".
    pub name: &'static str,
    pub about: &'static str,
    pub fields: &'static [Field],
}

pub(crate) struct Field {
    pub key: &'static str,
    pub required: bool,
    pub about: &'static str,
    pub shape: Shape,
}

const fn field(key: &'static str, about: &'static str, shape: Shape) -> Field {
    Field { key, required: false, about, shape }
}

const fn required(key: &'static str, about: &'static str, shape: Shape) -> Field {
    Field { key, required: true, about, shape }
}

static NAME: Shape = Shape::Text("a name");
static NUMBER: Shape = Shape::Text("a number: 3, 1/2 or 0.25");
static PAYOFF: Shape = Shape::Text("a payoff: an expression in the parameters");
static CONDITION: Shape = Shape::Text("a condition, such as c > 0");

static PAYOFFS: Definition =
    Definition { name: "payoffs", shape: Shape::Either(&[Shape::List(&PAYOFF), Shape::Named("players", &PAYOFF)]) };

static PARAMETER: Record = Record {
    name: "parameter",
    about: "A parameter with what is to be known about it.",
    fields: &[
        required(
            "base",
            "The base value; for a parameter of each player, a value by player (or 'others').",
            Shape::Either(&[Shape::Text("a number: 3, 1/2 or 0.25"), Shape::Named("players", &NUMBER)]),
        ),
        field(
            "range",
            "The admissible values: 'any' (as when left out), a condition such as 't > 0' or '0 <= p <= 1', or [low, high].",
            Shape::Either(&[Shape::Text("a range"), Shape::List(&NUMBER)]),
        ),
        field("meaning", "What it means, in a short phrase.", Shape::Text("a phrase")),
        field("argument", "The argument that it stands for, in your own words.", Shape::Text("a sentence")),
        field("term", "The term of the literature, such as abandonment or entrapment.", Shape::Text("a term")),
        field("source", "Where the argument or the value comes from.", Shape::Text("a source")),
    ],
};

static PARAMETERS: Definition = Definition {
    name: "parameters",
    shape: Shape::Named(
        "parameters",
        &Shape::Either(&[Shape::Text("a number"), Shape::Record(&PARAMETER), Shape::Named("players", &NUMBER)]),
    ),
};

pub(crate) static NODE: Record = Record {
    name: "move",
    about: "A point of the tree: a player's move, a chance move, a simultaneous move, or the end of the game.",
    fields: &[
        field("player", "Who moves here.", Shape::Text("a player")),
        field(
            "information set",
            "What the player knows here: moves of one player with one label cannot be told apart by that player.",
            Shape::Text("a label"),
        ),
        field("actions", "The actions, each with what follows it.", Shape::Named("actions", &Shape::Defined(&TREE))),
        field(
            "chance",
            "Events that chance decides, each with its 'probability'.",
            Shape::Named("events", &Shape::Defined(&TREE)),
        ),
        field("probability", "How likely this event is: an expression.", Shape::Text("a probability")),
        field(
            "payoffs",
            "Payoffs, in the order of the players or by name; they add up along a play.",
            Shape::Defined(&PAYOFFS),
        ),
        field("simultaneous", "A move that several players make at the same time.", Shape::Record(&SIMULTANEOUS)),
        field(
            "continue",
            "A part of this file or another model that the game goes on with.",
            Shape::Text("a part or model"),
        ),
        field("variant", "Which variant of the other model.", Shape::Text("a variant")),
        field(
            "with",
            "Values for parameters of the other model: expressions in this model's parameters.",
            Shape::Named(
                "parameters",
                &Shape::Either(&[Shape::Text("an expression"), Shape::Named("players", &PAYOFF)]),
            ),
        ),
        field(
            "after",
            "What follows where the continued game ends: by the actions that lead there, joined with commas, or 'otherwise'.",
            Shape::Named("ends", &Shape::Defined(&TREE)),
        ),
    ],
};

pub(crate) static TREE: Definition =
    Definition { name: "tree", shape: Shape::Either(&[Shape::List(&PAYOFF), Shape::Record(&NODE)]) };

static CELL: Record = Record {
    name: "cell",
    about: "The payoffs of one cell of a table.",
    fields: &[required("payoffs", "Payoffs, in the order of the players or by name.", Shape::Defined(&PAYOFFS))],
};

pub(crate) static TABLE: Definition = Definition {
    name: "table",
    shape: Shape::Either(&[
        Shape::List(&PAYOFF),
        Shape::Record(&CELL),
        Shape::Named("strategies", &Shape::Defined(&TABLE)),
    ]),
};

static RULE: Record = Record {
    name: "rule",
    about: "A payoff that somebody gets when a condition holds; the payoffs of all rules that apply add up.",
    fields: &[
        field(
            "for",
            "Who gets it: a player, a list of players, or 'each' (everybody who moves, as when left out).",
            Shape::Either(&[Shape::Text("a player or 'each'"), Shape::List(&NAME)]),
        ),
        field(
            "if",
            "When: 'own = Support', 'Russia = Support', 'count(Support) >= 3', joined with and, or, not.",
            Shape::Text("a condition"),
        ),
        required(
            "payoff",
            "How much: an expression; E[i] is the player's own E, count(A) and sum(E, A) count and add up those who chose A.",
            Shape::Text("an expression"),
        ),
    ],
};

pub(crate) static SIMULTANEOUS: Record = Record {
    name: "simultaneous",
    about: "Players who choose at the same time, with payoffs as rules over who chose what.",
    fields: &[
        field("players", "Who moves; everybody if left out.", Shape::List(&NAME)),
        required(
            "actions",
            "The actions: one list for all, or a list for each player.",
            Shape::Either(&[Shape::List(&NAME), Shape::Named("players", &Shape::List(&NAME))]),
        ),
        field("information set", "A name for what the players know when they move.", Shape::Text("a label")),
        required("rules", "The payoffs.", Shape::List(&Shape::Record(&RULE))),
    ],
};

static VARIANT: Record = Record {
    name: "variant",
    about: "A variant of the model: what is given here takes the place of what the model says.",
    fields: &[
        field("title", "Another title.", Shape::Text("a title")),
        field("summary", "What is different.", Shape::Text("a text")),
        field("parameters", "Parameters that are added or changed.", Shape::Defined(&PARAMETERS)),
        field("assumptions", "Assumptions instead of those of the model.", Shape::List(&CONDITION)),
        field("tree", "Another tree.", Shape::Defined(&TREE)),
        field("table", "Another table.", Shape::Defined(&TABLE)),
        field("simultaneous", "Another simultaneous move.", Shape::Record(&SIMULTANEOUS)),
        field("parts", "Parts that are added or changed.", Shape::Named("parts", &Shape::Defined(&TREE))),
    ],
};

/// A whole document.
pub(crate) static DOCUMENT: Record = Record {
    name: "model",
    about: "A game whose payoffs are expressions in named parameters.",
    fields: &[
        required("title", "The title.", Shape::Text("a title")),
        field("summary", "What the model is about.", Shape::Text("a text")),
        field(
            "note",
            "A caution to be shown with results, such as that base numbers are illustrative.",
            Shape::Text("a text"),
        ),
        field("source", "Where the model comes from.", Shape::Text("a source")),
        field("players", "The players, in the order of payoff lists.", Shape::List(&NAME)),
        field("parameters", "The parameters.", Shape::Defined(&PARAMETERS)),
        field("assumptions", "Conditions that the parameters must meet.", Shape::List(&CONDITION)),
        field("tree", "The game as a tree of moves.", Shape::Defined(&TREE)),
        field(
            "table",
            "The game as a table: the first player's strategies, within each the second's, and so on.",
            Shape::Defined(&TABLE),
        ),
        field("simultaneous", "The game as one simultaneous move with payoff rules.", Shape::Record(&SIMULTANEOUS)),
        field("parts", "Pieces of tree that 'continue' can name.", Shape::Named("parts", &Shape::Defined(&TREE))),
        field("variants", "Variants of the model.", Shape::Named("variants", &Shape::Record(&VARIANT))),
    ],
};

impl Record {
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.key)
    }

    /// Whether a key is one of the record's, or nearly so.
    fn resembles(&self, key: &str) -> bool {
        UnknownName::new("key", key, self.keys()).suggestion().is_some()
    }

    /// Checks a mapping: known keys, required keys, and the shape of each value.
    pub fn check(&self, node: &Node) -> Result<(), InputError> {
        for (key, value) in node.entries() {
            let name = key.as_text().unwrap_or_default();
            match self.field(name) {
                Some(field) => field.shape.check(value, field.key)?,
                None => {
                    let unknown = UnknownName::new(format!("key in a {}", self.name), name, self.keys());
                    return Err(key.error(unknown.to_string()));
                }
            }
        }
        match self.fields.iter().find(|field| field.required && node.get(field.key).is_none()) {
            Some(missing) => {
                let article = format!("the {} lacks '{}:'", self.name, missing.key);
                Err(node.error(article).help(missing.about))
            }
            None => Ok(()),
        }
    }
}

impl Shape {
    /// Checks a node; a key left empty is as good as left out.
    fn check(&self, node: &Node, key: &str) -> Result<(), InputError> {
        match (self, &node.value) {
            (_, Value::Nothing) => Ok(()),
            (Shape::Defined(definition), _) => definition.shape.check(node, key),
            (Shape::Text(_), Value::Text(_)) => Ok(()),
            (Shape::List(item), Value::List(items)) => items.iter().try_for_each(|node| match &node.value {
                Value::Nothing => Err(node.error(format!("an item of '{key}' is empty"))),
                _ => item.check(node, key),
            }),
            (Shape::Named(_, value), Value::Map(entries)) => {
                entries.iter().try_for_each(|(name, node)| value.check(node, name.as_text().unwrap_or_default()))
            }
            (Shape::Record(record), Value::Map(_)) => record.check(node),
            (Shape::Either(shapes), _) => match best(shapes, node) {
                Some(shape) => shape.check(node, key),
                None => Err(self.mismatch(node, key)),
            },
            _ => Err(self.mismatch(node, key)),
        }
    }

    fn mismatch(&self, node: &Node, key: &str) -> InputError {
        node.error(format!("'{key}' should be {}; this is {}", self.describe(), node.kind()))
    }

    fn describe(&self) -> String {
        match self {
            Shape::Text(what) => (*what).to_owned(),
            Shape::List(item) => format!("a list, each item {}", item.describe()),
            Shape::Named(keys, _) => format!("a mapping by {keys}"),
            Shape::Record(record) => {
                let keys: Vec<&str> = record.keys().collect();
                format!("a mapping with {}", keys.join(", "))
            }
            Shape::Either(shapes) => {
                let texts: Vec<String> = shapes.iter().map(Shape::describe).collect();
                texts.join(", or ")
            }
            Shape::Defined(definition) => definition.shape.describe(),
        }
    }

    fn fits(&self, node: &Node) -> bool {
        match (self, &node.value) {
            (Shape::Text(_), Value::Text(_)) | (Shape::List(_), Value::List(_)) => true,
            (Shape::Named(..) | Shape::Record(_), Value::Map(_)) => true,
            (Shape::Either(shapes), _) => shapes.iter().any(|shape| shape.fits(node)),
            (Shape::Defined(definition), _) => definition.shape.fits(node),
            _ => false,
        }
    }
}

/// The shape that the node is meant to have. Among mappings a record wins if the node has one of its keys, or nearly.
fn best(shapes: &'static [Shape], node: &Node) -> Option<&'static Shape> {
    let mut fitting = shapes.iter().filter(|shape| shape.fits(node)).peekable();
    let only_one = shapes.iter().filter(|shape| shape.fits(node)).count() == 1;
    match fitting.peek() {
        Some(Shape::Record(record)) if !only_one => {
            let is_record = node.named().any(|(key, _)| record.field(key).is_some())
                || node.named().any(|(key, _)| record.resembles(key) && key.len() > 2);
            fitting.find(|shape| matches!(shape, Shape::Record(_)) == is_record)
        }
        _ => fitting.next(),
    }
}

/// Whether a parameter is written in the long form, with its meaning and so on.
pub(crate) fn is_long_parameter(node: &Node) -> bool {
    node.named().any(|(key, _)| PARAMETER.field(key).is_some())
}
