//! Waiting for what a page is about to do, and for its text to stand still.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use super::Failure;
use super::hands::Point;
use super::page::{Page, Place};

/// How long a condition may take to come true.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What a look for a place on the screen ends with.
#[derive(Deserialize)]
#[serde(untagged)]
enum Found<T> {
    NotYet { why: String },
    At(T),
}

impl Page {
    /// The points from which the mouse puts the caret to each of `places`, all
    /// on one screen.
    pub async fn carets(&self, places: &[Place]) -> Result<Vec<Point>, Failure> {
        self.locate(places, false).await
    }

    /// The middle of the character at `place`.
    pub async fn middle(&self, place: Place) -> Result<Point, Failure> {
        Ok(self.locate(&[place], true).await?[0])
    }

    /// Where to point to hit what `script` returns.
    pub async fn stand(&self, what: &str, script: &str, args: Value) -> Result<Point, Failure> {
        let script = format!("return await stand(() => {{ {script} }})");
        self.until_found(what, async || self.later(&script, args.clone()).await).await
    }

    async fn locate(&self, places: &[Place], middle: bool) -> Result<Vec<Point>, Failure> {
        let script = "return await locate(arguments[0], arguments[1])";
        self.until_found(&format!("{places:?}"), async || {
            self.later(script, json!([places, middle])).await
        })
        .await
    }

    /// Waits until a place on the screen is found, or says why there is none.
    async fn until_found<T>(
        &self,
        what: &str,
        mut look: impl AsyncFnMut() -> Result<Found<T>, Failure>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let why = match look().await? {
                Found::At(found) => return Ok(found),
                Found::NotYet { why } => why,
            };
            if Instant::now() > deadline {
                return Err(format!("can't point at {what}: {why}").into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a few frames are drawn, however long an engine takes over
    /// them: one that starts up or is short of time takes seconds.
    pub async fn frames(&self) -> Result<(), Failure> {
        self.later("await frames()", json!([])).await
    }

    /// Waits until `probe` gives something.
    pub async fn until<T>(
        &self,
        what: &str,
        mut probe: impl AsyncFnMut() -> Result<Option<T>, Failure>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = probe().await? {
                return Ok(found);
            }
            if Instant::now() > deadline {
                return Err(format!("{what} did not come within {} s", PATIENCE.as_secs()).into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until `probe` gives `wanted`, and says what it gave instead.
    pub async fn until_eq<T: PartialEq + Debug>(
        &self,
        what: &str,
        wanted: T,
        mut probe: impl AsyncFnMut() -> Result<T, Failure>,
    ) -> Result<(), Failure> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = probe().await?;
            if found == wanted {
                return Ok(());
            }
            if Instant::now() > deadline {
                let seconds = PATIENCE.as_secs();
                return Err(format!(
                    "{what}: after {seconds} s still\n   {found:?}\nand not\n   {wanted:?}"
                )
                .into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
