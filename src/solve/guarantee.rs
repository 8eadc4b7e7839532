//! What players of a tree get, and could get, under realisation plans: exactly, by the sequence form.

use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, SequenceForm};
use crate::number::Rational;

/// What a player gets from each sequence against the others' plans, what continues it left out.
pub(super) fn sequence_gains(form: &SequenceForm, player: usize, plans: &[Vec<Rational>]) -> Vec<Rational> {
    let mut gains = vec![Rational::ZERO; form.players[player].len()];
    for entry in &form.entries {
        let mut gain = entry.payoffs[player].clone();
        for (other, plan) in plans.iter().enumerate().filter(|(other, _)| *other != player) {
            let weight = &plan[entry.sequences[other]];
            if weight.is_zero() || gain.is_zero() {
                gain = Rational::ZERO;
                break;
            }
            if *weight != Rational::ONE {
                gain *= weight;
            }
        }
        if !gain.is_zero() {
            gains[entry.sequences[player]] += gain;
        }
    }
    gains
}

/// A player's payoff under everybody's plans.
pub(super) fn value(form: &SequenceForm, player: usize, plans: &[Vec<Rational>]) -> Rational {
    let gains = sequence_gains(form, player, plans);
    gains.iter().zip(&plans[player]).filter(|(gain, _)| !gain.is_zero()).map(|(gain, weight)| gain * weight).sum()
}

/// The most that a player can get against the others' plans.
///
/// # Complexity
/// Linear in the size of the sequence form.
pub(super) fn best_value(form: &SequenceForm, player: usize, plans: &[Vec<Rational>]) -> Rational {
    let mut values = sequence_gains(form, player, plans);
    // An information set stands after those that lead to it.
    for set in form.players[player].infosets.iter().rev() {
        let best = values[set.first..set.first + set.actions].iter().max().cloned().unwrap_or_default();
        values[set.before] += best;
    }
    values.swap_remove(0)
}

/// Everybody's payoff under a behaviour profile, and the most that each could get by deviating alone.
///
/// # Errors
/// When a player lacks perfect recall, or the profile does not fit.
pub(super) fn payoffs_and_best(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
) -> Result<(Vec<Rational>, Vec<Rational>), Error> {
    let form = tree.to_sequence()?;
    let plans = form.realization_of(profile)?;
    let best = (0..form.players.len()).map(|player| best_value(&form, player, &plans)).collect();
    Ok((tree.expected_payoffs(profile)?, best))
}

/// The largest gain of anybody.
pub(super) fn largest_gain(payoffs: &[Rational], best: &[Rational]) -> Rational {
    best.iter().zip(payoffs).map(|(best, own)| best - own).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bluff_is_called_by_the_best_reply() {
        let mut tree = ExtensiveForm::builder(["A", "B"]);
        let root = tree.root();
        let half = Rational::new(1, 2).unwrap();
        let types = tree.chance(root, "card", [("high", half.clone()), ("low", half.clone())]).unwrap();
        for (slot, (label, stake)) in types.into_iter().zip([("holds high", 2), ("holds low", -2)]) {
            let moves = tree.decision(slot, "A", label, ["bet", "fold"]).unwrap();
            tree.payoffs(moves[1], [-1, 1]).unwrap();
            let replies = tree.decision(moves[0], "B", "after a bet", ["call", "fold"]).unwrap();
            tree.payoffs(replies[0], [stake, -stake]).unwrap();
            tree.payoffs(replies[1], [1, -1]).unwrap();
        }
        let tree = tree.finish().unwrap();
        let (one, zero) = (Rational::ONE, Rational::ZERO);
        // A always bets; B folds. B could call: 0 on average instead of -1.
        let profile =
            BehaviorProfile(vec![vec![one.clone(), zero.clone()], vec![zero.clone(), one.clone()], vec![one, zero]]);
        let sets: Vec<&str> = tree.infosets().iter().map(|set| set.key.as_str()).collect();
        assert_eq!(sets, ["holds high", "after a bet", "holds low"]);
        let (payoffs, best) = payoffs_and_best(&tree, &profile).unwrap();
        assert_eq!(payoffs, [1.into(), Rational::from(-1)]);
        assert_eq!(best, [Rational::from(1), Rational::ZERO]);
        assert_eq!(largest_gain(&payoffs, &best), Rational::ONE);
    }
}
