//! A model's game with payoffs and probabilities as functions of the parameters that vary.

use crate::error::Error;
use crate::game::{ExtensiveForm, Game, NodeId, NodeKind};
use crate::model::Model;
use crate::number::RationalFunction;
use crate::study::region::Domain;

/// The structure of a game, and functions in place of its numbers.
pub(super) struct SymbolicGame {
    /// The game at the base.
    pub skeleton: Game,
    /// Everybody's payoffs by play or profile.
    pub payoffs: Vec<Vec<RationalFunction>>,
    /// The probabilities of each chance move.
    pub probabilities: Vec<Vec<RationalFunction>>,
}

impl SymbolicGame {
    pub fn new(model: &Model, domain: &Domain) -> Result<SymbolicGame, Error> {
        let fix = |functions: &[Vec<RationalFunction>]| -> Result<Vec<Vec<RationalFunction>>, Error> {
            let one = |function: &RationalFunction| {
                let text = || format!("{} divides by zero at the base", function.to_text(model.symbols_list()));
                domain.fix(function).ok_or_else(|| Error::Invalid(text()))
            };
            functions.iter().map(|row| row.iter().map(one).collect()).collect()
        };
        let (payoffs, probabilities) = (fix(model.payoffs())?, fix(model.probabilities())?);
        Ok(SymbolicGame { skeleton: model.skeleton()?, payoffs, probabilities })
    }

    pub fn num_players(&self) -> usize {
        self.skeleton.players().len()
    }

    /// Everybody's expected payoffs from a node on, where `stop` gives values at which to stop, and `action` what is done.
    pub fn expected(
        &self,
        tree: &ExtensiveForm,
        from: NodeId,
        stop: &impl Fn(NodeId) -> Option<Vec<RationalFunction>>,
        action: &impl Fn(usize) -> usize,
    ) -> Vec<RationalFunction> {
        if let Some(values) = stop(from) {
            return values;
        }
        let node = tree.node(from);
        match node.kind {
            NodeKind::Terminal => self.payoffs[tree.play_number(from)].clone(),
            NodeKind::Decision(infoset) => self.expected(tree, node.children[action(infoset.index())], stop, action),
            NodeKind::Chance(chance) => {
                let mut total = vec![RationalFunction::zero(); self.num_players()];
                for (child, probability) in node.children.iter().zip(&self.probabilities[chance.index()]) {
                    let values = self.expected(tree, *child, stop, action);
                    total.iter_mut().zip(&values).for_each(|(sum, value)| *sum = &*sum + &(probability * value));
                }
                total
            }
        }
    }

    /// Everybody's expected payoffs where each row gives the probabilities of a player's strategies, or of the actions at
    /// an information set.
    pub fn expected_mixed(&self, rows: &[Vec<RationalFunction>]) -> Vec<RationalFunction> {
        let mut total = vec![RationalFunction::zero(); self.num_players()];
        let mut add = |weight: RationalFunction, payoffs: &[RationalFunction]| {
            if !weight.is_zero() {
                total.iter_mut().zip(payoffs).for_each(|(sum, payoff)| *sum = &*sum + &(&weight * payoff));
            }
        };
        match &self.skeleton {
            Game::Normal(table) => {
                for (number, payoffs) in self.payoffs.iter().enumerate() {
                    let chosen = table.profile(number).into_iter().zip(rows);
                    add(chosen.fold(RationalFunction::one(), |weight, (choice, row)| &weight * &row[choice]), payoffs);
                }
            }
            Game::Extensive(tree) => {
                for terminal in tree.terminals() {
                    let step = |weight: RationalFunction, (node, action): (NodeId, usize)| match tree.node(node).kind {
                        NodeKind::Decision(infoset) => &weight * &rows[infoset.index()][action],
                        NodeKind::Chance(chance) => &weight * &self.probabilities[chance.index()][action],
                        NodeKind::Terminal => weight,
                    };
                    let weight = tree.steps(terminal).into_iter().fold(RationalFunction::one(), step);
                    add(weight, &self.payoffs[tree.play_number(terminal)]);
                }
            }
        }
        total
    }
}
