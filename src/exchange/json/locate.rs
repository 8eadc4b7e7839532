//! Where in the text a part of a JSON document stands.

use super::document::Step;
use crate::error::Place;

/// The place of a part of a text that is known to be JSON; of the innermost part around it if it is not there.
pub(super) fn locate(text: &str, path: &[Step]) -> Place {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    scanner.space();
    for step in path {
        let before = scanner.at;
        let found = match step {
            Step::Field(name) => scanner.enter_field(name),
            Step::Element(position) => scanner.enter_element(*position),
        };
        if !found {
            scanner.at = before;
            break;
        }
    }
    Place::of_offset(text, scanner.at)
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn space(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// Moves past a bracket, comma or colon and the space around it.
    fn step(&mut self) {
        self.at += 1;
        self.space();
    }

    /// Moves to the value of a field of the object that begins here. A field given twice is not JSON that we read.
    fn enter_field(&mut self, name: &str) -> bool {
        if self.peek() != b'{' {
            return false;
        }
        self.step();
        while self.peek() == b'"' {
            let start = self.at;
            self.text();
            let found = self.bytes[start + 1..self.at - 1] == *name.as_bytes();
            self.space();
            self.step();
            if found {
                return true;
            }
            self.value();
            self.space();
            if self.peek() == b',' {
                self.step();
            }
        }
        false
    }

    /// Moves to an element of the array that begins here.
    fn enter_element(&mut self, position: usize) -> bool {
        if self.peek() != b'[' {
            return false;
        }
        self.step();
        for _ in 0..position {
            self.value();
            self.space();
            if self.peek() != b',' {
                return false;
            }
            self.step();
        }
        true
    }

    /// Moves past a text.
    fn text(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() && self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + 1).min(self.bytes.len());
    }

    /// Moves past a value, by counting brackets.
    fn value(&mut self) {
        let mut depth = 0usize;
        while self.at < self.bytes.len() {
            match self.peek() {
                b'"' => {
                    self.text();
                    if depth == 0 {
                        return;
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' if depth == 0 => return,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_parts() {
        let text = "{ \"a\": [1, {\"b\\\"\": \"}\\\\\", \"c\": 3}],\n  \"é\": \"x\", \"d\":[ [] , {} , 7] }";
        let place = |path: &[Step]| {
            let Place { line, column } = locate(text, path);
            (line, column)
        };
        use Step::{Element, Field};
        assert_eq!(place(&[Field("a"), Element(1), Field("c")]), (1, 32));
        assert_eq!(place(&[Field("d"), Element(2)]), (2, 29));
        assert_eq!(place(&[Field("d"), Element(3)]), (2, 17));
        assert_eq!(place(&[Field("none")]), (1, 1));
    }
}
