//! Beliefs by name, and back.

use serde::{Deserialize, Serialize};

use super::named::Named;
use crate::error::Error;
use crate::game::{BeliefSet, Beliefs, ExtensiveForm, InfosetId};
use crate::number::Rational;

/// Beliefs by names: player, information set, and the nodes that are believed to be possible.
pub type NamedBeliefs = Named<Named<Vec<NodeBelief>>>;

/// How probable a node is thought to be, given that its information set was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeBelief {
    /// The actions and events that lead to the node.
    pub path: Vec<String>,
    /// The probability.
    pub probability: Rational,
}

/// Beliefs that may be held instead at some information sets: every mixture of the extreme ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeliefSetClaim {
    /// The extreme beliefs; each names the same information sets.
    pub vertices: Vec<NamedBeliefs>,
}

/// Writes beliefs with names; what has probability 0 is left out.
pub(super) fn to_names(tree: &ExtensiveForm, beliefs: &Beliefs) -> NamedBeliefs {
    let rows: Vec<(InfosetId, &[Rational])> = tree.infoset_ids().map(|id| (id, beliefs.at(id))).collect();
    named(tree, &rows)
}

/// Writes a set of beliefs with names.
pub(super) fn set_to_names(tree: &ExtensiveForm, set: &BeliefSet) -> Result<BeliefSetClaim, Error> {
    let misfit = || Error::Invalid("a set of beliefs does not fit the game".to_owned());
    let fits = |(id, row): (&InfosetId, &Vec<Rational>)| {
        id.index() < tree.infosets().len() && row.len() == tree.infoset(*id).nodes.len()
    };
    let vertex = |vertex: &Vec<Vec<Rational>>| {
        let fitting = vertex.len() == set.infosets.len() && set.infosets.iter().zip(vertex).all(fits);
        let rows: Vec<(InfosetId, &[Rational])> =
            set.infosets.iter().copied().zip(vertex.iter().map(Vec::as_slice)).collect();
        if fitting { Ok(named(tree, &rows)) } else { Err(misfit()) }
    };
    Ok(BeliefSetClaim { vertices: set.vertices.iter().map(vertex).collect::<Result<_, _>>()? })
}

fn named(tree: &ExtensiveForm, rows: &[(InfosetId, &[Rational])]) -> NamedBeliefs {
    let mut named = NamedBeliefs::default();
    for player in tree.player_ids() {
        let own = rows.iter().filter(|(id, _)| tree.infoset(*id).player == player);
        let own: Named<Vec<NodeBelief>> =
            own.map(|(id, row)| (tree.infoset(*id).key.clone(), believed(tree, *id, row))).collect();
        if !own.0.is_empty() {
            named.0.push((tree.players().key(player.index()).to_owned(), own));
        }
    }
    named
}

fn believed(tree: &ExtensiveForm, id: InfosetId, row: &[Rational]) -> Vec<NodeBelief> {
    let pairs = tree.infoset(id).nodes.iter().zip(row).filter(|(_, probability)| !probability.is_zero());
    let belief = |(node, probability): (&crate::game::NodeId, &Rational)| NodeBelief {
        path: tree.path(*node).into_iter().map(str::to_owned).collect(),
        probability: probability.clone(),
    };
    pairs.map(belief).collect()
}

/// Reads beliefs at all information sets, and checks that they sum to 1.
pub(super) fn from_names(tree: &ExtensiveForm, named: &NamedBeliefs) -> Result<Beliefs, Error> {
    let mut rows = vec![Vec::new(); tree.infosets().len()];
    for (id, row) in read(tree, named)? {
        rows[id.index()] = row;
    }
    if let Some(missing) = tree.infoset_ids().find(|id| rows[id.index()].is_empty()) {
        let infoset = tree.infoset(missing);
        let player = tree.players().key(infoset.player.index());
        return Err(Error::Invalid(format!("nothing is said about the beliefs of {player} at '{}'", infoset.key)));
    }
    let beliefs = Beliefs(rows);
    beliefs.check(tree)?;
    Ok(beliefs)
}

/// The beliefs with those of a vertex in their place.
pub(super) fn with_vertex(tree: &ExtensiveForm, beliefs: &Beliefs, vertex: &NamedBeliefs) -> Result<Beliefs, Error> {
    let mut changed = beliefs.clone();
    for (id, row) in read(tree, vertex)? {
        changed.0[id.index()] = row;
    }
    changed.check(tree)?;
    Ok(changed)
}

fn read(tree: &ExtensiveForm, named: &NamedBeliefs) -> Result<Vec<(InfosetId, Vec<Rational>)>, Error> {
    let mut rows = Vec::new();
    for (name, own) in &named.0 {
        let player = tree.player(name)?;
        for (key, nodes) in &own.0 {
            let id = tree.find_infoset(player, key)?;
            rows.push((id, row(tree, id, nodes)?));
        }
    }
    Ok(rows)
}

fn row(tree: &ExtensiveForm, id: InfosetId, believed: &[NodeBelief]) -> Result<Vec<Rational>, Error> {
    let infoset = tree.infoset(id);
    let mut row = vec![Rational::ZERO; infoset.nodes.len()];
    for NodeBelief { path, probability } in believed {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let node = tree.find_node(&path)?;
        let position = infoset.nodes.binary_search(&node).map_err(|_| {
            let (player, place) = (tree.players().key(infoset.player.index()), tree.describe_path(node));
            Error::Invalid(format!("{place} does not lead to '{}' of {player}", infoset.key))
        })?;
        row[position] += probability;
    }
    Ok(row)
}
