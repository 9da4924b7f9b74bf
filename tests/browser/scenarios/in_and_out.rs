//! Articles come in by every door, are told apart, and go again.

use serde_json::json;

use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::traffic::Dropped;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(text_comes_in_by_every_door),
        scenario!(date_line_fills_date_and_title),
        scenario!(line_endings_become_one_kind),
        scenario!(several_files_come_at_once),
        scenario!(details_can_be_edited_and_taken_back),
        scenario!(each_article_keeps_its_place),
        scenario!(delete_asks_first),
    ]
}

async fn until_text(page: &Page, wanted: &str) -> Outcome {
    page.until_eq("the text", wanted.to_owned(), async || page.text().await).await
}

/// The titles in the list of articles; the open one between stars.
async fn titles(page: &Page) -> Result<Vec<String>, Failure> {
    let script = "return [...document.querySelectorAll('[aria-label=Articles] [data-article]')] \
        .map((one) => [one.querySelector('.title')?.textContent, one.ariaCurrent]) \
        .map(([title, current]) => current === 'true' ? `*${title}*` : title)";
    page.js(script, json!([])).await
}

const EXAMPLE: &str = "Wuzhen summit asks how AI can serve people";

async fn text_comes_in_by_every_door(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    page.pick("picked.txt", "Picked,\n\tas it  is.\n".as_bytes()).await?;
    until_text(&page, "Picked,\n\tas it  is.\n").await?;
    let dropped = Dropped { name: "dropped.txt", bytes: "Fallen\u{a0}in.".as_bytes() };
    page.drop_files(&[dropped]).await?;
    until_text(&page, "Fallen\u{a0}in.").await?;
    page.paste("Pasted on the page.").await?;
    until_text(&page, "Pasted on the page.").await?;
    page.click_button("Paste").await?;
    page.fill("Text of the article", "Typed 1 by hand.").await?;
    page.click_button("Add article").await?;
    until_text(&page, "Typed 1 by hand.").await?;
    let wanted = [EXAMPLE, "picked", "dropped", "Pasted on the page.", "*Typed 1 by hand.*"];
    assert_eq!(titles(&page).await?, wanted);
    assert_eq!(page.errors().await?, Vec::<String>::new());
    // And all of them are there after a reload.
    page.reload().await?;
    assert_eq!(titles(&page).await?, wanted);
    until_text(&page, "Typed 1 by hand.").await
}

/// What stands above the text: title, date and the rest.
async fn heading(page: &Page) -> Result<(String, Vec<String>), Failure> {
    let script = "return [words(document.querySelector('main h2')), \
        texts('main header p > :not(button)')]";
    page.js(script, json!([])).await
}

async fn date_line_fills_date_and_title(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let text = " date 2024-11-21 Vice premier calls for joint efforts\n\nXinhua) 08:07\n";
    page.pick("seed-article.txt", text.as_bytes()).await?;
    until_text(&page, text).await?;
    let title = "Vice premier calls for joint efforts".to_owned();
    assert_eq!(heading(&page).await?, (title, vec!["2024-11-21".to_owned()]));
    assert_eq!(page.kept().await?.text, text);
    Ok(())
}

async fn line_endings_become_one_kind(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let bytes = "\u{feff}Ada said:\r\nyes.\r\n\r\nBob left.\r\n";
    page.pick("windows.txt", bytes.as_bytes()).await?;
    until_text(&page, "Ada said:\nyes.\n\nBob left.\n").await?;
    let (start, end) = page.span("Bob").await?;
    assert_eq!(start.0, 3);
    page.drag(start, end).await?;
    page.press("1").await?;
    let kept = page.until_kept(&[("speaker", "Bob")]).await?;
    assert_eq!(kept.annotations[0].fragments[0].start, 16);
    let endings = "return record(`article/${kept().id}`).line_endings";
    assert_eq!(page.js::<String>(endings, json!([])).await?, "crlf");
    Ok(())
}

async fn several_files_come_at_once(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let file = |name, bytes: &'static [u8]| Dropped { name, bytes };
    page.drop_files(&[
        file("one.txt", b"First."),
        file("two.txt", b"Second."),
        file("bad.txt", b"\xff\xfe"),
        file("three.txt", b"Third."),
    ])
    .await?;
    let wanted = [EXAMPLE, "*one*", "two", "three"].map(String::from);
    page.until_eq("the list", wanted.to_vec(), async || titles(&page).await).await?;
    until_text(&page, "First.").await?;
    page.until("the alert", async || {
        let said = page.errors().await?;
        Ok(said.iter().any(|one| one.contains("bad.txt")).then_some(()))
    })
    .await
}

async fn details_can_be_edited_and_taken_back(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    page.pick("plain.txt", b"Some text.").await?;
    until_text(&page, "Some text.").await?;
    let before = heading(&page).await?;
    assert_eq!(before, ("plain".to_owned(), vec![]));
    page.click_button("Edit details").await?;
    page.fill("Title", "A better title").await?;
    page.fill("Source", "The Gazette").await?;
    page.fill("URL", "https://example.org/a?b=1").await?;
    // Each engine wants the keys of a date in another order.
    let date = "const date = field('Date'); date.value = '2024-11-21'; \
        return date.dispatchEvent(new Event('input', { bubbles: true }))";
    page.js::<bool>(date, json!([])).await?;
    page.click_button("Done").await?;
    let said = ["2024-11-21", "The Gazette", "https://example.org/a?b=1"];
    let after = ("A better title".to_owned(), said.map(String::from).to_vec());
    page.until_eq("the heading", after.clone(), async || heading(&page).await).await?;
    assert!(titles(&page).await?.contains(&"*A better title*".to_owned()));
    page.reload().await?;
    assert_eq!(heading(&page).await?, after);
    while page.has_button("Undo").await? {
        page.press("Control+z").await?;
    }
    page.until_eq("the heading", before, async || heading(&page).await).await?;
    while page.has_button("Redo").await? {
        page.press("Control+Shift+z").await?;
    }
    page.until_eq("the heading", after, async || heading(&page).await).await
}

async fn open(page: &Page, title: &str) -> Outcome {
    let script = "return [...document.querySelectorAll('[aria-label=Articles] [data-article]')] \
        .find((one) => one.querySelector('.title').textContent === arguments[0]) ?? null";
    page.click_what(&format!("the article {title:?}"), script, json!([title])).await
}

async fn each_article_keeps_its_place(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let text = |name: &str| {
        let lines = (0..150).map(|n| format!("{name} {n}"));
        lines.collect::<Vec<_>>().join("\n")
    };
    // The first line in view, and the one that is kept as such.
    let lines = async || {
        let script = "return [record(`article/${kept().id}/place`)?.block ?? 0, \
            blocks().findIndex((one) => one.getBoundingClientRect().bottom > 152)]";
        page.js::<(i64, i64)>(script, json!([])).await
    };
    let mut places = Vec::new();
    for (name, line) in [("first", 60), ("second", 110)] {
        page.pick(&format!("{name}.txt"), text(name).as_bytes()).await?;
        until_text(&page, &text(name)).await?;
        let script = "blocks()[arguments[0]].scrollIntoView({ behavior: 'instant' }); return true";
        page.js::<bool>(script, json!([line])).await?;
        let place = page
            .until("the place, kept", async || {
                let (kept, seen) = lines().await?;
                Ok((kept > 20 && kept == seen).then_some(kept))
            })
            .await?;
        places.push((name, place));
    }
    for (name, place) in [places[0], places[1], places[0], places[1], places[0]] {
        open(&page, name).await?;
        until_text(&page, &text(name)).await?;
        // It does not creep, however often one comes back.
        page.until(&format!("line {place}"), async || {
            let (kept, seen) = lines().await?;
            let near = (kept - place).abs() <= 1 && (seen - place).abs() <= 1;
            Ok(near.then_some(()))
        })
        .await?;
    }
    Ok(())
}

async fn delete_asks_first(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    page.pick("gone.txt", b"Soon gone.").await?;
    until_text(&page, "Soon gone.").await?;
    let (start, end) = page.span("gone").await?;
    page.drag(start, end).await?;
    page.press("1").await?;
    let id = page.until_kept(&[("speaker", "gone")]).await?.id;
    for answer in ["Keep it", "Close"] {
        page.click_button("Delete gone").await?;
        page.until_dialog().await?;
        let asked: Vec<String> = page.js("return texts('dialog[open] p')", json!([])).await?;
        assert!(asked[0].contains("“gone”"), "{asked:?}");
        page.click_button(answer).await?;
        page.until_kept(&[("speaker", "gone")]).await?;
    }
    page.click_button("Delete gone").await?;
    page.until_dialog().await?;
    let delete = "return [...document.querySelectorAll('dialog[open] button')] \
        .find((one) => words(one) === 'Delete') ?? null";
    page.click_what("what deletes", delete, json!([])).await?;
    page.until_eq("the list", vec![format!("*{EXAMPLE}*")], async || titles(&page).await).await?;
    let left: Vec<String> = page.local_storage().await?.into_keys().collect();
    assert!(left.iter().all(|key| !key.contains(&id)), "{left:?}");
    page.reload().await?;
    assert_eq!(titles(&page).await?, [format!("*{EXAMPLE}*")]);
    Ok(())
}
