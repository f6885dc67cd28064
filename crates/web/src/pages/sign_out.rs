//! `/sign-out`: ends the session here and takes its cookie away.

use axum::extract::State;
use node::acts::staff::SignOut;

use super::sign_in::set;
use crate::cookies;
use crate::error::Answer;
use crate::frame::done;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, _: Posted) -> Answer {
    state.node.perform(&who.session.actor, SignOut).await?;
    let mut response = done(&state, "/sign-in", "sign-out");
    set(&mut response, &cookies::gone(&state.settings, &state.settings.session_cookie()));
    Ok(response)
}
