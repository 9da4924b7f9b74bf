//! Going back over a change of the whole library, and forwards again.

use crate::model::document::{Document, Touched};
use crate::model::edit::Edit;
use crate::model::history::{History, HistoryChange};
use crate::model::id::{ArticleId, ChangeId};
use crate::model::scheme::Scheme;
use crate::storage::change::RecordChange;
use crate::storage::keys::RecordKey;
use crate::storage::record::{self, Writes};
use crate::work::Kept;

use super::mentions::{self, Gone};
use super::trial::Trial;
use super::{Planned, scheme_merge, uses};

/// Computes how a change is taken back, or done again.
pub(super) fn plan(records: &Kept, id: ChangeId, forwards: bool) -> Result<Planned, String> {
    let trial = Trial::open(records);
    let kept = trial.get(&RecordKey::Change(id).to_string());
    let kept =
        kept.and_then(|json| record::change_from_json(&json).ok()).ok_or(match forwards {
            true => "How this was done is no longer kept, so it can’t be done again.",
            false => "What this replaced is no longer kept, so it can’t be taken back.",
        })?;
    let mut going = Going { trial, id, forwards };
    let mut marked = mentions::articles_marked(records, id);
    let writes = going.writes(kept.changes, &mut marked)?;
    marked.retain(|&article| going.trial.is_listed(article));
    let histories = going.histories(&marked)?;

    let mut trial = going.trial;
    let before = Scheme::clone(trial.library.scheme());
    for (document, history, change) in &histories {
        trial.save(document, history, &Touched::default(), change);
    }
    for (key, value) in writes {
        trial.set(key, value);
    }
    trial.library.refresh();
    let gone = Gone::between(&before, trial.library.scheme());
    uses::refuse_if_needed(&trial.records(), &gone, &before, &marked)?;
    trial.check()?;
    let what = if forwards { "Done again" } else { "Undone" };
    Ok(Planned { summary: format!("{what}: {}", kept.summary), changes: trial.changes() })
}

struct Going {
    trial: Trial,
    id: ChangeId,
    forwards: bool,
}

impl Going {
    fn changed_since(&self, article: ArticleId) -> String {
        self.because_of(&self.trial.title(article), "has")
    }

    fn because_of(&self, what: &str, has: &str) -> String {
        match self.forwards {
            true => format!("{what} {has} changed since, so this can’t be done again."),
            false => format!("{what} {has} changed since; take those changes back first."),
        }
    }

    /// What becomes of each record. The articles they are in are added to
    /// those in whose history the change stands.
    fn writes(
        &self,
        changes: Vec<RecordChange>,
        marked: &mut Vec<ArticleId>,
    ) -> Result<Writes, String> {
        let mut writes = Writes::new();
        for RecordChange { key, before, after } in changes {
            let (from, to) = if self.forwards { (before, after) } else { (after, before) };
            let now = self.trial.get(&key);
            let Some(article) = RecordKey::parse(&key).and_then(RecordKey::article) else {
                let scheme = scheme_merge::merged(from, to, now);
                let scheme = scheme.ok_or_else(|| self.because_of("The labels", "have"))?;
                writes.push((key, Some(scheme)));
                continue;
            };
            // A deleted article is none of its concern any more.
            if !self.trial.is_listed(article) {
                continue;
            }
            if now != from {
                return Err(self.changed_since(article));
            }
            if !marked.contains(&article) {
                marked.push(article);
            }
            writes.push((key, to));
        }
        Ok(writes)
    }

    /// The histories after the step, which must be the next in each.
    fn histories(
        &mut self,
        articles: &[ArticleId],
    ) -> Result<Vec<(Document, History, HistoryChange)>, String> {
        let mut histories = Vec::new();
        for &article in articles {
            let loaded = self.trial.load(article);
            let (document, mut history) = loaded.ok_or_else(|| self.changed_since(article))?;
            let edit = Edit::Library(self.id);
            let next = if self.forwards { history.to_redo() } else { history.to_undo() };
            let change = match next {
                Some(next) if next.edit == edit && self.forwards => history.redone(edit),
                Some(next) if next.edit == edit => history.undone(edit),
                // Its history was lost, and nothing was done since.
                _ if history.revisions().is_empty() => HistoryChange::default(),
                _ => return Err(self.changed_since(article)),
            };
            histories.push((document, history, change));
        }
        Ok(histories)
    }
}
