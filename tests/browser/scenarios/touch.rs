//! On a phone: a finger taps and scrolls, and the label bar stays clear of
//! what is selected.
//!
//! No driver makes the browser select a word by a long press: the press
//! arrives as one long tap. So the selection is set as the browser's own
//! handles would set it, without any event of a pointer.

use serde_json::{Value, json};

use crate::harness::engines::Engine;
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(finger_taps_a_mark_and_the_card_leaves_it_in_view)
            .cannot(Engine::WebKit, "its driver makes a mouse of a finger"),
        scenario!(finger_that_scrolls_selects_nothing)
            .cannot(Engine::Firefox, "its driver's fingers do not scroll")
            .cannot(Engine::WebKit, "its driver makes a mouse of a finger"),
        scenario!(label_bar_stays_below_the_selection),
        scenario!(targets_are_large_enough_for_fingers)
            .cannot(Engine::Firefox, "its pointer can't be made coarse while it runs")
            .cannot(Engine::WebKit, "its driver makes a mouse of a finger"),
    ]
}

const SIZE: (u32, u32) = (390, 844);

/// The bundled article on a screen as narrow as a phone's.
async fn phone(stage: &Stage) -> Result<Page, Failure> {
    let page = stage.blank_page("/").await?;
    page.open_in_frame(SIZE.0, SIZE.1).await?;
    Ok(page)
}

/// Selects words as the browser's own handles do.
async fn select(page: &Page, words: &str) -> Outcome {
    page.select_by_touch(page.span(words).await?, false).await?;
    page.until_snapped(Some(words)).await
}

async fn finger_taps_a_mark_and_the_card_leaves_it_in_view(stage: Stage) -> Outcome {
    let page = phone(&stage).await?;
    page.show_example().await?;
    // A mark low on the screen, where the card will come up.
    let script = "const mark = [...document.querySelectorAll('mark')][20]; \
        const box = mark.getBoundingClientRect(); \
        scrollBy({ top: box.bottom - innerHeight + 120, behavior: 'instant' }); \
        await frames(); \
        const { left, top } = mark.getClientRects()[0]; \
        return [mark.dataset.annotation.split(' ')[0], [Math.round(left + 6), Math.round(top + 9)]]";
    let (id, point): (String, (i64, i64)) = page.later(script, json!([])).await?;
    page.finger(&[point]).await?;
    let script = "const card = document.querySelector('.card').getBoundingClientRect(); \
        const mark = document.querySelector(`mark[data-annotation~=\"${arguments[0]}\"]`) \
            .getBoundingClientRect(); \
        return card.height > 100 && card.bottom <= innerHeight && mark.bottom <= card.top \
            && mark.top > 0";
    page.until("the card below the mark", async || {
        Ok(page.js::<bool>(script, json!([id])).await?.then_some(()))
    })
    .await
}

async fn finger_that_scrolls_selects_nothing(stage: Stage) -> Outcome {
    let page = phone(&stage).await?;
    let middle = i64::from(SIZE.0 / 2);
    page.finger(&[(middle, 700), (middle, 600), (middle, 400), (middle, 300)]).await?;
    page.until("the page scrolled", async || {
        Ok(page.js::<bool>("return scrollY > 100", json!([])).await?.then_some(()))
    })
    .await?;
    assert_eq!(page.selection().await?, None);
    assert_eq!(page.snapped().await?, None);
    let dragging = "return !!document.querySelector('.dragging')";
    assert!(!page.js::<bool>(dragging, json!([])).await?);
    Ok(())
}

async fn label_bar_stays_below_the_selection(stage: Stage) -> Outcome {
    let page = phone(&stage).await?;
    // The last line in view, which the bar would cover.
    let (block, start) = page.find("Lusaka").await?;
    let script = "const box = boxes(blocks()[arguments[0]], arguments[1])[0]; \
        scrollBy({ top: box.bottom - innerHeight + 40, behavior: 'instant' }); return null";
    page.js::<Value>(script, json!([block, start])).await?;
    select(&page, "Lusaka").await?;
    let script = "const bar = document.querySelector('.selection_toolbar').getBoundingClientRect(); \
        const chosen = getSelection().getRangeAt(0).getBoundingClientRect(); \
        return bar.height > 40 && bar.bottom <= innerHeight && bar.left >= 0 \
            && bar.right <= innerWidth && bar.top > innerHeight / 2 \
            && chosen.bottom <= bar.top && chosen.top > 0";
    page.until("the bar below the selection", async || {
        Ok(page.js::<bool>(script, json!([])).await?.then_some(()))
    })
    .await?;
    let label = "return document.querySelector('.selection_toolbar [data-label=location]')";
    let point = page.stand("the label", label, json!([])).await?;
    page.finger(&[point]).await?;
    page.until_kept(&[("location", "Lusaka")]).await?;
    // More words for the one in focus, without a key.
    page.click_at((block, start + 2)).await?;
    page.until("the card", async || Ok(page.has_button("Delete").await?.then_some(()))).await?;
    select(&page, "Wuzhen").await?;
    page.click_button("+ Add to the one in focus").await?;
    let kept = page.until("two fragments", async || {
        let kept = page.kept().await?;
        Ok((kept.annotations[0].fragments.len() == 2).then_some(kept))
    });
    assert_eq!(kept.await?.annotations.len(), 1);
    Ok(())
}

async fn targets_are_large_enough_for_fingers(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    page.become_phone(SIZE.0, SIZE.1).await?;
    page.reload().await?;
    page.show_example().await?;
    page.press("n").await?;
    select(&page, "Lusaka").await?;
    let script = "return [...document.querySelectorAll('button.label, .card .foot button, \
        .selection_toolbar button, .handles span')].filter(shown) \
        .map((one) => [one.className, one.getBoundingClientRect()]) \
        .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name)";
    let found: Vec<String> = page.js(script, json!([])).await?;
    assert_eq!(found, Vec::<String>::new());
    assert!(page.js::<bool>("return matchMedia('(pointer: coarse)').matches", json!([])).await?);
    Ok(())
}
