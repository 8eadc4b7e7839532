//! Points that meet polynomial inequalities: looked for in floats, checked in fractions.
//!
//! As in local search for satisfiability (Selman, Kautz and Cohen 1994, Noise strategies for improving local search), a
//! move takes an inequality that fails and gives one of its parameters the value at which the fewest inequalities fail. For
//! one parameter the values between the roots of the inequalities are all that there is to choose from.

use super::constraint::{Constraint, Sense};
use crate::number::{Rational, Variable, simplest_between};

/// How many moves are made from one start.
const MOVES: usize = 30;

/// So wide an interval, relative to its ends, is worth while.
const NARROWEST: f64 = 1e-9;

/// A point that meets strict or weak inequalities, looked for from `preferred` and from so many other starts; `None` if none
/// was found, or an equation is among them.
pub(super) fn find_point(constraints: &[Constraint], preferred: &[Rational], starts: u64) -> Option<Vec<Rational>> {
    if constraints.iter().any(|constraint| constraint.sense() == Sense::Zero) {
        return None;
    }
    let floats: Vec<Inequality> = constraints.iter().map(Inequality::new).collect();
    let mut variables: Vec<Variable> = constraints.iter().flat_map(|c| c.polynomial().variables()).collect();
    variables.sort();
    variables.dedup();
    let ends = (0..=starts).filter_map(|number| {
        let start = if number == 0 { preferred.to_vec() } else { spread(&variables, preferred, number) };
        Walk::new(&floats, start).run()
    });
    ends.into_iter().find(|point| constraints.iter().all(|constraint| constraint.holds(point)))
}

/// Points far and near, by number.
fn spread(variables: &[Variable], preferred: &[Rational], number: u64) -> Vec<Rational> {
    let mut point = preferred.to_vec();
    for (position, variable) in variables.iter().enumerate() {
        // Fractional parts of multiples of irrational numbers are spread evenly (Weyl 1916).
        let seed = (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(position as u64);
        let spread = (seed ^ (seed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40;
        let place = &mut point[usize::from(variable.0)];
        *place = match number % 3 {
            0 => Rational::new((spread % 33) as i64 - 16, 2).unwrap_or_default(),
            1 => Rational::new((spread % 63) as i64 + 1, 64).unwrap_or_default(),
            _ => &*place + &Rational::new((spread % 9) as i64 - 4, 2).unwrap_or_default(),
        };
    }
    point
}

/// An inequality `polynomial > 0` in floats.
struct Inequality {
    terms: Vec<(f64, Vec<(usize, i32)>)>,
    variables: Vec<usize>,
}

impl Inequality {
    fn new(constraint: &Constraint) -> Inequality {
        let place = |variable: Variable| usize::from(variable.0);
        let polynomial = constraint.polynomial();
        let powers = |powers: &[(Variable, u32)]| powers.iter().map(|&(v, power)| (place(v), power as i32)).collect();
        let terms = polynomial.terms().iter().map(|(monomial, value)| (value.to_f64(), powers(monomial.powers())));
        Inequality { terms: terms.collect(), variables: polynomial.variables().into_iter().map(place).collect() }
    }

    fn holds(&self, point: &[f64]) -> bool {
        let value = |(factor, powers): &(f64, Vec<(usize, i32)>)| {
            powers.iter().fold(*factor, |product, &(at, power)| product * point[at].powi(power))
        };
        self.terms.iter().map(value).sum::<f64>() > 0.0
    }

    /// The coefficients by powers of one parameter, where the others are known.
    fn along(&self, variable: usize, point: &[f64]) -> Vec<f64> {
        let mut coefficients = vec![0.0; 2];
        for (factor, powers) in &self.terms {
            let (mut own, mut product) = (0, *factor);
            for &(at, power) in powers {
                if at == variable {
                    own = power as usize;
                } else {
                    product *= point[at].powi(power);
                }
            }
            if own >= coefficients.len() {
                coefficients.resize(own + 1, 0.0);
            }
            coefficients[own] += product;
        }
        coefficients
    }
}

/// The real roots of a polynomial up to degree 2; of others none are looked for.
fn roots(coefficients: &[f64]) -> Vec<f64> {
    match *coefficients {
        [constant, slope] if slope != 0.0 => vec![-constant / slope],
        [constant, slope, 0.0] => roots(&[constant, slope]),
        [constant, slope, square] => {
            let under = slope * slope - 4.0 * square * constant;
            if under < 0.0 {
                return Vec::new();
            }
            let half = -0.5 * (slope + under.sqrt().copysign(slope));
            [half / square, constant / half].into_iter().filter(|root| root.is_finite()).collect()
        }
        _ => Vec::new(),
    }
}

/// A change of one parameter.
struct Move {
    variable: usize,
    /// The ends of the interval to go to; infinite where it has none.
    interval: (f64, f64),
    /// How many inequalities would fail.
    fail: usize,
}

/// A search from one start.
struct Walk<'a> {
    inequalities: &'a [Inequality],
    exact: Vec<Rational>,
    point: Vec<f64>,
    /// When each parameter was moved last.
    moved: Vec<usize>,
}

impl<'a> Walk<'a> {
    fn new(inequalities: &'a [Inequality], start: Vec<Rational>) -> Walk<'a> {
        let point: Vec<f64> = start.iter().map(Rational::to_f64).collect();
        Walk { inequalities, moved: vec![0; point.len()], exact: start, point }
    }

    /// The point at which no inequality fails, as far as floats can tell.
    fn run(mut self) -> Option<Vec<Rational>> {
        for number in 0..MOVES {
            let fails = |inequality: &&Inequality| !inequality.holds(&self.point);
            let failing: Vec<&Inequality> = self.inequalities.iter().filter(fails).collect();
            if failing.is_empty() {
                return Some(self.exact);
            }
            // In turn, so that two that want opposite things do not take all moves.
            let chosen = failing[number % failing.len()];
            let moves = chosen.variables.iter().filter_map(|&variable| self.best(variable, chosen));
            // Of equals the parameter that was moved longest ago, so that moves do not undo each other.
            let best = moves.min_by_key(|change| (change.fail, self.moved[change.variable]))?;
            self.moved[best.variable] = number + 1;
            self.go(&best);
        }
        None
    }

    /// The interval for a parameter that meets the chosen inequality and fails the fewest others.
    fn best(&self, variable: usize, chosen: &Inequality) -> Option<Move> {
        let concerned = self.inequalities.iter().filter(|inequality| inequality.variables.contains(&variable));
        let lines: Vec<Vec<f64>> = concerned.map(|inequality| inequality.along(variable, &self.point)).collect();
        let own = chosen.along(variable, &self.point);
        let mut ends: Vec<f64> = lines.iter().flat_map(|line| roots(line)).collect();
        ends.extend([f64::NEG_INFINITY, f64::INFINITY]);
        ends.sort_by(f64::total_cmp);
        let wide = |pair: &(f64, f64)| pair.1 - pair.0 > NARROWEST * (1.0 + pair.0.abs().min(pair.1.abs()));
        let intervals = ends.windows(2).map(|pair| (pair[0], pair[1])).filter(wide);
        let value = |line: &[f64], at: f64| line.iter().rev().fold(0.0, |sum, coefficient| sum * at + coefficient);
        let change = |interval: (f64, f64)| {
            let at = middle(interval);
            let fail = lines.iter().filter(|line| value(line, at) <= 0.0).count();
            (value(&own, at) > 0.0).then_some(Move { variable, interval, fail })
        };
        let distance = |change: &Move| (middle(change.interval) - self.point[variable]).abs();
        let better = |a: &Move, b: &Move| a.fail.cmp(&b.fail).then(distance(a).total_cmp(&distance(b)));
        let before = lines.iter().filter(|line| value(line, self.point[variable]) <= 0.0).count();
        let best = intervals.filter_map(change).min_by(better).or_else(|| self.nearest(variable, &own))?;
        // Counted so that moves of different parameters compare.
        Some(Move { fail: best.fail + self.inequalities.len() - before, ..best })
    }

    /// Where one parameter alone cannot meet an inequality: around the peak of the polynomial, which comes nearest.
    fn nearest(&self, variable: usize, own: &[f64]) -> Option<Move> {
        let [_, slope, square] = *own else { return None };
        let peak = (square < 0.0).then(|| -0.5 * slope / square)?;
        let radius = 0.01 * (1.0 + peak.abs());
        let stays = (peak - self.point[variable]).abs() < radius;
        (!stays).then_some(Move { variable, interval: (peak - radius, peak + radius), fail: self.inequalities.len() })
    }

    fn go(&mut self, change: &Move) {
        let (low, high) = change.interval;
        let inner = match (low.is_finite(), high.is_finite()) {
            (true, true) => (low + 0.2 * (high - low), high - 0.2 * (high - low)),
            _ => change.interval,
        };
        let end = |value: f64| Rational::from_f64_exact(value);
        let value = simplest_between(end(inner.0).as_ref(), end(inner.1).as_ref());
        self.point[change.variable] = value.to_f64();
        self.exact[change.variable] = value;
    }
}

/// A number inside an interval.
fn middle((low, high): (f64, f64)) -> f64 {
    match (low.is_finite(), high.is_finite()) {
        (true, true) => low + 0.5 * (high - low),
        (true, false) => low.floor() + 1.0,
        (false, true) => high.ceil() - 1.0,
        (false, false) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::expression::{Condition, Names};

    const NAMES: [&str; 3] = ["x", "y", "z"];

    fn found(text: &str) -> Option<Vec<Rational>> {
        let condition = Condition::parse(text, &Names(&NAMES)).unwrap();
        let constraints: Vec<Constraint> = condition
            .comparisons
            .iter()
            .map(|c| Constraint::of_comparison(&c.difference(), c.relation).unwrap())
            .collect();
        let point = find_point(&constraints, &[Rational::ONE, Rational::ONE, Rational::ONE], 8)?;
        assert!(constraints.iter().all(|constraint| constraint.holds(&point)), "{text}: {point:?}");
        Some(point)
    }

    #[test]
    fn points_of_open_sets() {
        for text in [
            "x > 3 and y > x and z > y + x",
            "x*y > 10 and x < 2 and y < 7 and x + y < 9",
            "x^2 + y^2 < 1/100 and x > 1/20 and x*y > 0",
            "x < 0 and x*y*z > 5 and y > 0 and z > -20",
            "100*x > 1 and 100*x < 2 and y > 50*x and y < 1",
        ] {
            assert!(found(text).is_some(), "{text}");
        }
    }

    #[test]
    fn no_point_of_an_empty_set_and_none_of_a_curve() {
        assert_eq!(found("x > 1 and x < 1/2"), None);
        assert_eq!(found("x = 1 and y > 2"), None);
    }
}
