//! Test sequences of which only the leading terms are known.

use super::trembles::Ground;
use crate::error::Error;
use crate::game::PlayerId;
use crate::number::{Polynomial, Rational, Variable};

/// The most terms that one comparison of two strategies may have.
const MAX_TERMS: usize = 1 << 16;

/// The small number `e`; the other variables move the weights.
const SMALL: Variable = Variable(0);

/// Why no sequence close to the given one is shown to keep every strategy in use a best reply; `None` if one does.
///
/// # Definition
/// Let a strategy first occur at level `k`, or be in use and `k = 1`. Its weight on the way is that of the given sequence
/// plus `e^k d`. Each comparison of a strategy in use with another best reply is a polynomial in `e` and all `d`; only its
/// least power of `e` counts. A positive value there at `d = 0` settles an inequality for all small `e` and `d`. Where the
/// value is 0, the comparison shall be 0 for all `e`: if the derivatives by the `d` of all of these are independent, the
/// implicit function theorem gives such `d`, which go to 0 with `e`.
pub(super) fn unsettled(ground: &Ground, levels: &[Vec<Vec<Rational>>]) -> Result<Option<String>, Error> {
    let way = Way::new(ground, levels);
    let mut bound = Vec::new();
    for player in ground.table.player_ids() {
        let own = ground.profile.of(player);
        let brings = ground.table.deviation_payoffs(&ground.profile, player)?;
        let used = |&k: &usize| !own[k].is_zero();
        let Some(first) = (0..own.len()).find(used) else { continue };
        for other in (0..own.len()).filter(|&k| k != first && brings[k] == brings[first]) {
            let Some(difference) = way.difference(player, first, other) else {
                return Ok(Some("the game is too large to be compared close to a test sequence".into()));
            };
            match way.leading(&difference) {
                None => {}
                Some((value, _)) if value.is_positive() && !used(&other) => {}
                Some((value, row)) if value.is_zero() => bound.push(row),
                Some(_) => return Ok(Some(way.words(player, first, other))),
            }
        }
    }
    let fault = "the leading terms of strategies that must stay equal are not independent";
    Ok((!independent(bound)).then(|| fault.to_owned()))
}

/// The given sequence, with room to move.
struct Way<'a> {
    ground: &'a Ground,
    /// For each player and strategy.
    weights: Vec<Vec<Polynomial>>,
    moves: usize,
}

impl<'a> Way<'a> {
    fn new(ground: &'a Ground, levels: &[Vec<Vec<Rational>>]) -> Self {
        let mut moves = 0;
        let mut weight = |player: usize, strategy: usize, start: &Rational| {
            let given = std::iter::once(start).chain(levels.iter().map(|level| &level[player][strategy]));
            let given: Vec<&Rational> = given.collect();
            let order = given.iter().position(|weight| !weight.is_zero()).unwrap_or(0).max(1);
            moves += 1;
            let power = |k: usize| Polynomial::variable(SMALL).pow(k as u32);
            let moved = &power(order) * &Polynomial::variable(Variable(moves as u16));
            given.iter().enumerate().fold(moved, |sum, (k, weight)| &sum + &power(k).scale(weight))
        };
        let rows = ground.profile.0.iter().enumerate();
        let weights =
            rows.map(|(player, row)| row.iter().enumerate().map(|(k, start)| weight(player, k, start)).collect());
        Way { ground, weights: weights.collect(), moves }
    }

    /// What `first` brings more than `other`, up to a positive factor; `None` if it has too many terms.
    fn difference(&self, player: PlayerId, first: usize, other: usize) -> Option<Polynomial> {
        let table = &self.ground.table;
        let payoff = |number: usize, k: usize| &table.payoffs_of(number + k * table.stride(player))[player.index()];
        let gain = |number: usize| payoff(number, first) - payoff(number, other);
        let mut cells: Vec<(usize, Polynomial)> = vec![(0, Polynomial::one())];
        let mut size = 1usize;
        for opponent in table.player_ids().filter(|&opponent| self.matters(opponent, player, &gain)) {
            let (stride, row) = (table.stride(opponent), &self.weights[opponent.index()]);
            size = size.saturating_mul(row.iter().map(|weight| weight.terms().len()).sum());
            if size > MAX_TERMS {
                return None;
            }
            let extend = |(number, weight): &(usize, Polynomial)| {
                row.iter().enumerate().map(|(k, own)| (number + k * stride, weight * own)).collect::<Vec<_>>()
            };
            cells = cells.iter().flat_map(extend).collect();
        }
        let gains = cells.iter().map(|(number, weight)| weight.scale(&gain(*number)));
        Some(gains.fold(Polynomial::zero(), |sum, gain| &sum + &gain))
    }

    /// Whether what an opponent does ever changes a player's gain. If not, its weights are a common factor.
    fn matters(&self, opponent: PlayerId, player: PlayerId, gain: &impl Fn(usize) -> Rational) -> bool {
        let table = &self.ground.table;
        let (count, stride) = (table.strategies(opponent).len(), table.stride(opponent));
        let mut starts = (0..table.num_profiles()).filter(|&number| {
            let profile = table.profile(number);
            profile[opponent.index()] == 0 && profile[player.index()] == 0
        });
        opponent != player && starts.any(|number| (1..count).any(|k| gain(number + k * stride) != gain(number)))
    }

    /// The value of a difference at its least power of `e`, and its derivatives by all moves; `None` if it is 0.
    fn leading(&self, difference: &Polynomial) -> Option<(Rational, Vec<Rational>)> {
        let least = difference.coefficients_in(SMALL).into_iter().find(|coefficient| !coefficient.is_zero())?;
        let zero = vec![Rational::ZERO; self.moves + 1];
        let at_zero = |polynomial: &Polynomial| polynomial.evaluate(&zero).unwrap_or_default();
        let row = (1..=self.moves).map(|k| at_zero(&least.derivative(Variable(k as u16))));
        Some((at_zero(&least), row.collect()))
    }

    fn words(&self, player: PlayerId, first: usize, other: usize) -> String {
        let table = &self.ground.table;
        let (name, labels) = (table.players().key(player.index()), table.strategies(player));
        format!("{name}'s {} does not stay as good as {}", labels.key(first), labels.key(other))
    }
}

/// Whether no row is a combination of others.
fn independent(mut rows: Vec<Vec<Rational>>) -> bool {
    let mut rank = 0;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(found) = (rank..rows.len()).find(|&row| !rows[row][column].is_zero()) else { continue };
        rows.swap(rank, found);
        let (done, rest) = rows.split_at_mut(rank + 1);
        let pivot = &done[rank];
        for row in rest.iter_mut().filter(|row| !row[column].is_zero()) {
            let factor = &row[column] / &pivot[column];
            row.iter_mut().zip(pivot).for_each(|(entry, above)| *entry -= &(&factor * above));
        }
        rank += 1;
    }
    rank == rows.len()
}
