//! Addresses for those who run a node: is it up, is it ready, how much does it do, who is it.

mod count;

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

pub(crate) use count::Metrics;

use crate::error::{Answer, Fault};
use crate::state::WebState;

/// The process is up.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// Database, journal and disk work, the schema is known and the process stays; else which of these does not hold.
pub(crate) async fn readyz(State(state): State<WebState>) -> Response {
    let ready = state.node.readiness().await;
    if ready.is_ready() {
        return "ready\n".into_response();
    }
    let parts = [
        (ready.database, "database"),
        (ready.journal, "journal"),
        (ready.disk, "disk"),
        (ready.schema, "schema"),
        (ready.staying, "stopping"),
    ];
    let failed: Vec<&str> = parts.iter().filter(|(works, _)| !works).map(|(_, name)| *name).collect();
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "failed": failed }))).into_response()
}

/// Counters in Prometheus' text format, for this machine or whoever has the token: elsewhere the address does not exist.
pub(crate) async fn metrics_page(State(state): State<WebState>, request: Request) -> Answer {
    let (headers, peer) = (request.headers(), request.extensions().get::<ConnectInfo<SocketAddr>>());
    // A proxy on this machine speaks for others: what it forwards is not from here.
    let forwarded = ["forwarded", "x-forwarded-for"].iter().any(|name| headers.contains_key(*name));
    let here = !forwarded && peer.is_some_and(|peer| peer.0.ip().is_loopback());
    let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = shown.and_then(|value| value.strip_prefix("Bearer "));
    let wanted = state.settings.metrics_token.as_deref().filter(|token| !token.is_empty());
    let known = bearer.zip(wanted).is_some_and(|(shown, wanted)| same(shown, wanted));
    if !here && !known {
        return Err(Fault::NOT_FOUND);
    }
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], state.metrics.text()).into_response())
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(one: &str, other: &str) -> bool {
    let differs = one.bytes().zip(other.bytes()).fold(0, |found, (a, b)| found | (a ^ b));
    one.len() == other.len() && differs == 0
}

/// The newest signed checkpoint of the journal, as text.
pub(crate) async fn checkpoint(State(state): State<WebState>) -> Answer {
    let checkpoint = state.node.checkpoint().await?.ok_or(Fault::NOT_FOUND)?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], checkpoint).into_response())
}

/// Who this node is, for other members. A key without an end is good until it stands here with one.
pub(crate) async fn well_known(State(state): State<WebState>) -> Answer {
    let (key, since) = state.node.verifier_key().await?;
    let body = Json(json!({
        "member": state.node.origin(),
        "keys": [{
            "use": "checkpoint",
            "algorithm": "Ed25519",
            "verifier": key,
            "valid_from": since.map(|at| at.to_string()),
            "valid_until": null,
        }],
        "log": { "checkpoint": state.settings.url("/log/checkpoint") },
        "software": { "name": "jejaring", "version": env!("CARGO_PKG_VERSION") },
        "api": { "version": 1, "document": state.settings.url("/api/openapi.json") },
        "demo": state.settings.demo,
    }));
    Ok(body.into_response())
}
