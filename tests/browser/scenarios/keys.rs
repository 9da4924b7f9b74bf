//! A person's own keys: given in the dialog behind `?`, kept, taken back and
//! refused; and the letters that labels are given.

use std::collections::BTreeMap;

use serde_json::json;

use super::scheme::{edit_labels, until_done, until_palette};
use crate::harness::native::{COUNCIL, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(given_key_works_and_is_kept),
        scenario!(keys_are_reset_alone_and_together),
        scenario!(taken_key_is_refused_in_words),
        scenario!(keys_of_another_version_are_heeded),
        scenario!(letter_of_a_label_marks_alone),
        scenario!(letter_given_in_another_tab_is_refused),
        scenario!(own_keys_and_letters_of_labels_keep_apart),
    ]
}

const ADA: &str = "Ada Lind";
const BOB: &str = "Bob Roe";
const EVA: &str = "Eva Kern";
const SPEAKERS: [Marked; 3] = [
    Marked { label: "speaker", words: ADA },
    Marked { label: "speaker", words: BOB },
    Marked { label: "speaker", words: EVA },
];
const NEXT: &str = "Next annotation";
const PREVIOUS: &str = "Previous annotation";

/// Opens the keys by their own key.
async fn open_keys(page: &Page) -> Outcome {
    page.press("?").await?;
    page.until_dialog().await
}

async fn close_keys(page: &Page) -> Outcome {
    page.press("Escape").await?;
    page.until_no_dialog().await
}

/// What the dialog shows: the keys for everything that can be done.
async fn shown_keys(page: &Page) -> Result<BTreeMap<String, String>, Failure> {
    let script = "const rows = [...document.querySelectorAll('dialog[open] .keys tbody tr')]; \
        return Object.fromEntries(rows.map( \
            ({ cells }) => [cells[1].firstChild.data, cells[0].textContent]))";
    page.js(script, json!([])).await
}

async fn until_key(page: &Page, what: &str, key: &str) -> Outcome {
    page.until_eq(&format!("the key for {what:?}"), Some(key.to_owned()), async || {
        Ok(shown_keys(page).await?.remove(what))
    })
    .await
}

/// Has the dialog ask for another key.
async fn ask(page: &Page, what: &str) -> Outcome {
    page.tab_to("Tab", &format!("Change the key for: {what}")).await?;
    page.press("Enter").await?;
    page.until_focused(&format!("Press the new key for: {what}")).await
}

/// Gives a key in the open dialog.
async fn give(page: &Page, what: &str, key: &str) -> Outcome {
    ask(page, what).await?;
    page.press(key).await?;
    until_key(page, what, key).await?;
    page.until_focused(&format!("Change the key for: {what}")).await
}

/// Presses keys, each of which leads to the words beside it. One that is to do
/// nothing has the words before it: if it did something, the next would not fit.
async fn lead(page: &Page, steps: &[(&str, &str)]) -> Outcome {
    for &(key, words) in steps {
        page.press(key).await?;
        let led = page.until_annotation(Some(words)).await;
        led.map_err(|error| format!("after {key}: {error}"))?;
    }
    Ok(())
}

/// A person's own keys, as they are kept.
async fn own_keys(page: &Page) -> Result<Option<String>, Failure> {
    Ok(page.local_storage().await?.remove("verbatim/1/keys"))
}

async fn given_key_works_and_is_kept(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &SPEAKERS).await?;
    open_keys(&page).await?;
    give(&page, NEXT, "j").await?;
    give(&page, PREVIOUS, "k").await?;
    // One that the action has already is no other.
    give(&page, PREVIOUS, "k").await?;
    close_keys(&page).await?;
    let steps =
        [("j", ADA), ("n", ADA), ("j", BOB), ("p", BOB), ("j", EVA), ("k", BOB), ("k", ADA)];
    lead(&page, &steps).await?;
    page.reload().await?;
    page.until_annotation(None).await?;
    lead(&page, &steps).await?;
    open_keys(&page).await?;
    until_key(&page, NEXT, "j").await?;
    until_key(&page, PREVIOUS, "k").await
}

async fn keys_are_reset_alone_and_together(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &SPEAKERS).await?;
    open_keys(&page).await?;
    give(&page, NEXT, "j").await?;
    give(&page, PREVIOUS, "k").await?;
    give(&page, "Undo", "u").await?;
    page.tab_to("Shift+Tab", &format!("Reset the key for: {NEXT}")).await?;
    page.press("Enter").await?;
    until_key(&page, NEXT, "n").await?;
    until_key(&page, PREVIOUS, "k").await?;
    assert!(!page.has_button(&format!("Reset the key for: {NEXT}")).await?);
    // Tab goes on from the row, though the button is gone.
    page.press("Tab").await?;
    page.until_focused(&format!("Change the key for: {NEXT}")).await?;
    close_keys(&page).await?;
    let steps =
        [("n", ADA), ("j", ADA), ("n", BOB), ("p", BOB), ("n", EVA), ("k", BOB), ("k", ADA)];
    lead(&page, &steps).await?;
    page.reload().await?;
    page.until_annotation(None).await?;
    lead(&page, &steps).await?;
    open_keys(&page).await?;
    page.tab_to("Tab", "Reset all keys").await?;
    page.press("Enter").await?;
    until_key(&page, NEXT, "n").await?;
    until_key(&page, PREVIOUS, "p").await?;
    until_key(&page, "Undo", "Ctrl+Z").await?;
    close_keys(&page).await?;
    let steps = [("n", BOB), ("k", BOB), ("n", EVA), ("p", BOB), ("p", ADA)];
    lead(&page, &steps).await?;
    assert_eq!(own_keys(&page).await?.as_deref(), Some("{}"));
    page.press("Delete").await?;
    page.until_kept(&[("speaker", BOB), ("speaker", EVA)]).await?;
    page.press("u").await?;
    page.press("Control+z").await?;
    page.until_kept(&[("speaker", ADA), ("speaker", BOB), ("speaker", EVA)]).await?;
    assert!(!page.has_button("Undo").await?);
    Ok(())
}

async fn taken_key_is_refused_in_words(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &SPEAKERS).await?;
    // Something that keys pressed in the dialog could undo or change.
    lead(&page, &[("n", ADA)]).await?;
    page.press("3").await?;
    let kept = page.until_kept(&[("location", ADA), ("speaker", BOB), ("speaker", EVA)]).await?;
    open_keys(&page).await?;
    let before = shown_keys(&page).await?;
    assert_eq!(before.get(NEXT).map(String::as_str), Some("n"));
    ask(&page, NEXT).await?;
    for (key, why) in [
        ("p", "p is the key for “Previous annotation”. Give that another key first."),
        ("Control+z", "Ctrl+Z is the key for “Undo”. Give that another key first."),
        ("2", "2 is kept for the labels."),
        (",", ", is kept for “By a character”."),
        ("ArrowLeft", "← keeps the meaning that it has on every page."),
        ("Shift+Enter", "Shift+Enter keeps the meaning that it has on every page."),
        ("Control+t", "Ctrl+T belongs to the browser."),
    ] {
        page.press(key).await?;
        let refused = async || page.errors().await;
        page.until_eq(&format!("why not {key}"), vec![why.to_owned()], refused).await?;
        // It still asks, and nothing is changed.
        page.until_focused(&format!("Press the new key for: {NEXT}")).await?;
        assert_eq!(shown_keys(&page).await?, before);
    }
    page.frames().await?;
    assert_eq!(own_keys(&page).await?, None);
    assert_eq!(page.kept().await?, kept);
    close_keys(&page).await?;
    lead(&page, &[("n", BOB), ("p", ADA)]).await?;
    open_keys(&page).await?;
    assert_eq!(shown_keys(&page).await?, before);
    // One that is free is taken after one that is not.
    ask(&page, NEXT).await?;
    page.press("p").await?;
    page.until("the reason", async || Ok((page.errors().await?.len() == 1).then_some(()))).await?;
    page.press("j").await?;
    until_key(&page, NEXT, "j").await?;
    page.until_eq("no reason", Vec::<String>::new(), async || page.errors().await).await
}

async fn keys_of_another_version_are_heeded(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &SPEAKERS).await?;
    let keep =
        r#"localStorage.setItem("verbatim/1/keys", '{"next":["j"],"of another version":1}')"#;
    page.js::<Option<()>>(keep, json!([])).await?;
    page.reload().await?;
    lead(&page, &[("j", ADA), ("n", ADA), ("j", BOB), ("p", ADA)]).await?;
    assert_eq!(page.errors().await?, Vec::<String>::new());
    // What this version does not know stays.
    open_keys(&page).await?;
    until_key(&page, NEXT, "j").await?;
    page.click_button("Reset all keys").await?;
    until_key(&page, NEXT, "n").await?;
    assert_eq!(own_keys(&page).await?.as_deref(), Some(r#"{"of another version":1}"#));
    Ok(())
}

/// Gives a label a letter in the open sheet.
async fn give_letter(page: &Page, label: &str, letter: &str) -> Outcome {
    page.choose(&format!("Key of {label}"), letter).await?;
    until_done(page, &format!("Gave {label} the key {letter}")).await
}

const LETTERED: [(&str, &str); 3] = [("Speaker", "1"), ("Proposal", "2"), ("Location", "w")];

async fn letter_of_a_label_marks_alone(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[]).await?;
    edit_labels(&page).await?;
    give_letter(&page, "Location", "w").await?;
    page.close_dialog().await?;
    until_palette(&page, &LETTERED).await?;
    let (from, to) = page.span(ADA).await?;
    page.drag(from, to).await?;
    page.until_snapped(Some(ADA)).await?;
    // With Shift or Ctrl it is another key, and what the label had is nobody's.
    for key in ["Shift+w", "3"] {
        page.press(key).await?;
    }
    page.until("word of it", async || {
        Ok(page.notices().await?.contains(&"No label has the key 3".into()).then_some(()))
    })
    .await?;
    assert!(page.kept().await?.annotations.is_empty());
    page.press("w").await?;
    page.until_kept(&[("location", ADA)]).await?;
    // In a field it is a letter.
    page.press("Enter").await?;
    page.until_annotation(Some(ADA)).await?;
    page.press("Enter").await?;
    page.until_focused("Note").await?;
    page.type_text("w").await?;
    page.until_eq("the note", "w".to_owned(), async || {
        Ok(page.kept().await?.annotations[0].note.clone())
    })
    .await?;
    page.press("Escape").await?;
    // What is marked changes its label by it, also after a reload.
    page.press("1").await?;
    page.until_kept(&[("speaker", ADA)]).await?;
    page.reload().await?;
    page.press("n").await?;
    page.until_annotation(Some(ADA)).await?;
    page.press("w").await?;
    page.until_kept(&[("location", ADA)]).await?;
    until_palette(&page, &LETTERED).await
}

async fn letter_given_in_another_tab_is_refused(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[]).await?;
    edit_labels(&page).await?;
    let driver = page.driver();
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second).await?;
    page.open().await?;
    // By keys alone here: one driver can't point in a window it opened.
    page.tab_to("Tab", "Edit labels").await?;
    page.press("Enter").await?;
    page.until_dialog().await?;
    give_letter(&page, "Location", "w").await?;
    driver.switch_to_window(first).await?;
    until_palette(&page, &LETTERED).await?;
    // What is drawn here still has it to choose.
    page.choose("Key of Speaker", "w").await?;
    let why = vec!["The key w gives Location already.".to_owned()];
    page.until_eq("the reason", why, async || page.errors().await).await?;
    page.close_dialog().await?;
    until_palette(&page, &LETTERED).await?;
    let (from, to) = page.span(ADA).await?;
    page.drag(from, to).await?;
    page.press("w").await?;
    page.until_kept(&[("location", ADA)]).await?;
    Ok(())
}

async fn own_keys_and_letters_of_labels_keep_apart(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &SPEAKERS).await?;
    edit_labels(&page).await?;
    give_letter(&page, "Location", "w").await?;
    page.close_dialog().await?;
    // The letter of a label is no key for anything else.
    open_keys(&page).await?;
    ask(&page, NEXT).await?;
    page.press("w").await?;
    let why = vec!["w is the key for the label “Location”. Give that another key first.".into()];
    page.until_eq("why not w", why, async || page.errors().await).await?;
    page.until_focused(&format!("Press the new key for: {NEXT}")).await?;
    assert_eq!(own_keys(&page).await?, None);
    page.press("j").await?;
    until_key(&page, NEXT, "j").await?;
    close_keys(&page).await?;
    // Nor is such a key the letter of a label.
    edit_labels(&page).await?;
    let letters = "return [...field('Key of Location').options].map((one) => one.value).join('')";
    assert_eq!(page.js::<String>(letters, json!([])).await?, "3456789bcdikoqrtuvwyz");
    page.close_dialog().await?;
    lead(&page, &[("j", ADA), ("n", ADA), ("j", BOB)]).await?;
    page.press("w").await?;
    page.until_kept(&[("speaker", ADA), ("location", BOB), ("speaker", EVA)]).await?;
    Ok(())
}
