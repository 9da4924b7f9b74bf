//! The commands of this repository: `cargo xtask serve`, `build`, `size` and
//! `test`. Each installs what it needs and lacks, and says so.

mod announce;
mod debian;
mod fuzz;
mod gate;
mod readers;
mod run;
mod serve;
mod shrink;
mod size;
mod tools;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N] [--open]  build the page and serve it on 127.0.0.1:8080
  build                      build the page into dist/, for any static host
  size                       what the first visit loads, against the budget
  test [--only STEP]… [-- FILTER…]
                             every check, or only the steps named; what stands
                             after -- goes to the browser scenarios
  test --readers             only the readers of other programs, all of them,
                             where the step of that name asks the light ones
  bench                      how long each format takes, here and in the browsers
  fuzz [--seconds N] [TARGET]…
                             give damaged files to each decoder, or to those
                             named, for 10 seconds each

The steps of test: ";

enum Task {
    Help,
    Serve { port: u16, open: bool },
    Announce { port: u16 },
    Build,
    Shrink,
    Size,
    Test { only: Vec<String>, rest: Vec<OsString> },
    Readers,
    Bench,
    Fuzz { seconds: u32, only: Vec<String> },
}

fn main() -> ExitCode {
    let done = read(lexopt::Parser::from_env()).and_then(|task| match task {
        Task::Help => {
            println!("{HELP}{}", gate::step_names().join(", "));
            Ok(())
        }
        Task::Serve { port, open } => serve::serve(port, open),
        Task::Announce { port } => announce::announce(port),
        Task::Build => serve::build(),
        Task::Shrink => shrink::shrink(),
        Task::Size => size::check(),
        Task::Test { only, rest } => gate::test(&only, &rest),
        Task::Fuzz { seconds, only } => fuzz::fuzz(seconds, &only),
        Task::Bench => gate::bench(),
        Task::Readers => readers::check(readers::Readers::All),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut arguments: lexopt::Parser) -> Result<Task> {
    let name = match arguments.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Task::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    let mut task = match name.as_str() {
        "help" => Task::Help,
        "serve" => Task::Serve { port: 8080, open: false },
        "announce" => Task::Announce { port: 8080 },
        "build" => Task::Build,
        "shrink" => Task::Shrink,
        "size" => Task::Size,
        "bench" => Task::Bench,
        "fuzz" => Task::Fuzz { seconds: 10, only: Vec::new() },
        "test" => Task::Test { only: Vec::new(), rest: Vec::new() },
        _ => bail!("there is no command {name:?}: `cargo xtask help` lists them"),
    };
    while let Some(argument) = arguments.next()? {
        match (&mut task, argument) {
            (_, Short('h') | Long("help")) => return Ok(Task::Help),
            (Task::Serve { port, .. } | Task::Announce { port }, Short('p') | Long("port")) => {
                *port = arguments.value()?.parse()?;
            }
            (Task::Serve { open, .. }, Long("open")) => *open = true,
            (Task::Fuzz { seconds, .. }, Long("seconds")) => {
                *seconds = arguments.value()?.parse()?;
            }
            (Task::Fuzz { only, .. }, Value(value)) => only.push(value.string()?),
            (Task::Test { only, .. }, Long("only")) => only.push(arguments.value()?.string()?),
            (Task::Test { only, rest }, Long("readers")) if only.is_empty() && rest.is_empty() => {
                task = Task::Readers;
            }
            // Only what stands after `--` comes as a value.
            (Task::Test { rest, .. }, Value(value)) => {
                rest.push(value);
                rest.extend(arguments.raw_args()?);
            }
            (_, other) => return Err(other.unexpected().into()),
        }
    }
    Ok(task)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn task(words: &[&str]) -> Result<Task> {
        read(lexopt::Parser::from_args(words))
    }

    #[test]
    fn arguments_are_read() {
        let port_of = |words: &[&str]| match task(words).unwrap() {
            Task::Serve { port, open } => (port, open),
            _ => (0, false),
        };
        assert_eq!(port_of(&["serve"]), (8080, false));
        assert_eq!(port_of(&["serve", "--port", "9000", "--open"]), (9000, true));
        assert!(task(&["serve", "--port", "99999"]).is_err());
        assert!(task(&["sreve"]).is_err());
        assert!(task(&["build", "--port", "1"]).is_err());
        assert!(matches!(task(&[]).unwrap(), Task::Help));
    }

    #[test]
    fn what_stands_after_two_dashes_goes_to_the_scenarios() {
        let words = ["test", "--only", "browser", "--", "firefox", "--exact"];
        let Task::Test { only, rest } = task(&words).unwrap() else {
            return assert_eq!("another task", "test");
        };
        assert_eq!(only, ["browser"]);
        assert_eq!(rest, ["firefox", "--exact"]);
    }
}
