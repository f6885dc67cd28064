//! `/new-case`: opens a case after a search. Everything is sent as a form: what is typed about a child is in no address.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use model::{Draft, Id, Problem};
use node::acts::people::{NewCase, OpenCase, ViewPerson};
use node::registry;
use node::{Error, Node};

use super::compare;
use super::typed::{self, CHILD_PREFIX};
use super::{CASE, PERSON, hit};
use crate::door::go;
use crate::error::{Answer, Fault};
use crate::forms::{FieldUse, Form};
use crate::frame::{Frame, done, draw_with};
use crate::kinds::today;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/new_case.html")]
struct NewCasePage {
    f: Frame,
    search: String,
    report: Option<Id>,
    /// The case of a brother or sister, whose family is carried on.
    sibling: Option<Id>,
    guardian: Option<Form>,
    /// The known child, with what is said of them.
    person: Option<(Id, String, String)>,
    child: Option<Form>,
    case: Form,
    refused: Option<String>,
    /// Set when a second case beside an open one must be confirmed.
    confirm: bool,
}

/// What came with a form of the flow.
pub(super) struct Flow {
    pub(super) search: String,
    pub(super) report: Option<Id>,
    /// The case of a brother or sister.
    pub(super) sibling: Option<Id>,
    pub(super) person: Option<Id>,
    pub(super) child: Draft,
    pub(super) case: Draft,
    confirmed: bool,
}

impl Flow {
    fn read(posted: &Posted) -> Self {
        let mut child = typed::read(posted, &typed::child_fields(), CHILD_PREFIX);
        typed::read_guardian(posted, &mut child);
        Self {
            search: posted.text("search").to_owned(),
            report: posted.text("report").parse().ok(),
            sibling: posted.text("sibling").parse().ok(),
            person: posted.text("person").parse().ok(),
            child,
            case: typed::read(posted, &typed::case_fields(), ""),
            confirmed: posted.text("confirmed") == "true",
        }
    }
}

/// What is wrong with what was typed, by record.
#[derive(Default)]
struct Wrong {
    child: Vec<Problem>,
    case: Vec<Problem>,
    refused: Option<&'static str>,
}

impl Wrong {
    fn is_nothing(&self) -> bool {
        self.child.is_empty() && self.case.is_empty() && self.refused.is_none()
    }
}

/// A page loaded again, or typed into the address bar: the flow begins with a search.
pub(crate) async fn again(State(state): State<WebState>, _: SignedIn) -> Result<Response, Fault> {
    Ok(go(&state.settings.url("/people")))
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let mut flow = Flow::read(&posted);
    if posted.text("step") != "save" {
        begin(&state, &who, &mut flow).await?;
        return show(&state, &who, &flow, &Wrong::default()).await;
    }
    let wrong = checked(&state, &mut flow);
    if !wrong.is_nothing() {
        return show(&state, &who, &flow, &wrong).await;
    }
    let act = posted.act(&state);
    match open(&state.node, act, &who, &flow).await {
        Ok(id) => Ok(done(&state, &format!("/case/{id}"), "open-case")),
        Err(Error::Refused("likely-duplicate")) => compare::page(&state, &who, &flow).await,
        Err(Error::Refused(code)) => {
            show(&state, &who, &flow, &Wrong { refused: Some(code), ..Wrong::default() }).await
        }
        Err(Error::Invalid(problems)) => {
            let about_child = |problem: &Problem| {
                let guardian =
                    problem.field.starts_with("guardian_") && problem.field != "guardian_is_suspect";
                guardian
                    || flow.person.is_none()
                        && PERSON.field(&problem.field).is_some()
                        && CASE.field(&problem.field).is_none()
            };
            let (child, case) = problems.into_iter().partition(about_child);
            show(&state, &who, &flow, &Wrong { child, case, refused: None }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn open(node: &Node, act: Id, who: &SignedIn, flow: &Flow) -> Result<Id, Error> {
    let search = flow.search.parse().map_err(|_| Error::Refused("search-first"))?;
    let new = match flow.person {
        Some(person) => NewCase::of(flow.case.clone(), person),
        None => NewCase::child(flow.case.clone(), flow.child.clone()),
    };
    let mut open = OpenCase::new(new, search);
    if let Some(report) = flow.report {
        open = open.from_report(report);
    }
    if let Some(sibling) = flow.sibling {
        open = open.sibling_of(sibling);
    }
    if flow.confirmed {
        open = open.confirmed_not_duplicate();
    }
    Ok(node.perform_as(act, &who.session.actor, open).await?.id)
}

/// What a first form begins with: today, and what the report already says.
async fn begin(state: &WebState, who: &SignedIn, flow: &mut Flow) -> Result<(), Fault> {
    flow.case.set("registration_date", today(state).to_string());
    let Some(report) = flow.report else { return Ok(()) };
    let entry = registry::kind("report").ok_or(Fault::NOT_FOUND)?;
    let viewed = entry.view(&state.node, &who.session.actor, report).await?;
    for name in ["region", "exploitation_forms"] {
        flow.case.set(name, viewed.record.text(name));
    }
    flow.case.set("circumstances", viewed.record.text("narrative"));
    if viewed.record.text("imminent_danger") == "true" {
        flow.case.set("urgent_protection_concern", "true");
    }
    Ok(())
}

/// Both records are read before the act, so that a problem stands beside the field of the right one.
fn checked(state: &WebState, flow: &mut Flow) -> Wrong {
    let today = today(state);
    let mut wrong = Wrong::default();
    if let Err(problems) = flow.case.parse(CASE, today) {
        wrong.case = problems;
    }
    if flow.person.is_none() {
        // The child is where the case is; asked once.
        let region = flow.case.text("region").to_owned();
        flow.child.set("region", region);
        let mut child = flow.child.clone();
        child.0.retain(|name, _| !name.starts_with("guardian_"));
        if let Err(problems) = child.parse(PERSON, today) {
            wrong.child = problems.into_iter().filter(|problem| problem.field != "region").collect();
        }
    }
    wrong
}

async fn show(state: &WebState, who: &SignedIn, flow: &Flow, wrong: &Wrong) -> Answer {
    let f = Frame::of(state, who);
    let today = today(state);
    let person = match flow.person {
        Some(id) => {
            let viewed = state.node.perform(&who.session.actor, ViewPerson { id }).await?;
            Some((id, hit::name(f.words, &viewed.person), hit::about(&f, &viewed.person)))
        }
        None => None,
    };
    let form = |meta, draft, problems: &[Problem], fields: &[FieldUse], prefix| {
        typed::form(f.words, meta, today, (draft, problems), (fields, prefix))
    };
    let child = person.is_none().then(|| {
        let about_child: Vec<Problem> =
            wrong.child.iter().filter(|problem| PERSON.field(&problem.field).is_some()).cloned().collect();
        form(PERSON, &flow.child, &about_child, &typed::child_fields(), CHILD_PREFIX)
    });
    let page = NewCasePage {
        guardian: (flow.person.is_none() && flow.sibling.is_none())
            .then(|| typed::guardian(&f, &flow.child, &wrong.child)),
        search: flow.search.clone(),
        report: flow.report,
        sibling: flow.sibling,
        person,
        child,
        case: form(CASE, &flow.case, &wrong.case, &typed::case_fields(), ""),
        refused: wrong.refused.map(|code| Fault::from(Error::Refused(code)).told(f.words).text),
        confirm: wrong.refused == Some("case-is-open"),
        f,
    };
    let failed = page.guardian.as_ref().is_some_and(Form::failed)
        || page.case.failed()
        || page.child.as_ref().is_some_and(Form::failed);
    let status = match wrong.refused {
        Some(_) => StatusCode::CONFLICT,
        None if failed => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    draw_with(status, &page)
}
