//! What happens around every request: who is it, may they come in, how is an error worded, what may a browser do.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, LOCATION, ORIGIN, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use node::Error;

use crate::api::problem;
use crate::error::Fault;
use crate::pages::fault_page;
use crate::state::WebState;
use crate::visitor::Visitor;
use crate::{carried, routes, source, written};

/// The one middleware. The order of its steps is the order of its lines.
pub(crate) async fn around(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let began = state.node.now();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("unknown", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let source = source::of(&state.settings, &request);
    let quick = routes::is_bare(&state.settings.base, &route);
    // Whoever comes when too many are inside is told so at once, instead of waiting until nobody is answered in time.
    let inside = if quick { None } else { state.inside.clone().try_acquire_owned().ok() };
    let busy = !quick && inside.is_none();
    let quick = quick || busy;
    let visitor = Arc::new(Visitor::of(&state, &headers, &uri, source, quick).await);
    let api = is_api(request.uri().path(), &state);
    let refused = busy.then(|| Fault::Busy.into_response());
    // What another site sends here is nobody's work.
    let ours = !busy && !api && !from_elsewhere(&headers);
    let written =
        if ours { written::kept(&state.settings.base, &route, request).await } else { (request, None) };
    let (mut request, typed) = written;
    let mut response = match refused.or_else(|| turned_away(&state, &visitor, &request, &route, api)) {
        Some(answer) => answer,
        None => {
            request.extensions_mut().insert(visitor.clone());
            let (answer, noted) = node::noting(next.run(request)).await;
            carried::note(&state, &visitor, noted, answer).await
        }
    };
    response = dress(&state, &visitor, response, (api, typed)).await;
    for cookie in &visitor.set {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    harden(response.headers_mut(), state.settings.secure);
    let millis = state.node.now().millis() - began.millis();
    state.metrics.observe(&route, &method, response.status(), millis);
    // The template of the route, never the address: addresses hold ids and what people filter by.
    tracing::info!(%route, %method, status = response.status().as_u16(), millis, "request");
    response
}

fn is_api(path: &str, state: &WebState) -> bool {
    path.strip_prefix(state.settings.base.as_str()).unwrap_or(path).starts_with("/api/")
}

/// Nobody comes in who did not sign in, unless the route is for everybody; nothing is changed on another site's behalf.
fn turned_away(
    state: &WebState,
    visitor: &Visitor,
    request: &Request,
    route: &str,
    api: bool,
) -> Option<Response> {
    if is_unsafe(request.method()) && from_elsewhere(request.headers()) {
        return Some(Fault::Form.into_response());
    }
    let known = route != "unknown";
    if !known || routes::is_public(&state.settings.base, route) {
        return None;
    }
    if let Some(session) = &visitor.session {
        return if session.must_enrol { kept_to_enrolment(state, request, route, api) } else { None };
    }
    if api || request.method() != Method::GET {
        return Some(Fault::from(Error::NotSignedIn).into_response());
    }
    let next = request.uri().path();
    let to = state.settings.url("/sign-in");
    // Only a path of our own, and without its query: what people filter by stays out of addresses.
    let to = if next == "/" || next == state.settings.base { to } else { format!("{to}?next={next}") };
    Some(go(&to))
}

/// Whose role asks for a second factor sets it up before anything else.
fn kept_to_enrolment(state: &WebState, request: &Request, route: &str, api: bool) -> Option<Response> {
    let allowed = ["/account/second-factor", "/sign-out"].map(|path| state.settings.url(path));
    if allowed.iter().any(|path| path == route) {
        None
    } else if api || request.method() != Method::GET {
        Some(Fault::from(Error::Denied("second-factor-first")).into_response())
    } else {
        Some(go(&state.settings.url("/account/second-factor")))
    }
}

/// Sends a browser on with a GET.
pub(crate) fn go(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

fn is_unsafe(method: &Method) -> bool {
    ![Method::GET, Method::HEAD, Method::OPTIONS].contains(method)
}

fn from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if site.is_some_and(|site| site != "same-origin" && site != "none") {
        return true;
    }
    // Pages that send no referrer send their forms with the origin `null`; then the form's token decides.
    let Some(origin) = text(&ORIGIN).filter(|origin| *origin != "null") else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_none() || host != text(&HOST)
}

/// Words a fault, or a bare error of the router, for whoever asked.
async fn dress(
    state: &WebState,
    visitor: &Visitor,
    response: Response,
    (api, typed): (bool, Option<Bytes>),
) -> Response {
    let status = response.status();
    let fault = response.extensions().get::<Arc<Fault>>().cloned();
    let drawn =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"));
    let fault = match fault {
        Some(fault) => fault,
        None if status.as_u16() >= 400 && !drawn => Arc::new(Fault::of_status(status)),
        None => return response,
    };
    if let Fault::Node(Error::Storage(text) | Error::Setup(text)) = &*fault {
        tracing::error!(%text, "the node failed");
    }
    let mut dressed = if api {
        problem::answer(&fault, visitor.words)
    } else {
        let typed = match typed {
            Some(body) => written::texts(body).await,
            None => Vec::new(),
        };
        fault_page(state, visitor, &fault, typed).unwrap_or_else(|_| Response::new(Body::from("500")))
    };
    *dressed.status_mut() = fault.status();
    if let Some(seconds) = fault.wait() {
        dressed.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    dressed
}

/// What a browser may do with anything of ours: nothing from elsewhere, no frame, no trace in another site's log.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

fn harden(headers: &mut HeaderMap, secure: bool) {
    for (name, value) in HEADERS {
        headers.entry(*name).or_insert(HeaderValue::from_static(value));
    }
    // What stands on a page of a shared computer must not stay there.
    headers.entry("cache-control").or_insert(HeaderValue::from_static("no-store"));
    if secure {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.entry("strict-transport-security").or_insert(year);
    }
}
