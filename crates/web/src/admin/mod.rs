//! `/admin`: the house: units, posts, who holds them, accounts, roles. All of it is a handful of tables and small forms, drawn by
//! two templates.

pub(crate) mod accounts;
pub(crate) mod journal;
pub(crate) mod panel;
pub(crate) mod post;
pub(crate) mod posts;
pub(crate) mod roles;
mod table;
pub(crate) mod vettings;

use askama::Template;
use axum::extract::State;

use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "admin/home.html")]
struct HomePage {
    f: Frame,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let may = |kind| node::access::holds_right(&who.session.actor, "list", kind, state.node.now()).allows();
    if !may("account") && !may("role") {
        return Err(node::Error::Denied("no-right").into());
    }
    draw(&HomePage { f: Frame::of(&state, &who) })
}
