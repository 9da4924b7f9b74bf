//! Not a sheet to be seen: one step over a change of the whole library, back
//! or forth in the history, on the way to a place in it.

use super::Answer;
use crate::storage::change::to_texts;
use crate::work::library_change::{Planned, plan_redo, plan_undo};
use crate::work::sheet::{Request, Step, Steps};

pub fn answer(request: &Request) -> Answer {
    let gone = || "There is no such change.".to_owned();
    let id = request.field("change").parse().map_err(|_| gone())?;
    let position = request.field("position").parse().map_err(|_| gone())?;
    let planned = match request.field("way") {
        "back" => plan_undo(&request.records, id)?,
        _ => plan_redo(&request.records, id)?,
    };
    Ok(written(planned, vec![Step::GoTo(position)]))
}

/// The steps that write a change of the whole library, say it, and go on.
pub fn written(planned: Planned, then: Vec<Step>) -> Steps {
    let mut steps = vec![Step::Write, Step::Tell(planned.summary)];
    steps.extend(then);
    Steps { steps, texts: to_texts(planned.changes), ..Steps::default() }
}
