//! `GET /api/{kind}`: a list, narrowed by the same names as its page.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::json;
use crate::error::Answer;
use crate::kinds::{KindPath, list_query};
use crate::session::SignedIn;
use crate::state::WebState;

pub(crate) async fn show(
    State(state): State<WebState>,
    who: SignedIn,
    KindPath(entry): KindPath,
    uri: Uri,
) -> Answer {
    let query = list_query::read(&uri, entry.meta);
    let listed = entry.list(&state.node, &who.session.actor, query).await?;
    let rows: Vec<Value> = listed.rows.iter().map(|row| json::row(row)).collect();
    let next = listed.next.map(list_query::cursor_text);
    Ok(Json(json!({ "rows": rows, "next": next, "total": listed.total })).into_response())
}
