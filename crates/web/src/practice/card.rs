//! `/safety-plan/{id}/card`: a small card that a child can carry. It bears no name, no number of the case, no word of whom it
//! comes from, and nothing that would harm if somebody else found it.

use askama::Template;
use axum::extract::State;
use model::kinds::SafetyPlan;
use node::acts::View;

use crate::casework::OnePath;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "practice/card.html")]
struct CardPage {
    f: Frame,
    back: String,
    /// What stands on the card: heading and lines.
    rows: Vec<(String, String)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let viewed = state.node.perform(&who.session.actor, View::<SafetyPlan>::new(id)).await?;
    let f = Frame::of(&state, &who);
    let said = |name: &&'static str| {
        let text = viewed.record.text(name);
        (!text.trim().is_empty())
            .then(|| (f.t(&format!("card-{}", name.replace('_', "-"))).into_owned(), text))
    };
    let rows = SafetyPlan::CARD.iter().filter_map(said).collect();
    draw(&CardPage { rows, back: f.url(&format!("/safety-plan/{id}")), f })
}
