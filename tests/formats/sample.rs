//! Collections of one article, marked by hand.

use std::sync::Arc;

use uuid::Uuid;
use verbatim::format::Collection;
use verbatim::model::annotation::{Annotation, Relation, Status};
use verbatim::model::article::{Article, Metadata};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;
use verbatim::model::fragments::{Fragment, Fragments};
use verbatim::model::id::{AnnotationId, ArticleId, RelationId};
use verbatim::model::intake::LineEndings;
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::scheme::Scheme;
use verbatim::model::text::Text;
use verbatim::model::timestamp::Timestamp;

use crate::stage::of;

/// Marks words with a label; the last argument changes what else is said.
pub type Mark<'a> = &'a mut dyn FnMut(&str, &[&str], &dyn Fn(&mut Annotation)) -> AnnotationId;

/// A link: where it starts, its type, where it leads.
pub type Link = (AnnotationId, &'static str, AnnotationId);

/// An article under the default scheme. `marks` marks words, each of which is
/// sought behind the one before it in the same annotation, and returns links.
///
/// # Panics
/// If words are not in the text.
pub fn article(text: &str, marks: impl FnOnce(Mark<'_>) -> Vec<Link>) -> Collection {
    let (text, _) = Text::from_original(text).unwrap();
    let mut annotations: Vec<Annotation> = Vec::new();
    let mut mark = |label: &str, words: &[&str], change: &dyn Fn(&mut Annotation)| {
        let mut from = 0;
        let fragments = words.iter().map(|words| {
            let at = from + text.as_str()[from..].find(words).unwrap();
            from = at + words.len();
            let range = TextRange::new(TextSize::from(at as u32), TextSize::from(from as u32));
            Fragment { range, extra: Extra::new() }
        });
        let fragments = Fragments::new(&text, fragments.collect()).unwrap();
        let id = AnnotationId(Uuid::from_u128(annotations.len() as u128 + 1));
        let mut annotation = Annotation {
            id,
            label: label.into(),
            fragments,
            note: String::new(),
            status: Status::Sure,
            annotator: String::new(),
            created: Timestamp::default(),
            modified: Timestamp::default(),
            origin: "import".into(),
            extra: Extra::new(),
        };
        change(&mut annotation);
        annotations.push(annotation);
        id
    };
    let links = marks(&mut mark);
    let scheme = Arc::new(Scheme::default());
    let article = Article {
        id: ArticleId(Uuid::from_u128(77)),
        metadata: Metadata::default(),
        line_endings: LineEndings::Lf,
        text: text.clone(),
        tokens: None,
        extra: Extra::new(),
    };
    let mut document = Document::new(article, Arc::clone(&scheme));
    for annotation in annotations {
        document.apply(Edit::PutAnnotation(Box::new(annotation))).unwrap();
    }
    for (idx, (from, relation_type, to)) in links.into_iter().enumerate() {
        let relation = Relation {
            id: RelationId(Uuid::from_u128(idx as u128 + 1)),
            relation_type: relation_type.into(),
            from,
            to,
            created: Timestamp::default(),
            modified: Timestamp::default(),
            extra: Extra::new(),
        };
        document.apply(Edit::PutRelation(Box::new(relation))).unwrap();
    }
    of(&scheme, vec![document])
}
