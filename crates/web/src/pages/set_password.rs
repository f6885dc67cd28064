//! `/set-password`: whoever was invited, or whose account was reset, chooses a password. The code is typed into the form, never
//! part of an address, because addresses stay in histories and logs.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use node::Error;
use node::acts::staff::SetPassword;

use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::session::{Anyone, Posted};
use crate::state::WebState;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "pages/set_password.html")]
struct SetPasswordPage {
    f: Frame,
    controls: Vec<Control>,
    refused: Option<String>,
}

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    show(&state, &visitor, "", None)
}

pub(crate) async fn send(State(state): State<WebState>, Anyone(visitor): Anyone, posted: Posted) -> Answer {
    let (code, new) = (posted.text("code").trim(), posted.text("new"));
    if new != posted.text("again") {
        return show(&state, &visitor, code, Some(&Error::Refused("password-not-twice").into()));
    }
    let set = state.node.set_password(visitor.words.lang, SetPassword::new(code, new)).await;
    match set {
        Ok(()) => Ok(done(&state, "/sign-in", "set-password")),
        Err(error @ (Error::Refused(_) | Error::Denied(_) | Error::TooMany(_))) => {
            show(&state, &visitor, code, Some(&error.into()))
        }
        Err(error) => Err(error.into()),
    }
}

fn show(state: &WebState, visitor: &Visitor, code: &str, fault: Option<&Fault>) -> Answer {
    let f = Frame::new(state, visitor);
    let said = fault.map(|fault| fault.told(f.words).text);
    let of_code = fault.and_then(Fault::code) == Some("link-expired");
    let (for_code, for_new, refused) = match fault {
        Some(Fault::Node(Error::TooMany(_))) => (None, None, said),
        Some(_) if of_code => (said, None, None),
        _ => (None, said, None),
    };
    let code = Control::new("code", f.t("set-password-code"), Input::Line(200))
        .required()
        .value(code)
        .hint(f.t("set-password-code.hint"))
        .problem(for_code);
    let [new, again] = new_password(&f, for_new);
    let page = SetPasswordPage { controls: vec![code, new, again], refused, f };
    draw_with(fault.map_or(StatusCode::OK, Fault::status), &page)
}

/// The two fields for a password to come.
pub(super) fn new_password(f: &Frame, problem: Option<String>) -> [Control; 2] {
    let field = |name, label: &str| {
        Control::new(name, f.t(label), Input::Password).required().autocomplete("new-password")
    };
    let new = field("new", "password-new").hint(f.t("password-new.hint")).problem(problem);
    [new, field("again", "password-again")]
}
