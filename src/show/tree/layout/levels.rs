//! Levels: nodes of one information set stand below each other, where the tree allows it.

use std::collections::BTreeMap;

use crate::game::{ExtensiveForm, InfosetId, NodeKind};
use crate::show::sketch::Sketch;

/// The information sets with several nodes in the sketch, and their items.
pub(super) fn shared(game: &ExtensiveForm, sketch: &Sketch) -> BTreeMap<InfosetId, Vec<usize>> {
    let mut shared: BTreeMap<InfosetId, Vec<usize>> = BTreeMap::new();
    for (index, item) in sketch.items.iter().enumerate() {
        if let Some(node) = item.what.node()
            && let NodeKind::Decision(infoset) = game.node(node).kind
        {
            shared.entry(infoset).or_default().push(index);
        }
    }
    shared.retain(|_, items| items.len() > 1);
    shared
}

/// The level of each item: its depth, or more where its information set reaches further to the right.
pub(super) fn levels(game: &ExtensiveForm, sketch: &Sketch) -> Vec<usize> {
    let shared = shared(game, sketch);
    let depth = deepen(sketch, &vec![0; sketch.items.len()]);
    let limit = 2 * depth.iter().max().unwrap_or(&0) + 2;
    let mut levels = depth.clone();
    loop {
        let mut aligned = levels.clone();
        for items in shared.values() {
            let furthest = items.iter().map(|item| levels[*item]).max().unwrap_or(0);
            items.iter().for_each(|item| aligned[*item] = furthest);
        }
        let next = deepen(sketch, &aligned);
        if next == levels {
            return levels;
        }
        if next.iter().any(|level| *level > limit) {
            return depth;
        }
        levels = next;
    }
}

/// The least levels that are not below those given and grow along every branch.
fn deepen(sketch: &Sketch, least: &[usize]) -> Vec<usize> {
    let mut levels = least.to_vec();
    for (index, item) in sketch.items.iter().enumerate() {
        if let Some((parent, _)) = item.parent {
            levels[index] = levels[index].max(levels[parent] + 1);
        }
    }
    levels
}
