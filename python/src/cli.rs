//! The command line, for pip's entry point.

use std::io::{stderr, stdout};

use pyo3::prelude::*;

/// Runs the program `foederis`, the same as cargo installs.
///
/// Parameters
/// ----------
/// args : sequence of str
///     The words of the command line, the program's own name first.
///
/// Returns
/// -------
/// int
///     The exit code: 0 if all went well, 1 if a claim does not hold, 2 for anything that stood in the way.
#[pyfunction]
pub fn run_cli(py: Python<'_>, args: Vec<String>) -> u8 {
    py.detach(|| foederis::cli::run(args, &mut stdout().lock(), &mut stderr().lock()))
}
