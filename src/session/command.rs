//! What a person can wish, and what comes of it.

use crate::model::annotation::Status;
use crate::model::article::Metadata;
use crate::model::document::Touched;
use crate::model::fragments::Side;
use crate::model::history::{HistoryChange, Revision};
use crate::model::id::{AnnotationId, LabelId, RelationId, RelationTypeId};
use crate::model::offset::{TextRange, TextSize};

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
    /// A word was selected by a double click: its name, without an apostrophe
    /// and what hangs on it, or the whole word if that name was selected so
    /// last. More than a word stays what it is.
    SelectName(TextRange),
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
    /// Gives the focused annotation the next status: sure, unsure, discuss,
    /// rejected, and sure again.
    CycleStatus,
    /// Makes the selection a fragment of the focused annotation. It becomes
    /// one with the fragments that it overlaps or touches.
    AddFragment,
    /// Moves an end of a fragment to the next word, over white space, but not
    /// over the other end or another fragment.
    MoveEnd {
        /// The annotation.
        id: AnnotationId,
        /// Which of its fragments, counted from 0.
        fragment: usize,
        /// Which end of it.
        side: Side,
        /// To the next character, not the next word.
        exactly: bool,
        /// To the end of the text, not to its start.
        forwards: bool,
    },
    /// Moves an end of a fragment to where the hand let it go: to the end of
    /// the word there, and at most to one word short of the other end or of
    /// another fragment.
    SetEnd {
        /// The annotation.
        id: AnnotationId,
        /// Which of its fragments, counted from 0.
        fragment: usize,
        /// Which end of it.
        side: Side,
        /// Where the hand let go; an offset past the text is its end.
        at: TextSize,
        /// Characters, not words.
        exactly: bool,
    },
    /// Joins two annotations.
    Link {
        /// Where the relation starts, if its type allows that.
        from: AnnotationId,
        /// Where it leads; the other way round if the type allows only that.
        to: AnnotationId,
        /// Its type; if none is named, the first that fits the labels.
        relation_type: Option<RelationTypeId>,
    },
    /// Removes a relation.
    Unlink(RelationId),
    /// Deletes an annotation, and the relations that join it.
    Delete(AnnotationId),
    /// Deletes the focused annotation.
    DeleteFocused,
    /// Does a change that was worked out elsewhere, for the document as it is.
    /// The revision holds the edit that does it.
    Change(Box<Revision>),
    /// Changes what is known about the article.
    SetMetadata(Metadata),
    /// Takes the last change back.
    Undo,
    /// Does the last change that was taken back again.
    Redo,
    /// Takes changes back, or does them again, until this many are done.
    GoTo(usize),
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
