//! Writes an article.

use std::collections::BTreeMap;

use super::escapes::{escaped_text, escaped_value};
use super::{ANNOTATOR, LABEL, NOTE, RELATIONS, SIGN, SPANS, STATUS};
use crate::format::units::in_utf16;
use crate::format::{Options, Tokens, tokens_of};
use crate::model::annotation::{Annotation, Relation, Status};
use crate::model::document::Document;
use crate::model::id::AnnotationId;
use crate::model::offset::{TextRange, TextSize};
use crate::model::text::Text;

/// The file of an article that was fitted. Only the features are named that
/// the article has, since a project must have each that a file names.
pub(super) fn article(document: &Document, options: &Options) -> String {
    let text = &document.article().text;
    let ranges = document.annotations().map(|annotation| annotation.fragments.extent());
    let tokens = tokens_of(document.article(), options, ranges);
    let rows = Rows::new(document, &tokens);
    let mut file = format!("{SIGN}3.3\n#T_SP={SPANS}");
    for feature in &rows.features {
        file += &format!("|{feature}");
    }
    if rows.has_relations {
        file += &format!("\n#T_RL={RELATIONS}|{LABEL}|BT_{SPANS}");
    }
    file += "\n\n";
    let starts: Vec<TextSize> = tokens.sentences().map(|sentence| sentence[0].start()).collect();
    let mut first = 0;
    for (idx, sentence) in tokens.sentences().enumerate() {
        let start = if idx == 0 { TextSize::from(0) } else { starts[idx] };
        let end = starts.get(idx + 1).copied().unwrap_or(text.len());
        file.push('\n');
        for line in text.get(TextRange::new(start, end)).unwrap_or_default().split('\n') {
            file += &format!("#Text={}\n", escaped_text(line));
        }
        let before = TextRange::new(start, sentence[0].start());
        let mut number = 0;
        if !before.is_empty() {
            // White space before the first word of all, where no token is.
            number += 1;
            rows.row(&mut file, &format!("{}-{number}", idx + 1), before, &[]);
        }
        for place in first..first + sentence.len() {
            number += 1;
            rows.token(&mut file, place, &format!("{}-{number}", idx + 1));
        }
        first += sentence.len();
    }
    file
}

/// What stands on which row.
struct Rows<'a> {
    text: &'a Text,
    tokens: &'a Tokens,
    features: Vec<&'static str>,
    has_relations: bool,
    /// The annotations, by their numbers less one.
    annotations: Vec<&'a Annotation>,
    /// For each token, what covers all of it.
    whole: Vec<Vec<usize>>,
    /// For each token, parts of it, and what covers just these.
    parts: BTreeMap<usize, BTreeMap<(TextSize, TextSize), Vec<usize>>>,
    /// The relations that lead to an annotation, and where they start.
    relations: BTreeMap<usize, Vec<(&'a Relation, usize)>>,
    /// The row on which an annotation starts.
    ids: Vec<String>,
}

impl<'a> Rows<'a> {
    fn new(document: &'a Document, tokens: &'a Tokens) -> Rows<'a> {
        let annotations: Vec<&Annotation> = document.annotations().map(|one| &**one).collect();
        let has = |is_there: fn(&Annotation) -> bool| annotations.iter().any(|one| is_there(one));
        let mut features = vec![LABEL];
        features.extend(has(|one| !one.note.is_empty()).then_some(NOTE));
        features.extend(has(|one| one.status != Status::Sure).then_some(STATUS));
        features.extend(has(|one| !one.annotator.is_empty()).then_some(ANNOTATOR));
        let numbers: BTreeMap<AnnotationId, usize> =
            annotations.iter().enumerate().map(|(idx, one)| (one.id, idx)).collect();
        let mut relations: BTreeMap<usize, Vec<(&Relation, usize)>> = BTreeMap::new();
        for relation in document.relations() {
            if let (Some(&from), Some(&to)) =
                (numbers.get(&relation.from), numbers.get(&relation.to))
            {
                relations.entry(to).or_default().push((relation, from));
            }
        }
        let mut rows = Rows {
            text: &document.article().text,
            tokens,
            features,
            has_relations: !relations.is_empty(),
            whole: vec![Vec::new(); tokens.ranges().len()],
            parts: BTreeMap::new(),
            relations,
            ids: Vec::new(),
            annotations,
        };
        rows.place();
        rows
    }

    /// Finds the rows of each annotation.
    fn place(&mut self) {
        for (idx, annotation) in self.annotations.iter().enumerate() {
            let range = annotation.fragments.extent();
            for place in self.tokens.under(range) {
                let token = self.tokens.ranges()[place];
                match token.intersect(range).filter(|part| *part != token) {
                    Some(part) => {
                        let parts = self.parts.entry(place).or_default();
                        parts.entry((part.start(), part.end())).or_default().push(idx);
                    }
                    None => self.whole[place].push(idx),
                }
            }
        }
        let offset = usize::from(
            self.tokens.ranges().first().is_some_and(|first| first.start() > TextSize::from(0)),
        );
        self.ids = vec![String::new(); self.annotations.len()];
        let mut place = 0;
        let mut starts = Vec::new();
        for (sentence, tokens) in self.tokens.sentences().enumerate() {
            for number in 0..tokens.len() {
                let number = number + 1 + if sentence == 0 { offset } else { 0 };
                let id = format!("{}-{number}", sentence + 1);
                let parts = self.parts.get(&place).into_iter().flat_map(BTreeMap::values);
                let units = parts.enumerate().map(|(idx, on)| (format!("{id}.{}", idx + 1), on));
                for (id, on) in [(id.clone(), &self.whole[place])].into_iter().chain(units) {
                    for &idx in on.iter().filter(|&&idx| self.ids[idx].is_empty()) {
                        starts.push((idx, id.clone()));
                    }
                }
                for (idx, id) in starts.drain(..) {
                    self.ids[idx] = id;
                }
                place += 1;
            }
        }
    }

    /// The row of a token, and those of parts of it.
    fn token(&self, file: &mut String, place: usize, id: &str) {
        self.row(file, id, self.tokens.ranges()[place], &self.whole[place]);
        let parts = self.parts.get(&place).into_iter().flatten();
        for (idx, (&(start, end), on)) in parts.enumerate() {
            self.row(file, &format!("{id}.{}", idx + 1), TextRange::new(start, end), on);
        }
    }

    fn row(&self, file: &mut String, id: &str, range: TextRange, on: &[usize]) {
        let (start, end) = in_utf16(self.text, range);
        let words = escaped_token(self.text.get(range).unwrap_or_default());
        *file += &format!("{id}\t{start}-{end}\t{words}\t");
        for feature in &self.features {
            let values = on.iter().map(|&idx| {
                let value = value(self.annotations[idx], feature);
                let value = value.map_or("*".into(), escaped_value);
                format!("{value}[{}]", idx + 1)
            });
            cell(file, values.collect());
        }
        if self.has_relations {
            let starting = on.iter().filter(|&&idx| self.ids[idx] == id);
            let relations: Vec<_> = starting
                .flat_map(|to| {
                    let relations = self.relations.get(to).into_iter().flatten();
                    relations.map(move |&(relation, from)| (relation, from, *to))
                })
                .collect();
            let types = relations.iter().map(|one| escaped_value(one.0.relation_type.as_str()));
            cell(file, types.collect());
            let ends = relations
                .iter()
                .map(|&(_, from, to)| format!("{}[{}_{}]", self.ids[from], from + 1, to + 1));
            cell(file, ends.collect());
        }
        file.push('\n');
    }
}

/// A token as it is, unless it would end a cell or a line.
fn escaped_token(words: &str) -> String {
    if words.contains(['\t', '\n', '\r']) { escaped_text(words) } else { words.into() }
}

fn cell(file: &mut String, values: Vec<String>) {
    *file += if values.is_empty() { "_".to_owned() } else { values.join("|") }.as_str();
    file.push('\t');
}

/// The value of a feature; `None` if there is nothing to say.
fn value<'a>(annotation: &'a Annotation, feature: &str) -> Option<&'a str> {
    let status = annotation.status;
    let value = match feature {
        NOTE => &annotation.note,
        STATUS if status != Status::Sure => status.as_str(),
        STATUS => "",
        ANNOTATOR => &annotation.annotator,
        _ => annotation.label.as_str(),
    };
    Some(value).filter(|value| !value.is_empty())
}
