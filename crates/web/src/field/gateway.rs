//! `/gateway/{id}`: a gateway of short messages brings what a telephone wrote, and takes the answer back. Both are signed.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use model::Id;
use node::acts::intake::ReporterState;
use node::field::Reply;
use node::{Error, Way};
use serde_json::json;

use crate::carried;
use crate::i18n::Words;
use crate::session::Anyone;
use crate::state::WebState;

const TIME: HeaderName = HeaderName::from_static("x-jejaring-time");
const SIGNATURE: HeaderName = HeaderName::from_static("x-jejaring-signature");

/// A machine learns no more than that it was not taken.
fn no(status: StatusCode) -> Response {
    (status, Json(json!({ "reply": null }))).into_response()
}

pub(crate) async fn take(
    State(state): State<WebState>,
    Path(gateway): Path<Id>,
    Anyone(visitor): Anyone,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text =
        |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let at = text(&TIME).parse().unwrap_or_default();
    let taken = state.node.gateway_message(gateway, (at, text(&SIGNATURE)), &body, visitor.words.lang).await;
    let reply = match taken {
        Ok(reply) => said(visitor.words, &reply),
        Err(Error::NotSignedIn) => return no(StatusCode::UNAUTHORIZED),
        Err(Error::Refused("gateway-unread")) => {
            // What cannot be read may carry a picture all the same: the door writes down that one came.
            let _ = carried::look(&visitor, Way::Program, &body).await;
            return no(StatusCode::BAD_REQUEST);
        }
        Err(Error::Refused(_)) => return no(StatusCode::CONFLICT),
        Err(_) => return no(StatusCode::SERVICE_UNAVAILABLE),
    };
    let body = json!({ "reply": reply }).to_string();
    let now = state.node.now();
    let Ok(signature) = state.node.gateway_signature(gateway, now, text(&SIGNATURE), body.as_bytes()).await
    else {
        return no(StatusCode::SERVICE_UNAVAILABLE);
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert(TIME, HeaderValue::from(now.millis()));
    if let Ok(signature) = HeaderValue::from_str(&signature) {
        headers.insert(SIGNATURE, signature);
    }
    response
}

/// Words that tell whoever looks at the telephone nothing.
fn said(words: Words, reply: &Reply) -> String {
    match reply {
        Reply::Taken(number) => words.with("sms-taken", &[("number", number)]).into_owned(),
        Reply::State(ReporterState::Received) => words.t("sms-received").into_owned(),
        Reply::State(ReporterState::BeingRead) => words.t("sms-being-read").into_owned(),
        Reply::State(ReporterState::Answered) => words.t("sms-answered").into_owned(),
        Reply::State(ReporterState::Closed) => words.t("sms-closed").into_owned(),
        Reply::Unknown => words.t("sms-unknown").into_owned(),
        Reply::Help => words.t("sms-help").into_owned(),
        Reply::Wait => words.t("sms-wait").into_owned(),
    }
}
