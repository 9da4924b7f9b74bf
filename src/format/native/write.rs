//! Writes a collection, in the key order that `docs/native-json.md` shows.
//!
//! Unit: code points, UTF-16 units and bytes, side by side.

use super::article::sha256;
use super::scheme_file::{SCHEME_FORMAT_NAME, SCHEME_HEADER};
use super::writer::Writer;
use super::{FORMAT_NAME, OFFSET_UNIT, VERSION};
use crate::format::units::{in_chars, in_utf16};
use crate::format::{Collection, Dataset};
use crate::model::annotation::{Annotation, Relation};
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::fragments::Fragment;
use crate::model::id::LabelId;
use crate::model::offset::{TextRange, TextSize};
use crate::model::scheme::{Label, RelationType, Scheme};
use crate::model::text::Text;
use crate::model::timestamp::format_date;
use crate::model::tokens::Tokens;

/// The articles stand in a list in an object.
const ARTICLES_DEPTH: usize = 2;

/// What the file says it was written by.
const GENERATOR: &str = concat!("verbatim ", env!("CARGO_PKG_VERSION"));

/// How many code points stand in `prefix` and `suffix`, at most.
const CONTEXT_CHARS: usize = 32;

/// The file of a collection.
pub(super) fn collection(collection: &Collection) -> Vec<u8> {
    let mut out = Vec::new();
    begin(&collection.scheme, &mut out);
    for (idx, document) in collection.documents.iter().enumerate() {
        article(document, idx == 0, &mut out);
    }
    end(&collection.extra, !collection.documents.is_empty(), &mut out);
    out
}

/// What stands before the first article.
pub(super) fn begin(scheme_of_all: &Scheme, to: &mut Vec<u8>) {
    let mut out = Writer::default();
    out.open(b'{');
    out.text_field("format", FORMAT_NAME);
    out.text_field("version", VERSION);
    out.text_field("generator", GENERATOR);
    out.text_field("offset_unit", OFFSET_UNIT);
    out.field("scheme");
    scheme(&mut out, scheme_of_all);
    out.field("articles");
    out.open(b'[');
    to.extend(out.so_far());
}

/// An article of the list.
pub(super) fn article(one: &Document, is_first: bool, to: &mut Vec<u8>) {
    let mut out = Writer::inside(ARTICLES_DEPTH, !is_first);
    out.item();
    document(&mut out, one);
    to.extend(out.so_far());
}

/// What stands behind the last article.
pub(super) fn end(extra: &Extra, has_articles: bool, to: &mut Vec<u8>) {
    let mut out = Writer::inside(ARTICLES_DEPTH, has_articles);
    out.close(b']');
    out.extra(extra);
    out.close(b'}');
    to.extend(out.finish());
}

/// An article on a line of its own, with its own header.
pub(super) fn line(one: &Document, format: &str, dataset: &Dataset<'_>, to: &mut Vec<u8>) {
    let mut out = Writer::line();
    out.open(b'{');
    out.text_field("format", format);
    out.text_field("version", VERSION);
    out.text_field("offset_unit", OFFSET_UNIT);
    article_fields(&mut out, one);
    out.field("scheme");
    scheme(&mut out, dataset.scheme);
    if !dataset.extra.is_empty() {
        out.field("collection");
        out.open(b'{');
        out.extra(dataset.extra);
        out.close(b'}');
    }
    out.close(b'}');
    to.extend(out.finish());
}

/// The file of a scheme without articles.
pub(super) fn scheme_file(scheme: &Scheme) -> Vec<u8> {
    let mut out = Writer::default();
    out.open(b'{');
    out.text_field("format", SCHEME_FORMAT_NAME);
    out.text_field("version", VERSION);
    out.text_field("generator", GENERATOR);
    let mut extra = scheme.extra.clone();
    extra.retain(|field, _| !SCHEME_HEADER.contains(&field.as_str()));
    scheme_fields(&mut out, scheme, &extra);
    out.close(b'}');
    out.finish()
}

fn scheme(out: &mut Writer, scheme: &Scheme) {
    out.open(b'{');
    scheme_fields(out, scheme, &scheme.extra);
    out.close(b'}');
}

fn scheme_fields(out: &mut Writer, scheme: &Scheme, extra: &Extra) {
    out.field("labels");
    list(out, &scheme.labels, label);
    out.field("relation_types");
    list(out, &scheme.relation_types, relation_type);
    guidelines(out, &scheme.guidelines);
    out.extra(extra);
}

fn label(out: &mut Writer, label: &Label) {
    out.open(b'{');
    out.text_field("id", label.id.as_str());
    out.text_field("name", &label.name);
    written_as(out, label.written_as.as_deref());
    out.optional_field("key", label.key.map(String::from).as_deref());
    out.text_field("color", &label.color);
    out.text_field("description", &label.description);
    guidelines(out, &label.guidelines);
    out.extra(&label.extra);
    out.close(b'}');
}

fn relation_type(out: &mut Writer, relation_type: &RelationType) {
    let label_id = |out: &mut Writer, id: &LabelId| out.text(id.as_str());
    out.open(b'{');
    out.text_field("id", relation_type.id.as_str());
    out.text_field("name", &relation_type.name);
    written_as(out, relation_type.written_as.as_deref());
    out.text_field("description", &relation_type.description);
    guidelines(out, &relation_type.guidelines);
    out.field("from");
    list(out, &relation_type.from, label_id);
    out.field("to");
    list(out, &relation_type.to, label_id);
    out.extra(&relation_type.extra);
    out.close(b'}');
}

/// Written only where it is not the id, which is so for most.
fn written_as(out: &mut Writer, name: Option<&str>) {
    if let Some(name) = name {
        out.text_field("written_as", name);
    }
}

/// Written only if there are any, because most schemes have none.
fn guidelines(out: &mut Writer, markdown: &str) {
    if !markdown.is_empty() {
        out.text_field("guidelines", markdown);
    }
}

fn document(out: &mut Writer, document: &Document) {
    out.open(b'{');
    article_fields(out, document);
    out.close(b'}');
}

fn article_fields(out: &mut Writer, document: &Document) {
    let article = document.article();
    let metadata = &article.metadata;
    let text = &article.text;
    out.text_field("id", &article.id.to_string());
    out.text_field("title", &metadata.title);
    out.optional_field("date", metadata.date.map(format_date).as_deref());
    out.text_field("source", &metadata.source);
    out.optional_field("url", metadata.url.as_deref());
    out.text_field("language", &metadata.language);
    out.text_field("line_endings", article.line_endings.as_str());
    out.text_field("text", text.as_str());
    out.text_field("text_sha256", &sha256(text.as_str()));
    out.number_field("n_chars", text.offsets().n_chars().0);
    if let Some(source) = &article.tokens {
        tokens(out, source, text);
    }
    out.field("annotations");
    list(out, document.annotations(), |out, it| annotation(out, it, text));
    out.field("relations");
    list(out, document.relations(), |out, it| relation(out, it));
    out.extra(&article.extra);
}

/// The tokens that an article came with, as pairs of offsets, and which of them
/// are the first of their sentences.
fn tokens(out: &mut Writer, tokens: &Tokens, text: &Text) {
    out.field("tokens");
    list(out, tokens.ranges(), |out, &range| {
        let (start, end) = in_chars(text, range);
        out.numbers(&[start, end]);
    });
    out.field("sentences");
    let starts: Vec<u32> = tokens.starts().iter().map(|&start| start as u32).collect();
    out.numbers(&starts);
}

fn annotation(out: &mut Writer, annotation: &Annotation, text: &Text) {
    out.open(b'{');
    out.text_field("id", &annotation.id.to_string());
    out.text_field("label", annotation.label.as_str());
    out.field("fragments");
    list(out, annotation.fragments.iter(), |out, it| fragment(out, it, text));
    out.text_field("note", &annotation.note);
    out.text_field("status", annotation.status.as_str());
    out.text_field("annotator", &annotation.annotator);
    out.text_field("created", &annotation.created.to_string());
    out.text_field("modified", &annotation.modified.to_string());
    out.text_field("origin", &annotation.origin);
    out.extra(&annotation.extra);
    out.close(b'}');
}

fn fragment(out: &mut Writer, fragment: &Fragment, text: &Text) {
    let range = fragment.range;
    let ((start, end), (start_utf16, end_utf16)) = (in_chars(text, range), in_utf16(text, range));
    out.open(b'{');
    out.number_field("start", start);
    out.number_field("end", end);
    out.number_field("start_utf16", start_utf16);
    out.number_field("end_utf16", end_utf16);
    out.number_field("start_byte", range.start().into());
    out.number_field("end_byte", range.end().into());
    out.text_field("quote", text.get(range).unwrap_or_default());
    out.text_field("prefix", prefix(text, range.start()));
    out.text_field("suffix", suffix(text, range.end()));
    out.extra(&fragment.extra);
    out.close(b'}');
}

fn relation(out: &mut Writer, relation: &Relation) {
    out.open(b'{');
    out.text_field("id", &relation.id.to_string());
    out.text_field("type", relation.relation_type.as_str());
    out.text_field("from", &relation.from.to_string());
    out.text_field("to", &relation.to.to_string());
    out.text_field("created", &relation.created.to_string());
    out.text_field("modified", &relation.modified.to_string());
    out.extra(&relation.extra);
    out.close(b'}');
}

/// The words before a fragment, without a character that is cut in two.
pub(in crate::format) fn prefix(text: &Text, end: TextSize) -> &str {
    let before = text.get(TextRange::up_to(end)).unwrap_or_default();
    let farthest = before.char_indices().rev().take(CONTEXT_CHARS).last().map_or(0, |(at, _)| at);
    let mut starts = before[farthest..].char_indices().map(|(at, _)| farthest + at);
    starts.find(|&at| text.is_grapheme_boundary(size(at))).map_or("", |at| &before[at..])
}

/// The words after a fragment, without a character that is cut in two.
pub(in crate::format) fn suffix(text: &Text, start: TextSize) -> &str {
    let after = text.get(TextRange::new(start, text.len())).unwrap_or_default();
    let farthest = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(at, _)| at);
    let mut ends = after[..farthest].char_indices().rev().map(|(at, c)| at + c.len_utf8());
    ends.find(|&at| text.is_grapheme_boundary(start + size(at))).map_or("", |at| &after[..at])
}

fn size(at: usize) -> TextSize {
    TextSize::from(at as u32)
}

fn list<T>(out: &mut Writer, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Writer, T)) {
    out.open(b'[');
    for item in items {
        out.item();
        write(out, item);
    }
    out.close(b']');
}
