//! `/report/{id}/join`: a report is about a child who has a case.

use axum::extract::State;
use node::acts::people::JoinReport;

use crate::error::{Answer, Fault};
use crate::frame::done;
use crate::kinds::RecordPath;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, report): RecordPath,
    posted: Posted,
) -> Answer {
    let case =
        posted.text("case").parse().ok().filter(|_| entry.meta.slug == "report").ok_or(Fault::NOT_FOUND)?;
    state.node.perform_as(posted.act(&state), &who.session.actor, JoinReport { report, case }).await?;
    Ok(done(&state, &format!("/report/{report}"), "join-report"))
}

/// The address alone: back to the report, where the search begins.
pub(crate) async fn form(
    State(state): State<WebState>,
    _: SignedIn,
    RecordPath(entry, report): RecordPath,
) -> Answer {
    if entry.meta.slug != "report" {
        return Err(Fault::NOT_FOUND);
    }
    Ok(crate::door::go(&state.settings.url(&format!("/people?report={report}"))))
}
