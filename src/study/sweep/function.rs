//! [`Function`]: a payoff or probability compiled for arrays of parameter values, with a proven bound on its rounding.

use super::block::Inputs;
use crate::number::{Polynomial, Rational, RationalFunction, Variable};

/// The unit of rounding: half the distance from 1 to the next float.
pub(super) const UNIT: f64 = f64::EPSILON / 2.0;

/// A margin for terms of second order, and for rounding in the bounds themselves.
const MARGIN: f64 = 1.05;

/// Products stay between these, so that none overflows or loses bits to underflow.
const LEAST: f64 = 1e-280;
const MOST: f64 = 1e280;

/// Whole numbers up to this are floats.
const MAX_WHOLE: f64 = (1u64 << f64::MANTISSA_DIGITS) as f64;

/// A denominator must exceed its error by this factor, else a point is left to exact arithmetic.
const CLEAR: f64 = (1u64 << 20) as f64;

/// What is known of a function's values over a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bound {
    /// How far a value may be off; 0 where nothing was rounded.
    pub(super) error: f64,
    /// No value is larger than this, without its sign.
    pub(super) size: f64,
}

impl Bound {
    /// Nothing is known.
    pub(super) const UNKNOWN: Bound = Bound { error: f64::INFINITY, size: f64::INFINITY };

    fn checked(self) -> Bound {
        if self.error.is_finite() && self.size <= MOST { self } else { Bound::UNKNOWN }
    }
}

/// A ratio of polynomials in the parameters that vary.
#[derive(Debug, Clone)]
pub(super) struct Function {
    numerator: Sum,
    denominator: Option<Sum>,
}

/// A polynomial in floats.
#[derive(Debug, Clone)]
struct Sum {
    terms: Vec<Term>,
    /// Roundings that a value goes through at most.
    roundings: f64,
    /// Whether all coefficients are whole numbers that floats hold.
    whole: bool,
}

#[derive(Debug, Clone)]
struct Term {
    coefficient: f64,
    powers: Vec<(usize, u32)>,
}

impl Function {
    /// Compiles a function; `axis` says which axis a parameter moves with, `base` the values of the others. `None` where
    /// the denominator is 0 whatever the others are, or a number is out of the range of floats.
    pub(super) fn new(function: &RationalFunction, axis: &[Option<usize>], base: &[Rational]) -> Option<Function> {
        let fixed = |variable: Variable| {
            let index = usize::from(variable.0);
            if axis[index].is_some() { None } else { Some(base[index].clone()) }
        };
        let (numerator, denominator) =
            (function.numerator().with_values(fixed), function.denominator().with_values(fixed));
        if denominator.is_zero() {
            return None;
        }
        match denominator.as_constant() {
            Some(constant) => {
                let numerator = numerator.scale(&Rational::ONE.checked_div(&constant)?);
                Some(Function { numerator: Sum::new(&numerator, axis)?, denominator: None })
            }
            None => Some(Function {
                numerator: Sum::new(&numerator, axis)?,
                denominator: Some(Sum::new(&denominator, axis)?),
            }),
        }
    }

    /// Whether the function is the same at every point.
    pub(super) fn is_constant(&self) -> bool {
        self.denominator.is_none() && self.numerator.terms.iter().all(|term| term.powers.is_empty())
    }

    /// The values over a block, as far as `into` goes, and their bound. Points where the denominator is too near to 0 are
    /// marked in `open`, and the bound does not hold there.
    pub(super) fn evaluate(&self, inputs: &Inputs, scratch: &mut Scratch, into: &mut [f64], open: &mut [u8]) -> Bound {
        let numerator = self.numerator.evaluate(inputs, &mut scratch.term, into);
        let Some(denominator) = &self.denominator else { return numerator };
        let below = &mut scratch.denominator[..into.len()];
        let bound = denominator.evaluate(inputs, &mut scratch.term, below);
        if !(numerator.error.is_finite() && bound.error.is_finite()) {
            return Bound::UNKNOWN;
        }
        divide(numerator, bound, into, below, open).checked()
    }
}

/// Divides by a denominator: `|n/d - N/D| <= (|n - N| + |n/d| |d - D|) / |D|`, and the division rounds once.
fn divide(numerator: Bound, bound: Bound, into: &mut [f64], below: &[f64], open: &mut [u8]) -> Bound {
    let least = CLEAR * bound.error.max(LEAST);
    let (mut error, mut size) = (0.0f64, 0.0f64);
    for ((value, &divisor), open) in into.iter_mut().zip(below).zip(open) {
        if divisor.abs() <= least {
            (*value, *open) = (0.0, 1);
            continue;
        }
        *value /= divisor;
        let own = (numerator.error + value.abs() * bound.error) / (divisor.abs() - bound.error);
        (error, size) = (error.max(own + UNIT * value.abs()), size.max(value.abs()));
    }
    Bound { error: MARGIN * error + LEAST, size: size + MARGIN * error }
}

/// Room that evaluations share.
#[derive(Debug)]
pub(super) struct Scratch {
    term: Vec<f64>,
    denominator: Vec<f64>,
}

impl Scratch {
    pub(super) fn new(block: usize) -> Scratch {
        Scratch { term: vec![0.0; block], denominator: vec![0.0; block] }
    }
}

impl Sum {
    fn new(polynomial: &Polynomial, axis: &[Option<usize>]) -> Option<Sum> {
        let mut whole = true;
        let mut terms = Vec::with_capacity(polynomial.terms().len());
        for (monomial, exact) in polynomial.terms() {
            let coefficient = exact.to_f64();
            if !(LEAST..=MOST).contains(&coefficient.abs()) {
                return None;
            }
            whole &= exact.is_integer() && coefficient.abs() <= MAX_WHOLE;
            let power = |&(variable, exponent): &(Variable, u32)| Some((axis[usize::from(variable.0)]?, exponent));
            terms.push(Term { coefficient, powers: monomial.powers().iter().map(power).collect::<Option<_>>()? });
        }
        // Each factor is read with one rounding and multiplied with another, and every term is added.
        let degree = terms.iter().map(Term::degree).max().unwrap_or(0);
        let roundings = 2.0 * degree as f64 + 1.0 + terms.len() as f64;
        (roundings < 1e6).then_some(Sum { terms, roundings, whole })
    }

    fn evaluate(&self, inputs: &Inputs, scratch: &mut [f64], into: &mut [f64]) -> Bound {
        into.fill(0.0);
        for term in &self.terms {
            match term.powers[..] {
                [] => into.iter_mut().for_each(|value| *value += term.coefficient),
                [(axis, 1)] => {
                    let column = &inputs.columns[axis][..into.len()];
                    into.iter_mut().zip(column).for_each(|(value, x)| *value += term.coefficient * x);
                }
                _ => term.add(inputs, &mut scratch[..into.len()], into),
            }
        }
        self.bound(inputs)
    }

    /// With `k` roundings a value is off by at most `k` units times the sum of the terms' sizes.
    fn bound(&self, inputs: &Inputs) -> Bound {
        let (mut size, mut safe) = (0.0, true);
        for term in &self.terms {
            let (least, most, own) = term.extent(inputs);
            safe &= least >= LEAST && most <= MOST;
            size += own;
        }
        size *= MARGIN;
        let exact = self.whole && size <= MAX_WHOLE && self.axes().all(|axis| inputs.extents[axis].whole);
        match (safe, exact) {
            (false, _) => Bound::UNKNOWN,
            (true, true) => Bound { error: 0.0, size },
            (true, false) => Bound { error: MARGIN * UNIT * self.roundings * size, size }.checked(),
        }
    }

    fn axes(&self) -> impl Iterator<Item = usize> + '_ {
        self.terms.iter().flat_map(|term| term.powers.iter().map(|(axis, _)| *axis))
    }
}

impl Term {
    fn degree(&self) -> u64 {
        self.powers.iter().map(|(_, exponent)| u64::from(*exponent)).sum()
    }

    fn add(&self, inputs: &Inputs, scratch: &mut [f64], into: &mut [f64]) {
        scratch.fill(self.coefficient);
        for &(axis, exponent) in &self.powers {
            let column = &inputs.columns[axis][..into.len()];
            for _ in 0..exponent {
                scratch.iter_mut().zip(column).for_each(|(product, x)| *product *= x);
            }
        }
        into.iter_mut().zip(scratch).for_each(|(value, product)| *value += *product);
    }

    /// Bounds on the products on the way to the term, from below (but for 0) and from above, and on the term itself.
    fn extent(&self, inputs: &Inputs) -> (f64, f64, f64) {
        let own = self.coefficient.abs();
        let (mut least, mut most, mut size) = (own.min(1.0), own.max(1.0), own);
        for &(axis, exponent) in &self.powers {
            let (extent, exponent) = (&inputs.extents[axis], exponent.min(1 << 20) as i32);
            least *= extent.least.min(1.0).powi(exponent);
            most *= extent.most.max(1.0).powi(exponent);
            size *= extent.most.powi(exponent);
        }
        (least, most, size)
    }
}

#[cfg(test)]
mod tests {
    use super::super::points::{Points, Values};
    use super::*;
    use crate::model::expression::{Names, compile};
    use crate::random::Random;

    impl Random {
        /// A number of one of many sizes, whole ones and short decimals among them.
        fn number(&mut self) -> f64 {
            let sign = if self.below(2) == 0 { 1.0 } else { -1.0 };
            let whole = self.below(1000) as f64;
            sign * match self.below(5) {
                0 => whole,
                1 => whole / 100.0,
                2 => self.next() as f64 / u64::MAX as f64,
                3 => self.next() as f64 * 10f64.powi(self.below(60) as i32 - 40),
                _ => 0.0,
            }
        }

        fn polynomial(&mut self) -> String {
            let parts = if self.below(2) == 0 { 1 } else { 9 };
            let terms = (0..=self.below(4)).map(|_| {
                let powers = ["x", "y"].map(|name| format!("{name}^{}", self.below(4))).join("*");
                format!("{}/{}*{powers}", self.below(2_000) as i64 - 1_000, 1 + self.below(parts))
            });
            terms.collect::<Vec<_>>().join(" + ")
        }
    }

    /// Evaluates a function at some points and compares with exact values; tells how many were decided, and how many exactly.
    fn check(text: &str, xs: &[f64], ys: &[f64]) -> (usize, usize) {
        let Ok(function) = compile(text, &Names(&["x", "y"])) else { return (0, 0) };
        let axes = [Some(0), Some(1)];
        let Some(compiled) = Function::new(&function, &axes, &[]) else { return (0, 0) };
        let columns = [("x", xs), ("y", ys)].map(|(name, own)| (name.to_owned(), Values::Floats(own.to_vec())));
        let points = Points::rows(columns).unwrap();
        let mut inputs = Inputs::new(&points, xs.len());
        inputs.load(&points, 0..xs.len());
        let (mut values, mut open) = (vec![0.0; xs.len()], vec![0; xs.len()]);
        let bound = compiled.evaluate(&inputs, &mut Scratch::new(xs.len()), &mut values, &mut open);
        if bound == Bound::UNKNOWN {
            return (0, 0);
        }
        let mut decided = 0;
        for point in (0..xs.len()).filter(|&point| open[point] == 0) {
            let exact = function.evaluate(&[points.value(0, point), points.value(1, point)]);
            let exact = exact.expect("a denominator that is 0 leaves the point open");
            let off = &Rational::from_f64_exact(values[point]).unwrap() - &exact;
            let most = Rational::from_f64_exact(bound.error).unwrap();
            assert!(off.abs() <= most, "{text} at {}, {}: {} is off by {off}", xs[point], ys[point], values[point]);
            assert!(
                exact.abs() <= Rational::from_f64_exact(bound.size).unwrap(),
                "{text}: {exact} is over {}",
                bound.size
            );
            decided += 1;
        }
        (decided, if bound.error == 0.0 { decided } else { 0 })
    }

    #[test]
    fn no_value_is_off_by_more_than_its_bound() {
        let mut dice = Random(3);
        let (mut decided, mut exact, mut points) = (0, 0, 0);
        for round in 0..3_000 {
            let text = match round % 3 {
                0 => dice.polynomial(),
                1 => format!("({})/({})", dice.polynomial(), dice.polynomial()),
                // Large terms that cancel.
                _ => format!("1000000*(x - y)*({}) + x/3 - y/3", dice.polynomial()),
            };
            let numbers = |dice: &mut Random| -> Vec<f64> {
                let whole = dice.below(3) == 0;
                (0..6).map(|_| if whole { dice.below(50) as f64 - 25.0 } else { dice.number() }).collect()
            };
            let (xs, mut ys) = (numbers(&mut dice), numbers(&mut dice));
            if round % 2 == 0 {
                ys = xs.iter().map(|x| if dice.below(2) == 0 { *x } else { f64::from_bits(x.to_bits() ^ 1) }).collect();
            }
            let (own, own_exact) = check(&text, &xs, &ys);
            (decided, exact, points) = (decided + own, exact + own_exact, points + xs.len());
        }
        // The test would be empty if nearly everything were left open.
        assert!(decided * 2 > points && exact > 200, "{decided} of {points} were decided, {exact} exactly");
    }

    #[test]
    fn whole_numbers_are_exact() {
        assert_eq!(check("3*x^2 - 7*y", &[1.0, 5.0, -40.0], &[2.0, 0.0, 1e6]), (3, 3));
        assert_eq!(check("3*x^2 - y/2", &[1.0, 5.0], &[2.0, 0.0]), (2, 0));
        assert_eq!(check("1/(x - y)", &[1.0, 5.0], &[1.0, 4.0]), (1, 0));
        // What floats cannot hold is left open.
        assert_eq!(check("x^300", &[1e3], &[0.0]), (0, 0));
        assert_eq!(check("x", &[1e-300], &[0.0]), (0, 0));
    }
}
