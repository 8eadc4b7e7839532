//! [`Parameter`]: a named number with its base value, its range, and what it stands for.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::expression::Relation;
use crate::number::{Rational, latex_symbol};

/// A parameter of a model.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Parameter {
    /// The symbol that stands in expressions: `w`, `rhoH`, `E_Belarus`.
    pub symbol: String,
    /// The base value. Base values of the dilemmas shipped are illustrative.
    pub base: Rational,
    /// The admissible values.
    pub range: Range,
    /// What it means, in a short phrase.
    pub meaning: String,
    /// The argument that it stands for.
    pub argument: String,
    /// The term of the literature.
    pub term: String,
    /// Where it comes from.
    pub source: String,
}

impl Parameter {
    /// The symbol in LaTeX (mathematics mode).
    pub fn latex(&self) -> String {
        latex_symbol(&self.symbol)
    }
}

/// An end of a [`Range`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The end.
    pub value: Rational,
    /// Whether the end itself is left out.
    pub open: bool,
}

/// An interval of numbers, unbounded where an end is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Range {
    /// The lower end.
    pub low: Option<Bound>,
    /// The upper end.
    pub high: Option<Bound>,
}

impl Range {
    /// Whether a value lies in the range.
    pub fn contains(&self, value: &Rational) -> bool {
        let above = |bound: &Bound| *value > bound.value || (!bound.open && *value == bound.value);
        let below = |bound: &Bound| *value < bound.value || (!bound.open && *value == bound.value);
        self.low.as_ref().is_none_or(above) && self.high.as_ref().is_none_or(below)
    }

    /// Whether no number lies in it.
    pub fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => low.value > high.value || (low.value == high.value && (low.open || high.open)),
            _ => false,
        }
    }

    /// The range as conditions on a value: a relation and a number for each end.
    pub fn conditions(&self) -> Vec<(Relation, Rational)> {
        let low = self.low.iter().map(|bound| {
            let relation = if bound.open { Relation::Greater } else { Relation::GreaterOrEqual };
            (relation, bound.value.clone())
        });
        let high = self.high.iter().map(|bound| {
            let relation = if bound.open { Relation::Less } else { Relation::LessOrEqual };
            (relation, bound.value.clone())
        });
        low.chain(high).collect()
    }

    /// Narrows the range by a comparison of the value with a number; `None` for relations that make no interval.
    pub(crate) fn narrow(&mut self, relation: Relation, value: Rational) -> Option<()> {
        let open = matches!(relation, Relation::Less | Relation::Greater);
        let bound = Some(Bound { value, open });
        match relation {
            Relation::Less | Relation::LessOrEqual => self.high = bound,
            Relation::Greater | Relation::GreaterOrEqual => self.low = bound,
            Relation::Equal => (self.low, self.high) = (bound.clone(), bound),
            Relation::NotEqual => return None,
        }
        Some(())
    }

    /// The range as a condition on a symbol: `0 < p <= 1`, or "any".
    pub fn describe(&self, symbol: &str) -> String {
        let less = |bound: &Bound| if bound.open { "<" } else { "<=" };
        match (&self.low, &self.high) {
            (None, None) => "any".to_owned(),
            (Some(low), None) => format!("{symbol} {} {}", if low.open { ">" } else { ">=" }, low.value),
            (None, Some(high)) => format!("{symbol} {} {}", less(high), high.value),
            (Some(low), Some(high)) => {
                format!("{} {} {symbol} {} {}", low.value, less(low), less(high), high.value)
            }
        }
    }
}

/// The range in interval notation: `[0, 1)`, `(0, ∞)`.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.low {
            Some(Bound { value, open }) => write!(f, "{}{value}, ", if *open { '(' } else { '[' })?,
            None => f.write_str("(-∞, ")?,
        }
        match &self.high {
            Some(Bound { value, open }) => write!(f, "{value}{}", if *open { ')' } else { ']' }),
            None => f.write_str("∞)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_know_their_ends() {
        let mut range = Range::default();
        range.narrow(Relation::Greater, 0.into());
        range.narrow(Relation::LessOrEqual, 1.into());
        assert_eq!((range.to_string(), range.describe("p")), ("(0, 1]".to_owned(), "0 < p <= 1".to_owned()));
        assert!(!range.contains(&0.into()) && range.contains(&1.into()) && !range.is_empty());
        range.narrow(Relation::Less, 0.into());
        assert!(range.is_empty());
        assert_eq!(Range::default().to_string(), "(-∞, ∞)");
    }
}
