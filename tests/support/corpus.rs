//! A corpus in which everything that a format may get wrong stands once, and
//! an article as large as they come.
//!
//! All words are made up. The articles hold emoji, combining marks, CJK,
//! right-to-left scripts, no-break spaces, line ends of Windows, and U+2028;
//! annotations nest, cross, coincide, lie in fragments, end inside tokens, and
//! have relations, notes, statuses and annotators.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use verbatim::format::Collection;
use verbatim::model::annotation::{Annotation, MANUAL, Relation, Status};
use verbatim::model::article::{Article, Metadata};
use verbatim::model::document::Document;
use verbatim::model::edit::Edit;
use verbatim::model::extra::Extra;
use verbatim::model::fragments::{Fragment, Fragments};
use verbatim::model::id::{AnnotationId, ArticleId, RelationId};
use verbatim::model::offset::{TextRange, TextSize};
use verbatim::model::scheme::{Label, Scheme};
use verbatim::model::text::Text;
use verbatim::model::timestamp::{Timestamp, parse_date};

/// Labels with relations from each to each, one of them not in Latin letters.
pub fn scheme() -> Arc<Scheme> {
    let mut scheme = Scheme::default();
    let label =
        Label { id: "地点".into(), name: "Place (地点)".into(), ..scheme.labels[2].clone() };
    scheme.labels.push(Label { key: None, color: "#7a3db8".into(), ..label });
    let said_by = scheme.relation_types[0].clone();
    scheme.relation_types.push(verbatim::model::scheme::RelationType {
        id: "answers".into(),
        name: "Answers".into(),
        written_as: None,
        from: Vec::new(),
        to: Vec::new(),
        ..said_by
    });
    Arc::new(scheme)
}

/// All articles.
pub fn corpus() -> Collection {
    let scheme = scheme();
    let articles: [fn(&mut Story); 9] = [
        every_script,
        windows_lines,
        nesting_and_crossing,
        fragments,
        what_is_said_of_marks,
        looks_like_markup,
        plain,
        edges,
        nothing_marked,
    ];
    let documents = articles.iter().enumerate().map(|(idx, tell)| {
        let mut story = Story::new(idx as u128 + 1, &scheme);
        tell(&mut story);
        story.document.expect("the story has a text")
    });
    Collection { documents: documents.collect(), scheme: Arc::clone(&scheme), extra: Extra::new() }
}

fn every_script(story: &mut Story) {
    story.text(
        "Every script",
        "😀 Mayor Zoe\u{301} Mu\u{308}ller spoke first: “Plant 200 trees in 東京🗼 by May.”\n\
         وقال أحمد: يجب أن نزرع في ירושלים — 👨\u{200d}👩\u{200d}👧 at the \
         cafe\u{301}\u{a0}au\u{a0}lait\u{2028}agreed.\n\
         北京的市长说：“我们要修路。” 그리고 한국은 क्षि 👍🏿 🇩🇪.\n",
    );
    story.mark("s", "speaker", &["Mayor Zoe\u{301} Mu\u{308}ller"]);
    story.mark("p", "proposal", &["Plant 200 trees in 東京🗼 by May."]);
    story.mark("l", "location", &["東京🗼"]);
    story.mark("a", "speaker", &["أحمد"]);
    story.mark("q", "proposal", &["يجب أن نزرع في ירושלים"]);
    story.mark("j", "location", &["ירושלים"]);
    story.mark("f", "speaker", &["👨\u{200d}👩\u{200d}👧"]);
    story.mark("c", "location", &["cafe\u{301}\u{a0}au\u{a0}lait"]);
    story.mark("b", "地点", &["北京"]);
    story.mark("m", "speaker", &["北京的市长"]);
    story.mark("r", "proposal", &["我们要修路"]);
    story.mark("k", "地点", &["한국"]);
    story.mark("d", "location", &["🇩🇪"]);
    for (from, to) in [("p", "s"), ("q", "a"), ("r", "m")] {
        story.link("said_by", from, to);
    }
}

fn windows_lines(story: &mut Story) {
    story.text(
        "Lines of Windows",
        "🚒 First line.\r\nThe chief, Jo\u{308}rg, asked\r\nfor two more 🚒 in Wien.\r\n\r\nLast one.\r\n",
    );
    story.mark("s", "speaker", &["The chief, Jo\u{308}rg"]);
    story.mark("p", "proposal", &["two more 🚒 in Wien"]);
    story.mark("l", "location", &["Wien"]);
    // Over a line end.
    story.mark("o", "proposal", &["asked\nfor two"]);
    story.link("said_by", "p", "s");
}

fn nesting_and_crossing(story: &mut Story) {
    story.text(
        "One in the other",
        "The council of Old Harbour wants the bridge at North Quay closed, and its speaker too.",
    );
    story.mark("1", "speaker", &["The council of Old Harbour"]);
    story.mark("2", "location", &["Old Harbour"]);
    story.mark("3", "proposal", &["wants the bridge at North Quay closed"]);
    story.mark("4", "location", &["the bridge at North Quay"]);
    story.mark("5", "地点", &["North Quay"]);
    // Two that cross, two that coincide with another label, two with the same.
    story.mark("6", "proposal", &["closed, and its speaker"]);
    story.mark("7", "speaker", &["Old Harbour"]);
    story.mark("8", "proposal", &["the bridge at North Quay"]);
    story.mark("9", "地点", &["North Quay"]);
    story.link("said_by", "3", "1");
    story.link("said_by", "8", "1");
    story.link("answers", "6", "3");
}

fn fragments(story: &mut Story) {
    story.text(
        "In pieces",
        "“We must,” said Lea 🐝 of the bee club, “leave the meadow\nas it is, and the hedge as well.”",
    );
    let proposal = ["We must", "leave the meadow\nas it is"];
    story.mark("1", "proposal", &proposal);
    story.mark("2", "speaker", &["Lea 🐝", "bee club"]);
    story.mark("3", "location", &["the meadow", "hedge"]);
    story.mark("4", "proposal", &["We must", "leave", "hedge as well"]);
    story.link("said_by", "1", "2");
    story.link("said_by", "4", "2");
}

fn what_is_said_of_marks(story: &mut Story) {
    story.text(
        "Notes and names",
        "Ada asked for a library. Ben asked for none. Cem from Izmir laughed. Dee said “=1+1”.",
    );
    let notes = [
        "one line",
        "two lines:\nthe second 😀",
        "\t“quotes”, \"straight\" ones; a tab\tand a \\ and a |",
        "=1+1",
        " blanks at both ends ",
        "кириллица, עברית, 中文, e\u{301}",
    ];
    let marks = [
        ("speaker", "Ada"),
        ("proposal", "a library"),
        ("speaker", "Ben"),
        ("proposal", "none"),
        ("location", "Izmir"),
        ("speaker", "Dee"),
    ];
    for (idx, (label, quote)) in marks.into_iter().enumerate() {
        let key = idx.to_string();
        story.mark(&key, label, &[quote]);
        story.change(&key, |annotation| {
            annotation.note = notes[idx].into();
            annotation.status = Status::ALL[idx % 4];
            annotation.annotator = ["", "kim", "Zoë 😀", "kim"][idx % 4].into();
            annotation.created = Timestamp::from_millis(1_700_000_000_000 + idx as u64 * 1000);
            annotation.modified = Timestamp::from_millis(1_700_000_100_000 + idx as u64 * 1000);
            annotation.origin = [MANUAL, "model:ner-7"][idx % 2].into();
        });
    }
    story.link("said_by", "1", "0");
    story.link("said_by", "3", "2");
    story.link("answers", "3", "1");
}

/// What means something in one format or another, and nothing here.
fn looks_like_markup(story: &mut Story) {
    story.text(
        "Signs",
        "  -DOCSTART- -X- O O\n\n#Text=<b>Not bold</b> &amp; not an entity\n\
         T1\tspeaker 0 3\tAda\n\"a\",\"b\"\"c\"; back\\slash \\n, [1] {2} 1|2 *_*\n\
         1-1\t0-3\tAda\t_\n=SUM(A1)\u{200f}\u{feff}x\n\n",
    );
    story.mark("1", "speaker", &["<b>Not bold</b>"]);
    story.mark("2", "proposal", &["&amp;"]);
    story.mark("3", "location", &["b\"\"c\"; back\\slash \\n"]);
    story.mark("4", "地点", &["[1] {2} 1|2 *_*"]);
    story.mark("5", "speaker", &["=SUM(A1)"]);
    story.mark("6", "location", &["T1\tspeaker"]);
}

fn plain(story: &mut Story) {
    story.text("Plain", "Sam wants a park in Leeds. Kim does not.");
    story.mark("1", "speaker", &["Sam"]);
    story.mark("2", "proposal", &["a park in Leeds"]);
    story.mark("3", "speaker", &["Kim"]);
    story.link("said_by", "2", "1");
}

fn edges(story: &mut Story) {
    story.text("Edges", "🌍 Wuzhen: roads,🚲too🌍");
    // The first and the last character, all, and what ends inside a word.
    story.mark("1", "location", &["🌍"]);
    story.mark("2", "proposal", &["🌍 Wuzhen: roads,🚲too🌍"]);
    story.mark("3", "location", &["Wuzh"]);
    story.mark("4", "speaker", &["🚲"]);
    story.mark("5", "地点", &["too🌍"]);
    story.link("answers", "2", "4");
}

fn nothing_marked(story: &mut Story) {
    story.text("Nothing marked", "Nobody said anything.\nNowhere.");
}

/// An article of at least `n_bytes` with `n_annotations`, the same each time:
/// one in ten is inside another, one in fifty in two fragments, one in five has
/// a note, and one in five a relation.
pub fn large(n_bytes: usize, n_annotations: usize) -> Collection {
    const WORDS: [&str; 20] = [
        "the",
        "council",
        "asks",
        "for",
        "more",
        "trees",
        "東京",
        "cafe\u{301}",
        "😀",
        "meadow",
        "وقال",
        "bridge",
        "and",
        "ירושלים",
        "nobody",
        "says",
        "why",
        "now",
        "“so”",
        "Zoë",
    ];
    let scheme = scheme();
    let mut story = Story::new(100, &scheme);
    let mut dice = Dice(7);
    let (mut text, mut places) = (String::with_capacity(n_bytes + 64), Vec::new());
    while text.len() < n_bytes {
        let word = WORDS[dice.below(WORDS.len())];
        places.push((text.len(), text.len() + word.len()));
        text += word;
        text += match dice.below(60) {
            0 => ".\n\n",
            1..4 => ".\n",
            4..9 => ". ",
            9..12 => ", ",
            _ => " ",
        };
    }
    story.text("A large one", &text);
    let labels = ["speaker", "proposal", "location", "地点"];
    let every = places.len() / n_annotations;
    for idx in 0..n_annotations {
        let first = idx * every;
        let last = (first + dice.below(every)).min(places.len() - 1);
        let whole = (places[first].0, places[last].1);
        let ranges = match idx % 50 {
            0 if last > first + 1 => vec![places[first], places[last]],
            // Over the one before, which it then holds.
            n if n % 10 == 5 => vec![(places[first - every].0, whole.1)],
            _ => vec![whole],
        };
        let key = idx.to_string();
        story.mark_at(&key, labels[dice.below(4)], &ranges);
        if idx % 5 == 1 {
            story.change(&key, |annotation| annotation.note = format!("note {idx}: 😀"));
            story.link("said_by", &key, &(idx - 1).to_string());
        }
    }
    let documents = vec![story.document.expect("the story has a text")];
    Collection { documents, scheme: Arc::clone(&scheme), extra: Extra::new() }
}

/// An article that is being told.
struct Story {
    number: u128,
    n_items: u128,
    scheme: Arc<Scheme>,
    document: Option<Document>,
    keys: BTreeMap<String, AnnotationId>,
}

impl Story {
    fn new(number: u128, scheme: &Arc<Scheme>) -> Story {
        let scheme = Arc::clone(scheme);
        Story { number, n_items: 0, scheme, document: None, keys: BTreeMap::new() }
    }

    /// An id that is a UUID of version 8, and the same each time.
    fn next_id(&mut self) -> uuid::Uuid {
        self.n_items += 1;
        let bytes = (self.number << 64 | self.n_items).to_be_bytes();
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    fn text(&mut self, title: &str, original: &str) {
        let id = ArticleId(self.next_id());
        let (text, intake) = Text::from_original(original).expect("a text");
        let metadata = Metadata {
            title: title.into(),
            date: parse_date("2026-11-23"),
            source: "The Made-up Post".into(),
            url: Some(format!("https://example.org/{}", self.number)),
            language: "en".into(),
        };
        let line_endings = intake.line_endings;
        let article =
            Article { id, metadata, line_endings, text, tokens: None, extra: Extra::new() };
        self.document = Some(Document::new(article, Arc::clone(&self.scheme)));
    }

    fn document(&mut self) -> &mut Document {
        self.document.as_mut().expect("the text comes first")
    }

    /// Marks the first occurrences of quotes, each after the one before.
    fn mark(&mut self, key: &str, label: &str, quotes: &[&str]) {
        let text = self.document().article().text.clone();
        let mut from = 0;
        let mut ranges = Vec::new();
        for quote in quotes {
            let found = text.as_str()[from..].find(quote);
            let start = from + found.unwrap_or_else(|| panic!("no {quote:?} in {key}"));
            from = start + quote.len();
            ranges.push((start, from));
        }
        self.mark_at(key, label, &ranges);
    }

    fn mark_at(&mut self, key: &str, label: &str, ranges: &[(usize, usize)]) {
        let id = AnnotationId(self.next_id());
        let size = |at: usize| TextSize::from(at as u32);
        let fragments = ranges.iter().map(|&(start, end)| Fragment {
            range: TextRange::new(size(start), size(end)),
            extra: Extra::new(),
        });
        let document = self.document();
        let fragments = Fragments::new(&document.article().text, fragments.collect());
        let annotation = Annotation {
            id,
            label: label.into(),
            fragments: fragments.expect("quotes are fragments"),
            note: String::new(),
            status: Status::Sure,
            annotator: String::new(),
            created: Timestamp::default(),
            modified: Timestamp::default(),
            origin: MANUAL.into(),
            extra: Extra::new(),
        };
        document.apply(Edit::PutAnnotation(Box::new(annotation))).expect("a label of the scheme");
        self.keys.insert(key.into(), id);
    }

    fn change(&mut self, key: &str, change: impl FnOnce(&mut Annotation)) {
        let id = self.keys[key];
        let document = self.document();
        let mut annotation = Annotation::clone(document.annotation(id).expect("it is there"));
        change(&mut annotation);
        document.apply(Edit::PutAnnotation(Box::new(annotation))).expect("it was there");
    }

    fn link(&mut self, relation_type: &str, from: &str, to: &str) {
        let relation = Relation {
            id: RelationId(self.next_id()),
            relation_type: relation_type.into(),
            from: self.keys[from],
            to: self.keys[to],
            created: Timestamp::default(),
            modified: Timestamp::default(),
            extra: Extra::new(),
        };
        let put = self.document().apply(Edit::PutRelation(Box::new(relation)));
        put.expect("both ends are there");
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        // The constants of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}
