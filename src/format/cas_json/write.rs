//! An article as a CAS.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ARRAY, ARTICLE, FRAGMENT, RELATION, SENTENCE, SOFA, SPAN, TOKEN};
use crate::format::Options;
use crate::format::fields::{
    AnnotationFields, ArticleFields, OF_ANNOTATIONS, OF_ARTICLES, OF_RELATIONS, TimeFields,
};
use crate::format::tokens::tokens_of;
use crate::format::units::in_utf16;
use crate::model::document::Document;
use crate::model::id::AnnotationId;
use crate::model::offset::TextRange;
use crate::model::text::Text;

/// The id of the text.
const SOFA_ID: usize = 1;
const VIEW: &str = "_InitialView";

#[derive(Serialize)]
pub(super) struct CasOut<'a> {
    #[serde(rename = "%TYPES")]
    types: BTreeMap<&'static str, TypeOut>,
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: Vec<StructureOut<'a>>,
    #[serde(rename = "%VIEWS")]
    views: BTreeMap<&'static str, ViewOut>,
}

#[derive(Serialize)]
struct TypeOut {
    #[serde(rename = "%NAME")]
    name: &'static str,
    #[serde(rename = "%SUPER_TYPE")]
    super_type: &'static str,
    #[serde(flatten)]
    features: BTreeMap<&'static str, FeatureOut>,
}

#[derive(Serialize)]
struct FeatureOut {
    #[serde(rename = "%NAME")]
    name: &'static str,
    #[serde(rename = "%RANGE")]
    range: &'static str,
    #[serde(rename = "%ELEMENT_TYPE", skip_serializing_if = "Option::is_none")]
    element_type: Option<&'static str>,
}

#[derive(Serialize)]
struct ViewOut {
    #[serde(rename = "%SOFA")]
    sofa: usize,
    #[serde(rename = "%MEMBERS")]
    members: Vec<usize>,
}

#[derive(Serialize)]
struct StructureOut<'a> {
    #[serde(rename = "%ID")]
    id: usize,
    #[serde(rename = "%TYPE")]
    kind: &'static str,
    #[serde(flatten)]
    place: Option<PlaceOut>,
    #[serde(flatten)]
    features: FeaturesOut<'a>,
}

#[derive(Serialize)]
struct PlaceOut {
    #[serde(rename = "@sofa")]
    sofa: usize,
    begin: u32,
    end: u32,
}

#[derive(Serialize)]
#[serde(untagged)]
enum FeaturesOut<'a> {
    Sofa {
        #[serde(rename = "sofaNum")]
        number: usize,
        #[serde(rename = "sofaID")]
        id: &'static str,
        #[serde(rename = "mimeType")]
        mime_type: &'static str,
        #[serde(rename = "sofaString")]
        text: &'a str,
    },
    Article {
        uuid: String,
        #[serde(flatten)]
        known: ArticleFields<'a>,
    },
    Span {
        label: &'a str,
        uuid: String,
        #[serde(skip_serializing_if = "str::is_empty")]
        note: &'a str,
        #[serde(flatten)]
        known: AnnotationFields<'a>,
        #[serde(rename = "@fragments", skip_serializing_if = "Option::is_none")]
        fragments: Option<usize>,
    },
    Relation {
        label: &'a str,
        uuid: String,
        #[serde(rename = "@Governor")]
        governor: usize,
        #[serde(rename = "@Dependent")]
        dependent: usize,
        #[serde(flatten)]
        times: TimeFields,
    },
    Array {
        #[serde(rename = "%ELEMENTS")]
        elements: Vec<usize>,
    },
    None {},
}

/// The CAS of an article.
pub(super) fn cas<'a>(document: &'a Document, options: &Options) -> CasOut<'a> {
    let article = document.article();
    let text = &article.text;
    let whole = TextRange::up_to(text.len());
    let mut cas = Cas { text, structures: Vec::new(), members: Vec::new() };
    let sofa =
        FeaturesOut::Sofa { number: 1, id: VIEW, mime_type: "text/plain", text: text.as_str() };
    cas.add(SOFA, None, sofa);
    let known = ArticleFields::of(article);
    cas.add(ARTICLE, Some(whole), FeaturesOut::Article { uuid: article.id.to_string(), known });
    let joined = document.annotations().map(|one| one.fragments.extent());
    let tokens = tokens_of(article, options, joined);
    for sentence in tokens.sentences() {
        let range = sentence.iter().copied().reduce(TextRange::cover);
        cas.add(SENTENCE, range, FeaturesOut::None {});
    }
    for &token in tokens.ranges() {
        cas.add(TOKEN, Some(token), FeaturesOut::None {});
    }
    let mut ids: BTreeMap<AnnotationId, (usize, TextRange)> = BTreeMap::new();
    for annotation in document.annotations() {
        let fragments = (annotation.fragments.count() > 1).then(|| {
            let ranges = annotation.fragments.ranges();
            let elements = ranges.map(|range| cas.add(FRAGMENT, Some(range), FeaturesOut::None {}));
            let elements = elements.collect();
            cas.add(ARRAY, None, FeaturesOut::Array { elements })
        });
        let range = annotation.fragments.extent();
        let span = FeaturesOut::Span {
            label: annotation.label.as_str(),
            uuid: annotation.id.to_string(),
            note: &annotation.note,
            known: AnnotationFields::of(annotation),
            fragments,
        };
        ids.insert(annotation.id, (cas.add(SPAN, Some(range), span), range));
    }
    for relation in document.relations() {
        // Both ends are there. As in INCEpTION, it lies where its dependent does.
        let (Some(&(governor, _)), Some(&(dependent, range))) =
            (ids.get(&relation.from), ids.get(&relation.to))
        else {
            continue;
        };
        let label = relation.relation_type.as_str();
        let (uuid, times) = (relation.id.to_string(), TimeFields::of_relation(relation));
        let relation = FeaturesOut::Relation { label, uuid, governor, dependent, times };
        cas.add(RELATION, Some(range), relation);
    }
    let view = ViewOut { sofa: SOFA_ID, members: cas.members };
    CasOut { types: types(), structures: cas.structures, views: BTreeMap::from([(VIEW, view)]) }
}

/// A CAS in the making.
struct Cas<'a> {
    text: &'a Text,
    structures: Vec<StructureOut<'a>>,
    members: Vec<usize>,
}

impl<'a> Cas<'a> {
    /// Adds a feature structure, in the view if it lies in the text.
    fn add(
        &mut self,
        kind: &'static str,
        range: Option<TextRange>,
        features: FeaturesOut<'a>,
    ) -> usize {
        let id = self.structures.len() + 1;
        let place = range.map(|range| {
            let (begin, end) = in_utf16(self.text, range);
            PlaceOut { sofa: SOFA_ID, begin, end }
        });
        if place.is_some() {
            self.members.push(id);
        }
        self.structures.push(StructureOut { id, kind, place, features });
        id
    }
}

/// The types, which the file brings along.
fn types() -> BTreeMap<&'static str, TypeOut> {
    const STRING: &str = "uima.cas.String";
    const ANNOTATION: &str = "uima.tcas.Annotation";
    let feature = |name, range, element_type| (name, FeatureOut { name, range, element_type });
    let strings = |names: &[&'static str]| -> Vec<(&'static str, FeatureOut)> {
        names.iter().map(|&name| feature(name, STRING, None)).collect()
    };
    let mut of_span = strings(&[&["label", "uuid", "note"], OF_ANNOTATIONS].concat());
    of_span.push(feature("fragments", ARRAY, Some(FRAGMENT)));
    let mut of_relation = strings(&[&["label", "uuid"], OF_RELATIONS].concat());
    of_relation.push(feature("Governor", ANNOTATION, None));
    of_relation.push(feature("Dependent", ANNOTATION, None));
    let types = [
        (ARTICLE, strings(&[&["uuid"], OF_ARTICLES].concat())),
        (SPAN, of_span),
        (FRAGMENT, Vec::new()),
        (RELATION, of_relation),
        (SENTENCE, Vec::new()),
        (TOKEN, Vec::new()),
    ];
    let one = |(name, features): (&'static str, Vec<_>)| {
        let features = features.into_iter().collect();
        (name, TypeOut { name, super_type: ANNOTATION, features })
    };
    types.into_iter().map(one).collect()
}
