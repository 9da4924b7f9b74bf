//! Changes of the whole library: an edit of the scheme with all that follows
//! from it in every article, taken back and done again as one.
//!
//! The page gives out its records and gets back what becomes of each. The work
//! is done on a copy of the library, by the road that every edit takes, and
//! what is then different is the answer. What can't be read is left where it
//! is.
//!
//! Invariants: the change stands in the history of the open article, and of
//! each article in which something changed or was done with what is gone. It
//! is taken back only where it is the last thing done in all of these, and
//! done again only where it is the next; then every byte is as it was.
//!
//! `docs/adr/0008-library-wide-changes.md` has the reasons.

mod going;
mod marks;
mod mentions;
mod scheme_merge;
mod trial;
mod uses;

use crate::model::document::{Document, Touched};
use crate::model::edit::Edit;
use crate::model::history::{History, Revision};
use crate::model::id::{ArticleId, ChangeId};
use crate::model::scheme::Scheme;
use crate::model::scheme_edit::{IsTaken, SchemeEdit};
use crate::model::timestamp::Timestamp;
use crate::storage::change::RecordChange;
use crate::storage::keys::{self, RecordKey};
use crate::storage::record::{self, ChangeRecord};
use crate::work::Kept;

use mentions::Gone;
pub(in crate::work) use trial::Trial;

pub use uses::{Use, uses};

/// What the page has to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// What happened, in a sentence without its full stop.
    pub summary: String,
    /// What becomes of each record; none, if nothing is different.
    pub changes: Vec<RecordChange>,
}

/// An article that a change concerns.
struct Concerned {
    document: Document,
    history: History,
    touched: Touched,
}

/// Computes an edit of the scheme, with all that follows from it. `open` is
/// the article in which it can be taken back even if nothing in it changes.
///
/// # Errors
/// Why it can't be done, in a sentence.
pub fn plan(
    records: &Kept,
    open: Option<ArticleId>,
    edit: &SchemeEdit,
    is_taken: IsTaken<'_>,
    now: Timestamp,
) -> Result<Planned, String> {
    let mut trial = Trial::open(records);
    let before = Scheme::clone(trial.library.scheme());
    let after = before.edited(edit, is_taken).map_err(refused)?;
    if after == before {
        return Ok(Planned { summary: "Nothing changed".into(), changes: Vec::new() });
    }
    let gone = Gone::between(&before, &after);
    if let SchemeEdit::Replace(_) = edit {
        uses::refuse_if_in_use(records, &gone, &before)?;
    }

    let mut concerned = Vec::new();
    let mut counts = marks::Counts::default();
    for id in mentions::articles_with(&trial.records(), &gone, open) {
        let Some((mut document, history)) = trial.load(id) else { continue };
        let touched =
            marks::change(&mut document, edit, &gone, now, &mut counts).map_err(refused)?;
        concerned.push(Concerned { document, history, touched });
    }
    // What was read may have brought labels back that the scheme had lost.
    let after = trial.library.scheme().edited(edit, is_taken).map_err(refused)?;
    let summary = marks::summary(edit, &gone, &before, &counts);
    let id = ChangeId::random();
    for Concerned { document, mut history, touched } in concerned {
        let (summary, edit) = (summary.clone(), Edit::Library(id));
        let change = history.record(Revision { summary, at: now, edit, topic: None });
        trial.save(&document, &history, &touched, &change);
    }
    trial.set(keys::SCHEME.into(), Some(record::scheme_to_json(&after)));
    let changes = trial.changes_of_content();
    let kept = record::change_to_json(&ChangeRecord { summary: summary.clone(), at: now, changes });
    trial.set(RecordKey::Change(id).to_string(), Some(kept));
    trial.drop_unused_changes();
    trial.check()?;
    Ok(Planned { summary, changes: trial.changes() })
}

/// Computes how a change of the whole library is taken back.
///
/// # Errors
/// Why it can't be, in a sentence.
pub fn plan_undo(records: &Kept, id: ChangeId) -> Result<Planned, String> {
    going::plan(records, id, false)
}

/// Computes how a change of the whole library is done again.
///
/// # Errors
/// Why it can't be, in a sentence.
pub fn plan_redo(records: &Kept, id: ChangeId) -> Result<Planned, String> {
    going::plan(records, id, true)
}

fn refused(error: impl std::fmt::Display) -> String {
    format!("Nothing was changed: {error}.")
}
