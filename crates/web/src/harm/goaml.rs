//! goAML in and out: a report that came is pasted or read as text, one that goes out is given out once.

use axum::extract::State;
use node::acts::harm::{TakeGoaml, WriteGoaml};
use node::{Error, registry};

use super::{asked, handed};
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::forms::{Input, of_list};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, &Posted::default(), None)
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let take = TakeGoaml {
        document: posted.text("document").to_owned(),
        institution: posted.text("institution").to_owned(),
        direction: posted.text("direction").to_owned(),
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, take).await {
        Ok(opened) => Ok(done(&state, &format!("/transaction-report/{}", opened.id), "take-goaml")),
        Err(error) => show(&state, &who, &posted, Some(&shown(error)?)),
    }
}

fn show(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    if !node::access::holds_right(&who.session.actor, "open", "transaction-report", f.now).allows() {
        return Err(Error::NotFound.into());
    }
    let directions = of_list(f.words, "transaction-direction", posted.text("direction"));
    let controls = vec![
        asked(&f, posted, error, ("direction", "transaction-report-direction"), Input::Radios(directions))
            .required(),
        asked(&f, posted, error, ("institution", "transaction-report-institution"), Input::Line(160))
            .required(),
        asked(&f, posted, error, ("document", "goaml-document"), Input::Narrative(1_000_000)).required(),
    ];
    let list = "/transaction-report";
    ActPage::new(f, "take-goaml", "/transaction-report/take", list, controls).refused(error).answer()
}

pub(crate) async fn out_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show_out(&state, &who, &path, &Posted::default(), (None, &[])).await
}

pub(crate) async fn out(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let said = |name: &str| posted.text(name).to_owned();
    let write = WriteGoaml {
        report: path.0,
        profile: said("profile"),
        entity: said("entity"),
        reporter: said("reporter"),
        indicators: said("indicators"),
        legal_basis: said("legal_basis"),
        schema: said("schema"),
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, write).await {
        Ok(written) => match written.text {
            Some(text) => Ok(handed(&format!("{}.xml", path.0), "application/xml", text)),
            None => show_out(&state, &who, &path, &posted, (None, &written.findings)).await,
        },
        Err(error) => show_out(&state, &who, &path, &posted, (Some(&shown(error)?), &[])).await,
    }
}

async fn show_out(
    state: &WebState,
    who: &SignedIn,
    path: &OnePath,
    posted: &Posted,
    (error, findings): (Option<&Error>, &[formats::Finding]),
) -> Answer {
    let entry = registry::kind("transaction-report").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, path.0).await?;
    let f = Frame::of(state, who);
    let bases = of_list(f.words, "outgoing-basis", posted.text("legal_basis"));
    let controls = vec![
        asked(&f, posted, error, ("legal_basis", "content-notice-legal_basis"), Input::Select(bases))
            .required(),
        asked(&f, posted, error, ("entity", "goaml-entity"), Input::Line(80)).required(),
        asked(&f, posted, error, ("reporter", "goaml-reporter"), Input::Line(120)).required(),
        asked(&f, posted, error, ("indicators", "goaml-indicators"), Input::Line(400)).required(),
        asked(&f, posted, error, ("profile", "goaml-profile"), Input::Narrative(100_000)).required(),
        asked(&f, posted, error, ("schema", "goaml-schema"), Input::Narrative(1_000_000)),
    ];
    let back = format!("/transaction-report/{}", path.0);
    let mut page = ActPage::new(f, "write-goaml", &format!("{back}/goaml"), &back, controls).refused(error);
    page.about = viewed.envelope.code;
    page.lead = vec![page.f.t("write-goaml-lead").into_owned()];
    if !findings.is_empty() {
        page.refused = Some(page.f.t("goaml-schema-refuses").into_owned());
        page.warning = findings.iter().take(20).map(ToString::to_string).collect();
    }
    page.answer()
}
