//! Waits beside the server until the page is really served, then prints its
//! address.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use anyhow::Result;

/// Prints the address once the page answers on `port`. Gives up silently when
/// the server has gone: that has said why.
pub fn announce(port: u16) -> Result<()> {
    let server = parent();
    while !is_served(port) {
        thread::sleep(Duration::from_millis(100));
        if parent() != server {
            return Ok(());
        }
    }
    println!("\nVerbatim is at http://127.0.0.1:{port}/ (Ctrl+C ends it)\n");
    Ok(())
}

fn is_served(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "GET / HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.contains(" 200 ") && answer.contains("id=\"app-wasm\""))
}

#[cfg(unix)]
fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

#[cfg(not(unix))]
fn parent() -> u32 {
    0
}
