//! What every codec is held against.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;
use verbatim::format::{
    self, Codec, Collection, InFile, Job, Loss, Losses, Options, OutFile, Outcome, Read,
    ReadOptions, SentenceRule, TokenRule, Written, difference,
};
use verbatim::model::document::Document;
use verbatim::model::extra::Extra;
use verbatim::model::scheme::Scheme;

use crate::support::arbitrary::{arb_document_with, arb_scheme};
use crate::support::corpus::corpus;

/// Up to three articles under one scheme.
pub fn arb_collection() -> impl Strategy<Value = Collection> {
    arb_scheme().prop_flat_map(|scheme| {
        let scheme = Arc::new(scheme);
        prop::collection::vec(arb_document_with(Arc::clone(&scheme)), 1..4)
            .prop_map(move |documents| of(&scheme, documents))
    })
}

/// A collection without unknown fields of its own.
pub fn of(scheme: &Arc<Scheme>, documents: Vec<Document>) -> Collection {
    Collection { scheme: Arc::clone(scheme), documents, extra: Extra::new() }
}

/// Every way a format can be written.
pub fn arb_options(codec: &'static dyn Codec) -> impl Strategy<Value = Options> {
    let variants = codec.format().variants.iter().map(|variant| variant.id);
    let variants: Vec<&str> = if variants.len() == 0 { vec![""] } else { variants.collect() };
    let tokens =
        prop::sample::select(vec![TokenRule::Source, TokenRule::Words, TokenRule::WhiteSpace]);
    let sentences = prop::sample::select(vec![
        SentenceRule::Source,
        SentenceRule::Sentences,
        SentenceRule::Lines,
    ]);
    (prop::sample::select(variants), tokens, sentences).prop_map(|(variant, tokens, sentences)| {
        Options { variant: variant.into(), tokens, sentences, ..Options::default() }
    })
}

/// Writes a collection into one file, or as few as the format allows.
pub fn written(codec: &dyn Codec, collection: &Collection, options: &Options) -> Written {
    let job = Job { options: options.clone(), stem: "all".into(), ..Job::default() };
    format::write(codec, collection, &job)
}

/// Reads what was written, whose unit is known.
pub fn read_back(codec: &dyn Codec, files: &[OutFile]) -> Read {
    let files: Vec<InFile<'_>> =
        files.iter().map(|file| InFile { name: &file.name, bytes: &file.bytes }).collect();
    let unit = Some(codec.format().offset_unit);
    let options = ReadOptions { unit, ..ReadOptions::default() };
    format::read(codec, &files, &options).expect("what was written can be read")
}

/// Holds a codec against a collection: what is fitted is fit, and what is
/// written reads back as it was, without a warning.
///
/// # Panics
/// If it does not.
pub fn assert_reads_back(codec: &dyn Codec, collection: &Collection, options: &Options) {
    let capacity = codec.capacity(options);
    let written = written(codec, collection, options);
    for document in &written.fitted {
        document.assert_invariants();
        let again = format::fit_into(codec, document, options);
        assert_eq!(&again.document, document, "fitting twice");
        let left = left_out(&again.losses);
        assert!(left.is_empty(), "fitted, and yet it loses {left:?}");
    }
    let files = &written.files;
    let read = read_back(codec, files);
    let show = || {
        let shown =
            |file: &OutFile| format!("{}: {}", file.name, String::from_utf8_lossy(&file.bytes));
        files.iter().map(shown).collect::<Vec<_>>().join("\n")
    };
    // A note says of something else than what is marked.
    let warnings = read.imported.warnings.iter().filter(|one| one.outcome != Outcome::Noted);
    let warnings: Vec<String> = warnings.map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{warnings:#?}\n{}", show());
    let documents = &read.imported.collection.documents;
    assert_eq!(documents.len(), written.fitted.len(), "\n{}", show());
    for (fitted, read) in written.fitted.iter().zip(documents) {
        read.assert_invariants();
        let difference = difference(fitted, read, &capacity);
        assert!(difference.is_none(), "{}\n{}", difference.unwrap_or_default(), show());
    }
}

/// Holds a codec against the corpus, in every way it can be written.
///
/// # Panics
/// If it does not hold.
pub fn assert_corpus_reads_back(codec: &dyn Codec) {
    let variants = codec.format().variants.iter().map(|variant| variant.id);
    for variant in variants.chain([""]) {
        let options = Options { variant: variant.into(), ..Options::default() };
        assert_reads_back(codec, &corpus(), &options);
    }
}

/// Losses but for those that every article has, which stand for no content.
fn left_out(losses: &Losses) -> Vec<&(Loss, usize)> {
    let always = [Loss::Ids, Loss::ArticleIds, Loss::WhiteSpace];
    losses.iter().filter(|(loss, _)| !always.contains(loss)).collect()
}

/// A file of the codec with some bytes changed, so that it is nearly one.
pub fn arb_damaged(codec: &'static dyn Codec) -> impl Strategy<Value = Vec<OutFile>> {
    let changes = prop::collection::vec((any::<Index>(), any::<Index>(), any::<u8>()), 1..5);
    (arb_collection(), arb_options(codec), changes).prop_map(
        move |(collection, options, changes)| {
            let mut files = written(codec, &collection, &options).files;
            for (file, at, byte) in changes {
                let n_files = files.len();
                let bytes = &mut files[file.index(n_files)].bytes;
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = if byte < 128 {
                        byte
                    } else {
                        b"{}[]\",:\n\t 0123456789"[usize::from(byte) % 20]
                    };
                }
            }
            files
        },
    )
}

/// Reads whatever bytes there are; all that counts is that it returns, and
/// that what it makes of them are documents.
pub fn read_any(codec: &dyn Codec, files: &[OutFile]) {
    let files: Vec<InFile<'_>> =
        files.iter().map(|file| InFile { name: &file.name, bytes: &file.bytes }).collect();
    if let Ok(read) = format::read(codec, &files, &ReadOptions::default()) {
        read.imported.collection.documents.iter().for_each(Document::assert_invariants);
    }
}

/// The tests that every codec has to pass.
macro_rules! held_against_everything {
    ($codec:expr) => {
        #[test]
        fn the_corpus_reads_back() {
            $crate::stage::assert_corpus_reads_back(&$codec);
        }

        proptest::proptest! {
            #[test]
            fn what_is_written_reads_back(
                collection in $crate::stage::arb_collection(),
                options in $crate::stage::arb_options(&$codec),
            ) {
                $crate::stage::assert_reads_back(&$codec, &collection, &options);
            }

            #[test]
            fn no_damage_makes_it_panic(files in $crate::stage::arb_damaged(&$codec)) {
                $crate::stage::read_any(&$codec, &files);
            }

            #[test]
            fn the_same_content_gives_the_same_bytes(
                collection in $crate::stage::arb_collection(),
                options in $crate::stage::arb_options(&$codec),
            ) {
                let once = $crate::stage::written(&$codec, &collection, &options);
                let twice = $crate::stage::written(&$codec, &collection, &options);
                proptest::prop_assert_eq!(once.files, twice.files);
            }
        }
    };
}
pub(crate) use held_against_everything;
