//! Expected payoffs, what a deviation would bring, and the probabilities with which play comes to a node.

use super::extensive::{ExtensiveForm, NodeKind};
use super::ids::{NodeId, PlayerId};
use super::normal::NormalForm;
use super::profile::{BehaviorProfile, MixedProfile};
use crate::error::Error;
use crate::number::Rational;

impl NormalForm {
    /// Everybody's expected payoff under a mixed profile.
    ///
    /// # Errors
    /// When the profile does not have the game's shape. Probabilities are taken as they are.
    ///
    /// # Complexity
    /// Linear in the number of pure profiles with positive probability.
    pub fn expected_payoffs(&self, profile: &MixedProfile) -> Result<Vec<Rational>, Error> {
        self.check_shape(profile)?;
        let mut sums = vec![Rational::ZERO; self.num_players()];
        self.each_supported(profile, None, |number, weight| {
            for (sum, payoff) in sums.iter_mut().zip(self.payoffs_of(number)) {
                *sum += weight * payoff;
            }
        });
        Ok(sums)
    }

    /// What each of a player's strategies would bring, given what the others do in a mixed profile.
    ///
    /// # Errors
    /// When the profile does not have the game's shape. Probabilities are taken as they are.
    ///
    /// # Complexity
    /// Linear in the player's strategies times the others' pure profiles with positive probability.
    pub fn deviation_payoffs(&self, profile: &MixedProfile, player: PlayerId) -> Result<Vec<Rational>, Error> {
        self.check_shape(profile)?;
        let (own, stride) = (player.index(), self.stride(player));
        let mut sums = vec![Rational::ZERO; self.strategies(player).len()];
        self.each_supported(profile, Some(player), |number, weight| {
            for (strategy, sum) in sums.iter_mut().enumerate() {
                *sum += weight * &self.payoffs_of(number + strategy * stride)[own];
            }
        });
        Ok(sums)
    }

    fn check_shape(&self, profile: &MixedProfile) -> Result<(), Error> {
        let given: Vec<usize> = profile.0.iter().map(Vec::len).collect();
        if given == self.shape() {
            return Ok(());
        }
        let list = |counts: &[usize]| counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let (given, needed) = (list(&given), list(&self.shape()));
        Err(Error::Invalid(format!("the profile has {given} probabilities for the players; the game needs {needed}")))
    }

    /// Calls `visit` with every pure profile of positive probability, one player left at the first strategy and out of
    /// the product.
    fn each_supported(
        &self,
        profile: &MixedProfile,
        without: Option<PlayerId>,
        mut visit: impl FnMut(usize, &Rational),
    ) {
        let mut cells: Vec<(usize, Rational)> = vec![(0, Rational::ONE)];
        for player in self.player_ids().filter(|player| Some(*player) != without) {
            let (stride, row) = (self.stride(player), profile.of(player));
            let used: Vec<(usize, &Rational)> =
                row.iter().enumerate().filter(|(_, weight)| !weight.is_zero()).collect();
            if let [(strategy, weight)] = used[..]
                && *weight == Rational::ONE
            {
                cells.iter_mut().for_each(|(number, _)| *number += strategy * stride);
                continue;
            }
            let extend = |(number, before): &(usize, Rational)| {
                let (number, before) = (*number, before.clone());
                used.clone().into_iter().map(move |(strategy, weight)| (number + strategy * stride, &before * weight))
            };
            cells = cells.iter().flat_map(extend).collect();
        }
        cells.iter().for_each(|(number, weight)| visit(*number, weight));
    }
}

/// Everybody's expected payoff at each node of a tree, given that play has come there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContinuationValues {
    players: usize,
    flat: Vec<Rational>,
}

impl ContinuationValues {
    /// Everybody's value at a node.
    pub fn at(&self, node: NodeId) -> &[Rational] {
        &self.flat[node.index() * self.players..(node.index() + 1) * self.players]
    }

    /// A player's value at a node.
    pub fn of(&self, node: NodeId, player: PlayerId) -> &Rational {
        &self.at(node)[player.index()]
    }
}

impl ExtensiveForm {
    /// The probability of a step from a node, under a profile that fits; 1 from nowhere.
    pub fn step_probability<'a>(&'a self, profile: &'a BehaviorProfile, node: NodeId, action: usize) -> &'a Rational {
        match self.node(node).kind {
            NodeKind::Terminal => &Rational::ONE,
            NodeKind::Decision(infoset) => &profile.at(infoset)[action],
            NodeKind::Chance(chance) => &self.chance_move(chance).probabilities[action],
        }
    }

    /// The probability with which play comes to each node, by node.
    ///
    /// # Errors
    /// When the profile does not have the tree's shape. Probabilities are taken as they are.
    ///
    /// # Complexity
    /// Linear in the number of nodes.
    pub fn reach_probabilities(&self, profile: &BehaviorProfile) -> Result<Vec<Rational>, Error> {
        self.check_rows(profile)?;
        let mut reach: Vec<Rational> = Vec::with_capacity(self.num_nodes());
        for node in self.nodes() {
            reach.push(match node.parent {
                None => Rational::ONE,
                Some((parent, action)) => {
                    scaled(&reach[parent.index()], self.step_probability(profile, parent, action))
                }
            });
        }
        Ok(reach)
    }

    /// Everybody's expected payoff from each node on. Payoffs count whole plays, what came before included.
    ///
    /// # Errors
    /// When the profile does not have the tree's shape. Probabilities are taken as they are.
    ///
    /// # Complexity
    /// Linear in the number of nodes.
    pub fn continuation_values(&self, profile: &BehaviorProfile) -> Result<ContinuationValues, Error> {
        self.check_rows(profile)?;
        let players = self.num_players();
        let mut flat = vec![Rational::ZERO; self.num_nodes() * players];
        for id in self.node_ids().rev() {
            let (before, below) = flat.split_at_mut((id.index() + 1) * players);
            let own = &mut before[id.index() * players..];
            add_scaled(own, &Rational::ONE, self.play_payoffs(id));
            for (action, child) in self.node(id).children.iter().enumerate() {
                let probability = self.step_probability(profile, id, action);
                let start = (child.index() - id.index() - 1) * players;
                add_scaled(own, probability, &below[start..start + players]);
            }
        }
        Ok(ContinuationValues { players, flat })
    }

    /// Everybody's expected payoff under a behaviour profile.
    ///
    /// # Errors
    /// When the profile does not have the tree's shape. Probabilities are taken as they are.
    ///
    /// # Complexity
    /// Linear in the number of nodes.
    pub fn expected_payoffs(&self, profile: &BehaviorProfile) -> Result<Vec<Rational>, Error> {
        let reach = self.reach_probabilities(profile)?;
        let mut sums = vec![Rational::ZERO; self.num_players()];
        for terminal in self.terminals() {
            add_scaled(&mut sums, &reach[terminal.index()], self.play_payoffs(terminal));
        }
        Ok(sums)
    }

    fn check_rows(&self, profile: &BehaviorProfile) -> Result<(), Error> {
        let fits = |(row, infoset): (&Vec<Rational>, &super::extensive::Infoset)| row.len() == infoset.actions.len();
        let rows = self.infosets();
        if profile.0.len() == rows.len() && profile.0.iter().zip(rows).all(fits) {
            return Ok(());
        }
        let count = rows.len();
        Err(Error::Invalid(format!(
            "the profile does not have the game's shape: give {count} rows, one for each information set, with a \
             probability for each of its actions"
        )))
    }
}

fn scaled(value: &Rational, factor: &Rational) -> Rational {
    if *factor == Rational::ONE { value.clone() } else { value * factor }
}

fn add_scaled(sums: &mut [Rational], factor: &Rational, values: &[Rational]) {
    if factor.is_zero() {
        return;
    }
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += scaled(value, factor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(num: i64, den: i64) -> Rational {
        Rational::new(num, den).unwrap()
    }

    #[test]
    fn matching_pennies_by_hand() {
        let game = NormalForm::builder().player("A", ["h", "t"]).player("B", ["h", "t"]);
        let game = game.table(&[&[1, -1, -1, 1], &[-1, 1, 1, -1]]).unwrap();
        let profile = MixedProfile(vec![vec![ratio(1, 3), ratio(2, 3)], vec![ratio(1, 4), ratio(3, 4)]]);
        assert_eq!(game.expected_payoffs(&profile).unwrap(), [ratio(1, 6), ratio(-1, 6)]);
        assert_eq!(game.deviation_payoffs(&profile, PlayerId(0)).unwrap(), [ratio(-1, 2), ratio(1, 2)]);
        assert_eq!(game.deviation_payoffs(&profile, PlayerId(1)).unwrap(), [ratio(1, 3), ratio(-1, 3)]);
        assert!(game.expected_payoffs(&MixedProfile(vec![vec![Rational::ONE]])).is_err());
    }

    #[test]
    fn a_tree_with_chance_by_hand() {
        let mut tree = ExtensiveForm::builder(["A", "B"]);
        let root = tree.root();
        let types = tree.chance(root, "type", [("weak", ratio(1, 4)), ("strong", ratio(3, 4))]).unwrap();
        tree.payoffs(types[1], [10, 20]).unwrap();
        for (slot, value) in types.into_iter().zip([0, 100]) {
            let ends = tree.decision(slot, "A", "blind", ["x", "y"]).unwrap();
            tree.payoffs(ends[0], [value, 0]).unwrap();
            tree.payoffs(ends[1], [4, 8]).unwrap();
        }
        let game = tree.finish().unwrap();
        let profile = BehaviorProfile(vec![vec![ratio(1, 2), ratio(1, 2)]]);
        let values = game.continuation_values(&profile).unwrap();
        let strong = game.find_node(&["strong"]).unwrap();
        assert_eq!(values.at(strong), [Rational::from(62), Rational::from(24)]);
        assert_eq!(values.at(game.root()), game.expected_payoffs(&profile).unwrap());
        assert_eq!(values.of(game.root(), PlayerId(0)), &Rational::from(47));
        let reach = game.reach_probabilities(&profile).unwrap();
        assert_eq!(reach[game.find_node(&["strong", "y"]).unwrap().index()], ratio(3, 8));
        assert!(game.expected_payoffs(&BehaviorProfile(vec![vec![Rational::ONE]])).is_err());
    }
}
