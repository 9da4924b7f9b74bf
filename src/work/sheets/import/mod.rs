//! What came in by button, by drop or by paste becomes articles. What can't be
//! read is said, and nothing on screen changes.
//!
//! Of datasets, and where something is open, a sheet tells before anything is
//! written what the files were taken for, and asks: what they are, what their
//! offsets count, what becomes of new labels. The files then come once more,
//! with the answers. Plain texts and Verbatim files come in at once.

mod arrived;
mod question;
mod reading;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::report::list_of;
use super::scheme::page_keys;
use super::{Answer, draw};
use crate::format::{Balance, MAX_WARNINGS, Warnings};
use crate::model::id::ArticleId;
use crate::model::scheme::{Label, Scheme};
use crate::model::scheme_edit::{IsTaken, Palette};
use crate::storage::arrivals::{Arrival, Fate, records_of};
use crate::storage::change::to_texts;
use crate::work::library_change::Trial;
use crate::work::progress::{Part, Progress, over};
use crate::work::sheet::{Request, Step, Steps};

pub use arrived::{File, sorted};
pub use question::formats;
pub use reading::{Made, made_of};

use arrived::Kind;
use question::{new_labels, new_types};

/// At most this many new labels are named in a notice.
const MAX_NAMED: usize = 5;

const READING: Part = Part { doing: "Reading", number: 0, of: 2 };
const TAKING_IN: Part = Part { doing: "Taking in", number: 1, of: 2 };

pub fn answer(request: &Request, progress: &mut Progress<'_>) -> Answer {
    progress.with_cancel();
    if request.sheet == "import" && request.act == "import" {
        progress.in_its_own_sheet("Import");
    }
    let mut trial = Trial::open(&request.records);
    let scheme = Arc::clone(trial.library.scheme());
    let (files, pasted, mut problems) = files_of(request);
    let arrived = sorted(files, request.field("as"));
    let mut sets: Vec<(Kind, Made)> = Vec::new();
    let mut n_seen = 0;
    for set in &arrived.sets {
        let options = question::options_of(request, set.kind.id(), &scheme);
        let made = made_of(set, &options, &mut || {
            n_seen += 1;
            // How many articles there are is known only when all are read.
            progress.at(READING, n_seen, 0);
        });
        sets.push((set.kind, made));
    }
    let is_open = |(kind, made): &(Kind, Made)| {
        matches!(kind, Kind::Dataset(_))
            || made.question.is_some()
            || !new_labels(made, &scheme).is_empty()
            || !new_types(made, &scheme).is_empty()
    };
    let asks = match request.act.as_str() {
        "import/as" => true,
        "import/go" => false,
        _ => arrived.is_unsure || sets.iter().any(is_open),
    };
    if asks {
        let html = question::sheet(request, &arrived, &sets, &scheme, pasted.as_deref());
        // What was being read is read.
        let mut steps = vec![draw("Import", html), Step::Tell(String::new())];
        steps.extend(problems.into_iter().map(Step::Refuse));
        return Ok(steps.into());
    }
    problems.extend(arrived.errors);
    let mut arrivals = Arrivals { errors: problems, ..Arrivals::default() };
    let is_text = sets.iter().all(|(kind, _)| matches!(kind, Kind::Text));
    let n = sets.iter().map(|(_, made)| made.documents.len()).sum();
    for (kind, mut made) in sets {
        if let Some(new) = &mut made.scheme {
            let is_foreign = matches!(kind, Kind::Dataset(_));
            dress(new, trial.library.scheme(), is_foreign, &page_keys::used(&request.records));
        }
        arrivals.take(made, &mut trial, &mut |n_done| progress.at(TAKING_IN, n_done, n));
    }
    let closes = match request.act.as_str() {
        // The sheet that tells how far it is.
        "import" => progress.was_told(),
        act => act.starts_with("import/") && arrivals.first.is_some(),
    };
    let ids = std::mem::take(&mut arrivals.ids);
    let added = std::mem::take(&mut arrivals.added);
    let instead: Vec<ArticleId> =
        request.field("instead").split(' ').filter_map(|id| id.parse().ok()).collect();
    let mut steps = arrivals.told(&trial, closes, progress);
    if steps.steps.contains(&Step::Write) {
        // What it was taken for first goes, unless somebody has worked on it.
        let is_left = |id: &&ArticleId| !ids.contains(id) && trial.is_untouched(**id);
        steps.steps.extend(instead.iter().filter(is_left).map(|&id| Step::Delete(id)));
        if is_text && request.field("as").is_empty() {
            // Whatever was here before is not for this to replace.
            let added: Vec<String> = added.iter().map(ToString::to_string).collect();
            steps.steps.push(Step::ReadAs(added.join(" ")));
        }
    }
    Ok(steps)
}

/// The files, the pasted text, and what could not be read. In the form stands,
/// for each file, its name as `file` and then how many of the bytes are its own
/// as `size`, or why it could not be read as `problem`. A pasted text is
/// `text`, or `pasted`, as JSON, when it comes once more.
fn files_of(request: &Request) -> (Vec<File>, Option<String>, Vec<String>) {
    let (mut files, mut pasted, mut problems) = (Vec::new(), None, Vec::new());
    let (mut name, mut rest) = ("", request.file.as_slice());
    for (field, value) in &request.form {
        match field.as_str() {
            "file" => name = value,
            "size" => {
                let size = value.parse().unwrap_or(0).min(rest.len());
                let (bytes, after) = rest.split_at(size);
                rest = after;
                files.push(File { name: name.into(), bytes: bytes.to_vec() });
            }
            "problem" => problems.push(value.clone()),
            "text" if !value.is_empty() => pasted = Some(value.clone()),
            "pasted" => pasted = serde_json::from_str(value).ok(),
            _ => {}
        }
    }
    if let Some(text) = &pasted {
        files.push(File { name: String::new(), bytes: text.clone().into() });
    }
    (files, pasted, problems)
}

/// What came of an import, to be told in one go.
#[derive(Default)]
struct Arrivals {
    first: Option<Step>,
    ids: Vec<ArticleId>,
    /// Those that were not here before.
    added: Vec<ArticleId>,
    notices: Vec<String>,
    errors: Vec<String>,
    warnings: Warnings,
    balance: Balance,
    n_taken: usize,
}

impl Arrivals {
    fn take(&mut self, made: Made, trial: &mut Trial, seen: &mut dyn FnMut(usize)) {
        self.warnings.append(made.warnings);
        self.balance.add(made.balance);
        self.errors.extend(made.errors);
        // The labels of all come with the first.
        let mut scheme = made.scheme;
        let mut new_labels = Vec::new();
        for document in &made.documents {
            let one = std::slice::from_ref(document);
            let taken =
                trial.library.take_in(&records_of(scheme.take().as_ref(), one, &made.extra));
            new_labels.extend(taken.new_labels);
            for Arrival { id, title, fate } in taken.arrivals {
                self.first.get_or_insert(Step::Open(id));
                self.ids.push(id);
                if fate != Fate::Same {
                    self.added.push(id);
                }
                let title = if title.is_empty() { "Untitled" } else { &title };
                self.notices.push(match fate {
                    Fate::Added => format!("Imported “{title}”"),
                    Fate::Same => format!("“{title}” is here already, with the same annotations"),
                    Fate::Beside => format!(
                        "“{title}” is here already, with other content; what was imported is beside it"
                    ),
                });
            }
            self.n_taken += 1;
            seen(self.n_taken);
        }
        if !new_labels.is_empty() {
            let n_more = new_labels.len().saturating_sub(MAX_NAMED);
            let more = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
            new_labels.truncate(MAX_NAMED);
            let named = new_labels.join(", ");
            self.notices.push(format!("The scheme has new labels: {named}{more}"));
        }
    }

    fn told(mut self, trial: &Trial, closes: bool, progress: &Progress<'_>) -> Steps {
        let mut steps = Vec::new();
        if progress.was_told() {
            steps.push(over());
        }
        if let Some(open) = self.first.take() {
            steps.extend([Step::Write, open]);
        }
        if closes && self.warnings.is_empty() {
            steps.push(Step::Close);
        }
        steps.push(Step::Tell(match self.notices.len() {
            0 => String::new(),
            1..=3 => self.notices.join(". "),
            n => format!("{}, and {} more", self.notices[0], n - 1),
        }));
        steps.extend(self.errors.into_iter().map(Step::Refuse));
        if !self.warnings.is_empty() {
            let title = "Imported, but not everything fits";
            let mut sentences = self.warnings.sentences(MAX_WARNINGS);
            sentences.push(self.balance.to_string());
            // One by one, as far as they are told.
            let mut all: Vec<String> = self.warnings.iter().map(ToString::to_string).collect();
            let n_more = self.warnings.n() - all.len();
            all.extend((n_more > 0).then(|| format!("{n_more} more things do not fit.")));
            all.push(self.balance.to_string());
            steps.push(draw(title, list_of(&sentences, &all, false)));
        }
        let texts = to_texts(trial.changes());
        Steps { steps, texts, ..Steps::default() }
    }
}

/// Gives labels that are new here what the files do not say of them, and a
/// person could not have meant: to those of other programs a colour apart from
/// the others and a free digit as their key, and to all another key, if there
/// is one, where theirs belongs to a label that is here or to the page.
fn dress(new: &mut Scheme, here: &Scheme, is_foreign: bool, is_taken: IsTaken<'_>) {
    let known: BTreeSet<&str> = here.labels.iter().map(|label| label.id.as_str()).collect();
    let is_new = |label: &Label| !known.contains(label.id.as_str());
    let mut keys: BTreeSet<char> = here.labels.iter().filter_map(|label| label.key).collect();
    for label in new.labels.iter_mut().filter(|label| is_new(label)) {
        let own = label.key.filter(|&key| is_taken(key).is_none());
        let is_free = own.is_some_and(|key| keys.insert(key));
        // Neither a key of its own nor none is as the file has it.
        let wants_one = is_foreign || label.key.is_some();
        label.key = if is_free { own } else { Some(WANTED).filter(|_| wants_one) };
    }
    let mut free = ('1'..='9').filter(|&key| !keys.contains(&key) && is_taken(key).is_none());
    let mut palette = Palette::beside(here);
    for label in new.labels.iter_mut().filter(|label| is_new(label)) {
        if is_foreign {
            label.color = palette.next_color().into();
            palette.uses(&label.color);
        }
        if label.key == Some(WANTED) {
            label.key = free.next();
        }
    }
}

/// Stands for a key that is yet to be found; no label has it.
const WANTED: char = '0';
