//! `/content-report/{id}/file`: one file about one report for a receiver outside, given out once.

use axum::extract::State;
use model::{Draft, Kind, Problem, kinds};
use node::acts::harm::MakeFile;
use node::{Error, registry};

use super::handed;
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::forms::{FieldUse, FormBuilder, typed};
use crate::frame::Frame;
use crate::kinds::{as_declared, today};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// What the form asks; the rest comes with the handing over.
const FIELDS: [&str; 5] = ["format", "receiver", "receiver_class", "legal_basis", "with_address"];

fn fields() -> Vec<FieldUse> {
    let meta = kinds::HandedFile::META;
    FIELDS.iter().filter_map(|name| meta.field(name)).map(|(_, field)| as_declared(field)).collect()
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show(&state, &who, &path, &Draft::default(), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let draft = typed(&posted, &fields());
    let make = MakeFile { report: path.0, draft: draft.clone() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, make).await {
        Ok(made) => {
            let kind = if made.ending == "xml" { "application/xml" } else { "application/json" };
            Ok(handed(&format!("{}.{}", made.id, made.ending), kind, made.text))
        }
        Err(error) => show(&state, &who, &path, &draft, Some(&shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    path: &OnePath,
    draft: &Draft,
    error: Option<&Error>,
) -> Answer {
    let entry = registry::kind("content-report").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, path.0).await?;
    let f = Frame::of(state, who);
    let problems: &[Problem] = match error {
        Some(Error::Invalid(problems)) => problems,
        _ => &[],
    };
    let builder =
        FormBuilder::new(f.words, kinds::HandedFile::META, today(state), draft).problems(problems).flat();
    let controls =
        builder.build(&fields()).sections.into_iter().flat_map(|section| section.controls).collect();
    let back = format!("/content-report/{}", path.0);
    let mut page = ActPage::new(f, "make-file", &format!("{back}/file"), &back, controls).refused(error);
    page.about = viewed.envelope.code;
    page.lead = vec![page.f.t("make-file-lead").into_owned()];
    page.warning = vec![page.f.t("make-file-warning").into_owned()];
    page.answer()
}
