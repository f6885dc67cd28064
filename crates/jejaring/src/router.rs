//! The seam to the web floor.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use node::Node;

/// Everything that this node answers over HTTP.
pub(crate) fn router(node: Node) -> Router {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(ready)).with_state(node)
}

async fn ready(State(node): State<Node>) -> (StatusCode, &'static str) {
    match node.checkpoint().await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}
