//! What was typed beside the people who are likely the same: a person decides.

use askama::Template;
use axum::http::StatusCode;
use model::Id;
use node::acts::people::SearchPeople;

use super::PERSON;
use super::hit::{self, HitView};
use super::new_case::Flow;
use super::typed::{self, CHILD_PREFIX};
use crate::error::Answer;
use crate::frame::{Frame, draw_with};
use crate::kinds::today;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/compare.html")]
struct ComparePage {
    f: Frame,
    /// What was typed about the child.
    typed: Vec<(String, String)>,
    name: String,
    hits: Vec<HitView>,
    known: Vec<String>,
    search: Id,
    report: Option<Id>,
    sibling: Option<Id>,
    /// What was typed about the case, for both ways on.
    case: Vec<(String, String)>,
    child: Vec<(String, String)>,
}

/// At most so many people are compared at once: more do not fit into a head.
const MOST: usize = 3;

pub(super) async fn page(state: &WebState, who: &SignedIn, flow: &Flow) -> Answer {
    let found = state.node.perform(&who.session.actor, SearchPeople::form(flow.child.clone())).await?;
    let f = Frame::of(state, who);
    let mut hits = hit::hits(&f, &found);
    hits.truncate(MOST);
    let page = ComparePage {
        typed: typed::told(f.words, PERSON, &flow.child, today(state)),
        name: flow.child.text("name").to_owned(),
        hits,
        known: hit::known(f.words, &found.known),
        search: found.search,
        report: flow.report,
        sibling: flow.sibling,
        case: typed::carried(&flow.case, ""),
        child: typed::carried(&flow.child, CHILD_PREFIX),
        f,
    };
    draw_with(StatusCode::CONFLICT, &page)
}
