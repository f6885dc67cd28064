//! `/person/{id}/erase`: everything that tells who somebody is, is destroyed for good.

use axum::extract::State;
use model::{Id, ProblemCode};
use node::Error;
use node::acts::people::{ErasePerson, EraseReason, PersonView, ViewPerson};

use super::OnePath;
use super::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let viewed = view(&state, &who, id).await?;
    show(&state, &who, &viewed, ("", ""), None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let viewed = view(&state, &who, id).await?;
    let (reason, typed) = (posted.text("reason"), posted.text("number").trim());
    let erased = match EraseReason::from_code(reason) {
        None => Err(Error::field("reason", ProblemCode::Missing)),
        Some(_) if !typed.eq_ignore_ascii_case(&number(&viewed)) => {
            Err(Error::field("number", ProblemCode::Missing))
        }
        Some(reason) => {
            let erase = ErasePerson { id, reason };
            state.node.perform_as(posted.act(&state), &who.session.actor, erase).await.map(|_| ())
        }
    };
    match erased {
        Ok(()) | Err(Error::AlreadyDone) => Ok(done(&state, &format!("/person/{id}"), "erase-person")),
        Err(error) => show(&state, &who, &viewed, (reason, typed), Some(&shown(error)?)),
    }
}

async fn view(state: &WebState, who: &SignedIn, id: Id) -> Result<PersonView, Error> {
    let viewed = state.node.perform(&who.session.actor, ViewPerson { id }).await?;
    if viewed.may_erase { Ok(viewed) } else { Err(Error::Denied("no-right")) }
}

/// What is typed to confirm: the number of a case, else the end of the person's own id.
fn number(viewed: &PersonView) -> String {
    let case = viewed.matters.iter().find(|matter| matter.kind == "case").or(viewed.matters.first());
    let id = viewed.id.to_string();
    case.map_or_else(|| id.chars().skip(28).collect(), |matter| matter.code.clone())
}

fn show(
    state: &WebState,
    who: &SignedIn,
    viewed: &PersonView,
    (reason, typed): (&str, &str),
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let choices = EraseReason::ALL.map(|one| {
        let label = f.t(&format!("erase-reason-{}", one.code())).into_owned();
        Choice::new(one.code(), label, one.code() == reason)
    });
    let number = number(viewed);
    let wrong = problem(&f, error, "number").map(|_| f.t("erase-number-wrong").into_owned());
    let controls = vec![
        Control::new("reason", f.t("erase-reason"), Input::Radios(choices.to_vec()))
            .required()
            .problem(problem(&f, error, "reason")),
        Control::new("number", f.words.with("erase-number", &[("number", &number)]), Input::Line(60))
            .required()
            .value(typed)
            .problem(wrong),
    ];
    let lead = f.t("erase-lead").into_owned();
    let warning = ["erase-lost", "erase-kept", "erase-backup"].map(|key| f.t(key).into_owned());
    let path = format!("/person/{}", viewed.id);
    let mut page = ActPage::new(f, "erase-person", &format!("{path}/erase"), &path, controls).refused(error);
    page.lead = vec![lead];
    page.warning = warning.to_vec();
    page.grave = true;
    page.answer()
}
