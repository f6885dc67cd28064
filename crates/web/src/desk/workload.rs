//! `/workload`: how much lies with each post that one watches over, and drawing closed cases for a look at their quality.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use node::Error;
use node::acts::supervision::{DrawSample, ViewWorkload};

use crate::casework::form_page::{problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/workload.html")]
struct WorkloadPage {
    f: Frame,
    rows: Vec<Row>,
    may_draw: bool,
    controls: Vec<Control>,
    refused: Option<String>,
}

/// One post.
struct Row {
    title: String,
    holders: String,
    vacant: bool,
    cells: Vec<(String, i64, bool)>,
}

/// Exposure from which somebody should talk with the worker.
const HEAVY: i64 = 8;
/// Open cases from which a caseload is too much.
const MANY: i64 = 30;

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, &Posted::default(), None).await
}

pub(crate) async fn draw(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let number = |name: &str| posted.text(name).parse::<u16>().unwrap_or(0);
    let act = DrawSample { size: usize::from(number("size")), days: i64::from(number("days")) };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, "/quality-review", "draw-sample")),
        Err(error) => show(&state, &who, &posted, Some(shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<Error>) -> Answer {
    let workload = state.node.perform(&who.session.actor, ViewWorkload).await?;
    let f = Frame::of(state, who);
    let rows = workload.rows.iter().map(|row| Row {
        title: row.title.clone(),
        holders: row.holders.join(", "),
        vacant: row.holders.is_empty(),
        cells: [
            ("workload-cases", row.cases, row.cases >= MANY),
            ("workload-high", row.high, row.high >= HEAVY),
            ("workload-new", row.new, false),
            ("workload-reports", row.reports, false),
            ("workload-overdue", row.overdue, row.overdue > 0),
        ]
        .map(|(key, number, marked)| (f.t(key).into_owned(), number, marked))
        .to_vec(),
    });
    let number = |name: &str, usual: &str, low: i64, high: i64, key: &str| {
        let value = if posted.has(name) { posted.text(name).to_owned() } else { usual.to_owned() };
        Control::new(name, f.t(key), Input::Number(low, high, String::new()))
            .required()
            .value(value)
            .problem(problem(&f, error.as_ref(), name))
    };
    let controls =
        vec![number("size", "5", 1, 20, "workload-size"), number("days", "90", 1, 366, "workload-days")];
    let page = WorkloadPage {
        rows: rows.collect(),
        may_draw: node::access::holds_right(&who.session.actor, "draw", "quality-review", f.now).allows(),
        controls,
        refused: match &error {
            Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(f.words).text),
            _ => None,
        },
        f,
    };
    draw_with(if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}
