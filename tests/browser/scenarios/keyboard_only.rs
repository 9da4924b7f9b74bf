//! Whole jobs by the keyboard alone: real key presses, no pointer, and no
//! script that acts. Files come in by the field, as a file picker would bring
//! them.

use serde_json::json;

use crate::harness::Outcome;
use crate::harness::native::{self, COUNCIL, Marked};
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(article_is_marked_and_exported_by_keys),
        scenario!(every_control_is_reached_by_tab),
        scenario!(arrows_leave_fields_and_buttons_alone),
        scenario!(keys_pressed_in_a_dialog_stay_there),
        scenario!(the_focus_stays_in_a_dialog_and_goes_back),
        scenario!(a_click_in_a_dialog_marks_nothing_behind_it),
    ]
}

async fn article_is_marked_and_exported_by_keys(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[]).await?;
    // A name: to it, over it, marked. The cursor stands behind it.
    page.walk("ArrowRight", &[(0, 0), (0, 6)]).await?;
    page.walk("Shift+ArrowRight", &[(0, 10), (0, 15)]).await?;
    page.until_snapped(Some("Ada Lind")).await?;
    page.until_heard("Selected “Ada Lind”").await?;
    page.press("1").await?;
    let ada = ("speaker", "Ada Lind");
    page.until_kept(&[ada]).await?;
    page.until_cursor((0, 14)).await?;
    // What was said, by sentence and word.
    page.walk("Control+ArrowRight", &[(0, 28)]).await?;
    page.until_heard("“We need trams”, Bob Roe said, “and we need them now.”").await?;
    page.walk("ArrowRight", &[(0, 29)]).await?;
    page.until_heard("We").await?;
    page.walk("Shift+ArrowRight", &[(0, 32), (0, 37), (0, 42)]).await?;
    page.until_snapped(Some("We need trams")).await?;
    page.press("2").await?;
    let trams = ("proposal", "We need trams");
    page.until_kept(&[ada, trams]).await?;
    // Focused from behind it, left for more words, which are added to it.
    page.press("Enter").await?;
    page.until_annotation(Some("We need trams")).await?;
    page.go_to("we need them").await?;
    page.until_annotation(None).await?;
    for _ in 0..4 {
        page.press("Shift+ArrowRight").await?;
    }
    page.until_snapped(Some("we need them now")).await?;
    page.press("Shift+ArrowLeft").await?;
    page.until_snapped(Some("we need them")).await?;
    page.press("+").await?;
    page.until_fragments("proposal", &["We need trams", "we need them"]).await?;
    page.until_annotation(Some("We need trams … we need them")).await?;
    // An end of it is moved, its speaker linked, its status set.
    page.press("Shift+ArrowRight").await?;
    page.until_fragments("proposal", &["We need trams", "we need them now"]).await?;
    page.press("l").await?;
    page.until("the offer", async || {
        let notices = page.notices().await?;
        Ok(notices.iter().any(|one| one.starts_with("Link to “Ada Lind”?")).then_some(()))
    })
    .await?;
    page.press("Enter").await?;
    page.until("the link", async || {
        Ok(page.records("relation/").await?.first_key_value().is_some().then_some(()))
    })
    .await?;
    page.press("s").await?;
    page.until("the status", async || {
        let kept = page.kept().await?;
        Ok(kept.annotations.iter().any(|one| one.status.as_deref() == Some("unsure")).then_some(()))
    })
    .await?;
    // A note, and back to the text.
    page.press("Enter").await?;
    page.until_focused("Note").await?;
    page.type_text("1 or 2?").await?;
    let note = async || Ok(page.kept().await?.annotations[1].note.clone());
    page.until_eq("the note", "1 or 2?".to_owned(), note).await?;
    page.press("Escape").await?;
    page.press("Control+z").await?;
    page.until_eq("no note", String::new(), note).await?;
    page.press("Control+Shift+z").await?;
    page.until_eq("the note", "1 or 2?".to_owned(), note).await?;
    // Deleted, and taken back.
    let whole = ("proposal", "We need trams … we need them now");
    page.press("Delete").await?;
    page.until_kept(&[ada]).await?;
    page.press("Control+z").await?;
    page.until_kept(&[ada, whole]).await?;
    let (_, bytes) = stage
        .saved_file(&page, async || {
            page.tab_to("Shift+Tab", "Export").await?;
            page.press("Enter").await?;
            page.until_dialog().await?;
            page.until_focused("Download").await?;
            page.press("Enter").await
        })
        .await?;
    let file = native::checked(&bytes);
    let written = native::labelled(&file["articles"][0]);
    let wanted = [ada, whole].map(|(label, words)| (label.to_owned(), words.to_owned()));
    assert_eq!(written, wanted);
    assert_eq!(file["articles"][0]["relations"].as_array().map(Vec::len), Some(1));
    Ok(())
}

async fn every_control_is_reached_by_tab(stage: Stage) -> Outcome {
    let marked = [
        Marked { label: "speaker", words: "Ada Lind" },
        Marked { label: "proposal", words: "We need trams" },
    ];
    let page = stage.article(COUNCIL, &marked).await?;
    page.press("n").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    // The article says which keys work in it, and shows that it has the focus.
    let note = "const one = document.activeElement; \
        if (one === document.body || !document.hasFocus()) return false; \
        window.reached ??= []; \
        if (window.reached.includes(one)) return false; \
        window.reached.push(one); \
        if (one.localName === 'article') { \
            const keys = document.getElementById(one.getAttribute('aria-describedby')).textContent; \
            const { outlineStyle, outlineWidth } = getComputedStyle(one); \
            window.looks = [keys.includes('Arrows move'), outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2]; \
        } \
        return true";
    // There and back: behind the last control, some browsers keep the focus.
    for key in ["Tab", "Shift+Tab", "Tab"] {
        let mut n_idle = 0;
        while n_idle < 3 {
            page.press(key).await?;
            n_idle = if page.js::<bool>(note, json!([])).await? { 0 } else { n_idle + 1 };
        }
    }
    let missed = "const all = [...document.querySelectorAll('button, input, select, textarea, a[href], article')]; \
        return all.filter((one) => shown(one) && !one.disabled && !window.reached.includes(one)).map((one) => one.outerHTML.slice(0, 120))";
    assert_eq!(page.js::<Vec<String>>(missed, json!([])).await?, Vec::<String>::new());
    assert_eq!(page.js::<(bool, bool)>("return window.looks", json!([])).await?, (true, true));
    Ok(())
}

async fn arrows_leave_fields_and_buttons_alone(stage: Stage) -> Outcome {
    let marked = [Marked { label: "speaker", words: "Ada Lind" }];
    let page = stage.article(COUNCIL, &marked).await?;
    // On a button.
    page.tab_to("Tab", "Export").await?;
    page.press("ArrowRight").await?;
    // In a dialog.
    page.press("Enter").await?;
    page.until_dialog().await?;
    page.press("ArrowDown").await?;
    page.press("Escape").await?;
    page.until_no_dialog().await?;
    // In a note, where they move the caret.
    page.press("n").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    page.press("Enter").await?;
    page.until_focused("Note").await?;
    page.type_text("ac").await?;
    page.press("ArrowLeft").await?;
    page.type_text("b").await?;
    page.until_eq("the note", "abc".to_owned(), async || {
        Ok(page.kept().await?.annotations[0].note.clone())
    })
    .await?;
    assert_eq!(page.cursor_seen().await?, None);
    // And back in the text they move the cursor.
    page.press("Escape").await?;
    page.walk("ArrowRight", &[(0, 10)]).await
}

async fn keys_pressed_in_a_dialog_stay_there(stage: Stage) -> Outcome {
    let marked = [
        Marked { label: "speaker", words: "Ada Lind" },
        Marked { label: "proposal", words: "We need trams" },
        Marked { label: "speaker", words: "Bob Roe" },
    ];
    let page = stage.article(COUNCIL, &marked).await?;
    page.press("n").await?;
    page.press("n").await?;
    page.until_annotation(Some("We need trams")).await?;
    page.press("l").await?;
    let is_offered = async || {
        let notices = page.notices().await?;
        Ok(notices.iter().any(|one| one.starts_with("Link to “Bob Roe”?")).then_some(()))
    };
    page.until("the offer", is_offered).await?;
    // Tab goes from button to button, and Enter presses one: neither answers.
    page.press("?").await?;
    page.until_dialog().await?;
    page.tab_to("Tab", "Done").await?;
    page.press("Enter").await?;
    page.until_no_dialog().await?;
    // Escape closes, and that is all.
    page.press("?").await?;
    page.until_dialog().await?;
    page.press("Escape").await?;
    page.until_no_dialog().await?;
    page.frames().await?;
    page.until("the offer", is_offered).await?;
    page.until_annotation(Some("We need trams")).await?;
    assert!(page.links().await?.is_empty());
    page.press("Enter").await?;
    page.until("the link", async || Ok((page.links().await?.len() == 1).then_some(()))).await
}

async fn a_click_in_a_dialog_marks_nothing_behind_it(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[]).await?;
    page.press("1").await?;
    page.press("ArrowRight").await?;
    page.press("Shift+ArrowRight").await?;
    page.until("words", async || Ok(page.snapped().await?.map(|_| ()))).await?;
    let kept = page.kept().await?;
    page.press("?").await?;
    page.until_dialog().await?;
    let heading = "return document.querySelector('dialog h2')";
    page.click_what("the heading", heading, json!([])).await?;
    page.frames().await?;
    page.press("Escape").await?;
    page.until_no_dialog().await?;
    assert_eq!(page.kept().await?.labelled(), kept.labelled());
    Ok(())
}

async fn the_focus_stays_in_a_dialog_and_goes_back(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[]).await?;
    page.tab_to("Tab", "Export").await?;
    page.press("Enter").await?;
    page.until_dialog().await?;
    page.until_focused("Download").await?;
    // More often than there are controls in it, in either direction.
    let outside = "const one = document.activeElement; \
        return one === document.body || one.closest('dialog') ? '' : one.outerHTML.slice(0, 80)";
    for key in ["Tab", "Shift+Tab"] {
        for n in 0..30 {
            page.press(key).await?;
            if !page.js::<String>(outside, json!([])).await?.is_empty() {
                // The next key at the latest brings it back, and does nothing else.
                page.press("Enter").await?;
            }
            page.until_eq(&format!("what is outside, {key} {n}"), String::new(), async || {
                page.js(outside, json!([])).await
            })
            .await?;
        }
    }
    // A press beside it reaches nothing, and it is heard by keys even so.
    page.drag_through("", &[(20, 450), (21, 450)]).await?;
    page.press("n").await?;
    page.press("Control+a").await?;
    page.frames().await?;
    assert_eq!(page.snapped().await?, None, "nothing of the article is selected");
    let selected: String = page.js("return String(getSelection())", json!([])).await?;
    assert_eq!(selected, "", "nor anything else behind the dialog");
    page.press("Escape").await?;
    page.until_no_dialog().await?;
    // Also where Tab has led to the browser's own controls meanwhile.
    page.until_eq("what has the focus", "Export".to_owned(), async || {
        page.js("return nameOf(document.activeElement) ?? ''", json!([])).await
    })
    .await
}
