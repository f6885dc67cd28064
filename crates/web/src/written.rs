//! What somebody wrote into a form that was not taken, given back on the page that says why: after half an hour at one text nothing is
//! harder to bear than an empty page.

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Form, FromRequest, Request};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;

use crate::{BODY_LIMIT, routes};

/// Fewer letters are typed again sooner than copied.
const LEAST: usize = 20;
/// Where secrets are typed.
const SECRET: [&str; 3] = ["/account", "/set-password", "/sign-in"];
const FORM: &str = "application/x-www-form-urlencoded";

/// The body of a form, and the request with it.
pub(crate) async fn kept(base: &str, route: &str, request: Request) -> (Request, Option<Bytes>) {
    if !gives_back(base, route, &request) {
        return (request, None);
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, BODY_LIMIT).await {
        Ok(bytes) => (Request::from_parts(parts, Body::from(bytes.clone())), Some(bytes)),
        // Whoever reads it finds that it is not whole.
        Err(_) => (Request::from_parts(parts, Body::empty()), None),
    }
}

fn gives_back(base: &str, route: &str, request: &Request) -> bool {
    let path = route.strip_prefix(base).unwrap_or(route);
    let staff = !routes::is_public(base, route) && !SECRET.iter().any(|secret| path.starts_with(secret));
    // A report of somebody who has no account is no less work.
    let told = path == "/lapor" || path == "/anak";
    // What is longer than a form may be, or does not say how long it is, is left to whoever reads it.
    let short = request.body().size_hint().exact().is_some_and(|size| size <= BODY_LIMIT as u64);
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let form = kind.is_some_and(|kind| kind.starts_with(FORM));
    request.method() == Method::POST && (staff || told) && short && form
}

/// The texts of the form, without what the form itself said.
pub(crate) async fn texts(body: Bytes) -> Vec<String> {
    let request = Request::builder().method(Method::POST).header(CONTENT_TYPE, FORM).body(Body::from(body));
    let Ok(request) = request else { return Vec::new() };
    let Ok(Form(pairs)) = Form::<Vec<(String, String)>>::from_request(request, &()).await else {
        return Vec::new();
    };
    let typed = |text: &String| text.chars().count() >= LEAST && text.trim().contains(char::is_whitespace);
    pairs.into_iter().map(|(_, text)| text).filter(typed).collect()
}
