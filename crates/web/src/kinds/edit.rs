//! `/{kind}/{id}/edit`: changes a record. When somebody else changed it meanwhile, both texts are shown and a person decides.

use axum::extract::State;
use model::{Draft, KindMeta, Problem};
use node::acts::Viewed;
use node::{Error, ShownParticipant, ShownRecord};

use super::open::{FormPage, links, status};
use super::{RecordPath, act_slug, as_declared, today};
use crate::error::{Answer, Fault};
use crate::forms::{FieldUse, FormBuilder, typed};
use crate::frame::{Frame, done, draw_with};
use crate::people::choose;
use crate::session::{SignedIn, Typed};
use crate::state::WebState;

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    if !viewed.may_edit {
        return Err(Error::Denied("no-right").into());
    }
    let draft = Draft::of(entry.meta, &viewed.record.to_record());
    let people =
        choose::among(&state, &who, (entry.meta, &asked(entry.meta, &viewed.record)), viewed.envelope.root)
            .await?;
    show(
        &state,
        &who,
        entry.meta,
        (&viewed, &people),
        Shown { draft: &draft, problems: &[], refused: None, conflict: false },
    )
    .await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    typed_in: Typed,
) -> Answer {
    let (meta, actor) = (entry.meta, &who.session.actor);
    let posted = typed_in.of(meta)?;
    let version = posted.text("version").parse().map_err(|_| Fault::Unreadable)?;
    // Only what was on the form is changed; which fields those are depends on what the visitor may see.
    let sent: Vec<FieldUse> = meta
        .fields
        .iter()
        .filter(|field| !field.computed && posted.has(field.name))
        .map(as_declared)
        .collect();
    let draft = typed(&posted, &sent);
    let edited = entry.edit(&state.node, posted.act(&state), actor, id, draft.clone(), Some(version)).await;
    let (problems, refused, conflict) = match edited {
        Ok(_) => return Ok(done(&state, &format!("/{}/{id}", meta.slug), &act_slug("edit", meta.slug))),
        Err(Error::Invalid(problems)) => (problems, None, false),
        Err(Error::Refused(code)) => (Vec::new(), Some(code), false),
        Err(Error::Conflict) => (Vec::new(), None, true),
        Err(error) => return Err(error.into()),
    };
    let viewed = entry.view(&state.node, actor, id).await?;
    let people =
        choose::among(&state, &who, (meta, &asked(meta, &viewed.record)), viewed.envelope.root).await?;
    show(
        &state,
        &who,
        meta,
        (&viewed, &people),
        Shown { draft: &draft, problems: &problems, refused, conflict },
    )
    .await
}

struct Shown<'a> {
    draft: &'a Draft,
    problems: &'a [Problem],
    refused: Option<&'static str>,
    conflict: bool,
}

/// Fields that the visitor may see and that are still there.
fn asked(meta: &'static KindMeta, record: &ShownRecord) -> Vec<FieldUse> {
    let there = |name: &str| matches!(record.get(name), Some(node::Shown::Value(_)));
    meta.fields.iter().filter(|field| !field.computed && there(field.name)).map(as_declared).collect()
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    meta: &'static KindMeta,
    (viewed, people): (&Viewed, &[ShownParticipant]),
    shown: Shown<'_>,
) -> Answer {
    let f = Frame::of(state, who);
    let theirs = Draft::of(meta, &viewed.record.to_record());
    // What was typed, over what stands there now: a field that was not sent keeps its present value.
    let mut draft = theirs.clone();
    draft.0.extend(shown.draft.0.clone());
    let links = links(state, who, meta, Some(viewed.envelope.root)).await;
    let mut builder =
        FormBuilder::new(f.words, meta, today(state), &draft).problems(shown.problems).links(links);
    if shown.conflict {
        builder = builder.theirs(&theirs);
    }
    let asked = asked(meta, &viewed.record);
    let mut form = builder.build(&asked);
    choose::each(&f, &mut form, (meta, &asked), people, &draft);
    let path = format!("/{}/{}", meta.slug, viewed.envelope.id);
    let page = FormPage {
        kind: Some(meta.slug),
        title: f.t(&act_slug("edit", meta.slug)).into_owned(),
        submit: f.t("form-save").into_owned(),
        action: f.url(&format!("{path}/edit")),
        back: f.url(&path),
        about: Some(super::view::about(viewed)),
        act: f.act,
        version: Some(viewed.version),
        refused: shown.refused.map(|code| Fault::from(Error::Refused(code)).told(f.words).text),
        conflict: shown.conflict,
        form,
        f,
    };
    draw_with(status(&page), &page)
}
