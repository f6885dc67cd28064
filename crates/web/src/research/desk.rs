//! `/research`: what a researcher asked for, what is left, a table to build, what was told.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::Id;
use node::Error;
use node::acts::research::{SeatShown, ViewResearchDesk};
use node::research::{Asked, Precision};

use super::{Line, day, line, percent, precision, state, variables};
use crate::casework::OnePath;
use crate::casework::form_page::shown;
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::say::Badge;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "research/desk.html")]
struct DeskPage {
    f: Frame,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    code: String,
    purpose: String,
    state: Badge,
    ends: String,
}

pub(crate) async fn list(State(web): State<WebState>, who: SignedIn) -> Answer {
    let found = web.node.perform(&who.session.actor, ViewResearchDesk).await?;
    let f = Frame::of(&web, &who);
    let row = |one: &SeatShown| Row {
        href: f.url(&format!("/research/{}", one.seat.request)),
        code: one.seat.code.clone(),
        purpose: one.purpose.clone(),
        state: state(f.words, &one.seat),
        ends: day(f.words, &one.seat.ends_on),
    };
    let rows = found.seats.iter().map(row).collect();
    draw_with(StatusCode::OK, &DeskPage { rows, f })
}

#[derive(Template)]
#[template(path = "research/seat.html")]
struct SeatPage {
    f: Frame,
    code: String,
    purpose: String,
    state: Badge,
    facts: Vec<(String, String)>,
    open: bool,
    action: String,
    left: String,
    enough: String,
    refused: Option<String>,
    controls: Vec<Control>,
    told: Vec<Line>,
}

pub(crate) async fn one(State(web): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    show(&web, &who, id, &Posted::default(), None).await
}

pub(crate) async fn build(
    State(web): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let by: Vec<String> = posted.all("by").map(str::to_owned).collect();
    let precision = Precision::from_code(posted.text("precision")).unwrap_or(Precision::Coarse);
    match web.node.build_table(posted.act(&web), &who.session.actor, id, by, precision).await {
        Ok(built) => Ok(done(&web, &format!("/research/{id}/table/{}", built.id), "build-table")),
        Err(error) => show(&web, &who, id, &posted, Some(&shown(error)?)).await,
    }
}

async fn show(web: &WebState, who: &SignedIn, id: Id, posted: &Posted, error: Option<&Error>) -> Answer {
    let found = web.node.perform(&who.session.actor, ViewResearchDesk).await?;
    let found = found.seats.into_iter().find(|one| one.seat.request == id).ok_or(Fault::NOT_FOUND)?;
    let f = Frame::of(web, who);
    let (w, seat) = (f.words, &found.seat);
    let left = seat.allotted - seat.spent;
    let enough = |precision: Precision| (left / precision.cost().max(1)).to_string();
    let (coarse, fine) = (enough(Precision::Coarse), enough(Precision::Fine));
    let refused = error.map(|error| match error {
        Error::Refused(code) => Fault::from(Error::Refused(code)).told(w).text,
        _ => {
            let n = Asked::MOST_DIMENSIONS.to_string();
            w.with("research-choose", &[("n", &n)]).into_owned()
        }
    });
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = SeatPage {
        code: seat.code.clone(),
        purpose: found.purpose.clone(),
        state: state(w, seat),
        facts: facts(&f, &found),
        open: found.open,
        action: f.url(&format!("/research/{id}")),
        left: w.with("research-left", &[("n", &percent(left, seat.allotted))]).into_owned(),
        enough: w.with("research-enough", &[("coarse", &coarse), ("fine", &fine)]).into_owned(),
        refused,
        controls: controls(&f, &found, posted),
        told: found.told.iter().map(|told| line(&f, seat, told)).collect(),
        f,
    };
    draw_with(status, &page)
}

fn facts(f: &Frame, found: &SeatShown) -> Vec<(String, String)> {
    let (w, seat) = (f.words, &found.seat);
    let name = |field: &str| w.field("data-request", field).into_owned();
    let period = format!("{} – {}", day(w, &seat.from), day(w, &seat.to));
    let all = [
        (name("access"), w.code("research-access", &seat.access).to_owned()),
        (name("variables"), variables(w, &seat.variables)),
        (w.t("dc-period").into_owned(), period),
        (name("conditions"), found.conditions.clone()),
        (name("refusal"), found.refusal.clone()),
        (name("ends_on"), day(w, &seat.ends_on)),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn controls(f: &Frame, found: &SeatShown, posted: &Posted) -> Vec<Control> {
    let w = f.words;
    let chosen: Vec<&str> = posted.all("by").collect();
    let variable =
        |code: &String| Choice::new(code, w.code("research-variable", code), chosen.contains(&code.as_str()));
    let fine = posted.text("precision") == Precision::Fine.code();
    let kind = |one: Precision| Choice::new(one.code(), precision(w, one), (one == Precision::Fine) == fine);
    let n = Asked::MOST_DIMENSIONS.to_string();
    vec![
        Control::new(
            "by",
            f.t("research-by"),
            Input::Checks(found.seat.variables.iter().map(variable).collect()),
        )
        .required()
        .hint(w.with("research-choose", &[("n", &n)])),
        Control::new(
            "precision",
            f.t("research-precision"),
            Input::Radios(Precision::ALL.map(kind).to_vec()),
        )
        .required()
        .hint(f.t("research-precision-hint")),
    ]
}
