//! `/sign-in/code`: the second factor.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use node::Error;

use super::sign_in::{enter, own_path};
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
    match state.auth.confirm(&state.node, &pending, posted.text("code")).await {
        Ok(token) => Ok(enter(&state, &token, &next)),
        Err(error @ (Error::Refused(_) | Error::TooMany(_))) => {
            show(&state, &visitor, next, Some(&error.into()))
        }
        Err(error) => Err(error.into()),
    }
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
