//! [`lemke_howson`]: complementary paths to equilibria of a two-player game.

mod certify;
mod columns;
pub(crate) mod exact;
mod large;
mod lifting;
mod linear;
mod paths;
mod polytope;

use crate::game::{Concept, MixedProfile, NormalForm, Profile};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};
use exact::{Start, Strategies};
pub(super) use paths::table;
pub use paths::{LemkeHowson, LemkeHowsonOptions, LemkeHowsonPath, PathLabel, PathPivot, PathStart, lemke_howson};

/// Up to so many payoffs a player, exact pivots cost less than floats and a proof.
const SMALL: usize = 100;

/// One equilibrium, at the end of a Lemke-Howson path.
pub(super) fn one(game: &NormalForm, control: &Control) -> Solution {
    let mut watch = Watch::start(control);
    let mut solution = Solution::new(Concept::Nash, "Lemke-Howson, exact", "one Nash equilibrium");
    if game.num_profiles() > SMALL {
        let search = large::search(game, &mut watch);
        solution.counts.extend([("paths".into(), search.paths), ("pivots".into(), search.pivots)]);
        if search.found.is_some() {
            solution.method = "Lemke-Howson in floating point, certified exactly".into();
            solution.equilibria.extend(search.found);
            return solution;
        }
    }
    if let Some((strategies, steps)) = Start::new(game).follow(0, &mut watch) {
        *solution.counts.entry("paths".into()).or_default() += 1;
        *solution.counts.entry("pivots".into()).or_default() += steps.len() as u64;
        solution.equilibria.push(equilibrium(game, strategies));
    }
    let status = watch.finish(&mut Vec::<Equilibrium>::new());
    solution.status = if solution.is_empty() { status } else { Status::Complete };
    solution
}

/// The equilibrium of two mixed strategies, with its payoffs.
fn equilibrium(game: &NormalForm, strategies: Strategies) -> Equilibrium {
    let used = |side: usize| strategies[side].iter().enumerate().filter(|(_, weight)| !weight.is_zero());
    let mut payoffs = vec![Rational::ZERO; 2];
    for (row, p) in used(0) {
        for (column, q) in used(1) {
            let weight = p * q;
            for (total, payoff) in payoffs.iter_mut().zip(game.payoffs_of(row * strategies[1].len() + column)) {
                *total += &weight * payoff;
            }
        }
    }
    Equilibrium::exact(Profile::Mixed(MixedProfile(strategies.into())), payoffs)
}
