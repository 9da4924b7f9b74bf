//! Waiting for what a page is about to do, and for its text to stand still.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::json;

use super::Failure;
use super::hands::Point;
use super::page::{Page, Place};

/// How long a condition may take to come true.
pub const PATIENCE: Duration = Duration::from_secs(20);

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

    async fn locate(&self, places: &[Place], middle: bool) -> Result<Vec<Point>, Failure> {
        #[derive(Deserialize)]
        struct Found {
            points: Option<Vec<Point>>,
            why: Option<String>,
        }
        // Scrolling and late layout move the text: only an answer that comes
        // twice, with frames drawn between, is believed.
        let (mut last, mut reason) = (None, String::new());
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let script = "return locate(arguments[0], arguments[1])";
            let found: Found = self.js(script, json!([places, middle])).await?;
            if found.points.is_some() && found.points == last {
                return Ok(last.unwrap_or_default());
            }
            reason = found.why.unwrap_or(reason);
            last = found.points;
            self.frames().await?;
        }
        Err(format!("can't point at {places:?}: {reason}").into())
    }

    /// Waits until a few frames are drawn. An engine that draws only when it
    /// has a reason to is not waited for long.
    pub async fn frames(&self) -> Result<(), Failure> {
        let script = "const done = arguments[0]; let left = 3; setTimeout(done, 300); \
            const next = () => left-- > 0 ? requestAnimationFrame(next) : done(); next()";
        self.driver().execute_async(script, Vec::new()).await?;
        Ok(())
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
