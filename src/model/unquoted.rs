//! Texts that need quotation marks in YAML and lack them: `meaning: cost: of war`, and `-c[i]` within brackets.
//!
//! What looks like such a text near the place where the parser stopped is put in quotation marks; if the parser then gets
//! further, it was the mistake.

use crate::error::{InputError, Place};

/// A text that may lack quotation marks, by its bytes in the document, and why it would need them.
struct Suspect {
    start: usize,
    end: usize,
    why: &'static str,
}

/// How many suspects before the place and after it are tried.
const FEW: usize = 4;
/// The most letters of a text that a message repeats.
const SHOWN: usize = 60;

/// The mistake in a text that the parser refuses at a place, if quotation marks are missing there; `refusal` says where the
/// parser refuses another text.
pub(super) fn find(text: &str, refused: Place, refusal: impl Fn(&str) -> Option<Place>) -> Option<InputError> {
    let (mut start, mut stop) = (0, 0);
    let mut suspects = Vec::new();
    for (at, line) in text.split_inclusive('\n').enumerate().take(refused.line) {
        if at + 2 >= refused.line {
            suspects.extend(suspects_of(line.trim_end(), start));
        }
        stop = start + line.chars().take(refused.column).map(char::len_utf8).sum::<usize>();
        start += line.len();
    }
    // The mistake stands just before the place where it is noticed; trying a few is enough, and a long line costs no more.
    let after = suspects.partition_point(|suspect| suspect.start <= stop);
    suspects.drain(..after.saturating_sub(FEW));
    suspects.truncate(2 * FEW);
    let helps = |suspect: &&Suspect| {
        let quoted = with_marks(text, &suspects, suspect.start);
        refusal(&quoted).is_none_or(|place| place > refused)
    };
    let found = suspects.iter().find(helps)?;
    let mut written = text[found.start..found.end].to_owned();
    if let Some((end, _)) = written.char_indices().nth(SHOWN) {
        written.replace_range(end.., "...");
    }
    let message = format!("this is not YAML: '{written}' {}", found.why);
    Some(
        InputError::new(message)
            .help(format!("put it in quotation marks: \"{written}\""))
            .at(Place::of_offset(text, found.start)),
    )
}

/// The text with marks around all suspects from one on: a later one of the same kind stops the parser too.
fn with_marks(text: &str, suspects: &[Suspect], from: usize) -> String {
    let (mut marked, mut done) = (String::with_capacity(text.len() + 16), 0);
    for suspect in suspects.iter().filter(|suspect| suspect.start >= from) {
        if suspect.start < done {
            continue;
        }
        marked += &text[done..suspect.start];
        marked += &format!("\"{}\"", text[suspect.start..suspect.end].replace(['"', '\\'], "'"));
        done = suspect.end;
    }
    marked + &text[done..]
}

/// What in a line may lack quotation marks.
fn suspects_of(line: &str, offset: usize) -> Vec<Suspect> {
    let key = line.find(": ").filter(|&at| !line[..at].contains(['[', '{', '"', '\'', '#']));
    let value = key.map_or(0, |at| at + 2);
    let mut suspects = Vec::new();
    // On a line of its own, everything after the key is one text, unless it begins with a bracket or a mark.
    let whole = line[value..].trim_start();
    if key.is_some() && !whole.starts_with(['[', '{', '"', '\'', '|', '>', '#']) && whole.contains(": ") {
        let start = line.len() - whole.len();
        suspects.push(Suspect { start: offset + start, end: offset + line.len(), why: COLON });
    }
    suspects.extend(pieces(line).into_iter().filter_map(|(start, end)| suspect_piece(line, start, end, offset)));
    suspects
}

const COLON: &str = "holds a colon with a blank after it, which would begin another value";
const BRACKET: &str = "holds a bracket, which YAML takes for a list";

/// The pieces between commas and outer brackets, those brackets left out that follow a letter: `c[i]` is one piece.
fn pieces(line: &str) -> Vec<(usize, usize)> {
    let (mut pieces, mut start, mut inner, mut before) = (Vec::new(), 0, 0, ' ');
    let mut quote = None;
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (Some(mark), _) if letter == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(letter),
            (None, '[') if before.is_alphanumeric() || before == '_' => inner += 1,
            (None, ']') if inner > 0 => inner -= 1,
            (None, ',' | '[' | '{' | ']' | '}') if inner == 0 => {
                pieces.push((start, at));
                start = at + letter.len_utf8();
            }
            _ => {}
        }
        before = letter;
    }
    pieces.push((start, line.len()));
    pieces
}

/// A piece that holds a bracket, or a colon after the one that follows its key.
fn suspect_piece(line: &str, start: usize, end: usize, offset: usize) -> Option<Suspect> {
    let piece = &line[start..end];
    let value = piece.find(": ").map_or(0, |at| at + 2);
    let text = piece[value..].trim();
    let start = start + value + (piece[value..].len() - piece[value..].trim_start().len());
    let why = match text {
        _ if text.is_empty() || text.starts_with(['"', '\'', '#']) => return None,
        _ if text.contains(": ") => COLON,
        _ if text.contains('[') => BRACKET,
        _ => return None,
    };
    Some(Suspect { start: offset + start, end: offset + start + text.len(), why })
}

#[cfg(test)]
mod tests {
    use super::super::yaml::parse;

    #[test]
    fn what_lacks_quotation_marks_is_named() {
        for (text, line, column, written) in [
            ("title: A\nmeaning: cost: of war\n", 2, 10, "cost: of war"),
            ("p:\n  c: {base: 2, meaning: cost: of war, term: x}\n", 2, 25, "cost: of war"),
            ("summary: Iran: may attack, and does\n", 1, 10, "Iran: may attack, and does"),
            ("a: [1, -c[i], 2]\n", 1, 8, "-c[i]"),
            ("a: [1, -c[Israel], -d[Iran] + 1]\n", 1, 8, "-c[Israel]"),
            ("rules:\n  - {if: own = x, payoff: -c[i]}\n", 2, 27, "-c[i]"),
            ("rules:\n  - {if: own = x,\n     payoff: 2*c[i] - 1}\n", 3, 14, "2*c[i] - 1"),
            ("a: {b: [\"x, y\", c_1[é]]}\n", 1, 17, "c_1[é]"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.message.starts_with(&format!("this is not YAML: '{written}' holds a ")), "{text}: {error}");
            assert_eq!(error.help, Some(format!("put it in quotation marks: \"{written}\"")), "{text}");
            let place = error.place.unwrap();
            assert_eq!((place.line, place.column), (line, column), "{text}: {error}");
        }
    }

    #[test]
    fn other_mistakes_are_not_explained_so() {
        for text in ["a: [1\n", "a: {b: 1}}\n", "a: x\n b: y\n", "a: [1\nb: c[i]\n", "a: [b: c, d[i]\n- x"] {
            let error = parse(text).unwrap_err();
            assert!(!error.message.contains("holds a"), "{text}: {error}");
        }
    }

    #[test]
    fn long_lines_cost_no_more_and_are_cut_short() {
        let list = "-c[i], ".repeat(50_000);
        let error = parse(&format!("a: [{list}1]\n")).unwrap_err();
        assert!(error.message.contains("'-c[i]' holds a bracket"), "{error}");
        let error = parse(&format!("a: b: {}\n", "long ".repeat(1_000))).unwrap_err();
        assert!(error.message.chars().count() < 200, "{error}");
    }
}
