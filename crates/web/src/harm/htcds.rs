//! `/case/{id}/htcds`: a case as a record of the case data standard, without what finds the child; given out once.

use axum::extract::State;
use node::acts::harm::ExportHtcds;
use node::{Error, registry};

use super::{asked, handed};
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::forms::{Input, of_list};
use crate::frame::Frame;
use crate::session::{Posted, SignedIn, must};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show(&state, &who, &path, &Posted::default(), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let said = |name: &str| posted.text(name).to_owned();
    let export = ExportHtcds { case: path.0, receiver: said("receiver"), legal_basis: said("legal_basis") };
    match state.node.perform_as(posted.act(&state), &who.session.actor, export).await {
        Ok(file) => Ok(handed(&format!("{}.csv", file.code), "text/csv; charset=utf-8", file.text)),
        Err(error) => show(&state, &who, &path, &posted, Some(&shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    path: &OnePath,
    posted: &Posted,
    error: Option<&Error>,
) -> Answer {
    let entry = registry::kind("case").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, path.0).await?;
    let f = Frame::of(state, who);
    must(state, who, "export", "case")?;
    let bases = of_list(f.words, "outgoing-basis", posted.text("legal_basis"));
    let controls = vec![
        asked(&f, posted, error, ("receiver", "export-htcds-receiver"), Input::Line(160)).required(),
        asked(&f, posted, error, ("legal_basis", "content-notice-legal_basis"), Input::Select(bases))
            .required(),
    ];
    let back = format!("/case/{}", path.0);
    let mut page = ActPage::new(f, "export-htcds", &format!("{back}/htcds"), &back, controls).refused(error);
    page.about = viewed.envelope.code;
    page.lead = vec![page.f.t("export-htcds-lead").into_owned()];
    page.answer()
}
