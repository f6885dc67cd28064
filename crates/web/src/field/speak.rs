//! Answers as OpenRosa wants them: its headers, its documents, and a device's sign-in with every request.

use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HOST, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use forms::xml::Element;
use node::field::Device;
use node::{Actor, Error};

use super::LIMIT;
use crate::i18n::Words;
use crate::session::{Anyone, SignedIn};
use crate::state::WebState;

/// Attribute of a message: whether it is good news.
const NATURE: &str = "nature";

const VERSION: HeaderName = HeaderName::from_static("x-openrosa-version");
const ACCEPTS: HeaderName = HeaderName::from_static("x-openrosa-accept-content-length");

/// Somebody at a device.
pub(crate) struct AtDevice {
    pub(super) device: Device,
    pub(super) words: Words,
}

/// An answer that says no.
pub(crate) struct No(Box<Response>);

impl IntoResponse for No {
    fn into_response(self) -> Response {
        *self.0
    }
}

impl FromRequestParts<WebState> for AtDevice {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, No> {
        let Anyone(visitor) = Anyone::from_request_parts(parts, state)
            .await
            .map_err(|fault| No(Box::new(fault.into_response())))?;
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let header = header.ok_or_else(|| no(state, visitor.words, &Error::NotSignedIn))?;
        match state.node.device_by_header(header, &visitor.source).await {
            Ok(device) => Ok(Self { words: Words::new(device.lang), device }),
            Err(error) => Err(no(state, visitor.words, &error)),
        }
    }
}

/// A program that shows a device's name and secret, or somebody signed in: what other programs ask of this node by themselves.
pub(crate) struct Caller {
    pub(crate) actor: Actor,
}

impl FromRequestParts<WebState> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Response> {
        if !parts.headers.contains_key(AUTHORIZATION) {
            let who =
                SignedIn::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
            return Ok(Self { actor: who.session.actor });
        }
        let at = AtDevice::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        match at.device.held(state.node.now()) {
            true => Ok(Self { actor: at.device.actor }),
            // Whoever registered the program has left the post.
            false => Err(no(state, at.words, &Error::Denied("no-right")).into_response()),
        }
    }
}

/// What went wrong, in the words of a language, as an app shows it.
pub(super) fn no(state: &WebState, words: Words, error: &Error) -> No {
    let status = match error {
        Error::NotSignedIn => StatusCode::UNAUTHORIZED,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Denied(_) => StatusCode::FORBIDDEN,
        Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Refused(code) if is_full(code) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Storage(_) | Error::Transient => StatusCode::SERVICE_UNAVAILABLE,
        Error::Refused(_) | Error::Invalid(_) | Error::Conflict | Error::AlreadyDone => {
            StatusCode::BAD_REQUEST
        }
        Error::Sealed | Error::UnknownSchema { .. } | Error::Setup(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let text = match error {
        Error::NotSignedIn => words.t("openrosa-sign-in").into_owned(),
        Error::NotFound => words.t("openrosa-not-found").into_owned(),
        Error::TooMany(seconds) => words.count("error-too-many.text", (seconds + 59) / 60).into_owned(),
        Error::Refused(code) if is_full(code) => words.t("openrosa-try-again").into_owned(),
        Error::Refused(code) => words.maybe(&format!("refused-{code}")).unwrap_or_default().into_owned(),
        Error::Denied(code) => words.maybe(&format!("denied-{code}")).unwrap_or_default().into_owned(),
        _ => words.t("openrosa-try-again").into_owned(),
    };
    refuse(state, status, &text)
}

/// The disk is full: the app keeps what it has and tries again.
fn is_full(code: &str) -> bool {
    code == "disk-full"
}

/// A refusal with its words.
pub(super) fn refuse(state: &WebState, status: StatusCode, text: &str) -> No {
    let mut response = said(state, status, "submit_error", text);
    if status == StatusCode::UNAUTHORIZED {
        let ask = HeaderValue::from_static("Basic realm=\"Jejaring\", charset=\"UTF-8\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, ask);
    }
    No(Box::new(response))
}

/// A short message (OpenRosa response envelope).
pub(super) fn said(state: &WebState, status: StatusCode, nature: &str, text: &str) -> Response {
    let mut envelope = super::element("OpenRosaResponse", "http://openrosa.org/http/response");
    envelope.push(Element::new("message").with(NATURE, nature).saying(text));
    document(state, status, &envelope)
}

/// A document with the headers that every answer has.
pub(super) fn document(state: &WebState, status: StatusCode, root: &Element) -> Response {
    answer(state, status, "text/xml; charset=utf-8", root.to_document().into_bytes())
}

/// Anything with the headers that every answer has.
pub(super) fn answer(state: &WebState, status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response {
    let mut response = Response::new(if body.is_empty() { Body::empty() } else { Body::from(body) });
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(VERSION, HeaderValue::from_static("1.0"));
    headers.insert(ACCEPTS, HeaderValue::from(LIMIT));
    let since = u64::try_from(state.node.now().millis()).unwrap_or_default();
    let now = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_millis(since));
    if let Ok(now) = HeaderValue::from_str(&now) {
        headers.insert(DATE, now);
    }
    response
}

/// An address of this node as another machine finds it.
pub(super) fn absolute(state: &WebState, headers: &HeaderMap, path: &str) -> String {
    let host = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    let scheme = if state.settings.secure { "https" } else { "http" };
    format!("{scheme}://{}{}", if plain { host } else { "" }, state.settings.url(path))
}
