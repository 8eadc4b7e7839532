//! The limit of a branch on a tree, where its probabilities are simple fractions.

use crate::game::{BehaviorProfile, ExtensiveForm, NodeId, Profile};
use crate::number::{Rational, simplest_near};
use crate::solve::guarantee::{largest_gain, payoffs_and_best};
use crate::solve::solution::Equilibrium;

/// How near a simple fraction must be to what the points tend to; the narrowest first.
const NEAR: [f64; 5] = [1e-11, 1e-9, 1e-7, 1e-6, 1e-5];

/// The most points that are used to guess where they tend to.
const POINTS: usize = 5;

/// The largest denominator of a simple fraction.
const SIMPLE: u64 = 1_000_000;

/// The Nash equilibrium that points of precision and flat profile lead to, if simple fractions near there are one.
///
/// Where the limit mixes, probabilities come near it as a series in the inverse of the precision, which is extrapolated from
/// the last points. That the fractions make a Nash equilibrium is checked exactly; that every choice, also where play never
/// comes, is best given the beliefs at the last point is checked in floats.
pub(super) fn recognised(
    tree: &ExtensiveForm,
    shape: &[usize],
    points: &[(f64, &[f64])],
    last: &[Vec<f64>],
) -> Option<Equilibrium> {
    let most = points.len().min(POINTS);
    let guesses: Vec<Vec<f64>> = (1..=most).rev().map(|count| extrapolated(&points[points.len() - count..])).collect();
    let mut tried: Vec<BehaviorProfile> = Vec::new();
    for near in NEAR {
        for guess in &guesses {
            let Some(profile) = simple(guess, shape, near).filter(|profile| !tried.contains(profile)) else { continue };
            let (payoffs, best) = payoffs_and_best(tree, &profile).ok()?;
            if largest_gain(&payoffs, &best).is_zero() && is_rational(tree, &profile, last) {
                return Some(Equilibrium::exact(Profile::Behavior(profile), payoffs));
            }
            tried.push(profile);
        }
    }
    None
}

/// How much worse than the best a choice may seem, in parts of the range of all payoffs, as beliefs are not yet at their limit.
const SEEMING: f64 = 1e-4;

/// Whether every choice made is about best given beliefs.
fn is_rational(tree: &ExtensiveForm, profile: &BehaviorProfile, beliefs: &[Vec<f64>]) -> bool {
    let Ok(values) = tree.continuation_values(profile) else { return false };
    let payoffs = || tree.terminals().flat_map(|end| tree.play_payoffs(end)).map(Rational::to_f64);
    let range = payoffs().fold(f64::NEG_INFINITY, f64::max) - payoffs().fold(f64::INFINITY, f64::min);
    tree.infosets().iter().zip(beliefs).zip(&profile.0).all(|((set, beliefs), row)| {
        let value = |action: usize| -> f64 {
            let of = |node: &NodeId| values.of(tree.node(*node).children[action], set.player).to_f64();
            set.nodes.iter().zip(beliefs).map(|(node, belief)| belief * of(node)).sum()
        };
        let all: Vec<f64> = (0..row.len()).map(value).collect();
        let best = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        row.iter().zip(&all).all(|(p, value)| p.is_zero() || best - value <= SEEMING * range)
    })
}

/// The value at inverse precision 0 of the polynomial through points (Neville).
fn extrapolated(points: &[(f64, &[f64])]) -> Vec<f64> {
    let mut rows: Vec<Vec<f64>> = points.iter().map(|(_, profile)| profile.to_vec()).collect();
    let inverse = |k: usize| 1.0 / points[k].0.max(f64::MIN_POSITIVE);
    for order in 1..points.len() {
        for k in 0..points.len() - order {
            let (near, far) = (inverse(k + order), inverse(k));
            if far == near {
                continue;
            }
            let (lower, upper) = rows.split_at_mut(k + 1);
            lower[k].iter_mut().zip(&upper[0]).for_each(|(a, b)| *a = (b * far - *a * near) / (far - near));
        }
    }
    rows.swap_remove(0)
}

/// Simple fractions near a flat profile that sum to 1 at each information set.
fn simple(guess: &[f64], shape: &[usize], near: f64) -> Option<BehaviorProfile> {
    let (mut rows, mut start) = (Vec::with_capacity(shape.len()), 0);
    for &count in shape {
        let own = &guess[start..start + count];
        let mut row: Vec<Rational> =
            own.iter().map(|&p| simplest_near(p, near, SIMPLE).filter(|p| !p.is_negative())).collect::<Option<_>>()?;
        let largest = (0..count).max_by(|&a, &b| own[a].total_cmp(&own[b]))?;
        row[largest] = Rational::ZERO;
        row[largest] = Rational::ONE - row.iter().sum::<Rational>();
        if row[largest].is_negative() || (row[largest].to_f64() - own[largest]).abs() > count as f64 * near {
            return None;
        }
        rows.push(row);
        start += count;
    }
    Some(BehaviorProfile(rows))
}

/// Beliefs at each information set: Bayes' where the limit comes there, else those of the last point.
pub(super) fn beliefs(tree: &ExtensiveForm, last: Vec<Vec<f64>>, limit: Option<&Equilibrium>) -> Vec<Vec<f64>> {
    let reach = match limit.map(|limit| &limit.profile) {
        Some(Profile::Behavior(profile)) => tree.reach_probabilities(profile).ok(),
        _ => None,
    };
    let Some(reach) = reach else { return last };
    let of = |(set, last): (&crate::game::Infoset, Vec<f64>)| {
        let own: Vec<&Rational> = set.nodes.iter().map(|node| &reach[node.index()]).collect();
        let sum: Rational = own.iter().copied().sum();
        if sum.is_zero() { last } else { own.into_iter().map(|p| (p / &sum).to_f64()).collect() }
    };
    tree.infosets().iter().zip(last).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_extrapolated() {
        let at = |precision: f64| vec![1.0 / 3.0 + 2.0 / precision - 5.0 / (precision * precision)];
        let points: Vec<(f64, Vec<f64>)> = [100.0, 200.0, 500.0].map(|x| (x, at(x))).to_vec();
        let points: Vec<(f64, &[f64])> = points.iter().map(|(x, row)| (*x, &row[..])).collect();
        assert!((extrapolated(&points)[0] - 1.0 / 3.0).abs() < 1e-12);
    }
}
