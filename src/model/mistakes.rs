//! What is wrong with a text that is not YAML, in the words of who wrote it: tabs, and brackets that do not match.

use crate::error::{InputError, Place};

/// The mistake in a text that the parser refuses at a place, if it is one that people make.
pub(super) fn find(text: &str, refused: Place) -> Option<InputError> {
    bracket(text).or_else(|| tab(text, refused))
}

/// A tab before a line's first word, up to the line after that on which the parser stopped.
fn tab(text: &str, refused: Place) -> Option<InputError> {
    let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).position(|c| c == '\t');
    let found =
        text.lines().enumerate().take(refused.line + 1).filter_map(|(at, line)| Some((at + 1, indent(line)? + 1)));
    let (line, column) = found.last()?;
    let message = format!("this is not YAML: there is a tab before the first word of line {line}");
    Some(InputError::new(message).help("indent with blanks").at(Place { line, column }))
}

/// An open bracket or brace, and where it stands.
struct Open {
    bracket: char,
    place: Place,
}

/// A bracket that is never closed, or that another one closes.
fn bracket(text: &str) -> Option<InputError> {
    let mut open: Vec<Open> = Vec::new();
    let mut quote: Option<char> = None;
    for (at, line) in text.lines().enumerate() {
        // What a plain text goes on with are letters and not brackets, unless it stands in brackets itself.
        let (mut before, mut fresh) = (' ', true);
        for (column, c) in line.chars().enumerate() {
            let place = Place { line: at + 1, column: column + 1 };
            match (quote, c) {
                (Some(mark), _) if c == mark && before != '\\' => quote = None,
                (Some(_), _) => {}
                (None, '#') if before.is_whitespace() => break,
                (None, '"' | '\'') if fresh => quote = Some(c),
                (None, '[' | '{') if fresh || !open.is_empty() => open.push(Open { bracket: c, place }),
                (None, ']' | '}') if !open.is_empty() => {
                    let last = open.pop()?;
                    if closing(last.bracket) != c {
                        return Some(mismatch(&last, c, place));
                    }
                }
                _ => {}
            }
            // A value may begin here: at the line's first word, and after a comma, a colon, a dash or a bracket.
            fresh = match c {
                ' ' => fresh || matches!(before, ':' | '-' | '?' | ','),
                ',' | '[' | '{' => !open.is_empty(),
                ':' => !open.is_empty() && before == '"',
                _ => false,
            };
            before = c;
        }
    }
    let Open { bracket, place } = open.pop()?;
    let message = format!("this is not YAML: the '{bracket}' of line {} is never closed", place.line);
    Some(InputError::new(message).help(format!("put '{}' after what belongs to it", closing(bracket))).at(place))
}

fn mismatch(open: &Open, found: char, place: Place) -> InputError {
    let Open { bracket, place: Place { line, column } } = open;
    let message = format!("this is not YAML: '{found}' closes the '{bracket}' of line {line}, column {column}");
    InputError::new(message).help(format!("put '{}' here", closing(*bracket))).at(place)
}

fn closing(bracket: char) -> char {
    if bracket == '[' { ']' } else { '}' }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::parse;

    #[test]
    fn tabs_and_brackets_are_named() {
        for (text, line, column, says, help) in [
            ("a:\n\tb: 1\n", 2, 1, "a tab before the first word of line 2", "indent with blanks"),
            ("a:\n  b: 1\n  \tc: 2\n", 3, 3, "a tab before the first word of line 3", "indent with blanks"),
            ("a: [1, 2\nb: 3\n", 1, 4, "the '[' of line 1 is never closed", "put ']' after"),
            ("a: 1\nb: {x: [1, 2], y: 2\n", 2, 4, "the '{' of line 2 is never closed", "put '}' after"),
            ("a: [1, 2}\n", 1, 9, "'}' closes the '[' of line 1, column 4", "put ']' here"),
            ("n: it's [so]\na: {'x [': [1}\n", 2, 14, "'}' closes the '[' of line 2", "put ']' here"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.message.contains(says), "{text}: {error}");
            assert!(error.to_string().contains(help), "{text}: {error}");
            let place = error.place.unwrap();
            assert_eq!((place.line, place.column), (line, column), "{text}: {error}");
        }
    }

    #[test]
    fn brackets_within_texts_are_no_mistake() {
        for text in [
            "a: see [1 of it\n",
            "a: \"[\"\nb: '{'\n",
            "a: 1 # [\n",
            "a: [x - 1, \"[\", 'it''s']\n",
            "{\n\t\"a\": 1\n}",
        ] {
            assert!(parse(text).is_ok(), "{text}: {}", parse(text).unwrap_err());
            assert!(super::bracket(text).is_none(), "{text}");
        }
    }
}
