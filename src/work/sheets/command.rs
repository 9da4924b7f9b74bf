//! Not a sheet to be seen: what the page wishes, and leaves to be worked out.

use super::{Answer, planned, why};
use crate::format::{Incoming, read_file};
use crate::model::document::Document;
use crate::model::id::AnnotationId;
use crate::session::{Message, Plan};
use crate::work::bundled;
use crate::work::sheet::{Request, Step};

pub fn answer(request: &Request) -> Answer {
    let (document, _) = request.open()?;
    let plan = match request.act.as_str() {
        "remove" => remove(&document, request)?,
        "split" => split(request)?,
        "merge" => match alike(&document, request.focus) {
            Some((first, second)) => Plan::Merge(first, second),
            None => {
                let none = "There is no next annotation with this label".to_owned();
                return Ok(vec![Step::Tell(none)].into());
            }
        },
        "reverse" => Plan::Reverse(relation(request)?),
        "retype" => Plan::Retype(relation(request)?, request.field("type").into()),
        "example" => example(&document)?,
        other => return Err(format!("There is no command “{other}”.")),
    };
    let step = match planned(document, plan, request.now()) {
        Ok((step, _)) => Some(step),
        Err(Some(Message::Notice(sentence))) => Some(Step::Tell(sentence)),
        Err(None) => None,
        Err(message) => return Err(why(message)),
    };
    Ok(step.into_iter().collect::<Vec<Step>>().into())
}

/// Removes the fragment with this number, counted from 0.
fn remove(document: &Document, request: &Request) -> Result<Plan, String> {
    let id = request.field("id").parse().map_err(|_| gone())?;
    let idx: usize = request.field("at").parse().map_err(|_| gone())?;
    let annotation = document.annotation(id).ok_or_else(gone)?;
    let range = annotation.fragments.ranges().nth(idx);
    let range = range.ok_or("The annotation has no such part, so none was removed.")?;
    Ok(Plan::RemoveFragment(id, range))
}

/// Parts an annotation at an offset of the article.
fn split(request: &Request) -> Result<Plan, String> {
    let id = request.field("id").parse().map_err(|_| gone())?;
    let at: u32 = request.field("at").parse().map_err(|_| gone())?;
    Ok(Plan::Split { id, at: at.into() })
}

fn relation(request: &Request) -> Result<crate::model::id::RelationId, String> {
    request.field("id").parse().map_err(|_| "The link is gone.".to_owned())
}

fn gone() -> String {
    "The annotation is gone.".into()
}

/// The focused annotation, and the next one with its label.
fn alike(document: &Document, focus: Option<AnnotationId>) -> Option<(AnnotationId, AnnotationId)> {
    let mut rest = document.annotations().skip_while(|a| Some(a.id) != focus);
    let focused = rest.next()?;
    let next = rest.find(|other| other.label == focused.label)?;
    Some((focused.id, next.id))
}

/// The bundled article's annotations and relations.
fn example(open: &Document) -> Result<Plan, String> {
    let other = "The example belongs to another article.";
    if open.article().id != bundled::ID {
        return Err(other.into());
    }
    let imported = match read_file("example.json", bundled::EXAMPLE) {
        Ok(Incoming::Native(imported)) => *imported,
        Ok(Incoming::Text(_)) => return Err("The example is not JSON.".into()),
        Err(error) => return Err(error.to_string()),
    };
    let documents = imported.collection.documents;
    let marked = documents.iter().find(|one| one.article().id == bundled::ID).ok_or(other)?;
    Ok(Plan::AddAll {
        summary: "Showed the example".into(),
        annotations: marked.annotations().cloned().collect(),
        relations: marked.relations().into_iter().cloned().collect(),
    })
}
