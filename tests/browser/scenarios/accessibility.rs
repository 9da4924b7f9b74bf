//! What everybody can use: no rule of axe-core is broken by anything the page
//! shows, on a desk, on a phone and in the dark. No rule is switched off.

use serde_json::json;

use crate::harness::Outcome;
use crate::harness::native::{self, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::session::Options;
use crate::harness::stage::Stage;
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(everybody_can_use_it_on_a_desk),
        scenario!(everybody_can_use_it_on_a_phone),
        scenario!(everybody_can_use_it_in_the_dark),
    ]
}

async fn everybody_can_use_it_on_a_desk(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    the_text(&page).await?;
    the_sheets(&page).await
}

async fn everybody_can_use_it_on_a_phone(stage: Stage) -> Outcome {
    let page = stage.blank_page("/").await?;
    page.open_in_frame(390, 844).await?;
    the_text(&page).await?;
    the_sheets(&page).await
}

async fn everybody_can_use_it_in_the_dark(stage: Stage) -> Outcome {
    let options = Options { is_dark: true, ..Options::default() };
    let page = stage.page_in(stage.browser(&options).await?, stage.site("/")?);
    page.open().await?;
    let script = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert!(page.js::<bool>(script, json!([])).await?, "the browser is not dark");
    the_text(&page).await?;
    the_sheets(&page).await
}

/// From the first look at the page to a link that is offered.
async fn the_text(page: &Page) -> Outcome {
    page.until_accessible("the first screen").await?;
    let (start, end) = page.span("Lusaka").await?;
    page.drag(start, end).await?;
    page.until_snapped(Some("Lusaka")).await?;
    page.until_accessible("a selection").await?;
    page.press("Escape").await?;
    page.until_snapped(None).await?;
    page.show_example().await?;
    page.until_accessible("annotations").await?;
    let row = "return document.querySelector('[aria-label=Annotations] [data-label=proposal]')";
    page.click_what("a proposal in the list", row, json!([])).await?;
    let card = "return texts('[aria-label=\"Annotation in focus\"] blockquote').length";
    page.until_eq("the card", 1, async || page.js(card, json!([])).await).await?;
    page.until_accessible("an annotation in focus").await?;
    page.press("s").await?;
    page.until("the filter by status", async || {
        let script = "const one = field('Shown status'); return !!one && shown(one)";
        Ok(page.js::<bool>(script, json!([])).await?.then_some(()))
    })
    .await?;
    let (start, end) = page.span("Lusaka").await?;
    page.drag(start, end).await?;
    page.until_snapped(Some("Lusaka")).await?;
    page.until_accessible("a selection for the annotation in focus, and doubt").await?;
    page.press("Control+z").await?;
    page.press("Escape").await?;
    page.until_snapped(None).await?;
    page.press("l").await?;
    page.until("an offer", async || {
        let said = page.notices().await?;
        Ok(said.iter().any(|one| one.starts_with("Link to")).then_some(()))
    })
    .await?;
    page.until_accessible("an offered link").await?;
    // The offer, then the focus.
    page.press("Escape").await?;
    page.press("Escape").await?;
    page.until_eq("no card", 0, async || page.js(card, json!([])).await).await?;
    // A place in what a speaker is called.
    page.click_word("Lusaka").await?;
    let rows =
        "return document.querySelectorAll('[aria-label=\"Annotations here\"] button').length";
    page.until_eq("the choice", 2, async || page.js(rows, json!([])).await).await?;
    page.until_accessible("a choice of annotations").await?;
    page.press("Escape").await?;
    page.press("Escape").await?;
    page.until_eq("no card", 0, async || page.js(card, json!([])).await).await
}

/// Every sheet there is.
async fn the_sheets(page: &Page) -> Outcome {
    for (button, heading) in [
        ("Export", "Export"),
        ("Keys", "Keys"),
        ("Paste", "Paste an article"),
        ("Edit details", "Article details"),
    ] {
        page.click_button(button).await?;
        the_sheet(page, heading).await?;
    }
    the_datasets(page).await?;
    if page.has_button("Articles (1)").await? {
        page.click_button("Articles (1)").await?;
        page.until_accessible("the articles, unfolded").await?;
    }
    page.click_button("Delete Wuzhen summit asks how AI can serve people").await?;
    the_sheet(page, "Delete this article?").await?;
    page.press("Control+z").await?;
    page.press("Control+Shift+z").await?;
    page.press("Control+z").await?;
    page.click_button("History").await?;
    the_sheet(page, "History").await?;
    page.press("Control+Shift+z").await?;
    page.click_button("Find").await?;
    until_heading(page, "Find").await?;
    page.until_accessible("Find, empty").await?;
    page.type_text("Wuzhen").await?;
    page.until("hits", async || {
        let script = "return document.querySelectorAll('dialog .hits li').length";
        Ok((page.js::<u32>(script, json!([])).await? > 1).then_some(()))
    })
    .await?;
    page.press("Enter").await?;
    page.until_accessible("Find, with hits").await?;
    page.press("Escape").await?;
    // A label that the scheme has not, so that something does not fit.
    let marked = [Marked { label: "witness", words: "Ada" }];
    let file = native::file(vec![native::article(1, "Ada", "Ada left.", &marked)]);
    page.pick("ada.json", &serde_json::to_vec(&file)?).await?;
    the_sheet(page, "Imported, but not everything fits").await
}

/// All that the export can show, and all that is asked before an import.
async fn the_datasets(page: &Page) -> Outcome {
    page.click_button("Export").await?;
    until_heading(page, "Export").await?;
    page.choose("Format", "PubAnnotation JSON").await?;
    page.click_what("the choice of some", "return field('A selection')", json!([])).await?;
    let unfold = "return [...document.querySelectorAll('dialog details')] \
        .filter((one) => one.open = true).length > 0 && !!document.getElementById('titles')";
    page.until("the list", async || Ok(page.js::<bool>(unfold, json!([])).await?.then_some(())))
        .await?;
    the_sheet(page, "Export").await?;
    let denotations = json!([
        {"span": {"begin": 7, "end": 11}, "obj": "GPE"},
        {"span": {"begin": 7, "end": 99}, "obj": "GPE"},
    ]);
    let file = json!({"text": "👩 left Graz now.", "denotations": denotations});
    page.pick("graz.json", file.to_string().as_bytes()).await?;
    until_heading(page, "Import").await?;
    let unfold = "return [...document.querySelectorAll('dialog details')] \
        .filter((one) => one.open = true).length > 0";
    assert!(page.js::<bool>(unfold, json!([])).await?, "nothing that does not fit");
    the_sheet(page, "Import").await
}

async fn until_heading(page: &Page, heading: &str) -> Outcome {
    page.until_eq("the sheet", heading.to_owned(), async || {
        let script = "return document.querySelector('dialog[open] h2')?.textContent ?? ''";
        page.js(script, json!([])).await
    })
    .await
}

/// Waits for the sheet, looks at it, and closes it.
async fn the_sheet(page: &Page, heading: &str) -> Outcome {
    until_heading(page, heading).await?;
    page.until_accessible(heading).await?;
    let misshapen = "const tall = (one) => one.offsetHeight > 60; \
        const broken = (one) => one.getClientRects().length > 2; \
        const all = (selector) => [...document.querySelectorAll(selector)]; \
        return [...all('dialog :is(button, select)').filter(tall), \
            ...all('dialog kbd').filter(broken)].map(words)";
    let misshapen: Vec<String> = page.js(misshapen, json!([])).await?;
    assert_eq!(misshapen, Vec::<String>::new(), "on the sheet {heading:?}");
    page.close_dialog().await
}
