//! What has the focus: a control of the page, or an annotation.

use serde_json::json;

use super::page::Page;
use super::{Failure, Outcome};

impl Page {
    /// The name of the control that has the focus; empty on the page itself,
    /// and while the browser's own controls have it.
    pub async fn focused(&self) -> Result<String, Failure> {
        let script = "const one = document.activeElement; \
            if (one === document.body || !document.hasFocus()) return ''; \
            return nameOf(one) || one.labels?.[0]?.textContent || one.name || one.localName";
        self.js(script, json!([])).await
    }

    /// Waits until the control with this name has the focus.
    pub async fn until_focused(&self, name: &str) -> Outcome {
        self.until_eq("the focus", name.to_owned(), async || self.focused().await).await
    }

    /// Goes on by Tab, or back with Shift, until a control has the focus.
    pub async fn tab_to(&self, key: &str, name: &str) -> Outcome {
        for _ in 0..60 {
            if self.focused().await? == name {
                return Ok(());
            }
            self.press(key).await?;
        }
        Err(format!("{key} does not lead to {name:?}").into())
    }

    /// Waits until the annotation in focus has these words, or none is.
    pub async fn until_annotation(&self, wanted: Option<&str>) -> Outcome {
        self.until_eq("the annotation in focus", wanted.map(String::from), async || {
            self.annotation_in_focus().await
        })
        .await
    }

    /// Waits until any annotation is in focus.
    pub async fn until_any_annotation(&self) -> Outcome {
        self.until("an annotation in focus", async || {
            Ok(self.annotation_in_focus().await?.map(|_| ()))
        })
        .await
    }

    /// Clicks a word that is marked, and waits until an annotation is in focus.
    pub async fn focus_word(&self, word: &str) -> Outcome {
        self.click_word(word).await?;
        self.until_any_annotation().await
    }

    pub async fn annotation_in_focus(&self) -> Result<Option<String>, Failure> {
        let script = "const card = '[aria-label=\"Annotation in focus\"] blockquote'; \
            return document.querySelector(card)?.textContent ?? null";
        self.js(script, json!([])).await
    }
}
