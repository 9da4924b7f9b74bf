//! What came in, sorted by what it is to be read as.
//!
//! Nothing is read here but what tells one format from another.

use std::collections::BTreeSet;

use crate::format::bundle::{is_bundle, unpack};
use crate::format::{
    CODECS, Codec, Dataset, Options, TEXT_EXTENSION, check_text, codec, codecs_of, has_extension,
    stem,
};
use crate::model::extra::Extra;
use crate::model::scheme::Scheme;

/// A file that came in, or a pasted text, which has no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What files are to be read as.
#[derive(Clone, Copy)]
pub enum Kind {
    /// An article each, of plain text.
    Text,
    /// Verbatim files; also what is JSON and of no known format, so that its
    /// reader says what is wrong.
    Native,
    /// Files of one dataset.
    Dataset(&'static dyn Codec),
}

/// Files to be read as one kind.
pub struct Set {
    pub kind: Kind,
    pub files: Vec<File>,
}

/// All that came in.
#[derive(Default)]
pub struct Arrived {
    pub sets: Vec<Set>,
    /// What could not even be sorted, a sentence each.
    pub errors: Vec<String>,
    /// Some file is of no known format, though its name says that it is data.
    pub is_unsure: bool,
    /// What some file may be as well: nothing in it tells.
    pub also: BTreeSet<&'static str>,
}

/// The id of native JSON.
pub const NATIVE: &str = "verbatim-json";

/// How plain text is named where a format is chosen.
pub const TEXT: &str = "text";

/// Unpacks and sorts files. `wanted` is the id of a format that all are to be
/// read as, [`TEXT`], or empty for what each looks like.
pub fn sorted(files: Vec<File>, wanted: &str) -> Arrived {
    let mut arrived = Arrived::default();
    let mut unpacked = Vec::with_capacity(files.len());
    for file in files {
        if let Some(what) = no_text(&file.bytes) {
            arrived.errors.push(format!("“{}” {what}. Nothing was imported.", file.name));
            continue;
        }
        if !is_bundle(&file.bytes) {
            unpacked.push(file);
            continue;
        }
        match unpack(&file.name, &file.bytes) {
            Ok(inside) if inside.is_empty() => {
                arrived.errors.push(format!("“{}” has no file in it.", file.name));
            }
            Ok(inside) if inside.iter().any(|one| is_of_document(&one.name)) => {
                let name = &file.name;
                arrived.errors.push(format!(
                    "“{name}” is of a word processor, a spreadsheet or an e-book reader; save it \
                     there as plain text in UTF-8, or as CSV, and import that. Nothing was imported."
                ));
            }
            Ok(inside) => unpacked
                .extend(inside.into_iter().map(|one| File { name: one.name, bytes: one.bytes })),
            Err(error) => arrived.errors.push(error.to_string()),
        }
    }
    let names: BTreeSet<String> = unpacked.iter().map(|file| file.name.clone()).collect();
    for file in unpacked {
        match check_text(&file.name, &file.bytes) {
            // The annotations of an article may be an empty file.
            Err(_) if file.bytes.is_empty() && of_parts(&file.name, &names).is_some() => {}
            Err(error) => {
                arrived.errors.push(error.to_string());
                continue;
            }
            Ok(()) => {}
        }
        let kind = kind_of(&file, wanted, &names, &mut arrived.is_unsure, &mut arrived.also);
        if let Kind::Dataset(codec) = kind
            && let Some(lacking) = lacking(codec, &file.name, &names)
        {
            let name = &file.name;
            arrived.errors.push(format!("“{name}” needs “{lacking}” beside it; it was left out."));
            continue;
        }
        arrived.put(kind, file);
    }
    arrived.part_companions();
    arrived.pair_texts();
    arrived
}

impl Arrived {
    fn put(&mut self, kind: Kind, file: File) {
        let id = kind.id();
        // Each Verbatim file is a library of its own, each text an article.
        let is_dataset = matches!(kind, Kind::Dataset(_));
        match self.sets.iter_mut().find(|set| is_dataset && set.kind.id() == id) {
            Some(set) => set.files.push(file),
            None => self.sets.push(Set { kind, files: vec![file] }),
        }
    }

    /// A text that lies beside a file of the same name, which may lack its own,
    /// goes with it.
    fn pair_texts(&mut self) {
        let base = |name: &str| name.rsplit_once('.').map_or(name, |(base, _)| base).to_owned();
        let lacks = |set: &Set| set.kind.dataset().is_some_and(|codec| codec.reads_text_beside());
        for idx in 0..self.sets.len() {
            if !lacks(&self.sets[idx]) {
                continue;
            }
            let names: BTreeSet<String> =
                self.sets[idx].files.iter().map(|file| base(&file.name)).collect();
            let mut texts = Vec::new();
            for set in self.sets.iter_mut().filter(|set| matches!(set.kind, Kind::Text)) {
                let is_beside = |file: &mut File| {
                    has_extension(&file.name, TEXT_EXTENSION) && names.contains(&base(&file.name))
                };
                texts.extend(set.files.extract_if(.., is_beside));
            }
            self.sets[idx].files.extend(texts);
        }
        self.sets.retain(|set| !set.files.is_empty());
    }

    /// What goes along with a dataset, such as the settings of a program, has
    /// no articles: it goes to the dataset, or nowhere if that needs it not.
    fn part_companions(&mut self) {
        let base = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        for codec in self.sets.iter().filter_map(|set| set.kind.dataset()).collect::<Vec<_>>() {
            let names = companions_of(codec);
            let mut along = Vec::new();
            for set in self.sets.iter_mut() {
                let is_own = |name: &str| codec.is_companion(name) || names.contains(&base(name));
                let all = std::mem::take(&mut set.files);
                let (out, rest) = all.into_iter().partition(|file| is_own(&file.name));
                set.files = rest;
                along.extend::<Vec<File>>(out);
            }
            along.retain(|file| codec.is_companion(&file.name));
            let of_codec = |set: &&mut Set| set.kind.id() == codec.format().id;
            if let Some(set) = self.sets.iter_mut().find(of_codec) {
                set.files.extend(along);
            }
        }
        self.sets.retain(|set| !set.files.is_empty());
    }
}

impl Kind {
    /// The id of its format.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Text => TEXT,
            Kind::Native => NATIVE,
            Kind::Dataset(codec) => codec.format().id,
        }
    }

    fn dataset(self) -> Option<&'static dyn Codec> {
        match self {
            Kind::Dataset(codec) => Some(codec),
            Kind::Text | Kind::Native => None,
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "plain text",
            Kind::Native => codec(NATIVE).map_or("", |codec| codec.format().name),
            Kind::Dataset(codec) => codec.format().name,
        }
    }
}

/// What a file is that is known by its first bytes, and is no text.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 6] = [
        (b"%PDF-", "is a PDF; save its text as plain text in UTF-8, and import that"),
        (b"\x89PNG", "is a picture, and has no text"),
        (b"\xff\xd8\xff", "is a picture, and has no text"),
        (b"GIF8", "is a picture, and has no text"),
        (b"\xd0\xcf\x11\xe0", "is of an old office program; save it there as plain text in UTF-8"),
        (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    ];
    KNOWN.iter().find(|(first, _)| bytes.starts_with(first)).map(|&(_, what)| what)
}

/// Whether an archive with such a file is a document of another program.
fn is_of_document(name: &str) -> bool {
    matches!(name, "[Content_Types].xml" | "META-INF/manifest.xml" | "META-INF/container.xml")
}

fn kind_of(
    file: &File,
    wanted: &str,
    names: &BTreeSet<String>,
    is_unsure: &mut bool,
    also: &mut BTreeSet<&'static str>,
) -> Kind {
    let of_codec = |codec: &'static dyn Codec| match codec.format().id {
        NATIVE => Kind::Native,
        _ => Kind::Dataset(codec),
    };
    if wanted == TEXT {
        return Kind::Text;
    }
    if let Some(codec) = codec(wanted) {
        return of_codec(codec);
    }
    // An article in several files is known by their names.
    if let Some(codec) = of_parts(&file.name, names) {
        return Kind::Dataset(codec);
    }
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let codecs = codecs_of(&file.name, text);
    if let [codec, others @ ..] = codecs.as_slice() {
        also.extend(others.iter().map(|other| other.format().name));
        return of_codec(*codec);
    }
    if has_extension(&file.name, "json") {
        return Kind::Native;
    }
    // What a program wrote is hardly meant as prose.
    *is_unsure |=
        ["xml", "html", "htm", "xmi", "rtf"].iter().any(|one| has_extension(&file.name, one));
    *is_unsure |= CODECS.iter().any(|codec| {
        let is_data = |part: &str| part != "txt" && has_extension(&file.name, part);
        codec.format().is_read && codec.format().parts.iter().any(|part| is_data(part))
    });
    Kind::Text
}

/// The format of which a file is one of several parts, all of an article, that
/// came in together.
fn of_parts(name: &str, names: &BTreeSet<String>) -> Option<&'static dyn Codec> {
    CODECS.iter().copied().find(|codec| {
        let is_there = |part: &&str| names.contains(&sibling(name, part));
        // The first has the text; of the others, one is enough.
        codec.format().is_read
            && codec.parts_read().split_first().is_some_and(|(first, others)| {
                codec.parts_read().iter().any(|part| has_extension(name, part))
                    && is_there(first)
                    && others.iter().any(is_there)
            })
    })
}

/// The first part of an article, which has its text, if that did not come.
fn lacking(codec: &dyn Codec, name: &str, names: &BTreeSet<String>) -> Option<String> {
    let parts = codec.parts_read();
    let is_other = parts.iter().skip(1).any(|part| has_extension(name, part));
    let first = sibling(name, parts.first()?);
    (is_other && !names.contains(&first)).then_some(first)
}

/// A file's name with another extension.
fn sibling(name: &str, extension: &str) -> String {
    let whole = name.rsplit_once('.').map_or(name, |(whole, _)| whole);
    format!("{whole}.{extension}")
}

/// The names of what goes along with a dataset, however it is written.
fn companions_of(codec: &dyn Codec) -> Vec<String> {
    let (scheme, extra) = (Scheme::default(), Extra::default());
    let variants = codec.format().variants.iter().map(|variant| variant.id);
    let mut names = Vec::new();
    for variant in variants.chain([""]) {
        let options = Options { variant: variant.into(), ..Options::default() };
        let dataset = Dataset { scheme: &scheme, extra: &extra, options: &options };
        names.extend(codec.companions(&dataset).into_iter().map(|file| file.name));
    }
    names
}

/// The title of an article that has none but the name of its file.
pub fn title_of(name: &str) -> &str {
    stem(name)
}
