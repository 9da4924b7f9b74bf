//! What is known about the article. The page itself keeps what is typed, at
//! once; the changes made in one go are one undo.

use maud::html;

use super::{Answer, draw};
use crate::model::timestamp::format_date;
use crate::work::sheet::Request;

pub fn answer(request: &Request) -> Answer {
    let (document, _) = request.open()?;
    let now = &document.article().metadata;
    let date = now.date.map(format_date).unwrap_or_default();
    let fields = [
        ("Title", "text", now.title.as_str()),
        ("Date", "date", &date),
        ("Source", "text", &now.source),
        ("URL", "url", now.url.as_deref().unwrap_or_default()),
        ("Language", "text", &now.language),
    ];
    let sheet = html! {
        @for (name, kind, value) in fields {
            label.field {
                (name)
                input type=(kind) name=(name) value=(value) data-detail=(name)
                    autofocus[name == "Title"];
            }
        }
        div.buttons { button.primary type="submit" data-act="close" { "Done" } }
    };
    Ok(vec![draw("Article details", sheet)].into())
}
