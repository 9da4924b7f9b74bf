//! The reading cursor: it goes by every unit, keeps in view and at its
//! character, and never makes the text editable.

use serde_json::json;

use crate::harness::Outcome;
use crate::harness::cursor::Seen;
use crate::harness::native::{COUNCIL, Marked};
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(cursor_moves_by_every_unit),
        scenario!(rows_are_gone_through_down_and_up),
        scenario!(down_from_an_empty_line_leads_to_the_start_of_the_next),
        scenario!(cursor_stays_in_view),
        scenario!(cursor_stays_at_its_character),
        scenario!(escape_goes_back_step_by_step),
        scenario!(text_is_never_edited),
    ]
}

/// An emoji of four code points, a combining mark, a hard space, an empty line,
/// a line from right to left.
const UNITS: &str = "We 👩🏽\u{200d}🚒 act.\n\nZoe\u{301} said:\u{a0}now. “Stop”\nقال عمر كلمة.\nEnd";

async fn cursor_moves_by_every_unit(stage: Stage) -> Outcome {
    let page = stage.article(UNITS, &[]).await?;
    let seen = {
        page.press("ArrowRight").await?;
        page.until_cursor((0, 0)).await?;
        page.cursor().await?
    };
    assert!(seen.width >= 2.0 && seen.bottom - seen.top >= 12.0, "{seen:?}");
    // By character, in the emoji's one step of seven units; over the line end.
    let act = 3 + "👩🏽\u{200d}🚒".encode_utf16().count();
    page.walk("Alt+ArrowRight", &[(0, 1), (0, 2), (0, 3), (0, act)]).await?;
    page.walk("Alt+ArrowLeft", &[(0, 3), (0, 2)]).await?;
    page.walk(".", &[(0, 3), (0, act)]).await?;
    page.walk(",", &[(0, 3)]).await?;
    page.walk("End", &[(0, act + 5)]).await?;
    page.until_heard("End of the line").await?;
    page.walk("Alt+ArrowRight", &[(1, 0)]).await?;
    page.until_heard("Empty line").await?;
    page.walk("Alt+ArrowRight", &[(2, 0), (2, 1), (2, 2), (2, 4)]).await?;
    page.walk("Home", &[(2, 0)]).await?;
    // By word: a hard space parts words, marks are words.
    page.walk("ArrowRight", &[(2, 5), (2, 9), (2, 11), (2, 14), (2, 16), (2, 17)]).await?;
    page.until_heard("Stop").await?;
    page.walk("ArrowLeft", &[(2, 16), (2, 14)]).await?;
    // By sentence and by paragraph.
    page.walk("Control+ArrowLeft", &[(2, 0), (0, 0)]).await?;
    page.walk("Control+ArrowRight", &[(2, 0), (2, 16)]).await?;
    page.walk("Control+ArrowUp", &[(2, 0), (0, 0)]).await?;
    page.walk("Control+ArrowDown", &[(2, 0)]).await?;
    page.until_heard("Zoe\u{301} said:\u{a0}now. “Stop”").await?;
    // In the Arabic line the key to the left goes on.
    page.press("ArrowDown").await?;
    page.press("Home").await?;
    page.until_cursor((3, 0)).await?;
    page.walk("ArrowLeft", &[(3, 4), (3, 8)]).await?;
    page.walk("ArrowRight", &[(3, 4), (3, 0)]).await?;
    page.walk("Alt+ArrowLeft", &[(3, 1)]).await?;
    // The whole text, and its ends.
    page.walk("Control+End", &[(4, 3)]).await?;
    page.walk("ArrowRight", &[(4, 3)]).await?;
    page.walk("Control+Home", &[(0, 0)]).await?;
    page.walk("ArrowLeft", &[(0, 0)]).await?;
    // Shift with any of them selects; after a character, exactly.
    page.press("Control+Shift+ArrowDown").await?;
    page.until_snapped(Some("We 👩🏽\u{200d}🚒 act.")).await?;
    page.press("ArrowLeft").await?;
    page.until_snapped(None).await?;
    page.press("Control+Home").await?;
    page.press("Alt+Shift+ArrowRight").await?;
    page.until_snapped(Some("W")).await?;
    page.until_heard("Selected “W”").await?;
    page.press("3").await?;
    page.until_kept(&[("location", "W")]).await?;
    // Alt with an arrow did not leave the page.
    assert_eq!(page.text().await?, UNITS);
    Ok(())
}

async fn down_from_an_empty_line_leads_to_the_start_of_the_next(stage: Stage) -> Outcome {
    // Narrow letters: a few pixels are another place.
    let page = stage.article("One.\n\nIllicit.", &[]).await?;
    page.press("ArrowRight").await?;
    page.until_cursor((0, 0)).await?;
    page.walk("End", &[(0, 4)]).await?;
    page.walk("Alt+ArrowRight", &[(1, 0)]).await?;
    page.walk("ArrowDown", &[(2, 0)]).await
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
        page.step("ArrowRight").await?;
    }
    let mut rows = vec![page.step("ArrowRight").await?];
    // Down through the first paragraph, over the empty line, into the others.
    loop {
        let here = page.step("ArrowDown").await?;
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
        assert_eq!(page.step("ArrowUp").await?.places, row.places);
    }
    // Above the first row is the start, below the last one the end.
    page.walk("ArrowUp", &[(0, 0), (0, 0)]).await?;
    page.press("Control+End").await?;
    page.press("ArrowDown").await?;
    page.until_cursor((4, long.len())).await?;
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
        page.step("ArrowDown").await?;
        page.until(&format!("the cursor in view after {n}"), async || {
            Ok(page.js::<bool>(is_free, json!([])).await?.then_some(()))
        })
        .await?;
    }
    assert!(page.cursor().await?.places.first() > Some(&(4, 0)));
    for key in ["Control+End", "Control+Home", "Control+ArrowDown", "ArrowUp"] {
        page.step(key).await?;
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
    page.step("ArrowRight").await?;
    let again = async || page.cursor_places().await;
    // Marks before it push it on.
    page.press("Control+Home").await?;
    page.press("Shift+ArrowRight").await?;
    page.press("2").await?;
    page.until_kept(&[("proposal", "The")]).await?;
    page.until_cursor((0, 3)).await?;
    page.go_to("spoke").await?;
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
    page.walk("Shift+ArrowRight", &[(0, 6)]).await?;
    page.until_snapped(Some("Mayor")).await?;
    page.press("Escape").await?;
    page.until_snapped(None).await?;
    page.until_cursor((0, 6)).await?;
    // What is selected next begins here.
    page.walk("Shift+ArrowRight", &[(0, 10)]).await?;
    page.until_snapped(Some("Ada")).await?;
    page.press("Escape").await?;
    page.until_snapped(None).await?;
    page.walk("ArrowLeft", &[(0, 6)]).await?;
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
    page.until_cursor((0, 6)).await?;
    page.press("Escape").await?;
    page.until_no_cursor().await?;
    // From an annotation that keys went to, the cursor starts at its beginning.
    page.press("n").await?;
    page.until_annotation(Some("Ada Lind")).await?;
    page.walk("ArrowRight", &[(0, 10)]).await?;
    page.until_annotation(None).await
}

async fn text_is_never_edited(stage: Stage) -> Outcome {
    let page = stage.article(COUNCIL, &[]).await?;
    let watch = "window.inputs = 0; \
        for (const kind of ['beforeinput', 'input']) addEventListener(kind, () => window.inputs++, true); \
        return document.designMode + document.querySelectorAll('article [contenteditable], article[contenteditable]').length";
    assert_eq!(page.js::<String>(watch, json!([])).await?, "off0");
    page.tab_to("Tab", "Article text").await?;
    page.walk("ArrowRight", &[(0, 0), (0, 6)]).await?;
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
