//! What concerns a family as a whole: a guardian's word for all children, and the end of the matter.

use axum::extract::State;
use model::{Draft, Id};
use node::Error;
use node::acts::family::{CloseFamily, GiveFamilyConsent, ViewFamily};
use node::acts::moves::Named;

use crate::casework::form_page::{ActPage, problem, shown};
use crate::casework::{OnePath, give_consent, receivers};
use crate::error::Answer;
use crate::forms::{Control, Input, of_list, typed};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// `/family/{id}/consent`
pub(crate) async fn consent_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    let mut draft = Draft::default();
    draft.set("explained_in", "id");
    draft.set("consent_kind", "guardian_consent");
    consent_page(&state, &who, path.0, (&draft, &Named::default()), None).await
}

pub(crate) async fn consent(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let draft = typed(&posted, &give_consent::fields());
    let named = give_consent::named(&posted);
    let act = GiveFamilyConsent { id: path.0, draft: draft.clone(), named: named.clone() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/family/{}", path.0), "give-family-consent")),
        Err(error) => consent_page(&state, &who, path.0, (&draft, &named), Some(&shown(error)?)).await,
    }
}

async fn consent_page(
    state: &WebState,
    who: &SignedIn,
    id: Id,
    (draft, named): (&Draft, &Named),
    error: Option<&Error>,
) -> Answer {
    let viewed = state.node.perform(&who.session.actor, ViewFamily { id }).await?;
    if !viewed.may_consent {
        return Err(Error::Denied("no-right").into());
    }
    let organisations = receivers::organisations(&receivers::all(state, who).await.unwrap_or_default(), who);
    let f = Frame::of(state, who);
    let mut form = give_consent::form_of(&f, state, (draft, error), (&organisations, named));
    give_consent::choose_giver(&f, &mut form, &[], "");
    let path = format!("/family/{id}");
    let mut page = ActPage::new(f, "give-family-consent", &format!("{path}/consent"), &path, Vec::new());
    page.form = form;
    page = page.refused(error);
    page.lead =
        ["give-family-consent-lead", "give-consent-no"].map(|key| page.f.t(key).into_owned()).to_vec();
    if viewed.guardian_is_suspect {
        page.warning.push(page.f.t("give-consent-suspect").into_owned());
    }
    page.submit = page.f.t("form-save").into_owned();
    page.answer()
}

/// `/family/{id}/close`
pub(crate) async fn close_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    close_page(&state, &who, path.0, ("", ""), None).await
}

pub(crate) async fn close(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let (reason, note) = (posted.text("closure_reason"), posted.text("closure_note"));
    let act = CloseFamily { id: path.0, closure_reason: reason.to_owned(), note: note.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/family/{}", path.0), "close-family")),
        Err(error) => close_page(&state, &who, path.0, (reason, note), Some(&shown(error)?)).await,
    }
}

async fn close_page(
    state: &WebState,
    who: &SignedIn,
    id: Id,
    (reason, note): (&str, &str),
    error: Option<&Error>,
) -> Answer {
    let viewed = state.node.perform(&who.session.actor, ViewFamily { id }).await?;
    if !viewed.may_edit {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(state, who);
    let controls = vec![
        Control::new(
            "closure_reason",
            f.words.field("family", "closure_reason"),
            Input::Select(of_list(f.words, "closure-reason", reason)),
        )
        .required()
        .value(reason)
        .problem(problem(&f, error, "closure_reason")),
        Control::new("closure_note", f.words.field("family", "closure_note"), Input::Narrative(4_000))
            .hint(f.t("close-family-hint"))
            .required()
            .value(note)
            .problem(problem(&f, error, "closure_note")),
    ];
    let path = format!("/family/{id}");
    let mut page = ActPage::new(f, "close-family", &format!("{path}/close"), &path, controls).refused(error);
    page.lead = vec![page.f.t("close-family-lead").into_owned()];
    page.answer()
}
