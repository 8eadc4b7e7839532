//! Builders of models: the same document that a file holds, put together by a program.

use super::model::Model;
use super::node::{Node, Value};
use super::parameter::Parameter;
use super::resolver::{Resolver, Shipped};
use crate::error::{Error, UnknownName};
use crate::number::Rational;

/// Puts a [`Model`] together: players, parameters, assumptions, and a tree, a table or a simultaneous move.
///
/// # Example
/// ```
/// use foederis::model::{Model, MoveTree};
/// let mut tree = MoveTree::new();
/// tree.decision(&[], "Ally", ["Support", "Abstain"])?;
/// tree.payoffs(&["Support"], ["-cost"])?;
/// tree.payoffs(&["Abstain"], ["-reputation"])?;
/// let model = Model::builder("A call for help")
///     .players(["Ally"])
///     .parameter("cost", 2)
///     .parameter("reputation", 1)
///     .assume("cost > 0")
///     .tree(tree)
///     .build()?;
/// assert_eq!(Model::from_yaml(&model.to_yaml())?, model);
/// # Ok::<(), foederis::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ModelBuilder {
    document: Node,
}

impl Model {
    /// Starts a model.
    pub fn builder(title: impl Into<String>) -> ModelBuilder {
        ModelBuilder { document: Node::map() }.text("title", title)
    }
}

impl ModelBuilder {
    fn text(mut self, key: &str, text: impl Into<String>) -> Self {
        self.document.set(key, Node::text(text));
        self
    }

    /// What the model is about.
    pub fn summary(self, text: impl Into<String>) -> Self {
        self.text("summary", text)
    }

    /// A caution to be shown with results.
    pub fn note(self, text: impl Into<String>) -> Self {
        self.text("note", text)
    }

    /// Where the model comes from.
    pub fn source(self, text: impl Into<String>) -> Self {
        self.text("source", text)
    }

    /// The players, in the order of payoff lists.
    pub fn players(mut self, names: impl IntoIterator<Item: Into<String>>) -> Self {
        self.document.set("players", Node::texts(names));
        self
    }

    /// A parameter with its base value.
    pub fn parameter(mut self, symbol: &str, base: impl Into<Rational>) -> Self {
        self.document.entry("parameters").set(symbol, Node::text(base.into().to_string()));
        self
    }

    /// A parameter with all that is to be known about it.
    pub fn parameter_in_full(mut self, parameter: &Parameter) -> Self {
        let mut node = Node::map();
        node.set("base", Node::text(parameter.base.to_string()));
        let range = parameter.range.describe(&parameter.symbol);
        let texts = [
            ("range", if range == "any" { "" } else { &range }),
            ("meaning", &parameter.meaning),
            ("argument", &parameter.argument),
            ("term", &parameter.term),
            ("source", &parameter.source),
        ];
        texts.iter().filter(|(_, text)| !text.is_empty()).for_each(|(key, text)| node.set(key, Node::text(*text)));
        self.document.entry("parameters").set(&parameter.symbol, node);
        self
    }

    /// A parameter with details in the words of a file: `range` ("0 <= p <= 1"), `meaning`, `argument`, `term`, `source`.
    pub fn parameter_with(mut self, symbol: &str, base: impl Into<Rational>, details: &[(&str, &str)]) -> Self {
        let mut node = Node::map();
        node.set("base", Node::text(base.into().to_string()));
        details.iter().for_each(|(key, text)| node.set(key, Node::text(*text)));
        self.document.entry("parameters").set(symbol, node);
        self
    }

    /// A parameter with a base value for each player: `E` makes `E_Belarus` and so on.
    pub fn parameter_by_player(mut self, family: &str, bases: &[(&str, Rational)]) -> Self {
        let mut node = Node::map();
        bases.iter().for_each(|(player, base)| node.set(player, Node::text(base.to_string())));
        self.document.entry("parameters").set(family, node);
        self
    }

    /// A condition that the parameters must meet.
    pub fn assume(mut self, condition: impl Into<String>) -> Self {
        self.document.entry("assumptions").push(Node::text(condition));
        self
    }

    /// The game as a tree.
    pub fn tree(mut self, tree: MoveTree) -> Self {
        self.document.set("tree", tree.root);
        self
    }

    /// A piece of tree that [`MoveTree::continue_with`] can name.
    pub fn part(mut self, name: &str, tree: MoveTree) -> Self {
        self.document.entry("parts").set(name, tree.root);
        self
    }

    /// A cell of a table: one strategy of each player in order, and the payoffs.
    pub fn cell(mut self, strategies: &[&str], payoffs: impl IntoIterator<Item: Into<String>>) -> Self {
        let table = self.document.entry("table");
        let cell = strategies.iter().fold(table, |node, strategy| node.entry(strategy));
        *cell = Node::texts(payoffs);
        self
    }

    /// The game as one simultaneous move with rules.
    pub fn simultaneous(mut self, simultaneous: Simultaneous) -> Self {
        self.document.set("simultaneous", simultaneous.node);
        self
    }

    /// A variant: what the other builder gives takes the place of what this one gives, but for the title.
    pub fn variant(mut self, name: &str, summary: impl Into<String>, changes: ModelBuilder) -> Self {
        let mut node = changes.document;
        node.remove("title");
        node.set("summary", Node::text(summary));
        self.document.entry("variants").set(name, node);
        self
    }

    /// The finished model.
    ///
    /// # Errors
    /// As [`Model::from_yaml`], without lines and columns.
    pub fn build(self) -> Result<Model, Error> {
        self.build_with(&Shipped)
    }

    /// The finished model, which may continue with others that the resolver finds.
    ///
    /// # Errors
    /// As [`Model::from_yaml`], without lines and columns.
    pub fn build_with(self, resolver: &dyn Resolver) -> Result<Model, Error> {
        Model::from_document(self.document, resolver)
    }
}

/// A tree of moves, addressed by the actions that lead to each.
///
/// Where a game is continued, the next step of a path is one of the ends that [`continue_with`](MoveTree::continue_with)
/// speaks of: the actions that lead there, joined with commas, or `otherwise`.
#[derive(Debug, Clone)]
pub struct MoveTree {
    root: Node,
}

impl Default for MoveTree {
    fn default() -> Self {
        MoveTree { root: Node::map() }
    }
}

impl MoveTree {
    /// A tree without moves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets a player move where a path leads.
    ///
    /// # Errors
    /// [`Error::Unknown`] where the path names an action that is not there.
    pub fn decision(
        &mut self,
        path: &[&str],
        player: &str,
        actions: impl IntoIterator<Item: Into<String>>,
    ) -> Result<(), Error> {
        let node = self.find(path)?;
        node.set("player", Node::text(player));
        actions.into_iter().for_each(|action| node.entry("actions").set(&action.into(), Node::map()));
        Ok(())
    }

    /// Names what the player knows at a move: moves of one player with one label cannot be told apart.
    ///
    /// # Errors
    /// As [`decision`](MoveTree::decision).
    pub fn information_set(&mut self, path: &[&str], label: &str) -> Result<(), Error> {
        self.find(path)?.set("information set", Node::text(label));
        Ok(())
    }

    /// Lets chance move: events with expressions for their probabilities.
    ///
    /// # Errors
    /// As [`decision`](MoveTree::decision).
    pub fn chance(&mut self, path: &[&str], events: &[(&str, &str)]) -> Result<(), Error> {
        let chance = self.find(path)?.entry("chance");
        events.iter().for_each(|(event, probability)| chance.entry(event).set("probability", Node::text(*probability)));
        Ok(())
    }

    /// Payoffs in the order of the players, as expressions; at an inner node they are added to those further on.
    ///
    /// # Errors
    /// As [`decision`](MoveTree::decision).
    pub fn payoffs(&mut self, path: &[&str], payoffs: impl IntoIterator<Item: Into<String>>) -> Result<(), Error> {
        self.find(path)?.set("payoffs", Node::texts(payoffs));
        Ok(())
    }

    /// Payoffs of some players by name.
    ///
    /// # Errors
    /// As [`decision`](MoveTree::decision).
    pub fn payoffs_of(&mut self, path: &[&str], payoffs: &[(&str, &str)]) -> Result<(), Error> {
        let node = self.find(path)?.entry("payoffs");
        payoffs.iter().for_each(|(player, payoff)| node.set(player, Node::text(*payoff)));
        Ok(())
    }

    /// Lets several players move at the same time.
    ///
    /// # Errors
    /// As [`decision`](MoveTree::decision).
    pub fn simultaneous(&mut self, path: &[&str], simultaneous: Simultaneous) -> Result<(), Error> {
        self.find(path)?.set("simultaneous", simultaneous.node);
        Ok(())
    }

    /// Goes on with a part or another model, parameters of which are bound to expressions.
    ///
    /// # Errors
    /// As [`decision`](MoveTree::decision).
    pub fn continue_with(&mut self, path: &[&str], name: &str, with: &[(&str, &str)]) -> Result<(), Error> {
        let node = self.find(path)?;
        node.set("continue", Node::text(name));
        with.iter().for_each(|(symbol, value)| node.entry("with").set(symbol, Node::text(*value)));
        Ok(())
    }

    /// The node that a path leads to.
    fn find(&mut self, path: &[&str]) -> Result<&mut Node, Error> {
        let mut node = &mut self.root;
        for (position, step) in path.iter().enumerate() {
            let keys = ["actions", "chance"];
            let Some(key) = keys.into_iter().find(|key| node.get(key).is_some()) else {
                // A continued game may end anywhere; the reader checks that it does.
                if node.get("continue").is_none() && node.get("simultaneous").is_none() {
                    let before = path[..position].join(", ");
                    return Err(Error::Invalid(format!("there is no move after '{before}'; add it before '{step}'")));
                }
                node = node.entry("after").entry(step);
                continue;
            };
            let known: Vec<String> = node.entry(key).named().map(|(name, _)| name.to_owned()).collect();
            if !known.iter().any(|name| name == step) {
                return Err(UnknownName::new("action", *step, known).into());
            }
            node = node.entry(key).entry(step);
        }
        if !matches!(node.value, Value::Map(_)) {
            *node = Node::map();
        }
        Ok(node)
    }
}

/// Players who choose at the same time, with payoffs as rules.
#[derive(Debug, Clone)]
pub struct Simultaneous {
    node: Node,
}

impl Simultaneous {
    /// The players who move, and the actions that all of them have.
    pub fn new(
        players: impl IntoIterator<Item: Into<String>>,
        actions: impl IntoIterator<Item: Into<String>>,
    ) -> Simultaneous {
        let mut node = Node::map();
        node.set("players", Node::texts(players));
        node.set("actions", Node::texts(actions));
        Simultaneous { node }
    }

    /// Gives one player actions of its own; each player then needs some.
    pub fn actions_of(mut self, player: &str, actions: impl IntoIterator<Item: Into<String>>) -> Simultaneous {
        self.node.entry("actions").set(player, Node::texts(actions));
        self
    }

    /// Names what the players know when they move.
    pub fn information_set(mut self, label: &str) -> Simultaneous {
        self.node.set("information set", Node::text(label));
        self
    }

    /// Adds a rule: for whom (a player, or `each` who moves), on which condition (empty: always), which payoff.
    pub fn rule(mut self, whom: &str, condition: &str, payoff: &str) -> Simultaneous {
        let mut rule = Node::map();
        rule.set("for", Node::text(whom));
        if !condition.is_empty() {
            rule.set("if", Node::text(condition));
        }
        rule.set("payoff", Node::text(payoff));
        self.node.entry("rules").push(rule);
        self
    }
}
