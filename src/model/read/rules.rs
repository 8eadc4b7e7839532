//! Reads simultaneous moves: who chooses among what, and payoffs as rules over who chose what.

use super::{Reader, inside};
use crate::error::{InputError, UnknownName};
use crate::model::expression::{Expression, ExpressionError, Name, Relation, Scope, Term, Test, TestKind};
use crate::model::form::{Payoffs, Table};
use crate::model::node::Node;
use crate::model::symbols::Symbols;
use crate::number::{Rational, RationalFunction};

/// The most profiles of a simultaneous move.
const MAX_PROFILES: usize = 20_000;

/// A rule: who gets a payoff, when, and how much.
struct Rule<'a> {
    whom: Vec<usize>,
    condition: Option<(Test, &'a Node)>,
    payoff: Expression,
    node: &'a Node,
}

impl Reader<'_> {
    pub(super) fn read_simultaneous(&mut self, node: &Node) -> Result<Table, InputError> {
        let movers = self.movers(node)?;
        let actions = node.get("actions").cloned().unwrap_or_default();
        let strategies = self.actions_of(&actions, &movers)?;
        let size = strategies.iter().try_fold(1usize, |size, own| size.checked_mul(own.len()));
        if size.is_none_or(|size| size > MAX_PROFILES) {
            return Err(actions.error(format!("the players can choose in more than {MAX_PROFILES} ways together")));
        }
        let rules = node.get("rules").map_or(&[][..], Node::items);
        let rules = rules.iter().map(|rule| self.rule(rule, &movers)).collect::<Result<Vec<_>, _>>()?;
        let mut cells = Vec::new();
        let shape: Vec<usize> = strategies.iter().map(Vec::len).collect();
        for number in 0..size.unwrap_or(0) {
            let choices = profile(number, &shape);
            cells.push(self.cell_by_rules(&rules, &movers, &strategies, &choices)?);
        }
        let label = node.get_text("information set").map(str::to_owned);
        Ok(Table { movers, strategies, cells, place: node.place, label })
    }

    fn movers(&self, node: &Node) -> Result<Vec<usize>, InputError> {
        let Some(names) = node.get("players") else {
            return match self.players.len() {
                0 => Err(node.error("a simultaneous move needs 'players:'")),
                n => Ok((0..n).collect()),
            };
        };
        let mut movers = Vec::new();
        for name in names.items() {
            let player = self.player(name)?;
            if movers.contains(&player) {
                return Err(name.error(format!("{} moves twice", self.players[player])));
            }
            movers.push(player);
        }
        if movers.is_empty() { Err(names.error("nobody moves here")) } else { Ok(movers) }
    }

    fn actions_of(&self, node: &Node, movers: &[usize]) -> Result<Vec<Vec<String>>, InputError> {
        for (name, _) in node.entries() {
            if !movers.contains(&self.player(name)?) {
                return Err(name.error(format!("{} does not move here", name.as_text().unwrap_or_default())));
            }
        }
        let own = |player: &usize| {
            let name = &self.players[*player];
            let list = if node.entries().is_empty() { Some(node) } else { node.get(name) };
            let list = list.ok_or_else(|| node.error(format!("the actions of {name} are missing")))?;
            labels(list, name)
        };
        movers.iter().map(own).collect()
    }

    fn rule<'n>(&self, node: &'n Node, movers: &[usize]) -> Result<Rule<'n>, InputError> {
        let whom = match node.get("for") {
            None => movers.to_vec(),
            Some(name) if name.as_text() == Some("each") => movers.to_vec(),
            Some(name) if name.as_text().is_some() => vec![self.player(name)?],
            Some(names) => names.items().iter().map(|name| self.player(name)).collect::<Result<_, _>>()?,
        };
        let condition = match node.get("if") {
            None => None,
            Some(test) => {
                let text = test.as_text().unwrap_or_default();
                Some((Test::parse(text).map_err(|error| inside(test, error))?, test))
            }
        };
        let payoff = node.get("payoff").unwrap_or(node);
        let parsed = Expression::parse(payoff.as_text().unwrap_or_default()).map_err(|error| inside(payoff, error))?;
        Ok(Rule { whom, condition, payoff: parsed, node: payoff })
    }

    fn cell_by_rules(
        &self,
        rules: &[Rule<'_>],
        movers: &[usize],
        strategies: &[Vec<String>],
        choices: &[usize],
    ) -> Result<Payoffs, InputError> {
        let mut cell: Payoffs = vec![None; self.players.len()];
        for rule in rules {
            for &who in &rule.whom {
                let scope =
                    Choices { symbols: &self.symbols, players: &self.players, movers, strategies, choices, who };
                let value = cell[who].get_or_insert_default();
                if scope.applies(rule)? {
                    let payoff = rule.payoff.compile(&scope).map_err(|error| inside(rule.node, error))?;
                    *value = &*value + &payoff;
                }
            }
        }
        Ok(cell)
    }
}

fn labels(list: &Node, player: &str) -> Result<Vec<String>, InputError> {
    let mut labels: Vec<String> = Vec::new();
    for item in list.items() {
        let label = item.as_text().unwrap_or_default();
        if label.trim().is_empty() || labels.iter().any(|known| known == label) {
            return Err(item.error(format!("the action '{label}' of {player} is given twice or has no name")));
        }
        labels.push(label.to_owned());
    }
    if labels.is_empty() { Err(list.error(format!("the actions of {player} are missing"))) } else { Ok(labels) }
}

/// The profile of a number, the last mover's strategy running fastest.
pub(in crate::model) fn profile(mut number: usize, shape: &[usize]) -> Vec<usize> {
    let mut choices: Vec<usize> = shape
        .iter()
        .rev()
        .map(|count| {
            let choice = number % count;
            number /= count;
            choice
        })
        .collect();
    choices.reverse();
    choices
}

/// The names in a rule, given who chose what and whose payoff it is.
struct Choices<'a> {
    symbols: &'a Symbols,
    players: &'a [String],
    movers: &'a [usize],
    strategies: &'a [Vec<String>],
    choices: &'a [usize],
    who: usize,
}

impl Choices<'_> {
    fn applies(&self, rule: &Rule<'_>) -> Result<bool, InputError> {
        match &rule.condition {
            None => Ok(true),
            Some((test, node)) => self.test(test).map_err(|error| inside(node, error)),
        }
    }

    fn test(&self, test: &Test) -> Result<bool, ExpressionError> {
        match &test.kind {
            TestKind::And(parts) => self.all(parts, true),
            TestKind::Or(parts) => self.all(parts, false).map(|none| !none),
            TestKind::Not(inner) => Ok(!self.test(inner)?),
            TestKind::Compare(left, relation, right) => match self.mover(left) {
                Some(mover) => self.chose(mover?, *relation, right, test.offset),
                None => {
                    let (left, right) = (self.constant(left, test.offset)?, self.constant(right, test.offset)?);
                    Ok(relation.holds(left.cmp(&right)))
                }
            },
        }
    }

    /// Whether all parts are `wanted`; every part is looked at, so that mistakes show.
    fn all(&self, parts: &[Test], wanted: bool) -> Result<bool, ExpressionError> {
        let mut all = true;
        for part in parts {
            all &= self.test(part)? == wanted;
        }
        Ok(all)
    }

    /// The mover that a name in a condition speaks of, if it speaks of one.
    fn mover(&self, term: &Term) -> Option<Result<usize, ExpressionError>> {
        let Term::Name(Name { text, offset }) = term else { return None };
        let player = if text == "own" { self.who } else { self.players.iter().position(|name| name == text)? };
        let found = self.movers.iter().position(|mover| *mover == player);
        let name = &self.players[player];
        Some(found.ok_or_else(|| {
            let error = ExpressionError::new(*offset, format!("{name} chooses nothing here"));
            if text == "own" { error.help("name the players that the rule is for") } else { error }
        }))
    }

    fn chose(&self, mover: usize, relation: Relation, action: &Term, offset: usize) -> Result<bool, ExpressionError> {
        let (Term::Name(action), Relation::Equal | Relation::NotEqual) = (action, relation) else {
            let error = ExpressionError::new(offset, "a choice is compared with an action");
            return Err(error.help("write 'own = Support' or 'own != Support'"));
        };
        let own = &self.strategies[mover];
        let Some(position) = own.iter().position(|label| *label == action.text) else {
            let kind = format!("action of {}", self.players[self.movers[mover]]);
            return Err(ExpressionError::unknown(action.offset, &UnknownName::new(kind, &action.text, own)));
        };
        Ok((self.choices[mover] == position) == (relation == Relation::Equal))
    }

    fn constant(&self, term: &Term, offset: usize) -> Result<Rational, ExpressionError> {
        let value = Expression { term: term.clone() }.compile(self)?;
        value.as_constant().ok_or_else(|| {
            let error = ExpressionError::new(offset, "a rule's condition cannot depend on parameters");
            error.help("compare choices and counts with numbers")
        })
    }

    /// Who chose an action, as positions among the movers.
    fn those_who_chose(&self, action: &str) -> Result<Vec<usize>, UnknownName> {
        if !self.strategies.iter().flatten().any(|label| label == action) {
            let known: std::collections::BTreeSet<&String> = self.strategies.iter().flatten().collect();
            return Err(UnknownName::new("action", action, known));
        }
        let chose = |mover: &usize| self.strategies[*mover][self.choices[*mover]] == action;
        Ok((0..self.movers.len()).filter(chose).collect())
    }
}

impl Scope for Choices<'_> {
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
        let index = if index == "i" { self.players[self.who].as_str() } else { index };
        self.symbols.indexed(family, index)
    }

    fn call(&self, function: &str, arguments: &[&str]) -> Result<RationalFunction, UnknownName> {
        match (function, arguments) {
            ("count", [action]) => {
                let count = self.those_who_chose(action)?.len();
                Ok(Rational::from(i64::try_from(count).unwrap_or(i64::MAX)).into())
            }
            ("sum", [family, action]) => {
                let mut sum = RationalFunction::zero();
                for mover in self.those_who_chose(action)? {
                    sum = &sum + &self.symbols.indexed(family, &self.players[self.movers[mover]])?;
                }
                Ok(sum)
            }
            ("count" | "sum", _) => Err(UnknownName::new("way to use", function, ["count(Action)", "sum(E, Action)"])),
            _ => Err(UnknownName::new("function", function, ["count", "sum"])),
        }
    }
}
