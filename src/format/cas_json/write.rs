//! An article as a CAS.

use serde_json::{Map, Value};

use super::cas::{Cas, CasOut, fields};
use super::declared::{ANNOTATION, Declared};
use super::foreign::{Kept, Lies};
use super::links::written_chains;
use super::marks::Names;
use super::{ARRAY, ARTICLE, FRAGMENT, MIME_TYPE, NO_LANGUAGE, SENTENCE, SOFA, TOKEN, VIEW};
use crate::format::fields::ArticleFields;
use crate::format::tokens::tokens_of;
use crate::format::{Options, SentenceRule, TokenRule, Tokens};
use crate::model::document::Document;
use crate::model::offset::TextRange;

/// The tokens and sentences that are written: those that the article came with, as
/// they are, unless others were chosen. These have no sentence end inside of an
/// annotation.
pub(super) fn tokens(document: &Document, options: &Options) -> Tokens {
    let article = document.article();
    let is_source =
        options.tokens == TokenRule::Source && options.sentences == SentenceRule::Source;
    match article.tokens.as_deref().filter(|_| is_source) {
        Some(source) => source.clone(),
        None => {
            let joined = document.annotations().map(|one| one.fragments.extent());
            tokens_of(article, options, joined)
        }
    }
}

/// The CAS of an article.
pub(super) fn cas(document: &Document, options: &Options) -> CasOut {
    let article = document.article();
    let text = &article.text;
    let kept = Kept::of_extra(&article.extra);
    let view = kept.view.clone().unwrap_or(VIEW.into());
    let mut cas = Cas::new(text, Declared::of(kept.types));
    let mut sofa = Map::new();
    sofa.insert("sofaNum".into(), 1.into());
    sofa.insert("sofaID".into(), view.clone().into());
    sofa.insert("mimeType".into(), kept.mime_type.unwrap_or(MIME_TYPE.into()).into());
    sofa.insert("sofaString".into(), text.as_str().into());
    cas.add(SOFA, None, sofa);
    let whole = TextRange::up_to(text.len());
    let mut known = fields(ArticleFields::of(article));
    known.insert("uuid".into(), article.id.to_string().into());
    cas.add(ARTICLE, Some(whole), known);
    for one in kept.structures {
        let mut features = one.features;
        let metadata = &article.metadata;
        if features.contains_key("documentTitle") {
            features.insert("documentTitle".into(), metadata.title.clone().into());
        }
        if features.get("language").is_some_and(Value::is_string) {
            let language = Some(metadata.language.as_str()).filter(|one| !one.is_empty());
            features.insert("language".into(), language.unwrap_or(NO_LANGUAGE).into());
        }
        let (above, range) = match one.lies {
            Lies::Nowhere => ("uima.cas.AnnotationBase", None),
            Lies::Start => (ANNOTATION, Some(TextRange::default())),
            Lies::Text => (ANNOTATION, Some(whole)),
        };
        cas.declare(&one.kind, above, &features);
        let id = cas.add(&one.kind, range, features);
        if range.is_none() {
            cas.lies_in_all(id);
        }
    }
    cas.others(kept.others);
    let tokens = tokens(document, options);
    let is_source = article.tokens.as_deref() == Some(&tokens);
    let said = |all: Vec<Map<String, Value>>, n: usize| {
        let all = Some(all).filter(|all| is_source && all.len() == n).unwrap_or_default();
        all.into_iter().chain(std::iter::repeat(Map::new()))
    };
    let of_sentences = said(kept.sentences, tokens.starts().len());
    for (sentence, features) in tokens.sentences().zip(of_sentences) {
        let range = sentence.iter().copied().reduce(TextRange::cover);
        cas.declare(SENTENCE, ANNOTATION, &features);
        cas.add(SENTENCE, range, features);
    }
    for (&token, features) in tokens.ranges().iter().zip(said(kept.tokens, tokens.ranges().len())) {
        cas.declare(TOKEN, ANNOTATION, &features);
        cas.add(TOKEN, Some(token), features);
    }
    let mut names = Names::of(document);
    let chains = written_chains(document, &mut names);
    cas.annotations(document, &names);
    let in_chains = cas.chains(document, &chains, &names);
    cas.relations(document, &in_chains, &names);
    cas.finish(view)
}

impl Cas<'_> {
    fn annotations(&mut self, document: &Document, names: &Names) {
        for annotation in document.annotations() {
            let kind = names.kind_of(annotation);
            self.declared.add_type(kind, ANNOTATION);
            let features = names.features(annotation, &self.declared);
            self.declare(kind, ANNOTATION, &features);
            let fragments = (annotation.fragments.count() > 1).then(|| {
                let ranges = annotation.fragments.ranges();
                let elements = ranges.map(|range| self.add(FRAGMENT, Some(range), Map::new()));
                let elements = elements.collect();
                self.declared.add(kind, "fragments", ARRAY);
                self.list(ARRAY, elements)
            });
            let id = self.add(kind, Some(annotation.fragments.extent()), features);
            if let Some(fragments) = fragments {
                self.refer(id, "@fragments", fragments);
            }
            self.ids.insert(annotation.id, id);
        }
    }
}
