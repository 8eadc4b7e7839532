//! [`Select`]: which equilibrium stands for a point that has several.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, UnknownName};

/// The rule by which one equilibrium of several is selected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Select {
    /// The first in the solver's order.
    #[default]
    First,
    /// The only one; none where there are several.
    Only,
    /// The one in which nobody gets less than in any other (Harsanyi and Selten 1988); none where there is no such.
    PayoffDominant,
    /// The one with the largest sum of payoffs.
    Welfare,
    /// The one in which a player gets most.
    BestFor(String),
    /// The one in which a player gets least.
    WorstFor(String),
    /// All of them.
    All,
}

/// The names of the rules.
const NAMES: [&str; 7] = ["first", "only", "payoff-dominant", "largest sum", "best for …", "worst for …", "all"];

impl fmt::Display for Select {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Select::First => f.write_str("first"),
            Select::Only => f.write_str("only"),
            Select::PayoffDominant => f.write_str("payoff-dominant"),
            Select::Welfare => f.write_str("largest sum"),
            Select::BestFor(player) => write!(f, "best for {player}"),
            Select::WorstFor(player) => write!(f, "worst for {player}"),
            Select::All => f.write_str("all"),
        }
    }
}

impl FromStr for Select {
    type Err = Error;

    fn from_str(text: &str) -> Result<Select, Error> {
        let player = |rest: &str| rest.trim().to_owned();
        Ok(match text {
            "first" => Select::First,
            "only" => Select::Only,
            "payoff-dominant" => Select::PayoffDominant,
            "largest sum" => Select::Welfare,
            "all" => Select::All,
            _ => match (text.strip_prefix("best for "), text.strip_prefix("worst for ")) {
                (Some(rest), _) => Select::BestFor(player(rest)),
                (_, Some(rest)) => Select::WorstFor(player(rest)),
                _ => {
                    return Err(UnknownName::new("rule of selection", text, NAMES).into());
                }
            },
        })
    }
}

/// A rule with the player's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    First,
    Only,
    Dominant,
    Welfare,
    Best(usize),
    Worst(usize),
    All,
}

impl Select {
    pub(super) fn rule(&self, players: &[String]) -> Result<Rule, Error> {
        let number = |player: &String| {
            let unknown = || UnknownName::new("player", player, players);
            players.iter().position(|known| known == player).ok_or_else(unknown)
        };
        Ok(match self {
            Select::First => Rule::First,
            Select::Only => Rule::Only,
            Select::PayoffDominant => Rule::Dominant,
            Select::Welfare => Rule::Welfare,
            Select::BestFor(player) => Rule::Best(number(player)?),
            Select::WorstFor(player) => Rule::Worst(number(player)?),
            Select::All => Rule::All,
        })
    }
}

/// What a rule makes of a list of equilibria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Selected {
    One(usize),
    None,
    All,
    /// Two payoffs are too near to each other to tell.
    Unclear,
}

impl Rule {
    /// Selects from the payoffs of each equilibrium; `compare` says how two sums of payoffs compare, where it can.
    pub(super) fn select<T: Clone>(
        self,
        payoffs: &[Vec<T>],
        sum: impl Fn(&[T]) -> T,
        compare: impl Fn(&T, &T) -> Option<Ordering>,
    ) -> Selected {
        if payoffs.len() < 2 || matches!(self, Rule::All | Rule::First | Rule::Only) {
            return match (self, payoffs.len()) {
                (Rule::All, _) => Selected::All,
                (_, 0) => Selected::None,
                (Rule::Only, 2..) => Selected::None,
                _ => Selected::One(0),
            };
        }
        let scores: Vec<Vec<T>> = payoffs
            .iter()
            .map(|own| match self {
                Rule::Best(player) | Rule::Worst(player) => vec![own[player].clone()],
                Rule::Welfare => vec![sum(own)],
                _ => own.clone(),
            })
            .collect();
        let at_least = |one: &T, two: &T| {
            let order = compare(one, two)?;
            Some(if matches!(self, Rule::Worst(_)) { order.is_le() } else { order.is_ge() })
        };
        first_greatest(&scores, at_least)
    }
}

/// The first whose every score is at least that of all others.
fn first_greatest<T>(scores: &[Vec<T>], at_least: impl Fn(&T, &T) -> Option<bool>) -> Selected {
    for (number, own) in scores.iter().enumerate() {
        let mut greatest = true;
        for (one, two) in
            scores.iter().flat_map(|other| own.iter().zip(other)).filter(|(one, two)| !std::ptr::eq(*one, *two))
        {
            match at_least(one, two) {
                None => return Selected::Unclear,
                Some(fine) => greatest &= fine,
            }
        }
        if greatest {
            return Selected::One(number);
        }
    }
    Selected::None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select(rule: Rule, payoffs: &[[i64; 2]]) -> Selected {
        let payoffs: Vec<Vec<i64>> = payoffs.iter().map(|own| own.to_vec()).collect();
        rule.select(&payoffs, |own| own.iter().sum(), |one, two| Some(one.cmp(two)))
    }

    #[test]
    fn rules_select() {
        let payoffs = [[1, 1], [3, 0], [2, 2]];
        assert_eq!(select(Rule::First, &payoffs), Selected::One(0));
        assert_eq!(select(Rule::Only, &payoffs), Selected::None);
        assert_eq!(select(Rule::Dominant, &payoffs), Selected::None);
        assert_eq!(select(Rule::Dominant, &[[1, 1], [2, 1], [2, 1]]), Selected::One(1));
        assert_eq!(select(Rule::Welfare, &payoffs), Selected::One(2));
        assert_eq!(select(Rule::Best(0), &payoffs), Selected::One(1));
        assert_eq!(select(Rule::Worst(1), &payoffs), Selected::One(1));
        assert_eq!(select(Rule::All, &payoffs), Selected::All);
        assert_eq!(select(Rule::Best(0), &[]), Selected::None);
    }

    #[test]
    fn what_is_too_near_is_unclear() {
        let near = |one: &f64, two: &f64| (one - two).abs().gt(&0.1).then(|| one.total_cmp(two));
        let payoffs = [vec![1.0], vec![1.01], vec![3.0]];
        assert_eq!(Rule::Best(0).select(&payoffs, |own| own[0], near), Selected::Unclear);
        assert_eq!(Rule::Best(0).select(&payoffs[1..], |own| own[0], near), Selected::One(1));
    }

    #[test]
    fn rules_are_read_by_name() {
        for text in ["first", "only", "payoff-dominant", "largest sum", "best for Russia", "worst for A B", "all"] {
            assert_eq!(text.parse::<Select>().unwrap().to_string(), text);
        }
        assert!("frist".parse::<Select>().unwrap_err().to_string().contains("did you mean 'first'"));
        assert!(Select::BestFor("X".into()).rule(&["A".into()]).is_err());
    }
}
