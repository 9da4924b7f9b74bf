//! Seeing what is marked, and changing it.

use std::collections::BTreeMap;

use serde_json::json;

use crate::harness::native::Marked;
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(click_selects_the_innermost_then_the_next_one_out),
        scenario!(card_relabels_notes_and_deletes),
        scenario!(list_is_in_text_order_filters_and_scrolls),
        scenario!(list_stays_where_it_is_scrolled_to),
        scenario!(n_and_p_go_from_mark_to_mark),
        scenario!(undo_reaches_the_start_and_redo_the_end),
        scenario!(example_is_one_undo),
    ]
}

const TEXT: &str = "Mayor Ada Lind of Graz spoke.\n\nThen Bob Roe asked for trams in Linz.";
const MARKED: [Marked; 4] = [
    Marked { label: "speaker", words: "Mayor Ada Lind of Graz" },
    Marked { label: "location", words: "Graz" },
    Marked { label: "speaker", words: "Bob Roe" },
    Marked { label: "proposal", words: "trams in Linz" },
];

/// The words and the pressed label of the card, if it is there.
async fn card(page: &Page) -> Result<Option<(String, String)>, Failure> {
    let script = "const card = document.querySelector('[aria-label=\"Annotation in focus\"]'); \
        const quote = card?.querySelector('blockquote')?.textContent; \
        return quote ? [quote, card.querySelector('[aria-pressed=true]')?.dataset.label ?? ''] : null";
    page.js(script, json!([])).await
}

async fn until_card(page: &Page, wanted: Option<(&str, &str)>) -> Outcome {
    let wanted = wanted.map(|(words, label)| (words.to_owned(), label.to_owned()));
    page.until_eq("the card", wanted, async || card(page).await).await
}

async fn click_selects_the_innermost_then_the_next_one_out(stage: Stage) -> Outcome {
    let page = stage.article(TEXT, &MARKED).await?;
    until_card(&page, None).await?;
    let (graz, mayor) = (("Graz", "location"), ("Mayor Ada Lind of Graz", "speaker"));
    let (block, start) = page.find("Graz").await?;
    // Apart, or they would be a double click.
    for (offset, wanted) in [(0, graz), (3, mayor), (0, graz)] {
        page.click_at((block, start + offset)).await?;
        until_card(&page, Some(wanted)).await?;
    }
    page.click_word("Ada").await?;
    until_card(&page, Some(mayor)).await?;
    page.click_word("spoke").await?;
    until_card(&page, None).await?;
    page.click_word("Roe").await?;
    until_card(&page, Some(("Bob Roe", "speaker"))).await?;
    page.press("Escape").await?;
    until_card(&page, None).await
}

async fn card_relabels_notes_and_deletes(stage: Stage) -> Outcome {
    let page = stage.article(TEXT, &MARKED).await?;
    let [mayor, graz, bob, linz] = MARKED.map(|one| (one.label, one.words));
    page.click_word("Roe").await?;
    until_card(&page, Some(("Bob Roe", "speaker"))).await?;
    // By a button of the card, and by key.
    let script = "return document.querySelector( \
        '[aria-label=\"Annotation in focus\"] button[data-label=proposal]')";
    page.click_what("the label of the card", script, json!([])).await?;
    page.until_kept(&[mayor, graz, ("proposal", "Bob Roe"), linz]).await?;
    until_card(&page, Some(("Bob Roe", "proposal"))).await?;
    page.press("3").await?;
    page.until_kept(&[mayor, graz, ("location", "Bob Roe"), linz]).await?;
    // A note, typed letter by letter, is one change; the list shows a sign.
    page.press("Enter").await?;
    page.type_text("the one 1 from Graz").await?;
    let note = async || Ok(page.kept().await?.annotations[2].note.clone());
    page.until_eq("the note", "the one 1 from Graz".to_owned(), note).await?;
    page.press("Escape").await?;
    page.press("Control+z").await?;
    page.until_eq("no note", String::new(), note).await?;
    page.press("Control+Shift+z").await?;
    page.until_eq("the note", "the one 1 from Graz".to_owned(), note).await?;
    page.choose("Status", "unsure").await?;
    page.until_eq("the status", Some("unsure".to_owned()), async || {
        Ok(page.kept().await?.annotations[2].status.clone())
    })
    .await?;
    page.until("the row", async || {
        let row = page.list_items().await?.swap_remove(2).text;
        Ok((row.contains("unsure") && row.contains("Bob Roe")).then_some(()))
    })
    .await?;
    // Delete by the button, take it back, delete by the key.
    page.click_button("Delete").await?;
    page.until_kept(&[mayor, graz, linz]).await?;
    until_card(&page, None).await?;
    page.press("Control+z").await?;
    page.until_kept(&[mayor, graz, ("location", "Bob Roe"), linz]).await?;
    assert_eq!(page.kept().await?.annotations[2].note, "the one 1 from Graz");
    page.click_word("Graz").await?;
    until_card(&page, Some(("Graz", "location"))).await?;
    page.press("Delete").await?;
    page.until_kept(&[mayor, ("location", "Bob Roe"), linz]).await?;
    // Back to the file as it was.
    while page.has_button("Undo").await? {
        page.press("Control+z").await?;
    }
    page.until_kept(&[mayor, graz, bob, linz]).await?;
    Ok(())
}

async fn list_is_in_text_order_filters_and_scrolls(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let kept = page.show_example().await?;
    let ids: Vec<String> = kept.annotations.iter().map(|one| one.id.clone()).collect();
    assert_eq!(ids.len(), 39);
    let start = |id: &String| {
        let one = kept.annotations.iter().find(|one| one.id == *id);
        one.map(|one| one.fragments[0].start)
    };
    let listed: Vec<String> = page.list_items().await?.into_iter().map(|i| i.id).collect();
    assert!(listed.is_sorted_by_key(start), "{listed:?}");
    let counted = |label: &str| kept.annotations.iter().filter(|one| one.label == label).count();
    for (name, label) in
        [("Speaker", "speaker"), ("Proposal", "proposal"), ("Location", "location")]
    {
        let n = counted(label);
        page.click_button(&format!("{name}{n}")).await?;
        page.until_eq("the rows", n, async || Ok(page.list_items().await?.len())).await?;
    }
    page.click_button(&format!("All{}", ids.len())).await?;
    page.until_eq("the rows", ids.len(), async || Ok(page.list_items().await?.len())).await?;
    // The last one is below the fold; a click on its row brings it into view.
    page.resize(1440, 500).await?;
    let last = listed.last().ok_or("no row")?;
    assert!(!is_in_view(&page, last).await?);
    let row = "return document.querySelector( \
        `[aria-label=Annotations] [data-annotation=\"${arguments[0]}\"]`)";
    page.click_what("the last row", row, json!([last])).await?;
    page.until("the mark in view", async || Ok(is_in_view(&page, last).await?.then_some(())))
        .await?;
    let last = kept.annotations.iter().find(|one| one.id == *last).ok_or("no annotation")?;
    until_card(&page, Some((&last.quote(), &last.label))).await
}

async fn list_stays_where_it_is_scrolled_to(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    page.show_example().await?;
    page.resize(1440, 500).await?;
    let script = "const last = [...document.querySelectorAll( \
            '[aria-label=Annotations] [data-annotation]')].at(-1); \
        const list = scroller(last); \
        const seen = () => [Math.round(last.getBoundingClientRect().top), \
            list.scrollHeight - list.clientHeight - list.scrollTop]; \
        list.scrollTop = list.scrollHeight; \
        const before = seen(); \
        await frames(); \
        return [before, seen()]";
    // The last row's place, and how much there is below the end.
    let (before, after): ((i64, i64), (i64, i64)) = page.later(script, json!([])).await?;
    assert_eq!(before, after);
    Ok(())
}

async fn is_in_view(page: &Page, id: &str) -> Result<bool, Failure> {
    let script = "const box = document.querySelector(`mark[data-annotation~=\"${arguments[0]}\"]`) \
        .getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight";
    page.js(script, json!([id])).await
}

async fn n_and_p_go_from_mark_to_mark(stage: Stage) -> Outcome {
    let page = stage.article(TEXT, &MARKED).await?;
    let [mayor, graz, bob, linz] = MARKED.map(|one| (one.words, one.label));
    for (key, wanted) in [
        ("n", mayor),
        ("n", graz),
        ("n", bob),
        ("p", graz),
        ("p", mayor),
        ("p", linz),
        ("n", mayor),
    ] {
        page.press(key).await?;
        until_card(&page, Some(wanted)).await?;
    }
    Ok(())
}

/// The records of annotations, without when they were last changed.
async fn marks(page: &Page) -> Result<BTreeMap<String, String>, Failure> {
    page.records("annotation/").await
}

async fn undo_reaches_the_start_and_redo_the_end(stage: Stage) -> Outcome {
    let page = stage.article(TEXT, &MARKED).await?;
    let start = marks(&page).await?;
    let mut states = vec![start.clone()];
    // One change of every kind.
    let (from, to) = page.span("spoke").await?;
    page.drag(from, to).await?;
    for key in ["2", "n", "3", "Delete"] {
        page.press(key).await?;
        let now = marks(&page).await?;
        if states.last() != Some(&now) {
            states.push(now);
        }
    }
    page.press("n").await?;
    page.choose("Status", "discuss").await?;
    states.push(marks(&page).await?);
    assert_eq!(states.len(), 5);
    assert!(!page.has_button("Redo").await?);
    let mut back = vec![marks(&page).await?];
    while page.has_button("Undo").await? {
        page.click_button("Undo").await?;
        back.push(marks(&page).await?);
    }
    back.reverse();
    assert_eq!(back, states);
    page.until_shown().await?;
    let mut forth = vec![marks(&page).await?];
    while page.has_button("Redo").await? {
        page.press("Control+Shift+z").await?;
        forth.push(marks(&page).await?);
    }
    assert_eq!(forth, states);
    page.until_shown().await?;
    Ok(())
}

async fn example_is_one_undo(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let shown = page.show_example().await?;
    assert!(!page.has_button("Show an example").await?);
    page.press("Control+z").await?;
    page.until_kept(&[]).await?;
    assert!(!page.has_button("Undo").await?);
    page.click_button("Redo").await?;
    assert_eq!(page.until_shown().await?, shown);
    Ok(())
}
