//! What is compared of an article.
//!
//! Unit: Unicode code points.

use std::collections::BTreeMap;

use super::foreign::{Foreign, Groups};
use super::ranges::{char_ranges, shown};
use crate::format::splits::rank;
use crate::model::annotation::{Annotation, Status};
use crate::model::article::{Article, Metadata};
use crate::model::document::Document;
use crate::model::id::{AnnotationId, ArticleId, RelationId};
use crate::model::text::Text;
use crate::model::timestamp::format_date;

/// An article without its text.
pub(super) struct ArticleView {
    pub(super) id: ArticleId,
    pub(super) metadata: Metadata,
    /// Whether its title is in no file, but made of the names of files.
    pub(super) is_title_made: bool,
    /// The same for the same text.
    pub(super) text_sum: [u8; 16],
    /// The tokens and the sentences that it came with.
    pub(super) tokens: Option<[Stretches; 2]>,
    pub(super) foreign: Foreign,
    pub(super) annotations: Vec<AnnotationView>,
    pub(super) relations: Vec<RelationView>,
}

/// Tokens or sentences: how many there are, and the same sum for the same ones.
pub(super) struct Stretches {
    pub(super) n: usize,
    pub(super) sum: [u8; 16],
}

/// An annotation. Its label goes by the name that the file has for it.
pub(super) struct AnnotationView {
    pub(super) id: AnnotationId,
    pub(super) label: String,
    pub(super) ranges: Vec<(u32, u32)>,
    pub(super) quote: String,
    pub(super) note: String,
    pub(super) status: Status,
    pub(super) annotator: String,
    pub(super) foreign: Foreign,
}

/// A relation. Its type goes by the name that the file has for it.
pub(super) struct RelationView {
    pub(super) id: RelationId,
    pub(super) relation_type: String,
    pub(super) from: AnnotationId,
    pub(super) to: AnnotationId,
    pub(super) foreign: Foreign,
}

impl ArticleView {
    pub(super) fn of(document: &Document, is_title_made: bool) -> ArticleView {
        let article = document.article();
        let text = &article.text;
        let scheme = document.scheme();
        let groups = Groups::of(document);
        let annotations = document.annotations().map(|one| {
            let label = scheme.label(&one.label);
            let label = label.map_or(one.label.as_str(), |label| label.in_files());
            AnnotationView::of(one, label, text, Foreign::of_annotation(one, &groups))
        });
        let relations = document.relations().into_iter().map(|one| {
            let known = scheme.relation_type(&one.relation_type);
            RelationView {
                id: one.id,
                relation_type: known
                    .map_or(one.relation_type.as_str(), |known| known.in_files())
                    .into(),
                from: one.from,
                to: one.to,
                foreign: Foreign::of(&one.extra, &groups),
            }
        });
        ArticleView {
            id: article.id,
            metadata: article.metadata.clone(),
            is_title_made,
            text_sum: rank(text.as_str(), 0),
            tokens: stretches(article),
            foreign: Foreign::of(&article.extra, &groups),
            annotations: annotations.collect(),
            relations: relations.collect(),
        }
    }

    /// What is known about the article, by name.
    pub(super) fn facts(&self) -> [(&'static str, String); 5] {
        let Metadata { title, date, source, url, language } = &self.metadata;
        [
            ("title", title.clone()),
            ("date", date.map(format_date).unwrap_or_default()),
            ("source", source.clone()),
            ("url", url.clone().unwrap_or_default()),
            ("language", language.clone()),
        ]
    }

    /// How people know it.
    pub(super) fn name(&self) -> String {
        format!("“{}” ({})", self.metadata.title, self.id)
    }

    /// How people know a relation of it.
    pub(super) fn relation_name(&self, relation: &RelationView) -> String {
        let end = |id| {
            let annotation = self.annotations.iter().find(|one| one.id == id);
            annotation.map(|one| one.quote.as_str()).unwrap_or_default()
        };
        let (from, to) = (end(relation.from), end(relation.to));
        format!("{} “{from}” → “{to}”", relation.relation_type)
    }

    /// The annotations by their ids.
    pub(super) fn by_id(&self) -> BTreeMap<AnnotationId, &AnnotationView> {
        self.annotations.iter().map(|one| (one.id, one)).collect()
    }
}

impl AnnotationView {
    fn of(annotation: &Annotation, label: &str, text: &Text, foreign: Foreign) -> AnnotationView {
        AnnotationView {
            id: annotation.id,
            label: label.into(),
            ranges: char_ranges(annotation, text),
            quote: annotation.fragments.quote(text),
            note: annotation.note.clone(),
            status: annotation.status,
            annotator: annotation.annotator.clone(),
            foreign,
        }
    }

    /// Where it lies: `2–5, 9–12`.
    pub(super) fn place(&self) -> String {
        shown(&self.ranges)
    }

    /// How people know it.
    pub(super) fn name(&self) -> String {
        format!("{} “{}” {}", self.label, self.quote, self.place())
    }

    pub(super) fn overlaps(&self, other: &AnnotationView) -> bool {
        let meets = |&(start, end): &(u32, u32)| {
            other.ranges.iter().any(|&(from, to)| start < to && from < end)
        };
        self.ranges.iter().any(meets)
    }
}

/// The tokens and the sentences that an article came with, if it did.
fn stretches(article: &Article) -> Option<[Stretches; 2]> {
    let tokens = article.tokens.as_deref()?;
    let sum = |places: String| rank(&places, 0);
    let starts = tokens.sentences().filter_map(|sentence| sentence.first());
    let starts: Vec<u32> = starts.map(|token| token.start().into()).collect();
    Some([
        Stretches { n: tokens.ranges().len(), sum: sum(format!("{:?}", tokens.steps())) },
        Stretches { n: starts.len(), sum: sum(format!("{starts:?}")) },
    ])
}
