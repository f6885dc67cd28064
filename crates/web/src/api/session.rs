//! `GET /api/session`: who is signed in, and the token that acts must carry in the header `X-Form-Token`.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde_json::json;

use crate::error::Answer;
use crate::session::SignedIn;
use crate::state::WebState;

pub(crate) async fn show(State(state): State<WebState>, who: SignedIn) -> Answer {
    let body = json!({
        "account": who.session.account,
        "lang": who.words().lang,
        "form_token": who.session.form_token,
        "member": state.node.origin(),
    });
    Ok(Json(body).into_response())
}
