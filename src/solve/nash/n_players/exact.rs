//! [`Exact`]: expected payoffs in integers, for profiles whose probabilities have short or dyadic denominators.

use dashu_int::IBig;

use crate::error::Error;
use crate::game::{MixedProfile, NormalForm, PlayerId};
use crate::number::Rational;

/// A game's payoffs as integers over one denominator for each player.
#[derive(Debug)]
pub(super) struct Exact<'a> {
    game: &'a NormalForm,
    /// For each player the denominator, and the numerator at each profile; `None` where they are too long.
    players: Option<Vec<(i64, Vec<i64>)>>,
}

/// Partial sums: short while they fit.
enum Sums {
    Wide(Vec<i128>),
    Big(Vec<IBig>),
}

impl<'a> Exact<'a> {
    pub(super) fn new(game: &'a NormalForm) -> Self {
        let numerators = |player: PlayerId| {
            let payoffs = || (0..game.num_profiles()).map(|number| &game.payoffs_of(number)[player.index()]);
            let common = common_denominator(payoffs())?;
            let scaled: Option<Vec<i64>> = payoffs().map(|payoff| scaled(payoff, common)).collect();
            Some((common, scaled?))
        };
        Exact { game, players: game.player_ids().map(numerators).collect() }
    }

    /// What each of a player's strategies brings against the others' mixtures.
    pub(super) fn deviation_payoffs(&self, profile: &MixedProfile, player: PlayerId) -> Result<Vec<Rational>, Error> {
        match self.quickly(profile, player) {
            Some(payoffs) => Ok(payoffs),
            None => self.game.deviation_payoffs(profile, player),
        }
    }

    /// Everybody's expected payoff, and the most that anybody could gain by deviating alone.
    pub(super) fn payoffs_and_regret(&self, profile: &MixedProfile) -> Result<(Vec<Rational>, Rational), Error> {
        let (mut payoffs, mut regret) = (Vec::new(), Rational::ZERO);
        for player in self.game.player_ids() {
            let gains = self.deviation_payoffs(profile, player)?;
            let own: Rational = gains.iter().zip(profile.of(player)).map(|(gain, x)| gain * x).sum();
            if let Some(best) = gains.into_iter().max() {
                regret = regret.max(best - &own);
            }
            payoffs.push(own);
        }
        Ok((payoffs, regret))
    }

    fn quickly(&self, profile: &MixedProfile, player: PlayerId) -> Option<Vec<Rational>> {
        let (denominator, numerators) = &self.players.as_ref()?[player.index()];
        let mut total = IBig::from(*denominator);
        // The others who mix, with their numerators; the number of the profile in which they play their first.
        let (mut axes, mut base) = (Vec::new(), 0);
        for other in self.game.player_ids().filter(|other| *other != player) {
            let (stride, row) = (self.game.stride(other), profile.of(other));
            let common = common_denominator(row.iter())?;
            let used: Vec<usize> = (0..row.len()).filter(|&s| !row[s].is_zero()).collect();
            match used[..] {
                [only] if row[only] == Rational::ONE => base += only * stride,
                _ => {
                    let weight = |&s: &usize| Some((s * stride, scaled(&row[s], common)?));
                    axes.push(used.iter().map(weight).collect::<Option<Vec<_>>>()?);
                    total *= IBig::from(common);
                }
            }
        }
        let stride = self.game.stride(player);
        let value = |strategy: usize| {
            let sum = contract(numerators, base + strategy * stride, &axes);
            Rational::from_integers(sum, total.clone())
        };
        Some((0..self.game.strategies(player).len()).map(value).collect())
    }
}

/// The sum over all choices of the others of the payoff times their weights.
fn contract(payoffs: &[i64], base: usize, axes: &[Vec<(usize, i64)>]) -> IBig {
    let mut numbers = vec![base];
    for axis in axes {
        numbers = numbers.iter().flat_map(|number| axis.iter().map(move |(step, _)| number + step)).collect();
    }
    let mut sums = Sums::Wide(numbers.iter().map(|&number| i128::from(payoffs[number])).collect());
    for axis in axes.iter().rev() {
        sums = sums.contract(axis);
    }
    match sums {
        Sums::Wide(sums) => IBig::from(sums[0]),
        Sums::Big(mut sums) => sums.swap_remove(0),
    }
}

impl Sums {
    /// Sums over the last axis.
    fn contract(self, axis: &[(usize, i64)]) -> Sums {
        if let Sums::Wide(cells) = &self {
            let sum = |block: &[i128]| {
                let terms = block.iter().zip(axis).map(|(cell, (_, weight))| cell.checked_mul(i128::from(*weight)));
                terms.reduce(|sum, term| sum?.checked_add(term?)).flatten()
            };
            if let Some(sums) = cells.chunks_exact(axis.len()).map(sum).collect::<Option<Vec<i128>>>() {
                return Sums::Wide(sums);
            }
        }
        let cells: Vec<IBig> = match self {
            Sums::Wide(cells) => cells.into_iter().map(IBig::from).collect(),
            Sums::Big(cells) => cells,
        };
        let sum = |block: &[IBig]| block.iter().zip(axis).map(|(cell, (_, weight))| cell * IBig::from(*weight)).sum();
        Sums::Big(cells.chunks_exact(axis.len()).map(sum).collect())
    }
}

/// The least common denominator, if it is short.
fn common_denominator<'a>(mut values: impl Iterator<Item = &'a Rational>) -> Option<i64> {
    values.try_fold(1i64, |common, value| {
        let (_, denominator) = value.to_small_parts()?;
        common.checked_mul(denominator / gcd(common, denominator))
    })
}

fn scaled(value: &Rational, common: i64) -> Option<i64> {
    let (numerator, denominator) = value.to_small_parts()?;
    numerator.checked_mul(common / denominator)
}

fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_definition() {
        let mut seed = 5u64;
        let mut roll = |bound: i64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as i64 % bound
        };
        for round in 0..40 {
            let shape = [2, 3, 1 + round % 3, 2];
            let names = |count: usize| (0..count).map(|s| s.to_string());
            let builder =
                shape.iter().enumerate().fold(NormalForm::builder(), |b, (p, n)| b.player(format!("P{p}"), names(*n)));
            let game =
                builder.payoffs(|_| (0..4).map(|_| Rational::new(roll(2000) - 1000, 1 + roll(9)).unwrap()).collect());
            let game = game.unwrap();
            let row = |count: usize| {
                let den = if round % 2 == 0 { 1i64 << 53 } else { 60 };
                let mut row: Vec<Rational> =
                    (1..count).map(|_| Rational::new(roll(den / count as i64 + 1), den).unwrap()).collect();
                row.push(Rational::ONE - row.iter().sum::<Rational>());
                row
            };
            let mut row = row;
            let profile = MixedProfile(shape.iter().map(|&count| row(count)).collect());
            let exact = Exact::new(&game);
            let payoffs = game.expected_payoffs(&profile).unwrap();
            assert_eq!(exact.payoffs_and_regret(&profile).unwrap().0, payoffs);
            for player in game.player_ids() {
                let expected = game.deviation_payoffs(&profile, player).unwrap();
                assert_eq!(exact.quickly(&profile, player), Some(expected));
            }
        }
    }
}
