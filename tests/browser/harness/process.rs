//! Child processes: started with a sign in their environment, so that all
//! they start in turn can be found and ended, and nothing else.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::Failure;

/// The variable that marks a process as one of ours.
const SIGN: &str = "VERBATIM_TEST_RUN";

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A process and all it starts; ended, with SIGKILL, when dropped.
pub struct Tree {
    child: Child,
    sign: String,
}

impl Tree {
    /// Starts `command` with its output in `log` (or nowhere).
    pub fn start(command: &mut Command, log: Option<&PathBuf>) -> Result<Self, Failure> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let sign = format!("{}.{number}", std::process::id());
        let (out, err) = match log {
            Some(path) => {
                let file = fs::File::create(path)?;
                (Stdio::from(file.try_clone()?), Stdio::from(file))
            }
            None => (Stdio::null(), Stdio::null()),
        };
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command
            .env(SIGN, &sign)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .map_err(|error| format!("{program} does not start: {error}"))?;
        Ok(Self { child, sign })
    }

    /// Whether the first process has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends every process of the tree at once, as a power cut would.
    pub fn kill(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            // A process may start another between the look and the kill.
            let living = self.living();
            if living.is_empty() || Instant::now() > deadline {
                break;
            }
            for pid in living.into_iter().filter_map(Pid::from_raw) {
                // It may have gone already, and that is what is wanted.
                let _ = kill_process(pid, Signal::KILL);
            }
            let _ = self.child.try_wait();
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.wait();
    }

    /// The processes that bear the sign or descend from one that does: some
    /// browsers write over their environment, some leave their parents.
    fn living(&self) -> Vec<i32> {
        let sign = format!("{SIGN}={}", self.sign);
        let all = processes();
        let mut ours: Vec<i32> = all
            .iter()
            .filter(|process| process.pid == self.child.id() as i32 || process.bears(&sign))
            .map(|process| process.pid)
            .collect();
        loop {
            let before = ours.len();
            for process in &all {
                if ours.contains(&process.parent) && !ours.contains(&process.pid) {
                    ours.push(process.pid);
                }
            }
            if ours.len() == before {
                break;
            }
        }
        let gone = |pid: &i32| {
            let process = all.iter().find(|process| process.pid == *pid);
            process.is_none_or(|process| process.ended)
        };
        ours.retain(|pid| !gone(pid));
        ours
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        self.kill();
    }
}

struct Entry {
    pid: i32,
    parent: i32,
    ended: bool,
}

impl Entry {
    fn bears(&self, sign: &str) -> bool {
        let mut environment = Vec::new();
        let read = fs::File::open(format!("/proc/{}/environ", self.pid))
            .and_then(|mut file| file.read_to_end(&mut environment));
        read.is_ok() && environment.split(|byte| *byte == 0).any(|one| one == sign.as_bytes())
    }
}

fn processes() -> Vec<Entry> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            // The name, in brackets, may hold anything, brackets too.
            let (_, rest) = stat.rsplit_once(')')?;
            let mut fields = rest.split_whitespace();
            let ended = matches!(fields.next()?, "Z" | "X");
            let parent = fields.next()?.parse().ok()?;
            Some(Entry { pid, parent, ended })
        })
        .collect()
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The full path of the first of `names` that can be run.
pub fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let extra = ["/usr/bin", "/usr/local/bin"].map(PathBuf::from);
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(extra).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}
