//! `/money/import` and `/programme/{id}/iati`: files of the IATI Standard in and out. A file that is not valid changes nothing; each
//! reason is told with its place, its line and what to do.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::Finding;
use formats::iati::{Activity, IatiDocument, LIMITS, Records, check_iati, read_iati};
use node::Error;
use node::acts::money::{ActivityOutcome, ExportIati, IatiDone, ImportIati};

use crate::casework::OnePath;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw_with};
use crate::i18n::Words;
use crate::import::upload::Upload;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "money/file.html")]
struct FilePage {
    f: Frame,
    title: String,
    back: (String, String),
    lead: String,
    /// Whether a file can be sent here.
    takes: bool,
    problem: Option<String>,
    findings: Vec<(String, String)>,
    result: Option<Looked>,
}

/// What came of a file.
struct Looked {
    created: String,
    known: String,
    kept: bool,
    notes: Vec<(String, String, String)>,
}

/// Findings that a page shows.
const MOST: usize = 60;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    may(&state, &who)?;
    draw_with(StatusCode::OK, &import_page(&state, &who))
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, sent: Upload) -> Answer {
    may(&state, &who)?;
    let (take, now) = (sent.text("take") == "true", state.node.now().millis());
    let read = tokio::task::spawn_blocking(move || read(&sent.bytes, now)).await;
    let mut page = import_page(&state, &who);
    match read.map_err(|_| Fault::Drawing)? {
        Ok(activities) => {
            let act = ImportIati { activities, dry_run: !take };
            let done = state.node.perform(&who.session.actor, act).await?;
            page.result = Some(looked(page.f.words, &done));
            draw_with(StatusCode::OK, &page)
        }
        Err(findings) => {
            page.problem = Some(page.f.t("iati-invalid").into_owned());
            page.findings = shown(page.f.words, &findings);
            draw_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn may(state: &WebState, who: &SignedIn) -> Result<(), Fault> {
    let decision = node::access::holds_right(&who.session.actor, "import", "programme", state.node.now());
    if decision.allows() { Ok(()) } else { Err(Error::Denied("no-right").into()) }
}

fn import_page(state: &WebState, who: &SignedIn) -> FilePage {
    let f = Frame::of(state, who);
    FilePage {
        title: f.t("import-iati").into_owned(),
        back: (f.url("/money"), f.t("view-money").into_owned()),
        lead: f.t("iati-lead").into_owned(),
        takes: true,
        problem: None,
        findings: Vec::new(),
        result: None,
        f,
    }
}

/// Activities of a valid file, or why there are none.
fn read(bytes: &[u8], now: i64) -> Result<Vec<Activity>, Vec<Finding>> {
    let verdict = check_iati(bytes, &LIMITS, now);
    if !verdict.errors.is_empty() {
        return Err(verdict.errors);
    }
    match read_iati(bytes, &LIMITS)? {
        IatiDocument { records: Records::Activities(list), .. } => Ok(list),
        IatiDocument { .. } => {
            let reason = "an organisation file: send a file of activities".to_owned();
            Err(vec![Finding { line: 1, place: "/iati-organisations".to_owned(), reason }])
        }
    }
}

/// Place and reason of each finding. The reasons are those of the standard, which has them in English.
fn shown(w: Words, findings: &[Finding]) -> Vec<(String, String)> {
    let one = |finding: &Finding| {
        let line = finding.line.to_string();
        let place = w.with("iati-place", &[("line", &line), ("place", &finding.place)]);
        (place.into_owned(), finding.reason.clone())
    };
    findings.iter().take(MOST).map(one).collect()
}

fn looked(w: Words, done: &IatiDone) -> Looked {
    let n = |what: fn(&ActivityOutcome) -> bool| i64::try_from(done.count(what)).unwrap_or(i64::MAX);
    let notes = done.activities.iter().filter_map(|(number, outcome)| match outcome {
        ActivityOutcome::Refused(kind, field, code) => Some((
            w.with("iati-number", &[("number", &number.to_string())]).into_owned(),
            format!("{} · {}", w.t(&format!("kind-{kind}")), w.field(kind, field)),
            crate::forms::problem_text(w, *code, None),
        )),
        ActivityOutcome::Created(_) | ActivityOutcome::Known => None,
    });
    let created = if done.kept { "iati-created" } else { "iati-would-create" };
    Looked {
        created: w.count(created, n(|outcome| matches!(outcome, ActivityOutcome::Created(_)))).into_owned(),
        known: w.count("iati-known", n(|outcome| *outcome == ActivityOutcome::Known)).into_owned(),
        kept: done.kept,
        notes: notes.collect(),
    }
}

pub(crate) async fn export(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let done = match state.node.perform(&who.session.actor, ExportIati { id }).await {
        Err(Error::Invalid(problems)) => {
            let mut page = export_page(&state, &who, id, "");
            let w = page.f.words;
            page.findings = problems
                .iter()
                .map(|one| {
                    (
                        w.field("programme", &one.field).into_owned(),
                        crate::forms::problem_text(w, one.code, None),
                    )
                })
                .collect();
            return draw_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        done => done?,
    };
    if let Some(xml) = done.xml {
        let name = format!("attachment; filename=\"{}.xml\"", done.code.to_lowercase());
        let kind = "application/xml; charset=utf-8".to_owned();
        return Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], xml).into_response());
    }
    let mut page = export_page(&state, &who, id, &done.code);
    page.findings = shown(page.f.words, &done.errors);
    draw_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn export_page(state: &WebState, who: &SignedIn, id: model::Id, code: &str) -> FilePage {
    let f = Frame::of(state, who);
    let back = if code.is_empty() { f.t("kind-programme").into_owned() } else { code.to_owned() };
    FilePage {
        title: f.t("export-iati").into_owned(),
        back: (f.url(&format!("/programme/{id}")), back),
        lead: f.t("iati-export-lead").into_owned(),
        takes: false,
        problem: Some(f.t("iati-not-written").into_owned()),
        findings: Vec::new(),
        result: None,
        f,
    }
}
