//! [`Gains`]: what each strategy brings more than the player's first one, against mixtures of the others.

use std::ops::{Add, Mul};

use super::normal::NormalForm;
use crate::number::Rational;

/// For each player, the payoff of each strategy less that of the first, at every combination of the others.
///
/// A profile is flat: the probabilities of the first player's strategies, then of the second's, and so on. A *row* is a
/// strategy other than a player's first, in the same order.
#[derive(Debug, Clone)]
pub(crate) struct Gains<T> {
    shape: Vec<usize>,
    starts: Vec<usize>,
    /// For each player: own strategies from the second on, then the others in order, the last running fastest.
    tables: Vec<Vec<T>>,
}

/// Room for what is computed on the way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Workspace<T> {
    front: Vec<T>,
    back: Vec<T>,
}

impl<T: Copy + Default + Add<Output = T> + Mul<Output = T>> Gains<T> {
    /// Takes the differences exactly, and turns them into numbers by `number`.
    pub(crate) fn new(game: &NormalForm, number: impl Fn(Rational) -> T) -> Self {
        let shape = game.shape();
        let starts = shape.iter().scan(0, |next, count| Some(std::mem::replace(next, *next + count))).collect();
        let table = |player: usize| {
            let (own, stride) = (shape[player], game.stride(player.into()));
            let others = (0..game.num_profiles()).filter(|number| number / stride % own == 0);
            let bases: Vec<usize> = others.collect();
            let difference = |base: usize, strategy: usize| {
                number(&game.payoffs_of(base + strategy * stride)[player] - &game.payoffs_of(base)[player])
            };
            (1..own)
                .flat_map(|strategy| bases.iter().map(move |&base| (base, strategy)))
                .map(|(base, strategy)| difference(base, strategy))
                .collect()
        };
        let tables = (0..shape.len()).map(table).collect();
        Gains { shape, starts, tables }
    }

    /// How many strategies each player has.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The expected gain of each row, and how it changes with each probability of the others.
    ///
    /// `slopes` has a line for each row and a place for each strategy of the flat profile; a player's own places are left
    /// as they are. With probabilities that sum to 1, the slopes times a player's probabilities sum to the gain.
    ///
    /// # Complexity
    /// About four times the size of all payoff tables.
    pub(crate) fn evaluate(&self, profile: &[T], work: &mut Workspace<T>, gains: &mut [T], slopes: &mut [T]) {
        let width = profile.len();
        let mut row = 0;
        for player in 0..self.shape.len() {
            let own = self.shape[player] - 1;
            let lines = &mut slopes[row * width..(row + own) * width];
            self.evaluate_one(player, profile, work, &mut gains[row..row + own], lines);
            row += own;
        }
    }

    /// Averages over the others from the last to the first; before each is gone, averages a copy over those before it.
    fn evaluate_one(&self, player: usize, profile: &[T], work: &mut Workspace<T>, gains: &mut [T], lines: &mut [T]) {
        let (own, width) = (gains.len(), profile.len());
        let table = &self.tables[player];
        let Workspace { front, back } = work;
        let mut whole = true;
        let mut size = table.len();
        for other in (0..self.shape.len()).rev().filter(|&other| other != player) {
            let count = self.shape[other];
            let source = if whole { &table[..] } else { &back[..size] };
            let before = (0..other).filter(|&before| before != player);
            let pairs = self.average_front(source, own, before, profile, front);
            for (line, pair) in lines.chunks_exact_mut(width).zip(pairs.chunks_exact(count)) {
                line[self.starts[other]..self.starts[other] + count].copy_from_slice(pair);
            }
            let weights = &profile[self.starts[other]..self.starts[other] + count];
            size /= count;
            if whole {
                back.clear();
                back.extend(table.chunks_exact(count).map(|cells| dot(cells, weights)));
                whole = false;
            } else {
                (0..size).for_each(|cell| back[cell] = dot(&back[cell * count..(cell + 1) * count], weights));
            }
        }
        gains.copy_from_slice(if whole { &table[..own] } else { &back[..own] });
    }

    /// Averages over players whose axes come right after the own one.
    fn average_front<'a>(
        &self,
        source: &'a [T],
        own: usize,
        before: impl Iterator<Item = usize>,
        profile: &[T],
        front: &'a mut Vec<T>,
    ) -> &'a [T] {
        let mut size = source.len();
        let mut first = true;
        for other in before {
            let count = self.shape[other];
            let weights = &profile[self.starts[other]..self.starts[other] + count];
            let rest = size / own.max(1) / count;
            if first {
                front.clear();
                for block in source.chunks_exact((count * rest).max(1)) {
                    let start = front.len();
                    front.extend(block[..rest].iter().map(|&x| x * weights[0]));
                    for (cells, &weight) in block.chunks_exact(rest).zip(weights).skip(1) {
                        front[start..].iter_mut().zip(cells).for_each(|(sum, &x)| *sum = *sum + x * weight);
                    }
                }
                first = false;
            } else {
                average_in_place(front, own, rest, weights);
            }
            size /= count;
        }
        if first { source } else { &front[..size] }
    }
}

/// Averages each block's lines into its first, and moves the blocks together.
fn average_in_place<T: Copy + Add<Output = T> + Mul<Output = T>>(
    cells: &mut [T],
    own: usize,
    rest: usize,
    weights: &[T],
) {
    for block in 0..own {
        let start = block * weights.len() * rest;
        for k in 0..rest {
            let mut sum = cells[start + k] * weights[0];
            for (line, &weight) in weights.iter().enumerate().skip(1) {
                sum = sum + cells[start + line * rest + k] * weight;
            }
            cells[block * rest + k] = sum;
        }
    }
}

fn dot<T: Copy + Default + Add<Output = T> + Mul<Output = T>>(cells: &[T], weights: &[T]) -> T {
    cells.iter().zip(weights).map(|(&x, &weight)| x * weight).reduce(|sum, x| sum + x).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::MixedProfile;

    /// Gains and slopes against the exact payoffs of deviations.
    #[test]
    fn agrees_with_exact_deviations() {
        let mut seed = 5u64;
        let mut roll = |limit: i64| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) as i64 % limit
        };
        for shape in [vec![3], vec![2, 3], vec![3, 1, 2], vec![2, 3, 4], vec![2, 2, 3, 2], vec![2, 2, 2, 2, 2]] {
            let mut builder = NormalForm::builder();
            for (player, &count) in shape.iter().enumerate() {
                builder = builder.player(format!("P{player}"), (0..count).map(|s| s.to_string()));
            }
            let game = builder.payoffs(|_| shape.iter().map(|_| Rational::from(roll(19) - 9)).collect()).unwrap();
            let rows: Vec<Vec<Rational>> = shape
                .iter()
                .map(|&count| {
                    let weights: Vec<i64> = (0..count).map(|_| 1 + roll(7)).collect();
                    let total: i64 = weights.iter().sum();
                    weights.iter().map(|&w| Rational::new(w, total).unwrap()).collect()
                })
                .collect();
            check(&game, &MixedProfile(rows));
        }
    }

    fn check(game: &NormalForm, profile: &MixedProfile) {
        let map = Gains::new(game, |x| x.to_f64());
        let flat: Vec<f64> = profile.0.iter().flatten().map(Rational::to_f64).collect();
        let free = flat.len() - game.num_players();
        let (mut gains, mut slopes) = (vec![0.0; free], vec![0.0; free * flat.len()]);
        map.evaluate(&flat, &mut Workspace::default(), &mut gains, &mut slopes);
        let mut row = 0;
        for player in game.player_ids() {
            let exact = game.deviation_payoffs(profile, player).unwrap();
            for own in 1..exact.len() {
                assert!((gains[row] - (&exact[own] - &exact[0]).to_f64()).abs() < 1e-12);
                for other in game.player_ids().filter(|other| *other != player) {
                    for strategy in 0..game.strategies(other).len() {
                        let mut pure = profile.clone();
                        pure.0[other.index()].fill(Rational::ZERO);
                        pure.0[other.index()][strategy] = Rational::ONE;
                        let exact = game.deviation_payoffs(&pure, player).unwrap();
                        let slope = slopes[row * flat.len() + map.starts[other.index()] + strategy];
                        assert!((slope - (&exact[own] - &exact[0]).to_f64()).abs() < 1e-12);
                    }
                }
                row += 1;
            }
        }
    }
}
