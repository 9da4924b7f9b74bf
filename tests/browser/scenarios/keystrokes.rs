//! How many keys, clicks and drags mark the bundled article completely: each
//! way is gone to its end, counted, and held against `docs/keystrokes.md`.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::json;
use verbatim::format::{Codec as _, native::NativeJson};
use verbatim::model::annotation::Annotation;
use verbatim::model::document::Document;
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::work::bundled;

use crate::harness::hands::Strokes;
use crate::harness::page::{Page, Place};
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![scenario!(article_is_marked_by_mouse)]
}

const TABLE: &str = include_str!("../../../docs/keystrokes.md");

/// The bundled article as it should be marked.
fn example() -> Result<Document, Failure> {
    let mut imported = NativeJson.decode(bundled::EXAMPLE)?;
    imported.collection.documents.pop().ok_or_else(|| "there is no example".into())
}

/// Where an offset of the text lies on the page.
fn place(document: &Document, at: TextSize, is_end: bool) -> Place {
    let text = &document.article().text;
    let inside = if is_end { at - TextSize::from(1) } else { at };
    let block = text.block_at(inside);
    let before = TextRange::new(text.block_range(block).start(), at);
    (block.0, text.get(before).unwrap_or_default().encode_utf16().count())
}

/// From where to where a hand drags: it stops inside of the last word, which is
/// marked whole.
fn span(document: &Document, range: TextRange) -> (Place, Place) {
    let (block, end) = place(document, range.end(), true);
    (place(document, range.start(), false), (block, end - 1))
}

/// Labels with ranges, and links as the ranges that they join.
type Marked = (BTreeSet<(String, String)>, BTreeSet<(String, String)>);

fn wanted(document: &Document) -> Marked {
    let ranges = |a: &Annotation| {
        let pairs = a
            .fragments
            .ranges()
            .map(|range| format!("{}-{}", u32::from(range.start()), u32::from(range.end())));
        pairs.collect::<Vec<_>>().join(" ")
    };
    let labels = document.annotations().map(|a| (a.label.to_string(), ranges(a))).collect();
    let of = |id| document.annotation(id).map(|a| ranges(a)).unwrap_or_default();
    let links = document.relations().into_iter().map(|r| (of(r.from), of(r.to))).collect();
    (labels, links)
}

/// What is kept, in the same form.
async fn kept(page: &Page) -> Result<Marked, Failure> {
    let kept = page.kept().await?;
    let ranges = |id: &str| {
        let one = kept.annotations.iter().find(|one| one.id == id);
        let fragments = one.map(|one| one.fragments.as_slice()).unwrap_or_default();
        let pairs = fragments.iter().map(|f| format!("{}-{}", f.start, f.end));
        pairs.collect::<Vec<_>>().join(" ")
    };
    let labels = kept.annotations.iter().map(|one| (one.label.clone(), ranges(&one.id))).collect();
    let links = page.links().await?;
    let links = links.iter().map(|(from, to)| (ranges(from), ranges(to))).collect();
    Ok((labels, links))
}

/// Waits until so many annotations are kept.
async fn until_n(page: &Page, n: usize) -> Outcome {
    page.until(&format!("{n} annotations"), async || {
        Ok((page.kept().await?.annotations.len() == n).then_some(()))
    })
    .await
}

async fn until_marked(page: &Page, document: &Document) -> Outcome {
    page.until_eq("everything marked", wanted(document), async || kept(page).await).await?;
    page.until_shown().await?;
    Ok(())
}

/// Compares what a hand did with its row of the table.
fn check(way: &str, Strokes { keys, clicks, drags }: Strokes) -> Outcome {
    let row = format!("| {way} | {keys} | {clicks} | {drags} |");
    match TABLE.contains(&row) {
        true => Ok(()),
        false => Err(format!("docs/keystrokes.md has not this row: {row}").into()),
    }
}

/// Pick a label, drag over all that it is for; Ctrl-drag for what is split;
/// then each proposal, Link, its speaker.
async fn article_is_marked_by_mouse(stage: Stage) -> Outcome {
    let (page, document) = (stage.page().await?, example()?);
    let before = page.strokes();
    let mut n = 0;
    for label in &document.scheme().labels {
        let button = "return document.querySelector( \
            `[role=toolbar][aria-label=Labels] button[data-label=${arguments[0]}]`)";
        page.click_what("the label", button, json!([label.id.as_str()])).await?;
        let with_label: Vec<&Arc<Annotation>> =
            document.annotations().filter(|a| a.label == label.id).collect();
        for annotation in with_label {
            let mut ranges = annotation.fragments.ranges();
            let first = ranges.next().ok_or("no fragment")?;
            let (start, end) = span(&document, first);
            page.drag(start, end).await?;
            n += 1;
            until_n(&page, n).await?;
            for range in ranges {
                page.click_at(start).await?;
                page.until_any_annotation().await?;
                let (start, end) = span(&document, range);
                page.drag_holding("Control", start, end).await?;
            }
        }
    }
    link_by_mouse(&page, &document).await?;
    until_marked(&page, &document).await?;
    let after = page.strokes();
    check(
        "mouse",
        Strokes {
            keys: after.keys - before.keys,
            clicks: after.clicks - before.clicks,
            drags: after.drags - before.drags,
        },
    )
}

async fn link_by_mouse(page: &Page, document: &Document) -> Outcome {
    for (n, relation) in document.relations().into_iter().enumerate() {
        let start = |id| document.annotation(id).map(|a| a.fragments.extent().start());
        let (from, to) = (start(relation.from), start(relation.to));
        let (from, to) = from.zip(to).ok_or("a relation of nothing")?;
        page.click_at(place(document, from, false)).await?;
        page.until_any_annotation().await?;
        page.click_button("Link").await?;
        page.until("an offer", async || {
            let offered =
                "return texts('[role=status]').some((said) => said.startsWith('Link to'))";
            Ok(page.js::<bool>(offered, json!([])).await?.then_some(()))
        })
        .await?;
        page.click_at(place(document, to, false)).await?;
        page.until("the link", async || Ok((page.links().await?.len() == n + 1).then_some(())))
            .await?;
    }
    Ok(())
}
