//! `/account`: one's own password, second factor, devices and language.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::{Id, Lang};
use node::Error;
use node::acts::staff::{ChangeLanguage, ChangePassword, EndSession, ListSessions, SessionRow};

use super::set_password::new_password;
use super::sign_in::set;
use crate::cookies;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage {
    f: Frame,
    name: String,
    second_factor: bool,
    controls: Vec<Control>,
    refused: Option<String>,
    devices: Vec<Device>,
    /// Code and name of each language, and whether it is the account's.
    languages: Vec<(&'static str, &'static str, bool)>,
}

/// One device on which somebody is signed in.
struct Device {
    id: Id,
    name: String,
    since: String,
    seen: String,
    this: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, None).await
}

pub(crate) async fn change_password(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let new = posted.text("new");
    if new != posted.text("again") {
        return show(&state, &who, Some(Error::Refused("password-not-twice").into())).await;
    }
    let act = ChangePassword::new(posted.text("current"), new, &who.visitor.source);
    match state.node.change_password(&who.session.actor, act).await {
        Ok(()) => Ok(done(&state, "/account", "change-password")),
        Err(error @ (Error::Refused(_) | Error::Denied(_) | Error::TooMany(_))) => {
            show(&state, &who, Some(error.into())).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn change_language(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let lang = Lang::from_tag(posted.text("lang")).ok_or(Fault::NOT_FOUND)?;
    state.node.perform_as(posted.act(&state), &who.session.actor, ChangeLanguage { lang }).await?;
    let mut response = done(&state, "/account", "change-language");
    // What was chosen for this device before gives way.
    let settings = &state.settings;
    set(&mut response, &cookies::lasting(settings, &settings.lang_cookie(), lang.code()));
    Ok(response)
}

pub(crate) async fn end_session(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let session = posted.text("session").parse().map_err(|_| Fault::NOT_FOUND)?;
    let act = EndSession { session };
    state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, "/account", "end-session"))
}

async fn show(state: &WebState, who: &SignedIn, fault: Option<Fault>) -> Answer {
    let sessions = state.node.perform(&who.session.actor, ListSessions).await?;
    let f = Frame::of(state, who);
    let said = fault.as_ref().map(|fault| fault.told(f.words).text);
    let (for_current, for_new, refused) = match &fault {
        Some(Fault::Node(Error::Denied(_))) => (said, None, None),
        Some(Fault::Node(Error::TooMany(_))) => (None, None, said),
        _ => (None, said, None),
    };
    let current = Control::new("current", f.t("password-current"), Input::Password)
        .required()
        .autocomplete("current-password")
        .problem(for_current);
    let [new, again] = new_password(&f, for_new);
    let page = AccountPage {
        name: who.session.name.clone(),
        second_factor: who.session.second_factor,
        controls: vec![current, new, again],
        refused,
        languages: f
            .languages()
            .into_iter()
            .map(|(code, name, _)| (code, name, code == who.session.lang.code()))
            .collect(),
        devices: sessions.iter().filter(|row| row.live).map(|row| device(&f, row)).collect(),
        f,
    };
    draw_with(fault.as_ref().map_or(StatusCode::OK, Fault::status), &page)
}

fn device(f: &Frame, row: &SessionRow) -> Device {
    let unknown = || f.t("account-device-unknown").into_owned();
    Device {
        id: row.id,
        name: if row.device.is_empty() { unknown() } else { row.device.clone() },
        since: f.time(&row.started_at),
        seen: say::ago(f.words, row.seen_at, f.now),
        this: row.this,
    }
}
