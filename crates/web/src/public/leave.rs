//! `/umum`: where the quick exit leads. Nothing on it says where somebody came from.

use askama::Template;
use axum::extract::State;

use super::Around;
use crate::error::Answer;
use crate::frame::draw;
use crate::session::Anyone;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "public/leave.html")]
struct LeavePage {
    a: Around,
}

pub(crate) async fn page(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    draw(&LeavePage { a: Around::new(&state, &visitor).await? })
}
