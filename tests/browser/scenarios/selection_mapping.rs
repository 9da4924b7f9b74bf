//! What a selection in the DOM means in the text: one table, over an article
//! that has everything which makes offsets go wrong.
//!
//! Alt is held, so that nothing is widened but half characters. A row is made
//! an annotation, and what is kept of it is checked against the kept text.

use serde_json::{Value, json};

use crate::harness::kept::Annotation;
use crate::harness::native::{self, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(selections_become_offsets),
        scenario!(selections_between_groups_of_lines_become_offsets),
    ]
}

const TEXT: &str = "First Ada and Bob met  twice.

🙂 smile 😀😀 end
e\u{301}te\u{301} nai\u{308}ve cafe\u{301}
习近平在北京说：很好。
אמר דוד כהן בירושלים
5\u{a0}km and 10\u{a0}km
one\u{2028}two\u{2029}three
👨\u{200d}👩\u{200d}👧\u{200d}👦 family 🇩🇪 flag


Last line, no end";

const MARKED: [Marked; 9] = [
    marked("speaker", "Ada"),
    marked("proposal", "Ada and Bob"),
    marked("location", "Bob met"),
    marked("speaker", "smile 😀"),
    marked("proposal", "end\ne\u{301}te\u{301}"),
    marked("location", "北京"),
    marked("speaker", "דוד כהן"),
    marked("speaker", "Last"),
    marked("location", "no end"),
];

const fn marked(label: &'static str, words: &'static str) -> Marked<'static> {
    Marked { label, words }
}

/// From where, to where, and the words that are meant; none for nothing.
///
/// A place is a node and an offset in it: `text B N` is text node N of block
/// B, `p B` the block, `mark B N` its mark N, `comment B N` its comment N,
/// `lines` what the first blocks lie in, `article` the article, anything else a
/// CSS selector. Offsets count UTF-16 units or children; `end` is after the last,
/// `<N` before and `>N` after mark N of a block, or block N of the lines.
type Row = (&'static str, &'static str, &'static str);

/// Text nodes of block 0: `First `, `Ada`, ` and `, `Bob`, ` met`, `  twice.`;
/// of block 2: `🙂 `, `smile 😀`, `😀 `, `end`; of block 3: `été`, the rest.
const ROWS: [Row; 64] = [
    // Plain text, and in and between marks.
    ("text 0 0 @ 0", "text 0 0 @ 5", "First"),
    ("text 0 0 @ 2", "text 0 0 @ 4", "rs"),
    ("text 0 1 @ 0", "text 0 1 @ 3", "Ada"),
    ("text 0 1 @ 1", "text 0 1 @ 2", "d"),
    ("text 0 0 @ 6", "text 0 2 @ 0", "Ada"),
    ("text 0 1 @ 3", "text 0 4 @ 0", "and Bob"),
    ("text 0 1 @ 1", "text 0 3 @ 2", "da and Bo"),
    ("text 0 4 @ 1", "text 0 1 @ 2", "a and Bob"),
    ("text 0 5 @ 8", "text 0 0 @ 1", "irst Ada and Bob met  twice."),
    // Elements as containers: boundaries between nodes.
    ("p 0 @ <0", "p 0 @ >0", "Ada"),
    ("p 0 @ <1", "p 0 @ >3", "and Bob met"),
    ("p 0 @ 0", "p 0 @ <0", "First"),
    ("p 0 @ >3", "p 0 @ end", "twice."),
    ("p 0 @ 0", "p 0 @ end", "First Ada and Bob met  twice."),
    ("mark 0 0 @ 0", "mark 0 0 @ end", "Ada"),
    ("mark 0 2 @ end", "mark 0 0 @ 0", "Ada and Bob"),
    ("mark 0 2 @ 0", "text 0 5 @ 3", "Bob met  t"),
    ("p 0 @ <2", "text 0 3 @ 1", "B"),
    // Spaces, single, double and hard.
    ("text 0 5 @ 0", "text 0 5 @ 2", ""),
    ("text 0 4 @ 3", "text 0 5 @ 4", "t  tw"),
    ("text 6 0 @ 0", "text 6 0 @ 4", "5\u{a0}km"),
    ("text 6 0 @ 1", "text 6 0 @ 4", "km"),
    ("text 6 0 @ 2", "text 6 0 @ 0", "5"),
    ("text 6 0 @ 5", "text 6 0 @ end", "and 10\u{a0}km"),
    // Over lines and empty lines; a triple click.
    ("p 0 @ 0", "p 1 @ 0", "First Ada and Bob met  twice."),
    ("p 4 @ 0", "p 5 @ 0", "习近平在北京说：很好。"),
    ("p 1 @ 0", "p 2 @ 0", ""),
    ("p 1 @ 0", "p 1 @ end", ""),
    ("text 0 5 @ 3", "text 2 0 @ 2", "wice.\n\n🙂"),
    ("p 9 @ 0", "p 11 @ 0", ""),
    ("p 9 @ 0", "text 8 0 @ 24", "flag"),
    ("p 10 @ 0", "text 11 0 @ 4", "Last"),
    // Emoji, and between the two halves of one.
    ("text 2 0 @ 0", "text 2 0 @ 2", "🙂"),
    ("text 2 0 @ 1", "text 2 1 @ 5", "🙂 smile"),
    ("text 2 1 @ 0", "text 2 1 @ 7", "smile"),
    ("text 2 1 @ 7", "text 2 2 @ 1", "😀"),
    ("text 2 2 @ 0", "text 2 2 @ 1", ""),
    ("text 2 1 @ 8", "text 2 2 @ 0", ""),
    ("text 2 2 @ 2", "text 2 1 @ 8", "😀"),
    ("text 8 0 @ 0", "text 8 0 @ 2", "👨\u{200d}👩\u{200d}👧\u{200d}👦"),
    ("text 8 0 @ 19", "text 8 0 @ 21", "🇩🇪"),
    ("text 8 0 @ 22", "text 8 0 @ 23", "🇩🇪"),
    // Combining marks.
    ("text 2 3 @ 1", "text 3 0 @ 1", "nd\ne\u{301}"),
    ("text 3 0 @ 1", "text 3 0 @ 3", "e\u{301}t"),
    ("text 3 0 @ 3", "text 3 0 @ 4", "e\u{301}"),
    ("text 3 1 @ 4", "text 3 1 @ 5", "i\u{308}"),
    // Without spaces, and from right to left.
    ("text 4 0 @ 0", "text 4 0 @ 3", "习近平"),
    ("text 4 0 @ 3", "text 4 2 @ 1", "在北京说"),
    ("p 4 @ >0", "p 4 @ <0", "北京"),
    ("text 5 1 @ 0", "text 5 1 @ 3", "דוד"),
    ("text 5 2 @ end", "text 5 0 @ 0", "אמר דוד כהן בירושלים"),
    ("text 5 2 @ 1", "text 5 1 @ 4", "כהן"),
    // Separators of lines and paragraphs that are none here.
    ("text 7 0 @ 0", "text 7 0 @ 7", "one\u{2028}two"),
    ("text 7 0 @ 3", "text 7 0 @ 4", ""),
    ("text 7 0 @ 4", "text 7 0 @ 8", "two"),
    // The article as a container, and what lies around it.
    ("article @ 0", "article @ end", TEXT),
    ("lines @ <11", "lines @ end", "Last line, no end"),
    ("lines @ >0", "lines @ <0", "First Ada and Bob met  twice."),
    ("main h2 @ 0", "text 0 0 @ 5", "First"),
    ("text 11 1 @ 1", "footer @ 0", "line, no end"),
    ("[aria-label=Annotations] h2 @ 0", "mark 11 1 @ 0", "no end"),
    ("main h2 @ 0", "[aria-label=Annotations] h2 @ 0", TEXT),
    ("main h2 @ 0", "main h2 @ end", ""),
    ("p 11 @ end", "footer @ end", ""),
];

/// Selects, and waits until the page has heard of it.
const SELECT: &str = r#"
    const done = arguments[arguments.length - 1];
    const find = (place) => {
        const [where, at] = place.split(" @ ");
        const [kind, block, number] = where.split(" ");
        const article = document.querySelector("main article");
        const p = article.querySelector(`p[data-block="${block}"]`);
        const walk = (what) => {
            const walker = document.createTreeWalker(p, what);
            const nodes = [];
            while (walker.nextNode()) nodes.push(walker.currentNode);
            return nodes;
        };
        const of = {
            text: () => walk(NodeFilter.SHOW_TEXT).filter((text) => text.length > 0)[number],
            p: () => p,
            mark: () => p.querySelectorAll("mark")[number],
            article: () => article,
            lines: () => article.querySelector("p").parentElement,
        };
        const node = (of[kind] ?? (() => document.querySelector(where)))();
        if (!node) throw new Error(`nothing is at ${place}`);
        const children = [...node.childNodes];
        const child = (index) => {
            const inner = kind === "lines" ? "p[data-block]" : "mark";
            return children.indexOf(node.querySelectorAll(inner)[index]);
        };
        const offset =
            at === "end" ? (node.nodeType === Node.TEXT_NODE ? node.length : children.length)
            : at[0] === "<" ? child(at.slice(1))
            : at[0] === ">" ? child(at.slice(1)) + 1
            : Number(at);
        return [node, offset];
    };
    try {
        getSelection().removeAllRanges();
        const heard = () => setTimeout(() => done("heard"));
        document.addEventListener("selectionchange", heard, { once: true });
        getSelection().setBaseAndExtent(...find(arguments[0]), ...find(arguments[1]));
    } catch (error) {
        done(String(error));
    }
"#;

/// Opens a text, and a label that no mark has, so that no row finds its words
/// marked already.
async fn open(page: &Page, text: &str, marked: &[Marked<'_>]) -> Outcome {
    let mut file = native::file(vec![native::article(1, "Hostile", text, marked)]);
    let other =
        json!({"id": "other", "name": "Other", "key": "4", "color": "#606060", "description": ""});
    let labels = file["scheme"]["labels"].as_array_mut();
    labels.ok_or("no labels")?.push(other);
    page.pick("hostile.json", &serde_json::to_vec(&file)?).await?;
    page.until_eq("the text", text.to_owned(), async || page.text().await).await
}

async fn selections_become_offsets(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    open(&page, TEXT, &MARKED).await?;
    let before = page.until_shown().await?;
    assert_eq!(before.annotations.len(), MARKED.len());
    assert_eq!(before.text, TEXT);
    let mut wrong = Vec::new();
    for (from, to, wanted) in ROWS {
        let found = row(&page, from, to, &before.annotations).await;
        let found = found.map_err(|error| format!("{from} → {to}: {error}"))?;
        if found != wanted {
            wrong.push(format!("{from} → {to}: {found:?}, not {wanted:?}"));
        }
    }
    assert_eq!(page.text().await?, TEXT);
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!("{} rows are wrong\n{}", wrong.len(), wrong.join("\n")).into())
}

/// Thirty-two lines are a group.
async fn selections_between_groups_of_lines_become_offsets(stage: Stage) -> Outcome {
    let page = stage.page().await?;
    let lines: Vec<String> = (0..40).map(|n| format!("Line {n}")).collect();
    open(&page, &lines.join("\n"), &[]).await?;
    const SECOND: &str = ".lines .lines + .lines @ 0";
    for (from, to, wanted) in [
        (SECOND, "text 33 0 @ end", 32..34),
        ("text 30 0 @ 0", SECOND, 30..32),
        (SECOND, "article @ end", 32..40),
    ] {
        let found = row(&page, from, to, &[]).await?;
        assert_eq!(found, lines[wanted].join("\n"), "from {from} to {to}");
    }
    Ok(())
}

/// The words that the page takes a selection for; none if for nothing.
async fn row(page: &Page, from: &str, to: &str, before: &[Annotation]) -> Result<String, Failure> {
    let places = vec![Value::from(from), Value::from(to)];
    let heard = page.driver().execute_async(SELECT, places).await?;
    if heard.json() != &json!("heard") {
        return Err(heard.json().to_string().into());
    }
    page.press("Alt").await?;
    if page.snapped().await?.is_none() {
        return Ok(String::new());
    }
    page.press("4").await?;
    // What is kept is checked against the text there.
    let new = page
        .until("the annotation", async || {
            let mut kept = page.kept().await?.annotations;
            kept.retain(|one| !before.contains(one));
            Ok(kept.pop())
        })
        .await?;
    page.press("Control+z").await?;
    page.until_eq("nothing more", before.len(), async || Ok(page.kept().await?.annotations.len()))
        .await?;
    Ok(new.quote())
}
