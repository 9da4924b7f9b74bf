//! The three engines: which programs they are, and how each is told to start
//! quietly, offline and with an empty profile.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::Failure;
use super::process::find_program;
use super::session::Options;

/// A browser engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    pub const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

    /// The name in front of its scenarios.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkit",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether a page may keep anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Storage {
    #[default]
    Allowed,
    /// As by a person who forbids all cookies and site data.
    Denied,
}

/// The folders one session works in.
pub struct Folders<'a> {
    pub profile: &'a Path,
    pub downloads: &'a Path,
}

/// The programs of an engine.
pub struct Programs {
    driver: PathBuf,
    browser: PathBuf,
}

impl Programs {
    /// Finds the driver and the browser, or says what to install.
    pub fn find(engine: Engine) -> Result<Self, Failure> {
        let (driver, browser, packages) = match engine {
            Engine::Chromium => (
                find_program(&["chromedriver", "chromium.chromedriver"]),
                find_program(&["chromium", "chromium-browser", "google-chrome"]),
                "the Debian packages chromium and chromium-driver",
            ),
            Engine::Firefox => (
                find_program(&["geckodriver"]),
                find_program(&["firefox-esr", "firefox"]),
                "the Debian package firefox-esr, and `cargo install --locked geckodriver`",
            ),
            Engine::WebKit => (
                find_program(&["WebKitWebDriver"]),
                mini_browser(),
                "the Debian package webkit2gtk-driver",
            ),
        };
        match (driver, browser) {
            (Some(driver), Some(browser)) => Ok(Self { driver, browser }),
            (driver, browser) => {
                let lacking = match (driver, browser) {
                    (None, Some(_)) => "its driver",
                    (Some(_), None) => "the browser",
                    _ => "browser and driver",
                };
                Err(format!("{engine} can't be tested, {lacking} is missing: install {packages}; `cargo xtask test` does so when run as root").into())
            }
        }
    }

    /// The command that starts the driver on `port`.
    pub fn driver(&self, engine: Engine, port: u16, home: &Path) -> Command {
        let mut command = Command::new(&self.driver);
        match engine {
            Engine::Chromium => command.arg(format!("--port={port}")),
            Engine::Firefox => command.args([
                "--port",
                &port.to_string(),
                // The default is one fixed port, and two sessions may run.
                "--websocket-port",
                "0",
            ]),
            Engine::WebKit => command
                .arg(format!("--port={port}"))
                .env("GDK_BACKEND", "x11")
                .env("LIBGL_ALWAYS_SOFTWARE", "1")
                .env("NO_AT_BRIDGE", "1")
                .env("XDG_CONFIG_HOME", home.join("config"))
                .env("XDG_CACHE_HOME", home.join("cache"))
                .env("XDG_DATA_HOME", home.join("data")),
        };
        for name in ["http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(name).env_remove(name.to_uppercase());
        }
        command
    }

    /// What to ask the driver for.
    pub fn capabilities(&self, engine: Engine, options: &Options, folders: &Folders) -> Value {
        let mut wanted = match engine {
            Engine::Chromium => self.chromium(options, folders),
            Engine::Firefox => self.firefox(options, folders),
            Engine::WebKit => json!({
                "webkitgtk:browserOptions": {
                    "binary": self.browser,
                    "args": ["--automation"],
                },
            }),
        };
        wanted["unhandledPromptBehavior"] = "accept".into();
        wanted
    }

    fn chromium(&self, options: &Options, folders: &Folders) -> Value {
        let mut prefs = json!({
            "download.default_directory": folders.downloads,
            "download.prompt_for_download": false,
            "safebrowsing.enabled": false,
        });
        if options.storage == Storage::Denied {
            prefs["profile.default_content_setting_values.cookies"] = 2.into();
        }
        json!({
            "goog:chromeOptions": {
                "binary": self.browser,
                "prefs": prefs,
                "args": [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--no-proxy-server",
                    "--disable-dev-shm-usage", "--hide-crash-restore-bubble",
                    "--force-device-scale-factor=1", "--lang=en-US",
                    format!("--blink-settings=preferredColorScheme={}", u8::from(!options.is_dark)),
                    format!("--user-data-dir={}", folders.profile.display()),
                ],
            },
            "goog:loggingPrefs": {"browser": "ALL"},
        })
    }

    fn firefox(&self, options: &Options, folders: &Folders) -> Value {
        let mut prefs = json!({
            "browser.download.folderList": 2,
            "browser.download.dir": folders.downloads,
            "browser.download.useDownloadDir": true,
            "browser.download.always_ask_before_handling_new_types": false,
            "browser.download.manager.addToRecentDocs": false,
            "browser.helperApps.neverAsk.saveToDisk":
                "application/json,application/octet-stream,text/plain,application/zip",
            "network.proxy.type": 0,
            // A press of Alt alone would move the focus to the menu.
            "ui.key.menuAccessKeyFocuses": false,
            // A killed browser must start again as if nothing had happened.
            "toolkit.startup.max_resumed_crashes": -1,
            "browser.sessionstore.resume_from_crash": false,
        });
        if options.is_dark {
            prefs["layout.css.prefers-color-scheme.content-override"] = 0.into();
        }
        if options.storage == Storage::Denied {
            prefs["network.cookie.cookieBehavior"] = 2.into();
        }
        json!({
            "moz:firefoxOptions": {
                "binary": self.browser,
                "prefs": prefs,
                "args": ["-headless", "-profile", folders.profile],
            },
        })
    }
}

/// WebKitGTK's test browser lies among the libraries, in a folder named after
/// the processor and the version.
fn mini_browser() -> Option<PathBuf> {
    let roots = ["/usr/lib", "/usr/libexec", "/usr/lib64"].map(PathBuf::from);
    let inner = roots.iter().filter_map(|root| root.read_dir().ok());
    let mut folders: Vec<PathBuf> = inner.flatten().flatten().map(|one| one.path()).collect();
    folders.extend(roots);
    let versions = ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"];
    versions
        .iter()
        .flat_map(|version| folders.iter().map(move |folder| folder.join(version)))
        .map(|folder| folder.join("MiniBrowser"))
        .find(|program| program.is_file())
}
