//! From two supports to an exact equilibrium, or to the proof that there is none on them.

use dashu_base::{Gcd, Sign};
use dashu_int::{IBig, UBig};

use super::{lifting, linear};
use crate::game::{MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::solution::Equilibrium;

/// The equilibrium at which each player mixes over a support and the other is indifferent over its own; `None` if there
/// is none, or not just one such mixture.
///
/// The mixtures solve a linear system exactly; then no strategy outside may be better. That is settled by a float where
/// its error is certain to be smaller than the distance, and exactly elsewhere.
///
/// # Complexity
/// Cubic in the size of the supports, and linear in that size times the number of strategies.
pub(super) fn on_supports(game: &NormalForm, supports: &[Vec<usize>; 2], watch: &mut Watch) -> Option<Equilibrium> {
    let mut rows = Vec::with_capacity(2);
    let mut payoffs = vec![Rational::ZERO; 2];
    for side in 0..2 {
        let other = PlayerId::from(1 - side);
        let weights = indifference(game, side, supports, watch)?;
        let value = expected(game, side, &supports[side], &weights, supports[1 - side][0]);
        if !none_is_better(game, side, &supports[side], &weights, &value) {
            return None;
        }
        payoffs[other.index()] = value;
        let mut row = vec![Rational::ZERO; game.shape()[side]];
        supports[side].iter().zip(weights).for_each(|(&strategy, weight)| row[strategy] = weight);
        rows.push(row);
    }
    Some(Equilibrium::exact(Profile::Mixed(MixedProfile(rows)), payoffs))
}

/// The opponent's payoff at a profile, seen from a side: `mine` is the strategy of the side, `theirs` the opponent's.
fn payoff(game: &NormalForm, side: usize, mine: usize, theirs: usize) -> &Rational {
    let columns = game.shape()[1];
    let number = if side == 0 { mine * columns + theirs } else { theirs * columns + mine };
    &game.payoffs_of(number)[1 - side]
}

/// The weights over a side's support that make the opponent indifferent over the opponent's support.
fn indifference(
    game: &NormalForm,
    side: usize,
    supports: &[Vec<usize>; 2],
    watch: &mut Watch,
) -> Option<Vec<Rational>> {
    let (own, other) = (&supports[side], &supports[1 - side]);
    if own.len() != other.len() {
        return None;
    }
    let mut matrix = vec![vec![IBig::ONE; own.len()]];
    for &theirs in &other[1..] {
        let difference = |&mine: &usize| payoff(game, side, mine, theirs) - payoff(game, side, mine, other[0]);
        matrix.push(integers(&own.iter().map(difference).collect::<Vec<_>>()));
    }
    let (numerators, determinant) = solve(matrix, watch)?;
    let sign = determinant.sign();
    let negative = |weight: &IBig| *weight != IBig::ZERO && weight.sign() != sign;
    if numerators.iter().any(negative) {
        return None;
    }
    Some(numerators.into_iter().map(|weight| Rational::from_integers(weight, determinant.clone())).collect())
}

/// Solves the system, by lifting where it is large and its entries are machine words.
fn solve(matrix: Vec<Vec<IBig>>, watch: &mut Watch) -> Option<(Vec<IBig>, IBig)> {
    let mut must_stop = || watch.must_stop_now(0);
    if matrix.len() > LARGE {
        let word = |entry: &IBig| i64::try_from(entry.clone()).ok();
        let words: Option<Vec<Vec<i64>>> = matrix.iter().map(|row| row.iter().map(word).collect()).collect();
        if let Some(found) = words.and_then(|words| lifting::solve(&words, &mut must_stop)) {
            return Some(found);
        }
    }
    linear::solve(matrix, &mut must_stop)
}

/// From this size on lifting is faster than elimination.
const LARGE: usize = 8;

/// A row times the common denominator.
fn integers(row: &[Rational]) -> Vec<IBig> {
    let mut common = UBig::ONE;
    for entry in row {
        let (_, denominator) = entry.denominator().into_parts();
        let shared = (&common).gcd(&denominator);
        common = common / shared * denominator;
    }
    let common = IBig::from_parts(Sign::Positive, common);
    row.iter().map(|entry| entry.numerator() * (&common / entry.denominator())).collect()
}

/// The opponent's expected payoff from a strategy.
fn expected(game: &NormalForm, side: usize, support: &[usize], weights: &[Rational], theirs: usize) -> Rational {
    support.iter().zip(weights).map(|(&mine, weight)| weight * payoff(game, side, mine, theirs)).sum()
}

/// Whether none of the opponent's strategies gives more than the value.
fn none_is_better(game: &NormalForm, side: usize, support: &[usize], weights: &[Rational], value: &Rational) -> bool {
    let rounded: Vec<f64> = weights.iter().map(Rational::to_f64).collect();
    let near = value.to_f64();
    // Each of weight, payoff, product and sum is off by at most a unit in the last place; twice that is allowed for.
    let unit = f64::EPSILON * (support.len() + 4) as f64;
    // Below this a float keeps less than all of its digits.
    let rounds_well = rounded.iter().zip(weights).all(|(near, weight)| weight.is_zero() || *near > 1e-200);
    (0..game.shape()[1 - side]).all(|theirs| {
        let (mut sum, mut size) = (0.0, near.abs());
        for (&mine, weight) in support.iter().zip(&rounded) {
            let term = weight * payoff(game, side, mine, theirs).to_f64();
            sum += term;
            size += term.abs();
        }
        let surely_less = sum + unit * size + f64::MIN_POSITIVE < near;
        (rounds_well && surely_less && size.is_finite()) || expected(game, side, support, weights, theirs) <= *value
    })
}
