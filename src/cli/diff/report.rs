//! What differs, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::articles::Pair;
use super::compare::{ArticleDiff, Change, Field};
use super::view::ArticleView;
use crate::cli::args::FIELDS;

/// All that differs.
pub(super) struct Report<'a> {
    pairs: Vec<Pair<'a>>,
}

/// How many of a kind are the same, changed, added and removed.
#[derive(Default)]
struct Counts {
    same: usize,
    changed: usize,
    added: usize,
    removed: usize,
    by_field: BTreeMap<String, usize>,
}

impl Counts {
    fn add<T>(&mut self, changes: &[Change<'_, T>], n_same: usize) {
        self.same += n_same;
        for change in changes {
            match change {
                Change::Added(_) => self.added += 1,
                Change::Removed(_) => self.removed += 1,
                Change::Changed(_, fields) => {
                    self.changed += 1;
                    for (field, _, _) in fields {
                        *self.by_field.entry(field.clone()).or_default() += 1;
                    }
                }
            }
        }
    }

    fn json(&self) -> Value {
        json!({
            "same": self.same,
            "changed": self.changed,
            "added": self.added,
            "removed": self.removed,
            "changed_by_field": self.by_field,
        })
    }

    fn sentence(&self, what: &str) -> String {
        let Counts { same, changed, added, removed, .. } = self;
        let fields = self.by_field.iter().map(|(field, n)| format!("{field} {n}"));
        let fields = fields.collect::<Vec<_>>().join(", ");
        let fields = if fields.is_empty() { fields } else { format!(" ({fields})") };
        format!(
            "{what}: {same} same, {changed} changed{fields}, {added} added, {removed} removed\n"
        )
    }
}

impl<'a> Report<'a> {
    pub(super) fn new(pairs: Vec<Pair<'a>>) -> Report<'a> {
        Report { pairs }
    }

    /// Whether nothing differs.
    pub(super) fn is_same(&self) -> bool {
        self.pairs.iter().all(|pair| matches!(pair, Pair::Both(both) if both.is_same()))
    }

    /// Articles, annotations and relations. Of what is marked, only that in
    /// articles of both is counted.
    fn counts(&self) -> [Counts; 3] {
        let [mut articles, mut annotations, mut relations] = [(); 3].map(|()| Counts::default());
        for pair in &self.pairs {
            match pair {
                Pair::OnlyA(_) => articles.removed += 1,
                Pair::OnlyB(_) => articles.added += 1,
                Pair::Both(both) => {
                    annotations.add(&both.annotations, both.n_same[0]);
                    relations.add(&both.relations, both.n_same[1]);
                    match both.is_same() {
                        true => articles.same += 1,
                        false => articles.changed += 1,
                    }
                    for (field, _, _) in &both.facts {
                        *articles.by_field.entry(field.clone()).or_default() += 1;
                    }
                }
            }
        }
        [articles, annotations, relations]
    }

    /// For programs.
    pub(super) fn json(&self) -> String {
        let [articles, annotations, relations] = self.counts().map(|counts| counts.json());
        let differ = self.pairs.iter().filter_map(|pair| match pair {
            Pair::OnlyA(article) => Some(alone(article, "removed")),
            Pair::OnlyB(article) => Some(alone(article, "added")),
            Pair::Both(both) if both.is_same() => None,
            Pair::Both(both) => Some(both_json(both)),
        });
        let report = json!({
            "same": self.is_same(),
            "counts": {"articles": articles, "annotations": annotations, "relations": relations},
            "articles": differ.collect::<Vec<_>>(),
        });
        format!("{report:#}\n")
    }

    /// For people; empty if nothing differs.
    pub(super) fn text(&self) -> String {
        if self.is_same() {
            return String::new();
        }
        let mut text = String::new();
        for pair in &self.pairs {
            // Writing into memory can't fail.
            let _ok = match pair {
                Pair::OnlyA(one) => writeln!(text, "- article {}", one.name()),
                Pair::OnlyB(one) => writeln!(text, "+ article {}", one.name()),
                Pair::Both(both) if both.is_same() => Ok(()),
                Pair::Both(both) => write!(text, "{}", both_text(both)),
            };
        }
        for (counts, what) in self.counts().iter().zip(["articles", "annotations", "relations"]) {
            text += &counts.sentence(what);
        }
        text
    }
}

fn alone(article: &ArticleView, change: &str) -> Value {
    json!({
        "change": change,
        "id": article.id.to_string(),
        "title": article.metadata.title,
        "n_annotations": article.annotations.len(),
    })
}

fn both_json(both: &ArticleDiff<'_>) -> Value {
    let annotations = both.annotations.iter().map(|change| {
        let (how, one, fields) = parts(change);
        json!({
            "change": how,
            "id": one.id.to_string(),
            "label": one.label,
            "ranges": one.ranges,
            "quote": one.quote,
            "fields": fields_json(fields),
        })
    });
    let relations = both.relations.iter().map(|change| {
        let (how, one, fields) = parts(change);
        json!({
            "change": how,
            "id": one.id.to_string(),
            "type": one.relation_type,
            "from": one.from.to_string(),
            "to": one.to.to_string(),
            "fields": fields_json(fields),
        })
    });
    json!({
        "change": "changed",
        "id": both.a.id.to_string(),
        "id_b": both.b.id.to_string(),
        "title": both.a.metadata.title,
        "fields": fields_json(&both.facts),
        "annotations": annotations.collect::<Vec<_>>(),
        "relations": relations.collect::<Vec<_>>(),
    })
}

fn fields_json(fields: &[Field]) -> Value {
    let field = |(name, before, after): &Field| json!({"field": name, "a": before, "b": after});
    fields.iter().map(field).collect()
}

fn both_text(both: &ArticleDiff<'_>) -> String {
    let mut text = format!("~ article {}\n", both.a.name());
    for (field, before, after) in &both.facts {
        text += &match field.as_str() {
            "text" => "  ~ text: another one\n".into(),
            known if FIELDS.contains(&known) && !is_count(known) => {
                format!("  ~ {field} “{before}” → “{after}”\n")
            }
            _ => format!("  ~ {field} {}\n", apart(field, before, after)),
        };
    }
    for change in &both.annotations {
        let (_, one, fields) = parts(change);
        text += &format!("  {} {}{}\n", sign(change), one.name(), fields_text(fields));
    }
    for change in &both.relations {
        let (_, one, fields) = parts(change);
        let article = if matches!(change, Change::Added(_)) { both.b } else { both.a };
        let name = article.relation_name(one);
        text += &format!("  {} {name}{}\n", sign(change), fields_text(fields));
    }
    text
}

fn fields_text(fields: &[Field]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let field = |(name, before, after): &Field| format!("{name} {}", apart(name, before, after));
    format!(": {}", fields.iter().map(field).collect::<Vec<_>>().join("; "))
}

/// So many characters of a value are shown around where it differs.
const MAX_SHOWN_CHARS: usize = 80;

/// Whether a field of an article says how many there are of something.
fn is_count(field: &str) -> bool {
    ["tokens", "sentences"].contains(&field)
}

/// What a field was and what it is; of what only one format knows and is long,
/// where that differs.
fn apart(field: &str, before: &str, after: &str) -> String {
    let is_whole = FIELDS.contains(&field);
    let n_alike = before.chars().zip(after.chars()).take_while(|(one, other)| one == other).count();
    let shown = |words: &str| {
        let n_chars = words.chars().count();
        if n_chars == 0 {
            return "nothing".into();
        }
        if is_whole {
            return words.into();
        }
        let n_skipped = match n_chars > MAX_SHOWN_CHARS {
            true => n_alike.min(n_chars - 1).saturating_sub(MAX_SHOWN_CHARS / 4),
            false => 0,
        };
        let start = if n_skipped > 0 { "…" } else { "" };
        let end = if n_chars - n_skipped > MAX_SHOWN_CHARS { "…" } else { "" };
        let shown: String = words.chars().skip(n_skipped).take(MAX_SHOWN_CHARS).collect();
        format!("{start}{shown}{end}")
    };
    format!("{} → {}", shown(before), shown(after))
}

fn sign<T>(change: &Change<'_, T>) -> char {
    match change {
        Change::Added(_) => '+',
        Change::Removed(_) => '-',
        Change::Changed(..) => '~',
    }
}

/// What a change is, of what, and in which fields.
fn parts<'a, T>(change: &'a Change<'a, T>) -> (&'static str, &'a T, &'a [Field]) {
    match change {
        Change::Added(one) => ("added", one, &[]),
        Change::Removed(one) => ("removed", one, &[]),
        Change::Changed(one, fields) => ("changed", one, fields),
    }
}
