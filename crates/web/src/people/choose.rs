//! One of the people around a case, chosen by name instead of by a number that is typed.

use model::{Draft, Id, KindMeta, Shape};
use node::{ShownParticipant, registry};

use crate::error::Fault;
use crate::forms::{Choice, FieldUse, Form, Input};
use crate::frame::Frame;
use crate::session::SignedIn;
use crate::state::WebState;

/// Makes a choice of the control with this name; without anybody there is nothing to choose.
pub(crate) fn person(
    f: &Frame,
    form: &mut Form,
    (name, hint): (&str, &str),
    people: &[ShownParticipant],
    chosen: &str,
) {
    for section in &mut form.sections {
        let Some(at) = section.controls.iter().position(|control| control.name == name) else { continue };
        if people.is_empty() {
            section.controls.remove(at);
            continue;
        }
        let choices = people.iter().map(|one| {
            let id = one.person.to_string();
            let row = crate::people::rows::row(f, one);
            Choice::new(&id, format!("{} · {}", row.name, row.role), id == chosen)
        });
        if let Some(control) = section.controls.get_mut(at) {
            control.input = Input::Select(choices.collect());
            control.hint = Some(f.t(hint).into_owned());
        }
    }
}

/// Kinds that name people who take part in their case already: a letter goes to them, a child lives with them. A search for a family finds
/// others.
const FROM_AROUND: [&str; 2] = ["care-arrangement", "document"];

/// Makes choices of all fields that name somebody around a case.
pub(crate) fn each(
    f: &Frame,
    form: &mut Form,
    (meta, asked): (&KindMeta, &[FieldUse]),
    people: &[ShownParticipant],
    draft: &Draft,
) {
    if !FROM_AROUND.contains(&meta.slug) && meta.slug != "subject-request" {
        return;
    }
    for name in asked.iter().filter(|used| names_somebody(used)).map(|used| used.field.name) {
        person(f, form, (name, &format!("{}-{name}.hint", meta.slug)), people, draft.text(name));
    }
}

/// Whether a field names somebody.
fn names_somebody(used: &FieldUse) -> bool {
    used.field.shape == Shape::Link("person")
}

/// Those among whom a form of a part of a case lets somebody be chosen; nobody where it asks for none.
pub(crate) async fn among(
    state: &WebState,
    who: &SignedIn,
    (meta, asked): (&KindMeta, &[FieldUse]),
    case: Id,
) -> Result<Vec<ShownParticipant>, Fault> {
    if FROM_AROUND.contains(&meta.slug) && asked.iter().any(names_somebody) {
        around(state, who, case).await
    } else {
        Ok(Vec::new())
    }
}

/// The people who take part in a case, as far as the visitor may know of them. The look at the case is an act like any other.
pub(crate) async fn around(
    state: &WebState,
    who: &SignedIn,
    case: Id,
) -> Result<Vec<ShownParticipant>, Fault> {
    let entry = registry::kind("case").ok_or(Fault::NOT_FOUND)?;
    Ok(entry.view(&state.node, &who.session.actor, case).await?.people)
}
