//! The packed classes of all characters are what `unicode-segmentation` does.
//!
//! A class is known by what it does: a character has the class of that one of
//! its representatives which parts every probe alike. So the tables follow
//! from the crate's behaviour alone. After an update of the crate,
//! `UPDATE_TABLES=1 cargo test --test model tables` writes them anew.

use std::fs;
use std::path::Path;

use super::{Boundaries, reference_graphemes, reference_sentences, reference_words};

/// Stands between probes: for every kind of boundary the end of a line.
const SEPARATOR: char = '\u{2028}';

/// How to tell the classes of one kind of boundary.
struct Kind {
    boundaries: Boundaries,
    /// For each class, in the order of its numbers, characters that do all
    /// that the class does.
    classes: &'static [&'static str],
    /// Two characters are of one class if they part these alike, put for `*`.
    probes: &'static [&'static str],
}

const GRAPHEMES: Kind = Kind {
    boundaries: reference_graphemes,
    classes: &[
        "a",
        "\r\n\0",
        "\u{200c}",
        "\u{300}",
        "\u{94d}",
        "\u{200d}",
        "\u{903}",
        "\u{600}",
        "\u{915}",
        "\u{1100}",
        "\u{1160}",
        "\u{11a8}",
        "\u{ac00}\u{ac01}",
        "\u{1f1e6}",
        "©",
    ],
    probes: &[
        "\r*\n",
        "a*a",
        "\u{1100}*\u{1160}",
        "\u{1160}*\u{11a8}",
        "\u{1f1e6}*",
        "©\u{200d}*",
        "©*©",
        "©*\u{200d}©",
        "\u{915}*\u{915}",
        "\u{915}*\u{94d}\u{915}",
        "\u{915}\u{94d}*",
    ],
};

const WORDS: Kind = Kind {
    boundaries: reference_words,
    classes: &[
        "!©",
        "\r\n\u{2028}",
        "\u{300}\u{ad}\u{200d}",
        "\u{30a2}",
        "\u{5d0}",
        "a",
        "'",
        "\"",
        ".",
        ":",
        ",",
        "0",
        "_",
        "\u{1f1e6}",
        " ",
    ],
    probes: &[
        "\r*\n",
        "!*\u{300}",
        "a*a",
        "0*0",
        "a*",
        "a.*",
        "ア*",
        "א*",
        "א*א",
        "א\"*",
        "\u{1f1e6}*",
        " *",
    ],
};

const SENTENCES: Kind = Kind {
    boundaries: reference_sentences,
    classes: &[
        "\u{1}",
        "\r\n\u{2028}",
        "\u{300}\u{ad}",
        " ",
        "a",
        "A",
        "\u{5d0}",
        "0",
        ".",
        "!",
        ")",
        ",",
    ],
    probes: &["\r*\n", "!*A", "! *A", "!*)", "\u{1}*A", "\u{1}*0", "A.*", ". *a", ". *"],
};

impl Kind {
    /// How a character parts the probes: a bit for every place.
    fn behaviour(&self, character: char) -> u128 {
        let mut text = String::new();
        for probe in self.probes {
            let (before, after) = probe.split_once('*').unwrap();
            text.push_str(before);
            text.push(character);
            text.push_str(after);
            text.push(SEPARATOR);
        }
        let boundaries = (self.boundaries)(&text);
        let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]).enumerate();
        let mut behaviour = 0;
        for boundary in boundaries {
            let place = places.find(|&(_, at)| at == boundary).unwrap().0;
            assert!(place < 128, "there are too many probes");
            behaviour |= 1 << place;
        }
        behaviour
    }

    /// The class of every character, by number; surrogates have those of the
    /// character before them.
    fn class_of_all(&self) -> Vec<u8> {
        let mut known: Vec<(u128, u8)> = Vec::new();
        for (class, representatives) in self.classes.iter().enumerate() {
            for character in representatives.chars() {
                let behaviour = self.behaviour(character);
                let class = class as u8;
                let clash = known.iter().find(|known| known.0 == behaviour && known.1 != class);
                assert_eq!(clash, None, "{character:?} and class {class} do the same");
                known.push((behaviour, class));
            }
        }
        let mut classes = Vec::new();
        for code in 0..=u32::from(char::MAX) {
            let Some(character) = char::from_u32(code) else {
                classes.push(*classes.last().unwrap());
                continue;
            };
            let behaviour = self.behaviour(character);
            let at = known.iter().position(|known| known.0 == behaviour);
            let at = at.unwrap_or_else(|| panic!("U+{code:04X} is of no known class"));
            classes.push(known[at].1);
            // What was asked for last is often asked for next.
            known.swap(0, at);
        }
        classes
    }
}

/// The bytes of a table: see `src/model/segmentation/tables.rs`.
fn packed(classes: &[u8]) -> Vec<u8> {
    let runs: Vec<&[u8]> = classes.chunk_by(|a, b| a == b).collect();
    let mut packed = (runs.len() as u16).to_le_bytes().to_vec();
    packed.extend(runs.iter().map(|run| run[0]));
    for run in runs {
        let mut len = run.len();
        while len >= 0x80 {
            packed.push(len as u8 | 0x80);
            len >>= 7;
        }
        packed.push(len as u8);
    }
    packed
}

fn check(name: &str, classes: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model/segmentation").join(name);
    let packed = packed(classes);
    if std::env::var_os("UPDATE_TABLES").is_some() {
        fs::write(&path, &packed).unwrap();
    }
    let is_same = fs::read(&path).unwrap() == packed;
    assert!(is_same, "{name} is not what the crate does; UPDATE_TABLES=1 writes it anew");
}

#[test]
fn the_table_of_characters_and_words_is_what_the_crate_does() {
    let (graphemes, words) = (GRAPHEMES.class_of_all(), WORDS.class_of_all());
    let both: Vec<u8> = graphemes.iter().zip(words).map(|(low, high)| low | high << 4).collect();
    check("breaks.bin", &both);
}

#[test]
fn the_table_of_sentences_is_what_the_crate_does() {
    check("sentences.bin", &SENTENCES.class_of_all());
}

#[test]
fn the_crate_is_of_the_version_of_unicode_that_the_docs_name() {
    assert_eq!(unicode_segmentation::UNICODE_VERSION, (17, 0, 0));
}
