//! [`Beliefs`]: where those who move think that the play stands.

use serde::{Deserialize, Serialize};

use super::extensive::ExtensiveForm;
use super::ids::InfosetId;
use super::profile::check_rows;
use crate::error::Error;
use crate::number::Rational;

/// A system of beliefs: for each information set, a probability for each of its nodes, given that play is there.
///
/// Together with a [`BehaviorProfile`](super::BehaviorProfile) it is an assessment (Kreps and Wilson 1982,
/// doi:10.2307/1912767).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Beliefs(pub Vec<Vec<Rational>>);

/// All beliefs that support one behaviour at some information sets which it never reaches: every mixture of the vertices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeliefSet {
    /// The information sets; several where their beliefs hang together.
    pub infosets: Vec<InfosetId>,
    /// The extreme beliefs: for each of the information sets a probability for each node.
    pub vertices: Vec<Vec<Vec<Rational>>>,
}

impl Beliefs {
    /// The probabilities of an information set's nodes.
    pub fn at(&self, infoset: InfosetId) -> &[Rational] {
        &self.0[infoset.index()]
    }

    /// Checks that the beliefs fit the game: sizes, no negative probability, sums of 1.
    ///
    /// # Errors
    /// Names the information set whose beliefs are wrong.
    pub fn check(&self, game: &ExtensiveForm) -> Result<(), Error> {
        let shape: Vec<usize> = game.infosets().iter().map(|infoset| infoset.nodes.len()).collect();
        check_rows(&self.0, &shape, |index| {
            let infoset = &game.infosets()[index];
            format!("the beliefs of {} at '{}'", game.players().key(infoset.player.index()), infoset.key)
        })
    }
}

impl BeliefSet {
    /// The least and the greatest probability of each node, for each information set.
    pub fn ranges(&self) -> Vec<Vec<(Rational, Rational)>> {
        let range = |place: usize, node: usize| {
            let values = || self.vertices.iter().map(|vertex| &vertex[place][node]);
            let (least, most) = (values().min(), values().max());
            (least.cloned().unwrap_or(Rational::ZERO), most.cloned().unwrap_or(Rational::ZERO))
        };
        let row = |place: usize| {
            let nodes = self.vertices.first().map_or(0, |vertex| vertex[place].len());
            (0..nodes).map(|node| range(place, node)).collect()
        };
        (0..self.infosets.len()).map(row).collect()
    }
}
