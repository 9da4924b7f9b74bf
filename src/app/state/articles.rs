//! The library's side of the state: opening, adding and deleting articles.

use std::rc::Rc;

use leptos::prelude::*;

use super::{AppState, block_triggers};
use crate::app::boot;
use crate::model::id::ArticleId;
use crate::model::timestamp::parse_date;
use crate::session::keys::KeyMap;
use crate::session::{Command, Session};
use crate::storage::change::RecordChange;

impl AppState {
    /// Opens another article.
    pub fn open_article(self, id: ArticleId) {
        let loaded = self.with_inner(|inner| {
            let loaded = inner.library.load(id)?;
            inner.session = Session::new(loaded.document, loaded.history);
            Ok((loaded.set_aside, inner.library.set_open(id)))
        });
        match loaded {
            Ok((set_aside, saved)) => {
                self.note_saved(saved);
                self.tell_set_aside(set_aside);
                self.show_open_article();
            }
            Err(lost) => {
                self.tell_set_aside(lost);
                self.changed.library.notify();
            }
        }
    }

    /// Keeps what was typed into a field of the open article's details.
    pub fn set_detail(self, name: &str, value: String) {
        let mut metadata =
            self.with_session(|session| session.document().article().metadata.clone());
        match name {
            "Title" => metadata.title = value,
            "Date" => metadata.date = parse_date(&value),
            "Source" => metadata.source = value,
            "URL" => metadata.url = Some(value).filter(|url| !url.is_empty()),
            _ => metadata.language = value,
        }
        self.dispatch(Command::SetMetadata(metadata));
    }

    /// Deletes an article.
    pub fn delete_article(self, id: ArticleId) {
        let mut set_aside = Vec::new();
        let (saved, is_open) = self.with_inner(|inner| {
            let saved = inner.library.remove(id);
            let is_open = inner.session.document().article().id == id;
            if is_open {
                inner.session = boot::open_any(&mut inner.library, &mut set_aside);
            }
            (saved, is_open)
        });
        self.note_saved(saved);
        self.tell_set_aside(set_aside);
        if is_open {
            self.show_open_article();
        } else {
            self.changed.library.notify();
        }
    }

    /// Changes records of the library, unless one of them has changed
    /// meanwhile.
    pub fn change_library(self, changes: Vec<RecordChange>) -> bool {
        let Some(saved) = self.with_inner(|inner| inner.library.write_all(changes)) else {
            return false;
        };
        self.note_saved(saved);
        self.read_again();
        true
    }

    /// Reads the library and the open article again: another tab changed them.
    pub fn reload(self) {
        self.with_inner(|inner| inner.library.refresh());
        self.read_again();
        self.tell("Brought in what another tab changed".into());
    }

    fn read_again(self) {
        self.with_inner(|inner| inner.keys = Rc::new(KeyMap::from_json(&inner.library.own_keys())));
        self.changed.scheme.notify();
        let (id, focus) =
            self.with_session(|session| (session.document().article().id, session.focus()));
        if self.articles().iter().any(|listed| listed.id == id) {
            self.open_article(id);
        } else {
            self.delete_article(id);
        }
        self.dispatch(Command::Focus(focus));
    }

    fn show_open_article(self) {
        self.with_inner(|inner| {
            inner.blocks = block_triggers(&inner.session);
            inner.n_opened += 1;
            inner.linking = None;
            inner.view.leave();
        });
        self.hover(None);
        let changed = self.changed;
        for trigger in [
            changed.article,
            changed.annotations,
            changed.metadata,
            changed.selection,
            changed.picked_label,
            changed.focus,
            changed.focused,
            changed.history,
            changed.library,
            changed.linking,
            changed.end,
            changed.view,
        ] {
            trigger.notify();
        }
    }
}
