//! Calling another node.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use seal::exchange::Hash;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;

use super::identity::Identity;
use super::pins::{Pinned, Pins, provider};

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest answer.
const ANSWER: usize = 32 * 1024 * 1024;

/// Where a node is and which certificates it may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) endpoint: String,
    pub(super) tls: Vec<Hash>,
}

/// Why a call did not work. Nothing of what was said is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallError {
    /// Nobody answers there.
    Unreachable,
    /// Somebody answers, and it is not the node of the directory.
    NotTheNode,
    /// The call broke off.
    Broken,
    /// The node answered this, and the number in its answer if there was one: a witness names the size that it saw.
    Status(u16, Option<u64>),
}

/// Calls and gives back the body of the answer.
pub(super) async fn call(
    identity: &Identity,
    target: &Target,
    (method, path): (Method, &str),
    body: Vec<u8>,
) -> Result<Vec<u8>, CallError> {
    tokio::time::timeout(PATIENCE, talk(identity, target, (method, path), body))
        .await
        .unwrap_or(Err(CallError::Broken))
}

async fn talk(
    identity: &Identity,
    target: &Target,
    what: (Method, &str),
    body: Vec<u8>,
) -> Result<Vec<u8>, CallError> {
    let mut line = Line::default();
    line.ask(identity, target, what, &Bytes::from(body)).await
}

/// A connection to one partner that stays open between calls.
#[derive(Default)]
pub(super) struct Line {
    open: Option<Open>,
}

struct Open {
    target: Target,
    sender: SendRequest<Full<Bytes>>,
    driver: JoinHandle<Result<(), hyper::Error>>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Line {
    /// Calls; a connection that was closed meanwhile is opened again once.
    pub(super) async fn call(
        &mut self,
        identity: &Identity,
        target: &Target,
        (method, path): (Method, &str),
        body: Vec<u8>,
    ) -> Result<Vec<u8>, CallError> {
        let (body, used) = (Bytes::from(body), self.open.is_some());
        let first = self.patiently(identity, target, (method.clone(), path), &body).await;
        match first {
            Err(CallError::Broken) if used => self.patiently(identity, target, (method, path), &body).await,
            other => other,
        }
    }

    async fn patiently(
        &mut self,
        identity: &Identity,
        target: &Target,
        what: (Method, &str),
        body: &Bytes,
    ) -> Result<Vec<u8>, CallError> {
        let answer = tokio::time::timeout(PATIENCE, self.ask(identity, target, what, body)).await;
        let answer = answer.unwrap_or(Err(CallError::Broken));
        if !matches!(answer, Ok(_) | Err(CallError::Status(..))) {
            self.open = None;
        }
        answer
    }

    async fn ask(
        &mut self,
        identity: &Identity,
        target: &Target,
        (method, path): (Method, &str),
        body: &Bytes,
    ) -> Result<Vec<u8>, CallError> {
        if self.open.as_ref().is_none_or(|open| open.target != *target || open.sender.is_closed()) {
            self.open = Some(connect(identity, target).await?);
        }
        let open = self.open.as_mut().ok_or(CallError::Broken)?;
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", target.endpoint.as_str())
            .body(Full::new(body.clone()))
            .map_err(|_| CallError::Broken)?;
        open.sender.ready().await.map_err(|_| CallError::Broken)?;
        let answer = open.sender.send_request(request).await.map_err(|_| CallError::Broken)?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), ANSWER).collect().await.map_err(|_| CallError::Broken)?;
        let body = body.to_bytes();
        match status {
            StatusCode::OK | StatusCode::NO_CONTENT => Ok(body.to_vec()),
            other => {
                let number = std::str::from_utf8(&body).ok().and_then(|text| text.trim().parse().ok());
                Err(CallError::Status(other.as_u16(), number))
            }
        }
    }
}

async fn connect(identity: &Identity, target: &Target) -> Result<Open, CallError> {
    let (chain, key) = identity.chain();
    let config = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| CallError::Broken)?
        .dangerous()
        .with_custom_certificate_verifier(Pinned::new(Pins::of(target.tls.iter().copied())))
        .with_client_auth_cert(chain, key)
        .map_err(|_| CallError::Broken)?;
    let stream = TcpStream::connect(&target.endpoint).await.map_err(|_| CallError::Unreachable)?;
    // Calls are written at once: waiting for more would only delay their answer.
    stream.set_nodelay(true).map_err(|_| CallError::Broken)?;
    let name = ServerName::try_from("node.invalid").map_err(|_| CallError::Broken)?;
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .map_err(|_| CallError::NotTheNode)?;
    let (sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| CallError::Broken)?;
    Ok(Open { target: target.clone(), sender, driver: tokio::spawn(connection) })
}
