//! [`near`]: the equilibrium that a profile in floats is close to, proven.

use nalgebra::{DMatrix, DVector};

use super::certify::{self, Finding};
use super::exact::Exact;
use super::outcome;
use super::supports::Supports;
use super::system::system;
use super::table::Table;
use crate::error::Error;
use crate::game::{MixedProfile, NormalForm, Profile};
use crate::number::Rational;
use crate::solve::roots::{self, Bounds, MAX_UNKNOWNS, System, Verdict};
use crate::solve::solution::Equilibrium;

/// Probabilities below one of these are taken for 0, the first that leads to an equilibrium.
const NEGLIGIBLE: [f64; 4] = [1e-6, 1e-4, 1e-2, 1e-9];

/// The most steps of Newton's method.
const STEPS: usize = 25;

/// Half the width of the box in which existence is proven.
const REACH: f64 = 1e-8;

/// How far from the profile the equilibrium may be.
const FAR: f64 = 1e-2;

/// The equilibrium near a profile, exact where its probabilities are simple fractions, else with a proven error bound.
///
/// For each guess of the strategies used, Newton's method solves the indifference equations, and the solution is proven as in
/// the enumeration of all equilibria. `None` if no guess leads to one that is isolated on its support.
pub(in crate::solve) fn near(game: &NormalForm, profile: &[Vec<f64>]) -> Option<Equilibrium> {
    let mut tried: Vec<Supports> = Vec::new();
    for negligible in NEGLIGIBLE {
        let used = |row: &Vec<f64>| (0..row.len()).filter(|&s| row[s] > negligible).collect::<Vec<_>>();
        let supports: Supports = profile.iter().map(used).collect();
        if tried.contains(&supports) || supports.iter().any(Vec::is_empty) {
            continue;
        }
        if let Some(found) = on_supports(game, &supports, profile) {
            return Some(found);
        }
        tried.push(supports);
    }
    None
}

fn on_supports(game: &NormalForm, supports: &Supports, profile: &[Vec<f64>]) -> Option<Equilibrium> {
    let all: Vec<Vec<usize>> = game.shape().iter().map(|&count| (0..count).collect()).collect();
    if supports.iter().all(|support| support.len() == 1) {
        return pure(game, supports);
    }
    if all.iter().map(Vec::len).sum::<usize>() > MAX_UNKNOWNS {
        return None;
    }
    let table = Table::new(game, &all);
    let system = system(&table, supports);
    let start: Vec<Vec<f64>> = supports
        .iter()
        .zip(profile)
        .filter(|(support, _)| support.len() > 1)
        .map(|(support, row)| scaled(support.iter().map(|&strategy| row[strategy]).collect()))
        .collect();
    let root = newton(&system, start.clone()).unwrap_or_else(|| start.clone());
    let moved = root.iter().flatten().zip(start.iter().flatten()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    if moved > FAR {
        return None;
    }
    let around: Vec<Bounds> = root.iter().map(|row| row.iter().map(|&x| (x - REACH, x + REACH)).collect()).collect();
    let (boxes, proven) = match roots::test(&system, &around) {
        Verdict::Unique { root, .. } => (root, true),
        // Singular: perhaps a point with simple fractions, which is checked exactly.
        Verdict::Open => (root.iter().map(|row| row.iter().map(|&x| (x, x)).collect()).collect(), false),
        Verdict::Empty => return None,
    };
    let exact = Exact::new(game);
    match certify::judge(&exact, game, &all, supports, (&system, &[]), &boxes).ok()? {
        Finding::Exact(profile) => outcome::equilibrium(&exact, &profile, None).ok(),
        Finding::Close(profile, radius) if proven => outcome::equilibrium(&exact, &profile, Some(radius)).ok(),
        _ => None,
    }
}

/// The pure profile, if nobody gains by deviating.
fn pure(game: &NormalForm, supports: &Supports) -> Option<Equilibrium> {
    let choices: Vec<usize> = supports.iter().map(|support| support[0]).collect();
    let number = game.profile_number(&choices);
    let payoff = |player: usize, strategy: usize| {
        let stride = game.stride(player.into());
        &game.payoffs_of(number + strategy * stride - choices[player] * stride)[player]
    };
    let content = |player: usize| {
        let own = payoff(player, choices[player]);
        (0..game.shape()[player]).all(|strategy| payoff(player, strategy) <= own)
    };
    if !(0..choices.len()).all(content) {
        return None;
    }
    let profile = Profile::Mixed(MixedProfile::pure(&choices, &game.shape()));
    Some(Equilibrium::exact(profile, game.payoffs_of(number).to_vec()))
}

/// Everybody's exact payoff, and the most that anybody could gain by deviating alone.
pub(in crate::solve) fn payoffs_and_regret(
    game: &NormalForm,
    profile: &MixedProfile,
) -> Result<(Vec<Rational>, Rational), Error> {
    Exact::new(game).payoffs_and_regret(profile)
}

fn scaled(row: Vec<f64>) -> Vec<f64> {
    let sum: f64 = row.iter().sum();
    row.iter().map(|x| x / sum).collect()
}

/// Newton's method on the indifference equations; each player's first probability takes the rest.
fn newton(system: &System, mut point: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let forms: Vec<_> = system.equations.iter().flatten().collect();
    let sizes = system.sizes.iter().enumerate();
    let free: Vec<(usize, usize)> = sizes.flat_map(|(player, &size)| (1..size).map(move |s| (player, s))).collect();
    for _ in 0..STEPS {
        let values = DVector::from_iterator(forms.len(), forms.iter().map(|form| form.value(&point)));
        let mut derivative = DMatrix::zeros(forms.len(), free.len());
        for (row, form) in forms.iter().enumerate() {
            for (axis, &(player, _)) in form.axes.iter().enumerate() {
                for (column, &(_, strategy)) in free.iter().enumerate().filter(|(_, (owner, _))| *owner == player) {
                    derivative[(row, column)] = form.difference(axis, strategy, 0).value(&point);
                }
            }
        }
        let step = derivative.lu().solve(&values)?;
        for (&(player, strategy), step) in free.iter().zip(step.iter()) {
            point[player][strategy] -= step;
            point[player][0] += step;
        }
        let size = step.amax();
        if !size.is_finite() || size > 1.0 {
            return None;
        }
        if size < 1e-15 {
            break;
        }
    }
    Some(point)
}
