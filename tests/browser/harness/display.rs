//! A screen nobody sees, for the engine that always draws to one.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::Failure;
use super::process::{Tree, find_program};

/// A running X server; ended when dropped.
pub struct Display {
    _tree: Tree,
    /// What to put into `DISPLAY`.
    pub name: String,
}

impl Display {
    /// Starts one on the first free number.
    pub fn start() -> Result<Self, Failure> {
        let program = find_program(&["Xvfb"]).ok_or(
            "webkit can't be tested, Xvfb is missing: install the Debian package xvfb; `cargo xtask test` does so when run as root",
        )?;
        let folder = tempfile::tempdir()?;
        let said = folder.path().join("display");
        // The server writes its number, once it is ready, to the given file.
        let mut command = Command::new(program);
        command.args(["-displayfd", "1", "-screen", "0", "1920x1200x24"]).args([
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let mut tree = Tree::start(&mut command, Some(&said))?;
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline && !tree.has_ended() {
            if let Some(number) = number_in(&said) {
                let name = format!(":{number}");
                return Ok(Self { _tree: tree, name });
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let words = fs::read_to_string(&said).unwrap_or_default();
        Err(format!("Xvfb does not start: {words}").into())
    }
}

/// The first whole line that is a number; warnings share the file.
fn number_in(file: &Path) -> Option<u32> {
    let text = fs::read_to_string(file).ok()?;
    text.split_inclusive('\n')
        .filter_map(|line| line.strip_suffix('\n'))
        .find_map(|line| line.trim().parse().ok())
}
