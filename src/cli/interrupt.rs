//! Ctrl-C: what is not whole yet is removed.
//!
//! What gets its name when all is whole has none then. Whoever has the command
//! ignore an interrupt is heeded.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, Once, PoisonError};

/// The status of a program that was interrupted, as shells have it: 128, and
/// the number of the signal.
const INTERRUPTED: i32 = 130;

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From now on an interrupt removes this folder before it ends the command.
pub(super) fn remove_then(folder: &Path) {
    static WATCHED: Once = Once::new();
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(folder.into());
    WATCHED.call_once(|| {
        // Without it the folder stays, and is hidden.
        let _unwatched = ctrlc::try_set_handler(|| {
            for folder in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                // What is written at this moment may come back once.
                let _gone = fs::remove_dir_all(folder).or_else(|_| fs::remove_dir_all(folder));
            }
            process::exit(INTERRUPTED);
        });
    });
}
