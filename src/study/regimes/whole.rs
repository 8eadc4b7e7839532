//! Whether regimes that were read from a file fit together.

use super::Regimes;
use crate::error::Error;
use crate::game::Game;
use crate::number::{Polynomial, RationalFunction};
use crate::study::region::Constraint;

impl Regimes {
    /// Checks regimes that were read: that every number of an equilibrium and every parameter is one that there is, and that
    /// equilibria fit the game. What they claim is not checked; [`verify_regimes`](super::verify_regimes) does that.
    ///
    /// # Errors
    /// [`Error::Invalid`] when something does not fit.
    pub fn check_whole(&self, game: &Game) -> Result<(), Error> {
        let fits = self.equilibria.iter().all(|equilibrium| {
            let functions =
                equilibrium.profile.iter().chain(&equilibrium.beliefs).flatten().chain(&equilibrium.payoffs);
            let requirements = || equilibrium.requirements.iter();
            shape(game, &equilibrium.profile)
                && equilibrium.payoffs.len() == game.players().len()
                && functions.chain(requirements().flat_map(|own| [&own.better, &own.worse])).all(|own| self.knows(own))
                && requirements().all(|own| own.player < game.players().len() && self.knows_of(&own.constraint))
        });
        let known = |equilibria: &[usize]| equilibria.iter().all(|&index| index < self.equilibria.len());
        let point = |values: usize| values == self.model.parameters().len();
        let cells = self.cells.iter().all(|cell| {
            known(&cell.equilibria)
                && cell.conditions.iter().all(|own| self.knows_of(own))
                && cell.sample.as_ref().is_none_or(|sample| point(sample.len()))
        });
        let boundaries = self.boundaries.iter().all(|boundary| {
            known(&boundary.equilibria) && self.knows_of(&boundary.equation) && point(boundary.sample.len())
        });
        let domain = point(self.domain.base().len())
            && self.domain.free().iter().all(|variable| self.has(usize::from(variable.0)))
            && self.domain.background().iter().all(|own| self.knows_of(own));
        match fits && cells && boundaries && domain {
            true => Ok(()),
            false => Err(Error::Invalid("these regimes do not fit their model; find them anew with regimes".into())),
        }
    }

    fn has(&self, variable: usize) -> bool {
        variable < self.model.parameters().len()
    }

    fn in_parameters(&self, polynomial: &Polynomial) -> bool {
        polynomial.variables().iter().all(|variable| self.has(usize::from(variable.0)))
    }

    fn knows(&self, function: &RationalFunction) -> bool {
        self.in_parameters(function.numerator()) && self.in_parameters(function.denominator())
    }

    fn knows_of(&self, constraint: &Constraint) -> bool {
        self.in_parameters(constraint.polynomial())
    }
}

/// Whether a profile has a probability for each action at each information set, or each strategy of each player.
fn shape(game: &Game, profile: &[Vec<RationalFunction>]) -> bool {
    let sizes: Vec<usize> = match game {
        Game::Normal(table) => table.player_ids().map(|player| table.strategies(player).len()).collect(),
        Game::Extensive(tree) => tree.infosets().iter().map(|infoset| infoset.actions.len()).collect(),
    };
    profile.iter().map(Vec::len).eq(sizes)
}

#[cfg(test)]
mod tests {
    use crate::game::Concept;
    use crate::model::Model;
    use crate::study::regimes::{Regimes, regimes};

    const CALL: &str = "
title: A call for help
players: [Challenger, Ally]
parameters: {cost: 2, reputation: 1, prize: 3, loss: 1}
tree:
  player: Challenger
  actions:
    Refrain: [0, 0]
    Attack:
      player: Ally
      actions:
        Support: [-loss, -cost]
        Abstain: [prize, -reputation]
";

    #[test]
    fn regimes_survive_a_file_and_broken_ones_are_refused() {
        let model = Model::from_yaml(CALL).unwrap().seen_from(&[("reputation", 4.into())]).unwrap();
        let found = regimes(&model, Concept::SubgamePerfect, &Default::default()).unwrap();
        let game = model.skeleton().unwrap();
        let text = serde_json::to_string(&found).unwrap();
        let mut again: Regimes = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&again.equilibria, &again.cells, &again.boundaries),
            (&found.equilibria, &found.cells, &found.boundaries)
        );
        assert_eq!(again.model.parameter("reputation").unwrap().base, 4.into());
        assert_eq!(again.domain.background(), found.domain.background());
        again.check_whole(&game).unwrap();
        again.cells[0].equilibria.push(99);
        assert!(again.check_whole(&game).is_err());
        let mut broken: Regimes = serde_json::from_str(&text).unwrap();
        broken.equilibria[0].profile.pop();
        assert!(broken.check_whole(&game).is_err());
        assert!(serde_json::from_str::<Regimes>(&text.replacen("\"base\":[", "\"base\":[1,", 1)).is_err());
    }
}
