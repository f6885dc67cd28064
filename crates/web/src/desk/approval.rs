//! `/case/{id}/request-approval` and `/approval/{id}/decide`: a second pair of eyes.

use axum::extract::State;
use model::kinds::{Approval, Case};
use model::{Draft, Id, Kind};
use node::acts::View;
use node::acts::desk::{ApprovalRecipient, Approve, RequestApproval};
use node::{Error, Result};

use crate::casework::form_page::{ActPage, problem, shown};
use crate::casework::{OnePath, receivers};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input, of_list};
use crate::frame::{Frame, done};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn request_form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(case): OnePath,
) -> Answer {
    show_request(&state, &who, case, &Posted::default(), None).await
}

pub(crate) async fn request(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(case): OnePath,
    posted: Posted,
) -> Answer {
    let mut draft = Draft::default();
    for name in ["approval_type", "request_note"] {
        draft.set(name, posted.text(name));
    }
    let made = match recipient(&posted) {
        Ok(recipient) => {
            let ask = RequestApproval { case, draft, recipient };
            state.node.perform_as(posted.act(&state), &who.session.actor, ask).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(_) => Ok(done(&state, &format!("/case/{case}"), "request-approval")),
        Err(error) => show_request(&state, &who, case, &posted, Some(shown(error)?)).await,
    }
}

/// Stands in the list of receivers for an institution that is no member.
const OUTSIDE: &str = "outside";

/// With whom something is to be shared past a no.
fn recipient(posted: &Posted) -> Result<Option<ApprovalRecipient>> {
    if posted.text("approval_type") != "consent_override" {
        return Ok(None);
    }
    match posted.text("recipient") {
        "" => Ok(None),
        OUTSIDE => {
            let authority = posted.text("authority").parse();
            let authority = authority.map_err(|_| Error::field("authority", model::ProblemCode::Missing))?;
            Ok(Some(ApprovalRecipient::Outside { name: posted.text("receiver").to_owned(), authority }))
        }
        id => {
            let id = id.parse().map_err(|_| Error::field("recipient", model::ProblemCode::UnknownCode))?;
            Ok(Some(ApprovalRecipient::Organisation(id)))
        }
    }
}

/// Who would receive: asked where sharing past a no is among what may be asked for.
fn whom(f: &Frame, posted: &Posted, found: &[(Id, String)], error: Option<&Error>) -> Vec<Control> {
    let chosen = posted.text("recipient");
    let mut organisations: Vec<Choice> = found
        .iter()
        .map(|(id, name)| {
            let code = id.to_string();
            Choice::new(&code, name.clone(), code == chosen)
        })
        .collect();
    organisations.push(Choice::new(OUTSIDE, f.t("approval-outside"), chosen == OUTSIDE));
    let sides = [("true", "refer-outside-authority"), ("false", "refer-outside-other")];
    let sides = sides.map(|(code, key)| Choice::new(code, f.t(key), posted.text("authority") == code));
    vec![
        Control::new("recipient", f.words.field("approval", "recipient"), Input::Select(organisations))
            .hint(f.t("approval-recipient.hint"))
            .value(chosen)
            .problem(problem(f, error, "recipient")),
        Control::new("receiver", f.t("refer-outside-receiver"), Input::Line(160))
            .hint(f.t("approval-receiver-hint"))
            .value(posted.text("receiver"))
            .problem(problem(f, error, "receiver")),
        Control::new("authority", f.t("refer-outside-kind"), Input::Radios(sides.to_vec())).problem(problem(
            f,
            error,
            "authority",
        )),
    ]
}

/// What somebody who works with a case asks for.
const ASKED: [&str; 6] = ["closure", "gbv_closure", "case_plan", "transfer", "consent_override", "export"];

async fn show_request(
    state: &WebState,
    who: &SignedIn,
    case: Id,
    posted: &Posted,
    error: Option<Error>,
) -> Answer {
    let viewed = state.node.perform(&who.session.actor, View::<Case>::new(case)).await?;
    let f = Frame::of(state, who);
    let chosen = if posted.has("approval_type") { posted.text("approval_type") } else { "closure" };
    let mut types = of_list(f.words, "approval-type", chosen);
    let may = |kind: &str| match kind {
        "consent_override" => viewed.ways.contains(&"override-consent"),
        "export" => node::access::holds_right(&who.session.actor, "export", "case", f.now).allows(),
        _ => ASKED.contains(&kind),
    };
    types.retain(|kind| may(&kind.code));
    let error = error.as_ref();
    let past_a_no = types.iter().any(|kind| kind.code == "consent_override");
    let mut controls = vec![
        Control::new("approval_type", f.words.field("approval", "approval_type"), Input::Radios(types))
            .required()
            .problem(problem(&f, error, "approval_type")),
    ];
    if past_a_no {
        let found = receivers::all(state, who).await?;
        controls.extend(whom(&f, posted, &receivers::organisations(&found, who), error));
    }
    controls.push(
        Control::new("request_note", f.words.field("approval", "request_note"), Input::Narrative(8_000))
            .value(posted.text("request_note"))
            .problem(problem(&f, error, "request_note")),
    );
    let lead = f.t("approval-lead").into_owned();
    let (path, back) = (format!("/case/{case}/request-approval"), format!("/case/{case}"));
    let mut page = ActPage::new(f, "request-approval", &path, &back, controls).refused(error);
    page.about = viewed.envelope.code;
    page.lead = vec![lead];
    page.answer()
}

pub(crate) async fn decide_form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
) -> Answer {
    show_decide(&state, &who, id, &Posted::default(), None).await
}

pub(crate) async fn decide(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(approval): OnePath,
    posted: Posted,
) -> Answer {
    let decided: Result<_> = match posted.text("granted") {
        "" => Err(Error::field("granted", model::ProblemCode::Missing)),
        granted => {
            let act = Approve { approval, granted: granted == "true", note: posted.text("note").to_owned() };
            state.node.perform_as(posted.act(&state), &who.session.actor, act).await
        }
    };
    match decided {
        Ok(_) => Ok(done(&state, &format!("/approval/{approval}"), "approve")),
        Err(error) => show_decide(&state, &who, approval, &posted, Some(shown(error)?)).await,
    }
}

async fn show_decide(
    state: &WebState,
    who: &SignedIn,
    id: Id,
    posted: &Posted,
    error: Option<Error>,
) -> Answer {
    let viewed = state.node.perform(&who.session.actor, View::<Approval>::new(id)).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let granted = posted.text("granted");
    let choices = [("true", "approval-grant"), ("false", "approval-refuse")];
    let choices = choices.map(|(code, key)| Choice::new(code, f.t(key), code == granted)).to_vec();
    let error = error.as_ref();
    let controls = vec![
        Control::new("granted", f.t("approval-decision"), Input::Radios(choices))
            .required()
            .problem(problem(&f, error, "granted")),
        Control::new("note", f.t("approval-note"), Input::Narrative(2_000))
            .hint(f.t("approval-note.hint"))
            .value(posted.text("note"))
            .problem(problem(&f, error, "note")),
    ];
    let meta = <Approval as Kind>::META;
    let said = viewed.record.fields().filter(|(_, shown)| !shown.to_text().is_empty());
    let lead = said.map(|(field, shown)| {
        format!("{}: {}", w.field(meta.slug, field.name), say::value(w, field, shown).text)
    });
    let lead: Vec<String> = lead.collect();
    let back = format!("/case/{}", viewed.envelope.root);
    let mut page =
        ActPage::new(f, "approve", &format!("/approval/{id}/decide"), &back, controls).refused(error);
    page.about = viewed.envelope.code.clone();
    page.lead = lead;
    page.answer()
}
