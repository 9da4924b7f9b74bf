//! What `--help` says at length, and what is made of it: manual pages and
//! completions.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Outcome;
use super::args::Cli;
use super::output::print;
use super::trouble::{Trouble, with_path};

/// What a status means.
pub(super) const STATUSES: &str = "\
Exit status: 0 for success, 1 for problems that were found or datasets that differ, \
2 for what could not be done.";

/// Of the command as a whole.
pub(super) const MAIN: &str = "\
Files are read as streams: however many articles there are, only one is in memory at a time. \
Standard input is kept in a temporary file meanwhile.

Formats are guessed where they are not said: NAME.FORMAT.json says it; else the content tells of \
what is read, and an extension that only one format has of what is written. .json and .jsonl \
alone are written as Verbatim’s own.

Examples:
  verbatim convert articles.json -o articles.pubannotation.json
  verbatim validate articles.json
  verbatim stats articles.json
  verbatim split articles.json -o parts/
  verbatim diff mine.json yours.json

Exit status:
  0  success
  1  problems were found, or the datasets differ
  2  what was asked for could not be done
  130  it was interrupted";

/// Of `convert`.
pub(super) const CONVERT: &str = "\
What the other format can’t hold is split, widened or left out, and printed on standard error \
with its counts, as are warnings of what did not fit in what was read, and a balance. A file or \
a record that can’t be read at all is named, the others are written, and the exit status is 1; \
so it is if of all that is marked nothing could be read.

Files are written under other names first and get their own when all are whole. A file that is \
there is overwritten only with --force. A zip archive is read as a folder is.

Examples:
  verbatim convert articles.json -o articles.jsonl
  verbatim convert folder/ --from pubannotation -o all.json
  verbatim convert articles.zip -o all.json
  verbatim convert articles.json --to pubannotation --one-per-article -o folder/
  verbatim convert articles.json --label speaker,location --status sure -o some.json
  verbatim convert articles.json --dev 10 --test 10 --seed 7 -o parts/ --to verbatim-json
  verbatim convert old.json --map PER=speaker --map LOC=location -o new.json
  curl -s https://example.org/a.json | verbatim convert - --to verbatim-jsonl | wc -l

Exit status:
  0  written
  1  a file, a record or all that is marked can’t be read, the rest is written; or with --strict:
     something did not fit, so nothing was written
  2  it could not be done";

/// Of `validate`.
pub(super) const VALIDATE: &str = "\
The report is one JSON object: `problems`, each with its file, its place, a sentence and what \
becomes of it when the file is read; then what was counted. `valid` says whether there are none.

Examples:
  verbatim validate articles.json
  verbatim validate folder/ --from pubannotation | jq '.problems[].problem'
  verbatim validate --quiet articles.json && echo good

Exit status:
  0  no problem
  1  problems were found
  2  a file can’t be read at all";

/// Of `stats`.
pub(super) const STATS: &str = "\
Characters are Unicode code points. An annotation overlaps if it shares a character with \
another one.

Examples:
  verbatim stats articles.json
  verbatim stats folder/ --json | jq .annotations.by_label

Exit status:
  0  counted
  1  a file or a record can’t be read at all, the others are counted
  2  it could not be done";

/// Of `split`.
pub(super) const SPLIT: &str = "\
An article is in one part as a whole, and articles with the same text are in the same one. The \
same articles, shares and seed give the same parts, in whatever order the articles come. Without \
shares it is 80, 10 and 10.

Examples:
  verbatim split articles.json -o parts/
  verbatim split articles.json --train 70 --dev 15 --test 15 --seed 7 -o parts/
  verbatim split articles.json --test 20 --to pubannotation -o parts/

Exit status:
  0  written
  1  a file or a record can’t be read at all, the others are written; or with --strict: something
     did not fit, so nothing was written
  2  it could not be done";

/// Of `diff`.
pub(super) const DIFF: &str = "\
Articles are the same if they have the same id, else if they have the same text; of several with \
the same text, those of which the least differs. Annotations are the same if they have the same \
id, else if they have the same label and place; then the same place, then the same label and a \
place that overlaps. What is only in B has a +, what is only in A a -, what changed a ~. Offsets \
are Unicode code points.

Compared are: title (unless it is made of the name of a file), date, source, url, language, text, \
tokens and sentences; label, boundary, note, status and annotator; type and ends; and what only \
one format knows, such as attributes, events and features, each by its own name; to be ignored, \
all of these are called foreign. Tokens, sentences and foreign fields are compared only if both \
datasets are of the same format, or both of Verbatim’s own. Labels and types go by their names in \
the files. Not compared are ids, times, origins, line ends, the scheme’s colours, keys and \
guidelines, and what is said of a file as a whole.

Examples:
  verbatim diff before.json after.json
  verbatim diff mine.json yours.pubannotation.json --json | jq .counts
  verbatim diff ann.json ben.json --ignore annotator,note
  verbatim diff --quiet a.json b.json || echo they differ

Exit status:
  0  no difference
  1  they differ
  2  it could not be done, or a file or a record can’t be read at all, so that it can’t be told";

/// Of `completions`.
pub(super) const COMPLETIONS: &str = "\
Examples:
  verbatim completions bash > ~/.local/share/bash-completion/completions/verbatim
  verbatim completions zsh > ~/.zfunc/_verbatim
  verbatim completions fish > ~/.config/fish/completions/verbatim.fish";

/// Of `man`.
pub(super) const MAN: &str = "\
Examples:
  verbatim man | man -l -
  verbatim man --output ~/.local/share/man/man1";

/// Prints a script that completes the command in a shell.
pub(super) fn completions(shell: Shell) -> Result<Outcome, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "verbatim", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

/// Prints the manual page, or writes one for each command to a folder.
pub(super) fn man(folder: Option<&Path>) -> Result<Outcome, Trouble> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        let man = clap_mangen::Man::new(Cli::command());
        man.render(&mut page).map_err(Trouble::Stdout)?;
        print(&String::from_utf8_lossy(&page))?;
        return Ok(Outcome::Done);
    };
    fs::create_dir_all(folder).map_err(with_path(folder))?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(with_path(folder))?;
    Ok(Outcome::Done)
}
