//! Answers to the app: JSON, with a code where something went wrong. The app words it, because it must do so without us, too.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use node::field::Device;
use node::{Error, Way};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::carried;
use crate::field::speak::is_full;
use crate::session::Anyone;
use crate::state::WebState;
use crate::visitor::Visitor;

/// An answer that says no.
pub(crate) struct No(StatusCode, &'static str);

impl IntoResponse for No {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "code": self.1 }))).into_response()
    }
}

impl No {
    /// What came cannot be read.
    pub(crate) const UNREADABLE: Self = Self(StatusCode::BAD_REQUEST, "unreadable");
}

impl From<Error> for No {
    fn from(error: Error) -> Self {
        match error {
            Error::NotSignedIn => Self(StatusCode::UNAUTHORIZED, "sign-in"),
            Error::NotFound => Self(StatusCode::NOT_FOUND, "not-found"),
            Error::Denied(code) => Self(StatusCode::FORBIDDEN, code),
            Error::TooMany(_) => Self(StatusCode::TOO_MANY_REQUESTS, "too-many"),
            // The phone keeps what it has and asks again.
            Error::Refused(code) if is_full(code) => Self(StatusCode::SERVICE_UNAVAILABLE, "later"),
            Error::Refused(code) => Self(StatusCode::CONFLICT, code),
            Error::Invalid(_) | Error::Conflict | Error::AlreadyDone => {
                Self(StatusCode::CONFLICT, "unreadable")
            }
            _ => Self(StatusCode::SERVICE_UNAVAILABLE, "later"),
        }
    }
}

/// What the app says in JSON, looked through as anything that comes in.
pub(crate) struct FromApp<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<WebState> for FromApp<T> {
    type Rejection = No;

    async fn from_request(request: Request, _: &WebState) -> Result<Self, No> {
        let visitor = request.extensions().get::<Arc<Visitor>>().cloned().ok_or(No::UNREADABLE)?;
        let body = carried::read(request, &visitor, Way::Queue).await.map_err(|_| No::UNREADABLE)?;
        serde_json::from_slice(&body).map(Self).map_err(|_| No::UNREADABLE)
    }
}

/// A body, with the node's clock, by which the app knows how far its own is off.
pub(crate) fn said(state: &WebState, mut body: Value) -> Response {
    if let Some(members) = body.as_object_mut() {
        members.insert("now".into(), state.node.now().millis().into());
    }
    Json(body).into_response()
}

/// Somebody at a device that runs the app; it was not ended, and its user still holds the post.
pub(crate) struct AtApp(pub(crate) Device);

impl FromRequestParts<WebState> for AtApp {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, No> {
        let Anyone(visitor) = Anyone::from_request_parts(parts, state).await.map_err(|_| No::UNREADABLE)?;
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (user, secret) = node::field::pair(header.ok_or(Error::NotSignedIn)?)?;
        let device = state.node.device_of_queue(&user, &secret, &visitor.source).await?;
        if device.ended {
            return Err(No(StatusCode::GONE, "device-ended"));
        }
        if !device.held(state.node.now()) {
            return Err(No(StatusCode::FORBIDDEN, "no-post"));
        }
        Ok(Self(device))
    }
}
