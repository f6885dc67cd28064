//! `/journal`: the newest signed checkpoint, to print and keep where the node's own people cannot reach it.

use askama::Template;
use axum::extract::State;
use node::access::holds_right;

use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "admin/journal.html")]
struct JournalPage {
    f: Frame,
    origin: String,
    checkpoint: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !holds_right(&who.session.actor, "view", "journal", state.node.now()).allows() {
        return Err(node::Error::Denied("no-right").into());
    }
    let checkpoint = state.node.checkpoint().await?;
    draw(&JournalPage { f: Frame::of(&state, &who), origin: state.node.origin().to_owned(), checkpoint })
}
