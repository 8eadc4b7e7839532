//! Reads a checked document into a [`Model`](crate::model::Model): names are looked up, expressions worked out.

mod assumptions;
mod finish;
mod graft;
mod labels;
mod parameters;
mod remarks;
mod rules;
mod table;
mod tree;

pub(super) use rules::profile;

use std::collections::{BTreeSet, HashMap};

use super::expression::{Expression, ExpressionError, Scope};
use super::form::{Form, Payoffs, Tree};
use super::model::{Assumption, Model, Parts};
use super::node::Node;
use super::parameter::Parameter;
use super::resolver::Resolver;
use super::shape::DOCUMENT;
use super::symbols::Symbols;
use super::{resolver, shelf, yaml};
use crate::error::{Error, InputError, UnknownName};
use crate::number::RationalFunction;

/// How deep models may continue in one another.
const MAX_CONTINUED: usize = 8;
/// The most players that a model may name.
const MAX_PLAYERS: usize = 1_000;

/// Where other models come from, and which are being read.
pub(super) struct Library<'a> {
    resolver: &'a dyn Resolver,
    open: Vec<String>,
}

impl<'a> Library<'a> {
    pub fn new(resolver: &'a dyn Resolver) -> Self {
        Library { resolver, open: Vec::new() }
    }

    /// Reads the model of a name.
    fn model(&self, name: &str) -> Result<Model, Error> {
        if self.open.iter().any(|open| open == name) || self.open.len() >= MAX_CONTINUED {
            let chain = self.open.join(", ");
            return Err(Error::Invalid(format!("'{name}' continues without end (by way of {chain})")));
        }
        let Some(text) = resolver::find(self.resolver, name)? else {
            let known = self.resolver.names().into_iter().chain(shelf::names().map(str::to_owned));
            return Err(UnknownName::new("part or model", name, known).into());
        };
        let mut open = self.open.clone();
        open.push(name.to_owned());
        read_text(&text, &Library { resolver: self.resolver, open })
    }
}

/// Reads a text.
pub(super) fn read_text(text: &str, library: &Library<'_>) -> Result<Model, Error> {
    read_document(yaml::parse(text)?, library)
}

/// Reads a document, with its variants.
pub(super) fn read_document(document: Node, library: &Library<'_>) -> Result<Model, Error> {
    if document.entries().is_empty() {
        return Err(document.error("a model is a mapping").help("begin with 'title:' and 'players:'").into());
    }
    DOCUMENT.check(&document)?;
    let mut variants = Vec::new();
    for (name, variant) in document.get("variants").into_iter().flat_map(Node::named) {
        let summary = variant.get_text("summary").unwrap_or_default().to_owned();
        let read = Reader::new(library).read(overlay(&document, name, variant))?;
        remarks::check_variant(&document, name, variant, &read)?;
        variants.push((name.to_owned(), summary, read));
    }
    let read = Reader::new(library).read(document.clone())?;
    let others: Vec<&Parts> = variants.iter().map(|(_, _, parts)| parts).collect();
    let remarks = remarks::of_document(&document, &read, &others);
    Ok(Model::new(read, variants).with_remarks(remarks))
}

/// The document in which what a variant gives takes the place of what was there.
fn overlay(document: &Node, name: &str, variant: &Node) -> Node {
    let mut merged = document.clone();
    merged.remove("variants");
    let title = document.get_text("title").unwrap_or_default();
    merged.set("title", Node::text(format!("{title}: {name}")));
    for (key, value) in variant.named().filter(|(_, value)| !value.is_nothing()) {
        match key {
            "parameters" | "parts" => {
                let target = merged.entry(key);
                value.named().for_each(|(name, value)| target.set(name, value.clone()));
            }
            "tree" | "table" | "simultaneous" => {
                ["tree", "table", "simultaneous"].iter().for_each(|form| merged.remove(form));
                merged.set(key, value.clone());
            }
            _ => merged.set(key, value.clone()),
        }
    }
    merged
}

/// The reader of one document.
struct Reader<'a> {
    library: &'a Library<'a>,
    document: Node,
    players: Vec<String>,
    /// How many players the document itself names: the length of its payoff lists.
    declared: usize,
    symbols: Symbols,
    parameters: Vec<Parameter>,
    /// For each parameter, whether it came with a model that the game continues with.
    imported: Vec<bool>,
    assumptions: Vec<Assumption>,
    /// Models read already.
    models: HashMap<String, Model>,
    /// Parts that are being read.
    open_parts: Vec<String>,
    /// Parts that were read.
    continued: BTreeSet<String>,
    /// How many nodes are being read, one within another.
    nesting: usize,
    /// The information sets with labels, by player and label.
    labels: HashMap<(usize, String), labels::Labelled>,
    /// The piece of the document that is being read, and how many have been begun.
    piece: usize,
    pieces: usize,
}

impl<'a> Reader<'a> {
    fn new(library: &'a Library<'a>) -> Self {
        Reader {
            library,
            document: Node::default(),
            players: Vec::new(),
            declared: 0,
            symbols: Symbols::default(),
            parameters: Vec::new(),
            imported: Vec::new(),
            assumptions: Vec::new(),
            models: HashMap::new(),
            open_parts: Vec::new(),
            continued: BTreeSet::new(),
            nesting: 0,
            labels: HashMap::new(),
            piece: 0,
            pieces: 0,
        }
    }

    fn read(mut self, document: Node) -> Result<Parts, Error> {
        self.document = document.clone();
        self.read_players(&document)?;
        self.read_parameters(&document)?;
        let form = self.read_form(&document)?;
        self.read_assumptions(&document)?;
        if self.players.is_empty() {
            return Err(document.error("the model names no players").help("write 'players: [..., ...]'").into());
        }
        finish::check(&self, &form)?;
        Ok(Parts {
            document,
            players: self.players,
            parameters: self.parameters,
            symbols: self.symbols,
            assumptions: self.assumptions,
            form,
            continued: self.continued,
        })
    }

    fn read_players(&mut self, document: &Node) -> Result<(), InputError> {
        for item in document.get("players").map_or(&[][..], Node::items) {
            let name = item.as_text().unwrap_or_default();
            if name.trim().is_empty() {
                return Err(item.error("a player needs a name"));
            }
            if self.players.len() >= MAX_PLAYERS {
                return Err(item.error(format!("more than {MAX_PLAYERS} players")));
            }
            if self.players.iter().any(|known| known == name) {
                return Err(item.error(format!("the player '{name}' is named twice")));
            }
            self.players.push(name.to_owned());
        }
        self.declared = self.players.len();
        Ok(())
    }

    fn read_form(&mut self, document: &Node) -> Result<Form, Error> {
        let forms = ["tree", "table", "simultaneous"];
        let given: Vec<&str> = forms.into_iter().filter(|form| document.get(form).is_some()).collect();
        match given.as_slice() {
            ["tree"] => {
                let node = document.get("tree").cloned().unwrap_or_default();
                let mut tree = Tree::new(node.place);
                self.read_tree(&node, &mut tree, 0)?;
                Ok(Form::Tree(tree))
            }
            ["table"] => Ok(Form::Table(self.read_table(&document.get("table").cloned().unwrap_or_default())?)),
            ["simultaneous"] => {
                let node = document.get("simultaneous").cloned().unwrap_or_default();
                Ok(Form::Table(self.read_simultaneous(&node)?))
            }
            [] => Err(document
                .error("the model has no game")
                .help("give a 'tree:', a 'table:' or 'simultaneous:'")
                .into()),
            more => {
                let second = document.get(more[1]).unwrap_or(document);
                Err(second.error(format!("the model gives {}", more.join(" and "))).help("give one of them").into())
            }
        }
    }

    /// The position of a player, by name.
    fn player(&self, node: &Node) -> Result<usize, InputError> {
        let name = node.as_text().unwrap_or_default();
        let found = self.players.iter().position(|known| known == name);
        found.ok_or_else(|| node.error(UnknownName::new("player", name, &self.players).to_string()))
    }

    /// Works an expression out.
    fn expression(&self, node: &Node, scope: &dyn Scope) -> Result<RationalFunction, InputError> {
        let Some(text) = node.as_text() else {
            return Err(node.error(format!("an expression should stand here; this is {}", node.kind())));
        };
        Expression::parse(text).and_then(|expression| expression.compile(scope)).map_err(|error| inside(node, error))
    }

    /// Reads payoffs: a list in the order of the players, or a mapping by name.
    fn payoffs(&self, node: &Node) -> Result<Payoffs, InputError> {
        let mut payoffs = vec![None; self.players.len()];
        for (name, value) in node.entries() {
            if value.is_nothing() {
                return Err(name.error(format!("the payoff of {} is empty", name.as_text().unwrap_or_default())));
            }
            payoffs[self.player(name)?] = Some(self.expression(value, &self.symbols)?);
        }
        let given = node.items().len();
        if given == 0 {
            return Ok(payoffs);
        }
        if given != self.declared {
            let order = self.players[..self.declared].join(", ");
            let message = match self.players[..self.declared].get(given) {
                Some(missing) => format!("the payoff of {missing} is missing: {given} are given"),
                None => format!("{given} payoffs are given for {} players", self.declared),
            };
            return Err(node.error(message).help(format!("give one for each of {order}, in this order")));
        }
        for (payoff, item) in payoffs.iter_mut().zip(node.items()) {
            *payoff = Some(self.expression(item, &self.symbols)?);
        }
        Ok(payoffs)
    }
}

/// An error of an expression, placed in the document.
fn inside(node: &Node, error: ExpressionError) -> InputError {
    node.error_inside(error.message, error.help, error.offset)
}
