//! The keys, from the table that drives them.

use maud::html;

use super::{Answer, draw};
use crate::work::sheet::Request;

pub fn answer(request: &Request) -> Answer {
    let sheet = html! {
        table.keys {
            tbody {
                @for (keys, help) in &request.form {
                    tr { th scope="row" { kbd { (keys) } } td { (help) } }
                }
            }
        }
        p.about { "On a Mac, Ctrl is Cmd. Double click selects a word." }
    };
    Ok(vec![draw("Keys", sheet)].into())
}
