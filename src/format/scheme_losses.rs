//! What a format can't hold of what is said of all articles at once.

use super::capacity::Capacity;
use super::loss::Loss;
use super::losses::Losses;
use super::outside::renamed;
use crate::model::extra::Extra;
use crate::model::scheme::{Label, RelationType, Scheme};
use crate::model::scheme_edit::Palette;

/// The losses of a scheme, and of what else is said of all articles at once,
/// in a format that holds `capacity`.
pub fn scheme_losses(scheme: &Scheme, extra: &Extra, capacity: &Capacity) -> Losses {
    let mut losses = Losses::default();
    if !capacity.unknown {
        let of_labels = scheme.labels.iter().map(|one| &one.extra);
        let of_types = scheme.relation_types.iter().map(|one| &one.extra);
        let all = of_labels.chain(of_types).chain([&scheme.extra, extra]);
        all.for_each(|extra| losses.add_fields(extra, 1));
    }
    renamed(scheme, capacity, &mut losses);
    if !capacity.scheme {
        let told = |description: &str, guidelines: &str| {
            usize::from(!description.is_empty()) + usize::from(!guidelines.is_empty())
        };
        let labels = scheme.labels.iter().map(|one| told(&one.description, &one.guidelines));
        let types = scheme.relation_types.iter().map(|one| told(&one.description, &one.guidelines));
        let n = labels.chain(types).sum::<usize>() + usize::from(!scheme.guidelines.is_empty());
        losses.add(Loss::Scheme, n);
        // A label of a file without colours has the next one that is free.
        let mut palette = Palette::unused();
        let is_label_more = |one: &&Label| {
            let has_color = !one.color.is_empty() && one.color != palette.next_color();
            palette.uses(&one.color);
            one.name != one.in_files() || one.key.is_some() || has_color
        };
        let is_type_more = |one: &&RelationType| {
            one.name != one.in_files() || !one.from.is_empty() || !one.to.is_empty()
        };
        let n_labels = scheme.labels.iter().filter(is_label_more).count();
        losses
            .add(Loss::Looks, n_labels + scheme.relation_types.iter().filter(is_type_more).count());
    }
    losses
}
