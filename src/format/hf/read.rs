//! What is read of a record: a row, or a page of rows as the server of datasets
//! gives it.
//! Source: <https://huggingface.co/docs/dataset-viewer/rows>.

use serde_json::{Map, Value};

use super::classes::{Classes, Configs};
use super::row::draft;
use super::tags::spans;
use super::{ID, TAG_COLUMNS, TEXT, TOKEN_COLUMNS};
use crate::format::describe::{kind, named, quoted};
use crate::format::draft::{Draft, Drafts};
use crate::format::ids::raw_id;
use crate::format::item::{foreign, whole};
use crate::format::json_lines::object_of;
use crate::format::tags::Tag;
use crate::format::{FileProblem, Outcome, Record, RecordAt};

/// Where the names of tags are, if tags are numbers.
#[derive(Clone, Copy)]
enum Names<'a> {
    /// In a file beside the data.
    Beside(Option<&'a str>),
    /// In the page itself: what it says of its columns.
    Here(&'a Value),
}

impl Names<'_> {
    fn of(self, column: &str, record: &Record<'_>) -> Configs {
        match self {
            Names::Beside(file) => Configs::in_file(file, column, record.stem),
            Names::Here(features) => Configs::in_features(features, column),
        }
    }
}

/// Reads a record.
///
/// # Errors
/// It is no row of tokens with tags, and no page of such rows.
pub(super) fn record(record: &Record<'_>, drafts: &mut Drafts) -> Result<(), FileProblem> {
    let mut fields = object_of(record)?;
    if !TOKEN_COLUMNS.iter().any(|column| fields.contains_key(*column))
        && let Some(Value::Array(rows)) = fields.remove("rows")
    {
        return page(rows, &fields, record, drafts);
    }
    row(fields, Names::Beside(record.companion), record, drafts)
}

/// Reads a page of rows.
fn page(
    rows: Vec<Value>,
    fields: &Map<String, Value>,
    record: &Record<'_>,
    drafts: &mut Drafts,
) -> Result<(), FileProblem> {
    let features = fields.get("features").unwrap_or(&Value::Null);
    let n_total = fields.get("num_rows_total").and_then(whole).unwrap_or_default();
    if n_total > rows.len() as u64 {
        let has = if rows.len() == 1 { "1 row is" } else { &format!("{} rows are", rows.len()) };
        drafts.note(record.number, format!("of the {n_total} rows of its dataset, {has} here"));
    }
    let (mut first_problem, mut is_read, at) = (None, false, drafts.at);
    for (idx, mut value) in rows.into_iter().enumerate() {
        let of_row = Record { number: idx + 1, ..*record };
        drafts.at = Some(RecordAt::number(of_row.number));
        let cut = value.get("truncated_cells").and_then(Value::as_array);
        for cell in cut.into_iter().flatten() {
            let sentence = format!("its {} is cut off in the file", named(cell));
            drafts.note(of_row.number, sentence);
        }
        let read = match value.get_mut("row").map(Value::take) {
            Some(Value::Object(fields)) => row(fields, Names::Here(features), &of_row, drafts),
            _ => Err(FileProblem::Other("has no “row”".into())),
        };
        match read {
            Ok(()) => is_read = true,
            Err(problem) => {
                drafts.warn(of_row.number, format!("it {problem}"), Outcome::LeftOut);
                first_problem.get_or_insert(problem);
            }
        }
    }
    drafts.at = at;
    first_problem.filter(|_| !is_read).map_or(Ok(()), Err)
}

/// Reads a row.
fn row(
    mut fields: Map<String, Value>,
    names: Names<'_>,
    record: &Record<'_>,
    drafts: &mut Drafts,
) -> Result<(), FileProblem> {
    let tokens = tokens(&mut fields)?;
    let column = TAG_COLUMNS.into_iter().find(|column| fields.contains_key(*column));
    let Some(column) = column else {
        return Err(FileProblem::Other("has no “ner_tags”".into()));
    };
    let mut configs = None;
    let tags = fields.remove(column).unwrap_or_default();
    let tags = tag_names(tags, column, || names.of(column, record), &mut configs)?;
    if tags.len() != tokens.len() {
        let (n_tokens, n_tags) = (n_of(tokens.len(), "token"), n_of(tags.len(), "tag"));
        return Err(FileProblem::Other(format!("has {n_tokens}, but {n_tags}")));
    }
    if record.number == 1
        && let Some(said) = configs.and_then(|configs| configs.said())
    {
        drafts.note(1, said);
    }
    let id = fields.remove("id").and_then(|id| raw_id(Some(&id)).map(String::from));
    let text = fields.get(TEXT).and_then(Value::as_str).map(String::from);
    let draft = draft(&tokens, &tags, text, id, record, drafts);
    // What is the article's text is nothing of another program's.
    if fields.get(TEXT).and_then(Value::as_str) == Some(&*draft.text) {
        fields.remove(TEXT);
    }
    let (aligned, rest): (Map<_, _>, Map<_, _>) = fields.into_iter().partition(|(_, value)| {
        value.as_array().is_some_and(|values| values.len() == tokens.len())
    });
    let mut others = Vec::new();
    for (name, values) in aligned {
        let n_spans = n_spans(values, &name, || names.of(&name, record));
        match n_spans {
            0 => others.push(quoted(&name)),
            n => {
                let annotations = n_of(n, "annotation");
                let sentence = format!("its {} has tags too, of {annotations}", quoted(&name));
                drafts.lose(record.number, sentence, n);
            }
        }
    }
    if record.number == 1 && !others.is_empty() {
        let sentence = format!("other columns of its tokens are not kept: {}", others.join(", "));
        drafts.note(1, sentence);
    }
    drafts.push(Draft { extra: foreign(ID, rest.into_iter().collect()), ..draft });
    Ok(())
}

/// The tokens of a row.
fn tokens(fields: &mut Map<String, Value>) -> Result<Vec<String>, FileProblem> {
    let other = |what: String| Err(FileProblem::Other(what));
    let column = TOKEN_COLUMNS.into_iter().find(|column| fields.contains_key(*column));
    let Some(column) = column else { return other("has no “tokens”".into()) };
    let list = match fields.remove(column).unwrap_or_default() {
        Value::Array(list) => list,
        value => {
            let what = named(&value);
            return other(format!("has {what} for its “{column}”, not a list"));
        }
    };
    let mut tokens = Vec::with_capacity(list.len());
    for token in list {
        match token {
            Value::String(words) => tokens.push(words),
            value => return other(format!("has a token that is {}", kind(&value))),
        }
    }
    Ok(tokens)
}

/// The names of the tags of a row; `configs` has then what was asked for them.
fn tag_names(
    tags: Value,
    column: &str,
    ask: impl Fn() -> Configs,
    configs: &mut Option<Configs>,
) -> Result<Vec<String>, FileProblem> {
    let Value::Array(list) = tags else {
        let what = named(&tags);
        return Err(FileProblem::Other(format!("has {what} for its “{column}”, not a list")));
    };
    let mut names = Vec::with_capacity(list.len());
    for tag in list {
        names.push(match &tag {
            Value::String(name) => name.clone(),
            Value::Number(_) => {
                let classes = configs.get_or_insert_with(&ask).classes();
                let number = whole(&tag).and_then(|number| usize::try_from(number).ok());
                let name = number.and_then(|number| classes.name(number));
                let Some(name) = name else { return Err(nameless(&tag, classes)) };
                name.into()
            }
            other => {
                let what = kind(other);
                return Err(FileProblem::Other(format!("has {what} for a tag in its “{column}”")));
            }
        });
    }
    Ok(names)
}

/// How many annotations a column of tags has that is not read; none, if it has
/// no tags.
fn n_spans(values: Value, column: &str, ask: impl Fn() -> Configs) -> usize {
    let Ok(names) = tag_names(values, column, ask, &mut None) else { return 0 };
    let is_tag = |name: &String| matches!(Tag::read(name), Some(Tag::Inside { .. }));
    if names.iter().any(is_tag) { spans(&names).len() } else { 0 }
}

fn nameless(tag: &Value, classes: &Classes) -> FileProblem {
    let tag = named(tag);
    FileProblem::Other(match classes.len() {
        0 => format!(
            "has the tag {tag} and no name for it; open it together with the README.md or \
             dataset_info.json of its dataset, or write the names in place of the numbers"
        ),
        1 => format!("has the tag {tag}, but its dataset has a name for 0 only"),
        n => format!("has the tag {tag}, but its dataset has names for 0 to {} only", n - 1),
    })
}

fn n_of(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
