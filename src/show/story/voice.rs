//! How names and comparisons are put in words, the same way all through a story.

use crate::number::Rational;
use crate::show::words::{Digits, clean, list};

/// The choice of words for one game.
pub(super) struct Voice {
    quote: bool,
    pub(super) digits: Digits,
}

/// An alternative to what a player does, and what it would bring.
pub(super) struct Alternative {
    pub(super) name: String,
    pub(super) value: Rational,
    /// What would follow, as a clause, and whether that is credible, as a sentence.
    pub(super) then: Option<String>,
    pub(super) doubt: Option<String>,
}

impl Voice {
    /// Actions stand without quotation marks where all of them are single words with a capital.
    pub(super) fn new<'a>(mut actions: impl Iterator<Item = &'a String>, digits: Digits) -> Self {
        let plain = |label: &String| {
            label.chars().next().is_some_and(char::is_uppercase) && label.chars().all(char::is_alphanumeric)
        };
        Voice { quote: !actions.all(plain), digits }
    }

    /// An action or strategy.
    pub(super) fn action(&self, label: &str) -> String {
        if self.quote { format!("“{}”", clean(label)) } else { clean(label) }
    }

    /// A number.
    pub(super) fn number(&self, value: &Rational) -> String {
        self.digits.full(value)
    }

    /// "Support with probability 1/3 (≈0.3333) and Abstain with probability 2/3 (≈0.6667)".
    pub(super) fn mixture(&self, row: &[Rational], names: &[String]) -> String {
        let used = row.iter().zip(names).filter(|(probability, _)| !probability.is_zero());
        let term = |(probability, name): (&Rational, &String)| {
            format!("{} with probability {}", self.action(name), self.number(probability))
        };
        list(&used.map(term).collect::<Vec<_>>())
    }

    /// What the alternatives would bring: the clause that follows a semicolon, and further sentences.
    pub(super) fn alternatives(&self, mut others: Vec<Alternative>, value: &Rational) -> String {
        others.sort_by(|a, b| b.value.cmp(&a.value));
        let hidden = others.split_off(others.len().min(5));
        let mut text = String::new();
        let mut full_stop = false;
        for other in &others {
            let start = if full_stop || text.is_empty() { " " } else { "; " };
            text.push_str(&format!("{start}{}", self.alternative(other, value)));
            full_stop = other.doubt.is_some();
            if let Some(doubt) = &other.doubt {
                text.push_str(&format!(". {doubt}"));
            }
        }
        if !hidden.is_empty() {
            let start = if full_stop { " The" } else { "; the" };
            text.push_str(&format!("{start} other {} would give it no more", hidden.len()));
            full_stop = false;
        }
        if !full_stop {
            text.push('.');
        }
        text.trim_start().to_owned()
    }

    fn alternative(&self, other: &Alternative, value: &Rational) -> String {
        let number = self.number(&other.value);
        let what = match other.value.cmp(value) {
            std::cmp::Ordering::Less => number,
            std::cmp::Ordering::Equal => format!("the same, {number}"),
            std::cmp::Ordering::Greater => format!("more, {number}"),
        };
        let then = other.then.as_ref().map_or(String::new(), |then| format!(" ({then})"));
        format!("{} would give it {what}{then}", self.action(&other.name))
    }
}
