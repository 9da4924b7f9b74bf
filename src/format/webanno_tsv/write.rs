//! Writes an article.

use std::collections::BTreeMap;

use super::SIGN;
use super::escapes::escaped_text;
use super::foreign::Kept;
use super::header::Kind;
use super::layers::{Goes, Layers, Line};
use super::values::Values;
use crate::format::units::in_utf16;
use crate::format::{Options, SentenceRule, Tokens, tokens_of};
use crate::model::document::Document;
use crate::model::offset::{TextRange, TextSize};
use crate::model::text::Text;

/// The tokens of an article. Sentences that it came with are as they came; no
/// annotation goes over the end of one that is made here, as a project may not
/// allow that.
pub(super) fn tokens(document: &Document, options: &Options) -> Tokens {
    let article = document.article();
    let is_source = article.tokens.is_some() && options.sentences == SentenceRule::Source;
    let made = document.annotations().filter(|_| !is_source);
    let tokens = tokens_of(article, options, made.map(|annotation| annotation.fragments.extent()));
    let mut ranges = tokens.ranges().to_vec();
    for annotation in document.annotations() {
        reach(&mut ranges, annotation.fragments.extent());
    }
    Tokens::new(&article.text, ranges, tokens.starts().to_vec()).unwrap_or(tokens)
}

/// Widens tokens that cut a character where an annotation has all of it: it must
/// begin and end on rows.
fn reach(tokens: &mut [TextRange], annotation: TextRange) {
    let (start, end) = (annotation.start(), annotation.end());
    let first = tokens.partition_point(|token| token.end() <= start);
    if let Some(token) = tokens.get_mut(first).filter(|token| token.start() > start) {
        *token = TextRange::new(start, token.end());
    }
    let last = tokens.partition_point(|token| token.start() < end).checked_sub(1);
    if let Some(token) = last.and_then(|last| tokens.get_mut(last)).filter(|one| one.end() < end) {
        *token = TextRange::new(token.start(), end);
    }
}

/// The file of an article that was fitted. Only the features are named that
/// the article has, since a project must have each that a file names.
pub(super) fn article(document: &Document, options: &Options) -> String {
    let text = &document.article().text;
    let tokens = tokens(document, options);
    let kept = Kept::of_extra(&document.article().extra);
    let rows = Rows::new(document, &tokens, &kept);
    let mut file = format!("{SIGN}3.3\n");
    for line in &rows.layers.header {
        match line {
            Line::Layer(layer) => file += &rows.layers.layers[*layer].line(),
            Line::Other(line) => file += line,
        }
        file.push('\n');
    }
    file.push('\n');
    let mut comments = Comments { text: text.as_str(), kept: &kept, next: 0, ink: 0, end: 0 };
    let starts: Vec<TextSize> = tokens.sentences().map(|sentence| sentence[0].start()).collect();
    let mut first = 0;
    for (idx, sentence) in tokens.sentences().enumerate() {
        let lead = rows.lead.filter(|_| idx == 0);
        let start = lead.map_or(sentence[0].start(), TextRange::start);
        let end = starts.get(idx + 1).copied().unwrap_or(text.len());
        file.push('\n');
        comments.before(start.into(), &mut file);
        let words = text.get(TextRange::new(start, end)).unwrap_or_default();
        // What lies between sentences, a reader makes of the offsets.
        let n_tokens = sentence.last().map_or(0, |last| usize::from(last.end() - start));
        let words = if end < text.len() { without_gap(words, n_tokens) } else { words };
        for line in words.split('\n') {
            file += &format!("#Text={}\n", escaped_text(line));
        }
        let mut number = 0;
        if let Some(lead) = lead {
            number += 1;
            rows.row(&mut file, &format!("{}-{number}", idx + 1), lead, &[], false);
        }
        for place in first..first + sentence.len() {
            number += 1;
            rows.token(&mut file, place, &format!("{}-{number}", idx + 1));
        }
        first += sentence.len();
    }
    if comments.is_left() {
        file.push('\n');
    }
    comments.before(text.as_str().len(), &mut file);
    file
}

/// A sentence without the line feed, and spaces behind it, that a reader puts
/// between two; its tokens, which end at a place, stay whole.
fn without_gap(words: &str, end: usize) -> &str {
    let ink = words.trim_end_matches(' ').strip_suffix('\n');
    ink.filter(|ink| ink.len() >= end).unwrap_or(words)
}

/// The lines that stand between sentences.
struct Comments<'a> {
    text: &'a str,
    kept: &'a Kept,
    /// The next of them.
    next: usize,
    /// How much ink there is up to `end`.
    ink: u64,
    end: usize,
}

impl Comments<'_> {
    fn is_left(&self) -> bool {
        self.next < self.kept.comments.len()
    }

    /// Writes those that stand before a place of the text; at its end, all.
    fn before(&mut self, place: usize, file: &mut String) {
        let passed = self.text.get(self.end..place).unwrap_or_default();
        self.ink += passed.chars().filter(|c| !c.is_whitespace()).count() as u64;
        self.end = place;
        let is_end = place == self.text.len();
        while let Some((at, line)) = self.kept.comments.get(self.next)
            && (*at <= self.ink || is_end)
        {
            *file += &format!("{line}\n");
            self.next += 1;
        }
    }
}

/// What stands on which row.
struct Rows<'a> {
    text: &'a Text,
    tokens: &'a Tokens,
    kept: &'a Kept,
    layers: Layers<'a>,
    values: Values,
    /// The layers in the order of their columns.
    in_order: Vec<usize>,
    /// White space before the first word of all, where no token is; a reader makes
    /// spaces itself.
    lead: Option<TextRange>,
    /// For each token, what covers all of it.
    whole: Vec<Vec<usize>>,
    /// For each token, parts of it, and what covers just these.
    parts: BTreeMap<usize, BTreeMap<(TextSize, TextSize), Vec<usize>>>,
}

impl<'a> Rows<'a> {
    fn new(document: &'a Document, tokens: &'a Tokens, kept: &'a Kept) -> Rows<'a> {
        let text = &document.article().text;
        let layers = Layers::of(document, kept);
        let first = tokens.ranges().first().map(|first| TextRange::up_to(first.start()));
        let is_space = |range: &TextRange| {
            text.get(*range).is_none_or(|words| words.bytes().all(|byte| byte == b' '))
        };
        let mut rows = Rows {
            text,
            tokens,
            kept,
            values: Values::default(),
            in_order: layers.in_order().collect(),
            lead: first.filter(|range| !is_space(range)),
            whole: vec![Vec::new(); tokens.ranges().len()],
            parts: BTreeMap::new(),
            layers,
        };
        rows.place();
        rows
    }

    /// Finds the rows of each annotation, and what is written there.
    fn place(&mut self) {
        for (idx, marked) in self.layers.annotations.iter().enumerate() {
            let range = marked.annotation.fragments.extent();
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
        let mut ids = vec![String::new(); self.layers.annotations.len()];
        let (mut place, mut starts) = (0, Vec::new());
        for (sentence, tokens) in self.tokens.sentences().enumerate() {
            for number in 0..tokens.len() {
                let number = number + 1 + usize::from(sentence == 0 && self.lead.is_some());
                let id = format!("{}-{number}", sentence + 1);
                let parts = self.parts.get(&place).into_iter().flat_map(BTreeMap::values);
                let units = parts.enumerate().map(|(idx, on)| (format!("{id}.{}", idx + 1), on));
                for (id, on) in [(id.clone(), &self.whole[place])].into_iter().chain(units) {
                    for &idx in on.iter().filter(|&&idx| ids[idx].is_empty()) {
                        starts.push((idx, id.clone()));
                    }
                }
                for (idx, id) in starts.drain(..) {
                    ids[idx] = id;
                }
                place += 1;
            }
        }
        self.values = Values::of(&self.layers, ids, self.kept);
    }

    /// The row of a token, and those of parts of it.
    fn token(&self, file: &mut String, place: usize, id: &str) {
        self.row(file, id, self.tokens.ranges()[place], &self.whole[place], true);
        let parts = self.parts.get(&place).into_iter().flatten();
        for (idx, (&(start, end), on)) in parts.enumerate() {
            let id = format!("{id}.{}", idx + 1);
            self.row(file, &id, TextRange::new(start, end), on, false);
        }
    }

    fn row(&self, file: &mut String, id: &str, range: TextRange, on: &[usize], is_token: bool) {
        let (start, end) = in_utf16(self.text, range);
        let words = escaped_token(self.text.get(range).unwrap_or_default());
        *file += &format!("{id}\t{start}-{end}\t{words}\t");
        let mut of_layer: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut relations: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &idx in on {
            of_layer.entry(self.layers.annotations[idx].layer).or_default().push(idx);
            for &relation in self.values.relations_at(id, idx) {
                if let Goes::Layer(layer) = self.layers.relations[relation].goes {
                    relations.entry(layer).or_default().push(relation);
                }
            }
        }
        for &number in &self.in_order {
            let layer = &self.layers.layers[number];
            let kept = self.kept.cells.get(&layer.name).filter(|_| is_token);
            let kept = kept.and_then(|rows| rows.get(id));
            for column in 0..layer.columns.len() {
                let cell: Vec<String> = match layer.kind {
                    Kind::Grammar => {
                        kept.and_then(|cells| cells.get(column)).into_iter().cloned().collect()
                    }
                    Kind::Relations => {
                        let on = relations.get(&number).into_iter().flatten();
                        on.map(|&one| self.values.of_relation(&self.layers, one, column)).collect()
                    }
                    Kind::Spans | Kind::Chain => {
                        let on = of_layer.get(&number).into_iter().flatten();
                        on.map(|&one| self.values.of_annotation(&self.layers, one, column))
                            .collect()
                    }
                };
                *file += if cell.is_empty() { "_".to_owned() } else { cell.join("|") }.as_str();
                file.push('\t');
            }
        }
        file.push('\n');
    }
}

/// A token as it is, unless it would end a cell or a line.
fn escaped_token(words: &str) -> String {
    if words.contains(['\t', '\n', '\r']) { escaped_text(words) } else { words.into() }
}
