//! CoNLL-2003: a token a line with its tag, a blank line behind each sentence,
//! `-DOCSTART-` before each article.
//! Source: Tjong Kim Sang and De Meulder, Introduction to the CoNLL-2003 Shared
//! Task, <https://aclanthology.org/W03-0419/>.
//!
//! Unit: tokens; the format has no offsets and no white space. When a file is
//! read, one space stands between two tokens, one line feed between sentences,
//! unless comments have the text of sentences, as in CoNLL-U.
//!
//! # Invariants
//! No token that is written has a character in it that Python's `str.split`
//! parts at: white space that carries a combining mark goes, the information
//! separators U+001C to U+001F become U+001A. Only lines before an article
//! begin with `-DOCSTART-`.

mod adapt;
mod columns;
mod made;
mod read;
mod recognize;
mod rows;
mod write;

use super::{
    Capacity, Codec, Dataset, Drafts, FileProblem, Format, Framing, Losses, NamesHeld, OffsetUnit,
    Options, Record, TextHeld, Variant, has_extension,
};
use crate::model::document::Document;

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
        labels: NamesHeld::InTags { spaces: false },
        any_ends: false,
        tokens: true,
        sentences: true,
        ..Capacity::SPANS
    },
};

/// What the first line of an article begins with.
const DOCSTART: &str = "-DOCSTART-";

/// How the names of such files end.
const EXTENSIONS: &[&str] = &[
    "conll",
    "conllu",
    "conllup",
    "conllx",
    "conll02",
    "conll03",
    "conll2000",
    "conll2002",
    "conll2003",
    "bio",
    "bio2",
    "iob",
    "iob1",
    "iob2",
    "ioe1",
    "ioe2",
    "iobes",
    "bioes",
    "bieos",
    "bilou",
    "bioul",
    "biluo",
    "bmes",
    "bmeso",
    "bmoes",
];

impl Codec for Conll {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn adapt(&self, document: Document, options: &Options, losses: &mut Losses) -> Document {
        adapt::adapt(document, options, losses)
    }

    fn article(&self, document: &Document, _: usize, dataset: &Dataset<'_>, parts: &mut [Vec<u8>]) {
        let variant = FORMAT.variant(dataset.options);
        write::article(document, variant, dataset.options, &mut parts[0]);
    }

    fn recognizes(&self, name: &str, text: &str) -> bool {
        text.trim_start().starts_with(DOCSTART)
            || EXTENSIONS.iter().any(|extension| has_extension(name, extension))
            || recognize::looks_like_it(text)
    }

    fn framing(&self) -> Framing {
        Framing::Documents
    }

    fn read(&self, record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
        read::read(record, drafts)
    }
}
