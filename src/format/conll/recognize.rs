//! Whether a text is tokens with tags, whatever its file is called. Only strong
//! evidence counts: prose, tables and code are never taken for tags.

use super::columns::{Layer, Rows};
use super::rows::{Kind, Row};
use crate::format::lines::lines;
use crate::format::tags::Tag;

/// So much of a text is looked at, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// So many lines of two or more cells, all with the tag `O` alone, are no chance.
const MIN_OUTSIDE: usize = 8;

/// CoNLL-U has so many columns.
const CONLLU: usize = 10;

/// Whether a text, of which there may be just the start, is one of tokens with
/// tags.
pub(super) fn looks_like_it(text: &str) -> bool {
    let text = whole_lines(text);
    // WebAnno TSV says so itself, and Markdown and code have such signs.
    let first = lines(text).find(|line| !line.trim().is_empty()).unwrap_or_default();
    if first.starts_with("#FORMAT=") || first.starts_with(['|', '{', '<']) && !first.contains('\t')
    {
        return false;
    }
    let rows = Rows::of(text);
    let tokens: Vec<&Row<'_>> = rows.rows.iter().filter(|row| row.kind == Kind::Token).collect();
    let has_usual_len = |row: &&&Row<'_>| row.cells.len() == rows.n_columns;
    let layers = rows.layers.iter().filter(|layer| layer.is_read && layer.column.is_some());
    let layers: Vec<Layer> = layers.copied().collect();
    if layers.is_empty() {
        let n_whole = tokens.iter().filter(has_usual_len).count();
        return rows.is_numbered && rows.n_columns == CONLLU && most(n_whole, tokens.len());
    }
    layers.into_iter().any(|layer| {
        let is_good = |row: &&&Row<'_>| {
            let cell = rows.cell(row, layer);
            has_usual_len(row) && cell.is_some_and(|cell| layer.tags(cell).is_some())
        };
        let good: Vec<&Row<'_>> = tokens.iter().filter(is_good).copied().collect();
        tokens.first().is_some_and(|first| is_good(&first))
            && good.len() >= 2
            && most(good.len(), tokens.len())
            && Evidence::of(&rows, &good, layer).is_strong(layer)
    })
}

/// The lines of a text that are not cut, but for what is never looked at.
fn whole_lines(text: &str) -> &str {
    let end = (0..=MAX_BYTES.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    let head = &text[..end.unwrap_or(0)];
    let Some(at) = head.rfind(['\n', '\r']) else { return "" };
    // The last line may be whole: then it ends in a tag as the others do.
    let (before, last) = head.split_at(at + 1);
    let mut cells = last.split_whitespace();
    let is_tag = |cell: &str| Tag::read(cell).is_some();
    let is_whole = head.len() == text.len()
        && (cells.next().is_some_and(is_tag) || cells.last().is_some_and(is_tag));
    if is_whole { head } else { before }
}

fn most(n: usize, of: usize) -> bool {
    n > 0 && n * 10 >= of * 9
}

/// What the tags of some rows are.
#[derive(Default)]
struct Evidence {
    n_rows: usize,
    n_outside: usize,
    /// Tags with a letter and a label that looks like one.
    n_inside: usize,
    /// Tags that go on where the row before has the same label.
    n_going_on: usize,
    /// Tags with other letters than B and I.
    n_other_letters: usize,
    /// Labels that are no name of a kind of thing.
    n_odd: usize,
}

impl Evidence {
    fn of(rows: &Rows<'_>, good: &[&Row<'_>], layer: Layer) -> Evidence {
        let mut all = Evidence { n_rows: good.len(), ..Evidence::default() };
        let mut last = None;
        for row in good {
            let cell = rows.cell(row, layer).unwrap_or_default();
            let mut tags = layer.tags(cell).into_iter().flatten();
            let inside = tags.find_map(|tag| match tag {
                Tag::Inside { label, begins, .. } => Some((label, begins)),
                Tag::Outside => None,
            });
            let Some((label, begins)) = inside else {
                all.n_outside += 1;
                last = None;
                continue;
            };
            let is_name = match layer.is_bare {
                true => {
                    let is_letter = |c: char| c.is_ascii_uppercase() || c == '_';
                    label.len() > 2 && label.chars().all(is_letter)
                }
                false => label.starts_with(char::is_alphabetic),
            };
            all.n_inside += usize::from(is_name);
            all.n_odd += usize::from(!is_name);
            all.n_going_on += usize::from(!begins && last == Some(label));
            all.n_other_letters += usize::from(!cell.starts_with(['B', 'I']));
            last = Some(label);
        }
        all
    }

    fn is_strong(&self, layer: Layer) -> bool {
        if self.n_odd > 0 {
            return false;
        }
        if layer.is_bare {
            return self.n_rows >= 4 && self.n_outside * 3 >= self.n_rows;
        }
        match (self.n_inside, self.n_outside) {
            (0, n_outside) => n_outside >= MIN_OUTSIDE,
            (_, 0) => self.n_going_on > 0 && self.n_other_letters == 0,
            _ => true,
        }
    }
}
