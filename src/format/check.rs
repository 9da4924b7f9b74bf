//! Whether what was written reads back as what was meant: no file leaves
//! before that is known.

use serde_json::Value;

use super::capacity::{Capacity, TextHeld};
use crate::model::annotation::{Annotation, Relation};
use crate::model::document::Document;
use crate::model::extra::Extra;
use crate::model::id::AnnotationId;
use crate::model::offset::TextRange;
use crate::model::scheme::{Label, RelationType, Scheme};
use crate::model::text::Text;
use crate::model::tokens::Tokens;

/// Where a document that was read is not the one that was fitted, in as far
/// as the format can hold it; `None` if it is.
pub fn difference(fitted: &Document, read: &Document, capacity: &Capacity) -> Option<String> {
    let view = |document: &Document| View::of(document, capacity);
    let (fitted, read) = (view(fitted), view(read));
    if fitted.text != read.text {
        return Some(format!("the text {:?} became {:?}", fitted.text, read.text));
    }
    if let Some(tokens) = &fitted.tokens {
        let Some(found) = &read.tokens else { return Some("its tokens were lost".into()) };
        if tokens.words != found.words {
            return Some("its tokens became others".into());
        }
        if tokens.starts.len() > 1 && tokens.starts != found.starts {
            return Some("its sentences became others".into());
        }
    }
    if fitted.article != read.article {
        return Some(format!("the article {} became {}", fitted.article, read.article));
    }
    if fitted.items == read.items {
        return None;
    }
    let missing = |one: &View, other: &View| {
        one.items.iter().find(|item| other.items.binary_search(item).is_err()).cloned()
    };
    let lost = missing(&fitted, &read).map(|item| format!("{item} was lost"));
    let new = || missing(&read, &fitted).map(|item| format!("{item} was not there"));
    lost.or_else(new).or_else(|| Some("something is there more than once".into()))
}

/// All that a format can hold of a document, in words that can be compared.
struct View {
    text: String,
    /// The tokens that it came with; what had none may come back with some.
    tokens: Option<TokensView>,
    article: String,
    items: Vec<String>,
}

struct TokensView {
    /// Each token with how much stands before it.
    words: Vec<String>,
    /// The first of each sentence, if the format has sentences; what was one
    /// sentence may come back as several.
    starts: Vec<usize>,
}

impl View {
    fn of(document: &Document, capacity: &Capacity) -> View {
        let article = document.article();
        let text = &article.text;
        let ink = Ink::of(text.as_str());
        let id = if capacity.article_ids { article.id.to_string() } else { String::new() };
        let mut items: Vec<String> = document
            .annotations()
            .map(|one| annotation_view(one, document.scheme(), text, &ink, capacity))
            .collect();
        items.extend(
            document.relations().iter().map(|one| relation_view(one, document, &ink, capacity)),
        );
        // Without ids, those that coincide may change places.
        items.sort();
        let words = |is_held: bool, words: String| if is_held { words } else { String::new() };
        let article = [
            id,
            words(capacity.titles, article.metadata.title.clone()),
            words(capacity.metadata, {
                let mut metadata = article.metadata.clone();
                metadata.title.clear();
                format!("{metadata:?}")
            }),
            words(capacity.line_endings, article.line_endings.as_str().into()),
            words(capacity.unknown, extra_view(&article.extra)),
        ];
        let source = document.article().tokens.as_deref().filter(|_| capacity.tokens);
        View {
            text: text_view(text.as_str(), capacity),
            tokens: source.map(|tokens| tokens_view(tokens, text, &ink, capacity)),
            article: format!("{article:?}"),
            items,
        }
    }
}

fn text_view(words: &str, capacity: &Capacity) -> String {
    match capacity.text {
        TextHeld::Exact => words.into(),
        TextHeld::Tokens => words.split_whitespace().collect(),
    }
}

fn tokens_view(tokens: &Tokens, text: &Text, ink: &Ink<'_>, capacity: &Capacity) -> TokensView {
    let view = |range: &TextRange| {
        let n_before = ink.n_before(usize::from(range.start()));
        format!("{n_before} {:?}", text_view(text.get(*range).unwrap_or_default(), capacity))
    };
    let starts = if capacity.sentences { tokens.starts().to_vec() } else { Vec::new() };
    TokensView { words: tokens.ranges().iter().map(view).collect(), starts }
}

/// The label as files of other programs have it.
fn label_of<'a>(annotation: &'a Annotation, scheme: &'a Scheme) -> &'a str {
    let label = scheme.label(&annotation.label);
    label.map_or(annotation.label.as_str(), Label::in_files)
}

fn annotation_view(
    annotation: &Annotation,
    scheme: &Scheme,
    text: &Text,
    ink: &Ink<'_>,
    capacity: &Capacity,
) -> String {
    let mut view = format!(
        "{} on {}",
        label_of(annotation, scheme),
        place_view(annotation, text, ink, capacity)
    );
    if capacity.ids {
        view += &format!(", id {}", annotation.id);
    }
    if capacity.notes {
        view += &format!(", note {:?}", annotation.note);
    }
    if capacity.statuses {
        view += &format!(", {}", annotation.status.as_str());
    }
    if capacity.annotators {
        view += &format!(", by {:?}", annotation.annotator);
    }
    if capacity.times {
        view += &format!(", {} to {}", annotation.created, annotation.modified);
    }
    if capacity.origins {
        view += &format!(", from {:?}", annotation.origin);
    }
    if capacity.unknown {
        view += &format!(", {}", extra_view(&annotation.extra));
        for fragment in annotation.fragments.iter() {
            view += &format!(", {}", extra_view(&fragment.extra));
        }
    }
    view
}

fn relation_view(
    relation: &Relation,
    document: &Document,
    ink: &Ink<'_>,
    capacity: &Capacity,
) -> String {
    let (text, scheme) = (&document.article().text, document.scheme());
    let relation_type = scheme.relation_type(&relation.relation_type);
    let relation_type =
        relation_type.map_or(relation.relation_type.as_str(), RelationType::in_files);
    let end = |id: AnnotationId| {
        let annotation = document.annotation(id);
        let view = |one: &Annotation| {
            format!("{} {}", label_of(one, scheme), place_view(one, text, ink, capacity))
        };
        annotation.map(|one| view(one)).unwrap_or_default()
    };
    let mut view = format!("{relation_type} from {} to {}", end(relation.from), end(relation.to));
    if capacity.ids {
        view += &format!(", id {} from {} to {}", relation.id, relation.from, relation.to);
    }
    if capacity.times {
        view += &format!(", {} to {}", relation.created, relation.modified);
    }
    if capacity.unknown {
        view += &format!(", {}", extra_view(&relation.extra));
    }
    view
}

/// Unknown fields; in what order those of an object stand says nothing.
fn extra_view(extra: &Extra) -> String {
    let fields = extra.iter().map(|(name, value)| format!("{name:?}: {}", value_view(value)));
    fields.collect::<Vec<_>>().join(", ")
}

fn value_view(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(value_view).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Object(fields) => {
            let field = |(name, value)| format!("{name:?}: {}", value_view(value));
            let mut fields: Vec<String> = fields.iter().map(field).collect();
            fields.sort();
            format!("{{{}}}", fields.join(", "))
        }
        plain => plain.to_string(),
    }
}

/// How many characters that are no white space stand before a place: counted once,
/// in steps; to count from the start for each annotation takes minutes.
struct Ink<'a> {
    text: &'a str,
    /// Before each step.
    counts: Vec<usize>,
}

/// The bytes from one count to the next.
const STEP: usize = 1024;

impl Ink<'_> {
    fn of(text: &str) -> Ink<'_> {
        let (mut counts, mut n) = (Vec::with_capacity(text.len() / STEP + 1), 0);
        for (place, c) in text.char_indices() {
            while counts.len() * STEP <= place {
                counts.push(n);
            }
            n += usize::from(!c.is_whitespace());
        }
        while counts.len() * STEP <= text.len() {
            counts.push(n);
        }
        Ink { text, counts }
    }

    fn n_before(&self, place: usize) -> usize {
        let step = place / STEP;
        let from = (step * STEP..place).find(|&at| self.text.is_char_boundary(at));
        let rest = self.text.get(from.unwrap_or(place)..place).unwrap_or_default();
        self.counts[step] + rest.chars().filter(|c| !c.is_whitespace()).count()
    }
}

fn place_view(annotation: &Annotation, text: &Text, ink: &Ink<'_>, capacity: &Capacity) -> String {
    let fragments = annotation.fragments.ranges().map(|range| {
        let words = text_view(text.get(range).unwrap_or_default(), capacity);
        match capacity.text {
            TextHeld::Exact => format!("{range:?} {words:?}"),
            TextHeld::Tokens => {
                let n_before = ink.n_before(usize::from(range.start()));
                format!("{n_before} {words:?}")
            }
        }
    });
    fragments.collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_is_counted_as_from_the_start() {
        let text = "é 東\u{3000}a😀\n b".repeat(300);
        let ink = Ink::of(&text);
        for (place, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let counted = text[..place].chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(ink.n_before(place), counted, "before {place}");
        }
        assert_eq!(Ink::of("").n_before(0), 0);
    }
}
