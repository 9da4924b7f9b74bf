//! What hangs together is seen, and links are changed from both ends.

use serde_json::{Value, json};

use crate::harness::native::{self, Marked};
use crate::harness::page::Page;
use crate::harness::runner::Scenario;
use crate::harness::stage::Stage;
use crate::harness::{Failure, Outcome};
use crate::scenario;

pub fn scenarios() -> Vec<Scenario> {
    vec![
        scenario!(fragments_are_connected_and_outlined_as_one),
        scenario!(only_what_is_in_focus_has_lines),
        scenario!(lines_follow_the_text),
        scenario!(link_is_selected_by_its_line_and_deleted),
        scenario!(link_is_retyped_and_reversed_from_both_ends),
        scenario!(link_is_reached_from_the_list),
        scenario!(links_survive_labels_and_boundaries),
        scenario!(what_is_asked_ends_with_the_article),
    ]
}

const TEXT: &str = "Mayor Ada Lind wants trams in the whole city, and she wants them soon.\n\
    “We must dig,” she said, “and then we must build.”\n\n\
    The council heard that rents must fall. Later Lind asked for more trees along the river.";
const MARKED: [Marked; 6] = [
    Marked { label: "speaker", words: "Ada Lind" },
    Marked { label: "proposal", words: "trams in the whole city" },
    Marked { label: "proposal", words: "them soon" },
    Marked { label: "proposal", words: "We must dig" },
    Marked { label: "proposal", words: "rents must fall" },
    Marked { label: "proposal", words: "more trees along the river" },
];

/// The article above. All five proposals are said by Ada Lind, and the third
/// has a second fragment.
fn file() -> Result<Value, Failure> {
    let mut article = native::article(1, "Trams", TEXT, &MARKED);
    let relations: Vec<Value> = (2..=6).map(|n| relation(n, "said_by", n, 1)).collect();
    article["relations"] = relations.into();
    let start = TEXT[..TEXT.find("we must build").ok_or("no such words")?].chars().count();
    let quote = "we must build";
    let second = json!({"start": start, "end": start + quote.len(), "quote": quote});
    let fragments = article["annotations"][3]["fragments"].as_array_mut();
    fragments.ok_or("no fragments")?.push(second);
    let mut file = native::file(vec![article]);
    file["scheme"]["relation_types"] = json!([
        {"id": "said_by", "name": "Said by", "from": ["proposal"], "to": ["speaker"]},
        {"id": "asked_of", "name": "Asked of", "from": ["proposal"], "to": ["speaker"]},
        {"id": "wants", "name": "Wants", "from": ["speaker"], "to": ["proposal"]},
    ]);
    Ok(file)
}

fn relation(number: u32, kind: &str, from: u32, to: u32) -> Value {
    let at = "2026-11-22T20:13:00Z";
    json!({"id": native::id(7, number), "type": kind, "from": native::id(0, from),
        "to": native::id(0, to), "created": at, "modified": at})
}

async fn trams(stage: &Stage) -> Result<Page, Failure> {
    let page = stage.page().await?;
    page.pick("trams.json", &serde_json::to_vec(&file()?)?).await?;
    page.until_eq("the text", TEXT.to_owned(), async || page.text().await).await?;
    page.until_shown().await?;
    Ok(page)
}

/// Clicks a word, and waits until the annotation of these words is in focus.
async fn focus(page: &Page, word: &str, words: &str) -> Outcome {
    page.click_word(word).await?;
    page.until_annotation(Some(words)).await
}

/// The links that are kept: type, from, to, by the words of both ends.
async fn kept_links(page: &Page) -> Result<Vec<String>, Failure> {
    let script = r#"
        const keys = Object.keys(localStorage).filter((key) => key.includes("/relation/"));
        const end = (key, id) => JSON.parse(localStorage[`${key.split("/relation/")[0]}/annotation/${id}`])
            .fragments.map((one) => one.quote).join(" … ");
        return keys.map((key) => {
            const { type, from, to } = JSON.parse(localStorage[key]);
            return `${type}: ${end(key, from)} → ${end(key, to)}`;
        }).sort()"#;
    page.js(script, json!([])).await
}

/// Waits until one link is kept beside the four others, or none.
async fn until_first_link(page: &Page, wanted: Option<&str>) -> Outcome {
    let rest = [
        "We must dig … we must build",
        "more trees along the river",
        "rents must fall",
        "them soon",
    ];
    let rest = rest.map(|words| format!("said_by: {words} → Ada Lind"));
    let mut wanted: Vec<String> = rest.into_iter().chain(wanted.map(String::from)).collect();
    wanted.sort();
    page.until_eq("the links", wanted, async || kept_links(page).await).await
}

async fn until_lines(page: &Page, connectors: usize, relations: usize) -> Outcome {
    let script = "const count = (what) => document.querySelectorAll(`.links ${what}`).length; \
        return [count('.connector'), count('[data-relation]')]";
    page.until_eq("the lines", (connectors, relations), async || page.js(script, json!([])).await)
        .await
}

/// The words of the marks with this outline.
async fn outlined(page: &Page, style: &str, width: &str) -> Result<Vec<String>, Failure> {
    let script = "return [...document.querySelectorAll('mark')].filter((mark) => { \
        const look = getComputedStyle(mark); \
        return look.outlineStyle === arguments[0] && look.outlineWidth === arguments[1]; \
        }).map((mark) => mark.textContent)";
    page.js(script, json!([style, width])).await
}

async fn fragments_are_connected_and_outlined_as_one(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    until_lines(&page, 0, 0).await?;
    focus(&page, "dig", "We must dig … we must build").await?;
    until_lines(&page, 1, 1).await?;
    let both = ["We must dig", "we must build"].map(String::from).to_vec();
    page.until_eq("the outline", both.clone(), async || outlined(&page, "solid", "2px").await)
        .await?;
    // The speaker it is said by has a thinner one.
    let speaker = vec!["Ada Lind".to_owned()];
    page.until_eq("the other outline", speaker, async || outlined(&page, "solid", "1px").await)
        .await?;
    // The connector is under no pointer.
    let script = "const path = document.querySelector('.links .connector'); \
        const box = path.getBoundingClientRect(); \
        const points = []; \
        for (let x = box.left; x <= box.right; x += 4) for (let y = box.top; y <= box.bottom; y += 2) \
            points.push(document.elementFromPoint(x, y)); \
        return points.length > 20 && !points.includes(path)";
    assert!(page.js::<bool>(script, json!([])).await?);
    // The pointer over one fragment shows both, and that they are one.
    page.press("Escape").await?;
    page.hover((2, 2)).await?;
    until_lines(&page, 0, 0).await?;
    let (block, start) = page.find("build").await?;
    page.hover(page.middle((block, start)).await?).await?;
    page.until_eq("the outline", both, async || outlined(&page, "solid", "2px").await).await?;
    until_lines(&page, 1, 0).await?;
    page.hover((2, 2)).await?;
    until_lines(&page, 0, 0).await?;
    let row = page.list_items().await?.swap_remove(3).text;
    assert!(row.contains("We must dig … we must build"), "{row}");
    Ok(())
}

async fn only_what_is_in_focus_has_lines(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    // The others have a sign that is no part of the text.
    let tags = "return [...document.querySelectorAll('mark')].map((mark) => mark.dataset.tag)";
    let tags: Vec<String> = page.js(tags, json!([])).await?;
    assert_eq!(tags[0], "Speaker ←");
    assert_eq!(tags[1], "Proposal →");
    assert_eq!(page.text().await?, TEXT);
    focus(&page, "Ada", "Ada Lind").await?;
    until_lines(&page, 0, 5).await?;
    let said: Vec<String> = [
        "trams in the whole city",
        "them soon",
        "We must dig",
        "we must build",
        "rents must fall",
        "more trees along the river",
    ]
    .map(String::from)
    .to_vec();
    page.until_eq("what she said", said, async || outlined(&page, "solid", "1px").await).await?;
    focus(&page, "rents", "rents must fall").await?;
    until_lines(&page, 0, 1).await?;
    page.press("Escape").await?;
    until_lines(&page, 0, 0).await
}

/// How far the lines' ends are from the marks they lead to, at most.
async fn distance(page: &Page) -> Result<f64, Failure> {
    let script = r#"
        const starts = [...document.querySelectorAll(".links .line")].flatMap((path) => {
            const corner = path.ownerSVGElement.getBoundingClientRect();
            const numbers = path.getAttribute("d").match(/-?[\d.]+/g).map(Number);
            return [{ x: corner.left + numbers[0], y: corner.top + numbers[1] }];
        });
        const far = starts.map(({ x, y }) => Math.min(...[...document.querySelectorAll("mark")]
            .flatMap((mark) => [...mark.getClientRects()])
            .map((box) => Math.hypot(box.left - x, box.top - y))));
        return far.length ? Math.max(...far) : 1000"#;
    page.js(script, json!([])).await
}

async fn lines_follow_the_text(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    focus(&page, "Ada", "Ada Lind").await?;
    until_lines(&page, 0, 5).await?;
    let near = async || Ok((distance(&page).await? < 8.0).then_some(()));
    page.until("lines at their marks", near).await?;
    for (width, height) in [(900, 700), (700, 700), (1440, 900)] {
        page.resize(width, height).await?;
        page.until(&format!("lines at their marks at {width}"), near).await?;
    }
    // What is marked in the same line moves what comes after it.
    let (start, end) = page.span("wants").await?;
    page.drag(start, end).await?;
    page.press("3").await?;
    focus(&page, "Ada", "Ada Lind").await?;
    until_lines(&page, 0, 5).await?;
    page.until("lines at their marks", near).await?;
    page.js::<Value>("scrollBy(0, 200); return null", json!([])).await?;
    page.until("lines at their marks", near).await
}

async fn link_is_selected_by_its_line_and_deleted(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    let link = format!("said_by: {} → Ada Lind", MARKED[1].words);
    until_first_link(&page, Some(&link)).await?;
    focus(&page, "Ada", "Ada Lind").await?;
    until_lines(&page, 0, 5).await?;
    click_line(&page, 2).await?;
    let selected = "const row = document.querySelector('.relations li[aria-current]'); \
        return row && words(row).includes('trams in the whole city')";
    page.until_eq("the selected row", Some(true), async || page.js(selected, json!([])).await)
        .await?;
    // Esc leaves it, and only that.
    page.press("Escape").await?;
    page.until_eq("no selected row", None::<bool>, async || page.js(selected, json!([])).await)
        .await?;
    page.until_annotation(Some("Ada Lind")).await?;
    click_line(&page, 2).await?;
    page.until_eq("the selected row", Some(true), async || page.js(selected, json!([])).await)
        .await?;
    // The key deletes the link, not the annotation.
    page.press("Delete").await?;
    until_first_link(&page, None).await?;
    page.until_annotation(Some("Ada Lind")).await?;
    until_lines(&page, 0, 4).await?;
    assert_eq!(page.until_shown().await?.annotations.len(), 6);
    page.press("Control+z").await?;
    until_first_link(&page, Some(&link)).await?;
    // By the button of the other end.
    focus(&page, "trams", MARKED[1].words).await?;
    page.click_button("Unlink Ada Lind").await?;
    until_first_link(&page, None).await?;
    until_lines(&page, 0, 0).await?;
    let tag = "return document.querySelectorAll('mark')[1].dataset.tag";
    page.until_eq("no sign", "Proposal".to_owned(), async || page.js(tag, json!([])).await).await
}

/// Clicks the line of a relation where nothing lies over it.
async fn click_line(page: &Page, number: u32) -> Outcome {
    let script = r#"
        const line = document.querySelector(`[data-relation="${arguments[0]}"] .hit`);
        const corner = line?.ownerSVGElement.getBoundingClientRect();
        for (let at = 0; line && at < line.getTotalLength(); at += 2) {
            const point = line.getPointAtLength(at);
            const [x, y] = [Math.round(corner.left + point.x), Math.round(corner.top + point.y)];
            if (document.elementFromPoint(x, y) === line) return [x, y];
        }
        return null"#;
    let point = page
        .until("a point of the line", async || {
            page.js(script, json!([native::id(7, number)])).await
        })
        .await?;
    page.drag_through("", &[point]).await
}

async fn link_is_retyped_and_reversed_from_both_ends(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    let words = MARKED[1].words;
    focus(&page, "trams", words).await?;
    page.choose("Type of the link to Ada Lind", "Asked of").await?;
    until_first_link(&page, Some(&format!("asked_of: {words} → Ada Lind"))).await?;
    page.click_button("Reverse Ada Lind").await?;
    until_first_link(&page, Some(&format!("wants: Ada Lind → {words}"))).await?;
    // Only one type leads that way, so there is nothing to choose.
    let choice = "return !!field('Type of the link to Ada Lind')";
    page.until_eq("no choice", false, async || page.js(choice, json!([])).await).await?;
    focus(&page, "Ada", "Ada Lind").await?;
    page.click_button(&format!("Reverse {words}")).await?;
    until_first_link(&page, Some(&format!("said_by: {words} → Ada Lind"))).await?;
    page.choose(&format!("Type of the link to {words}"), "Asked of").await?;
    until_first_link(&page, Some(&format!("asked_of: {words} → Ada Lind"))).await?;
    for before in [
        "said_by: W → Ada Lind",
        "wants: Ada Lind → W",
        "asked_of: W → Ada Lind",
        "said_by: W → Ada Lind",
    ] {
        page.click_button("Undo").await?;
        until_first_link(&page, Some(&before.replace('W', words))).await?;
    }
    Ok(())
}

async fn link_is_reached_from_the_list(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    let links = "return [...document.querySelectorAll('[aria-label=Annotations] .to')].map(words)";
    let five = vec!["→ Ada Lind".to_owned(); 5];
    page.until_eq("the links", five, async || page.js(links, json!([])).await).await?;
    let last = "return [...document.querySelectorAll('[aria-label=Annotations] .to')].at(-1)";
    page.click_what("the last link", last, json!([])).await?;
    page.until_annotation(Some(MARKED[5].words)).await?;
    let selected = "return document.querySelectorAll('.relations li[aria-current]').length";
    page.until_eq("the selected row", 1, async || page.js(selected, json!([])).await).await?;
    page.click_button("Unlink Ada Lind").await?;
    let four = vec!["→ Ada Lind".to_owned(); 4];
    page.until_eq("the links", four, async || page.js(links, json!([])).await).await
}

async fn links_survive_labels_and_boundaries(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    let words = MARKED[1].words;
    focus(&page, "Ada", "Ada Lind").await?;
    page.press("Shift+ArrowLeft").await?;
    let links = "return [...document.querySelectorAll('[aria-label=Annotations] .to')].map(words)";
    let five = vec!["→ Ada".to_owned(); 5];
    page.until_eq("the links", five, async || page.js(links, json!([])).await).await?;
    page.press("Shift+ArrowRight").await?;
    page.press("3").await?;
    page.until_eq("the label", "location".to_owned(), async || {
        Ok(page.kept().await?.annotations[0].label.clone())
    })
    .await?;
    until_first_link(&page, Some(&format!("said_by: {words} → Ada Lind"))).await?;
    until_lines(&page, 0, 5).await?;
    // It has the type that it had, which can't be given to it now.
    page.press("1").await?;
    until_first_link(&page, Some(&format!("said_by: {words} → Ada Lind"))).await?;
    page.press("Delete").await?;
    page.until_eq("no links", Vec::<String>::new(), async || kept_links(&page).await).await?;
    page.press("Control+z").await?;
    until_first_link(&page, Some(&format!("said_by: {words} → Ada Lind"))).await
}

async fn what_is_asked_ends_with_the_article(stage: Stage) -> Outcome {
    let page = trams(&stage).await?;
    focus(&page, "rents", "rents must fall").await?;
    page.press("l").await?;
    page.until("an offer", async || {
        let said = page.notices().await?;
        Ok(said.iter().any(|one| one.starts_with("Link to")).then_some(()))
    })
    .await?;
    let other = "return [...document.querySelectorAll('nav button, .articles button')] \
        .find((one) => one.textContent.includes('Wuzhen'))";
    page.click_what("the other article", other, Value::Array(Vec::new())).await?;
    page.until("the other article", async || {
        Ok(page.text().await?.starts_with("WUZHEN").then_some(()))
    })
    .await?;
    // Enter takes no link of the article that was left, and a click is a click.
    page.press("Enter").await?;
    let (start, end) = page.span("Lusaka").await?;
    page.drag(start, end).await?;
    page.press("3").await?;
    page.until_kept(&[("location", "Lusaka")]).await?;
    page.focus_word("Lusaka").await?;
    page.until_annotation(Some("Lusaka")).await?;
    assert_eq!(page.errors().await?, Vec::<String>::new());
    Ok(())
}
