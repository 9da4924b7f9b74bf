//! Building the page, and serving it to the person at this machine.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::{command, root, run};
use crate::tools::{self, with_tools};

/// Builds the page into `dist/`.
pub fn build() -> Result<()> {
    tools::for_building()?;
    run(trunk().args(["build", "--release"]))?;
    println!(
        "xtask: {} holds the page; copy it to any static host, under any path",
        root().join("dist").display()
    );
    Ok(())
}

/// Builds the page and serves it until stopped.
pub fn serve(port: u16, open: bool) -> Result<()> {
    check_free(port)?;
    tools::for_building()?;
    // By itself, `trunk serve` would go on serving after a failed build.
    run(trunk().args(["build", "--release"]))?;
    // The tools may have taken minutes.
    check_free(port)?;

    let mut announcer = Command::new(std::env::current_exe()?);
    announcer
        .args(["announce", "--port", &port.to_string()])
        .stdin(Stdio::null())
        .spawn()
        .context("can't start the waiter for the page")?;

    let mut server = trunk();
    server.args(["serve", "--release", "--port", &port.to_string()]);
    if open {
        server.arg("--open");
    }
    become_command(server)
}

fn trunk() -> Command {
    with_tools(command("trunk"))
}

/// The server takes the place of this process, so that whoever ends this one
/// ends the server and frees its port.
#[cfg(unix)]
fn become_command(mut server: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(server.exec()).context("`trunk serve` does not start")
}

#[cfg(not(unix))]
fn become_command(mut server: Command) -> Result<()> {
    run(&mut server)
}

fn check_free(port: u16) -> Result<()> {
    let Err(error) = TcpListener::bind(("127.0.0.1", port)) else {
        return Ok(());
    };
    match error.kind() {
        ErrorKind::AddrInUse => bail!(
            "port {port} of 127.0.0.1 is in use by another program: end that, or choose another port with --port N"
        ),
        ErrorKind::PermissionDenied => {
            bail!("port {port} may not be opened by this user: choose one above 1023 with --port N")
        }
        _ => Err(error).with_context(|| format!("port {port} of 127.0.0.1 can't be opened")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = check_free(port).unwrap_err().to_string();
        assert!(error.contains(&port.to_string()), "{error}");
        drop(taken);
        check_free(port).unwrap();
    }
}
