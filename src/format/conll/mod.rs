//! CoNLL-2003: a token a line with its tag, a blank line behind each sentence,
//! `-DOCSTART-` before each article.
//! Source: Tjong Kim Sang and De Meulder, Introduction to the CoNLL-2003 Shared
//! Task, <https://aclanthology.org/W03-0419/>.
//!
//! Unit: tokens; the format has no offsets and no white space. When a file is
//! read, one space stands between two tokens, one line feed between sentences.
//!
//! # Invariants
//! No token that is written has a character in it that Python's `str.split`
//! parts at: white space that carries a combining mark goes, the information
//! separators U+001C to U+001F become U+001A. Only lines before an article
//! begin with `-DOCSTART-`.

mod columns;
mod read;
mod write;

use std::sync::Arc;

use super::{
    Capacity, Codec, Dataset, Drafts, FileProblem, Format, Framing, Loss, Losses, NamesHeld,
    OffsetUnit, Options, Record, TextHeld, Variant, has_extension,
};
use crate::model::annotation::Annotation;
use crate::model::article::Article;
use crate::model::document::Document;
use crate::model::edit::Edit;
use crate::model::fragments::Fragments;
use crate::model::text::Text;

/// The codec of CoNLL-2003.
#[derive(Clone, Copy, Debug)]
pub struct Conll;

/// What is known of the format.
pub static FORMAT: Format = Format {
    id: "conll",
    name: "CoNLL-2003",
    about: "A token a line with its tag, for taggers and their scorers.",
    parts: &["conll"],
    media_type: "text/plain",
    offset_unit: OffsetUnit::Token,
    is_collection: true,
    is_read: true,
    variants: &[
        Variant { id: "iob2", name: "IOB2, token and tag" },
        Variant { id: "iob2-4", name: "IOB2, four columns" },
        Variant { id: "iob1", name: "IOB1, token and tag" },
        Variant { id: "iob1-4", name: "IOB1, four columns" },
        Variant { id: "iobes", name: "IOBES, token and tag" },
        Variant { id: "iobes-4", name: "IOBES, four columns" },
    ],
    capacity: Capacity {
        text: TextHeld::Tokens,
        labels: NamesHeld::NoSpaces,
        any_ends: false,
        ..Capacity::SPANS
    },
};

/// What the first line of an article begins with.
const DOCSTART: &str = "-DOCSTART-";

/// How the names of such files end.
const EXTENSIONS: &[&str] =
    &["conll", "conllu", "bio", "iob", "iob1", "iob2", "iobes", "bioes", "bilou"];

impl Codec for Conll {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, _: &Options, losses: &mut Losses) -> Document {
        adapt(document, losses)
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        let variant = FORMAT.variant(dataset.options);
        write::article(document, variant, dataset.options, &mut parts[0]);
    }

    fn recognizes(&self, name: &str, text: &str) -> bool {
        text.trim_start().starts_with(DOCSTART)
            || EXTENSIONS.iter().any(|extension| has_extension(name, extension))
    }

    fn framing(&self) -> Framing {
        Framing::Documents
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::read(record, drafts)
    }
}

/// Replaces what would be read as something else, byte for byte, so that all
/// annotations stay where they are.
fn adapt(document: Document, losses: &mut Losses) -> Document {
    const SEPARATORS: Loss = Loss::Other {
        is_of_work: false,
        one: "1 control character that programs take for a space: written as U+001A",
        more: "{n} control characters that programs take for spaces: written as U+001A",
    };
    const DOCSTARTS: Loss = Loss::Other {
        is_of_work: false,
        one: "1 “-DOCSTART-” in a text: written in small letters",
        more: "{n} times “-DOCSTART-” in a text: written in small letters",
    };
    let is_separator = |c: char| ('\u{1c}'..='\u{1f}').contains(&c);
    let article = document.article();
    let text = article.text.as_str();
    let n_separators = text.matches(is_separator).count();
    let n_docstarts = text.matches(DOCSTART).count();
    if n_separators + n_docstarts == 0 {
        return document;
    }
    let replaced = text.replace(is_separator, "\u{1a}").replace(DOCSTART, &DOCSTART.to_lowercase());
    // As long as the old one, and no more blank.
    let Ok((text, _)) = Text::from_original(&replaced) else { return document };
    losses.add(SEPARATORS, n_separators);
    losses.add(DOCSTARTS, n_docstarts);
    let article = Article { text: text.clone(), ..article.clone() };
    let mut adapted = Document::new(article, Arc::clone(document.scheme()));
    for annotation in document.annotations() {
        let fragments = Fragments::new(&text, annotation.fragments.iter().cloned().collect());
        if let Ok(fragments) = fragments {
            let annotation = Annotation { fragments, ..Annotation::clone(annotation) };
            let put = adapted.apply(Edit::PutAnnotation(Box::new(annotation)));
            debug_assert!(put.is_ok(), "{put:?}");
        }
    }
    adapted
}
