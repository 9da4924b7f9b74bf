//! Native JSON read article by article, for files that are too long to be
//! read as a whole; and native JSON Lines, where each line is one whole
//! article with its own header and scheme.
//!
//! Unit: code points, as in all native JSON.
//!
//! Invariants: an article reads as it does in a whole file. Lines can be
//! shuffled, cut out and joined: none needs another one. Of a line, the
//! fields of the header are never the article's.

use std::sync::Arc;

use serde_json::Value;

use super::scheme::Names;
use super::{FIELDS, article, check_header, check_offset_unit, check_version, scheme, write};
use crate::format::Warnings;
use crate::format::describe::{kind, named};
use crate::format::ids::Ids;
use crate::format::incoming::json_from_text;
use crate::format::item::Item;
use crate::format::warning::FileLine;
use crate::format::{
    Capacity, Codec, Dataset, DraftOr, Drafts, FileProblem, Format, Framing, Loss, Losses,
    OffsetUnit, Options, Record,
};
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::scheme::Scheme;

/// An article that is yet to be read.
#[derive(Debug)]
pub struct NativeArticle {
    value: Value,
    /// The line of the file that it is or begins on, if that is known.
    pub(in crate::format) line: Option<FileLine>,
    /// What its file calls labels and relation types.
    pub(in crate::format) names: Arc<Names>,
}

impl NativeArticle {
    /// Reads it; `None` if it is left out.
    pub(in crate::format) fn read(
        &self,
        number: usize,
        names: &Names,
        ids: &mut Ids,
        warnings: &mut Warnings,
    ) -> Option<Document> {
        article::read(&self.value, (number, self.line), names, ids, warnings)
    }
}

/// Native JSON, article by article.
pub(super) struct NativeArticles;

impl Codec for NativeArticles {
    fn format(&self) -> &'static Format {
        &super::FORMAT
    }

    fn article(
        &self,
        document: &Document,
        number: usize,
        dataset: &Dataset<'_>,
        parts: &mut [Vec<u8>],
    ) {
        super::NativeJson.article(document, number, dataset, parts);
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        super::looks_native(text)
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: Some("articles") }
    }

    fn begins_with_shell(&self) -> bool {
        true
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        let value = json_from_text(record.text())?;
        // The shell was read first, and a file without one is refused.
        let names = drafts.names.clone().ok_or(FileProblem::NoArticles)?;
        drafts.articles.push(DraftOr::Native(Box::new(NativeArticle { value, line: None, names })));
        Ok(())
    }

    fn read_shell(&self, shell: &[u8], drafts: &mut Drafts) -> Result<(), FileProblem> {
        let text = crate::format::text_from_utf8(shell)?;
        let file = json_from_text(text)?;
        let item = Item::new(&file, FIELDS);
        let item = item.ok_or_else(|| FileProblem::NotObject { found: kind(&file) })?;
        check_header(&item)?;
        match item.get("articles") {
            Some(Value::Array(left)) if left.is_empty() => {}
            Some(Value::Array(_)) => {
                let said = "has several lists of “articles”, or one whose name is escaped";
                return Err(FileProblem::Other(said.into()));
            }
            _ => return Err(FileProblem::NoArticles),
        }
        let names = scheme::read(item.get("scheme"), &mut drafts.warnings);
        drafts.schemes.push(Scheme::clone(names.scheme()));
        drafts.names = Some(Arc::new(names));
        drafts.extra = item.extra();
        Ok(())
    }
}

/// The codec of native JSON Lines.
#[derive(Clone, Copy, Debug)]
pub struct NativeJsonl;

/// What is known of the format.
pub static JSONL_FORMAT: Format = Format {
    id: "verbatim-jsonl",
    name: "Verbatim JSON Lines",
    about: "Everything there is, one article a line, for line tools and large datasets.",
    parts: &["jsonl"],
    media_type: "application/jsonl",
    offset_unit: OffsetUnit::CodePoint,
    is_collection: true,
    is_read: true,
    variants: &[],
    capacity: Capacity::ALL,
};

/// The value of `format` in each line.
const ARTICLE_FORMAT_NAME: &str = "verbatim-article";

/// What stands in a line before the article.
pub(super) const LINE_HEADER: &[&str] =
    &["format", "version", "generator", "offset_unit", "scheme", "collection"];

/// Fields of an article that have the name of one of the header.
const HIDDEN: Loss = Loss::Other {
    is_of_work: false,
    one: "1 field from another program has the name of a field of the line: left out",
    more: "{n} fields from other programs have the names of fields of the line: left out",
};

impl Codec for NativeJsonl {
    fn format(&self) -> &'static Format {
        &JSONL_FORMAT
    }

    fn leaves_unit_open(&self) -> bool {
        false
    }

    fn adapt(&self, document: Document, _: &Options, losses: &mut Losses) -> Document {
        let is_hidden = |field: &str| LINE_HEADER.contains(&field);
        let n_hidden = document.article().extra.keys().filter(|field| is_hidden(field)).count();
        losses.add(HIDDEN, n_hidden);
        if n_hidden == 0 {
            return document;
        }
        let mut extra = document.article().extra.clone();
        extra.retain(|field, _| !is_hidden(field));
        with_article(&document, Article { extra, ..document.article().clone() })
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        write::line(document, ARTICLE_FORMAT_NAME, dataset, &mut parts[0]);
    }

    fn recognizes(&self, _name: &str, text: &str) -> bool {
        super::says_format(text, ARTICLE_FORMAT_NAME)
    }

    fn framing(&self) -> Framing {
        Framing::Json { list: None }
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        let value = json_from_text(record.text())?;
        let item = Item::new(&value, LINE_HEADER);
        let item = item.ok_or_else(|| FileProblem::NotObject { found: kind(&value) })?;
        match item.get("format") {
            Some(format) if format == ARTICLE_FORMAT_NAME => {}
            other => {
                let found = other.map_or("missing".into(), named);
                return Err(FileProblem::Other(format!(
                    "is no article: its “format” is {found}, not “{ARTICLE_FORMAT_NAME}”"
                )));
            }
        }
        check_version(&item)?;
        check_offset_unit(&item)?;
        let names = Arc::new(scheme::read(item.get("scheme"), &mut drafts.warnings));
        if let Some(fields) = item.get("collection").and_then(Value::as_object) {
            drafts.extra.extend(fields.clone());
        }
        let value = match value {
            Value::Object(mut fields) => {
                fields.retain(|field, _| !LINE_HEADER.contains(&field.as_str()));
                Value::Object(fields)
            }
            other => other,
        };
        drafts.articles.push(DraftOr::Native(Box::new(NativeArticle { value, line: None, names })));
        Ok(())
    }
}

/// What is marked in a document, in the same text with other fields.
fn with_article(document: &Document, article: Article) -> Document {
    let mut changed = Document::new(article, Arc::clone(document.scheme()));
    let annotations = document.annotations();
    let annotations = annotations.map(|one| Edit::PutAnnotation(Box::new((**one).clone())));
    let relations = document.relations().into_iter();
    let relations = relations.map(|one| Edit::PutRelation(Box::new((**one).clone())));
    let put = changed.apply(Edit::Batch(annotations.chain(relations).collect()));
    // It is the same text and the same scheme.
    debug_assert!(put.is_ok(), "{put:?}");
    changed
}
