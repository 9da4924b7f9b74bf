//! A field to paste a text into.

use maud::html;

use super::{Answer, draw};
use crate::work::serve::read;
use crate::work::sheet::{Request, Step, Steps};
use crate::work::{Reply, flat};

pub fn answer(request: &Request) -> Answer {
    if request.act == "add" {
        return match read("", request.field("text").as_bytes())? {
            Reply::Read { records, warnings } => {
                let steps = vec![Step::Close, Step::TakeIn(warnings)];
                Ok(Steps { steps, texts: flat(records), ..Steps::default() })
            }
            _ => Err("The pasted text could not be read.".into()),
        };
    }
    let sheet = html! {
        p.about {
            "A first line like “date 2024-11-21 The title” fills the date and the title. "
            "The text stays exactly as it is."
        }
        textarea name="text" aria-label="Text of the article" rows="12" dir="auto" autofocus {}
        div.buttons {
            button.primary type="button" data-act="add" data-send="nothing" { "Add article" }
        }
    };
    Ok(vec![draw("Paste an article", sheet)].into())
}
