//! [`Node`]: a model document as written, every part with its place.

use crate::error::{InputError, Place};

/// A piece of a document. Numbers stay text, so that they are read exactly.
#[derive(Debug, Clone, Default)]
pub(crate) struct Node {
    pub value: Value,
    pub place: Option<Place>,
    /// Whether the text stands in the document character by character from `place` on, so that columns can be counted.
    pub verbatim: bool,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Value {
    #[default]
    Nothing,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// Places do not count: two nodes are equal when they say the same.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    pub fn text(text: impl Into<String>) -> Node {
        Node { value: Value::Text(text.into()), place: None, verbatim: false }
    }

    pub fn list(items: impl IntoIterator<Item = Node>) -> Node {
        Node { value: Value::List(items.into_iter().collect()), place: None, verbatim: false }
    }

    pub fn texts(items: impl IntoIterator<Item: Into<String>>) -> Node {
        Node::list(items.into_iter().map(Node::text))
    }

    pub fn map() -> Node {
        Node { value: Value::Map(Vec::new()), place: None, verbatim: false }
    }

    /// What the node is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Nothing => "nothing",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    pub fn is_nothing(&self) -> bool {
        self.value == Value::Nothing
    }

    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none for other nodes.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a mapping; none for other nodes.
    pub fn entries(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The keys of a mapping with their values.
    pub fn named(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.entries().iter().map(|(key, value)| (key.as_text().unwrap_or_default(), value))
    }

    /// The value of a key, unless it is left empty.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.named().find(|(name, _)| *name == key).map(|(_, value)| value).filter(|value| !value.is_nothing())
    }

    /// The text of a key.
    pub fn get_text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The value of a key, to be changed; added as nothing if it is missing.
    pub fn entry(&mut self, key: &str) -> &mut Node {
        if !matches!(self.value, Value::Map(_)) {
            self.value = Value::Map(Vec::new());
        }
        let Value::Map(entries) = &mut self.value else { unreachable!("made a mapping just above") };
        let found = entries.iter().position(|(name, _)| name.as_text() == Some(key));
        let index = found.unwrap_or_else(|| {
            entries.push((Node::text(key), Node::default()));
            entries.len() - 1
        });
        &mut entries[index].1
    }

    /// Sets a key.
    pub fn set(&mut self, key: &str, value: Node) {
        *self.entry(key) = value;
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) {
        if let Value::Map(entries) = &mut self.value {
            entries.retain(|(name, _)| name.as_text() != Some(key));
        }
    }

    /// Adds an item to a list, which the node becomes if it is none.
    pub fn push(&mut self, item: Node) {
        match &mut self.value {
            Value::List(items) => items.push(item),
            other => *other = Value::List(vec![item]),
        }
    }

    /// An error at this place.
    pub fn error(&self, message: impl Into<String>) -> InputError {
        InputError { message: message.into(), help: None, place: self.place }
    }

    /// An error at a byte offset in this node's text.
    pub fn error_inside(&self, message: impl Into<String>, help: Option<String>, offset: usize) -> InputError {
        let mut error = self.error(message);
        error.help = help;
        if let (Some(place), Some(text), true) = (&mut error.place, self.as_text(), self.verbatim) {
            place.column += Place::of_offset(text, offset).column - 1;
        }
        error
    }
}
