//! [`Domain`]: the admissible values of some parameters of a model, the others held at their base.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::constraint::{Constraint, Sense};
use super::eliminate::{Answer, decide};
use crate::error::Error;
use crate::model::Model;
use crate::number::{Polynomial, Rational, RationalFunction, Variable, factors};
use crate::solve::Interrupt;

/// The parameters of a study, and what their ranges and the model's assumptions say of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Domain {
    free: Vec<Variable>,
    base: Vec<Rational>,
    /// An admissible point: the base, unless a case excludes it.
    inside: Vec<Rational>,
    background: Vec<Constraint>,
    /// Signs of polynomials over the whole domain, where they have been asked for.
    #[serde(skip)]
    signs: Arc<Mutex<HashMap<Polynomial, Option<i32>>>>,
    /// Where this says so, questions are left open.
    #[serde(skip)]
    interrupt: Interrupt,
}

impl Domain {
    /// The admissible values of the parameters named (the name of parameters by player names all of them), or of all.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a name that is no parameter's.
    pub fn new(model: &Model, over: Option<&[&str]>) -> Result<Domain, Error> {
        let free = match over {
            None => (0..model.parameters().len()).map(|index| Variable(index as u16)).collect(),
            Some(names) => named(model, names)?,
        };
        let base = model.base_values();
        let inside = base.clone();
        let mut domain = Domain {
            free,
            base,
            inside,
            background: Vec::new(),
            signs: Arc::default(),
            interrupt: Interrupt::default(),
        };
        let background: Vec<Constraint> = stated(model).iter().map(|c| domain.fix_constraint(c)).collect();
        domain.background = background.into_iter().filter(|c| c.as_constant() != Some(true)).collect();
        for probability in model.probabilities().iter().flatten() {
            let possible = domain.fix_constraint(&Constraint::of_function(probability, Sense::NonNegative));
            if !possible.negation().into_iter().all(|case| domain.excludes(&[case])) {
                domain.background.push(possible);
            }
        }
        Ok(domain)
    }

    /// The same domain, whose questions are left open once a search must stop.
    pub(crate) fn interrupted_by(self, interrupt: Interrupt) -> Domain {
        Domain { interrupt, ..self }
    }

    /// The part of the domain where more holds; `None` where it is proven to be empty or no point of it is found.
    pub(crate) fn within(&self, more: &[Constraint]) -> Option<Domain> {
        if more.is_empty() {
            return Some(self.clone());
        }
        let Answer::Point(inside) = self.decide(more) else { return None };
        let background = [&self.background[..], more].concat();
        Some(Domain { inside, background, signs: Arc::default(), ..self.clone() })
    }

    /// The parameters that vary.
    pub fn free(&self) -> &[Variable] {
        &self.free
    }

    /// The base values of all parameters.
    pub fn base(&self) -> &[Rational] {
        &self.base
    }

    /// What ranges and assumptions say.
    pub fn background(&self) -> &[Constraint] {
        &self.background
    }

    /// Whether a point is admissible.
    pub fn contains(&self, point: &[Rational]) -> bool {
        self.background.iter().all(|constraint| constraint.holds(point))
    }

    /// A function with the parameters that do not vary at their base; `None` where that divides by 0.
    pub fn fix(&self, function: &RationalFunction) -> Option<RationalFunction> {
        let fixed = |polynomial: &Polynomial| -> Polynomial {
            let replace = |variable: Variable| match self.free.contains(&variable) {
                true => None,
                false => self.base.get(usize::from(variable.0)).cloned(),
            };
            polynomial.with_values(replace)
        };
        RationalFunction::new(fixed(function.numerator()), fixed(function.denominator()))
    }

    fn fix_constraint(&self, constraint: &Constraint) -> Constraint {
        constraint.fixed(&self.base, |variable| self.free.contains(&variable))
    }

    /// Whether some admissible point meets the constraints.
    pub fn decide(&self, constraints: &[Constraint]) -> Answer {
        decide(&[&self.background[..], constraints].concat(), &self.base, &self.interrupt)
    }

    /// Whether it is proven that no admissible point meets the constraints.
    pub fn excludes(&self, constraints: &[Constraint]) -> bool {
        self.decide(constraints) == Answer::Empty
    }

    /// The sign that a polynomial has at every admissible point, if it is one and the same (0 is none unless everywhere).
    pub fn sign(&self, polynomial: &Polynomial) -> Option<i32> {
        if let Some(value) = polynomial.as_constant() {
            return Some(value.signum());
        }
        if let Some(known) = self.known_signs().get(polynomial) {
            return *known;
        }
        let never = |sign: i32, sense: Sense| {
            let side = if sign > 0 { polynomial.clone() } else { -polynomial };
            self.excludes(&[Constraint::new(&side, sense)])
        };
        let inside = polynomial.evaluate(&self.inside).map_or(0, |value| value.signum());
        let sign = match inside {
            1 if never(-1, Sense::NonNegative) => Some(1),
            -1 if never(1, Sense::NonNegative) => Some(-1),
            0 if never(1, Sense::Positive) && never(-1, Sense::Positive) => Some(0),
            _ => None,
        };
        self.known_signs().insert(polynomial.clone(), sign);
        sign
    }

    fn known_signs(&self) -> std::sync::MutexGuard<'_, HashMap<Polynomial, Option<i32>>> {
        self.signs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `function > 0` (or `>= 0`, or `= 0`) without the factors whose sign is the same everywhere.
    pub fn compare(&self, function: &RationalFunction, sense: Sense) -> Constraint {
        let (numerator, denominator) = (function.numerator(), function.denominator());
        let lead = numerator.leading_coefficient().signum() * denominator.leading_coefficient().signum();
        let mut rest = Polynomial::from(Rational::from(i64::from(lead)));
        for (factor, count) in factors(numerator).into_iter().chain(odd(factors(denominator))) {
            match self.sign(&factor) {
                Some(sign) => rest = rest.scale(&i64::from(sign.pow(count)).into()),
                None if count % 2 == 1 => rest = &rest * &factor,
                None => rest = &rest * &factor.pow(2),
            }
        }
        Constraint::new(&rest, sense)
    }
}

/// The factors of a denominator that can change its sign.
fn odd(factors: Vec<(Polynomial, u32)>) -> impl Iterator<Item = (Polynomial, u32)> {
    factors.into_iter().filter(|(_, count)| count % 2 == 1).map(|(factor, _)| (factor, 1))
}

fn named(model: &Model, names: &[&str]) -> Result<Vec<Variable>, Error> {
    let mut found = Vec::new();
    for name in names {
        let symbols = model.symbols();
        match (symbols.find(name), symbols.families.get(*name)) {
            (Some(variable), _) => found.push(variable),
            (None, Some(members)) => found.extend(members.iter().map(|(_, variable)| *variable)),
            (None, None) => return Err(symbols.unknown(name).into()),
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Ranges and assumptions as constraints; `!=` cuts out no volume, and is left to the points.
fn stated(model: &Model) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    for (index, parameter) in model.parameters().iter().enumerate() {
        let variable = RationalFunction::variable(Variable(index as u16));
        for (relation, value) in parameter.range.conditions() {
            constraints.extend(Constraint::of_comparison(&(&variable - &value.into()), relation));
        }
    }
    for assumption in model.assumptions() {
        for comparison in &assumption.condition.comparisons {
            constraints.extend(Constraint::of_comparison(&comparison.difference(), comparison.relation));
        }
    }
    constraints
}
