//! Tokens and sentences that an article came with go out as they came, from each
//! format of tokens into each.

use verbatim::format::{
    self, CODECS, Codec, Collection, InFile, Loss, Options, ReadOptions, SentenceRule, TokenRule,
    codec_of,
};

use crate::stage::{read_back, written};

const PRODIGY: &str = include_str!("../fixtures/cases/10-prodigy-tokens.jsonl");
const CONLL: &str = include_str!("../fixtures/cases/10-conll-tokens.conll");
const SPACY: &str = "{\"text\":\"Go AL-AIN. 1996-12-06!\",\"ents\":[{\"start\":3,\"end\":9,\
    \"label\":\"LOC\"}],\"sents\":[{\"start\":0,\"end\":10},{\"start\":11,\"end\":22}],\
    \"tokens\":[{\"id\":0,\"start\":0,\"end\":2},{\"id\":1,\"start\":3,\"end\":9},\
    {\"id\":2,\"start\":9,\"end\":10},{\"id\":3,\"start\":11,\"end\":21},\
    {\"id\":4,\"start\":21,\"end\":22}],\"spans\":{}}";

fn read(name: &str, words: &str) -> Collection {
    let codec = codec_of(name, words).unwrap();
    let files = [InFile { name, bytes: words.as_bytes() }];
    format::read(codec, &files, &ReadOptions::default()).unwrap().imported.collection
}

/// The tokens of each sentence of the first article.
fn sentences(collection: &Collection) -> Vec<Vec<String>> {
    let article = collection.documents[0].article();
    let tokens = article.tokens.as_deref().unwrap();
    let words = |sentence: &[_]| {
        sentence.iter().map(|&token| article.text.get(token).unwrap().to_owned()).collect()
    };
    tokens.sentences().map(words).collect()
}

fn codecs_of_tokens() -> impl Iterator<Item = &'static dyn Codec> {
    let holds = |codec: &&dyn Codec| codec.format().is_read && codec.format().capacity.tokens;
    CODECS.iter().copied().filter(holds)
}

#[test]
fn tokens_go_out_as_they_came() {
    let cases: [(&str, &str, &[&[&str]]); 3] = [
        ("a.jsonl", PRODIGY, &[&["Jr.", "ca", "n’t"]]),
        ("a.conll", CONLL, &[&["AL-AIN", "1996-12-06"]]),
        ("a.jsonl", SPACY, &[&["Go", "AL-AIN", "."], &["1996-12-06", "!"]]),
    ];
    let ids: Vec<&str> = codecs_of_tokens().map(|codec| codec.format().id).collect();
    for id in ["conll", "hf", "prodigy", "spacy"] {
        assert!(ids.contains(&id), "{id}");
    }
    for (name, words, expected) in cases {
        let collection = read(name, words);
        assert_eq!(sentences(&collection), expected);
        for codec in codecs_of_tokens() {
            let out = written(codec, &collection, &Options::default());
            let back = read_back(codec, &out.files).imported.collection;
            let id = codec.format().id;
            if codec.format().capacity.sentences {
                assert_eq!(sentences(&back), expected, "{id}");
            } else {
                assert_eq!(sentences(&back), [expected.concat()], "{id}");
                let n = out.losses.count(&Loss::SourceSentences);
                assert_eq!(n, usize::from(expected.len() > 1), "{id}");
            }
            assert_eq!(out.losses.count(&Loss::Tokens), 0, "{id}");
        }
    }
}

#[test]
fn other_tokens_are_a_choice_and_counted() {
    let collection = read("a.conll", CONLL);
    for codec in codecs_of_tokens().filter(|codec| !codec.format().capacity.scheme) {
        let options = Options { tokens: TokenRule::Words, ..Options::default() };
        let out = written(codec, &collection, &options);
        let id = codec.format().id;
        assert_eq!(out.losses.count(&Loss::Tokens), 2, "{id}");
        let back = read_back(codec, &out.files).imported.collection;
        let expected = ["AL", "-", "AIN", "1996", "-", "12", "-", "06"];
        assert_eq!(sentences(&back).concat(), expected, "{id}");
    }
    let collection = read("a.jsonl", SPACY);
    let options = Options { sentences: SentenceRule::Lines, ..Options::default() };
    for codec in codecs_of_tokens().filter(|codec| !codec.format().capacity.scheme) {
        let out = written(codec, &collection, &options);
        let holds = codec.format().capacity.sentences;
        assert_eq!(out.losses.count(&Loss::Sentences), if holds { 2 } else { 0 });
        let back = read_back(codec, &out.files).imported.collection;
        assert_eq!(sentences(&back), [["Go", "AL-AIN", ".", "1996-12-06", "!"]]);
    }
}

fn said(codec: &str, collection: &Collection) -> (Vec<Vec<String>>, Vec<String>) {
    let codec = format::codec(codec).unwrap();
    let out = written(codec, collection, &Options::default());
    let back = read_back(codec, &out.files).imported.collection;
    (sentences(&back), out.losses.sentences())
}

#[test]
fn what_can_not_be_as_it_came_is_counted() {
    // An annotation that ends inside a token cuts it, or is widened to it.
    let cut = PRODIGY.replace("\"end\":3,\"token_start\"", "\"end\":2,\"token_start\"");
    let collection = read("a.jsonl", &cut);
    let loss = "1 token that came with its article: cut where an annotation ends inside it";
    for id in ["prodigy", "spacy"] {
        let (tokens, losses) = said(id, &collection);
        assert_eq!(tokens, [["Jr", ".", "ca", "n’t"]], "{id}");
        assert!(losses.iter().any(|one| one == loss), "{id} {losses:?}");
    }
    for id in ["conll", "hf"] {
        let (tokens, losses) = said(id, &collection);
        assert_eq!(tokens, [["Jr.", "ca", "n’t"]], "{id}");
        let widened = "1 annotation ends inside a token: widened to whole tokens";
        assert!(losses.iter().any(|one| one == widened), "{id} {losses:?}");
    }
    // A sentence that ends inside an annotation.
    let over = SPACY.replace("\"start\":3,\"end\":9,\"label\"", "\"start\":3,\"end\":21,\"label\"");
    let (tokens, losses) = said("conll", &read("a.jsonl", &over));
    assert_eq!(tokens, [["Go", "AL-AIN", ".", "1996-12-06", "!"]]);
    let joined = "1 sentence that came with its article: one with the sentence before it";
    assert!(losses.iter().any(|one| one.starts_with(joined)), "{losses:?}");
    let (tokens, _) = said("spacy", &read("a.jsonl", &over));
    assert_eq!(tokens.len(), 2);
    // White space in a token.
    let wide = "{\"tokens\":[\"New York\",\"is\"],\"ner_tags\":[\"B-LOC\",\"O\"]}";
    let (tokens, losses) = said("conll", &read("a.jsonl", wide));
    assert_eq!(tokens, [["New", "York", "is"]]);
    let loss = "1 token that came with white space in it: written without, as several if need be";
    assert!(losses.iter().any(|one| one == loss), "{losses:?}");
    assert_eq!(said("hf", &read("a.jsonl", wide)).0, [["New York", "is"]]);
}
