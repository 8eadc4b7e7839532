//! Nash equilibria of two players, mixed ones in closed form.
//!
//! Where nothing is tied by accident, an equilibrium is a pair of vertices: each player's mixture makes as many strategies
//! of the other player tie as it uses itself, and the other uses tied ones only (as in Mangasarian 1964,
//! doi:10.1137/0112064). Each vertex solves linear equations, so its probabilities are ratios of polynomials.

use super::form::SymbolicGame;
use super::tables::SymbolicTable;
use super::{Found, ParametricEquilibrium, Requirement};
use crate::error::Error;
use crate::game::Game;
use crate::number::{Polynomial, RationalFunction, factors};
use crate::solve::Watch;
use crate::study::region::{Answer, Constraint, Domain, Sense};

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
            keep(&symbolic, x, y, domain, &mut found);
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

/// The sets of some of the first numbers, none of them empty.
fn subsets(count: usize) -> impl Iterator<Item = Vec<usize>> {
    (1..1usize << count).map(move |mask| (0..count).filter(|at| mask >> at & 1 == 1).collect())
}

/// The weights on `support`, with sum 1, against which the strategies `tied` give the same.
fn solve(
    support: &[usize],
    tied: &[usize],
    payoff: &dyn Fn(usize, usize) -> RationalFunction,
) -> Option<Vec<RationalFunction>> {
    let size = support.len();
    let ones = vec![RationalFunction::one(); size + 1];
    let mut rows = vec![ones];
    for &column in &tied[1..] {
        let gap = |&at: &usize| &payoff(at, column) - &payoff(at, tied[0]);
        rows.push(support.iter().map(gap).chain([RationalFunction::zero()]).collect());
    }
    for at in 0..size {
        let pivot = (at..size).find(|&row| !rows[row][at].is_zero())?;
        rows.swap(at, pivot);
        let lead = rows[at][at].clone();
        rows[at] = rows[at].iter().map(|entry| entry.checked_div(&lead)).collect::<Option<_>>()?;
        let own = rows[at].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(row, _)| *row != at) {
            let factor = row[at].clone();
            row.iter_mut().zip(&own).for_each(|(entry, pivot)| *entry = &*entry - &(&factor * pivot));
        }
    }
    Some(rows.iter().map(|row| row[size].clone()).collect())
}

/// Keeps a pair of vertices where it is an equilibrium, once for each sign that its denominators can have.
fn keep(symbolic: &SymbolicTable, x: &Vertex, y: &Vertex, domain: &Domain, found: &mut Found) {
    for signs in denominator_cases(x, y, domain) {
        let Some(case) = domain.within(&signs) else { continue };
        let Some(mut requirements) = requirements(symbolic, x, y, &case) else { continue };
        let plain = |constraint: &Constraint| Requirement {
            player: 0,
            place: String::new(),
            chosen: String::new(),
            alternative: String::new(),
            better: constraint.polynomial().clone().into(),
            worse: RationalFunction::zero(),
            constraint: constraint.clone(),
            needed: true,
        };
        requirements.extend(signs.iter().map(plain));
        let strict: Vec<Constraint> = requirements.iter().map(|r| r.constraint.with_sense(Sense::Positive)).collect();
        let sample = match domain.decide(&strict) {
            Answer::Empty => continue,
            Answer::Point(point) => Some(point),
            Answer::Irrational => None,
            Answer::Open => {
                found.open += 1;
                None
            }
        };
        let profile = vec![x.mixture.clone(), y.mixture.clone()];
        let payoffs = vec![y.payoffs[x.support[0]].clone(), x.payoffs[y.support[0]].clone()];
        found.equilibria.push(ParametricEquilibrium { profile, payoffs, requirements });
        found.samples.push(sample);
    }
}

/// Every combination of signs of the factors of denominators whose sign is open.
fn denominator_cases(x: &Vertex, y: &Vertex, domain: &Domain) -> Vec<Vec<Constraint>> {
    let mut open: Vec<Polynomial> = Vec::new();
    let functions = [&x.mixture, &y.mixture].into_iter().flatten();
    for (factor, _) in functions.flat_map(|function| factors(function.denominator())) {
        if domain.sign(&factor).is_none() && !open.contains(&factor) {
            open.push(factor);
        }
    }
    let mut cases = vec![Vec::new()];
    for factor in &open {
        let sides = [factor.clone(), -factor].map(|side| Constraint::new(&side, Sense::Positive));
        let with = |case: &Vec<Constraint>| sides.clone().map(|side| [&case[..], &[side]].concat());
        cases = cases.iter().flat_map(with).collect();
    }
    cases
}

/// What must hold; `None` where somebody always gains or a probability is always negative.
fn requirements(symbolic: &SymbolicTable, x: &Vertex, y: &Vertex, domain: &Domain) -> Option<Vec<Requirement>> {
    let mut list = Vec::new();
    for (player, own, other) in [(0, x, y), (1, y, x)] {
        let labels = symbolic.table.strategies(player.into()).labels();
        for &at in own.support.iter().filter(|_| own.support.len() > 1) {
            let (better, worse) = (own.mixture[at].clone(), RationalFunction::zero());
            push(&mut list, player, (&labels[at], ""), better, worse, domain)?;
        }
        let chosen = own.support.iter().map(|&at| labels[at].as_str()).collect::<Vec<_>>().join(" or ");
        for at in (0..labels.len()).filter(|at| !own.support.contains(at)) {
            let (better, worse) = (other.payoffs[own.support[0]].clone(), other.payoffs[at].clone());
            push(&mut list, player, (&chosen, &labels[at]), better, worse, domain)?;
        }
    }
    Some(list)
}

fn push(
    list: &mut Vec<Requirement>,
    player: usize,
    (chosen, alternative): (&str, &str),
    better: RationalFunction,
    worse: RationalFunction,
    domain: &Domain,
) -> Option<()> {
    let constraint = domain.compare(&(&better - &worse), Sense::NonNegative);
    match constraint.as_constant() {
        Some(true) => return Some(()),
        Some(false) => return None,
        None => {}
    }
    let (place, chosen, alternative) = (String::new(), chosen.to_owned(), alternative.to_owned());
    list.push(Requirement { player, place, chosen, alternative, better, worse, constraint, needed: true });
    Some(())
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
