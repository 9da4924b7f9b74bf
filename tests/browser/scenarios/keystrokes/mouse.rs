//! By mouse: pick a label, drag over all that it is for, Ctrl-drag for what is
//! split; then each proposal, Link, its speaker. A split proposal is in focus
//! when its last words are added, so it is linked at once.

use std::sync::Arc;

use serde_json::json;
use verbatim::model::annotation::{Annotation, Relation};
use verbatim::model::document::Document;
use verbatim::model::offset::TextRange;

use super::{
    check, example, link_of, place, start_of, until_fragments, until_links, until_marked,
    until_offered,
};
use crate::harness::Outcome;
use crate::harness::page::{Page, Place};
use crate::harness::stage::Stage;

pub async fn article_is_marked_by_mouse(stage: Stage) -> Outcome {
    let (page, document) = (stage.page().await?, example()?);
    let before = page.strokes();
    let (mut n_fragments, mut n_links) = (0, 0);
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
            n_fragments += 1;
            until_fragments(&page, n_fragments).await?;
            if annotation.fragments.count() == 1 {
                continue;
            }
            page.click_at(start).await?;
            page.until_any_annotation().await?;
            for range in ranges {
                let (start, end) = span(&document, range);
                page.drag_holding("Control", start, end).await?;
                n_fragments += 1;
                until_fragments(&page, n_fragments).await?;
            }
            if let Some(relation) = link_of(&document, annotation.id) {
                n_links += 1;
                link(&page, &document, relation, n_links).await?;
            }
        }
    }
    for relation in document.relations() {
        let from = document.annotation(relation.from).ok_or("a relation of nothing")?;
        if from.fragments.count() == 1 {
            page.click_at(start_of(&document, from.id)?).await?;
            page.until_any_annotation().await?;
            n_links += 1;
            link(&page, &document, relation, n_links).await?;
        }
    }
    until_marked(&page, &document).await?;
    check("mouse", page.strokes().since(before))
}

/// From where to where a hand drags: it stops inside of the last word, which is
/// marked whole.
fn span(document: &Document, range: TextRange) -> (Place, Place) {
    let (block, end) = place(document, range.end(), true);
    (place(document, range.start(), false), (block, end - 1))
}

/// Links the annotation in focus, the `n`-th link of all.
async fn link(page: &Page, document: &Document, relation: &Relation, n: usize) -> Outcome {
    page.click_button("Link").await?;
    until_offered(page).await?;
    page.click_at(start_of(document, relation.to)?).await?;
    until_links(page, n).await
}
