//! The layers that a file has, and their columns.

/// A layer of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layer {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// What its columns are called; a layer without features has one, without
    /// a name.
    pub(super) columns: Vec<String>,
    /// Its first column in a row.
    pub(super) start: usize,
    /// What its line in a header begins with.
    sign: &'static str,
    /// Its line as a file has it, while that is true.
    line: Option<String>,
}

/// What a layer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Annotations.
    Spans,
    /// Annotations that follow each other in chains.
    Chain,
    /// Relations.
    Relations,
    /// What programs say of each token, which nobody marks here.
    Grammar,
}

impl Kind {
    /// What the line of a layer begins with.
    fn sign(self) -> &'static str {
        match self {
            Kind::Spans | Kind::Grammar => "#T_SP",
            Kind::Chain => "#T_CH",
            Kind::Relations => "#T_RL",
        }
    }
}

const GRAMMAR: &[&str] = &["api.lexmorph.", "api.segmentation.", "api.syntax."];

/// Columns before those of the layers: the number, the offsets, the token.
pub(super) const N_FIRST: usize = 3;

/// The columns of a chain: the label, and what leads to the next link.
pub(super) const CHAIN_LABEL: &str = "referenceType";
pub(super) const CHAIN_LINK: &str = "referenceRelation";

/// What stands before the layer that the ends of relations are of.
pub(super) const BASE: &str = "BT_";

/// What stands before the feature whose slots a column fills.
const ROLE: &str = "ROLE_";

impl Layer {
    /// Reads a line of the header, such as `#T_SP=webanno.custom.Span|label`.
    pub(super) fn read(line: &str, start: usize) -> Option<Layer> {
        let (said, rest) = line.split_once('=')?;
        let kind = [Kind::Spans, Kind::Chain, Kind::Relations];
        let kind = kind.into_iter().find(|kind| kind.sign() == said)?;
        let mut fields = rest.split('|').filter(|field| !field.is_empty());
        let name = fields.next()?.to_owned();
        let is_grammar = GRAMMAR.iter().any(|part| name.contains(part));
        let (sign, kind) = (kind, if is_grammar { Kind::Grammar } else { kind });
        let mut columns: Vec<String> = fields.map(Into::into).collect();
        if columns.is_empty() {
            columns.push(String::new());
        }
        Some(Layer { kind, name, columns, start, sign: sign.sign(), line: Some(line.to_owned()) })
    }

    /// A layer that no file has yet.
    pub(super) fn new(kind: Kind, name: String, columns: Vec<String>) -> Layer {
        Layer { kind, name, columns, start: 0, sign: kind.sign(), line: None }
    }

    /// The line of the header.
    pub(super) fn line(&self) -> String {
        let line = || format!("{}={}|{}", self.sign, self.name, self.columns.join("|"));
        self.line.clone().unwrap_or_else(line)
    }

    /// Whether it stands before or beside those of a kind: first all spans, then
    /// chains, then relations.
    pub(super) fn is_up_to(&self, kind: Kind) -> bool {
        [Kind::Spans, Kind::Chain, Kind::Relations]
            .into_iter()
            .any(|one| one.sign() == self.sign && one <= kind)
    }

    /// The name without its package.
    pub(super) fn short_name(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    /// The column with a name.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The column that says the label or the type: the likeliest by name, else
    /// the first that holds a value.
    pub(super) fn label_column(&self) -> Option<usize> {
        if self.kind == Kind::Chain {
            return self.column(CHAIN_LABEL);
        }
        let is_value = |column: &String| is_feature(column) && column != "identifier";
        ["label", "value"]
            .into_iter()
            .find_map(|name| self.column(name))
            .or(self.columns.iter().position(is_value))
    }

    /// The feature whose slots a column fills, if it does: it is declared in the
    /// column before, which has the roles.
    pub(super) fn slot(&self, column: usize) -> Option<&str> {
        let roles = self.columns.get(column.checked_sub(1)?)?.strip_prefix(ROLE)?;
        let feature = roles.split_once(':').map_or(roles, |(_, feature)| feature);
        Some(feature.split('_').next().unwrap_or(feature)).filter(|_| self.kind == Kind::Spans)
    }

    /// The layer of the ends of its relations.
    pub(super) fn base(&self) -> Option<&str> {
        self.columns.iter().find_map(|column| column.strip_prefix(BASE))
    }

    /// Says of which layer the ends of its relations are.
    pub(super) fn set_base(&mut self, base: &str) {
        let base = format!("{BASE}{base}");
        match self.columns.iter().position(|column| column.starts_with(BASE)) {
            Some(place) if self.columns[place] == base => return,
            Some(place) => self.columns[place] = base,
            None => self.columns.push(base),
        }
        self.line = None;
    }

    /// Adds a column for a feature, unless it is there. The base of relations
    /// stays last.
    pub(super) fn add(&mut self, feature: &str) {
        if self.column(feature).is_some() || !is_feature(feature) {
            return;
        }
        self.line = None;
        // The place of a layer without features.
        self.columns.retain(|column| !column.is_empty());
        let is_last = |column: &String| column.starts_with(BASE);
        let place = self.columns.iter().position(is_last).unwrap_or(self.columns.len());
        self.columns.insert(place, feature.into());
    }
}

/// Whether a column holds the value of a feature, and its name can stand in a
/// header.
pub(super) fn is_feature(column: &str) -> bool {
    !column.is_empty()
        && !column.contains(['.', '|', '\t', '\n', '\r'])
        && ![BASE, ROLE].iter().any(|sign| column.starts_with(sign))
}
