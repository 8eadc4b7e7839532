//! [`NashOptions`]: how many equilibria to look for, by which method.

use std::str::FromStr;

use crate::error::{Error, UnknownName};
use crate::game::StrategicOptions;
use crate::solve::control::Control;

/// How to look for Nash equilibria.
#[derive(Debug, Clone, Default)]
pub struct NashOptions {
    /// All equilibria, or one. Default: all.
    pub find: Find,
    /// The method. Default: what suits the game.
    pub method: NashMethod,
    /// On a tree of more than two players: the plans and the limit on their number.
    pub strategic: StrategicOptions,
    /// Limits, progress and stopping.
    pub control: Control,
}

/// How many equilibria to look for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Find {
    /// Every equilibrium.
    #[default]
    All,
    /// One equilibrium: the one that is found with the least work.
    One,
}

/// A method for Nash equilibria, by its name in the literature.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NashMethod {
    /// What suits the game; [`Solution::method`](crate::Solution::method) says what it was.
    #[default]
    Auto,
    /// Enumeration of everything that may be an equilibrium. Finds all, or the first one that it meets.
    Enumeration,
    /// Lemke-Howson: a path to one equilibrium of a table of two players.
    LemkeHowson,
    /// Lemke on the sequence form: a path to one equilibrium of a tree of two players.
    Lemke,
    /// Linear programming: one equilibrium of a constant-sum table or tree of two players, and its value.
    LinearProgramming,
    /// Logit path following: one equilibrium of a table of any number of players, the limit of the principal branch.
    Logit,
}

impl Find {
    /// The name in Python and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Find::All => "all",
            Find::One => "one",
        }
    }
}

impl FromStr for Find {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let known = [Find::All, Find::One];
        let found = known.into_iter().find(|find| find.name() == name);
        found.ok_or_else(|| UnknownName::new("number of equilibria to find", name, known.map(Find::name)).into())
    }
}

impl NashMethod {
    /// Every method.
    pub const ALL: &'static [NashMethod] = &[
        NashMethod::Auto,
        NashMethod::Enumeration,
        NashMethod::LemkeHowson,
        NashMethod::Lemke,
        NashMethod::LinearProgramming,
        NashMethod::Logit,
    ];

    /// The name in Python and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            NashMethod::Auto => "auto",
            NashMethod::Enumeration => "enumeration",
            NashMethod::LemkeHowson => "lemke_howson",
            NashMethod::Lemke => "lemke",
            NashMethod::LinearProgramming => "linear_programming",
            NashMethod::Logit => "logit",
        }
    }

    /// Whether it finds every equilibrium.
    pub(super) fn finds_all(self) -> bool {
        matches!(self, NashMethod::Auto | NashMethod::Enumeration)
    }
}

impl FromStr for NashMethod {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let found = NashMethod::ALL.iter().copied().find(|method| method.name() == name);
        let names = NashMethod::ALL.iter().map(|method| method.name());
        found.ok_or_else(|| UnknownName::new("method of nash", name, names).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for &method in NashMethod::ALL {
            assert_eq!(method.name().parse::<NashMethod>().unwrap(), method);
        }
        assert_eq!("one".parse::<Find>().unwrap(), Find::One);
        let message = "enumerate".parse::<NashMethod>().unwrap_err().to_string();
        assert!(message.contains("did you mean 'enumeration'"), "{message}");
        assert!("both".parse::<Find>().unwrap_err().to_string().contains("all, one"));
    }
}
