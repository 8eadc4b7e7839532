//! [`Symbols`]: the names of a model's parameters, alone and in families by player.

use std::collections::{BTreeMap, HashMap};

use super::expression::Scope;
use crate::error::UnknownName;
use crate::number::{RationalFunction, Variable};

/// The most parameters that a model may have.
pub(crate) const MAX_PARAMETERS: usize = 1_000;

/// Words that have a meaning of their own in expressions.
const RESERVED: [&str; 7] = ["and", "or", "not", "is", "own", "count", "sum"];

/// The names of parameters, and the variables that they stand for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Symbols {
    pub list: Vec<String>,
    variables: HashMap<String, Variable>,
    /// For parameters by player: the variable of each player.
    pub families: BTreeMap<String, Vec<(String, Variable)>>,
}

impl Symbols {
    /// Adds a name; `None` if it is there already or there are too many.
    pub fn add(&mut self, symbol: &str) -> Option<Variable> {
        if self.variables.contains_key(symbol) || self.list.len() >= MAX_PARAMETERS {
            return None;
        }
        let variable = Variable(u16::try_from(self.list.len()).ok()?);
        self.list.push(symbol.to_owned());
        self.variables.insert(symbol.to_owned(), variable);
        Some(variable)
    }

    /// Says that a variable is a player's member of a family.
    pub fn join(&mut self, family: &str, player: &str, variable: Variable) {
        let members = self.families.entry(family.to_owned()).or_default();
        if !members.iter().any(|(name, _)| name == player) {
            members.push((player.to_owned(), variable));
        }
    }

    pub fn find(&self, symbol: &str) -> Option<Variable> {
        self.variables.get(symbol).copied()
    }

    /// A player's member of a family.
    pub fn member(&self, family: &str, player: &str) -> Result<Variable, UnknownName> {
        let Some(members) = self.families.get(family) else {
            return Err(UnknownName::new("parameter by player", family, self.families.keys()));
        };
        let found = members.iter().find(|(name, _)| name == player);
        found.map(|(_, variable)| *variable).ok_or_else(|| {
            let known = members.iter().map(|(name, _)| name.as_str());
            UnknownName::new(format!("player with a parameter {family}"), player, known)
        })
    }

    pub fn unknown(&self, symbol: &str) -> UnknownName {
        UnknownName::new("parameter", symbol, &self.list)
    }
}

impl Scope for Symbols {
    fn name(&self, name: &str) -> Result<RationalFunction, UnknownName> {
        self.find(name).map(RationalFunction::variable).ok_or_else(|| self.unknown(name))
    }

    fn indexed(&self, family: &str, index: &str) -> Result<RationalFunction, UnknownName> {
        self.member(family, index).map(RationalFunction::variable)
    }

    fn one_for_each(&self, name: &str) -> Option<String> {
        let (player, member) = self.families.get(name)?.first()?;
        Some(format!("\"{name}[{player}]\" or {}", self.list.get(usize::from(member.0))?))
    }
}

/// The symbol of a player's member of a family: `E_Belarus`, `E_South_Korea`.
pub(crate) fn member_symbol(family: &str, player: &str) -> String {
    let index: String = player.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    format!("{family}_{index}")
}

/// What is wrong with a symbol, if anything is.
pub(crate) fn symbol_fault(symbol: &str) -> Option<String> {
    let starts = symbol.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    if !starts || !symbol.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return Some(format!("'{symbol}' is no symbol; use letters, digits and _, and begin with a letter"));
    }
    RESERVED
        .contains(&symbol)
        .then(|| format!("'{symbol}' has a meaning of its own in expressions; choose another symbol"))
}
