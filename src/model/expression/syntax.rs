//! Parses tokens into terms and tests, by recursive descent with a bound on nesting.

use std::ops::Range;

use super::token::{Kind, Token, tokens};
use super::{ExpressionError, Relation};
use crate::number::Rational;

/// The most bytes that an expression may have.
pub const MAX_LENGTH: usize = 10_000;
/// The most parentheses and signs that may be nested in one another.
pub const MAX_NESTING: usize = 200;
/// The largest exponent.
const MAX_EXPONENT: i32 = 1_000;
/// The most bits of a number in an expression.
const MAX_NUMBER_BITS: usize = 4_096;

/// An arithmetic term. Sums and products are flat, so that depth is bounded by nesting alone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Term {
    Number(Rational),
    Name(Name),
    /// `E[Belarus]`
    Indexed(Name, Name),
    /// `count(Support)`
    Call(Name, Vec<Argument>),
    /// Terms with whether each is subtracted.
    Sum(Vec<(bool, Term)>),
    /// Factors with the operator before each: whether it divides, and where it stands.
    Product(Vec<(bool, usize, Term)>),
    Power(Box<Term>, i32, usize),
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub text: String,
    pub offset: usize,
}

/// An argument of a function: a name, such as an action or a family of parameters.
pub(crate) type Argument = Name;

/// A condition with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Test {
    pub kind: TestKind,
    pub offset: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TestKind {
    Compare(Term, Relation, Term),
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
}

/// A parsed expression: names are not yet looked up.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    pub(crate) term: Term,
}

impl Expression {
    /// Parses an expression.
    ///
    /// # Errors
    /// [`ExpressionError`] with the byte offset where the text goes wrong.
    pub fn parse(text: &str) -> Result<Expression, ExpressionError> {
        let mut parser = Parser::new(text)?;
        let term = parser.sum()?;
        parser.end()?;
        Ok(Expression { term })
    }
}

impl Test {
    /// Parses a condition.
    pub(crate) fn parse(text: &str) -> Result<Test, ExpressionError> {
        let mut parser = Parser::new(text)?;
        let test = parser.disjunction()?;
        parser.end()?;
        Ok(test)
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    length: usize,
}

type Parsed<T> = Result<T, ExpressionError>;

impl Parser {
    fn new(text: &str) -> Parsed<Parser> {
        if text.len() > MAX_LENGTH {
            let message = format!("an expression of {} characters is over the limit of {MAX_LENGTH}", text.len());
            return Err(ExpressionError::new(0, message).help("split it, or name its parts as parameters"));
        }
        Ok(Parser { tokens: tokens(text)?, next: 0, depth: 0, length: text.trim_end().len() })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn offset(&self) -> usize {
        self.peek().map_or(self.length, |token| token.span.start)
    }

    /// Takes the next token if it is this symbol or word.
    fn take(&mut self, text: &str) -> bool {
        let found = self.at(text);
        self.next += usize::from(found);
        found
    }

    fn at(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.text == text && matches!(token.kind, Kind::Symbol | Kind::Name))
    }

    fn expect(&mut self, text: &str, opened: &Range<usize>) -> Parsed<()> {
        if self.take(text) {
            return Ok(());
        }
        match self.peek() {
            Some(_) => Err(self.unexpected()),
            None => {
                Err(ExpressionError::new(opened.start, "this bracket is never closed").help(format!("add '{text}'")))
            }
        }
    }

    fn end(&self) -> Parsed<()> {
        if self.peek().is_none() { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> ExpressionError {
        let Some(token) = self.peek() else {
            let what =
                if self.tokens.is_empty() { "the expression is empty" } else { "the expression stops too early" };
            return ExpressionError::new(self.length, what).help("a number, a name or '(' should follow");
        };
        let error = ExpressionError::new(token.span.start, format!("'{}' does not belong here", token.text));
        match token.kind {
            Kind::Symbol if token.text == ")" => error.help("no '(' is open"),
            Kind::Symbol if token.text == "'" || token.text == "\"" => error.help("the quote is never closed"),
            Kind::Symbol if token.text == "," => error.help("write decimals with a point"),
            Kind::Symbol => error,
            _ if self.next > 0 => error.help("an operator such as * or + is missing before it"),
            _ => error,
        }
    }

    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(ExpressionError::new(self.offset(), format!("more than {MAX_NESTING} levels of nesting")));
        }
        let result = parse(self);
        self.depth -= 1;
        result
    }

    fn sum(&mut self) -> Parsed<Term> {
        let mut terms = vec![(false, self.product()?)];
        loop {
            let minus = self.at("-") || self.at("−");
            if !minus && !self.at("+") {
                break;
            }
            self.next += 1;
            terms.push((minus, self.product()?));
        }
        Ok(if terms.len() == 1 { terms.remove(0).1 } else { Term::Sum(terms) })
    }

    fn product(&mut self) -> Parsed<Term> {
        let mut factors = vec![(false, self.offset(), self.signed()?)];
        while self.at("*") || self.at("/") {
            let (divides, offset) = (self.at("/"), self.offset());
            self.next += 1;
            factors.push((divides, offset, self.signed()?));
        }
        Ok(if factors.len() == 1 { factors.remove(0).2 } else { Term::Product(factors) })
    }

    fn signed(&mut self) -> Parsed<Term> {
        if self.take("-") || self.take("−") {
            return Ok(Term::Sum(vec![(true, self.nested(Self::signed)?)]));
        }
        if self.take("+") {
            return self.nested(Self::signed);
        }
        self.power()
    }

    fn power(&mut self) -> Parsed<Term> {
        let base = self.atom()?;
        let offset = self.offset();
        if !self.take("^") && !self.take("**") {
            return Ok(base);
        }
        let exponent = self.exponent()?;
        if self.at("^") || self.at("**") {
            return Err(self.unexpected().help("write parentheses: (a^b)^c"));
        }
        Ok(Term::Power(Box::new(base), exponent, offset))
    }

    fn exponent(&mut self) -> Parsed<i32> {
        let open = self.take("(");
        let negative = self.take("-") || self.take("−");
        let offset = self.offset();
        let token = self.peek().filter(|token| token.kind == Kind::Number);
        let exponent = token.and_then(|token| token.text.parse::<i32>().ok());
        let Some(exponent) = exponent else {
            let error = ExpressionError::new(offset, "an exponent must be a whole number");
            return Err(error.help("payoffs are ratios of polynomials in the parameters"));
        };
        if exponent > MAX_EXPONENT {
            return Err(ExpressionError::new(
                offset,
                format!("the exponent {exponent} is over the limit of {MAX_EXPONENT}"),
            ));
        }
        self.next += 1;
        if open && !self.take(")") {
            return Err(self.unexpected());
        }
        Ok(if negative { -exponent } else { exponent })
    }

    fn atom(&mut self) -> Parsed<Term> {
        let Some(token) = self.peek().cloned() else {
            return Err(self.unexpected());
        };
        let offset = token.span.start;
        match (token.kind, token.text.as_str()) {
            (Kind::Number, text) => {
                let value = text.parse().map_err(|error| ExpressionError::new(offset, format!("{error}")))?;
                self.next += 1;
                bounded(value, offset)
            }
            (Kind::Name, "and" | "or" | "not" | "is") => Err(self.unexpected()),
            (Kind::Name | Kind::Quoted, _) => self.name(),
            (Kind::Symbol, "(") => {
                self.next += 1;
                let term = self.nested(Self::sum)?;
                self.expect(")", &token.span)?;
                Ok(term)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// A name, alone or with an index or arguments.
    fn name(&mut self) -> Parsed<Term> {
        let name = self.plain_name()?;
        let span = self.peek().map_or(0..0, |token| token.span.clone());
        if self.take("[") {
            let index = self.plain_name()?;
            self.expect("]", &span)?;
            return Ok(Term::Indexed(name, index));
        }
        if !self.take("(") {
            return Ok(Term::Name(name));
        }
        let mut arguments = vec![self.plain_name()?];
        while self.take(",") {
            arguments.push(self.plain_name()?);
        }
        self.expect(")", &span)?;
        Ok(Term::Call(name, arguments))
    }

    fn plain_name(&mut self) -> Parsed<Name> {
        match self.peek() {
            Some(token) if matches!(token.kind, Kind::Name | Kind::Quoted) => {
                let name = Name { text: token.text.clone(), offset: token.span.start };
                self.next += 1;
                Ok(name)
            }
            Some(_) => Err(self.unexpected().help("a name should stand here; names with spaces go in quotes")),
            None => Err(self.unexpected()),
        }
    }

    fn disjunction(&mut self) -> Parsed<Test> {
        self.joined("or", Self::conjunction, TestKind::Or)
    }

    fn conjunction(&mut self) -> Parsed<Test> {
        self.joined("and", Self::negation, TestKind::And)
    }

    fn joined(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Parsed<Test>,
        join: fn(Vec<Test>) -> TestKind,
    ) -> Parsed<Test> {
        let offset = self.offset();
        let mut parts = vec![part(self)?];
        while self.take(word) {
            parts.push(part(self)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Test { kind: join(parts), offset } })
    }

    fn negation(&mut self) -> Parsed<Test> {
        let offset = self.offset();
        if self.take("not") {
            let inner = self.nested(Self::negation)?;
            return Ok(Test { kind: TestKind::Not(Box::new(inner)), offset });
        }
        if self.at("(") && self.bracket_holds_test() {
            let span = offset..offset;
            self.next += 1;
            let inner = self.nested(Self::disjunction)?;
            self.expect(")", &span)?;
            return Ok(inner);
        }
        self.comparison()
    }

    /// Whether the bracket that opens here holds a condition rather than arithmetic.
    fn bracket_holds_test(&self) -> bool {
        let mut depth = 0usize;
        for token in &self.tokens[self.next..] {
            match token.text.as_str() {
                "(" if token.kind == Kind::Symbol => depth += 1,
                ")" if token.kind == Kind::Symbol => depth -= 1,
                _ if relation(token).is_some() => return true,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        false
    }

    /// A comparison or a chain of them: `0 < p <= 1`.
    fn comparison(&mut self) -> Parsed<Test> {
        let offset = self.offset();
        let mut left = self.sum()?;
        let mut parts = Vec::new();
        while let Some(relation) = self.relation() {
            let right = self.sum()?;
            parts.push(Test { kind: TestKind::Compare(left, relation, right.clone()), offset });
            left = right;
        }
        match parts.len() {
            0 if self.peek().is_some() => Err(self.unexpected()),
            0 => Err(ExpressionError::new(offset, "this is no condition").help("compare two sides, as in c > 0")),
            1 => Ok(parts.remove(0)),
            _ => Ok(Test { kind: TestKind::And(parts), offset }),
        }
    }

    fn relation(&mut self) -> Option<Relation> {
        let found = relation(self.peek()?)?;
        let is_word = self.at("is");
        self.next += 1;
        if is_word && self.take("not") { Some(Relation::NotEqual) } else { Some(found) }
    }
}

fn bounded(value: Rational, offset: usize) -> Parsed<Term> {
    if value.bits() > MAX_NUMBER_BITS {
        return Err(ExpressionError::new(offset, "this number has too many digits for an expression"));
    }
    Ok(Term::Number(value))
}

fn relation(token: &Token) -> Option<Relation> {
    if token.kind == Kind::Quoted {
        return None;
    }
    Some(match token.text.as_str() {
        "<" => Relation::Less,
        "<=" | "≤" => Relation::LessOrEqual,
        ">" => Relation::Greater,
        ">=" | "≥" => Relation::GreaterOrEqual,
        "=" | "==" | "is" => Relation::Equal,
        "!=" | "≠" => Relation::NotEqual,
        _ => return None,
    })
}
