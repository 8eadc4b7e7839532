//! Words and numbers that all displays share.

use std::fmt::Display;

use crate::game::{ExtensiveForm, Infoset, NodeKind};
use crate::number::Rational;
use crate::solve::Equilibrium;

/// How many digits a number may have in a compact table before a decimal takes its place.
const COMPACT: usize = 11;

/// Whether numbers are exact, or only as near as an error bound says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digits {
    /// Every digit counts.
    Exact,
    /// Only some do.
    Near,
}

impl Digits {
    /// How to write the numbers of an equilibrium.
    pub(crate) fn of(equilibrium: &Equilibrium) -> Self {
        if equilibrium.error_bound.is_some() { Digits::Near } else { Digits::Exact }
    }

    /// A short form for tables: `-7/2`, or `≈0.4563` where the fraction is long.
    pub(crate) fn compact(self, value: &Rational) -> String {
        let exact = value.to_string();
        if exact.len() <= COMPACT && self == Digits::Exact { exact } else { format!("≈{}", decimal(value, 6)) }
    }

    /// A full form for running text: `-7/2 (-3.5)`.
    pub(crate) fn full(self, value: &Rational) -> String {
        let short = self.compact(value);
        if short.starts_with('≈') || value.is_integer() {
            return short;
        }
        let decimal = decimal(value, 4);
        let exact = decimal.parse::<Rational>().is_ok_and(|back| back == *value);
        if exact { format!("{short} ({decimal})") } else { format!("{short} (≈{decimal})") }
    }
}

/// A number in decimals: at most `places` of them, or in powers of ten where that says nothing.
pub(crate) fn decimal(value: &Rational, places: u32) -> String {
    let size = value.abs().to_f64();
    if value.is_zero() || (1e-3..1e9).contains(&size) {
        value.to_decimal(places)
    } else {
        format!("{:.3e}", value.to_f64())
    }
}

/// A label on one line, without characters that no display can show.
pub(crate) fn clean(label: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let blank = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}');
    let shown: String = label.chars().filter(|c| !hidden(*c)).map(|c| if blank(c) { ' ' } else { c }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    joined(items, "and")
}

/// Items in a list with a joining word before the last.
pub(crate) fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// "1 play", "2 plays".
pub(crate) fn count(number: impl Display + PartialEq + From<u8>, one: &str, many: &str) -> String {
    let noun = if number == 1.into() { one } else { many };
    format!("{number} {noun}")
}

/// "… 3 more plays".
pub(crate) fn more(hidden: usize, one: &str, many: &str) -> String {
    let noun = if hidden == 1 { one } else { many };
    format!("… {hidden} more {noun}")
}

/// Where a player moves, to follow an action: "after Invoke", "at the start", "at “called”".
pub(crate) fn place(infoset: &Infoset) -> String {
    let key = clean(&infoset.key);
    match key.as_str() {
        "start" => "at the start".into(),
        _ if infoset.label.is_empty() && key.starts_with("after ") => key,
        _ if key.starts_with("after ") || key.starts_with("before ") => key,
        _ => format!("at “{key}”"),
    }
}

/// The user's label of an information set, where it says more than its place in the tree: "call after Attack" is "call"
/// where it follows Attack.
pub(crate) fn telling_label(tree: &ExtensiveForm, infoset: &Infoset) -> Option<String> {
    let label = clean(&infoset.label);
    let player = clean(tree.players().key(infoset.player.index()));
    let told = without_path(&label, &tree.path(infoset.nodes[0]));
    (!told.is_empty() && told != "start" && told != player).then(|| told.to_owned())
}

/// A label without an ending such as "after Attack, Invoke", if these are the last moves before.
fn without_path<'a>(label: &'a str, path: &[&str]) -> &'a str {
    let (front, moves) = match (label.strip_prefix("after "), label.split_once(" after ")) {
        (Some(moves), _) => ("", moves),
        (None, Some((front, moves))) => (front, moves),
        (None, None) => return label,
    };
    let moves: Vec<String> = moves.split(", ").map(str::to_lowercase).collect();
    let last = path.iter().rev().take(moves.len()).rev().map(|step| clean(step).to_lowercase());
    if last.eq(moves.iter().cloned()) { front } else { label }
}

/// Whether a node ends the game.
pub(crate) fn ends(kind: NodeKind) -> bool {
    kind == NodeKind::Terminal
}

/// A word with its first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Rational {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_read_well() {
        let full = |text: &str| Digits::Exact.full(&number(text));
        assert_eq!(full("-7/2"), "-7/2 (-3.5)");
        assert_eq!(full("1/3"), "1/3 (≈0.3333)");
        assert_eq!(full("12"), "12");
        assert_eq!(full("123456789/1000000007"), "≈0.123457");
        assert_eq!(full("1/100000"), "1/100000 (1.000e-5)");
        assert_eq!(Digits::Near.compact(&number("1/3")), "≈0.333333");
        assert_eq!(Digits::Exact.compact(&number("1000000000000")), "≈1.000e12");
    }

    #[test]
    fn labels_become_one_clean_line() {
        assert_eq!(clean(" a\n\tb\u{0} \u{202e}c "), "a b c");
        assert_eq!(clean("Türkiye 🕊"), "Türkiye 🕊");
    }

    #[test]
    fn labels_do_not_repeat_the_path() {
        let path = ["Attack", "Invoke"];
        assert_eq!(without_path("after invoke", &path), "");
        assert_eq!(without_path("call after Attack, Invoke", &path), "call");
        assert_eq!(without_path("after invocation", &path), "after invocation");
        assert_eq!(without_path("call after Attack", &path), "call after Attack");
    }

    #[test]
    fn lists_read_well() {
        let items: Vec<String> = ["a", "b", "c"].map(String::from).into();
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(joined(&items[..2], "or"), "a or b");
        assert_eq!((count(1, "play", "plays"), count(2usize, "play", "plays")), ("1 play".into(), "2 plays".into()));
    }
}
