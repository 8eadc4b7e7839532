//! Small mistakes around a pure equilibrium of any number of players.

use std::collections::BTreeMap;

use super::admissible::Payoffs;
use super::finding::{Finding, Verdict};
use super::perfect::nothing;
use super::position::Position;
use crate::game::{PlayerId, Trembles};
use crate::number::Rational;
use crate::number::lp;

/// The most payoffs that are looked at.
const MAX_TERMS: usize = 1 << 17;

/// The most combinations of orders that are tried.
const MAX_ORDERS: usize = 6561;

/// The highest order of a mistake that is tried.
const HIGHEST: usize = 3;

/// What a deviation to another best reply would lose, as a polynomial in the odds of the others' mistakes.
///
/// # Definition
/// Each strategy that is not played is a mistake; its odds are its probability over that of the strategy played. Under
/// small odds `r`, staying with strategy `s` of player `i` rather than another best reply `k` gains, up to a positive
/// factor, the sum over the others' profiles of `u_i(s, .) - u_i(k, .)` times the odds of the mistakes in it. Perfect
/// means: there are odds, as small as one likes and all positive, at which no such polynomial is negative.
pub(super) struct Mistakes<'a> {
    position: &'a Position<'a>,
    /// The mistakes: who, and which strategy.
    mistakes: Vec<(PlayerId, usize)>,
    gains: Vec<Gain>,
    too_large: bool,
}

struct Gain {
    player: PlayerId,
    instead: usize,
    /// Coefficients by the mistakes that are made.
    terms: BTreeMap<Vec<usize>, Rational>,
}

impl<'a> Mistakes<'a> {
    pub(super) fn new(position: &'a Position<'a>) -> Self {
        let game = position.game;
        let unplayed = |player: PlayerId| {
            let played = position.supports[player.index()][0];
            (0..game.strategies(player).len()).filter(move |&k| k != played).map(move |k| (player, k))
        };
        let mistakes: Vec<(PlayerId, usize)> = game.player_ids().flat_map(unplayed).collect();
        let mut found = Mistakes { position, mistakes, gains: Vec::new(), too_large: false };
        let work: usize = game.player_ids().map(|player| position.best_replies(player).len() - 1).sum();
        found.too_large = work.saturating_mul(game.num_profiles()) > MAX_TERMS;
        if !found.too_large {
            found.gains = game.player_ids().flat_map(|player| found.gains_of(player)).collect();
        }
        found
    }

    /// The polynomials of a player that are not 0 throughout.
    fn gains_of(&self, player: PlayerId) -> Vec<Gain> {
        let played = self.position.supports[player.index()][0];
        let payoffs = Payoffs::new(self.position.game, player);
        let others = self.position.best_replies(player).into_iter().filter(|&k| k != played);
        let gain = |instead: usize| {
            let differences = payoffs.rows[played].iter().zip(&payoffs.rows[instead]).map(|(a, b)| *a - *b);
            let terms = payoffs.numbers.iter().zip(differences).filter(|(_, gain)| !gain.is_zero());
            Gain { player, instead, terms: terms.map(|(&number, gain)| (self.made(number, player), gain)).collect() }
        };
        others.map(gain).filter(|gain| !gain.terms.is_empty()).collect()
    }

    /// The mistakes that the others make in a profile.
    fn made(&self, number: usize, player: PlayerId) -> Vec<usize> {
        let profile = self.position.game.profile(number);
        let made = |&(_, &(other, strategy)): &(usize, &(PlayerId, usize))| {
            other != player && profile[other.index()] == strategy
        };
        self.mistakes.iter().enumerate().filter(made).map(|(place, _)| place).collect()
    }

    /// Whether the equilibrium, which is undominated, is perfect.
    pub(super) fn verdict(&self) -> Verdict {
        if self.too_large {
            return Finding::undecided("the game is too large for the comparison of small mistakes").into();
        }
        if let Some(reason) = self.refuted_by_one().or_else(|| self.refuted_together()) {
            return Finding::no(reason).into();
        }
        let found = self.first_order().or_else(|| self.orders().find(|trembles| self.supported(trembles)));
        match found {
            Some(trembles) => Verdict::proven("it withstands some small mistakes of everybody", trembles),
            None => Finding::undecided("small mistakes of the first orders do not decide").into(),
        }
    }

    /// One deviation that pays however the mistakes are distributed: each possible loss from it is smaller by an order
    /// than a gain, as it takes one of the mistakes that bring a gain and a further one.
    fn refuted_by_one(&self) -> Option<String> {
        let hopeless = |gain: &&Gain| {
            let (staying, leaving): (Vec<_>, Vec<_>) = gain.terms.iter().partition(|(_, value)| value.is_positive());
            let smaller = |made: &Vec<usize>| {
                leaving.iter().any(|(fewer, _)| fewer.len() < made.len() && fewer.iter().all(|one| made.contains(one)))
            };
            !leaving.is_empty() && staying.iter().all(|(made, _)| smaller(made))
        };
        let gain = self.gains.iter().find(hopeless)?;
        let (name, instead) =
            (self.position.game.players().key(gain.player.index()), self.position.named(gain.player, gain.instead));
        Some(format!("under any small mistakes of the others, {instead} would be better for {name}"))
    }

    /// Deviations that cannot all be unprofitable: a weighted sum of their polynomials has only negative terms of first
    /// order, and every mistake has one, so that it is negative for all small odds.
    fn refuted_together(&self) -> Option<String> {
        let linear = self.linear();
        let against: Vec<Vec<Rational>> = (0..self.mistakes.len())
            .map(|mistake| linear.iter().map(|row: &Vec<Rational>| -&row[mistake]).collect())
            .collect();
        let weights = lp::all_positive(&against, linear.len())?;
        let used = self.gains.iter().zip(&weights).filter(|(_, weight)| weight.is_positive());
        let names: Vec<String> = used.map(|(gain, _)| self.position.named(gain.player, gain.instead)).collect();
        Some(format!("under any small mistakes one of these deviations would pay: {}", names.join(", ")))
    }

    /// The terms in which a single mistake is made.
    fn linear(&self) -> Vec<Vec<Rational>> {
        let coefficient = |gain: &Gain, mistake: usize| gain.terms.get(&vec![mistake]).cloned().unwrap_or_default();
        self.gains.iter().map(|gain| (0..self.mistakes.len()).map(|m| coefficient(gain, m)).collect()).collect()
    }

    /// Mistakes of one order at which every polynomial is positive.
    fn first_order(&self) -> Option<Trembles> {
        let count = self.mistakes.len();
        let unit = |place: usize| (0..count).map(|k| Rational::from(i64::from(k == place))).collect();
        let rows: Vec<Vec<Rational>> = self.linear().into_iter().chain((0..count).map(unit)).collect();
        lp::all_positive(&rows, count).map(|odds| self.trembles(&vec![1; count], &odds))
    }

    /// Mistakes of several orders, all of weight 1 within their order.
    fn orders(&self) -> impl Iterator<Item = Trembles> + '_ {
        let count = self.mistakes.len();
        let combinations = u32::try_from(count).ok().and_then(|count| HIGHEST.checked_pow(count)).unwrap_or(usize::MAX);
        let limit = if combinations > MAX_ORDERS { 0 } else { combinations };
        let odds = vec![Rational::ONE; count];
        (0..limit).map(move |number| {
            let orders: Vec<usize> = (0..count).map(|k| 1 + number / HIGHEST.pow(k as u32) % HIGHEST).collect();
            self.trembles(&orders, &odds)
        })
    }

    fn trembles(&self, orders: &[usize], odds: &[Rational]) -> Trembles {
        let highest = orders.iter().copied().max().unwrap_or(0);
        let mut levels = vec![nothing(self.position.game); highest];
        for ((&(player, strategy), &order), odds) in self.mistakes.iter().zip(orders).zip(odds) {
            levels[order - 1][player.index()][strategy] = odds.clone();
        }
        Trembles { levels }
    }

    /// Whether each polynomial has a positive leading term, or none, along a sequence of mistakes.
    fn supported(&self, trembles: &Trembles) -> bool {
        let place = |&(player, strategy): &(PlayerId, usize)| {
            let odds = |level: &Vec<Vec<Rational>>| level[player.index()][strategy].clone();
            let order = trembles.levels.iter().position(|level| !odds(level).is_zero()).unwrap_or(0);
            (order + 1, trembles.levels.get(order).map(odds).unwrap_or_default())
        };
        let mistakes: Vec<(usize, Rational)> = self.mistakes.iter().map(place).collect();
        self.gains.iter().all(|gain| {
            let mut by_order: BTreeMap<usize, Rational> = BTreeMap::new();
            for (made, coefficient) in &gain.terms {
                let order = made.iter().map(|&mistake| mistakes[mistake].0).sum();
                let product: Rational = made.iter().map(|&mistake| mistakes[mistake].1.clone()).product();
                *by_order.entry(order).or_default() += coefficient * &product;
            }
            by_order.values().find(|sum| !sum.is_zero()).is_none_or(Rational::is_positive)
        })
    }
}
