//! `/admin/gateways`: gateways of short messages; a new one's key is shown once.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use model::Id;
use node::acts::field::{EndGateway, ListGateways, OpenGateway};

use super::speak::absolute;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "field/gateways.html")]
struct GatewaysPage {
    f: Frame,
    /// Shown once: address and key.
    made: Option<(String, String)>,
    rows: Vec<(Id, String, bool)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let actor = &who.session.actor;
    if posted.text("do") == "end" {
        let gateway = posted.text("gateway").parse().map_err(|_| Fault::NOT_FOUND)?;
        state.node.perform_as(posted.act(&state), actor, EndGateway { gateway }).await?;
        return Ok(done(&state, "/admin/gateways", "end-gateway"));
    }
    let opened = state.node.perform_as(posted.act(&state), actor, OpenGateway).await?;
    let address = absolute(&state, &headers, &format!("/gateway/{}", opened.id));
    show(&state, &who, Some((address, opened.secret))).await
}

async fn show(state: &WebState, who: &SignedIn, made: Option<(String, String)>) -> Answer {
    let listed = state.node.perform(&who.session.actor, ListGateways).await?;
    let f = Frame::of(state, who);
    let row = |row: &node::acts::field::GatewayRow| {
        let when = say::time(f.words, row.made_at);
        let text = match row.ended_at {
            Some(at) => f.words.with("device-ended", &[("when", &say::time(f.words, at))]),
            None => f.words.with("gateway-since", &[("when", &when)]),
        };
        (row.id, text.into_owned(), row.ended_at.is_none())
    };
    draw(&GatewaysPage { made, rows: listed.iter().map(row).collect(), f })
}
