//! What did not fit at an import, or was set aside at the start.

use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{Answer, draw};
use crate::work::collect::{articles_of, collect};
use crate::work::sheet::{Request, Step, Steps};

/// A report shows this many sentences; all of them are in the saved one.
const MAX_SHOWN: usize = 200;

pub fn answer(request: &Request) -> Answer {
    match request.act.as_str() {
        // What was set aside at the start comes as records, under their old
        // keys; reading them again says what is wrong with each.
        "" if request.field("title").is_empty() => {
            let (_, mut sentences) = collect(&articles_of(&request.records), &request.records);
            if sentences.is_empty() {
                sentences = request.fields("key").map(str::to_owned).collect();
            }
            let title = "Some records could not be read, and were set aside";
            Ok(vec![draw(title, list(&sentences, true))].into())
        }
        "" => {
            let sentences: Vec<String> = request.fields("sentence").map(str::to_owned).collect();
            Ok(vec![draw(request.field("title"), list(&sentences, false))].into())
        }
        "report/save" => {
            Ok(file("verbatim-report.txt", "text/plain", request.field("all").to_owned()))
        }
        _ => {
            let mut records = Map::new();
            for (key, value) in &request.records {
                records.insert(key.clone(), Value::String(value.clone()));
            }
            let json = Value::Object(records).to_string();
            Ok(file("verbatim-set-aside.json", "application/json", json))
        }
    }
}

fn file(name: &str, media_type: &str, text: String) -> Steps {
    let step = Step::Download { name: name.into(), media_type: media_type.into() };
    Steps { steps: vec![step], bytes: text.into(), ..Steps::default() }
}

/// Sentences that can be saved, and perhaps what was set aside.
pub fn list(sentences: &[String], has_records: bool) -> Markup {
    list_of(sentences, sentences, has_records)
}

/// As [`list`] has it; the saved report has more to say than what is shown.
pub fn list_of(sentences: &[String], all: &[String], has_records: bool) -> Markup {
    // One more is shown as itself: that takes no more room than to count it.
    let n_shown = if sentences.len() == MAX_SHOWN + 1 { MAX_SHOWN + 1 } else { MAX_SHOWN };
    let n_more = sentences.len().saturating_sub(n_shown);
    html! {
        ul.report tabindex="0" aria-label="What was found" {
            @for sentence in sentences.iter().take(n_shown) { li { (sentence) } }
            @if n_more > 0 { li { "And " (n_more) " more: save the report." } }
        }
        textarea hidden name="all" { (all.join("\n")) "\n" }
        div.buttons {
            button type="button" data-act="report/save" data-send="nothing" { "Save this report" }
            @if has_records {
                button type="button" data-act="report/records" data-send="aside" {
                    "Save what was set aside"
                }
            }
            button.primary type="button" data-act="close" autofocus { "Done" }
        }
    }
}
