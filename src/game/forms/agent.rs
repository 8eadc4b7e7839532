//! The agent form of a tree: every information set decides for itself.

use super::super::extensive::{ExtensiveForm, NodeKind};
use super::super::ids::NodeId;
use super::super::normal::NormalForm;
use super::block::Table;
use crate::error::Error;
use crate::number::Rational;

impl ExtensiveForm {
    /// The agent form, as a table with at most `max_profiles` profiles.
    ///
    /// # Definition
    /// Each information set is a player of its own with the payoffs of the player who moves there (Selten 1975). The
    /// players stand in the order of the information sets, so that a behaviour profile of the tree and a mixed profile
    /// of the agent form are the same rows of probabilities. They are named `player: information set`.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when there are more profiles than allowed; [`Error::Unsupported`] when nobody ever moves.
    pub fn to_agent(&self, max_profiles: usize) -> Result<NormalForm, Error> {
        if self.infosets().is_empty() {
            return Err(Error::Unsupported(
                "the agent form needs at least one decision; only chance moves here".into(),
            ));
        }
        let mut builder = NormalForm::builder().title(self.title()).comment(self.comment()).names_as_written();
        for infoset in self.infosets() {
            let name = format!("{}: {}", self.players().key(infoset.player.index()), infoset.key);
            builder = builder.player(name, infoset.actions.keys());
        }
        let builder = builder.max_profiles(max_profiles);
        builder.check_size()?;
        builder.flat_payoffs(self.agent_payoffs())
    }

    fn agent_payoffs(&self) -> Vec<Rational> {
        let shape: Vec<usize> = self.infosets().iter().map(|infoset| infoset.actions.len()).collect();
        let all: Vec<Vec<usize>> = shape.iter().map(|count| (0..*count).collect()).collect();
        let mut table = Table::new(&shape, shape.len());
        for terminal in self.terminals() {
            let mut choices: Vec<&[usize]> = all.iter().map(Vec::as_slice).collect();
            let weight = self.restrict(terminal, &mut choices);
            let payoffs = self.play_payoffs(terminal);
            let owner = |infoset: &super::super::extensive::Infoset| &weight * &payoffs[infoset.player.index()];
            table.add(&choices, &self.infosets().iter().map(owner).collect::<Vec<_>>(), &|| false);
        }
        table.payoffs
    }

    /// Restricts each information set's choices to those on the way to a node; the probability of chance on that way.
    fn restrict(&self, id: NodeId, choices: &mut [&[usize]]) -> Rational {
        let mut weight = Rational::ONE;
        for (node, action) in self.steps(id) {
            match self.node(node).kind {
                NodeKind::Terminal => {}
                NodeKind::Chance(chance) => weight *= &self.chance_move(chance).probabilities[action],
                NodeKind::Decision(infoset) => {
                    let row = &mut choices[infoset.index()];
                    let place = row.iter().position(|choice| *choice == action);
                    *row = place.map_or(&[], |place| &row[place..=place]);
                }
            }
        }
        weight
    }
}
