//! Equilibria in which at most one group mixes: exact.

use super::{State, SymmetricEquilibrium, SymmetricSolution, forbidden, gains, words};
use crate::game::SymmetricGame;
use crate::number::{Bernstein, Rational, Root, Stop};
use crate::solve::control::Interrupt;

/// All groups are sure of what they do.
pub(super) fn pure(game: &SymmetricGame, states: &[State], solution: &mut SymmetricSolution) {
    let tempted = |group: usize| gains(game, states, group).1[0].signum() == forbidden(states[group]);
    if (0..states.len()).any(tempted) {
        return;
    }
    let one = |state: &State| if *state == State::First { Rational::ONE } else { Rational::ZERO };
    push(game, states.iter().map(one).collect(), None, solution);
}

/// One group mixes. Returns what stays open, in words.
pub(super) fn mixed(
    game: &SymmetricGame,
    states: &[State],
    group: usize,
    solution: &mut SymmetricSolution,
    interrupt: &Interrupt,
) -> Option<String> {
    let stop = || interrupt.must_stop();
    let gain = Bernstein::new(&gains(game, states, group).1);
    let sure: Vec<usize> = (0..states.len()).filter(|&other| other != group).collect();
    let limits: Vec<(Bernstein, i32)> =
        sure.iter().map(|&other| (Bernstein::new(&gains(game, states, other).1), forbidden(states[other]))).collect();
    let Some(roots) = gain.roots(&stop) else {
        if limits.iter().all(|(limit, sign)| limit.never_has_sign(*sign)) {
            solution.notes.push(format!("every probability is an equilibrium where {}", words(game, states)));
            return None;
        }
        return Some(words(game, states));
    };
    let mut open = false;
    for root in roots.into_iter().take_while(|_| !stop()) {
        let (value, bound) = match &root {
            Root::Exact(value) => (value.clone(), None),
            Root::Between(low, high) => {
                let middle = (low + high) / Rational::from(2);
                let Some(rounded) = Rational::from_f64_exact(middle.to_f64()) else { continue };
                let off = (&rounded - low).max(high - &rounded).to_f64().next_up();
                (rounded, Some(off))
            }
        };
        match limits.iter().map(|(limit, sign)| allows(limit, *sign, &root, &stop)).min() {
            _ if stop() => break,
            Some(Some(false)) => continue,
            Some(None) => open = true,
            _ => {
                let one = |(other, state): (usize, &State)| match state {
                    State::First => Rational::ONE,
                    _ if other == group => value.clone(),
                    _ => Rational::ZERO,
                };
                push(game, states.iter().enumerate().map(one).collect(), bound, solution);
            }
        }
    }
    open.then(|| words(game, states))
}

/// Whether a polynomial does not have the forbidden sign at a root; `None` where that cannot be told.
fn allows(limit: &Bernstein, forbidden: i32, root: &Root, stop: Stop) -> Option<bool> {
    match root {
        Root::Exact(value) => Some(limit.sign_at(value, stop) != forbidden),
        Root::Between(low, high) => limit.sign_between(low, high, stop).map(|sign| sign != forbidden),
    }
}

/// Adds an equilibrium with its payoffs.
pub(super) fn push(
    game: &SymmetricGame,
    probabilities: Vec<Rational>,
    error_bound: Option<f64>,
    solution: &mut SymmetricSolution,
) {
    let payoff = |group: usize| match error_bound {
        None => {
            let [first, second] = game.expected_payoffs(group, &probabilities);
            &probabilities[group] * &first + (Rational::ONE - &probabilities[group]) * second
        }
        Some(_) => super::patch::expected_payoff(game, group, &probabilities),
    };
    let payoffs = (0..probabilities.len()).map(payoff).collect();
    solution.equilibria.push(SymmetricEquilibrium { probabilities, error_bound, payoffs });
}
