//! In everything that scrolls a hand reaches each control: browsers that lay
//! the scroll bar over what scrolls lay it over none of them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::scheme::edit_labels;
use crate::harness::native::{self, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(panels_that_scroll_leave_their_controls_free),
        scenario!(dialogs_that_scroll_leave_their_controls_free),
    ]
}

/// A desk, less room, and a phone; none as high as what is shown there.
const SIZES: [(u32, u32); 3] = [(1440, 480), (900, 480), (390, 560)];

/// Which of the things that were looked at scrolled.
#[derive(Default)]
struct Scrolled(BTreeSet<String>);

impl Scrolled {
    async fn check(&mut self, page: &Page, what: &str, selector: &str) -> Outcome {
        if page.check_reach(what, selector).await? > 0 {
            self.0.insert(what.to_owned());
        }
        Ok(())
    }

    /// Looks at the dialog with this heading, once it is open.
    async fn dialog(&mut self, page: &Page, heading: &str) -> Outcome {
        page.until_eq("the dialog", heading.to_owned(), async || {
            let script = "return document.querySelector('dialog[open] h2')?.textContent ?? ''";
            page.js(script, json!([])).await
        })
        .await?;
        page.until_dialog().await?;
        self.check(page, heading, "dialog[open]").await
    }

    /// None of these fitted on the screen, or nothing was tried with them.
    fn has_all(&self, wanted: &[&str]) {
        let missing: Vec<&&str> = wanted.iter().filter(|&&one| !self.0.contains(one)).collect();
        assert!(missing.is_empty(), "{missing:?} did not scroll, only {:?}", self.0);
    }
}

/// Many articles, and in the open one many annotations.
async fn library(stage: &Stage, size: (u32, u32)) -> Result<Page, Failure> {
    let page = stage.blank_page("/").await?;
    page.open_in_frame(size.0, size.1).await?;
    let lines: Vec<String> =
        (0..40).map(|n| format!("Speaker{n:02} said that plan{n:02} is good.")).collect();
    let speakers: Vec<String> = (0..40).map(|n| format!("Speaker{n:02}")).collect();
    let marked: Vec<Marked<'_>> =
        speakers.iter().map(|words| Marked { label: "speaker", words }).collect();
    let text = lines.join("\n");
    let mut articles = vec![native::article(1, "Plans", &text, &marked)];
    articles.extend(
        (2..14).map(|n| {
            native::article(n, &format!("Article number {n}"), "Nobody said a word.", &[])
        }),
    );
    page.pick("plans.json", &serde_json::to_vec(&native::file(articles))?).await?;
    page.until_eq("the text", text, async || page.text().await).await?;
    page.until_shown().await?;
    // Keys go to the frame only once it has the focus.
    page.click_word("said").await?;
    Ok(page)
}

async fn panels_that_scroll_leave_their_controls_free(stage: Stage) -> Outcome {
    let mut scrolled = Scrolled::default();
    for size in SIZES {
        let page = library(&stage, size).await?;
        if page.has_button("Articles (14)").await? {
            page.click_button("Articles (14)").await?;
        }
        scrolled.check(&page, "the articles", ".articles").await?;
        if page.has_button("Articles (14)").await? {
            page.click_button("Articles (14)").await?;
        }
        // A card of its own on a phone, in the panel elsewhere.
        page.press("n").await?;
        page.until_any_annotation().await?;
        scrolled.check(&page, "the card", ".card").await?;
        scrolled.check(&page, "the panel", ".side").await?;
        for n in 0..8 {
            page.pick(&format!("{n}.txt"), b"\xff").await?;
            page.until("an error", async || {
                Ok((page.errors().await?.join(" ").contains(&format!("{n}.txt"))).then_some(()))
            })
            .await?;
        }
        let errors = if size.0 < 800 { ".errors" } else { ".notices" };
        scrolled.check(&page, "the errors", errors).await?;
    }
    scrolled.has_all(&["the articles", "the card", "the panel", "the errors"]);
    Ok(())
}

async fn dialogs_that_scroll_leave_their_controls_free(stage: Stage) -> Outcome {
    let mut scrolled = Scrolled::default();
    for size in SIZES {
        let page = library(&stage, size).await?;
        beside_the_article(&page, &mut scrolled).await?;
        over_the_article(&page, &mut scrolled).await?;
    }
    scrolled.has_all(&[
        "Find",
        "History",
        "Guidelines",
        "Export",
        "Import",
        "Keys",
        "Labels and links",
        "Article details",
        "Paste an article",
        "Imported, but not everything fits",
    ]);
    Ok(())
}

async fn beside_the_article(page: &Page, scrolled: &mut Scrolled) -> Outcome {
    page.press("f").await?;
    page.field("Words to find").await?;
    page.type_text("Speaker").await?;
    page.until("the places", async || {
        let script = "return document.querySelectorAll('dialog .hits li').length === 40";
        Ok(page.js::<bool>(script, json!([])).await?.then_some(()))
    })
    .await?;
    scrolled.dialog(page, "Find").await?;
    page.close_dialog().await?;
    // Enough to go back to.
    page.press_all(&["n"; 12].map(|_| ["n", "s"]).concat()).await?;
    page.press("Escape").await?;
    page.until_annotation(None).await?;
    page.press("h").await?;
    scrolled.dialog(page, "History").await?;
    page.close_dialog().await?;
    page.press("g").await?;
    scrolled.dialog(page, "Guidelines").await?;
    page.close_dialog().await
}

async fn over_the_article(page: &Page, scrolled: &mut Scrolled) -> Outcome {
    for (button, heading) in
        [("Keys", "Keys"), ("Paste", "Paste an article"), ("Edit details", "Article details")]
    {
        page.click_button(button).await?;
        page.until_dialog().await?;
        if heading == "Paste an article" {
            unfold(page, "details").await?;
        }
        scrolled.dialog(page, heading).await?;
        page.close_dialog().await?;
    }
    edit_labels(page).await?;
    page.click_button("More about Location").await?;
    scrolled.dialog(page, "Labels and links").await?;
    page.close_dialog().await?;
    page.click_button("Export").await?;
    page.until_dialog().await?;
    page.choose("Format", "PubAnnotation JSON").await?;
    page.click_what("the choice of some", "return field('A selection')", json!([])).await?;
    unfold(page, "#titles").await?;
    scrolled.dialog(page, "Export").await?;
    page.close_dialog().await?;
    // What does not fit is asked about, or told.
    let denotations: Vec<Value> =
        (0..30).map(|n| json!({"span": {"begin": 7, "end": 11 + n}, "obj": "GPE"})).collect();
    let file = json!({"text": "👩 left Graz now.", "denotations": denotations});
    page.pick("graz.json", file.to_string().as_bytes()).await?;
    page.until_dialog().await?;
    unfold(page, "details").await?;
    scrolled.dialog(page, "Import").await?;
    page.close_dialog().await?;
    page.pick("ada.json", &serde_json::to_vec(&flawed())?).await?;
    scrolled.dialog(page, "Imported, but not everything fits").await?;
    page.close_dialog().await
}

/// A file with something else wrong in each of its annotations.
fn flawed() -> Value {
    let at =
        |start: u32, end: u32, quote: &str| json!({"start": start, "end": end, "quote": quote});
    let marks = |fragments: Value| json!({"label": "location", "fragments": fragments});
    let mut annotations = vec![
        marks(json!([at(0, 1, "👩")])),
        marks(json!([at(3, 9, " left ")])),
        marks(json!([at(9, 13, "Linz")])),
        marks(json!([at(9, 900, "Graz")])),
        marks(json!([at(9, 9, "")])),
        marks(json!([])),
        marks(json!([{"start": "x", "end": 13}])),
    ];
    for (field, value) in
        [("status", "maybe"), ("created", "yesterday"), ("label", "nothing"), ("id", "first")]
    {
        let mut mark = marks(json!([at(9, 13, "Graz")]));
        mark[field] = value.into();
        annotations.push(mark);
    }
    let relations = json!([
        {"type": "said_by", "from": "first", "to": "nobody"},
        {"type": "said_by", "from": "first", "to": "first"},
    ]);
    let text = "👩\u{200d}🚒 left Graz now.";
    json!({"format": "verbatim", "version": "1.0", "offset_unit": "codepoint", "articles": [
        {"title": "Ada", "text": text, "annotations": annotations, "relations": relations},
    ]})
}

/// Opens all that is folded, once there is what `selector` names.
async fn unfold(page: &Page, selector: &str) -> Outcome {
    page.until("what is folded", async || {
        let script = "return [...document.querySelectorAll('dialog details')] \
            .filter((one) => one.open = true).length > 0 \
            && !!document.querySelector(`dialog ${arguments[0]}`)";
        Ok(page.js::<bool>(script, json!([selector])).await?.then_some(()))
    })
    .await
}
