//! [`Report`]: what was checked, and what came of it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The outcome of checking a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The claim, in words.
    pub claim: String,
    /// The checks made, in order. A check that makes the later ones pointless ends the list if it fails.
    pub checks: Vec<Check>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What should hold.
    pub what: String,
    /// Whether it does.
    pub passed: bool,
    /// The numbers or names behind it; may be empty.
    pub detail: String,
}

impl Report {
    pub(crate) fn new(claim: impl Into<String>) -> Self {
        Report { claim: claim.into(), checks: Vec::new() }
    }

    /// Whether every check passed.
    pub fn ok(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|check| check.passed)
    }

    /// Notes a check, and tells whether it passed.
    pub(crate) fn note(&mut self, what: &str, passed: bool, detail: impl Into<String>) -> bool {
        self.checks.push(Check { what: what.to_owned(), passed, detail: detail.into() });
        passed
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.ok() { "confirmed" } else { "NOT confirmed" };
        write!(f, "{}: {verdict}", self.claim)?;
        for Check { what, passed, detail } in &self.checks {
            let mark = if *passed { "holds" } else { "FAILS" };
            write!(f, "\n  {mark}  {what}")?;
            if !detail.is_empty() {
                write!(f, ": {detail}")?;
            }
        }
        Ok(())
    }
}
