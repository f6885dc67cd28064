//! `/report/{id}/slip`: the printed receipt of a report. It says that something was received and by whom, and nothing of what
//! it tells: it may be found in a pocket.

use askama::Template;
use axum::extract::State;

use super::official;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::kinds::RecordPath;
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "papers/slip.html")]
struct SlipPage {
    f: Frame,
    w: Words,
    house: String,
    code: String,
    received: String,
    lines: Vec<(String, String)>,
    back: String,
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    if entry.meta.slug != "report" {
        return Err(Fault::NOT_FOUND);
    }
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    let desk = state.node.desk(None).await?;
    let (f, w) = (Frame::of(&state, &who), official(&state));
    let page = SlipPage {
        house: f.organisation.clone(),
        code: viewed.envelope.code.clone(),
        received: say::time(w, viewed.envelope.opened_at),
        lines: desk.lines.into_iter().map(|(line, _)| (line.label_id, line.number)).collect(),
        back: f.url(&format!("/report/{id}")),
        w,
        f,
    };
    draw(&page)
}
