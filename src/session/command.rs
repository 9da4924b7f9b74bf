//! What a person can wish, and what comes of it.

use std::sync::Arc;

use crate::model::annotation::{Annotation, Relation, Status};
use crate::model::article::Metadata;
use crate::model::document::Touched;
use crate::model::history::HistoryChange;
use crate::model::id::{AnnotationId, LabelId};
use crate::model::offset::TextRange;

/// What a person wishes.
#[derive(Clone, Debug)]
pub enum Command {
    /// Words were selected. The range is snapped to whole words, or to whole
    /// characters where `exactly` is wished; white space alone selects nothing.
    SelectText {
        /// What the hand covered.
        range: TextRange,
        /// Characters, not words.
        exactly: bool,
    },
    /// Nothing is selected any more.
    ClearSelection,
    /// The hand let go of a selection: with a picked label, that marks it.
    ReleaseSelection,
    /// A label's key: labels the selection, or else the focused annotation, or
    /// else picks the label.
    PressLabel(LabelId),
    /// A label in the palette: labels the selection, or else picks the label
    /// for whatever is selected next, or puts it down if it was picked.
    PickLabel(LabelId),
    /// Goes back one step: the selection, the picked label, the focus.
    Escape,
    /// Focuses an annotation, or none.
    Focus(Option<AnnotationId>),
    /// A click where these annotations lie: the innermost, or the next one
    /// out from the one that is focused.
    FocusUnder(Vec<AnnotationId>),
    /// Focuses the next annotation in text order.
    FocusNext,
    /// Focuses the annotation before, in text order.
    FocusPrevious,
    /// Gives an annotation another label.
    Relabel(AnnotationId, LabelId),
    /// Writes an annotation's note.
    SetNote(AnnotationId, String),
    /// Says how sure the annotator is.
    SetStatus(AnnotationId, Status),
    /// Deletes an annotation, and the relations that join it.
    Delete(AnnotationId),
    /// Deletes the focused annotation.
    DeleteFocused,
    /// Changes what is known about the article.
    SetMetadata(Metadata),
    /// Marks an article up with annotations kept for it, as one change.
    AddAll {
        /// What the history says of it: `Showed the example`.
        summary: String,
        /// What to add; what is there already stays.
        annotations: Vec<Arc<Annotation>>,
        /// What joins them.
        relations: Vec<Arc<Relation>>,
    },
    /// Takes the last change back.
    Undo,
    /// Does the last change that was taken back again.
    Redo,
}

/// What came of a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What must be drawn and written again.
    pub touched: Touched,
    /// Which revisions must be written again.
    pub history: HistoryChange,
    /// What to tell the person, in plain words.
    pub message: Option<Message>,
}

/// A sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Something happened.
    Notice(String),
    /// Something could not be done.
    Error(String),
}
