//! Reads the rows of an article. Columns are known by their names; which
//! there are, and in what order, is the file's own.

use std::collections::BTreeMap;

use crate::format::describe::quoted;
use crate::format::item::whole_in;
use crate::format::{
    Draft, DraftAnnotation, DraftFragment, DraftRelation, Drafts, FileLine, FileProblem,
    OffsetUnit, Record,
};
use crate::model::id::{AnnotationId, ArticleId, RelationId};

/// The names of the column that names the article, and of that of the label.
pub(super) const DOC_ID: &[&str] = &["doc_id", "doc", "document", "document_id", "article_id"];
pub(super) const LABEL: &[&str] = &["label", "type", "tag"];

/// The columns that are known, each with the names that it goes by.
const NAMES: [&[&str]; 20] = [
    DOC_ID,
    &["ann_id", "id", "annotation_id"],
    LABEL,
    &["start_codepoint", "start_utf16", "start_byte", "start", "begin", "start_offset"],
    &["end_codepoint", "end_utf16", "end_byte", "end", "end_offset"],
    &["text", "covered_text", "quote"],
    &["note", "comment"],
    &["status"],
    &["annotator"],
    &["created"],
    &["modified"],
    &["origin"],
    &["relation"],
    &["to_id"],
    &["relation_id"],
    &["title"],
    &["date"],
    &["source"],
    &["url"],
    &["language"],
];

/// The name of a column, however it is spelt in the header.
pub(super) fn column_name(cell: &str) -> String {
    cell.trim().trim_matches('"').to_lowercase()
}

/// The columns that a table must have.
const NEEDED: [&str; 4] = ["label", "start_codepoint", "end_codepoint", "text"];

/// Whether names of columns are those of a table that can be read.
pub(super) fn is_header(columns: &[String]) -> bool {
    let has = |needed: &&str| {
        let names = NAMES.iter().find(|names| names.contains(needed));
        names.is_some_and(|names| columns.iter().any(|column| names.contains(&column.as_str())))
    };
    NEEDED.iter().all(has)
}

/// Reads an article.
///
/// # Errors
/// A header without the columns that are needed, or no row with the text.
pub(super) fn read(
    record: &Record<'_>,
    delimiter: u8,
    drafts: &mut Drafts,
) -> Result<(), FileProblem> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(record.text().as_bytes());
    let mut rows = reader.records().filter_map(Result::ok);
    let header = Header::new(&rows.next().unwrap_or_default())?;
    if !header.unknown.is_empty() && record.number == 1 {
        let unknown = header.unknown.join(", ");
        drafts.note(1, format!("columns that are not read, as they are not known: {unknown}"));
    }
    let mut reading = Reading {
        header: &header,
        drafts,
        number: record.number,
        draft: None,
        annotations: Vec::new(),
        relations: Vec::new(),
        places: BTreeMap::new(),
    };
    let mut first = None;
    for (idx, row) in rows.enumerate() {
        // The header is a record of its own.
        let line = record.rows.get(idx).copied().unwrap_or(record.line + idx);
        reading.row(&row, line);
        first.get_or_insert(row);
    }
    if first.is_none() {
        return Err(FileProblem::Other("has a header and no rows below it".into()));
    }
    let Some(mut draft) = reading.draft else {
        let id = first.as_ref().map_or("", |row| header.cell(row, "doc_id").unwrap_or_default());
        let why = format!(
            "has no row with the text of the article {}: one without a label, whose “text” is \
             the whole text",
            quoted(id)
        );
        return Err(FileProblem::Other(why));
    };
    (draft.annotations, draft.relations) = (reading.annotations, reading.relations);
    draft.units = header.units;
    if header.place("title").is_none() {
        draft.is_title_made = draft.title.is_empty();
        draft.title = if draft.title.is_empty() { record.stem.into() } else { draft.title };
    }
    drafts.push(draft);
    Ok(())
}

/// What parts the columns of a header that was taken for one column.
fn other_delimiter(cell: &str) -> Option<&'static str> {
    let signs = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars"), (',', "commas")];
    let sign = signs.into_iter().find(|(sign, _)| cell.matches(*sign).count() > 2);
    sign.map(|(_, name)| name)
}

/// So many columns of a header are named.
const MAX_NAMED: usize = 20;

/// Says which columns are missing, and which are there.
fn without_columns(missing: &[&str], row: &csv::StringRecord) -> FileProblem {
    let columns = if missing.len() == 1 { "column" } else { "columns" };
    let missing = missing.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let there: Vec<String> = row.iter().take(MAX_NAMED).map(quoted).collect();
    let more = match row.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    FileProblem::Other(format!(
        "lacks the {columns} {missing} in its first row, which has {}{more}",
        there.join(", ")
    ))
}

/// Where each column stands.
struct Header {
    places: BTreeMap<&'static str, usize>,
    unknown: Vec<String>,
    units: &'static [OffsetUnit],
}

impl Header {
    fn new(row: &csv::StringRecord) -> Result<Header, FileProblem> {
        let (mut places, mut unknown) = (BTreeMap::new(), Vec::new());
        let mut units: &[OffsetUnit] = &[OffsetUnit::CodePoint, OffsetUnit::Utf16];
        for (place, cell) in row.iter().enumerate() {
            let name = column_name(cell);
            let known = NAMES.iter().find(|names| names.contains(&name.as_str()));
            match known.filter(|names| !places.contains_key(names[0])) {
                Some(names) => {
                    places.insert(names[0], place);
                }
                // pandas numbers the rows under no name.
                None if name.is_empty() => {}
                None => unknown.push(quoted(cell)),
            }
            match name.as_str() {
                "start_codepoint" => units = &[OffsetUnit::CodePoint],
                "start_utf16" => units = &[OffsetUnit::Utf16],
                "start_byte" => units = &[OffsetUnit::Byte],
                _ => {}
            }
        }
        if let (1, Some(other)) = (row.len(), row.get(0).and_then(other_delimiter)) {
            return Err(FileProblem::Other(format!(
                "parts its columns with {other}: save it as CSV with commas, or as TSV with tabs"
            )));
        }
        let is_missing = |needed: &&str| !places.contains_key(needed);
        let missing: Vec<&str> = NEEDED.into_iter().filter(is_missing).collect();
        if !missing.is_empty() {
            return Err(without_columns(&missing, row));
        }
        Ok(Header { places, unknown, units })
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.places.get(column).copied()
    }

    /// What stands in a column; `None` if there is no such column.
    fn cell<'a>(&self, row: &'a csv::StringRecord, column: &str) -> Option<&'a str> {
        self.place(column).map(|place| row.get(place).unwrap_or_default())
    }

    /// What stands in a column, if anything does.
    fn filled<'a>(&self, row: &'a csv::StringRecord, column: &str) -> Option<&'a str> {
        self.cell(row, column).filter(|cell| !cell.is_empty())
    }
}

struct Reading<'a> {
    header: &'a Header,
    drafts: &'a mut Drafts,
    number: usize,
    draft: Option<Draft>,
    annotations: Vec<DraftAnnotation>,
    relations: Vec<DraftRelation>,
    /// The annotations by their ids.
    places: BTreeMap<String, usize>,
}

impl Reading<'_> {
    fn row(&mut self, row: &csv::StringRecord, line: usize) {
        let header = self.header;
        let label = header.filled(row, "label");
        let result = match label {
            None => self.article(row),
            Some(label) => self.annotation(row, label, line),
        };
        if let Err(why) = result {
            self.drafts.lose(self.number, format!("the row on line {line} {why}"), 1);
        }
    }

    fn article(&mut self, row: &csv::StringRecord) -> Result<(), String> {
        let header = self.header;
        if header.filled(row, "ann_id").is_some() {
            return Err("has no label".into());
        }
        if self.draft.is_some() {
            return Err("has no label, and an earlier one has the text of the article".into());
        }
        let words = |column| header.cell(row, column).unwrap_or_default().to_owned();
        let id = header.filled(row, "doc_id").unwrap_or_default();
        let is_uuid = id.parse::<ArticleId>().is_ok();
        let title = match header.place("title") {
            // What names the article in the file names it here too.
            None if !is_uuid => id.to_owned(),
            _ => words("title"),
        };
        self.draft = Some(Draft {
            id: is_uuid.then(|| id.into()),
            title,
            date: header.filled(row, "date").map(Into::into),
            source: words("source"),
            url: header.filled(row, "url").map(Into::into),
            language: words("language"),
            ..Draft::new(words("text"))
        });
        Ok(())
    }

    fn annotation(
        &mut self,
        row: &csv::StringRecord,
        label: &str,
        line: usize,
    ) -> Result<(), String> {
        let header = self.header;
        let offset = |column: &str| {
            let cell = header.cell(row, column).unwrap_or_default();
            whole_in(cell).ok_or_else(|| {
                let cell = quoted(cell);
                format!("has {cell} as “{column}”, where a whole number should be")
            })
        };
        let fragment =
            DraftFragment { start: offset("start_codepoint")?, end: offset("end_codepoint")? };
        let quote = header.filled(row, "text");
        let key = header.filled(row, "ann_id").map(str::to_owned);
        if let Some(&place) = key.as_ref().and_then(|key| self.places.get(key)) {
            let annotation = &mut self.annotations[place];
            if annotation.label != label {
                let (one, other) = (quoted(&annotation.label), quoted(label));
                return Err(format!("says {other}, but an earlier one of its ann_id says {one}"));
            }
            annotation.fragments.push(fragment);
            match (&mut annotation.quote, quote) {
                (Some(all), Some(quote)) => {
                    all.push(' ');
                    all.push_str(quote);
                }
                (all, _) => *all = None,
            }
            return Ok(());
        }
        let cell = |column| header.cell(row, column).map(str::to_owned);
        let filled = |column| header.filled(row, column).map(str::to_owned);
        let id = key.clone().filter(|id| id.parse::<AnnotationId>().is_ok());
        let key = key.unwrap_or_else(|| format!("row {line}"));
        self.places.insert(key.clone(), self.annotations.len());
        self.annotations.push(DraftAnnotation {
            key: key.clone(),
            line: Some(FileLine::On(line)),
            id,
            label: label.into(),
            fragments: vec![fragment],
            quote: quote.map(Into::into),
            note: cell("note").unwrap_or_default(),
            status: filled("status"),
            annotator: cell("annotator").unwrap_or_default(),
            created: filled("created"),
            modified: filled("modified"),
            origin: cell("origin"),
            ..DraftAnnotation::default()
        });
        self.links(row, &key, line)
    }

    fn links(&mut self, row: &csv::StringRecord, from: &str, line: usize) -> Result<(), String> {
        let list = |column| -> Vec<String> {
            let cell = self.header.cell(row, column).unwrap_or_default();
            cell.split_whitespace().map(Into::into).collect()
        };
        let (types, targets, ids) = (list("relation"), list("to_id"), list("relation_id"));
        if types.len() != targets.len() || ids.len() > targets.len() {
            let why = format!(
                "the row on line {line} has a “relation” {}, a “to_id” {} and a “relation_id” {}, \
                 which should be as many",
                quoted(&types.join(" ")),
                quoted(&targets.join(" ")),
                quoted(&ids.join(" "))
            );
            self.drafts.lose(self.number, why, targets.len().max(types.len()));
            return Ok(());
        }
        for (idx, (relation_type, to)) in types.into_iter().zip(targets).enumerate() {
            let id = ids.get(idx).filter(|id| id.parse::<RelationId>().is_ok());
            self.relations.push(DraftRelation {
                key: ids.get(idx).cloned().unwrap_or_default(),
                line: Some(FileLine::On(line)),
                id: id.cloned(),
                relation_type,
                from: from.into(),
                to,
                ..DraftRelation::default()
            });
        }
        Ok(())
    }
}
