//! Compiles parsed expressions to rational functions, within bounds on their size.

use super::{Argument, Expression, ExpressionError, Name, Term};
use crate::error::UnknownName;
use crate::number::{Polynomial, Rational, RationalFunction, Variable};

/// The most terms of a numerator or denominator.
const MAX_TERMS: usize = 2_000;
/// The highest degree of a numerator or denominator.
const MAX_DEGREE: u32 = 1_000;
/// The most bits of a coefficient.
const MAX_BITS: usize = 16_384;
/// The work that one expression may take, in products of terms with short coefficients.
const MAX_WORK: usize = 1_000_000;

/// What the names in an expression mean.
pub trait Scope {
    /// A plain name.
    ///
    /// # Errors
    /// [`UnknownName`], with the names there are.
    fn name(&self, name: &str) -> Result<RationalFunction, UnknownName>;

    /// A member of a family of parameters: `E[Belarus]`.
    ///
    /// # Errors
    /// [`UnknownName`], with the names there are.
    fn indexed(&self, family: &str, index: &str) -> Result<RationalFunction, UnknownName>;

    /// What to write instead of a name that stands for one parameter of each player, if it does.
    fn one_for_each(&self, _name: &str) -> Option<String> {
        None
    }

    /// A function of the actions chosen, such as `count(Support)`; there are none unless the scope says so.
    ///
    /// # Errors
    /// [`UnknownName`], with the names there are.
    fn call(&self, function: &str, _arguments: &[&str]) -> Result<RationalFunction, UnknownName> {
        Err(UnknownName::new("function", function, [""; 0]))
    }
}

/// A scope of plain names: the name at place `i` is `Variable(i)`, and `E[x]` is the name `E_x`.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a, N: AsRef<str>>(pub &'a [N]);

impl<N: AsRef<str>> Scope for Names<'_, N> {
    fn name(&self, name: &str) -> Result<RationalFunction, UnknownName> {
        let found = self.0.iter().position(|known| known.as_ref() == name);
        let variable = found.and_then(|index| u16::try_from(index).ok()).map(Variable);
        variable
            .map(RationalFunction::variable)
            .ok_or_else(|| UnknownName::new("parameter", name, self.0.iter().map(AsRef::as_ref)))
    }

    fn indexed(&self, family: &str, index: &str) -> Result<RationalFunction, UnknownName> {
        self.name(&format!("{family}_{index}"))
    }
}

/// Parses and compiles an expression.
///
/// # Arguments
/// The text, and a [`Scope`] that knows its names.
///
/// # Errors
/// [`ExpressionError`]: syntax, unknown names, a division by zero, or a result too large to handle.
///
/// # Example
/// ```
/// use foederis::model::expression::{Names, compile};
/// let payoff = compile("p*V - k/2", &Names(&["p", "V", "k"])).unwrap();
/// assert_eq!(payoff.to_text(&["p", "V", "k"]), "p*V - 1/2*k");
/// assert_eq!(compile("p*v - k/2", &Names(&["p", "V", "k"])).unwrap_err().offset, 2);
/// ```
pub fn compile(text: &str, scope: &dyn Scope) -> Result<RationalFunction, ExpressionError> {
    Expression::parse(text)?.compile(scope)
}

impl Expression {
    /// Looks the names up and works the expression out.
    ///
    /// # Errors
    /// [`ExpressionError`]: unknown names, a division by zero, or a result too large to handle.
    pub fn compile(&self, scope: &dyn Scope) -> Result<RationalFunction, ExpressionError> {
        Compiler::new(scope).term(&self.term)
    }
}

/// The compiler of one expression, which counts its work.
pub(super) struct Compiler<'a> {
    scope: &'a dyn Scope,
    work: usize,
}

type Compiled = Result<RationalFunction, ExpressionError>;

impl<'a> Compiler<'a> {
    pub(super) fn new(scope: &'a dyn Scope) -> Self {
        Compiler { scope, work: MAX_WORK }
    }

    pub(super) fn term(&mut self, term: &Term) -> Compiled {
        match term {
            Term::Number(value) => Ok(value.clone().into()),
            Term::Name(name) => self.name(name),
            Term::Indexed(family, index) => known(self.scope.indexed(&family.text, &index.text), family),
            Term::Call(function, arguments) => self.call(function, arguments),
            Term::Sum(terms) => self.sum(terms),
            Term::Product(factors) => self.product(factors),
            Term::Power(base, exponent, offset) => self.power(base, *exponent, *offset),
        }
    }

    fn name(&self, name: &Name) -> Compiled {
        self.scope.name(&name.text).map_err(|unknown| match self.scope.one_for_each(&name.text) {
            None => ExpressionError::unknown(name.offset, &unknown),
            Some(instead) => {
                let message = format!("'{}' is not one number: each player has its own", name.text);
                ExpressionError::new(name.offset, message).help(format!("write {instead}"))
            }
        })
    }

    fn call(&mut self, function: &Name, arguments: &[Argument]) -> Compiled {
        let texts: Vec<&str> = arguments.iter().map(|argument| argument.text.as_str()).collect();
        known(self.scope.call(&function.text, &texts), function)
    }

    fn sum(&mut self, terms: &[(bool, Term)]) -> Compiled {
        let mut sum = RationalFunction::zero();
        for (subtracts, term) in terms {
            let value = self.term(term)?;
            let cost =
                if sum.denominator() == value.denominator() { size(&sum) + size(&value) } else { cost(&sum, &value) };
            self.spend(cost, term.offset())?;
            sum = if *subtracts { &sum - &value } else { &sum + &value };
            within_bounds(&sum, term.offset())?;
        }
        Ok(sum)
    }

    fn product(&mut self, factors: &[(bool, usize, Term)]) -> Compiled {
        let mut product = RationalFunction::one();
        for (divides, offset, factor) in factors {
            let value = self.term(factor)?;
            self.spend(cost(&product, &value), *offset)?;
            let next = if *divides { product.checked_div(&value) } else { Some(&product * &value) };
            product = next.ok_or_else(|| division_by_zero(*offset))?;
            within_bounds(&product, *offset)?;
        }
        Ok(product)
    }

    /// Powers are worked out one factor at a time, so that they stop as soon as they are too large.
    fn power(&mut self, base: &Term, exponent: i32, offset: usize) -> Compiled {
        let base = self.term(base)?;
        let mut product = RationalFunction::one();
        for _ in 0..exponent.unsigned_abs() {
            self.spend(polynomial_cost(&product, &base), offset)?;
            product = product.times_power(&base);
            within_bounds(&product, offset)?;
        }
        if exponent >= 0 {
            return Ok(product);
        }
        product.pow(-1).ok_or_else(|| division_by_zero(offset))
    }

    fn spend(&mut self, cost: usize, offset: usize) -> Result<(), ExpressionError> {
        let left =
            self.work.checked_sub(cost).ok_or_else(|| ExpressionError::new(offset, "this expression is too large"));
        self.work = left.map_err(|error| error.help("name its parts as parameters"))?;
        Ok(())
    }
}

fn size(function: &RationalFunction) -> usize {
    function.numerator().terms().len() + function.denominator().terms().len()
}

/// A guess at the work of a product; finding common factors weighs more, and so do long coefficients: to bring a product of
/// fractions to lowest terms takes as many steps as the square of their length.
fn cost(a: &RationalFunction, b: &RationalFunction) -> usize {
    let product = polynomial_cost(a, b);
    if a.is_polynomial() && b.is_polynomial() { product } else { product * 50 }
}

/// The same where no common factors need to be found.
fn polynomial_cost(a: &RationalFunction, b: &RationalFunction) -> usize {
    let words = words(a) + words(b);
    size(a) * size(b) * (1 + words * words / 4)
}

/// The length of the longest coefficient, in machine words; 0 where all are short.
fn words(function: &RationalFunction) -> usize {
    function.numerator().coefficient_bits().max(function.denominator().coefficient_bits()) / 64
}

fn within_bounds(function: &RationalFunction, offset: usize) -> Result<(), ExpressionError> {
    let fits =
        |p: &Polynomial| p.terms().len() <= MAX_TERMS && p.degree() <= MAX_DEGREE && p.coefficient_bits() <= MAX_BITS;
    if fits(function.numerator()) && fits(function.denominator()) {
        return Ok(());
    }
    let message =
        format!("multiplied out, this has more than {MAX_TERMS} terms, degree {MAX_DEGREE} or {MAX_BITS} bits");
    Err(ExpressionError::new(offset, message).help("name its parts as parameters"))
}

fn division_by_zero(offset: usize) -> ExpressionError {
    ExpressionError::new(offset, "this divides by zero, whatever the parameters are")
}

fn known(result: Result<RationalFunction, UnknownName>, name: &Name) -> Compiled {
    result.map_err(|unknown| ExpressionError::unknown(name.offset, &unknown))
}

impl Term {
    /// Where the term begins.
    pub(super) fn offset(&self) -> usize {
        match self {
            Term::Number(_) => 0,
            Term::Name(name) | Term::Indexed(name, _) | Term::Call(name, _) => name.offset,
            Term::Sum(terms) => terms.first().map_or(0, |(_, term)| term.offset()),
            Term::Product(factors) => factors.first().map_or(0, |(_, offset, _)| *offset),
            Term::Power(base, _, _) => base.offset(),
        }
    }
}

impl From<Rational> for Expression {
    fn from(value: Rational) -> Self {
        Expression { term: Term::Number(value) }
    }
}
