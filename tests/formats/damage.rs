//! A short run of the fuzz targets: files of the corpus, damaged in the same
//! ways each time.

use std::path::Path;

use verbatim::format::{self, CODECS, Codec, Job, Options};

use crate::support::corpus::corpus;
use crate::support::fuzzing::{cases, fixtures, read_any};

/// What is dropped into a case: signs that mean something somewhere, and
/// numbers at the ends of what fits.
const SIGNS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    ",",
    ":",
    "\n",
    "\r\n",
    "\t",
    " ",
    "|",
    "#",
    "\0",
    "\u{feff}",
    "-1",
    "0",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "1e400",
    "null",
    "true",
    "[[]]",
    "\\ud83d",
    "\u{2028}",
    "😀",
    "e\u{301}",
    "-DOCSTART-",
    "B-",
    "I-x",
    "T1",
    "_",
    "*[1]",
    ";",
];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

fn damage(case: &mut Vec<u8>, dice: &mut Dice) {
    let (a, b) = (dice.below(case.len()), dice.below(case.len()));
    let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 40));
    match dice.below(6) {
        0 => drop(case.drain(start..end)),
        1 => case.truncate(start.max(1)),
        2 => {
            let again = case[start..end].to_vec();
            case.splice(end..end, again);
        }
        3 => {
            // A digit becomes another.
            let digits: Vec<usize> =
                (0..case.len()).filter(|&at| case[at].is_ascii_digit()).collect();
            if let Some(&at) = digits.get(dice.below(digits.len())) {
                case[at] = b'0' + dice.below(10) as u8;
            }
        }
        _ => {
            let sign = SIGNS[dice.below(SIGNS.len())].bytes();
            case.splice(start..end.min(start + dice.below(3)), sign);
        }
    }
}

fn seeds(codec: &dyn Codec) -> Vec<Vec<u8>> {
    let variants = codec.format().variants.iter().map(|variant| variant.id);
    let variants: Vec<&str> = if variants.len() == 0 { vec![""] } else { variants.collect() };
    let written = variants.into_iter().flat_map(|variant| {
        let options = Options { variant: variant.into(), ..Options::default() };
        let job = Job { options, one_per_article: true, stem: "all".into(), ..Job::default() };
        cases(codec, &format::write(codec, &corpus(), &job).files)
    });
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    written.chain(fixtures(codec, &folder)).collect()
}

#[test]
fn no_damage_to_the_corpus_makes_a_codec_panic() {
    for codec in CODECS.iter().filter(|codec| codec.format().is_read) {
        let mut dice = Dice(42);
        let seeds = seeds(*codec);
        for n in 0..400 {
            let mut case = seeds[n % seeds.len()].clone();
            for _ in 0..1 + dice.below(4) {
                damage(&mut case, &mut dice);
            }
            read_any(*codec, &case);
        }
    }
}

#[test]
fn every_format_that_is_read_has_a_fuzz_target() {
    let manifest = include_str!("../../fuzz/Cargo.toml");
    for codec in CODECS.iter().filter(|codec| codec.format().is_read) {
        let id = codec.format().id;
        assert!(manifest.contains(&format!("name = \"{id}\"")), "{id} has no target in fuzz/");
    }
}
