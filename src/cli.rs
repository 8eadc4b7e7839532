//! The command line: `foederis solve | dilemma | regimes | sweep | convert | verify | schema | demo`.
//!
//! The program is the same from cargo and from pip: both call [`run`].

mod account;
mod args;
mod report;
mod source;
mod studies;
mod sweep;
mod tasks;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};

use clap::Parser;

use self::args::Arguments;
use crate::error::Error;

/// Why a command failed.
#[derive(Debug)]
enum Failure {
    /// The command cannot be carried out.
    Error(Error),
    /// What it says cannot be written.
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Error(Error::TooLarge { what, limit, option }) => {
                write!(f, "{what} is over the limit of {limit}; a program that calls the library can raise `{option}`")
            }
            Failure::Error(error) => error.fmt(f),
            Failure::Output(error) => write!(f, "cannot write: {error}"),
        }
    }
}

/// Carries out a command.
///
/// # Arguments
/// - `args`: the words of the command line, the program's own name first.
/// - `out`, `err`: where results and messages go.
///
/// # Returns
/// The exit code: 0 if all went well, 1 if `verify` finds that a claim does not hold, 2 for anything that stands in the
/// way of the command. That nobody reads on (a closed pipe) is no failure.
///
/// # Example
/// ```
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// assert_eq!(foederis::cli::run(["foederis", "dilemma", "caucasus", "--set", "w=1"], &mut out, &mut err), 0);
/// assert!(String::from_utf8_lossy(&out).contains("Attack"));
/// assert_eq!(foederis::cli::run(["foederis", "dilemma", "caucusus"], &mut out, &mut err), 2);
/// assert!(String::from_utf8_lossy(&err).contains("did you mean 'caucasus'?"));
/// ```
pub fn run<W: Into<OsString> + Clone>(
    args: impl IntoIterator<Item = W>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let done = match Arguments::try_parse_from(args) {
        Ok(arguments) => tasks::carry_out(&arguments.command, out, err).and_then(|code| {
            out.flush()?;
            Ok(code)
        }),
        Err(usage) => return explain(&usage, out, err),
    };
    match done {
        Ok(code) => code,
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(failure) => {
            // Where even the message cannot be written, the exit code has to do.
            let _ = writeln!(err, "foederis: {failure}");
            2
        }
    }
}

/// Help and version go where results go; complaints about the words of the command where messages go.
fn explain(usage: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let text = usage.render();
    if usage.use_stderr() {
        let _ = write!(err, "{text}");
        return 2;
    }
    let _ = write!(out, "{text}");
    0
}
