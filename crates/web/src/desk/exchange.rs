//! `/exchange`: what went to other nodes and came from them, with what receipts prove.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use model::Timestamp;
use node::acts::exchange::{ExportEvidence, ListExchange, ReceivedRow, SentRow};

use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/exchange.html")]
struct ExchangePage {
    f: Frame,
    sent: Vec<Line>,
    received: Vec<Line>,
}

/// One message.
struct Line {
    what: String,
    href: Option<String>,
    who: String,
    when: String,
    how: String,
    /// Who has seen it.
    seen: Option<String>,
    /// Where its evidence is handed out.
    proof: Option<String>,
}

/// `/exchange/{eid}/evidence`: what proves one message, as a file for somebody who need not trust this node.
pub(crate) async fn evidence(
    State(state): State<WebState>,
    who: SignedIn,
    Path(eid): Path<String>,
) -> Answer {
    let export = ExportEvidence::of(&eid, false)?;
    let name = format!("attachment; filename=\"evidence-{}.json\"", eid.get(..12).unwrap_or("x"));
    let bundle = state.node.perform(&who.session.actor, export).await?;
    let headers = [(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, bundle.to_bytes()).into_response())
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let listed = state.node.perform(&who.session.actor, ListExchange).await?;
    let f = Frame::of(&state, &who);
    let prove = node::access::holds_right(&who.session.actor, "prove", "exchange", f.now).allows();
    let sent = listed.sent.iter().map(|row| sent(&f, prove, row)).collect();
    let received = listed.received.iter().map(|row| received(&f, prove, row)).collect();
    draw(&ExchangePage { sent, received, f })
}

pub(super) fn kind(f: &Frame, kind: &str) -> String {
    let code = kind.replace('.', "_");
    let known = model::codes::list("exchange-kind").is_some_and(|list| list.get(&code).is_some());
    f.words.code("exchange-kind", if known { &code } else { "other" }).to_owned()
}

pub(super) fn href(f: &Frame, matter: Option<&(String, model::Id)>) -> Option<String> {
    matter.map(|(kind, id)| f.url(&format!("/{kind}/{id}")))
}

pub(super) fn refused(f: &Frame, why: &str) -> String {
    f.words.with("exchange-refused", &[("why", f.words.code("exchange-refusal", why))]).into_owned()
}

fn sent(f: &Frame, may_prove: bool, row: &SentRow) -> Line {
    let how = match (row.state.as_str(), &row.refusal) {
        ("failed", Some(why)) => refused(f, why),
        _ => words(f, &row.state, row.receipt.as_deref(), row.receipt_at),
    };
    Line {
        what: kind(f, &row.kind),
        href: href(f, row.matter.as_ref()),
        who: row.to.clone(),
        when: say::time(f.words, row.sent_at),
        how,
        seen: Some(f.url(&format!("/exchange/{}", row.eid))),
        proof: proof(f, may_prove, &row.eid),
    }
}

fn proof(f: &Frame, may_prove: bool, eid: &str) -> Option<String> {
    may_prove.then(|| f.url(&format!("/exchange/{eid}/evidence")))
}

fn received(f: &Frame, may_prove: bool, row: &ReceivedRow) -> Line {
    let how = match &row.refusal {
        Some(why) => refused(f, why),
        None if row.erased => f.t("exchange-erased").into_owned(),
        None => f.t("exchange-taken").into_owned(),
    };
    Line {
        what: kind(f, &row.kind),
        href: href(f, row.matter.as_ref()),
        who: row.from.clone(),
        when: say::time(f.words, row.received_at),
        how,
        seen: None,
        proof: proof(f, may_prove, &row.eid),
    }
}

/// How far a message came. It has arrived when the recipient says so, and not before.
pub(crate) fn words(f: &Frame, state: &str, receipt: Option<&str>, at: Option<Timestamp>) -> String {
    let time = at.map(|at| say::time(f.words, at)).unwrap_or_default();
    match (state, receipt) {
        ("delivered", Some("decided")) => f.words.with("exchange-decided", &[("at", &time)]).into_owned(),
        ("delivered", Some("retrieved")) => f.words.with("exchange-opened", &[("at", &time)]).into_owned(),
        ("delivered", _) => f.words.with("exchange-arrived", &[("at", &time)]).into_owned(),
        ("failed" | "expired", _) => f.t("exchange-expired").into_owned(),
        _ => f.t("exchange-waits").into_owned(),
    }
}
