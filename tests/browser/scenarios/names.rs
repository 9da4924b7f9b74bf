//! Names are marked without the apostrophe and what hangs on it, by mouse, by
//! keys and by a finger.

use crate::harness::native::Marked;
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;
use crate::scenarios::handles::grip;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(drag_that_ends_at_an_apostrophe_marks_the_name),
        scenario!(double_click_takes_the_name_and_a_second_one_the_word),
        scenario!(double_click_with_a_picked_label_marks_the_name),
        scenario!(keys_select_the_name),
        scenario!(finger_that_ends_at_an_apostrophe_marks_the_name),
        scenario!(keys_and_handles_move_an_end_to_the_apostrophe),
        scenario!(other_places_of_a_name_are_found_in_longer_words),
    ]
}

const TEXT: &str = "Rain fell in east China’s Zhejiang.\n\nElle vient de l’Italie, dit O'Brien.\n\n\
    China's coast and China are far.";

async fn page(stage: &Stage) -> Result<Page, Failure> {
    stage.article(TEXT, &[]).await
}

async fn drag_that_ends_at_an_apostrophe_marks_the_name(stage: Stage) -> Outcome {
    let page = page(&stage).await?;
    let (start, end) = page.span("China").await?;
    page.drag(start, end).await?;
    page.until_snapped(Some("China")).await?;
    page.press("3").await?;
    page.until_kept(&[("location", "China")]).await?;
    // Backwards, to behind the apostrophe; and half a word is widened as ever.
    let (start, end) = page.span("Italie").await?;
    page.drag(end, start).await?;
    page.until_snapped(Some("Italie")).await?;
    page.press("3").await?;
    let (start, end) = page.span("Brie").await?;
    page.drag((start.0, start.1 + 1), end).await?;
    page.until_snapped(Some("O'Brien")).await?;
    page.press("1").await?;
    let all = [("location", "China"), ("location", "Italie"), ("speaker", "O'Brien")];
    page.until_kept(&all).await?;
    Ok(())
}

/// Double clicks inside of words, and elsewhere first: two double clicks soon
/// after each other would be three clicks and one.
async fn double_click(page: &Page, words: &str) -> Outcome {
    page.click_word("Rain").await?;
    page.until_snapped(None).await?;
    let (block, start) = page.find(words).await?;
    page.double_click_at((block, start + 2)).await
}

async fn double_click_takes_the_name_and_a_second_one_the_word(stage: Stage) -> Outcome {
    let page = page(&stage).await?;
    for (words, meant) in [
        ("China’s", ["China", "China’s", "China"]),
        ("Italie", ["Italie", "l’Italie", "Italie"]),
        ("Brien", ["O'Brien"; 3]),
        ("Zhejiang", ["Zhejiang"; 3]),
    ] {
        for meant in meant {
            double_click(&page, words).await?;
            page.until_snapped(Some(meant)).await?;
        }
    }
    // The browser has the same words selected, so a copy is of them.
    double_click(&page, "China’s").await?;
    page.until_snapped(Some("China")).await?;
    let selection = page.selection().await?.ok_or("nothing is selected")?;
    assert_eq!(selection.text, "China");
    page.press("3").await?;
    page.until_kept(&[("location", "China")]).await?;
    Ok(())
}

async fn double_click_with_a_picked_label_marks_the_name(stage: Stage) -> Outcome {
    let page = page(&stage).await?;
    page.press("3").await?;
    let (block, start) = page.find("China’s").await?;
    page.double_click_at((block, start + 2)).await?;
    page.until_kept(&[("location", "China")]).await?;
    Ok(())
}

async fn keys_select_the_name(stage: Stage) -> Outcome {
    let page = page(&stage).await?;
    // From the start of the text, by word.
    page.press("ArrowRight").await?;
    page.until_cursor((0, 0)).await?;
    page.walk("ArrowRight", &[(0, 5), (0, 10), (0, 13), (0, 18)]).await?;
    page.press("Shift+ArrowRight").await?;
    page.until_snapped(Some("China")).await?;
    page.press("Shift+ArrowRight").await?;
    page.until_snapped(Some("China’s")).await?;
    page.press("Shift+ArrowLeft").await?;
    page.until_snapped(Some("China")).await?;
    page.press("3").await?;
    page.until_kept(&[("location", "China")]).await?;
    // In the second line, behind the elided article.
    page.press("Control+ArrowDown").await?;
    page.until_cursor((2, 0)).await?;
    page.walk("ArrowRight", &[(2, 5), (2, 11), (2, 14), (2, 16)]).await?;
    page.press("Shift+ArrowRight").await?;
    page.until_snapped(Some("Italie")).await?;
    page.press("3").await?;
    page.until_kept(&[("location", "China"), ("location", "Italie")]).await?;
    Ok(())
}

async fn finger_that_ends_at_an_apostrophe_marks_the_name(stage: Stage) -> Outcome {
    let page = page(&stage).await?;
    for words in ["China", "Italie"] {
        page.select_by_touch(page.span(words).await?, false).await?;
        page.until_snapped(Some(words)).await?;
        page.press("3").await?;
    }
    page.until_kept(&[("location", "China"), ("location", "Italie")]).await?;
    Ok(())
}

async fn keys_and_handles_move_an_end_to_the_apostrophe(stage: Stage) -> Outcome {
    let marked = [Marked { label: "location", words: "China’s" }];
    let page = stage.article(TEXT, &marked).await?;
    page.focus_word("China").await?;
    page.press("Shift+ArrowLeft").await?;
    page.until_kept(&[("location", "China")]).await?;
    page.press("Shift+ArrowRight").await?;
    page.until_kept(&[("location", "China’s")]).await?;
    let points = grip(&page, 1, "China’s", "China").await?;
    page.drag_through("", &points).await?;
    page.until_kept(&[("location", "China")]).await?;
    Ok(())
}

async fn other_places_of_a_name_are_found_in_longer_words(stage: Stage) -> Outcome {
    let marked = [Marked { label: "location", words: "China" }];
    let page = stage.article(TEXT, &marked).await?;
    page.focus_word("China").await?;
    page.press("a").await?;
    page.click_button("Mark 2 places").await?;
    page.until_kept(&[("location", "China"); 3]).await?;
    Ok(())
}
