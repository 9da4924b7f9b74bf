//! How much the labels and relation types of a scheme are used.

use std::collections::BTreeMap;

use crate::model::id::ArticleId;
use crate::model::scheme::Scheme;
use crate::storage::keys::RecordKey;
use crate::storage::record;
use crate::work::Kept;

use super::marks::counted;
use super::mentions::{self, Gone, Named};

/// How much a label or relation type is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// In how many annotations, or relations.
    pub n: usize,
    /// In how many articles.
    pub n_articles: usize,
}

/// How much each label, then each relation type of a scheme is used, in its
/// order.
pub fn uses(records: &Kept, scheme: &Scheme) -> (Vec<Use>, Vec<Use>) {
    let all = Gone::between(scheme, &Scheme::empty());
    let mut labels = vec![(Use::default(), None); scheme.labels.len()];
    let mut types = vec![(Use::default(), None); scheme.relation_types.len()];
    for (article, named) in in_marks(records, &all) {
        let found = match &named {
            Named::Label(id) => scheme.label_idx(id).map(|idx| &mut labels[idx]),
            Named::RelationType(id) => {
                let idx = scheme.relation_types.iter().position(|one| one.id == *id);
                idx.map(|idx| &mut types[idx])
            }
        };
        if let Some((found, last)) = found {
            found.n += 1;
            found.n_articles += usize::from(*last != Some(article));
            *last = Some(article);
        }
    }
    let counts = |found: Vec<(Use, _)>| found.into_iter().map(|(found, _)| found).collect();
    (counts(labels), counts(types))
}

/// Refuses to take labels and types away that annotations and relations have.
///
/// # Errors
/// Which, and how many they have.
pub(super) fn refuse_if_in_use(records: &Kept, gone: &Gone, before: &Scheme) -> Result<(), String> {
    let (labels, types) = uses(records, before);
    let labels = before.labels.iter().zip(labels);
    let types = before.relation_types.iter().zip(types);
    let mut in_use = Vec::new();
    for (label, Use { n, n_articles }) in labels {
        if n > 0 && gone.labels.contains(&label.id) {
            let (n, articles) = (counted(n, "annotation"), counted(n_articles, "article"));
            in_use.push(format!("{} ({n} in {articles})", label.name));
        }
    }
    for (one, Use { n, n_articles }) in types {
        if n > 0 && gone.relation_types.contains(&one.id) {
            let (n, articles) = (counted(n, "relation"), counted(n_articles, "article"));
            in_use.push(format!("{} ({n} in {articles})", one.name));
        }
    }
    if in_use.is_empty() {
        return Ok(());
    }
    Err(format!(
        "The new scheme lacks what is in use: {}. Merge or delete that first. Nothing was changed.",
        in_use.join(", ")
    ))
}

/// Refuses to take labels and types away that annotations and relations have,
/// or that a history needs to go back, but for articles whose history ends
/// with this.
///
/// # Errors
/// Which, and in which article.
pub(super) fn refuse_if_needed(
    records: &Kept,
    gone: &Gone,
    before: &Scheme,
    except: &[ArticleId],
) -> Result<(), String> {
    if gone.is_empty() {
        return Ok(());
    }
    for (key, json) in records {
        let article = RecordKey::parse(key).and_then(RecordKey::article);
        if let (Some(article), Some(named)) = (article, gone.named_in(key, json)) {
            let (name, title) = (named.name(before), titled(records, article));
            return Err(format!("{name} is in use in {title}; take that back first."));
        }
    }
    for (article, named) in mentions::needed_by_histories(records, gone) {
        if !except.contains(&article) {
            let (name, title) = (named.name(before), titled(records, article));
            let done = format!("What was done with {name} in {title}");
            return Err(format!("{done} must be taken back first."));
        }
    }
    Ok(())
}

fn titled(records: &Kept, id: ArticleId) -> String {
    let key = RecordKey::Article(id).to_string();
    let json = records.iter().find(|(other, _)| *other == key).map(|(_, json)| json);
    let metadata = json.and_then(|json| record::metadata_from_json(json).ok()).unwrap_or_default();
    match metadata.title.trim() {
        "" => "an article without a title".into(),
        title => format!("“{title}”"),
    }
}

/// What annotations and relations name of these, article by article.
fn in_marks(records: &Kept, among: &Gone) -> Vec<(ArticleId, Named)> {
    let mut by_article: BTreeMap<ArticleId, Vec<Named>> = BTreeMap::new();
    for (key, json) in records {
        let Some(RecordKey::Annotation(id, _) | RecordKey::Relation(id, _)) = RecordKey::parse(key)
        else {
            continue;
        };
        if let Some(named) = among.named_in(key, json) {
            by_article.entry(id).or_default().push(named);
        }
    }
    let pairs = by_article.into_iter();
    pairs.flat_map(|(id, named)| named.into_iter().map(move |named| (id, named))).collect()
}
