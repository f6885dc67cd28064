//! `/{kind}/{id}/break-glass`: in an emergency a matter outside one's scope is opened for three hours.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::Id;
use node::Error;
use node::acts::BreakGlass;

use super::form_page::{ActPage, problem, shown};
use super::may;
use crate::error::{Answer, Fault, Told};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::kinds::RecordPath;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/not_open.html")]
struct NotOpenPage {
    f: Frame,
    told: Told,
    href: String,
}

/// "Not found", with the way for emergencies. Nothing on it depends on whether there is such a record.
pub(super) fn offer(state: &WebState, who: &SignedIn, id: Id) -> Answer {
    let f = Frame::of(state, who);
    let page = NotOpenPage {
        told: Fault::NOT_FOUND.told(f.words),
        href: f.url(&format!("/case/{id}/break-glass")),
        f,
    };
    draw_with(StatusCode::NOT_FOUND, &page)
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(_, id): RecordPath,
) -> Answer {
    if !may(&state, &who, "break-glass", "case") {
        return Err(Error::Denied("no-right").into());
    }
    show(&state, &who, id, "", None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(_, id): RecordPath,
    posted: Posted,
) -> Answer {
    let reason = posted.text("reason");
    let broken = BreakGlass { id, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, broken).await {
        Ok(broken) => Ok(done(&state, &format!("/{}/{}", broken.kind, broken.id), "break-glass")),
        Err(error) => show(&state, &who, id, reason, Some(&shown(error)?)),
    }
}

fn show(state: &WebState, who: &SignedIn, id: Id, reason: &str, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let control = Control::new("reason", f.t("break-glass-reason"), Input::Narrative(2_000))
        .hint(f.t("break-glass-reason.hint"))
        .required()
        .value(reason)
        .problem(problem(&f, error, "reason"));
    let (lead, seen) = (f.t("break-glass-lead").into_owned(), f.t("break-glass-seen").into_owned());
    let path = format!("/case/{id}/break-glass");
    let mut page = ActPage::new(f, "break-glass", &path, "/", vec![control]).refused(error);
    page.lead = vec![lead];
    page.warning = vec![seen];
    page.grave = true;
    page.answer()
}
