//! Payoff expressions and conditions in named parameters: `t - c`, `p*V - k/2`, `0 < delta and delta < 1`.
//!
//! # Definition
//! An expression is made of numbers (`3`, `0.25`, `1e-3`), names, `+ - * /`, integer powers (`^` or `**`) and
//! parentheses. It is read exactly and compiles to a [`RationalFunction`](crate::number::RationalFunction).
//! A condition compares expressions (`<`, `<=`, `=`, `!=`, `>=`, `>`, chains such as `0 < p < 1`) and joins the
//! comparisons with `and`. In the rules of a simultaneous move, `or`, `not`, `count(Support)` and `own = Support`
//! are there too.
//!
//! # Errors
//! Every error points at the place in the text, and a slip in a name suggests the name that was meant.

mod compile;
mod condition;
mod syntax;
mod token;

pub use compile::{Names, Scope, compile};
pub use condition::{Comparison, Condition, Relation};
pub(crate) use syntax::{Argument, Name, Term, Test, TestKind};
pub use syntax::{Expression, MAX_LENGTH, MAX_NESTING};

use crate::error::{InputError, Place, UnknownName};

/// What is wrong with an expression, at a byte offset in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// What is wrong.
    pub message: String,
    /// What to change.
    pub help: Option<String>,
    /// Where, in bytes from the start of the expression.
    pub offset: usize,
}

impl ExpressionError {
    pub(crate) fn new(offset: usize, message: impl Into<String>) -> Self {
        ExpressionError { message: message.into(), help: None, offset }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn unknown(offset: usize, unknown: &UnknownName) -> Self {
        ExpressionError::new(offset, unknown.to_string())
    }

    /// The same error with the line and column in the expression's own text.
    pub fn in_text(self, text: &str) -> InputError {
        let place = Place::of_offset(text, self.offset);
        InputError { message: self.message, help: self.help, place: Some(place) }
    }
}
