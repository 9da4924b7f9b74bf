//! A small static file server: one port, and so one origin with empty storage,
//! for every scenario that asks.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::Failure;

/// The ports used so far. One that came twice would bring the storage of its
/// first scenario along.
static USED: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// Serves a folder until dropped.
pub struct Server {
    shared: Arc<Shared>,
    port: u16,
}

struct Shared {
    folder: PathBuf,
    /// The path the folder is served under, with a slash at both ends.
    base: String,
    stopped: AtomicBool,
    requests: Mutex<Vec<String>>,
    /// The ending of the files that are as good as missing.
    hidden: Mutex<Option<&'static str>>,
}

impl Server {
    /// Serves `folder` under `base` (`/`, or `/some/where/`) on a port that
    /// no server of this run had before.
    pub fn start(folder: &Path, base: &str) -> Result<Self, Failure> {
        let listener = fresh_listener()?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            folder: folder.to_owned(),
            base: base.to_owned(),
            stopped: AtomicBool::new(false),
            requests: Mutex::default(),
            hidden: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if serving.stopped.load(Ordering::SeqCst) {
                    break;
                }
                let serving = Arc::clone(&serving);
                // A browser opens connections ahead and leaves them idle, so
                // each has a thread of its own. One that breaks off is gone.
                thread::spawn(move || serving.answer(stream).ok());
            }
        });
        Ok(Self { shared, port })
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.shared.base)
    }

    /// The paths asked for so far, in order.
    pub fn requests(&self) -> Vec<String> {
        let requests = &self.shared.requests;
        requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers as if all files with this ending were missing; `None` brings
    /// them back.
    pub fn hide(&self, ending: Option<&'static str>) {
        let hidden = &self.shared.hidden;
        *hidden.lock().unwrap_or_else(PoisonError::into_inner) = ending;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let Some(request) = lines.next().transpose()? else {
            return Ok(());
        };
        for header in lines {
            if header?.is_empty() {
                break;
            }
        }
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let path = target.split(['?', '#']).next().unwrap_or("");
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        let found = self.frame(target).or_else(|| {
            let file = self.find(path)?;
            let kind = media_type(&file)?;
            Some((kind, fs::read(file).ok()?))
        });
        let (status, kind, body) = match found {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain", b"not found".to_vec()),
        };
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nConnection: close\r\n\r\n",
            body.len()
        )?;
        if method != "HEAD" {
            stream.write_all(&body)?;
        }
        stream.flush()
    }

    /// A page that is nothing but a frame of the asked size around the real one.
    fn frame(&self, target: &str) -> Option<(&'static str, Vec<u8>)> {
        let size = target.strip_prefix(&self.base)?.strip_prefix("frame.html?")?;
        let (width, height) = size.split_once('x')?;
        let page = format!(
            "<!doctype html><title>Frame</title><body style=margin:0>\
             <iframe src=./ width={width} height={height} style=border:0></iframe>"
        );
        Some(("text/html; charset=utf-8", page.into_bytes()))
    }

    fn find(&self, path: &str) -> Option<PathBuf> {
        let hidden = *self.hidden.lock().unwrap_or_else(PoisonError::into_inner);
        if hidden.is_some_and(|ending| path.ends_with(ending)) {
            return None;
        }
        let inner = path.strip_prefix(&self.base)?;
        let inner = Path::new(if inner.is_empty() { "index.html" } else { inner });
        let plain = inner.components().all(|part| matches!(part, Component::Normal(_)));
        plain.then(|| self.folder.join(inner))
    }
}

fn fresh_listener() -> Result<TcpListener, Failure> {
    // Kept open until a new port is found: a closed one may be given again.
    let mut rejected = Vec::new();
    for _ in 0..100 {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let mut used = USED.lock().unwrap_or_else(PoisonError::into_inner);
        if used.insert(port) {
            return Ok(listener);
        }
        rejected.push(listener);
    }
    Err("none of 100 ports was new: start fewer scenarios in one run".into())
}

/// A type for what a build can hold; a file of another kind is not served, so
/// that a build which starts to hold one is noticed.
fn media_type(file: &Path) -> Option<&'static str> {
    Some(match file.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}
