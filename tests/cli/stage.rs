//! A folder with files, and the command run in it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use tempfile::TempDir;
use verbatim::format::native::NativeJson;
use verbatim::format::{Codec, Collection, InFile, ReadOptions, read};
use verbatim::model::article::Metadata;
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;
use verbatim::model::id::ArticleId;

use crate::support::drawn::draw;
use crate::support::with_id;

/// The command.
pub const VERBATIM: &str = env!("CARGO_BIN_EXE_verbatim");

/// A folder of its own for each test.
pub struct Stage {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Stage {
    pub fn new() -> Stage {
        Stage { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// All files in the folder, by name; hidden ones too.
    pub fn files(&self) -> Vec<String> {
        let mut open = vec![self.folder.path().to_owned()];
        let mut files = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(self.folder.path()).unwrap();
                    files.push(name.to_str().unwrap().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }

    /// Runs the command with arguments parted by spaces.
    pub fn run(&self, arguments: &str) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs it with something on standard input.
    pub fn run_with(&self, arguments: &str, stdin: &str) -> Ran {
        self.run_bytes(arguments, stdin.as_bytes())
    }

    /// Runs it with something on standard input that may be no text.
    pub fn run_bytes(&self, arguments: &str, stdin: &[u8]) -> Ran {
        let mut child = Command::new(VERBATIM)
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads no standard input may have ended already.
        let _closed = child.stdin.take().unwrap().write_all(stdin);
        let output = child.wait_with_output().unwrap();
        Ran {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs it, and it must succeed.
    pub fn done(&self, arguments: &str) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.status, 0, "{arguments}: {ran:?}");
        ran
    }

    /// The articles in a file.
    pub fn articles(&self, codec: &dyn Codec, name: &str) -> Vec<Document> {
        let bytes = fs::read(self.path(name)).unwrap();
        let read = read(codec, &[InFile { name, bytes: &bytes }], &ReadOptions::default()).unwrap();
        assert_eq!(read.imported.warnings, []);
        read.imported.collection.documents
    }
}

/// Documents under one scheme.
pub fn collection(documents: Vec<Document>) -> Collection {
    let scheme = Arc::clone(documents[0].scheme());
    Collection { scheme, documents, extra: Extra::new() }
}

/// A native file of some documents.
pub fn native(documents: Vec<Document>) -> Vec<u8> {
    NativeJson.encode(&collection(documents))
}

/// Some articles with all that is hard: an emoji, a combining mark, another
/// script, nesting, crossing, fragments, a relation.
pub fn corpus() -> Vec<Document> {
    let drawings = [
        "
        |😀 Zoé: build flats.
           ^^^ 1 speaker
                ^^^^^^^^^^^ 2 proposal
        = r said_by 2 -> 1
        ",
        "
        |She said in old Wuzhen town.
         ^^^ 1 speaker
                     ^^^^^^^^^^^^^^^ 2 location
             ^^^^        ^^^^^^ 3 proposal
        ",
        "
        |一二三 שלום
         ^^ 1 location
          ^^ 2 location
             ^^^^ 3 speaker
        |Second line.
        ",
        "
        |No mark here.
        ",
    ];
    let numbered = drawings.iter().enumerate();
    numbered.map(|(idx, drawing)| titled(&draw(drawing), idx as u128 + 1)).collect()
}

/// The same content under another id, with a title.
pub fn titled(document: &Document, number: u128) -> Document {
    let mut document = with_id(document, ArticleId(uuid::Uuid::from_u128(number)));
    let title = format!("Article no. {number}");
    let metadata = Metadata { title, ..Metadata::default() };
    document.apply(Edit::SetMetadata(Box::new(metadata))).unwrap();
    document
}
