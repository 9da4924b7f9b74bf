//! The history as a list: what was done, going back to there, and forth.

use serde::Deserialize;
use serde_json::json;

use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(history_tells_what_was_done_and_goes_there),
        scenario!(history_follows_what_is_done_while_it_is_open),
    ]
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Line {
    what: String,
    is_current: bool,
    is_undone: bool,
}

/// The list, the newest first.
async fn lines(page: &Page) -> Result<Vec<Line>, Failure> {
    let script = "return [...document.querySelectorAll('dialog[open] .history button')].map((one) => ({ \
        what: words(one.querySelector('span')), \
        is_current: one.ariaCurrent === 'step', \
        is_undone: words(one).endsWith('taken back') }))";
    page.js(script, json!([])).await
}

const OPENED: &str = "The article as it was opened";

/// Waits until the list has these sentences, of which this many are done.
async fn until_list(page: &Page, whats: &[&str], n_done: usize) -> Outcome {
    let line = |(idx, what): (usize, &&str)| Line {
        what: (*what).to_owned(),
        is_current: idx == whats.len() - 1 - n_done,
        is_undone: idx < whats.len() - 1 - n_done,
    };
    let wanted: Vec<Line> = whats.iter().enumerate().map(line).collect();
    page.until_eq("the list", wanted, async || lines(page).await).await?;
    // The buttons say the same.
    let can = (n_done > 0, n_done + 1 < whats.len());
    page.until_eq("Undo and Redo", can, async || {
        Ok((page.has_button("Undo").await?, page.has_button("Redo").await?))
    })
    .await
}

async fn mark(page: &Page, words: &str, key: &str) -> Outcome {
    let (start, end) = page.span(words).await?;
    page.drag(start, end).await?;
    page.until_snapped(Some(words)).await?;
    page.press(key).await
}

async fn go(page: &Page, what: &str) -> Outcome {
    let script = "return [...document.querySelectorAll('dialog[open] .history button')] \
        .find((one) => words(one.querySelector('span')) === arguments[0]) ?? null";
    page.click_what(&format!("the line {what:?}"), script, json!([what])).await
}

const ADA: (&str, &str) = ("speaker", "Ada");
const LINZ: (&str, &str) = ("location", "Linz");
const BOB: (&str, &str) = ("speaker", "Bob");
const ADA_DONE: &str = "Marked “Ada” as Speaker";
const LINZ_DONE: &str = "Marked “Linz” as Location";
const BOB_DONE: &str = "Marked “Bob” as Speaker";

/// An article with two annotations, made by hand.
async fn ada_and_linz(stage: &Stage) -> Result<Page, Failure> {
    let page = stage.page().await?;
    let text = "Ada asked for trams in Linz. Bob agreed.";
    page.pick("trams.txt", text.as_bytes()).await?;
    page.until_eq("the text", text.to_owned(), async || page.text().await).await?;
    mark(&page, "Ada", "1").await?;
    page.until_kept(&[ADA]).await?;
    mark(&page, "Linz", "3").await?;
    page.until_kept(&[ADA, LINZ]).await?;
    Ok(page)
}

async fn history_tells_what_was_done_and_goes_there(stage: Stage) -> Outcome {
    let page = ada_and_linz(&stage).await?;
    mark(&page, "Bob", "1").await?;
    page.until_kept(&[ADA, LINZ, BOB]).await?;
    let all = [BOB_DONE, LINZ_DONE, ADA_DONE, OPENED];
    page.click_button("History").await?;
    until_list(&page, &all, 3).await?;
    // Back, further back, forth again, to the start and to the end.
    let ends: [(&str, usize, &[_]); 5] = [
        (LINZ_DONE, 2, &[ADA, LINZ]),
        (ADA_DONE, 1, &[ADA]),
        (LINZ_DONE, 2, &[ADA, LINZ]),
        (OPENED, 0, &[]),
        (BOB_DONE, 3, &[ADA, LINZ, BOB]),
    ];
    for (what, n_done, kept) in ends {
        go(&page, what).await?;
        page.until_kept(kept).await?;
        until_list(&page, &all, n_done).await?;
    }
    // It is all there after a reload, and what is taken back stays so.
    go(&page, ADA_DONE).await?;
    until_list(&page, &all, 1).await?;
    page.reload().await?;
    page.until_kept(&[ADA]).await?;
    page.click_button("History").await?;
    until_list(&page, &all, 1).await?;
    go(&page, BOB_DONE).await?;
    page.until_kept(&[ADA, LINZ, BOB]).await?;
    until_list(&page, &all, 3).await
}

async fn history_follows_what_is_done_while_it_is_open(stage: Stage) -> Outcome {
    let page = ada_and_linz(&stage).await?;
    page.click_button("History").await?;
    until_list(&page, &[LINZ_DONE, ADA_DONE, OPENED], 2).await?;
    page.press("Control+z").await?;
    page.until_kept(&[ADA]).await?;
    until_list(&page, &[LINZ_DONE, ADA_DONE, OPENED], 1).await?;
    page.click_button("Undo").await?;
    until_list(&page, &[LINZ_DONE, ADA_DONE, OPENED], 0).await?;
    page.click_button("Redo").await?;
    until_list(&page, &[LINZ_DONE, ADA_DONE, OPENED], 1).await?;
    // The article stays at hand; what was taken back is gone for good then.
    mark(&page, "Bob", "1").await?;
    page.until_kept(&[ADA, BOB]).await?;
    until_list(&page, &[BOB_DONE, ADA_DONE, OPENED], 2).await?;
    // Esc closes it, where the focus is in it.
    go(&page, ADA_DONE).await?;
    until_list(&page, &[BOB_DONE, ADA_DONE, OPENED], 1).await?;
    page.press("Escape").await?;
    page.until_eq("no dialog", 0, async || {
        page.js("return document.querySelectorAll('dialog[open]').length", json!([])).await
    })
    .await?;
    page.until_kept(&[ADA]).await?;
    Ok(())
}
