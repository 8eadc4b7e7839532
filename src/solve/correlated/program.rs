//! [`Program`]: the linear program of correlated equilibria, in integers and in floats.
//!
//! Variables are the probabilities of profiles. For each deviation (told `a`, play `b` instead; or, where players decide
//! before they are told, always play `b`) the expected gain must not be above 0. Probabilities sum to 1.

use dashu_base::Gcd;
use dashu_int::{IBig, UBig};

use crate::game::{NormalForm, PlayerId};
use crate::number::Rational;

/// A deviation, one constraint of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deviation {
    pub player: usize,
    /// The recommendation; `None` where players decide before they are told.
    pub told: Option<usize>,
    pub instead: usize,
}

/// The linear program, without an objective.
pub(super) struct Program {
    pub coarse: bool,
    pub profiles: usize,
    pub deviations: Vec<Deviation>,
    /// For each player, the number of strategies and their distance in profile numbers.
    players: Vec<(usize, usize)>,
    /// For each player, the payoffs as integers, and what they were multiplied by.
    payoffs: Vec<Integers>,
    /// For each player, the payoffs moved and scaled to between 0 and 1.
    floats: Vec<Vec<f64>>,
}

/// Numbers over a common denominator.
pub(super) struct Integers {
    pub values: Vec<IBig>,
    pub scale: Rational,
}

impl Integers {
    /// Multiplies rationals by the least positive number that makes all of them integers.
    pub fn new<'a>(numbers: impl Iterator<Item = &'a Rational> + Clone) -> Self {
        let mut common = IBig::ONE;
        for number in numbers.clone() {
            let denominator = number.denominator();
            if denominator != IBig::ONE {
                let shared: UBig = (&common).gcd(&denominator);
                common *= denominator / IBig::from(shared);
            }
        }
        let scaled = |number: &Rational| match number.is_integer() {
            true => number.numerator() * &common,
            false => number.numerator() * (&common / number.denominator()),
        };
        Integers { values: numbers.map(scaled).collect(), scale: Rational::from_integers(common, IBig::ONE) }
    }

    /// The numbers moved and scaled to between 0 and 1, as floats.
    pub fn floats(&self) -> Vec<f64> {
        let (Some(low), Some(high)) = (self.values.iter().min(), self.values.iter().max()) else { return Vec::new() };
        let range = float(&(high - low));
        let range = if range > 0.0 { range } else { 1.0 };
        self.values.iter().map(|value| float(&(value - low)) / range).collect()
    }
}

fn float(value: &IBig) -> f64 {
    value.to_f64().value()
}

impl Program {
    /// The program of a table.
    pub fn new(table: &NormalForm, coarse: bool) -> Self {
        let profiles = table.num_profiles();
        let players: Vec<(usize, usize)> =
            table.player_ids().map(|player| (table.strategies(player).len(), table.stride(player))).collect();
        let column = |player: PlayerId| Integers::new((0..profiles).map(move |n| &table.payoffs_of(n)[player.index()]));
        let payoffs: Vec<Integers> = table.player_ids().map(column).collect();
        let floats = payoffs.iter().map(Integers::floats).collect();
        let deviations = deviations(&players, coarse);
        Program { coarse, profiles, deviations, players, payoffs, floats }
    }

    /// The strategy of a player in a profile.
    fn played(&self, player: usize, profile: usize) -> usize {
        let (count, stride) = self.players[player];
        profile / stride % count
    }

    /// The profile after a deviation; `None` where it changes nothing.
    fn deviated(&self, deviation: Deviation, profile: usize) -> Option<usize> {
        let Deviation { player, told, instead } = deviation;
        let played = self.played(player, profile);
        let concerns = told.map_or(played != instead, |told| told == played);
        let stride = self.players[player].1;
        concerns.then(|| profile + instead * stride - played * stride)
    }

    /// What a deviation gains at a profile, as an integer.
    pub fn gain(&self, deviation: Deviation, profile: usize) -> IBig {
        let payoffs = &self.payoffs[deviation.player].values;
        self.deviated(deviation, profile).map_or(IBig::ZERO, |other| &payoffs[other] - &payoffs[profile])
    }

    /// What a deviation gains at a profile, as a float.
    pub fn float_gain(&self, deviation: Deviation, profile: usize) -> f64 {
        let payoffs = &self.floats[deviation.player];
        self.deviated(deviation, profile).map_or(0.0, |other| payoffs[other] - payoffs[profile])
    }

    /// What a player's payoffs were multiplied by to make them integers.
    pub fn scale(&self, player: usize) -> &Rational {
        &self.payoffs[player].scale
    }

    /// Calls `visit` with each profile that a deviation changes, and what it gains there as an integer.
    pub fn each_gain(&self, deviation: Deviation, mut visit: impl FnMut(usize, IBig)) {
        let payoffs = &self.payoffs[deviation.player].values;
        self.each_changed(deviation, |profile, other| visit(profile, &payoffs[other] - &payoffs[profile]));
    }

    /// Adds a multiple of what a deviation gains at each profile, in floats.
    pub fn add_float_gains(&self, deviation: Deviation, weight: f64, sums: &mut [f64]) {
        let payoffs = &self.floats[deviation.player];
        self.each_changed(deviation, |profile, other| sums[profile] += weight * (payoffs[other] - payoffs[profile]));
    }

    fn each_changed(&self, deviation: Deviation, mut visit: impl FnMut(usize, usize)) {
        let Deviation { player, told, instead } = deviation;
        let (count, stride) = self.players[player];
        for block in (0..self.profiles).step_by(count * stride) {
            let own = told.map_or(0..count, |told| told..told + 1);
            for played in own.filter(|played| *played != instead) {
                for offset in 0..stride {
                    visit(block + played * stride + offset, block + instead * stride + offset);
                }
            }
        }
    }

    /// What every deviation gains on average under a distribution, in floats.
    pub fn float_gains(&self, draws: &[(usize, f64)], gains: &mut [f64]) {
        gains.fill(0.0);
        for &(profile, weight) in draws {
            let mut first = 0;
            for (player, &(count, stride)) in self.players.iter().enumerate() {
                let (played, payoffs) = (self.played(player, profile), &self.floats[player]);
                let base = profile - played * stride;
                let row = if self.coarse { first } else { first + played * (count - 1) };
                let mut row = gains[row..].iter_mut();
                for other in (0..count).filter(|other| self.coarse || *other != played) {
                    if let Some(gain) = row.next() {
                        *gain += weight * (payoffs[base + other * stride] - payoffs[profile]);
                    }
                }
                first += if self.coarse { count } else { count * (count - 1) };
            }
        }
    }
}

/// Every deviation: player by player, recommendation by recommendation.
fn deviations(players: &[(usize, usize)], coarse: bool) -> Vec<Deviation> {
    let mut all = Vec::new();
    for (player, &(count, _)) in players.iter().enumerate() {
        if coarse {
            all.extend((0..count).map(|instead| Deviation { player, told: None, instead }));
            continue;
        }
        for told in 0..count {
            let others = (0..count).filter(|instead| *instead != told);
            all.extend(others.map(|instead| Deviation { player, told: Some(told), instead }));
        }
    }
    all
}
