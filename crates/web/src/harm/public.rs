//! `/konten`: how fast platforms answer notices, for everybody. Counts above the minimum, never an address.

use askama::Template;
use axum::extract::State;
use node::public::{MINIMUM, Takedown};

use crate::error::Answer;
use crate::frame::draw;
use crate::public::Around;
use crate::session::Anyone;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "harm/public.html")]
struct PublicPage {
    a: Around,
    rows: Vec<Row>,
    caveat: String,
}

struct Row {
    platform: String,
    facts: Vec<(String, String)>,
}

pub(crate) async fn page(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let found = state.node.takedowns().await?;
    let a = Around::new(&state, &visitor).await?;
    let rows = found.iter().map(|one| row(&a, one)).collect();
    let caveat = a.f.words.with("takedown-caveat", &[("minimum", &MINIMUM.to_string())]).into_owned();
    draw(&PublicPage { a, rows, caveat })
}

fn row(a: &Around, one: &Takedown) -> Row {
    let w = a.f.words;
    let few = || w.t("takedown-few").into_owned();
    let count = |n: Option<usize>| n.map_or_else(few, |n| n.to_string());
    let median = one.median_hours.map_or_else(few, |hours| w.count("takedown-hours", hours).into_owned());
    let facts = [
        ("takedown-notices", count(one.notices)),
        ("takedown-median", median),
        ("takedown-up", count(one.still_up)),
    ];
    Row {
        platform: one.platform.clone(),
        facts: facts.into_iter().map(|(key, said)| (w.t(key).into_owned(), said)).collect(),
    }
}
