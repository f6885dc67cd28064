//! `/monitoring/treaty`: the draft of a report to a treaty body, ready to be printed or copied.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use model::codes;
use node::acts::monitoring::ViewTreatyReport;

use super::words::{Card, card};
use crate::error::Answer;
use crate::forms::{Control, Input, of_list};
use crate::frame::{Frame, draw};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "monitoring/treaty.html")]
struct TreatyPage {
    f: Frame,
    body: String,
    chooser: Control,
    entries: Vec<Entry>,
    cards: Vec<Card>,
    made: String,
}

/// A recommendation in words.
struct Entry {
    href: String,
    reference: String,
    text: String,
    about: String,
    progress: String,
    response: String,
    commitments: Vec<(String, String, String)>,
}

/// The body that is shown when none was chosen.
const FIRST: &str = "crc";

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let asked = query(&uri, "body").unwrap_or_default();
    let known = codes::list("recommendation-source").is_some_and(|list| list.get(&asked).is_some());
    let body = if known { asked } else { FIRST.to_owned() };
    let found = state.node.perform(&who.session.actor, ViewTreatyReport { body: body.clone() }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let entries = found.entries.iter().map(|one| {
        let day = one.issued_on.parse().map_or_else(|_| one.issued_on.clone(), |day| say::date(w, day));
        let since = match one.first_year.as_str() {
            "" => String::new(),
            year => w.with("tracker-since", &[("year", year)]).into_owned(),
        };
        let support = if one.support.is_empty() {
            String::new()
        } else {
            w.code("support-position", &one.support).to_owned()
        };
        let about: Vec<String> = [day, since, support].into_iter().filter(|part| !part.is_empty()).collect();
        let progress = if one.progress.is_empty() { "no_commitment" } else { &one.progress };
        Entry {
            href: f.url(&format!("/recommendation/{}", one.id)),
            reference: one.reference.clone(),
            text: one.text.clone(),
            about: about.join(" · "),
            progress: w.code("recommendation-progress", progress).to_owned(),
            response: one.response.clone(),
            commitments: one
                .commitments
                .iter()
                .map(|(id, title, state)| {
                    (
                        f.url(&format!("/commitment/{id}")),
                        title.clone(),
                        w.code("commitment-state", state).to_owned(),
                    )
                })
                .collect(),
        }
    });
    let cards = found
        .indicators
        .iter()
        .map(|row| card(w, row, f.url(&format!("/monitoring/indicator/{}", row.id))))
        .collect();
    let page = TreatyPage {
        body: w.code("recommendation-source", &body).to_owned(),
        chooser: Control::new(
            "body",
            w.field("recommendation", "source_body"),
            Input::Select(of_list(w, "recommendation-source", &body)),
        ),
        entries: entries.collect(),
        cards,
        made: say::date(w, f.now.date(Default::default())),
        f,
    };
    draw(&page)
}
