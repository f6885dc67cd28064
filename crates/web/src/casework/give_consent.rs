//! `/case/{id}/consent`: a calm page to fill in beside a child or a guardian.

use axum::extract::State;
use model::{Draft, Id, Kind, KindMeta, Problem, kinds};
use node::acts::moves::{GiveConsent, Named, ViewConsents};
use node::{Error, ShownParticipant};

use super::form_page::{ActPage, shown};
use super::{OnePath, receivers};
use crate::error::Answer;
use crate::forms::{Choice, Control, FieldUse, Form, FormBuilder, Input, Section, typed};
use crate::frame::{Frame, done};
use crate::kinds::{as_declared, today};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

const META: &KindMeta = kinds::Consent::META;

/// Headings with the fields under them, in the order of a talk.
const TALK: &[(&str, &[&str])] = &[
    (
        "give-consent-who",
        &["consent_kind", "given_by", "giver", "giver_name", "giver_relation", "explained_in"],
    ),
    ("give-consent-what", &["purposes", "data_groups", "recipients", "decision", "said", "valid_until"]),
    ("give-consent-withheld", &["withhold_from", "withholding_reason"]),
    ("give-consent-safe", &["safe_channels"]),
    (
        "give-consent-paper",
        &["method", "explained_by", "interview_subject", "held_at", "legitimate_basis", "valid_from"],
    ),
];

pub(crate) fn fields() -> Vec<FieldUse> {
    let names = TALK.iter().flat_map(|(_, names)| names.iter());
    names.filter_map(|name| META.field(name)).map(|(_, field)| as_declared(field)).collect()
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    let mut draft = Draft::default();
    draft.set("explained_in", "id");
    show(&state, &who, path.0, &draft, &Named::default(), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let draft = typed(&posted, &fields());
    let named = named(&posted);
    let give = GiveConsent { case: path.0, draft: draft.clone(), named: named.clone() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, give).await {
        Ok(_) => Ok(done(&state, &format!("/case/{}/consents", path.0), "give-consent")),
        Err(error) => show(&state, &who, path.0, &draft, &named, Some(&shown(error)?)).await,
    }
}

/// Organisations that were ticked.
pub(crate) fn named(posted: &Posted) -> Named {
    let ids = |name: &str| -> Vec<Id> { posted.all(name).filter_map(|id| id.parse().ok()).collect() };
    Named { recipients: ids("named"), withheld: ids("withheld") }
}

/// The form in the order of a talk, with what is wrong in it.
pub(crate) fn form_of(
    f: &Frame,
    state: &WebState,
    (draft, error): (&Draft, Option<&Error>),
    (organisations, named): (&[(Id, String)], &Named),
) -> Form {
    let none: &[Problem] = &[];
    let problems = match error {
        Some(Error::Invalid(problems)) => problems.as_slice(),
        _ => none,
    };
    let form =
        FormBuilder::new(f.words, META, today(state), draft).problems(problems).flat().build(&fields());
    in_talk(f, form, (organisations, named))
}

/// Who of those who take part may speak for the child, instead of a name that is typed.
pub(crate) fn choose_giver(f: &Frame, form: &mut Form, givers: &[ShownParticipant], chosen: &str) {
    crate::people::choose::person(f, form, ("giver", "consent-giver.hint"), givers, chosen);
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    case: Id,
    draft: &Draft,
    named: &Named,
    error: Option<&Error>,
) -> Answer {
    let consents = state.node.perform(&who.session.actor, ViewConsents { case }).await?;
    if !consents.may_give {
        return Err(Error::Denied("no-right").into());
    }
    let organisations = receivers::organisations(&receivers::all(state, who).await.unwrap_or_default(), who);
    let f = Frame::of(state, who);
    let mut form = form_of(&f, state, (draft, error), (&organisations, named));
    choose_giver(&f, &mut form, &consents.givers, draft.text("giver"));
    let path = format!("/case/{case}");
    let back = format!("{path}/consents");
    let mut page = ActPage::new(f, "give-consent", &format!("{path}/consent"), &back, Vec::new());
    page.form = form;
    page = page.refused(error);
    page.about = consents.code;
    page.lead = ["give-consent-lead", "give-consent-no"].map(|key| page.f.t(key).into_owned()).to_vec();
    if consents.guardian_is_suspect {
        page.warning.push(page.f.t("give-consent-suspect").into_owned());
    }
    page.submit = page.f.t("form-save").into_owned();
    page.answer()
}

/// The controls under the headings of the talk, with the organisations beside the classes that they belong to.
fn in_talk(f: &Frame, form: Form, (organisations, named): (&[(Id, String)], &Named)) -> Form {
    let Form { sections, elsewhere } = form;
    let mut controls: Vec<Control> = sections.into_iter().flat_map(|section| section.controls).collect();
    let checks = |name: &str, label: &str, chosen: &[Id]| {
        let choices = organisations
            .iter()
            .map(|(id, title)| Choice::new(&id.to_string(), title, chosen.contains(id)))
            .collect();
        let value = if chosen.is_empty() { "" } else { "1" };
        Control::new(name, f.t(label), Input::Checks(choices)).value(value)
    };
    let mut talk = Vec::new();
    for (title, names) in TALK {
        let mut own = Vec::new();
        for name in *names {
            let Some(at) = controls.iter().position(|control| control.name == *name) else { continue };
            own.push(controls.remove(at));
            match *name {
                _ if organisations.is_empty() => {}
                "recipients" => own.push(checks("named", "give-consent-named", &named.recipients)),
                "withhold_from" => own.push(checks("withheld", "give-consent-not-to", &named.withheld)),
                _ => {}
            }
        }
        talk.push(Section { title: f.t(title).into_owned(), controls: own });
    }
    Form { sections: talk, elsewhere }
}
