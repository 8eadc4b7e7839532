//! The best response T to a threshold, with its first two derivatives, on intervals.
//!
//! With N = P(W_A + e > c, W_A + e > a + g), M = P(a + g > c, a + g > W_A + e) and pF = N/(N + M), B's threshold is
//! T = W_B - C_B + (V_B - C_B) M/N, at c = V_A + (S_A - V_A)/Φ(x).

use std::cmp::Ordering;

use super::{CrisisEquilibrium, CrisisGame, LOWEST};
use crate::number::{GaussianPair, Interval, Rational};

/// The utilities around their exact values, with tables of N and M.
pub(super) struct Response {
    pub c_b: Interval,
    base: Interval,
    stake: Interval,
    status_quo: Interval,
    v_a: Interval,
    w_a: Interval,
    a: Interval,
    /// S_A - V_A.
    patience: Interval,
    fights: GaussianPair,
    yields: GaussianPair,
    /// The signs of V_B - C_B, S_A - V_A and a - W_A: the last is that of the slope of M/N.
    stake_sign: Ordering,
    patience_sign: Ordering,
    ratio_sign: Ordering,
}

fn sign(a: &Rational, b: &Rational) -> Ordering {
    a.cmp(b)
}

/// Keeps of an interval what has the sign.
fn with_sign(value: Interval, sign: Ordering) -> Interval {
    match sign {
        Ordering::Greater => Interval { lo: value.lo.max(0.0), hi: value.hi.max(0.0) },
        Ordering::Less => Interval { lo: value.lo.min(0.0), hi: value.hi.min(0.0) },
        Ordering::Equal => Interval::ZERO,
    }
}

fn product(signs: [Ordering; 3]) -> Ordering {
    signs.iter().fold(Ordering::Greater, |product, sign| match sign {
        Ordering::Greater => product,
        Ordering::Less => product.reverse(),
        Ordering::Equal => Ordering::Equal,
    })
}

impl Response {
    pub fn new(game: &CrisisGame) -> Response {
        let around = Interval::around;
        let gap = around(&(&game.w_a - &game.a));
        Response {
            c_b: around(&game.c_b),
            base: around(&(&game.w_b - &game.c_b)),
            stake: around(&(&game.v_b - &game.c_b)),
            status_quo: around(&game.s_a),
            v_a: around(&game.v_a),
            w_a: around(&game.w_a),
            a: around(&game.a),
            patience: around(&(&game.s_a - &game.v_a)),
            fights: GaussianPair::new(gap),
            yields: GaussianPair::new(-gap),
            stake_sign: sign(&game.v_b, &game.c_b),
            patience_sign: sign(&game.s_a, &game.v_a),
            ratio_sign: sign(&game.a, &game.w_a),
        }
    }

    /// The sign of T': c falls with x where S_A > V_A.
    pub fn slope_sign(&self) -> Ordering {
        product([self.stake_sign, self.patience_sign.reverse(), self.ratio_sign])
    }

    /// The value of T where it does not depend on x.
    pub fn constant(&self) -> Option<Interval> {
        (self.slope_sign() == Ordering::Equal).then(|| self.value(Interval::ZERO))
    }

    /// Where fixed points can be: between the values of T at both ends of the line.
    pub fn range(&self) -> Interval {
        let at_one = self.at_bound(self.status_quo);
        let at_zero = match (self.patience_sign, self.ratio_sign) {
            // c goes to infinity, and the option with the larger mean takes all.
            (Ordering::Greater, Ordering::Greater) if self.stake_sign == Ordering::Greater => {
                Interval::point(f64::INFINITY)
            }
            (Ordering::Greater, Ordering::Greater) => Interval::point(f64::NEG_INFINITY),
            (Ordering::Greater, _) => self.base,
            _ => self.at_bound(Interval::point(f64::MIN / 4.0)),
        };
        let Interval { lo, hi } = at_zero.hull(at_one);
        // A falling T is highest at the lower end.
        let hi = if hi == f64::INFINITY { self.value(Interval::point(lo.max(LOWEST))).hi } else { hi };
        Interval { lo, hi }
    }

    /// T where A's bound is c.
    fn at_bound(&self, c: Interval) -> Interval {
        self.base + self.stake * self.ratio(c)
    }

    /// c, the value that a fight or backing down must have for A to challenge.
    fn bound(&self, x: Interval) -> Interval {
        if self.patience_sign == Ordering::Equal {
            return self.v_a;
        }
        self.v_a + with_sign(self.patience * x.normal_cdf().reciprocal(), self.patience_sign)
    }

    /// M/N, which is monotone in c.
    fn ratio(&self, c: Interval) -> Interval {
        match self.ratio_sign {
            Ordering::Greater => Interval { lo: self.ratio_at(c.lo).lo, hi: self.ratio_at(c.hi).hi },
            Ordering::Less => Interval { lo: self.ratio_at(c.hi).lo, hi: self.ratio_at(c.lo).hi },
            Ordering::Equal => Interval::point(1.0),
        }
    }

    fn ratio_at(&self, c: f64) -> Interval {
        let c = Interval::point(c);
        let (fights, yields) = (self.fights.above(c - self.w_a), self.yields.above(c - self.a));
        let found = yields * fights.reciprocal();
        let found = Interval { lo: found.lo.max(0.0), hi: found.hi };
        if c.lo <= self.w_a.hi.max(self.a.hi) {
            return found;
        }
        // Where floats end: the ratio is on this side of that of the densities at c, as the latter is monotone.
        let local = self.density_ratio(c);
        match self.ratio_sign {
            Ordering::Less => Interval { lo: found.lo, hi: found.hi.min(local.hi) },
            _ => Interval { lo: found.lo.max(local.lo), hi: found.hi },
        }
    }

    /// φ(c - a)Φ(c - W_A) / (φ(c - W_A)Φ(c - a)), for c above both.
    fn density_ratio(&self, c: Interval) -> Interval {
        let half = Interval::point(0.5);
        let exponent = (self.a - self.w_a) * (c - (self.a + self.w_a) * half);
        exponent.exp() * (c - self.w_a).normal_cdf() * (c - self.a).normal_cdf().reciprocal()
    }

    /// T on a piece of the line.
    pub fn value(&self, x: Interval) -> Interval {
        if self.stake_sign == Ordering::Equal {
            return self.base;
        }
        self.at_bound(self.bound(x))
    }

    /// W_B that makes x a fixed point.
    pub fn fight_value(&self, x: Interval) -> Interval {
        x + self.c_b - self.stake * self.ratio(self.bound(x))
    }

    /// T' on a piece of the line.
    pub fn slope(&self, x: Interval) -> Interval {
        if self.slope_sign() == Ordering::Equal {
            return Interval::ZERO;
        }
        with_sign(self.stake * self.derivatives(x)[0], self.slope_sign())
    }

    /// T'' on a piece of the line.
    pub fn bend(&self, x: Interval) -> Interval {
        self.stake * self.derivatives(x)[1]
    }

    /// The first two derivatives of M/N by x.
    fn derivatives(&self, x: Interval) -> [Interval; 2] {
        let c = self.bound(x);
        let (of_fight, of_yield) = (c - self.w_a, c - self.a);
        let ratio = self.ratio(c);
        // Hazards: N' = -h N and M' = -k M, so (M/N)' = (h - k) M/N.
        let fight = tail_hazard(&self.fights, of_fight, of_yield);
        let yielding = tail_hazard(&self.yields, of_yield, of_fight);
        let first = with_sign((fight - yielding) * ratio, self.ratio_sign);
        // The densities fall at the rates s - φ(t)/Φ(t) and t - φ(s)/Φ(s), with s = c - W_A and t = c - a.
        let (fight_rate, yield_rate) = (of_fight - hazard(of_yield), of_yield - hazard(of_fight));
        let second = (yield_rate * yielding - fight_rate * fight) * ratio + fight * first * Interval::point(2.0);
        let [slope, bend] = self.bound_derivatives(x);
        [first * slope, second * slope.square() + first * bend]
    }

    /// The first two derivatives of c by x.
    fn bound_derivatives(&self, x: Interval) -> [Interval; 2] {
        let over = x.normal_cdf().reciprocal();
        let hazard = x.normal_density() * over;
        let unit = with_sign(self.patience * over * hazard, self.patience_sign);
        [-unit, unit * (x + hazard * Interval::point(2.0))]
    }

    /// The equilibrium at a fixed point.
    pub fn equilibrium(&self, threshold: Interval) -> CrisisEquilibrium {
        let c = self.bound(threshold);
        let (of_fight, of_yield) = (c - self.w_a, c - self.a);
        let (fights, yields) = (self.fights.above(of_fight), self.yields.above(of_yield));
        let (resist, concede) = (threshold.normal_cdf(), (-threshold).normal_cdf());
        let challenge = fights + yields;
        let one = Interval::point(1.0);
        CrisisEquilibrium {
            threshold,
            resist,
            challenge: probability(challenge),
            fight: probability((one + self.ratio(c)).reciprocal()),
            outcomes: [
                probability(of_fight.normal_cdf() * of_yield.normal_cdf()),
                probability(challenge * concede),
                probability(fights * resist),
                probability(yields * resist),
            ],
            multiplier: self.slope(threshold),
        }
    }
}

fn probability(value: Interval) -> Interval {
    Interval { lo: value.lo.clamp(0.0, 1.0), hi: value.hi.clamp(0.0, 1.0) }
}

/// φ(x)/Φ(x), which falls with x.
fn hazard(x: Interval) -> Interval {
    let at = |x: f64| {
        let point = Interval::point(x);
        match x < -30.0 {
            // Between -x and -x + 1/(-x).
            true => Interval { lo: -x, hi: ((-point).reciprocal() - point).hi },
            false => point.normal_density() * point.normal_cdf().reciprocal(),
        }
    };
    Interval { lo: at(x.hi).lo.max(0.0), hi: at(x.lo).hi }
}

/// The integrand over its integral from `s` on. Its logarithm is concave, with second derivatives between -2 and -1, so that this lies between
/// the rate g at which it falls and g + 2/g.
fn tail_hazard(pair: &GaussianPair, s: Interval, other: Interval) -> Interval {
    let direct = pair.integrand(s) * pair.above(s).reciprocal();
    let rate = s - hazard(other);
    let direct = Interval { lo: direct.lo.max(0.0).max(rate.lo), hi: direct.hi };
    if rate.lo > 0.0 {
        let most = Interval::point(rate.hi) + Interval::point(rate.lo).reciprocal() * Interval::point(2.0);
        return Interval { lo: direct.lo, hi: direct.hi.min(most.hi) };
    }
    direct
}
