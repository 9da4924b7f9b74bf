//! What is marked is changed without being marked again: fragments, ends,
//! status, and who said it.

use serde_json::json;

use crate::harness::native::{COUNCIL, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(fragments_are_added_and_removed),
        scenario!(ends_move_by_word_and_by_character),
        scenario!(one_becomes_two_and_two_become_one),
        scenario!(one_is_split_and_merged_by_hand),
        scenario!(two_merges_at_once_are_both_done),
        scenario!(status_goes_round_by_one_key),
        scenario!(likeliest_speaker_is_offered_and_linked),
        scenario!(offer_can_be_changed_refused_and_clicked),
        scenario!(nothing_to_link_is_said),
    ]
}

const MARKED: [Marked; 4] = [
    Marked { label: "speaker", words: "Ada Lind" },
    Marked { label: "proposal", words: "We need trams" },
    Marked { label: "speaker", words: "Bob Roe" },
    Marked { label: "speaker", words: "Eva Kern" },
];

async fn fragments_are_added_and_removed(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    page.focus_word("trams").await?;
    // Selected, then +.
    let (start, end) = page.span("we need them").await?;
    page.drag(start, end).await?;
    page.press("+").await?;
    page.until_fragments("proposal", &["We need trams", "we need them"]).await?;
    // Dragged with Ctrl held: what overlaps becomes one.
    let (start, end) = page.span("them now").await?;
    page.drag_holding("Control", start, end).await?;
    page.until_fragments("proposal", &["We need trams", "we need them now"]).await?;
    let listed = page.list_items().await?;
    assert!(listed[1].text.contains("We need trams … we need them now"), "{listed:?}");
    let first = "return document.querySelector('.fragments button')";
    page.click_what("the first fragment's ×", first, json!([])).await?;
    page.until_fragments("proposal", &["we need them now"]).await?;
    for before in [
        &["We need trams", "we need them now"][..],
        &["We need trams", "we need them"],
        &["We need trams"],
    ] {
        page.press("Control+z").await?;
        page.until_fragments("proposal", before).await?;
    }
    assert!(!page.has_button("Undo").await?);
    Ok(())
}

async fn ends_move_by_word_and_by_character(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    page.focus_word("trams").await?;
    page.press("Shift+ArrowLeft").await?;
    page.until_fragments("proposal", &["We need"]).await?;
    page.press("Alt+Shift+ArrowLeft").await?;
    page.until_fragments("proposal", &["We nee"]).await?;
    page.press("Shift+ArrowRight").await?;
    page.until_fragments("proposal", &["We need"]).await?;
    // The other end.
    page.press("e").await?;
    page.press("Shift+ArrowRight").await?;
    page.until_fragments("proposal", &["need"]).await?;
    page.press("Shift+ArrowLeft").await?;
    page.until_fragments("proposal", &["We need"]).await?;
    // Tab takes the next end too, now that one is moved.
    page.press("Tab").await?;
    page.press("Shift+ArrowRight").await?;
    page.until_fragments("proposal", &["We need trams"]).await?;
    page.press("Tab").await?;
    page.press("Shift+ArrowRight").await?;
    page.until_fragments("proposal", &["need trams"]).await?;
    // What was not touched is as it was: the same annotation, the same label.
    let kept = page.kept().await?;
    assert_eq!(kept.annotations.len(), MARKED.len());
    while page.has_button("Undo").await? {
        page.press("Control+z").await?;
    }
    page.until_fragments("proposal", &["We need trams"]).await
}

async fn one_becomes_two_and_two_become_one(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    let [ada, trams, bob, eva] = MARKED.map(|one| (one.label, one.words));
    page.focus_word("trams").await?;
    let (start, end) = page.span("need trams").await?;
    page.drag(start, end).await?;
    page.press("x").await?;
    let (we, need) = (("proposal", "We"), ("proposal", "need trams"));
    page.until_kept(&[ada, we, need, bob, eva]).await?;
    page.press("m").await?;
    let whole = ("proposal", "We … need trams");
    page.until_kept(&[ada, whole, bob, eva]).await?;
    page.press("Control+z").await?;
    page.until_kept(&[ada, we, need, bob, eva]).await?;
    page.press("Control+z").await?;
    page.until_kept(&[ada, trams, bob, eva]).await?;
    Ok(())
}

async fn one_is_split_and_merged_by_hand(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    let [ada, trams, bob, eva] = MARKED.map(|one| (one.label, one.words));
    page.focus_word("trams").await?;
    // Where nothing would come of it there is no button.
    let (add, split) = ("+ Add to the one in focus", "Split the one in focus here");
    let buttons =
        [("Eva Kern", (true, false)), ("We need", (false, false)), ("need trams", (false, true))];
    for (words, wanted) in buttons {
        let (start, end) = page.span(words).await?;
        page.drag(start, end).await?;
        page.until_snapped(Some(words)).await?;
        page.until_eq(words, wanted, async || {
            Ok((page.has_button(add).await?, page.has_button(split).await?))
        })
        .await?;
        if wanted != (false, true) {
            page.press("Escape").await?;
            page.until_snapped(None).await?;
        }
    }
    page.click_button(split).await?;
    page.until_kept(&[ada, ("proposal", "We"), ("proposal", "need trams"), bob, eva]).await?;
    page.until_snapped(None).await?;
    page.click_button("Merge").await?;
    page.until_kept(&[ada, ("proposal", "We … need trams"), bob, eva]).await?;
    page.click_button("Merge").await?;
    page.until("word of it", async || {
        let said = page.notices().await?;
        Ok(said.iter().any(|one| one.starts_with("There is no next annotation")).then_some(()))
    })
    .await?;
    page.press("Control+z").await?;
    page.press("Control+z").await?;
    page.until_kept(&[ada, trams, bob, eva]).await?;
    Ok(())
}

async fn two_merges_at_once_are_both_done(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    let [_, trams, ..] = MARKED.map(|one| (one.label, one.words));
    page.focus_word("Ada").await?;
    page.press_all(&["m", "m"]).await?;
    page.until_kept(&[("speaker", "Ada Lind … Bob Roe … Eva Kern"), trams]).await?;
    assert_eq!(page.errors().await?, Vec::<String>::new());
    page.press("Control+z").await?;
    page.press("Control+z").await?;
    page.until_kept(&MARKED.map(|one| (one.label, one.words))).await?;
    Ok(())
}

async fn status_goes_round_by_one_key(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    page.focus_word("trams").await?;
    let status = async || Ok(page.kept().await?.annotations[1].status.clone());
    for wanted in ["unsure", "discuss", "rejected"] {
        page.press("s").await?;
        page.until_eq("the status", Some(wanted.to_owned()), status).await?;
        let row = async || Ok(page.list_items().await?[1].text.contains(wanted).then_some(()));
        page.until("the row", row).await?;
    }
    page.press("s").await?;
    page.until_eq("the status", None, status).await
}

/// The words of whom the proposal is said by.
async fn said_by(page: &Page) -> Result<Vec<String>, Failure> {
    let script = r#"
        const links = Object.keys(localStorage).filter((key) => key.includes("/relation/"));
        return links.map((key) => {
            const { to } = JSON.parse(localStorage[key]);
            const article = key.split("/relation/")[0];
            const end = JSON.parse(localStorage[`${article}/annotation/${to}`]);
            return end.fragments.map((one) => one.quote).join(" … ");
        })"#;
    page.js(script, json!([])).await
}

async fn until_said_by(page: &Page, wanted: &[&str]) -> Outcome {
    let wanted: Vec<String> = wanted.iter().map(|&words| words.into()).collect();
    page.until_eq("who said it", wanted, async || said_by(page).await).await
}

async fn until_offered(page: &Page, words: &str) -> Outcome {
    let wanted = format!("Link to “{words}”?");
    page.until("the offer", async || {
        let notices = page.notices().await?;
        Ok(notices.iter().any(|one| one.starts_with(&wanted)).then_some(()))
    })
    .await
}

async fn likeliest_speaker_is_offered_and_linked(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    page.focus_word("trams").await?;
    page.press("l").await?;
    until_offered(&page, "Bob Roe").await?;
    until_said_by(&page, &[]).await?;
    page.press("Enter").await?;
    until_said_by(&page, &["Bob Roe"]).await?;
    // Seen from both ends, gone to by a click, and removed from the other end.
    page.click_button("Bob Roe").await?;
    page.until("the proposal in the card", async || {
        Ok(page.has_button("We need trams").await?.then_some(()))
    })
    .await?;
    page.click_button("Unlink We need trams").await?;
    until_said_by(&page, &[]).await?;
    page.press("Control+z").await?;
    until_said_by(&page, &["Bob Roe"]).await?;
    page.press("Control+z").await?;
    until_said_by(&page, &[]).await
}

async fn offer_can_be_changed_refused_and_clicked(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    page.focus_word("trams").await?;
    page.press("l").await?;
    until_offered(&page, "Bob Roe").await?;
    page.press("Tab").await?;
    page.until("another offer", async || {
        let notices = page.notices().await?;
        Ok(notices
            .iter()
            .any(|one| one.starts_with("Link to “") && !one.contains("Bob"))
            .then_some(()))
    })
    .await?;
    page.press("Shift+Tab").await?;
    until_offered(&page, "Bob Roe").await?;
    page.press("Escape").await?;
    page.until("word of it", async || {
        Ok(page.notices().await?.contains(&"Left open".to_owned()).then_some(()))
    })
    .await?;
    until_said_by(&page, &[]).await?;
    page.press("l").await?;
    until_offered(&page, "Bob Roe").await?;
    page.focus_word("Kern").await?;
    until_said_by(&page, &["Eva Kern"]).await
}

async fn nothing_to_link_is_said(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &MARKED).await?;
    page.press("l").await?;
    page.until("word of it", async || {
        let notices = page.notices().await?;
        Ok(notices.iter().any(|one| one.contains("Select what was said first")).then_some(()))
    })
    .await?;
    until_said_by(&page, &[]).await
}
