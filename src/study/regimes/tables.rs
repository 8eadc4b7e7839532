//! The strategic form with functions in place of numbers.

use super::form::SymbolicGame;
use crate::error::Error;
use crate::game::{ExtensiveForm, Game, NormalForm, StrategicOptions};
use crate::number::RationalFunction;

/// A table of functions, and how its strategies stand for choices in the game.
pub(super) struct SymbolicTable {
    /// The structure: players and strategies.
    pub table: NormalForm,
    /// Everybody's payoffs by profile.
    pub payoffs: Vec<Vec<RationalFunction>>,
    /// For trees: what each strategy does.
    plans: Option<Plans>,
}

/// What strategies of a tree do.
struct Plans {
    /// The position of each information set among its player's.
    place: Vec<usize>,
    /// By player, strategy and position: the action.
    actions: Vec<Vec<Vec<usize>>>,
}

impl SymbolicTable {
    pub fn new(game: &SymbolicGame) -> Result<SymbolicTable, Error> {
        match &game.skeleton {
            Game::Normal(table) => {
                Ok(SymbolicTable { table: table.clone(), payoffs: game.payoffs.clone(), plans: None })
            }
            Game::Extensive(tree) => Self::of_tree(tree, game),
        }
    }

    fn of_tree(tree: &ExtensiveForm, game: &SymbolicGame) -> Result<SymbolicTable, Error> {
        let form = tree.to_strategic(&StrategicOptions::default())?;
        let plain = |plan: &Vec<Option<usize>>| plan.iter().map(|action| action.unwrap_or(0)).collect();
        let plans: Vec<Vec<Vec<usize>>> = form.plans.iter().map(|plans| plans.iter().map(plain).collect()).collect();
        let mut place = vec![0; tree.infosets().len()];
        for player in tree.player_ids() {
            tree.infosets_of(player).enumerate().for_each(|(position, id)| place[id.index()] = position);
        }
        let payoffs = (0..form.game.num_profiles()).map(|number| {
            let profile = form.game.profile(number);
            let action = |infoset: usize| {
                let player = tree.infosets()[infoset].player.index();
                plans[player][profile[player]][place[infoset]]
            };
            game.expected(tree, tree.root(), &|_| None, &action)
        });
        let payoffs = payoffs.collect();
        Ok(SymbolicTable { table: form.game.clone(), payoffs, plans: Some(Plans { place, actions: plans }) })
    }

    /// The rows of a mixture of strategies in the game: for tables themselves, for trees by information set.
    ///
    /// For trees the profile must be pure.
    pub fn rows(&self, game: &SymbolicGame, choices: &[usize]) -> Vec<Vec<RationalFunction>> {
        let sure = |count: usize, chosen: usize| {
            let entry = |at: usize| if at == chosen { RationalFunction::one() } else { RationalFunction::zero() };
            (0..count).map(entry).collect()
        };
        match (&game.skeleton, &self.plans) {
            (Game::Extensive(tree), Some(Plans { place, actions })) => {
                let row = |(id, infoset): (usize, &crate::game::Infoset)| {
                    let player = infoset.player.index();
                    sure(infoset.actions.len(), actions[player][choices[player]][place[id]])
                };
                tree.infosets().iter().enumerate().map(row).collect()
            }
            _ => choices.iter().zip(self.table.shape()).map(|(&chosen, count)| sure(count, chosen)).collect(),
        }
    }
}
