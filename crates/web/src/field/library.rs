//! `/field/forms` and `/field/forms/new`: the forms that are offered; an XLSForm is looked through, shows what it would change, and
//! is published.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use formats::FormatError;
use forms::sheets::Workbook;
use forms::{Form, Severity};
use node::Error;
use node::acts::field::{FormRow, ListForms, PublishForm, ViewForm};
use node::field::{proposable, propose};

use crate::error::{Answer, Fault};
use crate::forms::Choice;
use crate::frame::{Frame, done, draw, draw_with};
use crate::i18n::Words;
use crate::import::{self, upload::Upload};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "field/forms.html")]
struct FormsPage {
    f: Frame,
    may_publish: bool,
    rows: Vec<(FormRow, String)>,
}

#[derive(Template)]
#[template(path = "field/publish.html")]
struct PublishPage {
    f: Frame,
    problem: Option<String>,
    looked: Option<Looked>,
    /// The mapping as it was typed or proposed.
    mapping: String,
    kinds: Vec<Choice>,
}

/// What came of looking through a file.
#[derive(Default)]
struct Looked {
    title: String,
    version: String,
    /// Place, what is wrong and what to do; whether it stands in the way.
    problems: Vec<(String, String, bool)>,
    /// What changes from the version that is offered.
    changes: Option<Vec<(String, bool)>>,
    /// What of the mapping does not fit.
    unfit: Vec<String>,
    /// Whether it could be published as it is.
    ready: bool,
}

pub(crate) async fn list(State(state): State<WebState>, who: SignedIn) -> Answer {
    let rows = state.node.perform(&who.session.actor, ListForms).await?;
    let f = Frame::of(&state, &who);
    let may_publish = super::may(&state, &who, "publish", "form");
    let about = |row: &FormRow| {
        let origin = match row.published_at {
            Some(at) if !row.ready => say::time(f.words, at),
            _ => f.t("form-of-program").into_owned(),
        };
        let sent = f.words.count("form-submissions", row.submissions);
        format!("{} {} · {origin} · {sent}", f.t("form-version"), row.version)
    };
    let rows = rows.into_iter().map(|row| (row.clone(), about(&row))).collect();
    draw(&FormsPage { may_publish, rows, f })
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    allowed(&state, &who)?;
    page(&state, &who, StatusCode::OK, None, None, ("", ""))
}

fn allowed(state: &WebState, who: &SignedIn) -> Result<(), Fault> {
    if super::may(state, who, "publish", "form") { Ok(()) } else { Err(Error::Denied("no-right").into()) }
}

fn page(
    state: &WebState,
    who: &SignedIn,
    status: StatusCode,
    problem: Option<String>,
    looked: Option<Looked>,
    (mapping, kind): (&str, &str),
) -> Answer {
    let f = Frame::of(state, who);
    let kinds = proposable().map(|slug| Choice::new(slug, f.t(&format!("kind-{slug}")), slug == kind));
    draw_with(
        status,
        &PublishPage { kinds: kinds.collect(), problem, looked, mapping: mapping.to_owned(), f },
    )
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, sent: Upload) -> Answer {
    allowed(&state, &who)?;
    let w = who.words();
    let (take, kind) = (sent.text("take") == "true", sent.text("kind").to_owned());
    let typed = sent.text("mapping").trim().to_owned();
    let name = sent.name.clone();
    let read = tokio::task::spawn_blocking(move || open(&sent)).await;
    let sheets = match read.map_err(|_| Fault::Drawing)? {
        Ok(sheets) => sheets,
        Err((beside, error)) => {
            let said = import::words::file(w, &error);
            let problem = Some(beside.map_or_else(|| said.clone(), |name| format!("{name}: {said}")));
            return page(&state, &who, StatusCode::UNPROCESSABLE_ENTITY, problem, None, (&typed, &kind));
        }
    };
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
    let reading = forms::read(&sheets, &stem);
    let mut looked = Looked { problems: problems(w, &reading.problems), ..Looked::default() };
    let Some(form) = reading.form else {
        return page(&state, &who, StatusCode::UNPROCESSABLE_ENTITY, None, Some(looked), (&typed, &kind));
    };
    looked.title.clone_from(&form.settings.title);
    looked.version.clone_from(&form.settings.version);
    let known = known(&state, &who, &form).await?;
    let changes = known.as_ref().map(|known| known.changes_to(&sheets));
    looked.changes = changes.map(|changes| {
        changes.iter().map(|change| (change.line(w.lang), change.code.breaks_series())).collect()
    });
    let mapping = mapping(&form, known.as_ref(), &typed, &kind);
    looked.unfit = match forms::mapping::Mapping::parse(&mapping) {
        Ok(read) => read
            .problems(&form)
            .iter()
            .map(|problem| {
                let texts = [("what", problem.what.as_str()), ("more", problem.more.as_str())];
                w.with(problem.code.code(), &texts).into_owned()
            })
            .collect(),
        Err(_) => vec![w.t("refused-form-mapping-unread").into_owned()],
    };
    looked.ready = looked.unfit.is_empty();
    if !take || !looked.ready {
        return page(&state, &who, StatusCode::OK, None, Some(looked), (&mapping, &kind));
    }
    match state.node.perform(&who.session.actor, PublishForm { sheets, mapping: mapping.clone() }).await {
        Ok(published) => Ok(done(&state, &format!("/field/forms/{}", published.form_id), "publish-form")),
        Err(error @ Error::Refused(_)) => {
            let problem = Some(Fault::from(error).told(w).text);
            page(&state, &who, StatusCode::CONFLICT, problem, Some(looked), (&mapping, &kind))
        }
        Err(error) => Err(error.into()),
    }
}

/// The form with the tables beside it; the name of the table that cannot be read.
fn open(sent: &Upload) -> Result<Workbook, (Option<String>, FormatError)> {
    let mut book = Workbook::open(&sent.bytes, &sent.name).map_err(|error| (None, error))?;
    for (name, bytes) in &sent.beside {
        book.attach(name, bytes).map_err(|error| (Some(name.clone()), error))?;
    }
    Ok(book)
}

fn problems(w: Words, problems: &[forms::Problem]) -> Vec<(String, String, bool)> {
    let said = |problem: &forms::Problem| {
        let what = format!("{} {}", problem.message(w.lang), problem.remedy(w.lang));
        (problem.place.words(w.lang), what, problem.severity() == Severity::Error)
    };
    problems.iter().map(said).collect()
}

/// The form as it is offered now, if it is.
async fn known(
    state: &WebState,
    who: &SignedIn,
    form: &Form,
) -> Result<Option<node::acts::field::FormSeen>, Fault> {
    let view = ViewForm { form_id: form.settings.id.clone() };
    match state.node.perform(&who.session.actor, view).await {
        Ok(seen) => Ok(Some(seen)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The mapping that was typed; else that of the version before; else a proposal.
fn mapping(form: &Form, known: Option<&node::acts::field::FormSeen>, typed: &str, kind: &str) -> String {
    if !typed.is_empty() {
        return typed.to_owned();
    }
    let before = known.and_then(|known| forms::mapping::Mapping::parse(&known.mapping).ok());
    let mapping = match before {
        Some(mut before) => {
            before.version.clone_from(&form.settings.version);
            before
        }
        None => propose(form, kind),
    };
    serde_json::to_string_pretty(&mapping).unwrap_or_default()
}
