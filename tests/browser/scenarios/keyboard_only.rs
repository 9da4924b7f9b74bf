//! Everything by the keyboard alone: real key presses, no pointer, and no
//! script that acts. Files come in by the field, as a file picker would bring
//! them.

use serde::Deserialize;
use serde_json::json;

use crate::harness::native::{self, COUNCIL, Marked};
use crate::harness::page::{Page, Place};
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(article_is_marked_and_exported_by_keys),
        scenario!(cursor_moves_by_every_unit),
        scenario!(rows_are_gone_through_down_and_up),
        scenario!(cursor_stays_in_view),
        scenario!(cursor_stays_at_its_character),
        scenario!(escape_goes_back_step_by_step),
        scenario!(text_is_never_edited),
        scenario!(own_keys_do_what_the_tables_did),
        scenario!(every_control_is_reached_by_tab),
        scenario!(arrows_leave_fields_and_buttons_alone),
    ]
}

/// The reading cursor as a person sees it.
#[derive(Debug, PartialEq, Deserialize)]
struct Seen {
    /// Every place of the text at whose edge it stands.
    places: Vec<Place>,
    left: f64,
    top: f64,
    bottom: f64,
    width: f64,
}

/// Looks where the cursor is drawn, and which characters begin there, or end
/// at the end of a line. Where letters go to the left, they begin at the right.
const SEEN: &str = r#"
    const cursor = document.querySelector(".cursor");
    if (!cursor || !shown(cursor)) return null;
    const box = cursor.getBoundingClientRect();
    const at = (box.left + box.right) / 2;
    const row = (box.top + box.bottom) / 2;
    const places = [];
    const add = (index, offset, one, x) => {
        if (one.top <= row && row <= one.bottom && Math.abs(x - at) <= 2) places.push([index, offset]);
    };
    for (const [index, block] of blocks().entries()) {
        const area = block.getBoundingClientRect();
        if (row < area.top || row > area.bottom) continue;
        const text = block.textContent;
        if (!text) add(index, 0, area, area.left + 4);
        const rtl = block.matches(":dir(rtl)");
        const parts = [...new Intl.Segmenter().segment(text)].map((one) => one.index);
        for (const offset of parts) {
            const one = boxes(block, offset).at(-1);
            if (one) add(index, offset, one, rtl ? one.right : one.left);
        }
        const last = text && boxes(block, parts.at(-1)).at(-1);
        if (last) add(index, text.length, last, rtl ? last.left : last.right);
    }
    return { places, left: box.left, top: box.top, bottom: box.bottom, width: box.width };
"#;

async fn seen(page: &Page) -> Result<Option<Seen>, Failure> {
    page.js(SEEN, json!([])).await
}

async fn cursor(page: &Page) -> Result<Seen, Failure> {
    page.frames().await?;
    seen(page).await?.ok_or_else(|| "there is no cursor".into())
}

/// Waits until the cursor stands at a place.
async fn until_at(page: &Page, place: Place) -> Outcome {
    page.until_eq("the cursor", vec![place], async || {
        Ok(seen(page).await?.map_or(Vec::new(), |seen| seen.places))
    })
    .await
}

async fn until_gone(page: &Page) -> Outcome {
    page.until_eq("the cursor", None, async || seen(page).await).await
}

/// What a screen reader hears of the cursor.
async fn until_heard(page: &Page, wanted: &str) -> Outcome {
    page.until_eq("what is heard", wanted.to_owned(), async || {
        let script = "return document.querySelector('main [aria-live=polite]').textContent.trim()";
        page.js(script, json!([])).await
    })
    .await
}

/// Presses keys, and waits after each until the cursor is where it leads.
async fn walk(page: &Page, key: &str, places: &[Place]) -> Outcome {
    for &place in places {
        page.press(key).await?;
        until_at(page, place).await.map_err(|error| format!("after {key}: {error}"))?;
    }
    Ok(())
}

/// Presses a key, and waits until the cursor is elsewhere.
async fn step(page: &Page, key: &str) -> Result<Seen, Failure> {
    let before = seen(page).await?.map_or(Vec::new(), |seen| seen.places);
    page.press(key).await?;
    page.until(&format!("the cursor off {before:?} by {key}"), async || {
        Ok(seen(page).await?.filter(|seen| seen.places != before && !seen.places.is_empty()))
    })
    .await
}

/// Goes to the start of the first `words`, by word.
async fn go_to(page: &Page, words: &str) -> Outcome {
    let place = page.find(words).await?;
    for _ in 0..100 {
        if step(page, "ArrowRight").await?.places == [place] {
            return Ok(());
        }
    }
    Err(format!("the cursor did not come to {words:?}").into())
}

async fn until_fragments(page: &Page, label: &str, wanted: &[&str]) -> Outcome {
    let wanted: Vec<String> = wanted.iter().map(|&words| words.into()).collect();
    page.until_eq("the fragments", wanted, async || {
        let kept = page.kept().await?;
        let one = kept.annotations.iter().find(|one| one.label == label);
        Ok(one.map_or(Vec::new(), |one| one.fragments.iter().map(|f| f.quote.clone()).collect()))
    })
    .await?;
    page.until_shown().await?;
    Ok(())
}

async fn article_is_marked_and_exported_by_keys(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[]).await?;
    // A name: to it, over it, marked. The cursor stands behind it.
    walk(&page, "ArrowRight", &[(0, 0), (0, 6)]).await?;
    walk(&page, "Shift+ArrowRight", &[(0, 10), (0, 15)]).await?;
    page.until_snapped(Some("Ada Lind")).await?;
    until_heard(&page, "Selected “Ada Lind”").await?;
    page.press("1").await?;
    let ada = ("speaker", "Ada Lind");
    page.until_kept(&[ada]).await?;
    until_at(&page, (0, 14)).await?;
    // What was said, by sentence and word.
    walk(&page, "Control+ArrowRight", &[(0, 28)]).await?;
    until_heard(&page, "“We need trams”, Bob Roe said, “and we need them now.”").await?;
    walk(&page, "ArrowRight", &[(0, 29)]).await?;
    until_heard(&page, "We").await?;
    walk(&page, "Shift+ArrowRight", &[(0, 32), (0, 37), (0, 42)]).await?;
    page.until_snapped(Some("We need trams")).await?;
    page.press("2").await?;
    let trams = ("proposal", "We need trams");
    page.until_kept(&[ada, trams]).await?;
    // Focused from behind it, left for more words, which are added to it.
    page.press("Enter").await?;
    page.until_annotation(Some("We need trams")).await?;
    go_to(&page, "we need them").await?;
    page.until_annotation(None).await?;
    for _ in 0..4 {
        page.press("Shift+ArrowRight").await?;
    }
    page.until_snapped(Some("we need them now")).await?;
    page.press("Shift+ArrowLeft").await?;
    page.until_snapped(Some("we need them")).await?;
    page.press("+").await?;
    until_fragments(&page, "proposal", &["We need trams", "we need them"]).await?;
    page.until_annotation(Some("We need trams … we need them")).await?;
    // An end of it is moved, its speaker linked, its status set.
    page.press("Shift+ArrowRight").await?;
    until_fragments(&page, "proposal", &["We need trams", "we need them now"]).await?;
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

/// An emoji of four code points, a combining mark, a hard space, an empty line,
/// a line from right to left.
const UNITS: &str = "We 👩🏽\u{200d}🚒 act.\n\nZoe\u{301} said:\u{a0}now. “Stop”\nقال عمر كلمة.\nEnd";

async fn cursor_moves_by_every_unit(stage: Stage) -> Outcome {
    let page = stage.article(UNITS, &[]).await?;
    let seen = {
        page.press("ArrowRight").await?;
        until_at(&page, (0, 0)).await?;
        cursor(&page).await?
    };
    assert!(seen.width >= 2.0 && seen.bottom - seen.top >= 12.0, "{seen:?}");
    // By character, in the emoji's one step of seven units; over the line end.
    let act = 3 + "👩🏽\u{200d}🚒".encode_utf16().count();
    walk(&page, "Alt+ArrowRight", &[(0, 1), (0, 2), (0, 3), (0, act)]).await?;
    walk(&page, "Alt+ArrowLeft", &[(0, 3), (0, 2)]).await?;
    walk(&page, ".", &[(0, 3), (0, act)]).await?;
    walk(&page, ",", &[(0, 3)]).await?;
    walk(&page, "End", &[(0, act + 5)]).await?;
    until_heard(&page, "End of the line").await?;
    walk(&page, "Alt+ArrowRight", &[(1, 0)]).await?;
    until_heard(&page, "Empty line").await?;
    walk(&page, "Alt+ArrowRight", &[(2, 0), (2, 1), (2, 2), (2, 4)]).await?;
    walk(&page, "Home", &[(2, 0)]).await?;
    // By word: a hard space parts words, marks are words.
    walk(&page, "ArrowRight", &[(2, 5), (2, 9), (2, 11), (2, 14), (2, 16), (2, 17)]).await?;
    until_heard(&page, "Stop").await?;
    walk(&page, "ArrowLeft", &[(2, 16), (2, 14)]).await?;
    // By sentence and by paragraph.
    walk(&page, "Control+ArrowLeft", &[(2, 0), (0, 0)]).await?;
    walk(&page, "Control+ArrowRight", &[(2, 0), (2, 16)]).await?;
    walk(&page, "Control+ArrowUp", &[(2, 0), (0, 0)]).await?;
    walk(&page, "Control+ArrowDown", &[(2, 0)]).await?;
    until_heard(&page, "Zoe\u{301} said:\u{a0}now. “Stop”").await?;
    // In the Arabic line the key to the left goes on.
    page.press("ArrowDown").await?;
    page.press("Home").await?;
    until_at(&page, (3, 0)).await?;
    walk(&page, "ArrowLeft", &[(3, 4), (3, 8)]).await?;
    walk(&page, "ArrowRight", &[(3, 4), (3, 0)]).await?;
    walk(&page, "Alt+ArrowLeft", &[(3, 1)]).await?;
    // The whole text, and its ends.
    walk(&page, "Control+End", &[(4, 3)]).await?;
    walk(&page, "ArrowRight", &[(4, 3)]).await?;
    walk(&page, "Control+Home", &[(0, 0)]).await?;
    walk(&page, "ArrowLeft", &[(0, 0)]).await?;
    // Shift with any of them selects; after a character, exactly.
    page.press("Control+Shift+ArrowDown").await?;
    page.until_snapped(Some("We 👩🏽\u{200d}🚒 act.")).await?;
    page.press("ArrowLeft").await?;
    page.until_snapped(None).await?;
    page.press("Control+Home").await?;
    page.press("Alt+Shift+ArrowRight").await?;
    page.until_snapped(Some("W")).await?;
    until_heard(&page, "Selected “W”").await?;
    page.press("3").await?;
    page.until_kept(&[("location", "W")]).await?;
    // Alt with an arrow did not leave the page.
    assert_eq!(page.text().await?, UNITS);
    Ok(())
}

const SENTENCE: &str = "The council of Graz heard the mayor, who spoke of trams and of rails. ";

async fn rows_are_gone_through_down_and_up(stage: Stage) -> Outcome {
    let long = SENTENCE.repeat(12);
    let text = format!("{long}\n\n{long}\nShort.\n{long}");
    let marked = [
        Marked { label: "location", words: "Graz" },
        Marked { label: "proposal", words: "who spoke of trams and of rails. The council" },
    ];
    let page = stage.article(&text, &marked).await?;
    for _ in 0..4 {
        step(&page, "ArrowRight").await?;
    }
    let mut rows = vec![step(&page, "ArrowRight").await?];
    // Down through the first paragraph, over the empty line, into the others.
    loop {
        let here = step(&page, "ArrowDown").await?;
        let above = rows.last().ok_or("no row")?;
        let is_on = here.places.first() > above.places.first();
        assert!(is_on, "{here:?} is not below {above:?}");
        let is_last = here.places.iter().any(|place| place.0 == 4);
        rows.push(here);
        if is_last {
            break;
        }
    }
    assert!(rows.iter().any(|row| row.places == [(1, 0)]), "{rows:?}");
    assert!(rows.iter().filter(|row| row.places[0].0 == 0).count() > 5, "{rows:?}");
    // A row is as far to the right as the first, but for a letter or the end of
    // a short line.
    let lines: Vec<usize> = text.lines().map(str::len).collect();
    let is_short = |row: &&Seen| row.places.iter().any(|&(line, at)| at == lines[line]);
    for row in rows.iter().filter(|row| !is_short(row)) {
        assert!((row.left - rows[0].left).abs() < 12.0, "{row:?}, not {:?}", rows[0]);
    }
    // Up the same way.
    for row in rows.iter().rev().skip(1) {
        assert_eq!(step(&page, "ArrowUp").await?.places, row.places);
    }
    // Above the first row is the start, below the last one the end.
    walk(&page, "ArrowUp", &[(0, 0), (0, 0)]).await?;
    page.press("Control+End").await?;
    page.press("ArrowDown").await?;
    until_at(&page, (4, long.len())).await?;
    // With Shift a row is selected.
    page.press("Control+Home").await?;
    page.press("Shift+ArrowDown").await?;
    let selected = page.until("a selection", async || page.snapped().await).await?;
    assert!(selected.starts_with("The council of Graz"), "{selected}");
    Ok(())
}

async fn cursor_stays_in_view(stage: Stage) -> Outcome {
    let page = stage.blank_page("/").await?;
    page.open_in_frame(390, 700).await?;
    let text = vec![SENTENCE.repeat(3); 120].join("\n\n");
    page.bring(&text, &[]).await?;
    page.tab_to("Tab", "Article text").await?;
    let is_free = "const box = document.querySelector('.cursor').getBoundingClientRect(); \
        const at = (y) => document.elementFromPoint(Math.max(0, box.left) + 1, y); \
        return [box.top + 1, box.bottom - 1].every((y) => at(y)?.closest('.article_text'))";
    for n in 0..60 {
        step(&page, "ArrowDown").await?;
        page.until(&format!("the cursor in view after {n}"), async || {
            Ok(page.js::<bool>(is_free, json!([])).await?.then_some(()))
        })
        .await?;
    }
    assert!(cursor(&page).await?.places.first() > Some(&(4, 0)));
    for key in ["Control+End", "Control+Home", "Control+ArrowDown", "ArrowUp"] {
        step(&page, key).await?;
        page.until(&format!("the cursor in view after {key}"), async || {
            Ok(page.js::<bool>(is_free, json!([])).await?.then_some(()))
        })
        .await?;
    }
    // An annotation in focus has a card from below; it leaves as keys go on.
    page.press("Control+Home").await?;
    page.press("Shift+ArrowRight").await?;
    page.press("1").await?;
    page.press("Enter").await?;
    page.until_annotation(Some("The")).await?;
    page.press("ArrowDown").await?;
    page.until_annotation(None).await?;
    page.until("the cursor in view", async || {
        Ok(page.js::<bool>(is_free, json!([])).await?.then_some(()))
    })
    .await?;
    Ok(())
}

async fn cursor_stays_at_its_character(stage: Stage) -> Outcome {
    let text = SENTENCE.repeat(6);
    let page = stage.article(&text, &[]).await?;
    step(&page, "ArrowRight").await?;
    let again = async || Ok(seen(&page).await?.map_or(Vec::new(), |seen| seen.places));
    // Marks before it push it on.
    page.press("Control+Home").await?;
    page.press("Shift+ArrowRight").await?;
    page.press("2").await?;
    page.until_kept(&[("proposal", "The")]).await?;
    until_at(&page, (0, 3)).await?;
    go_to(&page, "spoke").await?;
    let spoke = page.find("spoke").await?;
    page.press("Control+z").await?;
    page.until_kept(&[]).await?;
    page.until_eq("the cursor after undo", vec![spoke], again).await?;
    // Another width breaks the rows elsewhere.
    page.resize(900, 700).await?;
    page.until_eq("the cursor in a narrow window", vec![spoke], again).await?;
    page.resize(1440, 900).await?;
    page.until_eq("the cursor in a wide one", vec![spoke], again).await?;
    Ok(())
}

async fn escape_goes_back_step_by_step(stage: Stage) -> Outcome {
    let marked = [Marked { label: "speaker", words: "Ada Lind" }];
    let page = stage.article(COUNCIL, &marked).await?;
    page.press("ArrowRight").await?;
    walk(&page, "Shift+ArrowRight", &[(0, 6)]).await?;
    page.until_snapped(Some("Mayor")).await?;
    page.press("Escape").await?;
    page.until_snapped(None).await?;
    until_at(&page, (0, 6)).await?;
    // What is selected next begins here.
    walk(&page, "Shift+ArrowRight", &[(0, 10)]).await?;
    page.until_snapped(Some("Ada")).await?;
    page.press("Escape").await?;
    page.until_snapped(None).await?;
    walk(&page, "ArrowLeft", &[(0, 6)]).await?;
    // A picked label.
    page.press("3").await?;
    let picked = async || {
        let script = "return document.querySelectorAll('.palette [aria-pressed=true]').length";
        page.js::<usize>(script, json!([])).await
    };
    page.until_eq("the picked label", 1, picked).await?;
    page.press("Escape").await?;
    page.until_eq("the picked label", 0, picked).await?;
    // The focus, and the innermost of what lies at the cursor.
    page.press("Enter").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    page.press("Escape").await?;
    page.until_annotation(None).await?;
    until_at(&page, (0, 6)).await?;
    page.press("Escape").await?;
    until_gone(&page).await?;
    // From an annotation that keys went to, the cursor starts at its beginning.
    page.press("n").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    walk(&page, "ArrowRight", &[(0, 10)]).await?;
    page.until_annotation(None).await
}

async fn text_is_never_edited(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[]).await?;
    let watch = "window.inputs = 0; \
        for (const kind of ['beforeinput', 'input']) addEventListener(kind, () => window.inputs++, true); \
        return document.designMode + document.querySelectorAll('article [contenteditable], article[contenteditable]').length";
    assert_eq!(page.js::<String>(watch, json!([])).await?, "off0");
    page.tab_to("Tab", "Article text").await?;
    walk(&page, "ArrowRight", &[(0, 0), (0, 6)]).await?;
    for key in ["q", "Space", "Backspace", "Delete", "Enter", "Control+x", "Control+b"] {
        page.press(key).await?;
    }
    page.press("Shift+ArrowRight").await?;
    page.until_snapped(Some("Ada")).await?;
    for key in ["q", "Delete", "Backspace", "Control+x"] {
        page.press(key).await?;
    }
    page.frames().await?;
    assert_eq!(page.text().await?, COUNCIL);
    let inputs = "return [window.inputs, document.querySelector('article').isContentEditable]";
    assert_eq!(page.js::<(u32, bool)>(inputs, json!([])).await?, (0, false));
    assert!(page.kept().await?.annotations.is_empty());
    Ok(())
}

async fn own_keys_do_what_the_tables_did(stage: Stage) -> Outcome {
    let marked = [
        Marked { label: "speaker", words: "Ada Lind" },
        Marked { label: "speaker", words: "Bob Roe" },
    ];
    let page = stage.article(COUNCIL, &marked).await?;
    page.press("n").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    let keep =
        r#"localStorage.setItem("verbatim/1/keys", '{"next":["j"],"of another version":1}')"#;
    page.js::<Option<()>>(keep, json!([])).await?;
    page.reload().await?;
    page.until_annotation(None).await?;
    page.press("n").await?;
    page.press("j").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    page.press("n").await?;
    page.press("j").await?;
    page.until_annotation(Some("Bob Roe")).await?;
    page.press("p").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    // The dialog shows what drives the page.
    page.press("?").await?;
    page.until_dialog().await?;
    let shown = "return texts('dialog kbd')";
    let keys: Vec<String> = page.js(shown, json!([])).await?;
    assert!(keys.contains(&"j".into()) && !keys.contains(&"n".into()), "{keys:?}");
    assert_eq!(page.errors().await?, Vec::<String>::new());
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
    page.until("the dialog gone", async || {
        let script = "return !document.querySelector('dialog[open]')";
        Ok(page.js::<bool>(script, json!([])).await?.then_some(()))
    })
    .await?;
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
    assert_eq!(seen(&page).await?, None);
    // And back in the text they move the cursor.
    page.press("Escape").await?;
    walk(&page, "ArrowRight", &[(0, 10)]).await
}
