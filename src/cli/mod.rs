//! The command `verbatim`: converts, checks, counts, parts and compares
//! datasets of any size.
//!
//! Invariants: articles go through one by one, so that memory does not grow
//! with their number, but for some bytes each to tell their ids apart; files
//! are read twice or three times instead ([`stream`]). What is written gets its
//! name when all is whole ([`output`]). What a person should know stands on
//! standard error; standard output is for what was asked for.
//!
//! Exit status: 0 for success, 1 for problems that were found or datasets that
//! differ, 2 for what could not be done.

mod archive;
pub mod args;
mod convert;
mod diff;
mod guess;
mod help;
mod input;
mod interrupt;
mod output;
mod say;
mod source;
mod stats;
mod stream;
mod trouble;
mod validate;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use say::tell;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Convert(args) => convert::convert(&args),
        Command::Split(args) => convert::split(&args),
        Command::Validate(args) => validate::validate(&args),
        Command::Stats(args) => stats::stats(&args),
        Command::Diff(args) => diff::diff(&args),
        Command::Completions { shell } => help::completions(shell),
        Command::Man { output } => help::man(output.as_deref()),
    };
    match done {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(trouble) => {
            if !trouble.is_broken_pipe() {
                tell(&format!("verbatim: {trouble}"));
            }
            ExitCode::from(2)
        }
    }
}

/// How a command ended that did what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain of.
    Done,
    /// It found problems, or differences.
    Found,
}
