//! Where an annotation lies.
//!
//! Unit: Unicode code points.

use crate::model::annotation::Annotation;
use crate::model::text::Text;

/// Where an annotation lies, in characters.
pub(super) fn char_ranges(annotation: &Annotation, text: &Text) -> Vec<(u32, u32)> {
    let at = |byte| text.offsets().char_from_byte(byte).map_or(0, |offset| offset.0);
    let ranges = annotation.fragments.ranges();
    ranges.map(|range| (at(range.start()), at(range.end()))).collect()
}

/// Ranges as people read them: `2–5, 9–12`.
pub(super) fn shown(ranges: &[(u32, u32)]) -> String {
    let ranges = ranges.iter().map(|(start, end)| format!("{start}–{end}"));
    ranges.collect::<Vec<_>>().join(", ")
}
