//! Puts other structures onto the end of a tree: simultaneous moves, and whole models with their parameters bound.

use super::{Reader, inside};
use crate::error::{Error, InputError, UnknownName};
use crate::model::expression::{Comparison, Condition, Expression, Relation, Scope};
use crate::model::form::{Form, Kind, Payoffs, Set, Table, Tree, add_payoffs, describe};
use crate::model::model::{Assumption, Model};
use crate::model::node::{Node, Value};
use crate::model::parameter::Parameter;
use crate::model::symbols::Symbols;
use crate::number::{Polynomial, Rational, RationalFunction, Variable};

impl Reader<'_> {
    /// Reads another model and puts it onto the end of the tree.
    pub(super) fn graft_model(
        &mut self,
        node: &Node,
        name: &Node,
        text: &str,
        tree: &mut Tree,
        at: usize,
    ) -> Result<(), Error> {
        let model = self.other_model(node, name, text)?;
        let values = self.bind(node, name, text, &model)?;
        let players: Vec<usize> = model.players().iter().map(|player| self.unite(player)).collect();
        self.take_assumptions(name, text, &model, &values)?;
        let scope = describe(&tree.path(0, at));
        match model.form() {
            Form::Tree(inner) => {
                let inner = rewrite_tree(inner, &players, &values, &scope).map_err(|message| name.error(message))?;
                graft_tree(inner, tree, at);
            }
            Form::Table(inner) => {
                let inner = rewrite_table(inner, &players, &values).map_err(|message| name.error(message))?;
                let sets: Vec<usize> =
                    (0..inner.movers.len()).map(|mover| tree.add(own_set(&inner, mover, &scope))).collect();
                graft_table(&inner, &sets, tree, at);
            }
        }
        Ok(())
    }

    fn other_model(&mut self, node: &Node, name: &Node, text: &str) -> Result<Model, Error> {
        if !self.models.contains_key(text) {
            let model = self.library.model(text).map_err(|error| self.of_other(name, text, error))?;
            self.models.insert(text.to_owned(), model);
        }
        let model = self.models[text].clone();
        match node.get("variant") {
            None => Ok(model),
            Some(variant) => {
                let chosen = model.variant(variant.as_text().unwrap_or_default());
                chosen.map_err(|error| variant.error(error.to_string()).into())
            }
        }
    }

    /// An error in another model, shown where that model is named.
    fn of_other(&self, name: &Node, text: &str, error: Error) -> Error {
        match error {
            Error::Input(error) => name.error(format!("in the model '{text}': {error}")).into(),
            Error::Unknown(mut unknown) => {
                unknown
                    .known
                    .extend(self.document.get("parts").into_iter().flat_map(Node::named).map(|(n, _)| n.to_owned()));
                name.error(unknown.to_string()).into()
            }
            other => name.error(other.to_string()).into(),
        }
    }

    /// The player of a name, added if there is none yet.
    fn unite(&mut self, player: &str) -> usize {
        if let Some(index) = self.players.iter().position(|known| known == player) {
            return index;
        }
        self.players.push(player.to_owned());
        self.players.len() - 1
    }

    /// What each parameter of the other model is, in terms of this one's.
    fn bind(&mut self, node: &Node, name: &Node, text: &str, model: &Model) -> Result<Vec<RationalFunction>, Error> {
        let mut bound: Vec<Option<RationalFunction>> = vec![None; model.parameters().len()];
        for (key, value) in node.get("with").map_or(&[][..], Node::entries) {
            self.bind_key(key, value, text, model.symbols(), &mut bound)?;
        }
        let mut values = Vec::new();
        for (index, value) in bound.into_iter().enumerate() {
            values.push(match value {
                Some(value) => value,
                None => RationalFunction::variable(self.import(name, text, model, index)?),
            });
        }
        Ok(values)
    }

    fn bind_key(
        &self,
        key: &Node,
        value: &Node,
        text: &str,
        symbols: &Symbols,
        bound: &mut [Option<RationalFunction>],
    ) -> Result<(), InputError> {
        let symbol = key.as_text().unwrap_or_default();
        let mut put = |variable: Variable, value: RationalFunction| bound[usize::from(variable.0)] = Some(value);
        if let Some(variable) = symbols.find(symbol) {
            put(variable, self.expression(value, &self.symbols)?);
            return Ok(());
        }
        let Some(members) = symbols.families.get(symbol) else {
            let known = symbols.list.iter().chain(symbols.families.keys());
            return Err(key.error(UnknownName::new(format!("parameter of {text}"), symbol, known).to_string()));
        };
        if let Value::Map(entries) = &value.value {
            for (player, value) in entries {
                let member = symbols.member(symbol, player.as_text().unwrap_or_default());
                let variable = member.map_err(|unknown| player.error(unknown.to_string()))?;
                put(variable, self.expression(value, &self.symbols)?);
            }
            return Ok(());
        }
        let expression =
            Expression::parse(value.as_text().unwrap_or_default()).map_err(|error| inside(value, error))?;
        for (player, variable) in members {
            let scope = OfPlayer { symbols: &self.symbols, player };
            put(*variable, expression.compile(&scope).map_err(|error| inside(value, error))?);
        }
        Ok(())
    }

    /// Makes a parameter of the other model one of this model's, which happens once however often the model is used.
    fn import(&mut self, name: &Node, text: &str, model: &Model, index: usize) -> Result<Variable, Error> {
        let parameter: &Parameter = &model.parameters()[index];
        let symbol = &parameter.symbol;
        let variable = match self.symbols.find(symbol) {
            Some(known)
                if self.imported[usize::from(known.0)] && self.parameters[usize::from(known.0)] == *parameter =>
            {
                known
            }
            Some(_) => {
                let error =
                    name.error(format!("'{symbol}' is a parameter of '{text}' and also another one of this model"));
                return Err(error.help(format!("say what it is: 'with: {{{symbol}: ...}}', or rename yours")).into());
            }
            None => {
                let added =
                    self.symbols.add(symbol).ok_or_else(|| name.error("the models have too many parameters"))?;
                self.parameters.push(parameter.clone());
                self.imported.push(true);
                added
            }
        };
        for (family, members) in &model.symbols().families {
            for (player, member) in members {
                if usize::from(member.0) == index {
                    self.symbols.join(family, player, variable);
                }
            }
        }
        Ok(variable)
    }

    /// What the other model assumes, and the ranges of its parameters that are bound, hold here too.
    fn take_assumptions(
        &mut self,
        name: &Node,
        text: &str,
        model: &Model,
        values: &[RationalFunction],
    ) -> Result<(), Error> {
        let mut comparisons: Vec<Comparison> = Vec::new();
        for (parameter, value) in model.parameters().iter().zip(values) {
            if self.is_own(value, parameter) {
                continue;
            }
            let ends = parameter.range.conditions().into_iter();
            comparisons.extend(ends.map(|(relation, end)| Comparison {
                left: value.clone(),
                relation,
                right: end.into(),
            }));
        }
        for assumption in model.assumptions() {
            for comparison in &assumption.condition.comparisons {
                let side = |side: &RationalFunction| {
                    side.compose(values).ok_or_else(|| name.error(undefined(&assumption.text)))
                };
                let (left, right) = (side(&comparison.left)?, side(&comparison.right)?);
                comparisons.push(Comparison { left, relation: comparison.relation, right });
            }
        }
        for comparison in comparisons {
            let condition = Condition { comparisons: vec![comparison] };
            let known = self.assumptions.iter().any(|known| known.condition == condition);
            if known || condition.comparisons.iter().all(|comparison| self.is_evident(comparison)) {
                continue;
            }
            let shown = condition.to_text(&self.symbols.list);
            if condition.holds(&self.base_values()) != Some(true) {
                return Err(name
                    .error(format!("at the base values, what is given to '{text}' breaks {shown}, which it assumes"))
                    .into());
            }
            self.assumptions.push(Assumption { text: shown, condition });
        }
        Ok(())
    }

    /// Whether the ranges make a comparison hold term by term: `8*rho >= 0` says nothing new where `rho >= 0`.
    fn is_evident(&self, comparison: &Comparison) -> bool {
        let zero = Rational::ZERO;
        if let Some(value) = comparison.difference().as_constant() {
            return comparison.relation.holds(value.cmp(&zero));
        }
        let difference = match comparison.relation {
            Relation::LessOrEqual => -&comparison.difference(),
            Relation::GreaterOrEqual => comparison.difference(),
            _ => return false,
        };
        let at_least_zero = |variable: &Variable| {
            let low = &self.parameters[usize::from(variable.0)].range.low;
            low.as_ref().is_some_and(|bound| bound.value >= zero)
        };
        difference.is_polynomial()
            && difference.variables().iter().all(at_least_zero)
            && difference.numerator().terms().iter().all(|(_, coefficient)| coefficient.is_positive())
    }

    /// Whether a value is the imported parameter itself, whose range is checked anyway.
    fn is_own(&self, value: &RationalFunction, parameter: &Parameter) -> bool {
        let own = self.symbols.find(&parameter.symbol);
        own.is_some_and(|own| *value.numerator() == Polynomial::variable(own) && value.is_polynomial())
    }
}

/// The scope of an expression that binds a family: `[i]` is the player whose parameter it is.
struct OfPlayer<'a> {
    symbols: &'a Symbols,
    player: &'a str,
}

impl Scope for OfPlayer<'_> {
    fn name(&self, name: &str) -> Result<RationalFunction, UnknownName> {
        match (self.symbols.find(name), name.strip_suffix("_i")) {
            (None, Some(family)) if self.symbols.families.contains_key(family) => self.indexed(family, "i"),
            _ => self.symbols.name(name),
        }
    }

    fn one_for_each(&self, name: &str) -> Option<String> {
        let one = self.symbols.one_for_each(name)?;
        Some(format!("\"{name}[i]\" for the player's own, or {one} for one player's"))
    }

    fn indexed(&self, family: &str, index: &str) -> Result<RationalFunction, UnknownName> {
        self.symbols.indexed(family, if index == "i" { self.player } else { index })
    }
}

fn undefined(what: &str) -> String {
    format!("'{what}' divides by zero with the values given here")
}

/// Payoffs in the order of the outer players, in terms of the outer parameters.
fn rewrite_payoffs(payoffs: &Payoffs, players: &[usize], values: &[RationalFunction]) -> Result<Payoffs, String> {
    let mut moved: Payoffs = vec![None; players.iter().max().map_or(0, |last| last + 1)];
    for (payoff, player) in payoffs.iter().zip(players) {
        if let Some(payoff) = payoff {
            moved[*player] = Some(payoff.compose(values).ok_or_else(|| undefined("a payoff"))?);
        }
    }
    Ok(moved)
}

fn rewrite_table(table: &Table, players: &[usize], values: &[RationalFunction]) -> Result<Table, String> {
    let mut moved = table.clone();
    moved.movers.iter_mut().for_each(|player| *player = players[*player]);
    for cell in &mut moved.cells {
        *cell = rewrite_payoffs(cell, players, values)?;
    }
    Ok(moved)
}

fn rewrite_tree(tree: &Tree, players: &[usize], values: &[RationalFunction], scope: &str) -> Result<Tree, String> {
    let mut moved = tree.clone();
    for set in &mut moved.sets {
        set.player = players[set.player];
        set.scope = scope.to_owned();
        (set.place, set.joined) = (None, false);
    }
    for node in &mut moved.nodes {
        node.payoffs = rewrite_payoffs(&node.payoffs, players, values)?;
        node.place = None;
        if let Kind::Chance { probabilities, .. } = &mut node.kind {
            for probability in probabilities {
                *probability = probability.compose(values).ok_or_else(|| undefined("a probability"))?;
            }
        }
    }
    Ok(moved)
}

/// A mover's information set in a table that comes with another model.
fn own_set(table: &Table, mover: usize, scope: &str) -> Set {
    let (player, actions) = (table.movers[mover], table.strategies[mover].clone());
    Set { player, label: table.label.clone(), scope: scope.to_owned(), joined: false, actions, place: table.place }
}

/// Turns a simultaneous move into moves one after another, of which the later players know nothing.
pub(super) fn graft_table(table: &Table, sets: &[usize], tree: &mut Tree, at: usize) {
    let mut ends = vec![at];
    for &set in sets {
        let count = tree.sets[set].actions.len();
        ends = ends.into_iter().flat_map(|end| tree.grow(end, Kind::Move(set), count)).collect();
    }
    for (end, cell) in ends.into_iter().zip(&table.cells) {
        add_payoffs(&mut tree.nodes[end].payoffs, cell);
    }
}

/// Puts a tree onto an end of another.
fn graft_tree(inner: Tree, tree: &mut Tree, at: usize) {
    let (first_set, place) = (tree.sets.len(), tree.nodes[at].place);
    tree.sets.extend(inner.sets);
    // Ends are grown in the order of the inner nodes, each after its parent.
    let mut position = vec![at; inner.nodes.len()];
    for (index, node) in inner.nodes.iter().enumerate() {
        let here = position[index];
        tree.nodes[here].place = place;
        add_payoffs(&mut tree.nodes[here].payoffs, &node.payoffs);
        let kind = match &node.kind {
            Kind::End => continue,
            Kind::Move(set) => Kind::Move(set + first_set),
            chance => chance.clone(),
        };
        for (child, grown) in node.children.iter().zip(tree.grow(here, kind, node.children.len())) {
            position[*child] = grown;
        }
    }
}
