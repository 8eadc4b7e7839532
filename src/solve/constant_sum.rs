//! [`ConstantSum`]: games in which one player's gain is the other's loss.

use crate::game::{ExtensiveForm, NormalForm};
use crate::number::Rational;

/// What the opponent's payoffs are: `constant - factor * payoff` of the first player, with a positive factor.
pub(super) struct ConstantSum {
    factor: Rational,
    constant: Rational,
}

impl ConstantSum {
    /// Whether a two-player table is constant-sum, perhaps after a change of the second player's unit; exactly.
    pub(super) fn of(game: &NormalForm) -> Option<ConstantSum> {
        Self::of_cells((0..game.num_profiles()).map(|number| game.payoffs_of(number)))
    }

    /// The same of a tree of two players, play by play.
    pub(super) fn of_tree(tree: &ExtensiveForm) -> Option<ConstantSum> {
        let ends: Vec<&[Rational]> = tree.terminals().map(|end| tree.play_payoffs(end)).collect();
        Self::of_cells(ends.iter().copied())
    }

    fn of_cells<'a>(cells: impl Iterator<Item = &'a [Rational]> + Clone) -> Option<ConstantSum> {
        let first = cells.clone().next()?;
        let factor = match cells.clone().find(|other| other[0] != first[0]) {
            Some(other) => (&first[1] - &other[1]).checked_div(&(&other[0] - &first[0]))?,
            None => Rational::ONE,
        };
        let constant = &factor * &first[0] + &first[1];
        let mut fits = cells.map(|cell| &factor * &cell[0] + &cell[1] == constant);
        (factor.is_positive() && fits.all(|fits| fits)).then_some(ConstantSum { factor, constant })
    }

    /// Both players' payoffs where the first one gets the value.
    pub(super) fn payoffs(&self, value: Rational) -> Vec<Rational> {
        let theirs = &self.constant - &(&self.factor * &value);
        vec![value, theirs]
    }

    /// The first player's payoff where the second one gets this much.
    pub(super) fn first_of(&self, second: &Rational) -> Rational {
        &(&self.constant - second) / &self.factor
    }
}
