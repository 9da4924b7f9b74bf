//! The page on a phone, a tablet and a desk.

use serde_json::json;

use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![scenario!(page_is_as_wide_as_the_screen), scenario!(narrow_page_marks_and_changes)]
}

async fn until_not_wider(page: &Page, width: u32) -> Outcome {
    let script = "return [innerWidth, document.documentElement.scrollWidth <= \
        document.documentElement.clientWidth]";
    page.until_eq("a page as wide as the screen", (width, true), async || {
        page.js(script, json!([])).await
    })
    .await
}

async fn page_is_as_wide_as_the_screen(stage: Stage) -> Outcome {
    let page = stage.blank_page("/").await?;
    for (width, height) in [(1440, 900), (900, 900), (390, 844)] {
        page.open_in_frame(width, height).await?;
        until_not_wider(&page, width).await?;
        if page.has_button("Show an example").await? {
            page.show_example().await?;
        }
        assert_eq!(page.until_shown().await?.annotations.len(), 39);
        until_not_wider(&page, width).await?;
        page.press("n").await?;
        until_not_wider(&page, width).await?;
        for name in ["Export", "Paste", "Keys", "Edit details"] {
            page.click_button(name).await?;
            page.until_dialog().await?;
            until_not_wider(&page, width).await?;
            page.close_dialog().await?;
        }
    }
    Ok(())
}

async fn narrow_page_marks_and_changes(stage: Stage) -> Outcome {
    let page = stage.blank_page("/").await?;
    page.open_in_frame(390, 844).await?;
    let (start, end) = page.span("Lusaka").await?;
    page.drag(start, end).await?;
    page.until_snapped(Some("Lusaka")).await?;
    page.press("3").await?;
    page.until_kept(&[("location", "Lusaka")]).await?;
    page.click_at((start.0, start.1 + 2)).await?;
    // The card, and a note in it.
    page.click_what("the note", "return field('Note')", json!([])).await?;
    page.type_text("a city").await?;
    page.until_eq("the note", "a city".to_owned(), async || {
        Ok(page.kept().await?.annotations[0].note.clone())
    })
    .await?;
    // The row of the list can be reached, and leads to the mark.
    page.click_button("Close").await?;
    let row = "return document.querySelector('[aria-label=Annotations] [data-annotation]')";
    page.click_what("the row", row, json!([])).await?;
    page.until("the mark in view", async || {
        let script = "const box = document.querySelector('mark').getBoundingClientRect(); \
            const top = document.elementFromPoint((box.left + box.right) / 2, box.top + 6); \
            return top?.closest('mark') ? true : null";
        let found: Result<Option<bool>, Failure> = page.js(script, json!([])).await;
        found
    })
    .await?;
    until_not_wider(&page, 390).await
}
