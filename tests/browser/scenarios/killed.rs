//! A browser that is closed, or killed at work, loses nothing.

use std::time::Instant;

use serde_json::json;

use super::saved::mark;
use crate::harness::Outcome;
use crate::harness::engines::Engine;
use crate::harness::runner::Scenario;
use crate::harness::session::Options;
use crate::harness::stage::Stage;
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(closed_browser_loses_nothing)
            .cannot(Engine::WebKit, "MiniBrowser keeps no profile under automation"),
        scenario!(killed_browser_keeps_two_hundred_marks)
            .cannot(Engine::WebKit, "MiniBrowser keeps no profile under automation"),
    ]
}

const LINES: usize = 20;
const WORDS: usize = 10;

async fn killed_browser_keeps_two_hundred_marks(stage: Stage) -> Outcome {
    let folder = tempfile::tempdir()?;
    let options = Options { profile: Some(folder.path().to_owned()), ..Options::default() };
    let server = stage.site("/")?;
    let browser = stage.browser(&options).await?;
    let page = stage.page_in(browser, server.clone());
    page.resize(1440, 1000).await?;
    page.open().await?;
    // Short words in short lines, so that no label breaks a line anew.
    let line = |line: usize| {
        let words = (0..WORDS).map(|word| format!("{}{line:02}", char::from(b'a' + word as u8)));
        words.collect::<Vec<_>>().join(" ")
    };
    let text = (0..LINES).map(line).collect::<Vec<_>>().join("\n");
    page.pick("words.txt", text.as_bytes()).await?;
    page.until_eq("the text", text, async || page.text().await).await?;
    let started = Instant::now();
    // Backwards: what lies before a new mark does not move.
    for line in (0..LINES).rev() {
        for word in (0..WORDS).rev() {
            let start = word * 4;
            page.drag((line, start), (line, start + 3)).await?;
            page.press(["1", "2", "3"][(line + word) % 3]).await?;
        }
    }
    let odd = page.kept().await?.annotations;
    let odd: Vec<_> = odd.into_iter().filter(|one| one.quote().len() != 3).collect();
    assert!(odd.is_empty(), "{odd:?}");
    page.until_eq("the marks on screen", LINES * WORDS, async || {
        page.js("return marks().length", json!([])).await
    })
    .await?;
    page.session().kill();
    let seconds = started.elapsed().as_secs_f32();
    let page = stage.page_in(stage.browser(&options).await?, server);
    page.open().await?;
    let kept = page.until_shown().await?;
    assert_eq!(kept.annotations.len(), LINES * WORDS, "in {seconds} s");
    // And its history, to the last and back to the first.
    let first = kept.annotations.first().ok_or("no mark")?;
    page.click_button("Undo").await?;
    page.until_eq("one less", LINES * WORDS - 1, async || Ok(page.kept().await?.annotations.len()))
        .await?;
    let kept = page.until_shown().await?;
    assert!(kept.annotations.iter().all(|one| one.id != first.id));
    assert_eq!(page.records("history/").await?.len(), LINES * WORDS);
    Ok(())
}

async fn closed_browser_loses_nothing(stage: Stage) -> Outcome {
    let folder = tempfile::tempdir()?;
    let options = Options { profile: Some(folder.path().to_owned()), ..Options::default() };
    let server = stage.site("/")?;
    let browser = stage.browser(&options).await?;
    let page = stage.page_in(browser, server.clone());
    page.open().await?;
    mark(&page, "Nairobi", "3").await?;
    page.until_kept(&[("location", "Nairobi")]).await?;
    page.session().quit().await;
    let page = stage.page_in(stage.browser(&options).await?, server);
    page.open().await?;
    page.until_kept(&[("location", "Nairobi")]).await?;
    page.press("Control+z").await?;
    page.until_kept(&[]).await?;
    Ok(())
}
