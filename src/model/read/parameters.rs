//! Reads parameters: short (`t: 3`), long, and by player.

use super::{Reader, inside};
use crate::error::{Error, InputError, UnknownName};
use crate::model::expression::{Expression, Name, Names, Relation, Term, Test, TestKind};
use crate::model::node::{Node, Value};
use crate::model::parameter::{Bound, Parameter, Range};
use crate::model::shape::is_long_parameter;
use crate::model::symbols::{MAX_PARAMETERS, member_symbol, symbol_fault};
use crate::number::{Rational, Variable};

impl Reader<'_> {
    pub(super) fn read_parameters(&mut self, document: &Node) -> Result<(), Error> {
        let Some(parameters) = document.get("parameters") else { return Ok(()) };
        for (key, value) in parameters.entries() {
            let symbol = key.as_text().unwrap_or_default();
            if let Some(fault) = symbol_fault(symbol) {
                return Err(key.error(fault).into());
            }
            self.read_parameter(key, symbol, value)?;
        }
        Ok(())
    }

    fn read_parameter(&mut self, key: &Node, symbol: &str, value: &Node) -> Result<(), InputError> {
        let long = is_long_parameter(value);
        let base = if long { value.get("base").unwrap_or(value) } else { value };
        let text =
            |field: &str| if long { value.get_text(field).unwrap_or_default().to_owned() } else { String::new() };
        let range = match value.get("range").filter(|_| long) {
            Some(node) => read_range(node, symbol)?,
            None => Range::default(),
        };
        let template = Parameter {
            symbol: symbol.to_owned(),
            base: Rational::ZERO,
            range,
            meaning: text("meaning"),
            argument: text("argument"),
            term: text("term"),
            source: text("source"),
        };
        match &base.value {
            Value::Nothing => Err(key
                .error(format!("the parameter '{symbol}' has no base value"))
                .help(format!("write '{symbol}: 1', or a mapping with 'base:'"))),
            Value::Map(_) => self.read_family(key, symbol, base, &template),
            _ => {
                let base_value = read_number(base)?;
                self.add_parameter(key, Parameter { base: base_value, ..template }, base).map(|_| ())
            }
        }
    }

    /// A value for each player named, or for all `others`.
    fn read_family(&mut self, key: &Node, family: &str, values: &Node, template: &Parameter) -> Result<(), InputError> {
        let players = self.players.clone();
        for (name, _) in values.entries() {
            let text = name.as_text().unwrap_or_default();
            if text != "others" && !players.iter().any(|player| player == text) {
                let known = players.iter().map(String::as_str).chain(["others"]);
                let error = name.error(UnknownName::new("player", text, known).to_string());
                return Err(
                    error.help("a parameter in full has the keys base, range, meaning, argument, term and source")
                );
            }
        }
        for player in &players {
            let Some(value) = values.get(player).or_else(|| values.get("others")) else { continue };
            let parameter =
                Parameter { symbol: member_symbol(family, player), base: read_number(value)?, ..template.clone() };
            let variable = self.add_parameter(key, parameter, value)?;
            self.symbols.join(family, player, variable);
        }
        Ok(())
    }

    fn add_parameter(&mut self, key: &Node, parameter: Parameter, base: &Node) -> Result<Variable, InputError> {
        let symbol = parameter.symbol.clone();
        if !parameter.range.contains(&parameter.base) {
            let (value, range) = (&parameter.base, parameter.range.describe(&symbol));
            return Err(base.error(format!("the base value {value} of '{symbol}' is outside its range {range}")));
        }
        match self.symbols.add(&symbol) {
            Some(variable) => {
                self.parameters.push(parameter);
                self.imported.push(false);
                Ok(variable)
            }
            None if self.symbols.list.len() >= MAX_PARAMETERS => {
                Err(key.error(format!("more than {MAX_PARAMETERS} parameters")))
            }
            None => {
                Err(key.error(format!("the symbol '{symbol}' stands for two parameters")).help("rename one of them"))
            }
        }
    }
}

/// Reads a number: an integer, a fraction or a decimal.
fn read_number(node: &Node) -> Result<Rational, InputError> {
    let Some(text) = node.as_text() else {
        return Err(node.error(format!("a number should stand here; this is {}", node.kind())));
    };
    text.parse().map_err(|error| node.error(format!("{error}")))
}

/// Reads a range: `any`, a condition on the symbol, or a list of two closed ends.
fn read_range(node: &Node, symbol: &str) -> Result<Range, InputError> {
    let range = match &node.value {
        Value::List(ends) => match ends.as_slice() {
            [low, high] => closed_range(low, high)?,
            _ => return Err(node.error("a range in brackets has two ends: [low, high]")),
        },
        _ => condition_range(node, symbol)?,
    };
    if range.is_empty() {
        return Err(node.error(format!("no number lies in the range {}", range.describe(symbol))));
    }
    Ok(range)
}

fn closed_range(low: &Node, high: &Node) -> Result<Range, InputError> {
    let bound = |node| Ok::<_, InputError>(Some(Bound { value: read_number(node)?, open: false }));
    Ok(Range { low: bound(low)?, high: bound(high)? })
}

fn condition_range(node: &Node, symbol: &str) -> Result<Range, InputError> {
    let text = node.as_text().unwrap_or_default();
    let mut range = Range::default();
    if text == "any" {
        return Ok(range);
    }
    let test = Test::parse(text).map_err(|error| inside(node, error))?;
    let parts = match &test.kind {
        TestKind::And(parts) => parts.as_slice(),
        _ => std::slice::from_ref(&test),
    };
    for part in parts {
        narrow(&mut range, part, symbol).ok_or_else(|| {
            let error = node.error(format!("this is no range of '{symbol}'"));
            error.help(format!("write 'any', '{symbol} > 0', '0 <= {symbol} <= 1' or [0, 1]"))
        })?;
    }
    Ok(range)
}

/// Narrows a range by a comparison of the symbol with a number.
fn narrow(range: &mut Range, test: &Test, symbol: &str) -> Option<()> {
    let TestKind::Compare(left, relation, right) = &test.kind else { return None };
    let is_symbol = |term: &Term| matches!(term, Term::Name(Name { text, .. }) if text == symbol);
    let number = |term: &Term| {
        let expression = Expression { term: term.clone() };
        expression.compile(&Names(&[""; 0])).ok()?.as_constant()
    };
    if is_symbol(left) {
        return range.narrow(*relation, number(right)?);
    }
    let turned = match relation {
        Relation::Less => Relation::Greater,
        Relation::LessOrEqual => Relation::GreaterOrEqual,
        Relation::Greater => Relation::Less,
        Relation::GreaterOrEqual => Relation::LessOrEqual,
        same => *same,
    };
    is_symbol(right).then_some(())?;
    range.narrow(turned, number(left)?)
}
