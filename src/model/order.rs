//! The text order of annotations, and lists that are kept in it.

use std::cmp::Ordering;
use std::sync::Arc;

use super::annotation::Annotation;

/// Text order: by start, the longer first, then by label and id.
pub(super) fn text_order(a: &Annotation, b: &Annotation) -> Ordering {
    let (a_extent, b_extent) = (a.fragments.extent(), b.fragments.extent());
    let by_place = a_extent.start().cmp(&b_extent.start());
    let by_place = by_place.then(b_extent.end().cmp(&a_extent.end()));
    by_place.then_with(|| a.label.cmp(&b.label)).then_with(|| a.id.cmp(&b.id))
}

/// Where an annotation is in such a list, or belongs.
pub(super) fn find_in_order(
    list: &[Arc<Annotation>],
    annotation: &Annotation,
) -> Result<usize, usize> {
    list.binary_search_by(|other| text_order(other, annotation))
}

/// Inserts what is not in the list yet: a second fragment in one line.
pub(super) fn insert_in_order(list: &mut Vec<Arc<Annotation>>, annotation: &Arc<Annotation>) {
    if let Err(idx) = find_in_order(list, annotation) {
        list.insert(idx, Arc::clone(annotation));
    }
}

/// Removes an annotation from such a list.
pub(super) fn remove_in_order(list: &mut Vec<Arc<Annotation>>, annotation: &Annotation) {
    if let Ok(idx) = find_in_order(list, annotation) {
        list.remove(idx);
    }
}
