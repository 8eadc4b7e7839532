//! The words of Gambit's files: quoted texts, numbers, bare words, braces and commas.

use std::fmt;

use crate::error::{Error, InputError, Place};
use crate::number::Rational;

/// One word of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A quoted text, its escapes resolved.
    Text(String),
    /// Something that begins like a number.
    Number(&'a str),
    /// A bare word.
    Word(&'a str),
    /// `{`
    Open,
    /// `}`
    Close,
    /// `,`
    Comma,
    /// The end of the file.
    End,
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Text(text) => write!(f, "the text \"{}\"", shorten(text)),
            Token::Number(number) => write!(f, "the number {}", shorten(number)),
            Token::Word(word) => write!(f, "the word '{}'", shorten(word)),
            Token::Open => f.write_str("'{'"),
            Token::Close => f.write_str("'}'"),
            Token::Comma => f.write_str("','"),
            Token::End => f.write_str("the end of the file"),
        }
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Walks through a file, one word ahead.
pub(super) struct Tokens<'a> {
    text: &'a str,
    current: Token<'a>,
    /// Where the current word begins, and where the one after it is looked for (bytes).
    start: usize,
    rest: usize,
}

impl<'a> Tokens<'a> {
    /// Begins at the first word.
    pub(super) fn new(text: &'a str) -> Result<Self, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut tokens = Tokens { text, current: Token::End, start: 0, rest: 0 };
        tokens.advance()?;
        Ok(tokens)
    }

    /// The current word.
    pub(super) fn current(&self) -> &Token<'a> {
        &self.current
    }

    /// Where the current word begins.
    pub(super) fn here(&self) -> usize {
        self.start
    }

    /// How many bytes follow the current word.
    pub(super) fn remaining(&self) -> usize {
        self.text.len() - self.rest
    }

    /// Where the last word ends.
    pub(super) fn end(&self) -> usize {
        self.text.trim_end().len()
    }

    /// An error at a byte offset.
    pub(super) fn fault(&self, offset: usize, message: impl Into<String>, help: impl Into<String>) -> Error {
        InputError::new(message).at(Place::of_offset(self.text, offset)).help(help).into()
    }

    /// An error at the current word: something else is expected.
    pub(super) fn expected(&self, what: &str, help: &str) -> Error {
        self.fault(self.start, format!("expected {what}, and found {}", self.current), help)
    }

    /// An error of the game's builders, placed at a byte offset.
    pub(super) fn place_error(&self, offset: usize, error: Error) -> Error {
        match error {
            Error::Invalid(message) => {
                let (message, help) = match message.split_once("; ") {
                    Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
                    None => (message, None),
                };
                InputError { message, help, place: Some(Place::of_offset(self.text, offset)) }.into()
            }
            other => other,
        }
    }

    /// Moves on, and returns the word that was current.
    pub(super) fn advance(&mut self) -> Result<Token<'a>, Error> {
        let tail = &self.text[self.rest..];
        let trimmed = tail.trim_start();
        self.start = self.rest + (tail.len() - trimmed.len());
        let (next, length) = match trimmed.chars().next() {
            None => {
                self.start = self.end();
                self.rest = self.text.len();
                return Ok(std::mem::replace(&mut self.current, Token::End));
            }
            Some('{') => (Token::Open, 1),
            Some('}') => (Token::Close, 1),
            Some(',') => (Token::Comma, 1),
            Some('"') => self.quoted(&trimmed[1..])?,
            Some(_) => self.bare(trimmed)?,
        };
        self.rest = self.start + length;
        Ok(std::mem::replace(&mut self.current, next))
    }

    /// A quoted text: `\"` is a quote and `\\` a backslash; before anything else a backslash stands for itself.
    fn quoted(&self, body: &'a str) -> Result<(Token<'a>, usize), Error> {
        let mut text = String::new();
        let mut chars = body.char_indices().peekable();
        while let Some((offset, char)) = chars.next() {
            match char {
                '"' => return Ok((Token::Text(text), offset + 2)),
                '\\' => text.push(chars.next_if(|(_, next)| matches!(next, '"' | '\\')).map_or('\\', |(_, next)| next)),
                '\0' => return Err(self.nul(self.start + 1 + offset)),
                other => text.push(other),
            }
        }
        Err(self.fault(
            self.start,
            "the quoted text that begins here does not end",
            "close it with \"; a quote inside a text is written \\\"",
        ))
    }

    fn bare(&self, body: &'a str) -> Result<(Token<'a>, usize), Error> {
        let end = body.find(|c: char| c.is_whitespace() || matches!(c, '"' | '{' | '}' | ','));
        let word = &body[..end.unwrap_or(body.len())];
        if let Some(offset) = word.find('\0') {
            return Err(self.nul(self.start + offset));
        }
        let number = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
        Ok((if number { Token::Number(word) } else { Token::Word(word) }, word.len()))
    }

    fn nul(&self, offset: usize) -> Error {
        self.fault(offset, "the file holds a NUL character, so it is not plain text", "save it as UTF-8 text")
    }

    /// Takes one particular word.
    pub(super) fn take(&mut self, token: Token<'a>, help: &str) -> Result<(), Error> {
        if self.current != token {
            return Err(self.expected(&token.to_string(), help));
        }
        self.advance().map(|_| ())
    }

    /// Takes a quoted text.
    pub(super) fn text(&mut self, what: &str, help: &str) -> Result<String, Error> {
        self.optional_text()?.ok_or_else(|| self.expected(what, help))
    }

    /// Takes a quoted text if there is one.
    pub(super) fn optional_text(&mut self) -> Result<Option<String>, Error> {
        if !matches!(self.current, Token::Text(_)) {
            return Ok(None);
        }
        match self.advance()? {
            Token::Text(text) => Ok(Some(text)),
            _ => Ok(None),
        }
    }

    /// Takes a whole number.
    pub(super) fn integer(&mut self, what: &str, help: &str) -> Result<i64, Error> {
        let Token::Number(number) = self.current else {
            return Err(self.expected(what, help));
        };
        let value = number.parse().map_err(|_| self.expected(&format!("{what} (a whole number)"), help))?;
        self.advance()?;
        Ok(value)
    }

    /// Takes an exact number.
    pub(super) fn number(&mut self, what: &str, help: &str) -> Result<Rational, Error> {
        let Token::Number(number) = self.current else {
            return Err(self.expected(what, help));
        };
        let value = number
            .parse::<Rational>()
            .map_err(|error| self.fault(self.start, error.to_string(), format!("{what} is expected here")))?;
        self.advance()?;
        Ok(value)
    }

    /// Takes a comma if there is one.
    pub(super) fn skip_comma(&mut self) -> Result<(), Error> {
        if self.current == Token::Comma { self.advance().map(|_| ()) } else { Ok(()) }
    }

    /// Takes quoted texts in braces.
    pub(super) fn texts(&mut self, what: &str, help: &str) -> Result<Vec<String>, Error> {
        self.take(Token::Open, help)?;
        let mut texts = Vec::new();
        while let Some(text) = self.optional_text()? {
            texts.push(text);
        }
        if self.current != Token::Close {
            return Err(self.expected(&format!("{what} in quotes, or '}}'"), help));
        }
        self.advance()?;
        Ok(texts)
    }

    /// Takes numbers, with or without commas between them, up to the closing brace, and that brace.
    pub(super) fn payoffs(&mut self, players: usize) -> Result<Vec<Rational>, Error> {
        let start = self.start;
        let mut payoffs = Vec::new();
        while matches!(self.current, Token::Number(_)) {
            payoffs.push(self.number("a payoff", "")?);
            self.skip_comma()?;
        }
        if self.current != Token::Close {
            return Err(self.expected("a payoff or '}'", "payoffs stand in braces, one for each player: { 1, -1 }"));
        }
        if !payoffs.is_empty() && payoffs.len() != players {
            let given = payoffs.len();
            let message = format!("the outcome gives {given} payoffs where the game has {players} players");
            return Err(self.fault(start, message, "give one payoff for each player"));
        }
        self.advance()?;
        Ok(payoffs)
    }

    /// Takes the first words of a file: `NFG 1 R` or `EFG 2 R`.
    pub(super) fn header(&mut self, name: &'static str, version: &'static str) -> Result<(), Error> {
        let help = format!("the file begins with: {name} {version} R \"title\" {{ \"player\" \"player\" }}");
        self.take(Token::Word(name), &help)?;
        self.take(Token::Number(version), &help)?;
        if !matches!(self.current, Token::Word("R" | "D")) {
            return Err(self.expected("the letter R", &help));
        }
        self.advance().map(|_| ())
    }

    /// Takes the names of the players.
    pub(super) fn players(&mut self) -> Result<Vec<String>, Error> {
        let start = self.start;
        let players = self.texts("a player's name", "the players stand in braces: { \"Russia\" \"Armenia\" }")?;
        if players.is_empty() {
            return Err(self.fault(start, "the game has no players", "name at least one in the braces"));
        }
        Ok(players)
    }
}

/// Puts a text in quotes, so that [`Tokens`] reads it back.
///
/// A backslash is doubled only where it would be misread (before a quote, a backslash or the end), because other
/// programs take it literally elsewhere.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' if matches!(chars.peek(), None | Some('"' | '\\')) => quoted.push_str("\\\\"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Quoted texts in braces.
pub(super) fn quote_all(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quote(text)).collect();
    format!("{{ {} }}", quoted.join(" "))
}

/// Payoffs in braces, without the opening one.
pub(super) fn join(payoffs: &[Rational]) -> String {
    payoffs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Result<Vec<Token<'_>>, Error> {
        let mut tokens = Tokens::new(text)?;
        let mut list = Vec::new();
        while *tokens.current() != Token::End {
            list.push(tokens.advance()?);
        }
        Ok(list)
    }

    #[test]
    fn words_need_no_spaces() {
        let text = |text: &str| Token::Text(text.into());
        let expected = [
            Token::Word("p"),
            text(""),
            Token::Number("1"),
            Token::Open,
            text("a"),
            text("b"),
            Token::Close,
            Token::Number("-.5e3"),
            Token::Comma,
            Token::Word("x"),
        ];
        assert_eq!(all("p\"\"1{\"a\"\"b\"}-.5e3,x").unwrap(), expected);
    }

    #[test]
    fn backslashes_stand_for_themselves_but_before_quotes() {
        assert_eq!(all(r#""$\alpha$ \"x\" \\""#).unwrap(), [Token::Text(r#"$\alpha$ "x" \"#.into())]);
        assert_eq!(quote(r#"$\alpha$ "x" \"#), r#""$\alpha$ \"x\" \\""#);
    }

    proptest! {
        #[test]
        fn every_text_survives_quoting(text in r#"([\\"a\n é]|[^\x00]){0,12}"#) {
            let quoted = quote(&text);
            prop_assert_eq!(all(&quoted).unwrap(), [Token::Text(text)]);
        }
    }
}
