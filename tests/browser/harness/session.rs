//! One running browser and the driver that steers it.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::command::Command as DriverCommand;
use thirtyfour::prelude::*;

use super::Failure;
use super::engines::{Engine, Folders, Programs, Storage};
use super::process::{Tree, free_port};

/// The size of the viewport, unless a scenario sets another.
pub const VIEWPORT: (u32, u32) = (1440, 900);

/// How a browser is to be started.
#[derive(Clone, Default)]
pub struct Options {
    /// Where the profile lives; a folder of its own if not given. A second
    /// session with the same folder finds what the first one kept.
    pub profile: Option<PathBuf>,
    pub storage: Storage,
    /// Whether the person prefers light text on dark paper.
    pub is_dark: bool,
}

/// A running browser; ended when dropped.
pub struct Session {
    pub engine: Engine,
    pub driver: WebDriver,
    tree: RefCell<Tree>,
    folder: TempDir,
}

impl Session {
    /// Starts a browser. `display` is the X display for an engine that can't
    /// do without one.
    pub async fn start(
        engine: Engine,
        options: &Options,
        display: Option<&str>,
    ) -> Result<Self, Failure> {
        let programs = Programs::find(engine)?;
        let mut last = None;
        // The free port may be taken by somebody else before the driver has it.
        for _ in 0..2 {
            match Self::try_start(engine, &programs, options, display).await {
                Ok(session) => return Ok(session),
                Err(error) => last = Some(error),
            }
        }
        let error = last.map_or_else(String::new, |error| error.to_string());
        Err(format!("{engine} does not start: {error}").into())
    }

    async fn try_start(
        engine: Engine,
        programs: &Programs,
        options: &Options,
        display: Option<&str>,
    ) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("verbatim-browser-").tempdir()?;
        let own_profile = folder.path().join("profile");
        let profile = options.profile.as_ref().unwrap_or(&own_profile);
        let downloads = folder.path().join("downloads");
        fs::create_dir_all(profile)?;
        fs::create_dir_all(&downloads)?;

        let port = free_port()?;
        let mut command = programs.driver(engine, port, profile);
        if let Some(display) = display {
            command.env("DISPLAY", display);
        }
        if options.is_dark {
            // WebKit takes it from the theme of the desktop.
            command.env("GTK_THEME", "Adwaita:dark");
        }
        let log = folder.path().join("driver.log");
        let mut tree = Tree::start(&mut command, Some(&log))?;
        let url = format!("http://127.0.0.1:{port}");
        let folders = Folders { profile, downloads: &downloads };
        let wanted = programs.capabilities(engine, options, &folders);
        let started = async {
            wait_for_driver(&url, &mut tree).await?;
            connect(&url, wanted).await
        };
        let driver = started.await.map_err(|error| -> Failure {
            let log = fs::read_to_string(&log).unwrap_or_default();
            let tail: Vec<&str> = log.lines().rev().take(12).collect();
            let tail: Vec<&str> = tail.into_iter().rev().collect();
            format!("{error}\nthe driver's last words:\n{}", tail.join("\n")).into()
        })?;
        Ok(Self { engine, driver, tree: tree.into(), folder })
    }

    /// The folder downloads go to.
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// A folder for the files of a scenario, emptied when it starts anew.
    pub fn folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Ends the whole browser at once with SIGKILL, as a power cut would.
    pub fn kill(&self) {
        self.tree.borrow_mut().kill();
    }

    /// Back to one empty window, for the next scenario.
    pub async fn reset(&self) -> Result<(), Failure> {
        self.driver.cmd(DriverCommand::ReleaseActions).await?;
        let windows = self.driver.windows().await?;
        for extra in windows.iter().skip(1) {
            self.driver.switch_to_window(extra.clone()).await?;
            self.driver.close_window().await?;
        }
        let first = windows.first().ok_or("the browser has no window left")?;
        self.driver.switch_to_window(first.clone()).await?;
        self.driver.goto("about:blank").await?;
        for entry in fs::read_dir(self.downloads())? {
            fs::remove_file(entry?.path())?;
        }
        self.resize(VIEWPORT.0, VIEWPORT.1).await
    }

    /// Gives the *viewport* this size, whatever the window needs around it.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), Failure> {
        let deadline = Instant::now() + Duration::from_secs(10);
        let mut asked = None;
        loop {
            let (inner_width, inner_height) = self.viewport().await?;
            if (inner_width, inner_height) == (width, height) {
                return Ok(());
            }
            let window = self.driver.get_window_rect().await?;
            let outer = (
                window.width + i64::from(width) - i64::from(inner_width),
                window.height + i64::from(height) - i64::from(inner_height),
            );
            // Asking again for what was just asked would only restart it.
            if asked != Some(outer) {
                self.driver.set_window_rect(0, 0, outer.0 as u32, outer.1 as u32).await?;
                asked = Some(outer);
            }
            if Instant::now() > deadline {
                return Err(format!("the viewport is {inner_width}×{inner_height}, and {} can't make it {width}×{height}", self.engine).into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn viewport(&self) -> Result<(u32, u32), Failure> {
        let script = "return [innerWidth, innerHeight]";
        Ok(self.driver.execute(script, Vec::new()).await?.convert()?)
    }

    /// Ends the browser in good order, as a person who closes it would.
    pub async fn quit(&self) {
        let quit = self.driver.clone().quit();
        // Whatever it says, the processes are ended next.
        let _ = tokio::time::timeout(Duration::from_secs(10), quit).await;
        self.kill();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver must not be asked to end a session while it is killed.
        let _ = self.driver.clone().leak();
        self.kill();
    }
}

async fn wait_for_driver(url: &str, tree: &mut Tree) -> Result<(), Failure> {
    let client = http_client()?;
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Ok(answer) = client.get(format!("{url}/status")).send().await
            && answer.status().is_success()
        {
            return Ok(());
        }
        if tree.has_ended() {
            return Err("the driver ended at once".into());
        }
        if Instant::now() > deadline {
            return Err("the driver did not answer within 30 s".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn connect(url: &str, wanted: Value) -> Result<WebDriver, Failure> {
    let Value::Object(wanted) = wanted else {
        return Err("capabilities must be an object".into());
    };
    let driver = WebDriver::builder(url, Capabilities::from(wanted)).client(http_client()?).await?;
    driver
        .update_timeouts(serde_json::from_value(
            json!({"script": 30_000, "pageLoad": 60_000, "implicit": 0}),
        )?)
        .await?;
    Ok(driver)
}

/// Straight to this machine, whatever proxy the environment names.
fn http_client() -> Result<reqwest::Client, Failure> {
    Ok(reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(90)).build()?)
}
