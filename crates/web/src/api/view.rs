//! `GET /api/{kind}/{id}`: performs the view act.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;

use super::json;
use crate::error::Answer;
use crate::kinds::RecordPath;
use crate::session::SignedIn;
use crate::state::WebState;

pub(crate) async fn show(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    Ok(Json(json::viewed(&viewed)).into_response())
}
