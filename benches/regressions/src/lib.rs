//! The games that the benches run on; the same on every run.
#![forbid(unsafe_code)]

use foederis::{Game, NormalForm, Rational};

/// A small generator of pseudo-random numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn game(shape: &[usize], payoffs: impl FnMut(&[usize]) -> Vec<Rational>) -> Game {
    let mut builder = NormalForm::builder();
    for (player, &count) in shape.iter().enumerate() {
        builder = builder.player(format!("Player {}", player + 1), (1..=count).map(|strategy| strategy.to_string()));
    }
    builder.payoffs(payoffs).expect("the shape is that of a game").into()
}

/// A game whose payoffs are whole numbers from 0 to `bound - 1`.
pub fn random(shape: &[usize], bound: u64, seed: u64) -> Game {
    let mut random = Random(seed);
    game(shape, |_| shape.iter().map(|_| Rational::from((random.bits() % bound) as i64)).collect())
}

/// Both get 1 if they choose the same, and nothing otherwise: 2^size - 1 equilibria.
pub fn coordination(size: usize) -> Game {
    game(&[size, size], |choices| vec![Rational::from(i64::from(choices[0] == choices[1])); 2])
}

/// Everybody gains 10 if enough allies contribute; each that contributes (the second strategy) pays 4.
pub fn threshold(allies: usize, needed: usize) -> Game {
    game(&vec![2; allies], |choices| {
        let gain = if choices.iter().sum::<usize>() >= needed { 10 } else { 0 };
        choices.iter().map(|&choice| Rational::from(gain - 4 * choice as i64)).collect()
    })
}

/// The payoffs of a thousand games: random numbers from 0 to 1, or whole ones from 1 to 4.
pub fn batch(shape: &[usize], whole: bool, seed: u64) -> Vec<f64> {
    let mut random = Random(seed);
    let count = 1000 * shape.len() * shape.iter().product::<usize>();
    let payoff = |unit: f64| if whole { 1.0 + (4.0 * unit).floor() } else { unit };
    (0..count).map(|_| payoff(random.unit())).collect()
}
