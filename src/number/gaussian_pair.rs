//! [`GaussianPair`]: the probability that a normal variable is above a bound and above another variable, proven.
//!
//! With X and Y independent standard normal, P(X > s, X + d > Y) is the integral of φ(t)Φ(t + d) from s to infinity, which is the
//! bivariate normal distribution function at (d/√2, -s) with correlation 1/√2. The integrand is cut into panels; on each it is its
//! Taylor polynomial, with interval coefficients from recurrences and a bound on the rest by Lagrange.

use super::interval::Interval;

/// Half the width of a panel.
const HALF: f64 = 0.25;

/// How many coefficients the polynomial on a panel has.
const ORDER: usize = 28;

/// How far from its peak the integrand is tabulated; it falls at least as fast as exp(-t²/2).
const REACH: f64 = 9.0;

/// The integrand around a point, as the antiderivative's coefficients and a bound on what the polynomial leaves out.
#[derive(Debug, Clone)]
struct Panel {
    centre: f64,
    antiderivative: [Interval; ORDER],
    rest: f64,
}

/// The function N(s) = ∫ φ(t)Φ(t + d) dt from s to infinity for a given d, with bounds that are certain.
///
/// # Complexity
/// A table of some 37 panels is made once; a value then takes two polynomials of degree 28.
#[derive(Debug, Clone)]
pub struct GaussianPair {
    gap: Interval,
    panels: Vec<Panel>,
    /// The integral from the left end of each panel to infinity.
    from_left: Vec<Interval>,
    /// The integral beyond the last panel.
    beyond: Interval,
}

impl GaussianPair {
    /// Tabulates the function for a difference d, of at most some 50 in size: with larger ones floats underflow and bounds get loose.
    pub fn new(gap: Interval) -> GaussianPair {
        let peak = peak(gap.middle());
        let first = ((peak - REACH) / (2.0 * HALF)).floor() * 2.0 * HALF;
        let count = (2.0 * REACH / (2.0 * HALF)) as usize + 1;
        let panels: Vec<Panel> = (0..count).map(|k| Panel::new(first + (2 * k + 1) as f64 * HALF, HALF, gap)).collect();
        let beyond = beyond(first + 2.0 * HALF * count as f64, gap);
        let mut sum = beyond;
        let mut from_left: Vec<Interval> = panels
            .iter()
            .rev()
            .map(|panel| {
                sum = sum + panel.from(panel.centre - HALF);
                sum
            })
            .collect();
        from_left.reverse();
        GaussianPair { gap, panels, from_left, beyond }
    }

    /// N(s) for every s in an interval: it falls as s rises.
    pub fn above(&self, s: Interval) -> Interval {
        if s.lo == s.hi {
            return self.above_point(s.lo);
        }
        // A narrow interval is a point and a step of the integrand's height.
        if s.width() < 1e-9 {
            let middle = s.middle();
            let step = s - Interval::point(middle);
            let near = self.above_point(middle) - step * self.integrand(s);
            return Interval { lo: near.lo.max(0.0), hi: near.hi };
        }
        Interval { lo: self.above_point(s.hi).lo, hi: self.above_point(s.lo).hi }
    }

    /// φ(t)Φ(t + d).
    pub fn integrand(&self, t: Interval) -> Interval {
        t.normal_density() * (t + self.gap).normal_cdf()
    }

    fn above_point(&self, s: f64) -> Interval {
        let left = self.panels[0].centre - HALF;
        if s < left {
            let missing = Interval::point(left).normal_cdf() * (Interval::point(left) + self.gap).normal_cdf();
            return Interval { lo: self.from_left[0].lo, hi: (self.from_left[0] + missing).hi };
        }
        let place = ((s - left) / (2.0 * HALF)) as usize;
        if place >= self.panels.len() {
            return self.far(s);
        }
        let after = self.from_left.get(place + 1).copied().unwrap_or(self.beyond);
        let found = self.panels[place].from(s) + after;
        Interval { lo: found.lo.max(0.0), hi: found.hi }
    }

    /// Beyond the table: panels from s on, while they matter. There the integrand falls by a factor of exp(-4) a panel or faster.
    fn far(&self, s: f64) -> Interval {
        if s > 37.5 {
            return beyond(s, self.gap);
        }
        let half = if s > 20.0 { HALF / 4.0 } else { HALF / 2.0 };
        let (mut sum, mut left) = (Interval::ZERO, s);
        loop {
            let (centre, right) = (left + half, left + 2.0 * half);
            // Ends are floats and centres only near the middle, so that panels are a little wider than twice this.
            let panel = Panel::new(centre, half * (1.0 + 1e-12), self.gap);
            sum = sum + panel.between(left, right);
            let rest = beyond(right, self.gap);
            if rest.hi <= 1e-17 * sum.lo || right > s + 10.0 {
                return Interval { lo: sum.lo.max(0.0), hi: (sum + rest).hi };
            }
            left = right;
        }
    }
}

impl Panel {
    fn new(centre: f64, half: f64, gap: Interval) -> Panel {
        let shifted = Interval::point(centre) + gap;
        let density = density_series(Interval::point(centre));
        let other = density_series(shifted);
        let mut cdf = [Interval::ZERO; ORDER];
        cdf[0] = shifted.normal_cdf();
        for k in 1..ORDER {
            cdf[k] = other[k - 1] * over(k);
        }
        let coefficient = |k: usize| (0..=k).fold(Interval::ZERO, |sum, j| sum + density[j] * cdf[k - j]) * over(k + 1);
        Panel { centre, antiderivative: std::array::from_fn(coefficient), rest: rest(centre, half, gap) }
    }

    /// The integral from a point to the right end of a panel of the table.
    fn from(&self, left: f64) -> Interval {
        self.between(left, self.centre + HALF)
    }

    fn between(&self, left: f64, right: f64) -> Interval {
        let from_centre = |t: f64| Interval::point(t) - Interval::point(self.centre);
        let error = self.rest * (right - left).abs() * (1.0 + 1e-9);
        (self.primitive(from_centre(right)) - self.primitive(from_centre(left))).widened(error)
    }

    fn primitive(&self, v: Interval) -> Interval {
        self.antiderivative.iter().rev().fold(Interval::ZERO, |sum, coefficient| (sum + *coefficient) * v)
    }
}

fn over(k: usize) -> Interval {
    Interval::point(k as f64).reciprocal()
}

/// Taylor coefficients of the density at a point: (n + 1) φ_(n+1) = -(t φ_n + φ_(n-1)).
fn density_series(t: Interval) -> [Interval; ORDER] {
    let mut series = [Interval::ZERO; ORDER];
    series[0] = t.normal_density();
    series[1] = -(t * series[0]);
    for n in 1..ORDER - 1 {
        series[n + 1] = -((t * series[n] + series[n - 1]) * over(n + 1));
    }
    series
}

/// A bound on the rest of the integrand's Taylor polynomial: its next coefficient anywhere on the panel, by the same recurrences in
/// sizes. The terms are positive, so that rounding is covered by a factor.
fn rest(centre: f64, half: f64, gap: Interval) -> f64 {
    let here = Interval::new(centre - half, centre + half).widened(1e-15 * (1.0 + centre.abs()));
    let shifted = here + gap;
    let density = size_series(here);
    let other = size_series(shifted);
    let cdf = |k: usize| if k == 0 { shifted.normal_cdf().hi } else { other[k - 1] / k as f64 };
    let sum: f64 = (0..=ORDER).map(|j| density[j] * cdf(ORDER - j)).sum();
    sum * half.powi(ORDER as i32) * (1.0 + 1e-6) + f64::MIN_POSITIVE
}

fn size_series(t: Interval) -> [f64; ORDER + 1] {
    let mut series = [0.0; ORDER + 1];
    let largest = t.lo.abs().max(t.hi.abs());
    series[0] = t.normal_density().hi;
    series[1] = largest * series[0];
    for n in 1..ORDER {
        series[n + 1] = (largest * series[n] + series[n - 1]) / (n + 1) as f64;
    }
    series
}

/// The integral from t to infinity, roughly. The logarithm of the integrand is concave, so the integral is at most the
/// integrand over its relative slope t - φ(t + d)/Φ(t + d); and at most Φ(-t), as the second factor is at most 1.
fn beyond(t: f64, gap: Interval) -> Interval {
    let point = Interval::point(t);
    let (cdf, tail) = ((point + gap).normal_cdf(), (-point).normal_cdf());
    let height = point.normal_density() * cdf;
    let slope = point - (point + gap).normal_density() * cdf.reciprocal();
    let bound = if slope.lo > 0.0 { (height * slope.reciprocal()).hi } else { f64::INFINITY };
    Interval { lo: 0.0, hi: bound.min(tail.hi) }
}

/// Where the integrand is largest, roughly: t = φ(t + d)/Φ(t + d).
fn peak(gap: f64) -> f64 {
    let hazard = |x: f64| {
        if x < -30.0 { -x } else { (-0.5 * x * x).exp() * 0.398_942 / Interval::point(x).normal_cdf().middle() }
    };
    let (mut low, mut high) = (0.0, gap.abs() + 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if hazard(middle + gap) > middle { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::FRAC_1_SQRT_2;

    use super::*;

    fn pair(gap: f64) -> GaussianPair {
        GaussianPair::new(Interval::point(gap))
    }

    #[test]
    fn holds_the_closed_forms() {
        // Without a gap, X above s and above Y: half of 1 - Φ(s)².
        let equal = pair(0.0);
        for i in -60..60 {
            let s = Interval::point(f64::from(i) * 0.171);
            let found = equal.above(s);
            let tail = (-s).normal_cdf();
            let known = tail * (Interval::point(2.0) - tail) * Interval::point(0.5);
            assert!(found.intersection(known).is_some(), "{s:?} {found:?} {known:?}");
            assert!(found.width() < 1e-12 * known.hi + 1e-20, "{s:?} {found:?}");
        }
        // Without a bound it is Φ(d/√2).
        let root = Interval::new(FRAC_1_SQRT_2.next_down(), FRAC_1_SQRT_2.next_up());
        for gap in [-20.0, -7.3, -0.7, 0.3, 5.0, 20.0] {
            let known = (Interval::point(gap) * root).normal_cdf();
            let found = pair(gap).above(Interval::point(-40.0));
            assert!(found.intersection(known).is_some(), "{gap} {found:?} {known:?}");
            assert!(found.width() < 1e-9 * known.hi + 1e-18, "{gap} {found:?}");
        }
    }

    #[test]
    fn both_orders_add_up() {
        // Either X > s and X + d > Y, or Y - d > s and Y > X + d, or neither is above s.
        for gap in [-9.0, -1.3, 0.4, 3.0] {
            let (one, other) = (pair(gap), pair(-gap));
            for i in -40..60 {
                let s = Interval::point(f64::from(i) * 0.331);
                let shifted = s + Interval::point(gap);
                let sum = one.above(s) + other.above(shifted);
                let (a, b) = ((-s).normal_cdf(), (-shifted).normal_cdf());
                let known = a + b * (Interval::point(1.0) - a);
                assert!(sum.intersection(known).is_some(), "{gap} {s:?} {sum:?} {known:?}");
                assert!(sum.width() < 1e-9 * known.hi + 1e-18, "{gap} {s:?} {sum:?}");
            }
        }
    }

    #[test]
    fn an_interval_holds_its_points() {
        let pair = pair(-0.7);
        for (low, high) in [(-1.0, 2.0), (0.3, 0.3 + 1e-11), (8.0, 13.0), (30.0, 30.0 + 1e-12)] {
            let whole = pair.above(Interval::new(low, high));
            for k in 0..=10 {
                let one = pair.above(Interval::point(low + (high - low) * f64::from(k) / 10.0));
                assert!(whole.lo <= one.hi && one.lo <= whole.hi);
                assert!(
                    whole.lo <= one.lo + 1e-12 * one.lo && one.hi <= whole.hi + 1e-12 * one.hi,
                    "{low} {whole:?} {one:?}"
                );
            }
        }
    }
}
