//! What components read. Each function subscribes whoever calls it in a view
//! or an effect to what it returns; in a listener it just reads.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::{AppState, Keeping, Row, row};
use crate::model::annotation::Annotation;
use crate::model::article::Metadata;
use crate::model::document::Document;
use crate::model::id::{AnnotationId, ArticleId, LabelId};
use crate::model::offset::TextRange;
use crate::model::scheme::Scheme;
use crate::model::segment::{Segment, segments};
use crate::model::text::{BlockIdx, Text};
use crate::session::Session;
use crate::session::keys::KeyMap;
use crate::storage::library::{Library, Listed};
use crate::work::bundled;

impl AppState {
    /// The open article and its text.
    pub fn article(self) -> (ArticleId, Text) {
        self.changed.article.track();
        self.with_session(|session| {
            let article = session.document().article();
            (article.id, article.text.clone())
        })
    }

    /// The open article's text, subscribing to nothing.
    #[inline(never)]
    pub fn text(self) -> Text {
        self.with_session(|session| session.document().article().text.clone())
    }

    /// The segments of a line.
    pub fn segments(self, block: BlockIdx) -> Vec<Segment> {
        self.read(|inner| {
            inner.track_block(block);
            segments(inner.session.document(), block)
        })
    }

    /// The annotations that are shown of those that start in a line, in text order.
    pub fn rows_of(self, line: BlockIdx) -> Vec<Row> {
        self.shown_in(line, |shown, document| shown.map(|one| row(one, document)).collect())
    }

    /// How many annotations are shown of those that start in a line.
    pub fn n_rows_of(self, line: BlockIdx) -> usize {
        self.shown_in(line, |shown, _| shown.count())
    }

    fn shown_in<T>(
        self,
        line: BlockIdx,
        read: impl FnOnce(&mut dyn Iterator<Item = &Annotation>, &Document) -> T,
    ) -> T {
        let (label, status) = (self.filter(), self.status_filter());
        self.read(|inner| {
            inner.track_block(line);
            let document = inner.session.document();
            let text = &document.article().text;
            let mut shown = document.annotations_in(line).map(|one| &**one).filter(|one| {
                text.block_at(one.fragments.extent().start()) == line
                    && label.as_ref().is_none_or(|label| one.label == *label)
                    && status.is_none_or(|status| one.status == status)
            });
            read(&mut shown, document)
        })
    }

    /// How many annotations have a label.
    pub fn n_with_label(self, label: &LabelId) -> usize {
        self.changed.annotations.track();
        self.with_session(|session| {
            session.document().annotations().filter(|a| a.label == *label).count()
        })
    }

    /// How many annotations there are.
    pub fn n_annotations(self) -> usize {
        self.changed.annotations.track();
        self.with_session(|session| session.document().n_annotations())
    }

    /// Whether there is an example to show.
    pub fn has_example(self) -> bool {
        self.changed.annotations.track();
        self.with_session(|session| {
            let document = session.document();
            document.article().id == bundled::ID
                && document.n_annotations() < bundled::N_EXAMPLE_ANNOTATIONS
        })
    }

    /// What is known about the open article.
    pub fn metadata(self) -> Metadata {
        self.changed.metadata.track();
        self.with_session(|session| session.document().article().metadata.clone())
    }

    /// The scheme.
    pub fn scheme(self) -> Arc<Scheme> {
        self.changed.scheme.track();
        self.read(|inner| Arc::clone(inner.library.scheme()))
    }

    /// The snapped selection.
    pub fn selection(self) -> Option<TextRange> {
        self.changed.selection.track();
        self.with_session(Session::selection)
    }

    /// The label that whatever is selected next will get.
    pub fn picked_label(self) -> Option<LabelId> {
        self.changed.picked_label.track();
        self.with_session(|session| session.picked_label().cloned())
    }

    /// The focused annotation.
    pub fn focus(self) -> Option<AnnotationId> {
        self.changed.focus.track();
        self.with_session(Session::focus)
    }

    /// The focused annotation as it now is.
    pub fn focused(self) -> Option<Arc<Annotation>> {
        self.changed.focused.track();
        self.with_session(|session| session.document().annotation(session.focus()?).cloned())
    }

    /// What undo takes back, and redo does again, in words.
    pub fn undo_and_redo(self) -> (Option<String>, Option<String>) {
        self.changed.history.track();
        self.with_session(|session| {
            let history = session.history();
            let summary = |revision: &crate::model::history::Revision| revision.summary.clone();
            (history.to_undo().map(summary), history.to_redo().map(summary))
        })
    }

    /// All articles.
    pub fn articles(self) -> Vec<Listed> {
        self.changed.library.track();
        self.read(|inner| inner.library.articles().to_vec())
    }

    /// What happened last, in words.
    pub fn notice(self) -> String {
        self.changed.notice.track();
        self.read(|inner| inner.notice.clone())
    }

    /// The articles that came last, if they may be read as something else.
    pub fn offered(self) -> Option<String> {
        self.changed.notice.track();
        self.read(|inner| inner.offered.clone())
    }

    /// What could not be done.
    pub fn errors(self) -> Vec<String> {
        self.changed.errors.track();
        self.read(|inner| inner.errors.clone())
    }

    /// Whether what is done here is kept.
    pub fn keeping(self) -> Keeping {
        self.changed.keeping.track();
        self.read(|inner| inner.keeping.clone())
    }

    /// Which sheet is shown.
    pub fn sheet(self) -> Option<String> {
        self.read(|inner| inner.sheet.clone())
    }

    /// Where the person was in the open article.
    pub fn place(self) -> BlockIdx {
        self.read(|inner| inner.library.place(inner.session.document().article().id))
    }

    /// Which key does what.
    pub fn key_map(self) -> Rc<KeyMap> {
        self.changed.view.track();
        self.read(|inner| Rc::clone(&inner.keys))
    }

    /// Reads something of the library, subscribing to nothing.
    pub fn with_library<T>(self, read: impl FnOnce(&Library) -> T) -> T {
        self.read(|inner| read(&inner.library))
    }

    /// A number of its own for each state of each article that was open.
    pub fn version(self) -> (u32, u32) {
        self.read(|inner| (inner.n_opened, inner.session.version()))
    }

    /// Reads something of the session, subscribing to nothing.
    pub fn with_session<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.read(|inner| read(&inner.session))
    }
}
