//! `/transaction-report/{id}/match`: whether cases name the parties of a transaction report. The analyst learns in how many, never in which.

use askama::Template;
use axum::extract::State;
use node::acts::harm::{MatchTransactions, MatchedParty};
use node::{Error, registry};

use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "harm/matched.html")]
struct MatchedPage {
    f: Frame,
    back: String,
    rows: Vec<(String, String, String)>,
    told: bool,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show(&state, &who, &path, None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let act = MatchTransactions { report: path.0 };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(found) => matched(&state, &who, &path, &found),
        Err(error) => show(&state, &who, &path, Some(&shown(error)?)).await,
    }
}

fn matched(state: &WebState, who: &SignedIn, path: &OnePath, found: &[MatchedParty]) -> Answer {
    let f = Frame::of(state, who);
    let row = |party: &MatchedParty| {
        let cases = match party.cases {
            Some(cases) => f.words.count("unit-cases", i64::try_from(cases).unwrap_or(i64::MAX)).into_owned(),
            None => f.t("match-transactions-common").into_owned(),
        };
        (f.words.code("identifier-kind", party.kind).to_owned(), party.value.clone(), cases)
    };
    draw(&MatchedPage {
        rows: found.iter().map(row).collect(),
        told: found.iter().any(|party| party.told > 0),
        back: f.url(&format!("/transaction-report/{}", path.0)),
        f,
    })
}

async fn show(state: &WebState, who: &SignedIn, path: &OnePath, error: Option<&Error>) -> Answer {
    let entry = registry::kind("transaction-report").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, path.0).await?;
    let f = Frame::of(state, who);
    let back = format!("/transaction-report/{}", path.0);
    let mut page = ActPage::new(f, "match-transactions", &format!("{back}/match"), &back, Vec::new());
    page.about = viewed.envelope.code;
    page.lead = vec![page.f.t("match-transactions-lead").into_owned()];
    page.refused(error).answer()
}
