//! A subgame with the subgames inside it replaced by their values.

use std::collections::HashMap;

use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, InfosetId, NodeId, NodeKind, Subgames};
use crate::number::Rational;

/// What is left of a subgame when each subgame inside it has become an end with known values.
pub(super) struct Stage {
    /// As a game of its own.
    pub game: ExtensiveForm,
    /// For each of its information sets, the one of the whole tree.
    pub infosets: Vec<InfosetId>,
}

impl Stage {
    /// Cuts a stage out; `values` gives everybody's value in each subgame inside.
    pub fn new(
        tree: &ExtensiveForm,
        subgames: &Subgames,
        subgame: usize,
        values: impl Fn(usize) -> Vec<Rational>,
    ) -> Result<Stage, Error> {
        let root = subgames.root(subgame);
        let mut stage = ExtensiveForm::builder(tree.players().keys().to_vec()).names_as_written();
        let mut known: HashMap<InfosetId, InfosetId> = HashMap::new();
        let mut open = vec![(root, stage.root())];
        let mut order: Vec<InfosetId> = Vec::new();
        while let Some((node, slot)) = open.pop() {
            let inner = subgames.starting_at(node).filter(|inner| *inner != subgame);
            let next = match (inner, tree.node(node).kind) {
                (Some(inner), _) => {
                    stage.payoffs(slot, values(inner))?;
                    continue;
                }
                (None, NodeKind::Terminal) => {
                    stage.payoffs(slot, tree.play_payoffs(node).to_vec())?;
                    continue;
                }
                (None, NodeKind::Decision(id)) => {
                    let infoset = tree.infoset(id);
                    let own = *known.entry(id).or_insert_with(|| {
                        order.push(id);
                        stage.add_infoset(infoset.player, &infoset.key, infoset.actions.clone())
                    });
                    stage.place(slot, own)?
                }
                (None, NodeKind::Chance(id)) => {
                    let chance = tree.chance_move(id);
                    let own = stage.add_chance("", chance.events.clone(), chance.probabilities.clone())?;
                    stage.place_chance(slot, own)?
                }
            };
            let children: Vec<(NodeId, _)> = tree.node(node).children.iter().copied().zip(next).collect();
            open.extend(children.into_iter().rev());
        }
        Ok(Stage { game: stage.finish()?, infosets: order })
    }

    /// The part of a profile that concerns the stage.
    pub fn part(&self, profile: &BehaviorProfile) -> BehaviorProfile {
        BehaviorProfile(self.infosets.iter().map(|id| profile.at(*id).to_vec()).collect())
    }
}
