//! `/data-centre/research`: what may be told of these children, what was told to whom, and records to be made.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::ProblemCode;
use node::Error;
use node::acts::research::{GrantBudget, LedgerShown, SeatLedger, ViewResearchLedger};

use super::{percent, state};
use crate::casework::form_page::shown;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw_with};
use crate::i18n::Words;
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "research/ledger.html")]
struct LedgerPage {
    f: Frame,
    refused: Option<String>,
    budget: Option<(String, String)>,
    may_grant: bool,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    code: String,
    state: Badge,
    spent: String,
    answers: String,
    /// The request for which records can be made.
    make: Option<String>,
    reports: Vec<(String, Vec<String>)>,
}

pub(crate) async fn page(State(web): State<WebState>, who: SignedIn) -> Answer {
    show(&web, &who, None).await
}

pub(crate) async fn send(State(web): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let (act, actor) = (posted.act(&web), &who.session.actor);
    let (done_as, outcome) = match posted.text("request").parse() {
        Ok(request) => ("make-records", web.node.make_records(act, actor, request).await.map(drop)),
        Err(_) => {
            let hundredths = posted.text("epsilon").trim().replace(',', ".").parse::<f64>();
            let granted = match hundredths.map(|epsilon| (epsilon * 100.0).round()) {
                Ok(hundredths) if (10.0..=1000.0).contains(&hundredths) => {
                    #[allow(clippy::cast_possible_truncation, reason = "a whole number up to a thousand")]
                    let hundredths = hundredths as i64;
                    web.node.perform_as(act, actor, GrantBudget { hundredths }).await
                }
                _ => Err(Error::field("epsilon", ProblemCode::OutOfRange)),
            };
            ("grant-budget", granted)
        }
    };
    match outcome {
        Ok(()) => Ok(done(&web, "/data-centre/research", done_as)),
        Err(error) => show(&web, &who, Some(&shown(error)?)).await,
    }
}

async fn show(web: &WebState, who: &SignedIn, error: Option<&Error>) -> Answer {
    let found = web.node.perform(&who.session.actor, ViewResearchLedger).await?;
    let f = Frame::of(web, who);
    let w = f.words;
    let refused = error.map(|error| match error {
        Error::Refused(code) => Fault::from(Error::Refused(code)).told(w).text,
        _ => w.t("research-epsilon-wrong").into_owned(),
    });
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let budget = found.budget.as_ref().map(|budget| {
        let left = percent(budget.granted - budget.spent, budget.granted);
        let told = node::research::epsilon(budget.spent);
        let said = [("epsilon", budget.epsilon.as_str()), ("spent", &format!("{told:.2}")), ("n", &left)];
        (
            w.with("research-left", &[("n", &left)]).into_owned(),
            w.with("research-granted", &said).into_owned(),
        )
    });
    let rows = found.seats.iter().map(|line| row(&f, &found, line)).collect();
    let may_grant = found.may_grant && found.budget.is_none();
    draw_with(status, &LedgerPage { refused, budget, may_grant, rows, f })
}

fn row(f: &Frame, found: &LedgerShown, line: &SeatLedger) -> Row {
    let (w, seat) = (f.words, &line.seat);
    let has_records = line.told.iter().any(|told| told.kind == "records");
    let make = found.may_make && line.open && !has_records && seat.access == "synthetic_records";
    let answers = i64::try_from(line.told.len()).unwrap_or(i64::MAX);
    Row {
        href: f.url(&format!("/data-request/{}", seat.request)),
        code: seat.code.clone(),
        state: state(w, seat),
        spent: w
            .with("research-left", &[("n", &percent(seat.allotted - seat.spent, seat.allotted))])
            .into_owned(),
        answers: say::grouped(w, answers),
        make: make.then(|| seat.request.to_string()),
        reports: line
            .told
            .iter()
            .filter_map(|told| {
                let (_, report) = line.reports.iter().find(|(id, _)| *id == told.id)?;
                Some((told.identity.clone(), report_lines(w, report)))
            })
            .collect(),
    }
}

fn report_lines(w: Words, report: &node::research::InventedReport) -> Vec<String> {
    let share = |share: f64| format!("{:.1}", share * 100.0);
    let kept = report.kept.iter().map(|one| {
        let (n, error) = (one.length.to_string(), share(one.error));
        let (kept, common) = (one.kept.to_string(), one.common.to_string());
        w.with("research-kept", &[("n", &n), ("kept", &kept), ("common", &common), ("error", &error)])
            .into_owned()
    });
    let bands =
        report.kept.iter().flat_map(|one| one.bands.iter().map(|band| (one.length.to_string(), band)));
    let bands = bands.filter(|(_, band)| band.kept + band.lost + band.invented > 0).map(|(n, band)| {
        let from = band.least.to_string();
        let to = band.most.map_or_else(|| "∞".to_owned(), |most| most.to_string());
        let [kept, lost, invented] = [band.kept, band.lost, band.invented].map(|count| count.to_string());
        let args = [
            ("n", &*n),
            ("from", &*from),
            ("to", &*to),
            ("kept", &*kept),
            ("lost", &*lost),
            ("invented", &*invented),
        ];
        w.with("research-band", &args).into_owned()
    });
    let attacked = &report.attacked;
    let [members, others] = attacked.rare.map(|(there, shown)| (there.to_string(), shown.to_string()));
    let rare = [
        ("members", &*members.0),
        ("members_shown", &*members.1),
        ("others", &*others.0),
        ("others_shown", &*others.1),
    ];
    let rare = std::iter::once(w.with("research-rare", &rare).into_owned());
    let nearer = [("n", &*share(attacked.nearer)), ("error", &*share(attacked.error))];
    let nearer = std::iter::once(w.with("research-nearer", &nearer).into_owned());
    let guessed = attacked.guessed.iter().map(|one| {
        let name = w.code("research-variable", &one.column).to_owned();
        let (members, others) = (share(one.members), share(one.others));
        w.with("research-guessed", &[("name", &name), ("members", &members), ("others", &others)])
            .into_owned()
    });
    kept.chain(bands).chain(nearer).chain(guessed).chain(rare).collect()
}
