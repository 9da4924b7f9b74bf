//! Finding words, walking through them, and marking them all at once.

use serde::Deserialize;
use serde_json::json;

use crate::harness::native::Marked;
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(find_walks_from_place_to_place),
        scenario!(find_tells_whole_words_and_case_apart),
        scenario!(find_marks_what_is_checked_as_one_change),
        scenario!(find_follows_what_is_done_while_it_is_open),
        scenario!(find_takes_a_long_article),
    ]
}

/// A place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Hit {
    group: String,
    /// The words that were found.
    words: String,
    /// Whether its box is checked; `None` without a box.
    checked: Option<bool>,
}

fn hit(group: &str, words: &str, checked: Option<bool>) -> Hit {
    Hit { group: group.into(), words: words.into(), checked }
}

const FREE: &str = "Nothing is marked there";
const OVERLAPS: &str = "Something else is marked there";
const MARKED: &str = "Marked so already";

async fn hits(page: &Page) -> Result<Vec<Hit>, Failure> {
    let script = "return [...document.querySelectorAll('dialog[open] .hits li')].map((one) => ({ \
        group: one.parentElement.ariaLabel, \
        words: one.querySelector('b').textContent, \
        checked: one.querySelector('input[type=checkbox]')?.checked ?? null }))";
    page.js(script, json!([])).await
}

async fn until_hits(page: &Page, wanted: &[Hit]) -> Outcome {
    page.until_eq("the places", wanted.to_vec(), async || hits(page).await).await
}

/// Waits until the article shows these words, in view and not under the sheet.
async fn until_found(page: &Page, line: usize, at: usize, words: &str) -> Outcome {
    page.until_eq("what is shown", json!([line, at, words, true]), async || {
        let script = "const range = [...(CSS.highlights.get('found') ?? [])][0]; \
            if (!range) return null; \
            const box = range.getBoundingClientRect(); \
            const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2); \
            const [line, at] = placeOf(range.startContainer, range.startOffset); \
            return [line, at, range.toString(), !!top?.closest('p[data-block]')]";
        page.js(script, json!([])).await
    })
    .await
}

/// Opens the sheet and seeks these words.
async fn seek(page: &Page, words: &str) -> Outcome {
    page.click_button("Find").await?;
    page.field("Words to find").await?;
    page.type_text(words).await
}

async fn check(page: &Page, label: &str) -> Outcome {
    page.click_what(label, "return field(arguments[0])", json!([label])).await
}

async fn find_walks_from_place_to_place(stage: Stage) -> Outcome {
    // Far apart, so that each must be brought into view.
    let filler = "Nothing.\n".repeat(60);
    let text = format!("Graz here.\n{filler}Graz there.\n{filler}And Graz again.");
    let page = stage.article(&text, &[]).await?;
    seek(&page, "graz").await?;
    let three = vec![hit(FREE, "Graz", Some(true)); 3];
    until_hits(&page, &three).await?;
    let notices = page.notices().await?;
    assert!(notices.iter().any(|one| one == "Found at 3 places"), "{notices:?}");
    for (line, at) in [(0, 0), (61, 0), (122, 4), (0, 0)] {
        page.press("Enter").await?;
        until_found(&page, line, at, "Graz").await?;
    }
    page.click_button("Place before").await?;
    until_found(&page, 122, 4, "Graz").await?;
    page.click_button("Place before").await?;
    until_found(&page, 61, 0, "Graz").await?;
    // A click on a place goes there, and the walk goes on from it.
    let first = "return document.querySelector('dialog[open] .hits button')";
    page.click_what("the first place", first, json!([])).await?;
    until_found(&page, 0, 0, "Graz").await?;
    page.click_button("Next place").await?;
    until_found(&page, 61, 0, "Graz").await?;
    // Esc closes it, and nothing is shown any more.
    page.press("Escape").await?;
    page.until_eq("nothing shown", (0, 0), async || {
        let script = "return [document.querySelectorAll('dialog[open]').length, \
            CSS.highlights.get('found')?.size ?? 0]";
        page.js(script, json!([])).await
    })
    .await
}

async fn find_tells_whole_words_and_case_apart(stage: Stage) -> Outcome {
    let page = stage.article("Graz, GRAZ and Grazers in graz.", &[]).await?;
    seek(&page, "Graz").await?;
    let free = |words: &[&str]| -> Vec<Hit> {
        words.iter().map(|words| hit(FREE, words, Some(true))).collect()
    };
    until_hits(&page, &free(&["Graz", "GRAZ", "Graz", "graz"])).await?;
    check(&page, "Whole words").await?;
    until_hits(&page, &free(&["Graz", "GRAZ", "graz"])).await?;
    check(&page, "Match case").await?;
    until_hits(&page, &free(&["Graz"])).await?;
    check(&page, "Whole words").await?;
    until_hits(&page, &free(&["Graz", "Graz"])).await?;
    page.fill("Words to find", "nowhere").await?;
    until_hits(&page, &[]).await?;
    let script = "return texts('dialog[open] p')";
    page.until_eq(
        "the sentence",
        vec!["“nowhere” is nowhere in this article.".to_owned()],
        async || page.js(script, json!([])).await,
    )
    .await
}

async fn find_marks_what_is_checked_as_one_change(stage: Stage) -> Outcome {
    let text = "Graz is Graz.\nIn the city of Graz, Graz sleeps. Graz!";
    let marked = [
        Marked { label: "location", words: "Graz" },
        Marked { label: "location", words: "city of Graz" },
    ];
    let page = stage.article(text, &marked).await?;
    let (graz, city) = (("location", "Graz"), ("location", "city of Graz"));
    page.until_kept(&[graz, city]).await?;
    seek(&page, "Graz").await?;
    let free = |checked| hit(FREE, "Graz", Some(checked));
    let others = vec![hit(OVERLAPS, "Graz", Some(false)); 2];
    until_hits(&page, &[vec![free(true); 3], others].concat()).await?;
    page.choose("Label", "Location").await?;
    let rest = [hit(OVERLAPS, "Graz", Some(false)), hit(MARKED, "Graz", None)];
    until_hits(&page, &[&[free(true), free(true), free(true)][..], &rest].concat()).await?;
    let second = "return document.querySelectorAll('dialog[open] .hits input[type=checkbox]')[1]";
    page.click_what("the second box", second, json!([])).await?;
    page.click_button("Mark 2 places").await?;
    let kept = [graz, graz, city, graz];
    page.until_kept(&kept).await?;
    let said = page.notices().await?;
    assert!(said.iter().any(|one| one == "Marked “Graz” as Location, 2 places"), "{said:?}");
    let marked = hit(MARKED, "Graz", None);
    page.until("the places", async || {
        let n_marked = hits(&page).await?.iter().filter(|one| **one == marked).count();
        Ok((n_marked == 3).then_some(()))
    })
    .await?;
    // One undo takes both back, and the list follows.
    page.click_button("Undo").await?;
    page.until_kept(&[graz, city]).await?;
    page.until("the places", async || {
        let n_marked = hits(&page).await?.iter().filter(|one| **one == marked).count();
        Ok((n_marked == 1).then_some(()))
    })
    .await?;
    page.click_button("Redo").await?;
    page.until_kept(&kept).await?;
    Ok(())
}

async fn find_follows_what_is_done_while_it_is_open(stage: Stage) -> Outcome {
    let page = stage.article("Ada left.\nAda came.\nAda stayed.", &[]).await?;
    seek(&page, "Ada").await?;
    let free = |checked| hit(FREE, "Ada", Some(checked));
    until_hits(&page, &[free(true), free(true), free(true)]).await?;
    let third = "return document.querySelectorAll('dialog[open] .hits input[type=checkbox]')[2]";
    page.click_what("the third box", third, json!([])).await?;
    page.until("a button for two", async || {
        Ok(page.has_button("Mark 2 places").await?.then_some(()))
    })
    .await?;
    // The article is at hand beside it; what was unchecked stays so.
    page.drag((0, 0), (0, 3)).await?;
    page.until_snapped(Some("Ada")).await?;
    page.press("1").await?;
    page.until_kept(&[("speaker", "Ada")]).await?;
    until_hits(&page, &[free(true), free(false), hit(MARKED, "Ada", None)]).await?;
    page.press("Control+z").await?;
    page.until_kept(&[]).await?;
    until_hits(&page, &[free(true), free(true), free(false)]).await
}

async fn find_takes_a_long_article(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let sentence = "The mayor of Graz spoke, and nobody in the city of Linz wanted to hear it. ";
    let line = format!("{}\n", sentence.repeat(20));
    let text = line.repeat(700);
    page.pick("long.txt", text.as_bytes()).await?;
    page.until("the text", async || {
        let script = "return blocks().length";
        Ok((page.js::<usize>(script, json!([])).await? == 701).then_some(()))
    })
    .await?;
    seek(&page, "Graz").await?;
    page.until("a thousand places", async || Ok((hits(&page).await?.len() == 1000).then_some(())))
        .await?;
    let script = "return texts('dialog[open] p').at(-1)";
    let said: String = page.js(script, json!([])).await?;
    assert!(said.starts_with("Only the first 1000 of 14000 places"), "{said}");
    page.press("Enter").await?;
    until_found(&page, 0, 13, "Graz").await?;
    page.click_button("Place before").await?;
    until_found(&page, 699, 19 * sentence.len() + 13, "Graz").await?;
    assert_eq!(page.errors().await?, Vec::<String>::new());
    Ok(())
}
