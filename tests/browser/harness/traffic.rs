//! Files and texts on their way in, files on their way out.

use serde_json::{Value, json};

use super::Failure;
use super::engines::Engine;
use super::native::{self, Marked};
use super::page::Page;
use super::stage::Stage;

/// A file that never was on a disk.
pub struct Dropped<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

impl Page {
    /// Writes a file and chooses it in the import field.
    pub async fn pick(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let file = self.session().folder("picked")?.join(name);
        std::fs::write(&file, bytes)?;
        self.import_file(&file).await
    }

    /// Brings in an article with these annotations, by a file, and waits until
    /// it is shown. It has no history, and its proposals can be linked to
    /// speakers.
    pub async fn bring(&self, text: &str, marked: &[Marked<'_>]) -> Result<(), Failure> {
        self.pick("council.json", &serde_json::to_vec(&native::linked(text, marked))?).await?;
        self.until_eq("the text", text.to_owned(), async || self.text().await).await?;
        self.until_shown().await?;
        Ok(())
    }

    /// Drops files on the window.
    pub async fn drop_files(&self, files: &[Dropped<'_>]) -> Result<(), Failure> {
        let pair = |file: &Dropped| json!([file.name, base64(file.bytes)]);
        let files: Vec<Value> = files.iter().map(pair).collect();
        let script = "return arrive('drop', arguments[0])";
        if self.js::<bool>(script, json!([{ "files": files }])).await? {
            return Ok(());
        }
        Err("the page leaves dropped files to the browser".into())
    }

    /// Pastes a text where the focus is.
    pub async fn paste(&self, text: &str) -> Result<(), Failure> {
        let script = "return arrive('paste', arguments[0])";
        self.js::<bool>(script, json!([{ "text": text }])).await?;
        Ok(())
    }
}

impl Stage {
    /// Makes the page save a file, and reads it.
    pub async fn saved_file(
        &self,
        page: &Page,
        save: impl AsyncFnOnce() -> Result<(), Failure>,
    ) -> Result<(String, Vec<u8>), Failure> {
        if self.engine() != Engine::WebKit {
            save().await?;
            return self.download(page).await;
        }
        // Its driver has no downloads: the bytes are taken where the page
        // hands them to the browser.
        page.js::<Value>("catchDownloads()", json!([])).await?;
        save().await?;
        let (name, letters): (String, String) = page
            .until("a caught download", async || {
                page.js("return window.caught.shift() ?? null", json!([])).await
            })
            .await?;
        Ok((name, from_base64(&letters)?))
    }

    /// Exports this article, or all, by the dialog.
    pub async fn export(&self, page: &Page, all: bool) -> Result<(String, Vec<u8>), Failure> {
        page.click_button("Export").await?;
        page.field("Format").await?;
        if all {
            page.click_what("the choice of all", "return field('All ')", json!([])).await?;
        }
        self.saved_file(page, async || page.click_button("Download").await).await
    }
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= chunk.len() { letter.into() } else { '=' });
        }
    }
    out
}

fn from_base64(letters: &str) -> Result<Vec<u8>, Failure> {
    let (mut bytes, mut bits, mut n_bits) = (Vec::new(), 0_u32, 0);
    for letter in letters.trim_end_matches('=').bytes() {
        let value = LETTERS.iter().position(|&one| one == letter);
        bits = bits << 6 | value.ok_or("not base64")? as u32;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
        }
    }
    Ok(bytes)
}
