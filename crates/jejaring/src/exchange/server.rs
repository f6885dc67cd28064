//! The listener for other nodes: `/jj/v1/…` over mutual TLS, apart from the pages.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use node::{Error, Node};
use rustls::ServerConfig;
use seal::exchange::{BundleItem, Hash, MemberId, write_bundle};
use seal::witness::Refusal;
use serde::Deserialize;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_rustls::TlsAcceptor;

use super::identity::Identity;
use super::pins::{Pinned, Pins, provider};
use crate::failure::{Failure, Result};

/// A delivery has at most a little more than 1 MiB of sealed content and 256 KiB of envelope.
const BODY: usize = 2 * 1024 * 1024;
/// How long a handshake or an idle connection may last.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest that an empty mailbox is waited at, below the patience of whoever waits; and how often it is looked into.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(500);
/// Bodies of other nodes that are worked on at once; whoever comes beyond keeps the message and sends it again.
const AT_ONCE: usize = 48;
/// Seconds after which it may.
const AGAIN_AFTER: u64 = 5;
/// How often the list of certificates is read again.
const AGAIN: Duration = Duration::from_secs(10);

/// The member or members that a connection may speak for.
#[derive(Debug, Clone)]
struct Caller(Arc<Vec<MemberId>>);

/// Starts listening; answers the address.
pub(crate) async fn start(
    node: Node,
    identity: &Identity,
    asked: SocketAddr,
) -> Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind(asked).await.map_err(|error| {
        Failure::new(format!(
            "cannot listen on {asked} for other nodes ({}): name another with --exchange-listen",
            error.kind()
        ))
    })?;
    start_on(node, identity, listener).await
}

/// The same on a socket that is bound already.
pub(crate) async fn start_on(
    node: Node,
    identity: &Identity,
    listener: TcpListener,
) -> Result<(SocketAddr, JoinHandle<()>)> {
    let pins = Pins::default();
    pins.set(node.exchange_certificates().await?);
    let (chain, key) = identity.chain();
    let bad = |error: rustls::Error| Failure::new(format!("TLS cannot be set up: {error}"));
    let config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(bad)?
        .with_client_cert_verifier(Pinned::new(pins.clone()))
        .with_single_cert(chain, key)
        .map_err(bad)?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::new(format!("the system gives no address ({})", error.kind())))?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    Ok((address, tokio::spawn(accept(listener, acceptor, node, pins))))
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, node: Node, pins: Pins) {
    let router = router(node.clone());
    let mut again = tokio::time::interval(AGAIN);
    loop {
        tokio::select! {
            _ = again.tick() => {
                if let Ok(certificates) = node.exchange_certificates().await {
                    pins.set(certificates);
                }
            }
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                tokio::spawn(talk(stream, acceptor.clone(), node.clone(), router.clone()));
            }
        }
    }
}

async fn talk(stream: TcpStream, acceptor: TlsAcceptor, node: Node, router: Router) {
    let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await else { return };
    let shown =
        stream.get_ref().1.peer_certificates().and_then(|chain| chain.first()).map(|der| Hash::of(der));
    let Some(shown) = shown else { return };
    let Ok(members) = node.exchange_member_by_certificate(shown).await else { return };
    if members.is_empty() {
        return;
    }
    let service = TowerToHyperService::new(router.layer(Extension(Caller(Arc::new(members)))));
    let served = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Each connection ends by itself after a while; the next one is cheap.
    let _ = tokio::time::timeout(PATIENCE * 10, served).await;
}

fn router(node: Node) -> Router {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let work = Router::new()
        .route("/jj/v1/envelopes", post(envelopes))
        .route("/jj/v1/receipts", post(receipts).get(untold))
        .route("/jj/v1/heard", post(told))
        .layer(from_fn_with_state(room, in_turn));
    // Whoever waits at a mailbox works on nothing meanwhile.
    Router::new()
        .merge(work)
        .route("/jj/v1/mailbox", get(mailbox))
        .route("/jj/v1/directory", get(directory))
        .route("/jj/v1/checkpoint", get(checkpoint))
        .route("/jj/v1/add-checkpoint", post(add_checkpoint))
        .route("/jj/v1/tile/{*path}", get(tile))
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(node)
}

/// Lets in as many as are answered in time. The others hear at once that nothing was taken, and when to come again: what is not acknowledged
/// stays with the sender.
async fn in_turn(State(room): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_inside) = room.try_acquire() else {
        let wait = [(header::RETRY_AFTER, AGAIN_AFTER.to_string())];
        let words =
            format!("busy: nothing was taken; keep the message and send it again in {AGAIN_AFTER} seconds\n");
        return (StatusCode::SERVICE_UNAVAILABLE, wait, words).into_response();
    };
    next.run(request).await
}

/// An error without words of ours: the caller is a program.
fn failed(error: &Error) -> Response {
    let status = match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Refused("no-directory") | Error::Transient => StatusCode::SERVICE_UNAVAILABLE,
        Error::Refused(_) => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    if status.is_server_error() {
        tracing::warn!(%error, "a call of another node failed");
    }
    status.into_response()
}

async fn envelopes(State(node): State<Node>, body: Bytes) -> Response {
    match node.exchange_accept_all(&body).await {
        Ok(accepted) => ([(header::CONTENT_TYPE, "application/json")], accepted.to_bytes()).into_response(),
        Err(error) => failed(&error),
    }
}

async fn receipts(State(node): State<Node>, body: Bytes) -> Response {
    match node.exchange_receipts(&body).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whose {
    member: Option<MemberId>,
}

impl Caller {
    /// The member that is meant: a node that hosts several says for which of them it comes.
    fn named(&self, asked: Option<&MemberId>) -> Option<&MemberId> {
        match asked {
            Some(named) => self.0.iter().find(|one| *one == named),
            None => self.0.first(),
        }
    }
}

/// Receipts that a member without an address was not told yet, as a bundle.
async fn untold(
    State(node): State<Node>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Whose>,
) -> Response {
    waiting(&node, caller.named(asked.member.as_ref()), Vec::new()).await
}

/// What the member has by now, and the next receipts.
async fn told(
    State(node): State<Node>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Whose>,
    Json(heard): Json<Vec<Hash>>,
) -> Response {
    waiting(&node, caller.named(asked.member.as_ref()), heard).await
}

async fn waiting(node: &Node, member: Option<&MemberId>, heard: Vec<Hash>) -> Response {
    let Some(member) = member else { return StatusCode::FORBIDDEN.into_response() };
    match node.exchange_untold(member, heard, None).await {
        Ok(found) => {
            let items: Vec<_> = found.into_iter().map(|one| BundleItem::Receipts(one.item)).collect();
            ([(header::CONTENT_TYPE, "application/octet-stream")], write_bundle(&items)).into_response()
        }
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    after: Option<String>,
    member: Option<MemberId>,
    /// Seconds that an empty mailbox may be waited at.
    #[serde(default)]
    wait: u64,
}

async fn mailbox(
    State(node): State<Node>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<After>,
) -> Response {
    let Some(member) = caller.named(asked.member.as_ref()) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let after = match asked.after.as_deref().map(str::parse).transpose() {
        Ok(after) => after,
        Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    };
    let until = Instant::now() + Duration::from_secs(asked.wait).min(LONGEST_WAIT);
    let found = loop {
        match node.exchange_mailbox(member, after).await {
            Ok(items) if items.is_empty() && Instant::now() < until => sleep(LOOK).await,
            found => break found,
        }
    };
    match found {
        Ok(items) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| json!({ "cursor": item.cursor.to_string(), "delivery": seal::to_base64(&item.delivery) }))
                .collect();
            Json(json!({ "items": items })).into_response()
        }
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Than {
    /// The version that the asker has.
    than: Option<u64>,
}

async fn directory(State(node): State<Node>, Query(newer): Query<Than>) -> Response {
    // A directory may be some MiB long; who has it is told so in one line.
    match (newer.than, node.exchange_directory_version().await) {
        (Some(than), Ok(Some(version))) if version <= than => return StatusCode::NO_CONTENT.into_response(),
        (_, Err(error)) => return failed(&error),
        _ => {}
    }
    match node.exchange_directory().await {
        Ok(Some(document)) => Json(document).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

async fn checkpoint(State(node): State<Node>) -> Response {
    match node.checkpoint().await {
        Ok(Some(note)) => note.into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// C2SP tlog-witness: the lines to add, or the status of why there are none.
async fn add_checkpoint(
    State(node): State<Node>,
    Extension(caller): Extension<Caller>,
    body: String,
) -> Response {
    let Some(member) = caller.0.first() else { return StatusCode::FORBIDDEN.into_response() };
    match node.exchange_cosign(member, body).await {
        Ok(Ok(lines)) => lines.into_response(),
        Ok(Err(refusal)) => {
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
            match refusal {
                Refusal::OtherSize { latest } => (status, format!("{latest}\n")).into_response(),
                _ => status.into_response(),
            }
        }
        Err(error) => failed(&error),
    }
}

async fn tile(State(node): State<Node>, Path(path): Path<String>) -> Response {
    match node.tile(&format!("tile/{path}")).await {
        Ok(Some(bytes)) => ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn beyond_the_room_a_sender_is_told_when_to_come_again() {
        let (room, open) = (Arc::new(Semaphore::new(1)), Arc::new(Notify::new()));
        let (inside, hold) = (Arc::new(Notify::new()), open.clone());
        let entered = inside.clone();
        let slow = move || async move {
            entered.notify_one();
            hold.notified().await;
            "taken"
        };
        let router: Router = Router::new().route("/", post(slow)).layer(from_fn_with_state(room, in_turn));
        let ask = |router: Router| async move {
            let request = axum::http::Request::post("/").body(Body::empty()).unwrap();
            hyper::service::Service::call(&TowerToHyperService::new(router), request).await.unwrap()
        };
        let first = tokio::spawn(ask(router.clone()));
        inside.notified().await;
        let refused = ask(router.clone()).await;
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers().get(header::RETRY_AFTER).unwrap(), "5");
        open.notify_one();
        assert_eq!(first.await.unwrap().status(), StatusCode::OK);
    }
}
