//! The plays that a pure parametric equilibrium leads to.

use super::ParametricEquilibrium;
use crate::game::{ExtensiveForm, Game, NodeId, NodeKind};

/// The actions along each play of a pure equilibrium of a tree; `None` for others.
pub(crate) fn plays(game: &Game, equilibrium: &ParametricEquilibrium) -> Option<Vec<Vec<String>>> {
    let Game::Extensive(tree) = game else { return None };
    let choices = equilibrium.choices()?;
    let mut ends = Vec::new();
    reached(tree, tree.root(), &choices, &mut ends);
    Some(ends.iter().map(|end| tree.path(*end).into_iter().map(str::to_owned).collect()).collect())
}

/// The ends that a pure plan reaches, whatever chance does.
fn reached(tree: &ExtensiveForm, node: NodeId, choices: &[usize], ends: &mut Vec<NodeId>) {
    match tree.node(node).kind {
        NodeKind::Terminal => ends.push(node),
        NodeKind::Decision(id) => reached(tree, tree.node(node).children[choices[id.index()]], choices, ends),
        NodeKind::Chance(_) => tree.node(node).children.iter().for_each(|child| reached(tree, *child, choices, ends)),
    }
}
