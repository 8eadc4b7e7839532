//! Three players with two strategies each, in closed form.
//!
//! What a player gains by the second strategy is bilinear in the others' probabilities, with the differences of payoffs at
//! the four corners as its values there. Where no such difference is 0:
//! - nobody mixes alone, as the gain against pure strategies is a corner's;
//! - two mix only at the one point that makes both indifferent, if the third's gain there has the right sign;
//! - all three mix only at roots of a quadratic polynomial: for given odds `t` of the third player the gains of the first
//!   two are linear in each other's probability, so that `t` says what these are, and the third player's gain is left.
//!
//! Every sign that decides is further from 0 than rounding can carry it. Otherwise the exact solver takes over.

use std::ops::RangeInclusive;

use super::bounds::{MAX_ERROR, MAX_RELATIVE, UNIT, relative};
use super::outcome::{ManySolutions, Remarks};

/// Spreads of payoffs for which no product of six overflows, or underflows below its bound.
const SPREADS: RangeInclusive<f64> = 1e-40..=1e40;

/// The players' bits in the number of a profile: a bit that is set means the second strategy.
const BITS: [usize; 3] = [4, 2, 1];

/// The gains of a game, and how far they may be off.
#[derive(Debug)]
struct Gains {
    /// What each player gains by the second strategy at each profile, the player's own bit not counting.
    gain: [[f64; 8]; 3],
    /// The largest gain of each player, without its sign.
    most: [f64; 3],
    /// The error of a gain, in units of rounding of the largest.
    relative: [f64; 3],
}

/// What players mix with: the probability of the second strategy, of the first, and how far both may be off.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Mixture {
    first: f64,
    second: f64,
    error: f64,
}

/// A profile.
type Profile = [Mixture; 3];

/// A comparison was too close for floats.
struct Unclear;

/// A game has at most nine equilibria where none of its payoffs tie.
#[derive(Debug, Default)]
pub(super) struct ThreeByTwo {
    profiles: Vec<Profile>,
}

impl ThreeByTwo {
    /// Adds the equilibria of a game; `None` where floats cannot tell what they are.
    pub(super) fn solve(&mut self, payoffs: &[f64], off: &[f64], found: &mut ManySolutions) -> Option<Remarks> {
        let gains = Gains::new(payoffs, off)?;
        self.profiles.clear();
        gains.pure(&mut self.profiles);
        for third in 0..3 {
            gains.two_mixers(third, &mut self.profiles).ok()?;
        }
        if gains.all_may_mix() {
            gains.three_mixers(&mut self.profiles).ok()?;
        }
        if self.profiles.iter().flatten().any(|mixture| mixture.error > MAX_ERROR) {
            return None;
        }
        self.profiles.sort_unstable_by(|one, other| other.partial_cmp(one).unwrap_or(std::cmp::Ordering::Equal));
        self.profiles.iter().for_each(|profile| write(profile, payoffs, found));
        Some(Remarks { complete: true, exact: false, continuum: false })
    }
}

fn write(profile: &Profile, payoffs: &[f64], found: &mut ManySolutions) {
    found.probabilities.extend(profile.iter().flat_map(|mixture| [mixture.first, mixture.second]));
    found.error_bound.push(profile.iter().map(|mixture| mixture.error).fold(0.0, f64::max));
    let weight = |number: usize| -> f64 {
        let each = profile.iter().zip(BITS);
        each.map(|(mixture, bit)| if number & bit == 0 { mixture.first } else { mixture.second }).product()
    };
    let weights: [f64; 8] = std::array::from_fn(weight);
    // A profile that is not played has no part in the sum, so that a pure equilibrium has its payoff to the last bit.
    let expected = |own: &[f64]| own.iter().zip(weights).map(|(payoff, weight)| payoff * weight).sum::<f64>();
    found.payoffs.extend(payoffs.chunks_exact(8).map(expected));
}

impl Mixture {
    fn pure(second: bool) -> Self {
        let probability = f64::from(u8::from(second));
        Mixture { first: 1.0 - probability, second: probability, error: 0.0 }
    }

    /// From weights of the same sign, each off by at most `error`.
    fn from_weights(first: f64, second: f64, error: f64) -> Self {
        let (first, second) = (first.abs(), second.abs());
        let total = first + second;
        Mixture { first: first / total, second: second / total, error: 1.1 * 2.0 * error / total + 16.0 * UNIT }
    }
}

impl Gains {
    /// The gains; `None` where one of them is or may be 0, or they are too large or small.
    fn new(payoffs: &[f64], off: &[f64]) -> Option<Self> {
        let mut gains = Gains { gain: [[0.0; 8]; 3], most: [0.0; 3], relative: [0.0; 3] };
        for (player, own) in payoffs.chunks_exact(8).enumerate() {
            let bit = BITS[player];
            for profile in 0..8 {
                gains.gain[player][profile] = own[profile | bit] - own[profile & !bit];
            }
            let size = own.iter().fold(0.0, |most: f64, payoff| most.max(payoff.abs()));
            let most = gains.gain[player].iter().fold(0.0, |most: f64, gain| most.max(gain.abs()));
            let tie = gains.gain[player].iter().any(|gain| gain.abs() <= 2.1 * off[player]);
            if tie || !SPREADS.contains(&most) || size > *SPREADS.end() {
                return None;
            }
            gains.most[player] = most;
            gains.relative[player] = relative(size.max(off[player] / UNIT), most);
            if off[player] > 0.0 && gains.relative[player] * UNIT > MAX_RELATIVE {
                return None;
            }
        }
        Some(gains)
    }

    fn pure(&self, found: &mut Vec<Profile>) {
        let right = |player: usize, profile: usize| (self.gain[player][profile] > 0.0) == (profile & BITS[player] != 0);
        for profile in (0..8).filter(|&profile| (0..3).all(|player| right(player, profile))) {
            found.push(BITS.map(|bit| Mixture::pure(profile & bit != 0)));
        }
    }

    /// The error of a player's gain.
    fn error(&self, player: usize) -> f64 {
        1.05 * UNIT * self.relative[player] * self.most[player]
    }

    /// Bound of a form in products of three gains, one of each player's: `terms` of them, and `sums` for adding up.
    fn product_error(&self, terms: f64, sums: f64) -> f64 {
        let relative: f64 = self.relative.iter().sum();
        1.05 * UNIT * self.most.iter().product::<f64>() * (terms * (relative + 2.0) + sums)
    }

    /// Equilibria in which the two other players mix.
    fn two_mixers(&self, third: usize, found: &mut Vec<Profile>) -> Result<(), Unclear> {
        let (one, two) = ((third + 1) % 3, (third + 2) % 3);
        for base in [0, BITS[third]] {
            // Each makes the other indifferent: the weights are the other's gains.
            let weights = |own: usize, other: usize| [self.gain[other][base | BITS[own]], -self.gain[other][base]];
            let (mine, yours) = (weights(one, two), weights(two, one));
            if (mine[0] > 0.0) != (mine[1] > 0.0) || (yours[0] > 0.0) != (yours[1] > 0.0) {
                continue;
            }
            let term = |a: usize, b: usize| {
                let profile = base + a * BITS[one] + b * BITS[two];
                self.gain[third][profile] * mine[a].abs() * yours[b].abs()
            };
            let gain = term(0, 0) + term(0, 1) + term(1, 0) + term(1, 1);
            if gain.abs() <= self.product_error(4.0, 9.0) {
                return Err(Unclear);
            }
            if (gain > 0.0) == (base != 0) {
                let mut profile = [Mixture::pure(base != 0); 3];
                profile[one] = Mixture::from_weights(mine[0], mine[1], self.error(two));
                profile[two] = Mixture::from_weights(yours[0], yours[1], self.error(one));
                found.push(profile);
            }
        }
        Ok(())
    }

    /// Whether each player's gain has both signs: a dominant strategy is not mixed with.
    fn all_may_mix(&self) -> bool {
        let both = |gain: &[f64; 8]| gain.iter().any(|&g| g > 0.0) && gain.iter().any(|&g| g < 0.0);
        self.gain.iter().all(both)
    }

    /// Equilibria in which all mix.
    fn three_mixers(&self, found: &mut Vec<Profile>) -> Result<(), Unclear> {
        let quadratic = self.quadratic();
        for root in quadratic.positive_roots()? {
            let Some((low, high)) = root else { continue };
            if let Some(profile) = self.at_odds(low, high)? {
                found.push(profile);
            }
        }
        Ok(())
    }

    /// The first two players' gains as linear functions of the third's odds `t`, that is times `1 + t`: for the other's
    /// first strategy, then for the second.
    fn lines(&self, player: usize) -> [[f64; 2]; 2] {
        let other = BITS[1 - player];
        [0, other].map(|at| [self.gain[player][at], self.gain[player][at | BITS[2]]])
    }

    /// The third player's gain in terms of the third's odds, when the others' probabilities are what makes each other
    /// indifferent.
    fn quadratic(&self) -> Quadratic {
        let (first, second) = (self.lines(0), self.lines(1));
        let mut coefficients = [0.0; 3];
        for x in 0..2 {
            for y in 0..2 {
                // The first player's probabilities are as the second's gains, those of the second as the first's.
                let (of_x, of_y) = (second[1 - x], first[1 - y]);
                let gain = self.gain[2][x * BITS[0] + y * BITS[1]];
                let factor = if x == y { gain } else { -gain };
                coefficients[0] += factor * (of_x[0] * of_y[0]);
                coefficients[1] += factor * (of_x[0] * of_y[1]) + factor * (of_x[1] * of_y[0]);
                coefficients[2] += factor * (of_x[1] * of_y[1]);
            }
        }
        let ends = self.product_error(4.0, 9.0);
        let unit = 1.05 * UNIT * self.most.iter().product::<f64>();
        Quadratic { coefficients, bounds: [ends, self.product_error(8.0, 35.0), ends], unit }
    }

    /// The equilibrium with the third player's odds in an interval that holds one root, if the others' probabilities are
    /// between 0 and 1 there.
    fn at_odds(&self, low: f64, high: f64) -> Result<Option<Profile>, Unclear> {
        let (mut signs, mut ends) = ([[Some(0.0); 2]; 2], [[[0.0; 2]; 2]; 2]);
        for player in 0..2 {
            for (number, line) in self.lines(player).iter().enumerate() {
                let values = [low, high].map(|t| line[0] + line[1] * t);
                let bound = self.line_error(player, high);
                let clear = values.iter().all(|value| value.abs() > bound) && (values[0] > 0.0) == (values[1] > 0.0);
                signs[player][number] = clear.then(|| values[0].signum());
                ends[player][number] = values;
            }
        }
        let mixes = signs.map(|[one, two]| one.zip(two).map(|(one, two)| one != two));
        match mixes {
            [Some(false), _] | [_, Some(false)] => Ok(None),
            [Some(true), Some(true)] => Ok(Some(self.profile(low, high, ends))),
            _ => Err(Unclear),
        }
    }

    fn line_error(&self, player: usize, t: f64) -> f64 {
        1.05 * UNIT * self.most[player] * (self.relative[player] + 2.0) * (1.0 + t)
    }

    /// Probabilities are monotone in the odds, so that they lie between those at the ends.
    fn profile(&self, low: f64, high: f64, ends: [[[f64; 2]; 2]; 2]) -> Profile {
        // The other's probability of the second strategy is as the gain at the first.
        let other = |player: usize| {
            let [at_first, at_second] = ends[player];
            let error = self.line_error(player, high);
            between([0, 1].map(|end| Mixture::from_weights(at_second[end], at_first[end], error)))
        };
        [other(1), other(0), between([low, high].map(|t| Mixture::from_weights(1.0, t, 0.0)))]
    }
}

/// The middle of two mixtures.
fn between([one, two]: [Mixture; 2]) -> Mixture {
    let middle = |a: f64, b: f64| a + (b - a) / 2.0;
    let error = one.error.max(two.error) + (one.second - two.second).abs();
    Mixture { first: middle(one.first, two.first), second: middle(one.second, two.second), error }
}

/// `c[0] + c[1] t + c[2] t^2`, each coefficient off by at most its bound.
#[derive(Debug)]
struct Quadratic {
    coefficients: [f64; 3],
    bounds: [f64; 3],
    /// A unit of rounding of a product of three gains; coefficients are below 4, 8 and 4 such products.
    unit: f64,
}

impl Quadratic {
    /// Intervals, each with exactly one root: every positive root is in one.
    fn positive_roots(&self) -> Result<[Option<(f64, f64)>; 2], Unclear> {
        let [c, b, a] = self.coefficients;
        if a.abs() <= self.bounds[2] || c.abs() <= self.bounds[0] {
            return Err(Unclear);
        }
        let crossing = (a > 0.0) != (c > 0.0);
        if !crossing && b.abs() > self.bounds[1] && (b > 0.0) == (a > 0.0) {
            return Ok([None; 2]);
        }
        let (discriminant, error) = (b * b - 4.0 * a * c, self.discriminant_error());
        if discriminant < -error {
            return Ok([None; 2]);
        }
        if discriminant <= error || (!crossing && b.abs() <= self.bounds[1]) {
            return Err(Unclear);
        }
        let root = discriminant.sqrt();
        let sum = -(b + if b >= 0.0 { root } else { -root }) / 2.0;
        let roots = [sum / a, c / sum];
        if crossing {
            let positive = if roots[0] > 0.0 { roots[0] } else { roots[1] };
            return Ok([Some(self.isolate(positive, root)?), None]);
        }
        let (one, two) = (self.isolate(roots[0], root)?, self.isolate(roots[1], root)?);
        if one.1 >= two.0 && two.1 >= one.0 { Err(Unclear) } else { Ok([Some(one), Some(two)]) }
    }

    fn discriminant_error(&self) -> f64 {
        let [c, b, a] = self.coefficients.map(f64::abs);
        let [of_c, of_b, of_a] = self.bounds;
        let propagated = 2.0 * b * of_b + of_b * of_b + 4.0 * (a * of_c + c * of_a + of_a * of_c);
        1.05 * (propagated + 8.0 * UNIT * (b * b + 4.0 * a * c))
    }

    /// An interval around a root, at whose ends the value has different and sure signs.
    fn isolate(&self, root: f64, slope: f64) -> Result<(f64, f64), Unclear> {
        let reach = 4.0 * self.error_at(root) / slope + 8.0 * UNIT * root;
        let (low, high) = (root - reach, root + reach);
        match (self.sign(low), self.sign(high)) {
            (Some(one), Some(two)) if one != two && low > 0.0 => Ok((low, high)),
            _ => Err(Unclear),
        }
    }

    fn sign(&self, t: f64) -> Option<bool> {
        let [c, b, a] = self.coefficients;
        let value = c + t * (b + t * a);
        (value.abs() > self.error_at(t)).then_some(value > 0.0)
    }

    /// The error of the value at `t`: of the coefficients, and of the rounding in Horner's rule.
    fn error_at(&self, t: f64) -> f64 {
        let [of_c, of_b, of_a] = self.bounds;
        of_c + t * (of_b + t * of_a) + self.unit * (8.0 + t * (32.0 + t * 20.0))
    }
}
