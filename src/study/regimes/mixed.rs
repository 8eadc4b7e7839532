//! Nash equilibria of two players, mixed ones in closed form.
//!
//! Where nothing is tied by accident, an equilibrium is a pair of vertices: each player's mixture makes as many strategies
//! of the other player tie as it uses itself, and the other uses tied ones only (as in Mangasarian 1964,
//! doi:10.1137/0112064). Each vertex solves linear equations, so its probabilities are ratios of polynomials.

use super::Found;
use super::candidate::{Candidate, Comparison};
use super::form::SymbolicGame;
use super::linear_system::{self, subsets};
use super::tables::SymbolicTable;
use crate::error::Error;
use crate::game::Game;
use crate::number::RationalFunction;
use crate::solve::Watch;
use crate::study::region::Domain;

/// The largest number of strategies of both players together.
const MAX_STRATEGIES: usize = 12;

pub(super) fn nash(game: &SymbolicGame, domain: &Domain, watch: &mut Watch) -> Result<Found, Error> {
    let Game::Normal(table) = &game.skeleton else {
        let text = "the concept nash needs a table of two players; for a tree take subgame_perfect or pure_nash";
        return Err(Error::Unsupported(text.into()));
    };
    let shape = table.shape();
    let &[m, n] = &shape[..] else {
        let text = format!("the concept nash needs two players, not {}; take pure_nash", shape.len());
        return Err(Error::Unsupported(text));
    };
    if m + n > MAX_STRATEGIES {
        let text =
            format!("closed forms are made for up to {MAX_STRATEGIES} strategies of both players, not {}", m + n);
        return Err(Error::Unsupported(text));
    }
    let symbolic = SymbolicTable::new(game)?;
    let payoff = |row: usize, column: usize, player: usize| &symbolic.payoffs[row * n + column][player];
    let rows = vertices(m, n, &|own, other| payoff(own, other, 1).clone());
    let columns = vertices(n, m, &|own, other| payoff(other, own, 0).clone());
    let mut found = Found {
        claim: "every Nash equilibrium that holds on an open set (of continua, the extreme ones)".into(),
        ..Found::default()
    };
    for (x, y) in rows.iter().flat_map(|x| columns.iter().map(move |y| (x, y))) {
        if watch.must_stop_now(found.equilibria.len()) {
            break;
        }
        found.candidates += 1;
        if x.support.iter().all(|i| y.ties.contains(i)) && y.support.iter().all(|j| x.ties.contains(j)) {
            let candidate = Candidate {
                profile: vec![x.mixture.clone(), y.mixture.clone()],
                beliefs: Vec::new(),
                payoffs: vec![y.payoffs[x.support[0]].clone(), x.payoffs[y.support[0]].clone()],
                comparisons: comparisons(&symbolic, x, y),
            };
            found.keep(&candidate, domain);
        }
    }
    Ok(found)
}

/// A mixture that makes strategies of the other player tie.
struct Vertex {
    support: Vec<usize>,
    /// The other's strategies that tie, whatever the parameters are.
    ties: Vec<usize>,
    mixture: Vec<RationalFunction>,
    /// The other's payoff for each strategy against the mixture.
    payoffs: Vec<RationalFunction>,
}

/// Every mixture over `own` strategies that as many of the other's strategies pin down.
fn vertices(own: usize, other: usize, payoff: &dyn Fn(usize, usize) -> RationalFunction) -> Vec<Vertex> {
    let mut list: Vec<Vertex> = Vec::new();
    for support in subsets(own) {
        for tied in subsets(other).filter(|tied| tied.len() == support.len()) {
            let Some(weights) = solve(&support, &tied, payoff) else { continue };
            if weights.iter().any(RationalFunction::is_zero) {
                continue;
            }
            let mut mixture = vec![RationalFunction::zero(); own];
            support.iter().zip(weights).for_each(|(&at, weight)| mixture[at] = weight);
            let against = |column: usize| {
                let terms = support.iter().map(|&at| &mixture[at] * &payoff(at, column));
                terms.fold(RationalFunction::zero(), |sum, term| &sum + &term)
            };
            let payoffs: Vec<RationalFunction> = (0..other).map(against).collect();
            let ties: Vec<usize> = (0..other).filter(|&column| payoffs[column] == payoffs[tied[0]]).collect();
            if list.iter().any(|known| known.mixture == mixture && known.ties == ties) {
                continue;
            }
            list.push(Vertex { support: support.clone(), ties, mixture, payoffs });
        }
    }
    list
}

/// The weights on `support`, with sum 1, against which the strategies `tied` give the same.
fn solve(
    support: &[usize],
    tied: &[usize],
    payoff: &dyn Fn(usize, usize) -> RationalFunction,
) -> Option<Vec<RationalFunction>> {
    let mut rows = vec![vec![RationalFunction::one(); support.len() + 1]];
    for &column in &tied[1..] {
        let gap = |&at: &usize| &payoff(at, column) - &payoff(at, tied[0]);
        rows.push(support.iter().map(gap).chain([RationalFunction::zero()]).collect());
    }
    linear_system::solve(rows)
}

/// Both players' comparisons.
fn comparisons(symbolic: &SymbolicTable, x: &Vertex, y: &Vertex) -> Vec<Comparison> {
    let mut list = Vec::new();
    for (player, own, other) in [(0, x, y), (1, y, x)] {
        let labels = symbolic.table.strategies(player.into()).labels();
        for &at in own.support.iter().filter(|_| own.support.len() > 1) {
            list.push(Comparison::of_probability(player, "", &labels[at], &own.mixture[at]));
        }
        let chosen = own.support.iter().map(|&at| labels[at].as_str()).collect::<Vec<_>>().join(" or ");
        for at in (0..labels.len()).filter(|at| !own.support.contains(at)) {
            let (better, worse) = (other.payoffs[own.support[0]].clone(), other.payoffs[at].clone());
            list.push(Comparison {
                player,
                place: String::new(),
                chosen: chosen.clone(),
                alternative: labels[at].clone(),
                difference: &better - &worse,
                better,
                worse,
            });
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{Rational, Variable};

    #[test]
    fn a_mixture_that_makes_two_strategies_tie() {
        // Matching pennies with a prize a for one match: weights 1/(a + 1) and a/(a + 1).
        let a = RationalFunction::variable(Variable(0));
        let payoff = |own: usize, other: usize| match (own, other) {
            (0, 0) => a.clone(),
            (1, 1) => RationalFunction::one(),
            _ => RationalFunction::zero(),
        };
        let list = vertices(2, 2, &payoff);
        assert_eq!(list.len(), 5);
        let mixed = list.iter().find(|vertex| vertex.support.len() == 2).unwrap();
        let weights: Vec<Rational> = mixed.mixture.iter().map(|weight| weight.evaluate(&[3.into()]).unwrap()).collect();
        assert_eq!(weights, [Rational::new(1, 4).unwrap(), Rational::new(3, 4).unwrap()]);
        assert_eq!(mixed.ties, [0, 1]);
    }
}
