//! Reads YAML (and so JSON) into [`Node`]s, with the place of every part.
//!
//! Only what a model needs is read: one document of mappings, lists and texts. Anchors, aliases and tags are refused,
//! which also means that a small file cannot grow large.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span};

use super::node::{Node, Value};
use super::{mistakes, unquoted};
use crate::error::{InputError, Place};

/// The most bytes that a document may have.
pub const MAX_BYTES: usize = 4 << 20;
/// The most mappings and lists that may be nested in one another.
pub const MAX_DEPTH: usize = 200;

/// Reads one document.
pub(crate) fn parse(text: &str) -> Result<Node, InputError> {
    if text.len() > MAX_BYTES {
        let size = text.len();
        return Err(InputError::new(format!("the document has {size} bytes; the limit is {MAX_BYTES}")));
    }
    let mut assembly = Assembly::default();
    for event in Parser::new_from_str_with_options(text, options()) {
        let (event, span) = event.map_err(|error| not_yaml(&error, text))?;
        assembly.take(event, span, text)?;
    }
    assembly.document.ok_or_else(|| InputError::new("the document is empty").help("begin with 'title:' and 'players:'"))
}

fn options() -> Options {
    let mut options = Options::default();
    options.disallow_directives = true;
    options.emit_comments = false;
    options
}

/// Where the parser refuses a text, if it does.
fn refusal(text: &str) -> Option<Place> {
    let refused = Parser::new_from_str_with_options(text, options()).find_map(Result::err);
    refused.map(|error| place_of(error.marker()))
}

fn not_yaml(error: &ScanError, text: &str) -> InputError {
    let place = place_of(error.marker());
    if error.info().contains("recursion limit") {
        return InputError::new(too_deep()).at(place);
    }
    let plain = || InputError::new(format!("this is not YAML: {}", error.info())).at(place);
    mistakes::find(text, place).or_else(|| unquoted::find(text, place, refusal)).unwrap_or_else(plain)
}

fn too_deep() -> String {
    format!("more than {MAX_DEPTH} levels of nesting")
}

fn place_of(marker: &granit_parser::Marker) -> Place {
    Place { line: marker.line().max(1), column: marker.col() + 1 }
}

/// A mapping or list that is still open.
struct Open {
    node: Node,
    /// In mappings: the key whose value comes next.
    key: Option<Node>,
    /// In mappings: the line of each key so far.
    lines: HashMap<String, usize>,
}

#[derive(Default)]
struct Assembly {
    open: Vec<Open>,
    document: Option<Node>,
}

impl Assembly {
    fn take(&mut self, event: Event<'_>, span: Span, source: &str) -> Result<(), InputError> {
        let place = place_of(&span.start);
        match event {
            Event::Alias(_) | Event::Anchor(..) | Event::UnresolvedAlias(_) => Err(no_anchors(place)),
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _)
                if anchor != 0 =>
            {
                Err(no_anchors(place))
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => {
                Err(InputError::new("tags such as !!str have no meaning here").at(place))
            }
            Event::Scalar(text, ..) if text.contains('\0') => {
                Err(InputError::new("a NUL character has no meaning here").at(place))
            }
            Event::Scalar(text, style, ..) => self.add(scalar(&text, style, place, &span, source)),
            Event::SequenceStart(..) => self.begin(Value::List(Vec::new()), place),
            Event::MappingStart(..) => self.begin(Value::Map(Vec::new()), place),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => self.add(open.node),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, value: Value, place: Place) -> Result<(), InputError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(InputError::new(too_deep()).at(place));
        }
        self.open.push(Open {
            node: Node { value, place: Some(place), verbatim: false },
            key: None,
            lines: HashMap::new(),
        });
        Ok(())
    }

    fn add(&mut self, node: Node) -> Result<(), InputError> {
        let Some(open) = self.open.last_mut() else {
            if self.document.is_some() {
                return Err(node.error("a second document begins here").help("keep one model in a file"));
            }
            self.document = Some(node);
            return Ok(());
        };
        match (&mut open.node.value, open.key.take()) {
            (Value::Map(entries), Some(key)) => entries.push((key, node)),
            (Value::Map(_), None) => open.key = Some(new_key(&mut open.lines, node)?),
            (Value::List(items), _) => items.push(node),
            _ => {}
        }
        Ok(())
    }
}

fn new_key(lines: &mut HashMap<String, usize>, key: Node) -> Result<Node, InputError> {
    let Some(text) = key.as_text() else {
        return Err(key.error(format!("a key must be a text; this is {}", key.kind())));
    };
    let line = key.place.map_or(0, |place| place.line);
    match lines.insert(text.to_owned(), line) {
        Some(line) => {
            Err(key.error(format!("'{text}' is given twice")).help(format!("it stands on line {line} already")))
        }
        None => Ok(key),
    }
}

fn no_anchors(place: Place) -> InputError {
    InputError::new("anchors and aliases (& and *) are not read here")
        .help("put what is used twice under 'parts:' and write 'continue:'; begin no expression with *")
        .at(place)
}

fn scalar(text: &str, style: ScalarStyle, place: Place, span: &Span, source: &str) -> Node {
    let empty = style == ScalarStyle::Plain && matches!(text, "" | "~" | "null");
    let value = if empty { Value::Nothing } else { Value::Text(text.to_owned()) };
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    let start = span.byte_range().map_or(0, |range| range.start) + usize::from(quoted);
    let verbatim = source.get(start..).is_some_and(|rest| rest.starts_with(text));
    // Columns inside the text count from its first character, after the quote.
    let column = place.column + usize::from(quoted && verbatim);
    Node { value, place: Some(Place { column, ..place }), verbatim }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text() {
        let node = parse("title: A\ntree:\n  'x y': [a - b, \"c\"]\n").unwrap();
        let cell = &node.get("tree").unwrap().get("x y").unwrap().items()[1];
        assert_eq!((cell.as_text(), cell.place), (Some("c"), Some(Place { line: 3, column: 19 })));
        assert_eq!(cell.error_inside("", None, 0).place, Some(Place { line: 3, column: 19 }));
    }

    #[test]
    fn json_is_read_too() {
        let node = parse("{\"title\": \"A\", \"parameters\": {\"t\": 0.10, \"n\": null}}").unwrap();
        assert_eq!(node.get("parameters").unwrap().get_text("t"), Some("0.10"));
        assert_eq!(node.get("parameters").unwrap().get("n"), None);
    }

    #[test]
    fn what_models_do_not_need_is_refused() {
        for (text, line, column, part) in [
            ("a: 1\na: 2", 2, 1, "given twice"),
            ("a: &x 1", 1, 7, "anchors"),
            ("a: *x", 1, 4, "not YAML"),
            ("a: !!int 1", 1, 10, "tags"),
            ("a: 1\n---\nb: 2", 3, 1, "second document"),
            ("? [a]\n: 1", 1, 3, "a key must be a text"),
            ("a: [1", 1, 4, "not YAML"),
            ("%YAML 1.2\n---\na: 1", 1, 1, "not YAML"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.message.contains(part), "{text}: {error}");
            let place = error.place.unwrap();
            assert!(place.line.abs_diff(line) + place.column.abs_diff(column) <= 3, "{text}: {error}");
        }
        for deep in [
            "[".repeat(100_000),
            "{a: ".repeat(100_000),
            (0..1_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect(),
        ] {
            let error = parse(&deep).unwrap_err();
            assert!(error.message.contains("nesting"), "{error}");
        }
        assert!(parse("").unwrap_err().message.contains("empty"));
    }
}
