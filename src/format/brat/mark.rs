//! Offsets that count a byte order mark.
//!
//! Unit: code points. A mark at the start of the text is no part of it; but
//! brat and Python programs read it as a character, so that all places lie one
//! further on. The covered texts tell.

use crate::format::Draft;
use crate::model::offset::{CharOffset, OffsetMap};

/// Moves all places back by one, if each covered text stands there and not all
/// stand where the file says.
pub(super) fn take_back(draft: &mut Draft) {
    if draft.annotations.iter().all(|one| one.quote.is_none()) {
        return;
    }
    let offsets = OffsetMap::new(&draft.text);
    let byte = |offset: u64| {
        let offset = CharOffset(u32::try_from(offset).ok()?);
        offsets.byte_from_char(offset).map(usize::from)
    };
    // Whether all covered texts stand where the file says, or so much before.
    let fits = |by: u64| {
        let mut quoted =
            draft.annotations.iter().filter_map(|one| Some((one, one.quote.as_ref()?)));
        quoted.all(|(annotation, quote)| {
            let words = annotation.fragments.iter().map(|place| {
                let (start, end) = (place.start.checked_sub(by)?, place.end.checked_sub(by)?);
                draft.text.get(byte(start)?..byte(end)?)
            });
            let words: Option<Vec<&str>> = words.collect();
            words.is_some_and(|words| (draft.is_quote)(&words, quote))
        })
    };
    if fits(0) || !fits(1) {
        return;
    }
    for place in draft.annotations.iter_mut().flat_map(|one| &mut one.fragments) {
        place.start = place.start.saturating_sub(1);
        place.end = place.end.saturating_sub(1);
    }
}
