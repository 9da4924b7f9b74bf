//! The labels and link types: added, renamed, recoloured, ordered, described,
//! merged and deleted, brought in from presets and files, and saved as a file.
//!
//! What a person types stays in its field, with the reason beside it, until it
//! can be kept. A field that is kept is not drawn anew, so that what is typed
//! meanwhile in the next one is not lost; what depends on it is.
//!
//! Invariant: what annotations or links have never goes without being asked.

mod board;
mod intake;
mod more;
pub(super) mod page_keys;
mod rows;
mod slug;

use super::{Answer, change, draw, put, verb};
use crate::model::scheme::Scheme;
use crate::model::scheme_edit::{Part, SchemeEdit};
use crate::work::Kept;
use crate::work::collect::library_of;
use crate::work::library_change::{Planned, plan};
use crate::work::sheet::{Request, Step, Steps};

use board::{Ask, Board};
use slug::{label_of, labels_of, part_of};

/// The scheme of some records.
pub fn scheme_of(records: &Kept) -> Scheme {
    Scheme::clone(library_of(records).0.scheme())
}

pub fn answer(request: &Request) -> Answer {
    let scheme = scheme_of(&request.records);
    let board = Board::new(request, &scheme, &request.records);
    let (verb, what) = verb(&request.act);
    let part = part_of(&scheme, what);
    match verb {
        "" | "edit" => Ok(vec![draw("Labels and links", board.sheet())].into()),
        "export" => Ok(intake::file(&scheme)),
        "import" => Ok(vec![put("import", intake::offer(&scheme, &request.file))].into()),
        "cancel" => Ok(vec![put("import", intake::picker(None))].into()),
        "enter" if request.field("new-label").trim().is_empty() => {
            match request.field("new-type").trim() {
                "" => Ok(Steps::default()),
                _ => answer_edit(request, &scheme, "add-type", what, None),
            }
        }
        "enter" => answer_edit(request, &scheme, "add-label", what, None),
        "more" | "keep" => {
            let part = part.ok_or_else(gone)?;
            let is_open = verb == "keep" || !board.is_open(&part);
            Ok(vec![board.put_row(&part, is_open, None)].into())
        }
        "ask-delete" | "ask-merge" => {
            let part = part.ok_or_else(gone)?;
            let into = label_of(&scheme, request.field(&format!("into-{what}")));
            let ask = if verb == "ask-merge" { into.map(Ask::Merge) } else { Some(Ask::Delete) };
            let Some(ask) = ask else {
                return Ok(vec![error(&format!("merge-{what}"), "Choose a label first.")].into());
            };
            let edit = ask.edit(&part);
            let is_possible = scheme.edited(&edit, &page_keys::used(&request.records)).is_ok();
            if is_possible && board.use_of(&part).n > 0 {
                return Ok(vec![board.put_row(&part, true, Some(&ask))].into());
            }
            change_all(request, &scheme, &edit, what)
        }
        _ => answer_edit(request, &scheme, verb, what, part),
    }
}

fn answer_edit(
    request: &Request,
    scheme: &Scheme,
    verb: &str,
    what: &str,
    part: Option<Part>,
) -> Answer {
    let value = || request.field(&format!("{verb}-{what}")).to_owned();
    let field = format!("{verb}-{what}");
    let label = || match &part {
        Some(Part::Label(id)) => Ok(id.clone()),
        _ => Err(gone()),
    };
    let some_part = || part.clone().ok_or_else(gone);
    match verb {
        "name" => change_field(request, scheme, &SchemeEdit::Rename(some_part()?, value()), &field),
        "description" => {
            change_field(request, scheme, &SchemeEdit::Describe(some_part()?, value()), &field)
        }
        "guidelines" => {
            let part = if what.is_empty() { None } else { Some(some_part()?) };
            change_field(request, scheme, &SchemeEdit::SetGuidelines(part, value()), &field)
        }
        "color" => change_field(request, scheme, &SchemeEdit::Recolor(label()?, value()), &field),
        "key" => {
            let edit = SchemeEdit::SetKey(label()?, value().chars().next());
            change_field(request, scheme, &edit, &field)
        }
        "ends" => {
            let Part::RelationType(id) = some_part()? else { return Err(gone()) };
            let ends = |end: &str| labels_of(scheme, request.fields(&format!("{end}-{what}")));
            let edit = SchemeEdit::SetEnds { id, from: ends("from"), to: ends("to") };
            change_field(request, scheme, &edit, &field)
        }
        "up" | "down" => {
            let edit = SchemeEdit::Move { part: some_part()?, up: verb == "up" };
            change_all(request, scheme, &edit, what)
        }
        "delete" => change_all(request, scheme, &SchemeEdit::Remove(some_part()?), what),
        "merge" => {
            let into = label_of(scheme, request.field(&format!("into-{what}"))).ok_or_else(gone)?;
            change_all(request, scheme, &SchemeEdit::Merge { from: label()?, into }, what)
        }
        "add-label" => {
            let edit = SchemeEdit::AddLabel(request.field("new-label").into());
            change_all(request, scheme, &edit, "new-label")
        }
        "add-type" => {
            let name = request.field("new-type").into();
            let edit = SchemeEdit::AddRelationType { name, from: Vec::new(), to: Vec::new() };
            change_all(request, scheme, &edit, "new-type")
        }
        "preset-add" | "preset-replace" | "adopt" | "replace" => {
            let is_preset = verb.starts_with("preset");
            let (new, place) = match is_preset {
                true => (intake::preset_of(what)?, format!("preset-{what}")),
                false => (intake::kept_file(request)?, "import".into()),
            };
            let edit = match verb {
                "preset-add" | "adopt" => SchemeEdit::Adopt(new),
                _ => SchemeEdit::Replace(new),
            };
            change_all(request, scheme, &edit, &place)
        }
        _ => Err(format!("The sheet has no act “{verb}”.")),
    }
}

/// Changes what one field says, and draws what depends on it.
fn change_field(request: &Request, scheme: &Scheme, edit: &SchemeEdit, field: &str) -> Answer {
    let (planned, after) = match try_out(request, scheme, edit) {
        Ok(done) => done,
        Err(why) => return Ok(vec![error(field, &why)].into()),
    };
    let summary = if planned.changes.is_empty() { "" } else { &planned.summary };
    let mut steps = vec![error(field, ""), said(summary)];
    let new = scheme_of(&after);
    let board = Board::new(request, &new, &after);
    match edit {
        SchemeEdit::Rename(part, _) => steps.extend(board.put_name(part)),
        SchemeEdit::SetKey(id, _) => steps.extend(board.put_keys_but(id)),
        _ => {}
    }
    Ok(written(planned, steps))
}

/// Changes something, and draws everything anew. `place` says where the reason
/// is to stand if it can't be done.
fn change_all(request: &Request, scheme: &Scheme, edit: &SchemeEdit, place: &str) -> Answer {
    let (planned, after) = match try_out(request, scheme, edit) {
        Ok(done) => done,
        Err(why) => return Ok(vec![error(place, &why)].into()),
    };
    let new = scheme_of(&after);
    let mut board = Board::new(request, &new, &after);
    board.said = planned.summary.clone();
    match edit {
        SchemeEdit::AddLabel(_) => board.new_label = "",
        SchemeEdit::AddRelationType { .. } => board.new_type = "",
        SchemeEdit::Remove(_) | SchemeEdit::Merge { .. } => {
            let pressed = request.act.replace("ask-", "").replace(':', "-");
            let was_asked = !request.act.starts_with("ask-");
            board.landing = Some(if was_asked { format!("yes-{place}") } else { pressed });
        }
        // The buttons below what is in a file.
        SchemeEdit::Adopt(_) | SchemeEdit::Replace(_) if place == "import" => {
            board.landing = Some(request.act.clone());
        }
        _ => {}
    }
    let steps = vec![put("scheme_sheet", board.body())];
    Ok(written(planned, steps))
}

/// What an edit does, and the records as they are after it.
fn try_out(
    request: &Request,
    scheme: &Scheme,
    edit: &SchemeEdit,
) -> Result<(Planned, Kept), String> {
    let records = &request.records;
    let used = page_keys::used(records);
    scheme.edited(edit, &used).map_err(|why| sentence(&why.to_string()))?;
    let planned = plan(records, request.article, edit, &used, request.now())?;
    let mut after = records.clone();
    for change in &planned.changes {
        after.retain(|(key, _)| *key != change.key);
        if let Some(value) = &change.after {
            after.push((change.key.clone(), value.clone()));
        }
    }
    Ok((planned, after))
}

/// Writes a change, if it is one.
fn written(planned: Planned, then: Vec<Step>) -> Steps {
    match planned.changes.is_empty() {
        true => then.into(),
        false => change::written(planned, then),
    }
}

/// With a capital and a full stop.
fn sentence(part: &str) -> String {
    let mut chars = part.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// Says beside a field what speaks against what is in it; nothing, if empty.
fn error(place: &str, why: &str) -> Step {
    put(&format!("error-{place}"), maud::html! { (why) })
}

fn said(summary: &str) -> Step {
    put("done", maud::html! { (summary) })
}

fn gone() -> String {
    "The scheme has changed meanwhile; open it again.".into()
}
