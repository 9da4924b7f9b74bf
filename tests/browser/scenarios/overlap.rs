//! Where annotations lie over one another, a list says which.

use serde_json::json;

use crate::harness::native::{self, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(click_on_several_offers_them),
        scenario!(arrow_keys_walk_what_lies_there),
        scenario!(enter_at_the_cursor_offers_them),
        scenario!(list_lies_in_view_and_not_over_the_mark),
        scenario!(status_is_seen_on_the_mark_and_filters_the_list),
    ]
}

const TEXT: &str = "Mayor Ada Lind of Graz spoke for the first time since May.\n\n\
    Then Bob Roe asked for trams in Linz.";
const MARKED: [Marked; 5] = [
    Marked { label: "proposal", words: "Ada Lind of Graz spoke for the first time" },
    Marked { label: "speaker", words: "Ada Lind of Graz" },
    Marked { label: "location", words: "Graz" },
    Marked { label: "speaker", words: "Bob Roe" },
    Marked { label: "location", words: "Linz" },
];

async fn open(page: &Page) -> Outcome {
    let file = native::file(vec![native::article(1, "Trams", TEXT, &MARKED)]);
    page.pick("trams.json", &serde_json::to_vec(&file)?).await?;
    page.until_eq("the text", TEXT.to_owned(), async || page.text().await).await?;
    page.until_shown().await?;
    Ok(())
}

async fn click(page: &Page, word: &str, offset: usize) -> Outcome {
    let (block, start) = page.find(word).await?;
    page.click_at((block, start + offset)).await
}

/// Waits until the list has these rows, the pressed one marked with a star.
async fn until_offered(page: &Page, wanted: &[&str]) -> Outcome {
    let wanted: Vec<String> = wanted.iter().map(|&row| row.into()).collect();
    let script = "return [...document.querySelectorAll('[aria-label=\"Annotations here\"] button')] \
        .map((row) => [...row.children].map(words).join(' ') + (row.ariaPressed === 'true' ? '*' : ''))";
    page.until_eq("what is offered", wanted, async || page.js(script, json!([])).await).await
}

const PROPOSAL: &str = "Proposal Ada Lind of Graz spoke for the first time";

async fn click_on_several_offers_them(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    open(&page).await?;
    click(&page, "Graz", 0).await?;
    until_offered(&page, &["Location Graz*", "Speaker Ada Lind of Graz", PROPOSAL]).await?;
    page.until_annotation(Some("Graz")).await?;
    // A second click cycles.
    click(&page, "Graz", 3).await?;
    until_offered(&page, &["Location Graz", "Speaker Ada Lind of Graz*", PROPOSAL]).await?;
    let last =
        "return [...document.querySelectorAll('[aria-label=\"Annotations here\"] button')].at(-1)";
    page.click_what("the last row", last, json!([])).await?;
    until_offered(&page, &[]).await?;
    page.until_annotation(Some(MARKED[0].words)).await?;
    // One alone is no choice, and a click elsewhere ends one.
    click(&page, "Graz", 1).await?;
    until_offered(&page, &["Location Graz*", "Speaker Ada Lind of Graz", PROPOSAL]).await?;
    click(&page, "spoke", 1).await?;
    page.until_annotation(Some(MARKED[0].words)).await?;
    until_offered(&page, &[]).await
}

async fn arrow_keys_walk_what_lies_there(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    open(&page).await?;
    click(&page, "Lind", 1).await?;
    until_offered(&page, &["Speaker Ada Lind of Graz*", PROPOSAL]).await?;
    page.press("ArrowDown").await?;
    until_offered(&page, &["Speaker Ada Lind of Graz", &format!("{PROPOSAL}*")]).await?;
    page.until_annotation(Some(MARKED[0].words)).await?;
    page.until("word of it", async || {
        let notices = page.notices().await?;
        Ok(notices.iter().any(|one| one.starts_with("Proposal, 2 of 2 here")).then_some(()))
    })
    .await?;
    page.press("ArrowDown").await?;
    page.until_annotation(Some(MARKED[1].words)).await?;
    page.press("ArrowUp").await?;
    page.until_annotation(Some(MARKED[0].words)).await?;
    page.press("Enter").await?;
    until_offered(&page, &[]).await?;
    page.until_annotation(Some(MARKED[0].words)).await?;
    // Esc ends the choice, and only that.
    click(&page, "Lind", 2).await?;
    until_offered(&page, &["Speaker Ada Lind of Graz*", PROPOSAL]).await?;
    page.press("Escape").await?;
    until_offered(&page, &[]).await?;
    page.until_annotation(Some(MARKED[1].words)).await?;
    // Another annotation in focus ends it too.
    click(&page, "Lind", 3).await?;
    until_offered(&page, &["Speaker Ada Lind of Graz", &format!("{PROPOSAL}*")]).await?;
    page.press("n").await?;
    until_offered(&page, &[]).await
}

async fn enter_at_the_cursor_offers_them(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    open(&page).await?;
    // The cursor stands where the hand clicked, with nothing in focus.
    click(&page, "first", 1).await?;
    page.press("Escape").await?;
    page.until_annotation(None).await?;
    for _ in 0..5 {
        page.press("ArrowLeft").await?;
    }
    page.press("Enter").await?;
    until_offered(&page, &["Location Graz*", "Speaker Ada Lind of Graz", PROPOSAL]).await?;
    page.press("ArrowDown").await?;
    page.until_annotation(Some(MARKED[1].words)).await?;
    page.press("Enter").await?;
    until_offered(&page, &[]).await?;
    // The arrows move the cursor again.
    page.press("ArrowLeft").await?;
    page.until_annotation(None).await
}

async fn list_lies_in_view_and_not_over_the_mark(stage: Stage) -> Outcome {
    let page = stage.blank_page("/").await?;
    for (width, height) in [(1440, 900), (390, 844), (390, 600)] {
        page.open_in_frame(width, height).await?;
        if page.text().await? != TEXT {
            open(&page).await?;
        }
        click(&page, "Graz", 1).await?;
        until_offered(&page, &["Location Graz*", "Speaker Ada Lind of Graz", PROPOSAL]).await?;
        let script = "const [list, mark] = ['.chooser', 'mark[data-annotation$=\"1\"][data-label^=location]'] \
            .map((one) => document.querySelector(one).getBoundingClientRect()); \
            const top = document.elementFromPoint((list.left + list.right) / 2, list.top + 8); \
            return list.top >= 0 && list.left >= 0 && list.right <= innerWidth \
                && !!top?.closest('.chooser') \
                && (list.top >= mark.bottom || list.bottom <= mark.top) \
                && Math.min(Math.abs(list.top - mark.bottom), Math.abs(list.bottom - mark.top)) < 20";
        page.until(&format!("the list in view at {width}"), async || {
            Ok(page.js::<bool>(script, json!([])).await?.then_some(()))
        })
        .await?;
    }
    Ok(())
}

async fn status_is_seen_on_the_mark_and_filters_the_list(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    open(&page).await?;
    let shown = "const one = field('Shown status'); return !!one && shown(one)";
    assert!(!page.js::<bool>(shown, json!([])).await?);
    click(&page, "Roe", 1).await?;
    page.until_annotation(Some("Bob Roe")).await?;
    page.press("s").await?;
    let tags =
        "return [...document.querySelectorAll('mark')].map((mark) => mark.dataset.tag ?? '')";
    page.until("the sign", async || {
        let tags: Vec<String> = page.js(tags, json!([])).await?;
        Ok(tags.contains(&"Speaker, unsure".to_owned()).then_some(()))
    })
    .await?;
    assert_eq!(page.text().await?, TEXT);
    page.until_eq("the filter", true, async || page.js(shown, json!([])).await).await?;
    let rows = async || -> Result<usize, Failure> { Ok(page.list_items().await?.len()) };
    page.choose("Shown status", "unsure").await?;
    page.until_eq("the rows", 1, rows).await?;
    page.click_button("Location2").await?;
    page.until_eq("the rows", 0, rows).await?;
    page.choose("Shown status", "Any status").await?;
    page.until_eq("the rows", 2, rows).await?;
    page.choose("Shown status", "sure").await?;
    page.until_eq("the rows", 2, rows).await?;
    page.click_button("All5").await?;
    page.until_eq("the rows", 4, rows).await
}
