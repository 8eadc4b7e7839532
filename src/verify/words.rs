//! Places and choices of a game in words.

use crate::game::{ExtensiveForm, InfosetId, Labels, NodeId, NodeKind};
use crate::number::Rational;

/// The most actions of a path that are written out.
const LONG_PATH: usize = 12;

/// A subgame's name: "the whole game", "Russia at 'after Invoke'", "chance after Invoke".
pub(super) fn subgame(tree: &ExtensiveForm, root: NodeId) -> String {
    let node = tree.node(root);
    match (node.parent, node.kind) {
        (None, _) => "the whole game".to_owned(),
        (Some(_), NodeKind::Decision(id)) => {
            let infoset = tree.infoset(id);
            format!("{} at '{}'", tree.players().key(infoset.player.index()), infoset.key)
        }
        (Some((parent, action)), _) => {
            format!("chance after {}", tree.actions(parent).map_or("", |actions| actions.key(action)))
        }
    }
}

/// Where a node stands: "at the start", "after Attack, Invoke".
pub(super) fn place(tree: &ExtensiveForm, node: NodeId) -> String {
    let path = tree.path(node);
    if path.is_empty() { "at the start".to_owned() } else { format!("after {}", join_path(&path)) }
}

/// Where a player moves: after the actions that lead there, if the player knows them, else at the information set.
pub(super) fn infoset_place(tree: &ExtensiveForm, id: InfosetId) -> String {
    match &tree.infoset(id).nodes[..] {
        [node] => place(tree, *node),
        _ => format!("at '{}'", tree.infoset(id).key),
    }
}

/// The actions of a path, the middle of a long one left out.
pub(super) fn join_path<S: AsRef<str>>(path: &[S]) -> String {
    let join = |part: &[S]| part.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    if path.len() <= LONG_PATH {
        return join(path);
    }
    let (head, tail) = (&path[..LONG_PATH / 2], &path[path.len() - LONG_PATH / 2..]);
    format!("{}, … ({} more moves) …, {}", join(head), path.len() - LONG_PATH, join(tail))
}

/// What a row of probabilities chooses: "Support", or "Support (1/3) or Abstain (2/3)".
pub(super) fn choice(labels: &Labels, row: &[Rational]) -> String {
    let used: Vec<usize> = (0..row.len()).filter(|&i| !row[i].is_zero()).collect();
    let named = |&i: &usize| match used.len() {
        1 => labels.key(i).to_owned(),
        _ => format!("{} ({})", labels.key(i), row[i]),
    };
    used.iter().map(named).collect::<Vec<_>>().join(" or ")
}
