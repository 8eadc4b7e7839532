//! The checks that need the whole model: every play pays everybody, nobody forgets what they did because a label joins
//! pieces of the document, and probabilities sum to one at the base.

use super::Reader;
use crate::error::{InputError, Place};
use crate::model::form::{Form, Kind, Payoffs, Tree, describe};
use crate::number::Rational;

pub(super) fn check(reader: &Reader<'_>, form: &Form) -> Result<(), InputError> {
    match form {
        Form::Tree(tree) => {
            check_payoffs(reader, tree)?;
            reader.check_recall(tree)?;
            check_chance(reader, tree)
        }
        Form::Table(table) => {
            let missing =
                (0..reader.players.len()).find(|&player| table.cells.iter().any(|cell| !is_given(cell, player)));
            match missing {
                None => Ok(()),
                Some(player) => Err(missing_payoff(&reader.players[player], "some choices", table.place)),
            }
        }
    }
}

fn is_given(payoffs: &Payoffs, player: usize) -> bool {
    matches!(payoffs.get(player), Some(Some(_)))
}

fn missing_payoff(player: &str, whereabouts: &str, place: Option<Place>) -> InputError {
    let message = format!("{player} gets no payoff after {whereabouts}");
    InputError { message, help: Some("write 0 if nothing is gained or lost".into()), place }
}

/// Everybody has a payoff somewhere along every play.
fn check_payoffs(reader: &Reader<'_>, tree: &Tree) -> Result<(), InputError> {
    let players = reader.players.len();
    let mut given: Vec<Vec<bool>> = vec![Vec::new(); tree.nodes.len()];
    for at in tree.depth_first(0) {
        let node = &tree.nodes[at];
        let before = |player: usize| node.parent.is_some_and(|(parent, _)| given[parent][player]);
        let here: Vec<bool> = (0..players).map(|player| before(player) || is_given(&node.payoffs, player)).collect();
        if let (Kind::End, Some(player)) = (&node.kind, here.iter().position(|given| !given)) {
            let path = describe(&tree.path(0, at));
            return Err(missing_payoff(&reader.players[player], &path, node.place));
        }
        given[at] = here;
    }
    Ok(())
}

fn check_chance(reader: &Reader<'_>, tree: &Tree) -> Result<(), InputError> {
    let base = reader.base_values();
    for at in tree.depth_first(0) {
        let Kind::Chance { probabilities, events } = &tree.nodes[at].kind else { continue };
        let path = describe(&tree.path(0, at));
        let fault = |message: String| InputError { message, help: None, place: tree.nodes[at].place };
        let values: Option<Vec<Rational>> = probabilities.iter().map(|p| p.evaluate(&base)).collect();
        let Some(values) = values else {
            return Err(fault(format!("a probability at {path} divides by zero at the base values")));
        };
        if let Some(negative) = values.iter().position(Rational::is_negative) {
            let (event, value) = (&events[negative], &values[negative]);
            return Err(fault(format!("the probability of '{event}' at {path} is {value} at the base values")));
        }
        let total: Rational = values.iter().sum();
        if total != Rational::ONE {
            let sum = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
            let error = fault(format!("the probabilities at {path} are {sum} = {total} at the base values"));
            return Err(error.help("they must sum to 1"));
        }
    }
    Ok(())
}
