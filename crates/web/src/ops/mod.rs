//! Addresses for those who run a node: is it up, is it ready, how much does it do, who is it.

mod count;

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use model::{Id, Lang};
use node::access::Origin;
use serde_json::json;

pub(crate) use count::Metrics;

use crate::error::{Answer, Fault};
use crate::state::WebState;

/// The process is up.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers.
pub(crate) async fn readyz(State(state): State<WebState>) -> (StatusCode, &'static str) {
    // Looking up nobody reads the database and leaves no trace.
    match state.node.actor(Id::from_u128(0), Lang::Id, Origin::Command).await {
        Ok(_) | Err(node::Error::NotFound) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database\n"),
    }
}

/// Counters in Prometheus' text format, for this machine only: elsewhere the address does not exist.
pub(crate) async fn metrics_page(State(state): State<WebState>, request: Request) -> Answer {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // A proxy on this machine speaks for others: what it forwards is not from here.
    let forwarded = ["forwarded", "x-forwarded-for"].iter().any(|name| request.headers().contains_key(*name));
    if forwarded || !peer.is_some_and(|peer| peer.0.ip().is_loopback()) {
        return Err(Fault::NOT_FOUND);
    }
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], state.metrics.text()).into_response())
}

/// Who this node is, for other members.
pub(crate) async fn well_known(State(state): State<WebState>) -> Json<serde_json::Value> {
    Json(json!({
        "member": state.node.origin(),
        "software": { "name": "jejaring", "version": env!("CARGO_PKG_VERSION") },
        "api": { "version": 1, "document": state.settings.url("/api/openapi.json") },
        "demo": state.settings.demo,
    }))
}
