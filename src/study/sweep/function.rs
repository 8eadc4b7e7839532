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
