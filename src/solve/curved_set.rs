//! [`CurvedSet`]: equilibria in which mixtures depend on each other, as exact conditions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::game::{BelievedNodes, Game, MixtureCondition, MixtureTerm, Unknown};
use crate::number::Rational;

/// Every equilibrium with certain supports, where they are not isolated and the players' mixtures depend on each other:
/// the mixtures that use just these strategies and meet all conditions. It is proven not to be empty.
///
/// On a tree these are the sequential or perfect Bayesian equilibria in which just these actions are used at each information set, and
/// just these nodes are believed in off the path: whatever values above 0 the numbers in `blocks` have, each block with sum 1, behaviour
/// and beliefs are one of them if and only if they meet all conditions. Whether a behaviour with beliefs is an equilibrium at all,
/// [`verify`](crate::verify()) decides by other means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurvedSet {
    /// For each player, the strategies used; on a tree, for each information set, the actions used. Each has a probability above 0.
    pub supports: Vec<Vec<usize>>,
    /// What must be 0: the gain of a strategy in use over the first one in use. Those that are always 0 are left out.
    pub equations: Vec<MixtureCondition>,
    /// What must not be above 0: the gain of a strategy not in use over the first in use. Those that never are above 0
    /// are left out.
    pub inequalities: Vec<MixtureCondition>,
    /// On a tree: the unknown numbers. Those of a block sum to 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Vec<Unknown>>,
    /// On a tree: what is believed off the path, where that depends on more than probabilities of actions. All other beliefs follow from
    /// behaviour by Bayes' rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beliefs: Vec<BelievedNodes>,
    /// Equilibria in the set, as positions in [`Solution::equilibria`].
    pub witnesses: Vec<usize>,
    /// The dimension near the witnesses, or at least an upper bound on it. On a tree, that of behaviour.
    pub dimension: usize,
    /// Whether the dimension is proven. If so, at a witness the equations' derivatives show it.
    pub dimension_proven: bool,
}

impl CurvedSet {
    /// On a tree: whether values of the unknown numbers, in the order of `blocks`, are those of an equilibrium in the set: all above 0,
    /// each block with sum 1, and all conditions met. False where they do not fit the blocks, and for the set of a table.
    ///
    /// # Complexity
    /// The number of terms.
    pub fn admits(&self, values: &[Vec<Rational>]) -> bool {
        let fit = |(block, own): (&Vec<Unknown>, &Vec<Rational>)| {
            block.len() == own.len()
                && own.iter().all(Rational::is_positive)
                && own.iter().sum::<Rational>() == Rational::ONE
        };
        if self.blocks.is_empty() || self.blocks.len() != values.len() || !self.blocks.iter().zip(values).all(fit) {
            return false;
        }
        let known: BTreeMap<&Unknown, &Rational> = self.blocks.iter().flatten().zip(values.iter().flatten()).collect();
        let value = |condition: &MixtureCondition| -> Option<Rational> {
            let term = |term: &MixtureTerm| {
                let mut factors = term.unknowns.iter().map(|unknown| known.get(unknown));
                factors.try_fold(term.coefficient.clone(), |product, factor| Some(product * *factor?))
            };
            condition.terms.iter().map(term).sum()
        };
        self.equations.iter().all(|own| value(own).is_some_and(|sum| sum.is_zero()))
            && self.inequalities.iter().all(|own| value(own).is_some_and(|sum| !sum.is_positive()))
    }

    /// Whether all that the set speaks of is in the game, so that it can be told in words.
    pub fn fits(&self, game: &Game) -> bool {
        let sizes: Vec<usize> = match game {
            Game::Normal(table) => table.shape(),
            Game::Extensive(tree) => tree.infosets().iter().map(|infoset| infoset.actions.len()).collect(),
        };
        let choice = |chooser: usize, own: usize| sizes.get(chooser).is_some_and(|&count| own < count);
        let unknown = |unknown: &Unknown| match (game, unknown) {
            (Game::Normal(_), _) => false,
            (_, Unknown::Action(id, action)) => choice(id.index(), *action),
            (_, Unknown::Departure(actions)) => actions.iter().all(|(id, action)| choice(id.index(), *action)),
            (Game::Extensive(tree), Unknown::Belief(id, node)) => {
                id.index() < sizes.len() && *node < tree.infoset(*id).nodes.len()
            }
        };
        let term = |term: &MixtureTerm| {
            let tabled = term.probabilities.iter().all(|(player, own)| choice(player.index(), *own));
            (term.probabilities.is_empty() || matches!(game, Game::Normal(_)) && tabled)
                && term.unknowns.iter().all(unknown)
        };
        let condition = |own: &MixtureCondition| {
            let chooser = match game {
                Game::Normal(_) => Some(own.player.index()).filter(|_| own.infoset.is_none()),
                Game::Extensive(_) => own.infoset.map(|id| id.index()),
            };
            own.player.index() < game.players().len()
                && chooser.is_some_and(|chooser| choice(chooser, own.strategy) && choice(chooser, own.over))
                && own
                    .later
                    .iter()
                    .all(|(id, action)| matches!(game, Game::Extensive(_)) && choice(id.index(), *action))
                && own.terms.iter().all(term)
        };
        let believed = |own: &BelievedNodes| match game {
            Game::Normal(_) => false,
            Game::Extensive(tree) => {
                let count = sizes.get(own.infoset.index()).map(|_| tree.infoset(own.infoset).nodes.len());
                own.nodes.iter().all(|(node, terms)| count.is_some_and(|count| *node < count) && terms.iter().all(term))
            }
        };
        self.supports.len() == sizes.len()
            && self.supports.iter().enumerate().all(|(chooser, used)| used.iter().all(|&own| choice(chooser, own)))
            && self.equations.iter().chain(&self.inequalities).all(condition)
            && self.blocks.iter().flatten().all(unknown)
            && self.beliefs.iter().all(believed)
    }
}
