//! Marking words, by every way there is.

use serde_json::json;

use crate::harness::page::{Page, Place};
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(drag_and_key_mark_in_both_directions),
        scenario!(drag_goes_over_lines_and_paragraphs),
        scenario!(drag_starts_and_ends_inside_marks),
        scenario!(double_click_and_key_mark_a_word),
        scenario!(palette_and_toolbar_mark),
        scenario!(snapped_words_show_before_the_label),
        scenario!(alt_selects_exact_characters),
        scenario!(picked_label_marks_every_drag_until_escape),
        scenario!(same_words_with_the_same_label_are_one_mark),
        scenario!(marks_overlap_nest_and_coincide),
    ]
}

/// Drags over the first place of `words`, forwards or backwards.
async fn drag_over(page: &Page, words: &str, forwards: bool) -> Result<(), Failure> {
    let (start, end) = page.span(words).await?;
    let (from, to) = if forwards { (start, end) } else { (end, start) };
    page.drag(from, to).await
}

async fn drag_and_key_mark_in_both_directions(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let ding = "Chinese Vice Premier Ding Xuexiang";
    let help = "more help for developing countries";
    drag_over(&page, ding, true).await?;
    page.press("1").await?;
    page.until_kept(&[("speaker", ding)]).await?;
    drag_over(&page, help, false).await?;
    page.press("2").await?;
    page.until_kept(&[("speaker", ding), ("proposal", help)]).await?;
    drag_over(&page, "WUZHEN", false).await?;
    page.press("3").await?;
    let all = [("location", "WUZHEN"), ("speaker", ding), ("proposal", help)];
    page.until_kept(&all).await?;
    assert_eq!(page.errors().await?, Vec::<String>::new());
    Ok(())
}

async fn drag_goes_over_lines_and_paragraphs(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    // Longer than a line on screen.
    let long = "the eleventh since 2014, is being held in Wuzhen, part of Tongxiang in \
        Zhejiang Province, eastern China";
    let (start, end) = page.span(long).await?;
    assert!(page.carets(&[start]).await?[0].1 < page.carets(&[end]).await?[0].1);
    page.drag(start, end).await?;
    page.press("3").await?;
    page.until_kept(&[("location", long)]).await?;
    // From one paragraph, over the empty line, into the next; and back.
    for (from, to) in
        [("months.”", "Samuel Banda, a teacher"), ("without a connection.", "Zoë Müller")]
    {
        let (_, from_end) = page.span(from).await?;
        let (to_start, _) = page.span(to).await?;
        let from_start = (from_end.0, from_end.1 - 7);
        let to_end = (to_start.0, to_start.1 + 6);
        let (from, to) = match from {
            "months.”" => (from_start, to_end),
            _ => (to_end, from_start),
        };
        page.drag(from, to).await?;
        page.press("1").await?;
    }
    page.until_kept(&[
        ("location", long),
        ("speaker", "months.”\n\nSamuel"),
        ("speaker", "connection.\n\nZoë Müller"),
    ])
    .await?;
    Ok(())
}

async fn drag_starts_and_ends_inside_marks(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let (hofmann, graz) = ("Lena Hofmann", "Graz");
    drag_over(&page, hofmann, true).await?;
    page.press("1").await?;
    drag_over(&page, graz, true).await?;
    page.press("3").await?;
    page.until_kept(&[("speaker", hofmann), ("location", graz)]).await?;
    // From inside the one into the other.
    let ((block, start), _) = page.span("Hofmann, who runs").await?;
    let ((_, graz_start), _) = page.span(graz).await?;
    let across = "Hofmann, who runs a small cyber-security firm in Graz";
    page.drag((block, start + 3), (block, graz_start + 2)).await?;
    page.press("2").await?;
    let three = [("speaker", hofmann), ("proposal", across), ("location", graz)];
    page.until_kept(&three).await?;
    // And backwards, between two places inside one mark.
    drag_over(&page, "cyber-security firm", false).await?;
    page.press("3").await?;
    page.until_kept(&[three[0], three[1], ("location", "cyber-security firm"), three[2]]).await?;
    Ok(())
}

async fn double_click_and_key_mark_a_word(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let ((block, start), _) = page.span("Shanghai").await?;
    page.double_click_at((block, start + 3)).await?;
    page.press("3").await?;
    page.until_kept(&[("location", "Shanghai")]).await?;
    Ok(())
}

async fn palette_and_toolbar_mark(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    for (toolbar, words, label) in
        [("Labels", "Samuel Banda", "speaker"), ("Label the selection", "Lusaka", "location")]
    {
        drag_over(&page, words, true).await?;
        page.until_snapped(Some(words)).await?;
        let script = "return document.querySelector( \
            `[role=toolbar][aria-label=\"${arguments[0]}\"] button[data-label=${arguments[1]}]`)";
        page.click_what(&format!("{label} in {toolbar}"), script, json!([toolbar, label])).await?;
        page.until_snapped(None).await?;
    }
    page.until_kept(&[("speaker", "Samuel Banda"), ("location", "Lusaka")]).await?;
    Ok(())
}

async fn snapped_words_show_before_the_label(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let ((block, start), (_, end)) = page.span("developing countries").await?;
    // Half of each word, and the space before.
    page.drag((block, start + 4), (block, end - 3)).await?;
    page.until_snapped(Some("developing countries")).await?;
    assert_eq!(page.kept().await?.annotations, []);
    // A space more at each end is no word more.
    page.click_at((block, 0)).await?;
    page.drag((block, start - 1), (block, end + 1)).await?;
    page.until_snapped(Some("developing countries")).await?;
    page.press("2").await?;
    page.until_kept(&[("proposal", "developing countries")]).await?;
    page.until_snapped(None).await
}

async fn alt_selects_exact_characters(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let ((block, start), _) = page.span("telephone").await?;
    // Held while dragging, let go before the label's key is pressed.
    page.drag_holding("Alt", (block, start + 4), (block, start + 9)).await?;
    page.until_snapped(Some("phone")).await?;
    page.press("1").await?;
    page.until_kept(&[("speaker", "phone")]).await?;
    // The next drag without it takes whole words again.
    page.click_at((block, 0)).await?;
    let ((block, start), _) = page.span("librarian").await?;
    page.drag((block, start + 2), (block, start + 5)).await?;
    page.until_snapped(Some("librarian")).await?;
    page.press("2").await?;
    page.until_kept(&[("speaker", "phone"), ("proposal", "librarian")]).await?;
    Ok(())
}

async fn picked_label_marks_every_drag_until_escape(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let picked = async || {
        let script = "return [...document.querySelectorAll('[aria-label=Labels] button')] \
            .map((one) => one.ariaPressed)";
        page.js::<Vec<String>>(script, json!([])).await
    };
    let pressed = |which: [bool; 3]| which.map(|one| one.to_string()).to_vec();
    page.press("3").await?;
    page.until_eq("the picked label", pressed([false, false, true]), picked).await?;
    drag_over(&page, "Zambia", true).await?;
    page.until_kept(&[("location", "Zambia")]).await?;
    drag_over(&page, "Lusaka", false).await?;
    page.until_kept(&[("location", "Lusaka"), ("location", "Zambia")]).await?;
    page.press("Escape").await?;
    page.until_eq("no label", pressed([false; 3]), picked).await?;
    drag_over(&page, "Malmö", true).await?;
    page.until_snapped(Some("Malmö")).await?;
    page.until_kept(&[("location", "Lusaka"), ("location", "Zambia")]).await?;
    Ok(())
}

async fn same_words_with_the_same_label_are_one_mark(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    for _ in 0..2 {
        drag_over(&page, "Nairobi", true).await?;
        page.press("3").await?;
        page.until_snapped(None).await?;
    }
    let said = "“Nairobi” is marked as Location already";
    page.until_eq("the notice", vec![said.to_owned()], async || page.notices().await).await?;
    page.until_kept(&[("location", "Nairobi")]).await?;
    // And there is nothing more to undo than the one mark.
    page.press("Control+z").await?;
    page.until_kept(&[]).await?;
    assert!(!page.has_button("Undo").await?);
    Ok(())
}

async fn marks_overlap_nest_and_coincide(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let blocks = page.text_of_blocks().await?;
    let (block, start) = page.find("Zoë Müller").await?;
    let text: Vec<u16> = blocks[block].encode_utf16().collect();
    let words = |from: usize, to: usize| String::from_utf16_lossy(&text[start + from..start + to]);
    // Every pair of the three labels nests, crosses, touches or coincides.
    let spans = [
        ("1", "speaker", 0, 34),
        ("3", "location", 29, 34),
        ("2", "proposal", 4, 23),
        ("1", "speaker", 12, 44),
        ("2", "proposal", 29, 34),
        ("3", "location", 0, 34),
        ("1", "speaker", 29, 34),
    ];
    let mut wanted = Vec::new();
    for (n_marks, (key, label, from, to)) in spans.into_iter().enumerate() {
        let (from, to): (Place, Place) = ((block, start + from), (block, start + to));
        // Every other one backwards.
        let (anchor, focus) = if n_marks % 2 == 0 { (from, to) } else { (to, from) };
        page.drag(anchor, focus).await?;
        page.press(key).await?;
        wanted.push((from.1, to.1, label, words(from.1 - start, to.1 - start)));
        wanted.sort();
        let wanted: Vec<(&str, &str)> = wanted.iter().map(|one| (one.2, &*one.3)).collect();
        // Innermost first, and the text as it was: `until_kept` looks.
        page.until_kept(&wanted).await?;
    }
    let deepest = page.marks().await?;
    let deepest = deepest.iter().map(|mark| mark.ids.len()).max();
    assert_eq!(deepest, Some(6));
    assert_eq!(page.text_of_blocks().await?, blocks);
    Ok(())
}
