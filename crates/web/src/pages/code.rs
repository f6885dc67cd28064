//! `/sign-in/code`: the second factor.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use node::Error;
use node::acts::staff::{ConfirmSecondFactor, SignedIn as Way};

use super::sign_in::{enter, own_path, set};
use crate::cookies;
use crate::door::go;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw_with};
use crate::session::{Anyone, Posted};
use crate::state::WebState;
use crate::visitor::{Visitor, cookie, query};

#[derive(Template)]
#[template(path = "pages/code.html")]
struct CodePage {
    f: Frame,
    code: Control,
    next: String,
    refused: Option<String>,
}

pub(crate) async fn form(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    headers: HeaderMap,
    uri: Uri,
) -> Answer {
    if cookie(&headers, &state.settings.pending_cookie()).is_none() {
        return Ok(go(&state.settings.url("/sign-in")));
    }
    show(&state, &visitor, own_path(&query(&uri, "next").unwrap_or_default()), None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let pending = cookie(&headers, &state.settings.pending_cookie()).ok_or(Error::NotSignedIn)?;
    let next = own_path(posted.text("next"));
    let act = ConfirmSecondFactor::new(&pending, posted.text("code"), &visitor.device, &visitor.source);
    match state.node.confirm_second_factor(visitor.words.lang, act).await {
        // Whoever used up a recovery code is told so where a new authenticator is set up.
        Ok(Way::Session(pass)) if pass.by_recovery_code => {
            Ok(enter(&state, pass.token(), &state.settings.url("/account?done=confirm-second-factor")))
        }
        Ok(Way::Session(pass)) => Ok(enter(&state, pass.token(), &next)),
        // A code opens a session or is refused; it never asks for another.
        Ok(Way::SecondFactor(_)) => Err(Error::NotSignedIn.into()),
        Err(Error::Denied("sign-in-expired")) => Ok(start_again(&state, &next)),
        Err(error @ (Error::Denied(_) | Error::Refused(_) | Error::TooMany(_) | Error::Conflict)) => {
            show(&state, &visitor, next, Some(&error.into()))
        }
        Err(error) => Err(error.into()),
    }
}

/// The password was given too long ago: back to the first step, which says why.
fn start_again(state: &WebState, next: &str) -> Response {
    let next = if next.is_empty() { String::new() } else { format!("&next={next}") };
    let mut response = go(&state.settings.url(&format!("/sign-in?again=1{next}")));
    set(&mut response, &cookies::gone(&state.settings, &state.settings.pending_cookie()));
    response
}

fn show(state: &WebState, visitor: &Visitor, next: String, fault: Option<&Fault>) -> Answer {
    let f = Frame::new(state, visitor);
    let page = CodePage {
        code: Control::new("code", f.t("code-code"), Input::Code)
            .required()
            .hint(f.t("code-code.hint"))
            .autocomplete("one-time-code"),
        next,
        refused: fault.map(|fault| fault.told(f.words).text),
        f,
    };
    draw_with(fault.map_or(StatusCode::OK, Fault::status), &page)
}
