//! `/participation/new`: somebody takes part in a case, after a search.

use axum::extract::State;
use axum::http::Uri;
use model::{Draft, Id, Participant, ParticipantRole};
use node::Error;
use node::acts::people::{AddParticipant, ViewPerson, Whom};

use super::id_of;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::casework::typed::{self, CHILD_PREFIX};
use crate::casework::{PERSON, hit};
use crate::door::go;
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, FieldUse, FormBuilder, Input, of_list};
use crate::frame::{Frame, done};
use crate::kinds::today;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// What is asked about somebody new besides the name.
const NEW: &[&str] = &["name", "aliases", "sex", "birth_year", "phone", "address", "nik"];

/// What was typed.
struct Asked {
    case: Id,
    search: String,
    person: Option<Id>,
    draft: Draft,
    role: String,
    relation: String,
    accused_relation: String,
    is_caregiver: String,
    is_alive: String,
    note: String,
}

impl Asked {
    fn read(posted: &Posted) -> Result<Self, Fault> {
        let text = |name: &str| posted.text(name).to_owned();
        Ok(Self {
            case: posted.text("case").parse().map_err(|_| Fault::NOT_FOUND)?,
            search: text("search"),
            person: posted.text("person").parse().ok(),
            draft: typed::read(posted, &fields(), CHILD_PREFIX),
            role: text("role"),
            relation: text("relation"),
            accused_relation: text("accused_relation"),
            is_caregiver: text("is_caregiver"),
            is_alive: text("is_alive"),
            note: text("note"),
        })
    }

    fn said(&self, role: ParticipantRole) -> Participant {
        let relation = if role.accused() { &self.accused_relation } else { &self.relation };
        said(role, relation, &self.is_caregiver, &self.is_alive, &self.note)
    }
}

/// What forms send about a part in a case.
pub(super) fn said(
    role: ParticipantRole,
    relation: &str,
    is_caregiver: &str,
    is_alive: &str,
    note: &str,
) -> Participant {
    let yes_no = |text: &str| match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let family = role.of_family();
    Participant {
        relation: Some(relation.to_owned()).filter(|code| !code.is_empty() && role.relations().is_some()),
        is_caregiver: yes_no(is_caregiver).filter(|_| family),
        is_alive: yes_no(is_alive).filter(|_| family),
        note: Some(note.trim().to_owned()).filter(|note| !note.is_empty()),
    }
}

fn fields() -> Vec<FieldUse> {
    typed::uses(PERSON, NEW)
}

/// The address alone: the search comes first.
pub(crate) async fn form(State(state): State<WebState>, _: SignedIn, uri: Uri) -> Answer {
    let case = id_of(&uri, "case")?;
    Ok(go(&state.settings.url(&format!("/people?case={case}"))))
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let asked = Asked::read(&posted)?;
    if posted.text("step") != "save" {
        return show(&state, &who, &asked, None).await;
    }
    let Some(role) = ParticipantRole::from_code(&asked.role) else {
        let missing = Error::field("role", model::ProblemCode::Missing);
        return show(&state, &who, &asked, Some(&missing)).await;
    };
    let whom = match asked.person {
        Some(person) => Whom::Known(person),
        None => Whom::New(asked.draft.clone()),
    };
    let act = AddParticipant {
        case: asked.case,
        whom,
        role,
        said: asked.said(role),
        search: asked.search.parse().unwrap_or(asked.case),
        confirmed: posted.text("confirmed") == "true",
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/case/{}", asked.case), "add-participant")),
        Err(error) => show(&state, &who, &asked, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, asked: &Asked, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let mut controls = vec![role_control(&f, &asked.role, problem(&f, error, "role"))];
    controls.extend(relation_controls(&f, (&asked.relation, &asked.accused_relation), error));
    controls.push(yes_no(&f, "is_caregiver", &asked.is_caregiver));
    controls.push(yes_no(&f, "is_alive", &asked.is_alive));
    controls.push(note_control(&f, &asked.note, error));
    let back = format!("/case/{}", asked.case);
    let lead = match asked.person {
        Some(id) => {
            let viewed = state.node.perform(&who.session.actor, ViewPerson { id }).await?;
            let about = hit::about(&f, &viewed.person);
            vec![format!("{} · {about}", hit::name(f.words, &viewed.person))]
        }
        None => Vec::new(),
    };
    let problems = match error {
        Some(Error::Invalid(problems)) => problems.clone(),
        _ => Vec::new(),
    };
    let mut page = ActPage::new(f, "add-participant", "/participation/new", &back, controls).refused(error);
    if asked.person.is_none() {
        let form = FormBuilder::new(page.f.words, PERSON, today(state), &asked.draft).problems(&problems);
        let mut person = form.flat().build(&fields());
        for control in person.sections.iter_mut().flat_map(|section| &mut section.controls) {
            control.name = format!("{CHILD_PREFIX}{}", control.name);
        }
        person.sections.append(&mut page.form.sections);
        page.form.sections = person.sections;
    }
    if let Some(Error::Refused("likely-duplicate")) = error {
        page.refused = Some(page.f.t("participant-likely").into_owned());
        let sure = Choice::new("true", page.f.t("participant-sure"), false);
        let sure = Control::new("confirmed", page.f.t("participant-compared"), Input::Checks(vec![sure]));
        if let Some(section) = page.form.sections.last_mut() {
            section.controls.push(sure);
        }
    }
    page.lead = lead;
    page.hidden.extend([
        ("case".to_owned(), asked.case.to_string()),
        ("search".to_owned(), asked.search.clone()),
        ("step".to_owned(), "save".to_owned()),
    ]);
    if let Some(person) = asked.person {
        page.hidden.push(("person".to_owned(), person.to_string()));
    }
    page.answer()
}

fn role_control(f: &Frame, chosen: &str, problem: Option<String>) -> Control {
    let roles = ParticipantRole::ALL.into_iter().filter(|role| *role != ParticipantRole::Child);
    let choices = roles.map(|role| {
        let label = f.words.code("participation-role", role.code());
        Choice::new(role.code(), label, role.code() == chosen)
    });
    Control::new("role", f.t("participant-role"), Input::Select(choices.collect()))
        .required()
        .value(chosen)
        .problem(problem)
}

/// How somebody stands to the child: as family, or as the one who is said to have harmed them.
pub(super) fn relation_controls(
    f: &Frame,
    (relation, accused): (&str, &str),
    error: Option<&Error>,
) -> [Control; 2] {
    let list = |list, chosen: &str| Input::Select(of_list(f.words, list, chosen));
    [
        Control::new("relation", f.t("participant-relation"), list("family-relationship", relation))
            .hint(f.t("participant-relation.hint"))
            .value(relation)
            .problem(problem(f, error, "relation")),
        Control::new(
            "accused_relation",
            f.t("participant-accused-relation"),
            list("perpetrator-relationship", accused),
        )
        .hint(f.t("participant-accused-relation.hint"))
        .value(accused),
    ]
}

/// Yes, no or not known.
pub(super) fn yes_no(f: &Frame, name: &'static str, chosen: &str) -> Control {
    let label = if name == "is_alive" { "participant-alive" } else { "participant-caregiver" };
    let choices = vec![
        Choice::new("true", f.t("yes"), chosen == "true"),
        Choice::new("false", f.t("no"), chosen == "false"),
        Choice::new("unknown", f.t("not-known"), matches!(chosen, "" | "unknown")),
    ];
    Control::new(name, f.t(label), Input::Radios(choices)).value(chosen)
}

/// What else should be known.
pub(super) fn note_control(f: &Frame, note: &str, error: Option<&Error>) -> Control {
    Control::new("note", f.t("participant-note"), Input::Narrative(2_000))
        .value(note)
        .problem(problem(f, error, "note"))
}
