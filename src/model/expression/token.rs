//! Splits an expression into tokens.

use std::ops::Range;

use winnow::ascii::multispace0;
use winnow::combinator::{alt, delimited, opt, preceded, repeat};
use winnow::prelude::*;
use winnow::stream::LocatingSlice;
use winnow::token::{any, one_of, take_until, take_while};

use super::ExpressionError;

/// A token: what it is, as text, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// The text; for quoted names, what is between the quotes.
    pub text: String,
    pub span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Name,
    /// A name in quotes, for names with spaces in them.
    Quoted,
    Symbol,
}

type Input<'a> = LocatingSlice<&'a str>;

fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn digits<'a>(input: &mut Input<'a>) -> ModalResult<&'a str> {
    take_while(1.., |c: char| c.is_ascii_digit()).parse_next(input)
}

fn number<'a>(input: &mut Input<'a>) -> ModalResult<&'a str> {
    let exponent = || opt((one_of(['e', 'E']), opt(one_of(['+', '-'])), digits));
    alt(((digits, opt(('.', opt(digits))), exponent()).take(), ('.', digits, exponent()).take())).parse_next(input)
}

fn name<'a>(input: &mut Input<'a>) -> ModalResult<&'a str> {
    (one_of(starts_name), take_while(0.., continues_name)).take().parse_next(input)
}

fn quoted<'a>(input: &mut Input<'a>) -> ModalResult<&'a str> {
    alt((delimited('\'', take_until(0.., "'"), '\''), delimited('"', take_until(0.., "\""), '"'))).parse_next(input)
}

fn symbol<'a>(input: &mut Input<'a>) -> ModalResult<&'a str> {
    alt(("**", "<=", ">=", "==", "!=", any.take())).parse_next(input)
}

fn token(input: &mut Input<'_>) -> ModalResult<Token> {
    let kinds = alt((
        number.map(|text| (Kind::Number, text)),
        name.map(|text| (Kind::Name, text)),
        quoted.map(|text| (Kind::Quoted, text)),
        symbol.map(|text| (Kind::Symbol, text)),
    ));
    let (((kind, text), span), _) = (kinds.with_span(), multispace0).parse_next(input)?;
    Ok(Token { kind, text: text.to_owned(), span })
}

/// All the tokens of a text. Characters of no meaning become symbols, which the parser refuses where they stand.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ExpressionError> {
    let mut all = preceded(multispace0, repeat(0.., token));
    let tokens: Vec<Token> = all
        .parse(LocatingSlice::new(text))
        .map_err(|error| ExpressionError::new(error.offset(), "this cannot be read as an expression"))?;
    match tokens.windows(2).find(|pair| glued(&pair[0], &pair[1])) {
        Some(pair) => Err(ExpressionError::new(pair[1].span.start, "a multiplication sign is missing")
            .help(format!("write {}*{}", pair[0].text, pair[1].text))),
        None => Ok(tokens),
    }
}

/// Whether a number runs into a name, as in `2w`.
fn glued(number: &Token, name: &Token) -> bool {
    number.kind == Kind::Number && name.kind == Kind::Name && number.span.end == name.span.start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        tokens(text).unwrap().into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn splits() {
        assert_eq!(texts(" p*V - k/2 "), ["p", "*", "V", "-", "k", "/", "2"]);
        assert_eq!(texts("count('Stand firm')>=1.5e-3"), ["count", "(", "Stand firm", ")", ">=", "1.5e-3"]);
        assert_eq!(texts("a**.5 ≤ ρ"), ["a", "**", ".5", "≤", "ρ"]);
        assert_eq!(texts("'open"), ["'", "open"]);
        assert_eq!(texts(""), [""; 0]);
    }

    #[test]
    fn a_missing_multiplication_is_named() {
        let error = tokens("1 + 2w").unwrap_err();
        assert_eq!((error.offset, error.help.as_deref()), (5, Some("write 2*w")));
    }
}
