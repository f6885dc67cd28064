//! `/sign-in`: address and password.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use node::Error;
use node::acts::staff::{SignIn, SignedIn as Way};

use crate::cookies;
use crate::door::go;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw_with};
use crate::session::{Anyone, Posted};
use crate::state::WebState;
use crate::visitor::{Visitor, query};

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    f: Frame,
    email: Control,
    password: Control,
    /// A page of ours to come back to.
    next: String,
    refused: Option<String>,
    /// Whoever is no officer may have come here to tell something.
    emergency: Vec<crate::public::Line>,
}

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone, uri: Uri) -> Answer {
    let next = own_path(&query(&uri, "next").unwrap_or_default());
    if visitor.session.is_some() {
        return Ok(go(&onward(&state, &next)));
    }
    // A code came too late: said with the words of that refusal.
    let again = query(&uri, "again").map(|_| Fault::from(Error::Denied("sign-in-expired")));
    show(&state, &visitor, "", next, again.as_ref()).await
}

pub(crate) async fn send(State(state): State<WebState>, Anyone(visitor): Anyone, posted: Posted) -> Answer {
    let next = own_path(posted.text("next"));
    let (email, password) = (posted.text("email"), posted.text("password"));
    let act = SignIn::new(email, password, &visitor.device, &visitor.source);
    match state.node.sign_in(visitor.words.lang, act).await {
        Ok(Way::Session(pass)) => Ok(enter(&state, pass.token(), &next)),
        Ok(Way::SecondFactor(pass)) => {
            let to = state.settings.url("/sign-in/code");
            let mut response = go(&if next.is_empty() { to } else { format!("{to}?next={next}") });
            set(
                &mut response,
                &cookies::strict(&state.settings, &state.settings.pending_cookie(), pass.token()),
            );
            Ok(response)
        }
        Err(error @ (Error::Refused(_) | Error::TooMany(_) | Error::Denied(_))) => {
            show(&state, &visitor, email, next, Some(&error.into())).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    state: &WebState,
    visitor: &Visitor,
    email: &str,
    next: String,
    fault: Option<&Fault>,
) -> Answer {
    let f = Frame::new(state, visitor);
    let page = SignInPage {
        email: Control::new("email", f.t("sign-in-email"), Input::Email)
            .required()
            .value(email)
            .autocomplete("username"),
        password: Control::new("password", f.t("sign-in-password"), Input::Password)
            .required()
            .autocomplete("current-password"),
        next,
        refused: fault.map(|fault| fault.told(f.words).text),
        emergency: crate::public::emergency(state, f.words).await?,
        f,
    };
    draw_with(fault.map_or(StatusCode::OK, Fault::status), &page)
}

/// Starts a session in the browser.
pub(super) fn enter(state: &WebState, token: &str, next: &str) -> Response {
    let settings = &state.settings;
    let mut response = go(&onward(state, next));
    set(&mut response, &cookies::strict(settings, &settings.session_cookie(), token));
    set(&mut response, &cookies::gone(settings, &settings.pending_cookie()));
    // A token from before signing in could have been planted by somebody else on a shared computer.
    set(&mut response, &cookies::gone(settings, &settings.form_cookie()));
    response
}

pub(super) fn set(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Only a path of this host: anything else would let a foreign link lead people away after signing in.
pub(super) fn own_path(next: &str) -> String {
    let plain = next.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b));
    if plain && next.starts_with('/') && !next.starts_with("//") { next.to_owned() } else { String::new() }
}

fn onward(state: &WebState, next: &str) -> String {
    if next.is_empty() { state.settings.url("/") } else { next.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_led_elsewhere() {
        assert_eq!(own_path("/case/12-ab"), "/case/12-ab");
        for bad in ["//contoh.invalid", "https://contoh.invalid", "/\\contoh.invalid", "/a?b=c", "", "case"] {
            assert_eq!(own_path(bad), "", "{bad}");
        }
    }
}
