//! `/account/second-factor`: setting up an authenticator. The secret and the recovery codes are shown once, in the answer to a
//! form, so that no address leads to them again.

use askama::Template;
use axum::extract::State;
use node::Error;
use node::acts::staff::{EnrolTotp, StartTotp};

use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw, draw_with};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "pages/second_factor.html")]
struct SecondFactorPage {
    f: Frame,
    must: bool,
    /// The secret in groups of four, and its `otpauth:` address; only right after it was made.
    secret: Option<(String, String)>,
    /// Where the code is typed, once there is a secret.
    code: Option<Control>,
}

#[derive(Template)]
#[template(path = "pages/recovery_codes.html")]
struct CodesPage {
    f: Frame,
    codes: Vec<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    draw(&first(&state, &who))
}

/// Makes the secret, or proves with a code that the authenticator has it.
pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    if posted.has("code") {
        enrol(&state, &who, posted.text("code")).await
    } else {
        start(&state, &who).await
    }
}

fn first(state: &WebState, who: &SignedIn) -> SecondFactorPage {
    let f = Frame::of(state, who);
    SecondFactorPage { f, must: who.session.must_enrol, secret: None, code: None }
}

async fn start(state: &WebState, who: &SignedIn) -> Answer {
    let started = state.node.perform(&who.session.actor, StartTotp).await?;
    let mut page = first(state, who);
    page.secret = Some((in_fours(&started.secret), started.uri.to_string()));
    page.code = Some(code(&page.f, None));
    draw(&page)
}

async fn enrol(state: &WebState, who: &SignedIn, typed: &str) -> Answer {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    match state.node.perform(&who.session.actor, EnrolTotp { code: digits }).await {
        Ok(enrolled) => {
            let mut f = Frame::of(state, who);
            // From now on everything opens; the navigation follows on the next page.
            f.done = Some(f.t("enrol-totp.done").into_owned());
            let codes = enrolled.recovery_codes.iter().map(|code| code.to_string()).collect();
            draw(&CodesPage { f, codes })
        }
        Err(error @ Error::Refused(_)) => {
            let fault = Fault::from(error);
            let mut page = first(state, who);
            page.code = Some(code(&page.f, Some(fault.told(page.f.words).text)));
            draw_with(fault.status(), &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn code(f: &Frame, problem: Option<String>) -> Control {
    Control::new("code", f.t("second-factor-code"), Input::Code)
        .required()
        .hint(f.t("second-factor-code.hint"))
        .problem(problem)
        .autocomplete("one-time-code")
}

fn in_fours(secret: &str) -> String {
    let mut out = String::new();
    for (at, letter) in secret.chars().enumerate() {
        if at > 0 && at.is_multiple_of(4) {
            out.push(' ');
        }
        out.push(letter);
    }
    out
}
