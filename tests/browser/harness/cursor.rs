//! The reading cursor, seen as a person sees it, and led by keys.

use serde::Deserialize;
use serde_json::json;

use super::page::{Page, Place};
use super::{Failure, Outcome};

/// The reading cursor as a person sees it.
#[derive(Debug, PartialEq, Deserialize)]
pub struct Seen {
    /// Every place of the text at whose edge it stands.
    pub places: Vec<Place>,
    pub left: f64,
    pub top: f64,
    pub bottom: f64,
    pub width: f64,
}

/// Looks where the cursor is drawn, and which characters begin there, or end
/// at the end of a line. Where letters go to the left, they begin at the right.
const SEEN: &str = r#"
    const cursor = document.querySelector(".cursor");
    if (!cursor || !shown(cursor)) return null;
    const box = cursor.getBoundingClientRect();
    const at = (box.left + box.right) / 2;
    const row = (box.top + box.bottom) / 2;
    const places = [];
    const add = (index, offset, one, x) => {
        if (one.top <= row && row <= one.bottom && Math.abs(x - at) <= 2) places.push([index, offset]);
    };
    for (const [index, block] of blocks().entries()) {
        const area = block.getBoundingClientRect();
        if (row < area.top || row > area.bottom) continue;
        const text = block.textContent;
        const rtl = block.matches(":dir(rtl)");
        if (!text) add(index, 0, area, rtl ? area.right : area.left);
        const parts = [...new Intl.Segmenter().segment(text)].map((one) => one.index);
        for (const offset of parts) {
            const one = boxes(block, offset).at(-1);
            if (one) add(index, offset, one, rtl ? one.right : one.left);
        }
        const last = text && boxes(block, parts.at(-1)).at(-1);
        if (last) add(index, text.length, last, rtl ? last.left : last.right);
    }
    return { places, left: box.left, top: box.top, bottom: box.bottom, width: box.width };
"#;

impl Page {
    /// The cursor; `None` while it is not shown.
    pub async fn cursor_seen(&self) -> Result<Option<Seen>, Failure> {
        self.js(SEEN, json!([])).await
    }

    /// The cursor, once the page stands still.
    pub async fn cursor(&self) -> Result<Seen, Failure> {
        self.frames().await?;
        self.cursor_seen().await?.ok_or_else(|| "there is no cursor".into())
    }

    /// Where it stands; nowhere, while it is not shown.
    pub async fn cursor_places(&self) -> Result<Vec<Place>, Failure> {
        Ok(self.cursor_seen().await?.map_or(Vec::new(), |seen| seen.places))
    }

    /// Waits until the cursor stands at a place, and at no other.
    pub async fn until_cursor(&self, place: Place) -> Outcome {
        self.until_eq("the cursor", vec![place], async || self.cursor_places().await).await
    }

    /// Waits until there is none.
    pub async fn until_no_cursor(&self) -> Outcome {
        self.until_eq("the cursor", None, async || self.cursor_seen().await).await
    }

    /// Waits for what a screen reader hears of the cursor.
    pub async fn until_heard(&self, wanted: &str) -> Outcome {
        self.until_eq("what is heard", wanted.to_owned(), async || {
            let script =
                "return document.querySelector('main [aria-live=polite]').textContent.trim()";
            self.js(script, json!([])).await
        })
        .await
    }

    /// Presses a key for each place, and waits each time until the cursor is
    /// there.
    pub async fn walk(&self, key: &str, places: &[Place]) -> Outcome {
        for &place in places {
            self.press(key).await?;
            self.until_cursor(place).await.map_err(|error| format!("after {key}: {error}"))?;
        }
        Ok(())
    }

    /// Presses a key, and waits until the cursor is elsewhere.
    pub async fn step(&self, key: &str) -> Result<Seen, Failure> {
        let before = self.cursor_places().await?;
        self.press(key).await?;
        self.until(&format!("the cursor off {before:?} by {key}"), async || {
            let seen = self.cursor_seen().await?;
            Ok(seen.filter(|seen| seen.places != before && !seen.places.is_empty()))
        })
        .await
    }

    /// Goes to the start of the first `words`, by word.
    pub async fn go_to(&self, words: &str) -> Outcome {
        let place = self.find(words).await?;
        for _ in 0..100 {
            if self.step("ArrowRight").await?.places == [place] {
                return Ok(());
            }
        }
        Err(format!("the cursor did not come to {words:?}").into())
    }
}
