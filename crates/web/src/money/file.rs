//! `/money/import`, `/programme/{id}/iati`, `/money/organisations/iati` and `/money/organisations/own`: files of the IATI Standard in and out. A file that is not valid changes nothing; each
//! reason is told with its place, its line and what to do.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::Finding;
use formats::iati::{LIMITS, Records, check_iati, read_iati};
use node::Error;
use node::acts::money::{
    ActivityOutcome, ExportIati, ExportOrganisations, ExportOwnOrganisation, Exported, IatiDone, ImportIati,
    ImportOrganisations, OrganisationsDone,
};

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
    updated: String,
    known: String,
    kept: bool,
    /// Where what was kept is seen.
    next: (String, String),
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
        Ok(Records::Activities(activities)) => {
            let act = ImportIati { activities, dry_run: !take };
            let done = state.node.perform(&who.session.actor, act).await?;
            page.result = Some(looked(&page.f, &done));
            draw_with(StatusCode::OK, &page)
        }
        Ok(Records::Organisations(organisations)) => {
            let act = ImportOrganisations { organisations, dry_run: !take };
            let done = state.node.perform(&who.session.actor, act).await?;
            page.result = Some(organisations_looked(&page.f, done));
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

/// What a valid file lists, or why there is nothing.
fn read(bytes: &[u8], now: i64) -> Result<Records, Vec<Finding>> {
    let verdict = check_iati(bytes, &LIMITS, now);
    if !verdict.errors.is_empty() {
        return Err(verdict.errors);
    }
    read_iati(bytes, &LIMITS).map(|document| document.records)
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

fn looked(f: &Frame, done: &IatiDone) -> Looked {
    let w = f.words;
    let n = |what: fn(&ActivityOutcome) -> bool| i64::try_from(done.count(what)).unwrap_or(i64::MAX);
    let notes = done.activities.iter().filter_map(|(number, outcome)| match outcome {
        ActivityOutcome::Refused(kind, field, code) => Some((
            w.with("iati-number", &[("number", &number.to_string())]).into_owned(),
            format!("{} · {}", w.t(&format!("kind-{kind}")), w.field(kind, field)),
            crate::forms::problem_text(w, *code, None),
        )),
        ActivityOutcome::Created(_) | ActivityOutcome::Updated(_) | ActivityOutcome::Known => None,
    });
    let created = if done.kept { "iati-created" } else { "iati-would-create" };
    Looked {
        created: w.count(created, n(|outcome| matches!(outcome, ActivityOutcome::Created(_)))).into_owned(),
        updated: w
            .count("iati-updated", n(|outcome| matches!(outcome, ActivityOutcome::Updated(_))))
            .into_owned(),
        known: w.count("iati-known", n(|outcome| *outcome == ActivityOutcome::Known)).into_owned(),
        kept: done.kept,
        next: (f.url("/money"), w.t("view-money").into_owned()),
        notes: notes.collect(),
    }
}

fn organisations_looked(f: &Frame, done: OrganisationsDone) -> Looked {
    let w = f.words;
    let count = |key: &str, n: usize| w.count(key, i64::try_from(n).unwrap_or(i64::MAX)).into_owned();
    Looked {
        created: count(if done.kept { "org-created" } else { "org-would-create" }, done.created),
        updated: count("org-updated", done.updated),
        known: count("org-known", done.known),
        kept: done.kept,
        next: (f.url("/money/organisations"), w.t("view-organisations").into_owned()),
        notes: Vec::new(),
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

/// `/money/organisations/iati`: every organisation that was taken in, as one file.
pub(crate) async fn organisations(State(state): State<WebState>, who: SignedIn) -> Answer {
    let done = state.node.perform(&who.session.actor, ExportOrganisations).await?;
    organisation_file(&state, &who, done, "export-organisations")
}

/// `/money/organisations/own`: one's own organisation, from one's own books.
pub(crate) async fn own(State(state): State<WebState>, who: SignedIn) -> Answer {
    match state.node.perform(&who.session.actor, ExportOwnOrganisation).await {
        // Most have no books to write of: that is an answer, and what to fill in stands in it.
        Err(Error::Refused(code @ ("no-own-books" | "own-books-without-reporter"))) => {
            let mut page = organisation_page(&state, &who, "export-own-organisation");
            page.problem = Some(page.f.t(&format!("refused-{code}")).into_owned());
            draw_with(StatusCode::OK, &page)
        }
        done => organisation_file(&state, &who, done?, "export-own-organisation"),
    }
}

fn organisation_file(state: &WebState, who: &SignedIn, done: Exported, title: &str) -> Answer {
    if let Some(xml) = done.xml {
        let kind = "application/xml; charset=utf-8".to_owned();
        let name = format!("attachment; filename=\"{}.xml\"", done.code);
        return Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], xml).into_response());
    }
    let mut page = organisation_page(state, who, title);
    page.findings = shown(page.f.words, &done.errors);
    draw_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn organisation_page(state: &WebState, who: &SignedIn, title: &str) -> FilePage {
    let f = Frame::of(state, who);
    let back = (f.url("/money/organisations"), f.t("view-organisations").into_owned());
    not_written(f, title, back)
}

fn export_page(state: &WebState, who: &SignedIn, id: model::Id, code: &str) -> FilePage {
    let f = Frame::of(state, who);
    let back = if code.is_empty() { f.t("kind-programme").into_owned() } else { code.to_owned() };
    let back = (f.url(&format!("/programme/{id}")), back);
    not_written(f, "export-iati", back)
}

/// Instead of a file: why it was not written.
fn not_written(f: Frame, title: &str, back: (String, String)) -> FilePage {
    FilePage {
        title: f.t(title).into_owned(),
        back,
        lead: f.t("iati-export-lead").into_owned(),
        takes: false,
        problem: Some(f.t("iati-not-written").into_owned()),
        findings: Vec::new(),
        result: None,
        f,
    }
}
