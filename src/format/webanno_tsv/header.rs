//! The layers that a file has, and their columns.

use crate::format::describe::quoted;

/// A layer of a file.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// What its columns are called; a layer without features has one, without
    /// a name.
    pub(super) columns: Vec<String>,
    /// Its first column in a row.
    pub(super) start: usize,
}

/// What a layer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Annotations.
    Spans,
    /// Relations.
    Relations,
    /// What is not read.
    Other,
}

/// Layers of what programs say of each token, which nobody marks.
const LINGUISTIC: &[&str] = &["api.lexmorph.", "api.segmentation.", "api.syntax."];

/// Columns before those of the layers: the number, the offsets, the token.
pub(super) const N_FIRST: usize = 3;

impl Layer {
    /// Reads a line of the header, such as `#T_SP=webanno.custom.Span|label`.
    pub(super) fn read(line: &str, start: usize) -> Option<Layer> {
        let (kind, rest) = match line.split_once('=')? {
            ("#T_SP", rest) => (Kind::Spans, rest),
            ("#T_RL", rest) => (Kind::Relations, rest),
            ("#T_CH", rest) => (Kind::Other, rest),
            _ => return None,
        };
        let mut fields = rest.split('|').filter(|field| !field.is_empty());
        let name = fields.next()?.to_owned();
        let is_linguistic = LINGUISTIC.iter().any(|part| name.contains(part));
        let kind = if is_linguistic { Kind::Other } else { kind };
        let mut columns: Vec<String> = fields.map(Into::into).collect();
        if columns.is_empty() {
            columns.push(String::new());
        }
        Some(Layer { kind, name, columns, start })
    }

    /// The name without its package.
    pub(super) fn short_name(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    /// The column that says the label or the type: the likeliest by name, else
    /// the first that holds a value.
    pub(super) fn label_column(&self) -> Option<usize> {
        let place = |name: &str| self.columns.iter().position(|column| column == name);
        let is_other = |column: &String| {
            column.is_empty()
                || column.contains('.')
                || column == "identifier"
                || ["BT_", "ROLE_"].iter().any(|sign| column.starts_with(sign))
        };
        ["label", "value"]
            .into_iter()
            .find_map(place)
            .or(self.columns.iter().position(|column| !is_other(column)))
    }

    /// The feature whose slots a column fills, if it does: it is declared in the
    /// column before, which has the roles.
    pub(super) fn slot(&self, column: usize) -> Option<&str> {
        let roles = self.columns.get(column.checked_sub(1)?)?.strip_prefix("ROLE_")?;
        let feature = roles.split_once(':').map_or(roles, |(_, feature)| feature);
        Some(feature.split('_').next().unwrap_or(feature)).filter(|_| self.kind == Kind::Spans)
    }

    /// The columns that are not read, for people.
    pub(super) fn unread(&self, read: &[&str]) -> Vec<String> {
        if self.kind == Kind::Other {
            return vec![quoted(&self.name)];
        }
        let label = self.label_column();
        let is_read = |&(idx, column): &(usize, &String)| {
            Some(idx) == label
                || column.is_empty()
                || column.starts_with("BT_")
                || self.slot(idx).is_some()
                || self.slot(idx + 1).is_some()
                || (self.kind == Kind::Spans && read.contains(&column.as_str()))
        };
        let unread = self.columns.iter().enumerate().filter(|column| !is_read(column));
        unread.map(|(_, column)| quoted(&format!("{}|{column}", self.name))).collect()
    }
}
