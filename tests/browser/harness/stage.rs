//! What a scenario is given: an engine, a page on an origin of its own, and
//! browsers of its own when it needs to start, kill or configure one.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::Failure;
use super::display::Display;
use super::engines::Engine;
use super::native::Marked;
use super::page::Page;
use super::server::Server;
use super::session::{Options, Session};

/// One engine's part of the run: its browser, shared by its scenarios.
pub struct House {
    pub engine: Engine,
    dist: PathBuf,
    display: Option<Display>,
    shared: RefCell<Option<Rc<Session>>>,
}

impl House {
    /// Prepares an engine to test the build in `dist`. No browser starts yet.
    pub fn new(engine: Engine, dist: &Path) -> Result<Self, Failure> {
        if !dist.join("index.html").is_file() {
            return Err(format!(
                "{} holds no build: run `cargo xtask build` first",
                dist.display()
            )
            .into());
        }
        // The engine that always draws to a screen.
        let display = match engine {
            Engine::WebKit => Some(Display::start()?),
            Engine::Chromium | Engine::Firefox => None,
        };
        Ok(Self { engine, dist: dist.to_owned(), display, shared: RefCell::default() })
    }

    /// The browser the scenarios share, as good as new.
    async fn shared(&self) -> Result<Rc<Session>, Failure> {
        let living = self.shared.borrow().clone();
        if let Some(session) = living {
            return Ok(session);
        }
        let session = Rc::new(self.start(&Options::default()).await?);
        session.reset().await?;
        *self.shared.borrow_mut() = Some(Rc::clone(&session));
        Ok(session)
    }

    async fn start(&self, options: &Options) -> Result<Session, Failure> {
        let display = self.display.as_ref().map(|display| display.name.as_str());
        Session::start(self.engine, options, display).await
    }

    /// Tidies the shared browser up after a scenario. One that can't be tidied
    /// is given up, and the next scenario gets a new one.
    pub async fn tidy(&self) {
        let living = self.shared.borrow().clone();
        if let Some(session) = living
            && session.reset().await.is_err()
        {
            self.give_up();
        }
    }

    /// Ends the shared browser; a new one starts when next needed.
    pub fn give_up(&self) {
        self.shared.borrow_mut().take();
    }
}

/// What a scenario acts on. Clones are the same stage.
#[derive(Clone)]
pub struct Stage {
    house: Rc<House>,
    pages: Rc<RefCell<Vec<Page>>>,
}

impl Stage {
    pub fn new(house: &Rc<House>) -> Self {
        Self { house: Rc::clone(house), pages: Rc::default() }
    }

    pub fn engine(&self) -> Engine {
        self.house.engine
    }

    /// An origin that has never been used, serving the build under `base`:
    /// `/`, or any other path with a slash at both ends.
    pub fn site(&self, base: &str) -> Result<Rc<Server>, Failure> {
        Ok(Rc::new(Server::start(&self.house.dist, base)?))
    }

    /// The page, opened in the shared browser on a fresh origin.
    pub async fn page(&self) -> Result<Page, Failure> {
        let page = self.blank_page("/").await?;
        page.open().await?;
        Ok(page)
    }

    /// A page with an article of this text and these annotations.
    pub async fn article(&self, text: &str, marked: &[Marked<'_>]) -> Result<Page, Failure> {
        let page = self.page().await?;
        page.bring(text, marked).await?;
        Ok(page)
    }

    /// A page in the shared browser that is not opened yet, served under `base`.
    pub async fn blank_page(&self, base: &str) -> Result<Page, Failure> {
        let server = self.site(base)?;
        Ok(self.page_in(self.house.shared().await?, server))
    }

    /// The page of `server`, not opened yet, in a given browser.
    pub fn page_in(&self, session: Rc<Session>, server: Rc<Server>) -> Page {
        let page = Page::new(session, server);
        self.pages.borrow_mut().push(page.clone());
        page
    }

    /// A browser of the scenario's own; ended with the scenario.
    pub async fn browser(&self, options: &Options) -> Result<Rc<Session>, Failure> {
        let session = self.house.start(options).await?;
        session.reset().await?;
        Ok(Rc::new(session))
    }

    /// Waits until a download has ended, and reads it. It must be the only one
    /// since the scenario began, or since the last call.
    pub async fn download(&self, page: &Page) -> Result<(String, Vec<u8>), Failure> {
        let folder = page.session().downloads();
        let file = page.until("a finished download", async || finished(&folder)).await?;
        let name = file.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let bytes = fs::read(&file)?;
        fs::remove_file(&file)?;
        Ok((name, bytes))
    }

    /// The pages of the scenario, the latest last.
    pub fn pages(&self) -> Vec<Page> {
        self.pages.borrow().clone()
    }

    /// Lets go of the pages, and so of the browsers and servers behind them.
    pub fn clear(&self) {
        self.pages.borrow_mut().clear();
    }
}

/// The one file in `folder`, unless the browser is still writing.
fn finished(folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let entries: Result<Vec<_>, _> = fs::read_dir(folder)?.collect();
    let files: Vec<PathBuf> = entries?.into_iter().map(|entry| entry.path()).collect();
    let [file] = files.as_slice() else {
        // None yet, or the finished one beside its unfinished twin.
        return Ok(None);
    };
    let ending = file.extension().and_then(|ending| ending.to_str());
    let unfinished = matches!(ending, Some("crdownload" | "part" | "wkdownload"));
    let empty = fs::metadata(file).map_or(0, |data| data.len()) == 0;
    let hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    Ok((!unfinished && !empty && !hidden).then(|| file.clone()))
}
