//! The ends of the annotation in focus are dragged by their handles.

use serde_json::{Value, json};

use crate::harness::engines::Engine;
use crate::harness::hands::Point;
use crate::harness::native::{self, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(handles_drag_an_end_by_word_and_by_character),
        scenario!(each_fragment_has_handles),
        scenario!(drag_of_a_handle_is_left_with_escape),
        scenario!(handle_at_the_edge_scrolls_the_text),
        scenario!(handle_beside_the_text_means_the_nearest_words),
        scenario!(finger_drags_a_handle)
            .cannot(Engine::WebKit, "its driver makes a mouse of a finger"),
        scenario!(text_beside_handles_is_selected_as_ever),
        scenario!(keys_move_an_end_after_a_fragment_is_gone),
    ]
}

const TEXT: &str = "Mayor Ada Lind spoke first. \
    “We need trams and buses”, Bob Roe said, “and we need them now.” Eva Kern listened.";

/// A page with one proposal of two fragments and a speaker between, and the
/// proposal in focus.
async fn trams(stage: &Stage) -> Result<Page, Failure> {
    let page = stage.page().await?;
    open(&page).await?;
    Ok(page)
}

async fn open(page: &Page) -> Outcome {
    let marked = [
        Marked { label: "proposal", words: "need trams" },
        Marked { label: "speaker", words: "Bob Roe" },
    ];
    let mut article = native::article(1, "Trams", TEXT, &marked);
    let start = TEXT[..TEXT.find("we need").ok_or("no such words")?].chars().count();
    let second = json!({"start": start, "end": start + "we need".len(), "quote": "we need"});
    let fragments = article["annotations"][0]["fragments"].as_array_mut();
    fragments.ok_or("no fragments")?.push(second);
    page.pick("trams.json", &serde_json::to_vec(&native::file(vec![article]))?).await?;
    page.until_eq("the text", TEXT.to_owned(), async || page.text().await).await?;
    page.until_shown().await?;
    page.focus_word("trams").await
}

/// Where a handle is, and where to drag it so that its end comes from that of
/// `from` to that of `to`.
pub async fn grip(page: &Page, end: usize, from: &str, to: &str) -> Result<[Point; 2], Failure> {
    let handle = "return document.querySelector(`.handles [data-end=\"${arguments[0]}\"]`)";
    let (from, to) = (page.span(from).await?, page.span(to).await?);
    let is_start = end.is_multiple_of(2);
    let places = if is_start { [from.0, to.0] } else { [from.1, to.1] };
    let (x, y) = page.stand("the handle", handle, json!([end])).await?;
    // Just inside of the words, since a label's name may come after them.
    let script = "const [places, isStart] = arguments; \
        const [from, to] = places.map(([block, at]) => { \
            const box = boxes(blocks()[block], isStart ? at : at - 1)[0]; \
            return [isStart ? box.left + 1 : box.right - 1, (box.top + box.bottom) / 2]; \
        }); return [to[0] - from[0], to[1] - from[1]].map(Math.round)";
    let (dx, dy): Point = page.js(script, json!([places, is_start])).await?;
    Ok([(x, y), (x + dx, y + dy)])
}

async fn handles_drag_an_end_by_word_and_by_character(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    page.until_fragments("proposal", &["need trams", "we need"]).await?;
    // Into the middle of a word: to the end of it.
    let points = grip(&page, 1, "need trams", "trams and bu").await?;
    page.drag_through("", &points).await?;
    page.until_fragments("proposal", &["need trams and buses", "we need"]).await?;
    let points = grip(&page, 1, "trams and buses", "trams and bu").await?;
    page.drag_through("Alt", &points).await?;
    page.until_fragments("proposal", &["need trams and bu", "we need"]).await?;
    let points = grip(&page, 0, "need", "We").await?;
    page.drag_through("", &points).await?;
    page.until_fragments("proposal", &["We need trams and bu", "we need"]).await?;
    // Not over the other end.
    let points = grip(&page, 0, "We", "Roe").await?;
    page.drag_through("", &points).await?;
    page.until_fragments("proposal", &["bu", "we need"]).await?;
    while page.has_button("Undo").await? {
        page.press("Control+z").await?;
    }
    page.until_fragments("proposal", &["need trams", "we need"]).await
}

async fn each_fragment_has_handles(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    let points = grip(&page, 2, "we need", "and we").await?;
    page.drag_through("", &points).await?;
    page.until_fragments("proposal", &["need trams", "and we need"]).await?;
    let points = grip(&page, 3, "and we need", "them now").await?;
    page.drag_through("", &points).await?;
    page.until_fragments("proposal", &["need trams", "and we need them now"]).await?;
    // Nothing in focus, nothing to drag.
    page.press("Escape").await?;
    page.until_eq("no handles", 0, async || {
        page.js("return document.querySelectorAll('.handles span').length", json!([])).await
    })
    .await
}

async fn drag_of_a_handle_is_left_with_escape(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    let before = page.records("").await?;
    let points = grip(&page, 1, "need trams", "buses").await?;
    page.drag_and_hold(&points).await?;
    // What would come of it is shown.
    let shown = "return [...(CSS.highlights?.get('snapped') ?? [])].map(String)[0] ?? null";
    page.until_eq("the preview", Some("need trams and buses".to_owned()), async || {
        page.js(shown, json!([])).await
    })
    .await?;
    page.press("Escape").await?;
    page.until_eq("no preview", None::<String>, async || page.js(shown, json!([])).await).await?;
    page.let_go().await?;
    // Still in focus, and as it was.
    let handles = "return document.querySelectorAll('.handles span').length";
    assert_eq!(page.js::<usize>(handles, json!([])).await?, 4);
    assert_eq!(page.records("").await?, before);
    assert!(!page.has_button("Undo").await?);
    // A handle that is only pressed changes nothing either.
    page.drag_through("", &points[..1]).await?;
    assert_eq!(page.records("").await?, before);
    Ok(())
}

async fn handle_beside_the_text_means_the_nearest_words(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    let handle = "return document.querySelector('.handles [data-end=\"3\"]')";
    let (_, y) = page.stand("the handle", handle, json!([])).await?;
    let points = grip(&page, 3, "we need", "we need").await?;
    let before: f64 = page.js("return scrollY", json!([])).await?;
    let script = "const box = document.querySelector('.card').getBoundingClientRect(); \
        return Math.round((box.left + box.right) / 2)";
    let x: i64 = page.js(script, json!([])).await?;
    page.drag_and_hold(&[points[0], (x, y)]).await?;
    let shown = "return [...(CSS.highlights?.get('snapped') ?? [])].map(String)[0] ?? ''";
    page.until("the preview", async || {
        Ok(page.js::<String>(shown, json!([])).await?.starts_with("we need them").then_some(()))
    })
    .await?;
    page.let_go().await?;
    page.until("a longer fragment", async || {
        let kept = page.kept().await?;
        let proposal = kept.annotations.iter().find(|one| one.label == "proposal");
        Ok(proposal.filter(|one| one.quote().contains("we need them")).map(|_| ()))
    })
    .await?;
    assert_eq!(page.js::<f64>("return scrollY", json!([])).await?, before);
    Ok(())
}

async fn handle_at_the_edge_scrolls_the_text(stage: Stage) -> Outcome {
    let page = stage.blank_page("/").await?;
    page.open_in_frame(1000, 600).await?;
    page.show_example().await?;
    page.focus_word("Xuexiang").await?;
    let handle = "return document.querySelector('.handles [data-end=\"1\"]')";
    let (x, y) = page.stand("the handle", handle, json!([])).await?;
    let before: f64 = page.js("return scrollY", json!([])).await?;
    page.drag_and_hold(&[(x, y), (x, 595)]).await?;
    // Words that were far below are in reach.
    page.until("the page scrolled", async || {
        let after: f64 = page.js("return scrollY", json!([])).await?;
        Ok((after > before + 700.0).then_some(()))
    })
    .await?;
    page.let_go().await?;
    let words = page.until("a longer annotation", async || {
        let kept = page.kept().await?;
        let speakers = kept.annotations.iter().filter(|one| one.label == "speaker");
        let mut words = speakers.map(|one| one.quote());
        Ok(words.find(|words| words.starts_with("Chinese Vice") && words.len() > 600))
    });
    assert!(words.await?.contains("Lusaka"));
    page.press("Control+z").await?;
    page.until_shown().await?;
    Ok(())
}

async fn finger_drags_a_handle(stage: Stage) -> Outcome {
    let page = stage.blank_page("/").await?;
    page.open_in_frame(390, 844).await?;
    open(&page).await?;
    let points = grip(&page, 1, "need trams", "trams and bu").await?;
    let listen = "window.kinds = []; \
        addEventListener('pointerdown', (event) => kinds.push(event.pointerType), true); return null";
    page.js::<Value>(listen, json!([])).await?;
    page.finger(&points).await?;
    assert_eq!(page.js::<Vec<String>>("return kinds", json!([])).await?, ["touch"]);
    page.until_fragments("proposal", &["need trams and buses", "we need"]).await
}

async fn text_beside_handles_is_selected_as_ever(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    page.until_eq("handles", 4, async || {
        page.js("return document.querySelectorAll('.handles span').length", json!([])).await
    })
    .await?;
    for words in ["and buses", "trams and", "We need", "Roe said", "them now"] {
        let (start, end) = page.span(words).await?;
        page.drag(start, end).await?;
        page.until_snapped(Some(words)).await?;
        page.press("Escape").await?;
        page.until_snapped(None).await?;
    }
    assert_eq!(page.text().await?, TEXT);
    Ok(())
}

async fn keys_move_an_end_after_a_fragment_is_gone(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    page.press("Shift+ArrowRight").await?;
    page.until_fragments("proposal", &["need trams", "we need them"]).await?;
    let second = "return document.querySelectorAll('.fragments button')[1]";
    page.click_what("the second fragment's ×", second, Value::Array(Vec::new())).await?;
    page.until_fragments("proposal", &["need trams"]).await?;
    page.press("Shift+ArrowRight").await?;
    page.until_fragments("proposal", &["need trams and"]).await?;
    page.press("e").await?;
    page.press("Shift+ArrowLeft").await?;
    page.until_fragments("proposal", &["We need trams and"]).await
}
