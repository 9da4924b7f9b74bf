//! The page as a person and a test see it: its blocks, marks, list, notices,
//! fields and buttons, found by the hooks it promises to keep.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::Failure;
use super::engines::Engine;
use super::hands::Strokes;
use super::server::Server;
use super::session::Session;

/// A block, and an offset in it in UTF-16 units.
pub type Place = (usize, usize);

/// One `<mark>`: a segment with everything that lies over it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Mark {
    pub block: usize,
    pub ids: Vec<String>,
    pub labels: Vec<String>,
    pub text: String,
}

/// One entry of the list of annotations.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Item {
    pub id: String,
    pub text: String,
}

/// What the browser holds selected.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Selection {
    /// Where it began; `None` if outside the article.
    pub anchor: Option<Place>,
    pub focus: Option<Place>,
    pub text: String,
}

/// A page in a browser. Clones are the same page.
#[derive(Clone)]
pub struct Page {
    session: Rc<Session>,
    server: Rc<Server>,
    pub(super) strokes: Rc<Cell<Strokes>>,
}

impl Page {
    pub fn new(session: Rc<Session>, server: Rc<Server>) -> Self {
        Self { session, server, strokes: Rc::default() }
    }

    pub fn driver(&self) -> &WebDriver {
        &self.session.driver
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    pub fn server(&self) -> &Rc<Server> {
        &self.server
    }

    /// Opens the page and waits until the article stands there.
    pub async fn open(&self) -> Result<(), Failure> {
        self.driver().goto(self.server.url()).await?;
        self.wait_for_article().await
    }

    /// Opens the page in a frame of this size, on a screen of the usual one: no
    /// browser makes its own window as narrow as a phone. The frame is the
    /// viewport of all that follows.
    pub async fn open_in_frame(&self, width: u32, height: u32) -> Result<(), Failure> {
        let url = format!("{}frame.html?{width}x{height}", self.server.url());
        self.driver().goto(url).await?;
        self.driver().enter_frame(0).await?;
        self.wait_for_article().await
    }

    /// Reloads the page and waits until the article stands there again.
    pub async fn reload(&self) -> Result<(), Failure> {
        self.driver().refresh().await?;
        self.wait_for_article().await
    }

    /// Waits for the article, and for the page to close the network behind it.
    pub async fn wait_for_article(&self) -> Result<(), Failure> {
        self.until("the article", async || {
            let script = "return blocks().length > 0 && \
                document.querySelectorAll('meta[http-equiv=Content-Security-Policy]').length > 1";
            // A page that is just being left has no answer, or an error.
            let answer: Result<Option<bool>, Failure> = self.js(script, json!([])).await;
            Ok(answer.ok().flatten().unwrap_or(false).then_some(()))
        })
        .await
    }

    /// Gives the viewport another size, for this scenario, and waits until the
    /// page is drawn in it.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), Failure> {
        self.session.resize(width, height).await?;
        self.frames().await
    }

    /// The text of each block.
    pub async fn text_of_blocks(&self) -> Result<Vec<String>, Failure> {
        let script = "return blocks().map((block) => block.textContent)";
        self.js(script, json!([])).await
    }

    /// The whole text: the blocks joined by LF.
    pub async fn text(&self) -> Result<String, Failure> {
        Ok(self.text_of_blocks().await?.join("\n"))
    }

    /// The place where `needle` first begins.
    pub async fn find(&self, needle: &str) -> Result<Place, Failure> {
        for (index, block) in self.text_of_blocks().await?.iter().enumerate() {
            if let Some((before, _)) = block.split_once(needle) {
                return Ok((index, before.encode_utf16().count()));
            }
        }
        Err(format!("no block of the article holds {needle:?}").into())
    }

    /// Where `needle` first begins and ends.
    pub async fn span(&self, needle: &str) -> Result<(Place, Place), Failure> {
        let (block, start) = self.find(needle).await?;
        let end = start + needle.encode_utf16().count();
        Ok(((block, start), (block, end)))
    }

    /// The marks, in the order of the text.
    pub async fn marks(&self) -> Result<Vec<Mark>, Failure> {
        self.js("return marks()", json!([])).await
    }

    /// The entries of the list of annotations that are shown.
    pub async fn list_items(&self) -> Result<Vec<Item>, Failure> {
        self.js("return listItems()", json!([])).await
    }

    /// What the page says in passing.
    pub async fn notices(&self) -> Result<Vec<String>, Failure> {
        self.js("return texts('[role=status]')", json!([])).await
    }

    /// What the page says went wrong.
    pub async fn errors(&self) -> Result<Vec<String>, Failure> {
        self.js("return texts('[role=alert]')", json!([])).await
    }

    /// What is selected, if anything is.
    pub async fn selection(&self) -> Result<Option<Selection>, Failure> {
        self.js("return selection()", json!([])).await
    }

    /// Everything in local storage.
    pub async fn local_storage(&self) -> Result<BTreeMap<String, String>, Failure> {
        self.js("return storage()", json!([])).await
    }

    /// Chooses a file in the import field, as the file picker would.
    pub async fn import_file(&self, file: &Path) -> Result<(), Failure> {
        let field = "input[type=file][aria-label='Import files']";
        let field = self.driver().find(By::Css(field)).await?;
        field.send_keys(file.display().to_string()).await?;
        Ok(())
    }

    /// Clicks the button with this accessible name, once it is shown and can
    /// be used; of several, the last one, which lies on top.
    pub async fn click_button(&self, name: &str) -> Result<(), Failure> {
        let script = "const one = button(arguments[0]); \
            return one && !one.disabled && one.ariaDisabled !== 'true' ? one : null";
        self.click_what(&format!("the button {name:?}"), script, json!([name])).await
    }

    /// Waits until a dialog is open that is more than a bar of how far its
    /// making is.
    pub async fn until_dialog(&self) -> Result<(), Failure> {
        self.until("a dialog", async || {
            let script = "return !!document.querySelector('dialog[open]') \
                && !document.querySelector('dialog progress')";
            Ok(self.js::<bool>(script, json!([])).await?.then_some(()))
        })
        .await
    }

    /// Closes the dialog by its button, once it is open.
    pub async fn close_dialog(&self) -> Result<(), Failure> {
        let script = "return document.querySelector('dialog[open] button[aria-label=Close]')";
        self.click_what("the button that closes the dialog", script, json!([])).await?;
        self.until_no_dialog().await
    }

    /// Waits until no dialog is open.
    pub async fn until_no_dialog(&self) -> Result<(), Failure> {
        self.until("the dialog gone", async || {
            let script = "return !document.querySelector('dialog[open]')";
            Ok(self.js::<bool>(script, json!([])).await?.then_some(()))
        })
        .await
    }

    /// Whether a button with this accessible name is shown and can be used.
    pub async fn has_button(&self, name: &str) -> Result<bool, Failure> {
        let script = "const one = button(arguments[0]); return !!one && !one.disabled";
        self.js(script, json!([name])).await
    }

    /// Replaces what stands in the field with this label.
    pub async fn fill(&self, label: &str, text: &str) -> Result<(), Failure> {
        let field = self.field(label).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Chooses an entry of the `<select>` with this label by its value or text.
    pub async fn choose(&self, label: &str, entry: &str) -> Result<(), Failure> {
        self.field(label).await?;
        let option = self
            .element(
                "return [...field(arguments[0]).options] \
                    .find((one) => one.value === arguments[1] || words(one) === arguments[1]) ?? null",
                json!([label, entry]),
            )
            .await?
            .ok_or_else(|| format!("{label:?} has no entry {entry:?}"))?;
        option.click().await?;
        if self.session.engine == Engine::Chromium {
            // Its driver leaves out the event that comes before `change`.
            let input = "const input = new Event('input', { bubbles: true }); \
                return field(arguments[0])?.dispatchEvent(input) ?? false";
            self.js::<bool>(input, json!([label])).await?;
        }
        Ok(())
    }

    /// The field with this label, once it is there.
    pub async fn field(&self, label: &str) -> Result<WebElement, Failure> {
        self.until(&format!("a field {label:?}"), async || {
            self.element("return field(arguments[0])", json!([label])).await
        })
        .await
    }

    /// Runs a script that may use the functions of `page.js`, and gives back
    /// what it returns.
    pub async fn js<T: DeserializeOwned>(&self, script: &str, args: Value) -> Result<T, Failure> {
        Ok(self.run(script, args).await?.convert()?)
    }

    /// Runs a script that returns an element or null. An element that is gone
    /// before it arrives was drawn anew, and is none either.
    pub async fn element(&self, script: &str, args: Value) -> Result<Option<WebElement>, Failure> {
        let returned = match self.run(script, args).await {
            Err(gone) if gone.to_string().contains("stale") => return Ok(None),
            returned => returned?,
        };
        if returned.json().is_null() {
            return Ok(None);
        }
        Ok(Some(returned.element()?))
    }

    /// The same, for a script that awaits something.
    pub async fn later<T: DeserializeOwned>(
        &self,
        script: &str,
        args: Value,
    ) -> Result<T, Failure> {
        let script = format!(
            "const done = arguments[arguments.length - 1]; \
             (async () => {{ {script} }})().then(done, (error) => done({{ why: `${{error}}` }}))"
        );
        let (script, args) = with_functions(&script, args)?;
        Ok(self.driver().execute_async(script, args).await?.convert()?)
    }

    async fn run(&self, script: &str, args: Value) -> Result<ScriptRet, Failure> {
        let (script, args) = with_functions(script, args)?;
        Ok(self.driver().execute(script, args).await?)
    }
}

fn with_functions(script: &str, args: Value) -> Result<(String, Vec<Value>), Failure> {
    let Value::Array(args) = args else {
        return Err("the arguments of a script must be an array".into());
    };
    Ok((format!("{}\n{script}", include_str!("page.js")), args))
}
