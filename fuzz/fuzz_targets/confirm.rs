//! Equilibria are confirmed by the checker, without the solvers; one of each solution through a file.

use std::num::NonZeroUsize;
use std::time::Duration;

use foederis::solve::Control;
use foederis::{Certificate, Equilibrium, Game, Solution, verify};

/// One thread, as games are small and threads cost more than they bring. Some games of three players whose payoffs differ by
/// many orders of magnitude take long; a limit is heard, or the run ends.
pub fn control(max_equilibria: usize) -> Control {
    let time_limit = Some(Duration::from_secs(2));
    Control { time_limit, max_equilibria: Some(max_equilibria), threads: NonZeroUsize::new(1), ..Control::default() }
}

pub fn all(game: &Game, solution: &Solution) {
    for (number, equilibrium) in solution.equilibria.iter().enumerate() {
        let certificate = certificate(game, solution, equilibrium);
        let checked = match number {
            0 => Certificate::from_json(&certificate.to_json()).expect("what was written is read"),
            _ => certificate,
        };
        assert!(verify(game, &checked).expect("a report").ok(), "{}", checked.to_json());
    }
}

fn certificate(game: &Game, solution: &Solution, equilibrium: &Equilibrium) -> Certificate {
    let plain = match equilibrium.error_bound {
        Some(bound) => Certificate::with_error_bound(game, solution.concept, &equilibrium.profile, bound),
        None => Certificate::new(game, solution.concept, &equilibrium.profile),
    };
    let plain = plain.expect("a certificate");
    match &equilibrium.beliefs {
        Some(beliefs) => plain.with_beliefs(game, beliefs, &equilibrium.belief_sets).expect("beliefs"),
        None => plain,
    }
}
