//! Asks before an article is deleted.

use maud::html;

use super::{Answer, draw};
use crate::work::sheet::{Request, Step};

pub fn answer(request: &Request) -> Answer {
    let (id, title) = (request.field("article"), request.field("title"));
    if request.act == "delete" {
        let id = id.parse().map_err(|_| "The article is gone already.".to_owned())?;
        return Ok(
            vec![Step::Close, Step::Delete(id), Step::Tell(format!("Deleted “{title}”"))].into()
        );
    }
    let what = match request.field("n_annotations") {
        "1" => "its annotation".to_owned(),
        n => format!("its {n} annotations"),
    };
    let sheet = html! {
        p {
            "Delete “" (title) "” with " (what) " and its history? This can’t be undone. "
            "Export it first if you may want it again."
        }
        input type="hidden" name="article" value=(id);
        input type="hidden" name="title" value=(title);
        div.buttons {
            button type="button" data-act="close" autofocus { "Keep it" }
            button.danger type="button" data-act="delete" data-send="nothing" { "Delete" }
        }
    };
    Ok(vec![draw("Delete this article?", sheet)].into())
}
