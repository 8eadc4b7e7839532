//! Whether polynomial constraints can be met, decided by taking out one parameter after another.
//!
//! A parameter that occurs in no power above the first is taken out as Fourier (1826) and Motzkin (1936) do: a value for
//! it exists where every lower bound is below every upper bound. Bounds are ratios here, and where the sign of a
//! denominator is open, each sign is a case of its own (as in Loos and Weispfenning 1993, doi:10.1093/comjnl/36.5.450).
//! What is left at the end is a question about one parameter, which its real roots settle.

use std::collections::HashMap;

use super::constraint::{Constraint, Sense};
use super::linear::{Linear, linear};
use super::points::find_point;
use super::signs::Signs;
use super::univariate::{Value, find_value};

use crate::number::{Monomial, Polynomial, Rational, Variable, factors, simplest_between};
use crate::solve::Interrupt;

/// What is known of a system of constraints.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// No point meets them all: proven.
    Empty,
    /// This point does; parameters that do not matter are as they were in the point given.
    Point(Vec<Rational>),
    /// Some point with irrational coordinates does: proven, without the point.
    Irrational,
    /// Neither a point nor a proof was found within the limits.
    Open,
}

/// The work that one question may take: the terms of all systems that it leads to, long coefficients counting more.
const EFFORT: usize = 6_000;

/// So many bits of a coefficient count as much as another term.
const WORD: usize = 128;

/// From how many starts a point is looked for before a proof is.
const FEW: u64 = 3;

/// From how many starts a point is looked for where neither was found.
const MANY: u64 = 40;

/// How deep cases may lie within cases.
const MAX_DEPTH: usize = 80;

/// The most constraints of a system on the way.
const MAX_CONSTRAINTS: usize = 120;

/// Decides whether some point meets all constraints, near `preferred` where that is easy; leaves it open when interrupted.
pub fn decide(constraints: &[Constraint], preferred: &[Rational], interrupt: &Interrupt) -> Answer {
    if constraints.iter().all(|constraint| constraint.holds(preferred)) {
        return Answer::Point(preferred.to_vec());
    }
    if interrupt.must_stop() {
        return Answer::Open;
    }
    let affine = constraints.iter().all(|constraint| constraint.polynomial().degree() < 2);
    if let Some(point) = (!affine).then(|| find_point(constraints, preferred, FEW)).flatten() {
        return Answer::Point(point);
    }
    let mut elimination = Elimination { preferred, effort: EFFORT, depth: 0, factors: HashMap::new(), interrupt };
    match elimination.decide(constraints.to_vec()) {
        Answer::Open if !interrupt.must_stop() => {
            find_point(constraints, preferred, MANY).map_or(Answer::Open, Answer::Point)
        }
        answer => answer,
    }
}

struct Elimination<'a> {
    preferred: &'a [Rational],
    interrupt: &'a Interrupt,
    effort: usize,
    depth: usize,
    /// The factors of polynomials met before.
    factors: HashMap<Polynomial, Vec<(Polynomial, u32)>>,
}

impl Elimination<'_> {
    fn decide(&mut self, constraints: Vec<Constraint>) -> Answer {
        if self.interrupt.must_stop() {
            return Answer::Open;
        }
        let signs = Signs::of(&constraints);
        let shorter = constraints.iter().map(|constraint| self.shorten(constraint, &constraints, &signs));
        let Some(constraints) = tidy(shorter.collect()) else { return Answer::Empty };
        if constraints.is_empty() {
            return Answer::Point(self.preferred.to_vec());
        }
        let work: usize = constraints.iter().map(|constraint| work(constraint.polynomial())).sum();
        if work > self.effort || self.depth >= MAX_DEPTH || constraints.len() > MAX_CONSTRAINTS {
            return Answer::Open;
        }
        self.effort -= work;
        match linear(&constraints) {
            Linear::Empty => return Answer::Empty,
            Linear::Values(values) => {
                if let Some(point) = self.guess(&constraints, &values) {
                    return Answer::Point(point);
                }
            }
        }
        self.depth += 1;
        let answer = match self.choose(&constraints) {
            Choice::Last(variable) => self.last(&constraints, variable),
            Choice::Linear(variable) => self.take_out(constraints, variable),
            Choice::None => match self.open_factor(&constraints) {
                Some(factor) => self.split(constraints, &factor),
                None => Answer::Open,
            },
        };
        self.depth -= 1;
        answer
    }

    /// A constraint without the factors whose sign is known.
    fn shorten(&mut self, constraint: &Constraint, constraints: &[Constraint], signs: &Signs) -> Constraint {
        if constraint.polynomial().degree() < 2 {
            return constraint.clone();
        }
        let lead = constraint.polynomial().leading_coefficient().signum();
        let mut rest = Polynomial::from(Rational::from(i64::from(lead)));
        let found = self.factors_of(constraint.polynomial());
        if let [(_, 1)] = found {
            return constraint.clone();
        }
        for (factor, count) in found {
            match sign_of(factor, constraints, signs) {
                Some(sign) => rest = rest.scale(&i64::from(sign.pow(*count)).into()),
                None if count % 2 == 1 => rest = &rest * factor,
                // An even power is positive or 0.
                None if constraint.sense() == Sense::Positive => rest = &rest * &factor.pow(2),
                None if constraint.sense() == Sense::Zero => rest = &rest * factor,
                None => rest = &rest * &factor.pow(2),
            }
        }
        Constraint::new(&rest, constraint.sense())
    }

    fn factors_of(&mut self, polynomial: &Polynomial) -> &[(Polynomial, u32)] {
        self.factors.entry(polynomial.clone()).or_insert_with(|| factors(polynomial))
    }

    /// A factor on whose sign a constraint depends.
    fn open_factor(&mut self, constraints: &[Constraint]) -> Option<Polynomial> {
        constraints.iter().find_map(|constraint| {
            let found = self.factors_of(constraint.polynomial());
            (found.len() > 1 || found.iter().any(|(_, count)| *count > 1)).then(|| found[0].0.clone())
        })
    }

    /// The point of the linear view, if it is one.
    fn guess(&self, constraints: &[Constraint], values: &[(Monomial, Rational)]) -> Option<Vec<Rational>> {
        let mut point = self.preferred.to_vec();
        for (monomial, value) in values {
            if let [(variable, 1)] = monomial.powers() {
                point[usize::from(variable.0)] = value.clone();
            }
        }
        constraints.iter().all(|constraint| constraint.holds(&point)).then_some(point)
    }

    /// The parameter that is taken out next: of those that occur linearly, the one with the fewest new constraints.
    fn choose(&self, constraints: &[Constraint]) -> Choice {
        let mut variables: Vec<Variable> = constraints.iter().flat_map(|c| c.polynomial().variables()).collect();
        variables.sort();
        variables.dedup();
        if let [only] = variables[..] {
            return Choice::Last(only);
        }
        let linear = |variable: &Variable| constraints.iter().all(|c| c.polynomial().degree_in(*variable) <= 1);
        let best = variables.into_iter().filter(linear).min_by_key(|&variable| cost(constraints, variable));
        best.map_or(Choice::None, Choice::Linear)
    }

    fn last(&self, constraints: &[Constraint], variable: Variable) -> Answer {
        let index = usize::from(variable.0);
        match find_value(constraints, variable, &self.preferred[index]) {
            Value::At(value) => {
                let mut point = self.preferred.to_vec();
                point[index] = value;
                Answer::Point(point)
            }
            Value::Irrational => Answer::Irrational,
            Value::Nowhere => Answer::Empty,
        }
    }

    /// Takes out a parameter that occurs linearly, once the signs of its coefficients are known.
    fn take_out(&mut self, constraints: Vec<Constraint>, variable: Variable) -> Answer {
        let signs = Signs::of(&constraints);
        let mut bounds = Vec::new();
        for constraint in constraints.iter().filter(|c| c.polynomial().degree_in(variable) > 0) {
            let coefficients = constraint.polynomial().coefficients_in(variable);
            let (rest, slope) = (coefficients[0].clone(), coefficients[1].clone());
            match sign_of(&slope, &constraints, &signs) {
                Some(sign) => bounds.push(Bound { slope, rest, sign, sense: constraint.sense() }),
                None => return self.split(constraints, &slope),
            }
        }
        let others = constraints.iter().filter(|c| c.polynomial().degree_in(variable) == 0).cloned();
        let projected: Vec<Constraint> = others.chain(combine(&bounds)).collect();
        match self.decide(projected) {
            Answer::Point(point) => self.lift(point, &constraints, variable),
            other => other,
        }
    }

    /// Looks at each sign of a polynomial as a case of its own.
    fn split(&mut self, constraints: Vec<Constraint>, polynomial: &Polynomial) -> Answer {
        let cases = [
            Constraint::new(polynomial, Sense::Positive),
            Constraint::new(&-polynomial, Sense::Positive),
            Constraint::new(polynomial, Sense::Zero),
        ];
        let mut answer = Answer::Empty;
        for case in cases {
            let simpler = constraints.iter().map(|constraint| under(constraint, &case)).chain([case.clone()]);
            match self.decide(simpler.collect()) {
                Answer::Point(point) => return Answer::Point(point),
                Answer::Empty => {}
                Answer::Irrational => answer = Answer::Irrational,
                Answer::Open if answer == Answer::Empty => answer = Answer::Open,
                Answer::Open => {}
            }
        }
        answer
    }

    /// A value for the parameter taken out, where the others are known.
    fn lift(&self, mut point: Vec<Rational>, constraints: &[Constraint], variable: Variable) -> Answer {
        let index = usize::from(variable.0);
        let (mut low, mut high): (Option<Rational>, Option<Rational>) = (None, None);
        for constraint in constraints {
            let coefficients = constraint.polynomial().coefficients_in(variable);
            let value = |p: Option<&Polynomial>| p.and_then(|p| p.evaluate(&point)).unwrap_or_default();
            let (rest, slope) = (value(coefficients.first()), value(coefficients.get(1)));
            let Some(bound) = (-rest).checked_div(&slope) else { continue };
            if slope.is_positive() || constraint.sense() == Sense::Zero {
                low = Some(low.map_or(bound.clone(), |old| old.max(bound.clone())));
            }
            if slope.is_negative() || constraint.sense() == Sense::Zero {
                high = Some(high.map_or(bound.clone(), |old| old.min(bound)));
            }
        }
        let inside = |value: &Rational| {
            low.as_ref().is_none_or(|end| end < value) && high.as_ref().is_none_or(|end| value < end)
        };
        point[index] = match (inside(&self.preferred[index]), &low, &high) {
            (true, _, _) => self.preferred[index].clone(),
            (false, Some(low), Some(high)) if low >= high => low.clone(),
            _ => simplest_between(low.as_ref(), high.as_ref()),
        };
        match constraints.iter().all(|constraint| constraint.holds(&point)) {
            true => Answer::Point(point),
            false => Answer::Open,
        }
    }
}

enum Choice {
    Last(Variable),
    Linear(Variable),
    None,
}

/// A constraint `slope x + rest` on the parameter that is taken out.
struct Bound {
    slope: Polynomial,
    rest: Polynomial,
    sign: i32,
    sense: Sense,
}

/// How many constraints taking out a parameter makes, unknown signs of its coefficients weighing most.
fn cost(constraints: &[Constraint], variable: Variable) -> (usize, usize) {
    let (mut unknown, mut lower, mut upper) = (0, 0, 0);
    for constraint in constraints.iter().filter(|c| c.polynomial().degree_in(variable) > 0) {
        match constraint.polynomial().coefficients_in(variable)[1].as_constant() {
            None => unknown += 1,
            Some(_) if constraint.sense() == Sense::Zero => return (0, 0),
            Some(slope) if slope.is_positive() => lower += 1,
            Some(_) => upper += 1,
        }
    }
    (unknown, lower * upper)
}

/// The conditions under which a value between all bounds exists.
fn combine(bounds: &[Bound]) -> Vec<Constraint> {
    if let Some(equation) = bounds.iter().find(|bound| bound.sense == Sense::Zero && bound.sign != 0) {
        return bounds
            .iter()
            .filter(|bound| !std::ptr::eq(*bound, equation))
            .map(|b| substitute(b, equation))
            .collect();
    }
    let of = |sign: i32| bounds.iter().filter(move |bound| bound.sign == sign);
    // Where the slope is 0, what is left must hold by itself.
    let flat = of(0).map(|bound| Constraint::new(&bound.rest, bound.sense));
    let pairs = of(1).flat_map(|lower| of(-1).map(move |upper| between(lower, upper)));
    flat.chain(pairs).collect()
}

/// `-rest / slope` of the lower bound is below that of the upper one.
fn between(lower: &Bound, upper: &Bound) -> Constraint {
    let gap = &(&lower.slope * &upper.rest) - &(&upper.slope * &lower.rest);
    let strict = lower.sense == Sense::Positive || upper.sense == Sense::Positive;
    Constraint::new(&gap, if strict { Sense::Positive } else { Sense::NonNegative })
}

/// A bound at the value that an equation gives.
fn substitute(bound: &Bound, equation: &Bound) -> Constraint {
    let value = &(&bound.rest * &equation.slope) - &(&bound.slope * &equation.rest);
    Constraint::new(&if equation.sign > 0 { value } else { -&value }, bound.sense)
}

/// How much work a polynomial makes: its terms, each weighed by the words of the longest coefficient.
fn work(polynomial: &Polynomial) -> usize {
    polynomial.terms().len() * (1 + polynomial.coefficient_bits() / WORD)
}

/// The sign of a polynomial, if the constraints say it at once.
fn sign_of(polynomial: &Polynomial, constraints: &[Constraint], signs: &Signs) -> Option<i32> {
    if let Some(value) = polynomial.as_constant() {
        return Some(value.signum());
    }
    if let Some(sign) = signs.of_polynomial(polynomial).filter(|sign| !sign.weak) {
        return Some(sign.value);
    }
    let says = |sign: i32, constraint: Constraint| constraints.contains(&constraint).then_some(sign);
    says(1, Constraint::new(polynomial, Sense::Positive))
        .or_else(|| says(-1, Constraint::new(&-polynomial, Sense::Positive)))
        .or_else(|| says(0, Constraint::new(polynomial, Sense::Zero)))
}

/// A constraint, made strict or trivial where a case says so.
fn under(constraint: &Constraint, case: &Constraint) -> Constraint {
    let same = constraint.polynomial() == case.polynomial();
    if same && case.sense() == Sense::Positive && constraint.sense() == Sense::NonNegative {
        return case.clone();
    }
    constraint.clone()
}

/// Drops what always holds and what is said twice; `None` where something never holds.
fn tidy(constraints: Vec<Constraint>) -> Option<Vec<Constraint>> {
    let mut kept: Vec<Constraint> = Vec::with_capacity(constraints.len());
    for constraint in constraints {
        match constraint.as_constant() {
            Some(true) => continue,
            Some(false) => return None,
            None => {}
        }
        let same = kept.iter().position(|other| other.polynomial() == constraint.polynomial());
        match same.map(|at| (at, kept[at].sense(), constraint.sense())) {
            None => kept.push(constraint),
            Some((_, old, new)) if old == new => {}
            Some((_, Sense::Zero, Sense::Positive) | (_, Sense::Positive, Sense::Zero)) => return None,
            Some((_, Sense::Zero | Sense::Positive, Sense::NonNegative)) => {}
            Some((at, _, _)) => kept[at] = constraint,
        }
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::expression::{Condition, Names};

    const NAMES: [&str; 5] = ["a", "b", "c", "x", "y"];

    fn system(text: &str) -> Vec<Constraint> {
        let condition = Condition::parse(text, &Names(&NAMES)).unwrap();
        condition.comparisons.iter().map(|c| Constraint::of_comparison(&c.difference(), c.relation).unwrap()).collect()
    }

    fn answer(text: &str) -> Answer {
        let constraints = system(text);
        let found = decide(&constraints, &vec![Rational::ZERO; NAMES.len()], &Interrupt::default());
        if let Answer::Point(point) = &found {
            assert!(constraints.iter().all(|c| c.holds(point)), "{text}: {point:?}");
        }
        found
    }

    #[test]
    fn affine_systems() {
        assert_eq!(answer("a > b and b > c and c > a"), Answer::Empty);
        assert_eq!(
            answer("a >= b and b >= a and a != b + 0*c and a > b".replace(" and a != b + 0*c", "").as_str()),
            Answer::Empty
        );
        assert!(matches!(answer("a > 1 and b > a + 2 and c < -b and a + b + c > -3/2"), Answer::Point(_)));
        assert!(matches!(answer("a + b = 3 and a - b = 1"), Answer::Point(p) if p[0] == 2.into()));
    }

    #[test]
    fn products_and_ratios() {
        assert_eq!(answer("x > 0 and y > 0 and x*y < 0"), Answer::Empty);
        assert_eq!(answer("0 < x < 1 and 0 < y < 1 and x*y > x"), Answer::Empty);
        assert_eq!(answer("a > 0 and b > 0 and a/(a+b) > 1"), Answer::Empty);
        assert!(matches!(answer("a > 0 and b > 0 and a/(a+b) > 99/100"), Answer::Point(_)));
        assert_eq!(answer("x*y > 1 and x < 0 and y > 0"), Answer::Empty);
        assert!(matches!(answer("x*y > 1 and x < 0"), Answer::Point(_)));
        // The means: x y <= ((x + y)/2)^2 needs a square.
        assert_eq!(answer("0 < x and 0 < y and x + y = 2 and x*y > 1"), Answer::Empty);
        assert_eq!(answer("a^2 = 2 and a > 1"), Answer::Irrational);
        assert_eq!(answer("a^2 < 2 and a > 3/2"), Answer::Empty);
        assert!(matches!(answer("a*b + c > 0 and a*c - b > 1 and c < -1 and b < 0"), Answer::Point(_) | Answer::Empty));
    }
}
