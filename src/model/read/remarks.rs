//! What a document gives and no game uses: most likely a slip of the pen.

use std::collections::BTreeSet;

use crate::error::{InputError, UnknownName};
use crate::model::form::{Form, Kind, Payoffs};
use crate::model::model::Parts;
use crate::model::node::Node;
use crate::number::{RationalFunction, Variable};

/// A parameter that only a variant gives must be used there.
pub(super) fn check_variant(document: &Node, name: &str, variant: &Node, read: &Parts) -> Result<(), InputError> {
    let used = variables(read);
    for (key, _) in variant.get("parameters").map_or(&[][..], Node::entries) {
        let symbol = key.as_text().unwrap_or_default();
        let known = document.get("parameters").is_some_and(|own| own.named().any(|(own, _)| own == symbol));
        if known || has_effect(read, &used, symbol) {
            continue;
        }
        let others = read.symbols.list.iter().chain(read.symbols.families.keys());
        let others = others.filter(|other| !of_parameter(read, symbol).any(|own| own == *other) && *other != symbol);
        let unknown = UnknownName::new("parameter", symbol, others);
        let help = format!("the model has none of this name, and nothing in the variant '{name}' depends on it");
        return Err(key.error(unknown.to_string()).help(help));
    }
    Ok(())
}

/// The parameters without effect and the parts that never follow, in the model and in every variant.
pub(super) fn of_document(document: &Node, model: &Parts, variants: &[&Parts]) -> Vec<InputError> {
    let read: Vec<&Parts> = std::iter::once(model).chain(variants.iter().copied()).collect();
    let used: Vec<BTreeSet<Variable>> = read.iter().map(|parts| variables(parts)).collect();
    let keys = |section: &str| document.get(section).map_or(&[][..], Node::entries).iter().map(|(key, _)| key);
    let idle = |key: &&Node| {
        let symbol = key.as_text().unwrap_or_default();
        !read.iter().zip(&used).any(|(parts, used)| has_effect(parts, used, symbol))
    };
    let never = |key: &&Node| {
        let name = key.as_text().unwrap_or_default();
        !read.iter().any(|parts| parts.continued.contains(name))
    };
    let mut remarks: Vec<InputError> = keys("parameters").filter(idle).map(without_effect).collect();
    remarks.extend(keys("parts").filter(never).map(without_use));
    remarks
}

fn without_effect(key: &Node) -> InputError {
    let symbol = key.as_text().unwrap_or_default();
    let error = key.error(format!("the parameter '{symbol}' has no effect"));
    error.help("no payoff, probability or assumption depends on it; is its name misspelt where it should stand?")
}

fn without_use(key: &Node) -> InputError {
    let name = key.as_text().unwrap_or_default();
    let error = key.error(format!("the part '{name}' is never used, nor was it read"));
    error.help(format!("write 'continue: {name}' where it follows, or leave it out"))
}

/// The symbols that a parameter of a document makes: its own, or one for each player.
fn of_parameter<'a>(read: &'a Parts, symbol: &str) -> impl Iterator<Item = &'a String> {
    let members = read.symbols.families.get(symbol).into_iter().flatten().map(|(_, variable)| *variable);
    let variables = read.symbols.find(symbol).into_iter().chain(members);
    variables.filter_map(|variable| read.symbols.list.get(usize::from(variable.0)))
}

fn has_effect(read: &Parts, used: &BTreeSet<Variable>, symbol: &str) -> bool {
    of_parameter(read, symbol).any(|own| read.symbols.find(own).is_some_and(|variable| used.contains(&variable)))
}

/// The parameters on which anything depends.
fn variables(read: &Parts) -> BTreeSet<Variable> {
    let mut used = BTreeSet::new();
    let mut take = |function: &RationalFunction| {
        if !function.is_constant() && used.len() < read.parameters.len() {
            used.extend(function.variables());
        }
    };
    for comparison in read.assumptions.iter().flat_map(|assumption| &assumption.condition.comparisons) {
        take(&comparison.left);
        take(&comparison.right);
    }
    let mut take_all = |payoffs: &Payoffs| payoffs.iter().flatten().for_each(&mut take);
    match &read.form {
        Form::Table(table) => table.cells.iter().for_each(take_all),
        Form::Tree(tree) => {
            tree.nodes.iter().for_each(|node| take_all(&node.payoffs));
            for node in &tree.nodes {
                if let Kind::Chance { probabilities, .. } = &node.kind {
                    probabilities.iter().for_each(&mut take);
                }
            }
        }
    }
    used
}
