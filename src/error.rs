//! The errors of the library, one variant for each thing that a caller can do about it.

mod twins;

use std::fmt;

/// Everything that can go wrong, sorted by what the caller can do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A text (model, game file, expression, number) does not say what it should: mend it at the place named.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A game or model is not valid: mend the call that the message names.
    #[error("{0}")]
    Invalid(String),
    /// A player, action, parameter or other name is not in the game: use one of those listed.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// The method does not apply to this game: use the one that the message names.
    #[error("{0}")]
    Unsupported(String),
    /// A size limit was met: raise the option named, or make the game smaller.
    #[error("{what} is over the limit of {limit}; raise `{option}` to allow more")]
    TooLarge {
        /// What is too large, with its size: "the strategic form (1048576 profiles)".
        what: String,
        /// The limit in force.
        limit: String,
        /// The option that raises it.
        option: &'static str,
    },
}

/// A malformed text, with the place where it goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// What is wrong.
    pub message: String,
    /// What to change, if that can be said.
    pub help: Option<String>,
    /// Where, if it is known.
    pub place: Option<Place>,
}

/// A line and a column, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// The place that serde_json means: it counts columns in bytes, and column 0 before the first byte of a line.
    fn of_bytes(text: &str, line: usize, column: usize) -> Place {
        let line = line.max(1);
        let bytes = text.split('\n').nth(line - 1).unwrap_or_default().as_bytes();
        let before = &bytes[..column.saturating_sub(1).min(bytes.len())];
        Place { line, column: String::from_utf8_lossy(before).chars().count() + 1 }
    }

    /// The place of a byte offset in a text.
    pub fn of_offset(text: &str, offset: usize) -> Place {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |tail| tail.chars().count()) + 1;
        Place { line, column }
    }
}

impl InputError {
    /// An error without a place.
    pub fn new(message: impl Into<String>) -> Self {
        InputError { message: message.into(), help: None, place: None }
    }

    /// What is wrong with a text that should be JSON, and where.
    pub(crate) fn of_json(text: &str, error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let message = message.rfind(" at line ").map_or(&message[..], |end| &message[..end]).to_owned();
        InputError::new(message).at(Place::of_bytes(text, error.line(), error.column()))
    }

    /// The text of a file's bytes, or where they stop being one.
    pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, Self> {
        std::str::from_utf8(bytes).map_err(|error| {
            let good = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            let input = InputError::new("the file is not UTF-8 text from here on");
            input.at(Place::of_offset(good, good.len())).help("save it as UTF-8 text")
        })
    }

    /// Says where.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says what to change.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { line, column }) = self.place {
            write!(f, "line {line}, column {column}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InputError {}

/// A name that is not among those known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// What kind of thing was named: "player", "action of Russia", "parameter".
    pub kind: String,
    /// The name given.
    pub name: String,
    /// The names there are.
    pub known: Vec<String>,
}

impl UnknownName {
    /// An unknown name of some kind, with the names there are.
    pub fn new(kind: impl Into<String>, name: impl Into<String>, known: impl IntoIterator<Item: Into<String>>) -> Self {
        UnknownName { kind: kind.into(), name: name.into(), known: known.into_iter().map(Into::into).collect() }
    }

    /// The known name nearest to the one given, if one is near enough to be a slip of the pen: one that looks the same
    /// but for letters of another alphabet, or has few other letters. Any name of one or two letters is near to any
    /// other, so there only capitals may differ.
    pub fn suggestion(&self) -> Option<&str> {
        if let Some(twin) = self.twin() {
            return Some(twin);
        }
        let near = |known: &&String| edit_distance(&self.name.to_lowercase(), &known.to_lowercase());
        let best = self.known.iter().min_by_key(near)?;
        let length = self.name.chars().count();
        let allowed = if length <= 2 { 0 } else { 1.max(length / 3) };
        (near(&best) <= allowed).then_some(best)
    }

    /// The known name that looks like the one given and has letters of another alphabet.
    fn twin(&self) -> Option<&str> {
        self.known.iter().map(String::as_str).find(|known| twins::look_alike(&self.name, known))
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no {} '{}'", self.kind, self.name)?;
        if let Some(twin) = self.twin() {
            return write!(f, "; did you mean '{twin}'? They look alike, but {}", twins::told_apart(&self.name, twin));
        }
        match self.suggestion() {
            Some(near) => write!(f, "; did you mean '{near}'?"),
            None if self.known.is_empty() => Ok(()),
            None => write!(f, "; there are: {}", self.known.join(", ")),
        }
    }
}

impl std::error::Error for UnknownName {}

/// The edit distance in characters, with neighbours that changed places as one edit (optimal string alignment).
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let substitute = row[j] + usize::from(x != y);
            let mut best = substitute.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_slips_only() {
        let known = ["Support", "Abstain"];
        assert_eq!(UnknownName::new("action", "suport", known).suggestion(), Some("Support"));
        assert_eq!(UnknownName::new("action", "Leave", known).suggestion(), None);
        assert_eq!(UnknownName::new("key", "titel", ["title", "tree"]).suggestion(), Some("title"));
        for (name, known, suggested) in
            [("c", "v", None), ("tt", "t", None), ("q", "qq", None), ("W", "w", Some("w")), ("wra", "war", Some("war"))]
        {
            assert_eq!(UnknownName::new("parameter", name, [known]).suggestion(), suggested, "{name}");
        }
    }

    #[test]
    fn letters_that_look_alike_are_told_apart() {
        let say = |name: &str, known: &str| UnknownName::new("parameter", name, ["v", known]).to_string();
        assert_eq!(
            say("с", "c"),
            "there is no parameter 'с'; did you mean 'c'? They look alike, but the 'с' written here is a Cyrillic letter"
        );
        assert!(say("wаr", "war").contains("the 'а' written here is a Cyrillic letter"));
        assert!(say("war", "wаr").contains("its 'а' is a Cyrillic letter, the one written here is not"));
        assert!(say("ν", "w").contains("the 'ν' written here is a Greek letter"));
        assert!(!say("ж", "w").contains("look alike"));
    }

    #[test]
    fn every_letter_has_its_twin() {
        for (own, latin) in twins::tables() {
            assert_eq!(own.chars().count(), latin.chars().count(), "{own}");
            assert!(latin.is_ascii() && own.chars().all(|letter| !letter.is_ascii()), "{own} {latin}");
        }
    }

    #[test]
    fn places_count_characters() {
        assert_eq!(Place::of_offset("é\nüx", 5), Place { line: 2, column: 2 });
        assert_eq!(Place::of_offset("", 9), Place { line: 1, column: 1 });
    }
}
