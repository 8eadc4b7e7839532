//! The program `foederis`.

use std::io::{stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(foederis::cli::run(std::env::args_os(), &mut stdout().lock(), &mut stderr().lock()))
}
