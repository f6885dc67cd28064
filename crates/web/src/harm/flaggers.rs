//! `/flaggers`: what became of the reports of trusted flaggers. Counts above the minimum alone.

use askama::Template;
use axum::extract::State;
use node::acts::harm::{Flagger, ViewFlaggers};
use node::public::MINIMUM;

use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "harm/flaggers.html")]
struct FlaggersPage {
    f: Frame,
    rows: Vec<Row>,
    caveat: String,
    more: bool,
}

struct Row {
    name: String,
    facts: Vec<(String, String)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewFlaggers).await?;
    let f = Frame::of(&state, &who);
    let page = FlaggersPage {
        rows: found.flaggers.iter().map(|one| row(&f, one)).collect(),
        caveat: f.words.with("flaggers-caveat", &[("minimum", &MINIMUM.to_string())]).into_owned(),
        more: found.more,
        f,
    };
    draw(&page)
}

fn row(f: &Frame, one: &Flagger) -> Row {
    let w = f.words;
    let count = |n: Option<usize>| n.map_or_else(|| w.t("takedown-few").into_owned(), |n| n.to_string());
    let parts = one.outcomes;
    let quality = one.quality.map_or_else(
        || w.t("takedown-few").into_owned(),
        |tenths| {
            let points = format!("{}.{}", tenths / 10, tenths % 10);
            if w.lang == model::Lang::Id { points.replace('.', ",") } else { points }
        },
    );
    let facts = [
        ("flaggers-reports", count(one.reports)),
        ("flaggers-acted", count(parts.map(|parts| parts.acted))),
        ("flaggers-not-illegal", count(parts.map(|parts| parts.not_illegal))),
        ("flaggers-other", count(parts.map(|parts| parts.other))),
        ("flaggers-waiting", count(parts.map(|parts| parts.waiting))),
        ("flaggers-quality", quality),
    ];
    Row {
        name: one.name.clone(),
        facts: facts.into_iter().map(|(key, said)| (w.t(key).into_owned(), said)).collect(),
    }
}
