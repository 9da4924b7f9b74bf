//! What a person should know: warnings, losses and questions, on standard
//! error.

use std::io::Write as _;

use serde_json::{Value, json};

use super::args::How;
use super::source::Source;
use crate::format::warning::Place;
use crate::format::{Balance, Digest, Loss, Losses, UnitQuestion, Warnings};

/// So many sentences are printed; the others are counted.
const MAX_SHOWN: usize = 20;

/// Says a line on standard error. Whether anyone listens changes nothing.
pub(super) fn tell(words: &str) {
    let _unheard = writeln!(std::io::stderr(), "{words}");
}

/// What is to be said of a conversion.
pub(super) struct Said {
    how: How,
    n_warnings: usize,
    digest: Digest,
    /// All of them, one by one, if they are printed as JSON.
    all: Vec<String>,
}

/// Says how many things did not fit in what was read, where they are not
/// listed; `of` names what was read.
pub(super) fn unfit(of: &str, n: usize) {
    let things = if n == 1 { "thing" } else { "things" };
    if n > 0 {
        tell(&format!("verbatim: {of}: {n} {things} did not fit; `verbatim validate` says what"));
    }
}

/// Says which files could not be read at all, where nothing else is listed.
pub(super) fn broken_files(warnings: &Warnings) {
    for warning in warnings.iter().filter(|one| matches!(one.place, Place::File(_))) {
        tell(&format!("verbatim: {warning}"));
    }
}

impl Said {
    pub(super) fn new(how: How) -> Said {
        let (digest, all) = (Digest::up_to(MAX_SHOWN), Vec::new());
        Said { how, n_warnings: 0, digest, all }
    }

    /// How many warnings there were.
    pub(super) fn n_warnings(&self) -> usize {
        self.n_warnings
    }

    /// Keeps what did not fit for later.
    pub(super) fn warnings(&mut self, source: &Source, warnings: &Warnings) {
        self.n_warnings += warnings.n();
        for warning in warnings.iter() {
            let names_file = matches!(warning.place, Place::File(_));
            let file = (!names_file).then(|| source.name());
            if self.how == How::Json {
                self.all.push(match &file {
                    Some(file) => format!("{file}: {warning}"),
                    None => warning.to_string(),
                });
            }
            self.digest.add(warning, file.as_deref());
        }
        let rest = warnings.rest();
        if rest.n() > 0 && self.how == How::Json {
            self.all.push(format!("{}: {} more things do not fit", source.name(), rest.n()));
        }
        self.digest.count_rest(rest);
    }

    /// Says what did not fit, what was lost, and what became of all: what was
    /// left out comes first, the balance last.
    pub(super) fn end(&self, n_articles: usize, format: &str, losses: &Losses, balance: Balance) {
        if self.how == How::Json {
            tell(&self.report(n_articles, losses, balance).to_string());
            return;
        }
        for sentence in self.digest.sentences(MAX_SHOWN) {
            tell(&format!("verbatim: {sentence}"));
        }
        if !losses.is_empty() {
            tell(&format!("verbatim: {format} can’t hold:"));
        }
        let of_work =
            |is_work: bool| losses.iter().filter(move |(one, _)| one.is_of_work() == is_work);
        for (loss, _) in of_work(true).chain(of_work(false)) {
            tell(&format!("  {}", losses.sentence(loss)));
        }
        if !balance.is_even() {
            tell(&format!("verbatim: {balance}"));
        }
    }

    fn report(&self, n_articles: usize, losses: &Losses, balance: Balance) -> Value {
        let losses = losses.iter().map(|(loss, n)| {
            let mut said = json!({"loss": loss.id(), "n": n, "sentence": losses.sentence(loss)});
            if *loss == Loss::Unknown {
                said["fields"] = json!(losses.fields());
            }
            said
        });
        json!({
            "articles": n_articles,
            "losses": losses.collect::<Vec<_>>(),
            "n_warnings": self.n_warnings,
            "warnings": self.all,
            "balance": balance_json(balance),
        })
    }
}

/// A balance for programs.
pub(super) fn balance_json(balance: Balance) -> Value {
    json!({
        "kept": balance.n_kept,
        "left_out": balance.n_left_out,
        "changed": balance.n_changed,
        "unchecked": balance.n_unchecked,
    })
}

/// What a person must say first: what the offsets count. `of` names what was
/// read.
pub(super) fn question(of: &str, question: &UnitQuestion) -> String {
    let mut said = format!(
        "{of}: it can’t be told what the offsets count. In the article “{}”, an annotation {} holds, \
         by what they count:\n",
        question.title, question.label
    );
    for choice in &question.choices {
        let words = match &choice.words {
            Some(words) => format!("“{words}”"),
            None => "nothing".into(),
        };
        said += &format!(
            "  --unit {:11} {words} ({}; {} of {} annotations fit)\n",
            choice.unit.id(),
            choice.unit.name(),
            choice.n_fit,
            question.n_annotations
        );
    }
    said + "Say which is right by --unit."
}
