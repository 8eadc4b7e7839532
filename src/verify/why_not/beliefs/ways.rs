//! [`Way`]: nodes that the same mistakes lead to, and so are believed in together.

use std::collections::BTreeSet;

use crate::number::Rational;
use crate::verify::assessment::{Mistake, Surprise};

/// A set of mistakes that leads to nodes of an information set.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub mistakes: BTreeSet<Mistake>,
    /// The positions of the nodes, and their probabilities given that play came by this way.
    pub shares: Vec<(usize, Rational)>,
    /// The probability of the other steps together, of all nodes.
    pub weight: Rational,
}

/// The ways to an information set. Those that need all the mistakes of another and more are left out: they are infinitely
/// less probable. None where chance never lets play come.
pub(super) fn ways(nodes: &[Surprise]) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for (node, surprise) in nodes.iter().enumerate().filter(|(_, surprise)| surprise.possible()) {
        let part = (node, surprise.rest.clone());
        match ways.iter_mut().find(|way| way.mistakes == surprise.mistakes) {
            Some(way) => {
                way.weight += &part.1;
                way.shares.push(part);
            }
            None => ways.push(Way { mistakes: surprise.mistakes.clone(), weight: part.1.clone(), shares: vec![part] }),
        }
    }
    let all: Vec<BTreeSet<Mistake>> = ways.iter().map(|way| way.mistakes.clone()).collect();
    let rarer = |way: &Way| all.iter().any(|other| *other != way.mistakes && other.is_subset(&way.mistakes));
    ways.retain(|way| !rarer(way));
    for way in &mut ways {
        way.shares.iter_mut().for_each(|(_, share)| *share = &*share / &way.weight);
    }
    ways
}

impl Way {
    /// The belief that play came by this way.
    pub fn belief(&self, nodes: usize) -> Vec<Rational> {
        let mut belief = vec![Rational::ZERO; nodes];
        self.shares.iter().for_each(|(node, share)| belief[*node] = share.clone());
        belief
    }
}
