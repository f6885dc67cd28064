//! `/{kind}/{id}/{action}`: one step along the lifecycle, with what it asks for.

use axum::extract::State;
use model::{Draft, KindMeta, Problem, Step};
use node::acts::Viewed;
use node::{Error, ShownParticipant};

use super::open::{FormPage, status};
use super::{StepPath, act_slug, today};
use crate::error::{Answer, Fault};
use crate::forms::{FieldUse, Form, FormBuilder, Input, typed};
use crate::frame::{Frame, done, draw_with};
use crate::people::choose;
use crate::session::{SignedIn, Typed};
use crate::state::WebState;

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    StepPath(entry, id, action): StepPath,
) -> Answer {
    let meta = entry.meta;
    let step = step_of(meta, &action)?;
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    if !viewed.steps.iter().any(|open| open.action == step.action) {
        return Err(refusal(&viewed, step).into());
    }
    let mut draft = Draft::default();
    let known = Draft::of(meta, &viewed.record.to_record());
    for used in asked(meta, step) {
        draft.set(used.field.name, known.text(used.field.name));
        // Most steps are written down on the day on which they happen.
        if used.required
            && used.field.shape == (model::Shape::Date { future: false })
            && draft.text(used.field.name).is_empty()
        {
            draft.set(used.field.name, today(&state).to_string());
        }
    }
    let people = choose::among(&state, &who, (meta, &asked(meta, step)), viewed.envelope.root).await?;
    show(&state, &who, meta, (&viewed, &people), step, (&draft, &[]), None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    StepPath(entry, id, action): StepPath,
    typed_in: Typed,
) -> Answer {
    let (meta, actor) = (entry.meta, &who.session.actor);
    let posted = typed_in.of(meta)?;
    let step = step_of(meta, &action)?;
    let draft = typed(&posted, &asked(meta, step));
    let taken = entry.step(&state.node, posted.act(&state), actor, id, step.action, draft.clone()).await;
    let (problems, refused) = match taken {
        Ok(_) => {
            // Whoever has ended a move may no longer see it: then the list of moves is where to go on.
            let slug = act_slug(step.action, meta.slug);
            let gone =
                model::kinds::MOVES.contains(&meta.slug) && entry.view(&state.node, actor, id).await.is_err();
            let path = if gone { "/moves".to_owned() } else { format!("/{}/{id}", meta.slug) };
            return Ok(done(&state, &path, &slug));
        }
        Err(Error::Invalid(problems)) => (problems, None),
        Err(Error::Refused(code)) => (Vec::new(), Some(code)),
        Err(error) => return Err(error.into()),
    };
    let viewed = entry.view(&state.node, actor, id).await?;
    let people = choose::among(&state, &who, (meta, &asked(meta, step)), viewed.envelope.root).await?;
    show(&state, &who, meta, (&viewed, &people), step, (&draft, &problems), refused)
}

fn step_of(meta: &'static KindMeta, action: &str) -> Result<&'static Step, Fault> {
    let step = meta.lifecycle.step(&action.replace('-', "_")).ok_or(Fault::NOT_FOUND)?;
    // One address for one page.
    if step.action.replace('_', "-") == action { Ok(step) } else { Err(Fault::NOT_FOUND) }
}

fn refusal(viewed: &Viewed, step: &Step) -> Error {
    if step.from.contains(&viewed.envelope.state.as_str()) {
        Error::Denied("no-right")
    } else {
        Error::Refused("wrong-state")
    }
}

pub(crate) fn asked(meta: &'static KindMeta, step: &Step) -> Vec<FieldUse> {
    let find = |name: &&str, required| meta.field(name).map(|(_, field)| FieldUse { field, required });
    let needs = step.needs.iter().filter_map(|name| find(name, true));
    needs.chain(step.offers.iter().filter_map(|name| find(name, false))).collect()
}

fn show(
    state: &WebState,
    who: &SignedIn,
    meta: &'static KindMeta,
    (viewed, people): (&Viewed, &[ShownParticipant]),
    step: &'static Step,
    (draft, problems): (&Draft, &[Problem]),
    refused: Option<&'static str>,
) -> Answer {
    let f = Frame::of(state, who);
    let slug = act_slug(step.action, meta.slug);
    let path = format!("/{}/{}", meta.slug, viewed.envelope.id);
    let asked = asked(meta, step);
    let mut form =
        FormBuilder::new(f.words, meta, today(state), draft).problems(problems).flat().build(&asked);
    choose::each(&f, &mut form, (meta, &asked), people, draft);
    if (meta.slug, step.action) == ("report", "triage") {
        without_cases(&f, &mut form);
    }
    let page = FormPage {
        kind: Some(meta.slug),
        title: f.t(&slug).into_owned(),
        submit: f.t(&slug).into_owned(),
        action: f.url(&format!("{path}/{}", step.action.replace('_', "-"))),
        back: f.url(&path),
        about: Some(super::view::about(viewed)),
        act: f.act,
        version: None,
        refused: refused.map(|code| Fault::from(Error::Refused(code)).told(f.words).text),
        conflict: false,
        form,
        f,
    };
    draw_with(status(&page), &page)
}

/// A case is opened or joined from the page of the report, after a search: to choose that outcome here would be refused.
fn without_cases(f: &Frame, form: &mut Form) {
    let mut controls = form.sections.iter_mut().flat_map(|section| &mut section.controls);
    let Some(control) = controls.find(|control| control.name == "triage_outcome") else { return };
    if let Input::Select(choices) | Input::Radios(choices) = &mut control.input {
        choices.retain(|choice| !["opened_as_case", "joined_to_case"].contains(&choice.code.as_str()));
    }
    control.hint = Some(f.t("triage-to-case").into_owned());
}
