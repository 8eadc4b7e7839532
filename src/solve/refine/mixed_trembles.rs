//! Small mistakes around an equilibrium of any number of players, some of whom mix.

use std::collections::HashMap;

use super::admissible::Payoffs;
use super::curve::activate;
use super::finding::{Finding, Verdict};
use super::perfect::nothing;
use super::position::Position;
use crate::game::{PlayerId, Trembles};
use crate::number::{Monomial, Polynomial, Rational, Variable};

/// The most terms that are looked at for one comparison of two strategies; the checker allows as many.
const MAX_TERMS: usize = 1 << 16;

/// The most payoffs that are looked at.
const MAX_PAYOFFS: usize = 1 << 20;

/// The most combinations of orders that are tried.
const MAX_COMBINATIONS: usize = 729;

/// The highest order of a mistake that is tried.
const HIGHEST: usize = 3;

/// What must hold when everybody plays a little otherwise.
///
/// # Definition
/// Each strategy of each player has a weight: its probability in the equilibrium plus a small `x`. The `x` of a strategy
/// that the equilibrium does not use is a mistake, and positive; that of a strategy in use may have either sign. Two
/// strategies in use must stay equal, and another best reply must not become better: equations and inequalities in the
/// `x`, which all hold at 0. What all terms of one have in common, a product of mistakes, is divided out.
///
/// # Method
/// Mistakes are given orders, `x = z e^k`. Where the leading terms of every condition are linear in `z`, a linear program
/// finds positive `z` that satisfy them, and as many inequalities as possible strictly. If the conditions that are
/// then 0 have independent leading terms, the implicit function theorem moves `z` a little, for each small `e`, so that
/// these are 0 exactly; then that is a test sequence. If the constant of an inequality is negative, or that of an
/// equation not 0, there is none.
pub(super) struct Disturbed<'a> {
    position: &'a Position<'a>,
    /// Who, and which strategy: the places of variables.
    all: Vec<(PlayerId, usize)>,
    conditions: Vec<Condition>,
}

struct Condition {
    player: PlayerId,
    /// The best reply that is compared with the first strategy in use.
    instead: usize,
    /// What the first strategy in use brings more.
    more: Polynomial,
    /// Whether it must be 0, rather than not negative.
    equal: bool,
}

/// What the conditions say.
type Outcome<T> = Result<T, Finding>;

impl<'a> Disturbed<'a> {
    /// Whether an exact equilibrium is perfect, as far as this tells.
    pub(super) fn verdict(position: &'a Position<'a>) -> Verdict {
        let found = Disturbed::new(position).and_then(|disturbed| disturbed.search());
        found.map_or_else(Verdict::from, |trembles| {
            Verdict::proven("it withstands some small mistakes of everybody", trembles)
        })
    }

    fn new(position: &'a Position<'a>) -> Outcome<Self> {
        if position.error_bound.is_some() {
            return Err(Finding::undecided("more than two players choose, and its probabilities are not fractions"));
        }
        let strategies = |player: PlayerId| (0..position.game.strategies(player).len()).map(move |k| (player, k));
        let all: Vec<(PlayerId, usize)> = position.game.player_ids().flat_map(strategies).collect();
        let compared: usize = position.game.player_ids().map(|player| position.best_replies(player).len() - 1).sum();
        let payoffs = compared.saturating_mul(position.game.num_profiles());
        if payoffs > MAX_PAYOFFS || u16::try_from(all.len()).is_err() {
            return Err(Finding::undecided("the game is too large for the comparison of small mistakes"));
        }
        let mut found = Disturbed { position, all, conditions: Vec::new() };
        for player in position.game.player_ids() {
            found.compare(player)?;
        }
        Ok(found)
    }

    /// Adds the conditions on a player's best replies that are not settled by what they begin with.
    fn compare(&mut self, player: PlayerId) -> Outcome<()> {
        let support = &self.position.supports[player.index()];
        let payoffs = Payoffs::new(self.position.game, player);
        for instead in self.position.best_replies(player).into_iter().filter(|&k| k != support[0]) {
            let gains = payoffs.rows[support[0]].iter().zip(&payoffs.rows[instead]).map(|(a, b)| *a - *b);
            let gains: HashMap<usize, Rational> = payoffs.numbers.iter().copied().zip(gains).collect();
            let sum = self.expected(player, &gains)?;
            let more = self.without_common_mistakes(&sum);
            let condition = Condition { player, instead, more, equal: support.contains(&instead) };
            if !self.is_settled(&condition)? && !self.conditions.iter().any(|known| known.implies(&condition)) {
                self.conditions.push(condition);
            }
        }
        Ok(())
    }

    /// The expected gain of a player, by profile of the others, up to a positive factor: whom it does not depend on is
    /// left out.
    fn expected(&self, player: PlayerId, gains: &HashMap<usize, Rational>) -> Outcome<Polynomial> {
        let game = self.position.game;
        let (mut cells, mut size) = (vec![(0, Polynomial::one())], 1usize);
        for other in game.player_ids().filter(|other| *other != player) {
            let (stride, count) = (game.stride(other), game.strategies(other).len());
            let first = |number: usize| (number / stride).is_multiple_of(count);
            let steady =
                |(&number, gain): (&usize, &Rational)| (1..count).all(|k| gains[&(number + k * stride)] == *gain);
            if gains.iter().filter(|(number, _)| first(**number)).all(steady) {
                continue;
            }
            size = size.saturating_mul(2 * count + self.position.supports[other.index()].len());
            if size > MAX_TERMS {
                return Err(Finding::undecided("the game is too large for the comparison of small mistakes"));
            }
            let weights: Vec<Polynomial> = (0..count).map(|k| self.played(other, k)).collect();
            let extend = |(number, weight): &(usize, Polynomial)| {
                weights.iter().enumerate().map(|(k, own)| (number + k * stride, weight * own)).collect::<Vec<_>>()
            };
            cells = cells.iter().flat_map(extend).collect();
        }
        let terms = cells.iter().map(|(number, weight)| weight.scale(&gains[number]));
        Ok(terms.fold(Polynomial::zero(), |sum, term| &sum + &term))
    }

    /// The weight of one strategy. Who uses one strategy only needs no change of that one's weight: the others' are odds.
    fn played(&self, player: PlayerId, strategy: usize) -> Polynomial {
        let start = &self.position.profile.of(player)[strategy];
        if self.position.supports[player.index()] == [strategy] {
            return Polynomial::one();
        }
        &Polynomial::variable(self.variable(player, strategy)) + &Polynomial::monomial(Monomial::one(), start.clone())
    }

    fn variable(&self, player: PlayerId, strategy: usize) -> Variable {
        Variable(self.all.iter().position(|known| *known == (player, strategy)).expect("a strategy") as u16)
    }

    fn is_mistake(&self, variable: Variable) -> bool {
        let (player, strategy) = self.all[usize::from(variable.0)];
        self.position.profile.of(player)[strategy].is_zero()
    }

    /// A polynomial divided by the greatest product of mistakes that divides it.
    fn without_common_mistakes(&self, sum: &Polynomial) -> Polynomial {
        let mut left = sum.clone();
        for variable in sum.variables().into_iter().filter(|&variable| self.is_mistake(variable)) {
            while !left.is_zero() && left.terms().iter().all(|(monomial, _)| monomial.exponent(variable) > 0) {
                let fewer = |monomial: &Monomial| {
                    let rest = Monomial::power(variable, monomial.exponent(variable) - 1);
                    monomial.without(variable).times(&rest)
                };
                left = Polynomial::from_terms(left.terms().iter().map(|(m, c)| (fewer(m), c.clone())));
            }
        }
        left
    }

    /// Whether a condition holds close to the equilibrium whatever the mistakes; an error if it fails there.
    fn is_settled(&self, condition: &Condition) -> Outcome<bool> {
        if condition.more.is_zero() {
            return Ok(true);
        }
        let constant = condition.more.terms().iter().find(|(monomial, _)| monomial.is_one());
        match constant.map(|(_, constant)| constant.is_positive()) {
            None => Ok(false),
            Some(true) if !condition.equal => Ok(true),
            Some(_) => Err(Finding::no(self.fault(condition))),
        }
    }

    fn fault(&self, condition: &Condition) -> String {
        let used = self.position.named(condition.player, self.position.supports[condition.player.index()][0]);
        let instead = self.position.named(condition.player, condition.instead);
        match condition.equal {
            true => format!("under any small mistakes of the others, {used} and {instead} would not be equally good"),
            false => format!("under any small mistakes of the others, {instead} would be better than {used}"),
        }
    }

    /// Orders of the mistakes and weights for them that make a test sequence.
    fn search(&self) -> Outcome<Trembles> {
        let found = self.orders().find_map(|orders| self.weights(&orders).map(|z| self.trembles(&orders, &z)));
        found.ok_or_else(|| Finding::undecided("small mistakes of the first orders do not decide"))
    }

    /// The orders to try, a number for each variable; strategies in use change by the first order.
    fn orders(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        let mistakes: Vec<usize> = (0..self.all.len()).filter(|&v| self.is_mistake(Variable(v as u16))).collect();
        let combinations = |highest: usize| u32::try_from(mistakes.len()).ok().and_then(|n| highest.checked_pow(n));
        let small = |highest: &usize| combinations(*highest).is_some_and(|count| count <= MAX_COMBINATIONS);
        let highest = (1..=HIGHEST).rev().find(small).unwrap_or(1);
        (0..combinations(highest).unwrap_or(1)).map(move |number| {
            let mut orders = vec![1; self.all.len()];
            for (place, &mistake) in mistakes.iter().enumerate() {
                orders[mistake] += number / highest.pow(place as u32) % highest;
            }
            orders
        })
    }

    /// Weights that satisfy the leading terms, if these are linear and those that are then 0 are independent.
    fn weights(&self, orders: &[usize]) -> Option<Vec<Rational>> {
        let count = self.all.len();
        let mut rows: Vec<Vec<Rational>> =
            (0..count).filter(|&v| self.is_mistake(Variable(v as u16))).map(|v| unit(v, count)).collect();
        let (mistakes, mut equal) = (rows.len(), Vec::new());
        for condition in &self.conditions {
            let row = leading_row(&condition.more, orders)?;
            if condition.equal { equal.push(row) } else { rows.push(row) }
        }
        let (weights, positive) = activate(&rows, &equal, count);
        if positive[..mistakes].contains(&false) {
            return None;
        }
        let tight = rows.into_iter().zip(positive).filter(|(_, positive)| !positive).map(|(row, _)| row);
        are_independent(equal.into_iter().chain(tight).collect()).then_some(weights)
    }

    fn trembles(&self, orders: &[usize], weights: &[Rational]) -> Trembles {
        let used = |&v: &usize| !weights[v].is_zero();
        let highest = (0..weights.len()).filter(used).map(|v| orders[v]).max().unwrap_or(0);
        let mut levels = vec![nothing(self.position.game); highest];
        for v in (0..weights.len()).filter(used) {
            let (player, strategy) = self.all[v];
            levels[orders[v] - 1][player.index()][strategy] = weights[v].clone();
        }
        Trembles { levels }
    }
}

impl Condition {
    /// Whether this condition holds only where another does, as one is a multiple of the other.
    fn implies(&self, other: &Condition) -> bool {
        let factor = other.more.leading_coefficient() / self.more.leading_coefficient();
        let enough = self.equal || (!other.equal && factor.is_positive());
        enough && self.more.scale(&factor) == other.more
    }
}

/// The coefficients of the terms of least order, if these are linear.
fn leading_row(polynomial: &Polynomial, orders: &[usize]) -> Option<Vec<Rational>> {
    let order = |monomial: &Monomial| -> usize {
        monomial.powers().iter().map(|&(v, exponent)| orders[usize::from(v.0)] * exponent as usize).sum()
    };
    let least = polynomial.terms().iter().map(|(monomial, _)| order(monomial)).min()?;
    let mut row = vec![Rational::ZERO; orders.len()];
    for (monomial, coefficient) in polynomial.terms().iter().filter(|(monomial, _)| order(monomial) == least) {
        let &[(variable, 1)] = monomial.powers() else { return None };
        row[usize::from(variable.0)] = coefficient.clone();
    }
    Some(row)
}

fn unit(place: usize, count: usize) -> Vec<Rational> {
    (0..count).map(|k| Rational::from(i64::from(k == place))).collect()
}

/// Whether no row is a combination of others.
fn are_independent(mut rows: Vec<Vec<Rational>>) -> bool {
    while let Some(pivot) = rows.pop() {
        let Some(column) = pivot.iter().position(|entry| !entry.is_zero()) else { return false };
        for row in rows.iter_mut().filter(|row| !row[column].is_zero()) {
            let factor = &row[column] / &pivot[column];
            row.iter_mut().zip(&pivot).for_each(|(entry, above)| *entry -= &factor * above);
        }
    }
    true
}
