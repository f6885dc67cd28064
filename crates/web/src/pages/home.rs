//! `/`: where a day begins. Until a page of its own is drawn, the first list that the visitor may see.

use askama::Template;
use axum::extract::State;

use crate::door::go;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage {
    f: Frame,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let f = Frame::of(&state, &who);
    match f.nav.first() {
        Some(first) => Ok(go(&first.href)),
        None => draw(&HomePage { f }),
    }
}
