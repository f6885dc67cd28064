//! `/research/new`: a researcher asks for a seat at the desk.

use axum::extract::State;
use model::{Draft, Kind, Problem, kinds};
use node::acts::research::RequestData;
use node::{Error, access};

use crate::casework::form_page::ActPage;
use crate::error::Answer;
use crate::forms::{FieldUse, FormBuilder, typed};
use crate::frame::{Frame, done};
use crate::kinds::{as_declared, today};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// Needed for a seat, though a request for published tables can do without.
const NEEDED: [&str; 5] = ["access", "variables", "period_from", "period_to", "legal_basis"];

fn asked() -> Vec<FieldUse> {
    let meta = kinds::DataRequest::META;
    let fields = RequestData::FIELDS.iter().filter_map(|name| meta.field(name));
    fields
        .map(|(_, field)| {
            let declared = as_declared(field);
            FieldUse { required: declared.required || NEEDED.contains(&field.name), ..declared }
        })
        .collect()
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !access::holds_right(&who.session.actor, "request", "research-desk", state.node.now()).allows() {
        return Err(Error::Denied("no-right").into());
    }
    show(&state, &who, (&Draft::default(), &[]), None)
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let draft = typed(&posted, &asked());
    let act = RequestData { draft: draft.clone() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(opened) => Ok(done(&state, &format!("/research/{}", opened.id), "request-data")),
        Err(Error::Invalid(problems)) => show(&state, &who, (&draft, &problems), None),
        Err(error @ Error::Refused(_)) => show(&state, &who, (&draft, &[]), Some(&error)),
        Err(error) => Err(error.into()),
    }
}

fn show(
    state: &WebState,
    who: &SignedIn,
    (draft, problems): (&Draft, &[Problem]),
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let meta = kinds::DataRequest::META;
    let form = FormBuilder::new(f.words, meta, today(state), draft).problems(problems).flat().build(&asked());
    let lead = vec![f.t("research-ask-lead").into_owned()];
    let mut page = ActPage::new(f, "request-data", "/research/new", "/research", Vec::new()).refused(error);
    (page.form, page.lead) = (form, lead);
    page.answer()
}
